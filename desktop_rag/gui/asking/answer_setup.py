"""How the next answer is made, as the bar and the menu below the question show it. Pure, no Qt. Any thread.

Changes are functions from one value to the next, so that no combination comes about that cannot be asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_rag.app.values import AnswerWay
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.display import display_text
from desktop_rag.domain.language_model import AdapterFacts, ModelChoice, ModelFacts

RECENT_KEPT = 8
_WITHOUT_ADAPTERS = {AnswerMode.LORA: AnswerMode.BASE, AnswerMode.HYBRID: AnswerMode.RAG}


@dataclass(frozen=True, slots=True)
class KnownAdapter:
    """An adapter that was added; `facts` are None until its header was read."""

    adapter: Adapter
    on: bool = True
    facts: AdapterFacts | None = None

    @property
    def path(self) -> Path:
        return self.adapter.path

    @property
    def name(self) -> str:
        return file_title(self.path, self.facts.name if self.facts else "")


@dataclass(frozen=True, slots=True)
class AnswerSetup:
    """`facts` are the chosen model's, None until its header was read."""

    mode: AnswerMode = AnswerMode.EXTRACT
    model: ModelChoice | None = None
    facts: ModelFacts | None = None
    adapters: tuple[KnownAdapter, ...] = ()
    recent: tuple[Path, ...] = ()

    @property
    def adapters_on(self) -> tuple[KnownAdapter, ...]:
        return tuple(each for each in self.adapters if each.on)

    @property
    def model_name(self) -> str:
        return file_title(self.model.path, self.facts.name if self.facts else "") if self.model else ""

    @property
    def uses_model(self) -> bool:
        return self.mode is not AnswerMode.EXTRACT

    def adapter(self, path: Path) -> KnownAdapter | None:
        return next((each for each in self.adapters if each.path == path), None)


def file_title(path: Path, name: str) -> str:
    """What a model or adapter calls itself, or else its file's name without the ending."""
    return display_text(name.strip()) or display_text(path.stem)


def way_of(setup: AnswerSetup) -> AnswerWay:
    """The same for the use cases, for one question."""
    return AnswerWay(setup.mode, setup.model, tuple(each.adapter for each in setup.adapters_on))


def with_mode(setup: AnswerSetup, mode: AnswerMode) -> AnswerSetup:
    return possible(replace(setup, mode=mode))


def with_model(setup: AnswerSetup, facts: ModelFacts, context_tokens: int | None = None) -> AnswerSetup:
    """Answers with this model, and with this context if one is given. Adapters made for another architecture
    are switched off."""
    recent = (facts.path, *(path for path in setup.recent if path != facts.path))
    kept = tuple(replace(each, on=each.on and fits(each.facts, facts)) for each in setup.adapters)
    mode = setup.mode if setup.uses_model else AnswerMode.RAG
    same = setup.model is not None and setup.model.path == facts.path
    model = setup.model if same and not context_tokens else ModelChoice(facts.path, context_tokens)
    return possible(AnswerSetup(mode, model, facts, kept, recent[:RECENT_KEPT]))


def without_model(setup: AnswerSetup) -> AnswerSetup:
    """Answers with no model; adapters stay, for the next one."""
    return possible(replace(setup, model=None, facts=None))


def with_adapter(setup: AnswerSetup, facts: AdapterFacts) -> AnswerSetup:
    """Answers with this adapter too."""
    known = setup.adapter(facts.path)
    added = KnownAdapter(known.adapter if known else Adapter(facts.path), True, facts)
    others = tuple(each for each in setup.adapters if each.path != facts.path)
    mode = AnswerMode.LORA if setup.mode is AnswerMode.BASE else AnswerMode.HYBRID
    mode = setup.mode if setup.mode.uses_adapters else mode
    return possible(replace(setup, mode=mode, adapters=(*others, added)))


def with_adapter_switched(setup: AnswerSetup, path: Path, on: bool) -> AnswerSetup:
    changed = tuple(replace(each, on=on) if each.path == path else each for each in setup.adapters)
    return possible(replace(setup, adapters=changed))


def with_adapter_scale(setup: AnswerSetup, path: Path, scale: float) -> AnswerSetup:
    """`scale` 1.0 is as the adapter was trained."""
    changed = tuple(
        replace(each, adapter=replace(each.adapter, scale=scale)) if each.path == path else each
        for each in setup.adapters
    )
    return replace(setup, adapters=changed)


def without_adapter(setup: AnswerSetup, path: Path) -> AnswerSetup:
    left = tuple(each for each in setup.adapters if each.path != path)
    return possible(replace(setup, adapters=left))


def without_adapters(setup: AnswerSetup) -> AnswerSetup:
    """Answers with none of them; they stay in the list."""
    return possible(replace(setup, adapters=tuple(replace(each, on=False) for each in setup.adapters)))


def with_facts(setup: AnswerSetup, found: Sequence[ModelFacts | AdapterFacts]) -> AnswerSetup:
    """Takes in what was read of the files that are chosen already."""
    by_path = {facts.path: facts for facts in found}
    model = by_path.get(setup.model.path) if setup.model else None
    adapters = (
        replace(each, facts=facts) if isinstance(facts := by_path.get(each.path), AdapterFacts) else each
        for each in setup.adapters
    )
    known = model if isinstance(model, ModelFacts) else setup.facts
    return replace(setup, facts=known, adapters=tuple(adapters))


def fits(adapter: AdapterFacts | None, model: ModelFacts | None) -> bool:
    """Whether both headers name the same architecture; the tensors are compared when the model is there."""
    known = adapter is not None and model is not None and adapter.architecture and model.architecture
    return not known or (adapter and adapter.architecture) == (model and model.architecture)


def possible(setup: AnswerSetup) -> AnswerSetup:
    """The nearest way to answer that can be asked with what there is."""
    if setup.model is None:
        return replace(setup, mode=AnswerMode.EXTRACT)
    if setup.mode.uses_adapters and not setup.adapters_on:
        return replace(setup, mode=_WITHOUT_ADAPTERS[setup.mode])
    return setup
