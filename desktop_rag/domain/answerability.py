"""Judges whether passages found are likely to answer a question; pure.

A logistic model of a few signals that can be explained one by one. tests/benchmarks measures how often it
refuses or answers wrongly.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer among the passages found."""

    similarity: float
    """The cosine to the question of the nearest passage, or of the nearest sentence if that is nearer."""
    gap: float
    """How far the nearest passage is above the median of the candidates: an answer stands out, a mere topic
    does not."""
    coverage: float
    """The share (0–1) of the question's keywords, weighted by rarity, that the best such passage holds."""
    word_score: float
    """The best passage's BM25, phrases included, as a share (0–1) of the most it could be."""
    unknown_codes: float
    """The share (0–1) of the question's codes that stand nowhere in the library."""


@dataclass(frozen=True, slots=True)
class AnswerabilityModel:
    """Weights of the logistic model and the probability from which a question counts as answerable.

    Fitted to 1,356 questions of SQuAD 2.0, QED and COVID-QA, each asked of a library with its document and of
    the same library without it, and with half the weight to 481 SQuAD questions that their own article does
    not answer. On these, the shares of names and of words that occur nowhere added nothing to `coverage`,
    which weighs what occurs nowhere most. The weight of unknown codes is not fitted: what is said of one part
    or invoice is no answer for another, however alike their texts.
    """

    bias: float = -8.3
    similarity: float = 7.6
    gap: float = 5.0
    coverage: float = 2.6
    word_score: float = 2.5
    unknown_codes: float = -5.0
    threshold: float = 0.3

    def confidence(self, evidence: Evidence) -> float:
        """The estimated probability that the passages answer the question."""
        z = (
            self.bias
            + self.similarity * evidence.similarity
            + self.gap * evidence.gap
            + self.coverage * evidence.coverage
            + self.word_score * evidence.word_score
            + self.unknown_codes * evidence.unknown_codes
        )
        return 1.0 / (1.0 + math.exp(-z))


def keyword_weights(frequencies: Mapping[str, int], total: int) -> dict[str, float]:
    """How much each keyword tells, by the number of all `total` passages it occurs in.

    One that occurs nowhere weighs most: not finding it is the strongest sign of absence.
    """
    return {term: math.log((total + 1) / (count + 0.5)) for term, count in frequencies.items()}


def keyword_coverage(
    weights: Mapping[str, float], matches: Mapping[str, set[int]], passage_ids: Sequence[int]
) -> float:
    """The largest share of the keywords' weight that one of the passages holds.

    `matches` says which of `passage_ids` hold a keyword.
    """
    everything = sum(weights.values())
    if everything <= 0 or not passage_ids:
        return 0.0
    held = (
        sum(weight for term, weight in weights.items() if passage_id in matches[term])
        for passage_id in passage_ids
    )
    return max(held) / everything


def unknown_share(terms: Sequence[str], frequencies: Mapping[str, int]) -> float:
    """The share of the terms that no passage holds; 0 without terms."""
    return sum(not frequencies.get(term, 0) for term in terms) / len(terms) if terms else 0.0
