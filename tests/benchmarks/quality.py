"""Measures of retrieval quality, shared by the benchmarks."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.values import Hit


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    evidence: frozenset[tuple[str, int]]
    """File names and page numbers (from 1) that hold the answer; empty for an unanswerable question."""


def read_questions(path: Path) -> list[Question]:
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        Question(
            str(entry["id"]),
            entry["question"],
            frozenset((item["document"], item["page"]) for item in entry.get("evidence", ())),
        )
        for entry in lines
    ]


def first_evidence_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    """The rank (from 1) of the first hit on an evidence page."""
    return next((hit.rank for hit in hits if (hit.path.name, hit.page) in question.evidence), None)


def hit_rate(ranks: Iterable[int | None], k: int) -> float:
    """The share of questions with evidence among the first `k` hits."""
    found = [rank is not None and rank <= k for rank in ranks]
    return sum(found) / len(found)
