"""Every key that the window knows, with what it does, as a list to read; and binding them. GUI thread."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_rag.gui.widgets.basics import TextButton, label
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

Row = tuple[str, str]
"""Keys, with “ · ” between several, and what they do."""

ASKING: tuple[Row, ...] = (
    ("Ctrl+L", QT_TRANSLATE_NOOP("Help", "Go to the question box")),
    ("Enter · Shift+Enter", QT_TRANSLATE_NOOP("Help", "Ask · start a new line")),
    ("Up", QT_TRANSLATE_NOOP("Help", "Bring the last question back, in an empty question box")),
    ("Backspace", QT_TRANSLATE_NOOP("Help", "Leave out the last place, at the start of the question box")),
    ("Ctrl+E", QT_TRANSLATE_NOOP("Help", "Edit the last question and ask it anew")),
    ("Ctrl+R", QT_TRANSLATE_NOOP("Help", "Ask the last question again")),
    ("Ctrl+Shift+C", QT_TRANSLATE_NOOP("Help", "Copy the last answer with its sources")),
    ("Esc", QT_TRANSLATE_NOOP("Help", "Stop what is running, or close what lies on top")),
    ("Ctrl+M", QT_TRANSLATE_NOOP("Help", "Choose how answers are made, and the model")),
)
READING: tuple[Row, ...] = (
    ("Ctrl+PgUp · Ctrl+PgDown", QT_TRANSLATE_NOOP("Help", "Previous or next page of the source")),
    ("Alt+Up · Alt+Down", QT_TRANSLATE_NOOP("Help", "Previous or next source of the answer")),
    ("Ctrl+Shift+F", QT_TRANSLATE_NOOP("Help", "Find words in the document that is open")),
    ("F3 · Shift+F3", QT_TRANSLATE_NOOP("Help", "Next or previous place of the words")),
    ("Ctrl++ · Ctrl+- · Ctrl+0", QT_TRANSLATE_NOOP("Help", "Larger, smaller, fit the width")),
    ("Ctrl+9", QT_TRANSLATE_NOOP("Help", "Fit the whole page")),
    ("Ctrl+Home · Ctrl+End", QT_TRANSLATE_NOOP("Help", "First or last page, with the keyboard on the page")),
    ("Shift+Right · Ctrl+C", QT_TRANSLATE_NOOP("Help", "Select words of the page, copy them")),
)
LIBRARY: tuple[Row, ...] = (
    ("Ctrl+O", QT_TRANSLATE_NOOP("Help", "Add a folder")),
    ("Ctrl+Shift+O", QT_TRANSLATE_NOOP("Help", "Add files")),
    ("F5", QT_TRANSLATE_NOOP("Help", "Check the library for changes")),
    ("Ctrl+F", QT_TRANSLATE_NOOP("Help", "Search the documents; on the open page, find words in it")),
    ("Right · Left", QT_TRANSLATE_NOOP("Help", "Open or close a folder of the library")),
    ("Shift+Down · Ctrl+A", QT_TRANSLATE_NOOP("Help", "Choose several files or folders")),
    ("Delete", QT_TRANSLATE_NOOP("Help", "Remove what is chosen from the library, not from the disk")),
)
CONVERSATIONS: tuple[Row, ...] = (
    ("Ctrl+N", QT_TRANSLATE_NOOP("Help", "Begin a new conversation")),
    ("F2", QT_TRANSLATE_NOOP("Help", "Give a conversation another name")),
    ("Ctrl+D", QT_TRANSLATE_NOOP("Help", "Pin a conversation to the top, or unpin it")),
    ("Delete · Ctrl+Z", QT_TRANSLATE_NOOP("Help", "Delete a conversation · bring it back")),
    ("Shift+F10", QT_TRANSLATE_NOOP("Help", "Everything that can be done with a conversation")),
)
WINDOW: tuple[Row, ...] = (
    ("Ctrl+Shift+M", QT_TRANSLATE_NOOP("Help", "Get and manage models")),
    ("Ctrl+,", QT_TRANSLATE_NOOP("Help", "Settings, privacy, how everything looks")),
    ("Ctrl+Shift+D", QT_TRANSLATE_NOOP("Help", "Light or dark")),
    ("F8", QT_TRANSLATE_NOOP("Help", "Go to the notice above the question box")),
    ("F1", QT_TRANSLATE_NOOP("Help", "The guide")),
    ("Shift+F1", QT_TRANSLATE_NOOP("Help", "This list")),
    ("Ctrl+Q", QT_TRANSLATE_NOOP("Help", "Close the program; nothing is lost")),
)
GROUPS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (QT_TRANSLATE_NOOP("Help", "Asking"), ASKING),
    (QT_TRANSLATE_NOOP("Help", "Reading"), READING),
    (QT_TRANSLATE_NOOP("Help", "Conversations"), CONVERSATIONS),
    (QT_TRANSLATE_NOOP("Help", "Library"), LIBRARY),
    (QT_TRANSLATE_NOOP("Help", "Window"), WINDOW),
)
LEFT_GROUPS = 2
"""So many stand in the first of the two columns."""
SHORTCUTS: tuple[Row, ...] = tuple(row for _title, rows in GROUPS for row in rows)
_SEPARATOR = " · "
_ROOMY_LINES = 36
"""So many times the height of a line takes the list in two columns."""


def bind(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """Has keys act wherever the keyboard is in `window`."""
    for keys, action in actions.items():
        QShortcut(QKeySequence(keys), window).activated.connect(action)


def shown_keys(keys: str) -> str:
    """As the system and the language write them: "Strg+L", "⌘L"."""
    said = (QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in _split(keys))
    return _SEPARATOR.join(native or key for native, key in zip(said, _split(keys), strict=True))


def _split(keys: str) -> list[str]:
    return keys.split(_SEPARATOR)


class ShortcutsDialog(QDialog):
    """Every shortcut and what it does, by what one is about, in two columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Help", "Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(label(translate("Help", "Keyboard shortcuts"), "title"))
        column.addWidget(self._scrolled(), 1)
        close = TextButton(translate("Common", "Close"), "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        room = parent.window().size()
        self.resize(min(820, room.width() - Space.XXL), min(640, room.height() - Space.XXL))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """One below the other where there is no room for two."""
        super().resizeEvent(event)
        roomy = self.width() >= self.fontMetrics().height() * _ROOMY_LINES
        direction = QHBoxLayout.Direction.LeftToRight if roomy else QHBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    def _scrolled(self) -> QScrollArea:
        content = QWidget()
        content.setObjectName("shortcuts")
        self._columns = columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, Space.M, 0)
        columns.setSpacing(Space.XXL)
        for groups in (GROUPS[:LEFT_GROUPS], GROUPS[LEFT_GROUPS:]):
            column = QVBoxLayout()
            column.setSpacing(Space.L)
            for title, rows in groups:
                column.addLayout(_group(title, rows))
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(translate("Help", "Keyboard shortcuts"))
        area.setWidget(content)
        return area


def _group(title: str, rows: tuple[Row, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.S)
    grid.addWidget(label(translate("Help", title), "section"), 0, 0, 1, 2)
    for number, (keys, meaning) in enumerate(rows, start=1):
        shown = _wrapped(shown_keys(keys), "strong")
        shown.ensurePolished()
        longest = max(shown.text().split(" "), key=len)
        shown.setMinimumWidth(shown.fontMetrics().horizontalAdvance(longest) + Space.XS)
        grid.addWidget(shown, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_wrapped(translate("Help", meaning)), number, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    return grid


def _wrapped(text: str, role: str = "") -> QLabel:
    """Takes the width of its column, whatever its words would rather have."""
    made = label(text, role, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
