"""Keeps the library in step with folders that change: watching, and checking now and then. Any thread.

What the watch sees is noted with the ingest service; whoever started following is told, and has the changes
taken in on the ingest lane. Watching is not enough by itself: it misses what happened while the program was
not running, and what other computers do on a network drive. So everything is checked at the start and again
every few minutes, and what cannot be watched every minute.
"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_rag.app.ingest import IngestService
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import IngestSummary
from desktop_rag.app.watch import FolderWatch
from desktop_rag.domain.errors import Cancelled, DesktopRagError, DiskFull, LibraryBusy, WorkerError
from desktop_rag.store.roots import RootStore

CHECK_EVERY_S = 600.0
UNWATCHED_EVERY_S = 60.0
LOOK_S = 0.2
AGAIN_S = 5.0
PASSING = (LibraryBusy, DiskFull, WorkerError)
"""Troubles that end by themselves, or when the person does something about them."""


class FollowService:
    """`folder` is the library's own, which is never looked at."""

    def __init__(self, roots: RootStore, ingest: IngestService, folder: Path) -> None:
        self._roots = roots
        self._ingest = ingest
        self._folder = folder
        self._lock = threading.Lock()
        self._watch: FolderWatch | None = None
        self._troubles: dict[Path, str] = {}
        self._checked_at = self._looked_at = -CHECK_EVERY_S

    @property
    def troubles(self) -> dict[Path, str]:
        """Which roots cannot be watched and why, in plain words; they are looked at every minute instead."""
        unwatched = self._watch.unwatched if self._watch else frozenset()
        return {root: reason for root, reason in self._troubles.items() if root in unwatched}

    def follow(self, notify: Callable[[], None]) -> None:
        """Watches what is in the library now; called again when folders were added, changed or removed.

        `notify` is called on the watch's thread when `IngestService.take_in` has something to do.
        """
        with self._lock:
            if self._watch is None:
                self._watch = FolderWatch(lambda paths: self._on_change(paths, notify), self._on_trouble)
            self._watch.follow(self._roots.all(), self._roots.out_of_bounds(self._folder))

    def stop(self) -> None:
        with self._lock:
            watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()

    def check_is_due(self) -> bool:
        """Whether everything is to be checked again by now."""
        return time.monotonic() - self._checked_at >= CHECK_EVERY_S

    def note_check(self) -> None:
        """Everything is being checked."""
        self._checked_at = time.monotonic()

    def look_at_unwatched(self) -> None:
        """Notes, once a minute, what cannot be watched as if it had changed."""
        watch, now = self._watch, time.monotonic()
        if watch is not None and watch.unwatched and now - self._looked_at >= UNWATCHED_EVERY_S:
            self._looked_at = now
            self._ingest.hurry(watch.unwatched)

    def follow_on(
        self, job: JobContext, on_trouble: Callable[[DesktopRagError], object] = lambda _error: None
    ) -> Iterator[IngestSummary]:
        """Checks everything, then takes in changes as they come; ends when `job` is cancelled.

        Yields what every change led to. Tells `on_trouble`, and tries again, while another process writes,
        the disk is full or a child fails; raises what else `IngestService.sync` raises.
        """
        try:
            while True:
                try:
                    yield from self._taken_in(job)
                except PASSING as error:
                    self._checked_at = -CHECK_EVERY_S
                    on_trouble(error)
                    job.cancel.wait(AGAIN_S)
                job.cancel.wait(LOOK_S)
                job.cancel.raise_if_cancelled()
        except Cancelled:
            return
        finally:
            self.stop()

    def _taken_in(self, job: JobContext) -> Iterator[IngestSummary]:
        """What is due now. Another process may have added folders since the last check."""
        if self.check_is_due():
            self.follow(lambda: None)
            self.note_check()
            yield self._ingest.sync(job)
        self.look_at_unwatched()
        if self._ingest.is_urgent:
            yield self._ingest.take_in(job)

    def _on_change(self, paths: frozenset[Path], notify: Callable[[], None]) -> None:
        self._ingest.hurry(paths)
        notify()

    def _on_trouble(self, root: Path, reason: str) -> None:
        self._troubles[root] = reason
