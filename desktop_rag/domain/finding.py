"""Which places of a text hold the words somebody looks for; pure.

Capital letters make no difference, nor does white space: a line end between two words is as good as a space.
Quotation marks, apostrophes and dashes are found however they are typed, and accents whether they are part
of their letter or stand behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import combining, normalize

MOST_LETTERS = 400
_ALIKE = ("'’‘ʼ", '"“”„«»', "-‐‑‒–—")
_SOLID = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class FoundAt:
    """`page` counts from 1; `start` and `end` are offsets into its text."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a document holds of `words`, in order. `cut` when there was more than is told here."""

    words: str
    places: tuple[FoundAt, ...] = ()
    cut: bool = False

    def on_page(self, number: int) -> list[tuple[int, int]]:
        return [(place.start, place.end) for place in self.places if place.page == number]

    def first_from(self, page: int, offset: int = 0) -> int:
        """The number of the first place at or after one in the document; the very first when none is."""
        here = (page, offset)
        later = (n for n, place in enumerate(self.places) if (place.page, place.start) >= here)
        return next(later, 0)


class Looked:
    """Words to look for, made ready to be looked for in many pages."""

    def __init__(self, words: str) -> None:
        words = words[:MOST_LETTERS]
        tokens = words.split()
        self._pattern = re.compile(r"\s+".join(map(_token, tokens)), re.IGNORECASE) if tokens else None
        steady = "".join(each if len(_ways(each)) == 1 else " " for each in _letters(words))
        self._longest = max(_SOLID.findall(steady.casefold()), key=len, default="")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand in `text`. Most pages do not hold them, which is told without the pattern:
        it takes ten times as long."""
        if self._pattern is None or (self._longest and self._longest not in text.casefold()):
            return
        for match in self._pattern.finditer(text):
            yield match.span()


def _token(token: str) -> str:
    return "".join(map(_pattern, _letters(token)))


def _letters(text: str) -> Iterator[str]:
    """Each letter with the accents behind it."""
    start = 0
    for place, character in enumerate(text):
        if place and not combining(character):
            yield text[start:place]
            start = place
    yield text[start:]


def _pattern(letter: str) -> str:
    alike = next((group for group in _ALIKE if letter in group), None)
    if alike:
        return f"[{re.escape(alike)}]"
    ways = _ways(letter)
    return f"(?:{'|'.join(map(re.escape, ways))})" if len(ways) > 1 else re.escape(letter)


def _ways(letter: str) -> list[str]:
    """How a letter with its accents may be written, the longest first."""
    ways = {letter, normalize("NFC", letter), normalize("NFD", letter)}
    return sorted(ways, key=lambda way: (-len(way), way))
