"""A page of a document without pictures, well set: headings, lists, tables, code, the words lit. GUI thread.

The document is built with cursors and formats from the page's blocks, never from markup.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.gui.theme import Space, Theme, TypeSize

MEASURE = 640
TABLE_CELL_LIMIT = 2000
_LINE_SEPARATOR = "\u2028"
_CELL_SEPARATORS = ("\t", " | ")


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    lit: bool


class PageTextView(QTextBrowser):
    """Shows one page's text and scrolls to its first mark."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("textPage")
        self.setAccessibleName("Page text")
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._theme = theme
        self._page: Page | None = None
        self._marks: tuple[tuple[int, int], ...] = ()
        self._scale = 1.0
        self._mark_position: int | None = None
        theme.changed.connect(self._rebuild)

    @property
    def lit_text(self) -> str:
        """The words marked on screen, for tests and screen readers."""
        return "".join(self._page.text[start:end] for start, end in self._marks) if self._page else ""

    def show_page(self, page: Page, marks: tuple[tuple[int, int], ...]) -> None:
        self._page, self._marks = page, marks
        self._build()
        QTimer.singleShot(0, self, self.seek_mark)

    def set_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self._rebuild()

    def seek_mark(self) -> None:
        """Brings the first mark a third down the view."""
        if self._mark_position is None:
            self.verticalScrollBar().setValue(0)
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._mark_position)
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(max(0, top - self.viewport().height() // 3))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._set_margins()

    def _set_margins(self) -> None:
        side = max(int(Space.XL), (self.width() - round(MEASURE * self._scale)) // 2)
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(side)
        frame.setRightMargin(side)
        frame.setTopMargin(Space.XL)
        frame.setBottomMargin(Space.XXL)
        self.document().rootFrame().setFrameFormat(frame)

    def _rebuild(self) -> None:
        if self._page:
            place = self.verticalScrollBar().value()
            self._build()
            self.verticalScrollBar().setValue(place)

    def _build(self) -> None:
        page = self._page
        if page is None:
            return
        self.clear()
        self._mark_position = None
        self.document().setDefaultFont(self._font(TypeSize.READING))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for is_table, group in groupby(blocks_of(page), key=_is_table_row):
            if is_table:
                self._add_table(cursor, page, list(group))
                continue
            for block in group:
                self._add_block(cursor, page, block)
        cursor.endEditBlock()
        self._set_margins()

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
            if run.lit:
                shown.setBackground(self._theme.color("marker"))
                shown.setForeground(self._theme.color("on_marker"))
                if self._mark_position is None:
                    self._mark_position = cursor.position()
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


def runs_of(text: str, start: int, end: int, marks: tuple[tuple[int, int], ...]) -> Iterator[_Run]:
    """`text[start:end]` cut where marks begin and end."""
    position = start
    for mark_start, mark_end in sorted(marks):
        first, last = max(position, mark_start), min(end, mark_end)
        if first < last:
            if position < first:
                yield _Run(text[position:first], lit=False)
            yield _Run(text[first:last], lit=True)
            position = last
    if position < end:
        yield _Run(text[position:end], lit=False)


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
