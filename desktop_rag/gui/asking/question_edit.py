"""The field that a question is typed in, and the same in place of one asked before. GUI thread."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop_rag.gui.wording.language import translate

LEAST_ROOM = 6
"""Lines that may be seen at once, however low the window is."""
AIR = 8


class QuestionEdit(QPlainTextEdit):
    """As high as its text, up to the room it is given; then it scrolls.

    `submitted` on Enter, `last_wanted` on Up while empty, `back_pressed` on Backspace at the very start;
    `focus_changed(bool)` for its frame to show.
    """

    submitted = Signal()
    last_wanted = Signal()
    back_pressed = Signal()
    focus_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._room = 0
        self.setObjectName("questionEdit")
        self.setAccessibleName(translate("Asking", "Question"))
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())

    def set_room(self, pixels: int) -> None:
        """The most that it may take."""
        self._room = pixels
        self.fit()

    def fit(self) -> None:
        """Takes the height of the text, as far as there is room."""
        line = self.fontMetrics().lineSpacing()
        most = max(LEAST_ROOM, (self._room - AIR) // max(1, line))
        lines = max(1, min(most, int(self.document().size().height())))
        self.setFixedHeight(lines * line + AIR)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Up and not self.toPlainText():
            self.last_wanted.emit()
        else:
            if event.key() == Qt.Key.Key_Backspace and self._at_start() and not event.isAutoRepeat():
                self.back_pressed.emit()
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def _at_start(self) -> bool:
        cursor = self.textCursor()
        return cursor.atStart() and not cursor.hasSelection()


class InPlaceQuestion(QuestionEdit):
    """`given_up` on Esc, which the window would take for itself otherwise."""

    given_up = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if is_escape(event):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


def is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
