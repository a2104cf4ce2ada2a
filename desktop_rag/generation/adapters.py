"""LoRA adapters, switched on a loaded model without loading it again. Chat child, main thread.

`llama_adapter_lora_init` reads an adapter's file once; `llama_set_adapters_lora` then switches within a
millisecond, any number at once, each with its scale. The model frees them when it is freed.
"""

import ctypes
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import llama_cpp

from desktop_rag.domain.chat import Adapter
from desktop_rag.domain.errors import AdapterUnusable, ModelError, ModelOutOfMemory
from desktop_rag.generation.gguf_header import Header, read_header
from desktop_rag.generation.load_errors import NativeLog, load_failure
from desktop_rag.generation.model_facts import check_adapter


@dataclass(frozen=True, slots=True)
class _File:
    """One version of an adapter's file: written anew, it is another adapter."""

    path: Path
    size_bytes: int
    modified_ns: int


class AdapterSwitch:
    """The adapters of one loaded model. `on_change` is called for each switch, since the memory of what was
    read depends on them."""

    def __init__(
        self,
        model: llama_cpp.llama_model_p,
        context: llama_cpp.llama_context_p,
        base: Header,
        log: NativeLog,
        on_change: Callable[[], None],
    ) -> None:
        self._model, self._context, self._base, self._log = model, context, base, log
        self._on_change = on_change
        self._loaded: dict[_File, llama_cpp.llama_adapter_lora_p] = {}
        self._current: tuple[tuple[_File, float], ...] = ()

    def switch(self, adapters: Sequence[Adapter]) -> None:
        """Has exactly these adapters on; nothing is done when they already are.

        Raises `AdapterUnusable`, `AdapterMismatch` or `ModelOutOfMemory`, and leaves the ones on that were.
        """
        wanted = tuple((_file(adapter.path), adapter.scale) for adapter in adapters if adapter.scale != 0)
        if wanted == self._current:
            return
        pointers = [self._pointer(file) for file, _scale in wanted]
        count = len(pointers)
        array = (llama_cpp.llama_adapter_lora_p_ctypes * count)(*pointers)  # type: ignore[misc]  # typed otherwise than it is
        scales = (ctypes.c_float * count)(*(scale for _file, scale in wanted))
        if llama_cpp.llama_set_adapters_lora(self._context, array, count, scales) != 0:
            raise AdapterUnusable("This adapter could not be switched on.")
        self._current = wanted
        self._on_change()

    def _pointer(self, file: _File) -> llama_cpp.llama_adapter_lora_p:
        if file not in self._loaded:
            self._loaded[file] = self._load(file.path)
        return self._loaded[file]

    def _load(self, path: Path) -> llama_cpp.llama_adapter_lora_p:
        """The header is checked first: what does not fit would end the whole process in llama.cpp."""
        check_adapter(_header(path), self._base)
        self._log.clear()
        pointer: llama_cpp.llama_adapter_lora_p | None = llama_cpp.llama_adapter_lora_init(
            self._model, os.fsencode(path)
        )
        if not pointer:
            failure = load_failure(self._log.text)
            if isinstance(failure, ModelOutOfMemory):
                raise failure
            raise AdapterUnusable(f"The adapter {path.name} could not be loaded.", detail=failure.detail)
        return pointer


def _file(path: Path) -> _File:
    try:
        status = path.stat()
    except OSError as error:
        raise AdapterUnusable(
            f"The adapter {path.name} is not there.",
            hint="Reconnect the drive it is on, or choose another adapter.",
        ) from error
    return _File(path, status.st_size, status.st_mtime_ns)


def _header(path: Path) -> Header:
    """Raises `AdapterUnusable` for what is said of models elsewhere."""
    try:
        return read_header(path)
    except AdapterUnusable:
        raise
    except ModelError as error:
        raise AdapterUnusable(f"The adapter {path.name} cannot be used. {error.message}") from error
