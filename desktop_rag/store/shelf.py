"""Keeps the shelf: model files, adapters and embedders by reference. Reads on the calling thread, writes on
the writer thread; times are seconds UTC."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.shelf import Facts, Origin, ShelfItem, ShelfKind, Speed, kind_of
from desktop_rag.store.codec import Undecodable, from_json, storable, to_json
from desktop_rag.store.database import Database
from desktop_rag.store.paths import from_blob, to_blob
from desktop_rag.store.records import FileStamp

_FACTS: dict[ShelfKind, type[ModelFacts] | type[AdapterFacts] | type[EmbedderFacts]] = {
    ShelfKind.MODEL: ModelFacts,
    ShelfKind.ADAPTER: AdapterFacts,
    ShelfKind.EMBEDDER: EmbedderFacts,
}


class Shelf:
    """The table behind its meaning. `clock` gives seconds UTC."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def items(self, kind: ShelfKind | None = None) -> tuple[ShelfItem, ...]:
        """The latest used first, then the latest added. What cannot be read any more is left out, and comes
        back when it is added again."""
        where, values = ("WHERE kind = ?", (str(kind),)) if kind else ("", ())
        order = "ORDER BY coalesce(last_used_at, 0) DESC, added_at DESC, id DESC"
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT * FROM shelf {where} {order}", values)
            found = [_item(row) for row in rows]
        return tuple(item for item in found if item)

    def item(self, item_id: int) -> ShelfItem | None:
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM shelf WHERE id = ?", (item_id,)).fetchone()
            return _item(row) if row else None

    def at(self, path: Path) -> ShelfItem | None:
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM shelf WHERE path = ?", (to_blob(path),)).fetchone()
            return _item(row) if row else None

    def put(self, path: Path, facts: Facts, stamp: FileStamp, origin: Origin, source: str = "") -> ShelfItem:
        """Adds a file, or renews what is known of it. A file that changed loses its checksum and speed."""
        values = (
            str(kind_of(facts)),
            to_blob(path),
            to_json(facts),
            str(origin),
            storable(source),
            stamp.size_bytes,
            stamp.mtime_ns,
            self._clock(),
        )
        same = "shelf.size_bytes = excluded.size_bytes AND shelf.mtime_ns = excluded.mtime_ns"
        sql = (
            "INSERT INTO shelf (kind, path, facts, origin, source, size_bytes, mtime_ns, added_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET kind = excluded.kind,"
            f" facts = excluded.facts, sha256 = iif({same}, sha256, ''), speed = iif({same}, speed, NULL),"
            " size_bytes = excluded.size_bytes, mtime_ns = excluded.mtime_ns RETURNING *"
        )
        row = self._database.write(lambda connection: connection.execute(sql, values).fetchone())
        item = _item(row)
        assert item is not None  # noqa: S101 - what was just written can be read
        return item

    def set_sha256(self, item_id: int, sha256: str) -> None:
        self._change("UPDATE shelf SET sha256 = ? WHERE id = ?", sha256, item_id)

    def note_use(self, path: Path, speed: Speed | None = None) -> None:
        """Of a file that may not be on the shelf; then nothing is noted."""
        sql = "UPDATE shelf SET last_used_at = ?, speed = coalesce(?, speed) WHERE path = ?"
        self._change(sql, self._clock(), to_json(speed) if speed else None, to_blob(path))

    def remove(self, item_id: int) -> None:
        self._change("DELETE FROM shelf WHERE id = ?", item_id)

    def _change(self, sql: str, *values: object) -> None:
        self._database.write(lambda connection: connection.execute(sql, values))


def _item(row: sqlite3.Row) -> ShelfItem | None:
    try:
        kind = ShelfKind(row["kind"])
        facts = from_json(_FACTS[kind], row["facts"])
        return ShelfItem(
            id=row["id"],
            kind=kind,
            path=from_blob(row["path"]),
            facts=facts,
            origin=Origin(row["origin"]),
            size_bytes=row["size_bytes"],
            mtime_ns=row["mtime_ns"],
            added_at=row["added_at"],
            source=row["source"],
            sha256=row["sha256"],
            last_used_at=row["last_used_at"],
            speed=from_json(Speed, row["speed"]) if row["speed"] else None,
        )
    except (Undecodable, ValueError):
        return None
