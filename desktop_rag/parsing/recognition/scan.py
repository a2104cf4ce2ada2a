"""Reads the words on a page's picture (OCR). Parser child, main thread."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from desktop_rag.domain.documents import Page, WordBox
from desktop_rag.parsing.drawing import draw_to_read
from desktop_rag.parsing.recognition.columns import Strip
from desktop_rag.parsing.recognition.engine import UPRIGHT, Picture, Reader, SeenLine
from desktop_rag.parsing.recognition.layout import lay_out
from desktop_rag.parsing.recognition.words import Crop

_TRIED, _LEAST_LEGIBLE = 40, 0.1
"""A picture shows leaves or gravel if less than this share of its so many longest lines can be read."""
_MIN_LETTERS = 3
"""On a page in all: a photograph may hold one window that looks like a letter."""
_FIGURE = 2.5
"""Times as high as wide at most, an upright "1" or "I" with the blank around it."""
_SLOPE_LENGTH = 5.0
"""Times its height, from which on a line tells how far the page is askew."""


class Scan:
    """Page `number` (from 1) being read. The picture is drawn when this is made.

    That raises PathMissing, NoSuchPage and any DocumentError.
    """

    def __init__(self, path: Path, number: int, password: str = "") -> None:
        drawn = draw_to_read(path, number, password)
        self._page = Page(number, "", drawn.label, is_scan=True)
        self._picture: Picture = np.ascontiguousarray(drawn.rgb[:, :, ::-1])
        self._turned = 0
        self._seen: list[SeenLine] = []

    def read(self, reader: Reader) -> Iterator[int]:
        """Yields how many lines are read so far: a dense page may take a slow computer a minute."""
        lines = reader.find(self._picture)
        known: dict[Crop, SeenLine] = {}
        if lines:
            yield 0
            self._turned, sample = reader.quarters(lines)
            known = {line.crop: line for line in sample}
            yield 0
        if self._turned:
            self._picture = np.ascontiguousarray(np.rot90(self._picture, self._turned))
            lines = reader.find(self._picture)
            yield 0
        for count, crop in enumerate(lines, 1):
            line = _best(reader, known.get(crop) or reader.read(crop))
            if line.legible:
                self._seen.append(line)
            yield count
            if count == _TRIED and len(self._seen) < _LEAST_LEGIBLE * _TRIED:
                self._seen.clear()
                return

    def page(self) -> Page:
        """With what was recognised on it, `is_scan` still set; its text may be empty."""
        if sum(character.isalnum() for line in self._seen for character in line.text) < _MIN_LETTERS:
            return self._page
        height, width = self._picture.shape[:2]
        level = [line for line in self._seen if not line.crop.tall]
        aside = [line for line in self._seen if line.crop.tall]
        layout = lay_out(straightened(level), (width, height), [_strip(line, 0.0) for line in aside])
        words = tuple(turned_back(word, self._turned) for word in layout.words)
        return replace(self._page, text=layout.text, blocks=layout.blocks, words=words)


def _best(reader: Reader, line: SeenLine) -> SeenLine:
    """What is higher than wide was turned to be read as if it ran down the page. It may run up, or be an
    upright figure or two."""
    crop = line.crop
    if not crop.tall or line.score >= UPRIGHT:
        return line
    short = crop.length < _FIGURE * crop.height
    other = reader.read(crop.unturned() if short else crop.flipped())
    return other if other.score > line.score else line


def straightened(lines: Sequence[SeenLine]) -> list[Strip]:
    """The lines as they would stand were the page not askew."""
    slope = _slope(lines)
    return [_strip(line, slope) for line in lines]


def _slope(lines: Sequence[SeenLine]) -> float:
    slopes = []
    for crop in (line.crop for line in lines):
        x, y = crop.corners[1] - crop.corners[0]
        if x > _SLOPE_LENGTH * crop.height:
            slopes.append(y / x)
    return float(median(slopes)) if slopes else 0.0


def _strip(line: SeenLine, slope: float) -> Strip:
    left = (line.crop.corners[0] + line.crop.corners[3]) / 2
    right = (line.crop.corners[1] + line.crop.corners[2]) / 2
    x, y = (left + right) / 2
    return Strip(
        line.text,
        line.words,
        x0=float(left[0] + slope * left[1]),
        x1=float(right[0] + slope * right[1]),
        y=float(y - slope * x),
        height=line.crop.height,
    )


def turned_back(word: WordBox, quarters: int) -> WordBox:
    """Where a word stands on the page as it is drawn, which was turned counterclockwise to be read."""
    x0, y0, x1, y1 = word.x0, word.y0, word.x1, word.y1
    for _ in range(quarters):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return WordBox(word.start, word.end, x0, y0, x1, y1)
