"""Answers a question with a model: alone, with adapters, from passages, or all. Ask lane's thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_rag.app.grounding import Grounded, GroundingService
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.model import ModelService, Written
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate, SearchResult
from desktop_rag.domain.answers import Answer, AnswerState, Hit
from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.display import display_name
from desktop_rag.domain.errors import ModelSilent, PromptTooLong
from desktop_rag.domain.formats import Unit, unit_of
from desktop_rag.domain.language_model import FinishReason
from desktop_rag.domain.prompting import PromptPassage, passage_messages, plain_messages, says_not_found
from desktop_rag.domain.renumbering import without_citations

CUT_SHORT = "The answer was cut short: it reached the longest length allowed."
SHORTEST_PASSAGE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is given; `hits` are exactly the passages in it, in their order."""

    messages: tuple[ChatMessage, ...]
    hits: tuple[Hit, ...] = ()
    note: str = ""


class WriteService:
    def __init__(self, model: ModelService, grounding: GroundingService) -> None:
        self._model = model
        self._grounding = grounding

    def write_plain(self, question: str, asked: str, plan: AnswerPlan, job: JobContext) -> Answer:
        """Without passages. Raises `ModelError`, `WorkerError`, `Cancelled`."""
        found = SearchResult(asked, True, 1.0, ())
        return self._answer(question, found, Prompt(plain_messages(asked, plan.style)), plan, job)

    def write_from(self, question: str, found: SearchResult, plan: AnswerPlan, job: JobContext) -> Answer:
        """From the best passages of `found` that fit the model's context; `NOT_FOUND` when they do not tell.

        Raises `ModelError`, `WorkerError`, `LibraryError`, `Cancelled`.
        """
        prompt = self.fitting(found.question, found.hits[: plan.passages], plan, job)
        return self._answer(question, found, prompt, plan, job)

    def fitting(self, asked: str, hits: Sequence[Hit], plan: AnswerPlan, job: JobContext) -> Prompt:
        """As many of the passages (the best first) as fit, at least one, which is shortened if need be."""
        room = self._model.room(plan, job)
        for many in range(len(hits), 0, -1):
            prompt = _prompt(asked, in_stable_order(hits[:many], plan.earlier), plan)
            if self._model.count(prompt.messages, plan, job) <= room:
                left_out = len(hits) - many
                return replace(prompt, note=_left_out(left_out)) if left_out else prompt
        return self._shortened(asked, hits[0], room, plan, job) if hits else _prompt(asked, (), plan)

    def _shortened(self, asked: str, hit: Hit, room: int, plan: AnswerPlan, job: JobContext) -> Prompt:
        while len(hit.text) > SHORTEST_PASSAGE_CHARS:
            half = len(hit.text) // 2
            hit = replace(hit, text=hit.text[:half], end=hit.start + half)
            prompt = _prompt(asked, (hit,), plan)
            if self._model.count(prompt.messages, plan, job) <= room:
                return replace(
                    prompt, note="The model cannot read much at once: only the start of one passage fits."
                )
        raise PromptTooLong

    def _answer(
        self, question: str, found: SearchResult, prompt: Prompt, plan: AnswerPlan, job: JobContext
    ) -> Answer:
        asked = looked_up(question, found.question)
        update = AnswerUpdate(AnswerPhase.READING, None, asked, prompt.hits)
        job.report(update)
        written = self._model.write(
            prompt.messages,
            len(prompt.hits),
            plan,
            job,
            lambda text, thought: job.report(
                replace(update, phase=AnswerPhase.WRITING, text=text, thought=thought)
            ),
            lambda share: job.report(replace(update, share=share)),
        )
        raise_if_silent(written)
        refused = plan.mode.reads_passages and says_not_found(written.text)
        text = "" if refused else written.text
        job.report(replace(update, phase=AnswerPhase.CHECKING, text=text, thought=written.thought))
        grounded = self._grounding.ground(text, prompt.hits, job)
        return answer_of(question, found, prompt, plan, written, grounded)


def answer_of(
    question: str,
    found: SearchResult,
    prompt: Prompt,
    plan: AnswerPlan,
    written: Written,
    grounded: Grounded,
) -> Answer:
    done = written.completion
    cut = CUT_SHORT if done.reason is FinishReason.LENGTH else ""
    best_first = tuple(sorted(prompt.hits, key=lambda hit: hit.rank))
    return Answer(
        question=question,
        mode=plan.mode,
        state=AnswerState.ANSWERED if grounded.sentences else AnswerState.NOT_FOUND,
        confidence=found.confidence,
        sentences=grounded.sentences,
        citations=grounded.citations,
        hits=prompt.hits if grounded.sentences else best_first,
        timings={
            "switch_s": done.switch_s,
            "first_token_s": done.first_token_s,
            "writing_s": done.writing_s,
        },
        tokens={
            "prompt": done.prompt_tokens,
            "reused": done.reused_tokens,
            "answer": done.answer_tokens,
        },
        asked=looked_up(question, found.question),
        thought=written.thought,
        unknown_citations=written.unknown_citations,
        note=" ".join(part for part in (prompt.note, cut) if part),
    )


def raise_if_silent(written: Written) -> None:
    """Raises `ModelSilent`: that a model said nothing does not mean that the documents tell nothing."""
    if any(char.isalnum() for char in without_citations(written.text)):
        return
    if written.completion.reason is FinishReason.LENGTH and written.thought:
        raise ModelSilent(
            "The model used up the length allowed before it began to answer.",
            hint="Allow longer answers, or choose a model that does not think aloud first.",
        )
    raise ModelSilent


def looked_up(question: str, asked: str) -> str:
    """`asked`, or nothing if it is the question itself but for white space."""
    return "" if asked.split() == question.split() else asked


def in_stable_order(hits: Sequence[Hit], earlier: Sequence[int]) -> tuple[Hit, ...]:
    """Passages of the answer before stay where they were, so that the model need not read them again."""
    place = {passage_id: number for number, passage_id in enumerate(earlier)}
    return tuple(sorted(hits, key=lambda hit: place.get(hit.passage_id, len(place))))


def _prompt(asked: str, hits: Sequence[Hit], plan: AnswerPlan) -> Prompt:
    return Prompt(passage_messages(asked, [prompt_passage(hit) for hit in hits], plan.style), tuple(hits))


def prompt_passage(hit: Hit) -> PromptPassage:
    """Named as the person knows it: title or file name, printed page, heading."""
    return PromptPassage(hit.title or display_name(hit.path), _prompt_place(hit), hit.text)


def _prompt_place(hit: Hit) -> str:
    """What a model can make something of: printed pages, slides, cells, headings; not lines and portions."""
    match unit_of(hit.format):
        case Unit.PAGE:
            place = f"page {hit.label or hit.page}"
        case Unit.SLIDE:
            place = f"slide {hit.page}"
        case Unit.CELLS:
            place = hit.label
        case _:
            place = ""
    return ", ".join(part for part in (place, hit.heading) if part)


def _left_out(passages: int) -> str:
    which = "one passage" if passages == 1 else f"{passages} passages"
    return f"The model cannot read much at once: {which} did not fit."
