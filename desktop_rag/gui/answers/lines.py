"""An answer as lines of pieces, each with its look and its link; pure. GUI thread.

The same for a finished answer and for one that is being written, so that the view can change only what
differs from what it shows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from desktop_rag.domain.answer_layout import Block, Line, Run, blocks_of, blocks_of_text
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Support
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

UNSUPPORTED_MARK = QT_TRANSLATE_NOOP("Asking", "not in its source")
UNCITED_MARK = QT_TRANSLATE_NOOP("Asking", "no source given")
"""In English; translated where they are shown."""

_MARK = re.compile(r"\s*\[(\d{1,6})\]")
_MARKS_BEFORE_STOP = re.compile(r"((?:[ \t]*\[\d{1,6}\])+)([.!?…]+)(?=\s|$)")
_EMPHASIS = re.compile(r"\*{2,3}|^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_UNSETTLED = re.compile(r"(?:\s*\[[\d,]*|[*#]+|(?:^|\n)[ \t]*(?:[-+•–]|\(?\d{1,4}[.)]?))?\s*$")
"""What may still become a citation, an emphasis or the beginning of a list."""


class Look(Enum):
    TEXT = auto()
    DOUBTED = auto()
    SPACE = auto()
    """Behind a chip, whose tint reaches past its text and would touch the next word."""
    CHIP = auto()
    MARKER = auto()
    """An item's number."""
    WARNING = auto()
    QUIET = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """`url` is "citation:N", "sentence:N" (from 0) or empty; `tip` is shown where the pointer rests."""

    text: str
    look: Look = Look.TEXT
    url: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class LineHead:
    """How a line begins; `gap` tells a new paragraph or list. `number` is None for a bullet."""

    is_item: bool = False
    level: int = 0
    number: int | None = None
    gap: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    head: LineHead
    pieces: tuple[Piece, ...]


def answer_lines(answer: Answer) -> tuple[TextLine, ...]:
    """A finished answer: each sentence a link to its first source, its numbers and its marks behind it."""
    blocks = blocks_of(answer.sentences)
    runs = [run for block in blocks for line in block for run in line.runs]
    owners = iter(_owners(runs, answer.sentences))
    marked = marks_uncited(answer)
    return tuple(
        TextLine(
            _head(line, first=number == 0 and place > 0),
            tuple(_joined([piece for run in line.runs for piece in _run_pieces(run, *next(owners), marked)])),
        )
        for place, block in enumerate(blocks)
        for number, line in enumerate(block)
    )


def streamed_lines(text: str, known: int) -> tuple[TextLine, ...]:
    """An answer being written; `known` is the number of passages, which `[n]` counts from 1.

    What is not settled yet is held back, so that a longer text only adds to a shorter one's lines.
    """
    settled = _UNSETTLED.sub("", _EMPHASIS.sub("", text), count=1)
    moved = _MARKS_BEFORE_STOP.sub(r"\2\1", settled)
    return _lines_of(blocks_of_text(moved), known)


def plain_lines(text: str) -> tuple[TextLine, ...]:
    """Text without citations."""
    return _lines_of(blocks_of_text(text), 0)


def marks_uncited(answer: Answer) -> bool:
    """Whether sentences without a source are marked one by one: some of its others have one."""
    checked = answer.state is AnswerState.ANSWERED and answer.mode.reads_passages
    return checked and any(sentence.citations for sentence in answer.sentences)


def is_uncited(sentence: AnswerSentence) -> bool:
    """Whether it claims something without a source; what only leads to a list claims nothing."""
    if sentence.text.rstrip().endswith(":"):
        return False
    return sentence.support is Support.UNCITED and not sentence.citations


def _lines_of(blocks: Sequence[Block], known: int) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(
            _head(line, first=number == 0 and place > 0),
            tuple(_joined(list(_text_pieces("".join(run.text for run in line.runs), known)))),
        )
        for place, block in enumerate(blocks)
        for number, line in enumerate(block)
    )


def _head(line: Line, *, first: bool) -> LineHead:
    return LineHead(line.is_item, line.level, line.number, first)


def _owners(
    runs: Sequence[Run], sentences: Sequence[AnswerSentence]
) -> list[tuple[int, AnswerSentence | None]]:
    """The sentence, and its number, that each run belongs to: the next one that ends."""
    number, owners = 0, []
    for run in runs:
        owners.append((number, sentences[number] if number < len(sentences) else None))
        number += run.closes is not None
    return owners


def _run_pieces(run: Run, number: int, sentence: AnswerSentence | None, marked: bool) -> Iterator[Piece]:
    text = " ".join(run.text.split())
    if run.text[:1].isspace():
        yield Piece(" ", Look.SPACE)
    if text and sentence:
        doubted = sentence.support is Support.UNSUPPORTED
        url = f"sentence:{number}" if sentence.citations else ""
        yield Piece(text, Look.DOUBTED if doubted else Look.TEXT, url, _doubt(sentence) if doubted else "")
    if run.closes:
        yield from _closing_pieces(run.closes, marked)


def _closing_pieces(sentence: AnswerSentence, marked: bool) -> Iterator[Piece]:
    for n in sentence.citations:
        yield from _chip(n)
    if sentence.support is Support.UNSUPPORTED:
        yield Piece(" ", Look.SPACE)
        mark = translate("Asking", UNSUPPORTED_MARK)
        yield Piece(f"⚠\ufe0e\u00a0{mark}", Look.WARNING, "", _doubt(sentence))
    elif marked and is_uncited(sentence):
        yield Piece(" ", Look.SPACE)
        tip = translate("Asking", "The model named no passage for this sentence.")
        yield Piece(translate("Asking", UNCITED_MARK), Look.QUIET, "", tip)


def _doubt(sentence: AnswerSentence) -> str:
    """Why it is marked, to be read where the pointer rests."""
    return in_words(sentence.doubt) or translate("Asking", "The passage that it names does not say this.")


def _text_pieces(text: str, known: int) -> Iterator[Piece]:
    place, after_chip = 0, False
    for mark in _MARK.finditer(text):
        if not 1 <= int(mark[1]) <= known:
            continue
        yield from _words(text[place : mark.start()], after_chip)
        yield from _chip(int(mark[1]))
        place, after_chip = mark.end(), True
    yield from _words(text[place:], after_chip)


def _words(text: str, after_chip: bool) -> Iterator[Piece]:
    if after_chip and text[:1].isspace():
        yield Piece(" ", Look.SPACE)
        text = text.lstrip()
    if text:
        yield Piece(text)


def _chip(n: int) -> Iterator[Piece]:
    yield Piece("\u00a0", Look.SPACE)
    yield Piece(f"\u2009{n}\u2009", Look.CHIP, f"citation:{n}")


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Without white space at the line's ends, and wide space only behind a chip or a mark."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.look is not Look.SPACE:
            kept.append(piece)
        elif kept:
            wide = kept[-1].look in (Look.CHIP, Look.WARNING, Look.QUIET)
            kept.append(piece if wide else Piece(piece.text))
    while kept and not kept[-1].text.strip():
        kept.pop()
    return kept
