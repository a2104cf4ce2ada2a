"""Takes mail messages apart as they stream by (RFC 2046). Parser child, main thread. Pure.

The standard library's parser holds a message whole, several times over, and recurses into what is nested.
Here only text is kept, of attachments only names and sizes, and nesting is counted.
"""

import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from desktop_rag.parsing.charsets import decoded
from desktop_rag.parsing.mail.headers import MAX_FIELD_CHARS, Headers, from_base64, is_field, parsed

MAX_TEXT_BYTES = 32 << 20
"""Kept of one message and all that is nested in it."""

MAX_PARTS = 5_000
"""Of one message; what comes after is counted."""

_DEEPEST = 50
_MOST_MESSAGES = 200
_MOST_HEADER_BYTES = 256 * 1024
_MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
_PADDED = b"\r\n ="
_UNCODED = frozenset({"", "7bit", "8bit", "binary"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part that holds no others. `body` is what was kept of its bytes, still encoded for mail.

    `size_bytes` is that of the content, roughly. Parts with the same `choice` (above 0) say the same in
    several ways.
    """

    headers: Headers
    body: bytes
    size_bytes: int
    is_cut: bool
    choice: int

    def text(self) -> str:
        return decoded(self.content(), self.headers.charset)

    def content(self) -> bytes:
        match self.headers.encoding:
            case "base64":
                return from_base64(self.body)
            case "quoted-printable":
                return binascii.a2b_qp(self.body)
            case _:
                return self.body


@dataclass(slots=True)
class MimeMessage:
    """`depth` is 0 for a message of its own, 1 for one attached to it, and so on."""

    headers: Headers
    depth: int
    parts: list[Part] = field(default_factory=list)
    left_out: int = 0


def read_messages(lines: Iterable[bytes], keeps: Callable[[Headers], int]) -> list[MimeMessage]:
    """The message that `lines` are, followed by those attached to it, in order.

    A line may come in several pieces; only its last ends with a line feed. `keeps` says how many bytes of a
    part to keep.
    """
    return _Reader(iter(lines), keeps).read()


@dataclass(frozen=True, slots=True)
class _Multipart:
    boundary: bytes
    choice: int
    """Of the innermost set of alternatives that this is or stands in."""


class _Reader:
    def __init__(self, lines: Iterator[bytes], keeps: Callable[[Headers], int]) -> None:
        self._lines = lines
        self._keeps = keeps
        self._messages: list[MimeMessage] = []
        self._levels: list[tuple[int, MimeMessage]] = []
        """The messages being read, each with the number of multiparts around it."""
        self._open: list[_Multipart] = []
        self._marks: dict[bytes, tuple[int, bool]] = {}
        self._pushed_back: bytes | None = None
        self._at_line_start = True
        self._is_over = False
        self._after_close = False
        self._room = MAX_TEXT_BYTES
        self._choices = self._parts = 0

    def read(self) -> list[MimeMessage]:
        self._begin_message()
        while not self._is_over:
            if self._parts < MAX_PARTS:
                self._read_part()
            else:
                self._levels[-1][1].left_out += 1
                self._skip()
            while self._after_close and not self._is_over:
                self._skip()
        return self._messages

    def _begin_message(self) -> None:
        message = MimeMessage(Headers({}), len(self._levels))
        self._messages.append(message)
        self._levels.append((len(self._open), message))

    def _read_part(self) -> None:
        headers, has_body = self._headers()
        message = self._levels[-1][1]
        if not message.headers:
            message.headers = headers
        if not has_body:
            return
        kind = headers.content_type
        if kind.startswith("multipart/") and headers.boundary and len(self._open) < _DEEPEST:
            self._enter(headers)
        elif kind in _MESSAGE_TYPES and self._may_nest(headers):
            self._begin_message()
        else:
            self._parts += 1
            message.parts.append(self._leaf(headers))

    def _may_nest(self, headers: Headers) -> bool:
        few = len(self._messages) < _MOST_MESSAGES and len(self._levels) < _DEEPEST
        return few and headers.encoding in _UNCODED

    def _enter(self, headers: Headers) -> None:
        choice = self._open[-1].choice if self._open else 0
        if headers.content_type == "multipart/alternative" and not choice:
            self._choices += 1
            choice = self._choices
        self._open.append(_Multipart(headers.boundary.encode("utf-8", "replace"), choice))
        self._mark()
        self._skip()

    def _leaf(self, headers: Headers) -> Part:
        choice = self._open[-1].choice if self._open else 0
        is_base64 = headers.encoding == "base64"
        kept: list[bytes] = []
        size, room = 0, min(self._room, self._keeps(headers))
        last = b""
        is_cut = False
        while (line := self._line()) is not None:
            size += len(line.strip(_PADDED)) if is_base64 else len(line)
            last = line
            is_cut |= room < len(line)
            if room > 0:
                kept.append(line[:room])
                room -= len(line)
        body = b"".join(kept)
        self._room -= len(body)
        if self._is_over:
            last = b""
        # The line end before a boundary belongs to the boundary.
        size = size * 3 // 4 if is_base64 else size - (len(last) - len(last.rstrip(b"\r\n")))
        return Part(headers, body, size, is_cut, choice)

    def _headers(self) -> tuple[Headers, bool]:
        """The fields up to the blank line, and whether anything can follow them in this part."""
        fields: list[bytes] = []
        size = 0
        has_body = False
        while (line := self._line()) is not None:
            if not line.strip():
                has_body = True
                break
            size += len(line)
            if size > _MOST_HEADER_BYTES:
                continue
            if line[:1] in b" \t" and fields:
                fields[-1] += b" " + line.strip() if len(fields[-1]) < MAX_FIELD_CHARS else b""
            elif is_field(line) or not fields:
                fields.append(line.rstrip())
            else:  # the blank line is missing
                self._pushed_back = line
                has_body = True
                break
        return parsed(fields), has_body

    def _skip(self) -> None:
        self._after_close = False
        while self._line() is not None:
            pass

    def _line(self) -> bytes | None:
        """The next piece of the part being read; None at its end."""
        if self._pushed_back is not None:
            line, self._pushed_back = self._pushed_back, None
            return line
        piece = next(self._lines, None)
        if piece is None:
            self._is_over = True
            return None
        starts_line, self._at_line_start = self._at_line_start, piece.endswith(b"\n")
        if starts_line and piece.startswith(b"--") and (mark := self._marks.get(piece.rstrip())):
            self._end_part(*mark)
            return None
        return piece

    def _end_part(self, index: int, closes: bool) -> None:
        """A boundary of the multipart at `index` ends all that stands inside."""
        self._after_close = closes
        while self._levels[-1][0] > index:
            self._levels.pop()
        keep = index if closes else index + 1
        if len(self._open) > keep:
            del self._open[keep:]
            self._mark()

    def _mark(self) -> None:
        self._marks = {}
        for index, multipart in enumerate(self._open):
            self._marks[b"--" + multipart.boundary] = (index, False)
            self._marks[b"--" + multipart.boundary + b"--"] = (index, True)
