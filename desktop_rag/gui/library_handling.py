"""Joins the list of documents to what changes the library, and tells how it went. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_rag.app.context import AppContext
from desktop_rag.app.values import IngestSummary
from desktop_rag.gui import words
from desktop_rag.gui.library_controller import Change, LibraryController
from desktop_rag.gui.library_model import Listing
from desktop_rag.gui.library_panel import LibraryPanel
from desktop_rag.gui.panes import Panes
from desktop_rag.gui.side_panel import Tab


def open_outside(path: Path) -> None:
    """Opens a file in its own program, or a folder in the system's."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class LibraryHandling(QObject):
    """Serves one library panel, and the conversation beside it."""

    def __init__(
        self, context: AppContext, library: LibraryController, panel: LibraryPanel, panes: Panes
    ) -> None:
        super().__init__(library)
        self._sample_folder = context.sample_folder
        self._library = library
        self._panel = panel
        self._panes = panes
        self._conversation = panes.conversation
        self._join_panel()
        self._join_library()

    def show_problems(self) -> None:
        self.show_documents()
        self._panel.show_problems()

    def show_documents(self) -> None:
        """Brings the documents into view, whatever hides them."""
        self._panes.show_side()
        self._panes.side.show_tab(Tab.DOCUMENTS)

    def show_state(self) -> None:
        """Has the conversation say what can be asked now."""
        listing = self._library.listing
        if listing is not None:
            self._conversation.show_library_state(listing.empty and not self._library.busy, listing.ready)

    def _join_panel(self) -> None:
        panel, library = self._panel, self._library
        panel.sync_requested.connect(library.sync)
        panel.retry_requested.connect(library.retry)
        panel.remove_requested.connect(library.remove)
        panel.open_requested.connect(open_outside)
        panel.progress.stop_requested.connect(library.stop)
        panel.progress.go_on_requested.connect(library.resume)
        sample = self._conversation.welcome.sample_requested
        sample.connect(lambda: library.add([self._sample_folder]))

    def _join_library(self) -> None:
        panel, library = self._panel, self._library
        library.begun.connect(panel.progress.begin)
        library.listing_changed.connect(self._on_listing)
        library.progressed.connect(panel.progress.show_progress)
        library.busy_changed.connect(self._on_busy)
        library.finished.connect(self._on_finished)
        library.failed.connect(self._conversation.notices.say_error)

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
        elif not self._library.busy:
            self._panel.progress.show_rest(listing.pending, interrupted=self._library.interrupted)

    def _on_busy(self, busy: bool) -> None:
        if busy:
            listing = self._library.listing
            self._conversation.show_library_state(False, listing.ready if listing else 0)
        else:
            self._library.refresh()

    def _on_finished(self, change: Change, summary: IngestSummary, paths: list[Path]) -> None:
        notices = self._conversation.notices
        if change is Change.REMOVE:
            undo = ("Undo", lambda: self._library.add(paths))
            notices.say(words.removed_words(paths), action=undo)
            self._conversation.box.forget_scope(paths)
        elif summary.failed or summary.unavailable:
            show = ("Show problems", self.show_problems)
            notices.say(words.summary_words(summary), tone="warning", action=show)
        else:
            notices.say(words.summary_words(summary))
