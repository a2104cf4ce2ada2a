"""Reads Markdown (CommonMark with tables). Parser child, main thread."""

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.markup import MarkupWalker, walk
from desktop_rag.parsing.text.plain import open_plain_text

# Notes begin with settings between two lines of dashes, which CommonMark would read as a heading.
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?=[A-Za-z_][\w -]*:)(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
# WORKAROUND(markdown-it-py 4): what follows too deep a nesting is dropped without a word; the mark tells.
_END = "\ue000end\ue000"
_DEEPEST_NESTING = 50
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+)$", re.MULTILINE | re.IGNORECASE)


def open_markdown(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """The title is that of the settings at the top, or the first heading of level 1.

    A file nested more deeply than any person writes comes back as plain text.
    """
    with open_text(path, encoding) as file:
        source = clean(file.read())
    settings, body = _split_front_matter(source)
    blocks = markdown_blocks(body)
    if blocks is None:
        return open_plain_text(path, encoding)
    return assemble(DocumentFormat.MARKDOWN, blocks, lambda: _title(settings), heading_as_title=1)


def markdown_blocks(body: str) -> Iterator[TextBlock] | None:
    """The blocks of clean Markdown, or None if it is nested more deeply than can be read."""
    html = _render(body)
    return walk((html.replace(_END, ""),), MarkupWalker()) if _END in html else None


def _render(body: str) -> str:
    """As HTML, raw HTML included: the walker drops scripts and shows the rest as text."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST_NESTING})
    return str(parser.enable(["table", "strikethrough"]).render(f"{body}\n\n{_END}\n"))


def _split_front_matter(source: str) -> tuple[str, str]:
    match = _FRONT_MATTER.match(source)
    return (match[1] or "", source[match.end() :]) if match else ("", source)


def _title(settings: str) -> str:
    match = _TITLE.search(settings)
    return match[1].strip().strip("\"'") if match else ""
