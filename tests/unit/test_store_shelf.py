"""The shelf in the database: each kind comes back as it was put; a changed file loses what was measured."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts, ModelShape
from desktop_rag.domain.shelf import Facts, Origin, ShelfKind, Speed
from desktop_rag.store.database import Database
from desktop_rag.store.records import FileStamp
from desktop_rag.store.shelf import Shelf

ODD = Path("/models/caf\udce9 \u202e.gguf")
MODEL = ModelFacts(
    ODD, "Tiny", "llama", 10, "Q8_0", 99, 2048, True, "MIT", ModelShape(2, 64, 300, 512, 90), 3
)
ADAPTER = AdapterFacts(Path("/a.gguf"), "Style", "llama", "Tiny", 8, 16.0, 5, "Apache-2.0")
EMBEDDER = EmbedderFacts(
    EmbedderKind.GGUF,
    Path("/e.gguf"),
    "e5",
    "bert",
    7,
    "F16",
    8,
    384,
    512,
    Pooling.MEAN,
    "query: ",
    "",
    "MIT",
)
STAMP = FileStamp(99, 2**62)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.db")
    yield opened
    opened.close()


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database, Clock())


@pytest.mark.parametrize("facts", [MODEL, ADAPTER, EMBEDDER], ids=lambda facts: type(facts).__name__)
def test_what_was_put_comes_back(shelf: Shelf, facts: Facts) -> None:
    assert facts.path is not None
    put = shelf.put(facts.path, facts, STAMP, Origin.FOUND, "https://example.org/x?a=\ud800")
    (item,) = shelf.items()
    assert item == put
    assert (item.facts, item.path, item.origin, item.sha256) == (facts, facts.path, Origin.FOUND, "")


def test_putting_a_file_again_keeps_its_id_checksum_and_speed(shelf: Shelf) -> None:
    first = shelf.put(ODD, MODEL, STAMP, Origin.ADDED)
    shelf.set_sha256(first.id, "ab" * 32)
    shelf.note_use(ODD, Speed(9.5, 1.5))
    again = shelf.put(ODD, MODEL, STAMP, Origin.FOUND)
    assert (again.id, again.sha256, again.speed) == (first.id, "ab" * 32, Speed(9.5, 1.5))
    assert again.origin is Origin.ADDED


def test_a_file_that_changed_loses_its_checksum_and_speed(shelf: Shelf) -> None:
    first = shelf.put(ODD, MODEL, STAMP, Origin.ADDED)
    shelf.set_sha256(first.id, "ab" * 32)
    shelf.note_use(ODD, Speed(9.5, 1.5))
    again = shelf.put(ODD, MODEL, FileStamp(99, 5), Origin.ADDED)
    assert (again.id, again.sha256, again.speed) == (first.id, "", None)


def test_the_latest_used_comes_first_then_the_latest_added(shelf: Shelf) -> None:
    for facts in (MODEL, ADAPTER, EMBEDDER):
        assert facts.path is not None
        shelf.put(facts.path, facts, STAMP, Origin.ADDED)
    shelf.note_use(ADAPTER.path)
    assert [item.kind for item in shelf.items()] == [ShelfKind.ADAPTER, ShelfKind.EMBEDDER, ShelfKind.MODEL]
    assert [item.path for item in shelf.items(ShelfKind.MODEL)] == [ODD]


def test_a_use_without_a_measurement_keeps_the_one_before(shelf: Shelf) -> None:
    item = shelf.put(ODD, MODEL, STAMP, Origin.ADDED)
    shelf.note_use(ODD, Speed(9.5, 1.5))
    shelf.note_use(ODD)
    assert (shelf.item(item.id) or item).speed == Speed(9.5, 1.5)


def test_using_what_is_not_on_the_shelf_puts_nothing_there(shelf: Shelf) -> None:
    shelf.note_use(Path("/elsewhere.gguf"), Speed(1.0, 1.0))
    assert shelf.items() == ()


def test_what_is_removed_is_gone(shelf: Shelf) -> None:
    item = shelf.put(ODD, MODEL, STAMP, Origin.ADDED)
    shelf.remove(item.id)
    assert shelf.item(item.id) is None
    assert shelf.at(ODD) is None


def test_a_row_of_nonsense_hides_no_other(shelf: Shelf, database: Database) -> None:
    item = shelf.put(ODD, MODEL, STAMP, Origin.ADDED)
    shelf.put(ADAPTER.path, ADAPTER, STAMP, Origin.ADDED)
    database.write(
        lambda connection: connection.execute("UPDATE shelf SET facts = '{' WHERE id = ?", (item.id,))
    )
    assert [each.kind for each in shelf.items()] == [ShelfKind.ADAPTER]
    assert shelf.put(ODD, MODEL, STAMP, Origin.ADDED).id == item.id
