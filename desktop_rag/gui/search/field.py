"""Where is typed what to find in the documents. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop_rag.gui.widgets.basics import native_keys, offer_clearing
from desktop_rag.gui.wording.language import translate

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -5,
    Qt.Key.Key_PageDown: 5,
}


class SearchField(QLineEdit):
    """The keyboard stays here: `stepped(int)` by how many results to go on, `entered` to open the chosen
    one."""

    stepped = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(translate("Library", "Search the documents"))
        self.setAccessibleName(translate("Library", "Search the documents"))
        self.setAccessibleDescription(translate("Library", "Names of files, and words in them"))
        self.setToolTip(native_keys("Ctrl+F"))
        offer_clearing(self)
        self.setAcceptDrops(False)  # files are for the window around it

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
