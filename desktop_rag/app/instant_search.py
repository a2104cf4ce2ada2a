"""Finds passages while somebody types: those with the words at once, those that are related a moment later.

Nothing is asked and no answer is made. Any lane's thread; words and related passages on lanes of their own,
since what is related waits for the embedder, which may still be starting.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.prefix_query import PrefixQuery, letters_typed, prefix_query
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.domain.snippets import Snippet, snippet
from desktop_rag.store.library import Library
from desktop_rag.store.records import PassageRecord
from desktop_rag.store.words import Spans, WordIndex, run_spans, word_spans

WORDS_SHOWN = 12
HEADED_SHOWN = 4
"""By words of their titles and headings, before those with the words in their text."""
RELATED_SHOWN = 6
PER_DOCUMENT = 3
LOOKED_AT = 40
"""Of several passages on one page only the best is shown, and of one document only a few."""
RELATED = 0.3
"""Cosine from which a passage has to do with what was typed: half of what questions and their answers have,
ten times what questions and any other text have."""
FEWEST_LETTERS = 3
"""To look for what is related to: fewer say nothing yet."""
ENOUGH = 4
"""Words found: more of them say no more of a passage."""
Page = tuple[int, int]
"""A document's id and the page's number."""
Seen = tuple[PassageRecord, Spans]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """`spans` are the found words' offsets in the text of `page`; none where no word was found."""

    passage_id: int
    path: Path
    title: str
    format: DocumentFormat
    page: int
    label: str
    heading: str
    start: int
    end: int
    spans: Spans
    snippet: Snippet


@dataclass(slots=True)
class _Choice:
    """One passage a page, and a few a document."""

    pages: set[Page] = field(default_factory=set)
    documents: Counter[int] = field(default_factory=Counter)

    def take(self, found: Iterable[Seen], most: int) -> list[Seen]:
        taken: list[Seen] = []
        for record, spans in found:
            page = (record.document_id, record.page)
            if len(taken) == most:
                break
            if page in self.pages or self.documents[record.document_id] >= PER_DOCUMENT:
                continue
            taken.append((record, spans))
            self.pages.add(page)
            self.documents[record.document_id] += 1
        return taken


@dataclass(frozen=True, slots=True)
class _Inside:
    """The passages of a scope, as of one generation of the library."""

    scope: Scope
    generation: int
    ids: set[int]


class InstantSearch:
    def __init__(self, library: Library, words: WordIndex, embedding: Embedding) -> None:
        self._library = library
        self._words = words
        self._embedding = embedding
        self._inside: _Inside | None = None

    def words(self, typed: str, scope: Scope = EVERYWHERE) -> tuple[FoundPassage, ...]:
        """Passages with all the words, the last of which may be the beginning of one; those whose title or
        heading has them before the others. Any input will do. Raises `LibraryError`."""
        query, among = prefix_query(typed), self._among(scope)
        headed = self._words.first(query.in_context, LOOKED_AT, among)
        written = self._words.first(query.all_words, LOOKED_AT, among)
        if query.runs:
            written += self._words.containing(query.runs, LOOKED_AT, among)
        if not written:
            written = self._words.first(query.settled, LOOKED_AT, among)
        seen = self._seen([*headed, *written], query)
        choice = _Choice()
        best = choice.take(_densest(headed, seen), HEADED_SHOWN)
        best += choice.take(_densest(written, seen), WORDS_SHOWN - len(best))
        return tuple(_passage(*each) for each in best)

    def related(
        self, typed: str, job: JobContext, scope: Scope = EVERYWHERE, besides: Collection[FoundPassage] = ()
    ) -> tuple[FoundPassage, ...]:
        """Passages that have to do with what was typed, nearest first, on other pages than `besides` are.

        Raises `Cancelled`, `ModelError`, `WorkerError`, `InstallationError`, `LibraryError`.
        """
        asked = " ".join(typed.encode("utf-8", "ignore").decode("utf-8").split())
        if letters_typed(asked) < FEWEST_LETTERS:
            return ()
        near = self._nearest(asked, job, scope)
        shown = {(each.path, each.page) for each in besides}
        seen = self._seen(near, prefix_query(typed))
        others = (seen[each] for each in near if each in seen)
        new = (each for each in others if (each[0].path, each[0].page) not in shown)
        return tuple(_passage(*each) for each in _Choice().take(new, RELATED_SHOWN))

    def _among(self, scope: Scope) -> set[int] | None:
        """The same for each letter that is typed, until the library changes."""
        if not scope:
            return None
        inside, generation = self._inside, self._library.generation()
        if inside is None or (inside.scope, inside.generation) != (scope, generation):
            inside = self._inside = _Inside(scope, generation, self._library.passage_ids(scope))
        return inside.ids

    def _seen(self, ids: Sequence[int], query: PrefixQuery) -> dict[int, Seen]:
        """Passages with the places of the words in them; those that are gone by now are left out."""
        records = self._library.passages(list(dict.fromkeys(ids)))
        bodies = [record.body for record in records.values()]
        spans = [run_spans(query.runs, body) for body in bodies] if query.runs else []
        spans = spans or word_spans(query.any_word, bodies)
        return {record.id: (record, found) for record, found in zip(records.values(), spans, strict=True)}

    def _nearest(self, asked: str, job: JobContext, scope: Scope) -> list[int]:
        while True:
            with self._embedding.use() as embedder:
                job.cancel.raise_if_cancelled()
                vector = embedder.client.encode_question([asked], lambda: job.cancel.cancelled)[0]
                among = self._among(scope)
                found = embedder.nearest(vector, LOOKED_AT, self._library.generation(), among)
            if self._embedding.is_in_use(embedder):  # otherwise its vectors may have gone meanwhile
                return sorted(
                    (each for each in found if found[each] >= RELATED), key=lambda each: -found[each]
                )


def _densest(ids: Iterable[int], seen: dict[int, Seen]) -> list[Seen]:
    """Those first where words stand side by side as they were typed, or often."""
    found = [seen[each] for each in ids if each in seen]
    return sorted(found, key=lambda each: -_density(*each))


def _density(record: PassageRecord, spans: Spans) -> int:
    beside = sum(record.body[end:start].isspace() for (_begin, end), (start, _end) in pairwise(spans))
    return 2 * min(beside, ENOUGH) + min(len(spans), ENOUGH)


def _passage(record: PassageRecord, spans: Spans) -> FoundPassage:
    return FoundPassage(
        passage_id=record.id,
        path=record.path,
        title=record.title,
        format=record.format,
        page=record.page,
        label=record.label,
        heading=record.heading,
        start=record.start,
        end=record.end,
        spans=tuple((record.start + begin, record.start + end) for begin, end in spans),
        snippet=snippet(record.body, spans),
    )
