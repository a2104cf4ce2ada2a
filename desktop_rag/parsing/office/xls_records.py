"""Records and strings of an old Excel workbook (.xls), after [MS-XLS]. Parser child, main thread. Pure."""

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass

BOUND_SHEET, BEGIN, END, PROTECTED = 0x0085, 0x0809, 0x000A, 0x002F
CODE_PAGE, DATE_MODE, FONT, FORMAT, STYLE, STRINGS, CONTINUE = 0x42, 0x22, 0x31, 0x041E, 0xE0, 0xFC, 0x3C
LABEL_SHARED, LABEL, RICH_LABEL, NUMBER, SMALL, SMALLS = 0xFD, 0x0204, 0xD6, 0x0203, 0x027E, 0xBD
FORMULA, FORMULA_STRING, BOOLEAN, MERGED = 0x06, 0x0207, 0x0205, 0xE5
UNICODE_VERSION = 0x0600

_IS_WIDE, _HAS_EXTRA, _HAS_RUNS = 1, 4, 8
_CODE_PAGES = {1200: "utf-16-le", 10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252", 65001: "utf-8"}


@dataclass(frozen=True, slots=True)
class Record:
    kind: int
    body: bytes


def records(stream: bytes, position: int = 0) -> Iterator[Record]:
    """Those from `position` on, as far as they are whole."""
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, position)
        position += 4 + length
        if position > len(stream):
            return
        yield Record(kind, stream[position - length : position])


def code_page(number: int) -> str:
    """The name of the encoding; Western where Python has none."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def short_text(body: bytes, start: int, length_bytes: int, encoding: str) -> str:
    """The text at `start` after its length; `encoding` is empty for Unicode, of one or two bytes a letter."""
    length = int.from_bytes(body[start : start + length_bytes], "little")
    start += length_bytes
    if encoding:
        return body[start : start + length].decode(encoding, "replace")
    is_wide = bool(body[start : start + 1] and body[start] & _IS_WIDE)
    return _decoded(body[start + 1 : start + 1 + length * (1 + is_wide)], is_wide=is_wide)


def decode_small(value: int) -> float:
    """A number packed into 30 bits and two marks."""
    if value & 2:
        whole = (value >> 2) - (1 << 30 if value & 0x80000000 else 0)
        number = float(whole)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))
    return number / 100 if value & 1 else number


class SharedStrings:
    """Reads the strings that cells share, over the ends of the records that hold them."""

    def __init__(self, bodies: list[bytes]) -> None:
        self._bodies = bodies
        self._index = 0
        self._position = 8

    def read(self) -> Iterator[str]:
        """As many as there are: what the file says of their number is no help."""
        while self._has_more():
            length, flags = struct.unpack("<HB", self._bytes(3).ljust(3, b"\0"))
            runs = int.from_bytes(self._bytes(2), "little") if flags & _HAS_RUNS else 0
            extra = int.from_bytes(self._bytes(4), "little") if flags & _HAS_EXTRA else 0
            yield self._letters(length, is_wide=bool(flags & _IS_WIDE))
            self._skip(runs * 4 + extra)

    def _has_more(self) -> bool:
        while self._index < len(self._bodies) and self._position >= len(self._bodies[self._index]):
            self._next_body()
        return self._index < len(self._bodies)

    def _next_body(self) -> None:
        self._index += 1
        self._position = 0

    def _bytes(self, count: int) -> bytes:
        found = b""
        while len(found) < count and self._has_more():
            piece = self._bodies[self._index][self._position : self._position + count - len(found)]
            self._position += len(piece)
            found += piece
        return found

    def _skip(self, count: int) -> None:
        while count > 0 and self._has_more():
            step = min(count, len(self._bodies[self._index]) - self._position)
            self._position += step
            count -= step

    def _letters(self, length: int, *, is_wide: bool) -> str:
        """A record that goes on with a string says anew how wide its letters are."""
        parts: list[str] = []
        while length > 0 and self._index < len(self._bodies):
            body = self._bodies[self._index]
            width = 1 + is_wide
            count = min(length, (len(body) - self._position) // width)
            parts.append(_decoded(body[self._position : self._position + count * width], is_wide=is_wide))
            self._position += count * width
            length -= count
            if length:
                self._next_body()
                flags = self._bytes(1) if self._index < len(self._bodies) else b""
                is_wide = bool(flags and flags[0] & _IS_WIDE)
        return "".join(parts)


def _decoded(content: bytes, *, is_wide: bool) -> str:
    return content.decode("utf-16-le" if is_wide else "latin-1", "replace")
