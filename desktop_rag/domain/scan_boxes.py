"""Which places of a page's picture to light, where its words were read from that picture; pure.

Such a page keeps where each word stands. A character stands where its share of its word's width is; in words
that run up or down the picture all characters count as in the middle, as nothing says which end is the first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop_rag.domain.boxes import stand_level, turned, union
from desktop_rag.domain.documents import Box, Page, PagePicture, WordBox

_SHAPED = 4
_LONG = 1.5
"""So many times longer than wide, a word of `_SHAPED` characters tells which way it runs; others run as most
of the page does."""
_MAX_GROWTH = 1.35
"""Of the height of one word: a line that is askew is lit in steps; one box would take in its neighbours."""

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Placed:
    """`text[start:end]` of a page on its picture, in pixels. `upright`: it runs up or down."""

    start: int
    end: int
    box: Box
    upright: bool

    def part(self, start: int, end: int) -> "_Placed":
        if (start, end) == (self.start, self.end):
            return self
        x0, x1 = self.box.x0, self.box.x1
        if not self.upright:
            each = (x1 - x0) / (self.end - self.start)
            x0, x1 = x0 + each * (start - self.start), x0 + each * (end - self.start)
        return _Placed(start, end, Box(x0, self.box.y0, x1, self.box.y1), self.upright)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or the marked part of one. `follows`: nothing unmarked stands between it and the one before."""

    place: _Placed
    follows: bool

    @property
    def box(self) -> Box:
        return self.place.box


def with_marks(picture: PagePicture, page: Page, spans: Spans) -> PagePicture:
    """The picture of `page` with boxes over these slices of its text, which must lie within it."""
    boxes = boxes_over(page, spans, picture.width, picture.height)
    text = text_in_boxes(page, boxes, picture.width, picture.height)
    return replace(picture, boxes=boxes, text_in_boxes=text)


def boxes_over(page: Page, spans: Spans, width: int, height: int) -> tuple[Box, ...]:
    """In pixels of a picture of the page; those of words beside each other on a line are one."""
    return tuple(_merged(_pieces(page, spans, width, height)))


def text_in_boxes(page: Page, boxes: Sequence[Box], width: int, height: int) -> str:
    """The characters whose middle is in a box, in reading order, with one space where white space or
    characters outside lie between. It looks at places only, never at what was asked for."""
    inside = [offset for offset, x, y in _middles(page.words, width, height) if _is_in(boxes, x, y)]
    spaces = ["", *("" if after - before == 1 else " " for before, after in pairwise(inside))]
    return "".join(f"{space}{page.text[offset]}" for space, offset in zip(spaces, inside, strict=False))


def _pieces(page: Page, spans: Spans, width: int, height: int) -> Iterator[_Piece]:
    done = 0
    marked = _joined(spans)
    for word in _placed(page.words, width, height):
        for start, end in marked:
            first, last = max(start, word.start), min(end, word.end)
            if first < last:
                yield _Piece(word.part(first, last), not page.text[done:first].strip())
                done = last


def _placed(words: Sequence[WordBox], width: int, height: int) -> list[_Placed]:
    boxes = [Box(word.x0 * width, word.y0 * height, word.x1 * width, word.y1 * height) for word in words]
    shaped = [box for word, box in zip(words, boxes, strict=True) if word.end - word.start >= _SHAPED]
    mostly = sum(_down(box) for box in shaped) > sum(_across(box) for box in shaped)
    return [
        _Placed(word.start, word.end, box, _is_upright(word.end - word.start, box, mostly))
        for word, box in zip(words, boxes, strict=True)
    ]


def _is_upright(length: int, box: Box, mostly: bool) -> bool:
    down, across = _down(box), _across(box)
    if length < _SHAPED or max(down, across) < _LONG * min(down, across):
        return mostly
    return down > across


def _across(box: Box) -> float:
    return box.x1 - box.x0


def _down(box: Box) -> float:
    return box.y1 - box.y0


def _joined(spans: Spans) -> list[tuple[int, int]]:
    """In order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _merged(pieces: Iterator[_Piece]) -> Iterator[Box]:
    last: _Piece | None = None
    box = Box(0, 0, 0, 0)
    tallest = 0.0
    for piece in pieces:
        height = _down(_turn(piece)(piece.box))
        if last is not None and piece.follows and _joins(last, box, max(tallest, height), piece):
            last, box, tallest = piece, union(box, piece.box), max(tallest, height)
            continue
        if last is not None:
            yield box
        last, box, tallest = piece, piece.box, height
    if last is not None:
        yield box


def _joins(last: _Piece, box: Box, tallest: float, piece: _Piece) -> bool:
    turn = _turn(piece)
    whole = turn(union(box, piece.box))
    same_way = piece.place.upright is last.place.upright
    return same_way and stand_level(turn(last.box), turn(piece.box)) and _down(whole) <= _MAX_GROWTH * tallest


def _turn(piece: _Piece) -> Callable[[Box], Box]:
    return turned if piece.place.upright else _unturned


def _unturned(box: Box) -> Box:
    return box


def _middles(words: Sequence[WordBox], width: int, height: int) -> Iterator[tuple[int, float, float]]:
    """Offset, x and y of every character."""
    for word in _placed(words, width, height):
        y = (word.box.y0 + word.box.y1) / 2
        for offset in range(word.start, word.end):
            box = word.part(offset, offset + 1).box
            yield offset, (box.x0 + box.x1) / 2, y


def _is_in(boxes: Sequence[Box], x: float, y: float) -> bool:
    return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in boxes)
