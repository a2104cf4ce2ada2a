"""A person keeps hold of the reading: it stops at once, makes way for what changes, and rests on battery."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.app.throttle import Throttle
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import BadPassword, Cancelled, InputError, NotInLibrary
from desktop_rag.domain.folder_rules import FileKind, FolderRules
from tests.pdfs import encrypt_pdf, lines, write_pdf
from tests.process.conftest import OpenContext

PATIENCE_S = 10.0
AT_ONCE_S = 2.0
PASSWORD = "open sesame 4711"


class Job:
    """Work on a thread of its own, as on the ingest lane."""

    def __init__(self, work: Callable[[JobContext], object]) -> None:
        self.token = CancelToken()
        self.began = threading.Event()
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work,))
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def hear(self, report: Report) -> None:
        if isinstance(report, Progress) and report.phase is Phase.READING and report.current:
            self.began.set()

    def stop(self) -> float:
        """How long it took to stop, in seconds."""
        asked = time.monotonic()
        self.token.cancel()
        self._thread.join(60)
        return time.monotonic() - asked

    def _run(self, work: Callable[[JobContext], object]) -> None:
        try:
            work(JobContext(self.token, self.hear))
        except (Cancelled, InputError) as error:
            self.error = error


def long_document(folder: Path) -> Path:
    """Some thousand passages, minutes of work."""
    path = folder / "long.md"
    text = (
        f"## Chapter {n}\n\nIn chapter {n} the boat {n * 7} sails to port {n * 3}.\n" for n in range(6_000)
    )
    path.write_text("\n".join(text))
    return path


def wait_until(condition: Callable[[], bool], timeout_s: float = PATIENCE_S) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def state(context: AppContext, name: str) -> DocumentState | None:
    rows = {row.path.name: row.state for row in context.catalogue.overview().documents}
    return rows.get(name)


class TestWhileALongDocumentIsRead:
    def test_stop_acts_at_once(self, context: AppContext, folder: Path) -> None:
        long_document(folder)
        job = Job(lambda job: context.ingest.add([folder], job))
        assert job.began.wait(60)
        assert job.stop() < AT_ONCE_S
        assert isinstance(job.error, Cancelled)
        assert state(context, "lease.txt") is DocumentState.READY
        assert state(context, "long.md") is DocumentState.PENDING

    def test_a_new_file_is_found_long_before_it_is_done(self, context: AppContext, folder: Path) -> None:
        long_document(folder)
        job = Job(lambda job: context.ingest.add([folder], job))
        assert job.began.wait(60)
        new = folder / "new.txt"
        new.write_text("The spare key hangs behind the wardrobe.")
        context.ingest.hurry([new])
        found = wait_until(lambda: state(context, "new.txt") is DocumentState.READY)
        still_running = job.running
        job.stop()
        assert found
        assert still_running
        assert context.retrieve.search("spare key").hits[0].path == new

    def test_an_edit_of_the_very_document_is_not_lost(self, context: AppContext, folder: Path) -> None:
        text = long_document(folder).read_text().splitlines(keepends=True)
        path = folder / "long.md"
        path.write_text("".join(text[:600]))
        job = Job(lambda job: context.ingest.add([folder], job))
        assert job.began.wait(60)
        path.write_text("# Short now\n\nThe boat is sold.")
        context.ingest.hurry([path])
        assert wait_until(lambda: not job.running, 120)
        job.stop()
        context.ingest.take_in(JobContext())
        assert context.retrieve.search("boat is sold").hits[0].path == path
        (row,) = (row for row in context.catalogue.overview().documents if row.path == path)
        assert row.passages == 1


class TestPasswords:
    @pytest.fixture
    def locked(self, folder: Path) -> Path:
        path = folder / "letter.pdf"
        write_pdf(path, [lines("The diagnosis is hay fever.")])
        encrypt_pdf(path, user=PASSWORD)
        return path

    def test_a_locked_document_is_read_with_its_password_and_stays_readable(
        self, open_context: OpenContext, folder: Path, locked: Path
    ) -> None:
        context = open_context()
        context.ingest.add([folder], JobContext())
        (row,) = (row for row in context.catalogue.overview().documents if row.path == locked)
        assert (row.state, row.kind) == (DocumentState.FAILED, "encrypted")
        with pytest.raises(BadPassword):
            context.ingest.unlock(locked, "sesame", JobContext())
        assert state(context, "letter.pdf") is DocumentState.FAILED
        context.ingest.unlock(locked, PASSWORD, JobContext())
        assert state(context, "letter.pdf") is DocumentState.READY
        assert context.retrieve.search("diagnosis").hits[0].path == locked
        context.close()
        again = open_context()
        again.ingest.sync(JobContext())
        assert state(again, "letter.pdf") is DocumentState.READY

    def test_the_password_is_kept_nowhere_on_disk(
        self, context: AppContext, tmp_path: Path, folder: Path, locked: Path
    ) -> None:
        context.ingest.add([folder], JobContext())
        context.ingest.unlock(locked, PASSWORD, JobContext())
        context.close()
        for file in (tmp_path / "library").rglob("*"):
            assert not file.is_file() or b"sesame" not in file.read_bytes()

    def test_only_what_is_in_the_library_can_be_unlocked(self, context: AppContext, locked: Path) -> None:
        with pytest.raises(NotInLibrary):
            context.ingest.unlock(locked, PASSWORD, JobContext())


class TestRules:
    def test_what_a_folder_s_rules_leave_out_goes_and_comes_back_with_them(
        self, context: AppContext, folder: Path
    ) -> None:
        (folder / "drafts").mkdir()
        (folder / "drafts" / "old.txt").write_text("The draft speaks of penguins.")
        context.ingest.add([folder], JobContext())
        assert state(context, "old.txt") is DocumentState.READY
        context.ingest.set_rules(folder, FolderRules(ignore=("drafts/", "*.html")), JobContext())
        assert {row.path.name for row in context.catalogue.overview().documents} == {
            "lease.txt",
            "recipes.md",
        }
        assert (
            context.catalogue.overview().roots[0].ignored == 1
        )  # what is in the folder left out is not counted
        context.ingest.set_rules(folder, FolderRules(kinds=(FileKind.WEB,)), JobContext())
        assert {row.path.name for row in context.catalogue.overview().documents} == {"trip.html"}
        context.ingest.set_rules(folder, FolderRules(), JobContext())
        assert state(context, "old.txt") is DocumentState.READY

    def test_a_file_belongs_if_one_of_the_folders_over_it_takes_it(
        self, context: AppContext, folder: Path
    ) -> None:
        (folder / "drafts").mkdir()
        (folder / "drafts" / "old.txt").write_text("The draft speaks of penguins.")
        context.ingest.add([folder], JobContext(), FolderRules(ignore=("drafts/",)))
        assert state(context, "old.txt") is None
        context.ingest.add([folder / "drafts"], JobContext())
        context.ingest.sync(JobContext())
        assert state(context, "old.txt") is DocumentState.READY

    def test_rules_that_mean_nothing_are_refused_and_change_nothing(
        self, context: AppContext, folder: Path
    ) -> None:
        context.ingest.add([folder], JobContext())
        with pytest.raises(InputError):
            context.ingest.set_rules(folder, FolderRules(kinds=()), JobContext())
        assert len(context.catalogue.overview().documents) == 3


class TestEditsThatHide:
    def test_an_edit_of_the_same_length_right_after_reading_is_seen(
        self, context: AppContext, folder: Path
    ) -> None:
        """As on a drive whose file times count two seconds."""
        context.ingest.add([folder], JobContext())
        path = folder / "pin.txt"
        path.write_text("The code of the gate is 1111.")
        status = path.stat()
        context.ingest.sync(JobContext())
        path.write_text("The code of the gate is 2222.")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        context.ingest.sync(JobContext())
        assert "2222" in context.retrieve.search("code of the gate").hits[0].text

    def test_a_folder_that_was_emptied_is_empty(self, context: AppContext, folder: Path) -> None:
        context.ingest.add([folder], JobContext())
        for path in folder.iterdir():
            path.unlink()
        context.ingest.sync(JobContext())
        assert context.catalogue.overview().documents == ()

    def test_a_drive_whose_place_is_bare_loses_nothing(
        self, context: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        """Its mount point is another folder than its own."""
        context.ingest.add([folder], JobContext())
        folder.rename(tmp_path / "unplugged")
        folder.mkdir()
        context.ingest.sync(JobContext())
        assert {row.state for row in context.catalogue.overview().documents} == {DocumentState.UNAVAILABLE}
        assert context.retrieve.search("monthly rent").hits[0].path.name == "lease.txt"


class TestOnBattery:
    def test_as_long_as_the_work_took_is_rested(self) -> None:
        throttle = Throttle(lambda: True)
        time.sleep(0.3)
        began = time.monotonic()
        throttle.rest(CancelToken())
        assert 0.25 < time.monotonic() - began < 1.0

    def test_a_wish_to_stop_ends_the_rest(self) -> None:
        token = CancelToken()
        token.cancel()
        throttle = Throttle(lambda: True)
        time.sleep(0.2)
        with pytest.raises(Cancelled):
            throttle.rest(token)

    def test_plugged_in_there_is_no_rest(self) -> None:
        throttle = Throttle(lambda: False)
        time.sleep(0.2)
        began = time.monotonic()
        throttle.rest(CancelToken())
        assert time.monotonic() - began < 0.1

    def test_unplugged_there_is_no_rest_for_who_wants_none(self) -> None:
        throttle = Throttle(lambda: True, wanted=lambda: False)
        time.sleep(0.2)
        began = time.monotonic()
        throttle.rest(CancelToken())
        assert time.monotonic() - began < 0.1


class TestTheIndexOnDisk:
    def test_is_not_written_again_for_every_small_change(
        self, open_context: OpenContext, folder: Path, tmp_path: Path
    ) -> None:
        context = open_context()
        context.ingest.add([folder], JobContext())
        (file,) = (tmp_path / "library" / "index").glob("*.hnsw")
        written = file.stat().st_mtime_ns
        (folder / "more.txt").write_text("The ladder stands in the garage.")
        context.ingest.sync(JobContext())
        assert file.stat().st_mtime_ns == written
        context.close()
        again = open_context()
        assert again.retrieve.search("where is the ladder").hits[0].path.name == "more.txt"
        assert all(check.ok for check in again.doctor.check())
