"""From blocks to an opened document, for all formats without pages. Parser child, main thread."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import DocumentEmpty, DocumentHasNoText, DocumentUnreadable
from desktop_rag.parsing.blocks import PAGE_LIMIT, TextBlock, line_label, paginate
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument

_LONGEST_TITLE = 300


def assemble(
    format: DocumentFormat,  # noqa: A002 - the field's own name
    blocks: Iterable[TextBlock],
    title: Callable[[], str] = str,
    heading_as_title: int = 0,
    limit: int = PAGE_LIMIT,
    label: Callable[[list[TextBlock]], str] = line_label,
) -> OpenedDocument:
    """Read as far as the first page, so that what is wrong with a file shows when it is opened.

    `title` is asked after that page; where it is empty, the page's first heading of a level up to
    `heading_as_title` serves. `limit` and `label` are those of `paginate`. Raises `DocumentEmpty`,
    `DocumentHasNoText` or what `blocks` raises.
    """
    return assemble_pages(format, paginate(blocks, limit, label), title, heading_as_title)


def assemble_pages(
    format: DocumentFormat,  # noqa: A002 - the field's own name
    pages: Iterator[Page],
    title: Callable[[], str] = str,
    heading_as_title: int = 0,
    page_count: int | None = None,
) -> OpenedDocument:
    """What `assemble` does, for a format that makes its own pages."""
    readable = _readable(pages)
    first = next(readable, None)
    if first is None:
        raise _nothing_in_it(format)
    found = clean(title()) or _first_heading(first, heading_as_title)
    tidy = " ".join(found.split())[:_LONGEST_TITLE].strip()
    return OpenedDocument(format, tidy, page_count, chain((first,), readable))


def _readable(pages: Iterator[Page]) -> Iterator[Page]:
    """A drive may go away between two pages."""
    try:
        yield from pages
    except OSError as error:
        raise unreadable(error) from error


def unreadable(error: OSError) -> DocumentUnreadable:
    """The system's refusal in plain words."""
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, PermissionError):
        return DocumentUnreadable(detail=detail)
    hint = "Check that it is still there and its drive is connected, then retry."
    if isinstance(error, FileNotFoundError):
        return DocumentUnreadable("This file is no longer there.", hint=hint, detail=detail)
    return DocumentUnreadable("This file could not be read from its drive.", hint=hint, detail=detail)


def _nothing_in_it(kind: DocumentFormat) -> DocumentEmpty | DocumentHasNoText:
    if kind is DocumentFormat.TEXT:
        return DocumentEmpty()
    return DocumentHasNoText(
        "This document holds no text that can be searched.",
        hint="If it shows text in its own program, save it from there as PDF and add that.",
    )


def _first_heading(page: Page, level: int) -> str:
    for block in page.blocks:
        if block.kind is BlockKind.HEADING and block.level <= level:
            return page.text[block.start : block.end]
    return ""
