"""Reads JSON as a stream of events with their lines: no tree, no recursion, flat memory. Parser child,
main thread.

The standard library's parser takes a whole document and says nothing of lines. This one checks the grammar
as it goes; the one thing it forgives is several values after one another, as in JSON Lines.
"""

import json
import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple, TextIO

from desktop_rag.parsing.text.records import Broken

DEEPEST = 10_000
_READ_CHARS = 64 * 1024
_LONGEST_TOKEN = 32 << 20
# Possessive, so that no string can make it step back.
_GAP = r"[ \t\r\n]*+"
_NUMBER = r"-?\d++(?:\.\d++)?(?:[eE][+-]?\d++)?"
_POINT = rf"\[{_GAP}{_NUMBER}(?:{_GAP},{_GAP}{_NUMBER}){{0,3}}+{_GAP}\]"
_TOKEN = re.compile(
    rf"{_GAP}(?:(?P<run>(?:(?:{_POINT}|{_NUMBER}){_GAP},{_GAP}){{32,}}+)"
    r"|(?P<mark>[{}\[\],:])"
    r'|"(?P<string>[^"\\]*+(?:\\.[^"\\]*+)*+)"'
    rf"|(?P<plain>{_NUMBER}|true|false|null|NaN|-?Infinity)(?![\w.+-]))",
    re.DOTALL,
)
_RUN_SHOWN = 400
_DIGITS = re.compile(_NUMBER)
_SPACE = re.compile(r"[ \t\r\n]*+")


class Kind(Enum):
    OBJECT = auto()
    ARRAY = auto()
    END = auto()
    KEY = auto()
    STRING = auto()
    PLAIN = auto()
    """A number as written (Python writes NaN and Infinity), true, false or null."""
    NUMBERS = auto()
    """Many in a row, or points of one to four: `text` is only their beginning."""


class Event(NamedTuple):
    """Not a dataclass: these are made by the million, and a tuple takes a third of the time."""

    kind: Kind
    text: str
    line: int


class _Expect(Enum):
    VALUE = auto()
    VALUE_OR_END = auto()
    KEY = auto()
    KEY_OR_END = auto()
    COLON = auto()
    COMMA_OR_END = auto()


_Token = tuple[str, str, int]
"""What it is ("string", "plain", "run" or the mark itself), its text and its line."""


def events(file: TextIO, first_line: int = 1) -> Iterator[Event]:
    """What the text in `file` holds, in order. Raises `Broken` where it stops being JSON."""
    grammar = _Grammar()
    line = first_line
    for token in _tokens(file, first_line):
        line = token[2]
        if event := grammar.take(token):
            yield event
    if grammar.is_open:
        raise Broken(line)


class _Grammar:
    def __init__(self) -> None:
        self._expect = _Expect.VALUE
        self._arrays: list[bool] = []

    @property
    def is_open(self) -> bool:
        return bool(self._arrays)

    def take(self, token: _Token) -> Event | None:
        """The event `token` makes, if any. Raises `Broken` if it may not stand here."""
        what, text, line = token
        if what == "string" and self._expect in (_Expect.KEY, _Expect.KEY_OR_END):
            self._expect = _Expect.COLON
            return Event(Kind.KEY, text, line)
        if what in ("string", "plain") and self._takes_value:
            self._after_value()
            return Event(Kind.STRING if what == "string" else Kind.PLAIN, text, line)
        if what in ("{", "[") and self._takes_value and len(self._arrays) < DEEPEST:
            self._arrays.append(what == "[")
            self._expect = _Expect.VALUE_OR_END if what == "[" else _Expect.KEY_OR_END
            return Event(Kind.ARRAY if what == "[" else Kind.OBJECT, "", line)
        if what in ("}", "]") and self._may_end(is_array=what == "]"):
            self._arrays.pop()
            self._after_value()
            return Event(Kind.END, "", line)
        if what == "run" and self._takes_value and self._arrays and self._arrays[-1]:
            self._expect = _Expect.VALUE
            return Event(Kind.NUMBERS, text, line)
        self._take_separator(what, line)
        return None

    @property
    def _takes_value(self) -> bool:
        return self._expect in (_Expect.VALUE, _Expect.VALUE_OR_END)

    def _may_end(self, *, is_array: bool) -> bool:
        empty = _Expect.VALUE_OR_END if is_array else _Expect.KEY_OR_END
        return (
            bool(self._arrays)
            and self._arrays[-1] is is_array
            and self._expect in (empty, _Expect.COMMA_OR_END)
        )

    def _after_value(self) -> None:
        self._expect = _Expect.COMMA_OR_END if self._arrays else _Expect.VALUE

    def _take_separator(self, mark: str, line: int) -> None:
        if mark == ":" and self._expect is _Expect.COLON:
            self._expect = _Expect.VALUE
        elif mark == "," and self._expect is _Expect.COMMA_OR_END:
            self._expect = _Expect.VALUE if self._arrays[-1] else _Expect.KEY
        else:
            raise Broken(line)


def _tokens(file: TextIO, line: int) -> Iterator[_Token]:
    buffer, position = file.read(_READ_CHARS).removeprefix("\ufeff"), 0
    is_all = False
    while True:
        match = _TOKEN.match(buffer, position)
        if match is None or (match.end() == len(buffer) and match["plain"] and not is_all):
            more = "" if is_all else file.read(max(_READ_CHARS, len(buffer) - position))
            if more:
                buffer, position = _joined(buffer[position:], more, line), 0
                continue
            is_all = True
            if match is None:
                break
        start = match.start(match.lastgroup or 0)
        line += buffer.count("\n", position, start)
        yield _token(match, line)
        line += buffer.count("\n", start, match.end())
        position = match.end()
    if _SPACE.match(buffer, position).end() < len(buffer):  # type: ignore[union-attr]  # it matches nothing too
        raise Broken(line)


def _joined(rest: str, more: str, line: int) -> str:
    if len(rest) > _LONGEST_TOKEN:
        raise Broken(line)
    return rest + more


def _token(match: re.Match[str], line: int) -> _Token:
    what = match.lastgroup or ""
    text = match[what]
    if what == "mark":
        return text, text, line
    if what == "run":
        return what, " ".join(_DIGITS.findall(text[:_RUN_SHOWN])), line
    if what == "string" and "\\" in text:
        try:
            text = json.loads(f'"{text}"', strict=False)
        except ValueError as error:
            raise Broken(line) from error
    return what, text, line
