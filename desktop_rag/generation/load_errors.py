"""Why llama.cpp did not load something, told from what it logged. Chat child, any thread."""

import re
import threading

import llama_cpp

from desktop_rag.domain.errors import ModelDamaged, ModelError, ModelOutOfMemory, ModelUnsupported

KEPT_CHARS = 4096
WARNING, ERROR, CONTINUED = 3, 4, 5
"""Levels of ggml's log as ggml.h numbers them (the binding's own table is of an older one); a line that is
continued has the level of the one before."""

OUT_OF_MEMORY = re.compile(
    r"unable to allocate|failed to allocate|cannot allocate|out of memory|bad_alloc|malloc failed"
    r"|alloc\w* \w*buffer failed|failed to (mmap|reserve)",
    re.IGNORECASE,
)
UNKNOWN_KIND = re.compile(r"unknown model architecture: '([^']*)'")
UNKNOWN_WORDS = re.compile(
    r"unknown (pre-)?tokenizer|cannot find tokenizer|unsupported tokenizer", re.IGNORECASE
)
DAMAGED = re.compile(
    r"missing tensor|wrong number of tensors|wrong shape|corrupt|incomplete|not within the file"
    r"|failed to read|invalid magic|tensor '[^']*' (not found|has invalid)|key not found",
    re.IGNORECASE,
)


class NativeLog:
    """The last warnings and errors of llama.cpp. Only one can listen, for the whole life of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._text = ""
        self._is_kept = False
        self._callback = llama_cpp.llama_log_callback(self._take)
        llama_cpp.llama_log_set(self._callback, None)

    @property
    def text(self) -> str:
        with self._lock:
            return self._text

    def clear(self) -> None:
        with self._lock:
            self._text = ""

    def _take(self, level: int, untrusted_text: bytes, _data: object) -> None:
        with self._lock:
            if level != CONTINUED:
                self._is_kept = level in (WARNING, ERROR)
            if self._is_kept:
                self._text = (self._text + untrusted_text.decode("utf-8", "replace"))[-KEPT_CHARS:]


def load_failure(log: str) -> ModelError:
    """The reason in plain words; the log itself goes into `detail`."""
    kind = UNKNOWN_KIND.search(log)
    if kind:
        return ModelUnsupported(
            f"This model is of a kind ({_plain(kind[1])}) that this program does not know.",
            hint="Choose another model, or a newer version of Desktop RAG.",
            detail=log,
        )
    if OUT_OF_MEMORY.search(log):
        return ModelOutOfMemory(detail=log)
    if UNKNOWN_WORDS.search(log):
        return ModelUnsupported(
            "This model splits words in a way that this program does not know.", detail=log
        )
    if DAMAGED.search(log):
        return ModelDamaged("This model file is incomplete or damaged.", detail=log)
    return ModelUnsupported("This model could not be loaded.", detail=log)


def _plain(untrusted_name: str) -> str:
    return re.sub(r"[^\w.-]+", " ", untrusted_name)[:40].strip() or "unnamed"
