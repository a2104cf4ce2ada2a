"""Downloads that the person asked for. Any lane's thread; the download child does the fetching.

Nothing here opens a connection. `look` and `get` start the one child that may, and end it.
"""

import itertools
import os
from collections.abc import Callable
from pathlib import Path

from desktop_rag.app.jobs import JobContext
from desktop_rag.app.machine import free_disk
from desktop_rag.app.settings import SettingsService
from desktop_rag.app.shelf import ShelfService
from desktop_rag.app.shelf_values import DownloadPlan, Permission, PlanSource
from desktop_rag.domain.downloads import (
    MARGIN_BYTES,
    DownloadRequest,
    PartNote,
    RemoteFile,
    note_path,
    part_path,
)
from desktop_rag.domain.errors import DownloadsOff, ModelError, ModelMissing, WrongFile
from desktop_rag.domain.links import read_link
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.part_notes import read_note
from desktop_rag.domain.shelf import Origin, ShelfItem
from desktop_rag.runtime import downloads_forbidden
from desktop_rag.workers.download_client import DownloadClient

BY_ADMINISTRATOR = "Whoever looks after this computer has switched downloads off."
BY_PERSON = "Downloads are switched off in the settings of this program."


class DownloadService:
    """Files go to `folder`."""

    def __init__(
        self,
        client: DownloadClient,
        shelf: ShelfService,
        settings: SettingsService,
        folder: Path,
        terms: Callable[[str], str],
    ) -> None:
        """`terms` gives the conditions that go with a link of the catalogue."""
        self._client = client
        self._shelf = shelf
        self._settings = settings
        self._folder = folder
        self._terms = terms

    def permission(self) -> Permission:
        if downloads_forbidden():
            return Permission(False, True, BY_ADMINISTRATOR)
        allowed = self._settings.load().downloads_allowed
        return Permission(allowed, reason="" if allowed else BY_PERSON)

    def allow(self, allowed: bool) -> None:
        """An administrator's word counts more."""
        self._settings.change(downloads_allowed=allowed)

    def plan(self, offer: Offer) -> DownloadPlan:
        """What getting an offer would take. Opens no connection."""
        file = RemoteFile(offer.url, offer.file_name, offer.size_bytes, offer.sha256, offer.licence)
        return self._plan(file, offer.name, PlanSource.CATALOGUE)

    def host_of(self, text: str) -> str:
        """Who would be asked. Opens no connection. Raises `BadLink`."""
        return read_link(text).host

    def look(self, text: str, job: JobContext) -> tuple[DownloadPlan, ...]:
        """Asks the host of a link, or the hub for a repository, which files there are.

        Raises `DownloadError`, `WorkerError`, `Cancelled`.
        """
        self._check_permission()
        files = self._client.look(text, lambda: job.cancel.cancelled)
        return tuple(
            self._plan(file, file.name, PlanSource.HUB if file.sha256 else PlanSource.LINK) for file in files
        )

    def get(self, plan: DownloadPlan, job: JobContext) -> ShelfItem:
        """Fetches the file, going on where an earlier try stopped, and puts it on the shelf.

        Raises `DownloadError`, `WorkerError`, or `Cancelled`: what came so far is kept unless the file turned
        out to be another one, or one that cannot be used here.
        """
        self._check_permission()
        had = self._had(plan)
        if had:
            return had
        request = DownloadRequest(plan.url, plan.target, plan.size_bytes, plan.sha256, plan.licence)
        sha256 = self._client.fetch(request, job.report, lambda: job.cancel.cancelled)
        item = self._on_shelf(plan, job)
        return self._shelf.promise(item, sha256)

    def paused(self) -> tuple[DownloadPlan, ...]:
        """Unfinished files, also those of earlier sessions."""
        notes = sorted(self._folder.glob("*.part.json"))
        plans = (self._paused(note) for note in notes)
        return tuple(plan for plan in plans if plan)

    def discard(self, plan: DownloadPlan) -> None:
        """Forgets an unfinished file. Call it only while the file is not being fetched."""
        self._client.discard(plan.target)

    def close(self) -> None:
        self._client.close()

    def _check_permission(self) -> None:
        permission = self.permission()
        if not permission.allowed:
            raise DownloadsOff(permission.reason)

    def _had(self, plan: DownloadPlan) -> ShelfItem | None:
        """The file as it came from the same link before, where no checksum can tell that it is the same."""
        if plan.sha256:
            return None
        items = (item for item in self._shelf.items() if (item.path, item.source) == (plan.target, plan.url))
        return next((item for item in items if not self._shelf.row(item.id).problem), None)

    def _on_shelf(self, plan: DownloadPlan, job: JobContext) -> ShelfItem:
        try:
            return self._shelf.take(plan.target, job, Origin.DOWNLOADED, plan.url)
        except ModelMissing:  # the drive has gone: nothing is known of the file yet
            raise
        except ModelError as error:  # the right file, whole, but none that this program can use
            plan.target.unlink(missing_ok=True)
            message = f"The file came over, but it cannot be used here: {error.message}"
            raise WrongFile(message, hint=error.hint) from error

    def _paused(self, path: Path) -> DownloadPlan | None:
        note = _read(path)
        if note is None:
            return None
        source = PlanSource.HUB if note.sha256 else PlanSource.LINK
        plan = self._plan(
            RemoteFile(note.url, note.name, note.size_bytes, note.sha256, note.licence), "", source
        )
        return plan if note_path(plan.target) == path else None

    def _target(self, file: RemoteFile) -> Path:
        """Where the file goes. Hubs hold many files of one name (Lora-bf16.gguf): whatever is there of
        another one keeps its name, and this one gets a number."""
        stem, ending = os.path.splitext(file.name)
        names = itertools.chain([file.name], (f"{stem}-{number}{ending}" for number in itertools.count(2)))
        places = (self._folder / name for name in names)
        return next(place for place in places if not _is_another(place, file))

    def _plan(self, file: RemoteFile, name: str, source: PlanSource) -> DownloadPlan:
        target = self._target(file)
        done, free = _size(part_path(target)), free_disk(self._folder)
        missing = 0 if target.exists() else file.size_bytes - done + MARGIN_BYTES - free
        problem = f"The disk has no room: {missing / 1e9:.1f} GB are missing." if missing > 0 else ""
        return DownloadPlan(
            name=name or target.stem,
            url=file.url,
            host=read_link(file.url).host,
            target=target,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            licence=file.licence,
            terms=self._terms(file.url),
            source=source,
            done_bytes=done,
            free_bytes=free,
            problem=problem,
            hint="Free some space, or choose a smaller model." if problem else "",
        )


def _is_another(place: Path, file: RemoteFile) -> bool:
    """Whether this name is taken by another file, whole or unfinished."""
    if place.exists():
        return not file.size_bytes or _size(place) != file.size_bytes
    note = _read(note_path(place))
    return note is not None and note.url != file.url


def _read(path: Path) -> PartNote | None:
    try:
        return read_note(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
