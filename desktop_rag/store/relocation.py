"""Gives everything the library knows of some files another path. Nothing is read or embedded.

Reads on the calling thread; the change is one transaction on the writer thread, to be made under the
writer's lock.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.errors import InputError
from desktop_rag.domain.moved_paths import PathMove, Relocated
from desktop_rag.domain.scopes import is_within
from desktop_rag.store.database import Database
from desktop_rag.store.library import forget_content
from desktop_rag.store.paths import from_blob

WINDOWS = os.name == "nt"
_SCOPES_APART = b"\0"
_PATH_KEYS = frozenset({"path", "paths", "scope"})
_TABLES = ("roots", "documents", "exclusions")

Rename = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Affected:
    """What a move concerns: added folders and files as (path until now, whether a folder), documents by
    their path to come."""

    roots: tuple[tuple[Path, bool], ...]
    documents: tuple[Path, ...]


def path_move(old: Path, new: Path) -> PathMove:
    return PathMove(str(old), str(new), WINDOWS)


class Relocation:
    def __init__(self, database: Database) -> None:
        self._database = database

    def affected(self, move: PathMove) -> Affected:
        with self._database.read() as connection:
            roots = [
                (from_blob(row["path"]), bool(row["is_folder"]))
                for row in connection.execute("SELECT path, is_folder FROM roots ORDER BY path")
            ]
            documents = _moving(connection, "documents", move)
        return Affected(
            tuple((path, is_folder) for path, is_folder in roots if move.moved(str(path)) is not None),
            tuple(from_blob(new) for _old, new in documents),
        )

    def apply(self, move: PathMove, is_folder: bool) -> Relocated:
        """Everything at or below the old path, or nothing.

        What leaves the folder that it was added with, for a place outside of all added ones, is from then on
        added by itself; `is_folder` is what stands at the new path. Raises `InputError` when a document with
        other content is known at the new place already.
        """

        def change(connection: sqlite3.Connection) -> Relocated:
            moving = _moving(connection, "documents", move)
            superfluous = _superfluous(connection, moving)
            _remove(connection, superfluous)
            _rename(connection, "documents", [pair for pair in moving if pair[0] not in superfluous])
            roots = _move_roots(connection, move)
            roots += _add_root_for_the_leaving(connection, move, moving, is_folder)
            _move_exclusions(connection, move)
            answers = rename_in_turns(connection, move.moved)
            return Relocated(len(moving), len(superfluous), roots=roots, answers=answers)

        return self._database.write(change)


def rename_everywhere(connection: sqlite3.Connection, rename: Rename) -> None:
    """Gives paths of files new names that are as different from each other as the old ones."""
    for table in _TABLES:
        _rename(connection, table, _renamed(connection, table, rename))
    rename_in_turns(connection, rename)


def rename_in_turns(connection: sqlite3.Connection, rename: Rename) -> int:
    """In what was asked about, and in the sources of answers. Says in how many turns."""
    changed = []
    for row in connection.execute("SELECT id, scope, answer FROM turns"):
        scope, answer = _scope(row["scope"], rename), renamed_in_json(row["answer"], rename, _PATH_KEYS)
        if (scope, answer) != (row["scope"], row["answer"]):
            changed.append((scope, answer, row["id"]))
    connection.executemany("UPDATE turns SET scope = ?, answer = ? WHERE id = ?", changed)
    return len(changed)


def renamed_in_json(text: str | None, rename: Rename, keys: frozenset[str] | None) -> str | None:
    """JSON with the paths renamed that stand under one of `keys`, at any depth; None takes every text.

    What is no JSON stays as it is.
    """
    if not text:
        return text
    try:
        value = json.loads(text)
        renamed = _walk(value, rename, keys, keys is None)
    except (ValueError, RecursionError):
        return text
    return text if renamed == value else json.dumps(renamed, separators=(",", ":"))


def _walk(value: object, rename: Rename, keys: frozenset[str] | None, is_path: bool) -> object:
    if isinstance(value, dict):
        return {key: _walk(item, rename, keys, keys is None or key in keys) for key, item in value.items()}
    if isinstance(value, list):
        return [_walk(item, rename, keys, is_path) for item in value]
    if isinstance(value, str) and is_path:
        new = rename(value)
        return value if new is None else new
    return value


def _scope(blob: bytes | None, rename: Rename) -> bytes | None:
    """A path, or several with a zero byte between them."""
    if blob is None:
        return None
    return _SCOPES_APART.join(_renamed_blob(part, rename) or part for part in blob.split(_SCOPES_APART))


def _renamed_blob(blob: bytes, rename: Rename) -> bytes | None:
    new = rename(as_written(blob))
    return None if new is None else os.fsencode(new)


def as_written(blob: bytes) -> str:
    """The path as text, not taken apart: it may be of another system, and no text to Windows."""
    return blob.decode("utf-8", "surrogateescape") if WINDOWS else os.fsdecode(blob)


def _moving(connection: sqlite3.Connection, table: str, move: PathMove) -> list[tuple[bytes, bytes]]:
    return _renamed(connection, table, move.moved)


def _renamed(connection: sqlite3.Connection, table: str, rename: Rename) -> list[tuple[bytes, bytes]]:
    """The old and the new path of each row that `rename` concerns."""
    paths = [bytes(row[0]) for row in connection.execute(f"SELECT path FROM {table} ORDER BY path")]
    return [(path, new) for path in paths if (new := _renamed_blob(path, rename)) is not None]


def _rename(connection: sqlite3.Connection, table: str, pairs: Iterable[tuple[bytes, bytes]]) -> None:
    """In two steps, since a new path may be one that is to be given up; no path begins with a zero byte."""
    rows = list(pairs)
    connection.executemany(
        f"UPDATE {table} SET path = ? WHERE path = ?", [(b"\0" + old, old) for old, _new in rows]
    )
    connection.executemany(
        f"UPDATE {table} SET path = ? WHERE path = ?", [(new, b"\0" + old) for old, new in rows]
    )


def _superfluous(connection: sqlite3.Connection, moving: list[tuple[bytes, bytes]]) -> set[bytes]:
    """Of documents that would come to lie on one that is there already, the paths of those to give up."""
    leaving = {old for old, _new in moving}
    rows = connection.execute("SELECT path, sha256, passage_count FROM documents")
    known = {bytes(row["path"]): row for row in rows}
    superfluous, differing = set(), []
    for old, new in moving:
        if new not in known or new in leaving:
            continue
        moved, there = known[old], known[new]
        if not there["passage_count"]:
            superfluous.add(new)
        elif not moved["passage_count"] or moved["sha256"] == there["sha256"]:
            superfluous.add(old)
        else:
            differing.append(from_blob(new))
    if differing:
        raise _differing(differing)
    return superfluous


def _differing(paths: list[Path]) -> InputError:
    more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    return InputError(
        f"“{paths[0]}”{more} is in the library already, with other content than the file at the old place.",
        hint="Remove the old place from the library instead. Nothing was changed.",
    )


def _remove(connection: sqlite3.Connection, paths: set[bytes]) -> None:
    for path in paths:
        forget_content(connection, "path = ?", (path,))
        connection.execute("DELETE FROM documents WHERE path = ?", (path,))


def _move_roots(connection: sqlite3.Connection, move: PathMove) -> int:
    """A place that was added twice keeps the rules that it has where the files are now."""
    pairs = _moving(connection, "roots", move)
    leaving = {old for old, _new in pairs}
    staying = [bytes(row[0]) for row in connection.execute("SELECT path FROM roots")]
    there = set(staying) - leaving
    twice = [(old,) for old, new in pairs if new in there]
    connection.executemany("DELETE FROM roots WHERE path = ?", twice)
    _rename(connection, "roots", [pair for pair in pairs if pair[1] not in there])
    # On another drive the folder has another identity, which is noted when it is looked at.
    connection.executemany("UPDATE roots SET identity = '' WHERE path = ?", [(new,) for _old, new in pairs])
    return len(pairs)


def _add_root_for_the_leaving(
    connection: sqlite3.Connection, move: PathMove, moving: list[tuple[bytes, bytes]], is_folder: bool
) -> int:
    """A document outside of all roots would be forgotten at the next check."""
    rules = {from_blob(row[0]): row[1] for row in connection.execute("SELECT path, rules FROM roots")}
    if all(is_within(from_blob(path), rules) for _old, path in moving):
        return 0
    over = [path for path in rules if PathMove(str(path), "", move.windows).moved(move.old) is not None]
    kept = rules[max(over, key=lambda path: len(path.parts))] if over and is_folder else ""
    sql = "INSERT INTO roots (path, is_folder, rules) VALUES (?, ?, ?)"
    connection.execute(sql, (os.fsencode(move.new), is_folder, kept))
    return 1


def _move_exclusions(connection: sqlite3.Connection, move: PathMove) -> None:
    """What was excluded at the old place stays so; the new place itself is welcome, as when it is added."""
    pairs = _moving(connection, "exclusions", move)
    rows = [(old,) for old, _new in pairs]
    connection.executemany("DELETE FROM exclusions WHERE path = ?", [*rows, (os.fsencode(move.new),)])
    new = [(path,) for _old, path in pairs]
    connection.executemany("INSERT OR IGNORE INTO exclusions (path) VALUES (?)", new)
