"""Reads source code by its definitions, whatever the language. Parser child, main thread.

A definition is told by its first line alone; its name becomes a heading, so that a citation can say
"Basket › total" beside the lines. Nothing is run and nothing is parsed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.text.plain import clean_lines

_READ_CHARS = 64 * 1024
_LONGEST_BLOCK = 16 * 1024
_LONGEST_NAME = 120
_MODIFIERS = (
    r"(?:(?:pub(?:\([^)]{0,40}\))?|public|private|protected|internal|static|final|abstract|async|export"
    r"|default|declare"
    r"|sealed|partial|open|override|inline|virtual|const|unsafe|extern|local|data|suspend)[ \t]+){0,6}"
)
_DEFINITION = re.compile(
    rf"(?P<indent>[ \t]{{0,8}}){_MODIFIERS}"
    r"(?:(?P<holder>class|struct|interface|trait|impl|enum|module|namespace|object|record|protocol|extension)"
    r"|def|function\*?|func|fn|fun|sub|proc|macro_rules!"
    r"|create[ \t]+(?:or[ \t]+replace[ \t]+)?(?:table|view|function))"
    r"(?:[ \t]*<[^>\n]{0,80}>)?[ \t]+(?:\([^)\n]{0,80}\)[ \t]*)?(?P<name>[\w$.:]+)",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"[ \t]*(?:#|//|/\*|\*|--|;;|@|\[|\"\"\")")
"""Comments, decorators and attributes: they belong to the definition that follows."""
_GOES_ON = frozenset(" \t\n)}]")
"""How lines begin that open nothing new."""


def open_code(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """Pages carry the lines they hold as label. Raises `DocumentError`; its pages do too."""
    return assemble(DocumentFormat.CODE, _blocks(path, encoding))


def _blocks(path: Path, encoding: TextEncoding) -> Iterator[TextBlock]:
    code = _Code()
    with open_text(path, encoding) as file:
        while line := file.readline(_READ_CHARS):
            yield from code.take(line)
    yield from code.end()


class _Code:
    """The lines being gathered, those that may belong to what follows kept apart."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._first_line = self._line = 1
        self._attached = 0
        self._in_line = self._after_blank = False
        self._holder_indent: int | None = None
        self._member_indent = 0

    def take(self, line: str) -> Iterator[TextBlock]:
        """`line` may be part of a longer one; then only its first part can define anything."""
        found = None if self._in_line else _DEFINITION.match(line)
        level = self._level(found) if found else 0
        if not found and not self._in_line and line[0] not in _GOES_ON and not _ATTACHED.match(line):
            self._holder_indent = None
        if level or (self._after_blank and line[0] not in _GOES_ON and not _ATTACHED.match(line)):
            yield from self._cut(self._attached)
        if found and level:
            name = found["name"][:_LONGEST_NAME].strip(".:")
            yield TextBlock(BlockKind.HEADING, name or "…", level, first_line=self._first_line)
        self._add(line)
        if self._size > _LONGEST_BLOCK:
            yield from self._cut(self._attached if self._attached < len(self._parts) // 2 else 0)

    def end(self) -> Iterator[TextBlock]:
        yield from self._cut(0)

    def _add(self, line: str) -> None:
        attaches = not self._in_line and _ATTACHED.match(line)
        self._attached = self._attached + 1 if attaches else 0
        self._parts.append(line)
        self._size += len(line)
        self._in_line = not line.endswith("\n")
        self._after_blank = line.isspace() and not self._in_line
        self._line += not self._in_line

    def _level(self, found: re.Match[str]) -> int:
        """1 at the margin, 2 for the members of a class, 0 for what is defined more deeply."""
        indent = len(found["indent"].expandtabs(4))
        if not indent:
            self._holder_indent = 0 if found["holder"] else None
            self._member_indent = 0
            return 1
        if self._holder_indent is None or (self._member_indent and indent > self._member_indent):
            return 0
        self._member_indent = indent
        return 2

    def _cut(self, keep: int) -> Iterator[TextBlock]:
        """A block of all lines but the last `keep`."""
        count = len(self._parts) - keep
        text = "".join(self._parts[:count])
        cleaned = clean_lines(text).rstrip()
        kept = cleaned.lstrip("\n")
        if kept.strip():
            yield TextBlock(BlockKind.CODE, kept, first_line=self._first_line + len(cleaned) - len(kept))
        self._first_line += text.count("\n")
        del self._parts[:count]
        self._size = sum(map(len, self._parts))
