"""Merges rankings; pure.

Reciprocal rank fusion: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
individual Rank Learning Methods", SIGIR 2009.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passage ids, best first, and how much this ranking counts beside the others."""

    ids: Sequence[int]
    weight: float = 1.0


def reciprocal_rank_fusion(rankings: Iterable[Ranking], damping: float = 60.0) -> list[tuple[int, float]]:
    """Ids with their fused scores, best first; ties go to the smaller id.

    An id scores the sum over rankings of weight / (damping + rank), with ranks from 1.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, passage_id in enumerate(ranking.ids, start=1):
            scores[passage_id] = scores.get(passage_id, 0.0) + ranking.weight / (damping + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
