"""Which files a folder holds, and what is said about those that cannot be looked at."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.app.folder_filter import FolderFilter
from desktop_rag.app.scan import Scan, check_path, check_rules, scan, scan_some, stamp_of
from desktop_rag.domain.errors import Cancelled, InputError, PathMissing, PathUnreadable
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, FileKind, FolderRules

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


def found(folder: Path, *ignore: str, **others: object) -> Scan:
    rules = FolderRules(ignore=ignore, **others)  # type: ignore[arg-type]  # each test names its own
    return scan(folder, True, NOTHING, rules=rules)


def relative(folder: Path, seen: Scan) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in seen.files)


def names(folder: Path, avoid: frozenset[Path] = NOTHING) -> list[str]:
    return relative(folder, scan(folder, True, avoid))


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


def test_what_is_never_a_document_is_left_out_and_counted(tmp_path: Path) -> None:
    make(
        tmp_path,
        "a.txt", "Thumbs.db", "desktop.ini", ".DS_Store", "~$a.docx", "film.mp4.part", "b.crdownload",
        "c.tmp", "node_modules/d.js", ".git/config", "Photos.photoslibrary/e.jpg", "@eaDir/f.txt",
    )  # fmt: skip  # names, not lines
    seen = scan(tmp_path, True, NOTHING)
    assert relative(tmp_path, seen) == ["a.txt"]
    assert (seen.ignored, seen.ignored_folders) == (7, 4)


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "CACHEDIR.TAG", "conda-meta/history", "Contents/Info.plist"])
def test_environments_caches_and_programs_are_known_by_what_they_hold(tmp_path: Path, mark: str) -> None:
    make(tmp_path, "a.txt", f"Thing.app/{mark}", "Thing.app/lib/readme.md", "Other.app/notes.md")
    seen = scan(tmp_path, True, NOTHING)
    assert relative(tmp_path, seen) == ["Other.app/notes.md", "a.txt"]
    assert seen.ignored_folders == 1


def test_a_folder_that_a_person_chose_is_read_whatever_it_is(tmp_path: Path) -> None:
    make(tmp_path, ".notes/node_modules/pyvenv.cfg", ".notes/node_modules/a.txt")
    assert names(tmp_path / ".notes/node_modules") == ["a.txt", "pyvenv.cfg"]


def test_patterns_leave_out_files_and_whole_folders(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "a.log", "b/c.log", "b/keep.log", "build/d.txt", "b/build/e.txt", "private/f.txt")
    make(tmp_path, "b/private/g.txt")
    seen = found(tmp_path, "*.log", "!keep.log", "build/", "/private")
    assert relative(tmp_path, seen) == ["a.txt", "b/keep.log", "b/private/g.txt"]
    assert (seen.ignored, seen.ignored_folders) == (2, 3)


def test_a_folder_that_is_left_out_is_not_even_listed(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "big/b.txt")
    (tmp_path / "big").chmod(0)
    with as_nobody() if os.name == "posix" else contextlib.nullcontext():
        for folder in (tmp_path, *tmp_path.parents):
            if os.geteuid() == folder.stat().st_uid:
                folder.chmod(0o755)
        seen = found(tmp_path, "big/")
    (tmp_path / "big").chmod(0o755)
    assert tmp_path / "big" not in seen.unreadable


def test_only_some_kinds_of_files_can_be_taken(tmp_path: Path) -> None:
    make(tmp_path, "a.PDF", "b.md", "c.py", "d", "e.docx")
    seen = found(tmp_path, kinds=(FileKind.DOCUMENTS, FileKind.NOTES))
    assert (relative(tmp_path, seen), seen.ignored) == (["a.PDF", "b.md", "e.docx"], 2)


def test_a_size_limit_of_a_person_leaves_out_and_that_of_the_program_does_not(tmp_path: Path) -> None:
    make(tmp_path, "small.txt")
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(DEFAULT_MAX_BYTES + 1)
    assert relative(tmp_path, scan(tmp_path, True, NOTHING)) == ["large.bin", "small.txt"]
    seen = found(tmp_path, max_bytes=1024)
    assert (relative(tmp_path, seen), seen.ignored) == (["small.txt"], 1)


def test_rules_do_not_touch_a_single_file(tmp_path: Path) -> None:
    make(tmp_path, "a.log")
    rules = FolderRules(ignore=("*.log",), kinds=(FileKind.MAIL,), max_bytes=1)
    assert list(scan(tmp_path / "a.log", False, NOTHING, rules=rules).files) == [tmp_path / "a.log"]


@pytest.mark.parametrize(
    "rules",
    [
        *(
            FolderRules(ignore=("*.log", bad))
            for bad in ("[z-a]", "[abc", "[[:x:]]", "[a--b]", "!", "\\", "a\0b", "a\nb", "*a" * 9, "x" * 2000)
        ),
        FolderRules(ignore=("*.log",) * 1_001),
        FolderRules(kinds=()),
        FolderRules(max_bytes=0),
    ],
    ids=lambda rules: repr(rules)[:60],
)  # fmt: skip  # one list
def test_rules_that_mean_nothing_are_refused_with_a_hint(rules: FolderRules) -> None:
    with pytest.raises(InputError) as caught:
        check_rules(rules)
    assert caught.value.hint != InputError.default_hint


def test_blank_lines_and_comments_are_no_patterns(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    rules = FolderRules(ignore=("", "  ", "# a.txt", "**/*.log", "\\[x]", "a b/"))
    check_rules(rules)
    assert relative(tmp_path, scan(tmp_path, True, NOTHING, rules=rules)) == ["a.txt"]


def test_a_pattern_made_to_take_long_does_not(tmp_path: Path) -> None:
    make(tmp_path, "a" * 200 + ".txt")
    began = time.process_time()
    assert len(found(tmp_path, "*a*a*a*b").files) == 1
    assert time.process_time() - began < 2.0


GIT = shutil.which("git")
TREE = (
    "a.txt a.pdf b.log keep/a.txt keep/b.log sub/a.pdf sub/keep/b.log sub/deep/a.txt build/a.txt"
    " sub/build/b.pdf foo sub/foo/bar foo.d/bar/a.txt"
).split()
PATTERNS = (
    "* !*/ !*.pdf *.log !keep/ keep !b.log build/ /build sub/* !sub/keep sub/** **/deep **/deep/** foo !foo/"
    " foo*/ /* !/sub */ a.?xt [ab].txt sub/*/b.* !a.txt ** f**r sub/**/a.txt \\* bar/a.txt keep/*.log"
).split()


@pytest.mark.skipif(GIT is None, reason="there is no Git here to compare with")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=5))
def test_patterns_mean_what_they_mean_to_git(tmp_path: Path, patterns: list[str]) -> None:
    if not (tmp_path / ".git").exists():
        make(tmp_path, *TREE)
        subprocess.run([str(GIT), "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("\n".join(patterns))
    command = [str(GIT), "-C", str(tmp_path), "ls-files", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    taken = relative(tmp_path, found(tmp_path, *patterns))
    assert taken == sorted(name for name in listed if name != ".gitignore")


def test_a_file_called_like_a_bundle_is_a_file_and_links_in_circles_end(tmp_path: Path) -> None:
    make(tmp_path, "a/b.photoslibrary", "a/c.txt")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "a/self").symlink_to(tmp_path / "a/self")
    seen = scan(tmp_path, True, NOTHING)
    assert relative(tmp_path, seen) == ["a/b.photoslibrary", "a/c.txt"]


@posix
def test_sockets_devices_and_odd_names_trap_nothing(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(tmp_path):
        listener.bind("socket.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(odd)).write_text("words")
    make(tmp_path, "new\nline.txt", "-rf.txt", "'; drop table.txt")
    assert [os.fsencode(path.name) for path in scan(tmp_path, True, NOTHING).files] == [
        b"'; drop table.txt", b"-rf.txt", b"new\nline.txt", b"\xff\xfe.txt",
    ]  # fmt: skip  # names


def test_a_folder_too_deep_for_a_path_says_nothing_about_what_is_in_it(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    with contextlib.chdir(tmp_path):
        for _depth in range(30):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        Path("deep.txt").write_text("words")
    seen = scan(tmp_path, True, NOTHING)
    assert relative(tmp_path, seen) == ["a.txt"]
    assert len(seen.unreadable) == 1


def test_a_bare_folder_is_told_from_one_that_holds_nothing_to_read(tmp_path: Path) -> None:
    assert scan(tmp_path, True, NOTHING).is_bare
    make(tmp_path, ".hidden")
    assert not scan(tmp_path, True, NOTHING).is_bare


def test_changed_places_are_looked_at_without_the_rest(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt", "c/d.txt", "c/e/f.txt", "g/h.txt")
    seen = scan_some(tmp_path, [tmp_path / "a.txt", tmp_path / "c", tmp_path / "c/e/f.txt"], NOTHING)
    assert relative(tmp_path, seen) == ["a.txt", "c/d.txt", "c/e/f.txt"]
    assert relative(tmp_path, scan_some(tmp_path, [tmp_path], NOTHING)) == names(tmp_path)


def test_changed_places_that_are_gone_are_simply_not_there(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    gone = [tmp_path / "b.txt", tmp_path / "c/d/e.txt", tmp_path / "a.txt/f.txt", Path("/elsewhere/g.txt")]
    seen = scan_some(tmp_path, gone, NOTHING)
    assert (seen.files, seen.unreadable) == ({}, [])


def test_changed_places_below_what_is_left_out_are_left_out(tmp_path: Path) -> None:
    paths = (
        ".git/a.txt", "node_modules/b/c.txt", "drafts/d.txt", "env/pyvenv.cfg", "env/lib/e.txt", "f.log",
        "library/g.db", "h.txt", "real/i.txt",
    )  # fmt: skip  # names
    make(tmp_path, *paths)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    places = [tmp_path / path for path in (*paths, "link/i.txt", ".git", "env", "link")]
    rules = FolderRules(ignore=("drafts/", "*.log"))
    seen = scan_some(tmp_path, places, frozenset({tmp_path / "library"}), rules=rules)
    assert relative(tmp_path, seen) == ["h.txt", "real/i.txt"]


def test_changed_places_of_a_root_that_is_away_say_nothing(tmp_path: Path) -> None:
    seen = scan_some(tmp_path / "away", [tmp_path / "away/a.txt"], NOTHING)
    assert (seen.files, seen.unreadable) == ({}, [tmp_path / "away"])


places = st.sampled_from(
    ("a.txt", "b", "b/c.txt", "b/.d", "b/.d/e.txt", "node_modules/f.txt", "b/g.log", "b/h")
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(places.filter(lambda name: "." in name.rpartition("/")[2]), min_size=1),
    st.sets(places, min_size=1),
)
def test_looking_at_some_places_finds_what_looking_at_all_finds_there(
    tmp_path: Path, made: set[str], changed: set[str]
) -> None:
    root = tmp_path / "root"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    make(root, *(name for name in made if name != "b/.d"))
    rules = FolderRules(ignore=("*.log",))
    everything = scan(root, True, NOTHING, rules=rules).files
    below = {root / name for name in changed}
    wanted = {path: stamp for path, stamp in everything.items() if below & {path, *path.parents}}
    assert scan_some(root, below, NOTHING, rules=rules).files == wanted


def test_thousands_of_files_are_listed_in_a_moment(tmp_path: Path) -> None:
    for folder in range(100):
        (tmp_path / f"area {folder // 10}/{folder}").mkdir(parents=True)
        for number in range(50):
            (tmp_path / f"area {folder // 10}/{folder}/{number}.txt").touch()
    began = time.process_time()
    seen = found(tmp_path, "*.log", "build/", "!keep.log", "/private", "drafts/**")
    assert len(seen.files) == 5_000
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    ("path", "is_folder", "takes"),
    [
        ("a.txt", False, True),
        ("a.txt", None, True),
        ("sub/.hidden/a.txt", None, False),
        ("drafts", True, False),
        ("drafts", False, True),
        ("drafts", None, True),
        ("drafts/a.txt", None, False),
        ("sub", True, True),
        ("a.log", None, True),
        ("a.log", False, False),
        ("library/index", None, False),
    ],
)
def test_a_path_is_judged_without_looking_at_it(path: str, is_folder: bool | None, takes: bool) -> None:
    rules = FolderRules(ignore=("drafts/", "*.log", "!*.log/"))
    judge = FolderFilter(Path("/docs"), rules, [Path("/docs/library"), Path("/elsewhere")])
    assert judge.takes_path(path, is_folder) is takes
