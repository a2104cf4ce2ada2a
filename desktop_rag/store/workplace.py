"""A folder in the library's own for work that takes the room of a copy of it. Any lane's thread."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.errors import DiskFull, LibraryBusy, LibraryError
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.seam import storage_errors

EXPORTING = "exporting"
IMPORTING = "importing"
_INNER = "copy"


@contextlib.contextmanager
def workplace(library: Path, name: str) -> Iterator[Path]:
    """An empty folder for as long as this lasts; what is in it goes at the end.

    Raises `LibraryBusy` while another process works there, and `DiskFull` in words that fit.
    """
    place = library / name
    is_ours = False
    try:
        with storage_errors():
            place.mkdir(exist_ok=True)
        with _fitting_words(name), writer_lock(place):
            is_ours = True
            yield _emptied(place / _INNER)
    finally:
        if is_ours:  # after the lock is given back: Windows deletes no file that is open
            shutil.rmtree(place, ignore_errors=True)


def forget_leftovers(library: Path) -> None:
    """Deletes what was left by a program that was killed; what is in use stays."""
    for name in (EXPORTING, IMPORTING):
        if (library / name).is_dir():
            with contextlib.suppress(LibraryError), workplace(library, name):
                pass


def _emptied(folder: Path) -> Path:
    with storage_errors():
        if folder.is_dir():
            shutil.rmtree(folder)
        folder.mkdir()
    return folder


@contextlib.contextmanager
def _fitting_words(name: str) -> Iterator[None]:
    try:
        yield
    except LibraryBusy as error:
        if name == EXPORTING and error.message == LibraryBusy.default_message:
            raise LibraryBusy("This library is being exported already.") from error
        raise
    except DiskFull as error:
        if error.message != DiskFull.default_message:
            raise
        message = "There is not enough room on the disk of the library for a copy of it."
        hint = "Free some space, then try again. Nothing was changed."
        raise DiskFull(message, hint=hint, detail=error.detail) from error
