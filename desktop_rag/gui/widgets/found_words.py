"""Where the words that were searched for stand in a line; pure, no Qt. Any thread."""

import re
import unicodedata

from desktop_rag.domain.keywords import words

LEAD_LETTERS = 12
"""So much is kept before the first word that was found, so that it is seen in a narrow list."""

Span = tuple[int, int]


def searched_words(text: str) -> tuple[str, ...]:
    """The beginnings of words that `text` searches for, as they are compared."""
    return tuple(dict.fromkeys(_folded(word) for word in words(text) if any(map(str.isalnum, word))))


def found_spans(line: str, beginnings: tuple[str, ...]) -> tuple[Span, ...]:
    """Each place in `line` where one of `searched_words` begins a word: offsets, in order.

    Accents and capitals make no difference, as they make none to the search.
    """
    if not beginnings:
        return ()
    pattern = "|".join(re.escape(each) for each in sorted(beginnings, key=len, reverse=True))
    return tuple(match.span() for match in re.finditer(rf"(?<!\w)(?:{pattern})", _folded(line)))


def from_first_found(line: str, beginnings: tuple[str, ...]) -> str:
    """`line` without what stands far before the first word that was found."""
    spans = found_spans(line, beginnings)
    if not spans or spans[0][0] <= 2 * LEAD_LETTERS:
        return line
    begin = line.find(" ", spans[0][0] - LEAD_LETTERS) + 1
    return f"…{line[begin if 0 < begin <= spans[0][0] else spans[0][0] :]}"


def _folded(text: str) -> str:
    """Letter for letter, so that offsets stay."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text)
