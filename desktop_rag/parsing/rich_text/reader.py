"""Reads rich text (RTF). Parser child, main thread.

The library for it (striprtf 0.0.35) drops tables, headings, lists and footnotes and takes a step per letter.
The part of the format that carries text is small. Pictures, embedded objects and fields' instructions are
passed over.
"""

import io
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DocumentDamaged
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.rich_text.flow import BODY_TEXT, ParagraphFormat, RtfFlow, Run
from desktop_rag.parsing.rich_text.tokens import RtfKind, RtfToken, rtf_tokens
from desktop_rag.parsing.rich_text.words import (
    CHARACTERS,
    READ_THOUGH_OPTIONAL,
    SYMBOLS,
    TARGETS,
    UNREAD,
    Charsets,
    State,
    Target,
)

DEEPEST_GROUP = 2_000
"""Levels. Word writes a few dozen."""

_LONGEST_PARAGRAPH = 256 * 1024


@dataclass(slots=True)
class _Texts:
    """What has been gathered since the last paragraph ended."""

    runs: list[Run] = field(default_factory=list)
    size: int = 0
    marker: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def open_rtf(path: Path) -> OpenedDocument:
    """Raises `DocumentError` and `OSError`; its pages do too."""
    reader = RtfReader()
    blocks = _file_blocks(path, reader)
    return assemble(DocumentFormat.RTF, blocks, lambda: reader.title, heading_as_title=1)


def _file_blocks(path: Path, reader: "RtfReader") -> Iterator[TextBlock]:
    with path.open("rb") as file:
        yield from reader.read(file)


class RtfReader:
    """Reads one document. `title` is known once its first text is."""

    def __init__(self) -> None:
        self._flow = RtfFlow()
        self._state = State()
        self._groups: list[State] = []
        self._charsets = Charsets()
        self._outlines: dict[int, int] = {}
        self._texts = _Texts()
        self._title: list[str] = []
        self._pending = bytearray()
        self._owed = 0
        """Characters still to be passed over: those for programs that know no Unicode."""

    @property
    def title(self) -> str:
        return "".join(self._title)

    def read(self, file: io.BufferedIOBase) -> Iterator[TextBlock]:
        """The blocks of the document in `file`. Raises `DocumentDamaged` and `OSError`."""
        for token in rtf_tokens(file):
            if token.kind is RtfKind.TEXT or token.kind is RtfKind.BYTE:
                self._bytes(token.data)
                continue
            if token.kind is RtfKind.SYMBOL and token.data in b"\\{}":
                self._bytes(token.data)
                continue
            self._decode()
            if token.kind is RtfKind.CLOSE and not self._close():
                break
            self._take(token)
            if self._flow.has_news:
                yield from self._flow.take()
        self._decode()
        self._end_paragraph()
        self._flow.end_table()
        self._flow.close()
        yield from self._flow.take()

    def _take(self, token: RtfToken) -> None:
        if token.kind is RtfKind.OPEN:
            self._open()
        elif token.kind is RtfKind.WORD:
            self._word(token.word, token.number)
        elif token.kind is RtfKind.SYMBOL:
            self._symbol(token.data)

    def _open(self) -> None:
        self._owed = 0
        if len(self._groups) >= DEEPEST_GROUP:
            raise DocumentDamaged("This rich text is nested more deeply than any real one.")
        self._groups.append(self._state)
        self._state = copy(self._state)
        self._state.is_optional = False

    def _close(self) -> bool:
        """Whether the document goes on."""
        self._owed = 0
        if self._state.target is Target.NOTE and self._groups and self._groups[-1].target is not Target.NOTE:
            self._texts.notes.append("\n")
        if self._groups:
            self._state = self._groups.pop()
        return bool(self._groups)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state.is_optional = True
        elif symbol in b"\r\n":
            self._word("par", None)
        elif symbol in SYMBOLS:
            self._add(SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if state.is_optional:
            state.is_optional = False
            state.is_unread |= word not in READ_THOUGH_OPTIONAL
        if state.is_unread:
            return
        if word in UNREAD:
            state.is_unread = True
        elif word in TARGETS:
            state.target = TARGETS[word]
            state.in_info |= word == "info"
        elif word in CHARACTERS:
            self._special(CHARACTERS[word])
        elif word == "u":
            self._unicode(number)
        elif not self._break(word):
            self._format(word, number)

    def _break(self, word: str) -> bool:
        """Whether `word` ends a paragraph, cell or row, and has been dealt with."""
        if word not in ("par", "sect", "page", "cell", "row", "trowd", "trhdr"):
            return False
        if self._state.target is Target.NOTE:
            self._add("\n")
        elif self._state.target is Target.BODY:
            self._break_body(word)
        return True

    def _break_body(self, word: str) -> None:
        if word == "cell":
            self._end_paragraph(in_table=True)
            self._flow.end_cell()
        elif word == "row":
            self._flow.end_row()
        elif word == "trowd":
            self._flow.next_row_is_header = False
        elif word == "trhdr":
            self._flow.next_row_is_header = True
        else:
            self._end_paragraph()

    def _format(self, word: str, number: int | None) -> None:
        """Changes how what follows is to be read."""
        state, value = self._state, 0 if number is None else number
        match word:
            case "f":
                self._use_font(value)
            case "fcharset" | "cpg" | "ansicpg" | "ansi" | "mac" | "pc" | "pca":
                self._charsets.declare(word, value, state)
            case "uc":
                state.fallback_length = max(0, min(value, 100))
            case "b":
                state.is_bold = number != 0
            case "v" | "deleted":
                state.is_hidden = number != 0
            case "plain":
                state.is_bold = state.is_hidden = False
            case "title" if state.in_info:
                state.target = Target.TITLE
            case "author" | "subject" | "keywords" | "doccomm" | "operator" | "company" if state.in_info:
                state.target = Target.NOWHERE
            case _:
                self._format_paragraph(word, value)

    def _format_paragraph(self, word: str, value: int) -> None:
        state = self._state
        if word == "pard":
            state.in_table, state.outline, state.style, state.list_level = False, BODY_TEXT, 0, 0
        elif word == "intbl":
            state.in_table = True
        elif word == "ilvl":
            state.list_level = value
        elif word == "s":
            state.style = value
            state.outline = self._outlines.get(value, state.outline)
        elif word == "outlinelevel":
            state.outline = value if 0 <= value < BODY_TEXT else BODY_TEXT
            if state.target is Target.STYLES:
                self._outlines[state.style] = state.outline

    def _use_font(self, font: int) -> None:
        self._state.font = font
        self._state.codec = self._charsets.of_font(font)

    def _unicode(self, number: int | None) -> None:
        if number is not None and -32768 <= number <= 0x10FFFF:
            self._add(chr(number + 0x10000 if number < 0 else number))
        self._owed = self._state.fallback_length

    def _special(self, character: str) -> None:
        if self._owed:
            self._owed -= 1
        else:
            self._add(character)

    def _bytes(self, data: bytes) -> None:
        if self._state.is_unread:
            return
        if self._owed:
            passed = min(self._owed, len(data))
            self._owed -= passed
            data = data[passed:]
        self._pending += data
        if len(self._pending) > _LONGEST_PARAGRAPH:
            self._decode()

    def _decode(self) -> None:
        if self._pending:
            self._add(self._charsets.decode(bytes(self._pending), self._state.codec))
            self._pending.clear()

    def _add(self, text: str) -> None:
        state, texts = self._state, self._texts
        if state.is_unread or state.is_hidden:
            return
        if state.target is Target.BODY:
            texts.runs.append(Run(text, state.is_bold))
            texts.size += len(text)
            if texts.size > _LONGEST_PARAGRAPH:
                self._end_paragraph()
        elif state.target is Target.NOTE:
            texts.notes.append(text)
        elif state.target is Target.TITLE:
            self._title.append(text)
        elif state.target is Target.MARKER:
            texts.marker.append(text)

    def _end_paragraph(self, *, in_table: bool = False) -> None:
        texts, self._texts = self._texts, _Texts()
        state = self._state
        in_table = in_table or state.in_table
        if texts.runs:
            marker = " ".join("".join(texts.marker).split())
            layout = ParagraphFormat(state.outline, marker, state.list_level, in_table)
            self._flow.paragraph(_joined(texts.runs), layout)
        for note in "".join(texts.notes).split("\n"):
            if note.strip():
                self._flow.paragraph([Run(note, False)], ParagraphFormat(in_table=in_table))


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Runs in one face as one: the halves of a character stand in two."""
    waiting: list[str] = []
    is_bold = False
    for run in runs:
        if waiting and run.is_bold != is_bold:
            yield Run("".join(waiting), is_bold)
            waiting = []
        is_bold = run.is_bold
        waiting.append(run.text)
    yield Run("".join(waiting), is_bold)
