"""The child's side: answers requests from standard input until it ends. Main thread of a child process.

With a `StopFlag`, standard input is read on a thread of its own, so that a request can be asked to stop while
the main thread is inside a library.
"""

import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import IO

import psutil

from desktop_rag.domain.errors import (
    Cancelled,
    DocumentError,
    DownloadError,
    InputError,
    InstallationError,
    ModelError,
)
from desktop_rag.workers.protocol import (
    READY_ID,
    STOP_METHOD,
    JsonObject,
    Message,
    read_message,
    write_message,
)

Handler = Callable[[JsonObject], Iterator[Message]]
"""Answers one request's parameters with messages; the last one carries the result."""

PARENT_CHECK_S = 1.0


class StopFlag:
    """Whether the request that runs was asked to stop; its handler then raises `Cancelled`.

    Only the thread that reads the requests changes it: a request is sent when the one before it was answered,
    so that the last one read is the one that runs, and a stop that comes too late meets nobody.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._running: object = None

    def __call__(self) -> bool:
        return self._stop.is_set()

    def take(self, body: JsonObject) -> bool:
        """Whether the message was a stop, and not a request to be answered."""
        if body.get("method") != STOP_METHOD:
            self._running = body.get("id")
            self._stop.clear()
            return False
        if body.get("id") == self._running:
            self._stop.set()
        return True


def serve(handlers: Mapping[str, Handler], stop: StopFlag | None = None) -> int:
    """Says that it is ready, then answers requests one after another until standard input closes."""
    sys.excepthook = _say_where_but_not_what
    _leave_no_core_dump()
    requests, answers = _claim_pipes()
    _leave_with_parent(os.getppid())
    write_message(answers, Message({"id": READY_ID, "event": "ready"}))
    for request in _requests(requests, stop):
        for message in _answer(handlers, request.body):
            write_message(answers, message)
    return 0


def lower_priority() -> None:
    """Lets everything the person does go first."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        process.nice(10)


def forbid(address_space_bytes: int | None) -> None:
    """A second line behind the parent's watch: no more memory than this, no file written.

    None leaves the memory to the parent's watch, as Windows and macOS do, which have no such limit: a child
    that maps a large file counts all of it as address space.
    """
    if sys.platform != "linux":
        return
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if address_space_bytes is not None:
        resource.setrlimit(resource.RLIMIT_AS, (address_space_bytes, address_space_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _leave_no_core_dump() -> None:
    """A dump would hold the words of documents and questions."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say_where_but_not_what(
    kind: type[BaseException], _error: BaseException, trace: TracebackType | None
) -> None:
    """A bug's traceback without its message, which may quote the document and would reach a log."""
    sys.stderr.write("".join(traceback.format_tb(trace)) + kind.__name__ + "\n")


def _requests(pipe: IO[bytes], stop: StopFlag | None) -> Iterator[Message]:
    if stop is None:
        while (request := read_message(pipe)) is not None:
            yield request
        return
    waiting: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(pipe, stop, waiting), name="requests", daemon=True).start()
    while (request := waiting.get()) is not None:
        yield request


def _read(pipe: IO[bytes], stop: StopFlag, waiting: "queue.SimpleQueue[Message | None]") -> None:
    try:
        while (request := read_message(pipe)) is not None:
            if not stop.take(request.body):
                waiting.put(request)
    finally:  # also after a frame that makes no sense: then the child ends, and the parent starts another
        waiting.put(None)


def _answer(handlers: Mapping[str, Handler], body: JsonObject) -> Iterator[Message]:
    request_id, method, parameters = body.get("id"), body.get("method"), body.get("parameters")
    handler = handlers.get(method) if isinstance(method, str) else None
    if handler is None or not isinstance(parameters, dict):
        yield _error(request_id, "program", f"unknown request {method!r}", "")
        return
    try:
        for message in handler(parameters):
            yield Message({**message.body, "id": request_id}, message.attachments)
    except (DocumentError, ModelError, DownloadError) as error:
        yield _error(request_id, error.kind, error.message, error.hint)
    except Cancelled as error:
        yield _error(request_id, "cancelled", error.message, error.hint)
    except InputError as error:
        yield _error(request_id, "input", error.message, error.hint)
    except InstallationError as error:
        yield _error(request_id, "installation", error.message, error.hint)


def _error(request_id: object, kind: str, message: str, hint: str) -> Message:
    untyped_id = request_id if isinstance(request_id, int) else -1
    return Message({"id": untyped_id, "event": "error", "kind": kind, "message": message, "hint": hint})


def _claim_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Keeps the pipes for frames alone: whatever a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return requests, answers


def _leave_with_parent(parent: int) -> None:
    """Ends this process when its parent is gone, even while the main thread is busy in a library."""

    def watch() -> None:
        while psutil.pid_exists(parent) and (sys.platform == "win32" or os.getppid() == parent):
            time.sleep(PARENT_CHECK_S)
        os._exit(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
