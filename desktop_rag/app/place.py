"""Moves the library's folder to another place: copy, check, and only then look for it there.

The copying is done while the window is open (ingest lane's thread); the change itself at the next start,
before the library is opened (main thread), when nobody writes to it: then what was written meanwhile is
copied once more. Until the pointer is written, and whenever anything goes wrong, the library is where it was.
The old folder is kept until the person has it deleted.
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
from desktop_rag.domain.errors import DesktopRagError, DiskFull, InputError, LibraryError
from desktop_rag.domain.sizes import rough_size
from desktop_rag.runtime import POINTER, RuntimePaths, absolute_path
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.replacing import check_copy, copy_out
from desktop_rag.store.seam import storage_errors

DATABASE = "library.db"
PENDING = "library-moves-to"
"""In the library's folder, from the end of the copying to the change itself: the new folder."""
CAME_FROM = "library-came-from"
"""In the new folder: the old one, for as long as that is kept."""
CARRIED = ("models", "adapters", "window.ini")
"""What goes along as files. The index is made anew from the database, logs stay behind."""
LEFT_BEHIND = ("index", "logs", "exporting", "importing", "writer.lock", PENDING, *CARRIED)
FOLDER_NAME = "Desktop RAG"
BLOCK = 1 << 20
MARGIN_BYTES = 200_000_000

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
            if _is_free(chosen):
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
        with storage_errors(), writer_lock(library):
            self._check(target)
            target.mkdir(parents=True, exist_ok=True)
            try:
                _copy_database(library, target, job.cancel.raise_if_cancelled)
                _copy_files(library, target, job)
                (target / CAME_FROM).write_bytes(os.fsencode(library))
            except BaseException:  # also when it is stopped: half a library is no use to anybody
                _forget_ours(target)
                raise
            _write_whole(library / PENDING, os.fsencode(target))
        return target

    def old_place(self) -> OldPlace | None:
        """What the last move has left behind; None when there is nothing."""
        folder = _read_place(self._paths.library / CAME_FROM)
        if folder is None or folder == self._paths.library or not (folder / DATABASE).exists():
            return None
        return OldPlace(folder, sum(size for _path, size in _files(folder)))

    def forget_old_place(self) -> None:
        """Deletes what this program wrote there, and nothing else. Raises `LibraryError`."""
        old = self.old_place()
        if old is not None:
            with storage_errors(), writer_lock(old.folder):
                _forget_database(old.folder)
            _forget_ours(old.folder)
        (self._paths.library / CAME_FROM).unlink(missing_ok=True)

    def _check(self, target: Path) -> None:
        library = self._paths.library
        if not self.can_move:
            raise InputError("This library was named when the program was started, so it stays there.")
        if target == library or target.is_relative_to(library) or library.is_relative_to(target):
            raise InputError("The new place lies in the old one.", hint="Choose another folder.")
        if target.exists() and (not target.is_dir() or not _is_free(target)):
            raise InputError(f"There is something in “{target}” already.", hint="Choose an empty folder.")
        needed = self.needed_bytes() + MARGIN_BYTES
        if free_disk(target) < needed:
            raise DiskFull(f"There is not enough room there: {rough_size(needed)} are needed.")


def settled(paths: RuntimePaths) -> RuntimePaths:
    """Called at the start of the program, before the library is opened: finishes a move that was prepared.

    Returns where the library is from now on. Raises `LibraryError` when it was moved and is not there.
    """
    target = _read_place(paths.library / PENDING) if paths.usual is not None else None
    if target is not None and paths.usual is not None:
        try:
            _change_over(paths, paths.usual, target)
            paths = RuntimePaths(target, paths.usual)
        except (DesktopRagError, OSError) as error:
            logger.warning("the library stays where it was: %s", type(error).__name__)
        (paths.library / PENDING).unlink(missing_ok=True)
    if paths.was_moved and not (paths.library / DATABASE).exists():
        message = f"The library is not where it was moved to, “{paths.library}”."
        raise LibraryError(message, hint="Connect the drive that it lies on, then start Desktop RAG again.")
    return paths


def _change_over(paths: RuntimePaths, usual: Path, target: Path) -> None:
    """What was written since it was copied comes along; the pointer is the last step."""
    if _read_place(target / CAME_FROM) != paths.library:
        raise InputError("The copy is not there any more.")
    with storage_errors(), writer_lock(paths.library):
        _copy_database(paths.library, target, lambda: None)
        settings = paths.library / "window.ini"
        if settings.exists():
            shutil.copyfile(settings, target / settings.name)
        if target == usual:
            (usual / POINTER).unlink(missing_ok=True)
        else:
            _write_whole(usual / POINTER, os.fsencode(target))
        (paths.library / PENDING).unlink(missing_ok=True)


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
        fresh.replace(target / DATABASE)
    finally:
        fresh.unlink(missing_ok=True)


def _copy_files(library: Path, target: Path, job: JobContext) -> None:
    files = [(path, size) for path, size in _files(library) if path.relative_to(library).parts[0] in CARRIED]
    total, done = sum(size for _path, size in files), 0
    for path, size in files:
        new = target / path.relative_to(library)
        new.parent.mkdir(parents=True, exist_ok=True)

        def hear(written: int, before: int = done) -> None:
            job.cancel.raise_if_cancelled()
            job.report(Progress(Phase.EXPORTING, before + written, total))

        if _copy_file(path, new, hear) != _digest(new, job):
            raise LibraryError("The copy is not like the original.", hint="Check the disk, then try again.")
        done += size


def _copy_file(path: Path, new: Path, hear: Callable[[int], None]) -> bytes:
    """The digest of what was read."""
    digest, written = hashlib.sha256(), 0
    with path.open("rb") as source, new.open("xb") as copy:
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


def _forget_database(folder: Path) -> None:
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}.new"):
        (folder / name).unlink(missing_ok=True)


def _forget_ours(folder: Path) -> None:
    """All that this program writes in a library's folder, and the folder if nothing else is in it."""
    _forget_database(folder)
    for name in (*LEFT_BEHIND, CAME_FROM):
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
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
