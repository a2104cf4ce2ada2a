"""Indexing writes at most five times what the library holds in the end, as the system counts it.

Many small transactions write the same pages of a database again and again; so would an index that is saved
after every batch.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.test_many_files import write_notes

MOST_TIMES = 5
A_BLOCK = 512
"""Bytes: the unit of `ru_oublock` on Linux."""
MEBI = 1024**2


def write_reports(folder: Path, count: int, paragraphs: int) -> None:
    """Large files whose passages are all different."""
    chosen = random.Random(3)
    words = [f"{chosen.choice('bdfgklmnprst')}{chosen.choice('aeiou')}{number}" for number in range(900)]
    for number in range(count):
        texts = (" ".join(chosen.choices(words, k=30)) for _ in range(paragraphs))
        (folder / f"report-{number}.md").write_text(f"# Report {number}\n\n" + "\n\n".join(texts))


def written_bytes(library: Path, folder: Path) -> int:
    """What `desktop-rag add` and its children had written to disk."""
    command = [sys.executable, "-m", "desktop_rag", "--library", str(library), "add", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_oublock * A_BLOCK


def counts_bytes(place: Path) -> bool:
    """Whether the file system that `place` is on tells the system what is written: tmpfs does not."""
    script = (
        "import os, sys; f = open(sys.argv[1], 'wb'); f.write(bytes(2**20)); f.flush(); os.fsync(f.fileno())"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(place / "probe")])
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    (place / "probe").unlink()
    return usage.ru_oublock * A_BLOCK >= MEBI


@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.platform != "linux", reason="counted as Linux counts")
@pytest.mark.parametrize(
    ("notes", "reports", "paragraphs"),
    [
        pytest.param(600, 0, 0, id="small files"),
        pytest.param(0, 3, 60, id="large files"),
        pytest.param(6_000, 0, 0, id="very many small files", marks=pytest.mark.long),
        pytest.param(0, 4, 1_500, id="very large files", marks=pytest.mark.long),
    ],
)
def test_few_bytes_are_written_for_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], notes: int, reports: int, paragraphs: int
) -> None:
    if not counts_bytes(tmp_path):
        pytest.skip("this file system does not count what is written to it")
    folder, library = tmp_path / "documents", tmp_path / "library"
    folder.mkdir()
    write_notes(folder, notes)
    write_reports(folder, reports, paragraphs)
    written = written_bytes(library, folder)
    kept = sum(file.stat().st_size for file in library.rglob("*") if file.is_file())
    with capsys.disabled():
        print(
            f"\n{written / MEBI:.1f} MB written for {kept / MEBI:.1f} MB, {written / kept:.1f} times", end=""
        )
    assert 0 < written < MOST_TIMES * kept
