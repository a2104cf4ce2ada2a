"""Where the words of a recognised line stand, to the pixel. Parser child, main thread. Pure.

The model tells where along the line it saw each character, to a column about half a character wide. The ink
says the rest: between the last character of a word and the first of the next lies the widest blank.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]

# Chinese and Japanese, written without spaces: every character can be marked by itself.
_UNSPACED = "\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_MARGIN = 0.06
"""Of a line's height, above and below its ink."""


@dataclass(frozen=True, slots=True)
class SeenWord:
    """`text[start:end]` of a line, and the upright rectangle around it in pixels of the picture."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A line cut out of a picture, turned as it is read. `corners` (4 × 2): where its own corners, clockwise
    from the top left one, are in the picture. `tall`: it runs up or down the picture."""

    pixels: Pixels
    corners: Points
    tall: bool = False

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    def unturned(self) -> "Crop":
        """A tall one as it is on the picture."""
        pixels = np.ascontiguousarray(np.rot90(self.pixels, -1))
        return Crop(pixels, np.roll(self.corners, 1, axis=0))

    def flipped(self) -> "Crop":
        """The other way up."""
        pixels = np.ascontiguousarray(self.pixels[::-1, ::-1])
        return Crop(pixels, np.roll(self.corners, 2, axis=0), self.tall)


def place_words(text: str, centres: Sequence[float], crop: Crop) -> tuple[SeenWord, ...]:
    """The words of a line of `text`, in order; `centres` are those of its characters that are no white space,
    in shares of the crop's width. None where the two do not fit each other."""
    pieces = [match.span() for match in _PIECE.finditer(text)]
    if not pieces or len(centres) != sum(end - start for start, end in pieces):
        return ()
    ink = _ink(crop.pixels)
    width = ink.shape[1]
    reach = list(_reach(pieces, [centre * width for centre in centres]))
    top, bottom = _rows(ink)
    margin = _MARGIN * (bottom - top)
    edges = _edges(np.any(ink[top:bottom], axis=0), reach, margin / 2)
    rows = ((top - margin) / len(ink), (bottom + margin) / len(ink))
    return tuple(
        _placed(span, (left / width, right / width), rows, crop)
        for span, (left, right) in zip(pieces, edges, strict=True)
    )


def _ink(pixels: Pixels) -> NDArray[np.bool_]:
    """What is written, dark on light or light on dark: writing covers less than half of its line."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    _, mask = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink: NDArray[np.bool_] = mask.astype(bool)
    return ~ink if ink.mean() > 0.5 else ink


def _rows(ink: NDArray[np.bool_]) -> tuple[int, int]:
    """From the first to the last row of the line's own ink: what touches the crop's edge and is parted from
    the rest by a blank row belongs to the line above or below."""
    height = len(ink)
    runs = _runs(np.any(ink, axis=1))
    if not runs:
        return 0, height
    body = max(runs, key=lambda run: run[1] - run[0])
    own = [run for run in runs if run == body or (run[0] > 0 and run[1] < height)]
    return own[0][0], own[-1][1]


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges in which `flags` holds."""
    changes = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return [(int(start), int(end)) for start, end in changes.reshape(-1, 2)]


def _reach(pieces: Sequence[tuple[int, int]], centres: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The centres of the first and last character of each piece."""
    done = 0
    for start, end in pieces:
        yield centres[done], centres[done + end - start - 1]
        done += end - start


def _edges(
    inked: NDArray[np.bool_], reach: Sequence[tuple[float, float]], margin: float
) -> list[tuple[float, float]]:
    """Left and right of each piece: it ends where the blank before the next one begins, or `margin` after."""
    width = len(inked)
    columns = np.flatnonzero(inked)
    first, last = (float(columns[0]), float(columns[-1] + 1)) if len(columns) else (0.0, float(width))
    lefts, rights = [min(first, reach[0][0]) - margin], []
    for before, after in pairwise(reach):
        right, left = _blank(inked, before[1], after[0])
        spare = min(margin, (left - right) / 2)
        rights.append(right + spare)
        lefts.append(left - spare)
    rights.append(max(last, reach[-1][1]) + margin)
    return list(zip(lefts, rights, strict=True))


def _blank(inked: NDArray[np.bool_], low: float, high: float) -> tuple[float, float]:
    """The widest blank between two columns, or their middle where there is none."""
    start, end = max(0, int(low)), min(len(inked), int(high) + 1)
    blanks = _runs(~inked[start:end]) if end > start else []
    if not blanks:
        middle = (low + high) / 2
        return middle, middle
    left, right = max(blanks, key=lambda run: run[1] - run[0])
    return float(start + left), float(start + right)


def _placed(
    span: tuple[int, int], columns: tuple[float, float], rows: tuple[float, float], crop: Crop
) -> SeenWord:
    points = np.array([_point(crop.corners, across, down) for across in columns for down in rows])
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return SeenWord(*span, float(x0), float(y0), float(x1), float(y1))


def _point(corners: Points, across: float, down: float) -> Points:
    """Between the corners of a rectangle that may stand askew."""
    top = corners[0] + across * (corners[1] - corners[0])
    bottom = corners[3] + across * (corners[2] - corners[3])
    between: Points = top + down * (bottom - top)
    return between
