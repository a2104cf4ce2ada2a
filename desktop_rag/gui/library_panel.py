"""The library: what was added, which files that makes, how each is, and what to do about it. GUI thread.

The panel only shows and asks; `LibraryController` does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.gui.chosen import Chosen, chosen_files, chosen_roots
from desktop_rag.gui.document_card import DocumentCard
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_header import LibraryHeader
from desktop_rag.gui.library_menu import LibraryMenu
from desktop_rag.gui.library_model import FileListModel, Listing, RootListModel
from desktop_rag.gui.list_delegates import FileDelegate, RootDelegate
from desktop_rag.gui.progress_strip import ProgressStrip
from desktop_rag.gui.rows_view import RowsView
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconButton, TextButton, hairline, label, set_up_rows

_ROOTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Kept:
    """The files that are chosen, and the one where the keyboard is."""

    paths: tuple[Path, ...] = ()
    current: Path | None = None


class LibraryPanel(QFrame):
    """Signals carry paths: lists for retry and remove, `Scope`s to ask in, a path and its password to unlock,
    a `RootSummary` for its rules and whereabouts, one path for the others.

    Several files or folders can be chosen at once; the card and the menu are then about all of them.
    """

    sync_requested = Signal()
    retry_requested = Signal(object)
    remove_requested = Signal(object)
    open_requested = Signal(object)
    show_requested = Signal(object)
    scope_requested = Signal(object)
    scope_added = Signal(object)
    unlock_requested = Signal(object, str)
    rules_requested = Signal(object)
    where_requested = Signal(object)

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
        self._scope = EVERYWHERE
        self.show_listing(None)

    def show_listing(self, listing: Listing | None) -> None:
        """Shows the library as it is now; None while it is not known yet."""
        self.listing = listing
        roots, chosen = self._root_paths(), self._keep()
        self._roots.set_roots(listing.roots if listing else ())
        self._choose_roots(roots)
        with QSignalBlocker(self.file_list):  # what is chosen is put right at the end
            self._files.set_files(listing.files if listing else ())
        self._restore(chosen)
        self._fit_roots()
        problems = listing.problems if listing else 0
        self._problems.setText(f"Show only problems ({problems:,})")
        self._problems.setVisible(problems > 0 or self._problems.isChecked())
        self._show_retry_all()
        for widget in (self.root_list, self._line, self.filter, self._heading, self.sync_button):
            widget.setVisible(bool(listing and not listing.empty))
        self._show_empty(listing)

    def show_scope(self, scope: Scope) -> None:
        """Where questions are asked now, to which what is chosen can be added."""
        self._scope = scope
        self.card.show_scope(scope)

    def focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def show_problems(self) -> None:
        """Narrows the list to all files that need attention, and chooses the first."""
        self.filter.clear()
        self._choose_roots(())
        self._problems.setVisible(True)
        self._problems.setChecked(True)
        self.file_list.choose_rows([0] if self._files.rowCount() else [])
        self.file_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_lists(self, icons: Icons) -> None:
        self.root_list = RowsView("Folders in the library")
        self.root_list.setModel(self._roots)
        self.root_list.setItemDelegate(RootDelegate(icons, self.root_list))
        self.file_list = RowsView("Files in the library")
        self.file_list.setModel(self._files)
        self.file_list.setItemDelegate(FileDelegate(icons, self.file_list))
        for view, chosen in ((self.root_list, self._chosen_roots), (self.file_list, self._chosen_files)):
            self._set_up(view, chosen)

    def _set_up(self, view: RowsView, chosen: Callable[[], Chosen | None]) -> None:
        set_up_rows(view)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self._on_remove(chosen()))
        view.customContextMenuRequested.connect(lambda position: self._on_menu(view, chosen(), position))

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
        self._retry_all = TextButton("Retry all", "link", icons, "retry")
        self._retry_all.setToolTip("Read all files in this list again")
        self._retry_all.hide()
        self._line = hairline()
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self.sync_button.clicked.connect(self.sync_requested)
        self.filter.textChanged.connect(self._on_filter)
        self._problems.toggled.connect(self._on_problems)
        self._retry_all.clicked.connect(self._on_retry_all)
        self.card.unlock_requested.connect(self.unlock_requested)
        self.root_list.chosen_changed.connect(self._on_roots_chosen)
        self.file_list.chosen_changed.connect(self._show_card)
        self.root_list.clicked.connect(lambda _index: self.file_list.choose_rows([]))
        self.file_list.activated.connect(self._on_activated)
        _pass_on(self.card, self)

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
        inner.addWidget(self._retry_all, 0, Qt.AlignmentFlag.AlignLeft)
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
        chosen = self._keep()
        self._files.set_filter(text)
        self._after_filter(chosen)

    def _on_problems(self, only: bool) -> None:
        chosen = self._keep()
        self._files.set_only_problems(only)
        self._after_filter(chosen)

    def _on_retry_all(self) -> None:
        self.retry_requested.emit([item.path for item in self._files.items(range(self._files.rowCount()))])

    def _show_retry_all(self) -> None:
        self._retry_all.setVisible(self._problems.isChecked() and self._files.rowCount() > 1)

    def _on_roots_chosen(self) -> None:
        if not self.root_list.chosen_rows():
            self._choose_roots(())
            return
        self._files.set_roots(self._root_paths())
        self._after_filter(_Kept())

    def _after_filter(self, chosen: _Kept) -> None:
        self._restore(chosen)
        self._show_retry_all()
        self._show_empty(self.listing)

    def _chosen_roots(self) -> Chosen | None:
        return chosen_roots(self._roots.items(self.root_list.chosen_rows()))

    def _chosen_files(self) -> Chosen | None:
        items = self._files.items(self.file_list.chosen_rows())
        return chosen_files(items) if items else None

    def _root_paths(self) -> tuple[Path, ...]:
        """The chosen roots; none for everything."""
        chosen = self._chosen_roots()
        return chosen.paths if chosen else ()

    def _choose_roots(self, paths: Sequence[Path]) -> None:
        """Chooses roots, or all documents when there are none or they have gone."""
        if self._roots.rowCount():
            self.root_list.choose_rows(self._roots.rows_of(paths))

    def _keep(self) -> _Kept:
        """What is chosen, for when the rows have become others."""
        current = self._files.item(self.file_list.currentIndex())
        items = self._files.items(self.file_list.chosen_rows())
        return _Kept(tuple(item.path for item in items), current.path if current else None)

    def _restore(self, kept: _Kept) -> None:
        """Chooses the same files as before, as far as they are still shown."""
        current = self._files.rows_of([kept.current] if kept.current else [])
        with QSignalBlocker(self.file_list):
            self.file_list.choose_rows(self._files.rows_of(kept.paths), current[0] if current else None)
        self._show_card()

    def _show_card(self) -> None:
        """The chosen files, or else the chosen folders."""
        files = self._files.items(self.file_list.chosen_rows())
        if files:
            self.card.show_files(files)
        else:
            self.card.show_roots(self._roots.items(self.root_list.chosen_rows()))

    def _on_remove(self, chosen: Chosen | None) -> None:
        if chosen:
            self.remove_requested.emit(list(chosen.paths))

    def _on_activated(self, index: QModelIndex) -> None:
        item = self._files.item(index)
        if item and item.row.state in (DocumentState.READY, DocumentState.UNAVAILABLE):
            self.show_requested.emit(item.path)

    def _on_menu(self, view: RowsView, chosen: Chosen | None, position: QPoint) -> None:
        if chosen:
            menu = LibraryMenu(chosen, self._scope, self)
            _pass_on(menu, self)
            menu.password_requested.connect(self.card.ask_password)
            menu.popup(view.viewport().mapToGlobal(position))


def _pass_on(asking: DocumentCard | LibraryMenu, panel: LibraryPanel) -> None:
    """What the card or the menu asks for, the panel asks for."""
    asking.retry_requested.connect(panel.retry_requested)
    asking.remove_requested.connect(panel.remove_requested)
    asking.open_requested.connect(panel.open_requested)
    asking.show_requested.connect(panel.show_requested)
    asking.scope_requested.connect(panel.scope_requested)
    asking.scope_added.connect(panel.scope_added)
    asking.rules_requested.connect(panel.rules_requested)
    asking.where_requested.connect(panel.where_requested)


def _empty_words(listing: Listing | None, *, filtered: bool) -> str:
    """What stands where no file does."""
    if listing is None:
        return ""
    if listing.empty:
        return "Nothing here yet. Add a folder, or drop files anywhere on this window."
    return "No file matches." if filtered else "No documents found here."
