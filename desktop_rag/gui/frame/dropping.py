"""Files dragged onto the window: what the overlay says of them, and what is taken. GUI thread; `look_at` is
for a lane's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop_rag.app.jobs import JobRunner, Lane
from desktop_rag.domain.display import display_name
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.frame.drop_overlay import DropOverlay, dropped_paths
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

NOT_LOCAL = QT_TRANSLATE_NOOP(
    "Library",
    "Only files and folders on this computer can be added. Save the web page as a file, then drop that.",
)
ADD = QT_TRANSLATE_NOOP("Library", "Drop to add to the library")
ADD_MODEL = QT_TRANSLATE_NOOP("Library", "Drop to add to the models")
USE_MODEL = QT_TRANSLATE_NOOP("Library", "Drop to use this model")
USE_MODELS = QT_TRANSLATE_NOOP("Library", "Drop to use these model files")
BOTH = QT_TRANSLATE_NOOP("Library", "Drop to add to the library and to use the model")
ADD_BOTH = QT_TRANSLATE_NOOP("Library", "Drop to add to the library and to the models")
ADD_ADAPTER = QT_TRANSLATE_NOOP("Library", "Drop to add what was trained to the models")
NOT_THERE = QT_TRANSLATE_NOOP("Library", "This is not there any more")
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


@dataclass(frozen=True, slots=True)
class Looked:
    """What was dropped: `others` are documents, their folders and single model files; `trained` are folders
    that are one adapter or search model; `lost` is not there."""

    others: tuple[Path, ...]
    trained: tuple[Path, ...] = ()
    lost: tuple[Path, ...] = ()


def look_at(paths: Sequence[Path]) -> Looked:
    """Asks the disk."""
    lost = tuple(path for path in paths if not _is_there(path))
    there = [path for path in paths if path not in lost]
    trained = tuple(path for path in there if any(_is_there(path / name) for name in MODEL_FOLDER_MARKS))
    return Looked(tuple(path for path in there if path not in trained), trained, lost)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that no disk can hold, a drive that fails
        return False


def lost_words(lost: Sequence[Path]) -> str:
    """What is said of what could not be taken."""
    if len(lost) == 1:
        said = translate("Library", "“{name}” is not there any more, so it was not added.")
        return said.format(name=display_name(lost[0]))
    return translate(
        "Library", "%Ln of these are not there any more, so they were not added.", None, len(lost)
    )


class Dropping(QObject):
    """`dropped(list[Path])` with what is on this computer; `refused(str)` says why the rest is not taken.

    `only_lists` tells whether model files are put on the list now, without being used. What is dragged is
    looked at meanwhile, so that the overlay can say what a folder is.
    """

    dropped = Signal(object)
    refused = Signal(str)

    def __init__(
        self, theme: Theme, window: QWidget, only_lists: Callable[[], bool], jobs: JobRunner
    ) -> None:
        super().__init__(window)
        self._only_lists = only_lists
        self._overlay = DropOverlay(theme, window)
        self._looking = Channel(jobs, Lane.VIEW, latest_only=True, parent=self)
        self._looking.succeeded.connect(lambda _id, looked: self._show_looked(looked))
        window.setAcceptDrops(True)

    def enter(self, event: QDragEnterEvent) -> None:
        if not event.mimeData().hasUrls():
            return
        local, _other = dropped_paths(event.mimeData())
        said = _words(event.mimeData(), only_lists=self._only_lists())
        self._overlay.appear(translate("Library", said), _named(local))
        if local:
            self._looking.start(lambda _job: look_at(local))
        event.acceptProposedAction()

    def leave(self) -> None:
        self._looking.cancel()
        self._overlay.hide()

    def drop(self, event: QDropEvent) -> None:
        self.leave()
        local, other = dropped_paths(event.mimeData())
        if other:
            self.refused.emit(translate("Library", NOT_LOCAL))
        if local:
            self.dropped.emit(local)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _show_looked(self, looked: Looked) -> None:
        """What a name alone does not tell."""
        if self._overlay.isHidden():
            return
        if looked.trained and not looked.others:
            self._overlay.appear(translate("Library", ADD_ADAPTER), _named(looked.trained))
        elif looked.lost and not looked.others and not looked.trained:
            self._overlay.appear(translate("Library", NOT_THERE), _named(looked.lost))


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


def _named(paths: Sequence[Path]) -> str:
    """ "“Contracts”", or "“Contracts” and 3 more"."""
    if not paths:
        return ""
    name = display_name(paths[0])
    if len(paths) == 1:
        return translate("Library", "“{name}”").format(name=name)
    return translate("Library", "“{name}” and %Ln more", None, len(paths) - 1).format(name=name)
