"""Uses the real window and prints the answer: `window_walk.py LIBRARY FOLDER MODEL QUESTION`."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop_rag.app.context import AppContext
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.gui.application import open_window
from desktop_rag.runtime import RuntimePaths

LONGEST_WAIT_S = 120


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_WAIT_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        loop = QEventLoop()
        QTimer.singleShot(50, loop.quit)
        loop.exec()


def walk(library: Path, folder: Path, model: Path, question: str) -> str:
    """Adds a folder, opens a page, asks with the model; the answer's text."""
    paths = RuntimePaths.at(library)
    context = AppContext.open(paths)
    try:
        context.settings.change(model=ModelChoice(model), mode=AnswerMode.RAG)
        window = open_window(context, paths)
        window.show()
        wait_for(lambda: window.library.listing is not None)
        window.add_paths([folder])
        wait_for(lambda: window.library.busy)
        wait_for(lambda: not window.library.busy)
        window.ask(question)
        wait_for(lambda: not window.asking.busy)
        (summary,) = context.conversations.list()
        (turn,) = context.conversations.open(summary.id).turns
        window.close()
        return turn.text
    finally:
        context.close()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    print(walk(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
