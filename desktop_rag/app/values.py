"""What the use cases answer with; immutable, handed freely between threads. Window process."""

from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.answers import Hit
from desktop_rag.domain.documents import DocumentFormat, DocumentState, Page, PagePicture


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

    @property
    def total(self) -> int:
        return self.ready + self.problems + self.skipped + self.pending


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
    """What the library holds of what was asked for, once the work is done."""

    ready: int
    failed: int
    skipped: int
    unavailable: int
    pages: int
    passages: int
    embedded: int
    """Passages that had to be embedded in this run; 0 when nothing changed."""
    seconds: float


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
