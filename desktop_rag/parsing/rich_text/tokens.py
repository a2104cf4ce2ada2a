"""Splits rich text (RTF 1.9.1) into what it is made of, as it streams by. Parser child, main thread. Pure.

Binary pictures are stepped over by their length, so that memory stays flat whatever they hold.
"""

import io
import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

_CHUNK_BYTES = 256 * 1024
_LONGEST_TOKEN = 64
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?"
    rb"|\\'([0-9A-Fa-f]{2})"
    rb"|\\([^A-Za-z])"
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)


class RtfKind(Enum):
    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SYMBOL = auto()
    BYTE = auto()
    TEXT = auto()


class RtfToken(NamedTuple):
    """One of millions in a long file, hence no dataclass.

    `word` is a control word without its backslash, `data` what stands for characters.
    """

    kind: RtfKind
    word: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = RtfToken(RtfKind.OPEN), RtfToken(RtfKind.CLOSE)


def rtf_tokens(file: io.BufferedIOBase) -> Iterator[RtfToken]:
    """Never raises for what the file holds. Raises `OSError`."""
    rest = b""
    is_over = False
    while not is_over:
        chunk = file.read(_CHUNK_BYTES)
        is_over = not chunk
        rest += chunk
        position, end = 0, len(rest) - (0 if is_over else _LONGEST_TOKEN)
        while position < end and (match := _TOKEN.match(rest, position)):
            position = match.end()
            token = _token(match)
            if token is not None and token.word == "bin" and token.number:
                position = _after_binary(file, token.number, position, len(rest))
            elif token is not None:
                yield token
        rest = rest[position:]


def _after_binary(file: io.BufferedIOBase, size: int, position: int, end: int) -> int:
    """Where in the buffer, which ends at `end`, text goes on; what lies behind it is passed over."""
    size = max(0, size)
    _skip(file, size - (end - position))
    return min(end, position + size)


def _token(match: re.Match[bytes]) -> RtfToken | None:
    word, number, byte, symbol, brace, text = match.groups()
    if text is not None:
        return RtfToken(RtfKind.TEXT, data=text)
    if word is not None:
        return RtfToken(RtfKind.WORD, word.decode("ascii"), None if number is None else int(number))
    if byte is not None:
        return RtfToken(RtfKind.BYTE, data=bytes.fromhex(byte.decode("ascii")))
    if brace is not None:
        return _OPEN if brace == b"{" else _CLOSE
    return None if symbol is None else RtfToken(RtfKind.SYMBOL, data=symbol)


def _skip(file: io.BufferedIOBase, size: int) -> None:
    while size > 0 and (chunk := file.read(min(size, _CHUNK_BYTES))):
        size -= len(chunk)
