"""How lit words look on a page: a hue for each citation, the opened one strongest. GUI thread.

Never colour alone: where a page holds several, each has its number in a badge, as it has in the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop_rag.domain.documents import Box
from desktop_rag.gui.widgets.theme import LIGHT, Palette, Theme, TypeSize

HUES = ("marker", "marker_green", "marker_blue", "marker_pink")
FAINT = 0.5
"""How much of its hue a citation has that is not the opened one."""
BADGE_GAP = 3
MOST_LIT = 400
"""Places of found words on one page: a single letter stands there thousands of times, each lit in 0.1 ms."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """One citation on a page. `boxes` are in shares of its picture, `spans` offsets into its text."""

    boxes: tuple[Box, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    number: int | None = None
    hue: int = 0
    strong: bool = True


def hue_color(palette: Palette, hue: int, *, strong: bool, paper: str) -> QColor:
    """The colour behind lit words on `paper`."""
    colour = QColor(getattr(palette, HUES[hue % len(HUES)]))
    return colour if strong else mixed(colour, QColor(paper), FAINT)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """So much of `one`, the rest of `other`."""
    rest = 1 - share
    return QColor(
        round(one.red() * share + other.red() * rest),
        round(one.green() * share + other.green() * rest),
        round(one.blue() * share + other.blue() * rest),
    )


def lit_around(spans: Sequence[tuple[int, int]], current: int) -> tuple[Sequence[tuple[int, int]], int]:
    """Which found places of a page to light, around the current one, and its number among them (−1: none)."""
    first = max(0, current - MOST_LIT // 2)
    return spans[first : first + MOST_LIT], current - first if current >= 0 else -1


def fill_marks(painter: QPainter, rects: Sequence[QRectF], mark: PageMark) -> None:
    """Marker pen on paper: what is printed under it stays black, so the painter multiplies."""
    colour = hue_color(LIGHT, mark.hue, strong=mark.strong, paper="#ffffff")
    for rect in rects:
        painter.fillRect(grown(rect), colour)


def grown(rect: QRectF) -> QRectF:
    """A pixel of air on each side, as a marker pen leaves."""
    return rect.adjusted(-1, -1, 1, 1)


def needs_badges(marks: Sequence[PageMark]) -> bool:
    return sum(mark.number is not None for mark in marks) > 1


def badge_size(theme: Theme, number: int) -> tuple[float, float]:
    """Width and height of the badge with a number."""
    metrics = QFontMetricsF(theme.font(TypeSize.CAPTION, bold=True))
    height = metrics.height() + 2
    return max(height, metrics.horizontalAdvance(str(number)) + 8), height


def badge_places(wanted: Sequence[QRectF], left: float) -> list[QRectF]:
    """Those rectangles, moved aside where one would lie on another, none further left than `left`."""
    placed: list[QRectF] = []
    for rect in wanted:
        moved = QRectF(rect)
        moved.moveLeft(max(left, moved.left()))
        while taken := next((one for one in placed if one.intersects(moved)), None):
            if taken.left() - moved.width() - 2 >= left:
                moved.moveRight(taken.left() - 2)
            else:
                moved.moveTop(taken.bottom() + 2)
        placed.append(moved)
    return placed


def paint_badge(painter: QPainter, rect: QRectF, mark: PageMark, theme: Theme, palette: Palette) -> None:
    """The number of a citation in its hue; that of the opened one the other way round."""
    hue, ink = QColor(getattr(palette, HUES[mark.hue % len(HUES)])), QColor(palette.on_marker)
    paper, written = (ink, hue) if mark.strong else (hue, ink)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(mixed(ink, hue, 0.5), 1))
    painter.setBrush(paper)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(written)
    painter.setFont(theme.font(TypeSize.CAPTION, bold=True))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(mark.number))


def badge_beside(point: QPointF, size: tuple[float, float]) -> QRectF:
    """A badge that ends before `point` and is level with it."""
    width, height = size
    return QRectF(point.x() - width - BADGE_GAP, point.y() - height / 2, width, height)
