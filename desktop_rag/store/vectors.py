"""The vectors of passages, kept in the database per embedder. Reads on the calling thread."""

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_rag.store.database import Database, select_among


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

    def embedder_name(self) -> str:
        """The name of the embedder that was used last, or empty before the first document."""
        with self._database.read() as connection:
            row = connection.execute("SELECT name FROM embedders ORDER BY id DESC LIMIT 1").fetchone()
            return str(row[0]) if row else ""

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

    def ids(self, embedder_id: int) -> NDArray[np.int64]:
        """Ids of all passages that have a vector, ascending."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT passage_id FROM vectors WHERE embedder_id = ? ORDER BY passage_id", (embedder_id,)
            )
            return np.fromiter((row[0] for row in rows), np.int64)

    def load(self, embedder_id: int, ids: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Ids, shape (n,), and their vectors, shape (n, dimension); those that are gone are left out."""
        sql = "SELECT passage_id, vector FROM vectors WHERE embedder_id = ? AND passage_id IN"
        with self._database.read() as connection:
            found = [(row[0], row[1]) for row in select_among(connection, sql, list(ids), [embedder_id])]
        if not found:
            return np.empty(0, np.int64), np.empty((0, 0), np.float32)
        vectors = np.frombuffer(b"".join(vector for _id, vector in found), "<f4").reshape(len(found), -1)
        return np.array([passage_id for passage_id, _vector in found], np.int64), vectors
