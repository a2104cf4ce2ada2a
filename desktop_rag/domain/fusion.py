"""Merges what is found by meaning with what is found by words; pure.

A convex combination of two scores, each on a scale of its own that does not depend on the other passages:
Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023. It keeps how
much better the best passage is, which fusion of ranks throws away.
"""

import math
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

Scored = list[tuple[int, float]]

_SATURATION = 2.2
"""The most that one term can add to BM25 in units of its rarity: k1 + 1, with FTS5's k1."""


@dataclass(frozen=True, slots=True)
class FusionRules:
    """`meaning` is the weight of the cosine, the rest is the words'. A passage with every exact term (codes,
    numbers, quoted words) gains `exact_bonus`. Each further passage of a printed page loses `same_page`:
    whoever opens the first sees the others."""

    meaning: float = 0.5
    exact_bonus: float = 0.1
    same_page: float = 0.1


def rarity(frequency: int, total: int) -> float:
    """The inverse document frequency that FTS5's `bm25` uses, for a term in `frequency` of `total`."""
    return max(1e-6, math.log((total - frequency + 0.5) / (frequency + 0.5)))


def bm25_ceiling(frequencies: Mapping[str, int], total: int) -> float:
    """What a passage would score in BM25 if it were full of every term that occurs at all."""
    return _SATURATION * sum(rarity(count, total) for count in frequencies.values() if count)


def fuse(
    similarities: Mapping[int, float],
    word_scores: Mapping[int, float],
    exact: Collection[int],
    rules: FusionRules,
) -> Scored:
    """Passage ids with their fused scores, best first; ties go to the smaller id.

    `similarities` are cosines, `word_scores` shares (0–1) of the BM25 ceiling; `exact` the passages that hold
    all exact terms. An id absent from one of them scores 0 there.
    """
    found = {*similarities, *word_scores, *exact}
    scores = {
        passage_id: rules.meaning * similarities.get(passage_id, 0.0)
        + (1 - rules.meaning) * word_scores.get(passage_id, 0.0)
        + rules.exact_bonus * (passage_id in exact)
        for passage_id in found
    }
    return _best_first(scores)


def spread(ranked: Sequence[tuple[int, float]], places: Mapping[int, Hashable], penalty: float) -> Scored:
    """Takes `penalty` from an id for each better one in the same place; ids without a place keep theirs."""
    seen: Counter[Hashable] = Counter()
    scores: dict[int, float] = {}
    for passage_id, score in ranked:
        place = places.get(passage_id)
        scores[passage_id] = score - (penalty * seen[place] if place is not None else 0.0)
        seen[place] += 1
    return _best_first(scores)


def _best_first(scores: Mapping[int, float]) -> Scored:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
