"""Opens a GGUF model with llama.cpp. Chat child, main thread."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import llama_cpp
import psutil

from desktop_rag.domain.errors import Cancelled, ModelError, ModelOutOfMemory, ModelUnsupported
from desktop_rag.domain.fit import usual_context
from desktop_rag.generation.copied_weights import is_copied
from desktop_rag.generation.gguf_header import Header
from desktop_rag.generation.load_errors import NativeLog, load_failure
from desktop_rag.generation.memory import BATCH_TOKENS, BATCH_TOKENS_WITHOUT_GPU

BYTES_PER_THREAD = 32 * 1024**2
"""A few milliseconds of work for each token."""
SEQUENCES = 2
"""What the model answers, and an aside."""


@dataclass(frozen=True, slots=True)
class NativeModel:
    """Pointers of llama.cpp; whoever opened it closes it. `context_tokens` is all that prompt and answer
    may have together."""

    model: llama_cpp.llama_model_p
    context: llama_cpp.llama_context_p
    context_tokens: int
    gpu_layers: int

    def close(self) -> None:
        llama_cpp.llama_free(self.context)
        llama_cpp.llama_model_free(self.model)


def open_model(
    path: Path,
    header: Header,
    context_tokens: int | None,
    gpu_layers: int,
    on_progress: Callable[[float], None],
    stopped: Callable[[], bool],
    log: NativeLog,
) -> NativeModel:
    """Maps or reads the file and makes a context. `on_progress` hears the share that is loaded (0–1).

    Raises `ModelError` with the reason, or `Cancelled`.
    """
    log.clear()
    layers = gpu_layers if llama_cpp.llama_supports_gpu_offload() else 0
    mapped = bool(layers) or not is_copied(header.tensors)
    model = _load(path, mapped, layers, on_progress, stopped, log)
    try:
        _check(model)
        wanted = usual_context(llama_cpp.llama_model_n_ctx_train(model), context_tokens)
        context = _context(model, wanted, BATCH_TOKENS if layers else BATCH_TOKENS_WITHOUT_GPU, log)
        if stopped():
            llama_cpp.llama_free(context)
            raise Cancelled
    except (ModelError, Cancelled):
        llama_cpp.llama_model_free(model)
        raise
    # llama.cpp rounds the context up; the trained limit is what the model can still make sense of.
    tokens = min(wanted, llama_cpp.llama_n_ctx(context))
    if layers < 0:
        layers = llama_cpp.llama_model_n_layer(model) + 1
    return NativeModel(model, context, tokens, layers)


def _load(
    path: Path,
    mapped: bool,
    layers: int,
    on_progress: Callable[[float], None],
    stopped: Callable[[], bool],
    log: NativeLog,
) -> llama_cpp.llama_model_p:
    def goes_on(share: float, _data: object) -> bool:
        on_progress(share)
        return not stopped()

    callback = llama_cpp.llama_progress_callback(goes_on)
    parameters = llama_cpp.llama_model_default_params()
    parameters.load_mode = llama_cpp.LLAMA_LOAD_MODE_MMAP if mapped else llama_cpp.LLAMA_LOAD_MODE_NONE
    parameters.n_gpu_layers = layers
    parameters.progress_callback = callback
    model: llama_cpp.llama_model_p | None
    model = llama_cpp.llama_model_load_from_file(os.fsencode(path), parameters)
    if model is not None:
        return model
    raise Cancelled if stopped() else load_failure(log.text)


def _check(model: llama_cpp.llama_model_p) -> None:
    if llama_cpp.llama_model_has_encoder(model) or not llama_cpp.llama_model_has_decoder(model):
        raise ModelUnsupported("This model reads text but does not write it as a chat model does.")
    if llama_cpp.llama_model_is_diffusion(model):
        raise ModelUnsupported("This model writes in a way (diffusion) that this program does not know.")


def _context(
    model: llama_cpp.llama_model_p, tokens: int, batch_tokens: int, log: NativeLog
) -> llama_cpp.llama_context_p:
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = tokens
    parameters.n_seq_max, parameters.kv_unified = SEQUENCES, True
    parameters.n_batch = parameters.n_ubatch = batch_tokens
    parameters.n_threads = parameters.n_threads_batch = threads_for(llama_cpp.llama_model_size(model))
    context: llama_cpp.llama_context_p | None
    context = llama_cpp.llama_init_from_model(model, parameters)
    if context is None:
        raise ModelOutOfMemory(
            f"There is not enough memory to read {tokens:,} tokens at once with this model.", detail=log.text
        )
    return context


def threads_for(model_bytes: int) -> int:
    """As many as there are cores, but not more than this process may use, nor than its weights keep busy.

    Threads wait for each other dozens of times a token: beside a program that kept both cores busy, a model
    of 0.4 MB wrote a token in 230 ms with two threads, and in 0.1 ms with one.
    """
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 2
    if sys.platform == "linux":
        cores = min(cores, len(os.sched_getaffinity(0)))
    return max(1, min(cores, model_bytes // BYTES_PER_THREAD))
