"""The bar that finds words in the document that is shown. GUI thread; it asks, and shows what comes."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from desktop_rag.domain.finding import MOST_LETTERS, Found
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconButton, label, set_property
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import number, translate

TYPING_MS = 120


class FindBar(QFrame):
    """`words_changed(str)` once typing pauses, `step_requested(±1)`, `close_requested` by Esc or cross."""

    words_changed = Signal(str)
    step_requested = Signal(int)
    close_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self.edit = QLineEdit()
        self.edit.setMaxLength(MOST_LETTERS)
        self.edit.setPlaceholderText(translate("Page", "Find in this document"))
        self.edit.setAccessibleName(translate("Page", "Find in this document"))
        self.edit.setAcceptDrops(False)  # files are for the window around it
        self.count = label("", "caption")
        previous, following = translate("Page", "Previous place"), translate("Page", "Next place")
        self._previous = IconButton(icons, "chevron-up", previous, "Shift+F3")
        self._next = IconButton(icons, "chevron-down", following, "F3")
        self._close = IconButton(icons, "close", translate("Page", "Close the search"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self._pause.timeout.connect(lambda: self.words_changed.emit(self.words))
        self.edit.textChanged.connect(lambda _text: self._pause.start())
        self._previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self._next.clicked.connect(lambda: self.step_requested.emit(1))
        self._close.clicked.connect(self.close_requested)
        self._arrange()
        self.hide()

    @property
    def words(self) -> str:
        return " ".join(self.edit.text().split())

    def open(self, words: str = "") -> None:
        """Opens with the keyboard in it; `words` are looked for at once."""
        if words:
            self.edit.setText(words)
        self.show()
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.seek_now()

    def shut(self) -> None:
        self._pause.stop()
        self.hide()

    def seek_now(self) -> None:
        """Without waiting for a pause in typing."""
        self._pause.stop()
        self.words_changed.emit(self.words)

    @property
    def waiting(self) -> bool:
        """Whether something was typed that has not been looked for yet."""
        return self._pause.isActive()

    def show_found(self, found: Found | None, current: int) -> None:
        """ "3 of 17"; nothing while nothing is looked for."""
        total = len(found.places) if found else 0
        self._say(found, current, total)
        for button in (self._previous, self._next):
            button.setEnabled(total > 0)
        set_property(self.count, "tone", "warning" if found and not total else "")

    def _say(self, found: Found | None, current: int, total: int) -> None:
        if found is None:
            words = ""
        elif not total:
            words = translate("Page", "Not found")
        else:
            many = translate("Page", "{place} of more than {total}")
            words = many if found.cut else translate("Page", "{place} of {total}")
            words = words.format(place=number(current + 1), total=number(total))
        if words != self.count.text():
            self.count.setText(words)
            if words:
                announce(self.edit, words)

    def event(self, event: QEvent) -> bool:
        """Keeps Esc for itself: for the window it ends reading."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_requested.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        row.setSpacing(Space.XS)
        row.addWidget(self.edit, 1)
        row.addWidget(self.count)
        for button in (self._previous, self._next, self._close):
            row.addWidget(button)
