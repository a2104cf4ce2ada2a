"""The library: what was added, which files that makes, how each is, and what to do about it. GUI thread.

The panel only shows and asks; `LibraryController` does.
"""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QMenu, QVBoxLayout

from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui.document_card import RETRYABLE, DocumentCard
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_header import LibraryHeader
from desktop_rag.gui.library_model import FileItem, FileListModel, Listing, RootListModel
from desktop_rag.gui.list_delegates import FileDelegate, RootDelegate
from desktop_rag.gui.progress_strip import ProgressStrip
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconButton, TextButton, hairline, index_at, label, set_up_rows

_ROOTS_SHOWN = 5


class LibraryPanel(QFrame):
    """Signals carry paths: lists for retry and remove, one path for the others."""

    sync_requested = Signal()
    retry_requested = Signal(object)
    remove_requested = Signal(object)
    open_requested = Signal(object)
    show_requested = Signal(object)
    scope_requested = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("library")
        self.progress = ProgressStrip(icons)
        self.card = DocumentCard(icons)
        self._roots = RootListModel(self)
        self._files = FileListModel(self)
        self.header = LibraryHeader(icons)
        self._make_lists(icons)
        self._make_filter(icons)
        self._arrange()
        # The words on the buttons need more room in some system fonts.
        self.setMinimumWidth(max(240, self.header.minimumSizeHint().width() + 2 * Space.L))
        self._connect()
        self.listing: Listing | None = None
        self.show_listing(None)

    def show_listing(self, listing: Listing | None) -> None:
        """Shows the library as it is now; None while it is not known yet."""
        self.listing = listing
        root, chosen = self._current_root(), self._current_path()
        self._roots.set_roots(listing.roots if listing else ())
        self._choose_root(root)
        self._files.set_files(listing.files if listing else ())
        self._restore_current(chosen)
        self._fit_roots()
        problems = listing.problems if listing else 0
        self._problems.setText(f"Show only problems ({problems:,})")
        self._problems.setVisible(problems > 0 or self._problems.isChecked())
        for widget in (self.root_list, self._line, self.filter, self._heading, self.sync_button):
            widget.setVisible(bool(listing and not listing.empty))
        self._show_empty(listing)

    def focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def show_problems(self) -> None:
        """Narrows the list to all files that need attention, and chooses the first."""
        self.filter.clear()
        self._choose_root(None)
        self._problems.setVisible(True)
        self._problems.setChecked(True)
        self.file_list.setCurrentIndex(self._files.index(0))
        self.file_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_lists(self, icons: Icons) -> None:
        self.root_list = QListView()
        self.root_list.setAccessibleName("Folders in the library")
        self.root_list.setModel(self._roots)
        self.root_list.setItemDelegate(RootDelegate(icons, self.root_list))
        self.file_list = QListView()
        self.file_list.setAccessibleName("Files in the library")
        self.file_list.setModel(self._files)
        self.file_list.setItemDelegate(FileDelegate(icons, self.file_list))
        for view, remove in ((self.root_list, self._on_remove_root), (self.file_list, self._on_remove_file)):
            set_up_rows(view)
            shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(remove)

    def _make_filter(self, icons: Icons) -> None:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by name or state")
        self.filter.setToolTip("Ctrl+F")
        self.filter.setAccessibleName("Filter the files by name or state")
        self.filter.setClearButtonEnabled(True)
        self._heading = label("Files", "section")
        self.sync_button = IconButton(icons, "retry", "Check for changes", "F5")
        self._problems = TextButton("", "toggle", icons, "warning")
        self._problems.setCheckable(True)
        self._line = hairline()
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self.sync_button.clicked.connect(self.sync_requested)
        self.filter.textChanged.connect(self._on_filter)
        self._problems.toggled.connect(self._on_problems)
        self.root_list.selectionModel().currentChanged.connect(self._on_root_changed)
        self.file_list.selectionModel().currentChanged.connect(self._on_file_changed)
        self.root_list.clicked.connect(self._on_root_changed)
        self._files.modelReset.connect(self._show_card)
        self.file_list.activated.connect(self._on_activated)
        self.root_list.customContextMenuRequested.connect(self._on_root_menu)
        self.file_list.customContextMenuRequested.connect(self._on_file_menu)
        self.card.retry_requested.connect(self.retry_requested)
        self.card.remove_requested.connect(self.remove_requested)
        self.card.open_requested.connect(self.open_requested)
        self.card.show_requested.connect(self.show_requested)
        self.card.scope_requested.connect(self.scope_requested)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.L, Space.M, Space.L, Space.S)
        inner.setSpacing(Space.S)
        finding = QHBoxLayout()
        finding.setSpacing(Space.XS)
        finding.addWidget(self.filter, 1)
        finding.addWidget(self.sync_button)
        inner.addWidget(self.header)
        inner.addSpacing(Space.XS)
        inner.addWidget(self.root_list)
        inner.addWidget(self._line)
        inner.addLayout(self._filter_row())
        inner.addLayout(finding)
        inner.addWidget(self.file_list, 1)
        inner.addWidget(self._empty, 1)
        inner.addWidget(self.card)
        column.addLayout(inner, 1)
        column.addWidget(self.progress)

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._heading)
        row.addStretch(1)
        row.addWidget(self._problems)
        return row

    def _fit_roots(self) -> None:
        rows = max(1, min(_ROOTS_SHOWN, self._roots.rowCount()))
        self.root_list.setFixedHeight(rows * RootDelegate.HEIGHT + 2)

    def _show_empty(self, listing: Listing | None) -> None:
        shown = self._files.rowCount() > 0
        self.file_list.setVisible(shown)
        self._empty.setVisible(not shown)
        self._empty.setText(_empty_words(listing, filtered=self._files.filtered))

    def _on_filter(self, text: str) -> None:
        chosen = self._current_path()
        self._files.set_filter(text)
        self._after_filter(chosen)

    def _on_problems(self, only: bool) -> None:
        chosen = self._current_path()
        self._files.set_only_problems(only)
        self._after_filter(chosen)

    def _on_root_changed(self, current: QModelIndex) -> None:
        root = self._roots.item(current)
        self._files.set_root(root.path if root else None)
        self.file_list.setCurrentIndex(QModelIndex())
        self._after_filter(None)

    def _current_root(self) -> Path | None:
        item = self._roots.item(self.root_list.currentIndex())
        return item.path if item else None

    def _choose_root(self, path: Path | None) -> None:
        """Chooses a root, or all documents when it is None or has gone."""
        index = self._roots.index(self._roots.row_of(path))
        if index.isValid() and index != self.root_list.currentIndex():
            self.root_list.setCurrentIndex(index)

    def _after_filter(self, chosen: Path | None) -> None:
        self._restore_current(chosen)
        self._show_empty(self.listing)

    def _current_path(self) -> Path | None:
        item = self._files.item(self.file_list.currentIndex())
        return item.path if item else None

    def _restore_current(self, path: Path | None) -> None:
        index = self._files.index_of(path) if path else QModelIndex()
        if index.isValid() and index != self.file_list.currentIndex():
            self.file_list.setCurrentIndex(index)
        self._show_card()

    def _on_file_changed(self, current: QModelIndex) -> None:
        # Qt makes the first row current, but does not choose it, when Tab reaches the list.
        choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.file_list.selectionModel().select(current, choose)
        self._show_card()

    def _show_card(self) -> None:
        """The chosen file, or else the chosen folder."""
        file = self._files.item(self.file_list.currentIndex())
        if file:
            self.card.show_file(file)
        else:
            self.card.show_root(self._roots.item(self.root_list.currentIndex()))

    def _on_remove_root(self) -> None:
        if path := self._current_root():
            self.remove_requested.emit([path])

    def _on_remove_file(self) -> None:
        if path := self._current_path():
            self.remove_requested.emit([path])

    def _on_activated(self, index: QModelIndex) -> None:
        item = self._files.item(index)
        if item and item.row.state in (DocumentState.READY, DocumentState.UNAVAILABLE):
            self.show_requested.emit(item.path)

    def _on_root_menu(self, position: QPoint) -> None:
        item = self._roots.item(index_at(self.root_list, position))
        if item is None or item.path is None:
            return
        path = item.path
        menu = self._menu()
        menu.addAction("Ask only here", lambda: self.scope_requested.emit(path))
        menu.addAction("Open", lambda: self.open_requested.emit(path))
        menu.addSeparator()
        menu.addAction("Remove from library", lambda: self.remove_requested.emit([path]))
        menu.popup(self.root_list.viewport().mapToGlobal(position))

    def _on_file_menu(self, position: QPoint) -> None:
        item = self._files.item(index_at(self.file_list, position))
        if item is not None:
            self._file_menu(item).popup(self.file_list.viewport().mapToGlobal(position))

    def _file_menu(self, item: FileItem) -> QMenu:
        path, menu = item.path, self._menu()
        if item.row.state is DocumentState.READY:
            menu.addAction("Show", lambda: self.show_requested.emit(path))
            menu.addAction("Ask only here", lambda: self.scope_requested.emit(path))
        if item.row.state in RETRYABLE:
            menu.addAction("Retry", lambda: self.retry_requested.emit([path]))
        menu.addAction("Open in its own program", lambda: self.open_requested.emit(path))
        menu.addSeparator()
        menu.addAction("Remove from library", lambda: self.remove_requested.emit([path]))
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


def _empty_words(listing: Listing | None, *, filtered: bool) -> str:
    """What stands where no file does."""
    if listing is None:
        return ""
    if listing.empty:
        return "Nothing here yet. Add a folder, or drop files anywhere on this window."
    return "No file matches." if filtered else "No documents found here."
