"""Finds out what a file is, by content first and suffix second, and opens it. Parser child, main thread.

The readers and the libraries behind them load only when a file needs them.
"""

import importlib
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DocumentEmpty, DocumentTooLarge, DocumentUnsupported
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, FileKind, kind_of
from desktop_rag.parsing.assembly import unreadable
from desktop_rag.parsing.containers import OLE2_START, ZIP_STARTS, ole2_format, zip_format
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, detect_encoding, open_text
from desktop_rag.parsing.signatures import picture, refusal
from desktop_rag.parsing.text_signatures import looks_like_mail, mail_format

MAX_MARKDOWN_BYTES = 1 << 20
"""Beyond this a Markdown file is read as plain text: its parser does 0.3 MB/s, less for odd text."""

_HEAD_BYTES = 4096
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"\s*<\?xml\s")
_SUFFIXES: Mapping[str, DocumentFormat] = MappingProxyType(
    {
        suffix: kind
        for kind, suffixes in {
            DocumentFormat.HTML: ".html .htm .xhtml .xht .shtml",
            DocumentFormat.MARKDOWN: ".md .markdown .mdown .mkd .mkdn",
            DocumentFormat.RST: ".rst .rest",
            DocumentFormat.CSV: ".csv .tsv .tab",
            DocumentFormat.JSON: ".json .jsonl .ndjson .geojson",
            DocumentFormat.NOTEBOOK: ".ipynb",
            DocumentFormat.XML: ".xml .svg .fb2",
            DocumentFormat.EML: ".eml",
            DocumentFormat.MBOX: ".mbox .mbx",
            DocumentFormat.MHTML: ".mht .mhtml",
        }.items()
        for suffix in suffixes.split()
    }
)
_FILE_READERS: Mapping[DocumentFormat, str] = MappingProxyType(
    {
        DocumentFormat.DOCX: "office.docx.open_docx",
        DocumentFormat.ODT: "office.opendocument.open_odt",
        DocumentFormat.ODP: "office.opendocument.open_odp",
        DocumentFormat.PPTX: "office.presentations.open_pptx",
        DocumentFormat.XLSX: "office.sheets.open_xlsx",
        DocumentFormat.XLS: "office.sheets.open_xls",
        DocumentFormat.ODS: "office.sheets.open_ods",
        DocumentFormat.EPUB: "books.epub.open_epub",
        DocumentFormat.RTF: "rich_text.reader.open_rtf",
        DocumentFormat.MSG: "mail.outlook.open_msg",
        DocumentFormat.EML: "mail.messages.open_eml",
        DocumentFormat.MBOX: "mail.messages.open_mbox",
        DocumentFormat.MHTML: "mail.web_archive.open_mhtml",
        DocumentFormat.IMAGE: "recognition.images.open_image",
    }
)
"""Readers called with the path: module and function below `desktop_rag.parsing`."""
_TEXT_READERS: Mapping[DocumentFormat, str] = MappingProxyType(
    {
        DocumentFormat.HTML: "text.html.open_html",
        DocumentFormat.MARKDOWN: "text.markdown.open_markdown",
        DocumentFormat.RST: "text.restructured.open_rst",
        DocumentFormat.CSV: "text.delimited.open_csv",
        DocumentFormat.JSON: "text.json_values.open_json",
        DocumentFormat.XML: "text.xml_text.open_xml",
        DocumentFormat.NOTEBOOK: "text.notebook.open_notebook",
        DocumentFormat.CODE: "text.source_code.open_code",
        DocumentFormat.TEXT: "text.plain.open_plain_text",
    }
)
"""Readers called with the path and its encoding."""


def open_document(path: Path, max_bytes: int = DEFAULT_MAX_BYTES, password: str = "") -> OpenedDocument:
    """Recognise and open the document at `path`, ready to read its first page.

    Raises `DocumentError`: empty, unsupported, unreadable, too large, encrypted or damaged.
    """
    try:
        _check_size(path, max_bytes)
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        if b"%PDF-" in head[:1024]:
            from desktop_rag.parsing.pdf.reader import open_pdf

            return open_pdf(path, password)
        kind = _container_format(path, head)
        return _open_text(path) if kind is None else _reader(_FILE_READERS[kind])(path)
    except OSError as error:
        raise unreadable(error) from error


def _reader(name: str) -> Callable[..., OpenedDocument]:
    module, _dot, function = name.rpartition(".")
    reader: Callable[..., OpenedDocument] = getattr(
        importlib.import_module(f"desktop_rag.parsing.{module}"), function
    )
    return reader


def _check_size(path: Path, max_bytes: int) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise DocumentUnsupported("This is not a file with content.", hint="Choose a document.")
    if status.st_size == 0:
        raise DocumentEmpty
    if status.st_size > max_bytes:
        size, limit = status.st_size >> 20, max_bytes >> 20
        raise DocumentTooLarge(f"This file is {size} MB large; at most {limit} MB can be read.")


def _container_format(path: Path, head: bytes) -> DocumentFormat | None:
    """What a file that is no plain text is; None for text. Raises `DocumentError` for what cannot be read."""
    if head.startswith(ZIP_STARTS):
        return zip_format(path)
    if head.startswith(OLE2_START):
        return ole2_format(path)
    if head.lstrip().startswith(b"{\\rtf"):
        return DocumentFormat.RTF
    if picture(head):
        return DocumentFormat.IMAGE
    if reason := refusal(head):
        raise reason
    return None


def _open_text(path: Path) -> OpenedDocument:
    encoding = detect_encoding(path)
    if encoding is None:
        raise DocumentUnsupported("This file holds data for a program, not text.")
    kind = _text_format(path, encoding)
    if kind in _FILE_READERS:
        return _reader(_FILE_READERS[kind])(path)
    return _reader(_TEXT_READERS[kind])(path, encoding)


def _text_format(path: Path, encoding: TextEncoding) -> DocumentFormat:
    """By its beginning where a format shows itself, else by its suffix."""
    with open_text(path, encoding) as file:
        head = file.read(_HEAD_BYTES)
    shown = head.lstrip("\ufeff\0")
    if not shown.strip("\0\t\n\r\f "):
        return DocumentFormat.TEXT
    if _HTML_START.match(shown):
        return DocumentFormat.HTML
    named = _SUFFIXES.get(path.suffix.lower())
    if named is DocumentFormat.MARKDOWN and path.stat().st_size > MAX_MARKDOWN_BYTES:
        return DocumentFormat.TEXT
    if named in (DocumentFormat.EML, DocumentFormat.MBOX, DocumentFormat.MHTML):
        return named if looks_like_mail(shown) else DocumentFormat.TEXT
    if named is not None:
        return named
    if _XML_START.match(shown):
        return DocumentFormat.XML
    return DocumentFormat.CODE if kind_of(path) is FileKind.CODE else _unnamed_format(shown)


def _unnamed_format(head: str) -> DocumentFormat:
    """Mail programs keep messages and mailboxes under names without a suffix."""
    return mail_format(head) or DocumentFormat.TEXT
