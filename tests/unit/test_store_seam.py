"""What the disk does to us has plain words; what we did wrong ourselves stays a bug."""

import errno
import sqlite3
from pathlib import Path

import pytest

from desktop_rag.domain.documents import DocumentFormat, DocumentState, Page, ParsedDocument
from desktop_rag.domain.errors import (
    DiskFull,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryReadOnly,
)
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.paths import below, from_blob, to_blob
from desktop_rag.store.records import FileStamp, NewPassage
from desktop_rag.store.roots import RootStore
from desktop_rag.store.seam import storage_errors
from desktop_rag.store.vectors import VectorStore
from desktop_rag.store.words import WordIndex

STAMP = FileStamp(10, 20)
NOTE, OTHER = Path("/docs/note.txt"), Path("/docs/other.txt")


def raise_(error: Exception) -> None:
    with storage_errors():
        raise error


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("it happened")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, LibraryReadOnly),
        (errno.EACCES, LibraryReadOnly),
        (errno.ENOTDIR, LibraryReadOnly),
        (errno.EIO, LibraryError),
    ],
)
def test_trouble_of_the_system_has_its_class_and_keeps_its_detail(
    code: int, kind: type[LibraryError]
) -> None:
    with pytest.raises(kind) as caught:
        raise_(OSError(code, "the system's words"))
    assert type(caught.value) is kind
    assert "the system's words" in caught.value.detail
    assert "the system's words" not in caught.value.message


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_READONLY, LibraryReadOnly),
        (sqlite3.SQLITE_READONLY_DIRECTORY, LibraryReadOnly),
        (sqlite3.SQLITE_CORRUPT, LibraryDamaged),
        (sqlite3.SQLITE_CORRUPT_VTAB, LibraryDamaged),
        (sqlite3.SQLITE_NOTADB, LibraryDamaged),
        (sqlite3.SQLITE_BUSY, LibraryBusy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LibraryBusy),
        (sqlite3.SQLITE_IOERR_READ, LibraryError),
        (sqlite3.SQLITE_IOERR_SHMSIZE, DiskFull),
    ],
)
def test_trouble_of_the_database_has_its_class_also_by_its_finer_codes(
    code: int, kind: type[LibraryError]
) -> None:
    with pytest.raises(kind) as caught:
        raise_(sqlite_error(code))
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    "bug",
    [
        sqlite_error(sqlite3.SQLITE_ERROR),
        sqlite_error(sqlite3.SQLITE_CONSTRAINT),
        sqlite3.ProgrammingError("closed"),
        ValueError("not ours"),
    ],
)
def test_a_mistake_of_our_own_passes_unchanged(bug: Exception) -> None:
    with pytest.raises(type(bug)) as caught:
        raise_(bug)
    assert caught.value is bug


@pytest.fixture
def library(tmp_path: Path):  # type: ignore[no-untyped-def]  # a generator fixture reads better bare
    database = Database(tmp_path / "library.db")
    yield Library(database)
    database.close()


def put(library: Library, path: Path, text: str) -> None:
    embedder = VectorStore(library._database).embedder_id("print", "Test", 1)
    passage = NewPassage(1, 0, len(text), "", "", "", text.encode()[:16], b"\0\0\x80\x3f")
    library.note_files([(path, STAMP)])
    document = ParsedDocument(DocumentFormat.TEXT, "", (Page(1, text),))
    library.store(path, document, [passage], embedder, STAMP, b"sha", 1)


def test_a_failed_document_keeps_its_reason_and_none_of_its_text(library: Library) -> None:
    put(library, NOTE, "alpha")
    library.fail(NOTE, DocumentState.FAILED, "Damaged.", "Fetch it.", FileStamp(1, 1), None, 1)
    record = library.document(NOTE)
    assert record is not None
    assert (record.state, record.reason, record.hint, record.passages) == (
        "failed",
        "Damaged.",
        "Fetch it.",
        0,
    )
    assert library.page(NOTE, 1) is None
    assert WordIndex(library._database).search('"alpha"', 10) == []


def test_a_state_can_change_without_touching_what_was_read(library: Library) -> None:
    put(library, NOTE, "alpha")
    generation = library.generation()
    library.set_state(NOTE, DocumentState.UNAVAILABLE, "Away.", "Reconnect it.")
    record = library.document(NOTE)
    assert record is not None
    assert (record.state, record.stamp, record.sha256, record.passages) == ("unavailable", STAMP, b"sha", 1)
    assert library.generation() == generation
    assert len(WordIndex(library._database).search('"alpha"', 10)) == 1


def test_passages_change_the_generation_and_are_never_given_an_id_again(library: Library) -> None:
    put(library, NOTE, "alpha")
    before, ids = library.generation(), library.passage_ids()
    put(library, NOTE, "beta")
    assert library.generation() > before
    assert not library.passage_ids() & ids


def test_adding_a_folder_again_welcomes_what_was_removed_below_it_only(library: Library) -> None:
    roots = RootStore(library._database)
    for path in (NOTE, Path("/docs-old/a.txt")):
        roots.exclude(path)
        roots.exclude(path)
    roots.add(Path("/docs"), is_folder=True)
    assert roots.exclusions() == {Path("/docs-old/a.txt")}


def test_a_document_moved_onto_a_failed_one_takes_its_place(library: Library) -> None:
    put(library, NOTE, "alpha")
    library.note_files([(OTHER, STAMP)])
    library.move(NOTE, OTHER, FileStamp(7, 7))
    (record,) = library.documents()
    assert (record.path, record.stamp, record.passages) == (OTHER, FileStamp(7, 7), 1)


def test_asking_for_nothing_finds_nothing(library: Library) -> None:
    words = WordIndex(library._database)
    assert (words.search("", 10), words.count(""), words.matching("", [1])) == ([], 0, set())
    assert words.matching('"alpha"', []) == set()
    assert library.passages([]) == {}


def test_thousands_of_passages_can_be_asked_for_at_once(library: Library) -> None:
    put(library, NOTE, "alpha")
    put(library, OTHER, "beta")
    (note,) = library.passage_ids((NOTE,))
    assert library.passages(range(5_000)).keys() == library.passage_ids()
    assert WordIndex(library._database).matching('"alpha"', range(5_000)) == {note}


def test_a_text_seen_before_gives_its_vector_again_but_not_to_another_embedder(library: Library) -> None:
    put(library, NOTE, "alpha")
    vectors = VectorStore(library._database)
    same, other = vectors.embedder_id("print", "Test", 1), vectors.embedder_id("other", "Newer", 1)
    assert vectors.known(same, [b"alpha", b"beta"]) == {b"alpha": b"\0\0\x80\x3f"}
    assert vectors.known(other, [b"alpha"]) == {}
    assert (len(vectors.documents_without(same)), len(vectors.documents_without(other))) == (0, 1)
    assert vectors.embedder_name() == "Newer"


@pytest.mark.parametrize("blob", [b"/docs/caf\xe9", "/docs/日本".encode(), b"/a b\n\xff"])
def test_any_path_survives_the_database(blob: bytes) -> None:
    assert to_blob(from_blob(blob)) == blob


def test_below_a_folder_is_what_begins_with_it_and_a_slash() -> None:
    own, low, high = below(Path("/docs"))
    assert own == b"/docs"
    assert [path for path in (b"/docs/a", b"/docs/\xff") if not low <= path < high] == []
    assert [path for path in (b"/docs-old/a", b"/docs", b"/docs0", b"/do") if low <= path < high] == []
    own, low, high = below(Path("/"))
    assert low <= b"/anything" < high
