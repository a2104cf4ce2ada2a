"""Small real GGUF files for tests, written with the `gguf` package: language models that llama.cpp loads and
writes with in milliseconds, and LoRA adapters for them. The weights are random, but one dimension of the
width is kept as a bias, so that what such a model writes are printable characters and it never stops by
chance."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from gguf import GGUFValueType, GGUFWriter, TokenType

CHATML = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
SPECIAL_TOKENS = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<think>", "</think>")
BOS, EOS = SPECIAL_TOKENS.index("<s>"), SPECIAL_TOKENS.index("<|im_end|>")
WRITTEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,"
"""The characters that these models write."""
ADAPTED = ("attn_q", "attn_v", "attn_output", "ffn_down")
"""The tensors of each layer that these adapters change."""

Array = npt.NDArray[np.float32]
Metadata = Mapping[str, str | int | float | bool | Sequence[int]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a model. `width` must be a multiple of `heads` with an even quotient."""

    layers: int = 2
    width: int = 64
    hidden: int = 96
    heads: int = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    tokens: tuple[bytes, ...]
    types: tuple[TokenType, ...]
    scores: tuple[float, ...]
    written: tuple[int, ...]
    """Ids of the tokens for the characters of WRITTEN."""


def write_model(
    path: Path,
    *,
    name: str = "Tiny",
    architecture: str = "llama",
    tokenizer: Literal["gpt2", "llama"] = "gpt2",
    chat_template: str | None = CHATML,
    context_length: int = 2048,
    shape: Shape = Shape(),
    reply: str = "",
    add_bos: bool = False,
    seed: int = 1,
    metadata: Metadata | None = None,
    split_tensors: int = 0,
) -> Path:
    """A model that llama.cpp loads (about 0.6 MB). With `split_tensors`, in files of so many tensors each.

    Without `reply` it writes printable characters without end. With `reply` (characters of WRITTEN, each at
    most once) it writes, after a line break, just these characters and then stops. The tokenizer has a token
    for each byte and for each of SPECIAL_TOKENS. `metadata` adds keys or replaces those written by default.
    """
    vocabulary = _gpt2_vocabulary() if tokenizer == "gpt2" else _llama_vocabulary()
    writer = GGUFWriter(path, architecture, split_max_tensors=split_tensors)
    _write_hyperparameters(writer, name, context_length, shape, metadata or {})
    _write_vocabulary(writer, tokenizer, vocabulary, add_bos)
    if chat_template is not None:
        writer.add_chat_template(chat_template)
    _write_metadata(writer, metadata or {})
    for tensor, values in _weights(shape, vocabulary, reply, tokenizer, seed).items():
        writer.add_tensor(tensor, values)
    return _finish(writer, path)


def write_split_model(folder: Path) -> list[Path]:
    """A model in several files; all of them, the first one first."""
    folder.mkdir(parents=True, exist_ok=True)
    write_model(folder / "split.gguf", name="In parts", split_tensors=8)
    return sorted(folder.glob("split-*.gguf"))


def write_vocabulary_only(path: Path, *, name: str = "Words") -> Path:
    """What `convert --vocab-only` leaves: everything but the weights."""
    writer = GGUFWriter(path, "llama")
    _write_hyperparameters(writer, name, 2048, Shape(), {})
    _write_vocabulary(writer, "gpt2", _gpt2_vocabulary(), add_bos=False)
    return _finish(writer, path)


def write_adapter(
    path: Path,
    *,
    name: str = "Tiny adapter",
    base_name: str = "Tiny",
    architecture: str = "llama",
    shape: Shape = Shape(),
    rank: int = 4,
    alpha: float = 8.0,
    strength: float = 0.2,
    adapted: Sequence[str] = ADAPTED,
    seed: int = 2,
    kind: str = "lora",
    metadata: Metadata | None = None,
) -> Path:
    """A LoRA adapter for a model of `write_model` with the same shape.

    `strength` is the standard deviation of both matrices; at 0.2 the answer is another one, at 0 the same.
    `kind` is what adapter.type says. Written for a `shape` that the base has not, it does not fit.
    """
    writer = GGUFWriter(path, architecture)
    writer.add_type("adapter")
    writer.add_name(name)
    writer.add_string("adapter.type", kind)
    writer.add_float32("adapter.lora.alpha", alpha)
    if base_name:
        writer.add_base_model_count(1)
        writer.add_base_model_name(0, base_name)
    _write_metadata(writer, metadata or {})
    for tensor, values in _adapter_weights(shape, rank, strength, adapted, seed).items():
        writer.add_tensor(tensor, values)
    return _finish(writer, path)


def write_tensors(
    path: Path,
    architecture: str,
    tensors: Mapping[str, tuple[int, ...]],
    metadata: Metadata | None = None,
) -> Path:
    """A file with tensors of zeros (shapes as GGUF orders them) and the metadata; no working model."""
    writer = GGUFWriter(path, architecture)
    _write_metadata(writer, metadata or {})
    for name, dimensions in tensors.items():
        writer.add_tensor(name, np.zeros(dimensions[::-1], dtype=np.float32))
    return _finish(writer, path)


def truncated(path: Path, copy: Path, size_bytes: int) -> Path:
    """Writes the first `size_bytes` of a file, or all but the last with a negative number."""
    copy.write_bytes(path.read_bytes()[:size_bytes])
    return copy


def bare_header(*, magic: bytes = b"GGUF", version: int = 3, tensors: int = 0, keys: int = 0) -> bytes:
    """The first 24 bytes of a GGUF file, true or not."""
    return magic + struct.pack("<IQQ", version, tensors, keys)


def smaller(shape: Shape = Shape()) -> Shape:
    """A shape whose adapters do not fit a model of `shape`."""
    return replace(shape, width=shape.width // 2)


def _write_hyperparameters(
    writer: GGUFWriter, name: str, context_length: int, shape: Shape, replaced: Metadata
) -> None:
    if "general.name" not in replaced:
        writer.add_name(name)
    writer.add_context_length(context_length)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_layer_norm_rms_eps(1e-5)
    if "general.file_type" not in replaced:
        writer.add_file_type(0)


def _write_vocabulary(writer: GGUFWriter, tokenizer: str, vocabulary: Vocabulary, add_bos: bool) -> None:
    writer.add_tokenizer_model(tokenizer)
    writer.add_token_list(list(vocabulary.tokens))
    writer.add_token_types(list(vocabulary.types))
    if tokenizer == "gpt2":
        writer.add_tokenizer_pre("gpt-2")
        writer.add_token_merges(["Ġ Ġ"])
    else:
        writer.add_token_scores(list(vocabulary.scores))
        writer.add_add_space_prefix(False)
    writer.add_bos_token_id(BOS)
    writer.add_eos_token_id(EOS)
    writer.add_unk_token_id(SPECIAL_TOKENS.index("<unk>"))
    writer.add_add_bos_token(add_bos)


def _write_metadata(writer: GGUFWriter, metadata: Metadata) -> None:
    for key, value in metadata.items():
        if key == "general.alignment" and isinstance(value, int):
            writer.add_custom_alignment(value)
        elif isinstance(value, str):
            writer.add_string(key, value)
        elif isinstance(value, bool):
            writer.add_bool(key, value)
        elif isinstance(value, int):
            writer.add_uint32(key, value)
        elif isinstance(value, float):
            writer.add_float32(key, value)
        else:
            writer.add_key_value(key, list(value), GGUFValueType.ARRAY, sub_type=GGUFValueType.UINT32)


def _finish(writer: GGUFWriter, path: Path) -> Path:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _gpt2_vocabulary() -> Vocabulary:
    """Bytes spelled as GPT-2 spells them, and the one merge that the format wants."""
    spelled = _gpt2_bytes()
    plain = [spelled[byte].encode() for byte in range(256)] + ["ĠĠ".encode()]
    tokens = [*(token.encode() for token in SPECIAL_TOKENS), *plain]
    types = [TokenType.CONTROL] * len(SPECIAL_TOKENS) + [TokenType.NORMAL] * len(plain)
    written = tuple(len(SPECIAL_TOKENS) + ord(char) for char in WRITTEN)
    return Vocabulary(tuple(tokens), tuple(types), (0.0,) * len(tokens), written)


def _gpt2_bytes() -> dict[int, str]:
    """`bytes_to_unicode` of OpenAI's GPT-2 encoder: printable bytes stand for themselves."""
    kept = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in kept]
    return {byte: chr(byte) for byte in kept} | {byte: chr(256 + n) for n, byte in enumerate(others)}


def _llama_vocabulary() -> Vocabulary:
    """Bytes as SentencePiece's byte fallback, then the characters of WRITTEN as tokens of their own."""
    plain = [("▁" if char == " " else char).encode() for char in WRITTEN]
    tokens = [
        *(token.encode() for token in SPECIAL_TOKENS),
        *(b"<0x%02X>" % byte for byte in range(256)),
        *plain,
    ]
    types = (
        [TokenType.CONTROL] * len(SPECIAL_TOKENS) + [TokenType.BYTE] * 256 + [TokenType.NORMAL] * len(plain)
    )
    first = len(tokens) - len(plain)
    scores = (0.0,) * first + tuple(-float(n) for n in range(len(plain)))
    return Vocabulary(tuple(tokens), tuple(types), scores, tuple(range(first, len(tokens))))


def _weights(shape: Shape, vocabulary: Vocabulary, reply: str, tokenizer: str, seed: int) -> dict[str, Array]:
    """Dimension 0 is the bias: each token starts with the same value there and no layer changes it."""
    random = np.random.default_rng(seed)
    width, count = shape.width, len(vocabulary.tokens)
    embedded = _normal(random, (count, width))
    embedded[:, 0] = 4.0
    output = _normal(random, (count, width))
    output[:, 0] = -200.0
    output[list(vocabulary.written), 0] = 0.0
    noise = 0.3
    if reply:
        noise = 0.01
        _chain(embedded, output, vocabulary, reply, tokenizer)
    weights = {
        "token_embd.weight": embedded,
        "output_norm.weight": np.ones(width, np.float32),
        "output.weight": output,
    }
    for layer in range(shape.layers):
        weights |= _layer_weights(random, f"blk.{layer}", shape, noise)
    return weights


def _chain(embedded: Array, output: Array, vocabulary: Vocabulary, reply: str, tokenizer: str) -> None:
    """Makes each token of the reply the likeliest after the one before; the first follows a line break."""
    ids = [vocabulary.written[WRITTEN.index(char)] for char in reply]
    if len(set(ids)) != len(ids):
        raise ValueError(f"a reply has each character at most once: {reply!r}")
    line_break = len(SPECIAL_TOKENS) + ord("\n")
    output[:, 1:] = 0.0
    for before, after in zip([line_break, *ids], [*ids, EOS], strict=True):
        output[after, 1:] = 4 * embedded[before, 1:]
    output[EOS, 0] = 0.0


def _layer_weights(random: np.random.Generator, prefix: str, shape: Shape, noise: float) -> dict[str, Array]:
    width, hidden = shape.width, shape.hidden
    sizes = {
        "attn_q": (width, width),
        "attn_k": (width, width),
        "attn_v": (width, width),
        "attn_output": (width, width),
        "ffn_gate": (hidden, width),
        "ffn_up": (hidden, width),
        "ffn_down": (width, hidden),
    }
    weights = {f"{prefix}.{name}.weight": noise * _normal(random, size) for name, size in sizes.items()}
    for name in ("attn_output", "ffn_down"):
        weights[f"{prefix}.{name}.weight"][0] = 0.0
    ones = np.ones(width, np.float32)
    return {f"{prefix}.attn_norm.weight": ones, f"{prefix}.ffn_norm.weight": ones, **weights}


def _adapter_weights(
    shape: Shape, rank: int, strength: float, adapted: Sequence[str], seed: int
) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    weights: dict[str, Array] = {}
    for layer in range(shape.layers):
        for name in adapted:
            narrow = shape.hidden if name == "ffn_down" else shape.width
            wide = shape.hidden if name in ("ffn_up", "ffn_gate") else shape.width
            tensor = f"blk.{layer}.{name}.weight"
            weights[f"{tensor}.lora_a"] = strength * _normal(random, (rank, narrow))
            weights[f"{tensor}.lora_b"] = strength * _normal(random, (wide, rank))
            weights[f"{tensor}.lora_b"][0] = 0.0  # the bias stays, see _weights
    return weights


def _normal(random: np.random.Generator, size: tuple[int, ...]) -> Array:
    return random.standard_normal(size).astype(np.float32)
