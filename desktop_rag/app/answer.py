"""Answers a question in the way that was chosen: word for word, or written by a model. Ask lane's thread."""

import time
from dataclasses import dataclass, replace

from desktop_rag.app.extract import ExtractService
from desktop_rag.app.follow_ups import FollowUps
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.model import ModelService
from desktop_rag.app.retrieve import RetrieveService, check_question
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate, SearchResult
from desktop_rag.app.whole_document import WholeDocumentService
from desktop_rag.app.write import WriteService, looked_up
from desktop_rag.domain.answers import Answer, AnswerState
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.language_model import LoadedModel
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.domain.whole_document import asks_for_whole

HITS = 10
EXTRACT = AnswerPlan()
FRAGMENTS = (
    "Only the closest passages were read. To have a whole document read, ask in that document alone or give"
    " its file name."
)


@dataclass(frozen=True, slots=True)
class AnswerServices:
    """The ways to answer, which `AnswerService` chooses between."""

    retrieve: RetrieveService
    extract: ExtractService
    write: WriteService
    whole: WholeDocumentService
    follow_ups: FollowUps
    model: ModelService


class AnswerService:
    def __init__(self, services: AnswerServices) -> None:
        self._ways = services

    def ask(
        self, question: str, job: JobContext, scope: Scope = EVERYWHERE, plan: AnswerPlan = EXTRACT
    ) -> Answer:
        """Reports `AnswerUpdate`s on the way.

        Raises `BadQuestion`, `NotInLibrary`, `ModelError`, `WorkerError`, `LibraryError`, `Cancelled`.
        """
        check_question(question)
        began = time.monotonic()
        loaded = self._load(plan, job)
        loaded_s = time.monotonic() - began
        asked = self._ways.follow_ups.stand_alone(question, plan, job)
        rewritten = time.monotonic()
        answer = self._answer(question, asked, job, scope, plan)
        finished = time.monotonic()
        timings = {
            "load_s": loaded_s,
            "rewrite_s": rewritten - began - loaded_s,
            **answer.timings,
            "total_s": finished - began,
        }
        return _signed(replace(answer, timings=timings), loaded, plan)

    def _load(self, plan: AnswerPlan, job: JobContext) -> LoadedModel | None:
        if plan.mode is AnswerMode.EXTRACT:
            return None
        job.report(AnswerUpdate(AnswerPhase.LOADING))
        return self._ways.model.prepare(plan.model, job)

    def _answer(self, question: str, asked: str, job: JobContext, scope: Scope, plan: AnswerPlan) -> Answer:
        if not plan.mode.reads_passages:
            return self._ways.write.write_plain(question, asked, plan, job)
        if plan.mode is not AnswerMode.EXTRACT and asks_for_whole(asked):
            document = self._ways.whole.document_of(asked, self._ways.retrieve.checked_scope(scope))
            if document:
                return self._ways.whole.answer(question, asked, document, plan, job)
            answer = self._from_passages(question, asked, job, scope, plan)
            return replace(answer, note=" ".join(filter(None, (FRAGMENTS, answer.note))))
        return self._from_passages(question, asked, job, scope, plan)

    def _from_passages(
        self, question: str, asked: str, job: JobContext, scope: Scope, plan: AnswerPlan
    ) -> Answer:
        began = time.monotonic()
        changed = looked_up(question, asked)
        job.report(AnswerUpdate(AnswerPhase.SEARCHING, asked=changed))
        found = self._ways.retrieve.search(asked, HITS, scope)
        searched = time.monotonic()
        job.cancel.raise_if_cancelled()
        if plan.mode is AnswerMode.EXTRACT:
            answer = replace(self._ways.extract.extract(found, job), question=question, asked=changed)
        elif plan.mode is AnswerMode.HYBRID and not found.hits:
            answer = self._ways.write.write_plain(question, asked, plan, job)
        elif plan.mode is AnswerMode.RAG and not found.answerable:
            answer = _not_found(question, changed, found, plan)
        else:
            answer = self._ways.write.write_from(question, found, plan, job)
        timings = {"search_s": searched - began, "answer_s": time.monotonic() - searched, **answer.timings}
        return replace(answer, timings=timings)


def _signed(answer: Answer, loaded: LoadedModel | None, plan: AnswerPlan) -> Answer:
    """With who wrote it."""
    if loaded is None:
        return answer
    adapters = tuple(adapter.path.stem for adapter in plan.adapters_in_use)
    return replace(answer, model=loaded.facts.name, adapters=adapters)


def _not_found(question: str, asked: str, found: SearchResult, plan: AnswerPlan) -> Answer:
    """The search alone can tell: a model that reads passages of another subject is only tempted."""
    return Answer(
        question=question,
        mode=plan.mode,
        state=AnswerState.NOT_FOUND,
        confidence=found.confidence,
        sentences=(),
        citations=(),
        hits=found.hits,
        asked=asked,
    )
