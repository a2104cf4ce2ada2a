"""What the makers of questions share: a made question, and words that are never worth one; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_WITHIN = re.compile(r"(?<=[a-zäöüß,;] )[A-ZÄÖÜ][^\W\d_]+")
QUESTION_WEIGHT = 1.0
HEADING_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Wording:
    """A question, the `kind` of sentence it was made of, and how sure (0–1) it is a good one."""

    question: str
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a text writes its words, all given here in small letters: `small` are those that it writes so,
    `names` those that never are, and have their capital within a sentence too."""

    small: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def spelling_of(text: str) -> Spelling:
    small = frozenset(word for word in _WORD.findall(text) if word.islower())
    within = frozenset(word.lower() for word in _CAPITAL_WITHIN.findall(text))
    return Spelling(small, within - small)


def in_running_text(words: Sequence[str], spelling: Spelling) -> list[str]:
    """A title's or a sentence's first words as they stand within a sentence: "Dental Care" as "dental care".

    Capitals go where all of them may go: half a name is none.
    """
    capitals = [word for word in words if word[:1].isupper()]
    sentence_case = capitals == list(words[:1]) and len(words) > 1 and words[0][1:].islower()
    sentence_case = sentence_case and words[0].lower() not in spelling.names
    if capitals and (sentence_case or all(word.lower() in spelling.small for word in capitals)):
        return [word.lower() if word in capitals else word for word in words]
    return list(words)


BOILERPLATE = frozenset(
    """contents introduction references reference index appendix appendices preface foreword
    acknowledgements acknowledgments abstract summary conclusion conclusions overview disclaimer copyright
    license licence notes note bibliography glossary figures figure tables table faq faqs changelog author
    authors about background discussion results methods title cover example examples chapter section part
    page warning warnings tip tips options parameters returns usage revision version history
    document documents general definitions miscellaneous other footnotes sources links credits exercises
    inhalt inhaltsverzeichnis einleitung einführung vorwort nachwort anhang anhänge literatur
    literaturverzeichnis quellen quellenverzeichnis impressum zusammenfassung fazit schluss überblick
    danksagung abbildungsverzeichnis tabellenverzeichnis abkürzungsverzeichnis abkürzungen glossar hinweis
    hinweise kapitel abschnitt teil seite allgemeines sonstiges fußnoten anmerkungen register titel
    beispiel beispiele abbildung tabelle anlage anlagen stichwortverzeichnis
    contenu sommaire introducción índice contenido prólogo referencias bibliografía conclusión résumé
    """.split()
) | {
    "table of contents",
    "see also",
    "external links",
    "further reading",
    "list of figures",
    "list of tables",
    "terms of use",
    "all rights reserved",
    "table des matières",
}
"""Headings that stand in any document, in small letters."""
