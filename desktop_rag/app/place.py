"""Moves the library's folder to another place: copy, check, and only then look for it there.

The copying is done while the window is open (ingest lane's thread); the change itself at the next start,
before the library is opened (main thread), when nobody writes to it: then what was written meanwhile is
copied once more. Until the pointer is written, and whenever anything goes wrong, the library is where it was.
While another process still works with it, the change waits for a later start: what that one writes would be
left behind. The old folder is kept until the person has it deleted.
"""

import contextlib
import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.machine import free_disk
from desktop_rag.domain.errors import (
    DesktopRagError,
    DiskFull,
    InputError,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
)
from desktop_rag.domain.sizes import rough_size
from desktop_rag.runtime import DIALOGS_FILE, POINTER, RuntimePaths, absolute_path
from desktop_rag.store.lock import MOVING_LOCK, check_unused, moving_lock, writer_lock
from desktop_rag.store.replacing import check_copy, copy_out
from desktop_rag.store.seam import storage_errors

DATABASE = "library.db"
PENDING = "library-moves-to"
"""In the library's folder, from the end of the copying to the change itself: the new folder."""
CAME_FROM = "library-came-from"
"""In the new folder: the old one, for as long as that is kept."""
UNFINISHED = "library-copy-unfinished"
"""In the new folder while it is filled: by it is known what a killed program leaves there."""
CARRIED = ("models", "adapters", "window.ini")
"""What goes along as files. The index is made anew from the database, logs stay behind."""
LEFT_BEHIND = (
    "index",
    "logs",
    "exporting",
    "importing",
    "writer.lock",
    MOVING_LOCK,
    DIALOGS_FILE,
    PENDING,
    UNFINISHED,
    *CARRIED,
)
FOLDER_NAME = "Desktop RAG"
BLOCK = 1 << 20
MARGIN_BYTES = 200_000_000
SAME_TIME_NS = 2_000_000_000
"""Some disks keep the times of files in steps of two seconds."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OldPlace:
    """Where the library was before it was moved, and what is still kept there."""

    folder: Path
    size_bytes: int


class PlaceService:
    def __init__(self, paths: RuntimePaths) -> None:
        self._paths = paths

    @property
    def can_move(self) -> bool:
        """A library that is named at each start is where whoever starts the program says."""
        return self._paths.usual is not None

    def target_in(self, chosen: Path) -> Path:
        """The folder itself if it is empty, else one of ours in it."""
        chosen = absolute_path(chosen)
        with contextlib.suppress(OSError):
            if self._can_take(chosen):
                return chosen
        return chosen / FOLDER_NAME

    def needed_bytes(self) -> int:
        return sum(size for _path, size in _files(self._paths.library))

    def copy_to(self, target: Path, job: JobContext) -> Path:
        """Copies everything to `target` and checks it; the next start goes on there. Returns `target`.

        Raises `InputError` for a place that cannot be one, `DiskFull`, `LibraryBusy`, another `LibraryError`,
        or `Cancelled`; then nothing is left there, and nothing is changed.
        """
        library, target = self._paths.library, absolute_path(target)
        self.check(target)
        with storage_errors(), writer_lock(library):
            job.report(Progress(Phase.EXPORTING, 0, 1))
            self._forget_prepared()
            target.mkdir(parents=True, exist_ok=True)
            try:
                _forget_ours(target, folder_too=False)
                (target / UNFINISHED).touch()
                _copy_database(library, target, job.cancel.raise_if_cancelled)
                _copy_files(library, target, job)
                _write_whole(target / CAME_FROM, os.fsencode(library))
                (target / UNFINISHED).unlink()
                _write_whole(library / PENDING, os.fsencode(target))
            except BaseException:  # also when it is stopped: half a library is no use to anybody
                with contextlib.suppress(OSError):
                    _forget_ours(target)
                raise
        return target

    def prepared(self) -> Path | None:
        """Where the library is from the next start on, if it was copied there; else None."""
        return _read_place(self._paths.library / PENDING) if self.can_move else None

    def check(self, target: Path) -> None:
        """Raises `InputError` for a place that cannot be one, `DiskFull`, or another `LibraryError`."""
        with storage_errors():
            self._check(absolute_path(target))

    def old_place(self) -> OldPlace | None:
        """What the last move has left behind; None when there is nothing.

        A library that was named at the start may be anybody's copy of a moved one, and the place that it came
        from the real one: then nothing is said of it.
        """
        folder = _read_place(self._paths.library / CAME_FROM) if self.can_move else None
        if folder is None or folder == self._paths.library or not (folder / DATABASE).exists():
            return None
        return OldPlace(folder, sum(size for _path, size in _files(folder)))

    def forget_old_place(self) -> None:
        """Deletes what this program wrote there, and nothing else; the place before that one is the old one
        then. Raises `LibraryBusy` while somebody works with it, or another `LibraryError`."""
        old, came_from = self.old_place(), self._paths.library / CAME_FROM
        with storage_errors():
            if old is None:
                came_from.unlink(missing_ok=True)
                return
            with writer_lock(old.folder), contextlib.suppress(LibraryDamaged):
                check_unused(old.folder / DATABASE)
            before = _read_place(old.folder / CAME_FROM)
            _forget_ours(old.folder)
            if before is None:
                came_from.unlink(missing_ok=True)
            else:
                _write_whole(came_from, os.fsencode(before))

    def _forget_prepared(self) -> None:
        """An earlier copy that was never used makes room for another one."""
        before = self.prepared()
        (self._paths.library / PENDING).unlink(missing_ok=True)
        if before is not None and _read_place(before / CAME_FROM) == self._paths.library:
            _forget_ours(before)

    def _can_take(self, folder: Path) -> bool:
        """Whether nothing is in it but what a copying that did not come to its end, or to use, left there."""
        return _is_free(folder) or (folder / UNFINISHED).exists() or folder == self.prepared()

    def _check(self, target: Path) -> None:
        library = self._paths.library
        if not self.can_move:
            raise InputError("This library was named when the program was started, so it stays there.")
        here, there = library.resolve(), target.resolve()
        if there.is_relative_to(here) or here.is_relative_to(there):
            raise InputError("The new place lies in the old one.", hint="Choose another folder.")
        if target.exists() and (not target.is_dir() or not self._can_take(target)):
            raise InputError(f"There is something in “{target}” already.", hint="Choose an empty folder.")
        needed = self.needed_bytes() + MARGIN_BYTES
        if free_disk(target) < needed:
            raise DiskFull(f"There is not enough room there: {rough_size(needed)} are needed.")


def settled(paths: RuntimePaths, tell: Callable[[DesktopRagError], None] | None = None) -> RuntimePaths:
    """Called at the start of the program, before the library is opened: finishes a move that was prepared.

    Returns where the library is from now on; `tell` hears why a move came to nothing. Raises `LibraryError`
    when the library was moved and is not there.
    """
    if paths.usual is None:
        return paths
    usual = paths.usual
    paths = RuntimePaths.beginning_at(usual)
    if (paths.library / PENDING).exists():
        paths = _finished(paths, usual, tell)
    if paths.was_moved and not (paths.library / DATABASE).exists():
        pointer = usual / POINTER
        raise LibraryError(
            f"The library is not where it was moved to, “{paths.library}”.",
            hint="Connect the drive that it lies on, then start Desktop RAG again. If it is gone for good, "
            f"delete the file “{pointer}” to begin in the usual place again.",
        )
    return paths


def _finished(
    paths: RuntimePaths, usual: Path, tell: Callable[[DesktopRagError], None] | None
) -> RuntimePaths:
    try:
        with storage_errors(), moving_lock(paths.library):
            _change_over(paths.library, usual)
    except LibraryBusy:
        logger.info("the library moves at a later start: it is in use")
    except DesktopRagError as error:
        logger.warning("the library stays where it was: %s", type(error).__name__)
        _give_up(paths.library)
        if tell is not None:
            tell(_not_moved(error))
    return RuntimePaths.beginning_at(usual)


def _change_over(library: Path, usual: Path) -> None:
    """What was written since it was copied comes along; the pointer is the last step that can fail."""
    target = _read_place(library / PENDING)
    if target is None:  # another start has done it meanwhile
        return
    if _read_place(target / CAME_FROM) != library:
        raise InputError("The copy is not there any more.")
    with writer_lock(library):
        check_unused(library / DATABASE)
        _copy_database(library, target, lambda: None)
        _copy_files(library, target, JobContext())
        if target == usual:
            (usual / POINTER).unlink(missing_ok=True)
        else:
            _write_whole(usual / POINTER, os.fsencode(target))
    with contextlib.suppress(OSError):
        (library / PENDING).unlink(missing_ok=True)


def _give_up(library: Path) -> None:
    """The copy is no use any more; where it cannot be reached, it stays."""
    target = _read_place(library / PENDING)
    with contextlib.suppress(OSError):
        (library / PENDING).unlink(missing_ok=True)
        if target is not None and _read_place(target / CAME_FROM) == library:
            _forget_ours(target)


def _not_moved(error: DesktopRagError) -> LibraryError:
    return LibraryError(
        "The library could not be moved. It stays where it was, with everything in it.",
        hint="See that the new place is connected and has enough room, then move it again.",
        detail=f"{error.message} {error.detail}".strip(),
    )


def _is_free(folder: Path) -> bool:
    """Nothing is in it but, in the usual place, the pointer away from it."""
    return all(path.name == POINTER for path in folder.iterdir())


def _copy_database(library: Path, target: Path, check: Callable[[], None]) -> None:
    """The copy takes the place of an earlier one only when it was found to be sound."""
    fresh = target / f"{DATABASE}.new"
    fresh.unlink(missing_ok=True)
    try:
        copy_out(library / DATABASE, fresh, check)
        check_copy(fresh, check)
        _to_disk(fresh)  # which SQLite does not see to when it writes a copy
        fresh.replace(target / DATABASE)
        _to_disk(target)
    finally:
        fresh.unlink(missing_ok=True)


def _copy_files(library: Path, target: Path, job: JobContext) -> None:
    files = [(path, size) for path, size in _files(library) if path.relative_to(library).parts[0] in CARRIED]
    total, done = sum(size for _path, size in files), 0
    for path, size in files:
        new = target / path.relative_to(library)
        if _is_there(path, new):
            continue
        new.parent.mkdir(parents=True, exist_ok=True)

        def hear(written: int, before: int = done) -> None:
            job.cancel.raise_if_cancelled()
            job.report(Progress(Phase.EXPORTING, before + written, total))

        if _copy_file(path, new, hear) != _digest(new, job):
            raise LibraryError("The copy is not like the original.", hint="Check the disk, then try again.")
        _to_disk(new.parent)
        done += size


def _is_there(path: Path, new: Path) -> bool:
    """Whether a large file was copied before and has not changed since; small ones are copied again."""
    try:
        now, then = path.stat(), new.stat()
    except OSError:
        return False
    is_as_old = abs(now.st_mtime_ns - then.st_mtime_ns) <= SAME_TIME_NS
    return now.st_size > BLOCK and now.st_size == then.st_size and is_as_old


def _copy_file(path: Path, new: Path, hear: Callable[[int], None]) -> bytes:
    """The digest of what was read."""
    digest, written = hashlib.sha256(), 0
    with path.open("rb") as source, new.open("wb") as copy:
        while block := source.read(BLOCK):
            digest.update(block)
            copy.write(block)
            written += len(block)
            hear(written)
        copy.flush()
        os.fsync(copy.fileno())
    times = path.stat()
    os.utime(new, ns=(times.st_atime_ns, times.st_mtime_ns))  # by which the shelf knows that it is the same
    return digest.digest()


def _digest(path: Path, job: JobContext) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            job.cancel.raise_if_cancelled()
            digest.update(block)
    return digest.digest()


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    """Each with its size; what goes away meanwhile is left out."""
    for place, _folders, names in os.walk(folder):
        for name in sorted(names):
            path = Path(place, name)
            with contextlib.suppress(OSError):
                yield path, path.lstat().st_size


def _forget_ours(folder: Path, *, folder_too: bool = True) -> None:
    """All that this program writes in a library's folder, and the folder if nothing else is in it. The
    database goes last: as long as it is there, what is left of the rest is seen."""
    for name in (*LEFT_BEHIND, CAME_FROM):
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    for name in (f"{DATABASE}.new", f"{DATABASE}-wal", f"{DATABASE}-shm", DATABASE):
        (folder / name).unlink(missing_ok=True)
    if folder_too:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _read_place(file: Path) -> Path | None:
    try:
        said = os.fsdecode(file.read_bytes())
    except OSError:
        return None
    return Path(said) if said and "\0" not in said and Path(said).is_absolute() else None


def _write_whole(file: Path, content: bytes) -> None:
    """All of it or nothing, whatever happens meanwhile."""
    fresh = file.with_name(f"{file.name}.new")
    with fresh.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)
    _to_disk(file.parent)


def _to_disk(path: Path) -> None:
    """A file's content, or the names in a folder, outlast a power cut from now on; not every system can say
    that of a folder."""
    if path.is_dir():
        with contextlib.suppress(OSError):
            folder = os.open(path, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    else:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
