"""Gets the rows out of an OpenDocument sheet (.ods), as a stream. Parser child, main thread.

Cells carry the text that they show, so that numbers need no formats. A row or cell may say that it stands for
a million equal ones; empty ones are counted, filled ones repeated within reason.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_rag.parsing.office.opendocument_package import CONTENT, check_readable, meta_title
from desktop_rag.parsing.office.sheet_numbers import plain
from desktop_rag.parsing.office.sheet_rows import SheetCell, SheetRow
from desktop_rag.parsing.office.xlsx import tidy
from desktop_rag.parsing.packages import open_package
from desktop_rag.parsing.xml_stream import Silence, feed

_MOST_CELLS_REPEATED = 1_000
_MOST_ROWS_REPEATED = 100
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1 << 24
_LONGEST_CELL = 40_000
_FIGURES = frozenset({"float", "percentage", "currency", "date", "time"})
_UNREAD = frozenset("office:annotation table:tracked-changes table:shapes draw:object draw:frame".split())


def read_ods(path: Path, noun: str, titles: list[str]) -> Iterator[SheetRow]:
    """The rows that hold something, sheet by sheet. Raises `DocumentError` and `OSError`."""
    with open_package(path, noun) as package:
        check_readable(package)
        titles.append(meta_title(package))
        target, silence = _Target(), Silence(noun)
        for _ in feed(silence.watch(package.chunks(CONTENT)), target, noun):
            if target.rows:
                silence.broken()
                rows, target.rows = target.rows, []
                for row in rows:
                    yield from _repeated(row)


def _repeated(row: tuple[SheetRow, int]) -> Iterator[SheetRow]:
    first, times = row
    yield first
    for further in range(1, times):
        yield replace(first, number=first.number + further, is_header=False)


class _Target:
    """Gathers `rows`, each with how many times it stands there."""

    def __init__(self) -> None:
        self.rows: list[tuple[SheetRow, int]] = []
        self._sheet = self._row = self._column = 0
        self._name = ""
        self._depth = self._unread = 0
        self._in_head = False
        self._row_times = 1
        self._cells: list[SheetCell] = []
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._unread or name in _UNREAD:
            self._unread += 1
        elif name == "table:table":
            self._start_table(attributes)
        elif self._depth != 1:
            return
        elif name == "table:table-row":
            self._row_times = _count(attributes.get("table:number-rows-repeated"), _MOST_ROWS)
            self._row += 1
            self._column = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell = attributes
            self._text, self._size = [], 0
        elif name == "table:table-header-rows":
            self._in_head = True
        elif self._cell is not None and name in ("text:p", "text:s", "text:tab", "text:line-break"):
            self._text.append(" ")

    def end(self, name: str) -> None:
        if self._unread:
            self._unread -= 1
        elif name == "table:table":
            self._depth -= 1
        elif self._depth != 1:
            return
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table-header-rows":
            self._in_head = False

    def data(self, text: str) -> None:
        if self._cell is not None and not self._unread and self._size <= _LONGEST_CELL:
            self._text.append(text)
            self._size += len(text)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._sheet += 1
            self._row = 0
            self._name = attributes.get("table:name", "")

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell or {}, None
        times = _count(attributes.get("table:number-columns-repeated"), _MOST_COLUMNS)
        kind = attributes.get("office:value-type", "")
        text = tidy("".join(self._text))
        if kind == "date":
            text = attributes.get("office:date-value", text).removesuffix("T00:00:00").replace("T", " ")
        elif not text and kind in _FIGURES:
            text = _value(attributes.get("office:value", ""))
        if text:
            columns = _count(attributes.get("table:number-columns-spanned"), _MOST_COLUMNS)
            rows = _count(attributes.get("table:number-rows-spanned"), _MOST_ROWS)
            for further in range(1, min(times, _MOST_CELLS_REPEATED, _MOST_COLUMNS - self._column) + 1):
                column = self._column + further
                self._cells.append(SheetCell(column, text, kind in _FIGURES, False, columns, rows))
        self._column += times

    def _end_row(self) -> None:
        if self._cells and self._row <= _MOST_ROWS:
            row = SheetRow(self._sheet, self._name, self._row, self._cells, self._in_head)
            self.rows.append((row, min(self._row_times, _MOST_ROWS_REPEATED)))
        self._cells = []
        self._row += self._row_times - 1


def _count(value: str | None, most: int) -> int:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) < 12
    return max(1, min(most, int(value))) if value and is_number else 1


def _value(text: str) -> str:
    try:
        return plain(float(text))
    except (ValueError, OverflowError):  # no number, or none that can be written
        return tidy(text)
