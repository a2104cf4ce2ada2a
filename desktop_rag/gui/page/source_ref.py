"""Where to look: a document, a page and the offsets to light there; passed between panels. GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_rag.domain.answers import Answer, Citation, Hit
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentFormat

HUE_COUNT = 4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another citation of the same answer on the same page; `hue` is one of `page_marks.HUES`."""

    number: int | None
    span: tuple[int, int]
    hue: int


@dataclass(frozen=True, slots=True)
class SourceRef:
    """`page` counts from 1; `spans` are offsets into that page's text, empty for nothing to light.

    `heading` is the one the lit words stand under. `number` is that of the citation they belong to, and
    `beside` what else the answer cites on the page; each has a `hue` of its own.
    """

    path: Path
    page: int
    spans: tuple[tuple[int, int], ...] = ()
    heading: str = ""
    number: int | None = None
    hue: int = 0
    beside: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One entry of a "Sources" list. `number` is None for a passage that no number points to.

    What is not `cited` is shown quieter.
    """

    ref: SourceRef
    number: int | None
    title: str
    format: DocumentFormat
    label: str
    heading: str
    quote: str
    cited: bool = False


def among(entry: SourceEntry, cited: Sequence[SourceEntry]) -> SourceRef:
    """Where `entry` leads, told apart from what else the answer cites on that page."""
    here = [each for each in cited if _page_of(each) == _page_of(entry)]
    if entry not in here:
        return entry.ref
    others = tuple(
        Neighbour(each.number, span, hue % HUE_COUNT)
        for hue, each in enumerate(here)
        for span in each.ref.spans
        if each != entry
    )
    return replace(entry.ref, number=entry.number, hue=here.index(entry) % HUE_COUNT, beside=others)


def _page_of(entry: SourceEntry) -> tuple[Path, int]:
    return entry.ref.path, entry.ref.page


def cited_entry(citation: Citation) -> SourceEntry:
    span = (citation.start, citation.end)
    return SourceEntry(
        SourceRef(citation.path, citation.page, (span,), citation.heading),
        citation.n,
        citation.title,
        citation.format,
        citation.label,
        citation.heading,
        citation.quote,
        cited=True,
    )


def passage_entry(hit: Hit, number: int | None = None, *, cited: bool = False) -> SourceEntry:
    """The whole of a passage."""
    ref = SourceRef(hit.path, hit.page, ((hit.start, hit.end),), hit.heading)
    return SourceEntry(ref, number, hit.title, hit.format, hit.label, hit.heading, hit.text, cited)


def read_entries(hits: Sequence[Hit]) -> list[SourceEntry]:
    """The passages that a model is given, by the numbers it knows them by."""
    return [passage_entry(hit, n) for n, hit in enumerate(hits, start=1)]


def entries_of(answer: Answer) -> tuple[list[SourceEntry], list[SourceEntry]]:
    """What an answer cites, and what else was looked at for it.

    Passages that a model was given keep their numbers; one it cites without lit words is cited whole.
    """
    cited = [cited_entry(citation) for citation in answer.citations]
    if answer.mode is AnswerMode.EXTRACT:
        return cited, [passage_entry(hit) for hit in uncited_hits(answer.hits, answer.citations)]
    lit = {citation.n for citation in answer.citations}
    named = {n for sentence in answer.sentences for n in sentence.citations} - lit
    passages = list(enumerate(answer.hits, start=1))
    cited += [passage_entry(hit, n, cited=True) for n, hit in passages if n in named]
    others = [passage_entry(hit, n) for n, hit in passages if n not in named | lit]
    return sorted(cited, key=lambda entry: entry.number or 0), others


def uncited_hits(hits: tuple[Hit, ...], citations: tuple[Citation, ...]) -> list[Hit]:
    """The hits that no citation lies in."""
    return [hit for hit in hits if not any(_inside(citation, hit) for citation in citations)]


def _inside(citation: Citation, hit: Hit) -> bool:
    same_page = citation.path == hit.path and citation.page == hit.page
    return same_page and citation.start < hit.end and hit.start < citation.end
