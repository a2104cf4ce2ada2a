"""Compares a sentence of an answer with the passages it cites: lexical and semantic support; pure.

A sentence is supported when every number, date and proper name of it occurs in the cited passages, when it
does not negate what they say, and when its words and its meaning lie near enough to theirs. This is no proof
that the passages entail it. The last of these tests is a logistic model, see `SupportModel`.

tests/benchmarks/test_support.py measures all of them together. On 1,816 labelled sentences of documents
that the weights were not fitted to, what is called supported is so in 96 % and what is called unsupported
in 99 %; of the sentences that are supported 99 % are found, of the others 98 %. Of those made of a question
and its answer, the nearest to what a model writes, 91 % are called supported; free paraphrase was not
measured, and not languages other than English. The rules for facts were written with examples of all these
documents in sight.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_rag.domain import facts
from desktop_rag.domain.answers import Support
from desktop_rag.domain.keywords import STOP_WORDS
from desktop_rag.domain.sentences import sentence_spans

_WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]+|\w+(?:['’]\w+)?")
_IDEOGRAPHS = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
_NEGATIONS = frozenset(
    """not no never none neither nor without cannot nobody nothing nicht kein keine keinen keinem keiner nie
    niemals ohne weder pas jamais sans aucun aucune nunca ningún ninguna sin""".split()
)
_NAME_ENDINGS = frozenset("s es n en e an ian ese ish ic y er ns in".split())
_SHORTEST_STEM = 4
_ALIKE = 0.8
"""The share of its words that a sentence has in common with another, from which it says the same or the
opposite."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`doubt` says in one sentence why it is unsupported, or is empty."""

    support: Support
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SupportModel:
    """Weights of the logistic model for what is left when the facts agree, and its threshold.

    Fitted to sentences of privacy policies, research papers and Wikipedia (PolicyQA, COVID-QA, QED, SQuAD),
    one half of the documents; the threshold is where a sentence is as likely supported as not.
    """

    bias: float = -5.0
    coverage: float = 3.3
    """The share (0–1) of the sentence's content words that the cited passages hold."""
    nearest_coverage: float = 4.7
    """The same for the one sentence of theirs that holds most."""
    similarity: float = 1.9
    threshold: float = 0.5

    def accepts(self, coverage: float, nearest_coverage: float, similarity: float) -> bool:
        z = self.bias + self.coverage * coverage + self.nearest_coverage * nearest_coverage
        return 1 / (1 + math.exp(-z - self.similarity * similarity)) >= self.threshold


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a sentence shares with the cited passages, see `SupportModel`; `nearest` is their sentence."""

    coverage: float
    nearest_coverage: float
    nearest: str


def check(
    sentence: str, cited: Sequence[str], similarity: float, model: SupportModel | None = None
) -> Verdict:
    """What the texts of the cited passages, titles included, say of a sentence.

    `similarity` is the cosine (0–1) of the bundled embedder between the sentence and the nearest of the cited
    sentences. Without cited passages the sentence is uncited, whatever it says.
    """
    if not cited:
        return Verdict(Support.UNCITED)
    passages = "passage" if len(cited) == 1 else "passages"
    whole = "\n\n".join(cited)
    missing = missing_fact(sentence, whole)
    if missing:
        return Verdict(Support.UNSUPPORTED, f"“{missing}” does not occur in the cited {passages}.")
    overlap = overlap_with(sentence, whole)
    if negated_differently(sentence, overlap.nearest):
        return Verdict(Support.UNSUPPORTED, f"The cited {passages} may say the opposite.")
    if (model or SupportModel()).accepts(overlap.coverage, overlap.nearest_coverage, similarity):
        return Verdict(Support.SUPPORTED)
    verb = "speaks" if len(cited) == 1 else "speak"
    return Verdict(Support.UNSUPPORTED, f"The cited {passages} {verb} of something else.")


def missing_fact(sentence: str, cited: str) -> str:
    """The first date, number or name, as it stands in the sentence, that the cited text does not have."""
    numbers, dates = facts.number_readings(cited), facts.dates(cited)
    for date in facts.dates(sentence):
        if not any(_agrees(own, other, numbers) for own in date.readings for other in dates):
            return date.text
    held = _Tokens(cited)
    for number in facts.numbers(sentence):
        if number.certain and not number.readings & numbers and not held.has_code(number.readings):
            return number.text
    return next((name for name in facts.names(sentence) if not held.has_name(name)), "")


def overlap_with(sentence: str, cited: str) -> Overlap:
    own = _content(sentence)
    spans = [cited[start:end] for start, end in sentence_spans(cited)]
    shares = [(_share(own, _content(span)), span) for span in spans]
    nearest_coverage, nearest = max(shares, key=lambda item: item[0], default=(0.0, ""))
    return Overlap(_share(own, _content(cited)), nearest_coverage, nearest)


def negated_differently(sentence: str, nearest: str) -> bool:
    """Whether one of two nearly equal sentences says "not" and the other does not."""
    own, other = _content(sentence), _content(nearest)
    if _share(own, other) < _ALIKE:
        return False
    here, there = _negated(sentence), _negated(nearest)
    return _one_sided(here, there, other) or _one_sided(there, here, own)


def _agrees(own: facts.Date, other: facts.DateMention, numbers: frozenset[str]) -> bool:
    """Whether a date is, or is a part of, the other; a year may stand elsewhere."""
    return any(
        own.month == date.month
        and (own.day in (0, date.day) or (not date.day and str(own.day) in numbers))
        and (own.year in (0, date.year) or (not date.year and str(own.year) in numbers))
        for date in other.readings
    )


class _Tokens:
    """The words of a cited text, to look names and codes up in."""

    def __init__(self, text: str) -> None:
        words = [match[0].lower() for match in re.finditer(r"\w+", text)]
        self._words = frozenset(words)
        runs = {"".join(words[i : i + n]) for n in (2, 3) for i in range(len(words))}
        self._codes = self._words | {run for run in runs if not run.isdigit()}
        capitals = re.findall(r"\b([^\W\d_])[^\W\d_]*", text)
        self._initials = "".join(char if char.isupper() else " " for char in capitals).lower()
        self._text = facts.squeezed(text)

    def has_code(self, readings: frozenset[str]) -> bool:
        """Codes with several hyphens are long enough to be looked for anywhere."""
        return any(
            code in self._codes or (len(code) > 8 and not code.isdigit() and code in self._text)
            for code in readings
        )

    def has_name(self, name: str) -> bool:
        parts = [part for part in re.findall(r"\w+", name.lower()) if len(part) > 1]
        is_acronym = name.isupper() and len(name) > 1
        if is_acronym and (name.lower() in self._initials or self._has_word(name.lower().rstrip("s"))):
            return True
        return all(self._has_word(part) for part in parts) or facts.squeezed(name) in self._codes

    def _has_word(self, word: str) -> bool:
        """The word itself, or with another ending: "German" and "Germany"."""
        if word in self._words or word.removesuffix("s") in self._words:
            return True
        return any(_differ_by_ending(word, other) for other in self._words)


def _differ_by_ending(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_STEM or not long.startswith(short[:-1]):
        return False
    return long.startswith(short) and long[len(short) :] in _NAME_ENDINGS


def _content(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning; of languages without spaces, pairs of signs."""
    stems = set[str]()
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if _IDEOGRAPHS.match(word):
            stems.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in STOP_WORDS and word not in _NEGATIONS and (len(word) > 1 or word.isdigit()):
            stems.add(_stem(word))
    return frozenset(stems)


def _stem(word: str) -> str:
    """Rough, for any language: the first letters, three fewer than the word has but four at least."""
    if not word.isalpha():
        return word.partition("'")[0].partition("’")[0]
    word = f"{word[:-1]}i" if word.endswith("y") else word
    return word[: max(_SHORTEST_STEM, min(7, len(word) - 2))]


def _share(own: frozenset[str], other: frozenset[str]) -> float:
    if not own:
        return 1.0
    short = {stem[:_SHORTEST_STEM] for stem in other}
    return sum(
        stem in other or (stem[:_SHORTEST_STEM] in short and _near(stem, other)) for stem in own
    ) / len(own)


def _near(stem: str, others: frozenset[str]) -> bool:
    """Whether one stem begins with the other, as "move" and "movem"."""
    return any(
        other.startswith(stem) or stem.startswith(other) for other in others if len(other) >= _SHORTEST_STEM
    )


def _negated(text: str) -> list[frozenset[str]]:
    """For each "not" of a text the stems of the words with meaning on both sides of it: what it negates."""
    tokens = [match[0].lower().replace("’", "'") for match in _WORD.finditer(text)]
    stems = ["" if token in STOP_WORDS and not _negates(token) else _stem(token) for token in tokens]
    found: list[frozenset[str]] = []
    for index, token in enumerate(tokens):
        if _negates(token):
            before = [s for s, t in zip(stems[:index], tokens, strict=False) if s and not _negates(t)][-1:]
            after = [s for s, t in zip(stems[index:], tokens[index:], strict=False) if s and not _negates(t)][
                :1
            ]
            found.append(frozenset(before + after))
    return found


def _negates(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _one_sided(
    negated: Sequence[frozenset[str]], elsewhere: Sequence[frozenset[str]], said: frozenset[str]
) -> bool:
    """Whether something negated here is said there, and not negated there."""
    also = frozenset[str]().union(*elsewhere)
    return any(stems and stems <= said and stems.isdisjoint(also) for stems in negated)
