"""Every key that the window knows, with what it does, as a list to read; and binding them. GUI thread."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import TextButton, label

SHORTCUTS: tuple[tuple[str, str], ...] = (
    ("Ctrl+L", "Go to the question box"),
    ("Enter · Shift+Enter", "Ask · start a new line"),
    ("Up in an empty box", "Bring the last question back"),
    ("Esc", "Stop what is running, or close what lies on top"),
    ("Ctrl+O", "Add a folder"),
    ("Ctrl+Shift+O", "Add files"),
    ("Ctrl+N", "Begin a new conversation"),
    ("Ctrl+M", "Choose how answers are made, and the model"),
    ("Ctrl+Shift+M", "Get and manage models"),
    ("F5", "Check the library for changes"),
    ("Ctrl+F", "Filter the list of files"),
    ("Shift+Down · Ctrl+A in the library", "Choose several files or folders"),
    ("Delete in a list", "Remove from the library, not from the disk · delete a conversation"),
    ("F2 in the conversations", "Give a conversation another name"),
    ("Ctrl+PgUp · Ctrl+PgDown", "Previous or next page of the source"),
    ("Ctrl++ · Ctrl+- · Ctrl+0", "Larger, smaller, fit the width"),
    ("Ctrl+Shift+D", "Light or dark"),
    ("Ctrl+,", "How documents are read · export and import the library"),
    ("F1", "This list"),
)


def bind(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """Has keys act wherever the keyboard is in `window`."""
    for keys, action in actions.items():
        QShortcut(QKeySequence(keys), window).activated.connect(action)


class ShortcutsDialog(QDialog):
    """Every shortcut and what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(label("Shortcuts", "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        for row, (keys, meaning) in enumerate(SHORTCUTS):
            grid.addWidget(label(keys, "strong"), row, 0)
            grid.addWidget(label(meaning), row, 1)
        column.addLayout(grid)
        close = TextButton("Close", "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
