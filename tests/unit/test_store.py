"""What the library keeps is what was put in, whatever happens in between."""

import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from desktop_rag.domain.documents import Block, BlockKind, DocumentFormat, DocumentState, Page, ParsedDocument
from desktop_rag.domain.errors import (
    Cancelled,
    DiskFull,
    LibraryBusy,
    LibraryDamaged,
    LibraryReadOnly,
    LibraryTooNew,
)
from desktop_rag.store import vector_index
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.paths import FEW_PLACES
from desktop_rag.store.records import FileStamp, NewPassage
from desktop_rag.store.schema import MIGRATIONS
from desktop_rag.store.vector_index import VectorIndex
from desktop_rag.store.vectors import VectorStore
from desktop_rag.store.words import WordIndex

STAMP = FileStamp(10, 20)
DIMENSION = 4


class Store:
    """A library with a helper that stores documents of one page."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "library.db")
        self.library = Library(self.database)
        self.words = WordIndex(self.database)
        self.vectors = VectorStore(self.database)
        self.embedder_id = self.vectors.embedder_id("print", "Test", DIMENSION)
        self.index = VectorIndex(self.vectors, folder / "index", "print", self.embedder_id, DIMENSION)

    def put(self, path: Path, text: str, direction: int = 0) -> None:
        vector = np.eye(DIMENSION, dtype="<f4")[direction].tobytes()
        page = Page(1, text, "i", "Heading", (Block(BlockKind.PARAGRAPH, 0, len(text)),))
        passage = NewPassage(1, 0, len(text), "Heading", "", "context", text.encode()[:16], vector)
        document = ParsedDocument(DocumentFormat.TEXT, "Title", (page,))
        self.library.note_files([(path, STAMP)])
        self.library.store(path, document, [passage], self.embedder_id, STAMP, b"sha", 1)

    def found(self, query: str) -> list[str]:
        ids = [passage_id for passage_id, _score in self.words.search(query, 10)]
        return sorted(record.body for record in self.library.passages(ids).values())

    def nearest(self, direction: int, k: int = 1) -> list[int]:
        vector = np.eye(DIMENSION, dtype=np.float32)[direction]
        return [found for found, _score in self.index.search(vector, k, self.library.generation())]


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]  # a generator fixture reads better bare
    opened = Store(tmp_path)
    yield opened
    opened.database.close()


def test_a_page_comes_back_as_it_was(store: Store) -> None:
    store.put(Path("/a.txt"), "Zürich 🏔 and more")
    page = store.library.page(Path("/a.txt"), 1)
    assert page == Page(1, "Zürich 🏔 and more", "i", "Heading", (Block(BlockKind.PARAGRAPH, 0, 17),))


def test_replacing_a_document_leaves_no_trace_of_the_old_text(store: Store) -> None:
    store.put(Path("/a.txt"), "alpha beta")
    store.put(Path("/a.txt"), "gamma delta")
    assert store.found('"alpha"') == []
    assert store.found('"gamma"') == ["gamma delta"]
    assert store.words.check()
    assert store.library.count_passages() == 1


def test_removing_a_document_empties_words_and_vectors(store: Store) -> None:
    store.put(Path("/a.txt"), "alpha beta")
    store.library.forget([Path("/a.txt")])
    assert store.found('"alpha"') == []
    assert store.words.check()
    assert len(store.vectors.ids(store.embedder_id)) == 0
    assert store.library.documents() == []


def test_a_renamed_document_keeps_its_passages(store: Store) -> None:
    store.put(Path("/a.txt"), "alpha beta")
    before = store.library.passage_ids()
    store.library.move(Path("/a.txt"), Path("/sub/b.txt"), STAMP)
    assert store.library.passage_ids((Path("/sub"),)) == before
    assert store.library.document(Path("/a.txt")) is None


def test_scopes_do_not_reach_into_folders_with_a_longer_name(store: Store) -> None:
    store.put(Path("/docs/a.txt"), "alpha one")
    store.put(Path("/docs-old/b.txt"), "alpha two")
    assert len(store.words.search('"alpha"', 10)) == 2
    assert len(store.words.search('"alpha"', 10, (Path("/docs"),))) == 1
    assert len(store.library.documents((Path("/docs"),))) == 1


@pytest.mark.parametrize("others", [0, FEW_PLACES - 3, FEW_PLACES, 40_000])
def test_a_set_of_places_is_their_union_however_many(store: Store, others: int) -> None:
    """On both sides of the number from which they are looked up in another way, and of what SQLite takes."""
    for name in ("/docs/a.txt", "/docs/sub/b.txt", "/docs-old/c.txt", "/x/d.txt", "/x/e.txt"):
        store.put(Path(name), f"alpha {name}")
    scope = (Path("/docs"), Path("/docs/a.txt"), Path("/x/d.txt"))
    scope += tuple(Path(f"/elsewhere/{number}.txt") for number in range(others))
    found = ["/docs/a.txt", "/docs/sub/b.txt", "/x/d.txt"]
    assert [str(record.path) for record in store.library.documents(scope)] == found
    ids = store.library.passage_ids(scope)
    assert sorted(str(record.path) for record in store.library.passages(sorted(ids)).values()) == found
    assert {passage_id for passage_id, _score in store.words.search('"alpha"', 10, scope)} == ids


@pytest.mark.parametrize("others", [1, FEW_PLACES])
def test_places_without_a_document_hold_nothing_rather_than_everything(store: Store, others: int) -> None:
    store.put(Path("/docs/a.txt"), "alpha")
    scope = tuple(Path(f"/elsewhere/{number}.txt") for number in range(others))
    assert store.library.documents(scope) == []
    assert store.library.passage_ids(scope) == set()
    assert store.words.search('"alpha"', 10, scope) == []
    assert store.library.first_unknown([Path("/docs"), *scope]) == scope[0]
    assert store.library.first_unknown([Path("/docs"), Path("/docs/a.txt")]) is None


@pytest.mark.parametrize(
    "name",
    [
        'it\'s "quoted".txt',
        "line\nbreak.txt",
        "\u202egnp.txt",
        "x" * 250,
        os.fsdecode(b"caf\xe9.txt"),
        "%_*?.txt",
    ],
)
def test_any_file_name_is_kept_exactly(store: Store, name: str) -> None:
    store.put(Path("/docs") / name, "alpha")
    assert [record.path.name for record in store.library.documents((Path("/docs"),))] == [name]
    store.library.forget([Path("/docs") / name])
    assert store.library.documents() == []


def test_a_failed_write_changes_nothing(store: Store) -> None:
    store.put(Path("/a.txt"), "alpha")

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM documents")
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        store.database.write(half)
    assert len(store.library.documents()) == 1


def test_a_full_disk_is_told_and_loses_nothing(store: Store) -> None:
    store.put(Path("/a.txt"), "alpha")
    used = store.database.write(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    store.database._write_connection.execute(f"PRAGMA max_page_count = {used + 2}")
    with pytest.raises(DiskFull):
        store.put(Path("/b.txt"), "beta " * 50_000)
    assert store.found('"alpha"') == ["alpha"]
    store.database._write_connection.execute("PRAGMA max_page_count = 100000")
    store.put(Path("/b.txt"), "beta")
    assert store.found('"beta"') == ["beta"]


def test_a_library_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(LibraryTooNew):
        Database(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS) + 1
    connection.close()


def test_something_that_is_no_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"my shopping list " * 100)
    with pytest.raises(LibraryDamaged):
        Database(path)
    assert path.read_bytes().startswith(b"my shopping list")


def test_a_library_in_an_impossible_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LibraryReadOnly):
        Database(tmp_path / "file" / "library.db")


def test_a_new_library_can_be_opened_by_many_at_once(tmp_path: Path) -> None:
    def open_and_note_embedder(_number: int) -> int:
        database = Database(tmp_path / "new" / "library.db")
        try:
            return VectorStore(database).embedder_id("print", "Test", DIMENSION)
        finally:
            database.close()

    with ThreadPoolExecutor(8) as executor:
        assert set(executor.map(open_and_note_embedder, range(16))) == {1}


def test_the_stamp_of_a_changed_file_stays_with_the_content_that_is_kept(store: Store) -> None:
    store.put(Path("/a.txt"), "alpha")
    store.library.note_files([(Path("/a.txt"), FileStamp(99, 99))])
    (record,) = store.library.documents()
    assert (record.state, record.stamp) == (DocumentState.PENDING, STAMP)


def test_only_one_writer_at_a_time(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(LibraryBusy), writer_lock(tmp_path):
        pass
    with writer_lock(tmp_path):
        pass


class TestVectorIndex:
    def test_finds_the_nearest_and_follows_changes(self, store: Store) -> None:
        for direction in range(3):
            store.put(Path(f"/{direction}.txt"), f"text {direction}", direction)
        (nearest,) = store.nearest(1)
        assert store.library.passages([nearest])[nearest].body == "text 1"
        store.library.forget([Path("/1.txt")])
        assert nearest not in store.nearest(1, k=3)
        assert len(store.nearest(1, k=10)) == 2

    def test_an_empty_library_finds_nothing(self, store: Store) -> None:
        assert store.nearest(0) == []

    def test_the_cache_is_used_again(self, store: Store, tmp_path: Path) -> None:
        store.put(Path("/a.txt"), "alpha", 2)
        store.index.save(store.library.generation())
        again = Store(tmp_path)
        again.vectors.load = pytest.fail  # type: ignore[method-assign,assignment]  # must not read any vector
        assert again.nearest(2) == store.nearest(2)
        again.database.close()

    @pytest.mark.parametrize(
        "damage", ["cut", "garbage", "missing graph", "missing sidecar", "other sidecar"]
    )
    def test_a_damaged_cache_is_made_again(self, store: Store, tmp_path: Path, damage: str) -> None:
        for direction in range(3):
            store.put(Path(f"/{direction}.txt"), f"text {direction}", direction)
        store.index.save(store.library.generation())
        (graph,) = (tmp_path / "index").glob("*.hnsw")
        sidecar = graph.with_suffix(".json")
        match damage:
            case "cut":
                graph.write_bytes(graph.read_bytes()[:100])
            case "garbage":
                graph.write_bytes(os.urandom(graph.stat().st_size))
            case "missing graph":
                graph.unlink()
            case "missing sidecar":
                sidecar.unlink()
            case _:
                sidecar.write_text(json.dumps({**json.loads(sidecar.read_text()), "dimension": 8}))
        again = Store(tmp_path)
        assert again.nearest(2) == store.nearest(2)
        assert again.index.consistent(again.library.generation())
        again.database.close()

    def test_a_stale_cache_catches_up(self, store: Store, tmp_path: Path) -> None:
        store.put(Path("/a.txt"), "alpha", 0)
        store.put(Path("/b.txt"), "beta", 1)
        store.index.save(store.library.generation())
        store.library.forget([Path("/a.txt")])
        store.put(Path("/c.txt"), "gamma", 2)
        again = Store(tmp_path)
        assert again.nearest(2) == store.nearest(2)
        assert again.index.consistent(again.library.generation())
        again.index.save(again.library.generation())
        third = Store(tmp_path)
        assert len(third.nearest(0, k=10)) == 2
        again.database.close()
        third.database.close()

    def test_making_it_can_be_stopped_and_taken_up_again(
        self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(vector_index, "LOAD_AT_ONCE", 1)
        for number in range(6):
            store.put(Path(f"/{number}.txt"), f"text {number}", number % DIMENSION)
        looks = iter([False, False, True])
        with pytest.raises(Cancelled):
            store.index.save(store.library.generation(), lambda: next(looks))
        assert list(tmp_path.glob("index/*")) == []
        assert len(store.nearest(1, k=10)) == 6
        assert store.index.consistent(store.library.generation())

    def test_many_removals_and_narrow_scopes_stay_exact(self, store: Store) -> None:
        for number in range(40):
            store.put(Path(f"/{number}.txt"), f"text {number}", number % DIMENSION)
        store.library.forget([Path(f"/{number}.txt") for number in range(0, 40, 2)])
        assert len(store.nearest(1, k=40)) == 20
        scope = store.library.passage_ids((Path("/7.txt"),))
        vector = np.eye(DIMENSION, dtype=np.float32)[3]
        found = store.index.search(vector, 10, store.library.generation(), scope)
        assert {passage_id for passage_id, _score in found} == scope
