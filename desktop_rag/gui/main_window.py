"""The main window: puts the panels together and joins their wishes to those who see to them. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from desktop_rag.app.context import AppContext
from desktop_rag.domain.conversation import Turn
from desktop_rag.domain.scopes import Scope, normalised
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.asking.again_handling import AgainHandling
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.ask_controller import AskController
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.asking.model_controller import ModelController
from desktop_rag.gui.asking.model_handling import ModelHandling
from desktop_rag.gui.asking.suggest_controller import SuggestController
from desktop_rag.gui.conversations.handling import ConversationHandling
from desktop_rag.gui.conversations.panel import ConversationList
from desktop_rag.gui.frame.adding import Adding
from desktop_rag.gui.frame.over_place import OverPlaces
from desktop_rag.gui.frame.panes import Panes
from desktop_rag.gui.frame.side_panel import SidePanel
from desktop_rag.gui.frame.window_keys import WindowKeys
from desktop_rag.gui.frame.window_state import WindowState
from desktop_rag.gui.help.handling import HelpHandling
from desktop_rag.gui.help.tour_handling import TourHandling
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.library.follow_controller import FollowController
from desktop_rag.gui.library.handling import LibraryHandling
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.library.reading_handling import ReadingHandling
from desktop_rag.gui.models.handling import Around, ModelsHandling
from desktop_rag.gui.page.source_handling import SourceHandling
from desktop_rag.gui.page.source_panel import SourcePanel
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.search.controller import SearchController
from desktop_rag.gui.settings.handling import SettingsAround, SettingsHandling
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.work.long_work import LongWork, Workers


class MainWindow(QMainWindow):
    """One window on one open context, which the caller closes after the window."""

    def __init__(self, context: AppContext, theme: Theme, icons: Icons, state: WindowState) -> None:
        super().__init__()
        self.setWindowTitle("Desktop RAG")
        self._context = context
        self.theme = theme
        self._state = state
        self._make_panels(icons)
        self._make_controllers(context, icons)
        self._join()
        self.keys = WindowKeys(self)
        state.restore(self, self.panes.splitter)
        self.side.show_tab(state.tab())
        self.library_panel.lists.set_order(state.file_order())
        self.library.refresh()
        self.following.begin()
        self.models.begin(state.adapters_off())
        self.shelf.downloads.begin()

    def add_paths(self, paths: list[Path]) -> None:
        self.adding.add(paths)

    def take_paths(self, paths: list[Path]) -> None:
        self.adding.take(paths)

    def ask(self, question: str) -> None:
        """Asks in the chosen scope; whatever was being answered before is stopped."""
        self._ask_in(question, self.conversation.box.scope)

    def open_source(self, ref: SourceRef) -> None:
        self.sources.open(ref)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._state.save(self, self.panes, self.theme.look, self.models.setup.adapters)
        self.asking.stop()
        self.again.stop()
        self.suggesting.stop()
        self.models.stop()
        self.shelf.stop()
        self.following.stop()
        self.reading.stop()
        self.settings.stop()
        self.library.stop()
        self.search.stop()
        self.help.stop()
        self.sources.close()
        self.long_work.stop()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        """On another screen, or at another scale, icons are drawn anew to be sharp."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.theme.changed.emit()
        return super().event(event)

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
        self.panes = Panes(self.side, self.conversation, self.source_panel, self.theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self.setCentralWidget(self._stack)
        self.places = OverPlaces(self._stack, self.conversation)

    def _make_controllers(self, context: AppContext, icons: Icons) -> None:
        self.models = ModelController(context, self)
        self.library = LibraryController(context, self)
        self.following = FollowController(context, self.library, self)
        self.search = SearchController(context, self.library_panel, self)
        self.asking = AskController(context, self.conversation, self.models.settled, self)
        self.sources = SourceHandling(context, self.panes, self.source_panel, self)
        self.source = self.sources.controller
        self.shelf = ModelsHandling(context, Around(self.places, self.conversation, self.models), icons)
        self.again = AgainHandling(context, self.conversation, self.models)
        self.suggesting = SuggestController(context, self.conversation, self.library)
        self.model_handling = ModelHandling(self.models, self.asking, self.conversation, self.shelf, icons)
        self.adding = Adding(
            self, self.theme, context.jobs, self.library, self.shelf, self.model_handling,
            self.conversation.notices,
        )  # fmt: skip
        self._dropping = self.adding.dropping
        self.reading = ReadingHandling(
            context, self.library, self.following, self.conversation.notices, icons, self
        )
        self.settings = SettingsHandling(context, _around_settings(self), icons)
        self.library_handling = LibraryHandling(
            context, self.library, self.library_panel, self.panes, self.reading
        )
        workers = Workers(
            self.library, self.shelf.downloads.controller, self.shelf.embedders.controller, self.asking
        )
        self.long_work = LongWork(self, context.jobs, workers)
        self.conversations = ConversationHandling(
            context,
            self.conversation_list,
            self.conversation,
            self.asking,
            self.sources,
            self.library_handling,
        )

        self.help = HelpHandling(context, self.places, self.conversation.notices, icons, self.library)
        self.tours = TourHandling(self.panes, self.library_panel, self.library, self.theme, self._state)

    def _join(self) -> None:
        panel = self.conversation
        panel.asked.connect(self.ask)
        panel.asked_again.connect(self._ask_once_more)
        panel.asked_edited.connect(self._ask_once_more)
        self.again.asked.connect(self._ask_once_more)
        self.again.models_requested.connect(lambda: self.shelf.open(ShelfKind.MODEL))
        panel.stop_requested.connect(self.asking.stop)
        panel.library_requested.connect(self.panes.show_side)
        panel.welcome.models_requested.connect(lambda: self.shelf.open(ShelfKind.MODEL))
        self.panes.side_hidden_changed.connect(panel.set_library_hidden)
        for place in (panel.welcome, self.library_panel.header):
            place.add_folder_requested.connect(self.adding.ask_for_folder)
            place.add_files_requested.connect(self.adding.ask_for_files)
        self.library_panel.show_requested.connect(lambda path: self.open_source(SourceRef(path, 1)))
        self.library_panel.found_opened.connect(self.open_source)
        self.library_panel.scope_requested.connect(self._on_scope)
        self.library_panel.scope_added.connect(self._on_scope_added)
        panel.box.scope_changed.connect(self.library_panel.show_scope)
        self.side.theme_requested.connect(self.theme.toggle)
        self.side.settings_requested.connect(self.settings.open)
        self.asking.answered.connect(self._on_answered)
        self.asking.busy_changed.connect(panel.box.set_busy)
        self.library.finished.connect(lambda *_: self.shelf.embedders.seek_advice())
        self.library.finished.connect(lambda *_: self.search.look_again())
        self.library_handling.replaced.connect(self._on_replaced)

    def _ask_in(
        self, question: str, scope: Scope, asked: str = "", other_way: AnswerSetup | None = None
    ) -> None:
        self.sources.uncover()
        self.asking.ask(question, scope, asked, other_way)

    def _ask_once_more(
        self, question: str, scope: Scope, asked: str = "", other_way: AnswerSetup | None = None
    ) -> None:
        """The keyboard does not stay at the turn before, which is out of sight now."""
        self._ask_in(question, scope, asked, other_way)
        self.conversation.box.take_focus()

    def _on_answered(self, view: TurnView, turn: Turn) -> None:
        if turn.answer is not None and turn.answer.citations:
            self.sources.open_first_of(view)
        else:
            # A lit page of an earlier answer would look as if it were this one's.
            self.sources.close()

    def _on_replaced(self) -> None:
        """The library is another one: what is on screen was about the one before."""
        self.conversations.deletion.forget()
        self.conversations.begin_new()
        self.conversation.box.forget_drafts()
        self.conversations.controller.refresh()

    def _on_scope(self, scope: Scope) -> None:
        self.sources.uncover()
        self.conversation.box.set_scope(scope)

    def _on_scope_added(self, more: Scope) -> None:
        self._on_scope(normalised((*self.conversation.box.scope, *more)))


def _around_settings(window: MainWindow) -> SettingsAround:
    return SettingsAround(
        window.places,
        window.conversation.notices,
        window.models,
        window.shelf,
        window.library,
        window.reading,
        window.theme,
        window,
    )
