"""Paints what was found: a heading, a file, or a passage with the found words in bold. GUI thread."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop_rag.app.instant_search import FoundPassage
from desktop_rag.domain.snippets import Snippet
from desktop_rag.gui.library.delegates import FileDelegate
from desktop_rag.gui.library.items import FileItem
from desktop_rag.gui.search.model import AllFiles, Heading, name_of, place_of
from desktop_rag.gui.widgets.row_delegate import ITEM_ROLE
from desktop_rag.gui.widgets.text_ranges import format_range
from desktop_rag.gui.widgets.theme import Space, TypeSize

_Index = QModelIndex | QPersistentModelIndex
LINES = 2
LEAST_PLACE_SHARE = 0.3
"""Of a row's width. What the document's name does not need is the place's too: the name is seen first."""
MORE = "…"


class FoundDelegate(FileDelegate):
    """Rows of four heights."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        item = index.data(ITEM_ROLE)
        if isinstance(item, FileItem):
            return QSize(120, self.height)
        small = QFontMetrics(self._theme.font(TypeSize.CAPTION)).lineSpacing()
        if isinstance(item, FoundPassage):
            name = QFontMetrics(self._theme.font(TypeSize.CONTROL)).height()
            return QSize(120, name + LINES * small + 2 * Space.S)
        return QSize(120, small + 2 * (Space.S if isinstance(item, Heading) else Space.XS + 1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM_ROLE)
        painter.save()
        if isinstance(item, Heading):
            place = option.rect.adjusted(Space.S, Space.XS, -Space.S, 0)
            self._text_in(painter, option, item.text, place, "secondary", TypeSize.CAPTION, bold=True)
        elif isinstance(item, FoundPassage):
            self._paint_passage(painter, option, self._background(painter, option), item)
        elif isinstance(item, FileItem):
            self._paint_file(painter, option, self._background(painter, option), item)
        elif isinstance(item, AllFiles):
            inner = self._background(painter, option)
            self._text_in(painter, option, item.text, inner, "accent", TypeSize.CAPTION)
        painter.restore()

    def _paint_passage(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, item: FoundPassage
    ) -> None:
        name = QFontMetrics(self._theme.font(TypeSize.CONTROL)).height()
        upper = QRect(inner.left(), inner.top() + Space.XS, inner.width(), name)
        where = place_of(item)
        room = inner.width() - self._width(name_of(item), TypeSize.CONTROL) - Space.M
        room = max(room, round(LEAST_PLACE_SHARE * inner.width()))
        metrics = QFontMetrics(self._theme.font(TypeSize.CAPTION))
        where = metrics.elidedText(where, Qt.TextElideMode.ElideLeft, room)  # its end is the nearest heading
        width = self._width(where, TypeSize.CAPTION)
        place = QRect(upper.right() - width + 1, upper.top(), width, upper.height())
        self._text_in(painter, option, where, place, "secondary", TypeSize.CAPTION, right=True)
        upper.setRight(place.left() - Space.S)
        self._text_in(painter, option, name_of(item), upper, "text", TypeSize.CONTROL)
        lower = QRect(inner.left(), upper.bottom() + 2, inner.width(), inner.bottom() - upper.bottom())
        self._paint_snippet(painter, option, lower, item.snippet)

    def _paint_snippet(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, snippet: Snippet
    ) -> None:
        layout = self._laid_out(snippet.text, snippet, place.width())
        shown = _letters_shown(layout)
        if shown < len(snippet.text):
            layout = self._laid_out(snippet.text[: shown - 1].rstrip() + MORE, snippet, place.width())
        turned = QStyle.visualRect(option.direction, option.rect, place)
        painter.setPen(self._theme.color("secondary"))
        layout.draw(painter, QPointF(turned.topLeft()))

    def _laid_out(self, text: str, snippet: Snippet, width: int) -> QTextLayout:
        layout = QTextLayout(text, self._theme.font(TypeSize.CAPTION))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._bold(text, snippet))
        layout.beginLayout()
        top = 0.0
        for _number in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout

    def _bold(self, text: str, snippet: Snippet) -> list[QTextLayout.FormatRange]:
        look = QTextCharFormat()
        look.setFontWeight(self._theme.font(TypeSize.CAPTION, bold=True).weight())
        look.setForeground(self._theme.color("text"))
        return [format_range(text, start, end, look) for start, end in snippet.bold if start < len(text)]


def _letters_shown(layout: QTextLayout) -> int:
    """How much of its text the lines hold, in characters."""
    if not layout.lineCount():
        return 0
    last = layout.lineAt(layout.lineCount() - 1)
    units = layout.text().encode("utf-16-le", "surrogatepass")[: 2 * (last.textStart() + last.textLength())]
    return len(units.decode("utf-16-le", "ignore"))
