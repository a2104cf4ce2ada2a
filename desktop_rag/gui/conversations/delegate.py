"""Paints the rows of the list of conversations, and lets a title be typed in its place. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from desktop_rag.gui.conversations.model import ConversationItem, Heading
from desktop_rag.gui.widgets.found_words import found_spans
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_delegate import ITEM_ROLE, RowDelegate
from desktop_rag.gui.widgets.text_ranges import format_range
from desktop_rag.gui.widgets.theme import Space, TypeSize
from desktop_rag.gui.wording.language import translate

_Index = QModelIndex | QPersistentModelIndex
_BAR_WIDTH = 3


class ConversationDelegate(RowDelegate):
    """Two lines: the title; when it was and what is in it. The open one has a bar and a bold title.

    Headings of groups are one quiet line. Words that were searched for are lit.
    """

    def __init__(self, icons: Icons, longest: int, parent: QWidget, room: Callable[[_Index], int]) -> None:
        """`longest` is the most letters of a title; `room` tells how much of a row's end is taken."""
        super().__init__(icons, 0, parent)
        self._longest = longest
        self._room = room
        self._measure()
        icons.theme.changed.connect(self._measure)

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """Asked of each of thousands of rows whenever one changes, so that nothing is measured here."""
        if index.flags() == Qt.ItemFlag.NoItemFlags:
            return self._heading if index.row() else self._first_heading
        return self._item

    def _measure(self) -> None:
        caption = QFontMetrics(self._theme.font(TypeSize.CAPTION)).height()
        title = QFontMetrics(self._theme.font(TypeSize.CONTROL)).height()
        self._item = QSize(120, title + caption + Space.M)
        self._first_heading = QSize(120, caption + Space.XS)
        self._heading = QSize(120, caption + Space.XS + Space.M)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ITEM_ROLE)
        painter.save()
        if isinstance(row, Heading):
            self._paint_heading(painter, option, row)
        elif isinstance(row, ConversationItem):
            self._paint_item(painter, option, row, self._room(index))
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Heading) -> None:
        font = self._theme.font(TypeSize.CAPTION, bold=True)
        height = QFontMetrics(font).height()
        below = QRect(option.rect.left(), option.rect.bottom() - height - 1, option.rect.width(), height)
        inner = below.adjusted(Space.M, 0, -Space.M, 0)
        self._line(painter, option.direction, row.text, inner, font, "secondary", ())

    def _paint_item(
        self, painter: QPainter, option: QStyleOptionViewItem, item: ConversationItem, room: int
    ) -> None:
        inner = self._background(painter, option)
        title = self._theme.font(TypeSize.CONTROL, bold=item.current)
        below = self._theme.font(TypeSize.CAPTION)
        heights = QFontMetrics(title).height(), QFontMetrics(below).height()
        top = inner.top() + (inner.height() - sum(heights)) // 2
        if item.current:
            bar = QRect(inner.left() - Space.S + 2, top + 4, _BAR_WIDTH, sum(heights) - 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(QStyle.visualRect(option.direction, option.rect, bar), 1.5, 1.5)
        width = inner.width() - Space.XS - room
        for words, font, colour, height in zip(
            (item.title, item.words), (title, below), ("text", "secondary"), heights, strict=True
        ):
            line = QRect(inner.left() + Space.XS, top, width, height)
            shown = QStyle.visualRect(option.direction, option.rect, line)
            self._line(painter, option.direction, words, shown, font, colour, item.found)
            top += height

    def _line(
        self,
        painter: QPainter,
        direction: Qt.LayoutDirection,
        text: str,
        rect: QRect,
        font: QFont,
        colour: str,
        found: tuple[str, ...],
    ) -> None:
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        option = QTextOption(QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft))
        option.setTextDirection(direction)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout = QTextLayout(elided, font)
        layout.setTextOption(option)
        lit = self._lit()
        layout.setFormats([format_range(elided, *span, lit) for span in found_spans(elided, found)])
        layout.beginLayout()
        layout.createLine().setLineWidth(rect.width())
        layout.endLayout()
        painter.setPen(self._theme.color(colour))
        layout.draw(painter, QPointF(rect.topLeft()))

    def _lit(self) -> QTextCharFormat:
        lit = QTextCharFormat()
        lit.setBackground(self._theme.color("marker"))
        lit.setForeground(self._theme.color("on_marker"))
        return lit

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(self._longest)
        editor.setAccessibleName(translate("Conversations", "Name of the conversation"))
        editor.setAcceptDrops(False)  # files are for the window around it
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:  # noqa: N802 - Qt's name
        # A list that is refreshed while somebody types must not take the typed words away.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(  # noqa: N802 - Qt's name
        self, editor: QWidget, model: QAbstractItemModel, index: _Index
    ) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        height = min(option.rect.height(), editor.sizeHint().height())
        place = QRect(option.rect.left() + 2, 0, option.rect.width() - 4, height)
        place.moveTop(option.rect.center().y() - height // 2)
        editor.setGeometry(place)
