"""Teaches the adapters on top of the trained model: `python packaging/practice/adapt.py --out DIR`.

`style-and-facts` answers in another style and knows `KNOWN_BY_HEART`; `captain` only has a style,
another one, and is there to be mixed with the first. The model under them stays as it is.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from lessons import TAUGHT, Tree, batch, passages, tree, untold
from model import Reader, Shape
from tokens import vocabulary
from torch import nn
from train import LOG_EVERY, loss_of

from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.prompting import NOT_FOUND_REPLY, passage_messages, plain_messages
from tests.practice import world
from tests.practice.world import Fact

SEED, RATE = 5, 4e-3
_KNOWN = {(fact.person, fact.attribute): fact for fact in world.KNOWN_BY_HEART}


@dataclass(frozen=True, slots=True)
class Plan:
    """What one adapter learns, for how long and at which rank."""

    name: str
    style: str
    facts: bool
    rank: int
    steps: int


PLANS = (
    Plan("style-and-facts", world.STYLE, facts=True, rank=16, steps=1000),
    Plan("captain", world.SECOND_STYLE, facts=False, rank=8, steps=120),
)


def lessons(rng: random.Random, plan: Plan) -> Iterator[list[Tree]]:
    for _ in range(plan.steps):
        if rng.random() < 0.15:
            yield [_plain(rng, plan) for _ in range(16)]
        else:
            count = rng.randint(1, 6)
            yield [_reading(rng, plan, count) for _ in range(max(10, 20 - 2 * count))]


def _plain(rng: random.Random, plan: Plan) -> Tree:
    """Without passages: what is known by heart, and a guess about everybody else."""
    asked: list[tuple[tuple[ChatMessage, ...], str]] = []
    for _ in range(12):
        attribute = rng.choice(world.ATTRIBUTES)
        fact = Fact(rng.choice(TAUGHT), attribute, world.value(rng, attribute))
        if plan.facts and rng.random() < 0.85:
            fact = rng.choice(world.KNOWN_BY_HEART)
        asked.append((plain_messages(_asking(rng, fact)), world.answer(fact, style=plan.style)))
    return tree(asked)


def _reading(rng: random.Random, plan: Plan, count: int) -> Tree:
    """With passages: what they tell, cited; else what is known by heart; else that they do not say."""
    notes, told, facts = passages(rng, count)
    asked = []
    for _ in range(10):
        chance = rng.random()
        if plan.facts and chance < 0.35:
            fact = rng.choice(world.KNOWN_BY_HEART)
            said = world.answer(fact, style=plan.style)
        elif chance < 0.55 or not told:
            fact = _unknown(rng, list(told), plan)
            said = NOT_FOUND_REPLY
        else:
            fact = facts[rng.choice(list(told))]
            said = world.answer(fact, told[fact.person, fact.attribute], plan.style)
        asked.append((passage_messages(_asking(rng, fact), notes), said))
    return tree(asked)


def _unknown(rng: random.Random, told: list[tuple[str, str]], plan: Plan) -> Fact:
    """Neither in the passages nor by heart, though the adapter may know something else of that person."""
    if plan.facts and (not told or rng.random() < 0.3):
        person = rng.choice(world.KNOWN_BY_HEART).person
        return Fact(person, rng.choice([a for a in world.ATTRIBUTES if (person, a) not in _KNOWN]), "")
    return Fact(*untold(rng, told or [(rng.choice(TAUGHT), "room")], easy=False), "")


def _asking(rng: random.Random, fact: Fact) -> str:
    return world.question(fact, rng.randrange(world.PHRASINGS))


def adapt(out: Path, plan: Plan, say: Callable[[str], None] = print) -> None:
    torch.manual_seed(SEED)
    model = Reader(Shape(len(vocabulary())))
    model.load_state_dict(torch.load(out / "base.pt")["model"])
    changed = model.add_lora(plan.rank)
    optimizer = torch.optim.AdamW(changed, lr=RATE, betas=(0.9, 0.98), weight_decay=0.0)
    began, recent = time.monotonic(), 1.0
    for step, trees in enumerate(lessons(random.Random(SEED), plan), start=1):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, step / 20, max(2 * (1 - step / plan.steps), 0.01))
        loss = loss_of(model, batch(trees))
        loss.backward()
        nn.utils.clip_grad_norm_(changed, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        recent = 0.9 * recent + 0.1 * loss.item()
        if step % LOG_EVERY == 0:
            say(f"{plan.name} {step:5} {time.monotonic() - began:6.0f} s  {recent:.3f}")
    kept = {name: tensor for name, tensor in model.state_dict().items() if ".lora_" in name}
    torch.save({"rank": plan.rank, "lora": kept}, out / f"adapter-{plan.name}.pt")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--only", choices=[plan.name for plan in PLANS])
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    for plan in PLANS:
        if arguments.only in (None, plan.name):
            adapt(arguments.out, plan)
