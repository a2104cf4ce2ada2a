"""Keyword search over the FTS5 table. Runs on the calling thread."""

import contextlib
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.store.database import Database, select_among
from desktop_rag.store.paths import within

INDEXES = ("passages_fts", "conversations_fts")
BODY_WEIGHT = 1.0
CONTEXT_WEIGHT = 0.5
POOL = 500
"""So many matches are looked at for enough that are of different documents."""
FEW = 6
TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Of `passages_fts`, see the schema."""
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Not characters: no text has a use for them."""

Spans = tuple[tuple[int, int], ...]


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

    def first(self, fts_query: str, limit: int, among: Collection[int] | None = None) -> list[int]:
        """Ids of the first passages that match, by id, of all or `among` these; in a time that hardly grows
        with how many do. Where more match than are wanted, at most `FEW` are of one document.

        Unlike `search` it does not rank them: how common each word is takes 100 to 300 ms to find out where
        100,000 passages have it.
        """
        if not fts_query or (among is not None and not among):
            return []
        sql = "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?"
        bounds = (
            [] if among is None else [min(among), max(among)]
        )  # what was read together is stored together
        sql += " AND rowid BETWEEN ? AND ?" if bounds else ""
        with (
            self._database.read() as connection,
            contextlib.closing(connection.execute(sql, [fts_query, *bounds])) as rows,
        ):
            return _first(connection, (row[0] for row in rows), limit, among)

    def containing(self, runs: Sequence[str], limit: int, among: Collection[int] | None = None) -> list[int]:
        """Ids of the first passages, of all or `among` these, in which all of `runs` stand letter for letter.

        For scripts without spaces, of which the index knows too little. Reads pages until there are enough:
        half a second for 100 MB of text that has none.
        """
        sql = "SELECT id, text FROM pages WHERE " + " AND ".join("instr(text, ?)" for _run in runs)
        with (
            self._database.read() as connection,
            contextlib.closing(connection.execute(sql, tuple(runs))) as pages,
        ):
            found = (each for page_id, text in pages for each in _holding(connection, page_id, text, runs))
            return _first(connection, found, limit, among)

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


def _first(
    connection: sqlite3.Connection, matching: Iterable[int], limit: int, among: Collection[int] | None
) -> list[int]:
    ids = list(islice((each for each in matching if among is None or each in among), POOL))
    return ids if len(ids) <= limit else _spread(connection, ids)[:limit]


def _spread(connection: sqlite3.Connection, ids: Sequence[int]) -> list[int]:
    """Without more than a few passages of any one document."""
    sql = "SELECT id, document_id FROM passages WHERE id IN"
    documents = dict(tuple(row) for row in select_among(connection, sql, ids))
    taken: Counter[int] = Counter()
    kept: list[int] = []
    for passage_id in ids:
        document = documents.get(passage_id)
        if document is not None and taken[document] < FEW:
            taken[document] += 1
            kept.append(passage_id)
    return kept


def _holding(connection: sqlite3.Connection, page_id: int, text: str, runs: Sequence[str]) -> list[int]:
    """The passages of a page in which all runs stand."""
    sql = "SELECT id, start_offset, end_offset FROM passages WHERE page_id = ? ORDER BY id"
    passages = connection.execute(sql, (page_id,)).fetchall()
    return [each for each, start, end in passages if all(run in text[start:end] for run in runs)]


def run_spans(runs: Sequence[str], text: str) -> Spans:
    """Where any of these stands in a text, letter for letter."""
    pattern = "|".join(re.escape(run) for run in sorted(runs, key=len, reverse=True))
    return tuple(match.span() for match in re.finditer(pattern, text))


def word_spans(fts_query: str, texts: Sequence[str]) -> list[Spans]:
    """Where the words of a query stand in each text, as offsets, told by the tokenizer of the index itself.

    Texts go through an index in memory: to ask the one on disk, FTS5 would look the query up again for each.
    """
    if not fts_query or not texts:
        return [() for _text in texts]
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE found USING fts5 (body, tokenize = '{TOKENIZER}')")
        rows = [(number, text.replace("\0", " ")) for number, text in enumerate(texts)]  # SQL ends at a zero
        connection.executemany("INSERT INTO found (rowid, body) VALUES (?, ?)", rows)
        sql = "SELECT rowid, highlight(found, 0, ?, ?) FROM found WHERE found MATCH ?"
        marked = dict(connection.execute(sql, (_OPEN, _CLOSE, fts_query)).fetchall())
    return [_spans(marked[number], text) if number in marked else () for number, text in rows]


def _spans(marked: str, text: str) -> Spans:
    """Walks both: a mark is what stands in one and not in the other."""
    spans, begin, at = [], 0, 0
    for char in marked:
        if at < len(text) and char == text[at]:
            at += 1
        elif char == _OPEN:
            begin = at
        elif char == _CLOSE:
            spans.append((begin, at))
    return tuple(spans)


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
