"""In what order the lines of a recognised page are read. Parser child, main thread. Pure.

The rule: two stacks of lines beside each other are columns, read one after the other, if both are written
wide, as prose is, or if their lines do not stand level. All else is read row by row, as a table is. A line
that crosses the gutter, as a headline does, parts what is above it from what is below.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from desktop_rag.parsing.recognition.words import SeenWord

_GUTTER = 0.4
"""Of a line's height: boxes around lines are some pixels wider than what is written."""
_WIDE = 8.0
"""Times its height, some 16 characters."""
_FEWEST = 3
_MOST_CROSSING = 0.4
_LEVEL = 0.6
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a line on a page that stands straight: from `x0` to `x1`, its middle at `y`, in pixels.

    `words` are where they are on the picture itself, which may be askew.
    """

    text: str
    words: tuple[SeenWord, ...]
    x0: float
    x1: float
    y: float
    height: float


Row = list[Strip]


def reading_order(strips: Sequence[Strip]) -> list[list[Row]]:
    """Stacks of rows, in order: each is a column, or what lies between two lines that cross all columns."""
    return [list(_rows(stack)) for stack in _stacks(list(strips), _DEEPEST)]


def _stacks(strips: list[Strip], depth: int) -> Iterator[list[Strip]]:
    gutter = _gutter(strips) if depth else None
    if gutter is None:
        if strips:
            yield strips
        return
    for crosses, band in groupby(
        sorted(strips, key=lambda strip: strip.y), lambda strip: _crosses(strip, gutter)
    ):
        part = list(band)
        if crosses:
            yield part
            continue
        yield from _stacks([strip for strip in part if strip.x1 <= gutter], depth - 1)
        yield from _stacks([strip for strip in part if strip.x0 >= gutter], depth - 1)


def _crosses(strip: Strip, x: float) -> bool:
    return strip.x0 < x < strip.x1


def _gutter(strips: Sequence[Strip]) -> float | None:
    """The middle of the clearest blank between two columns: crossed by the fewest lines, then the widest."""
    if len(strips) < 2 * _FEWEST:
        return None
    height = median(strip.height for strip in strips)
    candidates = sorted(_candidates(strips, _GUTTER * height))
    return next((x for _, _, x in candidates if _parts_columns(strips, x)), None)


def _candidates(strips: Sequence[Strip], least: float) -> Iterator[tuple[int, float, float]]:
    """Lines that cross, width (negative) and middle of the blanks that begin where a strip ends."""
    starts = sorted(strip.x0 for strip in strips)
    ends = sorted(strip.x1 for strip in strips)
    for end in set(ends):
        place = bisect_left(starts, end + least)
        if place == len(starts):
            continue
        middle = (end + starts[place]) / 2
        crossing = bisect_left(starts, middle) - bisect_right(ends, middle)
        if crossing <= _MOST_CROSSING * len(strips):
            yield crossing, end - starts[place], middle


def _parts_columns(strips: Sequence[Strip], x: float) -> bool:
    left = [strip for strip in strips if strip.x1 <= x]
    right = [strip for strip in strips if strip.x0 >= x]
    if min(len(left), len(right)) < _FEWEST or not _side_by_side(left, right):
        return False
    return (_is_wide(left) and _is_wide(right)) or not _stand_level(left, right)


def _side_by_side(left: Sequence[Strip], right: Sequence[Strip]) -> bool:
    top = max(min(strip.y for strip in side) for side in (left, right))
    bottom = min(max(strip.y for strip in side) for side in (left, right))
    return bottom > top


def _is_wide(side: Sequence[Strip]) -> bool:
    return median((strip.x1 - strip.x0) / strip.height for strip in side) >= _WIDE


def _stand_level(left: Sequence[Strip], right: Sequence[Strip]) -> bool:
    few, many = sorted((left, right), key=len)
    heights = sorted(strip.y for strip in many)
    level = sum(_has_near(heights, strip.y, 0.25 * strip.height) for strip in few)
    return level >= _LEVEL * len(few)


def _has_near(values: Sequence[float], value: float, reach: float) -> bool:
    place = bisect_left(values, value - reach)
    return place < len(values) and values[place] <= value + reach


def _rows(strips: Sequence[Strip]) -> Iterator[Row]:
    """Pieces whose middles are level by half a line, from left to right."""
    row: Row = []
    for strip in sorted(strips, key=lambda strip: strip.y):
        if row and strip.y - row[0].y > 0.5 * min(strip.height, row[0].height):
            yield sorted(row, key=lambda piece: piece.x0)
            row = []
        row.append(strip)
    if row:
        yield sorted(row, key=lambda piece: piece.x0)
