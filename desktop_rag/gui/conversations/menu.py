"""The rows of the list of conversations, and the menu of each by mouse or by keyboard. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QListView, QMenu, QWidget

from desktop_rag.app.export import ExportFormat
from desktop_rag.gui.conversations.model import ConversationItem
from desktop_rag.gui.widgets.basics import set_up_rows
from desktop_rag.gui.wording.language import translate

RENAME_KEY, DELETE_KEY, PIN_KEY, UNDO_KEY = "F2", "Del", "Ctrl+D", "Ctrl+Z"


class ConversationRows(QListView):
    """`menu_wanted(row, place on the screen)`, by the mouse's right button, the menu key or Shift+F10."""

    menu_wanted = Signal(object, QPoint)

    def __init__(self) -> None:
        super().__init__()
        set_up_rows(self)
        self.setUniformItemSizes(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self._want_menu(self.indexAt(event.pos()), event.globalPos())
        else:
            self._want_menu_of_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_F10 and shifted:
            self._want_menu_of_current()
        else:
            super().keyPressEvent(event)

    def _want_menu_of_current(self) -> None:
        index = self.currentIndex()
        below = self.visualRect(index).center()
        self._want_menu(index, self.viewport().mapToGlobal(below))

    def _want_menu(self, index: QModelIndex, place: QPoint) -> None:
        if index.isValid():
            self.menu_wanted.emit(index, place)


@dataclass(frozen=True, slots=True)
class ConversationWays:
    """What can be done with a conversation, given by its id."""

    open: Callable[[int], None]
    rename: Callable[[int], None]
    pin: Callable[[int, bool], None]
    copy: Callable[[int], None]
    export: Callable[[int, ExportFormat], None]
    delete: Callable[[int], None]


def conversation_menu(parent: QWidget, item: ConversationItem, ways: ConversationWays) -> QMenu:
    """The menu of a row; it deletes itself when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(translate("Conversations", "Open"), lambda: ways.open(item.id))
    pin = translate("Conversations", "Unpin") if item.pinned else translate("Conversations", "Pin to the top")
    menu.addAction(_keyed(pin, PIN_KEY), lambda: ways.pin(item.id, not item.pinned))
    menu.addAction(_keyed(translate("Conversations", "Rename"), RENAME_KEY), lambda: ways.rename(item.id))
    menu.addSeparator()
    menu.addAction(translate("Conversations", "Copy as Markdown"), lambda: ways.copy(item.id))
    for kind, words in (
        (ExportFormat.MARKDOWN, translate("Conversations", "Export as Markdown…")),
        (ExportFormat.HTML, translate("Conversations", "Export as HTML…")),
        (ExportFormat.PDF, translate("Conversations", "Export as PDF…")),
    ):
        menu.addAction(words, partial(ways.export, item.id, kind))
    menu.addSeparator()
    menu.addAction(_keyed(translate("Conversations", "Delete"), DELETE_KEY), lambda: ways.delete(item.id))
    return menu


class Reach(Enum):
    """Where the keyboard is for a key to act: at a widget, also in what it holds, or in all of its window."""

    HERE = Qt.ShortcutContext.WidgetShortcut
    WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
    WINDOW = Qt.ShortcutContext.WindowShortcut


def bind_here(widget: QWidget, keys: str, act: Callable[[], None], reach: Reach = Reach.HERE) -> None:
    """Has `keys` act while `widget` is in view and the keyboard within `reach` of it."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(reach.value)
    shortcut.activated.connect(act)


def _keyed(words: str, keys: str) -> str:
    """With the key at the right, as the system writes it."""
    return f"{words}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}"
