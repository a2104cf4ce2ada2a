"""What of a question is worth looking up word by word; pure."""

import re
from dataclasses import dataclass

STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being between both but by can
    could did do does doing done during each either few for from further get gets got had has have
    having he her here hers him his how i if in into is it its itself just let may me might more most
    must my no nor not of off on once only or other our ours out over own please same say says shall she
    should so some such than that the their theirs them then there these they this those through to too
    under until up us very was we were what when where which while who whom whose why will with would
    you your yours tell explain describe mean means there's what's der die das den dem des ein eine
    einen einem einer eines und oder aber ist sind war waren wie was wer wo wann warum welche welcher
    welches ich du er sie es wir ihr mit von zu zum zur im in an am auf aus bei für nicht auch nur noch
    dass wenn als kann können
    """.split()
)

_TOKEN = re.compile(r"\w+(?:[-./_:@#&+'’]\w+)*", re.UNICODE)
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Keywords:
    """`terms` are all words worth looking up; `exact` those that must be found as they stand.

    Exact terms are codes, part numbers, amounts and the like: anything with a digit in it, and anything the
    person put in quotation marks.
    """

    terms: tuple[str, ...]
    exact: tuple[str, ...]


def keywords(question: str) -> Keywords:
    """The keywords of a question in order of appearance, each once, small letters."""
    quoted = [match.strip() for match in re.findall(r"[\"“„«]([^\"”“»]{2,200})[\"”“»]", question)]
    tokens = [match.group() for match in _TOKEN.finditer(question)]
    content = [token for token in tokens if _is_content(token)]
    exact = [token for token in tokens if any(char.isdigit() for char in token)]
    return Keywords(_unique(content or tokens), _unique([*quoted, *exact]))


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


def _is_content(token: str) -> bool:
    plain = token.lower().replace("’", "'")
    return plain not in STOP_WORDS and plain.removesuffix("'s") not in STOP_WORDS


def _unique(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.lower() for term in terms))
