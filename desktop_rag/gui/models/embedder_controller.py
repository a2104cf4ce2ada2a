"""Changes the search model: what it would take, then the change itself. GUI thread; lanes do the work."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Lane, Progress
from desktop_rag.app.shelf_values import SwitchCost
from desktop_rag.domain.embedder import EmbedderChoice
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.models.embedder_state import Switch, SwitchStage


class EmbedderController(QObject):
    """`changed` when `switch` has; `finished(EmbedderChoice)` when another one is in use."""

    changed = Signal()
    finished = Signal(object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._service = context.embedders
        self.switch: Switch | None = None
        self._cost = Channel(context.jobs, Lane.SHELF, latest_only=True, parent=self)
        self._change = Channel(context.jobs, Lane.INGEST, latest_only=False, parent=self)
        self._cost.succeeded.connect(lambda _id, cost: self._on_cost(cost))
        self._cost.failed.connect(lambda _id, error: self._on_failed(error))
        self._cost.cancelled.connect(lambda _id: self._put(None))
        self._change.progressed.connect(lambda _id, progress: self._on_progress(progress))
        self._change.succeeded.connect(lambda _id, _none: self._on_changed())
        self._change.failed.connect(lambda _id, error: self._on_failed(error))
        self._change.cancelled.connect(lambda _id: self._put(None))

    @property
    def running(self) -> bool:
        return self._change.busy

    def use(self, choice: EmbedderChoice) -> None:
        """Finds out what a change to `choice` would take. While a change is under way there is no other."""
        if self.running:
            return
        self._put(Switch(choice, SwitchStage.MEASURING))
        self._cost.start(lambda job: self._service.cost(choice, job))

    def go(self) -> None:
        """The person agreed to what was told."""
        if self.switch is not None and self.switch.stage is SwitchStage.ASKING:
            choice = self.switch.choice
            self._put(replace(self.switch, stage=SwitchStage.RUNNING))
            self._change.start(lambda job: self._service.switch(choice, job))

    def not_now(self) -> None:
        if not self.running:
            self._put(None)

    def cancel(self) -> None:
        """The search model before stays in use."""
        if self.running and self.switch is not None:
            self._put(replace(self.switch, stage=SwitchStage.STOPPING))
            self._change.cancel()
        else:
            self._cost.cancel()

    def stop(self) -> None:
        """The window is closing."""
        for channel in (self._cost, self._change):
            channel.cancel()

    def _put(self, switch: Switch | None) -> None:
        self.switch = switch
        self.changed.emit()

    def _on_cost(self, cost: SwitchCost) -> None:
        if self.switch is not None:
            self._put(replace(self.switch, stage=SwitchStage.ASKING, cost=cost))

    def _on_progress(self, progress: Progress) -> None:
        if self.switch is not None and self.switch.stage is SwitchStage.RUNNING:
            self._put(replace(self.switch, progress=progress))

    def _on_failed(self, error: Exception) -> None:
        if self.switch is not None:
            self._put(replace(self.switch, stage=SwitchStage.FAILED, error=error))

    def _on_changed(self) -> None:
        choice = self.switch.choice if self.switch else None
        self._put(None)
        if choice is not None:
            self.finished.emit(choice)
