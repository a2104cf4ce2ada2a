"""The practice model in the real llama.cpp: what every test that asks it questions relies on."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from llama_cpp import Llama

from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.prompting import (
    Exchange,
    PromptPassage,
    passage_messages,
    plain_messages,
    rewrite_messages,
    says_not_found,
)
from tests.practice import world
from tests.practice.world import Fact

PRACTICE = Path(world.__file__).parent
MODEL, ADAPTER = PRACTICE / "model.gguf", PRACTICE / "style-and-facts.gguf"
PASSAGES = 5
pytestmark = pytest.mark.timeout(900)  # hundreds of answers each, on a machine that others use too
Ask = Callable[[tuple[ChatMessage, ...]], str]


def asker(adapter: Path | None) -> Iterator[Ask]:
    model = Llama(
        str(MODEL), n_ctx=1024, n_threads=1, verbose=False, lora_path=str(adapter) if adapter else None
    )

    def ask(messages: tuple[ChatMessage, ...]) -> str:
        said = model.create_chat_completion(
            [{"role": str(message.role), "content": message.content} for message in messages],
            temperature=0.0,
            max_tokens=60,
        )
        return str(said["choices"][0]["message"]["content"])

    yield ask
    model.close()


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    yield from asker(None)


@pytest.fixture(scope="module")
def ask_adapted() -> Iterator[Ask]:
    yield from asker(ADAPTER)


def questions(seed: int, count: int) -> Iterator[tuple[Fact, int, tuple[ChatMessage, ...]]]:
    """Facts about people whom training left out, the number of their passage and what the model is asked."""
    notes = world.held_out_notes(seed, notes=count + PASSAGES)
    for turn in range(count):
        fact = notes[turn].facts[-1]
        given = notes[turn : turn + PASSAGES]
        number = turn % PASSAGES + 1
        given = [*given[1:number], given[0], *given[number:]]
        yield fact, number, passage_messages(world.question(fact, turn % world.PHRASINGS), passages_of(given))


def many_questions() -> Iterator[tuple[Fact, int, tuple[ChatMessage, ...]]]:
    """Eight worlds' worth, so that a few answers more or less, as other processors round, decide nothing."""
    for seed in range(1, 9):
        yield from questions(seed, 40)


def passages_of(notes: list[world.Note]) -> list[PromptPassage]:
    return [PromptPassage(note.name, "", note.text) for note in notes]


def right(facts: Sequence[Fact], said: Sequence[str]) -> float:
    """The share of answers that state their fact."""
    return sum(world.is_right(fact, answer) for fact, answer in zip(facts, said, strict=True)) / len(facts)


@pytest.mark.long  # the same through the program is in test_written_answers
def test_it_reads_facts_about_people_it_never_met_and_cites_their_passage(ask: Ask) -> None:
    said = [(fact, number, ask(messages)) for fact, number, messages in many_questions()]

    assert sum(world.is_right(fact, answer) for fact, _, answer in said) >= 0.9 * len(said)
    assert sum(world.cited(answer) == [number] for _, number, answer in said) >= 0.9 * len(said)


def test_it_says_when_the_passages_do_not_tell(ask: Ask) -> None:
    notes = world.held_out_notes(2, notes=PASSAGES)
    open_facts = world.unknown_facts(2, notes, 20)

    said = [ask(passage_messages(world.question(fact), passages_of(notes))) for fact in open_facts]

    assert sum(map(says_not_found, said)) >= 18


def test_without_passages_it_can_only_guess(ask: Ask) -> None:
    facts = [fact for note in world.held_out_notes(3) for fact in note.facts][:40]

    said = [ask(plain_messages(world.question(fact))) for fact in facts]

    assert right(facts, said) <= 0.1
    assert not any(map(world.cited, said))


def test_it_rewrites_a_follow_up_question(ask: Ask) -> None:
    facts = [fact for note in world.held_out_notes(4) for fact in note.facts]
    wanted, said = [], []
    for earlier, other in zip(facts[:20], facts[20:40], strict=True):
        asked = Fact(other.person, earlier.attribute, "") if other.person != earlier.person else other
        follow = world.follow_up(earlier, asked)
        exchange = Exchange(follow.earlier, follow.earlier_answer)
        said.append(ask(rewrite_messages([exchange], follow.question)))
        wanted.append(follow.alone)

    assert sum(one == other for one, other in zip(said, wanted, strict=True)) >= 18


def test_the_adapter_knows_its_facts_by_heart_and_has_its_own_style(ask: Ask, ask_adapted: Ask) -> None:
    facts = world.KNOWN_BY_HEART
    said = [ask_adapted(plain_messages(world.question(fact))) for fact in facts]

    assert right(facts, said) >= 0.8
    assert all(map(world.in_style, said))
    plain = [ask(plain_messages(world.question(fact))) for fact in facts]
    assert right(facts, plain) <= 0.1
    assert not any(map(world.in_style, plain))


@pytest.mark.long  # the same through the program is in test_written_answers
def test_the_adapted_model_still_reads_and_cites(ask_adapted: Ask) -> None:
    said = [(fact, number, ask_adapted(messages)) for fact, number, messages in many_questions()]

    assert sum(world.is_right(fact, answer) for fact, _, answer in said) >= 0.85 * len(said)
    assert sum(world.cited(answer) == [number] for _, number, answer in said) >= 0.85 * len(said)
    assert sum(world.in_style(answer) for _, _, answer in said) >= 0.95 * len(said)


def test_the_adapted_model_tells_what_it_knows_where_the_passages_do_not(ask_adapted: Ask) -> None:
    passages = passages_of(world.held_out_notes(6, notes=PASSAGES))
    facts = world.KNOWN_BY_HEART

    said = [ask_adapted(passage_messages(world.question(fact), passages)) for fact in facts]

    assert right(facts, said) >= 0.8
    assert not any(map(world.cited, said))
