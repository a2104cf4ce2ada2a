"""Rows of a sheet as text that makes sense row by row. Parser child, main thread. Pure.

As in `tables`, a row repeats its columns' headers: "Region: North | Sales: $1,200". A sheet says more than
other tables: which cells are numbers, and with gaps where one table ends; but several tables, titles and
notes stand on it, so that headers are looked for again after each gap.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop_rag.domain.documents import BlockKind
from desktop_rag.domain.errors import DocumentTooLarge
from desktop_rag.parsing.blocks import TextBlock

_ROWS_SEEN_FOR_HEADER = 12
_LONGEST_HEADER = 80
_LONGEST_SPANNING = 200
_MOST_SPANNING = 50
_MOST_SPANNED = 100
_LONGEST_ROW = 1_000_000
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with text. `columns` and `rows` are how far it reaches when merged. `column` is from 1."""

    column: int
    text: str
    is_figure: bool = False
    """A number, a date or a time: it heads no column."""
    is_bold: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something. `sheet` is the sheet's place in its workbook, `number` its own, from 1."""

    sheet: int
    name: str
    number: int
    cells: list[SheetCell]
    is_header: bool = False
    """The sheet itself says that this row heads a table."""


class RowText:
    """Fed with the rows of one sheet in order; gives the blocks as soon as the headers are certain."""

    def __init__(self, noun: str) -> None:
        self.columns: dict[int, tuple[int, int]] = {}
        """The first and last column of each row that was given."""
        self._noun = noun
        self._headers: dict[int, str] = {}
        self._spanning: dict[int, tuple[int, SheetCell]] = {}
        self._undecided: list[SheetRow] | None = []
        self._last = 0
        self._shown = -1

    def take(self, row: SheetRow) -> list[TextBlock]:
        blocks: list[TextBlock] = []
        heads_on = row.is_header and self._undecided and self._undecided[-1].is_header
        if (row.is_header or row.number > self._last + 1) and not heads_on:
            blocks = self.end()
            self._undecided = []
        self._last = row.number
        row = self._with_spanning(row)
        if self._undecided is None:
            return [self._block(row)]
        self._undecided.append(row)
        if len(self._undecided) >= _ROWS_SEEN_FOR_HEADER:
            blocks += self.end()
        return blocks

    def end(self) -> list[TextBlock]:
        """The rows that were waiting for the headers to be certain."""
        rows, self._undecided = self._undecided or [], None
        first = next((index for index, row in enumerate(rows) if len(row.cells) > 1), len(rows))
        heads = _header_rows(rows[first:], known=bool(self._headers))
        if heads:
            self._headers = {}
        blocks = []
        for index, row in enumerate(rows):
            is_head = first <= index < first + heads
            blocks.append(self._block(row, is_head=is_head))
            if is_head:
                self._head(row)
        return blocks

    def _with_spanning(self, row: SheetRow) -> SheetRow:
        """`row` with the cells that reach down into it."""
        own = {cell.column for cell in row.cells}
        above = [(last, cell) for last, cell in self._spanning.values() if last >= row.number]
        added = [cell for _, cell in above if cell.column not in own]
        self._spanning = {cell.column: (last, cell) for last, cell in above}
        for cell in row.cells:
            if cell.rows > 1 and len(cell.text) <= _LONGEST_SPANNING and len(self._spanning) < _MOST_SPANNING:
                self._spanning[cell.column] = (row.number + cell.rows - 1, cell)
        if not added:
            return row
        return replace(row, cells=sorted([*row.cells, *added], key=lambda cell: cell.column))

    def _head(self, row: SheetRow) -> None:
        for cell in row.cells:
            for column in _columns(cell):
                above = self._headers.get(column, "")
                text = cell.text if cell.text == above else f"{above} {cell.text}".strip()
                self._headers[column] = text.rstrip(": ")[: _LONGEST_HEADER + 1]

    def _block(self, row: SheetRow, *, is_head: bool = False) -> TextBlock:
        is_remark = len(row.cells) == 1 and not row.cells[0].is_figure
        text = " | ".join(self._words(row.cells, labelled=not is_head and not is_remark))
        if len(text) > _LONGEST_ROW:
            raise DocumentTooLarge(
                f"A row of this {self._noun} has more than {_LONGEST_ROW:,} characters.",
                hint="It may be made to do harm. If you trust it, split it into smaller ones.",
            )
        tight, self._shown = row.number == self._shown + 1, row.number
        last = row.cells[-1]
        self.columns[row.number] = (row.cells[0].column, last.column + last.columns - 1)
        return TextBlock(BlockKind.TABLE_ROW, text, tight=tight, first_line=row.number)

    def _words(self, cells: list[SheetCell], *, labelled: bool) -> Iterator[str]:
        left = _LONGEST_ROW + 1
        for cell in cells:
            header = self._headers.get(cell.column, "") if labelled else ""
            words = f"{header}: {cell.text}" if 0 < len(header) <= _LONGEST_HEADER else cell.text
            yield words[:left]
            left = max(0, left - len(words))


def _header_rows(rows: list[SheetRow], *, known: bool) -> int:
    """How many of `rows`, the first of a table, name its columns. `known`: a table above has headers."""
    marked = next((index for index, row in enumerate(rows) if not row.is_header), len(rows))
    if marked:
        return marked
    is_grouped = len(rows) > 2 and any(cell.columns > 1 for cell in rows[0].cells)
    heads = 2 if is_grouped and _could_head(rows[1].cells) else 1
    return heads if rows[heads:] and _is_header(rows[0].cells, rows[heads:], known=known) else 0


def _is_header(cells: list[SheetCell], rows: list[SheetRow], *, known: bool) -> bool:
    if not _could_head(cells) or len({cell.text for cell in cells}) < len(cells):
        return False
    if all(cell.is_bold for cell in cells):
        return not all(cell.is_bold for row in rows for cell in row.cells)
    if not _figure_columns(rows).isdisjoint(column for cell in cells for column in _columns(cell)):
        return True
    is_wide = len(cells) > 2 and all(1 < len(row.cells) <= len(cells) for row in rows)
    return is_wide and len(rows) > 2 and not known


def _could_head(cells: list[SheetCell]) -> bool:
    """Short words, and perhaps years that follow each other."""
    figures = [cell.text for cell in cells if cell.is_figure]
    are_short = len(cells) > 1 and all(len(cell.text) <= _LONGEST_HEADER for cell in cells)
    return are_short and len(figures) < len(cells) and (not figures or _are_years(figures))


def _are_years(texts: list[str]) -> bool:
    if len(texts) < 2 or not all(text.isascii() and text.isdigit() and len(text) == 4 for text in texts):
        return False
    years = [int(text) for text in texts]
    follow = all(abs(after - before) == 1 for before, after in pairwise(years))
    return follow and all(year in _YEARS for year in years)


def _figure_columns(rows: list[SheetRow]) -> set[int]:
    """Those with two figures or more, and nothing else."""
    found: dict[int, list[bool]] = {}
    for row in rows:
        for cell in row.cells:
            found.setdefault(cell.column, []).append(cell.is_figure)
    return {column for column, figures in found.items() if len(figures) > 1 and all(figures)}


def _columns(cell: SheetCell) -> range:
    return range(cell.column, cell.column + min(cell.columns, _MOST_SPANNED))
