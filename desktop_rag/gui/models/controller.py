"""Lists what models there are and changes the list on request. GUI thread; lanes do the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.machine import free_disk
from desktop_rag.app.shelf_values import (
    EmbedderRow,
    OfferRow,
    OtherProgram,
    Permission,
    ShelfRow,
)
from desktop_rag.domain.errors import InstallationError
from desktop_rag.domain.fit import Machine
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfItem, ShelfKind
from desktop_rag.gui.bridge import Channel


@dataclass(frozen=True, slots=True)
class ModelsListing:
    """Everything that the page shows, as it was at one moment."""

    shelf: tuple[ShelfRow, ...]
    offers: tuple[OfferRow, ...]
    embedders: tuple[EmbedderRow, ...]
    permission: Permission
    programs: tuple[OtherProgram, ...]
    disk_free_bytes: int | None
    broken: InstallationError | None = None
    """The catalogue cannot be read; everything else is there all the same."""

    @property
    def machine(self) -> Machine | None:
        known = [row.fit for row in self.offers] + [row.fit for row in self.shelf if row.fit]
        return known[0].machine if known else None

    @property
    def bases(self) -> dict[str, Offer]:
        """Models of the catalogue by their ids, for the adapters that name them."""
        return {row.offer.id: row.offer for row in self.offers if row.offer.kind is ShelfKind.MODEL}

    def shelf_of(self, kind: ShelfKind) -> tuple[ShelfRow, ...]:
        return tuple(row for row in self.shelf if row.item.kind is kind)

    def offers_of(self, kind: ShelfKind) -> tuple[OfferRow, ...]:
        """What the person does not have yet, or has no more."""
        gone = {row.item.id for row in self.shelf if row.problem}
        return tuple(
            row
            for row in self.offers
            if row.offer.kind is kind and (row.on_shelf is None or row.on_shelf.id in gone)
        )


class ModelsController(QObject):
    """`listed(ModelsListing)`. `adding(Progress)`, then `added(Added)` or `added(None)` when it was stopped.

    `checking(int, Progress)`, then `checked(int, ShelfItem)`, `check_failed(int, Exception)` or
    `check_stopped(int)`. `removed(ShelfItem, bool)` says whether the file is gone too, `remove_failed(int,
    Exception)` that nothing was changed. `advised(LanguageAdvice | None)`. `failed(Exception)` for the rest.
    """

    listed = Signal(object)
    adding = Signal(object)
    added = Signal(object)
    checking = Signal(int, object)
    checked = Signal(int, object)
    check_failed = Signal(int, object)
    check_stopped = Signal(int)
    removed = Signal(object, bool)
    remove_failed = Signal(int, object)
    advised = Signal(object)
    failed = Signal(object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.listing: ModelsListing | None = None
        self._checks: dict[int, Channel] = {}
        self._removals: dict[int, tuple[ShelfItem, bool]] = {}
        self._list = self._channel(Lane.VIEW, latest_only=True)
        self._permit = self._channel(Lane.VIEW)
        self._add = self._channel(Lane.SHELF)
        self._put = self._channel(Lane.SHELF)
        self._remove = self._channel(Lane.VIEW)
        self._advise = self._channel(Lane.SHELF, latest_only=True)
        self._connect()

    @property
    def busy_adding(self) -> bool:
        return self._add.busy

    def refresh(self) -> None:
        """Has everything listed anew."""
        self._list.start(lambda _job: read_listing(self._context))

    def add(self, paths: Sequence[Path], base: ShelfItem | None = None) -> None:
        """Puts files, and what lies in folders, on the list; `base` is what adapters were trained on."""
        self._add.start(lambda job: self._context.shelf.add(paths, job, base=base))
        self.adding.emit(None)

    def find(self) -> None:
        """Looks in the folders of other programs."""
        self._add.start(self._context.shelf.find)
        self.adding.emit(None)

    def put(self, path: Path) -> None:
        """Has a file on the list that is used already; nothing is said of it."""
        self._put.start(lambda job: self._context.shelf.add([path], job))

    def stop_adding(self) -> None:
        self._add.cancel()

    def check(self, item_id: int) -> None:
        """Reads a file from end to end."""
        if item_id in self._checks:
            return
        channel = self._checks[item_id] = Channel(
            self._context.jobs, Lane.SHELF, latest_only=True, parent=self
        )
        channel.progressed.connect(lambda _id, progress: self.checking.emit(item_id, progress))
        channel.succeeded.connect(lambda _id, item: self._end_check(item_id, item))
        channel.failed.connect(lambda _id, error: self._end_check(item_id, error))
        channel.cancelled.connect(lambda _id: self._end_check(item_id, None))
        channel.start(lambda job: self._context.shelf.check(item_id, job))
        self.checking.emit(item_id, None)

    def stop_check(self, item_id: int) -> None:
        if channel := self._checks.get(item_id):
            channel.cancel()

    def remove(self, item: ShelfItem, *, delete_file: bool, loaded: bool = False) -> None:
        """Takes it from the list; with `delete_file` from the disk too, where a `loaded` one is let go of
        first: some systems do not delete a file that is open."""
        model, shelf = self._context.model, self._context.shelf

        def work(job: JobContext) -> None:
            if delete_file and loaded:
                model.release(job)
            shelf.remove(item.id, delete_file)

        self._removals[self._remove.start(work)] = item, delete_file

    def allow(self, allowed: bool) -> None:
        self._permit.start(lambda _job: self._context.downloads.allow(allowed))
        self.refresh()

    def seek_advice(self) -> None:
        """Finds out whether the documents are in a language that the search model does not know."""
        self._advise.start(self._context.embedders.advice)

    def stop(self) -> None:
        """The window is closing."""
        for channel in (self._add, self._put, self._advise, *self._checks.values()):
            channel.cancel()

    def _channel(self, lane: Lane, *, latest_only: bool = False) -> Channel:
        return Channel(self._context.jobs, lane, latest_only=latest_only, parent=self)

    def _connect(self) -> None:
        self._list.succeeded.connect(self._on_listed)
        self._add.progressed.connect(lambda _id, progress: self.adding.emit(progress))
        self._add.succeeded.connect(lambda _id, added: self._end_adding(added))
        self._add.cancelled.connect(lambda _id: self._end_adding(None))
        self._add.failed.connect(self._on_add_failed)
        self._put.succeeded.connect(lambda _id, _added: self.refresh())
        self._remove.succeeded.connect(self._on_removed)
        self._remove.failed.connect(self._on_remove_failed)
        self._advise.succeeded.connect(lambda _id, advice: self.advised.emit(advice))
        for channel in (self._list, self._permit, self._put, self._advise):
            channel.failed.connect(lambda _id, error: self.failed.emit(error))

    def _on_listed(self, _request_id: int, listing: ModelsListing) -> None:
        self.listing = listing
        self.listed.emit(listing)

    def _end_adding(self, added: object) -> None:
        self.added.emit(added)
        self.refresh()

    def _on_add_failed(self, _request_id: int, error: Exception) -> None:
        self._end_adding(None)
        self.failed.emit(error)

    def _end_check(self, item_id: int, result: object) -> None:
        self._checks.pop(item_id).deleteLater()
        if isinstance(result, Exception):
            self.check_failed.emit(item_id, result)
        elif result is None:
            self.check_stopped.emit(item_id)
        else:
            self.checked.emit(item_id, result)
        self.refresh()

    def _on_removed(self, request_id: int, _result: object) -> None:
        item, deleted = self._removals.pop(request_id)
        self.removed.emit(item, deleted)
        self.refresh()

    def _on_remove_failed(self, request_id: int, error: Exception) -> None:
        item, _deleted = self._removals.pop(request_id)
        self.remove_failed.emit(item.id, error)
        self.refresh()


def read_listing(context: AppContext) -> ModelsListing:
    """On a lane's thread."""
    shelf = context.shelf
    offers, broken = _offers(context)
    return ModelsListing(
        shelf=shelf.rows(),
        offers=offers,
        embedders=context.embedders.rows(),
        permission=context.downloads.permission(),
        programs=shelf.other_programs(),
        disk_free_bytes=free_disk(context.paths.library),
        broken=broken,
    )


def _offers(context: AppContext) -> tuple[tuple[OfferRow, ...], InstallationError | None]:
    try:
        return tuple(row for kind in ShelfKind for row in context.offers.rows(kind)), None
    except InstallationError as error:
        return (), error
