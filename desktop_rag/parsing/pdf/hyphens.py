"""Whether the hyphen at a line's end belongs to the word or only breaks it. Parser child, main thread.

Only the page itself and a fixed list of words have a say: the reader and the renderer see a page alone and
must arrive at the same text.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from enum import Enum
from functools import cache, cached_property

from desktop_rag.runtime import assets_dir

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_PART = re.compile(r"[^\W\d_]+\Z")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_LEAST_STEM = 6
WORD_REACH = 60
"""How many characters on either side are looked at: more than any word has."""
_PREFIXES = frozenset("all ex half non post pre quasi self".split())
"""Before what follows them, known or not, a hyphen is most often written."""
_TAILS = frozenset("based driven free friendly like oriented related specific style type wide".split())
_CONJUNCTIONS = frozenset("and or und oder bzw sowie et ou och".split())
"""What follows the hyphen of a half word: "pre- and post-natal", "Kranken- und Pflegekasse"."""


class LineEnd(Enum):
    """What becomes of a hyphen at a line's end and of the line break after it."""

    JOINED = ""
    COMPOUND = "-"
    HALF_WORD = "-\n"


class WordList:
    """Words in small letters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(set(words))

    def __contains__(self, word: str) -> bool:
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place] == word

    def has_form_of(self, word: str) -> bool:
        """Whether it holds the word or, for one of some length, a longer one that begins with it."""
        place = bisect_left(self._sorted, word)
        found = self._sorted[place] if place < len(self._sorted) else ""
        return found == word or (len(word) >= _LEAST_STEM and found.startswith(word))


class PageWords:
    """The words of one page, read only if a hyphen asks for them."""

    def __init__(self, raw: str) -> None:
        self._raw = raw

    @cached_property
    def all(self) -> WordList:
        return WordList(match.casefold() for match in _WORD.findall(self._raw))


def line_end(before: str, after: str, page_words: PageWords) -> LineEnd:
    """What to make of a hyphen between `before` and `after`, the text on the two lines.

    The page decides where it holds the word elsewhere, in one piece or with its hyphen; then the list of
    words does: a word that is on it is joined; two words that are, and make none together, are a compound
    ("in-network", "check-up"). What the list does not know is taken for a broken word, as in most languages
    that hyphenate.
    """
    head, tail = _LAST_PART.search(before), _FIRST_PART.match(after)
    if not head or not tail or not _same_case(head[0], tail[0]):
        return LineEnd.COMPOUND
    first, second = head[0].casefold(), tail[0].casefold()
    if page_words.all.has_form_of(first + second):
        return LineEnd.JOINED
    if after.startswith("-", tail.end()) or _written_with_hyphen(first, second, page_words.all):
        return LineEnd.COMPOUND
    if _known_words().has_form_of(first + second):
        return LineEnd.JOINED
    if second in _CONJUNCTIONS:
        return LineEnd.HALF_WORD
    return LineEnd.COMPOUND if _is_compound(first, second) else LineEnd.JOINED


def _same_case(head: str, tail: str) -> bool:
    """Small letters run on, and capitals after capitals; "FDA-approved", "Anglo-American" are compounds."""
    if len(head) > 1 and head.isupper():
        return len(tail) > 1 and tail.isupper()
    return not tail[0].isupper()


def _written_with_hyphen(first: str, second: str, page_words: WordList) -> bool:
    stem = second.removesuffix("s")
    return any(f"{first}-{form}" in page_words for form in (second, stem, f"{second}s"))


def _is_compound(first: str, second: str) -> bool:
    if len(first) == 1 or first in _PREFIXES or second in _TAILS:
        return True
    known = _known_words()
    return first in known and second in known


@cache
def _known_words() -> WordList:
    """Some 20,000 words in small letters: those that the embedder that comes with this program has a token
    of their own for. A program without it still reads, and then joins what no page word speaks against."""
    try:
        words = json.loads((assets_dir() / "embedder" / "tokenizer.json").read_bytes())["model"]["vocab"]
    except (OSError, ValueError, LookupError, TypeError):
        return WordList(())
    return WordList(word for word in words if isinstance(word, str) and len(word) > 1 and word.isalpha())
