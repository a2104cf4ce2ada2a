"""Which characters of a page stand where in the text that is shown of it, and back; no Qt. GUI thread.

Qt counts in UTF-16 units and shows bullets, cells and blocks that the page's text does not have.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Piece:
    """`text` of the page from `offset` on stands at `position`."""

    offset: int
    position: int
    text: str

    @property
    def units(self) -> int:
        return _units(self.text)


class TextOffsets:
    """Pieces are added in the order in which they stand, both in the page and on screen."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []

    def add(self, offset: int, position: int, text: str) -> None:
        if text:
            self._pieces.append(_Piece(offset, position, text))

    def ranges(self, start: int, end: int) -> list[tuple[int, int]]:
        """The positions on screen of the page's characters from `start` to `end`."""
        found = []
        first = max(0, bisect_right(self._pieces, start, key=lambda piece: piece.offset) - 1)
        for piece in self._pieces[first:]:
            if piece.offset >= end:
                break
            low, high = max(start - piece.offset, 0), min(end - piece.offset, len(piece.text))
            if low < high:
                begin = piece.position + _units(piece.text[:low])
                found.append((begin, begin + _units(piece.text[low:high])))
        return found

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The page's characters that stand between two positions on screen; None where there are none."""
        first = max(0, bisect_left(self._pieces, start, key=lambda piece: piece.position) - 1)
        inside = [
            piece.offset + _characters(piece.text, position - piece.position)
            for piece in self._pieces[first:]
            if piece.position < end and piece.position + piece.units > start
            for position in (max(start, piece.position), min(end, piece.position + piece.units))
        ]
        return (inside[0], inside[-1]) if inside and inside[0] < inside[-1] else None


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def _characters(text: str, units: int) -> int:
    """How many characters the first so many UTF-16 units hold."""
    if text.isascii():
        return units
    done = 0
    for number, character in enumerate(text):
        if done >= units:
            return number
        done += 2 if character > "\uffff" else 1
    return len(text)
