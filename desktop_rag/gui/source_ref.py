"""Where to look: a document, a page and the offsets to light there; passed between panels. GUI thread."""

from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.answers import Citation, Hit
from desktop_rag.domain.documents import DocumentFormat


@dataclass(frozen=True, slots=True)
class SourceRef:
    """`page` counts from 1; `spans` are offsets into that page's text, empty for nothing to light.

    `heading` is the one the lit words stand under.
    """

    path: Path
    page: int
    spans: tuple[tuple[int, int], ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One entry of a "Sources" list. `number` is None for a passage that was looked at, not cited."""

    ref: SourceRef
    number: int | None
    title: str
    format: DocumentFormat
    label: str
    heading: str
    quote: str


def cited_entry(citation: Citation) -> SourceEntry:
    ref = SourceRef(citation.path, citation.page, ((citation.start, citation.end),), citation.heading)
    return SourceEntry(
        ref, citation.n, citation.title, citation.format, citation.label, citation.heading, citation.quote
    )


def looked_at_entry(hit: Hit) -> SourceEntry:
    ref = SourceRef(hit.path, hit.page, ((hit.start, hit.end),), hit.heading)
    return SourceEntry(ref, None, hit.title, hit.format, hit.label, hit.heading, hit.text)


def uncited_hits(hits: tuple[Hit, ...], citations: tuple[Citation, ...]) -> list[Hit]:
    """The hits that no citation lies in."""
    return [hit for hit in hits if not any(_inside(citation, hit) for citation in citations)]


def _inside(citation: Citation, hit: Hit) -> bool:
    same_page = citation.path == hit.path and citation.page == hit.page
    return same_page and citation.start < hit.end and hit.start < citation.end
