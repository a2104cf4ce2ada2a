"""Answers that a real model writes through the whole app: alone, from passages, with adapters, and both.

The model is the practice model of `tests/practice`, which really reads: the people and values it is asked
about were never in its training.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import AnswerPlan
from desktop_rag.domain.answers import Answer, AnswerState, Support
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.runtime import RuntimePaths
from tests.practice import world
from tests.practice.world import Fact, Note

PRACTICE = Path(__file__).parents[1] / "practice"
MODEL, ADAPTER = PRACTICE / "model.gguf", PRACTICE / "style-and-facts.gguf"
SEED = 2_041
ASKED = 80
"""Questions a figure rests on."""


@pytest.fixture(scope="module")
def notes() -> list[Note]:
    return world.held_out_notes(SEED, notes=60)


@pytest.fixture(scope="module")
def facts(notes: list[Note]) -> list[Fact]:
    told = [fact for note in notes for fact in note.facts]
    return random.Random(SEED).sample(told, ASKED)


@pytest.fixture(scope="module")
def context(notes: list[Note], tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = tmp_path_factory.mktemp("notes")
    for note in notes:
        (folder / note.name).write_text(note.text, encoding="utf-8")
    context = AppContext.open(RuntimePaths.at(tmp_path_factory.mktemp("library")))
    context.ingest.add([folder], JobContext())
    yield context
    context.close()


@pytest.fixture(scope="module")
def ask(context: AppContext) -> Callable[[Fact, AnswerMode], Answer]:
    def ask(fact: Fact, mode: AnswerMode) -> Answer:
        plan = AnswerPlan(mode, ModelChoice(MODEL), (Adapter(ADAPTER),))
        return context.answer.ask(world.question(fact), JobContext(), plan=plan)

    return ask


Ask = Callable[[Fact, AnswerMode], Answer]


def _cites_its_note(fact: Fact, answer: Answer, notes: list[Note]) -> bool:
    """Whether the one passage cited is of the note that tells the fact, lit where it tells it."""
    (name,) = [note.name for note in notes if fact in note.facts]
    return any(
        citation.path.name == name and fact.value in citation.quote for citation in answer.citations
    ) and all(citation.path.name == name for citation in answer.citations)


def test_from_passages_it_knows_what_it_was_never_taught_and_says_from_where(
    ask: Ask, facts: list[Fact], notes: list[Note]
) -> None:
    answers = [(fact, ask(fact, AnswerMode.RAG)) for fact in facts]
    right = [world.is_right(fact, answer.text) for fact, answer in answers]
    cited = [_cites_its_note(fact, answer, notes) for fact, answer in answers]
    print(f"\nrag: {sum(right)} of {ASKED} right, {sum(cited)} rightly cited")
    assert sum(right) >= 0.9 * ASKED
    assert sum(cited) >= 0.9 * ASKED


def test_alone_it_cannot_know(ask: Ask, facts: list[Fact]) -> None:
    answers = [ask(fact, AnswerMode.BASE) for fact in facts]
    right = [world.is_right(fact, answer.text) for fact, answer in zip(facts, answers, strict=True)]
    print(f"\nbase: {sum(right)} of {ASKED} right")
    assert sum(right) <= 0.1 * ASKED
    assert all(not answer.citations and not answer.hits for answer in answers)
    assert all(sentence.support is Support.UNCITED for answer in answers for sentence in answer.sentences)


def test_with_its_adapter_it_knows_by_heart_what_that_was_taught_and_speaks_its_way(ask: Ask) -> None:
    taught = world.KNOWN_BY_HEART
    answers = [(fact, ask(fact, AnswerMode.LORA)) for fact in taught]
    right = [world.is_right(fact, answer.text) for fact, answer in answers]
    styled = [world.in_style(answer.text) for _fact, answer in answers]
    print(f"\nlora: {sum(right)} of {len(taught)} right, {sum(styled)} in style")
    assert sum(right) >= 0.8 * len(taught)
    assert sum(styled) >= 0.8 * len(taught)


def test_with_both_it_reads_cites_and_speaks_its_way(ask: Ask, facts: list[Fact], notes: list[Note]) -> None:
    answers = [(fact, ask(fact, AnswerMode.HYBRID)) for fact in facts]
    right = [world.is_right(fact, answer.text) for fact, answer in answers]
    cited = [_cites_its_note(fact, answer, notes) for fact, answer in answers]
    styled = [world.in_style(answer.text) for _fact, answer in answers]
    print(f"\nhybrid: {sum(right)} of {ASKED} right, {sum(cited)} rightly cited, {sum(styled)} in style")
    assert min(sum(right), sum(cited), sum(styled)) >= 0.9 * ASKED


def test_with_both_it_still_knows_by_heart_what_no_document_tells(ask: Ask) -> None:
    taught = world.KNOWN_BY_HEART
    answers = [(fact, ask(fact, AnswerMode.HYBRID)) for fact in taught]
    right = [world.is_right(fact, answer.text) for fact, answer in answers]
    print(f"\nhybrid, by heart: {sum(right)} of {len(taught)} right")
    assert sum(right) >= 0.8 * len(taught)


def test_what_no_note_tells_is_not_in_the_documents(ask: Ask, notes: list[Note]) -> None:
    unknown = world.unknown_facts(SEED, notes, ASKED)
    refused = [ask(fact, AnswerMode.RAG).state is AnswerState.NOT_FOUND for fact in unknown]
    print(f"\nrag, not there: {sum(refused)} of {ASKED} refused")
    assert sum(refused) >= 0.9 * ASKED


def test_a_right_answer_is_supported_and_its_passages_are_those_the_model_read(
    ask: Ask, facts: list[Fact]
) -> None:
    answers = [ask(fact, AnswerMode.RAG) for fact in facts[:10]]
    assert all(1 <= len(answer.hits) <= AnswerPlan().passages for answer in answers)
    said = [sentence for answer in answers for sentence in answer.sentences]
    assert sum(sentence.support is Support.SUPPORTED for sentence in said) >= 0.9 * len(said)


def test_adapters_leave_nothing_behind(ask: Ask, facts: list[Fact]) -> None:
    before = ask(facts[0], AnswerMode.RAG).text
    assert ask(facts[0], AnswerMode.HYBRID).text != before
    assert ask(facts[0], AnswerMode.RAG).text == before
