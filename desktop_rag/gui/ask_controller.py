"""Asks one question at a time; a stopped question's late answer is dropped. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Lane
from desktop_rag.gui.bridge import Channel


class AskController(QObject):
    """`answered(Answer)`, `failed(Exception)` or `stopped` ends what `ask` began."""

    answered = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    busy_changed = Signal(bool)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._channel = Channel(context.jobs, Lane.ASK, latest_only=True, parent=self)
        self._channel.succeeded.connect(lambda _id, answer: self.answered.emit(answer))
        self._channel.failed.connect(lambda _id, error: self.failed.emit(error))
        self._channel.cancelled.connect(lambda _id: self.stopped.emit())
        self._channel.busy_changed.connect(self.busy_changed)

    @property
    def busy(self) -> bool:
        return self._channel.busy

    def ask(self, question: str, scope: Path | None) -> None:
        answer = self._context.answer
        self._channel.start(lambda job: answer.ask(question, job, scope))

    def stop(self) -> None:
        self._channel.cancel()
