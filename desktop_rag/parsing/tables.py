"""Tables as rows that each make sense alone. Parser child, main thread.

A search finds single rows, so a data row repeats its column's header: "Plan: Plus | Deductible: $500".
A table without a marked header gets its first row as one if that is set in bold, or names columns of figures.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_rag.domain.documents import BlockKind
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.flow import BlockFlow

_ROWS_SEEN_FOR_HEADER = 12
_LONGEST_HEADER = 80
_LONGEST_VALUE = 1_000
_LONGEST_SPANNING = 200
_MOST_SPANNING = 50
_MOST_COLUMNS_SPANNED = 100
_MOST_ROWS_SPANNED = 1_000
_FIGURE = re.compile(r"[^\w]*\d")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class _Cell:
    is_header: bool
    columns: int
    rows: int
    flow: BlockFlow = field(default_factory=BlockFlow)
    text: str = ""

    def close(self) -> None:
        self.flow.flush()
        self.text = " ".join(" ".join(block.text for block in self.flow.blocks).split())

    @property
    def is_bold(self) -> bool:
        return bool(self.text) and not self.flow.has_plain_text

    @property
    def is_structured(self) -> bool:
        kinds = {block.kind for block in self.flow.blocks}
        return not kinds.isdisjoint((BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.CODE))


@dataclass(slots=True)
class _Row:
    """Cells by their column, those reaching down from rows above included."""

    cells: dict[int, _Cell]
    in_head: bool

    @property
    def is_layout(self) -> bool:
        """Cells that hold sections rather than values."""
        return any(len(cell.text) > _LONGEST_VALUE or cell.is_structured for cell in self.cells.values())

    @property
    def is_header(self) -> bool:
        marked = all(cell.is_header for cell in self.cells.values())
        return self.in_head or (marked and len(self.cells) > 1)

    def texts(self) -> list[str]:
        return [self.cells[column].text for column in sorted(self.cells)]


class TableBuilder:
    """Fed with the rows and cells of one table; gives its blocks as soon as they are certain."""

    def __init__(self) -> None:
        self._cells: dict[int, _Cell] = {}
        self._next_column = 0
        self._cell: _Cell | None = None
        self._spanning: dict[int, tuple[int, _Cell]] = {}
        self._in_head = False
        self._headers: dict[int, str] = {}
        self._undecided: list[_Row] | None = []
        self._tight = False

    def start_section(self, tag: str) -> None:
        self._in_head = tag == "thead"

    def end_section(self) -> None:
        self._in_head = False

    def start_cell(self, tag: str, attributes: Mapping[str, str]) -> BlockFlow:
        """Where the cell's content is to go until `end_cell`."""
        self.end_cell()
        columns = _span(attributes.get("colspan"), _MOST_COLUMNS_SPANNED)
        self._cell = _Cell(tag == "th", columns, _span(attributes.get("rowspan"), _MOST_ROWS_SPANNED))
        return self._cell.flow

    def end_cell(self) -> None:
        if self._cell is None:
            return
        self._cell.close()
        column = self._next_column
        for start, (_, above) in sorted(self._spanning.items()):
            if start <= column < start + above.columns:
                column = start + above.columns
        self._cells[column] = self._cell
        self._next_column = column + self._cell.columns
        self._cell = None

    def end_row(self) -> list[TextBlock]:
        self.end_cell()
        if not self._cells:
            return []
        row = _Row(self._with_spanning(), self._in_head)
        self._cells = {}
        self._next_column = 0
        return self._take(row) if any(row.texts()) else []

    def end(self) -> list[TextBlock]:
        """The rest of the table; it may end in the middle of a row."""
        return self.end_row() + self._decide()

    def _with_spanning(self) -> dict[int, _Cell]:
        cells = dict(self._cells)
        reaching: dict[int, tuple[int, _Cell]] = {}
        for column, (rows, cell) in self._spanning.items():
            cells.setdefault(column, cell)
            if rows > 1:
                reaching[column] = (rows - 1, cell)
        for column, cell in self._cells.items():
            if cell.rows > 1 and len(cell.text) <= _LONGEST_SPANNING and len(reaching) < _MOST_SPANNING:
                reaching[column] = (cell.rows - 1, cell)
        self._spanning = reaching
        return cells

    def _take(self, row: _Row) -> list[TextBlock]:
        if self._undecided is None:
            return self._blocks(row)
        if row.is_header and not self._undecided:
            return self._head(row)
        if self._headers:
            self._undecided = None
            return self._blocks(row)
        self._undecided.append(row)
        return self._decide() if len(self._undecided) >= _ROWS_SEEN_FOR_HEADER else []

    def _decide(self) -> list[TextBlock]:
        rows, self._undecided = self._undecided or [], None
        blocks: list[TextBlock] = []
        if not self._headers and _first_is_header(rows):
            blocks += self._head(rows.pop(0))
        for row in rows:
            blocks += self._blocks(row)
        return blocks

    def _head(self, row: _Row) -> list[TextBlock]:
        blocks = self._blocks(row)
        for column, cell in row.cells.items():
            for spanned in range(column, column + cell.columns):
                above = self._headers.get(spanned, "")
                text = cell.text if cell.text == above else f"{above} {cell.text}".strip()
                self._headers[spanned] = text.rstrip(": ")
        return blocks

    def _blocks(self, row: _Row) -> list[TextBlock]:
        if row.is_layout or (len(row.cells) == 1 and not self._headers):
            self._tight = False
            return [block for cell in row.cells.values() for block in cell.flow.blocks]
        text = self._row_text(row)
        block = TextBlock(BlockKind.TABLE_ROW, text, tight=self._tight)
        self._tight = True
        return [block]

    def _row_text(self, row: _Row) -> str:
        if not self._headers or row.is_header:
            return " | ".join(row.texts()).strip(" |")
        parts = []
        for column in sorted(row.cells):
            header, value = self._headers.get(column, ""), row.cells[column].text
            if value:
                parts.append(f"{header}: {value}" if 0 < len(header) <= _LONGEST_HEADER else value)
        return " | ".join(parts)


def _first_is_header(rows: list[_Row]) -> bool:
    if len(rows) < 2 or rows[0].is_layout or not _could_head_columns(rows[0].texts()):
        return False
    if all(cell.is_bold for cell in rows[0].cells.values()):
        return not all(cell.is_bold for row in rows[1:] for cell in row.cells.values())
    has_figures = any(_is_figures(column, rows[1:]) for column in rows[0].cells)
    return has_figures and not any(map(_DIGIT.search, rows[0].texts()))


def _could_head_columns(texts: list[str]) -> bool:
    are_short = all(0 < len(text) <= _LONGEST_HEADER for text in texts)
    return are_short and len(texts) > 1 and len(set(texts)) == len(texts)


def _is_figures(column: int, rows: list[_Row]) -> bool:
    values = [row.cells[column].text for row in rows if column in row.cells]
    return len(values) >= 2 and all(map(_FIGURE.match, values))


def _span(value: str | None, most: int) -> int:
    is_number = value is not None and re.fullmatch(r"[0-9]{1,8}", value.strip())
    return min(most, max(1, int(value))) if value and is_number else 1
