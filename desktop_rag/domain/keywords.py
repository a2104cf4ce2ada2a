"""What of a question is worth looking up word by word; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

STOP_WORDS = frozenset(
    """a about after all also am an and any anybody anyone anything are aren't as at be because been before
    being between both but by can could describe did didn't do does doesn't doing don't done during each
    either everybody everyone everything explain few for from further get gets got had has have having he
    her here hers him his how i if in into is isn't it its itself just let many may me mean means might more
    most much must my no nor not of off on once only or other our ours out over own please same say says
    shall she should so some somebody someone something such tell than that the their theirs them then there
    these they this those through to too under until up us use used using very was we were what when where
    which while who whom whose why will with would you your yours
    der das den dem des ein eine einen einem einer eines und oder aber ist sind waren wie was wer wo wann
    warum welche welcher welches ich du er sie es wir ihr von zu zum zur im in an am auf aus bei für nicht
    auch nur noch dass wenn als kann können
    """.split()
)

_TOKEN = re.compile(r"\w+(?:[-./_:@#&+'’]\w+)*", re.UNICODE)
_GENITIVE = re.compile(r"['’]s?\Z", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+[^\W\d]{1,2}")
_SHORTEST_CODE = 5
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Keywords:
    """What to look up, in small letters, each once.

    `terms` are all words worth looking up, `phrases` those pairs of them that stand side by side. `exact`
    must be found as they stand: codes, part numbers, amounts (anything with a digit in it) and what the
    person put in quotation marks. `codes` are the terms that identify one thing: part and invoice numbers.
    """

    terms: tuple[str, ...]
    exact: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_content: bool


def keywords(question: str, most: int = 64) -> Keywords:
    """The keywords of a question in order of appearance, at most `most` of each sort."""
    quoted = [match.strip() for match in re.findall(r"[\"“„«]([^\"”“»]{2,200})[\"”“»]", question)]
    tokens = [_token(match, question) for match in _TOKEN.finditer(question)]
    content = [token for token in tokens if token.is_content]
    pairs = [f"{a.text} {b.text}" for a, b in pairwise(tokens) if a.is_content and b.is_content]
    return Keywords(
        terms=_unique([token.text for token in content or tokens], most),
        exact=_unique([*quoted, *(token.text for token in content if _has_digit(token.text))], most),
        phrases=_unique(pairs, most),
        codes=_unique([token.text for token in content if _is_code(token.text)], most),
    )


def words(text: str) -> list[str]:
    """All words of a text in small letters, punctuation dropped."""
    return [match.group().lower() for match in _WORD.finditer(text)]


def fts_any(terms: tuple[str, ...]) -> str:
    """An FTS5 query for passages with any of the terms; empty when there are none."""
    return " OR ".join(_phrase(term) for term in terms if _WORD.search(term))


def fts_all(terms: tuple[str, ...]) -> str:
    """An FTS5 query for passages with all of the terms, each as it stands."""
    return " AND ".join(_phrase(term) for term in terms if _WORD.search(term))


def _phrase(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _token(match: re.Match[str], question: str) -> _Token:
    """The genitive's "'s" is dropped: it stands in the text only where the text has the genitive too.

    A capital inside the question makes a content word of any word: "IT", "US", "May".
    """
    token, before = match.group(), question[: match.start()].rstrip(' \t"“„«(¿¡')
    begins_sentence = not before or before[-1] in ".?!:"
    has_capital = len(token) > 1 and token[0].isupper() and not begins_sentence and not question.isupper()
    small = token.lower().replace("’", "'")
    is_stop_word = small in STOP_WORDS or small.partition("'")[0] in STOP_WORDS
    text = _GENITIVE.sub("", token)
    return _Token(text, has_capital or not is_stop_word)


def _is_code(token: str) -> bool:
    """Five letters and digits or more, not a mere year, ordinal or decade."""
    marks = [char for char in token if char.isalnum()]
    return len(marks) >= _SHORTEST_CODE and _has_digit(token) and not _ORDINAL.fullmatch(token)


def _has_digit(token: str) -> bool:
    return any(char.isdigit() for char in token)


def _unique(terms: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.lower() for term in terms))[:most]
