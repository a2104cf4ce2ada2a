"""Keyword search over the FTS5 table. Runs on the calling thread."""

import sqlite3
from collections.abc import Sequence

from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.store.database import Database, select_among
from desktop_rag.store.paths import within

INDEXES = ("passages_fts", "conversations_fts")
BODY_WEIGHT = 1.0
CONTEXT_WEIGHT = 0.5


class WordIndex:
    """BM25 ranking of passages; `context` (title and headings) counts half as much as the text itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, fts_query: str, limit: int, scope: Scope = EVERYWHERE) -> list[tuple[int, float]]:
        """Passage ids with their BM25 scores (larger is better), best first; nothing for an empty query."""
        if not fts_query:
            return []
        join = (
            " JOIN passages ON passages.id = passages_fts.rowid"
            " JOIN documents ON documents.id = passages.document_id"
        )
        with self._database.read() as connection:
            where, values = within(connection, scope)
            sql = (
                f"SELECT passages_fts.rowid, -bm25(passages_fts, {CONTEXT_WEIGHT}, {BODY_WEIGHT}) AS score"
                f" FROM passages_fts{join if scope else ''} WHERE passages_fts MATCH ? AND {where}"
                " ORDER BY score DESC, passages_fts.rowid LIMIT ?"
            )
            rows = connection.execute(sql, (fts_query, *values, limit))
            return [(row[0], row[1]) for row in rows]

    def count(self, fts_query: str) -> int:
        """In how many passages the query matches."""
        if not fts_query:
            return 0
        with self._database.read() as connection:
            sql = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ?"
            return int(connection.execute(sql, (fts_query,)).fetchone()[0])

    def matching(self, fts_query: str, ids: Sequence[int]) -> set[int]:
        """Which of these passages the query matches."""
        if not fts_query or not ids:
            return set()
        sql = "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? AND rowid IN"
        with self._database.read() as connection:
            return {row[0] for row in select_among(connection, sql, ids, [fts_query])}

    def check(self) -> bool:
        """Whether the keyword indexes agree with the passages and conversations they were made from."""
        return self._database.write(_agree)

    def rebuild(self) -> None:
        """Makes the keyword indexes anew from the passages and conversations."""
        self._database.write(_rebuild)


def _rebuild(connection: sqlite3.Connection) -> None:
    for index in INDEXES:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _agree(connection: sqlite3.Connection) -> bool:
    return all(_agrees(connection, index) for index in INDEXES)


def _agrees(connection: sqlite3.Connection, index: str) -> bool:
    try:
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT:
            return False
        raise
    return True
