"""The conversations kept: find one, open it, give it a name, delete or export it. GUI thread.

The panel only shows and asks; `ConversationController` does.
"""

from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QMenu, QVBoxLayout

from desktop_rag.app.export import ExportFormat
from desktop_rag.domain.conversation import LONGEST_NAME, ConversationSummary
from desktop_rag.gui.conversation_model import ConversationItem, ConversationModel, conversation_item
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.list_delegates import ConversationDelegate
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import TextButton, index_at, label, set_up_rows

NONE_YET = "Nothing asked yet. Your questions and their answers are kept here, so that you can go on later."
NOTHING_FOUND = "No conversation has these words."


class SearchField(QLineEdit):
    """`down_wanted` when the keyboard is to go on in the results; Esc empties it."""

    down_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down_wanted.emit()
        else:
            super().keyPressEvent(event)


class ConversationList(QFrame):
    """Signals carry a conversation's id; `rename_requested` a title too, `export_requested` a format."""

    new_requested = Signal()
    search_changed = Signal(str)
    open_requested = Signal(int)
    rename_requested = Signal(int, str)
    delete_requested = Signal(int)
    export_requested = Signal(int, object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("conversations")
        self._summaries: tuple[ConversationSummary, ...] | None = None
        self._current: int | None = None
        self._deleted_row: int | None = None
        self._model = ConversationModel(self)
        self.new_button = TextButton("New conversation", "", icons, "add")
        self.new_button.setToolTip("Ctrl+N")
        self.search = SearchField()
        self.search.setPlaceholderText("Search in conversations")
        self.search.setAccessibleName("Search in conversations")
        self.search.setClearButtonEnabled(True)
        self.view = QListView()
        self.view.setAccessibleName("Conversations")
        self.view.setModel(self._model)
        self.view.setItemDelegate(ConversationDelegate(icons, LONGEST_NAME, self.view))
        set_up_rows(self.view)
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

    def _refresh(self) -> None:
        chosen = self._chosen()
        now = datetime.now().astimezone()
        self._model.set_items(
            tuple(
                conversation_item(each, now, searching=self.searching, current=each.id == self._current)
                for each in self._summaries or ()
            )
        )
        if chosen:
            kept = self._model.index_of(chosen.id)
            self._choose(kept if kept.isValid() else self._neighbour())
        shown = bool(self._summaries)
        self.view.setVisible(shown)
        self.search.setVisible(shown or self.searching)
        self._empty.setVisible(not shown and self._summaries is not None)
        self._empty.setText(NOTHING_FOUND if self.searching else NONE_YET)

    def _neighbour(self) -> QModelIndex:
        """Where the keyboard goes on after a row was deleted."""
        row, self._deleted_row = self._deleted_row, None
        return QModelIndex() if row is None else self._model.index(min(row, self._model.rowCount() - 1))

    def _chosen(self) -> ConversationItem | None:
        return self._model.item(self.view.currentIndex())

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
        self.view.customContextMenuRequested.connect(self._on_menu)
        # Not at once: the row's editor, which this may take away, is still closing.
        self._model.renamed.connect(self.rename_requested, Qt.ConnectionType.QueuedConnection)

    def _add_keys(self) -> None:
        for keys, act in ((QKeySequence("F2"), self._on_rename), (QKeySequence("Del"), self._on_delete)):
            shortcut = QShortcut(keys, self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

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
                self.view.setCurrentIndex(self._model.index(0))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current_changed(self, current: QModelIndex) -> None:
        # Qt makes the first row current, but does not choose it, when Tab reaches the list.
        self.view.selectionModel().select(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _on_open(self, index: QModelIndex) -> None:
        if item := self._model.item(index):
            self.open_requested.emit(item.id)

    def _on_rename(self) -> None:
        if item := self._chosen():
            self.begin_renaming(item.id)

    def _on_delete(self) -> None:
        if item := self._chosen():
            self._deleted_row = self.view.currentIndex().row()
            self.delete_requested.emit(item.id)

    def _on_menu(self, position: QPoint) -> None:
        item = self._model.item(index_at(self.view, position))
        if item is not None:
            self.menu_for(item.id).popup(self.view.viewport().mapToGlobal(position))

    def menu_for(self, conversation_id: int) -> QMenu:
        """What can be done with a conversation."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open", lambda: self.open_requested.emit(conversation_id))
        menu.addAction("Rename\tF2", lambda: self.begin_renaming(conversation_id))
        menu.addSeparator()
        export = self.export_requested.emit
        menu.addAction("Export as Markdown…", lambda: export(conversation_id, ExportFormat.MARKDOWN))
        menu.addAction("Export as HTML…", lambda: export(conversation_id, ExportFormat.HTML))
        menu.addSeparator()
        menu.addAction("Delete\tDel", lambda: self.delete_requested.emit(conversation_id))
        return menu
