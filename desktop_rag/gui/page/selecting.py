"""Selecting words on a page's picture by pointer and by key, and copying them. GUI thread."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QScrollArea

from desktop_rag.domain.documents import Box
from desktop_rag.domain.page_words import PageWords
from desktop_rag.gui.page.canvas import PageCanvas
from desktop_rag.gui.page.selection import PageSelection, Reach

SPOKEN_LETTERS = 1000
_SHIFTED = {
    Qt.Key.Key_Right: Reach.NEXT,
    Qt.Key.Key_Left: Reach.PREVIOUS,
    Qt.Key.Key_Down: Reach.BELOW,
    Qt.Key.Key_Up: Reach.ABOVE,
    Qt.Key.Key_Home: Reach.LINE_START,
    Qt.Key.Key_End: Reach.LINE_END,
}


class PageSelecting(QObject):
    """Serves one canvas in an area that scrolls. `changed` when other words are selected."""

    changed = Signal()

    def __init__(self, canvas: PageCanvas, area: QScrollArea) -> None:
        super().__init__(area)
        self._canvas = canvas
        self._area = area
        self._selection = PageSelection()
        self._otherwise = ""
        self._pressed_at: QPointF | None = None
        self._twice_at_ms: int | None = None
        canvas.pressed.connect(self._on_pressed)
        canvas.pressed_twice.connect(self._on_pressed_twice)
        canvas.dragged.connect(self._on_dragged)
        canvas.released.connect(self._on_released)
        canvas.hovered.connect(self._on_hovered)

    @property
    def text(self) -> str:
        return self._selection.text

    @property
    def span(self) -> tuple[int, int] | None:
        """Offsets into the text that goes with the words."""
        return self._selection.span

    def take(self, words: PageWords) -> None:
        """The words of the page that is shown now."""
        before = self._selection.span
        self._selection.take(words)
        self._canvas.words = words
        if before != self._selection.span:
            self._show()

    def describe(self, text: str) -> None:
        """What is said of the page while nothing on it is selected: its picture has no words."""
        self._otherwise = text
        self._tell()

    def copy(self) -> None:
        """Puts what is selected on the clipboard, letter for letter as it was read from the page."""
        if self._selection.text:
            QGuiApplication.clipboard().setText(self._selection.text)

    def select_all(self) -> None:
        self._selection.everything()
        self._show()

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key was one that selects or copies, and was obeyed."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        reach = _SHIFTED.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif reach is not None and modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._extend(reach)
        else:
            return False
        return True

    def _extend(self, reach: Reach) -> None:
        """The first word in view begins a selection where there is none."""
        words = self._selection.words.words
        top = self._canvas.share_of(QPointF(0, self._area.verticalScrollBar().value()))[1]
        in_view = (number for number, word in enumerate(words) if word.y0 >= top)
        self._selection.extend(reach, next(in_view, 0))
        self._show()
        if (head := self._selection.head) is not None:
            word = words[head]
            middle = self._canvas.on_paper(Box(word.x0, word.y0, word.x1, word.y1)).center()
            self._area.ensureVisible(round(middle.x()), round(middle.y()), 24, 48)

    def _show(self) -> None:
        selection = self._selection
        self._canvas.selected = selection.words.boxes([selection.span]) if selection.span else ()
        self._canvas.update()
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self._area.setAccessibleDescription((self._selection.text or self._otherwise)[:SPOKEN_LETTERS])

    def _on_pressed(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._area.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self._canvas.share_of(event.position())
        if self._is_third(event):
            self._selection.whole_line(*place)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._selection.span:
            self._selection.drag(*place)
        else:
            self._selection.begin(*place)
        self._pressed_at, self._twice_at_ms = event.position(), None
        self._show()

    def _is_third(self, event: QMouseEvent) -> bool:
        """Whether a press follows a double click so soon that it is the third of three."""
        interval = QGuiApplication.styleHints().mouseDoubleClickInterval()
        return self._twice_at_ms is not None and event.timestamp() - self._twice_at_ms < interval

    def _on_pressed_twice(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._selection.whole_word(*self._canvas.share_of(event.position()))
            self._pressed_at, self._twice_at_ms = event.position(), event.timestamp()
            self._show()

    def _on_dragged(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position() - self._pressed_at).manhattanLength()
        if far < QGuiApplication.styleHints().startDragDistance():
            return
        self._selection.drag(*self._canvas.share_of(event.position()))
        point = event.position().toPoint()
        self._area.ensureVisible(point.x(), point.y(), 8, 24)
        self._show()

    def _on_released(self, _event: QMouseEvent) -> None:
        self._pressed_at = None

    def _on_hovered(self, event: QMouseEvent) -> None:
        over = self._selection.words.at(*self._canvas.share_of(event.position())) is not None
        self._canvas.setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)
