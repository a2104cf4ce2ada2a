"""Turns a German sentence round into the question that it answers; pure.

As `suggestions_english`. A subject at the beginning keeps its form in the question, and so does a subordinate
clause ("Wenn …"), which makes German the easier of the two.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop_rag.domain.suggestions_words import Spelling, Wording

_SUBJECT = r"(?P<subject>[„\"]?[A-ZÄÖÜ][^\s,;:()?!]*(?: [^\s,;:()?!]+){0,5}?)"
_NUMBER = (
    r"(?:\d[\d.,]*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|"
    r"elf|zwölf|vierzehn|fünfzehn|zwanzig|dreißig)"
)
_ABOUT = r"(?:(?:bis zu|mindestens|höchstens|etwa|rund|circa|ca\.|maximal|nur|genau|derzeit|jeweils) )*"
_TIME = (
    r"(?:Sekunden?|Minuten?|Stunden?|Tagen?|Wochen?|Monaten?|Jahren?|Tage|Monate|Jahre|Werktage|Arbeitstage)"
)
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DATE = rf"(?:(?:im Jahre? |in )?(?:1[0-9]|20)\d\d\b|am \d{{1,2}}\. ?(?:{_MONTHS}|\d)|im (?:{_MONTHS})\b)"
_DONE = r"(?P<done>(?:[a-zäöüß]*ge)?[a-zäöüß]{3,}(?:t|en))"
_NO_SUBJECT = re.compile(
    r"\b(?:es|sie|er|wir|ihr|ich|du|man|dies\w*|jene\w*|das|solche\w*|dort|hier|da|dabei|damit|dadurch|daher"
    r"|darum|deshalb|deren|dessen|dazu|davon|dafür|darin|außerdem|zudem|jedoch|aber|und|oder|sondern|denn|weil"
    r"|dass|ob|wenn|falls|als|wie|was|wer|wo|wann|warum|welche\w*|sein\w*|ihre\w*|unser\w*|mein\w*|kein\w*"
    r"|jede\w*|alle\w*|viele\w*|einige\w*|manche\w*|beide\w*|andere\w*|folgende\w*|letztere\w*|erstere\w*"
    r"|nicht|auch|nur|so|dann|nun|heute|zwar|ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|kann"
    r"|können|muss|müssen|soll|sollen|darf|dürfen|beispiel|grund|ziel|abbildung|tabelle|abschnitt|kapitel"
    r"|seite|anlage|anhang|bitte|siehe|ersten?|zweiten?|dritten?|nächsten?|letzten?)\b",
    re.IGNORECASE,
)
_OPENERS = frozenset(
    "in im an am auf aus bei beim mit nach von vom zu zum zur für gegen ohne um durch über unter vor hinter"
    " neben zwischen seit während wegen trotz laut gemäß bis ab innerhalb außerhalb nach".split()
)
_MAY_DESCRIBE = re.compile(r"\w+e[nmrs]? [A-ZÄÖÜ]")
"""Its capital may be the sentence's: "Geliehene Werkzeuge", which "Deutsche Bahn" looks like."""
_SPOKEN_TO = re.compile(r"\b(?:Sie|Ihnen|Ihr\w*|[Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir|man)\b")
_ARTICLES = frozenset("der die ein eine".split())
_SMALL = _ARTICLES | frozenset("des dem den einer eines einem einen von für in im mit zu zur zum und".split())


def german_question(sentence: str, spelling: Spelling) -> Wording | None:
    """None for a sentence of any other build."""
    for way in _WAYS:
        if found := way.pattern.match(sentence):
            question = way.make(found, spelling)
            if question:
                return Wording(question, way.kind, way.weight)
    return None


Make = Callable[[re.Match[str], Spelling], str]


@dataclass(frozen=True, slots=True)
class _Way:
    kind: str
    weight: float
    pattern: re.Pattern[str]
    make: Make


def _about(form: str) -> Make:
    def make(found: re.Match[str], spelling: Spelling) -> str:
        subject = _subject(found["subject"], spelling)
        others = {name: value or "" for name, value in found.groupdict().items() if name != "subject"}
        return form.format(subject=subject, **others) if subject else ""

    return make


def _subject(text: str, spelling: Spelling) -> str:
    """The subject as it stands within a sentence; empty if it is none that can be asked about."""
    neuter = text.startswith("Das ")
    words = text.split()
    first, rest = words[0], " ".join(words[1:])
    content = [word for word in words if word.lower() not in _SMALL and word != "Das"]
    alone = (first.lower() in ("der", "die") or neuter) and len(content) == 1 and len(content[0]) < 9
    if first.lower() in _OPENERS or words[-1].lower() in _SMALL or alone or not content:
        return ""
    if _NO_SUBJECT.search(rest if neuter else text) or not any(word[:1].isupper() for word in content):
        return ""
    small = neuter or first.lower() in _ARTICLES or first.lower() in spelling.small
    if not small and _MAY_DESCRIBE.match(text) and first.lower() not in spelling.names:
        return ""
    return f"{first[0].lower()}{first[1:]} {rest}".strip() if small else text


def _amount(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling)
    timed = re.match(rf"{_ABOUT}{_NUMBER} {_TIME}\b", found["rest"])
    return f"Wie {'lang' if timed else 'hoch'} ist {subject}?" if subject else ""


def _when(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling)
    return f"Wann {found['verb']} {subject} {found['done']}?" if subject else ""


def _whom(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling)
    return f"Von wem {found['verb']} {subject} {found['done']}?" if subject else ""


def _if(found: re.Match[str], _spelling: Spelling) -> str:
    clause = found["clause"]
    if len(clause.split()) < 3 or re.search(r"\b(?:Fragen|möglich|nötig|erforderlich|gewünscht)\b", clause):
        return ""
    return "" if _SPOKEN_TO.search(clause) else f"Was passiert, wenn {clause}?"


def _how(found: re.Match[str], _spelling: Spelling) -> str:
    what = found["what"]
    return "" if _SPOKEN_TO.search(what) else f"Wie kann man {what} {found['do']}?"


def _way(kind: str, weight: float, pattern: str, make: Make) -> _Way:
    return _Way(kind, weight, re.compile(pattern), make)


_WAYS = (
    _way("if", 0.9, r"(?:Wenn|Falls) (?P<clause>[^,;:]{8,60}), ", _if),
    _way("how", 0.9, r"Um (?P<what>[^,;:]{4,50}) zu (?P<do>[a-zäöüß]+n), ", _how),
    _way("means", 0.9, rf"{_SUBJECT} bedeutet,? ", _about("Was bedeutet {subject}?")),
    _way("cost", 0.9, rf"{_SUBJECT} kostet {_ABOUT}{_NUMBER}", _about("Was kostet {subject}?")),
    _way(
        "long",
        0.9,
        rf"{_SUBJECT} (?P<verb>dauert|gilt) {_ABOUT}{_NUMBER} {_TIME}",
        _about("Wie lange {verb} {subject}?"),
    ),
    _way("amount", 0.9, rf"{_SUBJECT} beträgt (?P<rest>{_ABOUT}{_NUMBER}.*)", _amount),
    _way(
        "when",
        0.9,
        rf"{_SUBJECT} (?P<verb>wurden?) (?:[^,;]{{0,20}} )?{_DATE}(?: [^,;]{{0,40}})"
        rf"? {_DONE}[.,]",
        _when,
    ),
    _way(
        "who",
        0.9,
        rf"{_SUBJECT} (?P<verb>wurden?) (?:[^,;]{{0,20}} )?(?:von|vom) "
        rf"[^,;]{{3,50}} {_DONE}[.,]",
        _whom,
    ),
    _way(
        "duty",
        0.85,
        rf"{_SUBJECT} (?P<verb>ist|sind) für [^,;]{{4,60}} (?P<what>zuständig|"
        rf"verantwortlich)",
        _about("Wofür {verb} {subject} {what}?"),
    ),
    _way(
        "where",
        0.85,
        rf"{_SUBJECT} (?P<verb>befindet|befinden) sich (?:in|im|an|am|auf)"
        rf" ",
        _about("Wo {verb} sich {subject}?"),
    ),
    _way(
        "covers",
        0.75,
        rf"{_SUBJECT} (?P<verb>umfasst|umfassen|enthält|enthalten|beinhaltet|"
        rf"erfordert|regelt) \w",
        _about("Was {verb} {subject}?"),
    ),
    _way(
        "define",
        0.7,
        rf"{_SUBJECT} (?P<verb>ist|sind|war|waren) (?:eine?|der|die|das)"
        rf" .{{12,}}",
        _about("Was {verb} {subject}?"),
    ),
)
"""The surest first."""
