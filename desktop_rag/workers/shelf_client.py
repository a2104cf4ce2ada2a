"""Asks the shelf child what files are. Window process or command line, any thread.

A look at a file is short, and its child stays for the next one. Looking through folders and adding up a
checksum may take minutes, so that each has a child of its own, which is gone when it is done.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.domain.shelf import Inspected
from desktop_rag.runtime import worker_command
from desktop_rag.workers import shelf_answers
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.protocol import JsonObject, JsonValue

IsCancelled = Callable[[], bool]


def _never() -> bool:
    return False


def shelf_spec(stall_s: float = 60.0, memory_bytes: int = 1024**3) -> ChildSpec:
    """The shelf child of this program. It needs far less memory: see the limits of `gguf_header`."""
    return ChildSpec(
        "shelf",
        tuple(worker_command("shelf")),
        stall_s,
        memory_bytes,
        answer_bytes=64 * 1024**2,
        stop_grace_s=0.7,
    )


class ShelfClient:
    """`close` ends the children; whoever waits for one hears `Cancelled`."""

    def __init__(self, spec: ChildSpec) -> None:
        self.child = ChildProcess(spec)
        self._spec = spec
        self._lock = threading.Lock()
        self._errands: set[ChildProcess] = set()

    def inspect(self, path: Path, cancelled: IsCancelled = _never) -> Inspected:
        """What a file's header says, or the small files of a folder that PEFT or sentence-transformers wrote.

        Raises `ModelError` with the reason for what cannot be used, `WorkerError`, `InstallationError` or
        `Cancelled`.
        """
        with self.child.checking():
            message = self.child.request_one("inspect", {"path": str(path)}, cancelled)
            raise_if_error(message.body)
            return shelf_answers.facts(message.body, path)

    def find(self, folders: Sequence[Path], cancelled: IsCancelled = _never) -> tuple[Path, ...]:
        """Model files (of a split model the first part) and folders of adapters and embedders below the
        folders; what cannot be read is passed over. Raises as `inspect` does."""
        names: list[JsonValue] = [str(folder) for folder in folders]
        body = self._run("find", {"folders": names}, cancelled, lambda _progress: None)
        return shelf_answers.found_paths(body, folders)

    def sha256(
        self,
        path: Path,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: IsCancelled = _never,
    ) -> str:
        """Hex digits; of a split model over all parts' bytes in order, of a folder over its weights.
        `on_progress` hears bytes done and in all. Raises as `inspect` does."""

        def hear(progress: JsonObject) -> None:
            on_progress(*shelf_answers.progress(progress))

        return shelf_answers.sha256(self._run("sha256", {"path": str(path)}, cancelled, hear))

    def close(self) -> None:
        with self._lock:
            errands = tuple(self._errands)
        for child in (self.child, *errands):
            child.close()

    def _run(
        self,
        method: str,
        parameters: JsonObject,
        cancelled: IsCancelled,
        on_progress: Callable[[JsonObject], None],
    ) -> JsonObject:
        """What a child of its own answers in the end; an error is raised."""
        with (
            self._errand() as child,
            contextlib.closing(child.request(method, parameters, cancelled)) as told,
        ):
            for message in told:
                raise_if_error(message.body)
                if message.body.get("event") == "result":
                    return message.body
                on_progress(message.body)
        raise WorkerProtocolError(detail="no answer")

    @contextlib.contextmanager
    def _errand(self) -> Iterator[ChildProcess]:
        child = ChildProcess(self._spec)
        with self._lock:
            self._errands.add(child)
        try:
            yield child
        finally:
            child.close()
            with self._lock:
                self._errands.discard(child)
