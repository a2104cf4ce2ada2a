"""Reads CSV and its kin with commas, semicolons, tabs or bars. Parser child, main thread.

Every row repeats the names of its columns ("Plan: Plus | Fee: $5") and knows its line. Rows are read as
they are needed, so that memory stays flat; a quote that is never closed costs its own row only.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat
from desktop_rag.domain.errors import DocumentTooLarge
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import PAGE_LIMIT, TextBlock
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.text.plain import open_plain_text
from desktop_rag.parsing.text.records import LONGEST_NAME

_SMALL_BYTES = 256 * 1024
_SMALL_PAGE = 2_000
"""For files of up to `_SMALL_BYTES`: even 80 letters on every figure keep those under 20,000 pages."""
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 60
_SAMPLE_LINE = 20_000
_READ_CHARS = 1 << 20
_LONGEST_FIELD = 128 * 1024
_MOST_LINES = 500
_MOST_BROKEN = 20
"""Rows with an open quote after which quotes are taken for ordinary characters: each costs a second look."""
_MOST_CELLS = 20_000
_MOST_EMPTY = 2_000_000
"""Rows with nothing in them one after another: ten seconds or so without any progress."""
_FIGURE = re.compile(r"[^\w]*\d")
_YEAR = re.compile(r"(?:19|20)\d\d|Q[1-4].*|\d{1,2}")

Row = tuple[int, int, list[str]]
"""First and last line, and the cells."""


def open_csv(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """What has no columns is read as plain text. Raises `DocumentError`."""
    delimiter = _delimiter(path, encoding)
    if not delimiter:
        return open_plain_text(path, encoding)
    limit = _SMALL_PAGE if path.stat().st_size <= _SMALL_BYTES else PAGE_LIMIT
    return assemble(DocumentFormat.CSV, _blocks(_rows(path, encoding, delimiter)), limit=limit)


def _delimiter(path: Path, encoding: TextEncoding) -> str:
    """That which cuts most rows into the same number of cells, more than one; empty if none does."""
    with open_text(path, encoding) as file:
        lines = [file.readline(_SAMPLE_LINE) for _ in range(_SAMPLE_ROWS * 4)]
    rated = [(_agreement(lines, delimiter), delimiter) for delimiter in _preferred(path)]
    best = max(rated, key=lambda rating: rating[0])
    return best[1] if best[0] > 0 else ""


def _preferred(path: Path) -> str:
    return "\t,;|" if path.suffix.lower() in (".tsv", ".tab") else _DELIMITERS


def _agreement(lines: Sequence[str], delimiter: str) -> float:
    """The share of rows with the commonest number of cells; a little more for more of them."""
    rows = islice(_Reader(iter(lines), delimiter), _SAMPLE_ROWS)
    counts = Counter(len(cells) for _, _, cells in rows if any(cells))
    wide = Counter({width: rows for width, rows in counts.items() if width > 1})
    if not wide:
        return 0.0
    width, agreeing = wide.most_common(1)[0]
    return agreeing / counts.total() + min(width, 20) / 1_000


def _rows(path: Path, encoding: TextEncoding, delimiter: str) -> Iterator[Row]:
    with open_text(path, encoding) as file:
        yield from _Reader(iter(lambda: file.readline(_READ_CHARS), ""), delimiter)


class _Reader:
    """Rows with their lines. Takes up again after a row whose quote never ends."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        csv.field_size_limit(_LONGEST_FIELD)
        self._source = lines
        self._delimiter = delimiter
        self._again: list[str] = []
        self._taken: list[str] = []
        self._line = 1
        self._broken = 0

    def __iter__(self) -> Iterator[Row]:
        while (cells := self._next_row()) is not None:
            line = self._line
            self._line += sum(text.endswith("\n") for text in self._taken)
            yield line, line + len(self._taken) - 1, cells

    def _next_row(self) -> list[str] | None:
        self._taken = []
        if self._broken <= _MOST_BROKEN:
            try:
                return next(csv.reader(self._lines(), delimiter=self._delimiter), None)
            except csv.Error:
                self._broken += 1
            self._again = self._taken[1:] + self._again
            self._taken = self._taken[:1]
        elif line := self._next_line():
            self._taken.append(line)
        else:
            return None
        # Quotes do not count here, and a cell beyond all size is cut.
        fields = self._taken[0].rstrip("\n").split(self._delimiter)
        return [field[:_LONGEST_FIELD] for field in fields]

    def _next_line(self) -> str:
        return self._again.pop(0) if self._again else next(self._source, "")

    def _lines(self) -> Iterator[str]:
        """The next ones; the reader asks for a second only while a quote is open."""
        while line := self._next_line():
            self._taken.append(line)
            if len(self._taken) > _MOST_LINES:
                raise csv.Error("a quote that is open for too long")
            yield line
        if self._taken:
            raise csv.Error("a quote that is open at the end")


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows read so far: lines above the table, its header (or no cells), its first rows."""

    above: list[Row]
    header: list[str]
    rows: list[Row]


def _blocks(rows: Iterator[Row]) -> Iterator[TextBlock]:
    filled = _filled_rows(rows)
    table = _table([*islice(filled, _SAMPLE_ROWS)])
    for first, last, cells in table.above:
        yield TextBlock(BlockKind.PARAGRAPH, _text(cells, []), first_line=first, last_line=last)
    names = [_tidy(name)[:LONGEST_NAME].rstrip(": ") for name in table.header]
    for first, last, cells in chain(table.rows, filled):
        text = _text(cells, [] if cells is table.header else names)
        if text:
            yield TextBlock(BlockKind.TABLE_ROW, text, tight=True, first_line=first, last_line=last)


def _filled_rows(rows: Iterator[Row]) -> Iterator[Row]:
    empty = 0
    for row in rows:
        if any(map(str.strip, row[2])):
            empty = 0
            yield row
        elif (empty := empty + 1) > _MOST_EMPTY:
            raise DocumentTooLarge(f"This table has more than {_MOST_EMPTY:,} empty rows.")


def _table(rows: list[Row]) -> _Table:
    widths = Counter(len(cells) for _, _, cells in rows if len(cells) > 1)
    width = widths.most_common(1)[0][0] if widths else 0
    start = next((index for index, row in enumerate(rows) if _filled(row[2]) * 2 >= width), 0)
    table = rows[start:]
    is_headed = bool(table) and _heads([cells for _, _, cells in table])
    return _Table(rows[:start], table[0][2] if is_headed else [], table)


def _filled(cells: list[str]) -> int:
    return sum(map(bool, map(str.strip, cells)))


def _heads(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: words, none twice, none of them a value further down."""
    names = [name.strip() for name in rows[0]]
    shown = [name for name in names if name]
    if len(rows) < 2 or len(shown) < 2 or len(set(shown)) < len(shown):
        return False
    if any(len(name) > LONGEST_NAME or _FIGURE.match(name) for name in shown):
        return _are_years(shown)
    return not any(
        name and name == value.strip() for row in rows[1:] for name, value in zip(names, row, strict=False)
    )


def _are_years(names: list[str]) -> bool:
    """ "Region, 2023, 2024": figures that name columns."""
    figures = [name for name in names if _FIGURE.match(name)]
    return (
        len(figures) < len(names)
        and all(map(_YEAR.fullmatch, figures))
        and max(map(len, names)) <= LONGEST_NAME
    )


def _text(cells: list[str], names: list[str]) -> str:
    parts = [
        f"{name}: {value}" if name else value
        for name, cell in zip_longest(names, cells[:_MOST_CELLS], fillvalue="")
        if (value := _tidy(cell))
    ]
    return " | ".join(parts)


def _tidy(cell: str) -> str:
    return " ".join(clean(cell).split())
