"""Why llama.cpp did not load something, told from what it logged. Chat child, any thread."""

import threading

import llama_cpp

from desktop_rag.domain import load_failures
from desktop_rag.domain.errors import ModelError, ModelUnsupported

KEPT_CHARS = 4096
WARNING, ERROR, CONTINUED = 3, 4, 5
"""Levels of ggml's log as ggml.h numbers them (the binding's own table is of an older one); a line that is
continued has the level of the one before."""


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
    """Why an answer model or adapter was not loaded."""
    return load_failures.load_failure(log, ModelUnsupported, "another model")
