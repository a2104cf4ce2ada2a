"""Finds the passages that fit a question: by words and by meaning, fused. Any lane's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_rag.app.embedding import Embedding
from desktop_rag.app.values import Hit, SearchResult
from desktop_rag.domain.answerability import AnswerabilityModel, Evidence, keyword_coverage
from desktop_rag.domain.errors import BadQuestion, NotInLibrary
from desktop_rag.domain.fusion import Ranking, reciprocal_rank_fusion
from desktop_rag.domain.keywords import Keywords, fts_all, fts_any, keywords
from desktop_rag.store.library import Library
from desktop_rag.store.records import PassageRecord
from desktop_rag.store.words import WordIndex

CANDIDATES = 60
EVIDENCE_PASSAGES = 5
MAX_QUESTION_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class RetrievalRules:
    """Weights in rank fusion. Exact terms are codes, numbers and quoted words."""

    vector_weight: float = 1.0
    word_weight: float = 1.0
    exact_weight: float = 1.0
    damping: float = 60.0
    same_text_share: float = 0.5
    """Of two hits on a page that share more than this much of the shorter one, only the better is shown."""


class RetrieveService:
    def __init__(
        self,
        library: Library,
        words: WordIndex,
        embedding: Embedding,
        rules: RetrievalRules | None = None,
        model: AnswerabilityModel | None = None,
    ) -> None:
        self._library = library
        self._words = words
        self._embedding = embedding
        self._rules = rules or RetrievalRules()
        self._model = model or AnswerabilityModel()

    def search(self, question: str, k: int = 10, scope: Path | None = None) -> SearchResult:
        """The `k` best passages in the whole library or at and below `scope`.

        Raises `BadQuestion`, `NotInLibrary`, `WorkerError`, `LibraryError`.
        """
        asked = _checked(question)
        scope = self._checked_scope(scope)
        wanted = keywords(asked)
        vector = self._embedding.client.encode_question([asked])[0]
        nearest = self._nearest(vector, scope)
        fused = self._fused(nearest, wanted, scope)
        records = self._library.passages([passage_id for passage_id, _score in fused])
        hits = _hits(fused, records, k, self._rules.same_text_share)
        evidence = self._evidence(nearest, wanted, [hit.passage_id for hit in hits])
        confidence = self._model.confidence(evidence) if hits else 0.0
        return SearchResult(asked, confidence >= self._model.threshold, confidence, hits)

    def _checked_scope(self, scope: Path | None) -> Path | None:
        if scope is None:
            return None
        scope = scope.absolute()
        if not self._library.documents(scope):
            raise NotInLibrary(f"“{scope}” is not in the library.")
        return scope

    def _nearest(self, vector: NDArray[np.float32], scope: Path | None) -> list[tuple[int, float]]:
        among = self._library.passage_ids(scope) if scope else None
        index = self._embedding.in_use().index
        return index.search(vector, CANDIDATES, self._library.generation(), among)

    def _fused(
        self, nearest: Sequence[tuple[int, float]], wanted: Keywords, scope: Path | None
    ) -> list[tuple[int, float]]:
        by_words = self._words.search(fts_any(wanted.terms), CANDIDATES, scope)
        exact = self._words.search(fts_all(wanted.exact), CANDIDATES, scope) if wanted.exact else []
        rankings = [
            Ranking([passage_id for passage_id, _score in nearest], self._rules.vector_weight),
            Ranking([passage_id for passage_id, _score in by_words], self._rules.word_weight),
            Ranking([passage_id for passage_id, _score in exact], self._rules.exact_weight),
        ]
        return reciprocal_rank_fusion(rankings, self._rules.damping)

    def _evidence(
        self, nearest: Sequence[tuple[int, float]], wanted: Keywords, hit_ids: Sequence[int]
    ) -> Evidence:
        top = list(hit_ids[:EVIDENCE_PASSAGES])
        frequencies = {term: self._words.count(fts_any((term,))) for term in wanted.terms}
        matches = {term: self._words.matching(fts_any((term,)), top) for term in wanted.terms}
        coverage = keyword_coverage(frequencies, matches, top, self._library.count_passages())
        return Evidence(nearest[0][1] if nearest else 0.0, coverage)


def _checked(question: str) -> str:
    asked = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    if not any(char.isalnum() for char in asked):
        raise BadQuestion
    return asked[:MAX_QUESTION_CHARS]


def _hits(
    fused: Sequence[tuple[int, float]], records: dict[int, PassageRecord], k: int, same_text_share: float
) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    for passage_id, score in fused:
        record = records.get(passage_id)
        if record is None or any(_share(record, hit) > same_text_share for hit in hits):
            continue
        hits.append(_hit(record, len(hits) + 1, score))
        if len(hits) == k:
            break
    return tuple(hits)


def _share(record: PassageRecord, hit: Hit) -> float:
    """How much of the shorter of two passages lies in the other."""
    if (record.path, record.page) != (hit.path, hit.page):
        return 0.0
    common = min(record.end, hit.end) - max(record.start, hit.start)
    return max(0, common) / max(1, min(record.end - record.start, hit.end - hit.start))


def _hit(record: PassageRecord, rank: int, score: float) -> Hit:
    return Hit(
        rank=rank,
        score=score,
        passage_id=record.id,
        path=record.path,
        title=record.title,
        format=record.format,
        page=record.page,
        label=record.label,
        heading=record.heading,
        start=record.start,
        end=record.end,
        text=record.body,
    )
