"""What can be asked of the library, and the work of each request. Built on the GUI thread; `work` is for a
lane's."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.moving import LibraryFile
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.domain.moved_paths import Relocated
from desktop_rag.runtime import absolute_path

Outcome = IngestSummary | Relocated | LibraryFile


class Change(Enum):
    """What was asked of the library."""

    ADD = auto()
    SYNC = auto()
    REMOVE = auto()
    RETRY = auto()
    GO_ON = auto()
    """An addition that was broken off."""
    BRING_BACK = auto()
    """What was removed."""
    CHECK = auto()
    """Everything, unasked: at the start, and now and then."""
    TAKE_IN = auto()
    """What was seen to change."""
    UNLOCK = auto()
    RULES = auto()
    RELOCATE = auto()
    """Paths: where files were, and where they are now."""
    EXPORT = auto()
    IMPORT = auto()

    @property
    def is_quiet(self) -> bool:
        """Nobody asked for it, so that nothing is said of it unless something comes of it."""
        return self in (Change.CHECK, Change.TAKE_IN)

    @property
    def is_moving(self) -> bool:
        """Done as a whole or not at all: it can be stopped, but not gone on with."""
        return self in (Change.RELOCATE, Change.EXPORT, Change.IMPORT)


@dataclass(frozen=True, slots=True)
class LibraryRequest:
    change: Change
    paths: tuple[Path, ...] = ()
    password: str = field(default="", repr=False)
    rules: FolderRules | None = None

    def again(self, removed: tuple[Path, ...] = ()) -> "LibraryRequest | None":
        """What is left to do when broken off, `removed` gone from the library; None when that is nothing."""
        left = tuple(path for path in self.paths if path not in removed)
        change = Change.GO_ON if self.change is Change.ADD else self.change
        if left or change in (Change.SYNC, Change.CHECK, Change.TAKE_IN):
            return replace(self, change=change, paths=left)
        return None

    def work(self, context: AppContext) -> Callable[[JobContext], Outcome]:
        ingest, moving, paths = context.ingest, context.moving, self.paths
        works: dict[Change, Callable[[JobContext], Outcome]] = {
            Change.ADD: lambda job: ingest.add(paths, job),
            Change.SYNC: ingest.sync,
            Change.REMOVE: lambda job: ingest.remove(paths, job),
            Change.RETRY: lambda job: ingest.retry(paths, job),
            Change.GO_ON: lambda job: _go_on(context, paths, job),
            Change.BRING_BACK: lambda job: ingest.bring_back(paths, job),
            Change.CHECK: ingest.sync,
            Change.TAKE_IN: ingest.take_in,
            Change.UNLOCK: lambda job: ingest.unlock(paths[0], self.password, job),
            Change.RULES: lambda job: ingest.set_rules(paths[0], self.rules or FolderRules(), job),
            Change.RELOCATE: lambda job: moving.relocate(paths[0], paths[1], job),
            Change.EXPORT: lambda job: moving.export_to(paths[0], job),
            Change.IMPORT: lambda job: moving.import_from(paths[0], job, replace=True),
        }
        return works[self.change]


def _go_on(context: AppContext, paths: tuple[Path, ...], job: JobContext) -> IngestSummary:
    """What has been taken in already is not added again: that would bring back what was removed from it
    meanwhile."""
    known = {root.path for root in context.catalogue.overview().roots}
    if new := [path for path in paths if absolute_path(path) not in known]:
        context.ingest.add(new, job)
    return context.ingest.sync(job)
