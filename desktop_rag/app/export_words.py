"""What an export says of a conversation, before it is laid out as Markdown or HTML; pure. Any thread.

Everything here is still text from strangers: who lays it out has to escape it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from desktop_rag.domain.answer_layout import Block, blocks_of, blocks_of_text
from desktop_rag.domain.answers import Answer, AnswerSentence, Citation, Hit, Support
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.conversation import Conversation, Turn, TurnState
from desktop_rag.domain.display import display_name, display_path
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.places import place_words
from desktop_rag.domain.scopes import Scope, scope_words

CLOSEST_SHOWN = 4
PLACES_NAMED = 10

_MODES = {
    AnswerMode.EXTRACT: "Looked up in the documents, word for word.",
    AnswerMode.BASE: "Asked of {model} alone, without the documents.",
    AnswerMode.RAG: "Asked of {model}, which read the passages that were found.",
    AnswerMode.LORA: "Asked of {model} with LoRA adapters, without the documents.",
    AnswerMode.HYBRID: "Asked of {model} with LoRA adapters, which read the passages that were found.",
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
class Voice:
    """In which language an export speaks. What it holds is called on the thread that exports.

    `say` gets whole English sentences, also those that were stored with a turn.
    """

    language: str = "en"
    say: Callable[[str], str] = str
    place: Callable[[DocumentFormat, int, str, str], str] = place_words
    scope: Callable[[Scope, int], str] = scope_words
    moment: Callable[[datetime], str] = "{:%Y-%m-%d %H:%M} UTC".format


ENGLISH = Voice()


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
    """`about` says how it was asked, `notes` what to know of the outcome; whole sentences all.

    `doubt` tells what stands behind a sentence that its sources do not carry, or nothing.
    """

    question: str
    about: tuple[str, ...]
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    sources_title: str
    sources: tuple[Source, ...]
    doubt: Callable[[AnswerSentence], str]


def told(turn: Turn, voice: Voice) -> ToldTurn:
    answer = turn.answer
    cited = _cited(answer, voice) if answer else ()
    closest = _closest(answer, voice) if turn.state is TurnState.NOT_FOUND else ()
    title = "Sources" if cited else "Closest passages, which do not answer the question"
    return ToldTurn(
        question=turn.question,
        about=_about(turn, voice),
        notes=tuple(voice.say(note) for note in _notes(turn)),
        blocks=blocks_of(answer.sentences) if answer else blocks_of_text(turn.text),
        sources_title=voice.say(title),
        sources=cited or closest,
        doubt=partial(_doubt, _mode(turn).reads_passages, voice),
    )


def origin(conversation: Conversation, voice: Voice) -> str:
    """Which program wrote this, and the time that the conversation spans."""
    began, ended = voice.moment(conversation.created), voice.moment(conversation.updated)
    span = f"{began} – {ended}" if began != ended else began
    return voice.say(f"Exported from Desktop RAG, {span}.")


def _doubt(reads_passages: bool, voice: Voice, sentence: AnswerSentence) -> str:
    if sentence.support is Support.UNSUPPORTED:
        why = voice.say(sentence.doubt).rstrip(".")
        return f"({': '.join(filter(None, (voice.say('not supported by its source'), why)))})"
    if sentence.support is Support.SUPPORTED or not reads_passages:
        return ""
    return f"({voice.say('not checked against its source' if sentence.citations else 'no source')})"


def _about(turn: Turn, voice: Voice) -> tuple[str, ...]:
    asked = turn.answer.asked if turn.answer else ""
    mode = _mode(turn)
    model = (turn.answer.model if turn.answer else "") or turn.model or "the model"
    places = voice.scope(turn.scope, PLACES_NAMED)
    said = (
        f"Asked on {voice.moment(turn.asked_at)}.",
        f"Asked only in {places}." if turn.scope else "",
        f"Looked up as: “{asked}”." if asked and asked != turn.question else "",
        _MODES[mode].format(model=model),
        f"LoRA adapters: {_adapter_names(turn.adapters)}." if mode.uses_adapters and turn.adapters else "",
    )
    return tuple(voice.say(sentence) for sentence in said if sentence)


def _notes(turn: Turn) -> tuple[str, ...]:
    made_up = turn.answer.unknown_citations if turn.answer else 0
    left_out = "A source number that the model made up was left out."
    if made_up > 1:
        left_out = f"{made_up} source numbers that the model made up were left out."
    note = turn.answer.note if turn.answer else ""
    said = (_STATES[turn.state], turn.reason, turn.hint, note, left_out if made_up else "")
    return tuple(sentence for sentence in said if sentence.strip())


def _mode(turn: Turn) -> AnswerMode:
    return turn.answer.mode if turn.answer else turn.mode


def _adapter_names(adapters: tuple[Adapter, ...]) -> str:
    return ", ".join(
        display_name(adapter.path) + ("" if adapter.scale == 1 else f" × {adapter.scale:g}")
        for adapter in adapters
    )


def _cited(answer: Answer, voice: Voice) -> tuple[Source, ...]:
    """An answer that was cut off names passages that were not looked up yet: hit number n is what n cites."""
    found = {each.n: _source(each.n, each, each.quote, voice) for each in answer.citations}
    for n in sorted({n for sentence in answer.sentences for n in sentence.citations} - found.keys()):
        if 1 <= n <= len(answer.hits):
            found[n] = _source(n, answer.hits[n - 1], answer.hits[n - 1].text, voice)
    return tuple(found[n] for n in sorted(found))


def _closest(answer: Answer | None, voice: Voice) -> tuple[Source, ...]:
    hits = answer.hits[:CLOSEST_SHOWN] if answer else ()
    return tuple(_source(None, hit, hit.text, voice) for hit in hits)


def _source(n: int | None, found: Citation | Hit, quote: str, voice: Voice) -> Source:
    place = voice.place(found.format, found.page, found.label, found.heading)
    name = found.title or display_name(found.path)
    return Source(n, name, place, display_path(found.path), " ".join(quote.split()))
