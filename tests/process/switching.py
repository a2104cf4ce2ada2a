"""A library and another embedder for tests of the change; run as a program, it makes the change.

`python switching.py LIBRARY EMBEDDER.gguf` prints "begun" when the first passages are about to be embedded,
how many there are, and "done" at the end.
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Phase, Progress, Report
from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind, Pooling
from desktop_rag.runtime import RuntimePaths

SUBJECTS = ("roof", "cellar", "garden", "kitchen", "garage", "attic", "stairs", "boiler")
QUESTIONS = ("When was the boiler repaired?", "What does the garden cost?", "report 7 cellar", "Who paints?")


def write_reports(folder: Path, count: int = 12, rows: int = 30) -> Path:
    """Documents of a few passages each, no two alike."""
    folder.mkdir(parents=True)
    for number in range(count):
        sentences = [
            f"In report {number} the {SUBJECTS[(number + row) % len(SUBJECTS)]} was repaired on day {row} of"
            f" the month and cost {number * row} euros in all."
            for row in range(rows)
        ]
        (folder / f"report-{number}.md").write_text(f"# Report {number}\n\n" + " ".join(sentences))
    return folder


def gguf(path: Path) -> EmbedderChoice:
    return EmbedderChoice(EmbedderKind.GGUF, path, Pooling.MEAN, "", "")


def answers(context: AppContext, questions: Sequence[str] = QUESTIONS) -> list[list[tuple[int, float]]]:
    """What is found for each question, with the scores, which tell one embedder from another."""
    found = [context.retrieve.search(question) for question in questions]
    return [[(hit.passage_id, round(hit.score, 5)) for hit in result.hits] for result in found]


def stored(library: Path) -> dict[str, list[int]]:
    """The rows of the vectors that lie in a library, by the name of their embedder."""
    with closing(sqlite3.connect(library / "library.db")) as connection:
        rows = connection.execute(
            "SELECT name, vectors.rowid FROM vectors JOIN embedders ON embedders.id = embedder_id"
            " ORDER BY vectors.rowid"
        ).fetchall()
    found: dict[str, list[int]] = {}
    for name, row in rows:
        found.setdefault(name, []).append(row)
    return found


def main(library: Path, embedder: Path) -> None:
    def hear(report: Report) -> None:
        if isinstance(report, Progress) and report.phase is Phase.EMBEDDING and report.done == 0:
            print("begun", report.total, flush=True)

    context = AppContext.open(RuntimePaths.at(library))
    context.embedders.switch(gguf(embedder), JobContext(report=hear))
    print("done", flush=True)
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
