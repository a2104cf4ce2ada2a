"""What is shown while files are dragged over the window, and which of them can be taken. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_rag.gui.theme import RADIUS, Space, Theme, TypeSize


def dropped_paths(data: QMimeData) -> tuple[list[Path], bool]:
    """The local files and folders in a drop, and whether it also held something not on this computer."""
    local = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
    return local, len(local) < len(data.urls())


class DropOverlay(QWidget):
    """Covers the window; takes no part in mouse or keyboard handling."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self, text: str) -> None:
        self._text = text
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.color("surface"))
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(self._theme.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(Space.L, Space.L, -Space.L, -Space.L), RADIUS, RADIUS)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(TypeSize.WELCOME, bold=True))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._text)
        painter.end()
