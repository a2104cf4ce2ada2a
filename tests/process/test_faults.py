"""What happens to disks and files while they are read: nothing hangs or is lost, and each is told plainly."""

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext, Children
from desktop_rag.app.file_looks import FileLooks
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.app.network_drives import Drives
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import Cancelled, DocumentUnreadable, LibraryReadOnly
from desktop_rag.runtime import RuntimePaths
from desktop_rag.workers.embed_client import embedder_spec
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from tests.process.conftest import OpenContext
from tests.process.test_ingest import FRAGILE, add, best, rows, sync
from tests.scans import SetPage
from tests.unit.test_app_scan import as_nobody

AT_ONCE_S = 2.0
MEBI = 1024**2
REPEATED = "The boiler in the cellar was serviced in spring by the same firm as every year before that. "
DISK_FULL = 5
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files or limits")


def at_first(phase: Phase, act: Callable[[], object]) -> JobContext:
    """A job in which something happens once, when it comes to that phase."""
    waiting = [act]

    def hear(report: Report) -> None:
        if isinstance(report, Progress) and report.phase is phase and waiting:
            waiting.pop()()

    return JobContext(report=hear)


class TestFilesThatChangeUnderTheReader:
    def test_one_that_is_deleted_is_gone_and_nothing_else(self, context: AppContext, folder: Path) -> None:
        context.ingest.add([folder], at_first(Phase.READING, (folder / "lease.txt").unlink))
        assert rows(context)["trip.html"].state is DocumentState.READY
        sync(context)
        assert sorted(rows(context)) == ["recipes.md", "trip.html"]

    def test_one_that_is_cut_off_is_read_as_it_ends_up(self, context: AppContext, folder: Path) -> None:
        def cut() -> None:
            (folder / "lease.txt").write_text("The lease has ended.")

        context.ingest.add([folder], at_first(Phase.READING, cut))
        sync(context)
        assert context.retrieve.search("lease").hits[0].text == "The lease has ended."

    def test_one_that_grows_all_the_time_is_told_and_read_once_it_rests(
        self, context: AppContext, folder: Path
    ) -> None:
        path, done = folder / "log.txt", threading.Event()
        path.write_text("The log begins here.\n" * 2_000)

        def grow() -> None:
            with path.open("a") as file:
                while not done.wait(0.0005):
                    file.write(".\n")
                    file.flush()

        writer = threading.Thread(target=grow)
        writer.start()
        try:
            add(context, folder)
        finally:
            done.set()
            writer.join()
        row = rows(context)["log.txt"]
        assert row.state is DocumentState.READY or (row.reason and row.hint)
        with path.open("a") as file:
            file.write("\nThe porcupine was the last to sign.\n")
        sync(context)
        assert rows(context)["log.txt"].state is DocumentState.READY
        assert best(context, "porcupine") == "log.txt"

    @posix
    def test_one_whose_place_a_pipe_takes_keeps_nobody_waiting(
        self, context: AppContext, folder: Path
    ) -> None:
        def swap() -> None:
            (folder / "lease.txt").unlink()
            os.mkfifo(folder / "lease.txt")

        began = time.monotonic()
        context.ingest.add([folder], at_first(Phase.READING, swap))
        assert time.monotonic() - began < 15
        assert rows(context)["lease.txt"].reason == (
            "Something that is not a file took the place of this file."
        )
        sync(context)
        assert sorted(rows(context)) == ["recipes.md", "trip.html"]

    @posix
    def test_a_folder_that_may_not_be_listed_is_a_row_and_is_read_when_it_may(
        self, context: AppContext, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "private").mkdir()
        (folder / "private" / "diary.txt").write_text("Today a porcupine came by.")
        real = os.scandir

        def refuse(path: str) -> object:
            if str(path).endswith("private"):
                raise PermissionError(13, "Permission denied")
            return real(path)

        with monkeypatch.context() as patch:  # root may list anything
            patch.setattr(os, "scandir", refuse)
            add(context, folder)
        row = rows(context)["private"]
        assert row.state is DocumentState.FAILED
        assert "may not be read" in row.reason
        sync(context)
        assert "private" not in rows(context)
        assert best(context, "porcupine") == "diary.txt"


class TestClocks:
    @pytest.mark.parametrize("mtime", [-1, 0, 1, 4_000_000_000])
    def test_files_of_any_time_are_read_once(self, context: AppContext, folder: Path, mtime: int) -> None:
        os.utime(folder / "lease.txt", (mtime, mtime))
        add(context, folder)
        assert sync(context) == 0
        (folder / "lease.txt").write_text("The rent is 1020 euros.")
        os.utime(folder / "lease.txt", (mtime, mtime))
        assert sync(context) == 1
        assert "1020" in context.retrieve.search("rent").hits[0].text

    @pytest.mark.parametrize("hours", [-24 * 365, 24 * 365])
    def test_a_clock_that_jumps_while_files_are_read_harms_nothing(
        self, context: AppContext, folder: Path, monkeypatch: pytest.MonkeyPatch, hours: int
    ) -> None:
        jump_s = hours * 3600
        now, now_ns, heard = time.time, time.time_ns, list[Progress]()

        def jump() -> None:
            monkeypatch.setattr(time, "time", lambda: now() + jump_s)
            monkeypatch.setattr(time, "time_ns", lambda: now_ns() + jump_s * 10**9)

        job = at_first(Phase.READING, jump)

        def hear(report: Report) -> None:
            job.report(report)
            if isinstance(report, Progress):
                heard.append(report)

        summary = context.ingest.add([folder], JobContext(report=hear))
        assert summary.ready == 3
        assert 0 <= summary.seconds < 300
        assert all((report.remaining_s or 0) >= 0 for report in heard)
        assert sync(context) == 0
        (folder / "lease.txt").write_text("The rent is 1020 euros.")
        assert sync(context) == 1


class TestStop:
    """Whatever the program is doing, it does no more of it two seconds later."""

    def stopped(self, context: AppContext, folder: Path, phase: Phase, after_s: float = 0.5) -> float:
        """How long stopping took, in seconds, some time after the phase began."""
        token, reached = CancelToken(), threading.Event()

        def hear(report: Report) -> None:
            if isinstance(report, Progress) and report.phase is phase:
                reached.set()

        def work() -> None:
            with contextlib.suppress(Cancelled):
                context.ingest.add([folder], JobContext(token, hear))

        thread = threading.Thread(target=work)
        thread.start()
        assert reached.wait(60)
        time.sleep(after_s)
        assert thread.is_alive()
        asked = time.monotonic()
        token.cancel()
        thread.join(60)
        return time.monotonic() - asked

    def test_while_a_large_file_is_hashed(self, context: AppContext, folder: Path) -> None:
        with (folder / "large.bin").open("wb") as file:
            file.truncate(500 * MEBI)
        context.settings.change(read_scans=False)
        assert self.stopped(context, folder, Phase.READING, 0.1) < AT_ONCE_S

    def test_while_a_document_hangs_in_its_reader(self, open_context: OpenContext, folder: Path) -> None:
        spec = dataclasses.replace(parser_spec(), command=(sys.executable, str(FRAGILE)))
        context = open_context(Children(spec, embedder_spec(), 1))
        (folder / "hang.txt").write_text("Never read to its end.")
        assert self.stopped(context, folder, Phase.READING, 2.0) < AT_ONCE_S

    @pytest.mark.parametrize("after_s", [0.3, 3.0], ids=["models loading", "page being read"])
    def test_while_a_page_is_recognised(self, context: AppContext, folder: Path, after_s: float) -> None:
        for number in range(3):
            page = SetPage()
            page.write(f"Page {number}. {REPEATED * 60}", 100, 100, 1400)
            page.picture.save(folder / f"scan-{number}.png")
        assert self.stopped(context, folder, Phase.RECOGNISING, after_s) < AT_ONCE_S


class TestDrivesThatHang:
    @pytest.fixture
    def drive(self) -> Iterator[threading.Event]:
        answers = threading.Event()
        yield answers
        answers.set()

    @pytest.mark.parametrize("call", ["stat", "open"])
    def test_stop_acts_at_once_and_the_next_check_reads_the_file(
        self,
        context: AppContext,
        folder: Path,
        drive: threading.Event,
        monkeypatch: pytest.MonkeyPatch,
        call: str,
    ) -> None:
        real = getattr(Path, call)

        def hang(path: Path, *arguments: object, **options: object) -> object:
            if path.name == "lease.txt" and threading.current_thread().name == "patience":
                drive.wait()
            return real(path, *arguments, **options)

        token = CancelToken()
        timer = threading.Timer(1.0, token.cancel)
        with monkeypatch.context() as patch:
            patch.setattr(Path, call, hang)
            timer.start()
            began = time.monotonic()
            with pytest.raises(Cancelled):
                context.ingest.add([folder], JobContext(token))
            assert time.monotonic() - began < 1.0 + AT_ONCE_S
            drive.set()
        sync(context)
        assert best(context, "monthly rent") == "lease.txt"

    def test_a_file_that_never_answers_is_told_and_the_next_is_read(
        self, folder: Path, drive: threading.Event, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks, real = FileLooks(stall_s=0.5), Path.open

        def hang(path: Path, *arguments: object, **options: object) -> object:
            if path.name == "lease.txt":
                drive.wait()
            return real(path, *arguments, **options)  # type: ignore[call-overload]  # passed on as they came

        monkeypatch.setattr(Path, "open", hang)
        with pytest.raises(DocumentUnreadable, match="does not answer") as told:
            looks.sha256(folder / "lease.txt", CancelToken())
        assert "connection" in told.value.hint
        assert len(looks.sha256(folder / "recipes.md", CancelToken())) == 32

    @pytest.mark.parametrize("is_on_network", [True, False])
    def test_a_network_drive_that_does_not_answer_is_not_asked_file_by_file(
        self, folder: Path, drive: threading.Event, monkeypatch: pytest.MonkeyPatch, is_on_network: bool
    ) -> None:
        looks = FileLooks(0.5, Drives((("/", False), (str(folder), is_on_network))))
        asked: list[Path] = []

        def hang(path: Path, *_arguments: object) -> None:
            asked.append(path)
            drive.wait()

        monkeypatch.setattr(Path, "open", hang)
        for name in ("lease.txt", "recipes.md", "trip.html"):
            with pytest.raises(DocumentUnreadable):
                looks.sha256(folder / name, CancelToken())
        assert len(asked) == (1 if is_on_network else 3)

    def test_a_page_on_a_drive_that_does_not_answer_is_shown_as_its_text(
        self, context: AppContext, folder: Path, drive: threading.Event, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add(context, folder)
        real = Path.stat

        def hang(path: Path, **options: bool) -> os.stat_result:
            if path.name == "lease.txt":
                drive.wait()
            return real(path, **options)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "stat", hang)
            began = time.monotonic()
            view = context.source.view(folder / "lease.txt", 1, [(0, 3)], 800)
            assert time.monotonic() - began < 6
        assert view.page.text.startswith("The monthly rent")
        assert "not there now" in view.note

    def test_a_reader_that_cannot_be_killed_keeps_nobody_waiting(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As one is that waits for a network drive inside the system."""
        spec = dataclasses.replace(parser_spec(), command=(sys.executable, str(FRAGILE)))
        client, token = ParserClient(spec), CancelToken()
        (folder / "hang.txt").write_text("Never read to its end.")
        client.child.start()
        assert client.child._running is not None
        process = client.child._running.process
        with monkeypatch.context() as patch:
            patch.setattr("desktop_rag.workers.process._Running._kill", lambda _running: None)
            threading.Timer(1.0, token.cancel).start()
            began = time.monotonic()
            with pytest.raises(Cancelled):
                client.parse(folder / "hang.txt", lambda: token.cancelled)
            assert time.monotonic() - began < 1.0 + AT_ONCE_S
        assert client.parse(folder / "lease.txt").pages
        client.close()
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            assert pipe is not None
            pipe.close()

    @posix
    def test_the_program_ends_although_a_file_hangs(self, tmp_path: Path, folder: Path) -> None:
        """The reader is inside a call of the system that nothing ends: the opening of a pipe."""
        os.mkfifo(tmp_path / "pipe")
        script = (
            "import sys, threading, time; from pathlib import Path\n"
            "from desktop_rag.app.context import AppContext\n"
            "from desktop_rag.app.jobs import CancelToken, JobContext\n"
            "from desktop_rag.domain.errors import Cancelled\n"
            "from desktop_rag.runtime import RuntimePaths\n"
            "real, pipe = Path.open, Path(sys.argv[3])\n"
            "def hang(path, *a, **o): return real(pipe if path.name == 'lease.txt' else path, *a, **o)\n"
            "Path.open = hang\n"
            "context, token = AppContext.open(RuntimePaths.at(Path(sys.argv[1]))), CancelToken()\n"
            "threading.Timer(3.0, token.cancel).start()\n"
            "try: context.ingest.add([Path(sys.argv[2])], JobContext(token))\n"
            "except Cancelled: print('stopped')\n"
            "context.close()"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "library"), str(folder), str(tmp_path / "pipe")],
            capture_output=True, text=True, timeout=30, check=True,
        )  # fmt: skip  # one call
        assert (done.stdout, done.stderr) == ("stopped\n", "")


@posix
class TestDisksThatTakeNoMore:
    @pytest.fixture
    def many(self, folder: Path) -> Path:
        """Megabytes of passages, and few of them to embed."""
        for number in range(4):
            (folder / f"records-{number}.txt").write_text(REPEATED * 4_000)
        return folder

    def run_add(self, library: Path, folder: Path, before: str = "") -> subprocess.CompletedProcess[str]:
        start = f"{before}; import runpy, sys; sys.argv[0] = 'desktop-rag'; runpy.run_module('desktop_rag')"
        script = start.replace(
            "runpy.run_module('desktop_rag')", "runpy.run_module('desktop_rag', None, '__main__')"
        )
        command = [sys.executable, "-c", script, "--library", str(library), "add", str(folder), "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)

    def assert_told_and_finished_later(
        self, full: subprocess.CompletedProcess[str], library: Path, folder: Path
    ) -> None:
        assert full.returncode == DISK_FULL, full.stderr
        assert "full" in full.stderr.splitlines()[-1]  # by its room, or by what a file may have
        assert "Traceback" not in full.stderr
        again = self.run_add(library, folder, "pass")
        assert again.returncode == 0, again.stderr
        assert json.loads(again.stdout)["documents"]["ready"] == 7
        context = AppContext.open(RuntimePaths.at(library))
        try:
            assert best(context, "monthly rent") == "lease.txt"
            assert all(check.ok for check in context.doctor.check())
        finally:
            context.close()

    def test_no_more_room_for_a_file_is_told_and_nothing_is_lost(self, tmp_path: Path, many: Path) -> None:
        limit = 2 * MEBI
        before = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
        library = tmp_path / "library"
        self.assert_told_and_finished_later(self.run_add(library, many, before), library, many)

    def test_a_real_full_disk_is_told_and_nothing_is_lost(self, tmp_path: Path, many: Path) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("a small disk cannot be mounted here")
        try:
            full = self.run_add(disk / "library", many, "pass")
            subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
            self.assert_told_and_finished_later(full, disk / "library", many)
        finally:
            subprocess.run(["umount", str(disk)], check=True)

    def test_a_library_that_may_only_be_read_is_told(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        library = context.paths.library
        context.close()
        for place in [library, *library.rglob("*")]:
            place.chmod(0o555 if place.is_dir() else 0o444)
        for parent in (library, *library.parents):
            if parent.name.startswith("pytest-of"):
                break
            parent.chmod(parent.stat().st_mode | 0o055)
        with as_nobody(), pytest.raises(LibraryReadOnly) as told:
            AppContext.open(RuntimePaths.at(library)).ingest.sync(JobContext())
        assert told.value.hint
