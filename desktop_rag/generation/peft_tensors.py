"""Reads matrices out of a safetensors file, one at a time. Converter child, main thread.

The file comes from strangers. Its layout is simple (eight bytes of length, a JSON header, the numbers), and
the library would map the whole file and cannot give bfloat16 to numpy; so it is read here, and nothing in it
is trusted: the header is bounded, each matrix has the bytes that its shape wants, and together they fill the
file without a gap or an overlap, as the format demands.
"""

import contextlib
import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from desktop_rag.domain.errors import AdapterUnusable, ModelMissing

MAX_HEADER_BYTES = 16 << 20
MAX_TENSORS = 1 << 16
MAX_BRACKETS = 4 * MAX_TENSORS
"""Lists and objects in the header, counted before it is decoded; an entry has three."""
MAX_TENSOR_BYTES = 1 << 30
MAX_NAME_CHARS = 500
MAX_DIMENSIONS = 8

_BYTES = {"F32": 4, "F16": 2, "BF16": 2}
_LENGTH = struct.Struct("<Q")

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """`shape` as PyTorch orders it (rows first); `begin` and `end` in bytes from the file's beginning."""

    name: str
    kind: str
    shape: tuple[int, ...]
    begin: int
    end: int

    @property
    def size_bytes(self) -> int:
        return self.end - self.begin


class TensorFile:
    """An open safetensors file; used by one thread."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path = file, path
        with _reading(path):
            self.tensors = _tensors(file)

    def read(self, tensor: StoredTensor) -> Matrix:
        """In single precision. Raises `AdapterUnusable` for what is cut off or not finite."""
        with _reading(self._path):
            self._file.seek(tensor.begin)
            content = self._file.read(tensor.size_bytes)
        if len(content) != tensor.size_bytes:
            raise damaged("it was cut while being read")
        values = _single(content, tensor.kind).reshape(tensor.shape)
        if not np.isfinite(values).all():
            raise AdapterUnusable(
                "This adapter is damaged: some of its numbers are none.",
                hint="The training went wrong. Choose an earlier checkpoint of it.",
                detail=tensor.name,
            )
        return values


@contextlib.contextmanager
def open_tensors(path: Path) -> Iterator[TensorFile]:
    """Raises `AdapterUnusable` for a file that makes no sense, `ModelMissing` for one that cannot be read."""
    with _reading(path):
        file = path.open("rb")
    with file:
        yield TensorFile(file, path)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelMissing(
            f"{path.name} cannot be read.",
            hint="Reconnect the drive it is on, or copy the folder to this computer, then try again.",
            detail=f"{path}: {error}",
        ) from error


def damaged(detail: str) -> AdapterUnusable:
    return AdapterUnusable(
        "This adapter is damaged: its file of weights is incomplete or makes no sense.",
        hint="Copy the whole folder again from where it was trained.",
        detail=detail,
    )


def _tensors(file: BinaryIO) -> dict[str, StoredTensor]:
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise damaged("shorter than its first number")
    length: int = _LENGTH.unpack(head)[0]
    if length > MAX_HEADER_BYTES or _LENGTH.size + length > size:
        raise damaged(f"a header of {length} bytes in a file of {size}")
    data_offset = _LENGTH.size + length
    found = [_tensor(name, entry, data_offset) for name, entry in _entries(file.read(length)).items()]
    _check_layout(found, data_offset, size)
    return {tensor.name: tensor for tensor in found}


def _entries(header: bytes) -> dict[str, object]:
    if header.count(b"{") + header.count(b"[") > MAX_BRACKETS:
        raise damaged("too many lists and objects in its header")
    try:
        entries = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise damaged(f"its header is no JSON: {type(error).__name__}") from error
    if not isinstance(entries, dict):
        raise damaged("its header is no object")
    entries.pop("__metadata__", None)
    if len(entries) > MAX_TENSORS:
        raise damaged(f"{len(entries)} tensors")
    return entries


def _tensor(name: str, entry: object, data_offset: int) -> StoredTensor:
    if not isinstance(entry, dict) or len(name) > MAX_NAME_CHARS:
        raise damaged("an entry that is none")
    kind, shape, offsets = entry.get("dtype"), entry.get("shape"), entry.get("data_offsets")
    if not isinstance(kind, str) or kind not in _BYTES:
        raise AdapterUnusable(
            "This adapter is stored in a kind of number that is not supported.",
            hint="Save it again in 16 or 32 bits (float16, bfloat16 or float32).",
            detail=f"{name}: {kind!r}"[:200],
        )
    dimensions, places = _naturals(shape), _naturals(offsets)
    if len(places) != 2 or len(dimensions) > MAX_DIMENSIONS:
        raise damaged(f"{name}: shape or place")
    begin, end = places
    if end - begin != math.prod(dimensions) * _BYTES[kind] or end - begin > MAX_TENSOR_BYTES:
        raise damaged(f"{name}: {end - begin} bytes for {dimensions}")
    return StoredTensor(name, kind, dimensions, data_offset + begin, data_offset + end)


def _naturals(value: object) -> tuple[int, ...]:
    """Raises for anything but a list of whole numbers that a file could hold."""
    items = value if isinstance(value, list) else [None]
    if not all(type(item) is int and 0 <= item < 1 << 62 for item in items):
        raise damaged("a size that is none")
    return tuple(items)


def _check_layout(tensors: list[StoredTensor], data_offset: int, size: int) -> None:
    position = data_offset
    for tensor in sorted(tensors, key=lambda tensor: (tensor.begin, tensor.end)):
        if tensor.begin != position:
            raise damaged(f"{tensor.name} begins at {tensor.begin}, expected {position}")
        position = tensor.end
    if position != size:
        raise damaged(f"{size} bytes, expected {position}")


def _single(content: bytes, kind: str) -> Matrix:
    if kind == "BF16":  # the upper half of a single
        return (np.frombuffer(content, "<u2").astype("<u4") << 16).view(np.float32)
    return np.frombuffer(content, "<f4" if kind == "F32" else "<f2").astype(np.float32)
