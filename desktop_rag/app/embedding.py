"""The embedder in use and its child; there may be another beside it for a while.

Which one is in use stands in the library's settings, where another process may change it at any time, so it
is asked for at every use. Any lane's thread.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.calibration import calibrate
from desktop_rag.app.embedder_in_use import EmbedderInUse
from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.passages import passages_of
from desktop_rag.domain.documents import ParsedDocument
from desktop_rag.domain.embedder import Calibration, EmbedderChoice, EmbedderKind
from desktop_rag.domain.errors import LibraryError
from desktop_rag.store.records import NewPassage
from desktop_rag.store.vector_index import VectorIndex, forget_cache
from desktop_rag.store.vectors import VectorStore
from desktop_rag.workers.embed_client import Cancelled, EmbedClient, EmbedderInfo

FORGET_AT_ONCE = 1_000


@dataclass(slots=True)
class _Held:
    """The embedder in use, or one that was until a moment ago, and how many are using it."""

    embedder: EmbedderInUse
    content: int
    """Of the library that it was opened for, see `VectorStore.content`."""
    users: int = 0
    replaced: bool = False


class Embedding:
    """Holds the embedder that `chosen` names, and ends its child when another takes its place.

    An operation takes the embedder once, by `use`, so that vectors of two of them never meet. Children start
    at the first use.
    """

    def __init__(
        self,
        chosen: Callable[[], EmbedderChoice],
        make_client: Callable[[EmbedderChoice], EmbedClient],
        vectors: VectorStore,
        index_folder: Path,
    ) -> None:
        self._chosen = chosen
        self._make_client = make_client
        self.vectors = vectors
        self._index_folder = index_folder
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._clients_lock = threading.Lock()
        self._clients: list[EmbedClient] = []

    def close(self) -> None:
        """Ends the children now, also in the middle of what others do with them. May be called twice."""
        with self._clients_lock:
            clients = tuple(self._clients)
        for client in clients:
            client.close()

    def in_use(self) -> EmbedderInUse:
        """For what it is and for its index; to embed, take it by `use`.

        Raises `ModelError` when its files are gone or cannot be used, `WorkerError`, `InstallationError` or
        `LibraryError`.
        """
        with self._lock:
            return self._current().embedder

    @contextlib.contextmanager
    def use(self) -> Iterator[EmbedderInUse]:
        """The embedder in use, whose child lives until the end at least. Raises what `in_use` raises."""
        with self._lock:
            held = self._current()
            held.users += 1
        try:
            yield held.embedder
        finally:
            with self._lock:
                held.users -= 1
                self._end_if_done(held)

    def passages(
        self,
        path: Path,
        document: ParsedDocument,
        cancel: CancelToken,
        on_progress: Callable[[int, int], None],
    ) -> tuple[list[NewPassage], int]:
        """A document's passages ready to store, and how many of them had to be embedded.

        See `passages_of`.
        """
        with self.use() as embedder:
            return passages_of(embedder, self.vectors, path, document, cancel, on_progress)

    def is_in_use(self, embedder: EmbedderInUse) -> bool:
        """False once another was chosen: then vectors of this one may be gone already."""
        return self._chosen() == embedder.choice

    @contextlib.contextmanager
    def beside(self, choice: EmbedderChoice, cancelled: Cancelled) -> Iterator[EmbedderInUse]:
        """Another embedder, in a child of its own that ends with this unless `swap` put it in use.

        Raises what `in_use` raises, and `Cancelled`.
        """
        self.vectors.keep_in_use()
        embedder = self._opened(choice, cancelled)
        try:
            yield embedder
        finally:
            with self._lock:
                is_held = self._held is not None and self._held.embedder is embedder
            if not is_held:
                self._end(embedder.client)

    def swap(self, embedder: EmbedderInUse, choose: Callable[[], object]) -> None:
        """Puts one that was opened by `beside` in use: `choose` is the one step that makes it the chosen one.

        Raises `LibraryError`; then nothing has changed.
        """
        with self._lock:
            self.vectors.note_wanted(embedder.id)
            choose()
            self._hold(embedder, self.vectors.content())
        with contextlib.suppress(LibraryError):  # it is changed; the next start notes it
            self.vectors.note_in_use(embedder.id)

    def forget_unwanted(self, cancel: CancelToken) -> None:
        """Deletes what is left of embedders that were changed from, in small steps, until it is told to stop.

        Only under the writer's lock. Raises `LibraryError`.
        """
        for fingerprint in self.vectors.unwanted():
            forget_cache(self._index_folder, fingerprint)
        while not cancel.cancelled:
            if self.vectors.forget_unwanted(FORGET_AT_ONCE) < FORGET_AT_ONCE:
                self.vectors.forget_change()
                return

    def _current(self) -> _Held:
        content, choice = self.vectors.content(), self._chosen()
        held = self._held
        if held is not None and (held.content, held.embedder.choice) == (content, choice):
            return held
        embedder = self._opened(choice, lambda: False)
        self.vectors.note_in_use(embedder.id)
        return self._hold(embedder, content)

    def _hold(self, embedder: EmbedderInUse, content: int) -> _Held:
        before, self._held = self._held, _Held(embedder, content)
        if before is not None:
            before.replaced = True
            self._end_if_done(before)
        return self._held

    def _end_if_done(self, held: _Held) -> None:
        if held.replaced and not held.users:
            self._end(held.embedder.client)

    def _opened(self, choice: EmbedderChoice, cancelled: Cancelled) -> EmbedderInUse:
        with contextlib.ExitStack() as undo:
            client = self._make_client(choice)
            with self._clients_lock:
                self._clients.append(client)
            undo.callback(self._end, client)
            info = client.describe(cancelled)
            embedder_id = self.vectors.embedder_id(info.fingerprint, info.name, info.dimension)
            calibration = self._calibration(choice, embedder_id, client, cancelled)
            embedder = self._described(choice, embedder_id, info, calibration, client)
            undo.pop_all()
            return embedder

    def _described(
        self,
        choice: EmbedderChoice,
        embedder_id: int,
        info: EmbedderInfo,
        calibration: Calibration,
        client: EmbedClient,
    ) -> EmbedderInUse:
        index = VectorIndex(self.vectors, self._index_folder, info.fingerprint, embedder_id, info.dimension)
        return EmbedderInUse(
            embedder_id, choice, info.name, info.dimension, info.max_tokens, calibration, index, client
        )

    def _calibration(
        self, choice: EmbedderChoice, embedder_id: int, client: EmbedClient, cancelled: Cancelled
    ) -> Calibration:
        """Measured once for each embedder; the bundled one is what all others are measured against."""
        if choice.kind is EmbedderKind.BUNDLED:
            return Calibration()
        known = self.vectors.calibration(embedder_id)
        if known is None:
            known = calibrate(client, cancelled)
            self.vectors.keep_calibration(embedder_id, known)
        return known

    def _end(self, client: EmbedClient) -> None:
        client.close()
        with self._clients_lock:
            if client in self._clients:
                self._clients.remove(client)


def size_bytes_of(choice: EmbedderChoice) -> int:
    """The weights' bytes on disk; 0 for the bundled one, and for files that are not there."""
    if choice.path is None:
        return 0
    try:
        files = choice.path.rglob("*.safetensors") if choice.path.is_dir() else [choice.path]
        return sum(file.stat().st_size for file in files)
    except OSError:
        return 0
