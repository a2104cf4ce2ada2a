"""Takes pictures of the real window in its main states: `python packaging/screenshots.py OUTDIR`.

Works on a temporary library with the real children; nothing of the person's own is touched. Runs offscreen
unless QT_QPA_PLATFORM says otherwise.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop_rag.app.context import AppContext
from desktop_rag.gui.application import open_window
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.runtime import RuntimePaths

SIZE = (1440, 900)
QUESTION = "Does Desktop RAG send my documents over the internet?"
UNKNOWN = "Which moons of Jupiter were discovered by Galileo?"


class Studio:
    """One window on one temporary library, and the pictures taken of it."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window = window
        self._out = out

    def wait(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait_for(self, condition: Callable[[], bool], timeout_s: float = 180) -> None:
        """Raises `TimeoutError` if `condition` does not come true."""
        end = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self.wait(50)

    def take(self, name: str, settle_ms: int = 350) -> None:
        for theme in ("light", "dark"):
            if self.window.theme.dark != (theme == "dark"):
                self.window.theme.toggle()
            self.wait(settle_ms)
            self.window.grab().save(str(self._out / f"{name}-{theme}.png"))

    def ask(self, question: str) -> None:
        self.window.ask(question)
        self.wait_for(lambda: not self.window.asking.busy)
        self.wait(1200)


def minutes_item(item: int, month: int) -> str:
    return (
        f"## Item {item}\n\nThe board discussed item {item} of month {month} and agreed to return to it with "
        "figures for each site, in the order in which the sites were opened."
    )


def make_papers(folder: Path) -> None:
    """A folder as people have them: minutes, notes, and a file that cannot be read."""
    folder.mkdir()
    for month in range(1, 13):
        items = "\n\n".join(minutes_item(item, month) for item in range(1, 60))
        (folder / f"Minutes 2025-{month:02}.md").write_text(f"# Minutes, month {month}\n\n{items}\n", "utf-8")
    (folder / "Scanned contract.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    (folder / "Opening hours.txt").write_text("The reading room is open from nine to five.\n", "utf-8")


def take_all(studio: Studio, samples: Path, papers: Path) -> None:
    window = studio.window
    studio.wait_for(lambda: window.library.listing is not None)
    studio.take("1-welcome")
    window.add_paths([samples, papers])
    studio.wait_for(lambda: bool(window.library.listing and window.library.listing.ready > 2))
    studio.take("2-indexing", 120)
    studio.wait_for(lambda: not window.library.busy)
    studio.wait(1200)
    studio.take("3-ready")
    window.conversation.notices.clear()
    window.conversation.box.set_scope(samples / "Desktop RAG guide.pdf")
    studio.ask(QUESTION)
    studio.take("4-answer-pdf")
    window.conversation.box.set_scope(samples / "04-privacy.md")
    studio.ask(QUESTION)
    studio.take("5-answer-text")
    window.conversation.box.set_scope(None)
    window.panes.close_source()
    studio.ask(UNKNOWN)
    studio.take("6-not-found")
    window.library_panel.show_problems()
    studio.take("7-failed-file")
    window.resize(900, 800)
    window.conversation.turns[0].open_first_source()
    studio.wait(900)
    studio.take("8-narrow")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python packaging/screenshots.py OUTDIR", file=sys.stderr)
        return 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        paths = RuntimePaths.at(Path(folder) / "library")
        papers = Path(folder) / "Board papers"
        make_papers(papers)
        context = AppContext.open(paths)
        try:
            window = open_window(context, paths)
            window.resize(*SIZE)
            window.show()
            take_all(Studio(window, out), context.sample_folder, papers)
            window.close()
        finally:
            context.close()
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
