"""The one seam between jobs' threads and Qt: listener calls become queued signals with request ids.

`Channel` lives on the GUI thread; `_Listener` is called on a lane's thread and touches the channel only by
emitting its private signal, which Qt queues.
"""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from desktop_rag.app.jobs import CancelToken, JobContext, JobRunner, Lane, Report

PROGRESS_INTERVAL_MS = 33


class _End(Enum):
    PROGRESS = auto()
    SUCCESS = auto()
    FAILURE = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class _Event:
    request_id: int
    kind: _End
    payload: object = None


class _Listener:
    """Implements `JobListener` for one request; progress is left to be fetched, one wake-up at a time."""

    def __init__(self, channel: "Channel", request_id: int) -> None:
        self._channel = channel
        self._request_id = request_id
        self._lock = threading.Lock()
        self._latest: Report | None = None

    def take(self) -> Report | None:
        with self._lock:
            latest, self._latest = self._latest, None
            return latest

    def on_progress(self, progress: Report) -> None:
        with self._lock:
            waiting, self._latest = self._latest is not None, progress
        if not waiting:
            self._post(_End.PROGRESS)

    def on_success(self, result: object) -> None:
        self._post(_End.SUCCESS, result)

    def on_failure(self, error: Exception) -> None:
        self._post(_End.FAILURE, error)

    def on_cancelled(self) -> None:
        self._post(_End.CANCELLED)

    def _post(self, kind: _End, payload: object = None) -> None:
        self._channel.posted.emit(_Event(self._request_id, kind, payload))


@dataclass(frozen=True, slots=True)
class _Open:
    token: CancelToken
    listener: _Listener


class Channel(QObject):
    """One kind of request to one lane.

    With `latest_only` a new request cancels the one before, whose result is dropped even when it comes;
    otherwise requests queue and each is heard to its end. The first argument of every signal is the id
    that `start` returned.
    """

    progressed = Signal(int, object)
    succeeded = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal(int)
    busy_changed = Signal(bool)
    posted = Signal(object)

    def __init__(
        self, jobs: JobRunner, lane: Lane, *, latest_only: bool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._lane = lane
        self._latest_only = latest_only
        self._ids = itertools.count(1)
        self._open: dict[int, _Open] = {}
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_progress)
        self.posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._open)

    def start(self, work: Callable[[JobContext], Any]) -> int:
        """Queues `work` on the lane's thread and returns the request's id."""
        if self._latest_only:
            self._forget_all()
        request_id = next(self._ids)
        listener = _Listener(self, request_id)
        was_busy = self.busy
        handle = self._jobs.submit(self._lane, work, listener)
        self._open[request_id] = _Open(handle.cancel, listener)
        if not was_busy:
            self.busy_changed.emit(True)
        return request_id

    def cancel(self) -> None:
        """Stops everything under way. `latest_only` channels say so at once, others when it has stopped."""
        if not self._latest_only:
            for opened in self._open.values():
                opened.token.cancel()
            return
        for request_id in self._forget_all():
            self.cancelled.emit(request_id)
            self.busy_changed.emit(False)

    def _forget_all(self) -> list[int]:
        forgotten = list(self._open)
        for opened in self._open.values():
            opened.token.cancel()
        self._open.clear()
        return forgotten

    def _on_posted(self, event: _Event) -> None:
        if event.request_id not in self._open:
            return  # late: replaced or stopped meanwhile
        if event.kind is _End.PROGRESS:
            self._schedule_progress()
            return
        del self._open[event.request_id]
        self._announce(event)
        if not self.busy:
            self.busy_changed.emit(False)

    def _announce(self, event: _Event) -> None:
        if event.kind is _End.SUCCESS:
            self.succeeded.emit(event.request_id, event.payload)
        elif event.kind is _End.FAILURE:
            self.failed.emit(event.request_id, event.payload)
        else:
            self.cancelled.emit(event.request_id)

    def _schedule_progress(self) -> None:
        if self._timer.isActive():
            return
        since = self._clock.elapsed() if self._clock.isValid() else PROGRESS_INTERVAL_MS
        self._timer.start(max(0, PROGRESS_INTERVAL_MS - since))

    def _show_progress(self) -> None:
        self._clock.restart()
        for request_id, opened in list(self._open.items()):
            progress = opened.listener.take()
            if progress is not None:
                self.progressed.emit(request_id, progress)
