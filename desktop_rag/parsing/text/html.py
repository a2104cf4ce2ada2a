"""Reads web pages, as a stream. Parser child, main thread."""

from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.markup import MarkupWalker, walk

_CHUNK_CHARS = 64 * 1024


def open_html(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """Raises `DocumentHasNoText` for a page that only a script would fill."""
    walker = MarkupWalker()
    return assemble(DocumentFormat.HTML, walk(_chunks(path, encoding), walker), lambda: walker.title)


def _chunks(path: Path, encoding: TextEncoding) -> Iterator[str]:
    with open_text(path, encoding) as file:
        while chunk := file.read(_CHUNK_CHARS):
            yield clean(chunk)
