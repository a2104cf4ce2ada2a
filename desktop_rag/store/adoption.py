"""Makes a library that was copied here as a folder one of this place: called when it is opened, main thread.

Of a library from another kind of system the paths are spelled as here, so that they have parts that can be
compared and relocated; else its documents would look as if they lay outside of all folders. What lies in the
library's own folder, such as downloaded models, is found where that folder is now.
"""

import contextlib
import json
import os
import sqlite3
from pathlib import Path

from desktop_rag.domain.errors import LibraryError
from desktop_rag.domain.moved_paths import PathMove, is_foreign, spelled_here
from desktop_rag.store.database import BUSY_TIMEOUT_S, Database
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.paths import to_blob
from desktop_rag.store.relocation import WINDOWS, as_written, rename_everywhere, renamed_in_json

FOLDER = "folder"
"""The setting that says where the library's folder was when it was opened last."""


def adopt(database: Database, folder: Path) -> None:
    """Writes only when the library came from elsewhere. Raises `LibraryBusy` when another process, that may
    be doing the same, writes too long."""
    if _is_foreign(database):
        with writer_lock(folder, BUSY_TIMEOUT_S):
            database.write(spell_paths_as_here)
    before = _known_folder(database)
    if not _is_same_folder(before, folder):
        with contextlib.suppress(LibraryError):  # a library that cannot be written to can still be asked
            database.write(lambda connection: _move_own_files(connection, before, folder))


def _is_same_folder(before: str, folder: Path) -> bool:
    """Also when it is opened by another name, as through a link."""
    with contextlib.suppress(OSError, ValueError):
        return before == str(folder) or (before != "" and os.path.samefile(before, folder))
    return False


def spell_paths_as_here(connection: sqlite3.Connection) -> None:
    """In the tables of documents and conversations. Changes nothing in a library of this kind of system."""
    rename_everywhere(connection, _spelled)


def _spelled(path: str) -> str | None:
    return spelled_here(path, WINDOWS) if is_foreign(path, WINDOWS) else None


def _is_foreign(database: Database) -> bool:
    """Absolute paths tell: here they begin otherwise. Every document lies at or below a root."""
    with database.read() as connection:
        rows = connection.execute("SELECT path FROM roots")
        return any(is_foreign(as_written(row[0]), WINDOWS) for row in rows)


def _known_folder(database: Database) -> str:
    with database.read() as connection:
        row = connection.execute("SELECT value FROM settings WHERE name = ?", (FOLDER,)).fetchone()
    try:
        value = json.loads(row[0]) if row else ""
    except (ValueError, TypeError):
        return ""
    return value if isinstance(value, str) else ""


def _move_own_files(connection: sqlite3.Connection, before: str, folder: Path) -> None:
    if before:
        old = spelled_here(before, WINDOWS)
        _move_shelf(connection, PathMove(old, str(folder), WINDOWS))
    sql = "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    connection.execute(sql, (FOLDER, json.dumps(str(folder))))


def _move_shelf(connection: sqlite3.Connection, move: PathMove) -> None:
    """Of files that came along; others stay what and where they were."""

    def moved(path: str) -> str | None:
        new = move.moved(spelled_here(path, WINDOWS))
        return new if new and Path(new).exists() else None

    for row in connection.execute("SELECT id, path, facts FROM shelf").fetchall():
        new = moved(as_written(row["path"]))
        if new:
            facts = renamed_in_json(row["facts"], moved, frozenset({"path"}))
            sql = "UPDATE OR IGNORE shelf SET path = ?, facts = ? WHERE id = ?"
            connection.execute(sql, (to_blob(Path(new)), facts, row["id"]))
    for row in connection.execute("SELECT name, value FROM settings").fetchall():
        value = renamed_in_json(row["value"], moved, None)
        if value != row["value"]:
            connection.execute("UPDATE settings SET value = ? WHERE name = ?", (value, row["name"]))
