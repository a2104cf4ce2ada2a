"""Bombs go off in the real parser child, if at all, and within its limits; the library does not notice.

`-s` prints what each cost.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import DocumentError
from desktop_rag.runtime import RuntimePaths
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from tests import bombs
from tests.watching import Watching

MEBI = 1024**2
LONGEST_S = 60.0
"""On a machine with much else to do: the largest take a third of this otherwise."""
SMALL, LARGE = dict(bombs.all_small()), dict(bombs.all_large())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a bomb: characters read, or a reason; and what that cost."""

    chars: int
    reason: str
    hint: str
    seconds: float
    peak_bytes: int

    def __str__(self) -> str:
        result = self.reason or f"{self.chars:,} characters"
        return f"{self.seconds:6.1f} s {self.peak_bytes / MEBI:6.0f} MB  {result}"


class PeakWatch(Watching):
    """The most memory that a client's child took while this is open."""

    def __init__(self, client: ParserClient) -> None:
        super().__init__(self._look_at_child, every_s=0.02)
        self._client = client
        self.peak_bytes = 0

    def _look_at_child(self) -> None:
        pid = self._client.child.pid
        if pid is not None and psutil.pid_exists(pid):
            with contextlib.suppress(psutil.Error):
                self.peak_bytes = max(self.peak_bytes, psutil.Process(pid).memory_info().rss)


@pytest.fixture(scope="module")
def client() -> Iterator[ParserClient]:
    client = ParserClient(parser_spec())
    yield client
    client.close()


def set_off(client: ParserClient, path: Path) -> Outcome:
    chars, reason, hint = 0, "", ""
    client.close()  # so that the memory is that of this file alone
    client.child.start()
    with PeakWatch(client) as watch:
        began = time.monotonic()
        try:
            chars = sum(len(page.text) for page in client.parse(path).pages)
        except DocumentError as error:  # a child that dies or stalls is a failure of the test
            reason, hint = error.message, error.hint
        seconds = time.monotonic() - began
    return Outcome(chars, reason, hint, seconds, watch.peak_bytes)


def assert_held(client: ParserClient, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = set_off(client, path)
    with capsys.disabled():
        print(f"\n{path.name:18} {path.stat().st_size / MEBI:6.1f} MB  {outcome}", end="")
    assert bool(outcome.reason) == bool(outcome.hint)
    assert outcome.peak_bytes < client.child.spec.memory_bytes
    assert outcome.seconds < LONGEST_S
    assert outcome.chars <= 2 * path.stat().st_size + MEBI


@pytest.mark.parametrize("name", SMALL)
def test_a_bomb_is_held(
    client: ParserClient, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    SMALL[name](tmp_path / name)
    assert_held(client, tmp_path / name, capsys)


@pytest.mark.long
@pytest.mark.parametrize("name", LARGE)
def test_a_large_bomb_is_held(
    client: ParserClient, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    LARGE[name](tmp_path / name)
    assert_held(client, tmp_path / name, capsys)


@pytest.mark.timeout(900)
def test_a_folder_of_bombs_leaves_the_library_small_and_the_other_files_found(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("ratio.docx", "lying.odt", "laughing.epub", "laughs.xml", "bomb.png", "huge.pdf"):
        SMALL[name](folder / name)
    bombs.repeated(b"x", MEBI)(folder / "line.txt")
    bombs.repeated(b"y", MEBI, b"name,text\n1,", b"\n2,end\n")(folder / "cell.csv")
    bombs.mailbox(folder / "from.mbox", 20_000)
    (folder / "a-note.txt").write_text("The spare key hangs behind the wardrobe.")
    (folder / "z-note.txt").write_text("The ladder stands in the garage.")
    context = AppContext.open(RuntimePaths.at(tmp_path / "library"))
    try:
        context.settings.change(read_scans=False)
        context.ingest.add([folder], JobContext())
        rows = {row.path.name: row for row in context.catalogue.overview().documents}
        assert rows.keys() == {path.name for path in folder.iterdir()}
        for row in rows.values():
            assert row.state is DocumentState.READY or (row.reason and row.hint), row.path.name
        for question, name in (("spare key", "a-note.txt"), ("where is the ladder", "z-note.txt")):
            assert context.retrieve.search(question).hits[0].path.name == name
    finally:
        context.close()
    on_disk = sum(path.stat().st_size for path in folder.iterdir())
    kept = sum(path.stat().st_size for path in (tmp_path / "library").rglob("*") if path.is_file())
    assert kept < 3 * on_disk
