"""What was typed so far as a full-text query, while the last word may still grow; pure, any thread.

Words in the index are stems (Porter's, of English), so that the beginning of a word need not be the beginning
of its stem: "informati" grows into "information", which is indexed as "inform". The last word is therefore
looked up as a beginning and also with every ending of English that its own last letters begin.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from desktop_rag.domain.keywords import STOP_WORDS

MOST_WORDS = 12
MOST_LETTERS = 64
SHORTEST_BEGINNING = 4
"""Fewer letters begin words on nearly every page, which takes 50 ms to look up and tells nothing: they are
looked up as a beginning in titles and headings alone, and as a word of their own in the text."""
SHORTEST_IN_CONTEXT = 3
_SHORTEST_STEM = 3
_FIRST_DENSE = "\u2e80"
"""From here on (Chinese, Japanese, Korean) a single character is much of a word."""

_SHARP = re.compile("ss", re.IGNORECASE)
_ENDINGS = (
    "ability", "able", "al", "alism", "ally", "ance", "ancy", "ate", "ated", "ates", "ating", "ation",
    "ational", "ations", "ative", "ed", "ement", "ements", "ence", "ency", "er", "ers", "es", "ful",
    "fulness", "ibility", "ible", "ical", "ing", "ings", "ion", "ions", "ism", "ity", "ive", "iveness",
    "ization", "ize", "ized", "ly", "ment", "ments", "ness", "ous", "ousness", "s", "tion", "tional", "tions",
)  # fmt: skip
_AFTER_Y = ("ed", "ee", "ees", "er", "ers", "ing", "ment", "s")
"""A last "y" becomes "i" in a stem, and does not where the word goes on: "employ", "employee"."""


@dataclass(frozen=True, slots=True)
class PrefixQuery:
    """FTS5 queries; empty where there is nothing to look up yet.

    `in_context` is for titles and headings with all words, `all_words` for texts, `settled` for texts with
    all but a last word that is too short to be told from one that only begins. `any_word` tells where words
    stand. `runs` is no query but what was typed, where all of it is of a script without spaces: of a sentence
    in it the index knows how it begins, and no word further on.
    """

    in_context: str = ""
    all_words: str = ""
    settled: str = ""
    any_word: str = ""
    runs: tuple[str, ...] = ()


def prefix_query(typed: str) -> PrefixQuery:
    """The queries for any input whatever; without a space at its end the last word is a beginning."""
    typed = _clean(typed)
    words = [word[:MOST_LETTERS] for word in typed.split() if any(map(str.isalnum, word))][:MOST_WORDS]
    if not words:
        return PrefixQuery()
    if typed[-1:].isspace():
        terms = [_spelled(word) for word in _telling(words) or words]
        query = PrefixQuery(_in_context(terms), _all(terms), "", _any(terms))
    else:
        *whole, last = words
        query = _growing([_spelled(word) for word in _telling(whole)], last)
    return replace(query, runs=tuple(words)) if all(map(_is_dense, words)) else query


def letters_typed(typed: str) -> int:
    """How much it says: a single character of a dense script is worth a beginning."""
    return SHORTEST_BEGINNING if _is_dense(typed) else sum(map(str.isalnum, typed))


def _growing(terms: list[str], last: str) -> PrefixQuery:
    """With a last word that may grow. Beside others, "of" is not looked up until it is "office"."""
    letters = letters_typed(last)
    if terms and (letters < SHORTEST_IN_CONTEXT or last.lower() in STOP_WORDS):
        return PrefixQuery(_in_context(terms), _all(terms), "", _any(terms))
    beginning = _beginning(last)
    headed = [*terms, beginning] if letters >= SHORTEST_IN_CONTEXT else []
    if letters >= SHORTEST_BEGINNING:
        return PrefixQuery(_in_context(headed), _all(headed), "", _any(headed))
    exact = [*terms, _spelled(last)]
    return PrefixQuery(_in_context(headed), _all(exact), _all(terms), _any(headed or exact))


def _is_dense(text: str) -> bool:
    return any(char >= _FIRST_DENSE and char.isalnum() for char in text)


def _all(terms: list[str]) -> str:
    return " AND ".join(terms)


def _any(terms: list[str]) -> str:
    return " OR ".join(terms)


def _in_context(terms: list[str]) -> str:
    return f"{{context}} : ({_all(terms)})" if terms else ""


def _clean(typed: str) -> str:
    """Without what no statement can hold: lone surrogates, and the zero that ends a text too early."""
    plain = typed.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", plain)


def _telling(words: list[str]) -> list[str]:
    """Without "the" and "of"."""
    return [word for word in words if word.lower() not in STOP_WORDS]


def _beginning(word: str) -> str:
    begun = [f"{_quoted(spelling)}*" for spelling in _spellings(word)]
    return _either([*begun, *map(_quoted, _grown(word))])


def _grown(word: str) -> list[str]:
    """ "informati" as "information", "informative" and so on: what its last letters could become."""
    if not (word.isascii() and word.isalpha()):
        return []
    after_y = [word + ending for ending in _AFTER_Y] if word[-1] in "yY" else []
    grown = (
        word[: len(word) - cut] + ending
        for cut in range(1, len(word) - _SHORTEST_STEM + 1)
        for ending in _ENDINGS
        if len(ending) > cut and ending.startswith(word[-cut:].lower())
    )
    return list(dict.fromkeys([*after_y, *grown]))


def _spelled(word: str) -> str:
    return _either([_quoted(spelling) for spelling in _spellings(word)])


def _spellings(word: str) -> list[str]:
    """As typed, and with "ss" for "ß" or the other way round: in capitals and in Switzerland there is no "ß",
    and the index takes them for different letters."""
    small = word.replace("\u1e9e", "ß")
    return list(dict.fromkeys([word, small.replace("ß", "ss"), _SHARP.sub("ß", small)]))


def _either(terms: list[str]) -> str:
    return f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]


def _quoted(word: str) -> str:
    """A phrase to FTS5, in which nothing is an operator; its tokenizer splits it where it splits texts."""
    return '"' + word.replace('"', '""') + '"'
