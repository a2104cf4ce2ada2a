"""The words of a page's picture and which of them a pointer or a key means; pure.

A word is one run of characters without white space, or the part of one that stands on one line. Places are
shares (0–1) of the picture's width and height, so that they hold at every size of it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category

from desktop_rag.domain.boxes import stand_level, turned
from desktop_rag.domain.documents import Box, Page, WordBox
from desktop_rag.domain.scan_boxes import boxes_over

_SLACK = 0.25
"""In heights of a word: how far beside it a pointer still means it."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """`words` are in reading order, with offsets into `text`; `aspect` is the picture's height by width."""

    text: str = ""
    words: tuple[WordBox, ...] = ()
    aspect: float = 1.0

    def at(self, x: float, y: float) -> int | None:
        """The word under a point, by its number; None where there is none near."""
        number = self.nearest(x, y)
        if number is None:
            return None
        slack = _SLACK * (self.words[number].y1 - self.words[number].y0) * self.aspect
        return number if self._distance(number, x, y) <= slack**2 else None

    def nearest(self, x: float, y: float) -> int | None:
        """The word that a pointer at a point means while it is dragged; None on a page without words."""
        return min(range(len(self.words)), key=lambda number: self._distance(number, x, y), default=None)

    def between(self, one: int, other: int) -> tuple[int, int]:
        """The slice of the text from one word to another, both whole, whichever comes first."""
        first, last = min(one, other), max(one, other)
        return self.words[first].start, self.words[last].end

    def line(self, number: int) -> tuple[int, int]:
        """The first and the last word of the line that a word stands on."""
        first = last = number
        while first > 0 and self._same_line(first - 1, first):
            first -= 1
        while last + 1 < len(self.words) and self._same_line(last, last + 1):
            last += 1
        return first, last

    def below(self, number: int, step: int) -> int:
        """The word under (`step` 1) or over (−1) a word, on the next line; the word itself at the end."""
        first, last = self.line(number)
        other = last + 1 if step > 0 else first - 1
        if not 0 <= other < len(self.words):
            return number
        start, end = self.line(other)
        middle = _middle(self.words[number])
        return min(range(start, end + 1), key=lambda each: abs(_middle(self.words[each]) - middle))

    def whole(self, number: int) -> tuple[int, int]:
        """The slice of the text with the whole word that this one is a part of, less what encloses it."""
        start, end = self.words[number].start, self.words[number].end
        while start > 0 and not self.text[start - 1].isspace():
            start -= 1
        while end < len(self.text) and not self.text[end].isspace():
            end += 1
        return _without_marks(self.text, start, end)

    def holding(self, offset: int) -> int | None:
        """The word that an offset of the text lies in or before; None past the last."""
        return next((number for number, word in enumerate(self.words) if offset < word.end), None)

    def boxes(self, spans: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
        """Boxes over slices of the text, one for each piece of a line, in shares of the picture."""
        if not spans:
            return ()
        scale = 10_000
        first = bisect_right(self.words, min(start for start, _ in spans), key=lambda word: word.end)
        last = bisect_left(self.words, max(end for _, end in spans), key=lambda word: word.start)
        page = Page(1, self.text, words=self.words[first:last])
        height = max(1, round(scale * self.aspect))
        return tuple(
            Box(box.x0 / scale, box.y0 / height, box.x1 / scale, box.y1 / height)
            for box in boxes_over(page, spans, scale, height)
        )

    def _distance(self, number: int, x: float, y: float) -> float:
        word = self.words[number]
        across = max(word.x0 - x, 0.0, x - word.x1)
        down = max(word.y0 - y, 0.0, y - word.y1) * self.aspect
        return across * across + down * down

    def _same_line(self, one: int, other: int) -> bool:
        before, after = self.words[one], self.words[other]
        if "\n" in self.text[before.end : after.start]:
            return False
        boxes = _scaled(before, self.aspect), _scaled(after, self.aspect)
        # Tall is a word that runs down the page, but so is an "I": only the former stand below each other.
        tall = any(box.y1 - box.y0 > box.x1 - box.x0 for box in boxes)
        return stand_level(*boxes) or (tall and stand_level(*map(turned, boxes)))


def _scaled(word: WordBox, aspect: float) -> Box:
    return Box(word.x0, word.y0 * aspect, word.x1, word.y1 * aspect)


def _middle(word: WordBox) -> float:
    return (word.x0 + word.x1) / 2


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the punctuation around a word, unless there is nothing else."""
    first, last = start, end
    while first < last and not _is_of_word(text[first]):
        first += 1
    while last > first and not _is_of_word(text[last - 1]):
        last -= 1
    return (first, last) if first < last else (start, end)


def _is_of_word(character: str) -> bool:
    """A letter, a digit, or what is written over or under one: in Hindi the last vowel of a word."""
    return character.isalnum() or category(character).startswith("M")
