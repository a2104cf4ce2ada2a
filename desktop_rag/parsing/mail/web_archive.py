"""Reads web pages that a browser saved with all they need (MHTML, RFC 2557). Parser child, main thread.

Of what is in them only the page itself is read; nothing is fetched.
"""

from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DocumentDamaged, DocumentTooLarge
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.mail.headers import Headers
from desktop_rag.parsing.mail.messages import Mailbox
from desktop_rag.parsing.mail.mime_parts import MAX_TEXT_BYTES, MimeMessage, Part, read_messages
from desktop_rag.parsing.markup import MarkupWalker, walk

_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_CHUNK_CHARS = 64 * 1024


def open_mhtml(path: Path) -> OpenedDocument:
    """Raises `DocumentError` and `OSError`."""
    with path.open("rb") as file:
        message = read_messages(Mailbox(file).one_message(), _kept_bytes)[0]
    parts = _pages_first(message)
    if not parts:
        raise DocumentDamaged("This saved web page is damaged: the page itself is not in it.")
    if any(part.is_cut for part in parts):
        raise DocumentTooLarge(f"This web page has more than {MAX_TEXT_BYTES >> 20} MB of text.")
    walker = MarkupWalker()
    return assemble(
        DocumentFormat.MHTML,
        _blocks(parts, walker),
        lambda: walker.title.strip() or message.headers.text("subject"),
    )


def _kept_bytes(headers: Headers) -> int:
    return MAX_TEXT_BYTES if headers.content_type in _PAGE_TYPES else 0


def _pages_first(message: MimeMessage) -> list[Part]:
    """The page that the archive begins with, then those in its frames."""
    pages = [part for part in message.parts if part.headers.content_type in _PAGE_TYPES]
    start = message.headers.parameter("start")
    return sorted(pages, key=lambda part: not start or part.headers.raw("content-id").strip() != start)


def _blocks(parts: list[Part], walker: MarkupWalker) -> Iterator[TextBlock]:
    """Of the first that shows any text: frames hold advertisements, unless the page is nothing but frames."""
    for part in parts:
        text = part.text()
        chunks = (clean(text[start : start + _CHUNK_CHARS]) for start in range(0, len(text), _CHUNK_CHARS))
        has_text = False
        for block in walk(chunks, walker):
            has_text = True
            yield block
        if has_text:
            return
        walker = MarkupWalker()
