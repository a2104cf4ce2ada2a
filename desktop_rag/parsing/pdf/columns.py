"""Puts columns that a PDF page writes row by row into reading order. Parser child, main thread.

PDFium gives characters in the order in which the page draws them, which nearly always is the reading order.
Some converters draw line by line across all columns; then, and only where the columns are plainly prose,
their lines are put one column after the other. A table is read row by row, as it is drawn.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Any

import pypdfium2.raw as pdfium

from desktop_rag.parsing.pdf.text import LINE_END_HYPHEN

_LINE = re.compile(rf"[^\r\n{LINE_END_HYPHEN}]+{LINE_END_HYPHEN}?")
_BLANKS = re.compile(r"(?<=\S) +(?=\S)")
_LINE_BREAK = "\r\n"
_GUTTER = 0.9  # the least width of the white between two columns, in heights of a line; a word space has 0.3
_SHARED = 0.4  # of two heights, for pieces of one row: neighbouring columns rarely share their baselines
_FARTHEST = 3.0  # heights of a line between rows of one region, and from a hyphen to what it leads to
_MIN_ROWS = 4
_MIN_CHARACTERS = 14  # in most lines of prose; table cells have fewer
_MIN_FILL = 0.75  # of a column's width, by most of its lines
_MIN_RUNNING_ON = 0.3  # of a column's lines go on from a full one in the middle of a sentence; no table's do
_MIN_SPLIT = 0.7  # of the rows of a region show more than one column
_MAX_ROWS = 600
_LEVEL = 0.02  # radians
_WHITE = tuple(map(ord, "\r\n "))

Gutter = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """PDFium characters `start:end`, which stand on one line without a gap; edges in points of the page."""

    start: int
    end: int
    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Region:
    """Rows `first:end` that hold columns, with the gutters between these."""

    first: int
    end: int
    gutters: tuple[Gutter, ...]

    def column(self, piece: Piece) -> int:
        return sum(piece.middle > (left + right) / 2 for left, right in self.gutters)


def arrange(text_page: Any, units: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """The units of a page (see `clean_text`) in reading order, and which PDFium character each stands for;
    the latter is empty where nothing had to change."""
    rows = _rows(_cut_at_gaps(text_page, "".join(map(chr, units))))
    regions = list(_regions(rows)) if len(rows) <= _MAX_ROWS else []
    if not regions:
        return _without_far_hyphens(text_page, units, ())
    placed = list(_in_columns(units, rows, regions))
    return _without_far_hyphens(text_page, [unit for unit, _ in placed], [source for _, source in placed])


def _in_columns(
    units: Sequence[int], rows: Sequence[Sequence[Piece]], regions: Sequence[Region]
) -> Iterator[tuple[int, int]]:
    """Each unit with its place, the lines of columns one below the other and all else where it was."""
    done = 0
    for region in regions:
        yield from ((units[place], place) for place in range(done, rows[region.first][0].start))
        for start, end in _column_lines(rows[region.first : region.end], region):
            yield from ((units[place], place) for place in range(start, end))
            yield ord("\n"), end - 1
        done = rows[region.end - 1][-1].end
    yield from ((units[place], place) for place in range(done, len(units)))


def _column_lines(rows: Sequence[Sequence[Piece]], region: Region) -> Iterator[tuple[int, int]]:
    """Column by column, each row's part of it."""
    for column in range(len(region.gutters) + 1):
        for row in rows:
            pieces = [piece for piece in row if region.column(piece) == column]
            if pieces:
                yield pieces[0].start, pieces[-1].end


def _cut_at_gaps(text_page: Any, raw: str) -> list[Piece]:
    """The lines of the page, cut where white as wide as a gutter stands in them; none where too few are."""
    lines = [match.span() for match in _LINE.finditer(raw) if not match[0].isspace()]
    cuts = [list(_wide_gaps(text_page, raw, *line)) for line in lines]
    if sum(map(bool, cuts)) < _MIN_ROWS:
        return []
    pieces: list[Piece] = []
    for (start, end), gaps in zip(lines, cuts, strict=True):
        starts = [start, *(after for _, after in gaps)]
        ends = [*(before for before, _ in gaps), end]
        pieces += [_piece(text_page, raw, *span) for span in zip(starts, ends, strict=True)]
    return pieces


def _wide_gaps(text_page: Any, raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    height = 0.0
    for blanks in _BLANKS.finditer(raw, start, end):
        before, after = blanks.span()
        if pdfium.FPDFText_IsGenerated(text_page, before) == 1 or after - before > 1:
            height = height or _loose(text_page, before - 1).height
            gap = _box(text_page, after)[0] - _box(text_page, before - 1)[1]
            if gap > _GUTTER * height:
                yield before, after


def _piece(text_page: Any, raw: str, start: int, end: int) -> Piece:
    while raw[start].isspace():
        start += 1
    while raw[end - 1].isspace():
        end -= 1
    first = _loose(text_page, start)
    last = end - 2 if raw[end - 1] == LINE_END_HYPHEN and end - start > 1 else end - 1
    right = max(_box(text_page, last)[1], first.left)
    if abs(pdfium.FPDFText_GetCharAngle(text_page, start)) > _LEVEL:
        first = Piece(start, end, "", -1e9, 1e9, first.bottom, first.top)  # no column takes it in
        right = 1e9
    return Piece(start, end, raw[start:end], first.left, right, first.bottom, first.top)


def _loose(text_page: Any, index: int) -> Piece:
    edges = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, edges)
    return Piece(index, index + 1, "", edges.left, edges.right, edges.bottom, edges.top)


def _box(text_page: Any, index: int) -> tuple[float, float]:
    left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return left.value, right.value


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _in_row(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _in_row(before: Piece, piece: Piece) -> bool:
    shared = min(before.top, piece.top) - max(before.bottom, piece.bottom)
    return piece.left >= before.right and shared >= _SHARED * min(before.height, piece.height)


def _regions(rows: Sequence[Sequence[Piece]]) -> Iterator[Region]:
    first = 0
    while first < len(rows):
        region = _grow(rows, first) if len(rows[first]) > 1 else None
        if region and _is_prose(rows, region):
            yield region
            first = region.end
        else:
            first += 1


def _grow(rows: Sequence[Sequence[Piece]], first: int) -> Region:
    """As many rows as leave white one above the other; what runs across all columns ends it."""
    gutters = [(one.right, other.left) for one, other in pairwise(rows[first])]
    end = first + 1
    for above, row in pairwise(rows[first:]):
        step = above[0].bottom - row[0].bottom
        left = [narrow for gutter in gutters if (narrow := _narrowed(gutter, row))]
        if not left or not 0 < step <= _FARTHEST * row[0].height:
            break
        gutters, end = left, end + 1
    return Region(first, end, tuple(gutters))


def _narrowed(gutter: Gutter, row: Sequence[Piece]) -> Gutter | None:
    middle = sum(gutter) / 2
    left = max([gutter[0], *(piece.right for piece in row if piece.middle <= middle)])
    right = min([gutter[1], *(piece.left for piece in row if piece.middle > middle)])
    return (left, right) if right - left >= 0.5 * _GUTTER * row[0].height else None


def _is_prose(rows: Sequence[Sequence[Piece]], region: Region) -> bool:
    split = [n for n in range(region.first, region.end) if len(set(map(region.column, rows[n]))) > 1]
    if len(split) < _MIN_ROWS or len(split) < _MIN_SPLIT * (split[-1] - split[0] + 1):
        return False
    pieces = [piece for row in rows[region.first : region.end] for piece in row]
    columns = [
        [piece for piece in pieces if region.column(piece) == n] for n in range(len(region.gutters) + 1)
    ]
    return all(len(column) >= _MIN_ROWS and _is_prose_column(column) for column in columns)


def _is_prose_column(pieces: Sequence[Piece]) -> bool:
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    full = [piece.right - piece.left >= _MIN_FILL * width for piece in pieces]
    going_on = [piece.text[0].isalpha() and not piece.text[0].isupper() for piece in pieces]
    running_on = fmean(before and after for before, after in zip(full, going_on[1:], strict=False))
    long = median(len(piece.text) for piece in pieces) >= _MIN_CHARACTERS
    return long and 2 * sum(full) > len(pieces) and running_on >= _MIN_RUNNING_ON


def _without_far_hyphens(
    text_page: Any, units: Sequence[int], sources: Sequence[int]
) -> tuple[Sequence[int], Sequence[int]]:
    """PDFium joins a hyphen at the end of a line to whatever comes next, be it the foot of the page."""
    known = sources or range(len(units))
    far = [place for place in _hyphens(units) if not _leads_to(text_page, units, known, place)]
    if not far:
        return units, sources
    kept_units, kept_sources = list(units), list(known)
    for place in reversed(far):
        kept_units[place + 1 : place + 1] = map(ord, 2 * _LINE_BREAK)
        kept_sources[place + 1 : place + 1] = [known[place]] * len(2 * _LINE_BREAK)
    return kept_units, kept_sources


def _hyphens(units: Sequence[int]) -> list[int]:
    hyphen = ord(LINE_END_HYPHEN)
    return [place for place, unit in enumerate(units) if unit == hyphen] if hyphen in units else []


def _leads_to(text_page: Any, units: Sequence[int], sources: Sequence[int], hyphen: int) -> bool:
    """Whether what follows is the next line's beginning or the top of another column."""
    following = next((i for i in range(hyphen + 1, len(units)) if units[i] not in _WHITE), None)
    if following is None or abs(pdfium.FPDFText_GetCharAngle(text_page, sources[following])) > _LEVEL:
        return True
    one, other = _loose(text_page, sources[hyphen]), _loose(text_page, sources[following])
    return one.bottom - other.bottom <= _FARTHEST * max(one.height, other.height)
