"""The folders and files that the person added, and what was taken out of them again.

Reads on the calling thread, writes on the writer thread.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.runtime import guide_pictures
from desktop_rag.store.codec import from_json, to_json
from desktop_rag.store.database import Database
from desktop_rag.store.paths import BELOW, below, from_blob, to_blob, within
from desktop_rag.store.records import RootRecord


class RootStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[RootRecord]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT * FROM roots ORDER BY path")
            return [_root(row) for row in rows]

    def add(self, path: Path, is_folder: bool) -> None:
        """Adds a folder or file; what was excluded at or below it is welcome again."""

        def change(connection: sqlite3.Connection) -> None:
            connection.execute(f"DELETE FROM exclusions WHERE {BELOW}", below(path))
            connection.execute(
                "INSERT INTO roots (path, is_folder) VALUES (?, ?)"
                " ON CONFLICT (path) DO UPDATE SET is_folder = excluded.is_folder",
                (to_blob(path), is_folder),
            )

        self._database.write(change)

    def welcome(self, paths: Iterable[Path]) -> None:
        """What was excluded at or below these belongs to the folders above it again."""
        values = [below(path) for path in paths]
        self._database.write(
            lambda connection: connection.executemany(f"DELETE FROM exclusions WHERE {BELOW}", values)
        )

    def set_rules(self, path: Path, rules: FolderRules) -> None:
        """What of a root is read from the next check on."""
        self._database.write(
            lambda connection: connection.execute(
                "UPDATE roots SET rules = ? WHERE path = ?", (to_json(rules), to_blob(path))
            )
        )

    def documents_outside(self, roots: Sequence[Path]) -> list[Path]:
        """The files of documents that lie neither at nor below any of `roots`."""
        with self._database.read() as connection:
            where, values = within(connection, tuple(roots)) if roots else ("FALSE", ())
            rows = connection.execute(f"SELECT path FROM documents WHERE NOT ({where})", values)
            return [from_blob(row[0]) for row in rows]

    def note_seen(self, path: Path, ignored: int, identity: str) -> None:
        """What a check saw of a root: how many files it left out, and which folder it is."""
        values = (ignored, identity, to_blob(path), ignored, identity)
        self._database.write(
            lambda connection: connection.execute(
                "UPDATE roots SET ignored = ?, identity = ? WHERE path = ? AND (ignored, identity) <> (?, ?)",
                values,
            )
        )

    def remove(self, path: Path) -> None:
        self._database.write(
            lambda connection: connection.execute("DELETE FROM roots WHERE path = ?", (to_blob(path),))
        )

    def exclusions(self) -> frozenset[Path]:
        """Files and folders below a root that the person removed; they do not come back by themselves."""
        with self._database.read() as connection:
            return frozenset(from_blob(row[0]) for row in connection.execute("SELECT path FROM exclusions"))

    def out_of_bounds(self, library: Path) -> frozenset[Path]:
        """What is never looked at: the exclusions, and the library's own folder `library`.

        Nor are the pictures of the guide, which is the sample library: they show this program, and what they
        say stands in the guide.
        """
        return self.exclusions() | {library, library.resolve(), guide_pictures()}

    def exclude(self, path: Path) -> None:
        self._database.write(
            lambda connection: connection.execute(
                "INSERT OR IGNORE INTO exclusions (path) VALUES (?)", (to_blob(path),)
            )
        )


def _root(row: sqlite3.Row) -> RootRecord:
    rules = from_json(FolderRules, row["rules"]) if row["rules"] else FolderRules()
    return RootRecord(from_blob(row["path"]), bool(row["is_folder"]), rules, row["ignored"], row["identity"])
