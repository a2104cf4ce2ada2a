"""`kill -9` at any moment of an `add`: the next one finishes, and nothing is lost or doubled."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.runtime import RuntimePaths

KILLS_PER_LIBRARY = 5
LIBRARIES = 6
FILES = 24


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(FILES):
        sentences = [f"Report {number} counts {number * line} boxes in row {line}." for line in range(30)]
        (folder / f"report-{number}.md").write_text(f"# Report {number}\n\n" + " ".join(sentences))
    return folder


def content(library: Path) -> set[tuple[str, int, int, int, str]]:
    """Everything that can be found, after checking that no two passages are the same."""
    context = AppContext.open(RuntimePaths.at(library))
    try:
        checks = list(context.doctor.check())
        assert all(check.ok for check in checks), checks
        passages = [
            (hit.path.name, hit.page, hit.start, hit.end, hit.text)
            for number in range(FILES)
            for hit in context.retrieve.search(f"report {number} boxes", k=1000).hits
            if hit.path.name == f"report-{number}.md"
        ]
        assert context.catalogue.overview().passages == len(passages) == len(set(passages))
        return set(passages)
    finally:
        context.close()


@pytest.mark.timeout(600)
def test_killed_at_thirty_random_moments(tmp_path: Path, documents: Path) -> None:
    whole = tmp_path / "whole"
    context = AppContext.open(RuntimePaths.at(whole))
    began = time.monotonic()
    context.ingest.add([documents], JobContext())
    duration_s = time.monotonic() - began + 0.5
    context.close()
    expected = content(whole)
    moments = random.Random(20261121)
    for number in range(LIBRARIES):
        library = tmp_path / f"library-{number}"
        command = [sys.executable, "-m", "desktop_rag", "--library", str(library), "add", str(documents)]
        for _kill in range(KILLS_PER_LIBRARY):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(moments.uniform(0.1, duration_s))
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        assert content(library) == expected
