"""Questions that a text answers, made from its own sentences and headings; pure.

Nothing here understands a text: a question is made only of sentences built in one of a few plain ways, by
turning them round. What is doubtful (pronouns, names of figures, halves of sentences) is left out; among
thousands of sentences there are enough plain ones. `app.suggestions` keeps those that a search answers.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.domain.keywords import STOP_WORDS
from desktop_rag.domain.structure import prose_sentences
from desktop_rag.domain.suggestions_english import english_heading, english_question
from desktop_rag.domain.suggestions_german import german_question
from desktop_rag.domain.suggestions_words import (
    BOILERPLATE,
    HEADING_WEIGHT,
    QUESTION_WEIGHT,
    Spelling,
    Wording,
    spelling_of,
)

LONGEST_QUESTION = 80
SHORTEST_QUESTION = 12
LEAST_TELLING = 2
"""A heading that asks has so many words that tell of what: "What is not covered?" has one."""
SHORTEST_SENTENCE, LONGEST_SENTENCE = 25, 320
LEAST_FUNCTION_WORDS = 0.06
"""Of a text's words, for it to be taken for English or German; running text of either has 0.2 to 0.4."""

_ENGLISH = frozenset("the of and to is in that for are with as be this or you by from".split())
_GERMAN = frozenset(
    "der die das und ist nicht ein eine den von zu mit des auf für werden im dem sind".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_UNFIT_QUESTION = re.compile(r"[()\"]| ['’?]")
_UNFIT = re.compile(r"[|<>{}\[\]@#*=_\\•…☐■]|https?:|www\.|\.{3}|\d{6,}|[\x00-\x1f\ufffd]|--")
_NUMBERING = re.compile(
    r"^\s*(?:(?:chapter|section|part|article|appendix|kapitel|abschnitt|teil|artikel|anhang|§)\s*)?"
    r"(?:\d+(?:[.\-]\d+)*|[ivxlc]+|[a-z])[.):]?(?:\s+|$)(?![a-z])",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:what|how|when|where|why|who|which|can|do|does|is|are|will|must|should|may"
    r"|was|wie|wann|wo|warum|wer|welche[rsn]?|kann|darf|muss|ist|sind|gibt)\b.{8,}\?$",
    re.IGNORECASE,
)
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:this|that|these|those|it|its|they|them|their|he|she|his|her|him|we|us|such|above|below|following"
    r"|none|nothing|everything|something|dies\w*|jene\w*|es|sie|er|ihn|ihr\w*|sein\w*|wir|uns|unser\w*|solche\w*|oben|unten|folgend\w*)\b",
    re.IGNORECASE,
)


class Language(StrEnum):
    ENGLISH = "en"
    GERMAN = "de"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and the place in its page's text (`start` to `end`) that it was made from.

    `kind` names the way in which it was made, so that three of one kind need not stand together. The greater
    the `weight` (0–1), the surer it is a good question.
    """

    question: str
    kind: str
    weight: float
    page: int
    start: int
    end: int


def suggestions_of(page: Page) -> list[Suggestion]:
    """What can be asked of a page, in the page's language, in its order."""
    language = language_of(page.text)
    spelling = spelling_of(page.text)
    found = [*_from_headings(page, language, spelling), *_from_sentences(page, language, spelling)]
    unique = {each.question.casefold(): each for each in reversed(found)}
    return sorted(unique.values(), key=lambda each: each.start)


def language_of(text: str) -> Language:
    """English or German by the words that every text of theirs is full of; rough, but instantly told."""
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    german = sum(word in _GERMAN for word in words)
    if max(english, german) < LEAST_FUNCTION_WORDS * max(1, len(words)):
        return Language.OTHER
    return Language.ENGLISH if english >= german else Language.GERMAN


def is_fit(question: str) -> bool:
    """Whether it is short, whole, and can be understood by itself."""
    return (
        SHORTEST_QUESTION <= len(question) <= LONGEST_QUESTION
        and not _UNFIT.search(question)
        and not _UNFIT_QUESTION.search(question)
        and not _POINTS_ELSEWHERE.search(question)
        and question.count("“") == question.count("”") + question.count("„")
    )


_BY_LANGUAGE: dict[Language, Callable[[str, Spelling], Wording | None]] = {
    Language.ENGLISH: english_question,
    Language.GERMAN: german_question,
    Language.OTHER: lambda _sentence, _spelling: None,
}


def _from_sentences(page: Page, language: Language, spelling: Spelling) -> Iterator[Suggestion]:
    make = _BY_LANGUAGE[language]
    tables = [(block.start, block.end) for block in page.blocks if block.kind in _NO_PROSE]
    for start, end in prose_sentences(page, 0, len(page.text)):
        sentence = " ".join(page.text[start:end].split())
        if not SHORTEST_SENTENCE <= len(sentence) <= LONGEST_SENTENCE or _UNFIT.search(sentence):
            continue
        if sentence[-1] not in ".!?" or any(start < stop and begin < end for begin, stop in tables):
            continue
        if (made := make(sentence, spelling)) and is_fit(made.question):
            yield Suggestion(made.question, made.kind, made.weight, page.number, start, end)


_NO_PROSE = frozenset({BlockKind.TABLE_ROW, BlockKind.CODE, BlockKind.FURNITURE})


def _from_headings(page: Page, language: Language, spelling: Spelling) -> Iterator[Suggestion]:
    for block, following in _headings(page):
        heading = _NUMBERING.sub("", " ".join(page.text[block.start : block.end].split())).strip(" :.–—-")
        made = heading_question(heading, language, spelling)
        if made and is_fit(made.question):
            # The words under a heading answer it, not the heading.
            start = following.start if following else block.start
            end = following.end if following else block.end
            yield Suggestion(made.question, made.kind, made.weight, page.number, start, end)


def _headings(page: Page) -> Iterator[tuple[Block, Block | None]]:
    """Each heading with the block after it, if that is not a heading too."""
    blocks = [block for block in page.blocks if block.kind is not BlockKind.FURNITURE]
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING and after and after.kind is not BlockKind.HEADING:
            yield block, after


def heading_question(heading: str, language: Language, spelling: Spelling) -> Wording | None:
    """A heading that asks is its own question; another is asked about, in a language unknown by itself.

    "Dental Care" is asked about as "dental care" where the page speaks of dental care.
    """
    asked = heading if heading.endswith("?") or not _asks_unmarked(heading) else f"{heading}?"
    if _ASKS.match(asked):
        tells = [word for word in _WORD.findall(asked.lower()) if word not in STOP_WORDS]
        return Wording(asked, "asked", QUESTION_WEIGHT) if len(tells) >= LEAST_TELLING else None
    words = heading.split()
    if not 2 <= len(words) <= 6 or heading.casefold() in BOILERPLATE or not _is_plain(words):
        return None
    if language is Language.OTHER:
        return Wording(f"“{heading}”", "heading", HEADING_WEIGHT)
    if language is Language.GERMAN:
        return Wording(f"Was ist zum Thema „{heading}“ wichtig?", "heading", HEADING_WEIGHT)
    return english_heading(words, spelling)


def _asks_unmarked(heading: str) -> bool:
    return heading.casefold().startswith(("how do ", "how can ", "what is ", "what are ", "when do ", "wie "))


def _is_plain(words: Sequence[str]) -> bool:
    """Words alone, and none that is a boilerplate's: no numbers, no signs, not all in capitals."""
    plain = all(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", word) for word in words)
    shouted = "".join(words).isupper()
    return plain and not shouted and not any(word.casefold() in BOILERPLATE for word in words)
