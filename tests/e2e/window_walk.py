"""Uses the real window and prints the answer: `window_walk.py LIBRARY FOLDER MODELS QUESTION`.

MODELS is a folder with model.gguf, an adapter.gguf for it, and a search model.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop_rag.app.context import AppContext
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.application import open_window
from desktop_rag.gui.main_window import MainWindow
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


def walk(library: Path, folder: Path, models: Path, question: str) -> str:
    """Adds a folder, opens a page, asks with the model and its adapter, keeps the models in order and changes
    the search model; the answer's text."""
    paths = RuntimePaths.at(library)
    context = AppContext.open(paths)
    try:
        choice = ModelChoice(models / "model.gguf")
        adapters = (Adapter(models / "adapter.gguf", 0.0),)
        context.settings.change(model=choice, adapters=adapters, mode=AnswerMode.HYBRID)
        window = open_window(context, paths)
        window.show()
        wait_for(lambda: window.library.listing is not None)
        window.add_paths([folder])
        wait_for(lambda: window.library.busy)
        wait_for(lambda: not window.library.busy)
        window.ask(question)
        wait_for(lambda: not window.asking.busy)
        order_models(window, models)
        (summary,) = context.conversations.list()
        turn, *_later = context.conversations.open(summary.id).turns
        window.close()
        return turn.text
    finally:
        context.close()


def order_models(window: MainWindow, models: Path) -> None:
    """Everything on the page of models that needs no download: all tabs, adding, a checksum, a change."""
    page = window.shelf
    for kind in ShelfKind:
        page.open(kind)
        wait_for(lambda: page.models.listing is not None)
    page.models.add([models])
    wait_for(lambda: bool(page.models.listing and len(page.models.listing.shelf) == 3))
    checked: list[object] = []
    page.models.checked.connect(lambda *told: checked.append(told))
    items = {row.item.kind: row.item for row in page.models.listing.shelf}
    page.models.check(items[ShelfKind.MODEL].id)
    wait_for(lambda: bool(checked))
    page.embedders.use(items[ShelfKind.EMBEDDER])
    wait_for(lambda: page.embedders.switch is not None and page.embedders.switch.cost is not None)
    page.embedders.controller.go()
    wait_for(lambda: page.embedders.controller.switch is None)
    window.ask("What is new?")
    wait_for(lambda: not window.asking.busy)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    print(walk(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
