"""What has to happen so that the library agrees with the disk: decided from values, nothing touched."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.changes import Changes, Freshness, compare
from desktop_rag.app.scan import Scan
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.store.records import DocumentRecord, FileStamp

STAMP, LATER = FileStamp(10, 100), FileStamp(10, 200)
FRESH = Freshness(parser_version=1, lacking_vectors=frozenset())
A, B, C = Path("/docs/a.txt"), Path("/docs/b.txt"), Path("/docs/sub/c.txt")
SHA = b"s" * 32

READY = DocumentRecord(
    1, A, DocumentState.READY, "", "", STAMP, SHA, 1, DocumentFormat.TEXT, "Title", pages=1, passages=2
)
FAILED = dataclasses.replace(READY, state=DocumentState.FAILED, passages=0, reason="Damaged.")


def no_hash(path: Path) -> bytes:
    raise AssertionError(f"{path} was hashed without need")


def decide(
    *records: DocumentRecord,
    files: dict[Path, FileStamp] | None = None,
    unreadable: tuple[Path, ...] = (),
    freshness: Freshness = FRESH,
    sha256_of: Callable[[Path], bytes | None] = no_hash,
) -> Changes:
    return compare(records, [Scan(files or {}, list(unreadable))], freshness, sha256_of)


def test_nothing_changed_means_nothing_to_do() -> None:
    assert decide(READY, files={A: STAMP}) == Changes()


def test_a_new_file_is_read_and_not_hashed_first() -> None:
    (file,) = decide(files={A: STAMP}).to_read
    assert (file.path, file.stamp, file.known_sha256) == (A, STAMP, None)


def test_a_touched_file_is_read_with_what_it_held_before_at_hand() -> None:
    (file,) = decide(READY, files={A: LATER}).to_read
    assert (file.stamp, file.known_sha256) == (LATER, SHA)


def test_a_failed_file_is_left_alone_until_it_changes() -> None:
    assert decide(FAILED, files={A: STAMP}) == Changes()
    (file,) = decide(FAILED, files={A: LATER}).to_read
    assert file.known_sha256 is None


def test_a_file_that_was_never_finished_is_read() -> None:
    pending = dataclasses.replace(READY, state=DocumentState.PENDING, passages=0)
    assert [file.path for file in decide(pending, files={A: STAMP}).to_read] == [A]


def test_a_newer_parser_reads_everything_anew_whatever_the_content() -> None:
    (file,) = decide(READY, files={A: STAMP}, freshness=Freshness(2, frozenset())).to_read
    assert file.known_sha256 is None


def test_a_document_without_vectors_of_this_embedder_is_read_anew() -> None:
    (file,) = decide(READY, files={A: STAMP}, freshness=Freshness(1, frozenset({READY.id}))).to_read
    assert file.known_sha256 is None


def test_a_deleted_file_is_forgotten() -> None:
    assert decide(READY).gone == [A]


def test_a_file_below_a_folder_that_cannot_be_looked_into_is_kept() -> None:
    changes = decide(READY, unreadable=(A.parent,))
    assert (changes.gone, changes.unavailable) == ([], [A])


def test_a_failed_file_on_a_drive_that_is_away_keeps_its_reason() -> None:
    assert decide(FAILED, unreadable=(A,)) == Changes()


def test_a_file_that_waits_on_a_drive_that_is_away_is_said_to_be_away() -> None:
    pending = dataclasses.replace(FAILED, state=DocumentState.PENDING)
    assert decide(pending, unreadable=(A,)).unavailable == [A]


def test_a_drive_that_is_back_needs_no_reading() -> None:
    away = dataclasses.replace(READY, state=DocumentState.UNAVAILABLE)
    changes = decide(away, files={A: STAMP})
    assert (changes.available_again, changes.to_read) == ([A], [])


def test_a_file_edited_while_its_drive_was_away_is_read() -> None:
    away = dataclasses.replace(READY, state=DocumentState.UNAVAILABLE)
    changes = decide(away, files={A: LATER})
    assert (changes.available_again, [file.path for file in changes.to_read]) == ([], [A])


def test_a_renamed_file_is_recognised_by_its_content() -> None:
    changes = decide(READY, files={B: LATER}, sha256_of=lambda _path: SHA)
    assert changes.moved == [(A, B, LATER)]
    assert (changes.gone, changes.to_read) == ([], [])


def test_a_new_file_of_the_same_size_with_other_content_is_new() -> None:
    changes = decide(READY, files={B: LATER}, sha256_of=lambda _path: b"other")
    assert (changes.moved, changes.gone, [file.path for file in changes.to_read]) == ([], [A], [B])


def test_a_copy_is_no_rename() -> None:
    changes = decide(READY, files={A: STAMP, B: LATER})
    assert (changes.moved, [file.path for file in changes.to_read]) == ([], [B])


def test_a_file_moved_off_a_drive_that_is_away_is_a_new_file() -> None:
    changes = decide(READY, files={B: STAMP}, unreadable=(A,), sha256_of=lambda _path: SHA)
    assert (changes.moved, changes.unavailable) == ([], [A])


def test_a_new_file_that_cannot_be_hashed_is_just_read() -> None:
    changes = decide(READY, files={B: STAMP}, sha256_of=lambda _path: None)
    assert (changes.moved, [file.path for file in changes.to_read]) == ([], [B])


def test_a_renamed_file_that_an_older_parser_read_is_moved_and_read() -> None:
    changes = decide(
        READY, files={B: STAMP}, freshness=Freshness(2, frozenset()), sha256_of=lambda _path: SHA
    )
    assert changes.moved == [(A, B, STAMP)]
    assert [file.path for file in changes.to_read] == [B]


places = st.sampled_from([A, B, C])
stamps = st.builds(FileStamp, st.integers(1, 3), st.integers(1, 3))
records = st.builds(
    lambda path, state, stamp, passages: dataclasses.replace(
        READY, path=path, state=state, stamp=stamp, passages=passages
    ),
    places,
    st.sampled_from(DocumentState),
    stamps,
    st.integers(0, 2),
)


@given(
    st.lists(records, unique_by=lambda record: record.path),
    st.dictionaries(places, stamps),
    st.lists(st.sampled_from([A.parent, C.parent, B]), max_size=2),
    st.booleans(),
)
def test_no_document_is_forgotten_that_may_be_there_and_no_file_has_two_fates(
    known: list[DocumentRecord], files: dict[Path, FileStamp], unreadable: list[Path], same: bool
) -> None:
    changes = decide(
        *known, files=files, unreadable=tuple(unreadable), sha256_of=lambda _path: SHA if same else b"other"
    )
    for path in changes.gone:
        assert path not in files
        assert not {path, *path.parents} & set(unreadable)
    moved_from = [old for old, _new, _stamp in changes.moved]
    fates = [*changes.gone, *changes.unavailable, *changes.available_again, *moved_from]
    assert len(set(fates)) == len(fates)
    assert len({file.path for file in changes.to_read}) == len(changes.to_read)
    assert {file.path for file in changes.to_read} <= set(files)
