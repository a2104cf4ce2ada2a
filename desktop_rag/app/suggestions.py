"""Suggests questions that the library answers, made from its documents without a model. The suggest lane.

Candidates come from a few pages of a few documents, chosen by the library's state, so that the same library
suggests the same questions. Each is then searched for as a person's question would be, and kept only where
the search finds the very place that it was made from.
"""

import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from desktop_rag.app.jobs import JobContext
from desktop_rag.app.retrieve import RetrieveService
from desktop_rag.app.values import SearchResult
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.domain.suggestions import Suggestion, suggestions_of
from desktop_rag.store.library import Library
from desktop_rag.store.records import DocumentRecord

WANTED = 3
BUDGET_S = 1.1
DOCUMENTS_READ = 12
PAGES_READ = 6
TRIES_A_DOCUMENT = 4
FOUND_AMONG = 3
"""The place that a question was made from is among so many of the best passages found for it."""
LEAST_CONFIDENCE = 0.5
SAME_KIND = 0.5
"""What a question's weight is multiplied by for each one of its kind that is chosen already."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    document: DocumentRecord
    made: Suggestion


@dataclass(slots=True)
class _Chosen:
    """What is kept so far, none of what was `shown` before, in small letters."""

    shown: frozenset[str]
    questions: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def add(self, made: Suggestion) -> None:
        self.questions.append(made.question)
        self.kinds.append(made.kind)

    def worth(self, candidate: _Candidate) -> float:
        made = candidate.made
        return made.weight * SAME_KIND ** self.kinds.count(made.kind)


class SuggestionService:
    def __init__(
        self, library: Library, retrieve: RetrieveService, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._library = library
        self._retrieve = retrieve
        self._clock = clock

    def suggest(
        self, job: JobContext, scope: Scope = EVERYWHERE, turn: int = 0, shown: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Up to `WANTED` questions, of different documents where there are several.

        `turn` 0 is what is shown first; each further one gives others, and none that were `shown`. Takes
        `BUDGET_S` and the time of one search at most, with fewer questions when that is over. Raises
        `LibraryError`, `ModelError`, `WorkerError`, `Cancelled`.
        """
        began = self._clock()
        documents = [record for record in self._library.documents(scope) if record.passages]
        order = random.Random(f"{self._library.generation()} {turn}")  # noqa: S311 - variety, not secrecy
        order.shuffle(documents)
        chosen = _Chosen(frozenset(question.casefold() for question in shown))
        for candidate in self._in_turn(documents[:DOCUMENTS_READ], order, chosen, job):
            if len(chosen.questions) == WANTED or self._clock() - began > BUDGET_S:
                break
            job.cancel.raise_if_cancelled()
            if self._is_answered(candidate, scope):
                chosen.add(candidate.made)
        return tuple(chosen.questions)

    def _in_turn(
        self, documents: Sequence[DocumentRecord], order: random.Random, chosen: _Chosen, job: JobContext
    ) -> Iterator[_Candidate]:
        """The best of each document until one of it is chosen, then of the next; then all over again."""
        piles = [self._pile(document, order) for document in documents]
        while piles:
            for pile in piles:
                job.cancel.raise_if_cancelled()
                yield from _of_one(pile, chosen)
            piles = [pile for pile in piles if pile]

    def _pile(self, document: DocumentRecord, order: random.Random) -> "_Pile":
        return _Pile(lambda: self._made_of(document, order))

    def _made_of(self, document: DocumentRecord, order: random.Random) -> list[_Candidate]:
        numbers = order.sample(range(1, document.pages + 1), min(PAGES_READ, document.pages))
        pages = [self._library.page(document.path, number) for number in numbers]
        made = [_Candidate(document, each) for page in pages if page for each in suggestions_of(page)]
        order.shuffle(made)
        return made

    def _is_answered(self, candidate: _Candidate, scope: Scope) -> bool:
        found = self._retrieve.search(candidate.made.question, FOUND_AMONG, scope)
        confident = found.answerable and found.confidence >= LEAST_CONFIDENCE
        return confident and _holds_place(found, candidate)


class _Pile:
    """A document's candidates, read when the first one is wanted."""

    def __init__(self, read: Callable[[], list[_Candidate]]) -> None:
        self._read = read
        self._left: list[_Candidate] | None = None

    def __bool__(self) -> bool:
        return self._left is None or bool(self._left)

    def take(self, chosen: _Chosen) -> _Candidate | None:
        """The one that is worth most beside those that are `chosen`, and not the same as one of them."""
        if self._left is None:
            self._left = self._read()
        asked = {*chosen.shown, *(question.casefold() for question in chosen.questions)}
        self._left = [each for each in self._left if each.made.question.casefold() not in asked]
        best = max(self._left, key=chosen.worth, default=None)
        if best:
            self._left.remove(best)
        return best


def _of_one(pile: _Pile, chosen: _Chosen) -> Iterator[_Candidate]:
    """A few candidates of one document, until one of them is chosen."""
    before = len(chosen.questions)
    for _try in range(TRIES_A_DOCUMENT):
        best = pile.take(chosen) if len(chosen.questions) == before else None
        if best is None:
            return
        yield best


def _holds_place(found: SearchResult, candidate: _Candidate) -> bool:
    """Whether the best document is the one it was made from, with the place itself among the passages."""
    path, made = candidate.document.path, candidate.made
    if not found.hits or found.hits[0].path != path:
        return False
    return any(
        hit.path == path and hit.page == made.page and hit.start < made.end and made.start < hit.end
        for hit in found.hits
    )
