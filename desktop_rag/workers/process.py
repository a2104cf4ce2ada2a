"""The life of one child process, seen from its parent. Window process or command line, any thread.

A child is started at the first request and again after a failure. It answers one request at a time.
Every way it can fail ends in one typed error, with the child and everything it started gone.
"""

import contextlib
import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import psutil

from desktop_rag.domain.errors import (
    Cancelled,
    DesktopRagError,
    InstallationError,
    WorkerCrashed,
    WorkerError,
    WorkerOutOfMemory,
    WorkerProtocolError,
    WorkerStalled,
)
from desktop_rag.workers.protocol import (
    READY_ID,
    STOP_METHOD,
    JsonObject,
    Message,
    read_message,
    write_message,
)
from desktop_rag.workers.system import (
    clean,
    close_quietly,
    family,
    out_of_memory_kills,
    private_bytes,
    resident_bytes,
    spawn,
)

WATCH_S = 0.1
GRACE_S = 0.5
UNKILLABLE_S = 1.0
"""Nobody can kill a child inside a call to a drive that hangs; it goes when that answers."""
STDERR_KEPT_BYTES = 4096
QUEUED_MESSAGES = 4
FINAL_EVENTS = ("result", "error")


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """How a child is started and what it may use up.

    `stall_s` is the longest time without any message while a request runs; `memory_bytes` bounds the
    child's resident memory; `answer_bytes` what one request may bring back. A child with `stop_grace_s`
    (served with a `StopFlag`) is asked to end a cancelled request, and killed only if that takes longer.
    """

    name: str
    command: tuple[str, ...]
    stall_s: float
    memory_bytes: int
    answer_bytes: int
    stop_grace_s: float = 0.0
    environment: tuple[tuple[str, str], ...] = ()
    """Names and values that the child's environment holds besides."""


class ChildProcess:
    """One child that is restarted as needed. Safe to call from several threads: requests queue up."""

    def __init__(self, spec: ChildSpec) -> None:
        self.spec = spec
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._running: _Running | None = None
        self._exit_status: int | None = None

    def start(self) -> None:
        """Starts the child before it is needed, and waits until it is ready. Raises `InstallationError`."""
        with self._lock:
            self._start(lambda: False)

    @property
    def pid(self) -> int | None:
        running = self._running
        return running.process.pid if running else None

    @property
    def alive(self) -> bool:
        """Whether the next request meets the child that answered the last one."""
        running = self._running
        return running is not None and running.usable

    @property
    def private_bytes(self) -> int:
        """The memory that would come free if it ended now."""
        pid = self.pid
        return private_bytes(pid) if pid is not None and self.alive else 0

    @property
    def exit_status(self) -> int | None:
        """How the last child that is gone ended: negative is the number of the signal that ended it."""
        return self._exit_status

    def request(
        self, method: str, parameters: JsonObject, cancelled: Callable[[], bool] = lambda: False
    ) -> Generator[Message, None, None]:
        """Yields the messages that answer; the last has `event` "result" or "error".

        Leaving the iteration early ends the child, since its answer would still be under way.

        Raises:
            WorkerError: the child crashed, stalled, outgrew its memory or broke the protocol.
            InstallationError: the child could not start.
            Cancelled: `cancelled()` became true; the child was ended, unless its spec gives it time to stop
                by itself and it did.
        """
        with self._lock:
            request_id = next(self._ids)
            running: _Running | None = None
            try:
                running = self._start(cancelled)
                message = Message({"id": request_id, "method": method, "parameters": parameters})
                running.send(message, cancelled)
                yield from running.answers(request_id, cancelled)
            finally:
                if running is None or running.busy:
                    self._stop()

    def request_one(self, method: str, parameters: JsonObject, cancelled: Callable[[], bool]) -> Message:
        """As `request`, for an answer of one message."""
        last: Message | None = None
        for message in self.request(method, parameters, cancelled):
            if last is not None or message.body.get("event") not in FINAL_EVENTS:
                raise WorkerProtocolError(detail="more than one message where one was due")
            last = message
        if last is None:
            raise WorkerProtocolError(detail="no answer")
        return last

    @contextlib.contextmanager
    def checking(self) -> Iterator[None]:
        """Around the checks of an answer: a child that sent nonsense is ended, even if it is done."""
        try:
            yield
        except WorkerProtocolError:
            self.close()
            raise

    def close(self) -> None:
        """Ends the child now, also in the middle of a request on another thread."""
        running = self._running
        if running:
            running.end()

    def _start(self, cancelled: Callable[[], bool]) -> "_Running":
        if self._running is None or not self._running.usable:
            self._stop()
            self._running = _Running(self.spec)
            try:
                self._running.await_ready(cancelled)
            except DesktopRagError:
                self._stop()
                raise
        return self._running

    def _stop(self) -> None:
        if self._running:
            self._running.end()
            self._exit_status = self._running.process.returncode
            self._running = None


class _Running:
    """A started child with the threads that empty its pipes."""

    def __init__(self, spec: ChildSpec) -> None:
        self._spec = spec
        self._messages: queue.Queue[Message | WorkerProtocolError | None] = queue.Queue(QUEUED_MESSAGES)
        self._ended = threading.Event()
        self._end_lock = threading.Lock()
        self._is_gone = False
        self._busy = True
        self._memory_checked = 0.0
        self._stderr = b""
        self._kills_before = out_of_memory_kills()
        self.process = _spawn(spec)
        self._threads = [
            threading.Thread(target=target, name=f"{spec.name}-{part}", daemon=True)
            for part, target in (("answers", self._read_answers), ("stderr", self._read_stderr))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        """Whether it starts, or a request was sent whose last message has not come."""
        return self._busy

    @property
    def usable(self) -> bool:
        """Whether the next request can be sent: nobody ended it, nor did it end by itself."""
        return not self._ended.is_set() and self.process.poll() is None

    def await_ready(self, cancelled: Callable[[], bool]) -> None:
        """Raises `InstallationError` for a child that cannot even start: no document is to blame for that."""
        try:
            message = self._next(cancelled, self._spec.stall_s)
        except WorkerError as error:
            raise InstallationError(detail=error.detail) from error
        if message.body.get("id") != READY_ID:
            raise InstallationError(detail=f"{self._spec.name} did not introduce itself")
        self._busy = False

    def send(self, message: Message, cancelled: Callable[[], bool]) -> None:
        """A child that does not read is ended, on `cancelled` or at the stall limit; that breaks the pipe."""
        self._busy = True
        try:
            self._write(message, cancelled, self._spec.stall_s)
        except (OSError, ValueError) as error:
            if cancelled():
                raise Cancelled from error
            raise self._crash() from error

    def answers(self, request_id: int, cancelled: Callable[[], bool]) -> Iterator[Message]:
        received_bytes = 0
        while self._busy:
            try:
                message = self._next(cancelled, self._spec.stall_s)
            except Cancelled:
                self._ask_to_stop(request_id)
                raise
            received_bytes += message.size_bytes
            if message.body.get("id") != request_id:
                raise WorkerProtocolError(detail="an answer to something that was not asked")
            if received_bytes > self._spec.answer_bytes:
                raise WorkerProtocolError(detail=f"more than {self._spec.answer_bytes} bytes in one answer")
            self._busy = message.body.get("event") not in FINAL_EVENTS
            yield message

    def end(self) -> None:
        """Asks an idle child to go by closing its input, then makes it and all it started go. Only once:
        later the number of its process group may be somebody else's."""
        self._ended.set()
        with self._end_lock:
            if not self._is_gone:
                self._end()
                self._is_gone = True

    def _end(self) -> None:
        if self._busy:  # closing the pipe would wait for a write that is blocked
            self._kill()
        close_quietly(self.process.stdin)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE_S)
        self._kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(UNKILLABLE_S)
        if self.process.poll() is None:
            return
        for thread, pipe in zip(self._threads, (self.process.stdout, self.process.stderr), strict=True):
            thread.join(GRACE_S)
            if not thread.is_alive():  # closing under a blocked reader would wait for it for ever
                close_quietly(pipe)

    def _ask_to_stop(self, request_id: int) -> None:
        """Waits for the last message of a cancelled request as long as the spec allows, and drops what comes
        until then. Whether it came is told by `busy`."""
        if self._spec.stop_grace_s <= 0 or not self.usable:
            return
        deadline = time.monotonic() + self._spec.stop_grace_s
        with contextlib.suppress(OSError, ValueError, WorkerError, Cancelled):
            stop = Message({"id": request_id, "method": STOP_METHOD})
            self._write(stop, lambda: False, self._spec.stop_grace_s)
            while self._busy:
                message = self._next(lambda: False, deadline - time.monotonic())
                if message.body.get("id") != request_id:
                    return
                self._busy = message.body.get("event") not in FINAL_EVENTS

    def _write(self, message: Message, cancelled: Callable[[], bool], limit_s: float) -> None:
        """Raises `OSError` or `ValueError` for a broken pipe; the guard breaks one that is not read."""
        sent = threading.Event()
        threading.Thread(target=self._guard, args=(sent, cancelled, limit_s), daemon=True).start()
        try:
            assert self.process.stdin is not None  # noqa: S101 - Popen was given a pipe
            write_message(self.process.stdin, message)
        finally:
            sent.set()

    def _guard(self, sent: threading.Event, cancelled: Callable[[], bool], limit_s: float) -> None:
        deadline = time.monotonic() + limit_s
        while not sent.wait(WATCH_S):
            if cancelled() or time.monotonic() > deadline:
                self._kill()
                return

    def _next(self, cancelled: Callable[[], bool], limit_s: float) -> Message:
        """The next message within `limit_s`; looks after the child's health while waiting for it."""
        deadline = time.monotonic() + limit_s
        while True:
            if cancelled() or self._ended.is_set():
                raise Cancelled
            self._check_memory()
            try:
                message = self._messages.get(timeout=WATCH_S)
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise WorkerStalled(
                        detail=f"{self._spec.name}: no sign of life for {limit_s} s"
                    ) from None
                if self.process.poll() is not None and self._messages.empty():
                    raise self._crash() from None
                continue
            if message is None:
                raise self._crash()
            if isinstance(message, WorkerProtocolError):
                raise message
            return message

    def _check_memory(self) -> None:
        now = time.monotonic()
        if now - self._memory_checked < WATCH_S:
            return
        self._memory_checked = now
        with contextlib.suppress(psutil.Error):
            if resident_bytes(psutil.Process(self.process.pid)) > self._spec.memory_bytes:
                raise WorkerOutOfMemory(detail=f"{self._spec.name}: over {self._spec.memory_bytes} bytes")

    def _crash(self) -> DesktopRagError:
        if self._ended.is_set():
            return Cancelled()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE_S)
        self._threads[1].join(GRACE_S)
        detail = f"{self._spec.name} ended with {self.process.returncode}: {clean(self._stderr)}"
        if b"MemoryError" in self._stderr or b"bad_alloc" in self._stderr or self._was_killed_for_memory():
            return WorkerOutOfMemory(detail=detail)
        return WorkerCrashed(detail=detail)

    def _was_killed_for_memory(self) -> bool:
        """Linux tells only its log whom it killed; that it killed somebody meanwhile is close enough."""
        is_killed = sys.platform != "win32" and self.process.returncode == -signal.SIGKILL
        return is_killed and out_of_memory_kills() > self._kills_before

    def _kill(self) -> None:
        if self.process.poll() is None:
            for process in family(self.process.pid):
                with contextlib.suppress(psutil.Error):
                    process.kill()
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _read_answers(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - Popen was given a pipe
        message: Message | WorkerProtocolError | None
        while not self._ended.is_set():
            try:
                message = read_message(self.process.stdout)
            except WorkerProtocolError as error:
                message = error
            except (OSError, ValueError):
                message = None
            if not self._busy and isinstance(message, Message):
                message = WorkerProtocolError(detail=f"{self._spec.name} spoke without being asked")
            self._put(message)
            if not isinstance(message, Message):
                return

    def _put(self, message: Message | WorkerProtocolError | None) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(queue.Full):
                self._messages.put(message, timeout=WATCH_S)
                return

    def _read_stderr(self) -> None:
        assert self.process.stderr is not None  # noqa: S101 - Popen was given a pipe
        with contextlib.suppress(OSError, ValueError):
            while chunk := os.read(self.process.stderr.fileno(), STDERR_KEPT_BYTES):
                self._stderr = (self._stderr + chunk)[-STDERR_KEPT_BYTES:]


def _spawn(spec: ChildSpec) -> subprocess.Popen[bytes]:
    try:
        return spawn(spec.command, spec.environment)
    except OSError as error:
        raise InstallationError(detail=f"{spec.name} could not be started: {error}") from error
