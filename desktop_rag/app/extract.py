"""Answers a question with the best sentences of the documents, word for word. Ask lane's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.retrieve import RetrieveService
from desktop_rag.app.values import SearchResult
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Hit, Support, citation
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.extraction import Candidate, choose_sentences, keyword_share
from desktop_rag.domain.structure import prose_sentences
from desktop_rag.store.library import Library

READ_CLOSELY = 6
MAX_SENTENCES = 64
LONGEST_GAP = 8
"""Characters between two sentences that follow each other: line ends and the like."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    hit: Hit
    start: int
    end: int
    text: str


class ExtractService:
    def __init__(self, library: Library, retrieve: RetrieveService, embedding: Embedding) -> None:
        self._library = library
        self._retrieve = retrieve
        self._embedding = embedding

    def extract(self, found: SearchResult, job: JobContext) -> Answer:
        """One to three sentences in reading order, each with its citation; or `NOT_FOUND`.

        Raises `ModelError`, `WorkerError`, `LibraryError`, `Cancelled`.
        """
        chosen = self._choose(found, job) if found.answerable else []
        return _answer(found, chosen)

    def _choose(self, found: SearchResult, job: JobContext) -> list[_Sentence]:
        sentences = self._sentences(found.hits[:READ_CLOSELY])
        if not sentences:
            return []
        similarities = self._similarities(found.question, sentences, job)
        weights = self._retrieve.keyword_weights(found.question)
        candidates = [
            Candidate(
                text=sentence.text,
                passage_score=sentence.hit.score,
                similarity=similarity,
                overlap=keyword_share(weights, sentence.text),
                continues=index > 0 and _follows(sentence, sentences[index - 1]),
            )
            for index, (sentence, similarity) in enumerate(zip(sentences, similarities, strict=True))
        ]
        return [sentences[index] for index in choose_sentences(candidates)]

    def _similarities(self, question: str, sentences: Sequence[_Sentence], job: JobContext) -> list[float]:
        """Of each sentence to the question."""
        texts = [sentence.text for sentence in sentences]
        with self._embedding.use() as embedder:
            asked = embedder.client.encode_question([question], lambda: job.cancel.cancelled)
            vectors = embedder.client.encode_sentences(texts, lambda: job.cancel.cancelled)
            return [float(value) for value in embedder.similarities(vectors, asked)[:, 0]]

    def _sentences(self, hits: Sequence[Hit]) -> list[_Sentence]:
        """The sentences of the best passages in reading order, each once though passages overlap."""
        found: dict[tuple[Path, int, int, int], _Sentence] = {}
        for hit in hits:
            page = self._library.page(hit.path, hit.page)
            if page is None:
                continue
            for start, end in prose_sentences(page, hit.start, hit.end):
                text = " ".join(page.text[start:end].split())
                found.setdefault((hit.path, hit.page, start, end), _Sentence(hit, start, end, text))
        best = list(found.values())[:MAX_SENTENCES]
        first_rank = {sentence.hit.path: sentence.hit.rank for sentence in reversed(best)}
        return sorted(
            best, key=lambda sentence: (first_rank[sentence.hit.path], sentence.hit.page, sentence.start)
        )


def _follows(sentence: _Sentence, previous: _Sentence) -> bool:
    """Whether nothing but white space stands between them."""
    same_page = (sentence.hit.path, sentence.hit.page) == (previous.hit.path, previous.hit.page)
    return same_page and 0 <= sentence.start - previous.end <= LONGEST_GAP


def _answer(found: SearchResult, chosen: Sequence[_Sentence]) -> Answer:
    return Answer(
        question=found.question,
        mode=AnswerMode.EXTRACT,
        state=AnswerState.ANSWERED if chosen else AnswerState.NOT_FOUND,
        confidence=found.confidence,
        sentences=tuple(
            AnswerSentence(sentence.text, Support.SUPPORTED, (n,))
            for n, sentence in enumerate(chosen, start=1)
        ),
        citations=tuple(
            citation(n, sentence.hit, sentence.start, sentence.end)
            for n, sentence in enumerate(chosen, start=1)
        ),
        hits=found.hits,
    )
