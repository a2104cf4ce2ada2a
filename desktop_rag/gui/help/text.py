"""A chapter of the guide, well set: headings, lists, tables, pictures, links, the sought words marked.

GUI thread. The document is built with cursors and formats from the guide's blocks, never from markup.
"""

from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser

from desktop_rag.domain.documents import BlockKind
from desktop_rag.domain.guide import GuideBlock, GuideChapter, GuidePlace, GuideRun
from desktop_rag.domain.guide_search import marks_in
from desktop_rag.gui.help.pictures import GuidePictures
from desktop_rag.gui.widgets.theme import Space, Theme, TypeSize
from desktop_rag.gui.wording.language import translate

TEXT_WIDTH = 560
"""The most that a line is wide, so that it is read with ease."""
_HEADINGS = {1: TypeSize.TITLE, 2: TypeSize.READING}
_BULLET = "•"
_LINE_SEPARATOR = "\u2028"
_LINE_HEIGHT, _HEADING_HEIGHT = 120, 108


class GuideText(QTextBrowser):
    """`place_chosen(GuidePlace)` on a click or Enter on a link. Nothing outside the guide is ever opened."""

    place_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("guideText")
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self._theme = theme
        self._chapter: GuideChapter | None = None
        self._words: tuple[str, ...] = ()
        self._anchors: dict[str, int] = {}
        self._marks: list[int] = []
        self._sought = ""
        self._text_width = TEXT_WIDTH
        self._pictures = GuidePictures(self.document(), theme)
        self.anchorClicked.connect(self._on_link)
        theme.changed.connect(self._rebuild)

    def set_text_width(self, width: int) -> None:
        """The most that a line takes, in pixels."""
        if width != self._text_width:
            self._text_width = width
            self._set_margins()

    @property
    def chapter(self) -> GuideChapter | None:
        return self._chapter

    def show_chapter(self, chapter: GuideChapter, anchor: str = "", words: tuple[str, ...] = ()) -> None:
        """At the heading that is named, or where `words` stand first below it; they are all marked."""
        name = translate("Help", "Guide: {title}").format(title=chapter.title)
        self.setAccessibleName(name)
        if (chapter, words) != (self._chapter, self._words):
            self._chapter, self._words = chapter, words
            self._build()
        self._sought = anchor
        QTimer.singleShot(0, self, self._seek)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        bar = self.verticalScrollBar()
        first = self.cursorForPosition(QPoint()).position() if bar.value() else None
        super().resizeEvent(event)
        self._set_margins()
        if first is not None:  # what was at the top stays there, however the lines break now
            bar.setValue(self._y(first))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._set_margins()
        return super().event(event)

    def _on_link(self, url: QUrl) -> None:
        chapter, _, anchor = url.toString().partition("#")
        self.place_chosen.emit(GuidePlace(chapter, anchor))

    def _seek(self) -> None:
        """The heading at the top, unless the first word below it would stay out of view."""
        at = self._anchors.get(self._sought, 0)
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        top = self._y(at) - Space.S if at else 0
        first = next((mark for mark in self._marks if mark >= at), None)
        if self._sought and first is not None and self._y(first) > top + self.viewport().height() * 3 // 4:
            top = self._y(first) - self.viewport().height() // 3
        bar.setValue(max(0, round(top)))

    def _y(self, position: int) -> int:
        """Where in the whole document a character stands."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        return self.cursorRect(cursor).top() + self.verticalScrollBar().value()

    def _set_margins(self) -> None:
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(Space.S)
        frame.setTopMargin(Space.L)
        frame.setBottomMargin(Space.XXL)
        room = self.viewport().width() - Space.S
        frame.setRightMargin(max(int(Space.S), room - self._text_width))
        self.document().rootFrame().setFrameFormat(frame)
        self._pictures.fit(min(self._text_width, room - Space.S), self.devicePixelRatioF())

    def _rebuild(self) -> None:
        place = self.verticalScrollBar().value()
        self._build()
        self.verticalScrollBar().setValue(place)

    def _build(self) -> None:
        if self._chapter is None:
            return
        self.clear()
        self._anchors, self._marks = {}, []
        self._pictures.clear()
        document = self.document()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.font(TypeSize.READING))
        self.setTabStopDistance(self._theme.px(Space.XL))  # from the mark of an item to its words
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for section in self._chapter.sections:
            for is_row, blocks in groupby(
                section.blocks, key=lambda block: block.kind is BlockKind.TABLE_ROW
            ):
                if is_row:
                    self._add_table(cursor, list(blocks))
                    continue
                for block in blocks:
                    self._add_block(cursor, block, section.place.anchor)
        cursor.endEditBlock()
        self._set_margins()

    def _add_block(self, cursor: QTextCursor, block: GuideBlock, anchor: str) -> None:
        if block.picture and block.picture.png:
            cursor.insertBlock(self._picture_format(), QTextCharFormat())
            self._pictures.add(cursor, block.picture, block.text)
        look = self._char_format(block)
        if cursor.position():
            cursor.insertBlock(self._block_format(block), look)
        else:
            cursor.setBlockFormat(self._block_format(block))
        if block.kind is BlockKind.HEADING:
            self._anchors[anchor] = cursor.position() if anchor else 0
        if block.kind is BlockKind.LIST_ITEM:
            mark = _BULLET if block.number is None else f"{block.number}."
            cursor.insertText(f"{mark}\t", look)
        self._add_runs(cursor, block.runs, look)

    def _add_table(self, cursor: QTextCursor, rows: list[GuideBlock]) -> None:
        columns = max(len(row.cells) for row in rows)
        table = cursor.insertTable(len(rows), columns, self._table_format(columns))
        for number, row in enumerate(rows):
            look = self._char_format(row)
            for column, runs in enumerate(row.cells):
                self._add_runs(table.cellAt(number, column).firstCursorPosition(), runs, look)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _add_runs(self, cursor: QTextCursor, runs: tuple[GuideRun, ...], look: QTextCharFormat) -> None:
        for run in runs:
            own, text = self._run_format(run, look), run.text.replace("\n", _LINE_SEPARATOR)
            place = 0
            for start, end in marks_in(text, self._words):
                cursor.insertText(text[place:start], own)
                self._marks.append(cursor.position())
                cursor.insertText(text[start:end], self._marked(own))
                place = end
            cursor.insertText(text[place:], own)

    def _run_format(self, run: GuideRun, look: QTextCharFormat) -> QTextCharFormat:
        own = QTextCharFormat(look)
        if run.strong:
            own.setFontWeight(QFont.Weight.DemiBold)
        if run.code:
            own.setFont(self._theme.font(TypeSize.CONTROL, mono=True))
        if run.link:
            own.setAnchor(True)
            own.setAnchorHref(f"{run.link.chapter}#{run.link.anchor}")
            own.setForeground(self._theme.color("accent"))
            own.setFontUnderline(True)
        return own

    def _marked(self, look: QTextCharFormat) -> QTextCharFormat:
        marked = QTextCharFormat(look)
        marked.setBackground(self._theme.color("marker"))
        marked.setForeground(self._theme.color("on_marker"))
        return marked

    def _char_format(self, block: GuideBlock) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(self._theme.color("text"))
        look.setFont(self._theme.font(TypeSize.READING))
        if block.kind is BlockKind.HEADING:
            size = _HEADINGS.get(block.level, TypeSize.CONTROL)
            look.setFont(self._theme.font(size, bold=True))
        elif block.kind is BlockKind.CODE:
            look.setFont(self._theme.font(TypeSize.CONTROL, mono=True))
        elif block.picture:
            look.setFont(self._theme.font(TypeSize.CAPTION))
            look.setForeground(self._theme.color("secondary"))
        elif block.kind is BlockKind.TABLE_ROW:
            look.setFont(self._theme.font(TypeSize.CONTROL, bold=block.is_head))
            if block.is_head:
                look.setForeground(self._theme.color("secondary"))
        return look

    def _block_format(self, block: GuideBlock) -> QTextBlockFormat:
        look = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        is_heading = block.kind is BlockKind.HEADING
        look.setLineHeight(_HEADING_HEIGHT if is_heading else _LINE_HEIGHT, proportional)
        look.setTopMargin(Space.XL if is_heading and block.level > 1 else 0)
        look.setBottomMargin(Space.S if is_heading else Space.M)
        if is_heading:
            look.setHeadingLevel(block.level)
        indent = self._theme.px(Space.XL)
        if block.kind is BlockKind.LIST_ITEM:
            look.setLeftMargin(indent * block.level)
            look.setTextIndent(-indent)
            look.setBottomMargin(Space.S)
        elif block.kind is BlockKind.CODE:
            look.setLeftMargin(indent * block.level + Space.M)
        elif not is_heading:
            look.setLeftMargin(indent * block.level)
        return look

    def _picture_format(self) -> QTextBlockFormat:
        look = QTextBlockFormat()
        look.setTopMargin(Space.S)
        look.setBottomMargin(Space.XS)
        look.setNonBreakableLines(True)
        return look

    def _table_format(self, columns: int) -> QTextTableFormat:
        look = QTextTableFormat()
        look.setBorder(0.5)
        look.setBorderBrush(self._theme.color("hairline"))
        look.setBorderCollapse(True)
        look.setCellPadding(Space.XS + 2)
        look.setTopMargin(Space.S)
        look.setBottomMargin(Space.M)
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        if columns == 2:
            widths = (38, 62)
            lengths = [QTextLength(QTextLength.Type.PercentageLength, width) for width in widths]
            look.setColumnWidthConstraints(lengths)
        look.setAlignment(Qt.AlignmentFlag.AlignLeading)
        return look
