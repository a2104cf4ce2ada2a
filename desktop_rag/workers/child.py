"""The child's side: answers requests from standard input until it ends. Main thread of a child process."""

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import IO

import psutil

from desktop_rag.domain.errors import DocumentError, InputError, InstallationError
from desktop_rag.workers.protocol import READY_ID, JsonObject, Message, read_message, write_message

Handler = Callable[[JsonObject], Iterator[Message]]
"""Answers one request's parameters with messages; the last one carries the result."""

PARENT_CHECK_S = 1.0


def serve(handlers: dict[str, Handler]) -> int:
    """Says that it is ready, then answers requests one after another until standard input closes."""
    sys.excepthook = _say_where_but_not_what
    _leave_no_core_dump()
    requests, answers = _claim_pipes()
    _leave_with_parent(os.getppid())
    write_message(answers, Message({"id": READY_ID, "event": "ready"}))
    while (request := read_message(requests)) is not None:
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


def forbid(address_space_bytes: int) -> None:
    """A second line behind the parent's watch: no more memory than this, no file written.

    Windows and macOS have no such limit on memory; there the parent's watch stands alone.
    """
    if sys.platform != "linux":
        return
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
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


def _answer(handlers: dict[str, Handler], body: JsonObject) -> Iterator[Message]:
    request_id, method, parameters = body.get("id"), body.get("method"), body.get("parameters")
    handler = handlers.get(method) if isinstance(method, str) else None
    if handler is None or not isinstance(parameters, dict):
        yield _error(request_id, "program", f"unknown request {method!r}", "")
        return
    try:
        for message in handler(parameters):
            yield Message({**message.body, "id": request_id}, message.attachments)
    except DocumentError as error:
        yield _error(request_id, error.kind, error.message, error.hint)
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
