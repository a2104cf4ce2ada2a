"""Follows what takes long: the program's icon shows how far it is, and its end is told. GUI thread.

Nothing here decides or stops anything; it only listens to the controllers.
"""

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject
from PySide6.QtWidgets import QWidget

from desktop_rag.app.jobs import JobRunner, Progress
from desktop_rag.app.moving import LibraryFile
from desktop_rag.domain.moved_paths import Relocated
from desktop_rag.gui.asking.ask_controller import AskController
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.library.requests import Change, Outcome
from desktop_rag.gui.models.download_controller import DownloadController
from desktop_rag.gui.models.download_state import Download, Stage
from desktop_rag.gui.models.embedder_controller import EmbedderController
from desktop_rag.gui.models.embedder_state import Switch, SwitchStage
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.work.desktop_bus import DesktopBus, has_desktop
from desktop_rag.gui.work.notifications import Notifier, teller_for
from desktop_rag.gui.work.task_bar import TaskBar, indicator_for

LONG_MS = 20_000
"""Reading and answers that were there sooner are not told of: whoever asked has hardly looked away."""
Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Workers:
    """Whoever does something that may take long."""

    library: LibraryController
    downloads: DownloadController
    embedders: EmbedderController
    asking: AskController


class LongWork(QObject):
    """Joins the workers to the task bar and to notifications."""

    def __init__(self, window: QWidget, jobs: JobRunner, workers: Workers) -> None:
        super().__init__(window)
        self.bus = DesktopBus() if has_desktop() else None
        self.task_bar = TaskBar(lambda: indicator_for(window, jobs, self.bus), self)
        self.notifier = Notifier(window, lambda: teller_for(window, jobs, self.bus))
        self._parts = (
            _Library(self, workers.library),
            _Downloads(self, workers.downloads),
            _Embedders(self, workers.embedders),
            _Answers(self, workers.asking),
        )

    def stop(self) -> None:
        """The window is closing, and does not wait for a desktop that hangs."""
        self.task_bar.stop()
        if self.bus is not None:
            self.bus.give_up()


class _Library(QObject):
    """What was asked of the library; checks that nobody asked for are left out."""

    NAME = "library"

    def __init__(self, work: LongWork, library: LibraryController) -> None:
        super().__init__(work)
        self._work = work
        self._asked = QElapsedTimer()
        self._told: Told | None = None
        self._at_once = False
        library.begun.connect(self._on_begun)
        library.progressed.connect(self._on_progress)
        library.finished.connect(self._on_finished)
        library.failed.connect(self._on_failed)
        library.busy_changed.connect(self._on_busy)

    def _on_begun(self, change: Change) -> None:
        if not change.is_quiet and not self._asked.isValid():
            self._asked.start()

    def _on_progress(self, progress: Progress) -> None:
        if self._asked.isValid():
            self._work.task_bar.show(self.NAME, progress.done / progress.total if progress.total else None)

    def _on_finished(self, change: Change, outcome: Outcome, _paths: object) -> None:
        if not change.is_quiet and change is not Change.REMOVE:
            self._told = _outcome_words(change, outcome)
            self._at_once |= isinstance(outcome, LibraryFile)

    def _on_failed(self, _error: Exception) -> None:
        self._told = translate("Work", "This could not be finished"), _why()

    def _on_busy(self, busy: bool) -> None:
        """When all of it is done, not after each part."""
        if busy:
            return
        self._work.task_bar.end(self.NAME)
        long = self._asked.isValid() and self._asked.elapsed() >= LONG_MS
        if self._told and (long or self._at_once):
            self._work.notifier.tell(*self._told)
        self._asked.invalidate()
        self._told, self._at_once = None, False


class _Downloads(QObject):
    NAME = "download"

    def __init__(self, work: LongWork, controller: DownloadController) -> None:
        super().__init__(work)
        self._work = work
        self._controller = controller
        self._failed: set[str] = set()
        controller.changed.connect(self._on_changed)
        controller.finished.connect(self._on_finished)

    def _on_changed(self) -> None:
        current: Download | None = self._controller.current
        if current is None:
            self._work.task_bar.end(self.NAME)
        else:
            self._work.task_bar.show(self.NAME, current.share)
        failed = {key for key, each in self._controller.downloads.items() if each.stage is Stage.FAILED}
        if failed - self._failed:
            self._work.notifier.tell(translate("Work", "A download could not be finished"), _why())
        self._failed = failed

    def _on_finished(self, _item: object, _name: str) -> None:
        said = translate("Work", "It can be used now.")
        self._work.notifier.tell(translate("Work", "The download is complete"), said)


class _Embedders(QObject):
    NAME = "search model"

    def __init__(self, work: LongWork, controller: EmbedderController) -> None:
        super().__init__(work)
        self._work = work
        self._controller = controller
        self._stage: SwitchStage | None = None
        controller.changed.connect(self._on_changed)
        controller.finished.connect(self._on_finished)

    def _on_changed(self) -> None:
        switch: Switch | None = self._controller.switch
        before, self._stage = self._stage, switch.stage if switch else None
        if switch is not None and switch.stage is SwitchStage.RUNNING:
            self._work.task_bar.show(self.NAME, switch.share)
        else:
            self._work.task_bar.end(self.NAME)
        if self._stage is SwitchStage.FAILED and before is SwitchStage.RUNNING:
            self._work.notifier.tell(translate("Work", "The search model could not be changed"), _why())

    def _on_finished(self, _choice: object) -> None:
        said = translate("Work", "Your documents can be asked as before.")
        self._work.notifier.tell(translate("Work", "The search model was changed"), said)


class _Answers(QObject):
    def __init__(self, work: LongWork, asking: AskController) -> None:
        super().__init__(work)
        self._work = work
        self._asked = QElapsedTimer()
        asking.busy_changed.connect(self._on_busy)
        asking.answered.connect(lambda *_: self._on_end(translate("Work", "Your answer is there")))
        asking.failed.connect(lambda *_: self._on_end(translate("Work", "Your question was not answered")))

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self._asked.start()

    def _on_end(self, title: str) -> None:
        if self._asked.isValid() and self._asked.elapsed() >= LONG_MS:
            self._work.notifier.tell(title, translate("Work", "It is in the window."))


def _outcome_words(change: Change, outcome: Outcome) -> Told:
    if isinstance(outcome, LibraryFile):
        held = translate("Work", "It holds %Ln document(s).", None, outcome.documents)
        if change is Change.EXPORT:
            return translate("Work", "The library is exported"), held
        return translate("Work", "The library is imported"), held
    if isinstance(outcome, Relocated):
        return translate("Work", "The files were looked for"), words.relocated_words(outcome)
    return translate("Work", "Your documents are read"), words.summary_words(outcome)


def _why() -> str:
    return translate("Work", "The window says why.")
