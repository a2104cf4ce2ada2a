"""The main window: puts the panels together and joins their wishes to those who see to them. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QMainWindow, QStackedWidget

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Lane
from desktop_rag.domain.conversation import Turn
from desktop_rag.domain.scopes import Scope, normalised
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.ask_controller import AskController
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.conversation_handling import ConversationHandling
from desktop_rag.gui.conversation_list import ConversationList
from desktop_rag.gui.conversation_panel import ConversationPanel
from desktop_rag.gui.dialogs import choose_files, choose_folder
from desktop_rag.gui.dropping import Dropping, model_folders, told_apart
from desktop_rag.gui.follow_controller import FollowController
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_controller import LibraryController
from desktop_rag.gui.library_handling import LibraryHandling, open_outside
from desktop_rag.gui.library_panel import LibraryPanel
from desktop_rag.gui.model_controller import ModelController
from desktop_rag.gui.model_handling import ModelHandling
from desktop_rag.gui.models_handling import Around, ModelsHandling
from desktop_rag.gui.over_place import OverPlaces
from desktop_rag.gui.panes import Panes
from desktop_rag.gui.reading_handling import ReadingHandling
from desktop_rag.gui.shortcuts import ShortcutsDialog, bind
from desktop_rag.gui.side_panel import SidePanel
from desktop_rag.gui.source_handling import SourceHandling
from desktop_rag.gui.source_panel import SourcePanel
from desktop_rag.gui.source_ref import SourceRef
from desktop_rag.gui.theme import Theme
from desktop_rag.gui.turn_view import TurnView
from desktop_rag.gui.window_state import WindowState


class MainWindow(QMainWindow):
    """One window on one open context, which the caller closes after the window."""

    def __init__(self, context: AppContext, theme: Theme, icons: Icons, state: WindowState) -> None:
        super().__init__()
        self.setWindowTitle("Desktop RAG")
        self.setMinimumSize(640, 420)
        self._context = context
        self.theme = theme
        self._state = state
        self._place = Path.home()
        self._make_panels(icons)
        self._make_controllers(context, icons)
        self._join()
        self._add_shortcuts()
        state.restore(self, self.panes.splitter)
        self.side.show_tab(state.tab())
        self.library.refresh()
        self.following.begin()
        self.models.begin(state.adapters_off())
        self.shelf.downloads.begin()

    def add_paths(self, paths: list[Path]) -> None:
        """Adds files and folders to the library, and takes model files as such; in the background."""
        documents, models = told_apart(paths)
        if documents:
            self.library.add(documents)
        if models and self.shelf.place.is_open:
            self.shelf.add(models, self.shelf.page.shown)
        else:
            self.model_handling.use_files(models)

    def take_paths(self, paths: list[Path]) -> None:
        """As `add_paths`; folders that are one model are told apart first, which asks the disk."""
        self._sorting.start(lambda _job: (paths, model_folders(paths)))

    def ask(self, question: str) -> None:
        """Asks in the chosen scope; whatever was being answered before is stopped."""
        self._ask_in(question, self.conversation.box.scope)

    def open_source(self, ref: SourceRef) -> None:
        self.sources.open(ref)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._state.save(self, self.panes, self.theme.override, self.models.setup.adapters)
        self.asking.stop()
        self.models.stop()
        self.shelf.stop()
        self.following.stop()
        self.reading.stop()
        self.library.stop()
        self.sources.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        self._dropping.enter(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._dropping.leave()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self._dropping.drop(event)

    def _make_panels(self, icons: Icons) -> None:
        self.library_panel = LibraryPanel(icons)
        self.conversation_list = ConversationList(icons)
        self.side = SidePanel(icons, self.library_panel, self.conversation_list)
        self.conversation = ConversationPanel(icons)
        self.source_panel = SourcePanel(icons)
        self.panes = Panes(self.side, self.conversation, self.source_panel)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self.setCentralWidget(self._stack)
        self.places = OverPlaces(self._stack, self.conversation)
        self._dropping = Dropping(self.theme, self, lambda: self.shelf.place.is_open)

    def _make_controllers(self, context: AppContext, icons: Icons) -> None:
        self._sorting = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self.models = ModelController(context, self)
        self.library = LibraryController(context, self)
        self.following = FollowController(context, self.library, self)
        self.asking = AskController(context, self.conversation, self.models.settled, self)
        self.sources = SourceHandling(context, self.panes, self.source_panel, self)
        self.source = self.sources.controller
        self.shelf = ModelsHandling(context, Around(self.places, self.conversation, self.models), icons)
        self.model_handling = ModelHandling(self.models, self.asking, self.conversation, self.shelf, icons)
        self.reading = ReadingHandling(
            context, self.library, self.following, self.conversation.notices, icons, self
        )
        self.library_handling = LibraryHandling(
            context, self.library, self.library_panel, self.panes, self.reading
        )
        self.conversations = ConversationHandling(
            context,
            self.conversation_list,
            self.conversation,
            self.asking,
            self.sources,
            self.library_handling,
        )

    def _join(self) -> None:
        panel = self.conversation
        panel.asked.connect(self.ask)
        panel.asked_again.connect(self._ask_once_more)
        panel.asked_edited.connect(self._ask_once_more)
        panel.stop_requested.connect(self.asking.stop)
        panel.library_requested.connect(self.panes.show_side)
        panel.welcome.models_requested.connect(lambda: self.shelf.open(ShelfKind.MODEL))
        self.panes.side_hidden_changed.connect(panel.set_library_hidden)
        for place in (panel.welcome, self.library_panel.header):
            place.add_folder_requested.connect(self._on_add_folder)
            place.add_files_requested.connect(self._on_add_files)
        self.library_panel.show_requested.connect(lambda path: self.open_source(SourceRef(path, 1)))
        self.library_panel.scope_requested.connect(self._on_scope)
        self.library_panel.scope_added.connect(self._on_scope_added)
        panel.box.scope_changed.connect(self.library_panel.show_scope)
        self.side.theme_requested.connect(self.theme.toggle)
        self.side.settings_requested.connect(self.reading.open)
        self.side.help_requested.connect(self._on_help)
        self.asking.answered.connect(self._on_answered)
        self.asking.busy_changed.connect(panel.box.set_busy)
        self.source_panel.open_requested.connect(open_outside)
        self.library.finished.connect(lambda *_: self.shelf.embedders.seek_advice())
        self.library_handling.replaced.connect(self._on_replaced)
        self._dropping.dropped.connect(self.take_paths)
        self._sorting.succeeded.connect(self._on_sorted)
        self._dropping.refused.connect(lambda why: panel.notices.say(why, tone="warning"))

    def _add_shortcuts(self) -> None:
        panel = self.source_panel
        actions: dict[str, Callable[[], object]] = {
            "Ctrl+O": self._on_add_folder,
            "Ctrl+Shift+O": self._on_add_files,
            "Ctrl+L": self._on_go_to_question,
            "Ctrl+N": self._on_new,
            "Ctrl+M": self._on_menu,
            "Ctrl+Shift+M": self.shelf.open,
            "Ctrl+F": self._on_filter,
            "F5": self.library.sync,
            "Ctrl+,": self.reading.open,
            "Esc": self._on_escape,
            "Ctrl+PgUp": lambda: self.source.turn_page(-1),
            "Ctrl+PgDown": lambda: self.source.turn_page(1),
            "Ctrl++": lambda: panel.zoom(1),
            "Ctrl+=": lambda: panel.zoom(1),
            "Ctrl+-": lambda: panel.zoom(-1),
            "Ctrl+0": lambda: panel.zoom(0),
            "Ctrl+Shift+D": self.theme.toggle,
            "F1": self._on_help,
        }
        bind(self, actions)

    def _ask_in(self, question: str, scope: Scope, asked: str = "") -> None:
        self.sources.uncover()
        self.asking.ask(question, scope, asked)

    def _ask_once_more(self, question: str, scope: Scope, asked: str = "") -> None:
        """The keyboard does not stay at the turn before, which is out of sight now."""
        self._ask_in(question, scope, asked)
        self.conversation.box.take_focus()

    def _on_answered(self, view: TurnView, turn: Turn) -> None:
        if turn.answer is not None and turn.answer.citations:
            self.sources.open_first_of(view)
        else:
            # A lit page of an earlier answer would look as if it were this one's.
            self.sources.close()

    def _on_go_to_question(self) -> None:
        self.places.close()
        self.sources.uncover()
        self.conversation.box.take_focus()

    def _on_new(self) -> None:
        self.places.close()
        self.conversations.begin_new()

    def _on_help(self) -> None:
        ShortcutsDialog(self).open()

    def _on_replaced(self) -> None:
        """The library is another one: what is on screen was about the one before."""
        self.conversations.begin_new()
        self.conversations.controller.refresh()

    def _on_menu(self) -> None:
        self.places.close()
        self.model_handling.open_menu()

    def _on_scope(self, scope: Scope) -> None:
        self.sources.uncover()
        self.conversation.box.set_scope(scope)

    def _on_scope_added(self, more: Scope) -> None:
        self._on_scope(normalised((*self.conversation.box.scope, *more)))

    def _on_filter(self) -> None:
        self.places.close()
        self.library_handling.show_documents()
        self.library_panel.focus_filter()

    def _on_escape(self) -> None:
        """Ends the nearest thing: the question, a filter, a source over the answer, then the reading."""
        searched = next((each for each in self._filters() if each.hasFocus() and each.text()), None)
        if self.places.current is not None:
            self.places.escape()
        elif self.asking.busy:
            self.asking.stop()
        elif searched is not None:
            searched.clear()
        elif self.sources.covering:
            self.sources.close_and_go_on()
        elif self.library.busy:
            self.library_panel.progress.show_stopping()
            self.library.stop()

    def _filters(self) -> tuple[QLineEdit, ...]:
        return self.library_panel.filter, self.conversation_list.search

    def _on_add_folder(self) -> None:
        choose_folder(self, self._place, self._on_chosen)

    def _on_add_files(self) -> None:
        choose_files(self, self._place, self._on_chosen)

    def _on_chosen(self, paths: list[Path]) -> None:
        self._place = paths[0].parent
        self.take_paths(paths)

    def _on_sorted(self, _request_id: int, sorted_out: tuple[list[Path], list[Path]]) -> None:
        paths, folders = sorted_out
        self.add_paths([path for path in paths if path not in folders])
        if folders:
            self.shelf.add(folders, ShelfKind.ADAPTER)
