"""The conversations kept: find one, open it, name it, pin it, delete or export it. GUI thread.

The panel only shows and asks; `ConversationController` does.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QMenu, QVBoxLayout

from desktop_rag.domain.conversation import LONGEST_NAME, ConversationSummary
from desktop_rag.gui.conversations.delegate import ConversationDelegate
from desktop_rag.gui.conversations.menu import (
    DELETE_KEY,
    PIN_KEY,
    RENAME_KEY,
    UNDO_KEY,
    ConversationRows,
    ConversationWays,
    Reach,
    bind_here,
    conversation_menu,
)
from desktop_rag.gui.conversations.model import ConversationItem, ConversationModel, rows_of
from desktop_rag.gui.widgets.basics import TextButton, label, native_keys, offer_clearing
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_button import RowButton
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

NONE_YET = QT_TRANSLATE_NOOP(
    "Conversations",
    "Nothing asked yet. Your questions and their answers are kept here, so that you can go on later.",
)
NOTHING_FOUND = QT_TRANSLATE_NOOP("Conversations", "No conversation has these words.")


class SearchField(QLineEdit):
    """`down_wanted` when the keyboard is to go on in the results; Esc empties it."""

    down_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down_wanted.emit()
        else:
            super().keyPressEvent(event)


class ConversationList(QFrame):
    """Signals carry a conversation's id; `rename_requested` a title too, `pin_requested` whether it is to be
    pinned, `export_requested` a format. `undo_requested` brings back what was deleted."""

    new_requested = Signal()
    search_changed = Signal(str)
    open_requested = Signal(int)
    rename_requested = Signal(int, str)
    pin_requested = Signal(int, bool)
    delete_requested = Signal(int)
    undo_requested = Signal()
    copy_requested = Signal(int)
    export_requested = Signal(int, object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("conversations")
        self.theme = icons.theme
        self._summaries: tuple[ConversationSummary, ...] | None = None
        self._current: int | None = None
        self._deleted_row: int | None = None
        self._model = ConversationModel(self)
        self.new_button = TextButton(translate("Conversations", "New conversation"), "", icons, "add")
        self.new_button.setToolTip(native_keys("Ctrl+N"))
        self.search = SearchField()
        self.search.setPlaceholderText(translate("Conversations", "Search in conversations"))
        self.search.setAccessibleName(translate("Conversations", "Search in conversations"))
        offer_clearing(self.search)
        self.search.setAcceptDrops(False)  # files are for the window around it
        self.view = ConversationRows()
        self.view.setAccessibleName(translate("Conversations", "Conversations"))
        self.view.setModel(self._model)
        self.more = RowButton(icons, translate("Conversations", "More for this conversation"), self.view)
        self.more.join_model()
        self.view.setItemDelegate(ConversationDelegate(icons, LONGEST_NAME, self.view, self.more.room))
        icons.theme.changed.connect(self.view.scheduleDelayedItemsLayout)
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._arrange()
        self._connect()
        self._add_keys()
        self._refresh()

    @property
    def searching(self) -> bool:
        return bool(self.search.text().strip())

    def show_summaries(self, summaries: tuple[ConversationSummary, ...]) -> None:
        """Shows these, in their order; the row that the keyboard is on stays chosen."""
        self._summaries = summaries
        self._refresh()

    def set_current(self, conversation_id: int | None) -> None:
        """Marks the conversation that is open."""
        self._current = conversation_id
        self._refresh()
        self._choose(self._model.index_of(conversation_id))

    def begin_renaming(self, conversation_id: int) -> None:
        """Lets the person type another title, in place."""
        index = self._model.index_of(conversation_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.edit(index)
            self.more.follow()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible():
            self._refresh()  # today may have become yesterday

    def menu_for(self, conversation_id: int) -> QMenu | None:
        """What can be done with a conversation; None when it is not in the list."""
        item = self._model.item(self._model.index_of(conversation_id))
        return conversation_menu(self, item, self._ways()) if item else None

    def _ways(self) -> ConversationWays:
        return ConversationWays(
            open=self.open_requested.emit,
            rename=self.begin_renaming,
            pin=self.pin_requested.emit,
            copy=self.copy_requested.emit,
            export=self.export_requested.emit,
            delete=self._delete,
        )

    def _refresh(self) -> None:
        chosen = self._chosen()
        now = datetime.now().astimezone()
        self._model.set_rows(
            rows_of(self._summaries or (), now, searched=self.search.text(), current=self._current)
        )
        if chosen:
            kept = self._model.index_of(chosen.id)
            self._choose(kept if kept.isValid() else self._neighbour())
        shown = bool(self._summaries)
        if self.view.hasFocus() and not shown:
            (self.search if self.searching else self.new_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setVisible(shown)
        self.search.setVisible(shown or self.searching)
        self._empty.setVisible(not shown and self._summaries is not None)
        self._empty.setText(translate("Conversations", NOTHING_FOUND if self.searching else NONE_YET))

    def _neighbour(self) -> QModelIndex:
        """Where the keyboard goes on after a row was deleted."""
        row, self._deleted_row = self._deleted_row, None
        return QModelIndex() if row is None else self._model.nearest(row)

    def _chosen(self) -> ConversationItem | None:
        return self._model.item(self.view.currentIndex())

    def _meant(self) -> ConversationItem | None:
        """By a key: the row that the keyboard is on or, from elsewhere, the conversation that is open."""
        if self.view.hasFocus():
            return self._chosen()
        if self.view.state() is QListView.State.EditingState:
            return None  # its name is being typed
        return self._model.item(self._model.index_of(self._current))

    def _choose(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        if not index.isValid():
            self.view.clearSelection()

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_requested)
        self.search.textChanged.connect(self.search_changed)
        self.search.down_wanted.connect(self._on_down)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.clicked.connect(self._on_open)
        self.view.activated.connect(self._on_open)
        self.view.menu_wanted.connect(self._on_menu)
        self.more.wanted.connect(self._on_more)
        # Not at once: the row's editor, which this may take away, is still closing.
        self._model.renamed.connect(self.rename_requested, Qt.ConnectionType.QueuedConnection)

    def _add_keys(self) -> None:
        # Wherever the keyboard is: a click opens a conversation and puts the keyboard to the question.
        bind_here(self, RENAME_KEY, self._on_rename, Reach.WINDOW)
        bind_here(self, PIN_KEY, self._on_pin, Reach.WINDOW)
        bind_here(self.view, DELETE_KEY, self._on_delete)
        # Everywhere here: the last one that was deleted leaves no list to be in.
        bind_here(self, UNDO_KEY, self.undo_requested.emit, Reach.WITHIN)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.new_button)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)

    def _on_down(self) -> None:
        """From the search to what it found."""
        if self.view.isVisible():
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self._model.nearest(0))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current_changed(self, current: QModelIndex) -> None:
        # Qt makes the first row current, but does not choose it, when Tab reaches the list.
        self.view.selectionModel().select(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _on_open(self, index: QModelIndex) -> None:
        if item := self._model.item(index):
            self.open_requested.emit(item.id)

    def _on_rename(self) -> None:
        if item := self._meant():
            self.begin_renaming(item.id)

    def _on_pin(self) -> None:
        if item := self._meant():
            self.pin_requested.emit(item.id, not item.pinned)

    def _on_delete(self) -> None:
        if item := self._chosen():
            self._delete(item.id)

    def _delete(self, conversation_id: int) -> None:
        index = self._model.index_of(conversation_id)
        if index == self.view.currentIndex():
            self._deleted_row = index.row()
        self.delete_requested.emit(conversation_id)

    def _on_menu(self, index: QModelIndex, place: QPoint) -> None:
        item = self._model.item(index)
        if item and (menu := self.menu_for(item.id)):
            menu.popup(place)

    def _on_more(self, index: QModelIndex) -> None:
        self._on_menu(index, self.more.mapToGlobal(self.more.rect().bottomLeft()))
