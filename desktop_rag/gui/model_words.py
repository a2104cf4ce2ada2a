"""What the window says about models, adapters and ways to answer; pure text, no Qt. Any thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.language_model import ModelFacts, ModelState, ModelStatus
from desktop_rag.gui.answer_setup import AnswerSetup
from desktop_rag.gui.words import middle_elided

NAME_LETTERS = 36
_KILO, _MEGA, _GIGA = 1_000, 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class ModeWords:
    """One way to answer: what it is called, and what that means in one line."""

    mode: AnswerMode
    name: str
    meaning: str


MODES: tuple[ModeWords, ...] = (
    ModeWords(AnswerMode.EXTRACT, "Word for word", "Sentences as they stand in your documents."),
    ModeWords(AnswerMode.RAG, "From my documents", "The model reads what was found and names its sources."),
    ModeWords(AnswerMode.BASE, "Model alone", "What the model has learned, with no sources to check."),
    ModeWords(AnswerMode.LORA, "Model with adapters", "What it has learned, as your adapters change it."),
    ModeWords(
        AnswerMode.HYBRID, "Documents and adapters", "Reads what was found, as your adapters change it."
    ),
)

_STATES = {
    ModelState.EMPTY: "Loads with the next question",
    ModelState.READY: "Ready",
    ModelState.ANSWERING: "Answering",
    ModelState.STOPPING: "Stopping",
    ModelState.FAILED: "Could not be loaded",
}


def way_words(setup: AnswerSetup) -> str:
    """ "Written by Llama 3 from your documents, with the adapter “style”"."""
    if not setup.uses_model:
        return "Word for word from your documents"
    source = "your documents" if setup.mode.reads_passages else "its own knowledge"
    who = middle_elided(setup.model_name, NAME_LETTERS) or "a model"
    names = [each.name for each in setup.adapters_on] if setup.mode.uses_adapters else []
    return f"Written by {who} from {source}{adapter_words(names)}"


def adapter_words(names: Sequence[str]) -> str:
    """ ", with the adapters “style” and “law”", or nothing."""
    if not names:
        return ""
    quoted = [f"“{middle_elided(name, NAME_LETTERS)}”" for name in names]
    if len(quoted) > 2:
        return f", with {len(quoted)} adapters"
    return f", with the adapter{'s' if len(quoted) > 1 else ''} {' and '.join(quoted)}"


def why_not(mode: AnswerMode, setup: AnswerSetup) -> str:
    """What is missing to answer in this way, or nothing."""
    if mode is AnswerMode.EXTRACT:
        return ""
    if setup.model is None:
        return "Needs a model"
    if mode.uses_adapters and not setup.adapters_on:
        return "Switch an adapter on" if setup.adapters else "Needs an adapter"
    return ""


def model_state_words(status: ModelStatus) -> str:
    """ "Loading… 40 %", "Ready"."""
    if status.state is ModelState.LOADING:
        return f"Loading… {status.share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
    return _STATES[status.state]


def size_words(size_bytes: int) -> str:
    """ "19 KB", "640 MB", "4.1 GB", "310 GB"."""
    if 0 < size_bytes < _MEGA // 10:
        return f"{max(1, round(size_bytes / _KILO))} KB"
    if size_bytes >= _GIGA:
        return f"{size_bytes / _GIGA:.{0 if size_bytes >= 100 * _GIGA else 1}f} GB"
    return f"{size_bytes / _MEGA:.1f} MB" if size_bytes < 10 * _MEGA else f"{size_bytes / _MEGA:.0f} MB"


def model_words(facts: ModelFacts | None, status: ModelStatus) -> str:
    """ "4.1 GB · Q4_K_M · Ready"."""
    size = (size_words(facts.size_bytes), facts.quantisation) if facts else ()
    return " · ".join(part for part in (*size, model_state_words(status)) if part)
