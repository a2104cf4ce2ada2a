"""Named values of data files as rows of text, and what becomes of a file that breaks off. Parser child,
main thread.

A search finds single rows, so a row holds a whole record: "name: Anna | city: Bern".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding
from desktop_rag.parsing.text.plain import open_plain_text, paragraphs

LONGEST_NAME = 80
LONGEST_ROW = 1_500
PATH = " › "
_LONGEST_IN_ROW = 300
_LONGEST_DATA = 1_000
_DATA_SHOWN = 100
_SEEN_BEFORE_TRUSTED = 500
"""Blocks. A file that breaks sooner was not what it claimed to be, and is shown as it stands."""


class Broken(ValueError):
    """The file does not keep to its format from `line` (from 1) on."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Value:
    """`label` is clean, short and may be empty; `line` to `last_line` is where `text` stands in the file."""

    label: str
    text: str
    line: int
    last_line: int = 0


def name_of(text: str) -> str:
    """A key, tag or column head, as a label."""
    return " ".join(clean(text[: LONGEST_NAME * 4]).split())[:LONGEST_NAME]


def rows(values: Iterable[Value]) -> Iterator[TextBlock]:
    """One row where `values` are short; what reads as prose, in paragraphs of its own."""
    waiting: list[Value] = []
    size = 0
    for value in values:
        text = value.text.strip()
        is_prose = len(text) > _LONGEST_IN_ROW and not _is_data(text)
        if waiting and (is_prose or size + len(text) > LONGEST_ROW):
            yield from _row(waiting)
            waiting, size = [], 0
        if is_prose:
            yield from _prose(value)
        elif text:
            waiting.append(value)
            size += len(text) + len(value.label)
    yield from _row(waiting)


def _row(values: Sequence[Value]) -> Iterator[TextBlock]:
    parts = [_named(value.label, _shown(value.text)) for value in values]
    if text := " | ".join(part for part in parts if part):
        last = max(value.last_line or value.line for value in values)
        yield TextBlock(BlockKind.TABLE_ROW, text, tight=True, first_line=values[0].line, last_line=last)


def _shown(text: str) -> str:
    if _is_data(text):
        return f"{text.strip()[:_DATA_SHOWN]}…"
    return " ".join(clean(text).split())


def _is_data(text: str) -> bool:
    """Pictures and keys written out in letters."""
    start = text[:_LONGEST_DATA].strip()
    return len(text) >= _LONGEST_DATA and start.isascii() and not any(map(str.isspace, start))


def _prose(value: Value) -> Iterator[TextBlock]:
    """A block for each line of it: its line breaks are not those of the file."""
    label = value.label
    for paragraph in clean(value.text).split("\n"):
        if text := " ".join(paragraph.split()):
            yield TextBlock(
                BlockKind.PARAGRAPH, _named(label, text), first_line=value.line, last_line=value.last_line
            )
            label = ""


def _named(label: str, text: str) -> str:
    return f"{label}: {text}" if label and text else text


class Sections:
    """Puts headings before rows whenever the path of names over them changes."""

    def __init__(self) -> None:
        self._path: list[str] = []

    def headings(self, path: Sequence[str], following: Value) -> Iterator[TextBlock]:
        """Those of `path` that are not in force yet; `following` comes next.

        What stands outside again, after a section, gets its own name as heading, for it is not of that
        section.
        """
        same = 0
        while same < min(len(path), len(self._path)) and path[same] == self._path[same]:
            same += 1
        if same == len(path) < len(self._path):
            same = max(0, same - 1)
            path = path or [following.label.split(PATH)[0]]
            same = len(path) if path == self._path else same
        for level, name in enumerate(path[same:], start=same + 1):
            if name:
                yield TextBlock(BlockKind.HEADING, name, level, first_line=following.line)
        self._path = list(path)


def open_records(
    format: DocumentFormat,  # noqa: A002 - the field's own name
    blocks: Iterator[TextBlock],
    path: Path,
    encoding: TextEncoding,
    title: Callable[[], str] = str,
) -> OpenedDocument:
    """The document of `blocks`, or of the lines of the file once these raise `Broken`.

    `title` is asked when the first blocks are there. Raises `DocumentError`.
    """
    try:
        first = list(islice(blocks, _SEEN_BEFORE_TRUSTED))
    except Broken:
        return open_plain_text(path, encoding)
    return assemble(format, _with_rest(first, blocks, path, encoding), title)


def _with_rest(
    first: list[TextBlock], blocks: Iterator[TextBlock], path: Path, encoding: TextEncoding
) -> Iterator[TextBlock]:
    yield from first
    try:
        yield from blocks
    except Broken as broken:
        yield from paragraphs(path, encoding, broken.line)
