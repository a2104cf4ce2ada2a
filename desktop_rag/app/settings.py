"""What the person chose, kept in the library. Any thread but the window's, since it reads the disk."""

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypedDict, Unpack, get_type_hints

from desktop_rag.domain.chat import Adapter, AnswerMode, AnswerStyle, Sampling
from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.domain.settings import Settings
from desktop_rag.store.codec import Undecodable, decoded, to_json
from desktop_rag.store.settings import SettingsStore

RECENT_MODELS = 8


class SettingsChange(TypedDict, total=False):
    """Any of the fields of `Settings`."""

    model: ModelChoice | None
    adapters: tuple[Adapter, ...]
    mode: AnswerMode
    sampling: Sampling
    max_tokens: int
    answer_style: AnswerStyle
    embedder: EmbedderChoice
    downloads_allowed: bool
    read_scans: bool
    watch: bool
    slower_on_battery: bool
    cores: int | None
    recent_models: tuple[Path, ...]


class SettingsService:
    def __init__(self, store: SettingsStore) -> None:
        self._store = store

    def load(self) -> Settings:
        """A value that cannot be understood, or makes no sense, is as if it had never been set."""
        settings = replace(Settings(), **_decoded(self._store.all()))
        defaults = Settings()
        unsound = {name: getattr(defaults, name) for name in _unsound(settings)}
        return replace(settings, **unsound)

    def change(self, **changes: Unpack[SettingsChange]) -> Settings:
        """Keeps these and leaves the rest; a model that is chosen becomes the first of the recent ones.

        Raises `InputError` for a value that makes no sense; then nothing is changed.
        """
        before = self.load()
        chosen = changes.get("model")
        if chosen and "recent_models" not in changes:
            changes["recent_models"] = _with_first(chosen.path, before.recent_models)
        after = replace(before, **changes)
        wrong = _unsound(after)
        if wrong:
            raise InputError(f"This value cannot be used: {', '.join(sorted(wrong))}.")
        self._store.put({name: to_json(getattr(after, name)) for name in changes})
        return after


def _with_first(path: Path, others: tuple[Path, ...]) -> tuple[Path, ...]:
    return (path, *(other for other in others if other != path))[:RECENT_MODELS]


def _decoded(values: Mapping[str, str]) -> dict[str, Any]:
    """Each value has the type of its field; those that do not, and unknown names, are left out."""
    hints = get_type_hints(Settings)
    found: dict[str, Any] = {}
    for setting in fields(Settings):
        try:
            found[setting.name] = decoded(hints[setting.name], values[setting.name])
        except (KeyError, Undecodable):
            continue
    return found


def _unsound(settings: Settings) -> set[str]:
    """The names of the fields whose values no model can be asked with."""
    model, sampling = settings.model, settings.sampling
    shares = (sampling.top_p, sampling.min_p)
    is_sound = {
        "model": model is None or model.context_tokens is None or model.context_tokens > 0,
        "adapters": all(math.isfinite(adapter.scale) for adapter in settings.adapters),
        "sampling": math.isfinite(sampling.temperature)
        and sampling.temperature >= 0
        and sampling.top_k >= 0
        and all(0 <= share <= 1 for share in shares)
        and math.isfinite(sampling.repeat_penalty)
        and sampling.repeat_penalty > 0
        and sampling.seed >= 0,
        "max_tokens": settings.max_tokens > 0,
        "cores": settings.cores is None or settings.cores > 0,
        "embedder": settings.embedder.kind is EmbedderKind.BUNDLED or settings.embedder.path is not None,
    }
    return {name for name, sound in is_sound.items() if not sound}
