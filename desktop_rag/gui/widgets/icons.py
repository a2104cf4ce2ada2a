"""Line icons drawn in the theme's colours at the screen's own resolution. GUI thread."""

import math
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_rag.gui.widgets.theme import Theme

_SIZES = (16, 20)


class Icons:
    """Icons by name. Everything is read once, when built, so that no slot touches a file."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self.theme = theme
        self._sources = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.svg"))}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def icon(self, name: str, colour: str = "secondary") -> QIcon:
        """The icon in the palette's colour `colour`, sharp on every screen that is there now.

        For those alone: to draw all that there might be was a tenth of the start.
        """
        icon = QIcon()
        scales = {1, *(math.ceil(screen.devicePixelRatio()) for screen in QGuiApplication.screens())}
        for size in _SIZES:
            for scale in scales:
                icon.addPixmap(self.pixmap(name, colour, size, scale))
                icon.addPixmap(self.pixmap(name, "border", size, scale), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
        """A square picture, `size` device-independent pixels wide; empty when there is no such icon."""
        hexadecimal = self.theme.color(colour).name()
        key = (name, hexadecimal, size, scale)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, hexadecimal, size, scale)
        return self._pixmaps[key]

    def app_icon(self) -> QIcon:
        """The program's own icon, in its own colours."""
        icon = QIcon()
        for size in (16, 24, 32, 48, 64, 128, 256):
            icon.addPixmap(self._render(self._sources.get("app", ""), QSize(size, size)))
        return icon

    def _draw(self, name: str, hexadecimal: str, size: int, scale: float) -> QPixmap:
        source = self._sources.get(name, "")
        for black in ("#000000", "currentColor", "#000"):
            source = source.replace(black, hexadecimal)
        pixmap = self._render(source, QSize(size, size) * scale)
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    @staticmethod
    def _render(source: str, size: QSize) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        if source:
            painter = QPainter(pixmap)
            whole = QRectF(0, 0, size.width(), size.height())
            QSvgRenderer(QByteArray(source.encode())).render(painter, whole)
            painter.end()
        return pixmap
