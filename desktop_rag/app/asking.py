"""Asks within a conversation: a turn is stored before its first word, and while it grows. Ask lane."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop_rag.app.answer import AnswerService
from desktop_rag.app.jobs import JobContext, Report
from desktop_rag.app.retrieve import check_question
from desktop_rag.app.settings import SettingsService
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate, AnswerWay, AskRequest
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.citations import cited_sentences
from desktop_rag.domain.conversation import Turn
from desktop_rag.domain.errors import Cancelled, DesktopRagError
from desktop_rag.domain.prompting import EXCHANGES_KEPT, Exchange
from desktop_rag.domain.settings import Settings
from desktop_rag.store.conversations import Conversations

SAVE_EVERY_S = 1.0


@dataclass(slots=True)
class _Draft:
    """A turn's answer as it grows; hears every update before the caller does."""

    turn: Turn
    report: Callable[[Report], None]
    save: Callable[[int, str, str], None]
    latest: AnswerUpdate | None = None
    saved_at: float = 0.0

    def follow(self, report: Report) -> None:
        if not isinstance(report, AnswerUpdate):
            return
        self.latest = replace(report, turn_id=self.turn.id, conversation_id=self.turn.conversation_id)
        if report.phase is AnswerPhase.WRITING and time.monotonic() - self.saved_at >= SAVE_EVERY_S:
            self.save(self.turn.id, report.text, report.thought)
            self.saved_at = time.monotonic()
        self.report(self.latest)

    def partial(self, plan: AnswerPlan, state: AnswerState) -> Answer:
        """What there is when it ends too early; nothing of it was checked."""
        latest = self.latest or AnswerUpdate(AnswerPhase.SEARCHING)
        said = cited_sentences(latest.text, len(latest.hits))
        return Answer(
            question=self.turn.question,
            mode=plan.mode,
            state=state,
            confidence=0.0,
            sentences=tuple(
                AnswerSentence(each.text, Support.UNCITED, each.citations, each.lead) for each in said
            ),
            citations=(),
            hits=latest.hits,
            asked=latest.asked,
            thought=latest.thought,
            model=self.turn.model,
        )


class AskingService:
    def __init__(
        self, answers: AnswerService, conversations: Conversations, settings: SettingsService
    ) -> None:
        self._answers = answers
        self._conversations = conversations
        self._settings = settings

    def ask(self, request: AskRequest, job: JobContext) -> Turn:
        """Answers as the request or else the settings say, in the conversation asked for or in a new one.

        What was written before a failure or a stop is stored with the turn. Raises as `AnswerService.ask`.
        """
        check_question(request.question)
        plan = self._plan(request, self._settings.load())
        job.cancel.raise_if_cancelled()  # stored, it would bring back a conversation deleted meanwhile
        if request.conversation_id is None:
            self._conversations.purge()
        turn = self._conversations.begin_turn(
            request.conversation_id,
            request.question,
            request.scope,
            plan.mode,
            plan.model.path.stem if plan.model and plan.mode is not AnswerMode.EXTRACT else "",
            plan.adapters_in_use,
        )
        draft = _Draft(turn, job.report, self._conversations.save_partial)
        draft.follow(AnswerUpdate(AnswerPhase.SEARCHING))
        try:
            within = JobContext(job.cancel, draft.follow)
            answer = self._answers.ask(request.question, within, request.scope, plan)
        except Cancelled:
            self._conversations.finish_turn(turn.id, draft.partial(plan, AnswerState.STOPPED))
            raise
        except DesktopRagError as error:
            partial = draft.partial(plan, AnswerState.FAILED)
            self._conversations.fail_turn(turn.id, error.message, error.hint, partial)
            raise
        except Exception:  # our own bug: without this the turn would show as being written until the end
            partial = draft.partial(plan, AnswerState.FAILED)
            bug = DesktopRagError()
            self._conversations.fail_turn(turn.id, bug.message, bug.hint, partial)
            raise
        return self._conversations.finish_turn(turn.id, answer)

    def _plan(self, request: AskRequest, settings: Settings) -> AnswerPlan:
        turns = self._conversations.turns(request.conversation_id) if request.conversation_id else ()
        answered = [turn.answer for turn in turns if turn.answer and turn.answer.sentences]
        way = request.way or AnswerWay(settings.mode, settings.model, settings.adapters)
        return AnswerPlan(
            mode=way.mode,
            model=way.model,
            adapters=way.adapters,
            sampling=settings.sampling,
            max_tokens=settings.answer_tokens,
            style=settings.answer_style,
            exchanges=_exchanges(answered[-EXCHANGES_KEPT:]),
            asked=request.asked,
            earlier=tuple(hit.passage_id for hit in answered[-1].hits) if answered else (),
        )


def _exchanges(answers: Sequence[Answer]) -> tuple[Exchange, ...]:
    return tuple(Exchange(answer.asked or answer.question, answer.text) for answer in answers)
