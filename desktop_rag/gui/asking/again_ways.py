"""In which other ways a question can be asked again: how answers are made now, changed in one thing. Pure.

GUI thread.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_rag.app.shelf_values import ShelfRow
from desktop_rag.domain.answers import Answer
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.fit import Verdict
from desktop_rag.domain.language_model import ModelFacts
from desktop_rag.domain.sizes import rough_size
from desktop_rag.gui.asking import answer_setup
from desktop_rag.gui.asking.answer_setup import AnswerSetup, file_title
from desktop_rag.gui.asking.model_words import MODES, NAME_LETTERS, mode_name, way_words, why_not
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.words import middle_elided


@dataclass(frozen=True, slots=True)
class AgainWay:
    """A line of the menu. `setup` is how the question is answered then; None for what cannot be had, whose
    reason the words tell. `is_set` is how answers are made anyway."""

    words: str
    setup: AnswerSetup | None
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class AgainWays:
    """`same` as the answer was made, None if what made it is gone."""

    same: AgainWay | None
    modes: tuple[AgainWay, ...]
    models: tuple[AgainWay, ...]


def again_ways(answer: Answer | None, setup: AnswerSetup, rows: Sequence[ShelfRow]) -> AgainWays:
    """The ways to ask again what got this `answer`; `rows` are the models on the shelf."""
    made = _as_made(answer, setup, rows)
    return AgainWays(
        AgainWay(way_words(made), made, is_set=_alike(made, setup)) if made else None,
        tuple(_modes(setup, made)),
        tuple(_models(setup, rows, made)),
    )


def _as_made(answer: Answer | None, setup: AnswerSetup, rows: Sequence[ShelfRow]) -> AnswerSetup | None:
    if answer is None:
        return setup
    if answer.mode is not AnswerMode.EXTRACT and setup.facts and answer.model != setup.facts.name:
        facts = next((each for each in _facts(rows) if each.name == answer.model), None)
        if facts is None:
            return None
        setup = answer_setup.with_model(setup, facts)
    return None if why_not(answer.mode, setup) else replace(setup, mode=answer.mode)


def _modes(setup: AnswerSetup, made: AnswerSetup | None) -> Iterator[AgainWay]:
    for words in MODES:
        changed = replace(setup, mode=words.mode)
        if not why_not(words.mode, setup) and not (made and _alike(changed, made)):
            yield AgainWay(mode_name(words.mode), changed, is_set=_alike(changed, setup))


def _models(setup: AnswerSetup, rows: Sequence[ShelfRow], made: AnswerSetup | None) -> Iterator[AgainWay]:
    """Each other model, in the way that is set, or from the documents if that is without one."""
    for row in rows:
        facts = row.item.facts
        if not isinstance(facts, ModelFacts):
            continue
        changed = answer_setup.with_model(setup, facts, row.shorter_context or None)
        if setup.model and setup.model.path == facts.path:
            continue
        name = middle_elided(file_title(facts.path, facts.name), NAME_LETTERS)
        if reason := _why_not(row):
            yield AgainWay(f"{name} · {reason}", None)
        elif not (made and _alike(changed, made)):
            yield AgainWay(name, changed)


def _why_not(row: ShelfRow) -> str:
    if row.problem:
        return row.problem
    if row.fit is None or row.fit.verdict is not Verdict.NO or row.shorter_context:
        return ""
    need, free = rough_size(row.fit.need.total_bytes), rough_size(row.fit.machine.free_bytes)
    return translate("Asking", "needs {need} of memory, {free} are free").format(need=need, free=free)


def _facts(rows: Sequence[ShelfRow]) -> Iterator[ModelFacts]:
    for row in rows:
        if isinstance(row.item.facts, ModelFacts) and not _why_not(row):
            yield row.item.facts


def _alike(one: AnswerSetup, other: AnswerSetup) -> bool:
    """Whether both make the same answer."""
    if one.mode is not other.mode:
        return False
    if not one.uses_model:
        return True
    adapters = [
        [each.adapter for each in setup.adapters_on] if setup.mode.uses_adapters else []
        for setup in (one, other)
    ]
    return one.model == other.model and adapters[0] == adapters[1]
