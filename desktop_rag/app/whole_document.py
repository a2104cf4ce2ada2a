"""Goes over a whole document by portions, for summaries and lists: map and reduce. Ask lane's thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_rag.app.grounding import GroundingService
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.model import ModelService, Written
from desktop_rag.app.retrieve import every_hit
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate, SearchResult
from desktop_rag.app.write import (
    Prompt,
    WriteService,
    answer_of,
    looked_up,
    prompt_passage,
    raise_if_silent,
)
from desktop_rag.domain.answers import Answer, Hit
from desktop_rag.domain.chat import AnswerStyle, ChatMessage
from desktop_rag.domain.display import display_name
from desktop_rag.domain.errors import NotInLibrary, PromptTooLong
from desktop_rag.domain.prompting import notes_messages, passage_messages, says_not_found
from desktop_rag.domain.renumbering import cited_numbers, renumbered, without_citations
from desktop_rag.domain.scopes import Scope
from desktop_rag.domain.whole_document import longest_name, portions
from desktop_rag.store.library import Library

CHARS_A_TOKEN = 3
"""A cautious guess that groups passages; each group is then counted exactly, and halved if need be."""
MOST_NOTE_TOKENS = 300
"""Of a portion's note; no more than a quarter of what fits, so that three notes always fit together."""
NOTES_STYLE = AnswerStyle.NORMAL
"""A note is material: how long the answer is to be is decided where the last notes are joined."""
SOURCES_A_NOTE = 4
"""How many passages a sentence of the joined answer cites for each note it rests on."""


@dataclass(slots=True)
class _Reading:
    """One document being read; `changed` is `asked` where it is not the question.

    `done` counts the passages read, `silent` those of them that the model wrote nothing to, `shortened` those
    that were too long for its context; `unknown` the citations of passages that there are none of.
    """

    asked: str
    changed: str
    hits: tuple[Hit, ...]
    plan: AnswerPlan
    job: JobContext
    done: int = 0
    silent: int = 0
    shortened: int = 0
    unknown: int = 0
    last: Written | None = None

    def report(self, phase: AnswerPhase) -> None:
        share = self.done / max(1, len(self.hits)) if phase is AnswerPhase.READING else None
        self.job.report(AnswerUpdate(phase, share, self.changed))


class WholeDocumentService:
    def __init__(
        self, library: Library, model: ModelService, write: WriteService, grounding: GroundingService
    ) -> None:
        self._library = library
        self._model = model
        self._write = write
        self._grounding = grounding

    def document_of(self, question: str, scope: Scope) -> Path | None:
        """The one document that is meant: the scope or the library if it is a single one, or the one that
        the question names by its file name."""
        documents = [each.path for each in self._library.documents(scope) if each.passages]
        if len(documents) == 1:
            return documents[0]
        name = longest_name(question, {path.name for path in documents})
        named = [path for path in documents if path.name.casefold() == name]
        return named[0] if len(named) == 1 else None

    def answer(self, question: str, asked: str, document: Path, plan: AnswerPlan, job: JobContext) -> Answer:
        """Reads every passage of `document`, takes notes, and joins them.

        Raises `ModelError`, `WorkerError`, `LibraryError`, `NotInLibrary`, `Cancelled`.
        """
        reading = _Reading(asked, looked_up(question, asked), every_hit(self._library, document), plan, job)
        notes = self._notes(reading)
        if reading.last is None:
            raise NotInLibrary(f"“{display_name(document)}” is not in the library any more.")
        if not notes and reading.silent:
            raise_if_silent(reading.last)
        while len(notes) > 1:
            notes = self._joined(reading, notes)
        cited = cited_numbers(notes[0]) if notes else ()
        hits = tuple(replace(reading.hits[n - 1], rank=rank) for rank, n in enumerate(cited, start=1))
        text = renumbered(notes[0], _places(cited)) if notes else ""
        job.report(AnswerUpdate(AnswerPhase.CHECKING, None, reading.changed, hits, text))
        found = SearchResult(asked, bool(notes), 1.0 if notes else 0.0, hits)
        written = replace(reading.last, unknown_citations=reading.unknown)
        grounded = self._grounding.ground(text, hits, job)
        prompt = Prompt((), hits, _note(reading, document))
        return answer_of(question, found, prompt, plan, written, grounded)

    def _notes(self, reading: _Reading) -> list[str]:
        """What each portion says to the question, citing passages by their number in the document."""
        plan, job = reading.plan, reading.job
        room = self._model.room(plan, job)
        sizes = [len(hit.text) // CHARS_A_TOKEN + 1 for hit in reading.hits]
        waiting = list(portions(sizes, room))
        notes: list[str] = []
        while waiting:
            portion = waiting.pop(0)
            hits = [reading.hits[place] for place in portion]
            messages = _read(reading.asked, hits)
            if self._model.count(messages, plan, job) > room:
                if len(portion) > 1:
                    middle = portion.start + len(portion) // 2
                    waiting[:0] = [range(portion.start, middle), range(middle, portion.stop)]
                    continue
                noted = replace(plan, style=NOTES_STYLE)
                messages = self._write.fitting(reading.asked, hits, noted, job).messages
                reading.shortened += 1
            reading.report(AnswerPhase.READING)
            note = self._written(reading, messages, [(place + 1,) for place in portion], room)
            reading.done += len(portion)
            if not note:
                reading.silent += len(portion)
            elif not says_not_found(note):
                notes.append(note)
        return notes

    def _joined(self, reading: _Reading, notes: Sequence[str]) -> list[str]:
        """Fewer notes that say the same: as many together as fit, at least two."""
        room = self._model.room(reading.plan, reading.job)
        together = max(2, room // _note_tokens(room) - 1)
        waiting = [notes[begin : begin + together] for begin in range(0, len(notes), together)]
        joined: list[str] = []
        while waiting:
            group = waiting.pop(0)
            style = reading.plan.style if len(group) == len(notes) else NOTES_STYLE
            messages = notes_messages(reading.asked, [without_citations(note) for note in group], style)
            if len(group) > 2 and self._model.count(messages, reading.plan, reading.job) > room:
                middle = len(group) // 2
                waiting[:0] = [group[:middle], group[middle:]]
                continue
            joined.append(self._one_of(reading, group, messages, room) if len(group) > 1 else group[0])
        return joined

    def _one_of(
        self, reading: _Reading, notes: Sequence[str], messages: tuple[ChatMessage, ...], room: int
    ) -> str:
        """One note that says what all of them do: where the model cannot write it, one after the other."""
        reading.report(AnswerPhase.WRITING)
        meaning = [cited_numbers(note)[:SOURCES_A_NOTE] for note in notes]
        try:
            joined = self._written(reading, messages, meaning, room)
        except PromptTooLong:
            joined = ""
        return "\n".join(notes) if not joined or says_not_found(joined) else joined

    def _written(
        self,
        reading: _Reading,
        messages: tuple[ChatMessage, ...],
        meaning: Sequence[Sequence[int]],
        room: int,
    ) -> str:
        """A model that thinks aloud may need all the length of a note for that: then it gets an answer's."""
        plan, job = reading.plan, reading.job
        written = self._model.write(messages, len(meaning), plan, job, max_tokens=_note_tokens(room))
        if not written.text and written.thought:
            written = self._model.write(messages, len(meaning), plan, job)
        reading.last = written
        reading.unknown += written.unknown_citations
        return renumbered(written.text, meaning)


def _note_tokens(room: int) -> int:
    return min(MOST_NOTE_TOKENS, max(1, room // 4))


def _note(reading: _Reading, document: Path) -> str:
    said = [f"Read all {len(reading.hits)} passages of “{display_name(document)}”."]
    if reading.shortened:
        said.append(f"Of {reading.shortened} only the start: the model cannot read so much at once.")
    if reading.silent:
        said.append(f"To {reading.silent} of them the model wrote nothing.")
    return " ".join(said)


def _read(asked: str, hits: Sequence[Hit]) -> tuple[ChatMessage, ...]:
    return passage_messages(asked, [prompt_passage(hit) for hit in hits])


def _places(cited: Sequence[int]) -> list[tuple[int, ...]]:
    """For each number up to the highest cited, its place among the cited ones."""
    place = {n: (rank,) for rank, n in enumerate(cited, start=1)}
    return [place.get(n, ()) for n in range(1, max(cited, default=0) + 1)]
