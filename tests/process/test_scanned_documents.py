"""Documents whose pages are pictures, through the whole library: read after the rest, kept, and shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import Cancelled
from tests.process.conftest import OpenContext
from tests.scans import SANS, SetPage, save

SMALL = (900, 400)


def letter(text: str) -> SetPage:
    page = SetPage(SMALL)
    page.write(text, 60, 100, 780, SANS, 12)
    return page


@pytest.fixture
def scans(folder: Path) -> Path:
    """Three pages in one PDF, beside the ordinary documents."""
    pages = [letter(f"The {colour} boat belongs to {owner}.").picture for colour, owner in OWNERS.items()]
    return save(pages[0], folder / "boats.pdf", pages[1:])


OWNERS = {"green": "Alice", "yellow": "Bernard", "purple": "Cornelia"}


def state(context: AppContext, path: Path) -> DocumentState:
    return next(row.state for row in context.catalogue.overview().documents if row.path == path)


def phases_of(work: Callable[[JobContext], object]) -> list[Phase]:
    heard: list[Phase] = []

    def hear(report: Report) -> None:
        if isinstance(report, Progress) and (not heard or heard[-1] is not report.phase):
            heard.append(report.phase)

    work(JobContext(report=hear))
    return heard


def test_scans_are_read_after_everything_else_and_can_be_seen_where_they_stand(
    context: AppContext, folder: Path, scans: Path
) -> None:
    phases = phases_of(lambda job: context.ingest.add([folder], job))
    assert phases.index(Phase.READING) < phases.index(Phase.RECOGNISING)
    assert state(context, scans) is DocumentState.READY
    hit = context.retrieve.search("Who owns the purple boat?").hits[0]
    assert (hit.path, hit.page, "Cornelia" in hit.text) == (scans, 3, True)
    view = context.source.view(scans, 3, [(hit.start, hit.end)], 900)
    assert view.placed
    assert view.picture is not None
    assert view.picture.text_in_boxes.split() == hit.text.split()


def test_a_page_that_was_read_is_never_read_again(
    open_context: OpenContext, folder: Path, scans: Path
) -> None:
    """Not when the rest was broken off, not when the file moves, not when it is retried."""
    context, token = open_context(), CancelToken()
    seen: list[int] = []

    def stop_after_one(report: Report) -> None:
        if isinstance(report, Progress) and report.phase is Phase.RECOGNISING:
            seen.append(report.done)
            if report.done:
                token.cancel()

    with pytest.raises(Cancelled):
        context.ingest.add([folder], JobContext(token, stop_after_one))
    (row,) = (row for row in context.catalogue.overview().documents if row.path == scans)
    assert (row.state, row.scans_left) == (DocumentState.SCANNED, 3)  # told of when all are read
    context.close()
    context = open_context()
    left = []

    def count(report: Report) -> None:
        if isinstance(report, Progress) and report.phase is Phase.RECOGNISING:
            left.append(report.done)

    context.ingest.sync(JobContext(report=count))
    assert state(context, scans) is DocumentState.READY
    assert len(left) == 2
    moved = scans.rename(folder / "ships.pdf")
    assert Phase.RECOGNISING not in phases_of(context.ingest.sync)
    assert Phase.RECOGNISING not in phases_of(lambda job: context.ingest.retry([moved], job))
    assert context.retrieve.search("yellow boat").hits[0].path == moved


def test_switched_off_they_wait_and_switched_on_they_are_read(
    context: AppContext, folder: Path, scans: Path
) -> None:
    context.settings.change(read_scans=False)
    context.ingest.add([folder], JobContext())
    assert state(context, scans) is DocumentState.SCANNED
    assert context.ingest.sync(JobContext()).embedded == 0
    context.settings.change(read_scans=True)
    context.ingest.sync(JobContext())
    assert state(context, scans) is DocumentState.READY


def test_a_picture_without_words_is_left_aside(context: AppContext, folder: Path) -> None:
    save(SetPage(SMALL).picture, folder / "fog.png")
    context.ingest.add([folder], JobContext())
    assert state(context, folder / "fog.png") is DocumentState.SKIPPED
    assert Phase.RECOGNISING not in phases_of(context.ingest.sync)
