"""Getting a model from its offer to the shelf, with a real server, real children and a real file."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Report
from desktop_rag.app.shelf_values import DownloadPlan, PlanSource
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress
from desktop_rag.domain.errors import (
    BadLink,
    Cancelled,
    ChecksumWrong,
    DownloadError,
    DownloadsOff,
    WrongFile,
)
from desktop_rag.domain.language_model import ModelFacts
from desktop_rag.domain.shelf import Origin, ShelfKind
from desktop_rag.runtime import FORBIDDING_FILE, RuntimePaths
from tests.catalogues import entry, write_catalogue
from tests.ggufs import write_model
from tests.hostile_server import HostileServer, honest, hostile_server


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_model(tmp_path_factory.mktemp("published") / "tiny.gguf", name="Tiny One").read_bytes()


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def context(tmp_path: Path, server: HostileServer, body: bytes) -> Iterator[AppContext]:
    """A library whose catalogue offers one model, from the test's server."""
    url = server.page("/tiny.gguf", honest(body, bytes_per_s=4e6))
    catalogue = write_catalogue(tmp_path / "catalogue.json", entry(url, body))
    opened = AppContext.open(RuntimePaths.at(tmp_path / "library"), catalogue=catalogue)
    yield opened
    opened.close()


@pytest.fixture
def plan(context: AppContext) -> DownloadPlan:
    (row,) = context.offers.rows(ShelfKind.MODEL)
    return context.downloads.plan(row.offer)


def download_children() -> list[psutil.Process]:
    own = psutil.Process().children(recursive=True)
    return [child for child in own if child.is_running() and "download" in child.cmdline()[-1:]]


def test_a_plan_tells_everything_before_a_connection_is_opened(
    plan: DownloadPlan, server: HostileServer, body: bytes, context: AppContext
) -> None:
    assert (plan.name, plan.host, plan.size_bytes) == ("Tiny One", "127.0.0.1", len(body))
    assert (plan.done_bytes, plan.problem, plan.source) == (0, "", PlanSource.CATALOGUE)
    assert plan.target.parent == context.paths.models
    assert plan.free_bytes > 0
    assert server.asked == []
    assert download_children() == []


def test_one_click_puts_the_model_on_the_shelf(context: AppContext, plan: DownloadPlan, body: bytes) -> None:
    heard: list[Report] = []
    item = context.downloads.get(plan, JobContext(report=heard.append))
    assert plan.target.read_bytes() == body
    assert (item.kind, item.origin, item.source) == (ShelfKind.MODEL, Origin.DOWNLOADED, plan.url)
    assert item.sha256 == hashlib.sha256(body).hexdigest()
    assert isinstance(item.facts, ModelFacts)
    progress = [each for each in heard if isinstance(each, DownloadProgress)]
    assert progress[-1].done_bytes == len(body)
    assert [each.done_bytes for each in progress if each.phase is DownloadPhase.FETCHING]
    assert [path.name for path in plan.target.parent.iterdir()] == [plan.target.name]
    assert context.downloads.paused() == ()
    assert download_children() == []


def test_an_offer_that_one_has_is_marked(context: AppContext, plan: DownloadPlan) -> None:
    item = context.downloads.get(plan, JobContext())
    (row,) = context.offers.rows(ShelfKind.MODEL)
    assert row.on_shelf is not None
    assert row.on_shelf.id == item.id


def test_the_same_file_from_elsewhere_counts_as_had(context: AppContext, tmp_path: Path, body: bytes) -> None:
    own = tmp_path / "my-copy.gguf"
    own.write_bytes(body)
    (item,) = context.shelf.add([own], JobContext()).items
    context.shelf.check(item.id, JobContext())
    (row,) = context.offers.rows(ShelfKind.MODEL)
    assert row.on_shelf is not None
    assert row.on_shelf.path == own


def paused_halfway(context: AppContext, plan: DownloadPlan) -> None:
    """Stops the download once something has come."""
    stop = CancelToken()

    def stop_soon(report: Report) -> None:
        if isinstance(report, DownloadProgress) and report.done_bytes > 0:
            stop.cancel()

    with pytest.raises(Cancelled):
        context.downloads.get(plan, JobContext(stop, stop_soon))


def test_a_paused_download_is_there_after_a_restart_and_goes_on(
    context: AppContext, plan: DownloadPlan, server: HostileServer, body: bytes, tmp_path: Path
) -> None:
    server.page("/tiny.gguf", honest(body, bytes_per_s=4e5))
    paused_halfway(context, plan)
    assert not plan.target.exists()
    assert download_children() == []
    context.close()
    again = AppContext.open(RuntimePaths.at(tmp_path / "library"), catalogue=tmp_path / "catalogue.json")
    try:
        (paused,) = again.downloads.paused()
        assert 0 < paused.done_bytes < len(body)
        assert (paused.target, paused.sha256) == (plan.target, plan.sha256)
        server.page("/tiny.gguf", honest(body))
        item = again.downloads.get(paused, JobContext())
        assert item.path.read_bytes() == body
        assert server.gets("/tiny.gguf")[-1].first_byte >= paused.done_bytes
    finally:
        again.close()


def test_discarding_leaves_nothing_behind(
    context: AppContext, plan: DownloadPlan, server: HostileServer, body: bytes
) -> None:
    server.page("/tiny.gguf", honest(body, bytes_per_s=4e5))
    paused_halfway(context, plan)
    context.downloads.discard(context.downloads.paused()[0])
    assert list(plan.target.parent.iterdir()) == []
    assert context.downloads.paused() == ()


def test_a_wrong_file_never_reaches_the_shelf(context: AppContext, plan: DownloadPlan, body: bytes) -> None:
    with pytest.raises(ChecksumWrong):
        context.downloads.get(replace(plan, sha256="00" * 32), JobContext())
    assert list(plan.target.parent.iterdir()) == []
    assert context.shelf.rows() == ()


def test_a_file_that_cannot_be_used_here_is_told_and_thrown_away(
    context: AppContext, server: HostileServer
) -> None:
    junk = b"GGUF" + bytes(5000)
    (plan,) = context.downloads.look(server.page("/junk.gguf", honest(junk)), JobContext())
    assert (plan.source, plan.sha256) == (PlanSource.LINK, "")
    with pytest.raises(WrongFile, match="cannot be used here"):
        context.downloads.get(plan, JobContext())
    assert list(plan.target.parent.iterdir()) == []


def test_a_link_of_ones_own_is_looked_up_and_fetched(
    context: AppContext, server: HostileServer, body: bytes
) -> None:
    link = server.page("/mine/other.gguf", honest(body))
    assert context.downloads.host_of(link) == "127.0.0.1"
    (plan,) = context.downloads.look(link, JobContext())
    assert (plan.target.name, plan.size_bytes) == ("other.gguf", len(body))
    assert context.downloads.get(plan, JobContext()).path.read_bytes() == body


def test_the_same_link_again_gives_the_model_that_is_there(
    context: AppContext, server: HostileServer, body: bytes
) -> None:
    link = server.page("/mine/other.gguf", honest(body))
    (plan,) = context.downloads.look(link, JobContext())
    first = context.downloads.get(plan, JobContext())
    (again,) = context.downloads.look(link, JobContext())
    assert context.downloads.get(again, JobContext()) == first
    assert len(server.gets("/mine")) == 1
    first.path.write_bytes(b"GGUF" + body[4:-1] + b"!")
    with pytest.raises(DownloadError, match="Another file"):
        context.downloads.get(again, JobContext())


def test_what_is_there_needs_no_room(
    context: AppContext, plan: DownloadPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.downloads.get(plan, JobContext())
    monkeypatch.setattr("desktop_rag.app.downloads.free_disk", lambda _folder: 0)
    (row,) = context.offers.rows(ShelfKind.MODEL)
    assert context.downloads.plan(row.offer).problem == ""


def test_a_folder_that_cannot_be_made_is_told_in_plain_words(context: AppContext, plan: DownloadPlan) -> None:
    context.paths.models.write_text("no folder")
    with pytest.raises(DownloadError, match="cannot be written to") as caught:
        context.downloads.get(plan, JobContext())
    assert caught.value.hint


def test_files_of_one_name_do_not_get_in_each_others_way(
    context: AppContext, server: HostileServer, body: bytes
) -> None:
    link = server.page("/one/Lora.gguf", honest(body, bytes_per_s=4e5))
    (one,) = context.downloads.look(link, JobContext())
    paused_halfway(context, one)
    (two,) = context.downloads.look(server.page("/two/Lora.gguf", honest(body)), JobContext())
    assert (one.target.name, two.target.name) == ("Lora.gguf", "Lora-2.gguf")
    context.downloads.get(two, JobContext())
    (still,) = context.downloads.paused()
    assert (still.url, still.target) == (one.url, one.target)
    assert still.done_bytes > 0


def test_a_paused_download_keeps_its_licence(
    context: AppContext, plan: DownloadPlan, server: HostileServer, body: bytes
) -> None:
    server.page("/tiny.gguf", honest(body, bytes_per_s=4e5))
    paused_halfway(context, plan)
    assert context.downloads.paused()[0].licence == plan.licence == "Apache-2.0"


@pytest.mark.parametrize("text", ["", "a model please", "http://example.org/x.gguf", "ftp://x/y.gguf"])
def test_what_is_no_link_is_refused_without_asking_anybody(context: AppContext, text: str) -> None:
    with pytest.raises(BadLink):
        context.downloads.host_of(text)


def test_switched_off_nothing_is_fetched(
    context: AppContext, plan: DownloadPlan, server: HostileServer
) -> None:
    context.downloads.allow(False)
    assert not context.downloads.permission().allowed
    with pytest.raises(DownloadsOff, match="settings"):
        context.downloads.get(plan, JobContext())
    with pytest.raises(DownloadsOff):
        context.downloads.look(plan.url, JobContext())
    assert server.asked == []


def test_the_administrators_word_counts_more(
    context: AppContext, plan: DownloadPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_rag.runtime.program_folder", lambda: tmp_path)
    (tmp_path / FORBIDDING_FILE).touch()
    context.downloads.allow(True)
    permission = context.downloads.permission()
    assert (permission.allowed, permission.by_administrator) == (False, True)
    with pytest.raises(DownloadsOff, match="looks after"):
        context.downloads.get(plan, JobContext())


def test_closing_the_program_in_mid_download_keeps_what_came(
    context: AppContext, plan: DownloadPlan, server: HostileServer, body: bytes
) -> None:
    from desktop_rag.app.jobs import Lane

    server.page("/tiny.gguf", honest(body, bytes_per_s=4e5))
    heard: list[Report] = []

    class Listener:
        def on_progress(self, progress: Report) -> None:
            heard.append(progress)

        def on_success(self, result: object) -> None: ...
        def on_failure(self, error: Exception) -> None: ...
        def on_cancelled(self) -> None: ...

    context.jobs.submit(Lane.DOWNLOAD, lambda job: context.downloads.get(plan, job), Listener())
    deadline = time.monotonic() + 20
    while not any(isinstance(each, DownloadProgress) and each.done_bytes for each in heard):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    context.close()
    assert download_children() == []
    (paused,) = context.downloads.paused()
    assert paused.done_bytes > 0
