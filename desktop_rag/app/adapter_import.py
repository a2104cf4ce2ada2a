"""Turns adapters as training programs write them into files that can be used here. Any lane's thread."""

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.settings import SettingsService
from desktop_rag.domain.errors import AdapterBaseMissing, AdapterMismatch, InputError
from desktop_rag.domain.language_model import AdapterFacts
from desktop_rag.domain.shelf import PeftFacts, ShelfItem
from desktop_rag.workers.converter_client import ConverterClient

MAX_NAME_CHARS = 80


class AdapterImport:
    """Converted adapters are written to `folder`."""

    def __init__(self, client: ConverterClient, settings: SettingsService, folder: Path) -> None:
        self._client = client
        self._settings = settings
        self._folder = folder

    def convert(
        self, peft: PeftFacts, models: Sequence[ShelfItem], job: JobContext, base: Path | None = None
    ) -> AdapterFacts:
        """Converts for `base`, or else for the model on the shelf named like the one it was trained on.

        An adapter for another model of the same kind and size would fit and write nonsense, so that none is
        guessed. Raises `AdapterBaseMissing` with the name of the model that is missing, `AdapterMismatch`,
        `ModelError`, `InputError` where nothing can be written, `WorkerError`, `Cancelled`.
        """
        bases = [base] if base else self._bases(peft, models)
        if not bases:
            raise AdapterBaseMissing(
                f"This adapter was trained on “{peft.base_name or 'an unnamed model'}”, which is not here.",
                hint="Add that model as a GGUF file first, then add the adapter again.",
            )
        _make(self._folder)
        mismatch: AdapterMismatch | None = None
        for each in bases:
            try:
                return self._convert(peft, each, job)
            except AdapterMismatch as error:
                mismatch = mismatch or error
        raise mismatch or AdapterMismatch

    def _convert(self, peft: PeftFacts, base: Path, job: JobContext) -> AdapterFacts:
        def hear(share: float) -> None:
            job.report(Progress(Phase.CONVERTING, round(share * 100), 100, peft.name))

        target = self._folder / f"{file_name(peft)}.gguf"
        return self._client.convert(peft.path, base, target, hear, lambda: job.cancel.cancelled)

    def _bases(self, peft: PeftFacts, models: Sequence[ShelfItem]) -> list[Path]:
        """The chosen one first. An adapter that names no model is tried on the chosen one."""
        chosen = self._settings.load().model
        if not peft.base_name:
            return [chosen.path] if chosen else []
        named = [item.path for item in models if _is_base(peft.base_name, item)]
        return sorted(named, key=lambda path: chosen is None or path != chosen.path)


def file_name(peft: PeftFacts) -> str:
    """The name that the converted file gets, without its ending: the same folder gives the same name, and no
    other folder does."""
    name = re.sub(r"[^\w. -]+", "_", peft.name or peft.path.name).strip(" ._")
    place = hashlib.sha256(os.fsencode(peft.path)).hexdigest()[:8]
    return f"{name[:MAX_NAME_CHARS] or 'adapter'}-{place}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "The converted adapter could not be written.",
            hint="Check the permissions of the library's folder, then add the folder again.",
            detail=f"{folder}: {error}",
        ) from error


def _is_base(base_name: str, item: ShelfItem) -> bool:
    """“Qwen/Qwen2.5-1.5B-Instruct” is the base of “qwen2.5-1.5b-instruct-q4_k_m.gguf”."""
    wanted = _letters(base_name.rstrip("/").rpartition("/")[2])
    return bool(wanted) and any(wanted in _letters(name) for name in (item.name, item.path.stem))


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.casefold())
