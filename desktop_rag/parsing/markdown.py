"""Reads Markdown (CommonMark with tables). Parser child, main thread."""

import re
from pathlib import Path

from markdown_it import MarkdownIt

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.markup import MarkupWalker, walk

# Notes begin with settings between two lines of dashes, which CommonMark would read as a heading.
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?=[A-Za-z_][\w -]*:)(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+)$", re.MULTILINE | re.IGNORECASE)


def open_markdown(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """The title is that of the settings at the top, or the first heading of level 1."""
    with open_text(path, encoding) as file:
        source = clean(file.read())
    settings, body = _split_front_matter(source)
    # Raw HTML passes: the walker drops scripts and shows the rest as text.
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(body)
    blocks = walk((html,), MarkupWalker())
    return assemble(DocumentFormat.MARKDOWN, blocks, lambda: _title(settings), heading_as_title=1)


def _split_front_matter(source: str) -> tuple[str, str]:
    match = _FRONT_MATTER.match(source)
    return (match[1] or "", source[match.end() :]) if match else ("", source)


def _title(settings: str) -> str:
    match = _TITLE.search(settings)
    return match[1].strip().strip("\"'") if match else ""
