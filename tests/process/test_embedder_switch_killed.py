"""`kill -9` at any moment of a change of embedder: the old one serves on, and the next try goes on."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.embedder import EmbedderChoice
from desktop_rag.runtime import RuntimePaths
from tests.embedder_files import BertShape, write_embedder
from tests.process.switching import answers, gguf, stored, write_reports

PROGRAM = Path(__file__).with_name("switching.py")
ROOT = Path(__file__).parents[2]
KILLS = 8
DOCUMENTS = 256
NEW, OTHER, OLD = "Slow embedder", "Tiny embedder", "all-MiniLM-L6-v2"
SLOW = BertShape(layers=3, width=128, hidden=512)


def start(library: Path, embedder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROGRAM), str(library), str(embedder)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )


def left_at_begin(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    begun, left = process.stdout.readline().split()
    assert begun == "begun"
    return int(left)


def searched(library: Path) -> tuple[EmbedderChoice, list[list[tuple[int, float]]]]:
    """What the library is searched with, and what is found, once all its parts were found sound."""
    context = AppContext.open(RuntimePaths.at(library))
    try:
        assert context._embedding.in_use().index.consistent(context.retrieve._library.generation())
        return context.embedders.current(), answers(context)
    finally:
        context.close()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """With many short passages, so that a change takes many steps."""
    context = AppContext.open(RuntimePaths.at(tmp_path / "library"))
    context.ingest.add([write_reports(tmp_path / "documents", count=DOCUMENTS, rows=2)], JobContext())
    assert context.catalogue.overview().passages == DOCUMENTS
    context.close()
    return tmp_path / "library"


@pytest.fixture
def embedder(tmp_path: Path) -> Path:
    return write_embedder(tmp_path / "slow.gguf", name=NEW, shape=SLOW)


def duration_s(library: Path, embedder: Path) -> float:
    """How long a whole change takes."""
    with start(library, embedder) as process:
        left_at_begin(process)
        began = time.monotonic()
        assert process.wait(120) == 0
    return time.monotonic() - began


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_random_moments(library: Path, embedder: Path) -> None:
    before, untouched = searched(library), library.with_name("untouched")
    shutil.copytree(library, untouched)
    longest_s, moments = duration_s(library, embedder) / 4, random.Random(20261121)
    after = searched(library)
    assert after[0] == gguf(embedder)
    assert after[1] != before[1]
    kept: list[int] = []
    kills = 0
    while kills < KILLS or not kept:
        if is_over(library, embedder):  # it was faster than the kill, so that it all begins again
            assert searched(library)[0] == after[0]
            shutil.rmtree(library)
            shutil.copytree(untouched, library)
            kept = []
        with start(library, embedder) as process:
            assert left_at_begin(process) == DOCUMENTS - len(kept)
            time.sleep(moments.uniform(0.0, longest_s))
            process.send_signal(signal.SIGKILL)
        rows = stored(library)
        assert rows.get(NEW, [])[: len(kept)] == kept  # none was embedded again
        kept = rows.get(NEW, [])
        if not is_over(library, embedder):
            assert len(rows[OLD]) == DOCUMENTS
            assert searched(library) == before
            kills += 1
        longest_s *= 1.0 if kept else 1.5  # a busy machine got nowhere yet
    with start(library, embedder) as process:
        assert left_at_begin(process) == DOCUMENTS - len(kept)
        assert process.wait(120) == 0
    assert searched(library)[0] == after[0]
    rows = stored(library)
    assert rows.keys() == {NEW}
    assert rows[NEW][: len(kept)] == kept
    assert len(rows[NEW]) == DOCUMENTS


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_around_the_swap_one_of_the_two_serves_whole(library: Path, embedder: Path) -> None:
    """The end of the change, with the swap and the clearing up, over and over."""
    tiny = write_embedder(embedder.with_name("tiny.gguf"), name=OTHER)
    before, moments, longest_s = searched(library), random.Random(5), 0.15
    for _kill in range(KILLS):
        with start(library, tiny) as process:
            left_at_begin(process)
            if len(stored(library).get(OTHER, [])) < DOCUMENTS:
                wait_until(lambda: len(stored(library).get(OTHER, [])) == DOCUMENTS or is_over(library, tiny))
            time.sleep(moments.uniform(0.0, longest_s))
            process.send_signal(signal.SIGKILL)
        choice, found = searched(library)
        assert len(stored(library)[OTHER]) == DOCUMENTS
        assert (choice, found) == before if choice == EmbedderChoice() else choice == gguf(tiny)
    with start(library, tiny) as process:
        assert left_at_begin(process) == 0
        assert process.wait(120) == 0
    assert stored(library).keys() == {OTHER}
    assert searched(library)[0] == gguf(tiny)


def is_over(library: Path, embedder: Path) -> bool:
    return current(library) == gguf(embedder)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def current(library: Path) -> EmbedderChoice:
    context = AppContext.open(RuntimePaths.at(library))
    try:
        return context.embedders.current()
    finally:
        context.close()


def test_what_a_kill_leaves_of_the_old_one_goes_at_the_next_check(tmp_path: Path) -> None:
    """As after a kill between the swap and the end: the notes are there, and the vectors too."""
    library = tmp_path / "library"
    embedder = write_embedder(tmp_path / "tiny.gguf", name=NEW)
    context = AppContext.open(RuntimePaths.at(library))
    context.ingest.add([write_reports(tmp_path / "documents", count=3)], JobContext())
    with context._embedding.beside(gguf(embedder), lambda: False) as new:
        context.embedders._embed_all(new, JobContext())
        context._embedding.swap(new, lambda: context.settings.change(embedder=gguf(embedder)))
        found = answers(context)
    context.close()
    assert stored(library).keys() == {OLD, NEW}
    again = AppContext.open(RuntimePaths.at(library))
    assert answers(again) == found
    again._embedding.forget_unwanted(JobContext().cancel)
    assert stored(library).keys() == {NEW}
    assert answers(again) == found
    again.close()
