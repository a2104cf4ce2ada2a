"""Joins the list of documents to what changes the library, and tells how it went. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Progress
from desktop_rag.app.moving import LibraryFile
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.display import display_name
from desktop_rag.domain.errors import BadPassword, InputError
from desktop_rag.domain.moved_paths import Relocated
from desktop_rag.gui.frame.panes import Panes
from desktop_rag.gui.frame.side_panel import Tab
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.library.items import FileOrder
from desktop_rag.gui.library.model import Listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.library.quiet_news import QuietNews
from desktop_rag.gui.library.reading_handling import ReadingHandling
from desktop_rag.gui.library.requests import Change, Outcome
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import translate


def open_outside(path: Path) -> None:
    """Opens a file in its own program, or a folder in the system's."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class LibraryHandling(QObject):
    """Serves one library panel, and the conversation beside it. `replaced` when it is another library."""

    replaced = Signal()

    def __init__(
        self,
        context: AppContext,
        library: LibraryController,
        panel: LibraryPanel,
        panes: Panes,
        reading: ReadingHandling,
    ) -> None:
        super().__init__(library)
        self._sample_folder = context.sample_folder
        self._library = library
        self._panel = panel
        self._panes = panes
        self._conversation = panes.conversation
        self._reading = reading
        self._news = QuietNews(lambda: library.busy, self)
        self._join_panel()
        self._join_library()

    def show_problems(self) -> None:
        self.show_documents()
        self._panel.show_problems()

    def _show_unread(self, paths: list[Path]) -> None:
        self.show_documents()
        self._panel.show_unread(paths)

    def show_documents(self) -> None:
        """Brings the documents into view, whatever hides them."""
        self._panes.show_side()
        self._panes.side.show_tab(Tab.DOCUMENTS)

    def show_state(self) -> None:
        """Has the conversation say what can be asked now."""
        listing = self._library.listing
        if listing is not None:
            empty = listing.empty and not self._library.busy
            self._conversation.show_library_state(empty, listing.ready, listing.pending)

    def _join_panel(self) -> None:
        panel, library = self._panel, self._library
        panel.sync_requested.connect(library.sync)
        panel.order_changed.connect(self._on_order)
        panel.retry_requested.connect(library.retry)
        panel.remove_requested.connect(library.remove)
        panel.open_requested.connect(open_outside)
        panel.progress.stop_requested.connect(library.stop)
        panel.progress.go_on_requested.connect(library.resume)
        panel.progress.scans_requested.connect(self._reading.read_scans)
        panel.unlock_requested.connect(library.unlock)
        panel.rules_requested.connect(self._reading.edit_rules)
        panel.where_requested.connect(self._reading.ask_where)
        sample = self._conversation.welcome.sample_requested
        sample.connect(lambda: library.add([self._sample_folder]))

    def _join_library(self) -> None:
        panel, library = self._panel, self._library
        library.begun.connect(self._on_begun)
        library.listing_changed.connect(self._on_listing)
        library.progressed.connect(panel.progress.show_progress)
        library.progressed.connect(self._on_progress)
        self._news.lasting.connect(panel.progress.begin)
        self._news.told.connect(self._on_news)
        library.busy_changed.connect(self._on_busy)
        library.finished.connect(self._on_finished)
        library.failed.connect(self._on_failed)
        library.refused.connect(self._on_refused)
        library.stopped.connect(panel.card.password.end_opening)

    def _on_order(self, order: FileOrder) -> None:
        self._library.order = order

    def _on_listing(self, listing: Listing) -> None:
        first = self._panel.listing is None
        self._panel.show_listing(listing)
        self.show_state()
        roots = [root.path for root in listing.overview.roots]
        self._conversation.show_examples(roots == [self._sample_folder] and listing.ready > 0)
        if first:
            self._conversation.take_focus()
            if listing.pending:
                self._library.resume()
            elif not listing.empty:
                self._library.check()
        elif not self._library.busy:
            interrupted, scans_off = self._library.interrupted, listing.scans_off
            self._panel.progress.show_rest(listing.pending, interrupted=interrupted, scans_off=scans_off)

    def _on_begun(self, change: Change) -> None:
        if not change.is_quiet:
            self._panel.progress.begin(goes_on=not change.is_moving)

    def _on_progress(self, progress: Progress) -> None:
        if self._panel.progress.isHidden():
            self._news.note_progress(progress)

    def _on_news(self, files: int) -> None:
        if self._conversation.notices.current is None:  # what is to be decided there goes first
            self._conversation.notices.say(words.taken_in_words(files))

    def _on_failed(self, error: Exception) -> None:
        self._panel.card.password.end_opening()
        self._conversation.notices.say_error(error)

    def _on_refused(self, change: Change, paths: list[Path], error: InputError) -> None:
        """Says so where it was asked, or else in a notice with a way to ask again."""
        roots = self._library.listing.overview.roots if self._library.listing else ()
        root = next((each for each in roots if change is Change.RELOCATE and each.path == paths[0]), None)
        if isinstance(error, BadPassword) and self._panel.card.show_wrong_password(paths[0], error):
            return
        again = (
            (translate("Library", "Choose again…"), lambda: self._reading.ask_where(root)) if root else None
        )
        self._panel.card.password.end_opening()
        self._conversation.notices.say_error(error, again)

    def _on_busy(self, busy: bool) -> None:
        if busy:
            listing = self._library.listing
            ready, unread = (listing.ready, listing.pending) if listing else (0, 0)
            self._conversation.show_library_state(False, ready, unread)
        else:
            self._library.refresh()

    def _on_finished(self, change: Change, outcome: Outcome, paths: list[Path]) -> None:
        if isinstance(outcome, Relocated):
            self._conversation.notices.say(words.relocated_words(outcome))
            self._library.check()
        elif isinstance(outcome, LibraryFile):
            self._on_moved(change, outcome)
        elif change.is_quiet:
            self._news.note_end(outcome.stored)
        elif change is Change.REMOVE:
            undo = (translate("Library", "Undo"), lambda: self._library.bring_back(paths))
            self._conversation.notices.say(words.removed_words(paths), action=undo, place="removed")
            self._conversation.box.forget_scope(paths)
        else:
            self._on_read(change, outcome, paths)

    def _on_read(self, change: Change, summary: IngestSummary, paths: list[Path]) -> None:
        notices = self._conversation.notices
        if change is Change.UNLOCK:
            self._panel.card.password.end_opening()
        if summary.failed or summary.unavailable:
            show = (translate("Library", "Show problems"), self.show_problems)
            notices.say(words.summary_words(summary), tone="warning", action=show)
        elif change is Change.ADD and summary.skipped and not summary.ready:
            why = (translate("Library", "Show it"), lambda: self._show_unread(paths))
            notices.say(words.summary_words(summary), tone="warning", action=why)
        else:
            notices.say(words.summary_words(summary))

    def _on_moved(self, change: Change, library: LibraryFile) -> None:
        """The library was written to a file, or read from one."""
        notices = self._conversation.notices
        name = display_name(library.file)
        if change is Change.EXPORT:
            show = (translate("Library", "Show it"), lambda: open_outside(library.file.parent))
            held = translate(
                "Library", "The library is in “{name}”, with %Ln document(s).", None, library.documents
            )
            notices.say(held.format(name=name), action=show)
            return
        self.replaced.emit()
        held = translate(
            "Library", "This is now the library of “{name}”, with %Ln document(s).", None, library.documents
        )
        notices.say(held.format(name=name))
        self._library.check()
