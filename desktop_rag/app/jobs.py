"""Work away from the window's thread: progress, cancelling, and lanes that run one job at a time.

A job is a function of a `JobContext`. It runs on its lane's thread; `JobListener` calls come from that
thread too, and only `gui/bridge.py` carries them over to Qt.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from desktop_rag.app.values import AnswerUpdate
from desktop_rag.domain.downloads import DownloadProgress
from desktop_rag.domain.errors import Cancelled, DesktopRagError

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

logger = logging.getLogger(__name__)

PARENT_LOOK_S = 0.1


class Phase(StrEnum):
    SCANNING = "scanning"
    READING = "reading"
    RECOGNISING = "recognising"
    """The words on pages that are pictures."""
    REMOVING = "removing"
    REBUILDING = "rebuilding"
    EMBEDDING = "embedding"
    """All passages anew, with another embedder."""
    LOOKING = "looking"
    """For model files in folders."""
    CHECKING = "checking"
    """A file's checksum, in bytes."""
    CONVERTING = "converting"
    EXPORTING = "exporting"
    """The library to one file, in bytes."""
    IMPORTING = "importing"
    RELOCATING = "relocating"
    """What is known of files that were moved."""
    FINISHING = "finishing"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` is 0 while it is unknown; `remaining_s` is None until it can be told."""

    phase: Phase
    done: int = 0
    total: int = 0
    current: str = ""
    rate_per_s: float | None = None
    remaining_s: float | None = None


Report = Progress | AnswerUpdate | DownloadProgress


class CancelToken:
    """A wish to stop, set from any thread. Checked between steps, and watched by waits for children.

    A token with a `parent` is also cancelled when its parent is.
    """

    def __init__(self, parent: "CancelToken | None" = None) -> None:
        self._event = threading.Event()
        self._parent = parent

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set() or (self._parent is not None and self._parent.cancelled)

    def wait(self, timeout_s: float) -> None:
        """Returns after that time, or soon after it is cancelled."""
        deadline = time.monotonic() + timeout_s
        while not self.cancelled and (left := deadline - time.monotonic()) > 0:
            self._event.wait(min(left, PARENT_LOOK_S) if self._parent else left)

    def raise_if_cancelled(self) -> None:
        """Raises `Cancelled` once `cancel` was called."""
        if self.cancelled:
            raise Cancelled


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a running job may touch of its surroundings. The defaults suit a caller that just waits."""

    cancel: CancelToken = field(default_factory=CancelToken)
    report: Callable[[Report], None] = lambda _report: None


class JobListener(Protocol[T_contra]):
    """Hears of one job, on the job's thread. Exactly one of the last three is called, once, at the end."""

    def on_progress(self, progress: Report) -> None: ...
    def on_success(self, result: T_contra) -> None: ...
    def on_failure(self, error: Exception) -> None: ...
    def on_cancelled(self) -> None: ...


class Lane(StrEnum):
    """Jobs of one lane run one after another; lanes run beside each other."""

    INGEST = "ingest"
    ASK = "ask"
    SOURCE = "source"
    VIEW = "view"
    MODEL = "model"
    SHELF = "shelf"
    DOWNLOAD = "download"
    DESKTOP = "desktop"
    """What is told to the desktop around the window: progress on its icon, notifications."""
    WORDS = "words"
    """What is found while somebody types."""
    RELATED = "related"
    """As that, and may wait for the embedder."""
    HELP = "help"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True)
class JobHandle(Generic[T]):
    cancel: CancelToken


class JobRunner:
    """Owns one thread a lane. `close` cancels what runs and waits for it."""

    def __init__(self) -> None:
        self._executors = {
            lane: ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"lane-{lane}") for lane in Lane
        }
        self._lock = threading.Lock()
        self._open: set[CancelToken] = set()
        self._closed = False

    def submit(self, lane: Lane, work: Callable[[JobContext], T], listener: JobListener[T]) -> JobHandle[T]:
        """Queues `work`. After `close` nothing more is taken and the listener hears `on_cancelled`."""
        token = CancelToken()
        with self._lock:
            if self._closed:
                listener.on_cancelled()
                return JobHandle(token)
            self._open.add(token)
            self._executors[lane].submit(self._run, work, JobContext(token, listener.on_progress), listener)
        return JobHandle(token)

    def stop(self) -> None:
        """Cancels what runs and takes nothing more, without waiting."""
        with self._lock:
            self._closed = True
            for token in self._open:
                token.cancel()

    def close(self) -> None:
        self.stop()
        for executor in self._executors.values():
            executor.shutdown(wait=True)

    def _run(self, work: Callable[[JobContext], T], context: JobContext, listener: JobListener[T]) -> None:
        try:
            context.cancel.raise_if_cancelled()
            result = work(context)
        except Cancelled:
            listener.on_cancelled()
        except DesktopRagError as error:
            listener.on_failure(error)
        except Exception as error:  # a bug must reach the window as a dialog, not die in a thread
            logger.exception("a job failed unexpectedly")
            listener.on_failure(error)
        else:
            listener.on_success(result)
        finally:
            with self._lock:
                self._open.discard(context.cancel)


class RateMeter:
    """Measures a job's pace over its last half minute, so that time left follows what happens now."""

    WINDOW_S = 30.0
    SETTLING_S = 4.0
    """No time left is told before: the first few files say little about the rest."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._marks = deque([(clock(), 0.0)])

    def progress(
        self, phase: Phase, done: int, total: int, current: str = "", share: float | None = None
    ) -> Progress:
        """The pace in items a second, and the seconds left at that pace.

        `share` (0–1) is how much of all the work is done, where items differ too much to be counted; it
        may move within one long item.
        """
        now, exact = self._clock(), done if share is None else share * total
        self._marks.append((now, exact))
        while len(self._marks) > 2 and now - self._marks[0][0] > self.WINDOW_S:
            self._marks.popleft()
        (_, before), elapsed = self._marks[0], now - self._marks[0][0]
        rate = (exact - before) / elapsed if elapsed >= self.SETTLING_S and exact > before else None
        remaining = max(0.0, total - exact) / rate if rate else None
        return Progress(phase, done, total, current, rate, remaining)
