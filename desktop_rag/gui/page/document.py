"""A page's text as a document of Qt's: headings, lists, tables, code, the words lit. GUI thread.

It is put together with cursors and formats from the page's blocks, never from markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTableFormat,
)

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.gui.page.marks import PageMark, hue_color
from desktop_rag.gui.page.text_offsets import TextOffsets
from desktop_rag.gui.widgets.theme import Space, Theme, TypeSize

TABLE_CELL_LIMIT = 2000
_LINE_SEPARATOR = "\u2028"
_CELL_SEPARATORS = ("\t", " | ")


@dataclass(frozen=True, slots=True)
class Run:
    """`offset` is where the text begins in the page; `mark` lights it."""

    text: str
    offset: int
    mark: PageMark | None = None


class PageDocument:
    """Fills one document of Qt's with one page. `offsets` tell afterwards what stands where."""

    def __init__(self, document: QTextDocument, theme: Theme, scale: float) -> None:
        self.offsets = TextOffsets()
        self._document = document
        self._theme = theme
        self._scale = scale

    def fill(self, page: Page, marks: Sequence[PageMark]) -> None:
        self._marks = marks
        self._document.clear()
        self._document.setDefaultFont(self._font(TypeSize.READING))
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for is_table, group in groupby(blocks_of(page), key=_is_table_row):
            if is_table:
                self._add_table(cursor, page, list(group))
                continue
            for block in group:
                self._add_block(cursor, page, block)
        cursor.endEditBlock()

    def _add_block(self, cursor: QTextCursor, page: Page, block: Block) -> None:
        look = self._char_format(block)
        if cursor.position():
            cursor.insertBlock(self._block_format(block), look)
        else:
            cursor.setBlockFormat(self._block_format(block))
        if block.kind is BlockKind.LIST_ITEM and not _has_bullet(page.text[block.start : block.end]):
            cursor.insertText("•\u2002", look)
        self._add_runs(cursor, page, block.start, block.end, look)

    def _add_table(self, cursor: QTextCursor, page: Page, rows: list[Block]) -> None:
        """A table where the rows are cut alike; otherwise one line a row, so that nothing is lost."""
        cells = [list(cells_of(page.text, row)) for row in rows]
        columns = max(map(len, cells))
        if columns < 2 or columns * len(cells) > TABLE_CELL_LIMIT:
            for row in rows:
                self._add_block(cursor, page, row)
            return
        table = cursor.insertTable(len(cells), columns, self._table_format())
        look = self._char_format(rows[0])
        for number, line in enumerate(cells):
            for column, (start, end) in enumerate(line):
                self._add_runs(table.cellAt(number, column).firstCursorPosition(), page, start, end, look)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _table_format(self) -> QTextTableFormat:
        look = QTextTableFormat()
        look.setBorder(1)
        look.setBorderBrush(self._theme.color("hairline"))
        look.setBorderCollapse(True)
        look.setCellPadding(Space.XS + 1)
        look.setTopMargin(Space.S)
        look.setBottomMargin(Space.S)
        return look

    def _add_runs(self, cursor: QTextCursor, page: Page, start: int, end: int, look: QTextCharFormat) -> None:
        for run in runs_of(page.text, start, end, self._marks):
            shown = QTextCharFormat(look)
            if run.mark:
                shown.setBackground(mark_colour(self._theme, run.mark))
                shown.setForeground(self._theme.color("on_marker"))
            self.offsets.add(run.offset, cursor.position(), run.text)
            cursor.insertText(run.text.replace("\n", _LINE_SEPARATOR), shown)

    def _char_format(self, block: Block) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(self._theme.color("text"))
        if block.kind is BlockKind.HEADING:
            size = {1: 22, 2: 19, 3: 17}.get(block.level, TypeSize.READING + 1)
            look.setFont(self._font(size, bold=True, serif=False))
        elif block.kind is BlockKind.CODE:
            look.setFont(self._theme.font(round(TypeSize.CONTROL * self._scale), mono=True))
        elif block.kind is BlockKind.TABLE_ROW:
            look.setFont(self._font(TypeSize.CONTROL, serif=False))
        elif block.kind is BlockKind.QUOTE:
            look.setForeground(self._theme.color("secondary"))
        return look

    def _block_format(self, block: Block) -> QTextBlockFormat:
        look = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        is_heading = block.kind is BlockKind.HEADING
        look.setLineHeight(105 if is_heading else 118, proportional)
        look.setTopMargin(Space.L if is_heading else 0)
        look.setBottomMargin(Space.S if is_heading else Space.M)
        if block.kind is BlockKind.LIST_ITEM:
            look.setLeftMargin(Space.XL * (block.level + 1))
            look.setTextIndent(-Space.L)
            look.setBottomMargin(Space.XS)
        elif block.kind in (BlockKind.QUOTE, BlockKind.CODE):
            look.setLeftMargin(Space.L)
        if block.kind is BlockKind.CODE:
            look.setBackground(self._theme.color("panel"))
            look.setLineHeight(112, proportional)
        return look

    def _font(self, size: int, *, bold: bool = False, serif: bool = True) -> QFont:
        return self._theme.font(round(size * self._scale), bold=bold, serif=serif)


def mark_colour(theme: Theme, mark: PageMark) -> QColor:
    """Behind the words of a citation, in the theme in force."""
    return hue_color(theme.palette, mark.hue, strong=mark.strong, paper=theme.palette.surface)


def blocks_of(page: Page) -> Iterator[Block]:
    """The page's blocks, with what lies between them, if it is more than space, as paragraphs."""
    position = 0
    for block in page.blocks:
        yield from _paragraphs(page.text, position, block.start)
        yield block
        position = block.end
    yield from _paragraphs(page.text, position, len(page.text))


def _is_table_row(block: Block) -> bool:
    return block.kind is BlockKind.TABLE_ROW


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    while start < end:
        cut = text.find("\n\n", start, end)
        stop = end if cut < 0 else cut
        if text[start:stop].strip():
            yield Block(BlockKind.PARAGRAPH, start, stop)
        start = stop + 2


def runs_of(text: str, start: int, end: int, marks: Sequence[PageMark]) -> Iterator[Run]:
    """`text[start:end]` cut where marks begin and end; where two overlap, the strong one has the words."""
    ranked = sorted(marks, key=lambda mark: not mark.strong)
    edges = {edge for mark in marks for span in mark.spans for edge in span if start < edge < end}
    for low, high in pairwise([start, *sorted(edges), end]):
        if low < high:
            owner = next((mark for mark in ranked if _covers(mark, low, high)), None)
            yield Run(text[low:high], low, owner)


def _covers(mark: PageMark, low: int, high: int) -> bool:
    return any(first <= low and high <= last for first, last in mark.spans)


def cells_of(text: str, row: Block) -> Iterator[tuple[int, int]]:
    """Offsets of a table row's cells."""
    line = text[row.start : row.end]
    separator = next((mark for mark in _CELL_SEPARATORS if mark in line), None)
    if separator is None:
        yield row.start, row.end
        return
    position = row.start
    for cell in line.split(separator):
        yield position, position + len(cell)
        position += len(cell) + len(separator)


def _has_bullet(text: str) -> bool:
    head = text.lstrip()[:4]
    return head[:1] in "•‣◦–-*" or head[:1].isdigit()
