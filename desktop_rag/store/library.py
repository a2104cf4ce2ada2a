"""Reads and writes the library's documents. Reads on the calling thread, writes on the writer thread."""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from desktop_rag.domain.documents import (
    BLOCK_KINDS,
    Block,
    DocumentFormat,
    DocumentState,
    Page,
    ParsedDocument,
    WordBox,
)
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.store.database import Database, select_among
from desktop_rag.store.paths import BELOW, below, from_blob, to_blob, within
from desktop_rag.store.records import DocumentRecord, FileStamp, NewPassage, PassageRecord

FORGET_AT_ONCE = 100
STILL_PICTURES = (
    DocumentState.SCANNED,
    "Its pages are pictures, whose words are still to be read.",
    "Nothing to do, unless text recognition is switched off in the settings for reading.",
)
Change = Callable[[sqlite3.Connection], object]
DOCUMENTS = "JOIN documents ON documents.id = document_id"


class Library:
    """The tables behind their meaning. Every change of passages moves `generation` on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: list[Change] | None = None

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Holds back what is written until `flush` is called or to the end, and writes it in one transaction.

        Many small transactions write each touched page of the file anew: 20 times as much as the library
        holds in the end. For the one thread that changes documents; what it reads meanwhile is as of before.
        """
        if self._held is not None:  # within another one
            yield
            return
        self._held = []
        try:
            yield
        finally:
            try:
                self.flush()
            finally:
                self._held = None

    def flush(self) -> None:
        """Writes what `together` held back. Raises `LibraryError`; then none of it is written."""
        if self._held:
            changes, self._held = self._held, []
            self._database.write(lambda connection: [change(connection) for change in changes])

    # Documents

    def documents(self, scope: Scope = EVERYWHERE, with_scans_left: bool = False) -> list[DocumentRecord]:
        """All documents in `scope`, by path, or only those with pages still to be recognised."""
        with self._database.read() as connection:
            where, values = within(connection, scope)
            where += " AND scans_left != ''" if with_scans_left else ""
            rows = connection.execute(f"SELECT * FROM documents WHERE {where} ORDER BY path", values)
            return [_document(row) for row in rows]

    def first_unknown(self, paths: Iterable[Path]) -> Path | None:
        """The first of these with no document at or below it; None when there is none such."""
        sql = f"SELECT 1 FROM documents WHERE {BELOW} LIMIT 1"
        with self._database.read() as connection:
            return next((path for path in paths if not connection.execute(sql, below(path)).fetchone()), None)

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
        self._write(
            lambda connection: connection.executemany(
                "INSERT INTO documents (path, state, size_bytes, mtime_ns) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (path) DO UPDATE SET state = excluded.state, reason = '', hint = '', kind = '',"
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

        self._write(change)

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
        self._write(
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
        kind: str = "",
    ) -> None:
        """A document cannot be used as it is now: what an earlier version of it held is forgotten.

        `kind` is that of the `DocumentError` it met.
        """

        def change(connection: sqlite3.Connection) -> None:
            forget_content(connection, "path = ?", (to_blob(path),))
            connection.execute(
                "UPDATE documents SET state = ?, reason = ?, hint = ?, size_bytes = ?, mtime_ns = ?,"
                " sha256 = ?, parser_version = ?, page_count = 0, passage_count = 0, kind = ?,"
                " scans_left = '' WHERE path = ?",
                (
                    state,
                    reason,
                    hint,
                    stamp.size_bytes,
                    stamp.mtime_ns,
                    sha256,
                    parser_version,
                    kind,
                    to_blob(path),
                ),
            )

        self._write(change)

    def store(
        self,
        path: Path,
        document: ParsedDocument,
        passages: Sequence[NewPassage],
        embedder_id: int,
        stamp: FileStamp,
        sha256: bytes,
        parser_version: int,
        scans_left: Sequence[int] = (),
    ) -> None:
        """Replaces all that is known of a document, in one transaction.

        `scans_left` are the pages that text recognition has still to read; a document that holds nothing to
        search without them is `SCANNED`.
        """

        def change(connection: sqlite3.Connection) -> None:
            forget_content(connection, "path = ?", (to_blob(path),))
            (document_id,) = connection.execute(
                "UPDATE documents SET state = ?, reason = ?, hint = ?, kind = '', size_bytes = ?,"
                " mtime_ns = ?, sha256 = ?, parser_version = ?, format = ?, title = ?, page_count = ?,"
                " passage_count = ?, scans_left = ? WHERE path = ? RETURNING id",
                (
                    *((DocumentState.READY, "", "") if passages else STILL_PICTURES),
                    stamp.size_bytes,
                    stamp.mtime_ns,
                    sha256,
                    parser_version,
                    document.format,
                    document.title,
                    len(document.pages),
                    len(passages),
                    json.dumps(list(scans_left)) if scans_left else "",
                    to_blob(path),
                ),
            ).fetchone()
            page_ids = {page.number: _insert_page(connection, document_id, page) for page in document.pages}
            for passage in passages:
                _insert_passage(connection, document_id, page_ids[passage.page], passage, embedder_id)
            _index_words(connection, document_id)

        self._write(change)

    def set_states(
        self, paths: Sequence[Path], state: DocumentState, reason: str = "", hint: str = ""
    ) -> None:
        """As `set_state`, for many at once."""
        rows = [(state, reason, hint, to_blob(path)) for path in paths]
        if rows:
            self._write(
                lambda connection: connection.executemany(
                    "UPDATE documents SET state = ?, reason = ?, hint = ? WHERE path = ?", rows
                )
            )

    def forget(self, paths: Sequence[Path]) -> None:
        """Forgets these documents, not the files; some at a time, so that readers are not kept waiting."""
        for begin in range(0, len(paths), FORGET_AT_ONCE):
            self._write(partial(_forget, paths=paths[begin : begin + FORGET_AT_ONCE]))

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
            "SELECT passages.id, passages.document_id, path, title, format, number, pages.label AS label,"
            " passages.heading AS heading, passages.label AS place, start_offset, end_offset,"
            " substr(text, start_offset + 1, end_offset - start_offset) AS body"
            " FROM passages JOIN pages ON pages.id = page_id"
            " JOIN documents ON documents.id = passages.document_id WHERE passages.id IN"
        )
        with self._database.read() as connection:
            return {row["id"]: _passage(row) for row in select_among(connection, sql, ids)}

    def passage_ids(self, scope: Scope = EVERYWHERE) -> set[int]:
        """Ids of every passage in `scope`."""
        join = f" {DOCUMENTS}" if scope else ""
        with self._database.read() as connection:
            where, values = within(connection, scope)
            sql = f"SELECT passages.id FROM passages{join} WHERE {where}"
            return {row[0] for row in connection.execute(sql, values)}

    def count_passages(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def _write(self, change: Change) -> None:
        if self._held is None:
            self._database.write(change)
        else:
            self._held.append(change)

    def generation(self) -> int:
        """Grows with every change of passages; tells a cache whether it is up to date."""
        with self._database.read() as connection:
            return int(connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone()[0])


def _forget(connection: sqlite3.Connection, paths: Sequence[Path]) -> None:
    for path in paths:
        forget_content(connection, "path = ?", (to_blob(path),))
        connection.execute("DELETE FROM documents WHERE path = ?", (to_blob(path),))


def forget_content(connection: sqlite3.Connection, where: str, values: tuple[bytes, ...]) -> None:
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
        "INSERT INTO pages (document_id, number, label, heading, text, blocks, is_scan, words)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            page.number,
            page.label,
            page.heading,
            page.text,
            json.dumps(blocks),
            page.is_scan,
            json.dumps([_word(word) for word in page.words]) if page.words else "",
        ),
    )
    return int(cursor.lastrowid or 0)


def _insert_passage(
    connection: sqlite3.Connection, document_id: int, page_id: int, passage: NewPassage, embedder_id: int
) -> None:
    cursor = connection.execute(
        "INSERT INTO passages (document_id, page_id, start_offset, end_offset, heading, label, context,"
        " digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            page_id,
            passage.start,
            passage.end,
            passage.heading,
            passage.label,
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


def _word(word: WordBox) -> list[float]:
    return [word.start, word.end, *(round(edge, 5) for edge in (word.x0, word.y0, word.x1, word.y1))]


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
        row["kind"],
        tuple(json.loads(row["scans_left"])) if row["scans_left"] else (),
    )


def _page(row: sqlite3.Row) -> Page:
    blocks = tuple(
        Block(BLOCK_KINDS[kind], start, end, level) for kind, start, end, level in json.loads(row["blocks"])
    )
    words = tuple(WordBox(*word) for word in json.loads(row["words"])) if row["words"] else ()
    is_scan = bool(row["is_scan"])
    return Page(row["number"], row["text"], row["label"], row["heading"], blocks, (), is_scan, words)


def _passage(row: sqlite3.Row) -> PassageRecord:
    return PassageRecord(
        row["id"],
        row["document_id"],
        from_blob(row["path"]),
        row["title"],
        DocumentFormat(row["format"]),
        row["number"],
        row["place"] or row["label"],
        row["heading"],
        row["start_offset"],
        row["end_offset"],
        row["body"],
    )
