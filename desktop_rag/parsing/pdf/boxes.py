"""Boxes over some words of a PDF page, and which words lie in boxes. Parser child, main thread."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from desktop_rag.domain.boxes import MAX_GAP, stand_level, turned, union
from desktop_rag.domain.documents import Box
from desktop_rag.parsing.pdf.placement import PageCharacters, Writing

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Inked:
    """A marked character. `follows` says that no unmarked one stands between it and the one before."""

    offset: int
    tight: Box
    loose: Box
    writing: Writing
    follows: bool


def boxes_over(characters: PageCharacters, spans: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
    """Boxes over exactly the characters of these slices of the page's text, one for each piece of a line.

    No box holds the centre of a character outside the slices, unless that is printed right over one inside.
    """
    marked = sorted({offset for start, end in spans for offset in range(start, end)})
    wanted = set(marked)
    runs = _runs(_inked(characters, marked))
    return tuple(box for run in runs for box in _clear_of_others(characters, run, wanted))


def pieces_of_words(characters: PageCharacters) -> Iterator[tuple[int, int, Box]]:
    """Each run of characters without white space, or the part of one that stands on one line: where it
    begins and ends in the page's text, and an even box over it."""
    for word in _WORD.finditer(characters.text):
        for run in _tight_runs(characters, range(*word.span())):
            yield run[0], run[-1] + 1, _even_box(characters, run)


def _tight_runs(characters: PageCharacters, offsets: Sequence[int]) -> Iterator[list[int]]:
    """The characters of a word that has one line; those of a broken one by line. By their ink alone: to ask
    for more than that of every character of a page takes longer than to draw it."""
    run: list[int] = []
    for offset in offsets:
        tight = characters.tight(offset)
        if tight is None:
            continue
        before = characters.tight(run[-1]) if run else None
        if before is not None and _is_elsewhere(before, tight):
            yield run
            run = []
        run.append(offset)
    if run:
        yield run


def _is_elsewhere(before: Box, after: Box) -> bool:
    """Whether a character does not stand next to the one before it, along the line or across it."""
    size = max(before.x1 - before.x0, before.y1 - before.y0, after.x1 - after.x0, after.y1 - after.y0)
    return (
        max(before.x0, after.x0) - min(before.x1, after.x1) > MAX_GAP * size
        or max(before.y0, after.y0) - min(before.y1, after.y1) > size / 2
    )


def _even_box(characters: PageCharacters, run: Sequence[int]) -> Box:
    """As high as the font, by the first and the last character; of slanted ones only the ink."""
    tight = _hull([box for offset in run if (box := characters.tight(offset))])
    if characters.writing(run[0]) is Writing.SLANTED:
        return tight
    return _hull([tight, characters.loose(run[0]), characters.loose(run[-1])])


def text_within(characters: PageCharacters, boxes: Sequence[Box]) -> str:
    """The characters of the page whose centre lies in a box, in reading order, with one space where white
    space or characters outside lie between. It looks at geometry only, never at what was asked for."""
    inside = sorted(set().union(*(characters.within(box) for box in boxes)))
    spaces = ["", *("" if after - before == 1 else " " for before, after in pairwise(inside))]
    return "".join(f"{space}{characters.text[i]}" for space, i in zip(spaces, inside, strict=False))


def _inked(characters: PageCharacters, marked: Sequence[int]) -> Iterator[_Inked]:
    end = 0
    for offset in marked:
        tight = characters.tight(offset)
        if tight is None:
            continue
        writing = characters.writing(offset)
        # The loose box of a slanted character is a large upright square that reaches into its neighbours.
        loose = tight if writing is Writing.SLANTED else characters.loose(offset)
        yield _Inked(offset, tight, loose, writing, not characters.text[end:offset].strip())
        end = offset + 1


def _runs(inked: Iterator[_Inked]) -> Iterator[list[_Inked]]:
    """Characters that share one box: neighbours on one line."""
    run: list[_Inked] = []
    box = Box(0, 0, 0, 0)
    for character in inked:
        if run and character.writing is run[-1].writing and character.follows and _joins(box, character):
            run.append(character)
            box = union(box, character.loose)
            continue
        if run:
            yield run
        run, box = [character], character.loose
    if run:
        yield run


def _joins(box: Box, character: _Inked) -> bool:
    loose = character.loose
    if character.writing is Writing.UPRIGHT:
        box, loose = turned(box), turned(loose)
    return character.writing is not Writing.SLANTED and stand_level(box, loose)


def _clear_of_others(characters: PageCharacters, run: Sequence[_Inked], wanted: set[int]) -> list[Box]:
    """The even box of the run; where lines are set so tight that it takes in others, that of the ink alone;
    where that does too, one for each character."""
    for box in (_hull([one.loose for one in run]), _hull([one.tight for one in run])):
        if characters.within(box) <= wanted:
            return [box]
    return [one.tight if characters.within(one.tight) <= wanted else _half(one.tight) for one in run]


def _half(box: Box) -> Box:
    """Slanted characters overlap each other's boxes at the corners; their middles stay clear. No smaller
    than that: a box that cannot be seen would only please the check."""
    x, y = (box.x1 - box.x0) / 4, (box.y1 - box.y0) / 4
    return Box(box.x0 + x, box.y0 + y, box.x1 - x, box.y1 - y)


def _hull(boxes: Sequence[Box]) -> Box:
    return reduce(union, boxes)
