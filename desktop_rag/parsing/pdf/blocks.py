"""Headings, paragraphs and list items of a PDF page, from sizes, weights and gaps. Parser child, main thread.

PDFium is asked about two characters of each line only: asking about all of them would take longer than
reading the page. What cannot be told apart this way becomes a paragraph.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Any

import pypdfium2.raw as pdfium

from desktop_rag.domain.documents import Block, BlockKind
from desktop_rag.parsing.pdf.text import PageText

HEADING_LIMIT = 160
"""A heading with more characters than this is large print, not a heading."""
BOLD_HEADING_LEVEL = 4

_LEVEL_BY_RATIO = ((1.6, 1), (1.35, 2), (1.12, 3))  # size against the size of most of the page's text
_BOLD = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|medi$|cmbx", re.IGNORECASE)  # the last two are TeX's
_NAME_BYTES = 128
_PARAGRAPH_GAP = 1.3  # of the page's usual distance between lines; Word's is 1.5 and more, wobble under 1.1
_ITEM = re.compile(r"(?:[•▪◦●○■□‣⁃➢✓–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_SENTENCE_END = (".", ",", ";", ":")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of `PageText.text`. `across` is where it begins along its own direction, `down` how far its
    baseline lies along the direction in which lines follow each other, both in points."""

    start: int
    end: int
    size: float
    bold: bool
    direction: tuple[float, float]
    across: float
    down: float


def find_blocks(text_page: Any, page_text: PageText) -> tuple[Block, ...]:
    """Blocks that cover all text of the page but the line breaks between them.

    The levels of headings follow from their size against the rest of the page (see `pdf_headings`).
    """
    lines = [_measure(text_page, page_text, start, end) for start, end in page_text.lines]
    if not lines:
        return ()
    finder = _BlockFinder(page_text.text, lines)
    return tuple(finder.block(run) for run in finder.runs())


def _measure(text_page: Any, page_text: PageText, start: int, end: int) -> Line:
    first, last = page_text.indexes[start], page_text.indexes[end - 1]
    matrix, x, y = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(text_page, first, matrix)
    pdfium.FPDFText_GetCharOrigin(text_page, first, x, y)
    length = math.hypot(matrix.a, matrix.b) or 1.0
    along = (matrix.a / length, matrix.b / length)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    return Line(
        start,
        end,
        size=pdfium.FPDFText_GetFontSize(text_page, first) * scale,
        bold=_is_bold(text_page, first) and _is_bold(text_page, last),
        direction=(round(along[0], 1), round(along[1], 1)),
        across=x.value * along[0] + y.value * along[1],
        down=x.value * along[1] - y.value * along[0],
    )


def _is_bold(text_page: Any, index: int) -> bool:
    """By the weight, which many fonts leave out, or by the name."""
    if pdfium.FPDFText_GetFontWeight(text_page, index) >= _BOLD:
        return True
    name = ctypes.create_string_buffer(_NAME_BYTES)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, _NAME_BYTES, None)
    return _BOLD_NAME.search(name.value) is not None


class _BlockFinder:
    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text = text
        self._lines = lines
        self._body_size, self._body_bold = _most_common_print(lines)
        self._pitch = _usual_pitch(lines)

    def runs(self) -> Iterator[list[Line]]:
        """Lines that belong together."""
        run = [self._lines[0]]
        for line in self._lines[1:]:
            if self._begins_block(run, line):
                yield run
                run = []
            run.append(line)
        yield run

    def block(self, run: Sequence[Line]) -> Block:
        start, end = run[0].start, run[-1].end
        level = self._level(run[0])
        if level and end - start <= HEADING_LIMIT:
            return Block(BlockKind.HEADING, start, end, level)
        if self._is_item(run[0]):
            return Block(BlockKind.LIST_ITEM, start, end)
        return Block(BlockKind.PARAGRAPH, start, end)

    def _begins_block(self, run: Sequence[Line], line: Line) -> bool:
        before = run[-1]
        step = line.down - before.down
        changed = line.direction != before.direction or self._level(line) != self._level(before)
        apart = step > _PARAGRAPH_GAP * max(self._pitch, line.size) or step < -0.5 * line.size
        outdented = self._is_item(run[0]) and line.across < run[0].across - 0.5 * line.size
        return changed or apart or outdented or self._is_item(line)

    def _level(self, line: Line) -> int:
        """1–4 for a line that is printed like a heading, else 0."""
        text = self._text[line.start : line.end]
        if not any(map(str.isalpha, text)):
            return 0
        ratio = line.size / self._body_size
        larger = next((level for least, level in _LEVEL_BY_RATIO if ratio >= least), 0)
        if larger or self._body_bold or not line.bold or ratio < 0.95 or text.endswith(_SENTENCE_END):
            return larger
        return BOLD_HEADING_LEVEL

    def _is_item(self, line: Line) -> bool:
        return _ITEM.match(self._text, line.start, line.end) is not None


def _most_common_print(lines: Sequence[Line]) -> tuple[float, bool]:
    characters: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        characters[round(line.size * 2) / 2 or 1.0, line.bold] += line.end - line.start
    return characters.most_common(1)[0][0]


def _usual_pitch(lines: Sequence[Line]) -> float:
    """The distance between two lines of one paragraph: the lower third of those on the page, as lists and
    headings only ever widen it. 0 on a page with too few lines to tell."""
    steps = [
        after.down - before.down
        for before, after in pairwise(lines)
        if 0.8 * after.size < after.down - before.down < 2 * after.size
    ]
    return quantiles(steps, n=3)[0] if len(steps) > 1 else 0.0
