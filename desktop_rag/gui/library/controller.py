"""Changes the library on request, and keeps the listing fresh meanwhile. GUI thread; lanes do the work."""

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.domain.errors import InputError, LibraryBusy
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library.items import FileOrder
from desktop_rag.gui.library.model import Listing, make_listing
from desktop_rag.gui.library.requests import Change, LibraryRequest

REFRESH_MS = 500
REST_PER_WORK = 10
"""So many times as long as the last listing took to make and to show, none is made: a large library keeps a
tenth of a core busy at most."""


@dataclass(frozen=True, slots=True)
class _Made:
    listing: Listing
    took_ms: int


class LibraryController(QObject):
    """`finished(Change, Outcome, list[Path])`, `stopped` end a request, `failed(Exception)` a job.

    What the person asks for last is done first: a small folder does not wait behind a large one, nor a
    removal behind hours of reading. What was under way is broken off and asked for again behind it, which
    costs at most the document in hand. What is seen to change in the folders is taken in between two
    documents. `begun(Change)` when a request is made; `refused(Change, list[Path], InputError)` when it
    cannot be done as it was asked.
    """

    begun = Signal(object)
    listing_changed = Signal(object)
    progressed = Signal(object)
    busy_changed = Signal(bool)
    finished = Signal(object, object, object)
    stopped = Signal()
    failed = Signal(object)
    refused = Signal(object, object, object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.listing: Listing | None = None
        self.order = FileOrder.NAME
        """What the next listing goes by, so that it need not be sorted on this thread."""
        self._asked: dict[int, LibraryRequest] = {}
        self._put_off: set[int] = set()
        self._told = ""
        self._left: list[LibraryRequest] = []
        self._stale = self._wanted_soon = False
        self._ingest = Channel(context.jobs, Lane.INGEST, latest_only=False, parent=self)
        self._overview = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
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
        self._do_first(LibraryRequest(Change.ADD, tuple(paths)))

    def bring_back(self, paths: list[Path]) -> None:
        self._do_first(LibraryRequest(Change.BRING_BACK, tuple(paths)))

    def sync(self) -> None:
        self._start_once(Change.SYNC)

    def check(self) -> None:
        """Everything, without a word unless something comes of it."""
        if not self.busy and not self._left:
            self._start_once(Change.CHECK)

    def take_in(self) -> None:
        """What the ingest service has been told of; reading that is under way sees to it by itself, and what
        the person stopped is not begun again."""
        if not self.busy and not self._left and self._context.ingest.is_urgent:
            self._start_once(Change.TAKE_IN)

    def unlock(self, path: Path, password: str) -> None:
        self._do_first(LibraryRequest(Change.UNLOCK, (path,), password))

    def set_rules(self, path: Path, rules: FolderRules) -> None:
        self._do_first(LibraryRequest(Change.RULES, (path,), rules=rules))

    def remove(self, paths: list[Path]) -> None:
        self._do_first(LibraryRequest(Change.REMOVE, tuple(paths)))

    def retry(self, paths: list[Path]) -> None:
        self._do_first(LibraryRequest(Change.RETRY, tuple(paths)))

    def relocate(self, old: Path, new: Path) -> None:
        self._do_first(LibraryRequest(Change.RELOCATE, (old, new)))

    def export_to(self, file: Path) -> None:
        self._do_first(LibraryRequest(Change.EXPORT, (file,)))

    def import_from(self, file: Path) -> None:
        """Puts an exported library in this one's place: what was under way for this one is dropped."""
        self._put_off |= set(self._asked)
        self._ingest.cancel()
        self._left.clear()
        self._start(LibraryRequest(Change.IMPORT, (file,)))

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

    def refresh(self, *, soon: bool = False) -> None:
        """Has the listing made anew: never two at once, at most twice a second, and less often the longer it
        takes, unless it is wanted `soon`."""
        self._stale = True
        self._wanted_soon |= soon
        if soon and self._pace.remainingTime() > REFRESH_MS:
            self._pace.start(REFRESH_MS)
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

    def _do_first(self, request: LibraryRequest) -> None:
        under_way = {key: asked for key, asked in self._asked.items() if key not in self._put_off}
        self._put_off |= set(under_way)
        self._ingest.cancel()
        self._start(request)
        removed = request.paths if request.change is Change.REMOVE else ()
        for asked in under_way.values():
            if again := asked.again(removed):
                self._start(again)

    def _start_once(self, change: Change) -> None:
        if not any(request.change is change for request in self._asked.values()):
            self._start(LibraryRequest(change))

    def _start(self, request: LibraryRequest) -> None:
        self._asked[self._ingest.start(request.work(self._context))] = request
        self.begun.emit(request.change)

    def _fetch(self) -> None:
        self._stale = self._wanted_soon = False
        self._overview.start(self._make)

    def _make(self, _job: JobContext) -> _Made:
        """On a lane's thread."""
        began, context = time.monotonic(), self._context
        overview, troubles = context.catalogue.overview(), context.following.troubles
        listing = make_listing(overview, context.settings.load().read_scans, troubles, self.order)
        return _Made(listing, round(1000 * (time.monotonic() - began)))

    def _on_pace(self) -> None:
        if self._stale and not self._overview.busy:
            self._fetch()

    def _on_listing(self, _request_id: int, made: _Made) -> None:
        showing = QElapsedTimer()
        showing.start()
        self.listing = made.listing
        self.listing_changed.emit(made.listing)
        took_ms = made.took_ms + showing.elapsed()
        self._pace.start(REFRESH_MS if self._wanted_soon else max(REFRESH_MS, REST_PER_WORK * took_ms))

    def _on_progress(self, _request_id: int, progress: object) -> None:
        self.progressed.emit(progress)
        self.refresh()

    def _end(self, request_id: int) -> tuple[LibraryRequest, bool]:
        """The request, and whether it only gave way to another."""
        request, put_off = self._asked.pop(request_id), request_id in self._put_off
        self._put_off.discard(request_id)
        self.refresh(soon=not request.change.is_quiet)
        return request, put_off

    def _on_succeeded(self, request_id: int, outcome: object) -> None:
        request, _put_off = self._end(request_id)
        self._told = ""
        self.finished.emit(request.change, outcome, list(request.paths))

    def _on_failed(self, request_id: int, error: object) -> None:
        request, _put_off = self._end(request_id)
        if isinstance(error, InputError):
            self.refused.emit(request.change, list(request.paths), error)
        elif not request.change.is_quiet or self._is_news(error):
            self.failed.emit(error)

    def _is_news(self, error: object) -> bool:
        """What nobody asked for is tried again by itself: that it fails is told once, until it succeeds."""
        is_news = not isinstance(error, LibraryBusy) and str(error) != self._told
        self._told = str(error)
        return is_news

    def _on_cancelled(self, request_id: int) -> None:
        request, put_off = self._end(request_id)
        if not put_off:
            if not request.change.is_moving:
                self._left.append(request)
            self.stopped.emit()
