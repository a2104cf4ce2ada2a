"""A drawn page: its words lit, selected and copied, at any size, one page after another.

`page_image` runs on a lane's thread (QImage may); the view lives on the GUI thread.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea

from desktop_rag.domain.documents import PagePicture
from desktop_rag.domain.page_words import PageWords
from desktop_rag.gui.page.canvas import PageCanvas
from desktop_rag.gui.page.marks import PageMark, lit_around
from desktop_rag.gui.page.menu import PageMenu
from desktop_rag.gui.page.selecting import PageSelecting
from desktop_rag.gui.page.turning import PageTurning
from desktop_rag.gui.widgets.theme import Space, Theme
from desktop_rag.gui.wording.language import translate

RESIZE_MS = 160
MAX_WIDTH_PX = 3200
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)


def page_image(picture: PagePicture) -> QImage:
    """The picture as Qt holds it; owns its pixels."""
    borrowed = QImage(
        picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888
    )
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


class PagePictureView(QScrollArea):
    """`width_wanted_changed` asks for a picture of another size; `zoom_requested(±1)` is Ctrl+wheel."""

    width_wanted_changed = Signal()
    zoom_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pictureView")
        self.setAccessibleName(translate("Page", "Page"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas = PageCanvas(theme)
        self.setWidget(self.canvas)
        self.selecting = PageSelecting(self.canvas, self)
        self.turning = PageTurning(self)
        chosen = self.selecting
        self.menu = PageMenu(self, lambda: chosen.text, chosen.select_all, chosen.copy)
        self.zoom = 1.0
        self._fits_page = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(RESIZE_MS)
        self._settle.timeout.connect(self.width_wanted_changed)
        theme.changed.connect(self.canvas.update)

    @property
    def image(self) -> QImage:
        return self.canvas.image

    @property
    def fits_page(self) -> bool:
        """Whether the whole page is kept in view."""
        return self._fits_page

    @property
    def width_wanted_px(self) -> int:
        """Physical pixels across the paper at the zoom in force."""
        return max(64, min(MAX_WIDTH_PX, round(self._paper_width() * self.devicePixelRatioF())))

    def show_picture(
        self,
        image: QImage,
        marks: Sequence[PageMark],
        words: PageWords | None = None,
        *,
        keep_place: bool,
        at_end: bool = False,
    ) -> None:
        """Shows a page. `keep_place` when it is the same one at another size; else the mark is sought, or
        with `at_end` the page's end, as for someone who reads backwards."""
        place = self._place()
        self.canvas.image, self.canvas.marks = image, tuple(marks)
        self._take_words(words or PageWords())
        self._lay_out()
        if keep_place:
            self._restore(place)
        elif at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            self.seek_mark()

    def show_marks(self, marks: Sequence[PageMark]) -> None:
        """Other marks, or other ones strong, on the same page."""
        self.canvas.marks = tuple(marks)
        self.canvas.update()

    def show_found(self, spans: Sequence[tuple[int, int]], current: int) -> None:
        """Lights the found words of this page; the one numbered `current` (−1 for none) strongest."""
        lit, self.canvas.current = lit_around(spans, current)
        self.canvas.found = [self.canvas.words.boxes([span]) for span in lit]
        self.canvas.update()

    def seek_found(self) -> None:
        """Brings the current found word into view."""
        canvas = self.canvas
        if 0 <= canvas.current < len(canvas.found) and canvas.found[canvas.current]:
            rect = canvas.on_paper(canvas.found[canvas.current][0])
            margins = self.viewport().width() // 4, self.viewport().height() // 3
            self.ensureVisible(round(rect.center().x()), round(rect.center().y()), *margins)

    def set_zoom(self, zoom: float) -> None:
        """Scales what is there at once; the sharper picture follows. 1.0 is the full width."""
        self._fits_page = False
        self._scale_to(zoom)

    def fit_page(self) -> None:
        """Keeps the whole page in view, whatever its shape."""
        self._fits_page = True
        self._scale_to(self._page_zoom())

    def step_zoom(self, step: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda number: abs(ZOOMS[number] - self.zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + step))])

    def seek_mark(self) -> None:
        """Brings the first opened mark a third down the view, or the page's top when nothing is marked."""
        boxes = [box for mark in self.canvas.marks if mark.strong for box in mark.boxes]
        top = 0
        if boxes:
            first = self.canvas.on_paper(min(boxes, key=lambda box: box.y0))
            top = round(first.top() - self.viewport().height() / 3)
        self.verticalScrollBar().setValue(max(0, top))
        self.horizontalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        place = self._place()
        if self._fits_page:
            self.zoom = self._page_zoom()
        self._lay_out()
        self._restore(place)
        height_counts = self._fits_page and event.oldSize().height() != event.size().height()
        if event.oldSize().width() != event.size().width() or height_counts:
            self._settle.start()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        elif self.turning.wheel(event):
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not (self.selecting.key(event) or self.turning.key(event)):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        self.menu.open(event)

    def _take_words(self, words: PageWords) -> None:
        image = self.canvas.image
        if image.width():
            words = replace(words, aspect=image.height() / image.width())
        self.selecting.take(words)
        self.show_found((), -1)

    def _scale_to(self, zoom: float) -> None:
        if zoom != self.zoom:
            self.zoom = zoom
            place = self._place()
            self._lay_out()
            self._restore(place)
            self._settle.start()

    def _page_zoom(self) -> float:
        image = self.canvas.image
        if not image.width():
            return 1.0
        room = self.viewport().height() - 2 * Space.M - 2  # sizes are rounded
        whole_width = room * image.width() / image.height()
        return max(0.1, min(1.0, whole_width / max(1, self._room())))

    def _room(self) -> int:
        return self.width() - 2 * Space.M - self.verticalScrollBar().sizeHint().width()

    def _paper_width(self) -> int:
        return max(48, round(self._room() * self.zoom))

    def _lay_out(self) -> None:
        if self._fits_page:
            self.zoom = self._page_zoom()
        image = self.canvas.image
        width = self._paper_width()
        height = round(width * image.height() / image.width()) if image.width() else 0
        size = QSize(width + 2 * Space.M, height + 2 * Space.M)
        self.canvas.resize(size.expandedTo(self.viewport().size()))
        left = max(int(Space.M), (self.canvas.width() - width) // 2)
        self.canvas.paper = QRect(QPoint(left, int(Space.M)), QSize(width, height))
        self.canvas.update()

    def _place(self) -> float:
        """How far down the page the view's top is, from 0 to 1."""
        height = self.canvas.paper.height()
        return self.verticalScrollBar().value() / height if height else 0.0

    def _restore(self, place: float) -> None:
        self.verticalScrollBar().setValue(round(place * self.canvas.paper.height()))
