"""What a turn says of an answer, before, under and beside its text; pure text. GUI thread."""

from dataclasses import dataclass

from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.citations import cited_sentences
from desktop_rag.domain.display import display_text
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.answers.lines import UNCITED_MARK, UNSUPPORTED_MARK, is_uncited, marks_uncited
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, listed, translate
from desktop_rag.gui.wording.places import scope_words

_PHASES = {
    AnswerPhase.LOADING: QT_TRANSLATE_NOOP("Asking", "Loading the model…"),
    AnswerPhase.REWRITING: QT_TRANSLATE_NOOP("Asking", "Understanding the question…"),
    AnswerPhase.SEARCHING: QT_TRANSLATE_NOOP("Asking", "Looking through your documents…"),
    AnswerPhase.READING: QT_TRANSLATE_NOOP("Asking", "Reading the passages…"),
    AnswerPhase.WRITING: QT_TRANSLATE_NOOP("Asking", "Writing…"),
    AnswerPhase.CHECKING: QT_TRANSLATE_NOOP("Asking", "Checking the sources…"),
}
OWN_KNOWLEDGE = QT_TRANSLATE_NOOP("Asking", "From the model's own knowledge; no source")
UNSUPPORTED_MEANS = QT_TRANSLATE_NOOP(
    "Asking", "“{mark}”: the passage it names does not say this. Check it before you rely on it."
)
UNCITED_MEANS = QT_TRANSLATE_NOOP("Asking", "“{mark}”: the model named no passage")
NO_SENTENCE_CITED = QT_TRANSLATE_NOOP(
    "Asking", "No sentence of this answer names a source. Check it before you rely on it."
)
NOT_CHECKED = QT_TRANSLATE_NOOP("Asking", "Not checked against the passages yet: it was not finished.")


@dataclass(frozen=True, slots=True)
class Note:
    """A line under an answer; `icon` and `colour` as `Icons` know them.

    `explained` has the guide tell what it means.
    """

    words: str
    icon: str = "info"
    colour: str = "secondary"
    explained: bool = False


def is_thinking(update: AnswerUpdate) -> bool:
    """Whether there are thoughts and no word of the answer yet."""
    return update.phase is AnswerPhase.WRITING and bool(update.thought) and not update.text


def phase_words(update: AnswerUpdate, model: str = "") -> str:
    """ "Loading the model… 40 %"; nothing for thinking, which is said where the thoughts are.

    `model` is the name of one that is loaded for this question alone.
    """
    if is_thinking(update):
        return ""
    words = translate("Asking", _PHASES[update.phase])
    if update.phase is AnswerPhase.LOADING and model:
        words = translate("Asking", "Loading {model}…").format(model=model)
    if update.phase is AnswerPhase.READING and not update.hits:
        words = translate("Asking", "Reading…")
    return words if update.share is None else f"{words} {round(update.share * 100)}\u00a0%"


def written_by(answer: Answer) -> str:
    """ "Written by Qwen with legal-style from 5 passages"; for an extract, that nobody wrote it."""
    if answer.mode is AnswerMode.EXTRACT:
        return translate("Asking", "Taken word for word from your documents")
    model = display_text(answer.model) or translate("Asking", "the model")
    adapters = listed(display_text(name) for name in answer.adapters)
    reads, read = answer.mode.reads_passages, len(answer.hits)
    if adapters and reads:
        words = translate("Asking", "Written by {model} with {adapters} from %Ln passages", None, read)
    elif reads:
        words = translate("Asking", "Written by {model} from %Ln passages", None, read)
    elif adapters:
        words = translate("Asking", "Written by {model} with {adapters}")
    else:
        words = translate("Asking", "Written by {model}")
    return words.format(model=model, adapters=adapters)


def notes_on(answer: Answer) -> list[Note]:
    """What the reader should know of an answer, what its marks mean first."""
    own = answer.mode is not AnswerMode.EXTRACT and not answer.mode.reads_passages
    alone = Note(translate("Asking", OWN_KNOWLEDGE), "warning", "warning")
    notes = [alone] if own else _notes_on_support(answer)
    if answer.note:
        notes.append(Note(in_words(answer.note)))
    if answer.unknown_citations:
        notes.append(Note(_unknown_words(answer.unknown_citations)))
    return notes


def not_found_head(scope: Scope, unread: int) -> str:
    """Says no more than what was searched shows: `unread` files may hold it, or those out of `scope`."""
    if unread:
        return translate("Asking", "Not in what has been read so far")
    if scope:
        return translate("Asking", "Not in {places}").format(places=scope_words(scope))
    return translate("Asking", "Not in your documents")


def not_found_words(answer: Answer, scope: Scope, unread: int = 0) -> str:
    """That nothing was found; where a model said so, that it may have overlooked it.

    Where the search alone could tell, the model that is chosen has read and written nothing.
    """
    if not unread:
        return _nothing_found(answer, scope)
    waiting = translate(
        "Asking", "%Ln file(s) was/were not read yet: ask again when everything is read.", None, unread
    )
    if _model_found_none(answer):
        return f"{waiting} {_nothing_found(answer, scope)}"
    closest = translate("Asking", "These passages come closest; they are not an answer.")
    return f"{waiting} {closest}" if answer.hits else waiting


def _nothing_found(answer: Answer, scope: Scope) -> str:
    if _model_found_none(answer):
        words = translate(
            "Asking",
            "{model} found no answer in what it read. These passages come closest; look for yourself.",
        )
        return words.format(model=display_text(answer.model))
    if not answer.hits:
        there = translate("Asking", "Nothing there answers this.")
        return there if scope else translate("Asking", "Nothing in the library answers this.")
    there = translate(
        "Asking", "Nothing there answers this. These passages come closest; they are not an answer."
    )
    anywhere = translate(
        "Asking", "Nothing in the library answers this. These passages come closest; they are not an answer."
    )
    return there if scope else anywhere


def _model_found_none(answer: Answer) -> bool:
    return bool(answer.model and answer.hits and answer.tokens)


def spoken_end(answer: Answer) -> str:
    """What a screen reader should not miss at the end."""
    unsupported = _unsupported(answer)
    if unsupported == 1:
        return translate("Asking", "1 sentence is not in its source.")
    return (
        translate("Asking", "%Ln sentences are not in their source.", None, unsupported)
        if unsupported
        else ""
    )


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
        return [Note(translate("Asking", NOT_CHECKED))] if answer.hits else []
    uncited = any(is_uncited(sentence) for sentence in answer.sentences)
    if uncited and not any(sentence.citations for sentence in answer.sentences):
        return [Note(translate("Asking", NO_SENTENCE_CITED), "warning", "warning", explained=True)]
    notes = []
    if _unsupported(answer):
        words = _means(UNSUPPORTED_MEANS, UNSUPPORTED_MARK)
        notes.append(Note(words, "warning", "warning", explained=True))
    if uncited and marks_uncited(answer):
        notes.append(Note(_means(UNCITED_MEANS, UNCITED_MARK), explained=not notes))
    return notes


def _means(words: str, mark: str) -> str:
    return translate("Asking", words).format(mark=translate("Asking", mark))


def _unsupported(answer: Answer) -> int:
    return sum(sentence.support is Support.UNSUPPORTED for sentence in answer.sentences)


def _unknown_words(number: int) -> str:
    if number == 1:
        return translate("Asking", "1 citation to a passage that does not exist was left out")
    return translate("Asking", "%Ln citations to passages that do not exist were left out", None, number)
