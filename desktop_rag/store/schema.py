"""The tables, as a list of migrations; `user_version` counts how many were applied. No code of its own.

Paths are stored as `os.fsencode` gives them, since a file name need not be text. Passage ids are never
reused, so they can be labels in the vector index.
"""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE roots (
        id        INTEGER PRIMARY KEY,
        path      BLOB NOT NULL UNIQUE,
        is_folder INTEGER NOT NULL
    );
    CREATE TABLE exclusions (
        path BLOB PRIMARY KEY
    ) WITHOUT ROWID;
    CREATE TABLE documents (
        id             INTEGER PRIMARY KEY AUTOINCREMENT,
        path           BLOB NOT NULL UNIQUE,
        state          TEXT NOT NULL,
        reason         TEXT NOT NULL DEFAULT '',
        hint           TEXT NOT NULL DEFAULT '',
        size_bytes     INTEGER NOT NULL DEFAULT 0,
        mtime_ns       INTEGER NOT NULL DEFAULT 0,
        sha256         BLOB,
        parser_version INTEGER NOT NULL DEFAULT 0,
        format         TEXT,
        title          TEXT NOT NULL DEFAULT '',
        page_count     INTEGER NOT NULL DEFAULT 0,
        passage_count  INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX documents_by_sha256 ON documents (sha256);
    CREATE TABLE pages (
        id          INTEGER PRIMARY KEY,
        document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        number      INTEGER NOT NULL,
        label       TEXT NOT NULL,
        heading     TEXT NOT NULL,
        text        TEXT NOT NULL,
        blocks      TEXT NOT NULL,
        UNIQUE (document_id, number)
    );
    CREATE TABLE passages (
        id           INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id  INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        page_id      INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE,
        start_offset INTEGER NOT NULL,
        end_offset   INTEGER NOT NULL,
        heading      TEXT NOT NULL,
        context      TEXT NOT NULL,
        digest       BLOB NOT NULL
    );
    CREATE INDEX passages_by_document ON passages (document_id);
    CREATE INDEX passages_by_page ON passages (page_id);
    CREATE INDEX passages_by_digest ON passages (digest);
    CREATE TABLE embedders (
        id          INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL UNIQUE,
        name        TEXT NOT NULL,
        dimension   INTEGER NOT NULL
    );
    CREATE TABLE vectors (
        passage_id  INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
        embedder_id INTEGER NOT NULL REFERENCES embedders ON DELETE CASCADE,
        vector      BLOB NOT NULL,
        UNIQUE (passage_id, embedder_id)
    );
    CREATE TABLE facts (
        name  TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO facts VALUES ('generation', 0);
    CREATE VIEW passage_texts AS
        SELECT passages.id AS id, passages.document_id AS document_id, passages.context AS context,
               substr(pages.text, start_offset + 1, end_offset - start_offset) AS body
        FROM passages JOIN pages ON pages.id = passages.page_id;
    CREATE VIRTUAL TABLE passages_fts USING fts5 (
        context, body, content = 'passage_texts', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    );
    """,
)
