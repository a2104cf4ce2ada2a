"""Changes the library on request, and keeps the listing fresh meanwhile. GUI thread; lanes do the work."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.values import IngestSummary
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library_model import Listing, make_listing
from desktop_rag.runtime import absolute_path

REFRESH_MS = 500


class Change(Enum):
    """What was asked of the library."""

    ADD = auto()
    SYNC = auto()
    REMOVE = auto()
    RETRY = auto()
    GO_ON = auto()
    """An addition that was broken off."""


@dataclass(frozen=True, slots=True)
class _Request:
    change: Change
    paths: tuple[Path, ...] = ()

    def again(self, removed: tuple[Path, ...] = ()) -> "_Request | None":
        """What is left to do when broken off, `removed` gone from the library; None when that is nothing."""
        left = tuple(path for path in self.paths if path not in removed)
        change = Change.GO_ON if self.change is Change.ADD else self.change
        return _Request(change, left) if left or change is Change.SYNC else None


class LibraryController(QObject):
    """`finished(Change, IngestSummary, list[Path])`, `stopped` end a request, `failed(Exception)` a job.

    What the person asks for last is done first: a small folder does not wait behind a large one, nor a
    removal behind hours of reading. What was under way is broken off and asked for again behind it, which
    costs at most the document in hand. `begun` when a request is made.
    """

    begun = Signal()
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
        self._asked: dict[int, _Request] = {}
        self._put_off: set[int] = set()
        self._left: list[_Request] = []
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

    @property
    def interrupted(self) -> bool:
        """Whether something was stopped that `resume` would go on with."""
        return bool(self._left)

    def add(self, paths: list[Path]) -> None:
        self._do_first(_Request(Change.ADD, tuple(paths)))

    def sync(self) -> None:
        if not any(request.change is Change.SYNC for request in self._asked.values()):
            self._start(_Request(Change.SYNC))

    def remove(self, paths: list[Path]) -> None:
        self._do_first(_Request(Change.REMOVE, tuple(paths)))

    def retry(self, paths: list[Path]) -> None:
        self._do_first(_Request(Change.RETRY, tuple(paths)))

    def stop(self) -> None:
        self._ingest.cancel()

    def resume(self) -> None:
        """Goes on with what was stopped, in this session or an earlier one."""
        left, self._left = self._left, []
        for request in left:
            if again := request.again():
                self._start(again)
        if not left:
            self.sync()

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

    def _do_first(self, request: _Request) -> None:
        under_way = {key: asked for key, asked in self._asked.items() if key not in self._put_off}
        self._put_off |= set(under_way)
        self._ingest.cancel()
        self._start(request)
        removed = request.paths if request.change is Change.REMOVE else ()
        for asked in under_way.values():
            if again := asked.again(removed):
                self._start(again)

    def _start(self, request: _Request) -> None:
        self._asked[self._ingest.start(self._work(request))] = request
        self.begun.emit()

    def _work(self, request: _Request) -> Callable[[JobContext], IngestSummary]:
        ingest, paths = self._context.ingest, request.paths
        return {
            Change.ADD: lambda job: ingest.add(paths, job),
            Change.SYNC: ingest.sync,
            Change.REMOVE: lambda job: ingest.remove(paths, job),
            Change.RETRY: lambda job: ingest.retry(paths, job),
            Change.GO_ON: lambda job: self._go_on(paths, job),
        }[request.change]

    def _go_on(self, paths: tuple[Path, ...], job: JobContext) -> IngestSummary:
        """On a lane's thread. What has been taken in already is not added again: that would bring back
        what was removed from it meanwhile."""
        known = {root.path for root in self._context.catalogue.overview().roots}
        if new := [path for path in paths if absolute_path(path) not in known]:
            self._context.ingest.add(new, job)
        return self._context.ingest.sync(job)

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
        request = self._asked.pop(request_id)
        self._put_off.discard(request_id)
        self.refresh()
        self.finished.emit(request.change, summary, list(request.paths))

    def _on_failed(self, request_id: int, error: object) -> None:
        del self._asked[request_id]
        self._put_off.discard(request_id)
        self.refresh()
        self.failed.emit(error)

    def _on_cancelled(self, request_id: int) -> None:
        request = self._asked.pop(request_id)
        self.refresh()
        if request_id in self._put_off:
            self._put_off.discard(request_id)
        else:
            self._left.append(request)
            self.stopped.emit()
