"""Opens a GGUF embedder with llama.cpp. Embed child, main thread."""

import contextlib
import ctypes
import os
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import llama_cpp

from desktop_rag.domain.embedder import Pooling
from desktop_rag.domain.errors import (
    EmbedderUnusable,
    ModelDamaged,
    ModelError,
    ModelMissing,
    ModelOutOfMemory,
)
from desktop_rag.domain.load_failures import load_failure
from desktop_rag.embedding.encoder import MAX_TOKENS_AT_ONCE

SEQUENCES = 16
"""The most texts that are computed at once."""
USUAL_TOKENS = 512
"""What a model reads that does not tell."""
BYTES_PER_THREAD = 4 * 1024**2
"""Threads wait for each other at every matrix: below this they cost more than they bring."""
KEPT_LINES = 40
POOLINGS = {
    Pooling.MEAN: llama_cpp.LLAMA_POOLING_TYPE_MEAN,
    Pooling.CLS: llama_cpp.LLAMA_POOLING_TYPE_CLS,
    Pooling.LAST: llama_cpp.LLAMA_POOLING_TYPE_LAST,
}


@contextlib.contextmanager
def kept_log() -> Iterator[deque[str]]:
    """The last lines that llama.cpp writes inside; after that it writes to standard error again, whose end is
    told when the child is lost."""
    lines: deque[str] = deque(maxlen=KEPT_LINES)

    def take(_level: int, untrusted_text: bytes, _data: object) -> None:
        lines.append(untrusted_text.decode("utf-8", "replace"))

    callback = llama_cpp.llama_log_callback(take)
    llama_cpp.llama_log_set(callback, None)
    try:
        yield lines
    finally:
        llama_cpp.llama_log_set(llama_cpp.llama_log_callback(), None)


@dataclass(frozen=True, slots=True)
class NativeEmbedder:
    """Pointers of llama.cpp; whoever opened it closes it. `limit_tokens` is the longest sequence, special
    tokens included; `batch_tokens` the most that is computed at once."""

    model: llama_cpp.llama_model_p
    context: llama_cpp.llama_context_p
    pooling: Pooling
    limit_tokens: int
    batch_tokens: int

    @property
    def dimension(self) -> int:
        width: int = llama_cpp.llama_model_n_embd_out(self.model)
        return width

    @property
    def name(self) -> str:
        """As the file calls itself; empty if it does not."""
        return _metadata(self.model, b"general.name")

    def close(self) -> None:
        llama_cpp.llama_free(self.context)
        llama_cpp.llama_model_free(self.model)


def open_embedder(path: Path, pooling: Pooling | None, batch_tokens: int, threads: int) -> NativeEmbedder:
    """Maps the file and makes a context. `pooling` None is as the file says, else mean.

    Raises `ModelMissing`, `ModelDamaged`, `ModelOutOfMemory` or `EmbedderUnusable`.
    """
    _check_file(path)
    with kept_log() as log:
        model = _load(path, log)
        try:
            return _opened(model, pooling, batch_tokens, threads, log)
        except ModelError:
            llama_cpp.llama_model_free(model)
            raise


def _opened(
    model: llama_cpp.llama_model_p,
    pooling: Pooling | None,
    batch_tokens: int,
    threads: int,
    log: deque[str],
) -> NativeEmbedder:
    _check(model)
    stated = _stated_pooling(model)
    chosen = pooling or stated
    trained: int = llama_cpp.llama_model_n_ctx_train(model)
    limit = min(trained if trained > 0 else USUAL_TOKENS, MAX_TOKENS_AT_ONCE)
    tokens = max(batch_tokens, limit)
    context = _context(model, chosen, tokens, threads, log)
    return NativeEmbedder(model, context, chosen, limit, tokens)


def _check_file(path: Path) -> None:
    """llama.cpp says of each of these no more than that it failed."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ModelMissing(detail=f"{path}: {error}") from error
    if head != b"GGUF":
        raise ModelDamaged("This is not a GGUF file.")


def _load(path: Path, log: deque[str]) -> llama_cpp.llama_model_p:
    parameters = llama_cpp.llama_model_default_params()
    parameters.load_mode = llama_cpp.LLAMA_LOAD_MODE_MMAP
    parameters.n_gpu_layers = 0  # the chat child's model has the better use for a GPU's memory
    model: llama_cpp.llama_model_p | None
    model = llama_cpp.llama_model_load_from_file(os.fsencode(path), parameters)
    if model is None:
        raise load_failure("".join(log), EmbedderUnusable, "another one")
    return model


def _check(model: llama_cpp.llama_model_p) -> None:
    vocabulary = llama_cpp.llama_model_get_vocab(model)
    has_words = vocabulary is not None and llama_cpp.llama_vocab_n_tokens(vocabulary) > 0
    if not has_words or llama_cpp.llama_vocab_type(vocabulary) == llama_cpp.LLAMA_VOCAB_TYPE_NONE:
        raise EmbedderUnusable("This model's file holds no words, so that it cannot read.")
    if llama_cpp.llama_model_has_encoder(model) and llama_cpp.llama_model_has_decoder(model):
        raise EmbedderUnusable(
            "This model rewrites texts (a translator, say). It cannot be used for searching."
        )
    if llama_cpp.llama_model_n_embd_out(model) < 1:
        raise EmbedderUnusable


def _stated_pooling(model: llama_cpp.llama_model_p) -> Pooling:
    """Raises `EmbedderUnusable` for a model that judges pairs of texts (a reranker)."""
    architecture = _metadata(model, b"general.architecture")
    number = _metadata(model, f"{architecture}.pooling_type".encode())
    if number == str(llama_cpp.LLAMA_POOLING_TYPE_RANK):
        raise EmbedderUnusable(
            "This model judges how well a text answers a question (a reranker). It gives no vectors to "
            "search with."
        )
    known = {str(value): pooling for pooling, value in POOLINGS.items()}
    return known.get(number, Pooling.MEAN)


def _context(
    model: llama_cpp.llama_model_p, pooling: Pooling, tokens: int, threads: int, log: deque[str]
) -> llama_cpp.llama_context_p:
    """A model that reads in both directions must have all of a sequence in one computation (`n_ubatch`)."""
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = tokens
    parameters.n_seq_max, parameters.kv_unified = SEQUENCES, True
    parameters.embeddings = True
    parameters.pooling_type = POOLINGS[pooling]
    useful = llama_cpp.llama_model_size(model) // BYTES_PER_THREAD
    parameters.n_threads = parameters.n_threads_batch = max(1, min(threads, useful))
    context: llama_cpp.llama_context_p | None
    context = llama_cpp.llama_init_from_model(model, parameters)
    if context is None:
        raise ModelOutOfMemory("There is not enough memory to search with this model.", detail="".join(log))
    return context


def _metadata(model: llama_cpp.llama_model_p, key: bytes) -> str:
    buffer = ctypes.create_string_buffer(256)
    size = llama_cpp.llama_model_meta_val_str(model, key, buffer, len(buffer))
    text = buffer.value.decode("utf-8", "replace") if size >= 0 else ""
    return re.sub(r"\s+", " ", text).strip()
