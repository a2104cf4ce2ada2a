"""What happens in real folders is told soon, and nothing else. Each runs with what this system uses, and with
what macOS and Windows use as far as it runs here."""

import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_rag.app.watch import FolderWatch
from desktop_rag.app.watch_notifiers import Hearer, Notifier, system_notifier
from desktop_rag.app.watch_trees import TreeNotifier
from desktop_rag.app.watched_roots import NO_ROOM, UNTOLD, WatchPace
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.folder_rules import FileKind, FolderRules
from desktop_rag.store.records import RootRecord

SOON_S = 8.0
PACE = WatchPace(quiet_s=0.2, longest_s=1.0, look_after_s=0.3)
AFTER_MOVES_S = 0.9
"""watchdog waits half a second for the second half of a rename; then comes the next look after the roots."""
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux watches folder by folder")
NewNotifier = Callable[[Hearer], Notifier]


class Listener:
    """Collects what a watch tells."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.bursts: list[frozenset[Path]] = []
        self.troubles: list[tuple[Path, str]] = []

    def on_change(self, paths: frozenset[Path]) -> None:
        with self._changed:
            self.bursts.append(paths)
            self._changed.notify_all()

    def on_trouble(self, root: Path, reason: str) -> None:
        with self._changed:
            self.troubles.append((root, reason))
            self._changed.notify_all()

    def heard(self, path: Path) -> bool:
        """Whether a check of what was told looks at `path`."""
        return any(path == told or told in path.parents for burst in self.bursts for told in burst)

    def wait(self, is_so: Callable[[], bool], timeout_s: float = SOON_S) -> bool:
        with self._changed:
            return self._changed.wait_for(is_so, timeout_s)

    def forget(self) -> None:
        with self._changed:
            self.bursts.clear()


class Watching:
    """A watch of one folder, with everything that happened before already told."""

    def __init__(self, root: Path, new_notifier: NewNotifier) -> None:
        self.root = root
        self.new_notifier = new_notifier
        self.listener = Listener()
        self.watch = FolderWatch(
            self.listener.on_change, self.listener.on_trouble, PACE, new_notifier=new_notifier
        )

    def follow(self, *roots: RootRecord, avoid: frozenset[Path] = frozenset()) -> None:
        """Waits until all of them stand."""
        roots = roots or (RootRecord(self.root, True),)
        self.watch.follow(roots, avoid)
        assert self.listener.wait(lambda: all(self.listener.heard(root.path) for root in roots))
        self.settle()

    def settle(self, quiet_s: float = 0.3) -> None:
        """Until nothing more is told of what happened so far, which is then forgotten."""
        bursts = -1
        while bursts != len(self.listener.bursts):
            bursts = len(self.listener.bursts)
            time.sleep(quiet_s)
        self.listener.forget()

    def skip_where_not_used(self, why: str) -> None:
        """watchdog's observer fails some tests on Linux, where it is not used."""
        if sys.platform == "linux" and self.new_notifier is TreeNotifier:
            pytest.skip(why)

    def expect(self, *paths: Path) -> None:
        for path in paths:
            assert self.listener.wait(lambda path=path: self.listener.heard(path)), (
                f"{path} was not told, but {self.listener.bursts}"
            )

    def expect_nothing_but(self, marker: Path) -> None:
        """`marker` is made last: what was to be told before has been told by then."""
        marker.write_text("words")
        self.expect(marker)
        assert {path for burst in self.listener.bursts for path in burst} == {marker}


@pytest.fixture(params=[system_notifier, TreeNotifier], ids=["folder by folder", "whole trees"])
def watching(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Watching]:
    before = set(threading.enumerate())
    (tmp_path / "docs").mkdir()
    watching = Watching(tmp_path / "docs", request.param)
    yield watching
    watching.watch.close()
    assert set(threading.enumerate()) <= before, "a thread was left behind"


@pytest.fixture
def root(watching: Watching) -> Path:
    return watching.root


def test_a_new_file_is_told(watching: Watching, root: Path) -> None:
    watching.follow()
    (root / "a.txt").write_text("words")
    watching.expect(root / "a.txt")


def test_a_file_overwritten_in_place_is_told(watching: Watching, root: Path) -> None:
    (root / "below").mkdir()
    (root / "below/a.txt").write_text("words")
    watching.follow()
    with (root / "below/a.txt").open("r+") as file:  # no rename, no new file, the same size
        file.write("WORDS")
    watching.expect(root / "below/a.txt")


def test_what_is_written_into_a_file_that_stays_open_is_told(watching: Watching, root: Path) -> None:
    with (root / "log.txt").open("w") as file:
        watching.follow()
        file.write("a line\n")
        file.flush()
        watching.expect(root / "log.txt")


def test_a_deleted_file_is_told(watching: Watching, root: Path) -> None:
    (root / "a.txt").write_text("words")
    watching.follow()
    (root / "a.txt").unlink()
    watching.expect(root / "a.txt")


def test_a_renamed_file_is_told_with_both_names(watching: Watching, root: Path) -> None:
    (root / "a.txt").write_text("words")
    watching.follow()
    (root / "a.txt").rename(root / "b.txt")
    watching.expect(root / "a.txt", root / "b.txt")


def test_a_file_saved_by_way_of_another_one_is_told(watching: Watching, root: Path) -> None:
    (root / "a.txt").write_text("words")
    watching.follow()
    (root / ".a.txt.swp").write_text("more words")
    (root / ".a.txt.swp").replace(root / "a.txt")
    watching.expect(root / "a.txt")


def test_what_is_moved_in_and_out_is_told(watching: Watching, root: Path, tmp_path: Path) -> None:
    (root / "out.txt").write_text("words")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("words")
    watching.follow()
    (tmp_path / "in").rename(root / "in")
    (root / "out.txt").rename(tmp_path / "out.txt")
    watching.expect(root / "in/a.txt", root / "out.txt")


def test_folders_made_in_one_go_are_followed(watching: Watching, root: Path) -> None:
    watching.follow()
    (root / "x/y/z").mkdir(parents=True)
    (root / "x/y/z/a.txt").write_text("words")
    watching.expect(root / "x/y/z/a.txt")
    watching.listener.forget()
    (root / "x/y/z/a.txt").write_text("other words")
    watching.expect(root / "x/y/z/a.txt")


def test_a_renamed_folder_is_told_and_followed_under_its_new_name(watching: Watching, root: Path) -> None:
    (root / "old/below").mkdir(parents=True)
    (root / "old/below/a.txt").write_text("words")
    watching.follow()
    (root / "old").rename(root / "new")
    watching.expect(root / "old/below/a.txt", root / "new/below/a.txt")
    watching.settle(AFTER_MOVES_S)
    (root / "new/below/a.txt").write_text("other words")
    watching.expect(root / "new/below/a.txt")
    assert not watching.listener.heard(root / "old/below/a.txt")


@pytest.mark.skipif(os.name == "nt", reason="Windows renames no folder over another")
def test_a_folder_renamed_over_another_is_followed(watching: Watching, root: Path) -> None:
    watching.skip_where_not_used("watchdog goes on following the one that was there")
    (root / "new").mkdir()
    (root / "old").mkdir()
    watching.follow()
    (root / "new").rename(root / "old")
    watching.expect(root / "old", root / "new")
    watching.settle(AFTER_MOVES_S)
    (root / "old/a.txt").write_text("words")
    watching.expect(root / "old/a.txt")


def test_a_folder_moved_out_is_no_longer_followed(watching: Watching, root: Path, tmp_path: Path) -> None:
    watching.skip_where_not_used("watchdog goes on following it")
    (root / "folder").mkdir()
    watching.follow()
    (root / "folder").rename(tmp_path / "elsewhere")
    watching.expect(root / "folder")
    watching.settle(AFTER_MOVES_S)
    (tmp_path / "elsewhere/a.txt").write_text("words")
    watching.expect_nothing_but(root / "marker.txt")


def test_a_folder_deleted_and_made_again_is_followed(watching: Watching, root: Path) -> None:
    (root / "folder").mkdir()
    watching.follow()
    shutil.rmtree(root / "folder")
    (root / "folder").mkdir()
    watching.expect(root / "folder")
    watching.settle(AFTER_MOVES_S)
    (root / "folder/a.txt").write_text("words")
    watching.expect(root / "folder/a.txt")


def test_a_root_deleted_and_made_again_is_followed(watching: Watching, root: Path) -> None:
    (root / "a.txt").write_text("words")
    watching.follow()
    shutil.rmtree(root)
    root.mkdir()
    watching.expect(root)
    watching.settle(AFTER_MOVES_S)
    (root / "b.txt").write_text("words")
    watching.expect(root / "b.txt")


def test_a_root_that_goes_away_and_comes_back_is_told_both_times(
    watching: Watching, root: Path, tmp_path: Path
) -> None:
    (root / "a.txt").write_text("words")
    watching.follow()
    root.rename(tmp_path / "unplugged")
    watching.expect(root)
    watching.settle(AFTER_MOVES_S)
    (tmp_path / "unplugged/b.txt").write_text("words")
    (tmp_path / "unplugged").rename(root)
    watching.expect(root)
    watching.settle(AFTER_MOVES_S)
    (root / "a.txt").write_text("other words")
    watching.expect(root / "a.txt")


def test_a_root_whose_parent_is_renamed_is_told(watching: Watching, tmp_path: Path) -> None:
    deep = tmp_path / "drive/docs"
    deep.mkdir(parents=True)
    watching.follow(RootRecord(deep, True))
    (tmp_path / "drive").rename(tmp_path / "unplugged")
    watching.expect(deep)


def test_a_root_that_is_away_at_first_is_followed_when_it_comes(watching: Watching, tmp_path: Path) -> None:
    watching.follow(RootRecord(tmp_path / "later", True))
    (tmp_path / "later").mkdir()
    watching.expect(tmp_path / "later")
    watching.settle(AFTER_MOVES_S)
    (tmp_path / "later/a.txt").write_text("words")
    watching.expect(tmp_path / "later/a.txt")


def test_a_single_file_is_watched_and_not_its_neighbours(watching: Watching, root: Path) -> None:
    (root / "a.txt").write_text("words")
    watching.follow(RootRecord(root / "a.txt", False))
    (root / "b.txt").write_text("words")
    (root / "folder").mkdir()
    (root / "a.txt").write_text("other words")
    watching.expect(root / "a.txt")
    (root / "a.new").write_text("third words")
    watching.listener.forget()
    (root / "a.new").replace(root / "a.txt")
    watching.expect(root / "a.txt")
    assert {path for burst in watching.listener.bursts for path in burst} == {root / "a.txt"}


def test_nothing_is_told_of_what_is_left_out(watching: Watching, root: Path) -> None:
    for folder in (".git", "node_modules/deep", "drafts", "library"):
        (root / folder).mkdir(parents=True)
    rules = FolderRules(ignore=("drafts/", "*.log"), kinds=(FileKind.NOTES,))
    watching.follow(RootRecord(root, True, rules), avoid=frozenset({root / "library"}))
    for name in (
        ".git/index", ".hidden", "node_modules/deep/a.txt", "drafts/a.txt", "library/library.db",
        "a.log", "a.png", "~$a.docx", "a.txt.part",
    ):  # fmt: skip  # names, not lines
        (root / name).write_text("words")
    (root / ".cache/deep").mkdir(parents=True)
    watching.expect_nothing_but(root / "marker.txt")


def test_reading_tells_nothing(watching: Watching, root: Path) -> None:
    (root / "below").mkdir()
    (root / "below/a.txt").write_text("words")
    watching.follow()
    assert (root / "below/a.txt").read_text() == "words"
    assert os.listdir(root / "below")
    watching.expect_nothing_but(root / "marker.txt")


def test_a_linked_folder_is_not_followed(watching: Watching, root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    (root / "circle").symlink_to(root)
    watching.follow()
    (tmp_path / "outside/a.txt").write_text("words")
    watching.expect_nothing_but(root / "marker.txt")


def test_a_root_that_is_a_link_is_told_by_its_own_name(
    watching: Watching, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(root)
    watching.follow(RootRecord(tmp_path / "link", True))
    (root / "a.txt").write_text("words")
    watching.expect(tmp_path / "link/a.txt")


def test_of_overlapping_roots_the_inner_keeps_being_watched(watching: Watching, root: Path) -> None:
    (root / ".inner/deep").mkdir(parents=True)
    inner, outer = RootRecord(root / ".inner", True), RootRecord(root, True)
    watching.follow(outer, inner)
    (root / ".inner/deep/a.txt").write_text("words")
    watching.expect(root / ".inner/deep/a.txt")
    watching.watch.follow([inner])
    watching.settle(AFTER_MOVES_S)
    (root / "outside.txt").write_text("words")
    watching.expect_nothing_but(root / ".inner/deep/b.txt")


def test_other_rules_hold_at_once(watching: Watching, root: Path) -> None:
    (root / "drafts").mkdir()
    watching.follow(RootRecord(root, True, FolderRules(ignore=("drafts/",))))
    watching.follow(RootRecord(root, True))
    (root / "drafts/a.txt").write_text("words")
    watching.expect(root / "drafts/a.txt")


def test_rules_that_mean_nothing_are_refused(watching: Watching, root: Path) -> None:
    with pytest.raises(InputError):
        watching.watch.follow([RootRecord(root, True, FolderRules(ignore=("[z-a]",)))])


def test_many_changes_in_a_folder_are_told_as_the_folder(watching: Watching, root: Path) -> None:
    (root / "many").mkdir()
    watching.follow()
    for number in range(300):
        (root / f"many/{number}.txt").write_text("words")
    watching.expect(root / "many/299.txt")
    assert root / "many" in {path for burst in watching.listener.bursts for path in burst}
    assert sum(map(len, watching.listener.bursts)) < 150


def test_a_file_that_keeps_changing_is_told_in_the_end(watching: Watching, root: Path) -> None:
    watching.follow()
    until = time.monotonic() + 2.5
    with (root / "busy.txt").open("w") as file:
        while time.monotonic() < until:
            file.write("words")
            file.flush()
            time.sleep(0.05)
    assert 1 <= len(watching.listener.bursts) <= 3


def test_names_that_are_no_text_and_deep_folders_are_told(watching: Watching, root: Path) -> None:
    deep = root.joinpath(*["deep"] * 40)
    deep.mkdir(parents=True)
    watching.follow()
    odd = Path(os.fsdecode(os.fsencode(root) + b"/\xff\xfe.txt")) if os.name == "posix" else root / "日本.txt"
    odd.write_text("words")
    (deep / "a.txt").write_text("words")
    watching.expect(odd, deep / "a.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such permissions")
def test_a_folder_that_may_not_be_read_stops_nothing(watching: Watching, root: Path) -> None:
    watching.skip_where_not_used("watchdog warns of it")
    for name in ("a", "b", "c"):
        (root / name).mkdir()
    for folder in (
        root,
        *(each for each in root.parents if each.name.startswith(("pytest", "popen", "test"))),
    ):
        folder.chmod(0o755)
    (root / "a").chmod(0)
    (root / "b").chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        watching.follow()
    finally:
        os.seteuid(user)
    (root / "c/a.txt").write_text("words")
    watching.expect(root / "c/a.txt")
    assert watching.listener.troubles == []


def test_following_ten_thousand_folders_does_not_hold_up_the_caller(watching: Watching, root: Path) -> None:
    watching.skip_where_not_used("watchdog hears each folder that it opens itself, until its queue is full")
    for area in range(100):
        for number in range(100):
            (root / f"{area}/{number}").mkdir(parents=True)
    began = time.monotonic()
    watching.watch.follow([RootRecord(root, True)])
    assert time.monotonic() - began < 0.2
    assert watching.listener.wait(lambda: watching.listener.heard(root), 30.0)
    watching.listener.forget()
    (root / "99/99/a.txt").write_text("words")
    watching.expect(root / "99/99/a.txt")


def test_a_watch_that_was_closed_tells_nothing_and_can_be_closed_again(
    watching: Watching, root: Path
) -> None:
    watching.follow()
    watching.watch.close()
    (root / "a.txt").write_text("words")
    time.sleep(1.0)
    watching.watch.close()
    assert watching.listener.bursts == []


@linux
def test_a_root_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest", "popen", "test")):
            folder.chmod(0o755)
    (tmp_path / "docs").mkdir(mode=0)
    watching = Watching(tmp_path / "docs", system_notifier)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        watching.watch.follow([RootRecord(tmp_path / "docs", True)])
        assert watching.listener.wait(lambda: watching.listener.troubles == [(tmp_path / "docs", UNTOLD)])
        assert watching.watch.unwatched == {tmp_path / "docs"}
    finally:
        os.seteuid(user)
        watching.watch.close()


@linux
def test_folders_left_out_take_no_room_of_the_system(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"node_modules/{number}").mkdir(parents=True)
    (tmp_path / "environment/deep/er").mkdir(parents=True)
    (tmp_path / "environment/pyvenv.cfg").write_text("home = /usr/bin")
    watching = Watching(tmp_path, system_notifier)
    watching.follow()
    try:
        infos = Path("/proc/self/fdinfo").iterdir()
        watches = sum(info.read_text().count("inotify wd:") for info in infos if info.exists())
        assert watches == 1
    finally:
        watching.watch.close()


@linux
def test_more_than_the_system_can_tell_is_told_as_the_whole_root(tmp_path: Path) -> None:
    """The queue of the system holds some thousands of changes, and a stopped reader empties none."""
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_text("words")
    watching = Watching(tmp_path, system_notifier)
    watching.follow()
    try:
        most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
        with watching.watch._roots._notifier._inotify._lock:  # as if the computer were too busy to read
            for number in range(most + 10_000):
                os.utime(files[number % 2])
            (tmp_path / "last").mkdir()
        watching.expect(tmp_path)
        watching.settle(AFTER_MOVES_S)
        (tmp_path / "last/a.txt").write_text("words")
        watching.expect(tmp_path / "last/a.txt")
    finally:
        watching.watch.close()


LIMITED = """
    import ctypes, os, sys, time
    from pathlib import Path
    if ctypes.CDLL(None).unshare(0x10000000):  # a user namespace has limits of its own
        sys.exit(77)
    try:
        Path("/proc/sys/user/max_inotify_{what}").write_text("{limit}")
    except OSError:
        sys.exit(77)
    from desktop_rag.app.watch import FolderWatch
    from desktop_rag.app.watched_roots import WatchPace
    from desktop_rag.store.records import RootRecord
    troubles, changes = [], []
    watch = FolderWatch(
        lambda paths: changes.extend(paths), lambda root, reason: troubles.append((root.name, reason)),
        WatchPace(0.1, 0.5, 0.2),
    )
    large, small = Path(sys.argv[1], "large"), Path(sys.argv[1], "small")
    watch.follow([RootRecord(large, True), RootRecord(small, True)])
    time.sleep(1.5)
    changes.clear()
    (small / "a.txt").write_text("words")
    time.sleep(1.0)
    print(troubles, sorted(path.name for path in watch.unwatched), sorted({{path.name for path in changes}}))
    watch.close()
"""


@linux
@pytest.mark.parametrize(
    ("what", "limit", "unwatched", "told"),
    [("watches", 5, ["large"], ["a.txt"]), ("instances", 0, ["large", "small"], [])],
)
def test_a_root_for_which_the_system_has_no_room_is_told_and_the_others_are_watched(
    tmp_path: Path, what: str, limit: int, unwatched: list[str], told: list[str]
) -> None:
    for number in range(20):
        (tmp_path / f"large/{number}").mkdir(parents=True)
    (tmp_path / "small").mkdir()
    script = textwrap.dedent(LIMITED).format(what=what, limit=limit)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode == 77:
        pytest.skip("this system lends no limits of its own to a test")
    troubles = [(name, NO_ROOM) for name in unwatched]
    assert (done.stdout.strip(), done.stderr) == (f"{troubles} {unwatched} {told}", "")
