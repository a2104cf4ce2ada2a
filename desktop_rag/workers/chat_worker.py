"""The chat child: one language model that answers. Main thread of the child; models load on one beside it.

llama.cpp is imported when the first model is loaded, so that the child is there at once.
"""

import os
import queue
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from desktop_rag.domain.errors import Cancelled, InstallationError, NoModel
from desktop_rag.domain.language_model import Completion, ModelChoice
from desktop_rag.workers import chat_requests
from desktop_rag.workers.child import StopFlag, forbid, serve
from desktop_rag.workers.protocol import JsonObject, Message

if TYPE_CHECKING:
    from desktop_rag.generation.engine import Engine
    from desktop_rag.generation.load_errors import NativeLog

SHARE_STEP = 0.01
"""Progress is told each time this much more is loaded."""


def main() -> int:
    """At the usual priority: somebody waits for the answer, while other children work in the background."""
    os.environ["GGML_NO_BACKTRACE"] = "1"  # llama.cpp would start a debugger on itself when it fails
    forbid(address_space_bytes=None)
    stop = StopFlag()
    service = _ChatService(stop)
    handlers = {
        "engine": service.engine,
        "load": service.load,
        "count": service.count,
        "complete": service.complete,
    }
    return serve(handlers, stop)


class _ChatService:
    """Holds the one model that is loaded."""

    def __init__(self, stop: StopFlag) -> None:
        self._stop = stop
        self._engine: Engine | None = None
        self._log: NativeLog | None = None

    def engine(self, _parameters: JsonObject) -> Iterator[Message]:
        """Whether llama.cpp can be loaded at all."""
        _import_engine()
        yield Message({"event": "result"})

    def load(self, parameters: JsonObject) -> Iterator[Message]:
        """Loads on a thread, so that progress can be told from inside llama.cpp."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        loading = _Loading(chat_requests.read_choice(parameters), self._load)
        for share in loading.shares():
            yield Message({"event": "progress", "share": share})
        self._engine = loading.engine()
        yield Message({"event": "result", **chat_requests.loaded_body(self._engine.loaded)})

    def count(self, parameters: JsonObject) -> Iterator[Message]:
        tokens = self._loaded().count(chat_requests.read_messages(parameters))
        yield Message({"event": "result", "tokens": tokens})

    def complete(self, parameters: JsonObject) -> Iterator[Message]:
        for event in self._loaded().complete(chat_requests.read_request(parameters)):
            if isinstance(event, str):
                yield Message({"event": "text", "text": event})
            elif isinstance(event, Completion):
                yield Message({"event": "result", **chat_requests.completion_body(event)})
            else:
                yield Message({"event": "reading", "done": event.done, "total": event.total})

    def _loaded(self) -> "Engine":
        if self._engine is None:
            raise NoModel
        return self._engine

    def _load(self, choice: ModelChoice, on_progress: Callable[[float], None]) -> "Engine":
        _import_engine()
        from desktop_rag.generation.engine import load_engine
        from desktop_rag.generation.load_errors import NativeLog

        if self._log is None:
            self._log = NativeLog()
        return load_engine(choice, self._log, on_progress, self._stop)


class _Loading:
    """Loads on a thread of its own and hands over what it hears there."""

    def __init__(
        self, choice: ModelChoice, load: Callable[[ModelChoice, Callable[[float], None]], "Engine"]
    ) -> None:
        self._choice, self._load = choice, load
        self._heard: queue.SimpleQueue[float | None] = queue.SimpleQueue()
        self._outcome: Engine | BaseException = Cancelled()
        self._thread = threading.Thread(target=self._run, name="loading")
        self._thread.start()

    def shares(self) -> Iterator[float]:
        """What is loaded, in steps, until it is done."""
        last = -SHARE_STEP
        while (share := self._heard.get()) is not None:
            if share - last >= SHARE_STEP:
                last = share
                yield share

    def engine(self) -> "Engine":
        """Raises what loading raised."""
        self._thread.join()
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        return self._outcome

    def _run(self) -> None:
        try:
            self._outcome = self._load(self._choice, self._heard.put)
        except BaseException as error:  # noqa: BLE001 - raised again on the main thread, by `engine`
            self._outcome = error
        finally:
            self._heard.put(None)


def _import_engine() -> None:
    """Raises `InstallationError` where a library that llama.cpp needs is missing or of another system."""
    try:
        import llama_cpp  # noqa: F401 - whether it can be imported is the question
    except (ImportError, OSError, RuntimeError) as error:
        raise InstallationError("What runs language models is missing or broken.") from error
