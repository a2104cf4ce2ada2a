"""Values as the use cases hand them to the window, for tests that need no children."""

from datetime import UTC, datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary, SourceView
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Citation, Hit, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import Turn, TurnState
from desktop_rag.domain.documents import Box, DocumentFormat, DocumentState, Page, PagePicture
from desktop_rag.gui.library.model import Listing, make_listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.page.shown_source import ShownSource
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.widgets.icons import Icons

PAPERS, LETTERS = Path("/home/ann/papers"), Path("/home/ann/letters")
REPORT = PAPERS / "report.pdf"
PDF, MARKDOWN = DocumentFormat.PDF, DocumentFormat.MARKDOWN


def row(
    path: Path,
    state: DocumentState = DocumentState.READY,
    *,
    reason: str = "",
    hint: str = "",
    title: str = "",
    pages: int = 3,
    kind: DocumentFormat = PDF,
) -> DocumentRow:
    return DocumentRow(path, path.parent, kind, state, reason, hint, title, pages, 9, 1000)


def root(
    path: Path, rows: list[DocumentRow], *, available: bool = True, is_folder: bool = True
) -> RootSummary:
    states = [each.state for each in rows if each.path.is_relative_to(path)]
    counts = {state: states.count(state) for state in DocumentState}
    problems = sum(
        counts[state]
        for state in (DocumentState.FAILED, DocumentState.QUARANTINED, DocumentState.UNAVAILABLE)
    )
    ready, skipped = counts[DocumentState.READY], counts[DocumentState.SKIPPED]
    return RootSummary(path, is_folder, available, ready, problems, skipped, counts[DocumentState.PENDING])


def listing(*rows: DocumentRow, roots: tuple[Path, ...] = (PAPERS,)) -> Listing:
    summaries = tuple(root(path, list(rows)) for path in roots)
    return make_listing(LibraryOverview(summaries, rows, 9, 1000, "MiniLM"))


def empty_listing() -> Listing:
    return make_listing(LibraryOverview((), (), 0, 0, "MiniLM"))


def citation(n: int, start: int = 0, end: int = 10, *, page: int = 3, quote: str = "a quote") -> Citation:
    return Citation(n, REPORT, "The report", PDF, page, "", "Results", start, end, quote)


def hit(start: int, end: int, *, page: int = 3, text: str = "a passage") -> Hit:
    return Hit(1, 1.0, 1, REPORT, "The report", PDF, page, "", "Results", start, end, text)


def answered(*citations: Citation, hits: tuple[Hit, ...] = ()) -> Answer:
    """One supported sentence a citation."""
    sentences = tuple(
        AnswerSentence(f"Finding {each.n}.", Support.SUPPORTED, (each.n,)) for each in citations
    )
    return Answer(
        "What was found?", AnswerMode.EXTRACT, AnswerState.ANSWERED, 0.9, sentences, citations, hits
    )


def passages(number: int) -> tuple[Hit, ...]:
    """Passages as a model is given them; number n lies on page n."""
    return tuple(hit(0, 40, page=n, text=f"passage {n}") for n in range(1, number + 1))


def sentence(
    text: str, *citations: int, lead: str = " ", support: Support | None = None, doubt: str = ""
) -> AnswerSentence:
    """Supported where it cites, uncited where it does not."""
    usual = Support.SUPPORTED if citations else Support.UNCITED
    return AnswerSentence(text, support or usual, citations, lead, doubt)


def written(*sentences: AnswerSentence, mode: AnswerMode = AnswerMode.RAG, hits: int = 3) -> Answer:
    """What a model wrote from passages; a citation of each number that is used lights words on its page."""
    used = sorted({n for each in sentences for n in each.citations})
    return Answer(
        question="What was found?",
        mode=mode,
        state=AnswerState.ANSWERED,
        confidence=0.9,
        sentences=sentences,
        citations=tuple(citation(n, 5, 9, page=n) for n in used),
        hits=passages(hits),
        model="Qwen",
    )


def stored(state: TurnState, *, text: str = "", answer: Answer | None = None, reason: str = "") -> Turn:
    """A turn as the store hands it out."""
    asked_at = datetime(2026, 11, 1, tzinfo=UTC)
    return Turn(
        7, 1, "What was found?", (), AnswerMode.RAG, "Qwen", (), state, asked_at, text, "", answer, reason,
        "Do this." if reason else "",
    )  # fmt: skip


def not_found(*hits: Hit) -> Answer:
    return Answer("What was found?", AnswerMode.EXTRACT, AnswerState.NOT_FOUND, 0.1, (), (), hits)


def text_source(
    page: Page, *, marks: tuple[tuple[int, int], ...] = (), pages: int = 1, note: str = "", title: str = ""
) -> ShownSource:
    path = PAPERS / "notes.md"
    view = SourceView(path, title, MARKDOWN, page, pages, None, marks, True, note)
    return ShownSource(SourceRef(path, page.number, marks), view, None)


def white_page(width: int, height: int, *boxes: Box) -> PagePicture:
    return PagePicture(width, height, b"\xff" * (width * height * 3), boxes, "")


def shown_panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    """The documents' panel by itself, as wide as it begins in the window."""
    made = LibraryPanel(icons)
    qtbot.addWidget(made)
    made.resize(300, 800)
    made.show()
    return made
