"""Downloads that the person asked for, one after another. GUI thread; the download lane does the work.

Nothing is fetched before `do(key, DownloadWish.START)`. What was paused stays, also over the end of the
program.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.shelf_values import DownloadPlan
from desktop_rag.domain.downloads import DownloadProgress
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfItem
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.models.download_state import Download, DownloadWish, Stage


class DownloadController(QObject):
    """`changed` when `downloads` have; `finished(ShelfItem, str)` when a file is there and on the shelf.

    `looking(str)`, then `found(tuple[DownloadPlan])` or `not_found(Exception | None)`, None when it was
    stopped. `failed(Exception)` for what has no row.
    """

    changed = Signal()
    finished = Signal(object, str)
    looking = Signal(str)
    found = Signal(object)
    not_found = Signal(object)
    failed = Signal(object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._service = context.downloads
        self.downloads: dict[str, Download] = {}
        self._queue: list[str] = []
        self._running: str | None = None
        self._plan = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self._rest = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._discard = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        # Not on the download lane, where it would wait for hours behind a large file.
        self._look = Channel(context.jobs, Lane.SHELF, latest_only=True, parent=self)
        self._get = Channel(context.jobs, Lane.DOWNLOAD, latest_only=False, parent=self)
        self._connect()

    @property
    def current(self) -> Download | None:
        """The one that is being fetched."""
        return self.downloads.get(self._running) if self._running else None

    def begin(self) -> None:
        """Finds what earlier sessions did not finish."""
        self._rest.start(lambda _job: self._service.paused())

    def ask(self, offer: Offer) -> None:
        """Finds out what getting an offer would take; connects to nothing."""
        self._plan.start(lambda _job: self._service.plan(offer))

    def ask_plan(self, plan: DownloadPlan) -> None:
        self._put(Download(plan, Stage.ASKING))

    def look(self, text: str) -> None:
        """Asks the host of a link what is there."""
        self._look.start(lambda job: self._service.look(text, job))
        self.looking.emit(text)

    def stop_looking(self) -> None:
        self._look.cancel()

    def do(self, key: str, wish: DownloadWish) -> None:
        """Does what a button of the download with this key wishes for."""
        if key in self.downloads:
            {
                DownloadWish.START: self._enqueue,
                DownloadWish.RESUME: self._enqueue,
                DownloadWish.PAUSE: lambda wanted: self._stop(wanted, throw_away=False),
                DownloadWish.CANCEL: lambda wanted: self._stop(wanted, throw_away=True),
                DownloadWish.NOT_NOW: self._not_now,
                DownloadWish.DISCARD: self._throw_away_or_ask,
                DownloadWish.DISCARD_NOW: self._throw_away,
                DownloadWish.KEEP: self._keep,
                DownloadWish.COPY: QGuiApplication.clipboard().setText,
            }[wish](key)

    def stop(self) -> None:
        """The window is closing: what came so far is kept, and offered at the next start."""
        self._queue.clear()
        for channel in (self._get, self._look):
            channel.cancel()

    def _connect(self) -> None:
        self._plan.succeeded.connect(lambda _id, plan: self.ask_plan(plan))
        self._rest.succeeded.connect(lambda _id, plans: self._on_rest(plans))
        self._look.succeeded.connect(lambda _id, plans: self.found.emit(plans))
        self._look.failed.connect(lambda _id, error: self.not_found.emit(error))
        self._look.cancelled.connect(lambda _id: self.not_found.emit(None))
        self._get.progressed.connect(lambda _id, progress: self._on_progress(progress))
        self._get.succeeded.connect(lambda _id, item: self._on_got(item))
        self._get.failed.connect(lambda _id, error: self._on_get_failed(error))
        self._get.cancelled.connect(lambda _id: self._on_get_stopped())
        for channel in (self._plan, self._rest, self._discard):
            channel.failed.connect(lambda _id, error: self.failed.emit(error))

    def _put(self, download: Download) -> None:
        self.downloads[download.key] = download
        self.changed.emit()

    def _enqueue(self, key: str) -> None:
        """Fetches it, when what was asked for before is done."""
        self._queue.append(key)
        self._put(replace(self.downloads[key], stage=Stage.QUEUED, error=None))
        self._go_on()

    def _go_on(self) -> None:
        if self._running is not None or not self._queue:
            return
        key = self._running = self._queue.pop(0)
        download = self.downloads[key]
        self._get.start(self._getting(download.plan))
        self._put(replace(download, stage=Stage.RUNNING, progress=None))

    def _getting(self, plan: DownloadPlan) -> Callable[[JobContext], ShelfItem]:
        return lambda job: self._service.get(plan, job)

    def _stop(self, key: str, *, throw_away: bool) -> None:
        """One that waits only has not begun; one that runs says when it has stopped."""
        if key in self._queue:
            self._queue.remove(key)
            self._throw_away_or_ask(key)
        elif key == self._running:
            download = self.downloads[key]
            thrown_away = throw_away or download.thrown_away  # Pause takes no Cancel back
            self._put(replace(download, stage=Stage.STOPPING, thrown_away=thrown_away))
            self._get.cancel()

    def _not_now(self, key: str) -> None:
        """What came of an earlier try is still there to go on with."""
        download = self.downloads[key]
        if download.plan.done_bytes:
            self._put(replace(download, stage=Stage.PAUSED))
        else:
            self._forget(key)

    def _throw_away_or_ask(self, key: str) -> None:
        download = self.downloads[key]
        if download.is_dear:
            self._put(replace(download, stage=Stage.DOUBTED, thrown_away=False, error=None))
        else:
            self._throw_away(key)

    def _keep(self, key: str) -> None:
        self._put(replace(self.downloads[key], stage=Stage.PAUSED))

    def _throw_away(self, key: str) -> None:
        plan = self.downloads[key].plan
        self._forget(key)
        self._discard.start(lambda _job: self._service.discard(plan))

    def _forget(self, key: str) -> None:
        self.downloads.pop(key, None)
        self.changed.emit()

    def _on_rest(self, plans: tuple[DownloadPlan, ...]) -> None:
        for plan in plans:
            if plan.url not in self.downloads:
                self._put(Download(plan, Stage.PAUSED))

    def _on_progress(self, progress: DownloadProgress) -> None:
        download = self.current
        if download is not None and download.stage is Stage.RUNNING:
            self._put(replace(download, progress=progress))

    def _on_got(self, item: ShelfItem) -> None:
        key = self._end()
        name = self.downloads[key].plan.name
        self._forget(key)
        self.finished.emit(item, name)
        self._go_on()

    def _on_get_failed(self, error: Exception) -> None:
        key = self._end()
        self._put(replace(self.downloads[key], stage=Stage.FAILED, error=error))
        self._go_on()

    def _on_get_stopped(self) -> None:
        key = self._end()
        if self.downloads[key].thrown_away:
            self._throw_away_or_ask(key)
        else:
            self._put(replace(self.downloads[key], stage=Stage.PAUSED))
        self._go_on()

    def _end(self) -> str:
        """The key of the one that was running, and is no more."""
        key, self._running = self._running, None
        if key is None:
            raise AssertionError("something ended that was not running")
        return key
