"""Choices that are seen in light and dark: one of several, and on or off. GUI thread."""

from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QStyle, QStyleOptionButton

from desktop_rag.gui.widgets.basics import press_on_enter
from desktop_rag.gui.widgets.icons import Icons


class RadioChoice(QRadioButton):
    """One of several; Enter takes it as the space bar does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not press_on_enter(self, event):
            super().keyPressEvent(event)


class CheckChoice(QCheckBox):
    """On or off; Enter switches it as the space bar does."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not press_on_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The style sheet fills the box; the tick is drawn here: a sheet takes pictures from files only."""
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            tick = self._icons.pixmap("check", "on_accent", 12, self.devicePixelRatioF())
            painter = QPainter(self)
            painter.drawPixmap(box.center().x() - 5, box.center().y() - 5, tick)
            painter.end()
