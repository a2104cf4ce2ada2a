"""Comparing and listing stay quick when there are thousands of everything."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_rag.app.catalogue import CatalogueService
from desktop_rag.app.changes import Changes, Freshness, compare
from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.scan import Scan, scan
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import Cancelled
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.records import DocumentRecord, FileStamp
from desktop_rag.store.roots import RootStore
from desktop_rag.store.vectors import VectorStore

STAMP = FileStamp(10, 20)
FILES = [Path("/documents") / str(number // 100) / f"{number}.txt" for number in range(3_000)]


def record(number: int, path: Path) -> DocumentRecord:
    digest = number.to_bytes(32, "big")
    return DocumentRecord(number, path, DocumentState.READY, "", "", STAMP, digest, 1, None, "", 1, 1)


RECORDS = [record(number, path) for number, path in enumerate(FILES)]


def no_hash(_path: Path) -> bytes | None:
    return None


def compared(scan_: Scan, sha256_of: Callable[[Path], bytes | None] = no_hash) -> Changes:
    return compare(RECORDS, [scan_], Freshness(1, frozenset()), sha256_of)


def test_thousands_of_files_that_may_not_be_read_are_told_quickly() -> None:
    began = time.monotonic()
    changes = compared(Scan(unreadable=list(FILES)))
    assert (len(changes.unavailable), changes.gone) == (len(FILES), [])
    assert time.monotonic() - began < 2.0


def test_a_renamed_folder_is_recognised_file_by_file() -> None:
    moved = {Path("/new") / path.relative_to("/documents"): path for path in FILES}
    digests = {record.path: record.sha256 for record in RECORDS}
    changes = compared(Scan(files=dict.fromkeys(moved, STAMP)), lambda path: digests[moved[path]])
    assert {new: old for old, new, _stamp in changes.moved} == moved
    assert changes.gone == changes.to_read == []


Kept = tuple[Library, RootStore, CatalogueService]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Kept]:
    database = Database(tmp_path / "library.db")
    library = Library(database)
    roots = RootStore(database)
    yield library, roots, CatalogueService(roots, library, VectorStore(database), tmp_path)
    database.close()


def test_the_listing_is_quick_with_hundreds_of_single_files(
    library: Kept,
) -> None:
    kept, roots, catalogue = library
    kept.note_files((path, STAMP) for path in FILES)
    roots.add(Path("/documents"), True)
    for path in FILES[:500]:
        roots.add(path, False)
    began = time.monotonic()
    overview = catalogue.overview()
    assert time.monotonic() - began < 1.5
    assert overview.roots[0].pending == len(FILES)
    assert all(root.pending == 1 for root in overview.roots[1:])
    assert {row.folder for row in overview.documents} == {Path("/documents")}


def test_a_document_belongs_to_the_innermost_folder(library: Kept) -> None:
    kept, roots, catalogue = library
    roots.add(Path("/documents"), True)
    roots.add(Path("/documents/0"), True)
    kept.note_files([(FILES[0], STAMP)])
    assert catalogue.overview().documents[0].folder == Path("/documents/0")
    assert [root.pending for root in catalogue.overview().roots] == [1, 1]


def test_a_scan_can_be_stopped(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        scan(tmp_path, True, frozenset(), token.raise_if_cancelled)
