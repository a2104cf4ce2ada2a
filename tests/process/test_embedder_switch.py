"""The library changes to another embedder, and back; whatever goes wrong on the way, it can be searched."""

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.embedders import BATCH, BUNDLED
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.app.passages import text_to_embed
from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind
from desktop_rag.domain.errors import (
    Cancelled,
    EmbedderUnusable,
    InstallationError,
    LibraryBusy,
    ModelError,
    ModelMissing,
    WorkerError,
)
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.runtime import assets_dir
from desktop_rag.store.lock import writer_lock
from tests.embedder_files import BertShape, write_embedder, write_minilm
from tests.process.conftest import OpenContext
from tests.process.switching import answers, gguf, stored, write_reports

TINY, OLD = "Tiny embedder", "all-MiniLM-L6-v2"
SLOW = BertShape(layers=3, width=128, hidden=512)
BUNDLED_CHOICE = EmbedderChoice()
FEW = BATCH // 2


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_embedder(tmp_path_factory.mktemp("tiny") / "tiny.gguf", name=TINY)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that takes long enough for something to happen meanwhile."""
    return write_embedder(tmp_path_factory.mktemp("slow") / "slow.gguf", name=TINY, shape=SLOW)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "documents")


@pytest.fixture
def context(open_context: OpenContext, documents: Path) -> AppContext:
    opened = open_context()
    opened.ingest.add([documents], JobContext())
    return opened


def in_use(context: AppContext) -> str:
    return context._embedding.in_use().name


def lacking(context: AppContext) -> set[int]:
    return context._embedding.vectors.documents_without(context._embedding.in_use().id)


def hearing(heard: list[Progress], when: Callable[[Progress], None] = lambda _: None) -> JobContext:
    def hear(report: Report) -> None:
        assert isinstance(report, Progress)
        heard.append(report)
        when(report)

    return JobContext(report=hear)


class TestTheWholePath:
    def test_there_and_back(self, context: AppContext, documents: Path, tiny: Path) -> None:
        before, passages = answers(context), context.catalogue.overview().passages
        (item,) = context.shelf.add([tiny], JobContext()).items
        heard: list[Progress] = []
        context.embedders.switch(context.embedders.choice_for(item), hearing(heard))
        assert [report.phase for report in heard][-1] is Phase.FINISHING
        done = [report.done for report in heard if report.phase is Phase.EMBEDDING]
        assert (done[0], done[-1]) == (0, passages)
        assert heard[0].total == passages
        assert context.embedders.current() == gguf(tiny)
        assert in_use(context) == context.catalogue.overview().embedder == TINY
        assert {name: len(rows) for name, rows in stored(context.paths.library).items()} == {TINY: passages}
        assert answers(context) != before
        assert all(check.ok for check in context.doctor.check() if check.name != "Understanding text")

        (documents / "report-3.md").write_text("The chimney sweep comes in March.")
        assert context.ingest.sync(JobContext()).embedded == 1
        assert context.retrieve.search("chimney sweep").hits[0].path.name == "report-3.md"
        assert lacking(context) == set()
        assert list(stored(context.paths.library)) == [TINY]

        (documents / "report-3.md").unlink()
        write_reports(documents / "again")
        (documents / "again" / "report-3.md").rename(documents / "report-3.md")
        for path in (documents / "again").iterdir():
            path.unlink()
        context.ingest.sync(JobContext())
        context.embedders.switch(BUNDLED_CHOICE, JobContext())
        assert in_use(context) == OLD
        assert list(stored(context.paths.library)) == [OLD]
        scores = [[score for _id, score in found] for found in answers(context)]
        assert scores == [[score for _id, score in found] for found in before]

    def test_an_empty_library_changes_at_once(self, open_context: OpenContext, tiny: Path) -> None:
        context = open_context()
        context.embedders.switch(gguf(tiny), JobContext())
        assert in_use(context) == TINY

    def test_documents_that_are_added_later_are_cut_for_what_the_embedder_can_see(
        self, context: AppContext, tmp_path: Path
    ) -> None:
        short = write_embedder(tmp_path / "short.gguf", name=TINY, shape=BertShape(positions=64))
        passages = context.catalogue.overview().passages
        context.embedders.switch(gguf(short), JobContext())
        assert context.catalogue.overview().passages == passages  # cut as before
        assert lacking(context) == set()
        more = write_reports(tmp_path / "more")
        context.ingest.add([more], JobContext())
        assert context.catalogue.overview().passages > 3 * passages

    def test_only_the_index_of_the_new_one_is_on_disk(self, context: AppContext, tiny: Path) -> None:
        def indexes() -> set[str]:
            return {path.stem for path in (context.paths.library / "index").iterdir()}

        before = indexes()
        context.embedders.switch(gguf(tiny), JobContext())
        assert len(indexes()) == 1
        assert indexes() != before

    def test_every_text_is_embedded_as_it_was_the_first_time(self, context: AppContext) -> None:
        texts = context._embedding.vectors.sample(100)
        assert len(texts) > FEW
        for text in texts:
            whole = text_to_embed(text.context, text.body).encode()
            assert hashlib.sha256(whole).digest()[:16] == text.digest


class TestWhileItChanges:
    def test_searching_goes_on_with_the_old_one(self, context: AppContext, slow: Path) -> None:
        before, found, over = answers(context), [], threading.Event()

        def search() -> None:
            while not over.is_set():
                found.append(answers(context))

        thread = threading.Thread(target=search)
        thread.start()
        during = 0

        def count(report: Progress) -> None:
            nonlocal during
            during = len(found)

        try:
            context.embedders.switch(gguf(slow), hearing([], count))
        finally:
            over.set()
            thread.join()
        after = answers(context)
        assert during >= 2
        assert all(result == before for result in found[:during])
        for result in found[during:]:  # at the swap one question may meet the old one, the next the new
            assert all(one in pair for one, pair in zip(result, zip(before, after, strict=True), strict=True))
        assert after != before

    def test_cancelling_leaves_the_old_one_and_the_next_try_goes_on(
        self, context: AppContext, slow: Path
    ) -> None:
        before, passages, token = answers(context), context.catalogue.overview().passages, CancelToken()

        def stop(report: Report) -> None:
            if isinstance(report, Progress) and report.done:
                token.cancel()

        with pytest.raises(Cancelled):
            context.embedders.switch(gguf(slow), JobContext(token, stop))
        assert (context.embedders.current(), in_use(context)) == (BUNDLED_CHOICE, OLD)
        assert context.catalogue.overview().embedder == OLD
        assert answers(context) == before
        kept = len(stored(context.paths.library)[TINY])
        assert 0 < kept < passages
        assert context.embedders.cost(gguf(slow), JobContext()).left == passages - kept
        context.ingest.sync(JobContext())  # what was embedded for the change survives it
        heard: list[Progress] = []
        context.embedders.switch(gguf(slow), hearing(heard))
        assert heard[0].total == passages - kept
        assert in_use(context) == TINY

    def test_another_process_that_writes_must_finish_first(self, context: AppContext, tiny: Path) -> None:
        with writer_lock(context.paths.library), pytest.raises(LibraryBusy):
            context.embedders.switch(gguf(tiny), JobContext())
        assert in_use(context) == OLD

    def test_a_window_that_is_open_beside_it_follows(
        self, open_context: OpenContext, context: AppContext, tiny: Path
    ) -> None:
        window = open_context()
        answers(window)
        pid = window._embedding.in_use().client.child.pid
        context.embedders.switch(gguf(tiny), JobContext())
        assert answers(window) == answers(context)
        assert in_use(window) == TINY
        assert pid is not None
        assert not psutil.pid_exists(pid)

    def test_who_uses_the_old_one_may_finish(self, context: AppContext, tiny: Path) -> None:
        with context._embedding.use() as old:
            pid = old.client.child.pid
            context.embedders.switch(gguf(tiny), JobContext())
            assert in_use(context) == TINY
            assert old.client.encode_question(["Still there?"]).shape == (1, 384)
            assert old.client.child.pid == pid
        assert pid is not None
        assert not psutil.pid_exists(pid)

    def test_closing_the_program_ends_both_children(
        self, context: AppContext, slow: Path, open_context: OpenContext
    ) -> None:
        ended: list[BaseException] = []

        def change() -> None:
            try:
                context.embedders.switch(gguf(slow), JobContext())
            except Cancelled as error:
                ended.append(error)

        thread = threading.Thread(target=change)
        thread.start()
        await_true(lambda: len(context._embedding._clients) == 2 and TINY in stored(context.paths.library))
        children = [client.child for client in context._embedding._clients]
        context._embedding.close()
        context._embedding.close()
        thread.join()
        assert len(ended) == 1
        assert [child.alive for child in children] == [False, False]
        assert in_use(open_context()) == OLD


def await_true(condition: Callable[[], bool], limit_s: float = 60.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextlib.contextmanager
def killer(context: AppContext, times: int | None) -> Iterator[None]:
    """Kills the child of the embedder that is being changed to, so many times or again and again."""
    over = threading.Event()

    def kill() -> None:
        killed: set[int] = set()
        while not over.wait(0.01) and (times is None or len(killed) < times):
            for client in list(context._embedding._clients)[1:]:
                pid = client.child.pid
                if TINY in stored(context.paths.library) and pid and pid not in killed:
                    killed.add(pid)
                    with contextlib.suppress(psutil.NoSuchProcess):
                        psutil.Process(pid).kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class TestWhenItGoesWrong:
    def test_a_child_that_dies_once_is_started_again(self, context: AppContext, slow: Path) -> None:
        answers(context)
        with killer(context, times=1):
            context.embedders.switch(gguf(slow), JobContext())
        assert in_use(context) == TINY
        assert lacking(context) == set()

    def test_a_child_that_dies_again_and_again_leaves_the_old_one(
        self, context: AppContext, slow: Path
    ) -> None:
        before = answers(context)  # the child may die while it starts, too: that is another error
        with killer(context, times=None), pytest.raises((WorkerError, InstallationError)):
            context.embedders.switch(gguf(slow), JobContext())
        assert context.embedders.current() == BUNDLED_CHOICE
        assert answers(context) == before

    def test_a_file_that_is_no_embedder_leaves_the_old_one(self, context: AppContext, tmp_path: Path) -> None:
        path = tmp_path / "broken.gguf"
        path.write_bytes(b"GGUF" + b"\xff" * 100)
        before = answers(context)
        for attempt in (context.embedders.cost, context.embedders.switch):
            with pytest.raises(ModelError):
                attempt(gguf(path), JobContext())
        assert answers(context) == before
        assert context.catalogue.overview().embedder == OLD

    def test_a_file_that_has_gone_says_so_and_the_bundled_one_can_be_chosen(
        self, open_context: OpenContext, context: AppContext, tiny: Path, tmp_path: Path
    ) -> None:
        before, path = answers(context), tmp_path / "on-a-drive.gguf"
        path.write_bytes(tiny.read_bytes())
        context.embedders.switch(gguf(path), JobContext())
        context.close()
        path.unlink()
        again = open_context()
        with pytest.raises(ModelMissing, match=r"on-a-drive\.gguf") as missing:
            again.retrieve.search("boiler")
        assert "another search model" in missing.value.hint
        assert {check.name for check in again.doctor.check() if not check.ok} >= {"Understanding text"}
        again.embedders.switch(BUNDLED_CHOICE, JobContext())
        assert answers(again) == before

    def test_a_file_that_comes_back_is_used_again(
        self, open_context: OpenContext, context: AppContext, tiny: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "on-a-drive.gguf"
        path.write_bytes(tiny.read_bytes())
        context.embedders.switch(gguf(path), JobContext())
        before = answers(context)
        context.close()
        away = path.rename(tmp_path / "away.gguf")
        again = open_context()
        with pytest.raises(ModelMissing):
            again.retrieve.search("boiler")
        away.rename(path)
        assert answers(again) == before


class TestWhatItCosts:
    def test_is_told_before_anything_is_done(self, context: AppContext, tiny: Path) -> None:
        passages = context.catalogue.overview().passages
        cost = context.embedders.cost(gguf(tiny), JobContext())
        assert (cost.passages, cost.left, cost.vector_bytes) == (passages, passages, passages * 64 * 4)
        assert cost.seconds is not None
        assert 0 < cost.seconds < 60
        assert list(stored(context.paths.library)) == [OLD]
        assert in_use(context) == context.catalogue.overview().embedder == OLD
        assert len(context._embedding._clients) == 1  # its child is gone

    def test_is_nothing_for_the_one_in_use(self, context: AppContext) -> None:
        cost = context.embedders.cost(BUNDLED_CHOICE, JobContext())
        assert (cost.left, cost.seconds, cost.tells_apart) == (0, 0.0, True)

    @pytest.mark.alone
    def test_is_about_what_it_turns_out_to_be(self, context: AppContext, slow: Path) -> None:
        cost = context.embedders.cost(gguf(slow), JobContext())
        heard: list[tuple[float, Progress]] = []

        def note(report: Report) -> None:
            assert isinstance(report, Progress)
            heard.append((time.monotonic(), report))

        context.embedders.switch(gguf(slow), JobContext(report=note))
        times = [when for when, report in heard if report.phase is Phase.EMBEDDING]
        assert cost.seconds == pytest.approx(times[-1] - times[0], rel=1.0)  # others use this machine too

    def test_cannot_be_measured_in_an_empty_library(self, open_context: OpenContext, tiny: Path) -> None:
        cost = open_context().embedders.cost(gguf(tiny), JobContext())
        assert (cost.passages, cost.left, cost.seconds, cost.vector_bytes) == (0, 0, None, 0)

    def test_says_whether_the_embedder_tells_texts_apart(
        self, context: AppContext, tiny: Path, tmp_path: Path
    ) -> None:
        assert not context.embedders.cost(gguf(tiny), JobContext()).tells_apart  # its weights are random
        real = write_minilm(tmp_path / "minilm.gguf", quantised=True)
        assert context.embedders.cost(gguf(real), JobContext()).tells_apart


class TestWhatThereIs:
    def test_the_bundled_one_comes_first_then_the_shelf(self, context: AppContext, tiny: Path) -> None:
        (item,) = context.shelf.add([tiny], JobContext()).items
        rows = context.embedders.rows()
        assert [row.choice for row in rows] == [BUNDLED_CHOICE, gguf(item.path)]
        assert [row.in_use for row in rows] == [True, False]
        assert [row.facts.name for row in rows] == [OLD, TINY]
        context.embedders.switch(rows[1].choice, JobContext())
        assert [row.in_use for row in context.embedders.rows()] == [False, True]

    def test_a_file_that_has_gone_is_shown_with_its_problem(
        self, context: AppContext, tiny: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "copy.gguf"
        path.write_bytes(tiny.read_bytes())
        context.shelf.add([path], JobContext())
        path.unlink()
        assert context.embedders.rows()[1].problem

    def test_only_an_embedder_can_be_chosen(self, context: AppContext) -> None:
        context.shelf.add([Path(__file__).parents[1] / "practice" / "model.gguf"], JobContext())
        (model,) = (row.item for row in context.shelf.rows(ShelfKind.MODEL))
        with pytest.raises(EmbedderUnusable):
            context.embedders.choice_for(model)

    def test_the_bundled_one_is_what_its_files_say(self, context: AppContext) -> None:
        folder = assets_dir() / "embedder"
        said = json.loads((folder / "config.json").read_text("utf-8"))
        facts = (BUNDLED.name, BUNDLED.dimension, BUNDLED.max_tokens, BUNDLED.pooling, BUNDLED.licence)
        assert facts == tuple(said[key] for key in ("name", "dimension", "max_tokens", "pooling", "licence"))
        assert BUNDLED.kind is EmbedderKind.BUNDLED
        files = [folder / name for name in said["sha256"]]
        assert BUNDLED.size_bytes == sum(path.stat().st_size for path in files)
        info = context._embedding.in_use()
        assert (info.name, info.dimension, info.max_tokens) == facts[:3]
