"""The main window: puts the panels together and joins their wishes to the controllers. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow

from desktop_rag.app.context import AppContext
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.answers import Answer, AnswerState
from desktop_rag.gui import words
from desktop_rag.gui.ask_controller import AskController
from desktop_rag.gui.conversation_panel import ConversationPanel
from desktop_rag.gui.dialogs import ShortcutsDialog, choose_files, choose_folder
from desktop_rag.gui.drop_overlay import DropOverlay, dropped_paths
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_controller import Change, LibraryController
from desktop_rag.gui.library_model import Listing
from desktop_rag.gui.library_panel import LibraryPanel
from desktop_rag.gui.panes import Panes
from desktop_rag.gui.source_controller import SourceController
from desktop_rag.gui.source_panel import SourcePanel
from desktop_rag.gui.source_ref import SourceEntry, SourceRef
from desktop_rag.gui.theme import Theme
from desktop_rag.gui.turn_view import TurnView
from desktop_rag.gui.window_state import WindowState

NOT_LOCAL = "Only files and folders on this computer can be added."


class MainWindow(QMainWindow):
    """One window on one open context, which the caller closes after the window."""

    def __init__(self, context: AppContext, theme: Theme, icons: Icons, state: WindowState) -> None:
        super().__init__()
        self.setWindowTitle("Desktop RAG")
        self.setMinimumSize(640, 420)
        self.setAcceptDrops(True)
        self._context = context
        self.theme = theme
        self._state = state
        self._turn: TurnView | None = None
        self._place = Path.home()
        self.library_panel = LibraryPanel(icons)
        self.conversation = ConversationPanel(icons)
        self.source_panel = SourcePanel(icons)
        self.panes = Panes(self.library_panel, self.conversation, self.source_panel)
        self.setCentralWidget(self.panes)
        self._overlay = DropOverlay(theme, self)
        self.library = LibraryController(context, self)
        self.asking = AskController(context, self)
        self.source = SourceController(context, self.source_panel, self)
        self._join_library()
        self._join_conversation()
        self._add_shortcuts()
        state.restore(self, self.panes.splitter)
        self.library.refresh()

    def add_paths(self, paths: list[Path]) -> None:
        """Adds files and folders to the library, in the background."""
        if paths:
            self.library.add(paths)

    def ask(self, question: str) -> None:
        """Asks in the chosen scope; whatever was being looked for before is dropped."""
        self._ask_in(question, self.conversation.box.scope)

    def _ask_in(self, question: str, scope: Path | None) -> None:
        self._uncover()
        if self._turn is not None:
            self._turn.show_stopped()
        self._turn = self.conversation.begin_turn(question, scope)
        self.asking.ask(question, scope)

    def open_source(self, ref: SourceRef) -> None:
        self.panes.open_source()
        self.source.open(ref)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._state.save(self, self.panes.splitter, self.theme.override)
        self.asking.stop()
        self.library.stop()
        self.source.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if event.mimeData().hasUrls():
            local, _other = dropped_paths(event.mimeData())
            self._overlay.appear("Drop to add to the library" if local else NOT_LOCAL)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._overlay.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self._overlay.hide()
        local, other = dropped_paths(event.mimeData())
        if other:
            self.conversation.notices.say(NOT_LOCAL, tone="warning")
        self.add_paths(local)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _join_library(self) -> None:
        panel, library = self.library_panel, self.library
        panel.header.add_folder_requested.connect(self._on_add_folder)
        panel.header.add_files_requested.connect(self._on_add_files)
        panel.header.sync_requested.connect(library.sync)
        panel.header.theme_requested.connect(self.theme.toggle)
        panel.retry_requested.connect(library.retry)
        panel.remove_requested.connect(library.remove)
        panel.open_requested.connect(_open_outside)
        panel.show_requested.connect(lambda path: self.open_source(SourceRef(path, 1)))
        panel.scope_requested.connect(self._on_scope)
        panel.progress.stop_requested.connect(library.stop)
        panel.progress.go_on_requested.connect(library.resume)
        library.begun.connect(panel.progress.begin)
        library.listing_changed.connect(self._on_listing)
        library.progressed.connect(panel.progress.show_progress)
        library.busy_changed.connect(self._on_library_busy)
        library.finished.connect(self._on_library_finished)
        library.failed.connect(self.conversation.notices.say_error)

    def _join_conversation(self) -> None:
        panel, asking = self.conversation, self.asking
        panel.asked.connect(self.ask)
        panel.asked_again.connect(self._ask_in)
        panel.source_glanced.connect(self._on_glanced)
        panel.stop_requested.connect(asking.stop)
        panel.source_chosen.connect(self.open_source)
        panel.library_requested.connect(self.panes.show_library)
        panel.welcome.add_folder_requested.connect(self._on_add_folder)
        panel.welcome.add_files_requested.connect(self._on_add_files)
        panel.welcome.sample_requested.connect(lambda: self.add_paths([self._context.sample_folder]))
        self.panes.library_hidden_changed.connect(panel.set_library_hidden)
        asking.answered.connect(self._on_answered)
        asking.failed.connect(self._on_ask_failed)
        asking.stopped.connect(self._on_ask_stopped)
        asking.busy_changed.connect(panel.box.set_busy)
        self.source_panel.close_requested.connect(self._on_close_source)
        self.source_panel.open_requested.connect(_open_outside)

    def _add_shortcuts(self) -> None:
        panel = self.source_panel
        actions: dict[str, Callable[[], object]] = {
            "Ctrl+O": self._on_add_folder,
            "Ctrl+Shift+O": self._on_add_files,
            "Ctrl+L": self._on_go_to_question,
            "Ctrl+F": self._on_filter,
            "F5": self.library.sync,
            "Esc": self._on_escape,
            "Ctrl+PgUp": lambda: self.source.turn_page(-1),
            "Ctrl+PgDown": lambda: self.source.turn_page(1),
            "Ctrl++": lambda: panel.zoom(1),
            "Ctrl+=": lambda: panel.zoom(1),
            "Ctrl+-": lambda: panel.zoom(-1),
            "Ctrl+0": lambda: panel.zoom(0),
            "Ctrl+Shift+D": self.theme.toggle,
            "F1": lambda: ShortcutsDialog(self).open(),
        }
        for keys, action in actions.items():
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _on_listing(self, listing: Listing) -> None:
        first = self.library_panel.listing is None
        self.library_panel.show_listing(listing)
        self.conversation.show_library_state(listing.empty and not self.library.busy, listing.ready)
        roots = [root.path for root in listing.overview.roots]
        self.conversation.show_examples(roots == [self._context.sample_folder] and listing.ready > 0)
        if first:
            self.conversation.take_focus()
            if listing.pending:
                self.library.resume()
        elif not self.library.busy:
            self.library_panel.progress.show_rest(listing.pending, interrupted=self.library.interrupted)

    def _on_library_busy(self, busy: bool) -> None:
        if busy:
            listing = self.library.listing
            self.conversation.show_library_state(False, listing.ready if listing else 0)
        else:
            self.library.refresh()

    def _on_library_finished(self, change: Change, summary: IngestSummary, paths: list[Path]) -> None:
        notices = self.conversation.notices
        if change is Change.REMOVE:
            undo = ("Undo", lambda: self.add_paths(paths))
            notices.say(words.removed_words(paths), action=undo)
            self.conversation.box.forget_scope(paths)
        elif summary.failed or summary.unavailable:
            show = ("Show problems", self._on_show_problems)
            notices.say(words.summary_words(summary), tone="warning", action=show)
        else:
            notices.say(words.summary_words(summary))

    def _on_show_problems(self) -> None:
        self.panes.show_library()
        self.library_panel.show_problems()

    def _on_answered(self, answer: Answer) -> None:
        if turn := self._take_turn():
            turn.show_answer(answer)
            if answer.state is AnswerState.NOT_FOUND:
                # A lit page of an earlier answer beside "Not in your documents" would look like one.
                self._close_source()
            elif not self.panes.source_over:
                turn.open_first_source()

    def _on_ask_failed(self, error: Exception) -> None:
        if turn := self._take_turn():
            turn.show_error(error)

    def _on_ask_stopped(self) -> None:
        if turn := self._take_turn():
            turn.show_stopped()

    def _take_turn(self) -> TurnView | None:
        """The turn that waits for its answer, which it does no longer."""
        turn, self._turn = self._turn, None
        return turn

    def _on_close_source(self) -> None:
        self._close_source()
        self.conversation.box.take_focus()

    def _close_source(self) -> None:
        self.source.close()
        self.panes.close_source()
        self.conversation.unlight()

    def _uncover(self) -> None:
        """Takes a source that lies over the conversation away."""
        if self.panes.source_open and self.panes.source_over:
            self._close_source()

    def _on_go_to_question(self) -> None:
        self._uncover()
        self.conversation.box.take_focus()

    def _on_scope(self, path: Path) -> None:
        self._uncover()
        self.conversation.box.set_scope(path)

    def _on_glanced(self, turn: TurnView, entry: SourceEntry) -> None:
        """The pointer rests on a citation: an open page follows, but nothing is opened or covered."""
        if self.panes.source_open and not self.panes.source_over:
            turn.choose(entry)

    def _on_filter(self) -> None:
        self.panes.show_library()
        self.library_panel.focus_filter()

    def _on_escape(self) -> None:
        """Ends the nearest thing: the question, a filter, a source over the answer, then the reading."""
        filter_box = self.library_panel.filter
        if self.asking.busy:
            self.asking.stop()
        elif filter_box.hasFocus() and filter_box.text():
            filter_box.clear()
        elif self.panes.source_open and self.panes.source_over:
            self._on_close_source()
        elif self.library.busy:
            self.library_panel.progress.show_stopping()
            self.library.stop()

    def _on_add_folder(self) -> None:
        choose_folder(self, self._place, self._on_chosen)

    def _on_add_files(self) -> None:
        choose_files(self, self._place, self._on_chosen)

    def _on_chosen(self, paths: list[Path]) -> None:
        self._place = paths[0].parent
        self.add_paths(paths)


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
