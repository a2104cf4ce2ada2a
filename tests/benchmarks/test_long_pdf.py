"""A PDF of three thousand pages goes into a library in bounded memory, and its pages keep their places."""

import contextlib
import time
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.runtime import RuntimePaths
from tests.pdfs import at, lines, write_pdf
from tests.watching import Watching

PAGES = 3_000
MEBI = 1024**2
PARENT_BYTES, PARSER_BYTES = 150 * MEBI, 300 * MEBI
"""Beyond what the parent took before, and in all."""


class Peaks(Watching):
    """The most memory that this process and its parser children took while this is open."""

    def __init__(self) -> None:
        super().__init__(self._look_at_all, every_s=0.05)
        self._process = psutil.Process()
        self.before = self._process.memory_info().rss
        self.parent = self.parser = 0

    def _look_at_all(self) -> None:
        self.parent = max(self.parent, self._process.memory_info().rss - self.before)
        for child in self._process.children():
            with contextlib.suppress(psutil.Error):
                if child.cmdline()[-1:] == ["parser"]:
                    self.parser = max(self.parser, child.memory_info().rss)


def write_report(path: Path) -> Path:
    pages = [
        at(72, 770, "The long report", 9)
        + lines(f"Section {number} tells of parcel {number * 7 + 100_000}.", "It lies in the northern field.")
        + at(300, 30, f"{number + 1}")
        for number in range(PAGES)
    ]
    return write_pdf(path, pages)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_pdf_of_3000_pages_is_indexed_in_bounded_memory_and_found_page_by_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_report(tmp_path / "long.pdf")
    context = AppContext.open(RuntimePaths.at(tmp_path / "library"))
    try:
        began = time.monotonic()
        with Peaks() as peaks:
            summary = context.ingest.add([path], JobContext())
        with capsys.disabled():
            print(
                f"\n{PAGES} pages, {summary.passages} passages in {time.monotonic() - began:.0f} s; parent"
                f" {peaks.parent / MEBI:.0f} MB more, parser {peaks.parser / MEBI:.0f} MB"
            )
        assert (summary.ready, summary.pages) == (1, PAGES)
        assert peaks.parent < PARENT_BYTES
        assert 0 < peaks.parser < PARSER_BYTES
        for number in (0, 1, 1_499, PAGES - 1):
            hit = context.retrieve.search(f"parcel {number * 7 + 100_000}").hits[0]
            assert (hit.page, hit.text.split()[1]) == (number + 1, str(number))
            view = context.source.view(path, hit.page, [(hit.start, hit.end)], 800)
            assert view.picture is not None
            assert "".join(view.picture.text_in_boxes.split()) == "".join(hit.text.split())
    finally:
        context.close()
