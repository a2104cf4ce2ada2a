"""Finds the passages that fit a question: by words and by meaning, fused. Any lane's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from desktop_rag.app.embedder_in_use import EmbedderInUse
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.values import LONGEST_SEARCHED, SearchResult
from desktop_rag.domain.answerability import (
    AnswerabilityModel,
    Evidence,
    keyword_coverage,
    keyword_weights,
    unknown_share,
)
from desktop_rag.domain.answers import Hit
from desktop_rag.domain.errors import BadQuestion, NotInLibrary
from desktop_rag.domain.formats import Unit, unit_of
from desktop_rag.domain.fusion import FusionRules, bm25_ceiling, fuse, spread
from desktop_rag.domain.keywords import Keywords, fts_all, fts_any, keywords
from desktop_rag.domain.scopes import EVERYWHERE, Scope, normalised
from desktop_rag.domain.structure import prose_sentences
from desktop_rag.runtime import absolute_path
from desktop_rag.store.library import Library
from desktop_rag.store.records import PassageRecord
from desktop_rag.store.words import WordIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANDIDATES = 60
EVIDENCE_PASSAGES = 5
CLOSER_LOOK = 3
MAX_SENTENCES = 48
MAX_KEYWORDS = 64
PRINTED = (Unit.PAGE, Unit.SLIDE)
SAME_TEXT_SHARE = 0.5
"""Of two hits on a page that share more than this much of the shorter one, only the better is shown."""


@dataclass(frozen=True, slots=True)
class _Candidates:
    """What was found, by passage id: similarities to the question, BM25 as shares of its ceiling, and who has
    all exact terms."""

    similarities: dict[int, float]
    word_scores: dict[int, float]
    exact: frozenset[int]
    frequencies: dict[str, int]


class RetrieveService:
    def __init__(
        self,
        library: Library,
        words: WordIndex,
        embedding: Embedding,
        rules: FusionRules | None = None,
        model: AnswerabilityModel | None = None,
    ) -> None:
        self._library = library
        self._words = words
        self._embedding = embedding
        self._rules = rules or FusionRules()
        self._model = model or AnswerabilityModel()

    def prepare(self) -> None:
        """Loads the model and the index, so that the first question does not wait for them."""
        self._embedding.in_use().index.prepare(self._library.generation())

    def search(self, question: str, k: int = 10, scope: Scope = EVERYWHERE) -> SearchResult:
        """The `k` best passages in `scope`.

        Raises `BadQuestion`, `NotInLibrary`, `ModelError` when the chosen embedder's files are gone,
        `WorkerError`, `LibraryError`.
        """
        asked = _checked(question)
        scope = self.checked_scope(scope)
        while True:
            with self._embedding.use() as embedder:
                result = self._search(embedder, asked, k, scope)
            if self._embedding.is_in_use(embedder):  # otherwise its vectors may have gone meanwhile
                return result

    def checked_scope(self, scope: Scope) -> Scope:
        """The same places, normalised. Raises `NotInLibrary` naming the first that holds no document."""
        places = [absolute_path(path) for path in scope]
        if unknown := self._library.first_unknown(places):
            raise NotInLibrary(f"“{unknown}” is not in the library.")
        return normalised(places)

    def _search(self, embedder: EmbedderInUse, asked: str, k: int, scope: Scope) -> SearchResult:
        wanted = keywords(asked, MAX_KEYWORDS)
        vector = embedder.client.encode_question([asked])[0]
        found = self._candidates(embedder, vector, wanted, scope)
        fused = fuse(found.similarities, found.word_scores, found.exact, self._rules)
        records = self._library.passages([passage_id for passage_id, _score in fused])
        hits = _hits(spread(fused, _printed_pages(records), self._rules.same_page), records, k)
        evidence = self._evidence(found, wanted, fused)
        confidence = self._confidence(evidence, embedder, vector, hits) if hits else 0.0
        return SearchResult(asked, confidence >= self._model.threshold, confidence, hits)

    def keyword_weights(self, question: str) -> dict[str, float]:
        """The question's keywords and how much each tells in this library, see `answerability`."""
        return self._weights(self._frequencies(keywords(_checked(question), MAX_KEYWORDS).terms))

    def _candidates(
        self, embedder: EmbedderInUse, vector: NDArray[np.float32], wanted: Keywords, scope: Scope
    ) -> _Candidates:
        looked_up = (*wanted.terms, *wanted.phrases)
        frequencies = self._frequencies(looked_up)
        ceiling = bm25_ceiling(frequencies, self._library.count_passages())
        by_words = dict(self._words.search(fts_any(looked_up), CANDIDATES, scope))
        exact = dict(self._words.search(fts_all(wanted.exact), CANDIDATES, scope))
        similarities = self._similarities(embedder, vector, {*by_words, *exact}, scope)
        shares = {passage_id: score / ceiling for passage_id, score in by_words.items()}
        return _Candidates(similarities, shares, frozenset(exact), frequencies)

    def _similarities(
        self, embedder: EmbedderInUse, vector: NDArray[np.float32], by_words: set[int], scope: Scope
    ) -> dict[int, float]:
        """Of the nearest passages and of those found by words."""
        generation = self._library.generation()
        among = self._library.passage_ids(scope) if scope else None
        nearest = embedder.nearest(vector, CANDIDATES, generation, among)
        others = by_words - nearest.keys()
        return nearest | embedder.nearest(vector, len(others), generation, others)

    def _confidence(
        self, evidence: Evidence, embedder: EmbedderInUse, vector: NDArray[np.float32], hits: Sequence[Hit]
    ) -> float:
        """Looks at single sentences only where the passages alone would be refused: that takes five times as
        long, and a nearer sentence can only raise the confidence."""
        confidence = self._model.confidence(evidence)
        if confidence >= self._model.threshold:
            return confidence
        nearest = max(evidence.similarity, self._nearest_sentence(embedder, vector, hits[:CLOSER_LOOK]))
        return self._model.confidence(replace(evidence, similarity=nearest))

    def _nearest_sentence(
        self, embedder: EmbedderInUse, vector: NDArray[np.float32], hits: Sequence[Hit]
    ) -> float:
        pages = [(hit, self._library.page(hit.path, hit.page)) for hit in hits]
        texts = [
            " ".join(page.text[start:end].split())
            for hit, page in pages
            if page
            for start, end in prose_sentences(page, hit.start, hit.end)
        ]
        vectors = embedder.client.encode_sentences(texts[:MAX_SENTENCES])
        return float(embedder.similarities(vectors, vector[None]).max(initial=0.0))

    def _evidence(
        self, found: _Candidates, wanted: Keywords, ranked: Sequence[tuple[int, float]]
    ) -> Evidence:
        top = [passage_id for passage_id, _score in ranked[:EVIDENCE_PASSAGES]]
        matches = {term: self._words.matching(fts_any((term,)), top) for term in wanted.terms}
        weights = self._weights({term: found.frequencies[term] for term in wanted.terms})
        similarities = sorted(found.similarities.values(), reverse=True)[:CANDIDATES] or [0.0]
        return Evidence(
            similarity=similarities[0],
            gap=similarities[0] - median(similarities),
            coverage=keyword_coverage(weights, matches, top),
            word_score=max((found.word_scores.get(passage_id, 0.0) for passage_id in top), default=0.0),
            unknown_codes=unknown_share(wanted.codes, found.frequencies),
        )

    def _frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        return {term: self._words.count(fts_any((term,))) for term in terms}

    def _weights(self, frequencies: dict[str, int]) -> dict[str, float]:
        return keyword_weights(frequencies, self._library.count_passages())


def every_hit(library: Library, document: Path) -> tuple[Hit, ...]:
    """All passages of a document in reading order."""
    records = library.passages(sorted(library.passage_ids((document,))))
    ordered = sorted(records.values(), key=lambda record: (record.page, record.start))
    return tuple(_hit(record, rank, 1.0) for rank, record in enumerate(ordered, start=1))


def check_question(question: str) -> None:
    """Raises `BadQuestion` for one without a letter or digit."""
    if not any(char.isalnum() for char in question):
        raise BadQuestion


def _checked(question: str) -> str:
    asked = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    check_question(asked)
    return asked[:LONGEST_SEARCHED]


def _printed_pages(records: dict[int, PassageRecord]) -> dict[int, tuple[int, int]]:
    """Document and page of each passage on a real page; other formats' pages are mere portions."""
    return {
        record.id: (record.document_id, record.page)
        for record in records.values()
        if unit_of(record.format) in PRINTED
    }


def _hits(ranked: Sequence[tuple[int, float]], records: dict[int, PassageRecord], k: int) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    for passage_id, score in ranked:
        record = records.get(passage_id)
        if record is None or any(_share(record, hit) > SAME_TEXT_SHARE for hit in hits):
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
