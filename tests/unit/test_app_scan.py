"""Which files a folder holds, and what is said about those that cannot be looked at."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.scan import check_path, scan, stamp_of
from desktop_rag.domain.errors import Cancelled, PathMissing, PathUnreadable

NOTHING: frozenset[Path] = frozenset()
posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read anything, so for a while this process is nobody."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def names(folder: Path, avoid: frozenset[Path] = NOTHING) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in scan(folder, True, avoid).files)


def make(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("words")


def test_every_file_however_deep(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b/c.txt", "b/d/e/f/g.txt", "日本/Zoë.md")
    assert names(tmp_path) == ["a.txt", "b/c.txt", "b/d/e/f/g.txt", "日本/Zoë.md"]


def test_hidden_things_caches_and_office_locks_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".git/b.txt", ".c.txt", "node_modules/d.txt", "__pycache__/e.txt", "~$a.docx")
    assert names(tmp_path) == ["a.txt"]


def test_a_file_called_like_a_cache_is_a_file(tmp_path: Path) -> None:
    make(tmp_path, "node_modules")
    assert names(tmp_path) == ["node_modules"]


def test_what_is_to_be_avoided_is_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt", "library/library.db")
    assert names(tmp_path, frozenset({tmp_path / "library", tmp_path / "b.txt"})) == ["a.txt"]


def test_a_single_file_is_taken_even_if_it_is_hidden(tmp_path: Path) -> None:
    make(tmp_path, ".notes.txt")
    assert list(scan(tmp_path / ".notes.txt", False, NOTHING).files) == [tmp_path / ".notes.txt"]


def test_a_link_to_a_file_is_followed_and_one_to_a_folder_is_not(tmp_path: Path) -> None:
    make(tmp_path, "real/a.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "file.txt").symlink_to(tmp_path / "real" / "a.txt")
    assert names(tmp_path) == ["file.txt", "real/a.txt"]


def test_nothing_is_concluded_from_a_link_into_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/nowhere/a.txt")
    found = scan(tmp_path, True, NOTHING)
    assert (found.files, found.unreadable) == ({}, [tmp_path / "a.txt"])


def test_links_in_a_circle_are_not_followed_for_ever(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert scan(tmp_path, True, NOTHING).files == {}


def test_a_file_that_went_away_is_simply_not_there(tmp_path: Path) -> None:
    found = scan(tmp_path / "gone.txt", False, NOTHING)
    assert (found.files, found.unreadable) == ({}, [])


def test_a_folder_that_went_away_says_nothing_about_its_files(tmp_path: Path) -> None:
    assert scan(tmp_path / "gone", True, NOTHING).unreadable == [tmp_path / "gone"]


@posix
def test_a_folder_that_may_not_be_read_hides_only_its_own(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "secret/b.txt")
    for folder in (
        tmp_path,
        *(each for each in tmp_path.parents if each.name.startswith(("pytest", "popen"))),
    ):
        folder.chmod(0o755)
    (tmp_path / "secret").chmod(0)
    with as_nobody():
        found = scan(tmp_path, True, NOTHING)
    assert list(found.files) == [tmp_path / "a.txt"]
    assert found.unreadable == [tmp_path / "secret"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_are_no_documents(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert scan(tmp_path, True, NOTHING).files == {}
    with pytest.raises(PathUnreadable, match="not a file or folder"):
        check_path(tmp_path / "pipe.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="other names")
@pytest.mark.parametrize("name", ["/nowhere", "/etc/passwd/below", "/dev/null/below"])
def test_a_path_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(PathMissing) as caught:
        check_path(Path(name))
    assert name in caught.value.message


@pytest.mark.parametrize("name", ["nul\0byte", "x" * 5_000])
def test_an_impossible_name_is_told_not_died_of(name: str) -> None:
    with pytest.raises(PathUnreadable):
        check_path(Path(name))


def test_folders_and_files_are_told_apart(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert check_path(tmp_path) is True
    assert check_path(tmp_path / "a.txt") is False


def test_a_scan_can_be_stopped(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c/d.txt")
    looked = 0

    def check() -> None:
        nonlocal looked
        looked += 1
        if looked == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        scan(tmp_path, True, NOTHING, check)


@pytest.mark.parametrize("mtime", [0, -(10**9), 253_402_300_799])
def test_a_stamp_of_any_time_fits_the_database(tmp_path: Path, mtime: int) -> None:
    make(tmp_path, "a.txt")
    os.utime(tmp_path / "a.txt", (mtime, mtime))
    stamp = stamp_of((tmp_path / "a.txt").stat())
    assert stamp.size_bytes == 5
    assert -(2**63) <= stamp.mtime_ns < 2**63
