"""Changes the library on request, and keeps the listing fresh meanwhile. GUI thread; lanes do the work."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.values import IngestSummary
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library_model import Listing, make_listing

REFRESH_MS = 500


class Change(Enum):
    """What was asked of the library."""

    ADD = auto()
    SYNC = auto()
    REMOVE = auto()
    RETRY = auto()


class LibraryController(QObject):
    """`finished(Change, IngestSummary, list[Path])`, `stopped` end a request, `failed(Exception)` a job."""

    listing_changed = Signal(object)
    progressed = Signal(object)
    busy_changed = Signal(bool)
    finished = Signal(object, object, object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.listing: Listing | None = None
        self._asked: dict[int, tuple[Change, list[Path]]] = {}
        self._stale = False
        self._ingest = Channel(context.jobs, Lane.INGEST, latest_only=False, parent=self)
        self._overview = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(REFRESH_MS)
        self._pace.timeout.connect(self._on_pace)
        self._connect()

    @property
    def busy(self) -> bool:
        return self._ingest.busy

    def add(self, paths: list[Path]) -> None:
        self._start(Change.ADD, paths, lambda job: self._context.ingest.add(paths, job))

    def sync(self) -> None:
        self._start(Change.SYNC, [], self._context.ingest.sync)

    def remove(self, paths: list[Path]) -> None:
        self._start(Change.REMOVE, paths, lambda job: self._context.ingest.remove(paths, job))

    def retry(self, paths: list[Path]) -> None:
        self._start(Change.RETRY, paths, lambda job: self._context.ingest.retry(paths, job))

    def stop(self) -> None:
        self._ingest.cancel()

    def refresh(self) -> None:
        """Has the listing made anew, at most twice a second and never two at once."""
        self._stale = True
        if not self._pace.isActive() and not self._overview.busy:
            self._fetch()

    def _connect(self) -> None:
        self._ingest.progressed.connect(self._on_progress)
        self._ingest.succeeded.connect(self._on_succeeded)
        self._ingest.failed.connect(self._on_failed)
        self._ingest.cancelled.connect(self._on_cancelled)
        self._ingest.busy_changed.connect(self.busy_changed)
        self._overview.succeeded.connect(self._on_listing)
        self._overview.failed.connect(lambda _id, error: self.failed.emit(error))

    def _start(self, change: Change, paths: list[Path], work: Callable[[JobContext], IngestSummary]) -> None:
        self._asked[self._ingest.start(work)] = (change, paths)

    def _fetch(self) -> None:
        self._stale = False
        self._pace.start()
        self._overview.start(lambda _job: make_listing(self._context.catalogue.overview()))

    def _on_pace(self) -> None:
        if self._stale and not self._overview.busy:
            self._fetch()

    def _on_listing(self, _request_id: int, listing: Listing) -> None:
        self.listing = listing
        self.listing_changed.emit(listing)
        if self._stale and not self._pace.isActive():
            self._fetch()

    def _on_progress(self, _request_id: int, progress: object) -> None:
        self.progressed.emit(progress)
        self.refresh()

    def _on_succeeded(self, request_id: int, summary: object) -> None:
        change, paths = self._asked.pop(request_id)
        self.refresh()
        self.finished.emit(change, summary, paths)

    def _on_failed(self, request_id: int, error: object) -> None:
        self._asked.pop(request_id)
        self.refresh()
        self.failed.emit(error)

    def _on_cancelled(self, request_id: int) -> None:
        self._asked.pop(request_id)
        self.refresh()
        self.stopped.emit()
