"""Words that paint events of ours draw, where, and whether they have the room. GUI thread.

Python code draws with `QPainter.drawText` and shortens with `QFontMetrics.elidedText`: both are listened to
while a widget is painted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tests.gui.looks_parts import TOLERANCE, Flaw, smaller, where

TALLEST = "ÄÉgj"
FEWEST_LETTERS = 4
"""What is shortened to fewer says nothing any more."""


@dataclass(frozen=True, slots=True)
class Painted:
    """Words that a paint event of ours drew: where on `widget`, and how much room they want there."""

    widget: QWidget
    text: str
    whole: str
    rect: QRect
    needs: QSize
    size_px: int
    bold: bool


@contextmanager
def _listening(found: list[Painted]) -> Iterator[None]:
    """Hears what Python code draws with `QPainter.drawText`, and what it shortened before."""
    draw, elide = QPainter.drawText, QFontMetrics.elidedText
    wholes: dict[str, str] = {}

    def shortening(metrics: QFontMetrics, text: str, *rest: object) -> str:
        short: str = elide(metrics, text, *rest)
        if short != text:
            wholes[short] = text
        return short

    def drawing(painter: QPainter, *what: object) -> object:
        painted = _heard(painter, what, wholes)
        if painted is not None:
            found.append(painted)
        return draw(painter, *what)

    QPainter.drawText, QFontMetrics.elidedText = drawing, shortening
    try:
        yield
    finally:
        QPainter.drawText, QFontMetrics.elidedText = draw, elide


def _heard(painter: QPainter, what: tuple[object, ...], wholes: dict[str, str]) -> Painted | None:
    device, texts = painter.device(), [each for each in what if isinstance(each, str)]
    if not isinstance(device, QWidget) or not texts or not texts[0].strip():
        return None
    place, text, metrics = what[0], texts[0], painter.fontMetrics()
    if isinstance(place, QRect | QRectF):
        rect = place.toRect() if isinstance(place, QRectF) else place
        flags = next((int(each) for each in what[1:] if isinstance(each, int)), 0)
        needs = metrics.boundingRect(rect, flags, text).size()
        if needs.height() <= metrics.lineSpacing() + 2 * TOLERANCE:
            # The letters themselves: a line has a little air above and below.
            needs.setHeight(metrics.tightBoundingRect(TALLEST).height())
    else:
        needs = QSize(metrics.horizontalAdvance(text), metrics.height())
        x, y = (place.x(), place.y()) if hasattr(place, "x") else (what[0], what[1])
        rect = QRect(QPoint(int(x), int(y) - metrics.ascent()), needs)
    font = painter.font()
    size = font.pixelSize() if font.pixelSize() > 0 else painter.fontInfo().pixelSize()
    rect = painter.worldTransform().mapRect(rect)
    return Painted(device, text, wholes.get(text, ""), rect, needs, size, font.bold())


def painted_in(widget: QWidget) -> list[Painted]:
    """What the paint events of `widget` and of all that is in view draw as words."""
    found: list[Painted] = []
    with _listening(found):
        widget.grab()
    return found


def badly_painted(painted: Painted) -> Iterator[Flaw]:
    place = where(painted.widget)
    crowded = smaller(painted.rect.size(), painted.needs)
    if crowded:
        yield Flaw(f"is painted where it {crowded}", place, painted.text)
    shown = painted.rect.intersected(painted.widget.rect())
    if not painted.widget.rect().intersects(painted.rect):
        return
    if shown.width() < painted.rect.width() - TOLERANCE and painted.needs.width() > shown.width():
        yield Flaw("is painted beyond the edge", place, painted.text)
    if painted.whole and len(painted.text.replace("…", "")) < min(FEWEST_LETTERS, len(painted.whole)):
        yield Flaw(f"is all that is left of {painted.whole!r}", place, painted.text)
    if painted.whole and not _whole_can_be_had(painted):
        yield Flaw("is shortened without a tooltip", place, painted.text)


def _whole_can_be_had(painted: Painted) -> bool:
    widget, view = painted.widget, painted.widget.parentWidget()
    if isinstance(view, QAbstractItemView) and view.viewport() is widget:
        return bool(view.indexAt(painted.rect.center()).data(Qt.ItemDataRole.ToolTipRole))
    return bool(widget.toolTip())


def painted_over_each_other(painted: list[Painted]) -> Iterator[Flaw]:
    places: dict[int, dict[tuple[str, int, int], Painted]] = {}
    for each in painted:
        rows = places.setdefault(id(each.widget), {})
        rows[each.text, each.rect.x(), each.rect.y()] = each
    for rows in places.values():
        for one, other in combinations(rows.values(), 2):
            if over_each_other(_inked(one), _inked(other)):
                yield Flaw(f"is painted over {other.text!r}", where(one.widget), one.text)


def _inked(painted: Painted) -> QRect:
    """About where the letters are: rows stand close, and line height is more than the letters take."""
    wide = min(painted.needs.width(), painted.rect.width())
    tall = min(painted.needs.height(), painted.rect.height()) - 4
    left = painted.rect.left()
    if painted.needs.width() < painted.rect.width() - 2:
        return QRect(left, painted.rect.center().y() - tall // 2, wide, tall)
    return QRect(left, painted.rect.center().y() - tall // 2, painted.rect.width(), tall)


def over_each_other(one: QRect, other: QRect) -> bool:
    both = one.intersected(other)
    return both.width() > TOLERANCE and both.height() > TOLERANCE
