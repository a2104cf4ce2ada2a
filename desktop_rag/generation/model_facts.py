"""What a model's or an adapter's header says, and whether it can be used here.

Shelf child and chat child, main thread; pure.

llama.cpp asserts on some of what is refused here, and an assertion ends the whole process; and what it does
report, it reports to a log, in words for its developers.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.errors import AdapterMismatch, AdapterUnusable, ModelUnsupported
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.generation.copied_weights import OUTPUT, WORDS
from desktop_rag.generation.gguf_header import ArrayInfo, Header, TensorInfo
from desktop_rag.generation.gguf_types import FILE_TYPES, GUESSED_FILE_TYPE, tensor_type_name
from desktop_rag.generation.licence_names import licence
from desktop_rag.generation.model_shape import model_shape, parameter_count

MAX_CONTEXT_TOKENS = 1 << 32
MAX_SHOWN_CHARS = 100
MAX_RANK = 1 << 16
MAX_ALPHA = 1e9
NO_WEIGHTS = (
    "This file holds only the vocabulary of a model, without the model itself.",
    "Choose the full model file; it is much larger.",
)
NO_VOCABULARY = "This model brings no vocabulary, so that no text can be given to it."

_A, _B = ".lora_a", ".lora_b"
_EMBEDS = (
    "This model turns text into numbers for searching; it cannot write answers.",
    "Choose a chat model; models for searching are chosen in the search settings.",
)
_SEES = (
    "This file only sees pictures: it is the picture part of a model.",
    "Choose the model it belongs to.",
)
_DRAWS = ("This model makes pictures or films; it cannot write answers.", "")
_DIFFUSES = ("This model writes by diffusion, which is not supported here.", "")
_REWRITES = ("This model only rewrites one text into another (T5); it cannot hold a conversation.", "")
_SPEAKS = ("This model makes sound; it cannot write answers.", "")
_STEERS = ("This is a control vector, not a model.", "")
# Names as llama.cpp (MODEL_ARCH_NAMES of the gguf package 0.19) and the picture programs give them.
EMBEDS: frozenset[str] = frozenset(
    "bert modern-bert nomic-bert nomic-bert-moe neo-bert jina-bert-v2 jina-bert-v3 eurobert t5encoder "
    "gemma-embedding llama-embed".split()
)
_REFUSED = {
    **dict.fromkeys(EMBEDS, _EMBEDS),
    **dict.fromkeys(["clip", "mmproj"], _SEES),
    **dict.fromkeys(
        "flux sd1 sdxl sd3 aura hidream cosmos ltxv hyvid wan lumina2 qwen_image z_image pixart".split(),
        _DRAWS,
    ),
    **dict.fromkeys(["dream", "llada", "llada-moe", "rnd1"], _DIFFUSES),
    "t5": _REWRITES,
    "wavtokenizer-dec": _SPEAKS,
    "controlvector": _STEERS,
}
_OTHER_TYPES = frozenset(["adapter", "mmproj", "imatrix"])


def model_facts(header: Header, path: Path) -> ModelFacts:
    """For a header that `check_model` has passed."""
    architecture = header.text("general.architecture")
    context = header.number(f"{architecture}.context_length")
    return ModelFacts(
        path=path,
        name=header.title,
        architecture=shown(architecture),
        parameters=parameter_count(header),
        quantisation=quantisation(header),
        size_bytes=header.size_bytes,
        trained_context_tokens=context if 0 < context <= MAX_CONTEXT_TOKENS else 0,
        has_template=bool(header.text("tokenizer.chat_template").strip()),
        licence=licence(header),
        shape=model_shape(header),
        parts=header.parts,
    )


def adapter_facts(header: Header, path: Path) -> AdapterFacts:
    """For a header that `check_lora` has passed. `rank` is the largest of all pairs."""
    return AdapterFacts(
        path=path,
        name=header.title,
        architecture=shown(header.text("general.architecture")),
        base_name=shown(_base_name(header)),
        rank=max((pair.rank for pair in _pairs(header)), default=0),
        alpha=_alpha(header),
        size_bytes=header.size_bytes,
        licence=licence(header),
    )


def check_model(header: Header) -> None:
    """Raises ModelUnsupported for what llama.cpp may load but cannot converse with here."""
    if is_adapter(header):
        raise ModelUnsupported(
            "This is a LoRA adapter, not a model.",
            hint="Choose the model it was made for, then add it as an adapter.",
        )
    if header.text("general.type") == "imatrix":
        raise ModelUnsupported("These are notes for making smaller models (imatrix), not a model.")
    architecture = header.text("general.architecture")
    if not architecture:
        raise ModelUnsupported("This file does not say what kind of model it holds.")
    _check_architecture(header, architecture)
    if not header.tensors:
        raise ModelUnsupported(NO_WEIGHTS[0], hint=NO_WEIGHTS[1])
    if not has_vocabulary(header):
        raise ModelUnsupported(NO_VOCABULARY)


def has_vocabulary(header: Header) -> bool:
    return isinstance(header.metadata.get("tokenizer.ggml.tokens"), ArrayInfo | tuple)


def check_lora(adapter: Header) -> None:
    """Raises AdapterUnusable if it is no LoRA adapter that can be used with any model."""
    _check_is_lora(adapter)
    ranks = [pair.rank for pair in _pairs(adapter)]
    if not ranks:
        raise AdapterUnusable("This adapter is empty: it changes nothing.")
    if max(ranks) > MAX_RANK:
        raise AdapterUnusable(
            "This adapter is damaged: its sizes make no sense.", detail=f"rank {max(ranks)}"
        )


def check_adapter(adapter: Header, base: Header) -> None:
    """Raises AdapterUnusable if it is no LoRA adapter at all, AdapterMismatch if it is for another model.

    The rules are those of llama.cpp's llama-adapter.cpp, and those its graph relies on without checking.
    """
    check_lora(adapter)
    ours, theirs = adapter.text("general.architecture"), base.text("general.architecture")
    if ours != theirs:
        kinds = f"it is for models of the kind “{ours}”, this one is of the kind “{theirs}”"
        raise _mismatch(adapter, base, kinds, "")
    tensors = {tensor.name: tensor for tensor in base.tensors}
    for pair in _pairs(adapter):
        tensor = tensors.get(pair.name)
        if tensor is None:
            raise _mismatch(adapter, base, "it changes a part that this model does not have", pair.name)
        if not pair.fits(tensor):
            detail = f"{pair.name} {tensor.shape}: {pair.a.shape}, {pair.b.shape}"
            raise _mismatch(adapter, base, "the sizes differ", detail)
        if pair.name == WORDS and OUTPUT not in tensors:  # llama.cpp 0.3.36 aborts: the table has both uses
            raise AdapterUnusable(
                "This adapter changes the model's word table, which this model also writes with.",
                hint="Look for an adapter that leaves the word table (embed_tokens) alone.",
            )


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two matrices for the tensor `name`; their shapes as GGUF orders them."""

    name: str
    a: TensorInfo
    b: TensorInfo

    @property
    def rank(self) -> int:
        return self.b.shape[0]

    def fits(self, tensor: TensorInfo) -> bool:
        """For a table of embeddings, of which rows are taken, `a` is stored the other way round."""
        base, a, b = _four(tensor), _four(self.a), _four(self.b)
        if "token_embd.weight" in self.name:
            return base[:2] == (b[1], a[1]) and a[0] == b[0]
        return base[:2] == (a[0], b[1]) and a[1] == b[0] and base[2:] == a[2:] == b[2:]


def _pairs(adapter: Header) -> Iterator[_Pair]:
    """Raises AdapterUnusable for a tensor that is none of a pair; norms are passed over as llama.cpp does."""
    halves = {tensor.name: tensor for tensor in adapter.tensors if not tensor.name.endswith("_norm.weight")}
    for name, tensor in halves.items():
        stem = name.removesuffix(_A).removesuffix(_B)
        if stem == name or stem + _A not in halves or stem + _B not in halves:
            raise AdapterUnusable(
                "This adapter is incomplete or of a kind that is not supported.", detail=name
            )
        if name.endswith(_A):
            yield _Pair(stem, tensor, halves[stem + _B])


def _check_is_lora(adapter: Header) -> None:
    if not is_adapter(adapter):
        raise AdapterUnusable("This is a whole model, not an adapter.", hint="Add it as a model instead.")
    kind = adapter.text("adapter.type")
    if kind != "lora":
        raise AdapterUnusable(
            "This adapter is not a LoRA adapter, the only kind that is supported.",
            detail=f"adapter.type {kind!r}",
        )
    if "adapter.alora.invocation_tokens" in adapter.metadata:
        raise AdapterUnusable(
            "This adapter only acts after certain words (activated LoRA), which is not supported.",
            hint="Look for the plain LoRA of the same adapter.",
        )
    if not abs(_alpha(adapter)) <= MAX_ALPHA:  # not a number is not
        raise AdapterUnusable("This adapter is damaged: its strength is not a number.")


def is_plain(header: Header) -> bool:
    """Whether the file holds a language model that writes or embeds: none of the others that come as GGUF."""
    refused = _REFUSED.get(header.text("general.architecture"), _EMBEDS)
    return refused is _EMBEDS and header.text("general.type") not in _OTHER_TYPES


def _check_architecture(header: Header, architecture: str) -> None:
    refused = _REFUSED.get(architecture)
    if refused is None and header.text("general.type") == "mmproj":
        refused = _SEES
    if refused is None and only_embeds(header, architecture):
        refused = _EMBEDS
    if refused is not None:
        raise ModelUnsupported(refused[0], hint=refused[1], detail=f"architecture {architecture}")


def only_embeds(header: Header, architecture: str) -> bool:
    """A way of pooling (1 to 4) is written for embedders and rerankers made from language models."""
    causal = header.metadata.get(f"{architecture}.attention.causal", True)
    return not causal or header.number(f"{architecture}.pooling_type") > 0


def is_adapter(header: Header) -> bool:
    return header.text("general.type") == "adapter" or "adapter.type" in header.metadata


def _alpha(header: Header) -> float:
    alpha = header.metadata.get("adapter.lora.alpha", 0.0)
    return float(alpha) if isinstance(alpha, int | float) else math.nan


def _base_name(header: Header) -> str:
    name = header.text("general.base_model.0.name") or header.text("general.base_model.0.repo_url")
    return " ".join(name.rstrip("/").rpartition("/")[2].split())


def shown(text: str) -> str:
    """A short word from a stranger's file as one printable line."""
    printable = "".join(char if char.isprintable() else " " for char in text[:MAX_SHOWN_CHARS])
    return " ".join(printable.split())


def quantisation(header: Header) -> str:
    """What the file says, or the type that most weights have."""
    said = header.metadata.get("general.file_type")
    if isinstance(said, int) and said & ~GUESSED_FILE_TYPE in FILE_TYPES:
        return FILE_TYPES[said & ~GUESSED_FILE_TYPE]
    weights: Counter[int] = Counter()
    for tensor in header.tensors:
        weights[tensor.type] += tensor.values
    return tensor_type_name(weights.most_common(1)[0][0]) if weights else ""


def _four(tensor: TensorInfo) -> tuple[int, ...]:
    return (*tensor.shape, 1, 1, 1)[:4]


def _mismatch(adapter: Header, base: Header, why: str, detail: str) -> AdapterMismatch:
    made_for = _base_name(adapter)
    hint = f"It was made for {made_for}. Choose that model, or another adapter." if made_for else ""
    message = f"The adapter “{adapter.title}” does not fit the model “{base.title}”: {why}."
    return AdapterMismatch(message, hint=hint, detail=detail)
