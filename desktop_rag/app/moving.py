"""Takes a library to another place or computer, and follows files that were moved. Ingest lane's thread.

A library moves in one file (`export_to`, `import_from`) or as its whole folder; what it knows of files that
are now somewhere else moves by `relocate`. Nothing of this reads a document or embeds anything.
"""

import contextlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_rag import __version__
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.scan import check_path
from desktop_rag.app.whereabouts import Whereabouts, whereabouts
from desktop_rag.domain.errors import (
    DesktopRagError,
    InputError,
    NotInLibrary,
    PathMissing,
    PathUnreadable,
)
from desktop_rag.domain.moved_paths import Relocated, is_foreign, spelled_here
from desktop_rag.runtime import absolute_path
from desktop_rag.store import archive
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.relocation import WINDOWS, Affected, Relocation, path_move
from desktop_rag.store.replacing import check_copy, copy_out, is_empty, prepare_copy, put_in_place
from desktop_rag.store.seam import storage_errors
from desktop_rag.store.workplace import EXPORTING, IMPORTING, workplace

INDEX = "index"
LOOK_EVERY = 200
LOOK_EVERY_S = 0.2
LEAST_SHARE_THERE = 0.5
"""Of the files, below which the folder is taken for a wrong one: at the next check all others would go."""


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """An exported library: what is in it, when it was made (UTC), and with which version of the program."""

    file: Path
    size_bytes: int
    documents: int
    passages: int
    conversations: int
    made_at: datetime
    version: str


class MovingService:
    """Raises `LibraryBusy` while another process writes (an export does not mind that)."""

    def __init__(self, database: Database, embedding: Embedding, folder: Path) -> None:
        self._database = database
        self._library = Library(database)
        self._relocation = Relocation(database)
        self._embedding = embedding
        self._folder = folder

    # Files that are somewhere else now

    def relocate(self, old: Path, new: Path, job: JobContext) -> Relocated:
        """The files that the library knows at or below `old` are now at or below `new`: documents, what was
        excluded, and the sources of answers follow.

        `old` need not be there; see `place` for one from another system. Raises `NotInLibrary`,
        `PathMissing`, `PathUnreadable`, or `InputError` when most files are not at `new` or others are known
        there; then nothing was changed.
        """
        with writer_lock(self._folder):
            job.report(Progress(Phase.RELOCATING))
            new, is_folder = self._new_place(old, absolute_path(new))
            move = path_move(old, new)
            affected = self._relocation.affected(move)
            if not affected.roots and not affected.documents:
                raise NotInLibrary(f"The library has nothing at or below “{old}”.")
            _check_kind(affected, old, new, is_folder)
            missing = self._missing(affected.documents, new, job)
            done = self._relocation.apply(move, is_folder)
        return Relocated(done.moved, done.merged, missing, done.roots, done.answers)

    def _new_place(self, old: Path, new: Path) -> tuple[Path, bool]:
        """A single file may be said to be in a folder now, under its name."""
        is_folder = check_path(new)
        if is_folder and self._library.document(old) is not None and (new / old.name).is_file():
            new, is_folder = new / old.name, False
        if new == old:
            raise InputError("The old and the new place are the same.", hint="Say where the files are now.")
        return new, is_folder

    def _missing(self, files: tuple[Path, ...], new: Path, job: JobContext) -> int:
        missing = 0
        for number, path in enumerate(files):
            if number % LOOK_EVERY == 0:
                job.cancel.raise_if_cancelled()
                job.report(Progress(Phase.RELOCATING, number, len(files)))
            missing += not _is_there(path)
        if files and len(files) - missing < LEAST_SHARE_THERE * len(files):
            raise InputError(
                f"Of {len(files):,} files that the library knows, {missing:,} are not in “{new}”.",
                hint="Choose the folder that they are in now. Nothing was changed.",
            )
        return missing

    def whereabouts(self, root: Path, job: JobContext) -> tuple[Whereabouts, ...]:
        """Guesses where the files of a folder or file that is not there now may be, the likeliest first."""
        return whereabouts(root, self._library.documents((root,)), job.cancel.raise_if_cancelled)

    # The whole library in one file

    def export_to(self, file: Path, job: JobContext) -> LibraryFile:
        """Writes the library as it is now to one file, while it may be read and written.

        With documents as they were read, conversations and answers; without models, adapters and the
        documents' own files. A file that is an exported library already is replaced. Raises `PathMissing`,
        `PathUnreadable`, `InputError`, `DiskFull`, `LibraryBusy` or `Cancelled`; then `file` is as it was.
        """
        file = absolute_path(file)
        _check_target(file)
        with workplace(self._folder, EXPORTING) as room:
            copy = room / archive.DATABASE
            size_bytes = (self._folder / archive.DATABASE).stat().st_size
            job.report(Progress(Phase.EXPORTING, 0, 2 * size_bytes))
            version, documents, passages, talks = copy_out(
                self._database.path, copy, _watcher(job, copy, size_bytes)
            )
            size_bytes = copy.stat().st_size
            manifest = archive.Manifest(
                archive.FORMAT, __version__, version, time.time(), documents, passages, talks, size_bytes
            )

            def hear(done: int) -> None:
                job.cancel.raise_if_cancelled()
                job.report(Progress(Phase.EXPORTING, size_bytes + done, 2 * size_bytes))

            archive.write_archive(file, copy, manifest, hear)
        return self.look(file)

    def look(self, file: Path) -> LibraryFile:
        """What is in an exported library, without reading it all.

        Raises `PathMissing`, `PathUnreadable`, `LibraryTooNew` or `InputError`.
        """
        found = archive.read_manifest(file)
        return LibraryFile(
            file,
            file.stat().st_size,
            found.documents,
            found.passages,
            found.conversations,
            _moment(found.made_at),
            found.version,
        )

    def import_from(self, file: Path, job: JobContext, replace: bool = False) -> LibraryFile:
        """Puts an exported library in this one's place. Models and settings of this computer stay.

        Everything is checked first; then the whole is replaced in one step, also while a window reads it:
        whatever happens, this library is the old or the new one. Its documents are “not there now” until the
        next check finds them, or until they are relocated. Raises `InputError` when this library is not empty
        and `replace` is not said, or the file is no sound library; `PathMissing`, `PathUnreadable`,
        `LibraryTooNew`, `LibraryBusy`, `DiskFull` or `Cancelled`.
        """
        file = absolute_path(file)
        found = self.look(file)
        with writer_lock(self._folder), workplace(self._folder, IMPORTING) as room:
            if not replace and not is_empty(self._database):
                raise InputError(
                    "There is a library here already.",
                    hint="Export it first if you need it, then say that it is to be replaced (--replace).",
                )
            copy = room / archive.DATABASE
            self._unpack(file, copy, job)
            self._forget_indexes()
            share = _share_of(job, 3)
            put_in_place(copy, self._database.path, lambda done: share(2 + done))
            self._make_index(job)
        return found

    def _unpack(self, file: Path, copy: Path, job: JobContext) -> None:
        """A copy that is checked and ready to take the library's place."""
        share = _share_of(job, 3)
        size_bytes = max(1, archive.read_manifest(file).size_bytes)
        with storage_errors():
            archive.extract(file, copy, lambda done: share(done / size_bytes))
            check_copy(copy, job.cancel.raise_if_cancelled)
        job.cancel.raise_if_cancelled()
        prepare_copy(copy, self._database)
        job.cancel.raise_if_cancelled()

    def _forget_indexes(self) -> None:
        """Before the library is replaced: passages of the new one may have the ids of others."""
        with storage_errors():
            if (self._folder / INDEX).is_dir():
                shutil.rmtree(self._folder / INDEX)

    def _make_index(self, job: JobContext) -> None:
        """Now rather than at the first question. An embedder that is not here keeps nobody from importing."""
        job.report(Progress(Phase.FINISHING))
        with contextlib.suppress(DesktopRagError):
            self._embedding.in_use().index.save(self._library.generation(), lambda: job.cancel.cancelled)


def place(text: str) -> Path:
    """What somebody calls the old place of files, also one on another system, as the library spells it."""
    return Path(spelled_here(text, WINDOWS)) if is_foreign(text, WINDOWS) else absolute_path(text)


def _check_kind(affected: Affected, old: Path, new: Path, is_folder: bool) -> None:
    was_folder = next((kind for path, kind in affected.roots if path == old), None)
    if was_folder is not None and was_folder != is_folder:
        what = "a folder" if was_folder else "a single file"
        raise InputError(f"“{old}” was {what}, “{new}” is not.", hint="Choose where it is now.")


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def _check_target(file: Path) -> None:
    """Nothing but an earlier export is written over."""
    if not file.parent.is_dir():
        raise PathMissing(f"There is no folder “{file.parent}”.")
    if file.is_dir():
        raise PathUnreadable(f"“{file}” is a folder.", hint="Give the name of a file.")
    if file.exists():
        try:
            archive.read_manifest(file)
        except InputError as error:
            hint = "Choose another name, or delete that file first."
            raise InputError(f"“{file}” is there already, and is no exported library.", hint=hint) from error


def _watcher(job: JobContext, copy: Path, size_bytes: int) -> Callable[[], None]:
    """Looks now and then how much of a copy is written."""
    looked_at = time.monotonic()

    def check() -> None:
        nonlocal looked_at
        job.cancel.raise_if_cancelled()
        if time.monotonic() - looked_at >= LOOK_EVERY_S:
            looked_at = time.monotonic()
            with contextlib.suppress(OSError):
                done = min(copy.stat().st_size, size_bytes)
                job.report(Progress(Phase.EXPORTING, done, 2 * size_bytes))

    return check


def _share_of(job: JobContext, steps: int) -> Callable[[float], None]:
    """Reports how much of so many steps is done, in thousandths; stops when it is cancelled."""

    def share(done: float) -> None:
        job.cancel.raise_if_cancelled()
        job.report(Progress(Phase.IMPORTING, round(1000 * done), 1000 * steps))

    return share


def _moment(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):  # a manifest may say anything
        return datetime.fromtimestamp(0, UTC)
