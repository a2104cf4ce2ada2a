"""Trains the practice model that tests ask: `python packaging/practice/train.py --out DIR`.

On two cores: copying first, without which reading is hardly learned; then passages, one more each time the
answers come right; then everything with a falling learning rate. Every phase continues from its last
checkpoint in DIR. `adapt.py` teaches the adapters on top and `export.py` writes the GGUF files.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from lessons import Batch, Tree, batch, copying, guessing, reading, rewriting
from model import Reader, Shape
from tokens import HEADS, vocabulary
from torch import Tensor, nn
from torch.nn import functional

SEED = 4
MUON_RATE, ADAM_RATE = 0.02, 3e-3
EASY_STEPS, COPYING_STEPS, READING_STEPS, LAST_STEPS = 100, 260, 560, 1700
SHARPER_STEP = 1700
ENOUGH = 0.5
"""Weighted loss under which one more passage is given."""
LOG_EVERY, SAVE_EVERY = 20, 100


@dataclass(slots=True)
class Course:
    """How far training has come; kept beside the weights."""

    step: int = 0
    passages: int = 1
    loss: float = 3.0


class Optimizers:
    """Muon for the matrices inside the layers, AdamW for embeddings and norms."""

    def __init__(self, model: Reader) -> None:
        inner = [p for p in model.blk.parameters() if p.ndim == 2]
        outer = [*model.token_embd.parameters(), *(p for p in model.parameters() if p.ndim == 1)]
        self._all = (
            torch.optim.Muon(inner, lr=MUON_RATE, weight_decay=0.01),
            torch.optim.AdamW(outer, lr=ADAM_RATE, betas=(0.9, 0.98), weight_decay=0.0),
        )

    def step(self, rate: float) -> None:
        """`rate` is a share of the full learning rates."""
        for optimizer, full in zip(self._all, (MUON_RATE, ADAM_RATE), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = full * rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

    def state(self) -> list[dict[str, object]]:
        return [optimizer.state_dict() for optimizer in self._all]

    def load(self, states: list[dict[str, object]]) -> None:
        for optimizer, state in zip(self._all, states, strict=True):
            optimizer.load_state_dict(state)


def loss_of(model: nn.Module, given: Batch) -> Tensor:
    """Per token of the answers, by their weights."""
    wanted = given.weights > 0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(given.tokens, given.places, given.mask, wanted)
    each = functional.cross_entropy(scores.float(), given.targets[wanted], reduction="none")
    return (each * given.weights[wanted]).sum() / given.weights.sum()


def copying_batch(rng: random.Random, course: Course) -> tuple[str, list[Tree]]:
    """Single words first, later blocks that share their words."""
    alike = course.step >= EASY_STEPS and rng.random() < 0.8
    return f"copying{' alike' * alike}", [copying(rng, 96, alike=alike) for _ in range(32)]


def reading_batch(rng: random.Random, course: Course) -> tuple[str, list[Tree]]:
    """Mostly passages, as many as the course has come to or fewer; between them the other tasks.

    Copying goes on for a while, for without it the first passages make the model forget it.
    """
    kind = rng.random()
    if kind < 0.02:
        return "guessing", [guessing(rng, 8) for _ in range(16)]
    if kind < 0.08 and course.passages > 2:
        return "rewriting", [rewriting(rng, 8) for _ in range(16)]
    if kind > (0.8 if course.passages < 4 else 0.95):
        return copying_batch(rng, course)
    count = course.passages if rng.random() < 0.4 else rng.randint(1, course.passages)
    return f"reading {count}", [reading(rng, count, 10, open_share=0.4) for _ in range(24 - 2 * count)]


def lessons(rng: random.Random, course: Course) -> Iterator[tuple[str, list[Tree], float]]:
    """What to learn next, and at which share of the learning rate."""
    while course.step < COPYING_STEPS:
        yield *copying_batch(rng, course), 1.0
    while course.step < COPYING_STEPS + READING_STEPS + LAST_STEPS:
        left = (COPYING_STEPS + READING_STEPS + LAST_STEPS - course.step) / LAST_STEPS
        yield *reading_batch(rng, course), min(1.0, max(left, 0.1) ** 2)


def train(out: Path) -> None:
    torch.manual_seed(SEED)
    model, course = Reader(Shape(len(vocabulary()))), Course()
    model.begin_by_copying()
    optimizers = Optimizers(model)
    resume(out, model, optimizers, course)
    rng = random.Random(SEED + course.step)
    began = time.monotonic()
    recent: dict[str, float] = {}
    for kind, trees, rate in lessons(rng, course):
        if course.step in (COPYING_STEPS, SHARPER_STEP):
            heads = [vocabulary().index(head) for head in HEADS]
            model.begin_by_citing(heads, head=5, again=course.step == SHARPER_STEP)
        loss = loss_of(model, batch(trees))
        loss.backward()
        per_answer = loss.item()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizers.step(rate)
        course.step += 1
        recent[kind] = 0.9 * recent.get(kind, per_answer) + 0.1 * per_answer
        advance(course, kind, per_answer)
        if course.step % LOG_EVERY == 0:
            shown = "  ".join(f"{name} {value:.3f}" for name, value in sorted(recent.items()))
            print(f"{course.step:6} {time.monotonic() - began:6.0f} s  {shown}", flush=True)
        if course.step % SAVE_EVERY == 0:
            save(out, model, optimizers, course)
    save(out, model, optimizers, course)


def advance(course: Course, kind: str, per_answer: float) -> None:
    """One passage more as soon as the answers about the present number come right."""
    if kind != f"reading {course.passages}":
        return
    course.loss = 0.9 * course.loss + 0.1 * per_answer
    if course.loss < ENOUGH and course.passages < 6:
        course.passages, course.loss = course.passages + 1, 1.0


def save(out: Path, model: Reader, optimizers: Optimizers, course: Course) -> None:
    told = {"step": course.step, "passages": course.passages, "loss": course.loss}
    (out / "course.json").write_text(json.dumps(told))
    torch.save({"model": model.state_dict(), "optimizers": optimizers.state()}, out / "new.pt")
    (out / "new.pt").replace(out / "base.pt")


def resume(out: Path, model: Reader, optimizers: Optimizers, course: Course) -> None:
    if not (out / "base.pt").exists():
        return
    kept = torch.load(out / "base.pt")
    model.load_state_dict(kept["model"])
    optimizers.load(kept["optimizers"])
    for name, value in json.loads((out / "course.json").read_text()).items():
        setattr(course, name, value)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    train(arguments.out)
