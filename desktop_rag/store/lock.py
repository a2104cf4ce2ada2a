"""One writer at a time across processes: an operating system lock that ends with its process. Any thread."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import filelock

from desktop_rag.domain.errors import LibraryBusy
from desktop_rag.store.seam import storage_errors

MOVING_LOCK = "moving.lock"


@contextlib.contextmanager
def writer_lock(library: Path, timeout_s: float = 0.0) -> Iterator[None]:
    """Held while the library is being changed. Raises `LibraryBusy` if another process holds it so long."""
    with _held(library / "writer.lock", timeout_s):
        yield


@contextlib.contextmanager
def moving_lock(library: Path) -> Iterator[None]:
    """Held while the library changes its place, which takes seconds: who starts meanwhile waits to the end,
    and then looks where it is."""
    with _held(library / MOVING_LOCK, timeout_s=-1):
        yield


@contextlib.contextmanager
def _held(file: Path, timeout_s: float) -> Iterator[None]:
    with storage_errors():
        lock = filelock.FileLock(file, timeout=timeout_s, thread_local=False)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise LibraryBusy from error
    try:
        yield
    finally:
        lock.release()


def check_unused(database: Path) -> None:
    """Raises `LibraryBusy` while any process has this database open, also one that only reads it.

    Who has read a database with a write-ahead log keeps a lock on it until the end, and nobody gets it alone.
    Source: https://www.sqlite.org/wal.html, "Use of WAL Without Shared-Memory".
    """
    with storage_errors(), contextlib.closing(sqlite3.connect(database, timeout=0)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
