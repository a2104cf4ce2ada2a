"""What has to happen so that the library agrees with the disk: decided from values, nothing touched."""

import dataclasses
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.changes import Changes, Freshness, compare
from desktop_rag.app.reading import LOOK_AGAIN_NS
from desktop_rag.app.scan import Scan, scan, stamp_of
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


def test_a_file_that_failed_while_it_was_fresh_is_tried_again_only_for_other_content() -> None:
    """Its time says nothing, see `LOOK_AGAIN_NS`; to try again may end the parser twice more."""
    fresh = dataclasses.replace(FAILED, stamp=FileStamp(STAMP.size_bytes, LOOK_AGAIN_NS))
    assert decide(fresh, files={A: STAMP}, sha256_of={A: SHA}.get) == Changes(as_before=[(fresh, STAMP)])
    assert decide(fresh, files={A: STAMP}, sha256_of={A: b"other"}.get).to_read
    assert decide(fresh, files={A: FileStamp(11, 100)}).to_read
    assert decide(fresh, files={A: STAMP}, freshness=Freshness(2, frozenset())).to_read


def test_a_renamed_scan_is_recognised_before_any_of_it_was_read() -> None:
    scanned = dataclasses.replace(FAILED, state=DocumentState.SCANNED, scans_left=(1, 2))
    assert decide(scanned, files={B: STAMP}, sha256_of={B: SHA}.get).moved == [(A, B, STAMP)]


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


def test_a_document_whose_pictures_are_still_to_be_read_is_left_alone_until_it_changes() -> None:
    scanned = dataclasses.replace(READY, state=DocumentState.SCANNED, passages=0, scans_left=(1,))
    assert decide(scanned, files={A: STAMP}) == decide(scanned, unreadable=(A,)) == Changes()
    assert [file.known_sha256 for file in decide(scanned, files={A: LATER}).to_read] == [None]


LOOK_AGAIN = dataclasses.replace(READY, stamp=FileStamp(10, LOOK_AGAIN_NS))


def test_a_file_that_was_fresh_when_it_was_read_is_hashed_once_more() -> None:
    changes = decide(LOOK_AGAIN, files={A: STAMP})
    (file,) = changes.to_read
    assert (file.stamp, file.known_sha256, changes.gone) == (STAMP, SHA, [])


def test_a_file_that_claims_the_time_that_means_to_look_again_is_looked_at_again() -> None:
    (file,) = decide(LOOK_AGAIN, files={A: FileStamp(10, LOOK_AGAIN_NS)}).to_read
    assert file.known_sha256 == SHA


def test_a_fresh_file_whose_drive_came_back_is_hashed_and_not_just_taken_back() -> None:
    away = dataclasses.replace(LOOK_AGAIN, state=DocumentState.UNAVAILABLE)
    changes = decide(away, files={A: STAMP})
    assert (changes.available_again, [file.known_sha256 for file in changes.to_read]) == ([], [SHA])


def test_a_fresh_file_that_was_renamed_is_moved() -> None:
    changes = decide(LOOK_AGAIN, files={B: STAMP}, sha256_of=lambda _path: SHA)
    assert (changes.moved, changes.gone) == ([(A, B, STAMP)], [])


@pytest.mark.parametrize("seconds", [-(10**9), 0, 1, 4_102_444_800, 9_000_000_000])
def test_a_file_from_any_time_settles_and_is_read_when_its_time_goes_back(
    tmp_path: Path, seconds: int
) -> None:
    """Clocks jump, archives keep old times, cameras live in the year 2000."""
    path = tmp_path / "a.txt"
    path.write_text("words")
    os.utime(path, (seconds, seconds))
    seen = scan(tmp_path, True, frozenset()).files
    record = dataclasses.replace(READY, path=path, stamp=seen[path])
    assert decide(record, files=seen) == Changes()
    os.utime(path, (seconds - 3_600, seconds - 3_600))
    (file,) = decide(record, files=scan(tmp_path, True, frozenset()).files).to_read
    assert file.known_sha256 == SHA


def test_an_edit_within_the_two_seconds_of_a_memory_stick_is_found_by_its_content(tmp_path: Path) -> None:
    """FAT keeps even seconds only, so that an edit after the reading may change neither time nor size."""
    path = tmp_path / "a.txt"
    path.write_text("words")
    even = time.time_ns() // 2_000_000_000 * 2_000_000_000
    os.utime(path, ns=(even, even))
    before = stamp_of(path.stat())
    path.write_text("WORDS")
    os.utime(path, ns=(even, even))
    assert stamp_of(path.stat()) == before
    record = dataclasses.replace(READY, path=path, stamp=FileStamp(5, LOOK_AGAIN_NS))
    assert [file.path for file in decide(record, files={path: before}).to_read] == [path]


def test_twenty_thousand_unchanged_files_are_compared_in_a_moment() -> None:
    paths = [Path(f"/docs/{number // 50}/{number}.txt") for number in range(20_000)]
    known = [dataclasses.replace(READY, path=Path(str(path))) for path in paths]
    began = time.process_time()
    assert decide(*known, files=dict.fromkeys(paths, STAMP)) == Changes()
    assert time.process_time() - began < 1.0


def test_a_folder_of_thousands_that_went_away_is_told_quickly() -> None:
    paths = [Path(f"/docs/deep/er/and/deep/er/{number // 50}/{number}.txt") for number in range(20_000)]
    known = [dataclasses.replace(READY, path=path) for path in paths]
    began = time.process_time()
    assert len(decide(*known, unreadable=(Path("/docs/deep"),)).unavailable) == 20_000
    assert time.process_time() - began < 1.0


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
