"""What the use cases answer with; immutable, handed freely between threads. Window process."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop_rag.domain.answers import Hit
from desktop_rag.domain.chat import Adapter, AnswerMode, AnswerStyle, Sampling
from desktop_rag.domain.documents import DocumentFormat, DocumentState, Page, PagePicture
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.domain.prompting import Exchange
from desktop_rag.domain.scopes import EVERYWHERE, Scope

LONGEST_SEARCHED = 4_000
"""Characters of a question that a search reads; a model reads all of it."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One file of the library. `format` is None until it was read; `reason` and `hint` are plain words."""

    path: Path
    folder: Path | None
    format: DocumentFormat | None
    state: DocumentState
    reason: str
    hint: str
    title: str
    pages: int
    passages: int
    size_bytes: int
    kind: str = ""
    """Which `DocumentError` it met, by its `kind`."""
    scans_left: int = 0
    """Pages that are pictures whose words are still to be read."""
    mtime_ns: int = 0
    """When the file was changed last, in nanoseconds of Unix time."""


@dataclass(frozen=True, slots=True)
class RootSummary:
    """A folder or single file that the person added, with the counts of what is below it."""

    path: Path
    is_folder: bool
    available: bool
    ready: int
    problems: int
    skipped: int
    pending: int
    scanned: int = 0
    """Whose pages are pictures still to be read."""
    ignored: int = 0
    """Files that its rules left out; they have no rows, and are not in `total`."""
    rules: FolderRules = field(default_factory=FolderRules)

    @property
    def total(self) -> int:
        return self.ready + self.problems + self.skipped + self.pending + self.scanned


@dataclass(frozen=True, slots=True)
class LibraryOverview:
    roots: tuple[RootSummary, ...]
    documents: tuple[DocumentRow, ...]
    passages: int
    size_bytes: int
    """Bytes that the library itself takes on disk."""
    embedder: str


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What the library holds of what was asked for, once the work is done.

    `skipped` has the documents whose pages are pictures that nobody has read.
    """

    ready: int
    failed: int
    skipped: int
    unavailable: int
    pages: int
    passages: int
    embedded: int
    """Passages that had to be embedded in this run; 0 when nothing changed."""
    seconds: float
    stored: int = 0
    """Documents that were new in this run or had changed."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`confidence` is the estimated probability (0–1) that the hits answer the question."""

    question: str
    answerable: bool
    confidence: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A page to look at. `picture` is None for formats without pages, or when it cannot be drawn.

    `marks` are the offsets to light in `page.text`. `placed` says whether the words could be marked;
    `note` says in plain words what the reader should know (the words moved, the file is not there now).
    """

    path: Path
    title: str
    format: DocumentFormat
    page: Page
    page_count: int
    picture: PagePicture | None
    marks: tuple[tuple[int, int], ...]
    placed: bool
    note: str
    locked: bool = False
    """Whether a password is wanted to draw the page."""


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """How a question is to be answered. The default takes sentences word for word, without a model.

    `exchanges` are the conversation so far, which a follow-up question is understood from; `asked` is the
    stand-alone question when the person wrote it. `earlier` are the passages of the answer before, by id:
    those found again keep their place, so that the model need not read them again. With `forget` the model
    starts from nothing, as a measurement wants it.
    """

    mode: AnswerMode = AnswerMode.EXTRACT
    model: ModelChoice | None = None
    adapters: tuple[Adapter, ...] = ()
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int = 700
    style: AnswerStyle = AnswerStyle.NORMAL
    passages: int = 5
    exchanges: tuple[Exchange, ...] = ()
    asked: str = ""
    earlier: tuple[int, ...] = ()
    forget: bool = False

    @property
    def adapters_in_use(self) -> tuple[Adapter, ...]:
        return self.adapters if self.mode.uses_adapters else ()


class AnswerPhase(StrEnum):
    LOADING = "loading"
    REWRITING = "rewriting"
    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class AnswerUpdate:
    """An answer under way, all of it so far: a later update replaces an earlier one.

    `share` (0–1) is how far the phase is, None when that cannot be told. `asked` is the stand-alone form of
    a follow-up question, empty when it is the question itself. `text` holds citations as `[n]`, which
    count `hits` from 1.
    """

    phase: AnswerPhase
    share: float | None = None
    asked: str = ""
    hits: tuple[Hit, ...] = ()
    text: str = ""
    thought: str = ""
    turn_id: int | None = None
    """The stored turn, and its conversation, once they are."""
    conversation_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerWay:
    """How one question is to be answered, whatever the settings say."""

    mode: AnswerMode
    model: ModelChoice | None = None
    adapters: tuple[Adapter, ...] = ()


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question in a conversation, None for a new one. `asked` is its stand-alone form if the person wrote
    one. How it is answered is a matter of the settings, unless there is a `way` for this question alone."""

    question: str
    scope: Scope = EVERYWHERE
    conversation_id: int | None = None
    asked: str = ""
    way: AnswerWay | None = None
