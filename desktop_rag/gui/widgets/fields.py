"""Fields to choose or to set a number in, seen in light and dark alike. GUI thread.

The style sheet draws their frames; the arrows are drawn here: a sheet takes pictures from files only, in one
colour. None of them changes under the wheel while a page is scrolled over it.
"""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyle,
    QStyleOptionSpinBox,
    QWidget,
)

from desktop_rag.gui.widgets.icons import Icons

ARROW = 16
SMALL_ARROW = 10
FROM_EDGE = 6


class ChoiceField(QComboBox):
    """One of several, in a list that opens below."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the list as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = FROM_EDGE if mirrored else self.width() - ARROW - FROM_EDGE
        place = QRect(left, (self.height() - ARROW) // 2, ARROW, ARROW)
        _draw(self, self._icons, "chevron-down", place)


class NumberField(QSpinBox):
    """A whole number."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        _set_up(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        _draw_arrows(self, self._icons, option)


class FactorField(QDoubleSpinBox):
    """A number with decimal places."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        _set_up(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        _draw_arrows(self, self._icons, option)


def _set_up(field: QAbstractSpinBox) -> None:
    """A sheet's padding does not reach the line inside."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.lineEdit().setTextMargins(FROM_EDGE, 0, 0, 0)


def _draw_arrows(field: QWidget, icons: Icons, option: QStyleOptionSpinBox) -> None:
    style = field.style()
    for part, upside_down in (
        (QStyle.SubControl.SC_SpinBoxUp, True),
        (QStyle.SubControl.SC_SpinBoxDown, False),
    ):
        room = style.subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, field)
        corner = room.center() - QPoint(SMALL_ARROW // 2, SMALL_ARROW // 2)
        place = QRect(corner.x(), corner.y(), SMALL_ARROW, SMALL_ARROW)
        _draw(field, icons, "chevron-down", place, upside_down=upside_down)


def _draw(field: QWidget, icons: Icons, name: str, place: QRect, *, upside_down: bool = False) -> None:
    colour = "secondary" if field.isEnabled() else "border"
    arrow = icons.pixmap(name, colour, place.width(), field.devicePixelRatioF())
    painter = QPainter(field)
    painter.translate(place.center())
    if upside_down:
        painter.scale(1, -1)
    painter.drawPixmap(QPoint(-place.width() // 2, -place.height() // 2), arrow)
    painter.end()
