"""Makes a follow-up question stand alone, since a search knows nothing of the conversation. Ask lane."""

from desktop_rag.app.jobs import JobContext
from desktop_rag.app.model import ModelService
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.errors import PromptTooLong
from desktop_rag.domain.follow_up import accepted_rewrite, depends_on_conversation, joined
from desktop_rag.domain.prompting import rewrite_messages

REWRITE_TOKENS = 96


class FollowUps:
    def __init__(self, model: ModelService) -> None:
        self._model = model

    def stand_alone(self, question: str, plan: AnswerPlan, job: JobContext) -> str:
        """The question as it can be looked up; the same one when it needs no conversation.

        A model's rewriting is taken only if it brings in nothing new. Raises as `ModelService.write` does.
        """
        if plan.asked:
            return plan.asked
        if not plan.exchanges or not depends_on_conversation(question):
            return question
        if plan.mode is AnswerMode.EXTRACT:
            return joined(question, plan.exchanges)
        job.report(AnswerUpdate(AnswerPhase.REWRITING))
        return self._rewritten(question, plan, job) or joined(question, plan.exchanges)

    def _rewritten(self, question: str, plan: AnswerPlan, job: JobContext) -> str | None:
        messages = rewrite_messages(plan.exchanges, question)
        try:
            written = self._model.write(messages, 0, plan, job, max_tokens=REWRITE_TOKENS, aside=True)
        except PromptTooLong:
            return None
        return accepted_rewrite(question, written.text, plan.exchanges)
