"""What an export says of a conversation, before it is laid out as Markdown or HTML; pure. Any thread.

Everything here is still text from strangers: who lays it out has to escape it.
"""

from dataclasses import dataclass
from datetime import datetime

from desktop_rag.domain.answer_layout import Block, blocks_of, blocks_of_text
from desktop_rag.domain.answers import Answer, AnswerSentence, Citation, Hit, Support
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.conversation import Conversation, Turn, TurnState
from desktop_rag.domain.display import display_name, display_path
from desktop_rag.domain.places import place_words
from desktop_rag.domain.scopes import scope_words

CLOSEST_SHOWN = 4
PLACES_NAMED = 10

_MODES = {
    AnswerMode.EXTRACT: "Looked up in the documents, word for word",
    AnswerMode.BASE: "Asked of {model} alone, without the documents",
    AnswerMode.RAG: "Asked of {model}, which read the passages that were found",
    AnswerMode.LORA: "Asked of {model} with {adapters}, without the documents",
    AnswerMode.HYBRID: "Asked of {model} with {adapters}, which read the passages that were found",
}
_STATES = {
    TurnState.WRITING: "Not finished yet when this was exported.",
    TurnState.ANSWERED: "",
    TurnState.NOT_FOUND: "Not in your documents.",
    TurnState.STOPPED: "Stopped before the end.",
    TurnState.FAILED: "",
    TurnState.INTERRUPTED: "Interrupted: the program ended before this was finished.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """`n` is the number in brackets; None for a passage that came close but was not used."""

    n: int | None
    name: str
    place: str
    path: str
    quote: str


@dataclass(frozen=True, slots=True)
class ToldTurn:
    """`about` says how it was asked, `notes` what to know of the outcome; whole sentences all."""

    question: str
    about: tuple[str, ...]
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    sources_title: str
    sources: tuple[Source, ...]
    reads_passages: bool


def told(turn: Turn) -> ToldTurn:
    answer = turn.answer
    cited = _cited(answer) if answer else ()
    closest = _closest(answer) if turn.state is TurnState.NOT_FOUND else ()
    return ToldTurn(
        question=turn.question,
        about=_about(turn),
        notes=_notes(turn),
        blocks=blocks_of(answer.sentences) if answer else blocks_of_text(turn.text),
        sources_title="Sources" if cited else "Closest passages, which do not answer the question",
        sources=cited or closest,
        reads_passages=_mode(turn).reads_passages,
    )


def dates(conversation: Conversation) -> str:
    """The time that the conversation spans."""
    began, ended = _moment(conversation.created), _moment(conversation.updated)
    return f"{began} to {ended}" if began != ended else began


def doubt_words(sentence: AnswerSentence, reads_passages: bool) -> str:
    """What stands behind a sentence that its sources do not carry, or nothing."""
    if sentence.support is Support.UNSUPPORTED:
        return f"(not supported by its source{': ' if sentence.doubt else ''}{sentence.doubt.rstrip('.')})"
    if sentence.support is Support.SUPPORTED or not reads_passages:
        return ""
    return "(not checked against its source)" if sentence.citations else "(no source)"


def _about(turn: Turn) -> tuple[str, ...]:
    asked = turn.answer.asked if turn.answer else ""
    parts = [f"Asked {_moment(turn.asked_at)}."]
    if turn.scope:
        parts.append(f"Asked only in {scope_words(turn.scope, PLACES_NAMED)}.")
    if asked and asked != turn.question:
        parts.append(f"Looked up as: “{asked}”")
    model = (turn.answer.model if turn.answer else "") or turn.model or "the model"
    parts.append(_MODES[_mode(turn)].format(model=model, adapters=_adapter_words(turn.adapters)) + ".")
    return tuple(parts)


def _notes(turn: Turn) -> tuple[str, ...]:
    made_up = turn.answer.unknown_citations if turn.answer else 0
    left_out = f"{made_up} source {'number' if made_up == 1 else 'numbers'} that the model made up left out."
    note = turn.answer.note if turn.answer else ""
    said = (_STATES[turn.state], turn.reason, turn.hint, note, left_out if made_up else "")
    return tuple(sentence for sentence in said if sentence.strip())


def _mode(turn: Turn) -> AnswerMode:
    return turn.answer.mode if turn.answer else turn.mode


def _adapter_words(adapters: tuple[Adapter, ...]) -> str:
    names = [
        display_name(adapter.path) + ("" if adapter.scale == 1 else f" at strength {adapter.scale:g}")
        for adapter in adapters
    ]
    if not names:
        return "no adapter"
    return f"the {'adapter' if len(names) == 1 else 'adapters'} {' and '.join(names)}"


def _cited(answer: Answer) -> tuple[Source, ...]:
    """An answer that was cut off names passages that were not looked up yet: hit number n is what n cites."""
    found = {citation.n: _source(citation.n, citation, citation.quote) for citation in answer.citations}
    for n in sorted({n for sentence in answer.sentences for n in sentence.citations} - found.keys()):
        if 1 <= n <= len(answer.hits):
            found[n] = _source(n, answer.hits[n - 1], answer.hits[n - 1].text)
    return tuple(found[n] for n in sorted(found))


def _closest(answer: Answer | None) -> tuple[Source, ...]:
    return tuple(_source(None, hit, hit.text) for hit in answer.hits[:CLOSEST_SHOWN]) if answer else ()


def _source(n: int | None, found: Citation | Hit, quote: str) -> Source:
    place = place_words(found.format, found.page, found.label, found.heading)
    name = found.title or display_name(found.path)
    return Source(n, name, place, display_path(found.path), " ".join(quote.split()))


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
