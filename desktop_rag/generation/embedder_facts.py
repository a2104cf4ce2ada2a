"""What the header of a GGUF embedder says, and whether it can be searched with. Shelf child; pure."""

from pathlib import Path

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import EmbedderUnusable, ModelUnsupported
from desktop_rag.generation.embedder_families import family_of
from desktop_rag.generation.gguf_header import Header
from desktop_rag.generation.licence_names import licence
from desktop_rag.generation.model_facts import (
    EMBEDS,
    NO_VOCABULARY,
    NO_WEIGHTS,
    has_vocabulary,
    is_plain,
    only_embeds,
    quantisation,
    shown,
)
from desktop_rag.generation.model_shape import parameter_count

MAX_DIMENSION = 1 << 16
MAX_CONTEXT_TOKENS = 1 << 24
RANKS = 4
"""`pooling_type` of a reranker (LLAMA_POOLING_TYPE_RANK)."""
_POOLINGS = {1: Pooling.MEAN, 2: Pooling.CLS, 3: Pooling.LAST}
# RoBERTa's tables of positions begin with two places that no token takes; early conversions counted them.
_CONTEXTS_WITH_OFFSET = {130: 128, 514: 512, 1026: 1024, 4098: 4096, 8194: 8192}
_CLASSIFIES = ("cls.weight", "cls.output.weight")


def is_embedder(header: Header) -> bool:
    """Whether the file is meant to turn texts into vectors (or to rank them), not to write."""
    architecture = header.text("general.architecture")
    return is_plain(header) and (architecture in EMBEDS or only_embeds(header, architecture))


def check_embedder(header: Header) -> None:
    """For a header of which `is_embedder` is true. Raises EmbedderUnusable or ModelUnsupported."""
    if not header.tensors:
        raise ModelUnsupported(NO_WEIGHTS[0], hint=NO_WEIGHTS[1])
    if _ranks(header):
        raise EmbedderUnusable(
            "This model puts passages in order (a reranker); it does not turn texts into numbers.",
            hint="Choose a search model. Rerankers are not used here.",
        )
    if not has_vocabulary(header):
        raise EmbedderUnusable(NO_VOCABULARY)
    if not _dimension(header) or not _max_tokens(header):
        raise EmbedderUnusable("This file does not say how large the model is that it holds.")


def embedder_facts(header: Header, path: Path) -> EmbedderFacts:
    """For a header that `check_embedder` has passed. What it does not say is filled in from the family that
    its name belongs to."""
    architecture = header.text("general.architecture")
    family = family_of(_names(header, path), architecture)
    pooling = _POOLINGS.get(header.number(f"{architecture}.pooling_type"))
    return EmbedderFacts(
        kind=EmbedderKind.GGUF,
        path=path,
        name=header.title,
        architecture=shown(architecture),
        parameters=parameter_count(header),
        quantisation=quantisation(header),
        size_bytes=header.size_bytes,
        dimension=_dimension(header),
        max_tokens=_max_tokens(header),
        pooling=pooling or (family.pooling if family else None),
        question_prefix=family.question_prefix if family else "",
        passage_prefix=family.passage_prefix if family else "",
        licence=licence(header),
    )


def _names(header: Header, path: Path) -> list[str]:
    keys = ("general.name", "general.basename", "general.base_model.0.name")
    return [shown(header.text(key)) for key in keys] + [path.stem]


def _ranks(header: Header) -> bool:
    """Also a classifier without a stated pooling: conversions of cross-encoders of early 2025."""
    architecture = header.text("general.architecture")
    pooling = header.number(f"{architecture}.pooling_type")
    if pooling in _POOLINGS:
        return False
    return pooling == RANKS or any(tensor.name in _CLASSIFIES for tensor in header.tensors)


def _dimension(header: Header) -> int:
    """Of the vectors that come out: behind the dense layers that some models end with (EmbeddingGemma)."""
    architecture = header.text("general.architecture")
    tensors = {tensor.name: tensor for tensor in header.tensors}
    for name in ("dense_3.weight", "dense_2.weight"):
        if name in tensors and len(tensors[name].shape) > 1:
            return _bounded(tensors[name].shape[1], MAX_DIMENSION)
    out = header.number(f"{architecture}.embedding_length_out")
    return _bounded(out or header.number(f"{architecture}.embedding_length"), MAX_DIMENSION)


def _max_tokens(header: Header) -> int:
    """Never more than there are learned positions: llama.cpp would read beyond their table."""
    architecture = header.text("general.architecture")
    tokens = _bounded(header.number(f"{architecture}.context_length"), MAX_CONTEXT_TOKENS)
    for tensor in header.tensors:
        if tensor.name == "position_embd.weight" and len(tensor.shape) > 1:
            tokens = min(tokens, tensor.shape[1])
    return _CONTEXTS_WITH_OFFSET.get(tokens, tokens)


def _bounded(number: int, highest: int) -> int:
    return number if 0 < number <= highest else 0
