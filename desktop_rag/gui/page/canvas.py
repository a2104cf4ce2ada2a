"""The paper of a page's picture and what lies on it: marks, badges, found words, selection. GUI thread.

Places are shares (0–1) of the picture, so that nothing has to be worked out again at another zoom.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_rag.domain.documents import Box
from desktop_rag.domain.page_words import PageWords
from desktop_rag.gui.page.marks import (
    PageMark,
    badge_beside,
    badge_places,
    badge_size,
    fill_marks,
    grown,
    hue_color,
    mixed,
    needs_badges,
    paint_badge,
)
from desktop_rag.gui.widgets.theme import LIGHT, Theme

SELECTION_STRENGTH = 0.38
FOUND_STRENGTH = 0.45


class PageCanvas(QWidget):
    """What the pointer does is told with its `QMouseEvent`; what that means is not decided here."""

    pressed = Signal(object)
    pressed_twice = Signal(object)
    dragged = Signal(object)
    released = Signal(object)
    hovered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pictureCanvas")
        self.setMouseTracking(True)
        self._theme = theme
        self.image = QImage()
        self.paper = QRect()
        self.marks: tuple[PageMark, ...] = ()
        self.words = PageWords()
        self.selected: tuple[Box, ...] = ()
        self.found: Sequence[tuple[Box, ...]] = ()
        self.current = -1

    def on_paper(self, box: Box) -> QRectF:
        """Where a box lies on this widget."""
        paper = self.paper
        return QRectF(
            paper.left() + box.x0 * paper.width(),
            paper.top() + box.y0 * paper.height(),
            (box.x1 - box.x0) * paper.width(),
            (box.y1 - box.y0) * paper.height(),
        )

    def share_of(self, point: QPointF) -> tuple[float, float]:
        """The share of the picture's width and height at which a point of this widget lies."""
        paper = self.paper
        return (
            (point.x() - paper.left()) / max(1, paper.width()),
            (point.y() - paper.top()) / max(1, paper.height()),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.pressed.emit(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.pressed_twice.emit(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        (self.dragged if event.buttons() else self.hovered).emit(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.released.emit(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("backdrop"))
        if not self.image.isNull():
            self._paint_page(painter)
        painter.end()

    def _paint_page(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.paper, self.image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for mark in self.marks:
            fill_marks(painter, self._rects(mark.boxes), mark)
        self._paint_found(painter)
        self._cover(painter, self.selected, mixed(QColor(LIGHT.accent), QColor("white"), SELECTION_STRENGTH))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if dim := self._theme.palette.page_dim:
            painter.fillRect(self.paper, QColor(0, 0, 0, dim))
        self._underline(painter)
        self._frame_current(painter)
        painter.setPen(self._theme.color("hairline"))
        painter.drawRect(self.paper.adjusted(-1, -1, 0, 0))
        self._paint_badges(painter)

    def _rects(self, boxes: Sequence[Box]) -> list[QRectF]:
        return [self.on_paper(box) for box in boxes]

    def _cover(self, painter: QPainter, boxes: Sequence[Box], colour: QColor) -> None:
        """Colours in place of what lies there already: two of them through each other would be a third."""
        for rect in self._rects(boxes):
            painter.save()
            painter.setClipRect(rect)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.drawImage(self.paper, self.image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(rect, colour)
            painter.restore()

    def _paint_found(self, painter: QPainter) -> None:
        faint = mixed(QColor(LIGHT.found), QColor("white"), FOUND_STRENGTH)
        for number, boxes in enumerate(self.found):
            self._cover(painter, boxes, QColor(LIGHT.found) if number == self.current else faint)

    def _underline(self, painter: QPainter) -> None:
        """A line under the opened citation, where it is one of several: a second sign beside its colour."""
        if not needs_badges(self.marks):
            return
        for mark in self.marks:
            if mark.strong:
                colour = mixed(hue_color(LIGHT, mark.hue, strong=True, paper=""), QColor("black"), 0.45)
                for rect in self._rects(mark.boxes):
                    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 2), colour)

    def _frame_current(self, painter: QPainter) -> None:
        if 0 <= self.current < len(self.found):
            painter.setPen(QPen(QColor(LIGHT.text), 1))
            for rect in self._rects(self.found[self.current]):
                painter.drawRect(grown(rect))

    def _paint_badges(self, painter: QPainter) -> None:
        if not needs_badges(self.marks):
            return
        there = [mark for mark in self.marks if mark.boxes and mark.number is not None]
        numbered = sorted(there, key=lambda mark: not mark.strong)
        wanted = [self._badge(mark) for mark in numbered]
        for mark, rect in zip(numbered, badge_places(wanted, 1.0), strict=True):
            paint_badge(painter, rect, mark, self._theme, LIGHT)

    def _badge(self, mark: PageMark) -> QRectF:
        """Before the line that the citation begins on, where it hides no words."""
        box = mark.boxes[0]
        left = min([box.x0, *self._line_start(box)])
        first = self.on_paper(Box(left, box.y0, box.x1, box.y1))
        size = badge_size(self._theme, mark.number or 0)
        return badge_beside(QPointF(first.left(), first.center().y()), size)

    def _line_start(self, box: Box) -> list[float]:
        number = self.words.at(box.x0, (box.y0 + box.y1) / 2)
        return [self.words.words[self.words.line(number)[0]].x0] if number is not None else []
