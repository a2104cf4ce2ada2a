"""Goes over a whole document by portions, for summaries and lists: map and reduce. Ask lane's thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_rag.app.grounding import GroundingService
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.model import ModelService, Written
from desktop_rag.app.retrieve import every_hit
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate, SearchResult
from desktop_rag.app.write import Prompt, answer_of, prompt_passage
from desktop_rag.domain.answers import Answer, Hit
from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.display import display_name
from desktop_rag.domain.prompting import notes_messages, passage_messages, says_not_found
from desktop_rag.domain.renumbering import cited_numbers, renumbered, without_citations
from desktop_rag.domain.whole_document import portions
from desktop_rag.store.library import Library

CHARS_A_TOKEN = 3
"""A cautious guess that groups passages; each group is then counted exactly, and halved if need be."""
MOST_NOTE_TOKENS = 300
"""Of a portion's note; no more than a quarter of what fits, so that three notes always fit together."""
SOURCES_A_NOTE = 4
"""How many passages a sentence of the joined answer cites for each note it rests on."""


@dataclass(slots=True)
class _Reading:
    """One document being read; `done` counts passages, `changed` is `asked` where it is not the question."""

    asked: str
    changed: str
    hits: tuple[Hit, ...]
    plan: AnswerPlan
    job: JobContext
    done: int = 0
    last: Written | None = None

    def report(self, phase: AnswerPhase) -> None:
        share = self.done / max(1, len(self.hits)) if phase is AnswerPhase.READING else None
        self.job.report(AnswerUpdate(phase, share, self.changed))


class WholeDocumentService:
    def __init__(self, library: Library, model: ModelService, grounding: GroundingService) -> None:
        self._library = library
        self._model = model
        self._grounding = grounding

    def document_of(self, question: str, scope: Path | None) -> Path | None:
        """The one document that is meant: the scope or the library if it is a single one, or the one that
        the question names by its file name."""
        documents = [each.path for each in self._library.documents(scope) if each.passages]
        if len(documents) == 1:
            return documents[0]
        asked = question.casefold()
        named = [path for path in documents if path.name.casefold() in asked]
        return named[0] if len(named) == 1 else None

    def answer(self, question: str, asked: str, document: Path, plan: AnswerPlan, job: JobContext) -> Answer:
        """Reads every passage of `document`, takes notes, and joins them.

        Raises `ModelError`, `WorkerError`, `LibraryError`, `Cancelled`.
        """
        changed = asked if asked != question else ""
        reading = _Reading(asked, changed, every_hit(self._library, document), plan, job)
        notes = self._notes(reading)
        while len(notes) > 1:
            notes = self._joined(reading, notes)
        cited = cited_numbers(notes[0]) if notes else ()
        hits = tuple(replace(reading.hits[n - 1], rank=rank) for rank, n in enumerate(cited, start=1))
        text = renumbered(notes[0], _places(cited)) if notes else ""
        reading.report(AnswerPhase.CHECKING)
        found = SearchResult(asked, bool(notes), 1.0 if notes else 0.0, hits)
        note = f"Read all {len(reading.hits)} passages of “{display_name(document)}”."
        grounded = self._grounding.ground(text, hits)
        assert reading.last is not None  # noqa: S101 - a document that can be asked about has a passage
        return answer_of(question, found, Prompt((), hits, note), plan, reading.last, grounded)

    def _notes(self, reading: _Reading) -> list[str]:
        """What each portion says to the question, citing passages by their number in the document."""
        room = self._model.room(reading.plan)
        sizes = [len(hit.text) // CHARS_A_TOKEN + 1 for hit in reading.hits]
        waiting = list(portions(sizes, room))
        notes: list[str] = []
        while waiting:
            portion = waiting.pop(0)
            messages = _read(reading.asked, [reading.hits[place] for place in portion])
            if len(portion) > 1 and self._model.count(messages, reading.job) > room:
                middle = portion.start + len(portion) // 2
                waiting[:0] = [range(portion.start, middle), range(middle, portion.stop)]
                continue
            reading.report(AnswerPhase.READING)
            note = self._written(reading, messages, [(place + 1,) for place in portion])
            reading.done += len(portion)
            if note and not says_not_found(note):
                notes.append(note)
        return notes

    def _joined(self, reading: _Reading, notes: Sequence[str]) -> list[str]:
        """Fewer notes that say the same: as many together as surely fit, at least two."""
        together = max(2, self._model.room(reading.plan) // self._note_tokens(reading.plan) - 1)
        joined: list[str] = []
        for begin in range(0, len(notes), together):
            group = notes[begin : begin + together]
            if len(group) == 1:
                joined += group
                continue
            reading.report(AnswerPhase.WRITING)
            meaning = [cited_numbers(note)[:SOURCES_A_NOTE] for note in group]
            messages = notes_messages(reading.asked, [without_citations(note) for note in group])
            joined.append(self._written(reading, messages, meaning))
        return joined

    def _note_tokens(self, plan: AnswerPlan) -> int:
        return min(MOST_NOTE_TOKENS, self._model.room(plan) // 4)

    def _written(
        self, reading: _Reading, messages: tuple[ChatMessage, ...], meaning: Sequence[Sequence[int]]
    ) -> str:
        reading.last = self._model.write(
            messages,
            len(meaning),
            reading.plan,
            reading.job,
            max_tokens=self._note_tokens(reading.plan),
        )
        return renumbered(reading.last.text, meaning)


def _read(asked: str, hits: Sequence[Hit]) -> tuple[ChatMessage, ...]:
    return passage_messages(asked, [prompt_passage(hit) for hit in hits])


def _places(cited: Sequence[int]) -> list[tuple[int, ...]]:
    """For each number up to the highest cited, its place among the cited ones."""
    place = {n: (rank,) for rank, n in enumerate(cited, start=1)}
    return [place.get(n, ()) for n in range(1, max(cited, default=0) + 1)]
