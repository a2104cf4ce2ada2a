"""Very many small files: memory stays flat while they are read, and checking them again takes moments."""

import random
import time
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Phase, Progress, Report
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.documents import DocumentState
from desktop_rag.runtime import RuntimePaths

A_FOLDER = 500
MEBI = 1024**2
WORDS = "boiler flat meeting invoice garden window key parcel tenant winter letter ladder cellar roof".split()


class Resident:
    """This process's memory once `warm` files are read, and the most it took after that."""

    def __init__(self, warm: int) -> None:
        self._warm = warm
        self._process = psutil.Process()
        self.at_first = self.most = 0

    @property
    def growth(self) -> int:
        return self.most - self.at_first

    def hear(self, report: Report) -> None:
        if isinstance(report, Progress) and report.phase is Phase.READING and report.done >= self._warm:
            self.look()

    def look(self) -> None:
        now = self._process.memory_info().rss
        self.at_first = self.at_first or now
        self.most = max(self.most, now)


def write_notes(folder: Path, count: int) -> None:
    chosen = random.Random(7)
    for number in range(count):
        path = folder / f"part-{number // A_FOLDER}" / f"note-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Note {number}. The {' '.join(chosen.sample(WORDS, 6))} of case {number * 7}.")


def timed_check(context: AppContext) -> tuple[IngestSummary, float]:
    began = time.monotonic()
    return context.ingest.sync(JobContext()), time.monotonic() - began


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("count", "warm", "growth_bytes", "check_s"),
    [(2_000, 500, 20 * MEBI, 1.5), pytest.param(20_000, 2_000, 50 * MEBI, 5.0, marks=pytest.mark.long)],
)
def test_memory_is_flat_and_a_second_check_quick(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    count: int,
    warm: int,
    growth_bytes: int,
    check_s: float,
) -> None:
    folder, memory = tmp_path / "notes", Resident(warm)
    write_notes(folder, count)
    context = AppContext.open(RuntimePaths.at(tmp_path / "library"))
    try:
        added = context.ingest.add([folder], JobContext(report=memory.hear))
        memory.look()
        checks = [timed_check(context) for _ in range(2)]
        seconds = min(took_s for _summary, took_s in checks)  # the other one may have had company
        with capsys.disabled():
            each_ms = 1000 * added.seconds / count
            print(
                f"\n{count} files: added in {added.seconds:.0f} s ({each_ms:.1f} ms each),"
                f" memory grew by {memory.growth / MEBI:.0f} MB to {memory.most / MEBI:.0f} MB after {warm},"
                f" checked again in {seconds:.2f} s"
            )
        assert all(check.ready == count and not check.embedded for check, _took_s in checks)
        assert {row.state for row in context.catalogue.overview().documents} == {DocumentState.READY}
        assert added.ready == count
        assert memory.growth < growth_bytes
        assert seconds < check_s
        last = count - 1
        best = context.retrieve.search(f"Note {last} case {last * 7}").hits[0]
        assert best.path.name == f"note-{last}.txt"
    finally:
        context.close()
