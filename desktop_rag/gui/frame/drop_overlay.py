"""What is shown while files are dragged over the window, and which of them can be taken. GUI thread."""

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_rag.gui.widgets.theme import RADIUS, Space, Theme, TypeSize

_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


def dropped_paths(data: QMimeData) -> tuple[list[Path], bool]:
    """The local files and folders in a drop, and whether it also held something not on this computer."""
    local = [_path(url) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
    return local, len(local) < len(data.urls())


def _path(url: QUrl) -> Path:
    """Qt's own text of a name that is no UTF-8 leads nowhere: such a file would seem to be gone."""
    if os.name == "nt":
        return Path(url.toLocalFile())
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    return Path(os.fsdecode(unquote_to_bytes(encoded)))


class DropOverlay(QWidget):
    """Covers the window; takes no part in mouse or keyboard handling."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = self._detail = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self, text: str, detail: str = "") -> None:
        """`text` says what a drop would do, `detail` with what."""
        self._text, self._detail = text, detail
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
        frame = self.rect().adjusted(Space.L, Space.L, -Space.L, -Space.L)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        self._paint_words(painter, frame.adjusted(Space.XL, 0, -Space.XL, 0))
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        """Both in the middle, the text above the detail."""
        font = self._theme.font(TypeSize.WELCOME, bold=True)
        height = QFontMetrics(font).boundingRect(room, int(_CENTRED), self._text).height()
        text = QRect(room.left(), room.center().y() - height // 2, room.width(), height)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(text, int(_CENTRED), self._text)
        small = self._theme.font(TypeSize.READING)
        painter.setFont(small)
        painter.setPen(self._theme.color("secondary"))
        below = QRect(room.left(), text.bottom() + Space.S, room.width(), QFontMetrics(small).height() + 2)
        elided = painter.fontMetrics().elidedText(self._detail, Qt.TextElideMode.ElideMiddle, below.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), elided)
