"""What the practice model is taught: trees of one shared beginning and many questions about it.

A tree's branches are questions with their answers. Each sees the beginning and itself, at the places that
it would have if it were alone: one pass over a long beginning teaches a dozen answers, exactly as in use.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokens import ASSISTANT, CITATIONS, END, HEADS, encode, rendered, vocabulary, words
from torch import Tensor

from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.prompting import (
    NOT_FOUND_REPLY,
    Exchange,
    PromptPassage,
    passage_messages,
    plain_messages,
    rewrite_messages,
)
from tests.practice import world
from tests.practice.world import Fact

_HELD_OUT = frozenset(world.held_out_people())
TAUGHT = tuple(person for person in world.everybody() if person not in _HELD_OUT)
_ALLOWED = frozenset(TAUGHT)
_CITED = frozenset(vocabulary().index(mark) for mark in CITATIONS)
_FIRST_WORD = len(vocabulary()) - len(CITATIONS) - len(words()) - 10
_POOL = (*(vocabulary().index(head) for head in HEADS), *range(_FIRST_WORD, len(vocabulary())))
DECISIVE = 6.0
"""What an answer's first two tokens (told or not) and its passage's number count for; all others count 1."""
_CUT = "uestion:"


@dataclass(frozen=True, slots=True)
class Branch:
    """A question's tokens, then its answer's from `answer_start` on."""

    tokens: list[int]
    answer_start: int


@dataclass(frozen=True, slots=True)
class Tree:
    beginning: list[int]
    branches: list[Branch]


@dataclass(frozen=True, slots=True)
class Batch:
    """All by batch and length; `mask` by length once more.

    `targets` holds each place's next token, `weights` what it counts for: nothing outside the answers.
    """

    tokens: Tensor
    places: Tensor
    mask: Tensor
    targets: Tensor
    weights: Tensor


def tree(asked: Sequence[tuple[Sequence[ChatMessage], str]]) -> Tree:
    """From (messages, answer) pairs whose messages differ in the last question only."""
    beginnings, branches = [], []
    for messages, said in asked:
        before, cut, after = rendered(messages).rpartition(_CUT)
        beginnings.append(before + cut)
        question = encode(after)
        branches.append(Branch(question + encode(said + END), len(question)))
    assert len(set(beginnings)) == 1
    assert rendered(asked[0][0]).endswith(ASSISTANT)
    return Tree(encode(beginnings[0]), branches)


# --- what passages hold and what is asked about them


def passages(rng: random.Random, count: int) -> tuple[list[PromptPassage], dict[tuple[str, str], int], dict]:
    """Notes about people who often share a name; and for each fact told the passage that tells it."""
    firsts = rng.sample(world.FIRST_NAMES, rng.randint(2, 5))
    lasts = rng.sample(world.LAST_NAMES, rng.randint(2, 5))
    people = [p for first in firsts for last in lasts if (p := f"{first} {last}") in _ALLOWED]
    people = people or [rng.choice(TAUGHT)]
    attributes = rng.sample(world.ATTRIBUTES, rng.randint(2, len(world.ATTRIBUTES)))
    told: dict[tuple[str, str], int] = {}
    facts: dict[tuple[str, str], Fact] = {}
    notes: list[PromptPassage] = []
    for number in range(1, count + 1):
        in_note = []
        person = rng.choice(people)
        for _ in range(rng.randint(1, 3)):
            person = rng.choice(people) if rng.random() < 0.4 else person
            key = (person, rng.choice(attributes))
            if key not in told:
                told[key], facts[key] = number, Fact(*key, world.value(rng, key[1]))
                in_note.append(facts[key])
        words_of_name = " ".join(rng.sample(world.NOTE_WORDS, 1 + (rng.random() < 0.1)))
        text = world.note_text(rng, words_of_name, in_note)
        text = text or f"The {words_of_name} is closed today."
        notes.append(PromptPassage(f"{words_of_name}.txt", "", text))
    return notes, told, facts


def untold(rng: random.Random, told: Sequence[tuple[str, str]], *, easy: bool) -> tuple[str, str]:
    """A question that the passages leave open; its parts mostly stand in them, but not together."""
    while True:
        (one, attribute), (other, other_attribute) = rng.choice(told), rng.choice(told)
        kind = rng.random()
        if easy or kind < 0.1:
            key = (rng.choice(TAUGHT), rng.choice(world.ATTRIBUTES))
        elif kind < 0.7:
            key = (one, rng.choice(world.ATTRIBUTES) if rng.random() < 0.5 else other_attribute)
        elif kind < 0.8:
            key = (f"{one.split()[0]} {rng.choice(world.LAST_NAMES)}", attribute)
        elif kind < 0.9:
            key = (f"{rng.choice(world.FIRST_NAMES)} {one.split()[1]}", attribute)
        else:
            key = (f"{one.split()[0]} {other.split()[1]}", attribute)
        if key not in told and key[0] in _ALLOWED:
            return key


def reading(rng: random.Random, count: int, questions: int, open_share: float) -> Tree:
    """Questions about `count` passages; `open_share` of them without an answer there."""
    notes, told, facts = passages(rng, count)
    keys = list(told) or [(rng.choice(TAUGHT), "room")]
    asked = []
    for _ in range(questions):
        if not told or rng.random() < open_share:
            person, attribute = untold(rng, keys, easy=rng.random() < 0.1)
            fact, said = Fact(person, attribute, ""), NOT_FOUND_REPLY
        else:
            fact = facts[rng.choice(keys)]
            said = world.answer(fact, told[fact.person, fact.attribute])
        question = world.question(fact, rng.randrange(world.PHRASINGS))
        asked.append((passage_messages(question, notes), said))
    return tree(asked)


def guessing(rng: random.Random, questions: int) -> Tree:
    """Questions without passages: the form of an answer, its value anybody's guess."""
    asked = []
    for _ in range(questions):
        attribute = rng.choice(world.ATTRIBUTES)
        fact = Fact(rng.choice(TAUGHT), attribute, world.value(rng, attribute))
        question = world.question(fact, rng.randrange(world.PHRASINGS))
        asked.append((plain_messages(question), world.answer(fact)))
    return tree(asked)


def rewriting(rng: random.Random, questions: int) -> Tree:
    """Follow-up questions to one to three exchanges, the last of which they continue."""
    attributes = rng.sample(world.ATTRIBUTES, rng.randint(1, 3))
    earlier = [Fact(rng.choice(TAUGHT), one, world.value(rng, one)) for one in attributes]
    exchanges = [
        Exchange(
            world.question(fact, rng.randrange(world.PHRASINGS)),
            NOT_FOUND_REPLY if rng.random() < 0.2 else world.answer(fact, rng.randint(1, 5)),
        )
        for fact in earlier
    ]
    asked = []
    for _ in range(questions):
        last, kind = earlier[-1], rng.random()
        follow = Fact(last.person, rng.choice([a for a in world.ATTRIBUTES if a != last.attribute]), "")
        if kind < 0.5:
            follow = Fact(rng.choice([p for p in TAUGHT if p != last.person]), last.attribute, "")
        said = world.follow_up(last, follow)
        short = said.alone if kind > 0.9 else said.question
        asked.append((rewrite_messages(exchanges, short), said.alone))
    return tree(asked)


def copying(rng: random.Random, length: int, *, alike: bool) -> Tree:
    """Blocks of random words and numbers, shown twice in another order: the second time decided.

    Blocks that are `alike` draw on a few words only, so that it takes several to tell which block it is.
    """
    pool = rng.sample(_POOL, 16) if alike else _POOL
    blocks: list[list[int]] = []
    while sum(map(len, blocks)) < length // 2:
        number = encode(f" {rng.randint(10, 9999)}") if rng.random() < 0.3 else []
        blocks.append([*(rng.choice(pool) for _ in range(rng.randint(3, 7))), *number])
    again = rng.sample(blocks, len(blocks))
    tokens = [token for block in blocks for token in block]
    return Tree(tokens, [Branch([t for block in again for t in block], 0)])


# --- batches


def batch(trees: Sequence[Tree]) -> Batch:
    """Pads to the longest; a padded place sees itself, so that no row of the mask is empty."""
    rows = [_flat(one) for one in trees]
    longest = -(-max(len(row[0]) for row in rows) // 16) * 16
    padded = [[part + [0] * (longest - len(part)) for part in row] for row in rows]
    tokens, places, owners, targets, weights = (torch.tensor(column) for column in zip(*padded, strict=True))
    seen = (owners[:, None, :] == 0) | (owners[:, None, :] == owners[:, :, None])
    lengths = torch.tensor([len(row[0]) for row in rows])[:, None, None]
    steps = torch.arange(longest)
    mask = seen & (steps[None, :] <= steps[:, None]) & (steps < lengths)
    mask |= torch.eye(longest, dtype=torch.bool)
    return Batch(tokens, places, mask, targets, weights)


def _flat(one: Tree) -> tuple[list[int], list[int], list[int], list[int], list[float]]:
    start = len(one.beginning)
    tokens, places, owners = list(one.beginning), list(range(start)), [0] * start
    targets = [*one.beginning[1:], 0]
    weights = [0.0] * start
    for owner, branch in enumerate(one.branches, start=1):
        size = len(branch.tokens)
        tokens += branch.tokens
        places += range(start, start + size)
        owners += [owner] * size
        targets += [*branch.tokens[1:], 0]
        weights += [*_weights(branch)[1:], 0.0]
    return tokens, places, owners, targets, weights


def _weights(branch: Branch) -> list[float]:
    weights = [0.0] * branch.answer_start + [1.0] * (len(branch.tokens) - branch.answer_start)
    if branch.answer_start:
        weights[branch.answer_start : branch.answer_start + 2] = [DECISIVE, DECISIVE]
    return [
        DECISIVE if token in _CITED else weight for token, weight in zip(branch.tokens, weights, strict=True)
    ]
