"""Has files fetched by a download child. Window process or command line, any thread.

Each call starts a child and ends it: none exists while nothing is being downloaded.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_rag.domain.downloads import DownloadProgress, DownloadRequest, RemoteFile
from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.downloading import part
from desktop_rag.downloading.patience import USUAL, Patience
from desktop_rag.runtime import worker_command
from desktop_rag.workers import download_requests
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.protocol import JsonObject

IsCancelled = Callable[[], bool]


def _never() -> bool:
    return False


def download_spec(stall_s: float = 300.0, memory_bytes: int = 512 * 1024**2) -> ChildSpec:
    """`stall_s` is longer than anything the child waits for itself; a slow disk may take minutes to put a
    large file down for good. `stop_grace_s` lets it end the block it is at."""
    return ChildSpec(
        "download",
        tuple(worker_command("download")),
        stall_s,
        memory_bytes,
        answer_bytes=1024**3,
        stop_grace_s=0.7,
    )


class DownloadClient:
    """`patience` is how long the child waits for servers. `close` ends what is under way, which is kept as
    after a cancel."""

    def __init__(self, spec: ChildSpec, patience: Patience = USUAL) -> None:
        self._spec, self._patience = spec, patience
        self._lock = threading.Lock()
        self._children: set[ChildProcess] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """The children that are at work now."""
        with self._lock:
            return tuple(child.pid for child in self._children if child.pid is not None)

    def look(self, link: str, cancelled: IsCancelled = _never) -> tuple[RemoteFile, ...]:
        """Asks the host what lies behind a link or in a hub's repository. Opens connections.

        Raises `DownloadError` with the reason, `WorkerError`, `InstallationError` or `Cancelled`.
        """
        body: JsonObject = {"link": link, "patience": download_requests.patience_body(self._patience)}
        with self._child() as child:
            message = child.request_one("look", body, cancelled)
            raise_if_error(message.body)
            return download_requests.read_files(message.body)

    def fetch(
        self,
        request: DownloadRequest,
        on_progress: Callable[[DownloadProgress], None],
        cancelled: IsCancelled = _never,
    ) -> str:
        """Brings the file to `request.target`, which must be an absolute path, and returns its sha256. Goes
        on with what an earlier call left. Opens connections, unless the right file is there already.

        Raises `DownloadError` with the reason, `WorkerError`, `InstallationError` or `Cancelled`; what came
        so far is kept wherever it can be gone on with.
        """
        body: JsonObject = {
            **download_requests.request_body(request),
            "patience": download_requests.patience_body(self._patience),
        }
        with self._child() as child, contextlib.closing(child.request("fetch", body, cancelled)) as messages:
            for message in messages:
                raise_if_error(message.body)
                if message.body.get("event") == "result":
                    return download_requests.read_sha256(message.body)
                on_progress(download_requests.read_progress(message.body))
        raise WorkerProtocolError(detail="no answer")

    def discard(self, target: Path) -> None:
        """Leaves nothing behind of an unfinished file. Starts no child. Raises `DownloadBusy` while somebody
        is fetching it, `DownloadError` for a folder that cannot be written to."""
        part.discard(target)

    def close(self) -> None:
        with self._lock:
            children = tuple(self._children)
        for child in children:
            child.close()

    @contextlib.contextmanager
    def _child(self) -> Iterator[ChildProcess]:
        child = ChildProcess(self._spec)
        with self._lock:
            self._children.add(child)
        try:
            yield child
        finally:
            child.close()
            with self._lock:
                self._children.discard(child)
