"""What the window says about models, adapters and ways to answer; pure text. Any thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.display import display_name
from desktop_rag.domain.language_model import ModelFacts, ModelState, ModelStatus
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, decimal, translate
from desktop_rag.gui.wording.words import middle_elided

NAME_LETTERS = 36
_KILO, _MEGA, _GIGA = 1_000, 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class ModeWords:
    """One way to answer: what it is called, and what that means in one line; in English, see `mode_name`."""

    mode: AnswerMode
    name: str
    meaning: str


MODES: tuple[ModeWords, ...] = (
    ModeWords(
        AnswerMode.EXTRACT,
        QT_TRANSLATE_NOOP("Asking", "Word for word"),
        QT_TRANSLATE_NOOP("Asking", "Sentences as they stand in your documents."),
    ),
    ModeWords(
        AnswerMode.RAG,
        QT_TRANSLATE_NOOP("Asking", "From my documents"),
        QT_TRANSLATE_NOOP("Asking", "The model reads what was found and names its sources."),
    ),
    ModeWords(
        AnswerMode.BASE,
        QT_TRANSLATE_NOOP("Asking", "Model alone"),
        QT_TRANSLATE_NOOP("Asking", "What the model has learned, with no sources to check."),
    ),
    ModeWords(
        AnswerMode.LORA,
        QT_TRANSLATE_NOOP("Asking", "Model with adapters"),
        QT_TRANSLATE_NOOP("Asking", "What it has learned, as your adapters change it."),
    ),
    ModeWords(
        AnswerMode.HYBRID,
        QT_TRANSLATE_NOOP("Asking", "Documents and adapters"),
        QT_TRANSLATE_NOOP("Asking", "Reads what was found, as your adapters change it."),
    ),
)

_STATES = {
    ModelState.EMPTY: QT_TRANSLATE_NOOP("Asking", "Loads with the next question"),
    ModelState.READY: QT_TRANSLATE_NOOP("Asking", "Ready"),
    ModelState.ANSWERING: QT_TRANSLATE_NOOP("Asking", "Answering"),
    ModelState.STOPPING: QT_TRANSLATE_NOOP("Asking", "Stopping"),
    ModelState.FAILED: QT_TRANSLATE_NOOP("Asking", "Could not be loaded"),
}


def mode_name(mode: AnswerMode) -> str:
    """ "Word for word", in the window's language."""
    return translate("Asking", next(words.name for words in MODES if words.mode is mode))


def mode_meaning(mode: AnswerMode) -> str:
    return translate("Asking", next(words.meaning for words in MODES if words.mode is mode))


def way_words(setup: AnswerSetup) -> str:
    """ "Word for word", "Written by Llama 3 with the adapter “style”"."""
    if not setup.uses_model:
        return mode_name(AnswerMode.EXTRACT)
    who = middle_elided(setup.model_name, NAME_LETTERS) or translate("Asking", "a model")
    names = [each.name for each in setup.adapters_on] if setup.mode.uses_adapters else []
    own = not setup.mode.reads_passages
    return _written_by(names, own=own).format(model=who, **_adapter_names(names))


def searched_words(scope: Scope, ready: int, *, reads: bool) -> str:
    """ "Searching all 29 documents", "Searching Contracts"; `ready` documents can be searched in all.

    `reads` is whether the documents are read at all for the answer.
    """
    if not reads:
        return translate("Asking", "Not searching your documents")
    if len(scope) == 1:
        name = middle_elided(display_name(scope[0]), NAME_LETTERS)
        return translate("Asking", "Searching {name}").format(name=name)
    if scope:
        return translate("Asking", "Searching %Ln places", None, len(scope))
    if ready <= 1:
        one = translate("Asking", "Searching your one document")
        return one if ready else translate("Asking", "Nothing to search yet")
    return translate("Asking", "Searching all %Ln documents", None, ready)


def why_not(mode: AnswerMode, setup: AnswerSetup) -> str:
    """What is missing to answer in this way, or nothing."""
    if mode is AnswerMode.EXTRACT:
        return ""
    if setup.model is None:
        return translate("Asking", "Needs a model")
    if mode.uses_adapters and not setup.adapters_on:
        on = translate("Asking", "Switch an adapter on")
        return on if setup.adapters else translate("Asking", "Needs an adapter")
    return ""


def model_state_words(status: ModelStatus) -> str:
    """ "Loading… 40 %", "Ready"."""
    if status.state is ModelState.LOADING:
        percent = round(100 * status.share)
        return translate("Asking", "Loading… {percent}\N{NO-BREAK SPACE}%").format(percent=percent)
    return translate("Asking", _STATES[status.state])


def size_words(size_bytes: int) -> str:
    """ "0 KB", "19 KB", "640 MB", "4.1 GB", "310 GB"."""
    if size_bytes < _MEGA // 10:
        return f"{max(min(size_bytes, 1), round(size_bytes / _KILO))} KB"
    if size_bytes >= _GIGA:
        return f"{decimal(size_bytes / _GIGA, 0 if size_bytes >= 100 * _GIGA else 1)} GB"
    return f"{decimal(size_bytes / _MEGA, 1 if size_bytes < 10 * _MEGA else 0)} MB"


def model_words(facts: ModelFacts | None, status: ModelStatus) -> str:
    """ "4.1 GB · Q4_K_M · Ready"."""
    size = (size_words(facts.size_bytes), facts.quantisation) if facts else ()
    return " · ".join(part for part in (*size, model_state_words(status)) if part)


def _adapter_names(names: Sequence[str]) -> dict[str, str]:
    quoted = [middle_elided(name, NAME_LETTERS) for name in names[:2]]
    return dict(zip(("first", "second"), quoted, strict=False))


def _written_by(names: Sequence[str], *, own: bool) -> str:
    """The whole sentence, for so many adapters."""
    if not names:
        alone = translate("Asking", "Written by {model} from its own knowledge")
        return alone if own else translate("Asking", "Written by {model}")
    if len(names) == 1:
        alone = translate("Asking", "Written by {model} from its own knowledge, with the adapter “{first}”")
        return alone if own else translate("Asking", "Written by {model} with the adapter “{first}”")
    if len(names) == 2:
        alone = translate(
            "Asking", "Written by {model} from its own knowledge, with the adapters “{first}” and “{second}”"
        )
        both = translate("Asking", "Written by {model} with the adapters “{first}” and “{second}”")
        return alone if own else both
    alone = translate(
        "Asking", "Written by {model} from its own knowledge, with %Ln adapters", None, len(names)
    )
    return alone if own else translate("Asking", "Written by {model} with %Ln adapters", None, len(names))
