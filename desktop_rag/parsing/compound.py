"""Reads the file system inside old office files (OLE2, MS-CFB). Parser child, main thread.

olefile 0.47 and what builds on it (python-oxmsg 0.0.2) follow a file's own counts: a loop of sectors that
says it is 4 GB long is read 4 GB long, a loop of tables millions of times. Here a table is read once, sizes
are cut to what the caller asks for, and only the sectors of a wanted stream are read.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from desktop_rag.domain.errors import DocumentDamaged

MAX_ENTRIES = 100_000
"""Streams and folders in one file. A message with 50 attachments has some 1,500."""

_MOST_SMALL_TABLES = 65_536
_LAST_SECTOR = 0xFFFFFFF9
_HEADER = struct.Struct("<24xHHHHH6xIII4xIIIII")
_ENTRY = struct.Struct("<64sHBxIII36xIQ")
_ENTRY_BYTES = 128
_HEADER_BYTES = 512
_FOLDER, _STREAM, _ROOT = 1, 2, 5


@dataclass(frozen=True, slots=True)
class Stream:
    """`size_bytes` is what the file says it is."""

    start: int
    size_bytes: int


@dataclass(slots=True)
class Folder:
    """Contents by name, as written in the file."""

    streams: dict[str, Stream] = field(default_factory=dict)
    folders: dict[str, "Folder"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size_bytes: int


class CompoundFile:
    """`root` is all that is in `file`, which must stay open to read from.

    Raises `DocumentDamaged` and `OSError`.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = file.read(_HEADER_BYTES)
        if len(header) < _HEADER_BYTES:
            raise damaged("no header")
        _minor, version, _order, shift, small_shift, *places = _HEADER.unpack_from(header)
        _directories, _tables, directory, cutoff, small_table, _smalls, chain, _chains = places
        if shift not in (9, 12) or small_shift != 6:
            raise damaged(f"sectors of 2^{shift} bytes")
        self._sector_bytes, self._small_bytes = 1 << shift, 1 << small_shift
        self._has_long_sizes = version > 3
        self._cutoff = cutoff
        self._table = self._read_table(header, chain)
        self._small_table = self._as_table(islice(self._chain(small_table), _MOST_SMALL_TABLES))
        entries = self._entries(directory)
        if not entries:
            raise damaged("no directory")
        self._small_sectors = list(self._chain(entries[0].start))
        self.root = _tree(entries)

    def read(self, stream: Stream, most: int) -> bytes:
        """At most `most` bytes of `stream`. Raises `OSError`."""
        wanted = min(most, stream.size_bytes)
        if stream.size_bytes >= self._cutoff:
            return self._joined(map(self._sector, self._chain(stream.start)), wanted)
        small = _followed(self._small_table, stream.start)
        return self._joined(map(self._small_sector, small), wanted)

    def _joined(self, pieces: Iterator[bytes], wanted: int) -> bytes:
        kept: list[bytes] = []
        size = 0
        while size < wanted and (piece := next(pieces, b"")):
            kept.append(piece)
            size += len(piece)
        return b"".join(kept)[:wanted]

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._sector_bytes)
        return self._file.read(self._sector_bytes)

    def _small_sector(self, number: int) -> bytes:
        per_sector = self._sector_bytes // self._small_bytes
        if number // per_sector >= len(self._small_sectors):
            return b""
        sector = self._small_sectors[number // per_sector]
        self._file.seek((sector + 1) * self._sector_bytes + number % per_sector * self._small_bytes)
        return self._file.read(self._small_bytes)

    def _read_table(self, header: bytes, chain: int) -> "array[int]":
        """The sector that follows each one: its own sectors are listed in the header, then in a chain."""
        listed = array("I", header[76:_HEADER_BYTES])
        seen: set[int] = set()
        while chain < _LAST_SECTOR and chain not in seen:
            seen.add(chain)
            numbers = array("I", _whole(self._sector(chain)))
            if not numbers:
                break
            chain = numbers.pop()
            listed.extend(numbers)
        return self._as_table(dict.fromkeys(number for number in listed if number < _LAST_SECTOR))

    def _as_table(self, sectors: "dict[int, None] | Iterator[int]") -> "array[int]":
        table = array("I")
        for number in sectors:
            part = _whole(self._sector(number))
            if not part:
                break
            table.frombytes(part)
        return table

    def _chain(self, start: int) -> Iterator[int]:
        return _followed(self._table, start)

    def _entries(self, directory: int) -> list[_Entry]:
        content = self._joined(map(self._sector, self._chain(directory)), MAX_ENTRIES * _ENTRY_BYTES)
        return [
            self._entry(content, position)
            for position in range(0, len(content) - _ENTRY_BYTES + 1, _ENTRY_BYTES)
        ]

    def _entry(self, content: bytes, position: int) -> _Entry:
        name, length, kind, left, right, child, start, size = _ENTRY.unpack_from(content, position)
        text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        size = size if self._has_long_sizes else size & 0xFFFFFFFF
        return _Entry(text, kind, left, right, child, start, size)


def damaged(detail: str) -> DocumentDamaged:
    return DocumentDamaged("This file is damaged and cannot be opened.", detail=detail)


def _whole(data: bytes) -> bytes:
    return data[: len(data) // 4 * 4]


def _followed(table: "array[int]", start: int) -> Iterator[int]:
    """A chain of sectors, to its end, or as far as there are sectors: it may lead in a circle."""
    for _ in range(len(table)):
        if start >= len(table):
            return
        yield start
        start = table[start]


def _tree(entries: list[_Entry]) -> Folder:
    """Every entry stands in one folder at most, whatever the file says."""
    root = Folder()
    claimed = {0}
    waiting = [(entries[0].child, root)]
    while waiting:
        index, folder = waiting.pop()
        if index >= len(entries) or index in claimed:
            continue
        claimed.add(index)
        entry = entries[index]
        waiting += [(entry.left, folder), (entry.right, folder)]
        if entry.kind == _STREAM:
            folder.streams.setdefault(entry.name, Stream(entry.start, entry.size_bytes))
        elif entry.kind in (_FOLDER, _ROOT):
            inner = folder.folders.setdefault(entry.name, Folder())
            waiting.append((entry.child, inner))
    return root
