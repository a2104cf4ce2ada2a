"""The vectors of passages, kept in the database per embedder. Reads on the calling thread.

Beside those of the embedder in use there may be others: of one that is being changed to, and of one that was
changed from. `facts` says which embedder is in use, and of which one alone vectors are wanted since the last
change; once the two are the same, all others can go.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_rag.domain.embedder import Calibration
from desktop_rag.store.codec import Undecodable, from_json, to_json
from desktop_rag.store.database import Database, select_among

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

IN_USE = "embedder_in_use"
WANTED = "embedder_wanted"
CONTENT = "content"
"""Another number once an imported library took the place of all that was here."""


@dataclass(frozen=True, slots=True)
class StoredText:
    """What is embedded for a passage: its context and its words as they stand on the page. `digest`
    identifies the two together."""

    passage_id: int
    digest: bytes
    context: str
    body: str


class VectorStore:
    """Vectors are the truth; the index in memory and on disk is made from them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def embedder_id(self, fingerprint: str, name: str, dimension: int) -> int:
        """The id of this embedder, recorded at its first use."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT id FROM embedders WHERE fingerprint = ?", (fingerprint,)
            ).fetchone()
        if row:
            return int(row[0])

        def record(connection: sqlite3.Connection) -> int:
            sql = (  # another process may have recorded it in between
                "INSERT INTO embedders (fingerprint, name, dimension) VALUES (?, ?, ?)"
                " ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name RETURNING id"
            )
            return int(connection.execute(sql, (fingerprint, name, dimension)).fetchone()[0])

        return self._database.write(record)

    def content(self) -> int:
        """Another number once an imported library took this one's place: then ids mean something else."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (CONTENT,)).fetchone()
            return int(row[0]) if row else 0

    def embedder_name(self) -> str:
        """The name of the embedder that was used last, or empty before the first document."""
        with self._database.read() as connection:
            row = connection.execute(f"SELECT name {_LAST_USED}", (IN_USE,)).fetchone()
            return str(row[0]) if row else ""

    def note_in_use(self, embedder_id: int) -> None:
        """Records which embedder the library is searched with; writes only when that is news."""
        with self._database.read() as connection:
            row = connection.execute(f"SELECT id {_LAST_USED}", (IN_USE,)).fetchone()
        if row is None or row[0] != embedder_id:
            self._put_fact(IN_USE, embedder_id)

    def keep_in_use(self) -> None:
        """Makes sure that the embedder in use stays known as such when another is recorded beside it."""
        sql = f"INSERT OR IGNORE INTO facts (name, value) SELECT ?, id {_LAST_USED}"
        self._database.write(lambda connection: connection.execute(sql, (IN_USE, IN_USE)))

    def note_wanted(self, embedder_id: int) -> None:
        """From the moment this embedder is in use, no other's vectors are needed; see `forget_unwanted`."""
        self._put_fact(WANTED, embedder_id)

    def unwanted(self) -> tuple[str, ...]:
        """Fingerprints of the embedders that nobody needs since the last change; they may have vectors."""
        sql = f"SELECT fingerprint FROM embedders WHERE id != ({_SETTLED})"
        with self._database.read() as connection:
            return tuple(row[0] for row in connection.execute(sql, (IN_USE, WANTED)))

    def forget_unwanted(self, at_most: int) -> int:
        """Deletes vectors of those embedders and says how many: fewer than `at_most` were the last."""

        def change(connection: sqlite3.Connection) -> int:
            sql = f"SELECT rowid FROM vectors WHERE embedder_id != ({_SETTLED}) LIMIT ?"
            rows = [tuple(row) for row in connection.execute(sql, (IN_USE, WANTED, at_most))]
            connection.executemany("DELETE FROM vectors WHERE rowid = ?", rows)
            return len(rows)

        return self._database.write(change)

    def forget_change(self) -> None:
        """The last change of embedder is over and cleared up; one that is not over stays noted."""
        sql = f"DELETE FROM facts WHERE name = ? AND value = ({_SETTLED})"
        self._database.write(lambda connection: connection.execute(sql, (WANTED, IN_USE, WANTED)))

    def calibration(self, embedder_id: int) -> Calibration | None:
        """None when it was not measured yet."""
        sql = "SELECT calibration FROM embedders WHERE id = ? AND calibration IS NOT NULL"
        with self._database.read() as connection:
            row = connection.execute(sql, (embedder_id,)).fetchone()
        try:
            return from_json(Calibration, row[0]) if row else None
        except Undecodable:
            return None

    def keep_calibration(self, embedder_id: int, calibration: Calibration) -> None:
        sql = "UPDATE embedders SET calibration = ? WHERE id = ?"
        values = (to_json(calibration), embedder_id)
        self._database.write(lambda connection: connection.execute(sql, values))

    def known(self, embedder_id: int, digests: Sequence[bytes]) -> dict[bytes, bytes]:
        """Vectors of texts that were embedded before, by digest, so that they are not embedded again."""
        sql = (
            "SELECT digest, vector FROM passages JOIN vectors ON passage_id = passages.id"
            " WHERE embedder_id = ? AND digest IN"
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in select_among(connection, sql, digests, [embedder_id])}

    def documents_without(self, embedder_id: int) -> set[int]:
        """Documents with a passage that this embedder has not embedded yet."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT DISTINCT document_id FROM passages LEFT JOIN vectors"
                " ON passage_id = passages.id AND embedder_id = ? WHERE passage_id IS NULL",
                (embedder_id,),
            )
            return {row[0] for row in rows}

    def lacking(self, embedder_id: int, after_id: int, at_most: int) -> list[StoredText]:
        """Passages that this embedder has not embedded yet, by id, beginning after `after_id`."""
        sql = (
            "SELECT passages.id, digest, texts.context, texts.body FROM passages"
            " JOIN passage_texts AS texts ON texts.id = passages.id"
            " LEFT JOIN vectors ON passage_id = passages.id AND embedder_id = ?"
            " WHERE passages.id > ? AND passage_id IS NULL ORDER BY passages.id LIMIT ?"
        )
        with self._database.read() as connection:
            rows = connection.execute(sql, (embedder_id, after_id, at_most))
            return [StoredText(*row) for row in rows]

    def count_lacking(self, embedder_id: int) -> tuple[int, int]:
        """How many passages have no vector of this embedder, and how many different texts they have."""
        sql = (
            "SELECT count(*), count(DISTINCT digest) FROM passages LEFT JOIN vectors"
            " ON passage_id = passages.id AND embedder_id = ? WHERE passage_id IS NULL"
        )
        with self._database.read() as connection:
            passages, texts = connection.execute(sql, (embedder_id,)).fetchone()
            return int(passages), int(texts)

    def sample(self, count: int) -> list[StoredText]:
        """Up to `count` passages from all over the library."""
        with self._database.read() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM passages ORDER BY id")]
            some = ids[:: max(1, len(ids) // count)][:count] if count else []
            sql = (
                "SELECT passages.id, digest, texts.context, texts.body FROM passages"
                " JOIN passage_texts AS texts ON texts.id = passages.id WHERE passages.id IN"
            )
            return [StoredText(*row) for row in select_among(connection, sql, some)]

    def add(self, embedder_id: int, vectors: Sequence[tuple[int, bytes]]) -> None:
        """Stores vectors (little-endian float32) of passages that have none of this embedder yet."""
        sql = "INSERT INTO vectors (passage_id, embedder_id, vector) VALUES (?, ?, ?)"
        rows = [(passage_id, embedder_id, vector) for passage_id, vector in vectors]
        self._database.write(lambda connection: connection.executemany(sql, rows))

    def ids(self, embedder_id: int) -> NDArray[np.int64]:
        """Ids of all passages that have a vector, ascending."""
        import numpy as np

        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT passage_id FROM vectors WHERE embedder_id = ? ORDER BY passage_id", (embedder_id,)
            )
            return np.fromiter((row[0] for row in rows), np.int64)

    def load(self, embedder_id: int, ids: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Ids, shape (n,), and their vectors, shape (n, dimension); those that are gone are left out."""
        import numpy as np

        sql = "SELECT passage_id, vector FROM vectors WHERE embedder_id = ? AND passage_id IN"
        with self._database.read() as connection:
            found = [(row[0], row[1]) for row in select_among(connection, sql, list(ids), [embedder_id])]
        if not found:
            return np.empty(0, np.int64), np.empty((0, 0), np.float32)
        vectors = np.frombuffer(b"".join(vector for _id, vector in found), "<f4").reshape(len(found), -1)
        return np.array([passage_id for passage_id, _vector in found], np.int64), vectors

    def _put_fact(self, name: str, value: int) -> None:
        sql = "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        self._database.write(lambda connection: connection.execute(sql, (name, value)))


_LAST_USED = (
    "FROM embedders ORDER BY id = (SELECT value FROM facts WHERE facts.name = ?) DESC, id DESC LIMIT 1"
)
"""The one in use where that is recorded, as it is once there were two; the latest otherwise."""

_SETTLED = (
    "SELECT used.value FROM facts AS used JOIN facts AS wanted ON wanted.value = used.value"
    " WHERE used.name = ? AND wanted.name = ?"
)
"""The embedder that was changed to and is in use. Nothing while a change is under way or none was made; then
nothing compares as unequal to it, and nothing is unwanted."""
