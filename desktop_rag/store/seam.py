"""The one place where errors of SQLite and the file system become ours. Any thread of the window process."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator

from desktop_rag.domain.errors import (
    DesktopRagError,
    DiskFull,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryReadOnly,
)

_SQLITE: dict[int, type[LibraryError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: LibraryReadOnly,
    sqlite3.SQLITE_CANTOPEN: LibraryReadOnly,
    sqlite3.SQLITE_PERM: LibraryReadOnly,
    sqlite3.SQLITE_CORRUPT: LibraryDamaged,
    sqlite3.SQLITE_NOTADB: LibraryDamaged,
    sqlite3.SQLITE_BUSY: LibraryBusy,
    sqlite3.SQLITE_LOCKED: LibraryBusy,
    sqlite3.SQLITE_IOERR: LibraryError,
}
_SQLITE_EXTENDED: dict[int, type[LibraryError]] = {
    sqlite3.SQLITE_IOERR_SHMSIZE: DiskFull,  # no room for the file beside the database that readers share
}
_NO_INPUT_OUTPUT = "The disk that the library is on could not be read or written."
_CHECK_THE_DISK = "Check that the disk is connected, sound and not full, then try again."
_OS: dict[int, type[LibraryError]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EFBIG: DiskFull,
    errno.EROFS: LibraryReadOnly,
    errno.EACCES: LibraryReadOnly,
    errno.EPERM: LibraryReadOnly,
    errno.EEXIST: LibraryReadOnly,
    errno.ENOTDIR: LibraryReadOnly,
}


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Maps what the environment did to us; a mistake of our own (bad SQL, a broken rule) passes unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        mapped = _from_sqlite(error)
        if mapped is None:
            raise
        raise mapped from error
    except OSError as error:
        kind = _OS.get(error.errno or 0, LibraryError)
        raise kind(detail=f"{type(error).__name__}: {error}") from error


def _from_sqlite(error: sqlite3.Error) -> DesktopRagError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    kind = _SQLITE_EXTENDED.get(code) or _SQLITE.get(code & 0xFF)
    detail = f"SQLite {getattr(error, 'sqlite_errorname', code)}: {error}"
    if kind is LibraryError:  # the disk fails, or holds no file as large as this
        return LibraryError(_NO_INPUT_OUTPUT, hint=_CHECK_THE_DISK, detail=detail)
    return kind(detail=detail) if kind else None
