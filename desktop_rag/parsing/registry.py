"""Finds out what a file is, by content first and suffix second, and opens it. Parser child, main thread.

The readers and the libraries behind them load only when a file needs them.
"""

import re
import stat
from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DocumentEmpty, DocumentTooLarge, DocumentUnsupported
from desktop_rag.parsing.assembly import unreadable
from desktop_rag.parsing.containers import OLE2_START, ZIP_STARTS, ole2_refusal, require_docx
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, detect_encoding, open_text
from desktop_rag.parsing.signatures import refusal

DEFAULT_MAX_BYTES = 512 << 20
MAX_MARKDOWN_BYTES = 4 << 20
"""Beyond this a Markdown file is read as plain text: its parser does 0.3 MB/s and holds all in memory."""

_HEAD_BYTES = 4096
_HTML_SUFFIXES = {".html", ".htm", ".xhtml", ".xht", ".shtml"}
_MARKDOWN_SUFFIXES = {".md", ".markdown", ".mdown", ".mkd", ".mkdn"}
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title)\b",
    re.IGNORECASE | re.DOTALL,
)


def open_document(path: Path, max_bytes: int = DEFAULT_MAX_BYTES) -> OpenedDocument:
    """Recognise and open the document at `path`, ready to read its first page.

    Raises `DocumentError`: empty, unsupported, unreadable, too large, encrypted or damaged.
    """
    try:
        _check_size(path, max_bytes)
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        return _open_recognised(path, head)
    except OSError as error:
        raise unreadable(error) from error


def _check_size(path: Path, max_bytes: int) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise DocumentUnsupported("This is not a file with content.", hint="Choose a document.")
    if status.st_size == 0:
        raise DocumentEmpty
    if status.st_size > max_bytes:
        size, limit = status.st_size >> 20, max_bytes >> 20
        raise DocumentTooLarge(f"This file is {size} MB large; at most {limit} MB can be read.")


def _open_recognised(path: Path, head: bytes) -> OpenedDocument:
    if b"%PDF-" in head[:1024]:
        from desktop_rag.parsing.pdf import open_pdf

        return open_pdf(path)
    if head.startswith(ZIP_STARTS):
        require_docx(path)
        from desktop_rag.parsing.docx import open_docx

        return open_docx(path)
    if head.startswith(OLE2_START):
        raise ole2_refusal(path)
    if reason := refusal(head):
        raise reason
    return _open_text(path)


def _open_text(path: Path) -> OpenedDocument:
    encoding = detect_encoding(path)
    if encoding is None:
        raise DocumentUnsupported("This file holds data for a program, not text.")
    match _text_format(path, encoding):
        case DocumentFormat.HTML:
            from desktop_rag.parsing.html import open_html

            return open_html(path, encoding)
        case DocumentFormat.MARKDOWN:
            from desktop_rag.parsing.markdown import open_markdown

            return open_markdown(path, encoding)
        case _:
            from desktop_rag.parsing.text import open_plain_text

            return open_plain_text(path, encoding)


def _text_format(path: Path, encoding: TextEncoding) -> DocumentFormat:
    """Markdown has no mark of its own, so its suffix decides; HTML shows itself."""
    with open_text(path, encoding) as file:
        head = file.read(_HEAD_BYTES)
    suffix = path.suffix.lower()
    if not head.strip("\ufeff\0\t\n\r\f "):
        return DocumentFormat.TEXT
    if _HTML_START.match(head.lstrip("\ufeff\0")) or suffix in _HTML_SUFFIXES:
        return DocumentFormat.HTML
    if suffix in _MARKDOWN_SUFFIXES and path.stat().st_size <= MAX_MARKDOWN_BYTES:
        return DocumentFormat.MARKDOWN
    return DocumentFormat.TEXT
