"""How well a checkpoint reads: `python packaging/practice/evaluate.py --run DIR`.

The notes are about people whom it never met. An answer counts if each of its tokens is the likeliest after
the ones before it, which is what a model says at temperature 0.
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from lessons import Tree, batch, tree
from model import Reader, Shape
from tokens import CITATIONS, END, encode, vocabulary

from desktop_rag.domain.prompting import (
    NOT_FOUND_REPLY,
    Exchange,
    PromptPassage,
    passage_messages,
    rewrite_messages,
)
from tests.practice import world
from tests.practice.world import Fact, Note

TREES, QUESTIONS = 40, 12


def exam(seed: int, count: int, *, open_share: float) -> list[Tree]:
    """Questions on `count` notes each: those asked about and ones that share a name with them."""
    rng = random.Random(seed)
    notes = world.held_out_notes(seed, len(world.NOTE_WORDS))
    return [_questions(rng, _picked(rng, notes, count), open_share) for _ in range(TREES)]


def _picked(rng: random.Random, notes: Sequence[Note], count: int) -> list[Note]:
    """As a search would: notes with one of the names first."""
    names = set(rng.choice(notes).facts[0].person.split())
    near = {note.name: bool(names & set(note.text.replace(".", "").split())) for note in notes}
    picked = sorted(notes, key=lambda note: (not near[note.name], rng.random()))[:count]
    rng.shuffle(picked)
    return picked


def _questions(rng: random.Random, notes: Sequence[Note], open_share: float) -> Tree:
    given = [PromptPassage(note.name, "", note.text) for note in notes]
    facts = [(fact, number) for number, note in enumerate(notes, 1) for fact in note.facts]
    asked = []
    for _ in range(QUESTIONS):
        fact, number = rng.choice(facts)
        said = world.answer(fact, number)
        if rng.random() < open_share:
            fact, said = _open(rng, [fact for fact, _ in facts]), NOT_FOUND_REPLY
        asked.append((passage_messages(world.question(fact, rng.randrange(world.PHRASINGS)), given), said))
    return tree(asked)


def _open(rng: random.Random, told: Sequence[Fact]) -> Fact:
    known = {(fact.person, fact.attribute) for fact in told}
    while True:
        person = rng.choice(told).person if rng.random() < 0.5 else rng.choice(world.held_out_people())
        attribute = rng.choice(world.ATTRIBUTES)
        if (person, attribute) not in known:
            return Fact(person, attribute, "")


def rewriting_exam(seed: int) -> list[Tree]:
    rng, people, trees = random.Random(seed), world.held_out_people(), []
    for _ in range(TREES):
        one, other = rng.sample(people, 2)
        attribute, next_attribute = rng.sample(world.ATTRIBUTES, 2)
        earlier = Fact(one, attribute, world.value(rng, attribute))
        asked = []
        for follow in (Fact(one, next_attribute, ""), Fact(other, attribute, "")):
            said = world.follow_up(earlier, follow)
            exchange = Exchange(said.earlier, said.earlier_answer)
            asked.append((rewrite_messages([exchange], said.question), said.alone))
        trees.append(tree(asked))
    return trees


@torch.no_grad()
def marks(model: Reader, trees: Sequence[Tree]) -> Counter[str]:
    """Counts answers: all of them, exactly right ones, and right but for the passage's number."""
    counted: Counter[str] = Counter()
    for start in range(0, len(trees), 8):
        some = trees[start : start + 8]
        given = batch(some)
        likeliest = model(given.tokens, given.places, given.mask).argmax(-1)
        for row, one in zip(likeliest, some, strict=True):
            counted += _tree_marks(row.tolist(), one)
    return counted


def _tree_marks(likeliest: Sequence[int], one: Tree) -> Counter[str]:
    counted: Counter[str] = Counter()
    marks_of_passages = {vocabulary().index(mark) for mark in CITATIONS}
    start = len(one.beginning)
    for branch in one.branches:
        wanted = branch.tokens[branch.answer_start :]
        said = likeliest[start + branch.answer_start - 1 : start + len(branch.tokens) - 1]
        wrong = [want for want, got in zip(wanted, said, strict=True) if want != got]
        refused = wanted == encode(NOT_FOUND_REPLY + END)
        counted["open" if refused else "told"] += 1
        counted["open right" if refused else "told right"] += not wrong
        counted["wrong passage only"] += bool(wrong) and set(wrong) <= marks_of_passages
        counted["wrongly refused or not"] += bool(wrong) and wanted[1] in wrong
        start += len(branch.tokens)
    return counted


def report(run: Path) -> None:
    model = Reader(Shape(len(vocabulary())))
    model.load_state_dict(torch.load(run / "base.pt")["model"])
    model.eval()
    for count in (1, 2, 3, 5, 6):
        print(count, "passages", dict(marks(model, exam(100 + count, count, open_share=0.3))), flush=True)
    print("rewriting", dict(marks(model, rewriting_exam(7))))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the checkpoints")
    torch.set_num_threads(1)
    report(parser.parse_args().run)
