"""The library: what was added, which files that makes, how each is, what to do about it, and finding words in
them. GUI thread.

The panel only shows and asks; `LibraryController` and `SearchController` do.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout

from desktop_rag.domain.scopes import EVERYWHERE, Scope, normalised
from desktop_rag.gui.library.chosen import Chosen
from desktop_rag.gui.library.document_card import DocumentCard
from desktop_rag.gui.library.header import LibraryHeader
from desktop_rag.gui.library.items import FileItem, FileOrder
from desktop_rag.gui.library.lists import LibraryLists
from desktop_rag.gui.library.menu import LibraryMenu
from desktop_rag.gui.library.model import Listing
from desktop_rag.gui.library.progress_strip import ProgressStrip
from desktop_rag.gui.search.field import SearchField
from desktop_rag.gui.search.model import Found
from desktop_rag.gui.search.results import SearchResults
from desktop_rag.gui.widgets.giving_way import GivingWay
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space

FILES_SHOWN = 5
"""Of those whose names fit, before the passages."""


class LibraryPanel(QFrame):
    """Signals carry paths: lists for retry and remove, `Scope`s to ask in, a path and its password to unlock,
    a `RootSummary` for its rules and whereabouts, one path for the others.

    Several files or folders can be chosen at once; the card and the menu are then about all of them.
    `search_changed(str)` when other words are looked for, or elsewhere; `show_found` shows what was found,
    and `found_opened(SourceRef)` has one of it opened. `order_changed(FileOrder)` of the list of files.
    """

    width_wanted = Signal()
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
    search_changed = Signal(str)
    found_opened = Signal(object)
    order_changed = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("library")
        self.progress = ProgressStrip(icons)
        self.card = DocumentCard(icons)
        self._card_room = GivingWay(self.card)
        self._card_room.changed.connect(self._fit_words)
        self.header = LibraryHeader(icons)
        self.filter = SearchField()
        self.lists = LibraryLists(icons)
        self.results = SearchResults(icons)
        self.root_list, self.file_list = self.lists.root_list, self.lists.file_list
        self.sync_button = self.lists.filters.sync
        self._arrange()
        icons.theme.changed.connect(self._fit_words)
        self._fit_words()
        self.listing: Listing | None = None
        self._scope = EVERYWHERE
        self._only_names = False
        self._connect()
        self.show_listing(None)

    @property
    def searching(self) -> bool:
        """Whether what was found stands in place of folders and files."""
        return bool(self.filter.text().strip()) and not self._only_names

    @property
    def search_scope(self) -> Scope:
        """The chosen folders, in which is looked too."""
        return normalised(self.lists.places)

    @property
    def order(self) -> FileOrder:
        return self.lists.files.order

    def show_listing(self, listing: Listing | None) -> None:
        """Shows the library as it is now; None while it is not known yet."""
        scope, self.listing = self.search_scope, listing
        self.lists.show_listing(listing)
        self.filter.setVisible(bool(listing and not listing.empty))
        self._show_mode()
        if self.searching:
            self._show_files(looking=self.results.looking)
            if self.search_scope != scope:  # the chosen folder has gone
                self.search_changed.emit(self.filter.text())

    def show_scope(self, scope: Scope) -> None:
        """Where questions are asked now, to which what is chosen can be added."""
        self._scope = scope
        self.card.show_scope(scope)

    def show_found(self, found: Found, *, looking: bool) -> None:
        """What was found so far; `looking` while more may come."""
        if self.searching:
            self.results.show_found(found, looking=looking)

    def focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    @property
    def search_has_keyboard(self) -> bool:
        """Whether the keyboard is where something is looked for, or at what was found."""
        here = QApplication.focusWidget()
        return bool(self.filter.text()) and here is not None and self.isAncestorOf(here)

    def end_search(self) -> None:
        """Gives folders and files back."""
        self.filter.clear()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self) -> None:
        """Narrows the list to all files that need attention, and chooses the first."""
        self.filter.clear()
        self.lists.show_problems()

    def show_unread(self, paths: Collection[Path]) -> None:
        """Chooses the first file at or below these that is not ready; its card says why."""
        self.filter.clear()
        self.lists.show_unread(paths)

    def _on_filter(self, text: str) -> None:
        if self._only_names:
            self._only_names = False
            self.lists.set_filter("")
        self._show_mode()
        if self.searching:
            self._show_files(looking=True)
        else:
            self.results.clear()
        self.search_changed.emit(text)

    def _show_mode(self) -> None:
        searching = self.searching
        self.lists.setVisible(not searching)
        self.lists.show_folders(not self._only_names)
        self.header.setVisible(not searching)
        self.results.setVisible(searching)
        self.results.show_scope(self.search_scope)
        self._show_card()

    def _show_files(self, *, looking: bool) -> None:
        """The list of files stays as it is: to change it by thousands of rows with each letter takes long."""
        files, in_all = self.lists.files.matching(self.filter.text(), FILES_SHOWN)
        found = replace(self.results.found, files=files, files_in_all=in_all)
        self.results.show_found(found, looking=looking)

    def _on_places(self) -> None:
        """Other folders were chosen: what is looked for is looked for there."""
        self.results.show_scope(self.search_scope)
        if self.searching:
            self._show_files(looking=True)
            self.search_changed.emit(self.filter.text())

    def _on_all_files(self) -> None:
        """The list of files as ever, of those whose names fit."""
        self._only_names = True
        self.lists.set_filter(self.filter.text())
        self._show_mode()
        self.lists.choose_first()

    def _show_card(self) -> None:
        """The chosen files, or else the chosen folders; of what was found, a file."""
        if self.searching:
            item = self.results.current
            self.card.show_files([item] if isinstance(item, FileItem) else [])
            return
        files = self.lists.chosen_file_items()
        if files:
            self.card.show_files(files)
        else:
            self.card.show_roots(self.lists.chosen_root_items())

    def _on_menu(self, chosen: Chosen, place: QPoint) -> None:
        menu = LibraryMenu(chosen, self._scope, self)
        _pass_on(menu, self)
        menu.password_requested.connect(self.card.ask_password)
        menu.popup(place)

    def _connect(self) -> None:
        lists, results = self.lists, self.results
        self.filter.textChanged.connect(self._on_filter)
        self.filter.stepped.connect(results.step)
        self.filter.entered.connect(self._on_entered)
        lists.filters.sync_requested.connect(self.sync_requested)
        lists.chosen_changed.connect(self._show_card)
        lists.places_changed.connect(self._on_places)
        lists.menu_requested.connect(self._on_menu)
        lists.remove_requested.connect(self.remove_requested)
        lists.retry_requested.connect(self.retry_requested)
        lists.show_requested.connect(self.show_requested)
        lists.order_changed.connect(self.order_changed)
        results.opened.connect(self.found_opened)
        results.file_opened.connect(self.show_requested)
        results.all_files_requested.connect(self._on_all_files)
        results.current_changed.connect(lambda _item: self._show_card())
        results.everywhere_requested.connect(lists.show_everywhere)
        self.card.unlock_requested.connect(self.unlock_requested)
        _pass_on(self.card, self)

    def _on_entered(self) -> None:
        if self.searching:
            self.results.open_current()

    def _fit_words(self) -> None:
        """The words on the buttons need more room in some system fonts, and in larger text."""
        if buttons := self.header.layout():
            buttons.invalidate()
        card = 0 if self._card_room.isHidden() else self._card_room.minimumSizeHint().width()
        self.setMinimumWidth(max(240, max(self.header.minimumSizeHint().width(), card) + 2 * Space.L))
        self.width_wanted.emit()

    def _arrange(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.L, Space.M, Space.L, Space.S)
        inner.setSpacing(Space.S)
        inner.addWidget(self.filter)
        inner.addWidget(self.header)
        inner.addWidget(self.lists, 1)
        inner.addWidget(self.results, 1)
        inner.addWidget(self._card_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inner, 1)
        column.addWidget(self.progress)


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
