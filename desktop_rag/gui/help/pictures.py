"""The pictures in a chapter of the guide: as wide as the text at most, sharp on every screen. GUI thread.

They are drawn from what the guide holds; no file and no address is opened for them here.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)

from desktop_rag.domain.guide import GuidePicture
from desktop_rag.gui.widgets.theme import RADIUS, Theme

PIXELS = 2
"""Of the files, to one of the window: packaging/screenshots.py takes them at 200 %."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A picture, the words for who cannot see it, and the character of the text that it stands for."""

    image: QImage
    words: str
    position: int


class GuidePictures:
    """Those in `document`, scaled to the room there is."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._placed: list[_Placed] = []
        self._fitted: tuple[int, float] = (0, 0.0)

    def clear(self) -> None:
        self._placed.clear()
        self._fitted = (0, 0.0)

    def add(self, cursor: QTextCursor, picture: GuidePicture, words: str) -> None:
        """At `cursor`; it is seen once there is a room to `fit` it to."""
        placed = _Placed(QImage.fromData(picture.png), words, cursor.position())
        self._placed.append(placed)
        cursor.insertImage(_image_format(placed, 1))

    def fit(self, room: int, ratio: float) -> None:
        """Draws all anew for `room` pixels of the window, each `ratio` of the screen's."""
        if (room, ratio) == self._fitted:
            return
        self._fitted = (room, ratio)
        for placed in self._placed:
            width = max(1, min(room, placed.image.width() // PIXELS))
            form = _image_format(placed, width)
            drawn = self._drawn(placed.image, width, ratio)
            self._document.addResource(
                QTextDocument.ResourceType.ImageResource.value, QUrl(form.name()), drawn
            )
            cursor = QTextCursor(self._document)
            cursor.setPosition(placed.position)
            cursor.setPosition(placed.position + 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def _drawn(self, image: QImage, width: int, ratio: float) -> QImage:
        """With round corners and a hairline, and dimmed in the dark as pages are."""
        area = QRectF(0, 0, width, _height(image, width))
        smooth, whole = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
        scaled = image.scaled(round(area.width() * ratio), round(area.height() * ratio), whole, smooth)
        drawn = QImage(scaled.size(), QImage.Format.Format_ARGB32_Premultiplied)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        outline = QPainterPath()
        outline.addRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(outline)
        painter.drawImage(area, scaled)
        painter.fillRect(area, QColor(0, 0, 0, self._theme.palette.page_dim))
        painter.setClipping(False)
        painter.strokePath(outline, QPen(self._theme.color("hairline"), 1))
        painter.end()
        return drawn


def _height(image: QImage, width: int) -> int:
    return max(1, round(width * image.height() / max(1, image.width())))


def _image_format(placed: _Placed, width: int) -> QTextImageFormat:
    form = QTextImageFormat()
    form.setName(f"picture:{placed.position}")
    form.setWidth(width)
    form.setHeight(_height(placed.image, width))
    form.setProperty(QTextFormat.Property.ImageAltText.value, placed.words)
    return form
