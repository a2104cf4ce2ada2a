"""What a turn says of an answer, before, under and beside its text; pure, no Qt. GUI thread."""

from dataclasses import dataclass

from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.citations import cited_sentences
from desktop_rag.domain.display import display_text
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.answer_lines import UNCITED_MARK, UNSUPPORTED_MARK, is_uncited, marks_uncited
from desktop_rag.gui.words import count

_PHASES = {
    AnswerPhase.LOADING: "Loading the model…",
    AnswerPhase.REWRITING: "Understanding the question…",
    AnswerPhase.SEARCHING: "Looking through your documents…",
    AnswerPhase.READING: "Reading the passages…",
    AnswerPhase.WRITING: "Writing…",
    AnswerPhase.CHECKING: "Checking the sources…",
}
OWN_KNOWLEDGE = "From the model's own knowledge; no source"
UNSUPPORTED_MEANS = f"“{UNSUPPORTED_MARK}”: the passage it names does not say this"
UNCITED_MEANS = f"“{UNCITED_MARK}”: the model named no passage"
NO_SENTENCE_CITED = "No sentence of this answer names a source. Check it before you rely on it."
NOT_CHECKED = "Not checked against the passages yet: it was not finished."


@dataclass(frozen=True, slots=True)
class Note:
    """A line under an answer; `icon` and `colour` as `Icons` know them."""

    words: str
    icon: str = "info"
    colour: str = "secondary"


def is_thinking(update: AnswerUpdate) -> bool:
    """Whether there are thoughts and no word of the answer yet."""
    return update.phase is AnswerPhase.WRITING and bool(update.thought) and not update.text


def phase_words(update: AnswerUpdate) -> str:
    """ "Loading the model… 40 %"; nothing for thinking, which is said where the thoughts are."""
    if is_thinking(update):
        return ""
    words = _PHASES[update.phase]
    if update.phase is AnswerPhase.READING and not update.hits:
        words = "Reading…"
    return words if update.share is None else f"{words} {round(update.share * 100)}\u00a0%"


def written_by(answer: Answer) -> str:
    """ "Written by Qwen with legal-style from 5 passages"; for an extract, that nobody wrote it."""
    if answer.mode is AnswerMode.EXTRACT:
        return "Taken word for word from your documents"
    words = f"Written by {display_text(answer.model) or 'the model'}"
    if answer.adapters:
        words += f" with {' and '.join(display_text(name) for name in answer.adapters)}"
    if answer.mode.reads_passages:
        words += f" from {count(len(answer.hits), 'passage')}"
    return words


def notes_on(answer: Answer) -> list[Note]:
    """What the reader should know of an answer, what its marks mean first."""
    own = answer.mode is not AnswerMode.EXTRACT and not answer.mode.reads_passages
    notes = [Note(OWN_KNOWLEDGE, "warning", "warning")] if own else _notes_on_support(answer)
    if answer.note:
        notes.append(Note(answer.note))
    if answer.unknown_citations:
        notes.append(Note(_unknown_words(answer.unknown_citations)))
    return notes


def not_found_words(answer: Answer, scope: Scope) -> str:
    """That nothing was found; where a model said so, that it may have overlooked it.

    Where the search alone could tell, the model that is chosen has read and written nothing.
    """
    if answer.model and answer.hits and answer.tokens:
        who = display_text(answer.model)
        return f"{who} found no answer in what it read. These passages come closest; look for yourself."
    words = f"Nothing {'there' if scope else 'in the library'} answers this."
    return f"{words} These passages come closest; they are not an answer." if answer.hits else words


def spoken_end(answer: Answer) -> str:
    """What a screen reader should not miss at the end."""
    unsupported = _unsupported(answer)
    if not unsupported:
        return ""
    return f"{count(unsupported, 'sentence')} {'is' if unsupported == 1 else 'are'} {UNSUPPORTED_MARK}."


def partial_answer(
    question: str, update: AnswerUpdate, state: AnswerState, mode: AnswerMode | None = None
) -> Answer:
    """What there is of an answer that ended too early; nothing of it was checked.

    Without `mode` the passages tell: what is written with none of them comes from the model alone.
    """
    known = len(update.hits)
    sentences = (
        AnswerSentence(said.text, Support.UNCITED, tuple(n for n in said.citations if n <= known), said.lead)
        for said in cited_sentences(update.text)
    )
    return Answer(
        question=question,
        mode=mode or (AnswerMode.RAG if update.hits else AnswerMode.BASE),
        state=state,
        confidence=0.0,
        sentences=tuple(sentences),
        citations=(),
        hits=update.hits,
        asked=update.asked,
        thought=update.thought,
    )


def _notes_on_support(answer: Answer) -> list[Note]:
    if answer.state in (AnswerState.STOPPED, AnswerState.FAILED):
        return [Note(NOT_CHECKED)] if answer.hits else []
    uncited = any(is_uncited(sentence) for sentence in answer.sentences)
    if uncited and not any(sentence.citations for sentence in answer.sentences):
        return [Note(NO_SENTENCE_CITED, "warning", "warning")]
    meanings = [UNSUPPORTED_MEANS] if _unsupported(answer) else []
    if uncited and marks_uncited(answer):
        meanings.append(UNCITED_MEANS)
    return [Note(" · ".join(meanings))] if meanings else []


def _unsupported(answer: Answer) -> int:
    return sum(sentence.support is Support.UNSUPPORTED for sentence in answer.sentences)


def _unknown_words(number: int) -> str:
    if number == 1:
        return "1 citation to a passage that does not exist was left out"
    return f"{number:,} citations to passages that do not exist were left out"
