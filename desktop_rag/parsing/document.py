"""What a reader of one family of formats gives back. Parser child, main thread."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_rag.domain.documents import DocumentFormat, Page


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document being read. `pages` is lazy, so that progress shows and memory stays flat.

    `page_count` is None where it is not known before the end. Iterating `pages` raises
    `DocumentError` like opening does.
    """

    format: DocumentFormat
    title: str
    page_count: int | None
    pages: Iterator[Page]
