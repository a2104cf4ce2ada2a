"""Reads and writes the library's documents. Reads on the calling thread, writes on the writer thread."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_rag.domain.documents import (
    BLOCK_KINDS,
    Block,
    DocumentFormat,
    DocumentState,
    Page,
    ParsedDocument,
)
from desktop_rag.store.database import Database, select_among
from desktop_rag.store.paths import BELOW, below, from_blob, to_blob
from desktop_rag.store.records import DocumentRecord, FileStamp, NewPassage, PassageRecord, RootRecord

DOCUMENTS = "JOIN documents ON documents.id = document_id"


class Library:
    """The tables behind their meaning. Every change of passages moves `generation` on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Roots

    def roots(self) -> list[RootRecord]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT path, is_folder FROM roots ORDER BY path")
            return [RootRecord(from_blob(row["path"]), bool(row["is_folder"])) for row in rows]

    def add_root(self, path: Path, is_folder: bool) -> None:
        """Adds a folder or file; what was excluded at or below it is welcome again."""

        def change(connection: sqlite3.Connection) -> None:
            connection.execute(f"DELETE FROM exclusions WHERE {BELOW}", below(path))
            connection.execute(
                "INSERT INTO roots (path, is_folder) VALUES (?, ?)"
                " ON CONFLICT (path) DO UPDATE SET is_folder = excluded.is_folder",
                (to_blob(path), is_folder),
            )

        self._database.write(change)

    def remove_root(self, path: Path) -> None:
        self._database.write(
            lambda connection: connection.execute("DELETE FROM roots WHERE path = ?", (to_blob(path),))
        )

    def exclusions(self) -> frozenset[Path]:
        """Files and folders below a root that the person removed; they do not come back by themselves."""
        with self._database.read() as connection:
            return frozenset(from_blob(row[0]) for row in connection.execute("SELECT path FROM exclusions"))

    def exclude(self, path: Path) -> None:
        self._database.write(
            lambda connection: connection.execute(
                "INSERT OR IGNORE INTO exclusions (path) VALUES (?)", (to_blob(path),)
            )
        )

    # Documents

    def documents(self, scope: Path | None = None) -> list[DocumentRecord]:
        """All documents at or below `scope`, by path."""
        where, values = (f"WHERE {BELOW}", below(scope)) if scope else ("", ())
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT * FROM documents {where} ORDER BY path", values)
            return [_document(row) for row in rows]

    def holds(self, scope: Path) -> bool:
        """Whether there is any document at or below `scope`."""
        with self._database.read() as connection:
            sql = f"SELECT 1 FROM documents WHERE {BELOW} LIMIT 1"
            return connection.execute(sql, below(scope)).fetchone() is not None

    def document(self, path: Path) -> DocumentRecord | None:
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM documents WHERE path = ?", (to_blob(path),)).fetchone()
            return _document(row) if row else None

    def note_files(self, files: Iterable[tuple[Path, FileStamp]]) -> None:
        """Records new or changed files as pending; what a known one held stays until it is read again, and
        its stamp with it: a stamp always belongs to the content that is kept."""
        rows = [
            (to_blob(path), DocumentState.PENDING, stamp.size_bytes, stamp.mtime_ns) for path, stamp in files
        ]
        self._database.write(
            lambda connection: connection.executemany(
                "INSERT INTO documents (path, state, size_bytes, mtime_ns) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (path) DO UPDATE SET state = excluded.state, reason = '', hint = '',"
                " size_bytes = iif(passage_count, size_bytes, excluded.size_bytes),"
                " mtime_ns = iif(passage_count, mtime_ns, excluded.mtime_ns)",
                rows,
            )
        )

    def move(self, old: Path, new: Path, stamp: FileStamp) -> None:
        """A file was renamed: its document, passages and vectors stay as they are."""

        def change(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM documents WHERE path = ? AND passage_count = 0", (to_blob(new),))
            connection.execute(
                "UPDATE documents SET path = ?, size_bytes = ?, mtime_ns = ? WHERE path = ?",
                (to_blob(new), stamp.size_bytes, stamp.mtime_ns, to_blob(old)),
            )

        self._database.write(change)

    def set_state(
        self,
        path: Path,
        state: DocumentState,
        reason: str = "",
        hint: str = "",
        stamp: FileStamp | None = None,
        sha256: bytes | None = None,
    ) -> None:
        """Changes a document's state and leaves its passages as they are."""
        self._database.write(
            lambda connection: connection.execute(
                "UPDATE documents SET state = ?, reason = ?, hint = ?, sha256 = coalesce(?, sha256),"
                " size_bytes = coalesce(?, size_bytes), mtime_ns = coalesce(?, mtime_ns) WHERE path = ?",
                (
                    state,
                    reason,
                    hint,
                    sha256,
                    stamp.size_bytes if stamp else None,
                    stamp.mtime_ns if stamp else None,
                    to_blob(path),
                ),
            )
        )

    def fail(
        self,
        path: Path,
        state: DocumentState,
        reason: str,
        hint: str,
        stamp: FileStamp,
        sha256: bytes | None,
        parser_version: int,
    ) -> None:
        """A document cannot be used as it is now: what an earlier version of it held is forgotten."""

        def change(connection: sqlite3.Connection) -> None:
            _forget_content(connection, "path = ?", (to_blob(path),))
            connection.execute(
                "UPDATE documents SET state = ?, reason = ?, hint = ?, size_bytes = ?, mtime_ns = ?,"
                " sha256 = ?, parser_version = ?, page_count = 0, passage_count = 0 WHERE path = ?",
                (
                    state,
                    reason,
                    hint,
                    stamp.size_bytes,
                    stamp.mtime_ns,
                    sha256,
                    parser_version,
                    to_blob(path),
                ),
            )

        self._database.write(change)

    def store(
        self,
        path: Path,
        document: ParsedDocument,
        passages: Sequence[NewPassage],
        embedder_id: int,
        stamp: FileStamp,
        sha256: bytes,
        parser_version: int,
    ) -> None:
        """Replaces all that is known of a document, in one transaction."""

        def change(connection: sqlite3.Connection) -> None:
            _forget_content(connection, "path = ?", (to_blob(path),))
            (document_id,) = connection.execute(
                "UPDATE documents SET state = ?, reason = '', hint = '', size_bytes = ?, mtime_ns = ?,"
                " sha256 = ?, parser_version = ?, format = ?, title = ?, page_count = ?, passage_count = ?"
                " WHERE path = ? RETURNING id",
                (
                    DocumentState.READY,
                    stamp.size_bytes,
                    stamp.mtime_ns,
                    sha256,
                    parser_version,
                    document.format,
                    document.title,
                    len(document.pages),
                    len(passages),
                    to_blob(path),
                ),
            ).fetchone()
            page_ids = {page.number: _insert_page(connection, document_id, page) for page in document.pages}
            for passage in passages:
                _insert_passage(connection, document_id, page_ids[passage.page], passage, embedder_id)
            _index_words(connection, document_id)

        self._database.write(change)

    def remove(self, paths: Sequence[Path]) -> None:
        """Forgets these documents, not the files."""

        def change(connection: sqlite3.Connection) -> None:
            for path in paths:
                _forget_content(connection, "path = ?", (to_blob(path),))
                connection.execute("DELETE FROM documents WHERE path = ?", (to_blob(path),))

        self._database.write(change)

    def page(self, path: Path, number: int) -> Page | None:
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT pages.* FROM pages JOIN documents ON documents.id = document_id"
                " WHERE path = ? AND number = ?",
                (to_blob(path), number),
            ).fetchone()
            return _page(row) if row else None

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, PassageRecord]:
        """The passages with these ids; those that are gone by now are left out."""
        sql = (
            "SELECT passages.id, passages.document_id, path, title, format, number, label,"
            " passages.heading AS heading, start_offset, end_offset,"
            " substr(text, start_offset + 1, end_offset - start_offset) AS body"
            " FROM passages JOIN pages ON pages.id = page_id"
            " JOIN documents ON documents.id = passages.document_id WHERE passages.id IN"
        )
        with self._database.read() as connection:
            return {row["id"]: _passage(row) for row in select_among(connection, sql, ids)}

    def passage_ids(self, scope: Path | None = None) -> set[int]:
        """Ids of every passage at or below `scope`."""
        join, values = (f"{DOCUMENTS} WHERE {BELOW}", below(scope)) if scope else ("", ())
        with self._database.read() as connection:
            return {row[0] for row in connection.execute(f"SELECT passages.id FROM passages {join}", values)}

    def count_passages(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def generation(self) -> int:
        """Grows with every change of passages; tells a cache whether it is up to date."""
        with self._database.read() as connection:
            return int(connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone()[0])


def _forget_content(connection: sqlite3.Connection, where: str, values: tuple[bytes, ...]) -> None:
    """Deletes pages, passages, vectors and words of documents.

    FTS5 with external content must be told the old text before the rows go; a delete that passes only the
    rowid leaves stale matches and ends in "database disk image is malformed".
    """
    chosen = f"document_id IN (SELECT id FROM documents WHERE {where})"
    connection.execute(
        "INSERT INTO passages_fts (passages_fts, rowid, context, body)"
        f" SELECT 'delete', id, context, body FROM passage_texts WHERE {chosen}",
        values,
    )
    connection.execute(f"DELETE FROM passages WHERE {chosen}", values)
    connection.execute(f"DELETE FROM pages WHERE {chosen}", values)
    connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'generation'")


def _insert_page(connection: sqlite3.Connection, document_id: int, page: Page) -> int:
    blocks = [[BLOCK_KINDS.index(item.kind), item.start, item.end, item.level] for item in page.blocks]
    cursor = connection.execute(
        "INSERT INTO pages (document_id, number, label, heading, text, blocks) VALUES (?, ?, ?, ?, ?, ?)",
        (document_id, page.number, page.label, page.heading, page.text, json.dumps(blocks)),
    )
    return int(cursor.lastrowid or 0)


def _insert_passage(
    connection: sqlite3.Connection, document_id: int, page_id: int, passage: NewPassage, embedder_id: int
) -> None:
    cursor = connection.execute(
        "INSERT INTO passages (document_id, page_id, start_offset, end_offset, heading, context, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            page_id,
            passage.start,
            passage.end,
            passage.heading,
            passage.context,
            passage.digest,
        ),
    )
    connection.execute(
        "INSERT INTO vectors (passage_id, embedder_id, vector) VALUES (?, ?, ?)",
        (cursor.lastrowid, embedder_id, passage.vector),
    )


def _index_words(connection: sqlite3.Connection, document_id: int) -> None:
    connection.execute(
        "INSERT INTO passages_fts (rowid, context, body)"
        " SELECT id, context, body FROM passage_texts WHERE document_id = ?",
        (document_id,),
    )


def _document(row: sqlite3.Row) -> DocumentRecord:
    return DocumentRecord(
        row["id"],
        from_blob(row["path"]),
        DocumentState(row["state"]),
        row["reason"],
        row["hint"],
        FileStamp(row["size_bytes"], row["mtime_ns"]),
        row["sha256"],
        row["parser_version"],
        DocumentFormat(row["format"]) if row["format"] else None,
        row["title"],
        row["page_count"],
        row["passage_count"],
    )


def _page(row: sqlite3.Row) -> Page:
    blocks = tuple(
        Block(BLOCK_KINDS[kind], start, end, level) for kind, start, end, level in json.loads(row["blocks"])
    )
    return Page(row["number"], row["text"], row["label"], row["heading"], blocks)


def _passage(row: sqlite3.Row) -> PassageRecord:
    return PassageRecord(
        row["id"],
        row["document_id"],
        from_blob(row["path"]),
        row["title"],
        DocumentFormat(row["format"]),
        row["number"],
        row["label"],
        row["heading"],
        row["start_offset"],
        row["end_offset"],
        row["body"],
    )
