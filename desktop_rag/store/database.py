"""The SQLite file: opening, migrating, one thread that writes, any number that read.

Reads happen on the calling thread with a connection of its own. Writes are handed to one writer thread, each
a transaction; a crash at any moment leaves the last committed state (write-ahead log).
"""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from desktop_rag.domain.errors import LibraryTooNew
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.schema import MIGRATIONS
from desktop_rag.store.seam import storage_errors

T = TypeVar("T")
BUSY_TIMEOUT_S = 10.0
MAX_VARIABLES = 500
CHECKPOINT_PAGES = 4_000
"""Of 4 kB: a page that changes often goes into the database file less often than with the usual 1,000."""


class Database:
    """An open library database. `close` ends the writer thread and every connection."""

    def __init__(self, path: Path) -> None:
        """Opens or creates the file and brings it up to date.

        Raises:
            LibraryTooNew: a newer version of the program wrote it.
            LibraryError: it is damaged, read-only, or the disk is full.
        """
        self.path = path
        self._readers: dict[int, sqlite3.Connection] = {}
        self._readers_lock = threading.Lock()
        self._closed = False
        with storage_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(_connect(path)) as connection:
                _migrate(connection, path)
            self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database-writer")
            self._write_connection = self._writer.submit(_connect, path).result()

    def close(self) -> None:
        """May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._writer.submit(self._write_connection.close).result()
        self._writer.shutdown(wait=True)
        with self._readers_lock:
            for connection in self._readers.values():
                connection.close()
            self._readers.clear()

    def write(self, change: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `change` in one transaction on the writer thread and waits; all of it happens or nothing.

        Raises `LibraryError` when the environment does not let us write.
        """
        return self._writer.submit(self._transact, change).result()

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """This thread's reading connection, inside one consistent snapshot."""
        with storage_errors():
            connection = self._reader()
            nested = connection.in_transaction
            if not nested:
                connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if not nested:
                    connection.execute("COMMIT")

    def _transact(self, change: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._write_connection
        with storage_errors():
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = change(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    def _reader(self) -> sqlite3.Connection:
        thread = threading.get_ident()
        with self._readers_lock:
            if thread not in self._readers:
                connection = _connect(self.path)
                connection.execute("PRAGMA query_only = ON")
                self._readers[thread] = connection
            return self._readers[thread]


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Under the writer's lock, since two processes may open a new library at the same moment."""
    if _version(connection) == len(MIGRATIONS):
        return
    with writer_lock(path.parent, BUSY_TIMEOUT_S):
        _apply_missing(connection, path, _version(connection))


def _version(connection: sqlite3.Connection) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise LibraryTooNew(detail=f"schema {version}, this program knows {len(MIGRATIONS)}")
    return version


def _apply_missing(connection: sqlite3.Connection, path: Path, version: int) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # the file remembers it
    if 0 < version < len(MIGRATIONS):
        _back_up(connection, path.with_name(f"{path.name}.before-{len(MIGRATIONS)}"))
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")


def _back_up(connection: sqlite3.Connection, copy: Path) -> None:
    with contextlib.closing(sqlite3.connect(copy)) as target:
        connection.backup(target)


def select_among(
    connection: sqlite3.Connection, sql: str, keys: Sequence[object], values: Sequence[object] = ()
) -> Iterator[sqlite3.Row]:
    """Rows of `sql`, which ends in `IN`, for all `keys`, however many; `values` are bound before them."""
    for begin in range(0, len(keys), MAX_VARIABLES):
        some = keys[begin : begin + MAX_VARIABLES]
        yield from connection.execute(f"{sql} ({','.join('?' * len(some))})", [*values, *some])
