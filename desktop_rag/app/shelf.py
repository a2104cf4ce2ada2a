"""The shelf: the person's model files, adapters and embedders, kept by reference. Any lane's thread."""

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desktop_rag.app.adapter_import import AdapterImport
from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.other_programs import other_programs
from desktop_rag.app.settings import SettingsService
from desktop_rag.app.shelf_values import Added, OtherProgram, Refused, ShelfRow
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.errors import (
    AdapterBaseMissing,
    Cancelled,
    DesktopRagError,
    InputError,
    LibraryError,
    ModelDamaged,
    ModelMissing,
    NotOnShelf,
    PathUnreadable,
)
from desktop_rag.domain.fit import (
    Fit,
    Machine,
    Verdict,
    embedder_need,
    judge,
    longest_context,
    memory_need,
    usual_context,
)
from desktop_rag.domain.language_model import AdapterFacts, Completion, ModelChoice, ModelFacts
from desktop_rag.domain.part_names import named_parts
from desktop_rag.domain.settings import Settings
from desktop_rag.domain.shelf import Facts, Origin, PeftFacts, ShelfItem, ShelfKind, Speed, kind_of
from desktop_rag.runtime import absolute_path
from desktop_rag.store.records import FileStamp
from desktop_rag.store.shelf import Shelf
from desktop_rag.workers.shelf_client import ShelfClient

ENOUGH_TOKENS = 8
"""A shorter answer says little about the speed."""
GONE = ("The file is not there now.", "Reconnect the drive it is on, or remove it from the list.")
CHANGED = ("The file has changed since it was added.", "Add it again, so that it is looked at anew.")
WITH_ADAPTERS = {AnswerMode.RAG: AnswerMode.HYBRID, AnswerMode.BASE: AnswerMode.LORA}
IN_USE = "The documents are searched with this model."


class ShelfService:
    """`machine` tells the memory that there is at the moment for one of a kind."""

    def __init__(
        self,
        shelf: Shelf,
        client: ShelfClient,
        adapters: AdapterImport,
        settings: SettingsService,
        machine: Callable[[ShelfKind], Machine],
    ) -> None:
        self._shelf = shelf
        self._client = client
        self._adapters = adapters
        self._settings = settings
        self._machine = machine

    # Looking

    def items(self, kind: ShelfKind | None = None) -> tuple[ShelfItem, ...]:
        return self._shelf.items(kind)

    def rows(self, kind: ShelfKind | None = None) -> tuple[ShelfRow, ...]:
        """What is in use first, then the latest used. Reads the database and asks the disk for each file."""
        settings, machines = self._settings.load(), self._machines()
        rows = [self._row(item, settings, machines) for item in self._shelf.items(kind)]
        return tuple(sorted(rows, key=lambda row: not row.in_use))

    def row(self, item_id: int) -> ShelfRow:
        """Raises `NotOnShelf`."""
        return self._row(self._item(item_id), self._settings.load(), self._machines())

    def named(self, text: str, kind: ShelfKind) -> ShelfItem:
        """By id, path, name, or any part of a name that only one has. Raises `NotOnShelf`."""
        items = self._shelf.items(kind)
        path = absolute_path(text)
        wanted = text.strip().casefold()
        exact = [item for item in items if str(item.id) == text or item.path == path]
        exact = exact or [
            item for item in items if wanted in (item.name.casefold(), item.path.stem.casefold())
        ]
        matching = exact or [item for item in items if wanted in f"{item.name} {item.path.name}".casefold()]
        if not wanted or not matching:  # an empty variable of a script is a part of every name
            raise NotOnShelf(f"There is no {kind} “{text}” on the shelf.")
        if len(matching) > 1:
            names = ", ".join(f"{item.id}: {item.name}" for item in matching[:8])
            raise NotOnShelf(f"“{text}” could be several: {names}.", hint="Give the number in front.")
        return matching[0]

    def fit(self, facts: ModelFacts | EmbedderFacts, context_tokens: int | None = None) -> Fit:
        """Whether it fits the memory that is free now, with this context or the usual one."""
        return _fit(facts, context_tokens, self._machine(kind_of(facts)))

    def inspect(self, path: Path, job: JobContext) -> Facts | PeftFacts:
        """What a file or folder says of itself. Raises `ModelError`, `WorkerError`, `Cancelled`."""
        return self._client.inspect(path, lambda: job.cancel.cancelled)

    # Changing

    def add(
        self,
        paths: Sequence[Path],
        job: JobContext,
        origin: Origin = Origin.ADDED,
        source: str = "",
        base: ShelfItem | None = None,
    ) -> Added:
        """Takes files, adapters from training, embedder folders, and whatever lies below other folders.

        `base` is the model that adapters from training were made for, where their names do not tell.

        Each is looked at; one that cannot be used is refused with its reason and spoils nothing.
        Raises `WorkerError` only when looking fails altogether, `LibraryError`, `Cancelled`.
        """
        known = {item.path for item in self._shelf.items()}
        items: list[ShelfItem] = []
        refused: list[Refused] = []
        things = self._things([absolute_path(path) for path in paths], job)
        for number, path in enumerate(things):
            job.report(Progress(Phase.LOOKING, number, len(things), path.name))
            try:
                items.append(self.take(path, job, origin, source, base))
            except (Cancelled, LibraryError):
                raise
            except DesktopRagError as error:
                base_missing = isinstance(error, AdapterBaseMissing)
                refused.append(Refused(path, error.message, error.hint, base_missing))
        new = {item.path for item in items} - known
        return Added(tuple(items), tuple(refused), len(new))

    def other_programs(self) -> tuple[OtherProgram, ...]:
        """Folders in which other programs keep models. Nothing in them is looked at yet."""
        return other_programs(Path.home(), os.environ)

    def find(self, job: JobContext) -> Added:
        """Adds what lies in the folders of other programs; see `add`."""
        return self.add([place.folder for place in self.other_programs()], job, Origin.FOUND)

    def check(self, item_id: int, job: JobContext) -> ShelfItem:
        """Computes the file's checksum and keeps it.

        Raises `ModelDamaged` when the file has the size and time it had but not the content, `ModelMissing`,
        `NotOnShelf`, `WorkerError`, `Cancelled`.
        """
        item = self._item(item_id)

        def hear(done: int, total: int) -> None:
            job.report(Progress(Phase.CHECKING, done, total, item.name))

        sha256 = self._client.sha256(item.path, hear, lambda: job.cancel.cancelled)
        if item.sha256 and item.sha256 != sha256 and _stamp(item.path) == _stamp_of(item):
            raise ModelDamaged(
                f"“{item.name}” is not what it was: its content changed on the disk.",
                hint="Download it again, or restore it from a backup.",
            )
        self._shelf.set_sha256(item.id, sha256)
        return self._item(item.id)

    def promise(self, item: ShelfItem, sha256: str) -> ShelfItem:
        """Keeps a checksum that was computed while the file was written."""
        self._shelf.set_sha256(item.id, sha256)
        return self._item(item.id)

    def use_model(self, item: ShelfItem | None, context_tokens: int | None = None) -> None:
        """Questions are answered with it from now on, with the usual context if None is given; without an
        item, they are answered word for word."""
        if item is None:
            self._settings.change(model=None, mode=AnswerMode.EXTRACT)
            return
        settings = self._settings.load()
        first = AnswerMode.HYBRID if settings.adapters else AnswerMode.RAG
        mode = first if settings.mode is AnswerMode.EXTRACT else settings.mode
        self._settings.change(model=ModelChoice(item.path, context_tokens), mode=mode)

    def use_adapters(self, adapters: tuple[Adapter, ...]) -> None:
        """These and no others are applied from now on; which way to answer follows from that."""
        mode = self._settings.load().mode
        others = WITH_ADAPTERS if adapters else {used: plain for plain, used in WITH_ADAPTERS.items()}
        self._settings.change(adapters=adapters, mode=others.get(mode, mode))

    def remove(self, item_id: int, delete_file: bool = False) -> None:
        """Takes it from the list, and from the settings if it was chosen; the file stays unless said.

        Raises `NotOnShelf`, `InputError` for the embedder in use, `PathUnreadable` when the file cannot be
        deleted: then nothing is changed.
        """
        item = self._item(item_id)
        settings = self._settings.load()
        if item.kind is ShelfKind.EMBEDDER and settings.embedder.path == item.path:
            raise InputError(IN_USE, hint="Change to another search model first.")
        if delete_file:
            _delete(item)
        self._no_longer_chosen(item, settings)
        self._shelf.remove(item.id)

    def note_use(self, path: Path, completion: Completion) -> None:
        """After an answer: when the model was used, and how fast it was. Where that cannot be noted, as on a
        full disk, the answer counts more."""
        speed = None
        if completion.answer_tokens >= ENOUGH_TOKENS and completion.writing_s > 0:
            rate = (completion.answer_tokens - 1) / completion.writing_s
            speed = Speed(rate, completion.first_token_s)
        with contextlib.suppress(LibraryError):
            self._shelf.note_use(path, speed)

    def _item(self, item_id: int) -> ShelfItem:
        item = self._shelf.item(item_id)
        if item is None:
            raise NotOnShelf
        return item

    def _machines(self) -> Mapping[ShelfKind, Machine]:
        return {kind: self._machine(kind) for kind in ShelfKind}

    def _row(self, item: ShelfItem, settings: Settings, machines: Mapping[ShelfKind, Machine]) -> ShelfRow:
        problem, hint = _problem(item)
        fit = None
        if not isinstance(item.facts, AdapterFacts):
            chosen = settings.model if settings.model and settings.model.path == item.path else None
            fit = _fit(item.facts, chosen.context_tokens if chosen else None, machines[item.kind])
        shorter = _shorter_context(item.facts, fit)
        return ShelfRow(item, fit, _in_use(item, settings), problem, hint, shorter)

    def _things(self, paths: Sequence[Path], job: JobContext) -> list[Path]:
        """The files and the folders that are one thing; other folders are looked through. Files come first:
        one of them may be the model that an adapter from training was made for."""
        things: dict[Path, None] = {}
        for path in paths:
            if _is_one(path):
                things[path] = None
                continue
            job.report(Progress(Phase.LOOKING, current=path.name))
            found = self._client.find([path], lambda: job.cancel.cancelled)
            things.update(dict.fromkeys(found))
        return sorted(things, key=os.path.isdir)

    def take(
        self, path: Path, job: JobContext, origin: Origin, source: str = "", base: ShelfItem | None = None
    ) -> ShelfItem:
        """Puts one file, embedder folder or adapter from training on the shelf. Raises as `inspect`."""
        facts = self.inspect(path, job)
        if isinstance(facts, PeftFacts):
            models = self._shelf.items(ShelfKind.MODEL)
            made = self._adapters.convert(facts, models, job, base.path if base else None)
            return self._shelf.put(made.path, made, _stamp(made.path), Origin.CONVERTED, str(path))
        return self._shelf.put(path, facts, _stamp(path), origin, source)

    def _no_longer_chosen(self, item: ShelfItem, settings: Settings) -> None:
        if settings.model and settings.model.path == item.path:
            self._settings.change(model=None, mode=AnswerMode.EXTRACT)
        kept = tuple(adapter for adapter in settings.adapters if adapter.path != item.path)
        if kept != settings.adapters:
            self.use_adapters(kept)


def _fit(facts: ModelFacts | EmbedderFacts, context_tokens: int | None, machine: Machine) -> Fit:
    if isinstance(facts, EmbedderFacts):
        return judge(embedder_need(facts), machine, facts.max_tokens)
    context = usual_context(facts.trained_context_tokens, context_tokens)
    return judge(memory_need(facts, context), machine, context)


def _shorter_context(facts: Facts, fit: Fit | None) -> int:
    if fit is None or fit.verdict is not Verdict.NO or not isinstance(facts, ModelFacts):
        return 0
    tokens = longest_context(facts, fit.machine)
    return tokens if tokens < fit.context_tokens else 0


def _in_use(item: ShelfItem, settings: Settings) -> bool:
    if item.kind is ShelfKind.MODEL:
        return settings.model is not None and settings.model.path == item.path
    if item.kind is ShelfKind.ADAPTER:
        return any(adapter.path == item.path for adapter in settings.adapters)
    return settings.embedder.path == item.path


def _is_one(path: Path) -> bool:
    """Whether it is taken as it is. `os.path` says no, where `Path` raises for a name that is too long."""
    parts = (path / "adapter_config.json", path / "modules.json")
    return not os.path.isdir(path) or any(map(os.path.exists, parts))


def _problem(item: ShelfItem) -> tuple[str, str]:
    try:
        return ("", "") if _stamp(item.path) == _stamp_of(item) else CHANGED
    except ModelMissing:
        return GONE


def _stamp_of(item: ShelfItem) -> FileStamp:
    return FileStamp(item.size_bytes, item.mtime_ns)


def _stamp(path: Path) -> FileStamp:
    """Of a folder that is one embedder: of its list of modules. Raises `ModelMissing`."""
    try:
        status = (path / "modules.json" if path.is_dir() else path).stat()
    except OSError as error:
        raise ModelMissing(detail=str(error)) from error
    return FileStamp(status.st_size, status.st_mtime_ns)


def _delete(item: ShelfItem) -> None:
    if item.path.is_dir():
        raise PathUnreadable(
            "This is a folder.", hint="Delete it in your file manager; here it is only listed."
        )
    if item.path.is_symlink():
        raise PathUnreadable(
            "This is only a link; the file itself lies elsewhere and would stay.",
            hint="Delete it in the program that keeps it; here it is only listed.",
        )
    try:
        for part in _parts(item):
            part.unlink(missing_ok=True)
    except OSError as error:
        hint = "Close the programs that use it, or check its permissions."
        raise PathUnreadable(f"“{item.path}” cannot be deleted.", hint=hint, detail=str(error)) from error


def _parts(item: ShelfItem) -> list[Path]:
    """All files of a split model. The first goes last: as long as it is there, deleting can be tried again.

    A model that is whole in one file is that alone, whatever its name says of others.
    """
    if isinstance(item.facts, ModelFacts) and item.facts.parts == 1:
        return [item.path]
    first, *others = named_parts(item.path)
    return [*others, first]
