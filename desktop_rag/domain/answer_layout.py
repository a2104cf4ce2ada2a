"""An answer as paragraphs and lists, for views that draw them; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_rag.domain.answers import AnswerSentence

_ITEM = re.compile(r"([ \t]*)(?:[•‣◦▪●○■–—*+-]|\(?(\d{1,4})[.)])[ \t]+(?=\S)")
_DEEPEST = 3
_LINE_END = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line; `closes` is the sentence that ends with it, whose marks follow."""

    text: str
    closes: AnswerSentence | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """`level` counts how deep an item is nested; `number` is None for an item with a bullet."""

    runs: tuple[Run, ...]
    is_item: bool = False
    level: int = 0
    number: int | None = None


Block = tuple[Line, ...]
"""Lines that belong together: all of a paragraph, or all items of a list."""


def blocks_of(sentences: Iterable[AnswerSentence]) -> tuple[Block, ...]:
    """The lines of an answer, which a sentence may share with others or be spread over."""
    lines: list[list[Run]] = [[]]
    for sentence in sentences:
        *whole, last = _pieces(sentence.lead + sentence.text)
        for piece in whole:
            lines[-1].append(Run(piece))
            lines.append([])
        lines[-1].append(Run(last, sentence))
    return _grouped(lines)


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """The same for a text that was not taken apart into sentences."""
    return _grouped([[Run(piece)] for piece in _pieces(text)])


def _pieces(text: str) -> list[str]:
    return _LINE_END.sub("\n", text).split("\n")


def _grouped(lines: Iterable[list[Run]]) -> tuple[Block, ...]:
    blocks: list[list[Line]] = [[]]
    for runs in lines:
        if not any(run.text.strip() or run.closes for run in runs):
            blocks.append([])
            continue
        before = blocks[-1][-1] if blocks[-1] else None
        line = _line(runs, before)
        if before and before.is_item != line.is_item:
            blocks.append([])
        blocks[-1].append(line)
    return tuple(tuple(block) for block in blocks if block)


def _line(runs: list[Run], before: Line | None) -> Line:
    """An item is at most one level deeper than the one before it."""
    first, *others = runs
    match = _ITEM.match(first.text)
    if not match:
        return Line((Run(first.text.lstrip(), first.closes), *others))
    deepest = min(_DEEPEST, before.level + 1) if before and before.is_item else 0
    level = min(deepest, len(match[1].expandtabs(4)) // 2)
    rest = Run(first.text[match.end() :], first.closes)
    return Line((rest, *others), True, level, int(match[2]) if match[2] else None)
