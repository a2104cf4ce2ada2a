"""Nearest passages by vector: an hnswlib graph that follows the database and is cached on disk.

The graph is disposable: whenever its files do not fit the database it is made again from the stored
vectors, never by embedding. Any thread; one call at a time, since `add_items` is not safe beside
`knn_query`.

Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable
Small World graphs", IEEE TPAMI 2020.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_rag.domain.errors import Cancelled
from desktop_rag.store.seam import storage_errors
from desktop_rag.store.vectors import VectorStore

if TYPE_CHECKING:
    import hnswlib
    import numpy as np
    from numpy.typing import NDArray

LINKS = 16
BUILD_BREADTH = 200
SEARCH_BREADTH = 128
EXACT_UP_TO = 2_000
"""So few passages are compared one by one: exact, and faster than a graph with a filter."""
SMALL_CHANGE = 1_000
"""So many passages are added to a loaded graph in less than a second."""
LOAD_AT_ONCE = 500
"""About a second's work where vectors are wide: 1024 numbers took up to 2.3 ms each."""


@dataclass(frozen=True, slots=True)
class _Sidecar:
    """What the cached graph was made of; anything else than a match means building it anew."""

    fingerprint: str
    dimension: int
    count: int
    last_id: int
    sha256: str


class VectorIndex:
    """The index of one embedder. `folder` keeps the cache files."""

    def __init__(
        self, vectors: VectorStore, folder: Path, fingerprint: str, embedder_id: int, dimension: int
    ) -> None:
        self._vectors = vectors
        self._folder = folder
        self._fingerprint = fingerprint
        self._embedder_id = embedder_id
        self._dimension = dimension
        self._lock = threading.Lock()
        self._graph: hnswlib.Index | None = None
        self._live: set[int] = set()
        self._dead: set[int] = set()
        self._generation = -1
        self._saved_ids: tuple[int, int] | None = None
        self._unsaved = 0

    def search(
        self, vector: NDArray[np.float32], k: int, generation: int, among: set[int] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` passage ids with their cosine similarity to `vector`, best first.

        `generation` is the library's, so that the graph is brought up to date first. `among` limits the
        search to these ids.
        """
        with self._lock:
            self._follow(generation)
            among = among if among is None else among & self._live
            if among is not None and len(among) <= EXACT_UP_TO:
                return self._exact(vector, k, among)
            return self._approximate(vector, k, among)

    def prepare(self, generation: int) -> None:
        """Loads or makes the graph before the first search."""
        with self._lock:
            self._follow(generation)

    def save(self, generation: int, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Writes the cache: to temporary names first, then swapped, graph before sidecar.

        Not when little has changed since it was written last: it is written whole, and what it lacks is added
        when it is loaded. Raises `LibraryError`, and `Cancelled` while the graph is made: what was made of it
        is kept in memory.
        """
        with self._lock, storage_errors():
            self._follow(generation, cancelled)
            state = (len(self._live), max(self._live, default=0))
            if self._graph is None or not self._live or state == self._saved_ids:
                return
            if self._saved_ids is not None and self._unsaved <= max(SMALL_CHANGE, len(self._live) // 20):
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._graph_file.with_suffix(".draft")
            self._graph.save_index(str(draft))
            sidecar = _Sidecar(self._fingerprint, self._dimension, *state, _sha256(draft))
            os.replace(draft, self._graph_file)
            _write_swapped(self._sidecar_file, json.dumps(asdict(sidecar)))
            self._saved_ids, self._unsaved = state, 0

    def consistent(self, generation: int) -> bool:
        """Whether the graph holds exactly the passages that have vectors."""
        with self._lock:
            self._follow(generation)
            return self._live == set(self._vectors.ids(self._embedder_id).tolist())

    def discard(self) -> None:
        """Forgets the graph in memory and on disk; the next search makes it again."""
        with self._lock:
            forget_cache(self._folder, self._fingerprint)
            self._graph, self._live, self._dead, self._generation = None, set(), set(), -1
            self._saved_ids = None

    @property
    def _graph_file(self) -> Path:
        return _graph_file(self._folder, self._fingerprint)

    @property
    def _sidecar_file(self) -> Path:
        return self._graph_file.with_suffix(".json")

    def _follow(self, generation: int, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Brings the graph to what the database holds now."""
        if self._graph is not None and generation == self._generation:
            return
        ids = set(self._vectors.ids(self._embedder_id).tolist())
        if self._graph is None:
            self._graph = self._cached() or self._new_graph(len(ids))
        gone = self._live - ids
        if len(self._dead) + len(gone) > max(1_000, len(ids) // 3):
            self._graph, self._live, self._dead, gone = self._new_graph(len(ids)), set(), set(), set()
        for passage_id in gone:
            with contextlib.suppress(RuntimeError):  # a cached graph keeps its marks but cannot be asked
                self._graph.mark_deleted(passage_id)
        self._live -= gone
        self._dead |= gone
        self._unsaved += len(gone)
        self._add(sorted(ids - self._live), cancelled)
        self._generation = generation

    def _add(self, ids: list[int], cancelled: Callable[[], bool]) -> None:
        assert self._graph is not None  # noqa: S101 - `_follow` made it
        self._graph.resize_index(max(self._graph.get_max_elements(), self._room(len(ids))))
        for begin in range(0, len(ids), LOAD_AT_ONCE):
            if cancelled():
                raise Cancelled
            found, vectors = self._vectors.load(self._embedder_id, ids[begin : begin + LOAD_AT_ONCE])
            if len(found):
                self._graph.add_items(vectors, found, num_threads=os.cpu_count() or 1)
                self._live.update(found.tolist())
                self._unsaved += len(found)

    def _room(self, more: int) -> int:
        needed = len(self._live) + len(self._dead) + more
        assert self._graph is not None  # noqa: S101 - `_follow` made it
        return needed if needed <= self._graph.get_max_elements() else needed + needed // 4 + 1_000

    def _new_graph(self, count: int) -> hnswlib.Index:
        import hnswlib

        graph = hnswlib.Index(space="ip", dim=self._dimension)
        graph.init_index(count + count // 4 + 1_000, M=LINKS, ef_construction=BUILD_BREADTH, random_seed=7)
        graph.set_ef(SEARCH_BREADTH)
        return graph

    def _cached(self) -> hnswlib.Index | None:
        """The graph from disk with `_live` and `_dead` filled, or None when it does not fit."""
        import hnswlib

        try:
            sidecar = _Sidecar(**json.loads(self._sidecar_file.read_text("utf-8")))
            if (sidecar.fingerprint, sidecar.dimension) != (self._fingerprint, self._dimension):
                return None
            if _sha256(self._graph_file) != sidecar.sha256:
                return None
            graph = hnswlib.Index(space="ip", dim=self._dimension)
            graph.load_index(str(self._graph_file), allow_replace_deleted=False)
        except (OSError, ValueError, TypeError, RuntimeError):
            return None
        graph.set_ef(SEARCH_BREADTH)
        self._live = set(graph.get_ids_list())
        self._saved_ids = (sidecar.count, sidecar.last_id)
        return graph

    def _exact(self, vector: NDArray[np.float32], k: int, among: Iterable[int]) -> list[tuple[int, float]]:
        import numpy as np

        ids, vectors = self._vectors.load(self._embedder_id, sorted(among))
        if not len(ids):
            return []
        scores = vectors @ vector
        order = np.argsort(-scores, kind="stable")[:k]
        return [(int(ids[index]), float(scores[index])) for index in order]

    def _approximate(
        self, vector: NDArray[np.float32], k: int, among: set[int] | None
    ) -> list[tuple[int, float]]:
        assert self._graph is not None  # noqa: S101 - `_follow` made it
        k = min(k, len(self._live if among is None else among))
        if k == 0:
            return []
        self._graph.set_ef(max(SEARCH_BREADTH, 2 * k))
        accepts = None if among is None else among.__contains__
        try:
            labels, distances = self._graph.knn_query(vector[None], k=k, num_threads=1, filter=accepts)
        except RuntimeError:  # the graph could not reach k live passages from where it entered
            return self._exact(vector, k, self._live if among is None else among)
        return [(int(label), 1.0 - float(d)) for label, d in zip(labels[0], distances[0], strict=True)]


def forget_cache(folder: Path, fingerprint: str) -> None:
    """Deletes the files of an embedder's index, if there are any, and what was left of writing them."""
    graph_file = _graph_file(folder, fingerprint)
    with storage_errors():
        for ending in (".json", ".json.draft", ".hnsw", ".draft"):
            graph_file.with_suffix(ending).unlink(missing_ok=True)


def _graph_file(folder: Path, fingerprint: str) -> Path:
    return folder / f"{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}.hnsw"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_swapped(path: Path, text: str) -> None:
    draft = path.with_suffix(f"{path.suffix}.draft")
    draft.write_text(text, "utf-8")
    os.replace(draft, path)
