"""Judges whether passages found are likely to answer a question; pure.

A logistic model of two signals: how near the best passage's vector is to the question's, and how much of the
question's vocabulary, weighted by rarity, the best passages hold.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """`similarity` is the best passage's cosine to the question; `coverage` the share (0–1) of the
    question's keywords, weighted by inverse document frequency, that the best covering passage holds."""

    similarity: float
    coverage: float


@dataclass(frozen=True, slots=True)
class AnswerabilityModel:
    """Weights of the logistic model and the probability from which a question counts as answerable."""

    bias: float = -6.0
    similarity: float = 8.0
    coverage: float = 4.0
    threshold: float = 0.5

    def confidence(self, evidence: Evidence) -> float:
        """The estimated probability that the passages answer the question."""
        z = self.bias + self.similarity * evidence.similarity + self.coverage * evidence.coverage
        return 1.0 / (1.0 + math.exp(-z))


def keyword_coverage(
    frequencies: Mapping[str, int], matches: Mapping[str, set[int]], passage_ids: Sequence[int], total: int
) -> float:
    """The largest share of the keywords' weight that one of the passages holds.

    `frequencies` says in how many of all `total` passages a keyword occurs, `matches` in which of
    `passage_ids`. A keyword that occurs nowhere weighs most: not finding it is the strongest sign of absence.
    """
    weights = {term: math.log((total + 1) / (count + 0.5)) for term, count in frequencies.items()}
    everything = sum(weights.values())
    if everything <= 0 or not passage_ids:
        return 0.0
    held = (
        sum(weight for term, weight in weights.items() if passage_id in matches[term])
        for passage_id in passage_ids
    )
    return max(held) / everything
