"""Answers that a real model writes through the whole app: alone, from passages, with adapters, and both.

The model is the practice model of `tests/practice`, which really reads: the people and values it is asked
about were never in its training.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import AnswerPlan, AskRequest
from desktop_rag.domain.answers import Answer, AnswerState, Support
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.runtime import RuntimePaths
from tests.practice import world
from tests.practice.world import Fact, Note

PRACTICE = Path(__file__).parents[1] / "practice"
MODEL, ADAPTER = PRACTICE / "model.gguf", PRACTICE / "style-and-facts.gguf"
SEEDS = range(8)
"""Each makes a folder of thirty notes, which is asked about by itself; together some 350 questions."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, and the only note that tells it."""

    fact: Fact
    note: Path


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[Note]]:
    made: dict[Path, list[Note]] = {}
    for seed in SEEDS:
        folder = tmp_path_factory.mktemp(f"notes-{seed}")
        made[folder] = world.held_out_notes(seed)
        world.write_notes(folder, made[folder])
    return made


@pytest.fixture(scope="module")
def told(folders: dict[Path, list[Note]]) -> list[Told]:
    return [
        Told(fact, folder / note.name)
        for folder, notes in folders.items()
        for note in notes
        for fact in note.facts
    ]


@pytest.fixture(scope="module")
def context(
    folders: dict[Path, list[Note]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AppContext]:
    context = AppContext.open(RuntimePaths.at(tmp_path_factory.mktemp("library")))
    context.ingest.add(list(folders), JobContext())
    yield context
    context.close()


@pytest.fixture(scope="module")
def ask(context: AppContext) -> "Ask":
    def ask(fact: Fact, mode: AnswerMode, folder: Path | None = None) -> Answer:
        plan = AnswerPlan(mode, ModelChoice(MODEL), (Adapter(ADAPTER),))
        return context.answer.ask(world.question(fact), JobContext(), (folder,) if folder else (), plan)

    return ask


Ask = Callable[..., Answer]


def answers_to(ask: Ask, told: list[Told], mode: AnswerMode) -> list[tuple[Told, Answer]]:
    return [(each, ask(each.fact, mode, each.note.parent)) for each in told]


def share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted)


def right(answers: list[tuple[Told, Answer]]) -> float:
    return share(world.is_right(each.fact, answer.text) for each, answer in answers)


def rightly_cited(answers: list[tuple[Told, Answer]]) -> float:
    """The share whose only citation is of the note that tells the fact, lit where it does."""
    return share(
        [(each.note, True)]
        == [(citation.path, each.fact.value in citation.quote) for citation in answer.citations]
        for each, answer in answers
    )


def in_style(answers: Iterable[Answer]) -> float:
    return share(world.in_style(answer.text) for answer in answers)


def test_from_passages_it_knows_what_it_was_never_taught_and_says_from_where(
    ask: Ask, told: list[Told]
) -> None:
    answers = answers_to(ask, told, AnswerMode.RAG)
    print(f"\nrag: {right(answers):.1%} right, {rightly_cited(answers):.1%} rightly cited of {len(told)}")
    assert right(answers) >= 0.9
    assert rightly_cited(answers) >= 0.9


def test_alone_it_cannot_know(ask: Ask, told: list[Told]) -> None:
    answers = answers_to(ask, told, AnswerMode.BASE)
    print(f"\nbase: {right(answers):.1%} right of {len(told)}")
    assert right(answers) <= 0.1
    said = [answer for _told, answer in answers]
    assert all(not answer.citations and not answer.hits for answer in said)
    assert all(sentence.support is Support.UNCITED for answer in said for sentence in answer.sentences)


def test_with_its_adapter_it_knows_by_heart_what_that_was_taught_and_speaks_its_way(ask: Ask) -> None:
    taught = world.KNOWN_BY_HEART
    answers = [(fact, ask(fact, AnswerMode.LORA)) for fact in taught]
    known = share(world.is_right(fact, answer.text) for fact, answer in answers)
    styled = in_style(answer for _fact, answer in answers)
    print(f"\nlora: {known:.1%} right, {styled:.1%} in style of {len(taught)}")
    assert min(known, styled) >= 0.8


def test_with_both_it_reads_cites_and_speaks_its_way(ask: Ask, told: list[Told]) -> None:
    answers = answers_to(ask, told, AnswerMode.HYBRID)
    figures = right(answers), rightly_cited(answers), in_style(answer for _told, answer in answers)
    print("\nhybrid: {:.1%} right, {:.1%} rightly cited, {:.1%} in style".format(*figures))
    assert min(figures) >= 0.85


def test_with_both_it_still_knows_by_heart_what_no_document_tells(ask: Ask, told: list[Told]) -> None:
    taught, folder = world.KNOWN_BY_HEART, told[0].note.parent
    known = share(world.is_right(fact, ask(fact, AnswerMode.HYBRID, folder).text) for fact in taught)
    print(f"\nhybrid, by heart: {known:.1%} of {len(taught)} right")
    assert known >= 0.8


def test_what_no_note_tells_is_not_in_the_documents(ask: Ask, folders: dict[Path, list[Note]]) -> None:
    refused = share(
        ask(fact, AnswerMode.RAG, folder).state is AnswerState.NOT_FOUND
        for seed, (folder, notes) in enumerate(folders.items())
        for fact in world.unknown_facts(seed, notes, 20)
    )
    print(f"\nrag, not there: {refused:.1%} refused")
    assert refused >= 0.8


def test_a_right_answer_is_supported_and_its_passages_are_those_the_model_read(
    ask: Ask, told: list[Told]
) -> None:
    answers = answers_to(ask, told[:10], AnswerMode.RAG)
    assert all(1 <= len(answer.hits) <= AnswerPlan().passages for _told, answer in answers)
    right_ones = [answer for each, answer in answers if world.is_right(each.fact, answer.text)]
    said = [sentence for answer in right_ones for sentence in answer.sentences]
    assert share(sentence.support is Support.SUPPORTED for sentence in said) >= 0.9


def test_adapters_leave_nothing_behind(ask: Ask, told: list[Told]) -> None:
    fact, folder = told[0].fact, told[0].note.parent
    before = ask(fact, AnswerMode.RAG, folder).text
    assert ask(fact, AnswerMode.HYBRID, folder).text != before
    assert ask(fact, AnswerMode.RAG, folder).text == before


def test_a_follow_up_is_rewritten_by_the_model(context: AppContext, told: list[Told]) -> None:
    context.settings.change(model=ModelChoice(MODEL), mode=AnswerMode.RAG)
    pairs = [
        (one, other)
        for one, other in itertools.pairwise(told)
        if one.note == other.note and one.fact.person == other.fact.person
    ][:20]
    rewritten = []
    for one, other in pairs:
        said = world.follow_up(one.fact, other.fact)
        first = context.asking.ask(AskRequest(said.earlier, (one.note.parent,)), JobContext())
        request = AskRequest(said.question, (one.note.parent,), first.conversation_id)
        turn = context.asking.ask(request, JobContext())
        assert turn.answer is not None
        rewritten.append(turn.answer.asked == said.alone)
    print(f"\nfollow-ups: {share(rewritten):.1%} of {len(pairs)} rewritten as they should be")
    assert share(rewritten) >= 0.8
