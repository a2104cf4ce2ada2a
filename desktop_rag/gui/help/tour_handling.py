"""Joins the tour to the window: when it begins, what each step points at, what answers it. GUI thread."""

from PySide6.QtCore import QObject

from desktop_rag.gui.frame.panes import Panes
from desktop_rag.gui.frame.window_state import WindowState
from desktop_rag.gui.help.tour import Stop, Tour, TourPlaces, TourStep
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.library.model import Listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.widgets.theme import Theme


class TourHandling(QObject):
    """The tour is shown once: at the first start, from its second step where there are documents already."""

    def __init__(
        self,
        panes: Panes,
        documents: LibraryPanel,
        library: LibraryController,
        theme: Theme,
        state: WindowState,
    ) -> None:
        super().__init__(library)
        self._panel = panes.conversation
        self._library = library
        self._state = state
        welcome, box, source = self._panel.welcome, self._panel.box, panes.source
        stops = {
            TourStep.ADD: (Stop(welcome.folder, welcome.block), Stop(documents.header, documents.header)),
            TourStep.ASK: (Stop(box, box.parentWidget() or box),),  # with the notices, which stand above it
            TourStep.READ: (Stop(source, source, within=True),),
        }
        self.tour = Tour(panes.window(), TourPlaces(stops, self._panel, self._panel.take_focus), theme)
        self._join()

    def begin_again(self) -> None:
        self.tour.begin()

    def _join(self) -> None:
        tour, panel = self.tour, self._panel
        tour.ended.connect(self._on_ended)
        self._library.listing_changed.connect(self._on_listing)
        panel.asked.connect(lambda *_: tour.note_done(TourStep.ASK))
        panel.source_chosen.connect(lambda *_: self._on_source())

    def _on_listing(self, listing: Listing) -> None:
        if not self._state.tour_seen and self.tour.step is None:
            self.tour.begin(TourStep.ADD if listing.empty else TourStep.ASK)
        elif not listing.empty and self.tour.step is TourStep.ADD:
            self.tour.note_done(TourStep.ADD)

    def _on_source(self) -> None:
        """The first page is opened with the answer; what is chosen after that, the person chooses."""
        if self.tour.was_shown:
            self.tour.note_done(TourStep.READ)

    def _on_ended(self) -> None:
        self._state.tour_seen = True
