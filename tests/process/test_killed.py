"""`kill -9` at any moment of adding, editing, renaming and deleting: nothing is lost, doubled or left behind.

Every few kills the work is let finish, and then the library must agree with itself and with the disk.
"""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.runtime import RuntimePaths

FILES = 24
FINISH_EVERY = 5
SENTENCES = 30


class Documents:
    """A folder that keeps changing; `words` is what each file alone holds."""

    def __init__(self, folder: Path, moments: random.Random) -> None:
        self.folder = folder
        self.words: dict[Path, str] = {}
        self._moments = moments
        self._made = 0
        folder.mkdir()
        for _number in range(FILES):
            self._write(folder / f"report-{self._made}.md")

    def change(self) -> None:
        """Something of everything: new, edited, renamed, moved and deleted files."""
        for _edit in range(2):
            self._write(self._any())
        old = self._any()
        new = old.with_name(f"renamed-{self._made}.md")
        old.rename(new)
        self.words[new] = self.words.pop(old)
        self._write(self.folder / f"report-{self._made}.md")
        gone = self._any()
        gone.unlink()
        del self.words[gone]

    def _any(self) -> Path:
        return self._moments.choice(sorted(self.words))

    def _write(self, path: Path) -> None:
        self._made += 1
        word = f"zebra{self._made:05}"
        sentences = [
            f"Report {word} counts {self._made * line} boxes in row {line}." for line in range(SENTENCES)
        ]
        path.write_text(f"# Report {word}\n\n" + " ".join(sentences))
        self.words[path] = word


def assert_agrees(library: Path, documents: Documents) -> None:
    """Tables, keyword index, vectors and vector index with each other, and all of them with the disk."""
    context = AppContext.open(RuntimePaths.at(library))
    try:
        checks = list(context.doctor.check())
        assert all(check.ok for check in checks), checks
        assert {row.path for row in context.catalogue.overview().documents} == documents.words.keys()
        for path, word in documents.words.items():
            hits = [hit for hit in context.retrieve.search(word, k=1000).hits if word in hit.text]
            assert {hit.path for hit in hits} == {path}
            spans = [(hit.page, hit.start, hit.end) for hit in hits]
            assert len(spans) == len(set(spans)) > 0
            last = context.retrieve.search(f"{word} row {SENTENCES - 1}", k=1000).hits
            assert any(word in hit.text and f"in row {SENTENCES - 1}." in hit.text for hit in last)
    finally:
        context.close()


def assert_sound(library: Path) -> None:
    """What must hold of the tables at any moment, finished or not."""
    with closing(sqlite3.connect(library / "library.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        count = "SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM vectors)"
        passages, vectors = connection.execute(count).fetchone()
        assert passages == vectors
        (counted,) = connection.execute("SELECT total(passage_count) FROM documents").fetchone()
        assert counted == passages


@pytest.mark.timeout(1200)
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("kills", [10, pytest.param(100, marks=pytest.mark.long)])
def test_killed_at_random_moments(tmp_path: Path, kills: int) -> None:
    moments = random.Random(20261121)
    documents, library = Documents(tmp_path / "documents", moments), tmp_path / "library"
    program = [sys.executable, "-m", "desktop_rag", "--library", str(library)]
    add, sync = [*program, "add", str(documents.folder)], [*program, "sync"]
    began = time.monotonic()
    assert subprocess.run(add, capture_output=True, check=False).returncode == 0
    duration_s = time.monotonic() - began
    for kill in range(1, kills + 1):
        documents.change()
        process = subprocess.Popen(sync, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.1, duration_s))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert_sound(library)
        if kill % FINISH_EVERY == 0:
            assert subprocess.run(sync, capture_output=True, check=False).returncode == 0
            assert_agrees(library, documents)
