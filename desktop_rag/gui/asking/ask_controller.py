"""Asks one question at a time, in the conversation on screen; a stopped question's late answer is dropped.

GUI thread; the ask lane answers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane, Report
from desktop_rag.app.values import AnswerPhase, AnswerUpdate, AskRequest
from desktop_rag.domain.conversation import Turn
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.asking.answer_setup import AnswerSetup, way_of
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.bridge import Channel


@dataclass(slots=True)
class _Thread:
    """A conversation on screen. Its `id` is None until its first question is stored; the ask lane sets it,
    so that a question asked right behind a stopped one goes on in the same conversation."""

    id: int | None = None


class AskController(QObject):
    """`answered(TurnView, Turn)` when a question got its answer, `failed(Exception)` when it did not, which
    its turn tells. `stored` when there is news for the list of conversations.

    `before` gives, when a question is asked, what has to be done on the lane first.
    """

    answered = Signal(object, object)
    failed = Signal(object)
    stored = Signal()
    busy_changed = Signal(bool)

    def __init__(
        self,
        context: AppContext,
        panel: ConversationPanel,
        before: Callable[[], Callable[[JobContext], object]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._panel = panel
        self._before = before
        self._thread = _Thread()
        self.other_way: AnswerSetup | None = None
        """How the latest question was answered, if not as is set."""
        self._turn: TurnView | None = None
        self._phase: AnswerPhase | None = None
        self._known: int | None = None
        self._channel = Channel(context.jobs, Lane.ASK, latest_only=True, parent=self)
        self._channel.progressed.connect(self._on_update)
        self._channel.succeeded.connect(self._on_answered)
        self._channel.failed.connect(self._on_failed)
        self._channel.cancelled.connect(lambda _id: self._on_stopped())
        self._channel.busy_changed.connect(self.busy_changed)

    @property
    def busy(self) -> bool:
        return self._channel.busy

    @property
    def conversation_id(self) -> int | None:
        """The conversation on screen; None while nothing of it is stored."""
        return self._thread.id

    def begin(self, conversation_id: int | None) -> None:
        """The next question goes on in this conversation; None begins a new one."""
        self.stop()
        self._panel.box.switch_draft(self._thread.id, conversation_id)
        self._thread, self._known = _Thread(conversation_id), conversation_id

    def ask(self, question: str, scope: Scope, asked: str = "", other_way: AnswerSetup | None = None) -> None:
        """Asks; what is being answered is stopped. `asked` is the stand-alone form of a follow-up.

        `other_way` answers this question alone; what is set stays as it is.
        """
        if self._turn is not None:
            self._turn.show_stopped()
        self._turn, self._phase = self._panel.begin_turn(question, scope, other_way), None
        self.other_way, way = other_way, way_of(other_way) if other_way else None
        thread, before, asking = self._thread, self._before(), self._context.asking

        def work(job: JobContext) -> Turn:
            before(job)

            def report(news: Report) -> None:
                if isinstance(news, AnswerUpdate) and news.conversation_id is not None:
                    thread.id = news.conversation_id
                job.report(news)

            request = AskRequest(question, scope, thread.id, asked, way)
            return asking.ask(request, JobContext(job.cancel, report))

        self._channel.start(work)

    def stop(self) -> None:
        """What was written so far stays."""
        self._channel.cancel()

    def wait_for_model(self, share: float) -> None:
        """A model is being loaded (`share` 0–1), which the question has to wait for."""
        if self._turn is not None and self._phase in (None, AnswerPhase.LOADING):
            self._turn.show_update(AnswerUpdate(AnswerPhase.LOADING, share))

    def _on_update(self, _request_id: int, update: AnswerUpdate) -> None:
        self._phase = update.phase
        if self._turn is not None:
            self._turn.show_update(update)
        if self._known != self._thread.id:
            self._known = self._thread.id
            self.stored.emit()

    def _on_answered(self, _request_id: int, stored: Turn) -> None:
        if turn := self._take_turn():
            if stored.answer is not None:
                turn.show_answer(stored.answer)
            self.answered.emit(turn, stored)
        self.stored.emit()

    def _on_failed(self, _request_id: int, error: Exception) -> None:
        if turn := self._take_turn():
            turn.show_error(error)
        self.failed.emit(error)
        self.stored.emit()

    def _on_stopped(self) -> None:
        if turn := self._take_turn():
            turn.show_stopped()
        self.stored.emit()

    def _take_turn(self) -> TurnView | None:
        """The turn that waits for its answer, which it does no longer."""
        turn, self._turn = self._turn, None
        return turn
