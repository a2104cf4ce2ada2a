"""An answer with where it comes from; pure, immutable values, handed freely between threads."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentFormat


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `page` counts from 1; `start` and `end` are offsets into that page's text."""

    rank: int
    score: float
    passage_id: int
    path: Path
    title: str
    format: DocumentFormat
    page: int
    label: str
    heading: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """`n` is the number shown in brackets; `quote` is the page's text from `start` to `end`."""

    n: int
    path: Path
    title: str
    format: DocumentFormat
    page: int
    label: str
    heading: str
    start: int
    end: int
    quote: str


class Support(StrEnum):
    """What a sentence's citations say of it, see `domain.support`."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNCITED = "uncited"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """`text` is without its citation marks; `lead` is what stands before it: a space, a line break, a bullet.

    `doubt` says in plain words why it is unsupported, or is empty.
    """

    text: str
    support: Support
    citations: tuple[int, ...]
    lead: str = " "
    doubt: str = ""


class AnswerState(StrEnum):
    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    STOPPED = "stopped"
    """The person stopped it; what was written so far is kept."""
    FAILED = "failed"
    """The model failed in the middle; what was written so far is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to `question`, and from what.

    `asked` is what was looked up: a follow-up question is rewritten to stand alone. `hits` are the passages
    looked at, best first, cited or not; for an answer written by a model they are exactly those it was
    given, and hit number n (from 1) is what `[n]` cites. `timings` are seconds by phase. A `NOT_FOUND`
    answer has no sentences; its hits are the closest passages, not evidence. `unknown_citations` counts the
    numbers that the model made up; they are left out.
    """

    question: str
    mode: AnswerMode
    state: AnswerState
    confidence: float
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    timings: dict[str, float] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    asked: str = ""
    thought: str = ""
    model: str = ""
    adapters: tuple[str, ...] = ()
    unknown_citations: int = 0
    note: str = ""
    """What the reader should know in plain words: cut short, some passages left out."""

    @property
    def text(self) -> str:
        return "".join(sentence.lead + sentence.text for sentence in self.sentences).strip()


def citation(n: int, hit: Hit, start: int, end: int) -> Citation:
    """Cites `start` to `end` of the hit's page, which lie within the hit."""
    return Citation(
        n=n,
        path=hit.path,
        title=hit.title,
        format=hit.format,
        page=hit.page,
        label=hit.label,
        heading=hit.heading,
        start=start,
        end=end,
        quote=hit.text[start - hit.start : end - hit.start],
    )
