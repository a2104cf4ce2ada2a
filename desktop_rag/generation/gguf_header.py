"""Reads what a GGUF file says about itself, without loading it. Shelf and chat child, main thread.

The file comes from strangers: no count or length in it is trusted. Nothing is allocated that the file does
not hold, every loop is bounded, and what ends too early or makes no sense becomes a ModelError with its own
reason. The layout is that of ggml's docs/gguf.md, versions 2 and 3.
"""

import math
import stat
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from desktop_rag.domain.errors import ModelDamaged, ModelError, ModelMissing, ModelUnsupported
from desktop_rag.domain.part_names import MAX_PARTS, PART_NAME
from desktop_rag.domain.sizes import size_text
from desktop_rag.generation.foreign_files import HEAD_BYTES, bad_version, not_gguf
from desktop_rag.generation.gguf_types import row_bytes

MAX_HEADER_BYTES = 128 << 20
"""The largest vocabularies (262,144 tokens) with their merges take about 20 MB."""
MAX_STRINGS = 4 << 20
MAX_STRING_BYTES = 1 << 20
MAX_KEYS = 1 << 16
MAX_TENSORS = 1 << 17
MAX_MODEL_BYTES = 1 << 44
MAX_KEPT_ITEMS = 64
"""Longer arrays, like the vocabulary, are skipped: only their type and length are kept."""
MAX_KEPT_NUMBERS = 1024
"""As MAX_KEPT_ITEMS, for arrays of numbers: one for each layer."""
MAX_KEPT_ITEMS_IN_ALL = 1 << 18
MAX_KEPT_TEXT_BYTES = 16 << 20
"""All texts that are kept, names of keys and tensors included; odd ones take four times that in memory."""
MAX_TENSOR_NAME_BYTES = 256
"""llama.cpp takes 63 (GGML_MAX_NAME)."""
MAX_TITLE_CHARS = 120

_WINDOW_BYTES = 1 << 20
_MAX_DIMENSIONS = 4
_DEFAULT_ALIGNMENT = 32
_STRING, _ARRAY = 8, 9
_SCALARS = {
    number: struct.Struct("<" + code)
    for number, code in {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?"}.items()
} | {10: struct.Struct("<Q"), 11: struct.Struct("<q"), 12: struct.Struct("<d")}
_U32, _U64 = _SCALARS[4], _SCALARS[10]

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class ArrayInfo:
    """An array that was skipped. `item_type` is GGUF's number for the type of its items."""

    item_type: int
    length: int


Value = Scalar | tuple[Scalar, ...] | ArrayInfo


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """`shape` as GGUF orders it (the row length first); `offset` in bytes from its file's data_offset."""

    name: str
    shape: tuple[int, ...]
    type: int
    offset: int

    @property
    def values(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class Header:
    """`title` is the file's general.name, or its file name. Of a split model, `tensors` and `size_bytes` are
    those of all its parts, the rest is the first part's."""

    title: str
    version: int
    metadata: Mapping[str, Value]
    tensors: tuple[TensorInfo, ...]
    data_offset: int
    size_bytes: int

    @property
    def parts(self) -> int:
        """Files that the model consists of."""
        return max(1, self.number("split.count"))

    def text(self, key: str) -> str:
        """The string under `key`, or an empty one."""
        value = self.metadata.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        """The whole number under `key`, or 0."""
        value = self.metadata.get(key)
        return value if isinstance(value, int) else 0


def read_header(path: Path) -> Header:
    """Raises ModelMissing, ModelDamaged or ModelUnsupported, each with its reason and what to do.

    A file that is cut off inside its weights is found out too. For the first part of a split model all parts
    are read.
    """
    header = _read_file(path)
    count = header.number("split.count")
    return header if count <= 1 else _with_parts(path, header, count)


def _with_parts(path: Path, first: Header, count: int) -> Header:
    """llama.cpp starts from the first part and finds the others by their names, in the same folder."""
    name = PART_NAME.fullmatch(path.name)
    if count > MAX_PARTS:
        raise ModelUnsupported(f"This model consists of more parts ({count}) than are read here.")
    if name is None or int(name["count"]) != count:
        raise ModelUnsupported(
            f"This is one of {count} parts of a model, but its file name does not say which.",
            hint=f"Give the parts their names back, which end in -00001-of-{count:05}.gguf and so on.",
        )
    names = [f"{name['stem']}-{number:05}-of-{count:05}.gguf" for number in range(1, count + 1)]
    if first.number("split.no") != 0 or int(name["number"]) != 1:
        part = first.number("split.no") + 1
        raise ModelUnsupported(
            f"This is part {part} of {count} of a model.",
            hint=f"Choose the first part: {names[0]}",
        )
    parts = _other_parts([path.with_name(name) for name in names[1:]], len(first.tensors))
    return replace(
        first,
        tensors=first.tensors + tuple(tensor for part in parts for tensor in part.tensors),
        size_bytes=first.size_bytes + sum(part.size_bytes for part in parts),
    )


def _other_parts(paths: Sequence[Path], tensors: int) -> list[Header]:
    """`tensors` are in the first part."""
    parts = []
    for number, path in enumerate(paths, start=2):
        parts.append(_other_part(path, number, len(paths) + 1))
        tensors += len(parts[-1].tensors)
        if tensors > MAX_TENSORS:
            raise ModelDamaged("This model is damaged: its parts make no sense.", detail=f"{tensors} tensors")
    return parts


def _other_part(path: Path, number: int, count: int) -> Header:
    if not path.exists():
        raise ModelMissing(
            f"Part {number} of {count} of this model is missing: {path.name}",
            hint="Put it into the folder of the other parts, or download it again.",
        )
    part = _read_file(path)
    if (part.number("split.count"), part.number("split.no")) != (count, number - 1):
        raise ModelDamaged(f"{path.name} does not belong to this model.", hint="Download that part again.")
    return part


def _read_file(path: Path) -> Header:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _not_a_file(path)
        with path.open("rb") as file:
            return _Reading(file, path).header()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ModelMissing(f"There is no file {path.name}.", detail=f"{path}: {error}") from error
    except PermissionError as error:
        hint = "Give yourself permission to read it, then try again."
        raise ModelMissing("This file may not be read.", hint=hint, detail=f"{path}: {error}") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        hint = "Reconnect the drive it is on, or copy the file to this computer, then try again."
        raise ModelMissing("This file cannot be read.", hint=hint, detail=f"{path}: {error}") from error


def _not_a_file(path: Path) -> ModelError:
    if path.is_dir():
        return ModelUnsupported(
            "This is a folder, not a model file.", hint="Choose the .gguf file inside it."
        )
    return ModelUnsupported("This is a device or a pipe, not a model file.")


class _Reading:
    """One pass over the header through a window of the file; used once, not shared."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self._path = path
        self._size = file.seek(0, 2)
        self._start = 0
        """Where the window begins in the file."""
        self._at = 0
        """How far the window is read."""
        self._window = b""
        self._strings_left = MAX_STRINGS
        self._items_left = MAX_KEPT_ITEMS_IN_ALL
        self._text_left = MAX_KEPT_TEXT_BYTES

    def header(self) -> Header:
        version = self._version()
        tensor_count, key_count = self._number(_U64), self._number(_U64)
        if tensor_count > MAX_TENSORS or key_count > MAX_KEYS:
            raise self._nonsense(f"{tensor_count} tensors, {key_count} keys")
        metadata = self._metadata(key_count)
        tensors = self._tensors(tensor_count)
        alignment = self._alignment(metadata)
        data_offset = -(-self._position // alignment) * alignment
        self._check_data(tensors, data_offset, alignment)
        title = _title(metadata, self._path)
        return Header(title, version, metadata, tensors, data_offset, self._size)

    def _version(self) -> int:
        if self._size == 0:
            raise ModelDamaged("This file is empty.")
        self._fill(min(HEAD_BYTES, self._size))
        head = self._window[:HEAD_BYTES]
        if not head.startswith(b"GGUF"):
            raise not_gguf(head)
        self._take(4)
        version = self._number(_U32)
        if version not in (2, 3):
            raise bad_version(version)
        return version

    def _metadata(self, count: int) -> dict[str, Value]:
        metadata: dict[str, Value] = {}
        for _ in range(count):
            key = self._string()
            if key in metadata:
                raise self._nonsense(f"{key!r} twice")
            metadata[key] = self._value(self._number(_U32))
        return metadata

    def _value(self, kind: int) -> Value:
        if kind != _ARRAY:
            return self._scalar(kind)
        item_kind, length = self._number(_U32), self._number(_U64)
        if length <= min(MAX_KEPT_ITEMS if item_kind == _STRING else MAX_KEPT_NUMBERS, self._items_left):
            self._items_left -= length
            return tuple(self._scalar(item_kind) for _ in range(length))
        if item_kind == _STRING:
            self._skip_strings(length)
        else:
            self._skip(self._layout(item_kind).size * length)
        return ArrayInfo(item_kind, length)

    def _scalar(self, kind: int) -> Scalar:
        if kind == _STRING:
            return self._string()
        layout = self._layout(kind)
        value: int | float | bool = layout.unpack(self._take(layout.size))[0]
        return value

    def _layout(self, kind: int) -> struct.Struct:
        layout = _SCALARS.get(kind)
        if layout is None:
            raise self._nonsense(f"a value of type {kind}")
        return layout

    def _tensors(self, count: int) -> tuple[TensorInfo, ...]:
        tensors: dict[str, TensorInfo] = {}
        for _ in range(count):
            tensor = self._tensor()
            if tensor.name in tensors:
                raise self._nonsense(f"tensor {tensor.name!r} twice")
            tensors[tensor.name] = tensor
        return tuple(tensors.values())

    def _tensor(self) -> TensorInfo:
        name = self._string(MAX_TENSOR_NAME_BYTES)
        dimensions = self._number(_U32)
        if not 0 < dimensions <= _MAX_DIMENSIONS:
            raise self._nonsense(f"tensor {name!r} with {dimensions} dimensions")
        shape = tuple(self._number(_U64) for _ in range(dimensions))
        if not 0 < math.prod(shape) < 1 << 62:
            raise self._nonsense(f"tensor {name!r} of shape {shape}")
        return TensorInfo(name, shape, self._number(_U32), self._number(_U64))

    def _alignment(self, metadata: Mapping[str, Value]) -> int:
        alignment = metadata.get("general.alignment", _DEFAULT_ALIGNMENT)
        if not isinstance(alignment, int) or alignment <= 0 or alignment & (alignment - 1):
            raise self._nonsense(f"alignment {alignment!r}")
        return alignment

    def _check_data(self, tensors: tuple[TensorInfo, ...], data_offset: int, alignment: int) -> None:
        """Whether the weights are all there; those of an unknown type are taken on trust."""
        end = 0
        for tensor in tensors:
            row = row_bytes(tensor.type, tensor.shape[0])
            if row == -1 or tensor.offset % alignment:
                raise self._nonsense(f"tensor {tensor.name!r} of type {tensor.type} at {tensor.offset}")
            if row is not None:
                end = max(end, data_offset + tensor.offset + tensor.values // tensor.shape[0] * row)
        if end > MAX_MODEL_BYTES:
            raise self._nonsense(f"weights of {end} bytes")
        if end > self._size:
            there, whole = size_text(self._size), size_text(end)
            missing = f"its last {end - self._size} bytes are missing"
            raise self._ended(missing if there == whole else f"{there} of {whole} are there", end)

    @property
    def _position(self) -> int:
        return self._start + self._at

    def _string(self, max_bytes: int = MAX_STRING_BYTES) -> str:
        length = self._number(_U64)
        self._text_left -= length
        if length > max_bytes or self._text_left < 0:
            raise self._nonsense(f"a text of {length} bytes")
        return self._take(length).decode("utf-8", "replace")

    def _number(self, layout: struct.Struct) -> int:
        number: int = layout.unpack(self._take(layout.size))[0]
        return number

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._window):
            self._fill(count)
        taken = self._window[self._at : self._at + count]
        self._at += count
        return taken

    def _fill(self, count: int) -> None:
        """Makes the window begin at the position and hold `count` bytes at least."""
        position = self._position
        if position + count > self._size:
            raise self._ended("it ends inside its header", position + count)
        if position + count > MAX_HEADER_BYTES:
            raise self._nonsense("a header without end")
        self._file.seek(position)
        self._window = self._file.read(max(count, _WINDOW_BYTES))
        self._start, self._at = position, 0
        if len(self._window) < count:
            raise self._ended("it was cut while being read", position + count)

    def _skip(self, count: int) -> None:
        if self._position + count > self._size:
            raise self._ended("it ends inside its header", self._position + count)
        self._at += count

    def _skip_strings(self, count: int) -> None:
        """In one tight loop: a vocabulary and its merges are half a million texts."""
        self._strings_left -= count
        if self._strings_left < 0:
            raise self._nonsense(f"a list of {count} texts")
        length_of, window, at = _U64.unpack_from, self._window, self._at
        last = len(window) - _U64.size
        for _ in range(count):
            if at > last:
                self._at = at
                self._fill(_U64.size)
                window, at, last = self._window, 0, len(self._window) - _U64.size
            at += _U64.size + length_of(window, at)[0]
        self._at = at
        self._skip(0)

    def _nonsense(self, what: str) -> ModelDamaged:
        detail = f"{self._path}: {what} at byte {self._position}"
        return ModelDamaged("This file is damaged: its header makes no sense.", detail=detail)

    def _ended(self, how: str, expected: int) -> ModelDamaged:
        return ModelDamaged(
            f"This file is incomplete: {how}.",
            hint="The download or copy did not finish. Download it again, or choose another file.",
            detail=f"{self._path}: {self._size} bytes, expected {expected} or more",
        )


def _title(metadata: Mapping[str, Value], path: Path) -> str:
    """A name from a stranger's file, fit to be shown on one line. The mere name of its kind is none."""
    name = metadata.get("general.name")
    if not isinstance(name, str) or name.strip().lower() == metadata.get("general.architecture"):
        name = ""
    return _one_line(name) or _one_line(path.stem)


def _one_line(name: str) -> str:
    """Also without what is no text: the bytes of a file's name need not be any."""
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())[:MAX_TITLE_CHARS]
