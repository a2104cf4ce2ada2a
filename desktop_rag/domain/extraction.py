"""Chooses the sentences that answer a question best; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer. `passage` is the rank of its passage (from 0) and `order` its place in
    reading order among all candidates; `similarity` is its cosine to the question and `overlap` the share of
    the question's keyword weight it holds; `words` are its words in small letters."""

    passage: int
    order: int
    similarity: float
    overlap: float
    words: frozenset[str]
    is_question: bool


@dataclass(frozen=True, slots=True)
class ExtractionRules:
    """Weights of the score, and when a further sentence is worth adding to the best one."""

    overlap_weight: float = 0.35
    passage_weight: float = 0.25
    question_penalty: float = 0.3
    add_from: float = 0.82
    """A further sentence scores at least this share of the best one."""
    alike: float = 0.6
    """Sentences that share this much of their words say the same."""
    most: int = 3


def choose_sentences(candidates: Sequence[Candidate], rules: ExtractionRules | None = None) -> list[int]:
    """Indexes of the chosen candidates in reading order; one to `rules.most`, none without candidates."""
    rules = rules or ExtractionRules()
    scores = [_score(candidate, rules) for candidate in candidates]
    ranked = sorted(range(len(candidates)), key=lambda index: -scores[index])
    chosen: list[int] = []
    for index in ranked:
        if chosen and scores[index] < rules.add_from * scores[chosen[0]]:
            break
        if all(_alike(candidates[index], candidates[other]) < rules.alike for other in chosen):
            chosen.append(index)
        if len(chosen) == rules.most:
            break
    return sorted(chosen, key=lambda index: candidates[index].order)


def _score(candidate: Candidate, rules: ExtractionRules) -> float:
    score = candidate.similarity + rules.overlap_weight * candidate.overlap
    score += rules.passage_weight / (1 + candidate.passage)
    if candidate.is_question or len(candidate.words) < MIN_WORDS:
        score -= rules.question_penalty
    return score


def _alike(one: Candidate, other: Candidate) -> float:
    return len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
