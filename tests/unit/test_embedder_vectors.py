"""Vectors of several embedders in one library: which are used, which are missing, and which may go."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_rag.domain.documents import DocumentFormat, Page, ParsedDocument
from desktop_rag.domain.embedder import Calibration
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.records import FileStamp, NewPassage
from desktop_rag.store.vectors import StoredText, VectorStore

TEXTS = ("The rent is due.", "Bake the bread.", "The rent is due.")
VECTOR = np.eye(2, dtype="<f4")[0].tobytes()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.db")
    yield opened
    opened.close()


@pytest.fixture
def vectors(database: Database) -> VectorStore:
    """Of a library with three passages, two of them alike, embedded by the embedder `old`."""
    store, library = VectorStore(database), Library(database)
    old = store.embedder_id("old", "Old one", 2)
    for number, text in enumerate(TEXTS):
        path = Path(f"/docs/{number}.txt")
        passage = NewPassage(1, 0, len(text), "", "", "context", text.encode()[:16], VECTOR)
        document = ParsedDocument(DocumentFormat.TEXT, "", (Page(1, text),))
        library.note_files([(path, FileStamp(1, 1))])
        library.store(path, document, [passage], old, FileStamp(1, 1), b"sha", 1)
    return store


@pytest.fixture
def old(vectors: VectorStore) -> int:
    return vectors.embedder_id("old", "Old one", 2)


@pytest.fixture
def new(vectors: VectorStore, old: int) -> int:
    vectors.keep_in_use()
    return vectors.embedder_id("new", "New one", 2)


def every(texts: list[StoredText]) -> list[tuple[int, bytes]]:
    return [(text.passage_id, VECTOR) for text in texts]


def test_what_an_embedder_lacks_comes_in_portions_with_all_that_is_embedded(
    vectors: VectorStore, old: int, new: int
) -> None:
    first = vectors.lacking(new, 0, 2)
    rest = vectors.lacking(new, first[-1].passage_id, 2)
    assert [(text.context, text.body) for text in (*first, *rest)] == [("context", body) for body in TEXTS]
    assert vectors.lacking(old, 0, 2) == []


def test_passages_with_the_same_text_count_once_as_work(vectors: VectorStore, new: int) -> None:
    assert vectors.count_lacking(new) == (3, 2)


def test_what_was_added_is_no_longer_lacking(vectors: VectorStore, new: int) -> None:
    vectors.add(new, every(vectors.lacking(new, 0, 2)))
    assert vectors.count_lacking(new) == (1, 1)
    assert len(vectors.ids(new)) == 2
    assert vectors.documents_without(new) != set()


def test_a_sample_is_taken_from_all_over_the_library(vectors: VectorStore) -> None:
    assert [text.body for text in vectors.sample(2)] == list(TEXTS[:2])
    assert len(vectors.sample(24)) == 3
    assert vectors.sample(0) == []


def test_an_embedder_that_was_only_looked_at_is_not_the_one_in_use(vectors: VectorStore, new: int) -> None:
    assert vectors.embedder_name() == "Old one"
    vectors.note_in_use(new)
    assert vectors.embedder_name() == "New one"


def test_nothing_is_written_to_say_what_is_known(
    vectors: VectorStore, old: int, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "write", pytest.fail)  # a library on a read-only drive can be searched
    vectors.note_in_use(old)


def test_a_calibration_is_kept_with_its_embedder(vectors: VectorStore, old: int, new: int) -> None:
    vectors.keep_calibration(new, Calibration(4.5, -3.0))
    assert vectors.calibration(new) == Calibration(4.5, -3.0)
    assert vectors.calibration(old) is None


def test_a_calibration_that_cannot_be_read_is_measured_again(
    vectors: VectorStore, new: int, database: Database
) -> None:
    database.write(lambda connection: connection.execute("UPDATE embedders SET calibration = '[]'"))
    assert vectors.calibration(new) is None


class TestVectorsThatNobodyNeeds:
    def test_are_those_of_all_embedders_but_the_one_that_was_changed_to(
        self, vectors: VectorStore, old: int, new: int
    ) -> None:
        vectors.add(new, every(vectors.lacking(new, 0, 9)))
        vectors.note_wanted(new)
        vectors.note_in_use(new)
        assert vectors.unwanted() == ("old",)
        assert [vectors.forget_unwanted(2) for _try in range(3)] == [2, 1, 0]
        assert (len(vectors.ids(old)), len(vectors.ids(new))) == (0, 3)

    def test_are_not_there_while_a_change_is_under_way(
        self, vectors: VectorStore, old: int, new: int
    ) -> None:
        """A crash between the two notes loses neither what is in use nor what was embedded already."""
        vectors.add(new, every(vectors.lacking(new, 0, 2)))
        vectors.note_wanted(new)
        assert vectors.unwanted() == ()
        assert vectors.forget_unwanted(10) == 0
        assert (len(vectors.ids(old)), len(vectors.ids(new))) == (3, 2)

    def test_stay_known_until_the_change_is_over(self, vectors: VectorStore, old: int, new: int) -> None:
        """Another process may look in between the two notes, and take its turn at clearing up."""
        vectors.note_wanted(new)
        vectors.forget_change()
        vectors.note_in_use(new)
        assert vectors.unwanted() == ("old",)

    def test_are_not_there_once_the_change_is_cleared_up(
        self, vectors: VectorStore, old: int, new: int
    ) -> None:
        """So that what was embedded for another change, which was broken off, is kept for its next try."""
        vectors.note_wanted(old)
        vectors.note_in_use(old)
        vectors.forget_change()
        vectors.add(new, every(vectors.lacking(new, 0, 2)))
        assert vectors.forget_unwanted(10) == 0
        assert len(vectors.ids(new)) == 2
