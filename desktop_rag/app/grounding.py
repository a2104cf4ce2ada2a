"""Finds the words that stand behind each sentence of a written answer, and checks them. Ask lane's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.answers import AnswerSentence, Citation, Hit, Support, citation
from desktop_rag.domain.citations import CitedSentence, cited_sentences
from desktop_rag.domain.keywords import words
from desktop_rag.domain.structure import prose_sentences
from desktop_rag.domain.support import check
from desktop_rag.store.library import Library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS_WEIGHT = 0.5
"""How much shared words count beside the cosine when the closest sentence of a passage is looked for."""


@dataclass(frozen=True, slots=True)
class Grounded:
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A sentence of hit number `n`, as offsets into its page."""

    n: int
    start: int
    end: int
    text: str


class GroundingService:
    def __init__(self, library: Library, embedding: Embedding) -> None:
        self._library = library
        self._embedding = embedding

    def ground(self, text: str, hits: Sequence[Hit], job: JobContext) -> Grounded:
        """`[n]` in `text` cites hit number n from 1. Raises `ModelError`, `WorkerError`, `LibraryError`,
        `Cancelled`.

        A citation lights the sentences of its passage that come closest to what the answer says.
        """
        said = cited_sentences(text, len(hits))
        cited = sorted({n for sentence in said for n in sentence.citations})
        sources = {n: self._sources(n, hits[n - 1]) for n in cited}
        flat = [source for n in cited for source in sources[n]]
        near = self._similarities([sentence.text for sentence in said if sentence.citations], flat, job)
        lit: dict[int, list[_Source]] = {n: [] for n in cited}
        rows = iter(near)
        sentences = [
            self._checked(sentence, hits, flat, next(rows), lit) if sentence.citations else _uncited(sentence)
            for sentence in said
        ]
        return Grounded(tuple(sentences), tuple(_citation(n, hits[n - 1], lit[n]) for n in cited))

    def _checked(
        self,
        sentence: CitedSentence,
        hits: Sequence[Hit],
        sources: Sequence[_Source],
        near: NDArray[np.float32],
        lit: dict[int, list[_Source]],
    ) -> AnswerSentence:
        own = set(words(sentence.text))
        similarity = 0.0
        for n in sentence.citations:
            places = [place for place, source in enumerate(sources) if source.n == n]
            if places:
                best = max(
                    places, key=lambda place: near[place] + WORDS_WEIGHT * _shared(own, sources[place])
                )
                lit[n].append(sources[best])
                similarity = max(similarity, *(float(near[place]) for place in places))
        verdict = check(sentence.text, [_as_read(hits[n - 1]) for n in sentence.citations], similarity)
        return AnswerSentence(
            sentence.text, verdict.support, sentence.citations, sentence.lead, verdict.doubt
        )

    def _sources(self, n: int, hit: Hit) -> list[_Source]:
        page = self._library.page(hit.path, hit.page)
        if page is None or page.text[hit.start : hit.end] != hit.text:  # read anew meanwhile
            return []
        spans = prose_sentences(page, hit.start, hit.end) or [(hit.start, hit.end)]
        return [_Source(n, start, end, " ".join(page.text[start:end].split())) for start, end in spans]

    def _similarities(
        self, said: Sequence[str], sources: Sequence[_Source], job: JobContext
    ) -> NDArray[np.float32]:
        """How near they are, one row a sentence and one column a source."""
        import numpy as np

        if not said or not sources:
            return np.zeros((len(said), len(sources)), np.float32)
        texts = [*said, *(source.text for source in sources)]
        with self._embedding.use() as embedder:
            vectors = embedder.client.encode_sentences(texts, lambda: job.cancel.cancelled)
            return embedder.similarities(vectors[: len(said)], vectors[len(said) :])


def _as_read(hit: Hit) -> str:
    """A passage with what stands over it: a name that is only there counts as said."""
    return "\n".join((hit.title, hit.heading, hit.text))


def _uncited(sentence: CitedSentence) -> AnswerSentence:
    return AnswerSentence(sentence.text, Support.UNCITED, (), sentence.lead)


def _shared(own: set[str], source: _Source) -> float:
    """The share (0–1) of a sentence's words that a source holds."""
    return len(own & set(words(source.text))) / max(1, len(own))


def _citation(n: int, hit: Hit, lit: Sequence[_Source]) -> Citation:
    """Lights from the first to the last of the sentences; the whole passage when there are none."""
    start = min((source.start for source in lit), default=hit.start)
    end = max((source.end for source in lit), default=hit.end)
    return citation(n, hit, start, end)
