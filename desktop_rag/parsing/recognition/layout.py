"""From recognised lines to a page's text: paragraphs, headings, words with offsets.

Parser child, main thread. Pure. The order of the lines is decided in `recognition_columns`, and what becomes
of a hyphen at a line's end by the same rule as in PDF files.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from desktop_rag.domain.documents import Block, BlockKind, WordBox
from desktop_rag.parsing.pdf.hyphens import WORD_REACH, LineEnd, PageWords, line_end
from desktop_rag.parsing.recognition.columns import Row, Strip, reading_order

HEADING_LIMIT = 160
_CLOSE = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
_LEVEL_BY_RATIO = ((1.7, 1), (1.35, 2))
"""Height of a line against that of most of the page's writing."""
_PARAGRAPH_GAP = 1.35
"""Of the usual distance between lines; within a paragraph it wobbles by a tenth."""
_INDENT = 0.8
"""Of a line's height; a paragraph's first line may begin so far in."""
_SHORT = 0.8
"""Of its column's width; a sentence that ends before that ends a paragraph."""
_CELL_GAP = 2.0
"""Between two pieces of a row, in heights of it, from which on they are cells of a table."""
_ITEM = re.compile(r"(?:[•▪◦●○■□‣⁃➢✓–—*·-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_SENTENCE_END = re.compile(r"[.!?:]['\"”’»)]*$")
_BROKEN = re.compile(r"[^\W\d_][-\u2010]$")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a page says. `words` are in shares of the picture that was read."""

    text: str
    blocks: tuple[Block, ...]
    words: tuple[WordBox, ...]


def lay_out(strips: Sequence[Strip], size: tuple[int, int], aside: Sequence[Strip] = ()) -> Layout:
    """`size` is the width and height of the picture in pixels. What stands `aside`, as writing that runs up
    the margin, comes last, each piece by itself."""
    stacks = [*reading_order(strips), *([[strip]] for strip in aside)]
    finder = _ParagraphFinder(strips, stacks)
    writer = _Writer(size, PageWords("\n".join(_text(row) for stack in stacks for row in stack)))
    for stack in stacks:
        for paragraph in finder.paragraphs(stack):
            writer.write(paragraph, finder.kind(paragraph))
    return writer.layout()


def _text(row: Row) -> str:
    return " ".join(strip.text for strip in row)


def _middle(row: Row) -> float:
    return sum(strip.y for strip in row) / len(row)


def _height(row: Row) -> float:
    return max(strip.height for strip in row)


class _ParagraphFinder:
    def __init__(self, strips: Sequence[Strip], stacks: Sequence[Sequence[Row]]) -> None:
        heights = [strip.height for strip in strips for _ in range(0, len(strip.text), 8)]
        self._usual_height = median(heights) if heights else 1.0
        steps = [step for stack in stacks for step in _steps(stack)]
        # The lower third: headings and paragraphs only ever widen it.
        self._pitch = quantiles(steps, n=3)[0] if len(steps) > 1 else 0.0

    def paragraphs(self, stack: Sequence[Row]) -> Iterator[list[Row]]:
        """Rows of one column that belong together."""
        left, right = min(row[0].x0 for row in stack), max(row[-1].x1 for row in stack)
        run = [stack[0]]
        for row in stack[1:]:
            if self._begins_block(run, row, left, right):
                yield run
                run = []
            run.append(row)
        yield run

    def kind(self, paragraph: Sequence[Row]) -> tuple[BlockKind, int]:
        """With the level of a heading."""
        if _has_cells(paragraph[0]):
            return BlockKind.TABLE_ROW, 0
        level = self._level(paragraph[0])
        if level and sum(len(_text(row)) for row in paragraph) <= HEADING_LIMIT:
            return BlockKind.HEADING, level
        return (BlockKind.LIST_ITEM if _is_item(paragraph[0]) else BlockKind.PARAGRAPH), 0

    def _begins_block(self, run: Sequence[Row], row: Row, left: float, right: float) -> bool:
        before = run[-1]
        apart = _middle(row) - _middle(before) > _PARAGRAPH_GAP * max(self._pitch, _height(row))
        cells = _has_cells(row) or _has_cells(before)
        if apart or cells or _is_item(row) or self._level(row) != self._level(before):
            return True
        if _is_item(run[0]):
            return row[0].x0 < run[0][0].x0 - 0.5 * _height(row)
        indented = before[0].x0 - left < 0.5 * _height(row) and row[0].x0 - left > _INDENT * _height(row)
        ended = before[-1].x1 - left < _SHORT * (right - left) and _SENTENCE_END.search(_text(before))
        return indented or bool(ended)

    def _level(self, row: Row) -> int:
        """1 or 2 for a line that is printed like a heading, else 0."""
        if not any(map(str.isalpha, _text(row))):
            return 0
        ratio = min(strip.height for strip in row) / self._usual_height
        return next((level for least, level in _LEVEL_BY_RATIO if ratio >= least), 0)


def _steps(stack: Sequence[Row]) -> Iterator[float]:
    """Distances that may be those between two lines of one paragraph."""
    for before, after in pairwise(stack):
        step = _middle(after) - _middle(before)
        if 0.5 * _height(after) < step < 2 * _height(after):
            yield step


def _is_item(row: Row) -> bool:
    return _ITEM.match(_text(row)) is not None


def _has_cells(row: Row) -> bool:
    return any(after.x0 - before.x1 > _CELL_GAP * _height(row) for before, after in pairwise(row))


class _Writer:
    """Puts the page together from its paragraphs."""

    def __init__(self, size: tuple[int, int], page_words: PageWords) -> None:
        self._size = size
        self._page_words = page_words
        self._text = ""
        self._blocks: list[Block] = []
        self._words: list[WordBox] = []

    def layout(self) -> Layout:
        return Layout(self._text, tuple(self._blocks), tuple(self._words))

    def write(self, paragraph: Sequence[Row], kind: tuple[BlockKind, int]) -> None:
        if self._blocks:
            close = kind[0] in _CLOSE and self._blocks[-1].kind is kind[0]
            self._text += "\n" if close else "\n\n"
        start = len(self._text)
        for place, row in enumerate(paragraph):
            if place:
                self._end_line(_text(row))
            for strip in row:
                if strip is not row[0]:
                    self._text += " "
                self._write_strip(strip)
        self._blocks.append(Block(kind[0], start, len(self._text), kind[1]))

    def _end_line(self, after: str) -> None:
        """A line break, or what the hyphen before it stands for."""
        if not _BROKEN.search(self._text) or not after[:1].isalpha():
            self._text += "\n"
            return
        end = line_end(self._text[-WORD_REACH:-1], after[:WORD_REACH], self._page_words)
        self._text = self._text[:-1] + end.value
        if end is LineEnd.JOINED:
            self._shorten_last_word()

    def _shorten_last_word(self) -> None:
        """It keeps the box of its hyphen."""
        last = self._words.pop()
        if last.start < last.end - 1:
            self._words.append(WordBox(last.start, last.end - 1, last.x0, last.y0, last.x1, last.y1))

    def _write_strip(self, strip: Strip) -> None:
        end = 0
        for word in strip.words:
            if word.start > end and end:
                self._text += " "
            start = len(self._text)
            self._text += strip.text[word.start : word.end]
            end = word.end
            edges = (self._share(word.x0, 0), self._share(word.y0, 1))
            self._words.append(
                WordBox(start, len(self._text), *edges, self._share(word.x1, 0), self._share(word.y1, 1))
            )

    def _share(self, pixels: float, axis: int) -> float:
        return min(1.0, max(0.0, pixels / self._size[axis]))
