"""What the keys of the window do, and the buttons at the foot of the left pane. GUI thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_rag.gui.frame.shortcuts import ShortcutsDialog, bind

if TYPE_CHECKING:
    from desktop_rag.gui.main_window import MainWindow


class WindowKeys(QObject):
    """Serves one window, whose parts are all there."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._add_shortcuts()
        window.side.help_requested.connect(self.open_help)
        window.conversation.help_requested.connect(self.open_help)
        window.help.shortcuts_requested.connect(self._on_shortcuts)
        window.help.tour_requested.connect(self._on_tour)

    def open_help(self, chapter: str = "") -> None:
        self._window.help.open(chapter)

    def _add_shortcuts(self) -> None:
        panel = self._window.source_panel
        actions: dict[str, Callable[[], object]] = {
            "Ctrl+O": self._window.adding.ask_for_folder,
            "Ctrl+Shift+O": self._window.adding.ask_for_files,
            "Ctrl+L": self._on_go_to_question,
            "Ctrl+N": self._on_new,
            "Ctrl+M": self._on_menu,
            "Ctrl+R": self._window.again.ask_last,
            "Ctrl+E": self._on_edit,
            "Ctrl+Shift+C": self._window.conversation.copy_last,
            "Ctrl+Shift+M": self._window.shelf.open,
            "Ctrl+F": self._on_filter,
            "F5": self._window.library.sync,
            "Ctrl+,": self._window.settings.open,
            "F8": self._window.conversation.notices.take_focus,
            "Esc": self._on_escape,
            "Ctrl+PgUp": lambda: self._window.source.turn_page(-1),
            "Ctrl+PgDown": lambda: self._window.source.turn_page(1),
            "Ctrl++": lambda: panel.zoom(1),
            "Ctrl+=": lambda: panel.zoom(1),
            "Ctrl+-": lambda: panel.zoom(-1),
            "Ctrl+0": lambda: panel.zoom(0),
            "Ctrl+9": panel.fit_page,
            "Ctrl+Shift+F": self._on_find,
            "F3": lambda: self._window.sources.find_next(1),
            "Shift+F3": lambda: self._window.sources.find_next(-1),
            "Alt+Down": lambda: self._window.sources.step(1),
            "Alt+Up": lambda: self._window.sources.step(-1),
            "Ctrl+Shift+D": self._window.theme.toggle,
            "F1": self.open_help,
            "Shift+F1": self._on_shortcuts,
            "Ctrl+Q": self._window.close,
        }
        bind(self._window, actions)

    def _on_edit(self) -> None:
        self._window.places.close()
        self._window.sources.uncover()
        self._window.conversation.edit_last()

    def _on_go_to_question(self) -> None:
        self._window.places.close()
        self._window.sources.uncover()
        self._window.conversation.box.take_focus()

    def _on_new(self) -> None:
        self._window.places.close()
        self._window.conversations.begin_new()

    def _on_tour(self) -> None:
        self._window.places.close()
        self._window.tours.begin_again()

    def _on_shortcuts(self) -> None:
        ShortcutsDialog(self._window).open()

    def _on_menu(self) -> None:
        self._window.places.close()
        self._window.model_handling.open_menu()

    def _on_filter(self) -> None:
        if self._window.places.current is not None and self._window.places.current.seek():
            return
        if self._window.places.current is None and self._window.sources.has_keyboard:
            self._window.sources.find()
            return
        self._window.places.close()
        self._window.library_handling.show_documents()
        self._window.library_panel.focus_filter()

    def _on_find(self) -> None:
        self._window.places.close()
        self._window.sources.find()

    def _on_escape(self) -> None:
        """Ends the nearest thing: the question, a filter, a source over the answer, then the reading."""
        searched = self._window.conversation_list.search
        if self._window.tours.tour.has_keyboard:
            self._window.tours.tour.skip()
        elif self._window.places.current is not None:
            self._window.places.escape()
        elif self._window.asking.busy:
            self._window.asking.stop()
        elif self._window.library_panel.search_has_keyboard:
            self._window.library_panel.end_search()
        elif searched.hasFocus() and searched.text():
            searched.clear()
        elif self._window.sources.covering:
            self._window.sources.close_and_go_on()
        elif self._window.library.busy:
            self._window.library_panel.progress.show_stopping()
            self._window.library.stop()
        elif self._window.tours.tour.showing:
            self._window.tours.tour.skip()
