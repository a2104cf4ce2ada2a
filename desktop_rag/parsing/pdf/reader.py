"""The PDF reader: text with offsets, page labels, headings and blocks. Parser child, main thread.

PDFium reads; pypdf is the second try (text only) for what PDFium cannot open. The page renderer is in
`pdf_render`; both take their text from the same function, so offsets mean the same to both.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import DocumentDamaged, DocumentHasNoText
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.pdf import second_try as pdf_second_try
from desktop_rag.parsing.pdf.blocks import find_blocks
from desktop_rag.parsing.pdf.headings import with_headings
from desktop_rag.parsing.pdf.library import open_document, open_page, read_text
from desktop_rag.parsing.pdf.outline import (
    Section,
    heading_at,
    read_page_label,
    read_sections,
    read_title,
)
from desktop_rag.parsing.pdf.scans import is_broken, is_picture

_MOST_LOST = 20
_NO_WRITING = "There is no writing in this document."
_NO_WRITING_HINT = "Nothing to do, unless it should hold some: then fetch a fresh copy."


def open_pdf(path: Path, password: str = "") -> OpenedDocument:
    """The document, its pages still unread; its title is that of the metadata, often empty.

    Raises PathMissing and any DocumentError. Iterating the pages opens the file a second time, so nothing
    stays open if they are never asked for; it ends in DocumentHasNoText if no page has any text, nor shows
    any that could be recognised.
    """
    try:
        with open_document(path, password) as document:
            pages = _pages(path, password)
            return OpenedDocument(DocumentFormat.PDF, read_title(document), len(document), pages)
    except DocumentDamaged:
        return pdf_second_try.open_second_try(path, password)


def _pages(path: Path, password: str) -> Iterator[Page]:
    found = False
    with open_document(path, password) as document:
        sections = read_sections(document)
        reader = _PageReader(path, password, document, sections)
        for page in with_headings(reader.pages(), has_outline=bool(sections)):
            found = found or page.is_scan or bool(page.text)
            yield page
        if not found and reader.lost == len(document):
            raise DocumentDamaged(detail="no page could be opened")
    if not found:
        raise DocumentHasNoText(_NO_WRITING, hint=_NO_WRITING_HINT)


class _PageReader:
    """Reads pages one by one, their headings still as they are printed."""

    def __init__(self, path: Path, password: str, document: Any, sections: Sequence[Section]) -> None:
        self._path = path
        self._password = password
        self._document = document
        self._sections = sections
        self.lost = 0
        """Pages that neither PDFium nor pypdf could read so far."""

    def pages(self) -> Iterator[Page]:
        return map(self._read, range(len(self._document)))

    def _read(self, index: int) -> Page:
        label = read_page_label(self._document, index)
        try:
            with open_page(self._document, index) as (page, text_page):
                page_text = read_text(text_page)
                heading = heading_at(self._sections, index, page)
                if is_broken(text_page, page_text.text):
                    return Page(index + 1, "", label, heading, is_scan=True)
                blocks = find_blocks(text_page, page_text)
                is_scan = is_picture(page, page_text.text)
        except DocumentDamaged:
            return Page(index + 1, self._second_try(index), label)
        return Page(index + 1, page_text.text, label, heading, blocks, is_scan=is_scan)

    def _second_try(self, index: int) -> str:
        """It opens the whole file for one page: not for the thousands that a file only claims to have."""
        if self.lost >= _MOST_LOST:
            self.lost += 1
            return ""
        text = pdf_second_try.page_text(self._path, index, len(self._document), self._password)
        self.lost += not text
        return text
