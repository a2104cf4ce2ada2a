"""A drive that hangs holds up nobody: real threads, and work that waits as a dead network drive does."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.patience import HangGuard, scan_root_patiently
from desktop_rag.app.scan import identity_of
from desktop_rag.domain.errors import Cancelled, InputError, PathUnreadable
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.store.records import RootRecord

ROOT, OTHER = Path("/drives/one"), Path("/drives/two")
STALL_S = 0.4


@pytest.fixture
def drive() -> Iterator[threading.Event]:
    """Does not answer until it is set; at the end of a test it always is, so that no thread is left."""
    answers = threading.Event()
    yield answers
    answers.set()
    for thread in threading.enumerate():
        if thread.name == "patience":
            thread.join(5.0)
            assert not thread.is_alive()


def hanging(drive: threading.Event) -> Callable[[Callable[[], None]], str]:
    def work(_move: Callable[[], None]) -> str:
        drive.wait()
        return "late"

    return work


def threads() -> int:
    return sum(thread.name == "patience" for thread in threading.enumerate())


def stall(guard: HangGuard, drive: threading.Event) -> None:
    with pytest.raises(PathUnreadable):
        guard.patiently(ROOT, hanging(drive), CancelToken())


def test_what_work_returns_or_raises_comes_through() -> None:
    guard = HangGuard(STALL_S)
    assert guard.patiently(ROOT, lambda _move: 5, CancelToken()) == 5
    assert guard.patiently(ROOT, lambda _move: None, CancelToken()) is None
    with pytest.raises(ZeroDivisionError):
        guard.patiently(ROOT, lambda _move: 1 / 0, CancelToken())
    assert threads() == 0


def test_a_drive_that_does_not_answer_is_given_up_with_a_reason(drive: threading.Event) -> None:
    began = time.monotonic()
    with pytest.raises(PathUnreadable, match="does not answer") as caught:
        HangGuard(STALL_S).patiently(ROOT, hanging(drive), CancelToken())
    assert STALL_S <= time.monotonic() - began < STALL_S + 1.0
    assert (str(ROOT) in caught.value.message, "connection" in caught.value.hint) == (True, True)


def test_slow_work_that_gets_on_is_waited_for() -> None:
    def work(move: Callable[[], None]) -> str:
        for _step in range(10):
            time.sleep(STALL_S / 4)
            move()
        return "slow"

    assert HangGuard(STALL_S).patiently(ROOT, work, CancelToken()) == "slow"


def test_stop_acts_at_once_while_a_drive_hangs(drive: threading.Event) -> None:
    cancel = CancelToken()
    threading.Timer(0.2, cancel.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        HangGuard(60.0).patiently(ROOT, hanging(drive), cancel)
    assert time.monotonic() - began < 1.0


def test_no_second_thread_gets_stuck_on_the_same_drive(drive: threading.Event) -> None:
    guard = HangGuard(STALL_S)
    stall(guard, drive)
    began = time.monotonic()
    for _attempt in range(20):
        stall(guard, drive)
    assert time.monotonic() - began < STALL_S
    assert threads() == 1
    assert guard.is_silent(ROOT)


def test_another_drive_is_looked_at_meanwhile(drive: threading.Event) -> None:
    guard = HangGuard(STALL_S)
    stall(guard, drive)
    assert guard.patiently(OTHER, lambda _move: "there", CancelToken()) == "there"
    assert not guard.is_silent(OTHER)


def test_a_drive_that_answers_again_is_looked_at_again(drive: threading.Event) -> None:
    guard = HangGuard(STALL_S)
    stall(guard, drive)
    drive.set()
    deadline = time.monotonic() + 5.0
    while guard.is_silent(ROOT) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert guard.patiently(ROOT, lambda _move: "back", CancelToken()) == "back"


def test_work_that_was_given_up_ends_at_its_next_step(drive: threading.Event) -> None:
    steps: list[str] = []

    def work(move: Callable[[], None]) -> None:
        drive.wait()
        steps.append("woke")
        move()
        steps.append("went on")

    with pytest.raises(PathUnreadable):
        HangGuard(STALL_S).patiently(ROOT, work, CancelToken())
    drive.set()
    deadline = time.monotonic() + 5.0
    while threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert steps == ["woke"]


def test_work_right_after_stop_waits_for_what_was_stopped_instead_of_failing(drive: threading.Event) -> None:
    guard, cancel = HangGuard(5.0), CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        guard.patiently(ROOT, hanging(drive), cancel)
    threading.Timer(0.3, drive.set).start()
    assert guard.patiently(ROOT, lambda _move: "there", CancelToken()) == "there"


def test_a_drive_that_hangs_since_stop_is_told_in_time_and_waiting_for_it_can_be_stopped(
    drive: threading.Event,
) -> None:
    guard, cancel = HangGuard(STALL_S), CancelToken()
    cancel.cancel()
    for _press in range(2):
        with pytest.raises(Cancelled):
            guard.patiently(ROOT, hanging(drive), cancel)
    stall(guard, drive)
    assert threads() == 1


def test_the_program_ends_although_a_drive_hangs(tmp_path: Path) -> None:
    """What hangs is a call of the system that nothing ends: opening a pipe that nobody writes to."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe")
    script = (
        "import sys; from pathlib import Path; from desktop_rag.app.jobs import CancelToken\n"
        "from desktop_rag.app.patience import HangGuard\n"
        "from desktop_rag.domain.errors import PathUnreadable\n"
        "path = Path(sys.argv[1])\n"
        "try: HangGuard(0.2).patiently(path, lambda move: path.read_bytes(), CancelToken())\n"
        "except PathUnreadable: print('given up')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "pipe")],
        capture_output=True, text=True, timeout=20, check=True,
    )  # fmt: skip  # one call
    assert (done.stdout, done.stderr) == ("given up\n", "")


def root(path: Path, *ignore: str, is_folder: bool = True) -> RootRecord:
    return RootRecord(path, is_folder, FolderRules(ignore=ignore))


def seen(record: RootRecord, has_documents: bool = True, paths: list[Path] | None = None) -> list[object]:
    found = scan_root_patiently(HangGuard(STALL_S), record, frozenset(), has_documents, CancelToken(), paths)
    return [sorted(path.name for path in found.files), found.unreadable]


def test_a_root_is_scanned_with_its_rules_in_whole_or_in_part(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.log"):
        (tmp_path / name).write_text("words")
    assert seen(root(tmp_path, "*.log")) == [["a.txt", "b.txt"], []]
    assert seen(root(tmp_path, "*.log"), paths=[tmp_path / "b.txt", tmp_path / "c.log"]) == [["b.txt"], []]
    assert seen(root(tmp_path / "c.log", "*.log", is_folder=False), paths=[tmp_path / "c.log"]) == [
        ["c.log"],
        [],
    ]
    with pytest.raises(InputError):
        seen(root(tmp_path, "[z-a]"))


@pytest.mark.parametrize("paths", [None, ["a.txt"]])
def test_a_root_that_is_away_or_suddenly_bare_is_unreadable_as_a_whole(
    tmp_path: Path, paths: list[str] | None
) -> None:
    for folder in (tmp_path / "away", tmp_path / "mount"):
        some = paths and [folder / path for path in paths]
        if folder.name == "mount":
            folder.mkdir()
        assert seen(root(folder), paths=some) == [[], [folder]]
    assert seen(root(tmp_path / "mount"), has_documents=False) == [[], []]


def test_a_root_that_the_person_emptied_is_told_from_the_mount_point_of_a_drive_that_is_away(
    tmp_path: Path,
) -> None:
    emptied = RootRecord(tmp_path, True, identity=identity_of(tmp_path))
    assert seen(emptied) == seen(emptied, paths=[tmp_path / "a.txt"]) == [[], []]
    other = RootRecord(tmp_path, True, identity=identity_of(tmp_path.parent))
    assert seen(other) == seen(other, paths=[tmp_path / "a.txt"]) == [[], [tmp_path]]


def test_a_root_whose_last_file_was_deleted_is_no_mount_point(tmp_path: Path) -> None:
    (tmp_path / "empty folder").mkdir()
    assert seen(root(tmp_path)) == [[], []]


def test_a_root_on_a_drive_that_hangs_is_unreadable(
    tmp_path: Path, drive: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No drive can be made to hang here, so the system's call is: listing the second folder never ends."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.txt").write_text("words")
    listing = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("a"):
            drive.wait()
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    began = time.monotonic()
    assert seen(root(tmp_path)) == [[], [tmp_path]]
    assert time.monotonic() - began < STALL_S + 1.5
