"""Copies a library's database out, and puts a checked copy in the place of a library's database.

Any lane's thread, with connections of its own. A copy from elsewhere is untrusted: before anything of it is
used, it must have exactly the tables, triggers and views that this program makes, and be sound.
"""

import contextlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_rag.domain.errors import Cancelled, InputError, LibraryBusy, LibraryDamaged, LibraryTooNew
from desktop_rag.store.adoption import spell_paths_as_here
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import BUSY_TIMEOUT_S, Database
from desktop_rag.store.library import Library
from desktop_rag.store.roots import RootStore
from desktop_rag.store.schema import MIGRATIONS
from desktop_rag.store.seam import storage_errors
from desktop_rag.store.vectors import CONTENT
from desktop_rag.store.words import WordIndex

STEPS_BETWEEN = 100_000
"""Of SQLite's machine, between two looks at whether to stop: a few milliseconds."""
PAGES_AT_ONCE = 2_000
STALLED_S = 60.0
TIDYING_MS = 500
EMBEDDER = "embedder"
"""The one setting that belongs to the documents; all others belong to the computer, as its models do."""

_PATHS = "SELECT path FROM roots UNION ALL SELECT path FROM documents UNION ALL SELECT path FROM exclusions"
_ODD = {
    "paths": f"SELECT 1 FROM ({_PATHS}) WHERE typeof(path) <> 'blob' OR length(path) = 0",
    "scopes": "SELECT 1 FROM turns WHERE typeof(scope) NOT IN ('blob', 'null')",
    "facts": "SELECT 1 FROM facts WHERE typeof(value) <> 'integer' OR value NOT BETWEEN 0 AND 1 << 62",
    "no generation": "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM facts WHERE name = 'generation')",
    "settings": "SELECT 1 FROM settings WHERE typeof(value) <> 'text'",
    "pages": "SELECT 1 FROM pages WHERE typeof(text) <> 'text' OR NOT json_valid(blocks)",
    "vectors": "SELECT 1 FROM vectors JOIN embedders ON embedders.id = embedder_id"
    " WHERE typeof(vector) <> 'blob' OR length(vector) <> 4 * dimension",
}
"""What no library of this program's has, each as a query that finds it."""

Check = Callable[[], None]
"""Stops the work by raising."""


def copy_out(database: Path, copy: Path, check: Check) -> tuple[int, int, int, int]:
    """Writes what is in the database at this moment to a new file, while others read and write it.

    Deleted text is not in the copy. Returns its schema's version and how many documents, passages and
    conversations it has.
    """
    with (
        storage_errors(),
        contextlib.closing(sqlite3.connect(database, timeout=BUSY_TIMEOUT_S)) as source,
        _stoppable(source, check),
    ):
        source.execute("VACUUM INTO ?", (os.fspath(copy),))
    with storage_errors(), contextlib.closing(sqlite3.connect(copy)) as connection:
        counts = (
            "PRAGMA user_version",
            "SELECT count(*) FROM documents",
            "SELECT count(*) FROM passages",
            "SELECT count(*) FROM conversations WHERE deleted_at IS NULL",
        )
        version, documents, passages, talks = (connection.execute(sql).fetchone()[0] for sql in counts)
    return version, documents, passages, talks


def is_empty(database: Database) -> bool:
    """Whether nothing would be lost if another library took its place."""
    with database.read() as connection:
        sql = "SELECT EXISTS (SELECT 1 FROM {}) OR EXISTS (SELECT 1 FROM {}) OR EXISTS (SELECT 1 FROM {})"
        return not connection.execute(sql.format("roots", "documents", "conversations")).fetchone()[0]


def check_copy(copy: Path, check: Check) -> None:
    """Raises `LibraryTooNew`, or `InputError` when this is no sound library of this program's."""
    try:
        with contextlib.closing(sqlite3.connect(copy)) as connection, _stoppable(connection, check):
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > len(MIGRATIONS):
                raise LibraryTooNew
            if version < 1 or _shape(connection) != _shape_of_ours(version):
                raise _unsound("it has other tables")
            if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise _unsound("integrity_check")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise _unsound("foreign_key_check")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise _unsound(str(error)) from error


def prepare_copy(copy: Path, own: Database) -> None:
    """Brings a checked copy up to date, and makes it a library of this computer: models and settings are
    those of `own`, paths are spelled as here. Raises `InputError` when its content makes no sense.
    """
    with contextlib.closing(Database(copy)) as theirs:
        _check_types(theirs)
        theirs.write(spell_paths_as_here)
        _check_content(theirs)
        with own.read() as connection:
            shelf = connection.execute("SELECT * FROM shelf").fetchall()
            settings = connection.execute("SELECT * FROM settings WHERE name <> ?", (EMBEDDER,)).fetchall()
        theirs.write(lambda connection: _make_own(connection, shelf, settings, Library(own).generation()))


def put_in_place(copy: Path, database: Path, on_share: Callable[[float], None]) -> None:
    """Replaces all of the database by the copy in one transaction, also while others have it open.

    Whatever stops this, even a kill, leaves the one or the other: the pages go to the write-ahead log, and
    count from its last one on. `on_share` hears how far it is (0–1), and stops it by raising.
    """
    with (
        storage_errors(),
        contextlib.closing(sqlite3.connect(copy)) as source,
        contextlib.closing(sqlite3.connect(database, timeout=BUSY_TIMEOUT_S)) as target,
    ):
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target, pages=PAGES_AT_ONCE, progress=_Watch(on_share).hear)
        target.execute(f"PRAGMA busy_timeout = {TIDYING_MS}")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # where others still read, it comes later


class _Watch:
    """Gives up on a database that somebody else keeps locked."""

    def __init__(self, on_share: Callable[[float], None]) -> None:
        self._on_share = on_share
        self._remaining = -1
        self._moved_at = time.monotonic()

    def hear(self, _status: int, remaining: int, total: int) -> None:
        now = time.monotonic()
        if remaining != self._remaining:
            self._remaining, self._moved_at = remaining, now
        elif now - self._moved_at > STALLED_S:
            raise LibraryBusy
        self._on_share(1 - remaining / max(1, total))


def _make_own(
    connection: sqlite3.Connection, shelf: list[sqlite3.Row], settings: list[sqlite3.Row], generation: int
) -> None:
    embedder = connection.execute("SELECT value FROM settings WHERE name = ?", (EMBEDDER,)).fetchone()
    if embedder is not None:
        value = _embedder_here(connection, embedder[0], shelf)
        connection.execute("UPDATE settings SET value = ? WHERE name = ?", (value, EMBEDDER))
    connection.execute("DELETE FROM settings WHERE name <> ?", (EMBEDDER,))
    connection.execute("DELETE FROM shelf")
    connection.execute("UPDATE roots SET identity = ''")
    _insert(connection, "settings", settings)
    _insert(connection, "shelf", shelf)
    sql = "UPDATE facts SET value = max(value, ?) + 1 WHERE name = 'generation'"
    connection.execute(sql, (generation,))
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (CONTENT, secrets.randbits(62)))


def _embedder_here(connection: sqlite3.Connection, choice: str, shelf: list[sqlite3.Row]) -> str:
    """The chosen embedder, by the path that the same file has on this computer, if it is on the shelf."""
    try:
        chosen = json.loads(choice)
        named = connection.execute(
            "SELECT path, size_bytes, sha256 FROM shelf WHERE path = ?", (os.fsencode(chosen["path"]),)
        ).fetchone()
    except (ValueError, TypeError, KeyError, AttributeError):
        return choice
    for row in shelf if named is not None else ():
        if _is_same_file(named, row):
            return json.dumps({**chosen, "path": os.fsdecode(row["path"])}, separators=(",", ":"))
    return choice


def _is_same_file(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    """By their checksums where both are known, else by name and size."""
    if one["sha256"] and other["sha256"]:
        return bool(one["sha256"] == other["sha256"])
    names = [bytes(row["path"]).replace(b"\\", b"/").rpartition(b"/")[2] for row in (one, other)]
    return bool(names[0] == names[1] and one["size_bytes"] == other["size_bytes"])


def _insert(connection: sqlite3.Connection, table: str, rows: list[sqlite3.Row]) -> None:
    for row in rows:
        columns = row.keys()
        marks = ",".join("?" * len(columns))
        connection.execute(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", tuple(row))


def _check_types(database: Database) -> None:
    """SQLite keeps any value in any column."""
    with database.read() as connection:
        for what, sql in _ODD.items():
            if connection.execute(f"SELECT EXISTS ({sql})").fetchone()[0]:
                raise _unsound(what)


def _check_content(database: Database) -> None:
    """Reads it all once the way the program does, so that nothing odd comes up later as a failure of ours."""
    roots, conversations = RootStore(database), Conversations(database)
    try:
        roots.all()
        roots.exclusions()
        Library(database).documents()
        for summary in conversations.summaries():
            conversations.turns(summary.id)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise _unsound(f"{type(error).__name__}: {error}") from error
    try:
        if not WordIndex(database).check():
            raise _unsound("the keyword indexes do not fit")
    except LibraryDamaged as error:
        raise _unsound(error.detail) from error


def _shape(connection: sqlite3.Connection) -> set[tuple[str, str, str, str]]:
    """All that the schema has, each with the words that made it; those of tables inside an FTS5 table are
    its own affair and differ between versions of SQLite."""
    shape = set()
    for kind, name, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        if not name.startswith("sqlite_stat"):
            said = (sql or "").split()
            shape.add((kind, name, table, " ".join(said[:2] if "_fts_" in name else said)))
    return shape


def _shape_of_ours(version: int) -> set[tuple[str, str, str, str]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for script in MIGRATIONS[:version]:
            connection.executescript(script)
        return _shape(connection)


@contextlib.contextmanager
def _stoppable(connection: sqlite3.Connection, check: Check) -> Iterator[None]:
    """Calls `check` now and then during a long statement, and raises what it raised."""
    raised: list[BaseException] = []

    def look() -> int:
        try:
            check()
        except Cancelled as error:
            raised.append(error)
        return len(raised)

    connection.set_progress_handler(look, STEPS_BETWEEN)
    try:
        yield
    except sqlite3.OperationalError as error:
        if raised:
            raise raised[0] from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _unsound(detail: str) -> InputError:
    hint = "Export the library again, on the computer that it is from. Nothing was changed."
    return InputError("The exported library is damaged, or was changed.", hint=hint, detail=detail)
