"""Joins the guide to the window: opens, reads and searches it, copies details for a report. GUI thread."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Lane
from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.domain.guide_search import GuideHit, GuideIndex
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.frame.over_place import OverPlace, OverPlaces
from desktop_rag.gui.help.page import HelpPage
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.widgets.report import report

RESTED_MS = 250
"""How long the typing rests before the meaning of it is looked for."""


class HelpHandling(QObject):
    """The page is made when it is opened first, and the guide is read then.

    `shortcuts_requested` and `tour_requested` from its buttons.
    """

    shortcuts_requested = Signal()
    tour_requested = Signal()

    def __init__(
        self,
        context: AppContext,
        places: OverPlaces,
        notices: NoticeArea,
        icons: Icons,
        library: LibraryController,
    ) -> None:
        super().__init__(places)
        self._context = context
        self._places = places
        self._notices = notices
        self._icons = icons
        self._library = library
        self._index: GuideIndex | None = None
        self._page: HelpPage | None = None
        self._place: OverPlace | None = None
        self._reading = Channel(context.jobs, Lane.HELP, latest_only=True, parent=self)
        self._meaning = Channel(context.jobs, Lane.HELP, latest_only=True, parent=self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTED_MS)
        self._rest.timeout.connect(self._seek_meaning)
        self._reading.succeeded.connect(self._on_read)
        self._reading.failed.connect(lambda _id, error: notices.say_error(error))
        self._meaning.succeeded.connect(self._on_found)
        self._meaning.failed.connect(self._on_not_found)

    @property
    def page(self) -> HelpPage | None:
        """The page, once it was opened."""
        return self._page

    def open(self, chapter: str = "", anchor: str = "") -> None:
        """Opens the guide at a chapter, or as it was left."""
        page, place = self._page, self._place
        if page is None or place is None:
            page = self._page = self._made()
            place = self._place = self._places.add(page)
        if chapter or not place.is_open:
            page.open(chapter, anchor)
        place.open()
        if self._index is None and not self._reading.busy:
            guide = self._context.guide
            self._reading.start(lambda _job: guide.index())

    def stop(self) -> None:
        """The window is closing."""
        self._rest.stop()
        self._reading.cancel()
        self._meaning.cancel()

    def _made(self) -> HelpPage:
        page = HelpPage(self._icons)
        page.searched.connect(self._on_searched)
        page.shortcuts_requested.connect(self.shortcuts_requested)
        page.tour_requested.connect(self.tour_requested)
        page.report_requested.connect(self._on_report)
        return page

    def _on_read(self, _request_id: int, index: GuideIndex) -> None:
        self._index = index
        if self._page is not None:
            self._page.show_guide(index.guide)
            if words := self._page.search.text().strip():
                self._on_searched(words)

    def _on_searched(self, words: str) -> None:
        """By words at once; what is found by meaning joins them a moment later."""
        self._meaning.cancel()
        if self._index is not None and self._page is not None:
            self._page.show_hits(self._index.search(words))
            self._rest.start()

    def _seek_meaning(self) -> None:
        words = self._page.search.text().strip() if self._page is not None else ""
        guide = self._context.guide
        if words:
            self._meaning.start(lambda job: (words, guide.search(words, job)))

    def _on_found(self, _request_id: int, found: tuple[str, tuple[GuideHit, ...]]) -> None:
        words, hits = found
        if self._page is not None and self._page.search.text().strip() == words:
            self._page.add_hits(hits)

    def _on_not_found(self, _request_id: int, error: Exception) -> None:
        """What was found by words stands; why meaning cannot be had is told where documents are searched."""
        if not isinstance(error, DesktopRagError):
            self._notices.say_error(error)

    def _on_report(self) -> None:
        listing = self._library.listing
        overview = listing.overview if listing else None
        QGuiApplication.clipboard().setText(report(overview, self._icons.theme))
        if self._page is not None:
            self._page.show_copied()
