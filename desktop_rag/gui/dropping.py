"""Files dragged onto the window: what the overlay says of them, and what is taken. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop_rag.gui.drop_overlay import DropOverlay, dropped_paths
from desktop_rag.gui.theme import Theme

NOT_LOCAL = "Only files and folders on this computer can be added."
ADD = "Drop to add to the library"
ADD_MODEL = "Drop to add to the models"
USE_MODEL = "Drop to use this model"
USE_MODELS = "Drop to use these model files"
BOTH = "Drop to add to the library and to use the model"
ADD_BOTH = "Drop to add to the library and to the models"
MODEL_SUFFIX = ".gguf"
MODEL_FOLDER_MARKS = ("adapter_config.json", "modules.json")
"""What PEFT and sentence-transformers write into each of their folders."""


def is_model_file(path: Path) -> bool:
    """By its name: what it really is its header tells, which only a child reads."""
    return path.suffix.casefold() == MODEL_SUFFIX


def told_apart(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """The paths for the library, and the model files."""
    models = [path for path in paths if is_model_file(path)]
    return [path for path in paths if path not in models], models


def model_folders(paths: list[Path]) -> list[Path]:
    """Those of the paths that are an adapter from training or a search model. Asks the disk: on a lane."""
    return [path for path in paths if any((path / name).is_file() for name in MODEL_FOLDER_MARKS)]


class Dropping(QObject):
    """`dropped(list[Path])` with what is on this computer; `refused(str)` says why the rest is not taken.

    `only_lists` tells whether model files are put on the list now, without being used.
    """

    dropped = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, window: QWidget, only_lists: Callable[[], bool]) -> None:
        super().__init__(window)
        self._only_lists = only_lists
        self._overlay = DropOverlay(theme, window)
        window.setAcceptDrops(True)

    def enter(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            self._overlay.appear(_words(event.mimeData(), only_lists=self._only_lists()))
            event.acceptProposedAction()

    def leave(self) -> None:
        self._overlay.hide()

    def drop(self, event: QDropEvent) -> None:
        self._overlay.hide()
        local, other = dropped_paths(event.mimeData())
        if other:
            self.refused.emit(NOT_LOCAL)
        if local:
            self.dropped.emit(local)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def _words(data: QMimeData, *, only_lists: bool) -> str:
    local, _other = dropped_paths(data)
    documents, models = told_apart(local)
    if documents:
        return (ADD_BOTH if only_lists else BOTH) if models else ADD
    if models and only_lists:
        return ADD_MODEL
    if models:
        return USE_MODEL if len(models) == 1 else USE_MODELS
    return NOT_LOCAL
