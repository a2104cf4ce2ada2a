"""What presentations of all kinds have in common: a slide is a page. Parser child, main thread."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import DocumentHasNoText, DocumentTooLarge
from desktop_rag.parsing.assembly import assemble_pages
from desktop_rag.parsing.blocks import TextBlock, paginate
from desktop_rag.parsing.document import OpenedDocument

NOUN = "presentation"
MAX_SLIDE_CHARS = 1_000_000
MAX_SLIDES = 20_000


def assemble_slides(
    format: DocumentFormat,  # noqa: A002 - the field's own name
    slides: Iterable[list[TextBlock]],
    title: str,
    count: int | None = None,
) -> OpenedDocument:
    """`slides` are their blocks; one without any still counts. Without a `title` the first heading serves.

    Raises `DocumentHasNoText`, perhaps only while the pages are read, and what `slides` raises.
    """
    return assemble_pages(format, _pages(slides), lambda: title, heading_as_title=1, page_count=count)


def with_notes(slide: list[TextBlock], notes: list[TextBlock]) -> list[TextBlock]:
    """A slide's blocks with what its speaker is to say."""
    return [*slide, TextBlock(BlockKind.HEADING, "Notes", 2), *notes] if notes else slide


def _pages(slides: Iterable[list[TextBlock]]) -> Iterator[Page]:
    has_text = False
    for number, blocks in enumerate(slides, start=1):
        page, *more = paginate(blocks, MAX_SLIDE_CHARS) if blocks else [Page(number, "")]
        if more or number > MAX_SLIDES:
            raise DocumentTooLarge(f"This {NOUN} holds more than this program reads.")
        has_text = has_text or bool(page.text)
        yield replace(page, number=number)
    if not has_text:
        raise DocumentHasNoText(
            "This presentation holds no text that can be searched.",
            hint="If it shows text in its own program, save it from there as PDF and add that.",
        )
