"""What a change of embedder does to the search: the same weights must find the same.

Run with `python -m pytest tests/benchmarks/test_embedder_switch.py -s`. The bundled embedder has weights of
eight bits; sentence-transformers runs the original ones in full precision.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_rag.app.jobs import JobContext
from desktop_rag.app.shelf_values import SwitchCost
from desktop_rag.app.values import SearchResult
from desktop_rag.domain.embedder import Calibration, EmbedderChoice, EmbedderKind
from tests.benchmarks.quality import (
    Question,
    first_evidence_rank,
    hit_rate,
    northwind_questions,
    open_library,
)
from tests.embedder_files import minilm_folder

pytestmark = [pytest.mark.data, pytest.mark.long, pytest.mark.timeout(1200)]
HITS = 10


@dataclass(frozen=True, slots=True)
class Changed:
    """Answers of the search before and after, question by question."""

    questions: list[Question]
    before: list[SearchResult]
    after: list[SearchResult]
    calibration: Calibration
    cost: SwitchCost
    seconds: float


@pytest.fixture(scope="module")
def changed(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Changed]:
    choice = EmbedderChoice(EmbedderKind.SENTENCE_TRANSFORMERS, minilm_folder())
    folder = data_dir / "northwind"
    context = open_library(tmp_path_factory.mktemp("northwind"), [folder / "pdfs"])
    questions = northwind_questions(folder / "questions.jsonl")
    before = [context.retrieve.search(question.text, HITS) for question in questions]
    cost = context.embedders.cost(choice, JobContext())
    began = time.monotonic()
    context.embedders.switch(choice, JobContext())
    seconds = time.monotonic() - began
    after = [context.retrieve.search(question.text, HITS) for question in questions]
    calibration = context._embedding.in_use().calibration
    yield Changed(questions, before, after, calibration, cost, seconds)
    context.close()


def kept(before: SearchResult, after: SearchResult) -> float:
    """The share of the passages found before that are found after."""
    found = {hit.passage_id for hit in before.hits}
    return len(found & {hit.passage_id for hit in after.hits}) / len(found)


def rates(questions: list[Question], results: list[SearchResult]) -> list[float]:
    ranks = [
        first_evidence_rank(question, result.hits)
        for question, result in zip(questions, results, strict=True)
    ]
    return [hit_rate(ranks, k) for k in (1, 5, HITS)]


def test_the_same_weights_find_the_same(changed: Changed) -> None:
    share = statistics.fmean(map(kept, changed.before, changed.after))
    before, after = (rates(changed.questions, results) for results in (changed.before, changed.after))
    print(f"\nkept of each question's first {HITS}     {100 * share:.1f} %")
    for name, values in {"before": before, "after": after}.items():
        print(f"evidence in the first 1 / 5 / 10, {name:6} {' / '.join(f'{100 * v:.1f}' for v in values)} %")
    assert len(changed.questions) == 201
    assert share >= 0.95
    assert after[1] == pytest.approx(before[1], abs=0.01)


def test_the_same_weights_need_no_calibration(changed: Changed) -> None:
    print(f"\n{changed.calibration}")
    assert changed.calibration.tells_apart
    assert changed.calibration.slope == pytest.approx(1, abs=0.03)
    assert changed.calibration.offset == pytest.approx(0, abs=0.02)


def test_the_same_questions_can_be_answered(changed: Changed) -> None:
    same = [b.answerable == a.answerable for b, a in zip(changed.before, changed.after, strict=True)]
    print(f"\nsame judgement whether it can be answered  {100 * statistics.fmean(same):.1f} %")
    assert statistics.fmean(same) >= 0.98


def test_the_change_takes_about_as_long_as_was_said(changed: Changed) -> None:
    """Within a factor of five: a shared machine may be busy in one of the two moments."""
    assert changed.cost.seconds is not None
    print(f"\nsaid {changed.cost.seconds:.0f} s, took {changed.seconds:.0f} s")
    assert 0.2 < changed.cost.seconds / changed.seconds < 5
