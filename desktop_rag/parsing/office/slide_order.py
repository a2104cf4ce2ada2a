"""In which order a person reads what stands on a slide. Parser child, main thread. Pure.

Columns are read one after the other, and what spans them before or after: the slide is cut at its empty
strips, upright ones first (the recursive X-Y cut; Nagy and Seth, 1984). Bands that share an upright strip
stay together, so that two headings over two columns do not come before both texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Item = TypeVar("Item")

_MOST_CUT = 300
"""Pieces on a slide; beyond that it is a drawing, read by rows."""

_DEEPEST = 12
_OVERLAP = 0.02
"""Of the slide's extent: pieces that reach so little into each other stand side by side."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[Item]):
    """Something and where it stands, in any unit, from the top left corner."""

    item: Item
    left: float
    top: float
    right: float
    bottom: float


def reading_order(pieces: Sequence[Placed[Item]]) -> list[Item]:
    if len(pieces) > _MOST_CUT:
        return [piece.item for piece in _by_rows(pieces)]
    if not pieces:
        return []
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    height = max(piece.bottom for piece in pieces) - min(piece.top for piece in pieces)
    slack = max(width, height, 0.0) * _OVERLAP
    return [piece.item for piece in _ordered(list(pieces), slack, _DEEPEST)]


def _ordered(pieces: list[Placed[Item]], slack: float, depth: int) -> list[Placed[Item]]:
    if len(pieces) < 2 or not depth:
        return _by_rows(pieces)
    columns = _columns(pieces, slack)
    if len(columns) > 1:
        return [piece for column in columns for piece in _ordered(column, slack, depth - 1)]
    bands = _joined(_bands(pieces, slack), slack)
    if len(bands) > 1:
        return [piece for band in bands for piece in _ordered(band, slack, depth - 1)]
    return _by_rows(pieces)


def _columns(pieces: list[Placed[Item]], slack: float) -> list[list[Placed[Item]]]:
    return _cut([(piece.left, piece.right, piece) for piece in pieces], slack)


def _bands(pieces: list[Placed[Item]], slack: float) -> list[list[Placed[Item]]]:
    return _cut([(piece.top, piece.bottom, piece) for piece in pieces], slack)


def _cut(spans: list[tuple[float, float, Placed[Item]]], slack: float) -> list[list[Placed[Item]]]:
    """The pieces between strips that no span crosses."""
    groups: list[list[Placed[Item]]] = []
    reached = float("-inf")
    for start, end, piece in sorted(spans, key=lambda span: span[0]):
        if not groups or start >= reached - slack:
            groups.append([])
        groups[-1].append(piece)
        reached = max(reached, end)
    return groups


def _joined(bands: list[list[Placed[Item]]], slack: float) -> list[list[Placed[Item]]]:
    """Neighbouring bands that are columns together, together."""
    joined: list[list[Placed[Item]]] = []
    for band in bands:
        together = [*joined[-1], *band] if joined else band
        if joined and len(joined[-1]) + len(band) > 2 and len(_columns(together, slack)) > 1:
            joined[-1] = together
        else:
            joined.append(band)
    return joined


def _by_rows(pieces: Sequence[Placed[Item]]) -> list[Placed[Item]]:
    """By lines: what begins about as high as its neighbour stands beside it."""
    ordered = sorted(pieces, key=lambda piece: (piece.top, piece.left))
    lines: list[list[Placed[Item]]] = []
    for before, piece in pairwise([None, *ordered]):
        if piece is None:
            continue
        is_beside = before is not None and piece.top - lines[-1][0].top < (piece.bottom - piece.top) / 4
        if is_beside:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [piece for line in lines for piece in sorted(line, key=lambda piece: piece.left)]
