"""The folders of the library as a tree, and below them the files of the chosen ones. GUI thread."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.scopes import is_within
from desktop_rag.gui.library.chosen import Chosen, chosen_files, chosen_roots
from desktop_rag.gui.library.delegates import FileDelegate, RootDelegate
from desktop_rag.gui.library.filter_row import FilterRow
from desktop_rag.gui.library.folders import FolderListModel
from desktop_rag.gui.library.items import FileItem, FileOrder, Narrowing, RootItem
from desktop_rag.gui.library.model import FileListModel, Listing
from desktop_rag.gui.library.tree import FoldersView
from desktop_rag.gui.widgets.basics import TextButton, hairline, label, set_up_rows
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.rows_view import RowsView
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

_ROOTS_SHOWN = 5
_OPEN_SHARE = 0.4
"""Of the height for folders and files, once a folder is open."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The files that are chosen, and the one where the keyboard is."""

    paths: tuple[Path, ...] = ()
    current: Path | None = None


class LibraryLists(QWidget):
    """`chosen_changed` when the card is to be about something else, `places_changed` when other folders are
    chosen; `menu_requested(Chosen, QPoint)` at a place on the screen. `remove_requested` and
    `retry_requested` carry lists of paths, `show_requested` one."""

    chosen_changed = Signal()
    places_changed = Signal()
    menu_requested = Signal(object, object)
    remove_requested = Signal(object)
    retry_requested = Signal(object)
    show_requested = Signal(object)
    order_changed = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._listing: Listing | None = None
        self._roots = FolderListModel(self)
        self.files = FileListModel(self)
        self.root_list = FoldersView(translate("Library", "Folders in the library"), self._roots)
        self.file_list = RowsView(translate("Library", "Files in the library"))
        self.filters = FilterRow(icons)
        self._retry_all = TextButton(translate("Library", "Retry all"), "link", icons, "retry")
        self._retry_all.setToolTip(translate("Library", "Read all files in this list again"))
        self._line = hairline()
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._make_lists(icons)
        self._arrange()
        self._connect()
        self._theme = icons.theme
        self._theme.changed.connect(self._fit_roots)

    def show_listing(self, listing: Listing | None) -> None:
        self._listing = listing
        roots, kept = self.places, self._keep()
        with QSignalBlocker(self.root_list):  # what is chosen is put right at the end
            self._roots.set_roots(listing.roots if listing else (), *([listing.folders] if listing else []))
            self._choose_roots(roots)
        with QSignalBlocker(self.file_list):
            if listing:
                self.files.set_files(listing.files, listing.order)
            else:
                self.files.set_files(())
        self._take_places()
        self._restore(kept)
        self._fit_roots()
        self.filters.show_problems(listing.problems if listing else 0)
        self.filters.show_kinds(listing.kinds if listing else {})
        self._show_retry_all()
        for widget in (self.root_list, self._line, self.filters):
            widget.setVisible(bool(listing and not listing.empty))
        self._show_empty()

    @property
    def places(self) -> tuple[Path, ...]:
        """The chosen folders; none for everything."""
        chosen = chosen_roots(self.chosen_root_items())
        return chosen.paths if chosen else ()

    def chosen_file_items(self) -> list[FileItem]:
        return self.files.items(self.file_list.chosen_rows())

    def chosen_root_items(self) -> list[RootItem]:
        return self._roots.items(self.root_list.chosen_rows())

    def show_everywhere(self) -> None:
        self._choose_roots(())

    def show_problems(self) -> None:
        """Narrows the list to all files that need attention, and chooses the first."""
        self._choose_roots(())
        self.set_narrowing(Narrowing.ALL)
        self.filters.problems.setVisible(True)
        self.filters.problems.setChecked(True)
        self.choose_first()

    def show_unread(self, paths: Collection[Path]) -> None:
        """Chooses the first file at or below these that is not ready, whatever was filtered."""
        self._choose_roots(())
        self.set_narrowing(Narrowing.ALL)
        self.filters.problems.setChecked(False)
        places = set(paths)
        listed = enumerate(self.files.items(range(self.files.rowCount())))
        unread = (row for row, item in listed if not item.ready and is_within(item.path, places))
        self._go_to(next(unread, None))

    def choose_first(self) -> None:
        """And puts the keyboard there."""
        self._go_to(0 if self.files.rowCount() else None)

    def _go_to(self, row: int | None) -> None:
        self.file_list.choose_rows([] if row is None else [row])
        self.file_list.scrollTo(self.file_list.currentIndex())
        self.file_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_filter(self, text: str) -> None:
        self._change(lambda: self.files.set_filter(text))

    def set_order(self, order: FileOrder) -> None:
        self._delegate.order = order
        self.filters.show_order(order)
        if order is not self.files.order:
            self._change(lambda: self.files.set_order(order))
            self.order_changed.emit(order)

    def set_narrowing(self, narrowing: Narrowing) -> None:
        self.filters.show_narrowing(narrowing)
        self._change(lambda: self.files.set_narrowing(narrowing))

    def show_folders(self, shown: bool) -> None:
        """They give way while only the files are looked at whose names fit."""
        for widget in (self.root_list, self._line):
            widget.setVisible(shown and bool(self._listing and not self._listing.empty))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_roots()

    def _change(self, change: Callable[[], None]) -> None:
        """Of which files are listed; those that are chosen stay so, as far as they are still shown."""
        kept = self._keep()
        with QSignalBlocker(self.file_list):
            change()
        self._after_change(kept)

    def _after_change(self, kept: _Kept) -> None:
        self._restore(kept)
        self._show_retry_all()
        self._show_empty()

    def _make_lists(self, icons: Icons) -> None:
        self.root_list.setItemDelegate(RootDelegate(icons, self.root_list))
        self._delegate = FileDelegate(icons, self.file_list)
        self.file_list.setModel(self.files)
        self.file_list.setItemDelegate(self._delegate)
        self._set_up(self.root_list, lambda: chosen_roots(self.chosen_root_items()))
        self._set_up(self.file_list, self._chosen_files)

    def _set_up(self, view: RowsView, chosen: Callable[[], Chosen | None]) -> None:
        set_up_rows(view)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self._on_remove(chosen()))
        view.customContextMenuRequested.connect(lambda position: self._on_menu(view, chosen(), position))

    def _connect(self) -> None:
        self.filters.problems.toggled.connect(self._on_problems)
        self.filters.order_chosen.connect(self.set_order)
        self.filters.narrowing_chosen.connect(self.set_narrowing)
        self._retry_all.clicked.connect(self._on_retry_all)
        self.root_list.chosen_changed.connect(self._on_roots_chosen)
        self.file_list.chosen_changed.connect(self.chosen_changed)
        self.root_list.clicked.connect(lambda _index: self.file_list.choose_rows([]))
        self.file_list.activated.connect(self._on_activated)
        for change in (self._roots.rowsInserted, self._roots.rowsRemoved, self._roots.modelReset):
            change.connect(lambda *_: self._fit_roots())

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.root_list)
        column.addWidget(self._line)
        column.addWidget(self.filters)
        column.addWidget(self._retry_all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.file_list, 1)
        column.addWidget(self._empty, 1)

    def _fit_roots(self) -> None:
        height = self._theme.px(RootDelegate.HEIGHT)
        most = int(_OPEN_SHARE * self.height()) // height if self._roots.has_open else 0
        rows = max(1, min(max(_ROOTS_SHOWN, most), self._roots.rowCount()))
        self.root_list.setFixedHeight(rows * height + 2)

    def _show_empty(self) -> None:
        shown = self.files.rowCount() > 0
        self.file_list.setVisible(shown)
        self._empty.setVisible(not shown)
        self._empty.setText(_empty_words(self._listing, filtered=self.files.filtered))

    def _on_problems(self, only: bool) -> None:
        self._change(lambda: self.files.set_only_problems(only))

    def _on_retry_all(self) -> None:
        self.retry_requested.emit([item.path for item in self.files.items(range(self.files.rowCount()))])

    def _show_retry_all(self) -> None:
        self._retry_all.setVisible(self.filters.problems.isChecked() and self.files.rowCount() > 1)

    def _on_roots_chosen(self) -> None:
        if not self.root_list.chosen_rows():
            self._choose_roots(())
            return
        with QSignalBlocker(self.file_list):
            self._take_places()
        self._after_change(_Kept())
        self.places_changed.emit()

    def _take_places(self) -> None:
        self.files.set_roots(self.places)

    def _choose_roots(self, paths: Sequence[Path]) -> None:
        """Chooses folders, or all documents when there are none or they have gone."""
        if self._roots.rowCount():
            self.root_list.choose_rows(self._roots.rows_of(paths))

    def _chosen_files(self) -> Chosen | None:
        items = self.chosen_file_items()
        return chosen_files(items) if items else None

    def _keep(self) -> _Kept:
        """What is chosen, for when the rows have become others."""
        current = self.files.item(self.file_list.currentIndex())
        return _Kept(tuple(item.path for item in self.chosen_file_items()), current.path if current else None)

    def _restore(self, kept: _Kept) -> None:
        """Chooses the same files as before, as far as they are still shown."""
        current = self.files.rows_of([kept.current] if kept.current else [])
        with QSignalBlocker(self.file_list):
            self.file_list.choose_rows(self.files.rows_of(kept.paths), current[0] if current else None)
        self.chosen_changed.emit()

    def _on_remove(self, chosen: Chosen | None) -> None:
        if chosen:
            self.remove_requested.emit(list(chosen.paths))

    def _on_activated(self, index: QModelIndex) -> None:
        item = self.files.item(index)
        if item and item.row.state in (DocumentState.READY, DocumentState.UNAVAILABLE):
            self.show_requested.emit(item.path)

    def _on_menu(self, view: RowsView, chosen: Chosen | None, position: QPoint) -> None:
        if chosen:
            self.menu_requested.emit(chosen, view.viewport().mapToGlobal(position))


def _empty_words(listing: Listing | None, *, filtered: bool) -> str:
    """What stands where no file does."""
    if listing is None:
        return ""
    if listing.empty:
        return translate("Library", "Nothing here yet. Add a folder, or drop files anywhere on this window.")
    if filtered:
        return translate("Library", "No file matches.")
    return translate("Library", "No documents found here.")
