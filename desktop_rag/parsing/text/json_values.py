"""Reads JSON and JSON Lines: objects in lists as rows, the names over them as headings. Parser child, main
thread.

`{"plans": [{"name": "Plus", "fee": {"month": 5}}]}` reads as "plans" and below it
"name: Plus | fee › month: 5". What is not JSON after all is read as the text it is.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.text.json_tokens import Event, Kind, events
from desktop_rag.parsing.text.plain import clean_lines
from desktop_rag.parsing.text.records import (
    LONGEST_ROW,
    PATH,
    Broken,
    Sections,
    Value,
    name_of,
    open_records,
    rows,
)

_LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_LONGEST_LINE = 16 << 20
_DEEPEST_SECTION = 3
_LONGEST_NUMBER = 100
_MOST_SILENT = 1_000_000
"""Brackets and numbers without a word, after which the rest is no longer read as JSON, which takes time."""
_MOST_NUMBERS = 20
"""In one list, however nested: what follows is coordinates or measurements, which nobody searches."""


def open_json(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """Raises `DocumentError`."""
    is_lines = path.suffix.lower() in _LINE_SUFFIXES
    blocks = _line_blocks(path, encoding) if is_lines else _blocks(path, encoding)
    return open_records(DocumentFormat.JSON, blocks, path, encoding)


def _blocks(path: Path, encoding: TextEncoding) -> Iterator[TextBlock]:
    with open_text(path, encoding) as file:
        yield from _Rows().read(events(file))


def _line_blocks(path: Path, encoding: TextEncoding) -> Iterator[TextBlock]:
    """A line that is not JSON, as programs leave when they crash, is shown as it is."""
    values = _Rows(is_lines=True)
    number = 1
    with open_text(path, encoding) as file:
        while line := file.readline(_LONGEST_LINE):
            try:
                found = list(events(io.StringIO(line), number))
            except Broken:
                if text := clean_lines(line).strip():
                    yield TextBlock(BlockKind.PARAGRAPH, text, first_line=number)
            else:
                yield from values.read(found)
            number += line.endswith("\n")


@dataclass(frozen=True, slots=True)
class _Level:
    """An object or array that is open. `names` is how many lead to what it stands in."""

    is_array: bool
    names: int
    is_record: bool


class _Rows:
    """Gathers values until a row is complete."""

    def __init__(self, *, is_lines: bool = False) -> None:
        self._is_lines = is_lines
        self._levels: list[_Level] = []
        self._names: list[str] = []
        self._records = 0
        self._base = 0
        self._key = ""
        self._waiting: list[Value] = []
        self._size = self._numbers = 0
        self._has_words = self._spoke = False
        self._sections = Sections()

    def read(self, found: Iterable[Event]) -> Iterator[TextBlock]:
        silent = 0
        for event in found:
            silent += 1
            if silent > _MOST_SILENT:
                raise Broken(event.line)
            if event.kind is Kind.KEY:
                self._key = name_of(event.text)
            elif event.kind is Kind.END:
                yield from self._end()
            elif event.kind in (Kind.OBJECT, Kind.ARRAY):
                yield from self._start(event)
            elif event.kind is Kind.NUMBERS:
                for number in event.text.split():
                    yield from self._value(Event(Kind.PLAIN, number, event.line))
            else:
                yield from self._value(event)
            silent = 0 if self._spoke else silent
            self._spoke = False
        yield from self._flush()

    @property
    def _in_array(self) -> bool:
        return self._levels[-1].is_array if self._levels else self._is_lines

    def _start(self, event: Event) -> Iterator[TextBlock]:
        is_array, in_array = event.kind is Kind.ARRAY, self._in_array
        is_record = in_array and not is_array
        if is_record or not (self._records or in_array):
            yield from self._flush()
        names = len(self._names)
        if self._levels and not in_array:
            self._names.append(self._key)
        if is_record:
            self._base = self._base if self._records else len(self._names)
            self._records += 1
        if is_record or not in_array:
            self._numbers = 0
        self._has_words = False
        self._levels.append(_Level(is_array, names, is_record))

    def _end(self) -> Iterator[TextBlock]:
        level = self._levels[-1]
        in_array = self._levels[-2].is_array if len(self._levels) > 1 else self._is_lines
        is_row_of_words = level.is_array and in_array and self._has_words
        if level.is_record or is_row_of_words or not (self._records or in_array):
            yield from self._flush()
        self._levels.pop()
        self._records -= level.is_record
        del self._names[level.names :]

    def _value(self, event: Event) -> Iterator[TextBlock]:
        is_number = event.kind is Kind.PLAIN
        text = event.text[:_LONGEST_NUMBER] if is_number else event.text
        if not text.strip() or (is_number and text == "null"):
            return
        if self._in_array and is_number:
            self._numbers += 1
            if self._numbers > _MOST_NUMBERS:
                text = "…" if self._numbers == _MOST_NUMBERS + 1 else ""
        if text:
            self._add(text, event.line)
            self._has_words = self._has_words or not is_number
        if self._size > LONGEST_ROW or not (self._records or self._in_array):
            yield from self._flush()

    def _add(self, text: str, line: int) -> None:
        label = self._label()
        last = self._waiting[-1] if self._waiting else None
        self._size += len(text)
        if self._in_array and last and last.label == label and len(last.text) + len(text) < LONGEST_ROW // 5:
            self._waiting[-1] = Value(label, f"{last.text}, {text}", last.line, line)
        else:
            self._waiting.append(Value(label, text, line, line))

    def _label(self) -> str:
        base = self._base if self._records else min(_DEEPEST_SECTION, self._names_over())
        names = self._names[base:] if self._in_array else [*self._names[base:], self._key]
        return PATH.join(names[-_DEEPEST_SECTION:])

    def _names_over(self) -> int:
        """How many names head the section: a list of plain values is named in its row instead."""
        return max(0, len(self._names) - 1) if self._in_array else len(self._names)

    def _flush(self) -> Iterator[TextBlock]:
        if not self._waiting:
            return
        base = self._base if self._records else self._names_over()
        section = [name for name in self._names[: min(base, _DEEPEST_SECTION)] if name]
        yield from self._sections.headings(section, self._waiting[0])
        yield from rows(self._waiting)
        self._waiting.clear()
        self._size, self._has_words, self._spoke = 0, False, True
