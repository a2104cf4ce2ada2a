"""What may happen while text is recognised, while folders lie in folders, and while somebody else writes."""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.app.values import DocumentRow
from desktop_rag.domain.documents import DocumentState, Page
from desktop_rag.domain.errors import BadPassword, Cancelled, WorkerCrashed
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.store.lock import writer_lock
from desktop_rag.workers.parser_client import ParserClient
from tests.pdfs import encrypt_pdf
from tests.process.conftest import OpenContext
from tests.scans import SANS, SetPage, save

PASSWORD = "open sesame 4711"
LONG_AGO_S = 1_700_000_000
WORDS = ("apple", "bridge", "castle", "dragon")


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The pages that were given to text recognition, which reads them as ever."""
    asked: list[tuple[str, int]] = []
    real = ParserClient.recognise

    def recognise(
        self: ParserClient, path: Path, page: int, password: str = "", cancelled: Callable[[], bool] = bool
    ) -> Page:
        asked.append((path.name, page))
        return real(self, path, page, password, cancelled)

    monkeypatch.setattr(ParserClient, "recognise", recognise)
    return asked


def picture(word: str) -> Image.Image:
    page = SetPage((900, 200))
    page.write(f"The {word} costs 940 euros", 60, 60, 800, SANS, 14)
    return page.picture


def scan(path: Path, *words: str) -> Path:
    """A PDF of pictures, each with a sentence on one of the words. Not fresh, so that nothing is looked at
    again without need."""
    first, *more = (picture(word) for word in words)
    save(first, path, more)
    os.utime(path, (LONG_AGO_S, LONG_AGO_S))
    return path


def rows(context: AppContext) -> dict[str, DocumentRow]:
    return {row.path.name: row for row in context.catalogue.overview().documents}


def found(context: AppContext, word: str) -> set[str]:
    return {
        hit.path.name for hit in context.retrieve.search(f"{word} costs").hits if word in hit.text.lower()
    }


class When:
    """Does something once, when text recognition begins with its `nth` page."""

    def __init__(self, nth: int, what: Callable[[], object]) -> None:
        self.token = CancelToken()
        self.job = JobContext(self.token, self._hear)
        self._nth = nth
        self._what: Callable[[], object] | None = what

    def stop(self) -> None:
        self.token.cancel()

    def _hear(self, report: Report) -> None:
        if isinstance(report, Progress) and report.phase is Phase.RECOGNISING and report.done == self._nth:
            what, self._what = self._what, None
            if what:
                what()


class TestWhileTextIsRecognised:
    def test_a_document_that_was_stopped_in_the_middle_goes_on_where_it_was(
        self, context: AppContext, folder: Path, recognised: list[tuple[str, int]]
    ) -> None:
        scan(folder / "scan.pdf", *WORDS)
        stop = When(2, lambda: stop.stop())  # noqa: PLW0108 - it is not there yet
        with pytest.raises(Cancelled):
            context.ingest.add([folder], stop.job)
        recognised.clear()
        context.ingest.sync(JobContext())
        assert [page for _name, page in recognised] == [3, 4]
        assert all(found(context, word) for word in WORDS)

    def test_a_second_copy_is_not_recognised_again(
        self, context: AppContext, folder: Path, recognised: list[tuple[str, int]]
    ) -> None:
        scan(folder / "scan.pdf", "apple")
        shutil.copy(folder / "scan.pdf", folder / "copy.pdf")
        context.ingest.add([folder], JobContext())
        assert len(recognised) == 1
        assert found(context, "apple") == {"scan.pdf", "copy.pdf"}

    def test_a_rename_loses_no_page(self, context: AppContext, folder: Path) -> None:
        path = scan(folder / "scan.pdf", *WORDS)

        def move() -> None:
            context.ingest.hurry([path, path.rename(folder / "other.pdf")])

        rename = When(1, move)
        context.ingest.add([folder], rename.job)
        context.ingest.sync(JobContext())
        assert [found(context, word) for word in WORDS] == [{"other.pdf"}] * 4

    def test_another_file_in_its_place_is_never_taken_for_it(self, context: AppContext, folder: Path) -> None:
        path = scan(folder / "scan.pdf", "apple", "bridge")
        before = path.read_bytes()
        replace = When(1, lambda: os.utime(scan(path, "castle", "dragon"), (9, 9)))
        context.ingest.add([folder], replace.job)
        context.ingest.sync(JobContext())
        assert [bool(found(context, word)) for word in WORDS] == [False, False, True, True]
        path.write_bytes(before)
        os.utime(path, (LONG_AGO_S + 9, LONG_AGO_S + 9))
        context.ingest.sync(JobContext())
        assert [bool(found(context, word)) for word in WORDS] == [True, True, False, False]

    def test_a_scan_on_a_drive_that_went_away_is_no_problem_and_is_read_when_it_is_back(
        self, context: AppContext, folder: Path
    ) -> None:
        scan(folder / "scan.pdf", "apple")
        context.settings.change(read_scans=False)
        context.ingest.add([folder], JobContext())
        context.settings.change(read_scans=True)
        away = folder.rename(folder.with_name("unplugged"))
        context.ingest.sync(JobContext())
        assert rows(context)["scan.pdf"].state in (DocumentState.SCANNED, DocumentState.UNAVAILABLE)
        away.rename(folder)
        context.ingest.sync(JobContext())
        assert found(context, "apple") == {"scan.pdf"}

    def test_a_scan_that_comes_while_others_are_read_again_is_recognised(
        self, context: AppContext, folder: Path
    ) -> None:
        context.ingest.add([folder], JobContext())
        told = threading.Event()

        def hear(report: Report) -> None:
            if isinstance(report, Progress) and report.phase is Phase.READING and not told.is_set():
                told.set()
                context.ingest.hurry([scan(folder / "scan.pdf", "apple")])

        context.ingest.retry([folder / "lease.txt", folder / "recipes.md"], JobContext(report=hear))
        context.ingest.take_in(JobContext())
        assert found(context, "apple") == {"scan.pdf"}

    def test_switching_it_off_ends_it(
        self, context: AppContext, folder: Path, recognised: list[tuple[str, int]]
    ) -> None:
        scan(folder / "scan.pdf", *WORDS)
        off = When(1, lambda: context.settings.change(read_scans=False))
        context.ingest.add([folder], off.job)
        assert len(recognised) <= 2
        context.settings.change(read_scans=True)
        context.ingest.sync(JobContext())
        assert all(found(context, word) for word in WORDS)

    def test_a_page_that_failed_is_tried_again_on_retry_and_not_before(
        self, context: AppContext, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = scan(folder / "scan.pdf", "apple", "bridge")
        real, tries = ParserClient.recognise, list[int]()

        def recognise(self: ParserClient, path: Path, page: int, *more: object) -> Page:
            tries.append(page)
            if page == 1:
                raise WorkerCrashed
            return real(self, path, page, *more)  # type: ignore[arg-type] # as they came

        with monkeypatch.context() as patch:
            patch.setattr(ParserClient, "recognise", recognise)
            context.ingest.add([folder], JobContext())
            before = len(tries)
            context.ingest.sync(JobContext())
            assert len(tries) == before
        assert not found(context, "apple")
        context.ingest.retry([path], JobContext())
        assert found(context, "apple") == {"scan.pdf"}

    def test_progress_stays_the_recognitions_own(self, context: AppContext, folder: Path) -> None:
        for word in WORDS:
            scan(folder / f"{word}.pdf", word)
        heard: list[Progress] = []

        def hear(report: Report) -> None:
            assert isinstance(report, Progress)
            heard.append(report)

        context.ingest.add([folder], JobContext(report=hear))
        first = next(n for n, report in enumerate(heard) if report.phase is Phase.RECOGNISING)
        phases = [report.phase for report in heard[first:]]
        assert phases == sorted(phases, key=[Phase.RECOGNISING, Phase.FINISHING].index)


class TestScansWithAPassword:
    @pytest.fixture
    def locked(self, folder: Path) -> Path:
        path = encrypt_pdf(scan(folder / "letter.pdf", "apple", "bridge"), user=PASSWORD)
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))
        return path

    def test_they_wait_for_it_after_a_restart(
        self, open_context: OpenContext, folder: Path, locked: Path
    ) -> None:
        context = open_context()
        context.settings.change(read_scans=False)
        context.ingest.add([folder], JobContext())
        context.ingest.unlock(locked, PASSWORD, JobContext())
        context.settings.change(read_scans=True)
        context.close()
        again = open_context()
        again.ingest.sync(JobContext())
        again.ingest.unlock(locked, PASSWORD, JobContext())
        assert found(again, "apple") == found(again, "bridge") == {"letter.pdf"}

    def test_a_rename_keeps_it(self, context: AppContext, folder: Path, locked: Path) -> None:
        context.settings.change(read_scans=False)
        context.ingest.add([folder], JobContext())
        context.ingest.unlock(locked, PASSWORD, JobContext())
        locked.rename(folder / "renamed.pdf")
        context.settings.change(read_scans=True)
        context.ingest.sync(JobContext())
        assert found(context, "apple") == {"renamed.pdf"}

    def test_a_wrong_one_takes_nothing_away(
        self, open_context: OpenContext, folder: Path, locked: Path
    ) -> None:
        context = open_context()
        context.ingest.add([folder], JobContext())
        context.ingest.unlock(locked, PASSWORD, JobContext())
        with pytest.raises(BadPassword):
            context.ingest.unlock(locked, "sesame", JobContext())
        assert found(context, "apple") == {"letter.pdf"}
        context.close()
        again = open_context()
        again.ingest.retry([locked], JobContext())
        assert found(again, "apple") == {"letter.pdf"}

    def test_whether_it_is_right_is_known_before_what_else_changed_is_read(
        self, context: AppContext, folder: Path, locked: Path
    ) -> None:
        context.ingest.add([folder], JobContext())
        context.ingest.hurry([scan(folder / "late.pdf", "bridge")])
        with pytest.raises(BadPassword):
            context.ingest.unlock(locked, "sesame", JobContext())
        context.ingest.unlock(locked, PASSWORD, JobContext())
        assert "late.pdf" not in rows(context)
        context.ingest.take_in(JobContext())
        assert found(context, "bridge") >= {"late.pdf"}


class TestSingleFiles:
    def test_one_that_was_deleted_is_no_longer_found(self, context: AppContext, folder: Path) -> None:
        context.ingest.add([folder / "lease.txt"], JobContext())
        (folder / "lease.txt").unlink()
        context.ingest.sync(JobContext())
        assert rows(context) == {}
        (folder / "lease.txt").write_text("The monthly rent is 1020 euros.")
        context.ingest.sync(JobContext())
        assert rows(context)["lease.txt"].state is DocumentState.READY

    def test_one_whose_folder_is_away_is_kept(self, context: AppContext, folder: Path) -> None:
        context.ingest.add([folder / "lease.txt"], JobContext())
        folder.rename(folder.with_name("unplugged"))
        context.ingest.sync(JobContext())
        assert rows(context)["lease.txt"].state is DocumentState.UNAVAILABLE


class TestFoldersInFolders:
    def test_what_an_inner_folder_leaves_out_stays_in_the_outer_one(
        self, context: AppContext, folder: Path
    ) -> None:
        inner = folder / "inner"
        inner.mkdir()
        (inner / "note.txt").write_text("The gate code is 4711.")
        context.ingest.add([folder, inner], JobContext())
        summary = context.ingest.set_rules(inner, FolderRules(ignore=("*.txt",)), JobContext())
        assert rows(context)["note.txt"].state is DocumentState.READY
        assert summary.embedded == 0

    def test_the_counts_of_each_add_up_to_what_is_on_disk(self, context: AppContext, folder: Path) -> None:
        inner = folder / "inner"
        inner.mkdir()
        (inner / "note.txt").write_text("The gate code is 4711.")
        (inner / "list.md").write_text("- the spare key")
        context.ingest.add([folder], JobContext(), FolderRules(ignore=("*.txt",)))
        context.ingest.add([inner], JobContext(), FolderRules(ignore=("*.md",)))
        counts = {root.path: (root.total, root.ignored) for root in context.catalogue.overview().roots}
        assert counts == {folder: (3, 2), inner: (1, 1)}


class TestWorkThatIsBrokenOff:
    def test_changes_that_were_told_are_taken_in_the_next_time(
        self, context: AppContext, folder: Path
    ) -> None:
        context.ingest.add([folder], JobContext())
        new = folder / "new.txt"
        new.write_text("The spare key hangs behind the wardrobe.")
        context.ingest.hurry([new])
        token = CancelToken()
        with pytest.raises(Cancelled):
            context.ingest.take_in(JobContext(token, lambda _report: token.cancel()))
        assert context.ingest.is_urgent
        context.ingest.take_in(JobContext())
        assert rows(context)["new.txt"].state is DocumentState.READY

    def test_watching_outlives_another_program_that_writes(
        self, context: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        context.ingest.add([folder], JobContext())
        (folder / "new.txt").write_text("The spare key hangs behind the wardrobe.")
        token = CancelToken()
        timer = threading.Timer(30, token.cancel)
        timer.start()
        release = threading.Event()
        held = threading.Event()

        def hold() -> None:
            with writer_lock(tmp_path / "library"):
                held.set()
                release.wait(2)

        other = threading.Thread(target=hold)
        other.start()
        held.wait()
        summaries = context.following.follow_on(JobContext(token))
        summary = next(summaries)
        token.cancel()
        timer.cancel()
        other.join()
        assert list(summaries) == []
        assert summary.ready == 4
