"""Libraries, questions and measures of answer quality, shared by the benchmarks."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.answers import Answer, Citation, Hit
from desktop_rag.domain.keywords import STOP_WORDS, words
from desktop_rag.runtime import RuntimePaths

WINDOW = 15
"""Characters around an answer that a passage must hold too: the same word elsewhere does not count."""


@dataclass(frozen=True, slots=True)
class Gold:
    """An answer's place: in `paragraph` of the file, white space made single, from `start` to `end`."""

    file: str
    paragraph: str
    start: int
    end: int

    def in_hit(self, hit: Hit) -> bool:
        window = self.paragraph[max(0, self.start - WINDOW) : self.end + WINDOW].strip()
        return hit.path.name == self.file and window in single_spaced(hit.text)

    def in_citation(self, citation: Citation) -> bool:
        quote = single_spaced(citation.quote)
        at = self.paragraph.find(quote)
        return citation.path.name == self.file and 0 <= at <= self.start and self.end <= at + len(quote)


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    evidence: frozenset[tuple[str, int]] = frozenset()
    """File names and page numbers (from 1) that hold the answer."""
    gold: tuple[Gold, ...] = ()
    answer: str = ""

    def is_evidence(self, hit: Hit) -> bool:
        return (hit.path.name, hit.page) in self.evidence or any(gold.in_hit(hit) for gold in self.gold)


def single_spaced(text: str) -> str:
    return " ".join(text.split())


def northwind_questions(path: Path) -> list[Question]:
    """Questions with the pages that answer them; none for the unanswerable ones."""
    return [
        Question(
            str(entry["id"]),
            entry["question"],
            frozenset((item["document"], item["page"]) for item in entry.get("evidence", ())),
            answer=entry.get("answer", ""),
        )
        for entry in map(json.loads, path.read_text("utf-8").splitlines())
    ]


def squad_questions(folder: Path) -> list[Question]:
    """SQuAD's questions with the places of their answers; none for those without an answer."""
    entries = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
    names = {entry["document"] for entry in entries}
    texts = {name: (folder / "articles" / name).read_text("utf-8") for name in names}
    return [
        Question(
            entry["id"],
            entry["question"],
            gold=tuple(
                _gold(entry["document"], texts[entry["document"]], entry["paragraph"], answer, offset)
                for answer, offset in entry["answers"]
            ),
        )
        for entry in entries
    ]


def _gold(file: str, text: str, paragraph: Sequence[int], answer: str, offset: int) -> Gold:
    begin, end = paragraph
    start = len(single_spaced(text[begin:offset] + "|")) - 1
    return Gold(file, single_spaced(text[begin:end]), start, start + len(single_spaced(answer)))


def open_library(folder: Path, paths: Sequence[Path]) -> AppContext:
    """A library of its own in `folder` that holds `paths`; the caller closes it."""
    context = AppContext.open(RuntimePaths.at(folder))
    context.ingest.add(paths, JobContext())
    return context


def first_evidence_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    """The rank (from 1) of the first hit that holds the answer."""
    return next((hit.rank for hit in hits if question.is_evidence(hit)), None)


def hit_rate(ranks: Iterable[int | None], k: int) -> float:
    """The share of questions with evidence among the first `k` hits."""
    found = [rank is not None and rank <= k for rank in ranks]
    return sum(found) / len(found)


def holds_gold(question: Question, answer: Answer) -> bool:
    """Whether one of the cited sentences is the one with the answer in it."""
    return any(gold.in_citation(citation) for gold in question.gold for citation in answer.citations)


def token_recall(question: Question, answer: Answer) -> float:
    """The share of the expected answer's words, stop words left out, that the answer has."""
    expected = set(words(question.answer)) - STOP_WORDS
    return len(expected & set(words(answer.text))) / len(expected)


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
