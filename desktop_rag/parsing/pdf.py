"""The PDF reader: text with offsets, page labels, headings and blocks. Parser child, main thread.

PDFium reads; pypdf is the second try (text only) for what PDFium cannot open. The page renderer is in
`pdf_render`; both take their text from the same function, so offsets mean the same to both.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import DocumentDamaged, DocumentHasNoText
from desktop_rag.parsing import pdf_second_try
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.pdf_blocks import PrintedHeadings, find_blocks
from desktop_rag.parsing.pdf_library import open_document, open_page, read_text
from desktop_rag.parsing.pdf_outline import (
    SEPARATOR,
    heading_at,
    read_page_label,
    read_sections,
    read_title,
)


def open_pdf(path: Path) -> OpenedDocument:
    """The document, its pages still unread; its title is that of the metadata, often empty.

    Raises PathMissing and any DocumentError. Iterating the pages opens the file a second time, so nothing
    stays open if they are never asked for; it ends in DocumentHasNoText if no page has any text.
    """
    try:
        with open_document(path) as document:
            return OpenedDocument(DocumentFormat.PDF, read_title(document), len(document), _pages(path))
    except DocumentDamaged:
        return pdf_second_try.open_second_try(path)


def _pages(path: Path) -> Iterator[Page]:
    found = False
    with open_document(path) as document:
        reader = _PageReader(path, document)
        for index in range(len(document)):
            page = reader.read(index)
            found = found or bool(page.text)
            yield page
    if not found:
        raise DocumentHasNoText


class _PageReader:
    """Reads pages in order and remembers the headings that run on from one page to the next."""

    def __init__(self, path: Path, document: Any) -> None:
        self._path = path
        self._document = document
        self._sections = read_sections(document)
        self._printed = PrintedHeadings()

    def read(self, index: int) -> Page:
        label = read_page_label(self._document, index)
        try:
            with open_page(self._document, index) as (page, text_page):
                page_text = read_text(text_page)
                blocks = find_blocks(text_page, page_text)
                heading = self._heading(index, page)
        except DocumentDamaged:
            text = pdf_second_try.page_text(self._path, index, len(self._document))
            return Page(index + 1, text, label)
        return Page(index + 1, page_text.text, label, heading, self._printed.nest(page_text.text, blocks))

    def _heading(self, index: int, page: Any) -> str:
        if self._sections:
            return heading_at(self._sections, index, page)
        return SEPARATOR.join(self._printed.path)
