"""What was found in the guide, as a list: the section, its chapter, the words that fit. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_rag.domain.guide_search import GuideHit
from desktop_rag.gui.widgets.basics import plain_tooltip, set_up_rows
from desktop_rag.gui.widgets.theme import RADIUS, Space, Theme, TypeSize
from desktop_rag.gui.wording.language import translate

_Index = QModelIndex | QPersistentModelIndex
_HIT_ROLE = Qt.ItemDataRole.UserRole + 1
WIDTH = 600
_LINES = 2
"""Of the sentence."""


class ResultsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[GuideHit, ...] = ()

    def show_hits(self, hits: Sequence[GuideHit]) -> None:
        self.beginResetModel()
        self._hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self._hits[index.row()]
        if role == _HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.section.heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(hit.section.heading) + plain_tooltip(hit.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = translate("Help", "{heading}, in {chapter}: {words}")
            return said.format(heading=hit.section.heading, chapter=hit.title, words=hit.excerpt)
        return None


class ResultsList(QListView):
    """`hit_chosen(GuideHit)` on a click or Enter; `left_upwards` when Up goes beyond the first row."""

    hit_chosen = Signal(object)
    left_upwards = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(translate("Help", "What was found in the guide"))
        set_up_rows(self)
        self.setSpacing(1)
        self.setMaximumWidth(theme.px(WIDTH))
        self._rows = ResultsModel()
        self.setModel(self._rows)
        self.setItemDelegate(_ResultDelegate(theme, self))
        self.clicked.connect(self._choose)
        theme.changed.connect(lambda: self._on_theme(theme))

    def show_hits(self, hits: Sequence[GuideHit]) -> None:
        """The row at which the keyboard is stays the current one, wherever it stands now."""
        before = self.currentIndex().data(_HIT_ROLE) if self.hasFocus() else None
        self._rows.show_hits(hits)
        kept = (row for row, hit in enumerate(hits) if before and hit.section.place == before.section.place)
        if hits:
            self.setCurrentIndex(self._rows.index(next(kept, 0)))

    def _on_theme(self, theme: Theme) -> None:
        self.setMaximumWidth(theme.px(WIDTH))
        self.doItemsLayout()

    def choose_current(self) -> None:
        if self.currentIndex().isValid():
            self._choose(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.hit_chosen.emit(index.data(_HIT_ROLE))


class _ResultDelegate(QStyledItemDelegate):
    """The heading; the chapter beside it where that differs; two lines of the text with the words lit."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, self._head() + self._line() + _LINES * self._line() + 2 * Space.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit = index.data(_HIT_ROLE)
        if not isinstance(hit, GuideHit):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self._background(painter, option)
        top = QRect(rect.left(), rect.top(), rect.width(), self._head())
        self._text(painter, hit.section.heading, top, "text", TypeSize.CONTROL, bold=True)
        below = QRect(rect.left(), top.bottom() + 1, rect.width(), self._line())
        self._text(painter, hit.title, below, "secondary", TypeSize.CAPTION)
        self._excerpt(painter, hit, QPoint(rect.left(), below.bottom() + 1), rect.width())
        painter.restore()

    def _head(self) -> int:
        return self._theme.px(TypeSize.CONTROL + 7)

    def _line(self) -> int:
        return self._theme.px(TypeSize.CAPTION + 6)

    def _background(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        rect, state = option.rect, option.state
        chosen = state & QStyle.StateFlag.State_Selected
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selected" if chosen else "hover"))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        return rect.adjusted(Space.S, Space.S, -Space.S, -Space.S)

    def _text(
        self, painter: QPainter, text: str, rect: QRect, colour: str, size: int, *, bold: bool = False
    ) -> None:
        painter.setFont(self._theme.font(size, bold=bold))
        painter.setPen(self._theme.color(colour))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, int(flags), elided)

    def _excerpt(self, painter: QPainter, hit: GuideHit, origin: QPoint, width: int) -> None:
        layout = QTextLayout(hit.excerpt, self._theme.font(TypeSize.CAPTION))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.setFormats([self._lit(start, end) for start, end in hit.marks])
        layout.beginLayout()
        y = 0.0
        for _ in range(_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPoint(0, 0).toPointF() + QPoint(0, round(y)).toPointF())
            y += self._line()
        layout.endLayout()
        painter.setPen(self._theme.color("text"))
        layout.draw(painter, origin.toPointF())

    def _lit(self, start: int, end: int) -> QTextLayout.FormatRange:
        lit = QTextLayout.FormatRange()
        lit.start, lit.length = start, end - start
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.color("marker")))
        look.setForeground(QColor(self._theme.color("on_marker")))
        lit.format = look
        return lit
