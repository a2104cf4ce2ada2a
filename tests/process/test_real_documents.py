"""Real documents from outside this project: damaged, odd and ordinary ones. Skipped where they are not."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.documents import DocumentState
from desktop_rag.runtime import RuntimePaths

pytestmark = pytest.mark.data
HITS = 200


@pytest.fixture(scope="module")
def northwind(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    context = AppContext.open(RuntimePaths.at(tmp_path_factory.mktemp("northwind")))
    context.ingest.add([data_dir / "northwind" / "pdfs"], JobContext())
    yield context
    context.close()


@pytest.mark.timeout(900)
def test_every_hostile_pdf_ends_in_a_state_with_a_reason(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_dir / "hostile" / "pdf"
    context = AppContext.open(RuntimePaths.at(tmp_path / "library"))
    context.settings.change(read_scans=False)  # see tests/benchmarks/test_real_folders.py for that
    began = time.monotonic()
    context.ingest.add([folder], JobContext())
    seconds = time.monotonic() - began
    rows = [row for row in context.catalogue.overview().documents if row.path.suffix == ".pdf"]
    again = context.ingest.sync(JobContext())
    context.close()
    states = Counter(row.state.value for row in rows)
    with capsys.disabled():
        print(f"\nhostile PDFs: {dict(states)} in {seconds:.0f} s")
    assert len(rows) == len(list(folder.glob("*.pdf")))
    assert set(states) <= {"ready", "failed", "skipped", "scanned"}
    assert all(row.reason and row.hint for row in rows if row.state is not DocumentState.READY)
    assert again.embedded == 0


def test_boxes_cover_exactly_the_words_of_hits(
    northwind: AppContext, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = random.Random(3)
    words = ("benefits", "employee", "coverage", "plan", "policy", "role", "health", "report", "cost")
    found = {
        hit.passage_id: hit
        for word in words
        for other in words
        for hit in northwind.retrieve.search(f"{word} {other}", k=40).hits
    }
    hits = chosen.sample(sorted(found.values(), key=lambda hit: hit.passage_id), HITS)
    exact = 0
    for hit in hits:
        view = northwind.source.view(hit.path, hit.page, [(hit.start, hit.end)], 1000)
        assert view.picture is not None
        exact += "".join(view.picture.text_in_boxes.split()) == "".join(hit.text.split())
    with capsys.disabled():
        print(f"\nhighlights: {exact} of {HITS} hits exactly covered")
    assert exact >= 0.99 * HITS
