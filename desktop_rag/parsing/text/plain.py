"""Reads plain text of any size and encoding. Parser child, main thread.

Memory stays flat: lines are read as they are needed, and one endless line is cut on the way. Lines are
counted as an editor counts them, by \\n, \\r and \\r\\n alone.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean, cut_near
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text

_READ_CHARS = 64 * 1024
_LONGEST_PARAGRAPH = 256 * 1024
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def open_plain_text(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """Pages carry the lines they hold as label. Raises `DocumentError`; its pages do too."""
    return assemble(DocumentFormat.TEXT, paragraphs(path, encoding))


def clean_lines(text: str) -> str:
    """`clean`, without making more lines than the file has."""
    return clean(_OTHER_LINE_ENDS.sub(" ", text))


def paragraphs(path: Path, encoding: TextEncoding, first_line: int = 1) -> Iterator[TextBlock]:
    """Runs of lines between blank ones, line breaks inside kept, from line `first_line` on."""
    paragraph = _Paragraph()
    with open_text(path, encoding) as file:
        while line := file.readline(_READ_CHARS):
            if paragraph.line < first_line:
                paragraph.skip_line(line.endswith("\n"))
            elif line.isspace() and not paragraph.in_line and line.endswith("\n"):
                if paragraph.size:
                    yield from paragraph.end()
                paragraph.skip_line()
            else:
                paragraph.add(line)
                if paragraph.size > _LONGEST_PARAGRAPH:
                    yield from paragraph.cut()
    yield from paragraph.end()


class _Paragraph:
    """The lines being gathered, and where in the file they stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._first_line = 1
        self.line = 1
        self.size = 0
        self.in_line = False

    def add(self, line: str) -> None:
        self._parts.append(line)
        self.size += len(line)
        self.in_line = not line.endswith("\n")
        self.line += not self.in_line

    def skip_line(self, is_whole: bool = True) -> None:
        self.line += is_whole
        self._first_line = self.line

    def end(self) -> Iterator[TextBlock]:
        yield from self._block("".join(self._parts))
        self._parts.clear()
        self.size = 0
        self._first_line = self.line

    def cut(self) -> Iterator[TextBlock]:
        """All but the last piece of a paragraph that has grown too long to wait for its end."""
        text = "".join(self._parts)
        end = cut_near(text, 0, len(text) - _READ_CHARS)
        yield from self._block(text[:end])
        self._first_line += text.count("\n", 0, end)
        self._parts = [text[end:]]
        self.size = len(text) - end

    def _block(self, text: str) -> Iterator[TextBlock]:
        cleaned = clean_lines(text).rstrip()
        kept = cleaned.lstrip("\n")
        if kept.strip():
            line = self._first_line + len(cleaned) - len(kept)
            yield TextBlock(BlockKind.PARAGRAPH, kept, first_line=line)
