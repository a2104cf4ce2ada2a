"""The part of a passage around found words, on one line; pure, any thread."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_rag.domain.display import display_text

Span = tuple[int, int]
LETTERS = 150
BEFORE = 32
"""Letters shown before the first found word, about."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """`bold` are the found words' offsets in `text`."""

    text: str
    bold: tuple[Span, ...] = ()


def snippet(body: str, spans: Sequence[Span], letters: int = LETTERS) -> Snippet:
    """The run of about so many letters with the most of `spans`, which are offsets in `body`, in order."""
    begin = _begin(body, spans, letters)
    end = min(len(body), begin + letters)
    inside = [span for span in spans if begin <= span[0] and span[1] <= end]
    return _on_one_line(body, begin, end, inside)


def _begin(body: str, spans: Sequence[Span], letters: int) -> int:
    if not spans:
        return 0
    starts = [start for start, _end in spans]
    room = letters - BEFORE
    first = max(starts, key=lambda start: bisect_left(starts, start + room) - bisect_left(starts, start))
    if first <= BEFORE:
        return 0
    begin = min(first - BEFORE, max(0, len(body) - letters))
    space = body.find(" ", begin, first)  # not in the middle of a word, where there are spaces
    return begin if space < 0 else space + 1


def _on_one_line(body: str, begin: int, end: int, spans: Sequence[Span]) -> Snippet:
    """Letter by letter, since line breaks go and what cannot be seen is spelled out."""
    parts, at, length = ["…"] if begin else [], {}, 1 if begin else 0
    for place in range(begin, end):
        at[place] = length
        shown = " " if body[place].isspace() else display_text(body[place])
        if shown == " " and (not parts or parts[-1] in " …"):
            continue
        parts.append(shown)
        length += len(shown)
    at[end] = length
    text = "".join(parts) + ("…" if end < len(body) else "")
    return Snippet(text, tuple((at[start], at[stop]) for start, stop in spans))
