"""The second try at a PDF that PDFium cannot open: pypdf, for its text alone. Parser child, main thread."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, DeprecationError, FileNotDecryptedError, PyPdfError

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentError,
    DocumentHasNoText,
    DocumentTooLarge,
)
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.pdf.library import MAX_PAGE_CHARACTERS, MAX_PAGES, locked, open_file
from desktop_rag.parsing.pdf.text import clean_text

MAX_BYTES = 64 * 1024 * 1024
"""pypdf looks for objects through the whole of a broken file, in Python: beyond this it takes minutes."""

_LOCKED = (FileNotDecryptedError, DependencyError)
# On broken input pypdf fails in every way that Python has of meeting a value it did not expect.
_FAILURES = (
    PyPdfError, DeprecationError, ArithmeticError, AssertionError, AttributeError, EOFError, ImportError,
    LookupError, OSError, RuntimeError, StopIteration, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


def open_second_try(path: Path, password: str = "") -> OpenedDocument:
    """The text of a file that PDFium called damaged.

    Raises DocumentDamaged, DocumentEncrypted, DocumentEmpty (no pages), DocumentTooLarge.
    """
    with _open_reader(path, password) as (_, count):
        return OpenedDocument(DocumentFormat.PDF, "", count, _pages(path, password))


def page_text(path: Path, index: int, page_count: int, password: str = "") -> str:
    """The text of one page (from 0) that PDFium could not read; empty where pypdf cannot either.

    pypdf leaves missing pages out, so its numbers are believed only if it counts as many pages as PDFium.
    """
    try:
        with _open_reader(path, password) as (reader, count):
            return _text(reader, index) if count == page_count else ""
    except DocumentError:
        return ""


def _pages(path: Path, password: str) -> Iterator[Page]:
    found = False
    with _open_reader(path, password) as (reader, count):
        for index in range(count):
            text = _text(reader, index)
            found = found or bool(text)
            yield Page(index + 1, text)
    if not found:
        raise DocumentHasNoText


@contextmanager
def _open_reader(path: Path, password: str) -> Iterator[tuple[PdfReader, int]]:
    with open_file(path) as stream:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentDamaged(detail="too large for the second try")
        reader, count = _read_structure(stream, password)
        if not count:
            raise DocumentEmpty("This document has no pages.")
        if count > MAX_PAGES:
            raise DocumentTooLarge(detail=f"{count} pages")
        yield reader, count


def _read_structure(stream: BinaryIO, password: str) -> tuple[PdfReader, int]:
    with _failures_as(DocumentDamaged):
        reader = PdfReader(stream)
        encrypted = reader.is_encrypted
    # An empty password can seem to fit and still give nonsense: then another one is wanted.
    with _failures_as(DocumentEncrypted if encrypted else DocumentDamaged):
        if encrypted and _is_locked(reader, password):
            raise locked(password)
        return reader, len(reader.pages)


def _is_locked(reader: PdfReader, password: str) -> bool:
    """An empty user password opens the file whatever the person typed."""
    tried = (reader.decrypt(attempt) for attempt in ("", password))
    return all(result is PasswordType.NOT_DECRYPTED for result in tried)


@contextmanager
def _failures_as(kind: type[DocumentError]) -> Iterator[None]:
    """The one seam to pypdf's failures."""
    try:
        yield
    except _LOCKED as error:
        raise DocumentEncrypted(detail=str(error)) from error
    except _FAILURES as error:
        raise kind(detail=f"{type(error).__name__}: {error}") from error


def _text(reader: PdfReader, index: int) -> str:
    try:
        with _failures_as(DocumentDamaged):
            text = reader.pages[index].extract_text()
    except (DocumentDamaged, DocumentEncrypted):
        return ""  # this page alone is lost
    return clean_text(map(ord, text[:MAX_PAGE_CHARACTERS])).text
