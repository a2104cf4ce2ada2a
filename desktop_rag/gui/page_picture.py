"""A rendered PDF page with the words lit: marker yellow, multiplied so that the print stays black.

`lit_image` runs on a lane's thread (QImage may); the view lives on the GUI thread.
"""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_rag.domain.documents import Box, PagePicture
from desktop_rag.gui.theme import LIGHT, Space, Theme

RESIZE_MS = 160
MAX_WIDTH_PX = 3200
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)


def lit_image(picture: PagePicture) -> QImage:
    """The picture with its boxes marked; owns its pixels."""
    borrowed = QImage(
        picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888
    )
    image = borrowed.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for box in picture.boxes:
        painter.fillRect(_grown(box), QColor(LIGHT.marker))
    painter.end()
    return image


def _grown(box: Box) -> QRectF:
    """A pixel of air on each side, as a marker pen leaves."""
    return QRectF(box.x0 - 1, box.y0 - 1, box.x1 - box.x0 + 2, box.y1 - box.y0 + 2)


class _Canvas(QWidget):
    """The paper."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pictureCanvas")
        self._theme = theme
        self.image = QImage()
        self.paper = QRect()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("backdrop"))
        if not self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.paper, self.image)
            dim = self._theme.palette.page_dim
            if dim:
                painter.fillRect(self.paper, QColor(0, 0, 0, dim))
            painter.setPen(self._theme.color("hairline"))
            painter.drawRect(self.paper.adjusted(-1, -1, 0, 0))
        painter.end()


class PagePictureView(QScrollArea):
    """`width_wanted_changed` asks for a picture of another size; `zoom_requested(±1)` is Ctrl+wheel."""

    width_wanted_changed = Signal()
    zoom_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pictureView")
        self.setAccessibleName("Page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._canvas = _Canvas(theme)
        self.setWidget(self._canvas)
        self._boxes: tuple[Box, ...] = ()
        self.zoom = 1.0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(RESIZE_MS)
        self._settle.timeout.connect(self.width_wanted_changed)
        theme.changed.connect(self._canvas.update)

    @property
    def image(self) -> QImage:
        return self._canvas.image

    @property
    def width_wanted_px(self) -> int:
        """Physical pixels across the paper at the zoom in force."""
        return max(64, min(MAX_WIDTH_PX, round(self._paper_width() * self.devicePixelRatioF())))

    def show_picture(self, image: QImage, boxes: tuple[Box, ...], *, keep_place: bool) -> None:
        """Shows a page. `keep_place` when it is the same one at another size, else to seek the mark."""
        place = self._place()
        self._canvas.image, self._boxes = image, boxes
        self._lay_out()
        if keep_place:
            self._restore(place)
        else:
            self.seek_mark()

    def set_zoom(self, zoom: float) -> None:
        """Scales what is there at once; the sharper picture follows."""
        if zoom != self.zoom:
            self.zoom = zoom
            place = self._place()
            self._lay_out()
            self._restore(place)
            self._settle.start()

    def step_zoom(self, step: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda number: abs(ZOOMS[number] - self.zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + step))])

    def seek_mark(self) -> None:
        """Brings the first mark a third down the view, or the page's top when nothing is marked."""
        top = 0
        if self._boxes and self.image.height():
            first = min(self._boxes, key=lambda box: box.y0)
            scale = self._canvas.paper.height() / self.image.height()
            top = round(self._canvas.paper.top() + first.y0 * scale - self.viewport().height() / 3)
        self.verticalScrollBar().setValue(max(0, top))
        self.horizontalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        place = self._place()
        self._lay_out()
        self._restore(place)
        if event.oldSize().width() != event.size().width():
            self._settle.start()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _paper_width(self) -> int:
        room = self.width() - 2 * Space.M - self.verticalScrollBar().sizeHint().width()
        return max(48, round(room * self.zoom))

    def _lay_out(self) -> None:
        image = self._canvas.image
        width = self._paper_width()
        height = round(width * image.height() / image.width()) if image.width() else 0
        size = QSize(width + 2 * Space.M, height + 2 * Space.M)
        self._canvas.resize(size.expandedTo(self.viewport().size()))
        left = max(int(Space.M), (self._canvas.width() - width) // 2)
        self._canvas.paper = QRect(QPoint(left, int(Space.M)), QSize(width, height))
        self._canvas.update()

    def _place(self) -> float:
        """How far down the page the view's top is, from 0 to 1."""
        height = self._canvas.paper.height()
        return self.verticalScrollBar().value() / height if height else 0.0

    def _restore(self, place: float) -> None:
        self.verticalScrollBar().setValue(round(place * self._canvas.paper.height()))
