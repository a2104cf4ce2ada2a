"""The one seam to PDFium: opening files and pages, and what its failures mean. Parser child, main thread.

The builds of PDFium that pypdfium2 carries have neither a JavaScript engine nor XFA, and no action of a
document is ever asked for here: a file can only be parsed and drawn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentError,
    DocumentTooLarge,
    DocumentUnreadable,
    DocumentUnsupported,
    PathMissing,
)
from desktop_rag.parsing.pdf.columns import arrange
from desktop_rag.parsing.pdf.text import PageText, clean_label, clean_text

MAX_PAGES = 20_000
MAX_PAGE_CHARACTERS = 250_000
"""A printed page has a few thousand; what lies beyond this in a hostile one is not read."""

_LOCKED_HINT = "Choose “Enter password …”. It is asked for once and kept only while the program runs."
_WRONG_HINT = "Choose “Enter password …” again. Small and capital letters are told apart."
_OTHER_PROTECTION = "This document is protected in a way that this program does not know."
_OTHER_PROTECTION_HINT = "Open it in its own program, save a copy without protection, and add the copy."


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """A binary stream of the file. Raises PathMissing, DocumentUnreadable, DocumentEmpty."""
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise PathMissing(detail=str(error)) from error
    except OSError as error:
        raise DocumentUnreadable(detail=str(error)) from error
    with stream:
        if not stream.read(1):
            raise DocumentEmpty
        yield stream


@contextmanager
def open_document(path: Path, password: str = "") -> Iterator[Any]:
    """The `pypdfium2.PdfDocument` of a file, closed at the end. An empty user password just opens, with
    another one given as well.

    Raises what `open_file` does, DocumentEncrypted, DocumentDamaged (also if it finds no page) and
    DocumentTooLarge. The file goes in as a stream: its name may hold bytes that are not UTF-8.
    """
    with (
        open_file(path) as stream,
        _opened(stream, password) as document,
        _failures_as_damage("document"),
    ):
        if len(document) > MAX_PAGES:
            raise DocumentTooLarge(detail=f"{len(document)} pages")
        yield document


def _opened(stream: BinaryIO, password: str) -> Any:
    error: pypdfium2.PdfiumError | None = None
    for attempt in dict.fromkeys((password, "")):
        try:
            return pypdfium2.PdfDocument(stream, password=attempt or None)
        except pypdfium2.PdfiumError as failure:
            error = failure
            if error.err_code != pdfium.FPDF_ERR_PASSWORD:
                break
    raise _opening_error(error, password) from error


def _opening_error(error: pypdfium2.PdfiumError | None, password: str) -> DocumentError:
    code = error.err_code if error else None
    if code == pdfium.FPDF_ERR_PASSWORD:
        return locked(password, str(error))
    if code == pdfium.FPDF_ERR_SECURITY:
        return DocumentUnsupported(_OTHER_PROTECTION, hint=_OTHER_PROTECTION_HINT, detail=str(error))
    # "Success" is among them: PDFium found no page, in an empty document as in a half-understood one.
    return DocumentDamaged(detail=str(error))


def locked(password: str, detail: str = "") -> DocumentEncrypted:
    """Why a document stays closed: for want of a password, or because it is another one."""
    if password:
        return DocumentEncrypted("The password is not right.", hint=_WRONG_HINT, detail=detail)
    return DocumentEncrypted(hint=_LOCKED_HINT, detail=detail)


@contextmanager
def open_page(document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    """The page (from 0) and its text page, both closed at the end. Raises DocumentDamaged."""
    with _failures_as_damage(f"page {index + 1}"):
        page = document.get_page(index)
        try:
            yield page, page.get_textpage()
        finally:
            page.close()  # and its text page with it


@contextmanager
def _failures_as_damage(where: str) -> Iterator[None]:
    try:
        yield
    except pypdfium2.PdfiumError as error:
        raise DocumentDamaged(detail=f"{where}: {error}") from error


def read_text(text_page: Any) -> PageText:
    """The cleaned text of a page in reading order and the PDFium character behind each of its characters.

    Character by character and not with FPDFText_GetText: that one leaves characters out and cuts those
    beyond U+FFFF, after which offsets no longer tell characters apart. It costs 0.6 µs a character.
    """
    count = min(pdfium.FPDFText_CountChars(text_page), MAX_PAGE_CHARACTERS)
    unicode_at, handle = pdfium.FPDFText_GetUnicode, text_page.raw
    units = [_code_point(unicode_at(handle, index)) for index in range(count)]
    return clean_text(*arrange(text_page, units))


def _code_point(unit: int) -> int:
    return unit if unit <= 0x10FFFF else 0


def read_label(call: Callable[[], str], limit: int) -> str:
    """A title or label that PDFium keeps as UTF-16, or nothing where that is broken."""
    try:
        return clean_label(call(), limit)
    except UnicodeDecodeError:
        return ""
