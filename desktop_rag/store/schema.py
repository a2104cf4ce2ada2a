"""The tables, as a list of migrations; `user_version` counts how many were applied. No code of its own.

Paths are stored as `os.fsencode` gives them, since a file name need not be text. Passage ids are never
reused, so they can be labels in the vector index. The full text of conversations holds turns under their
ids and titles under the negated ids of their conversations; triggers keep it, and tell it the old text first,
since an index of external content that is not told goes wrong.
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
    """
    CREATE TABLE conversations (
        id         INTEGER PRIMARY KEY AUTOINCREMENT,
        title      TEXT NOT NULL,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        deleted_at REAL
    );
    CREATE TABLE turns (
        id              INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
        position        INTEGER NOT NULL,
        question        TEXT NOT NULL,
        scope           BLOB,
        mode            TEXT NOT NULL,
        model           TEXT NOT NULL,
        adapters        TEXT NOT NULL,
        state           TEXT NOT NULL,
        text            TEXT NOT NULL DEFAULT '',
        thought         TEXT NOT NULL DEFAULT '',
        answer          TEXT,
        reason          TEXT NOT NULL DEFAULT '',
        hint            TEXT NOT NULL DEFAULT '',
        writer          TEXT NOT NULL,
        created_at      REAL NOT NULL,
        UNIQUE (conversation_id, position)
    );
    CREATE VIEW conversation_texts AS
        SELECT -id AS id, title AS heading, '' AS body FROM conversations
        UNION ALL SELECT id, question, text FROM turns;
    CREATE VIRTUAL TABLE conversations_fts USING fts5 (
        heading, body, content = 'conversation_texts', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER conversation_added AFTER INSERT ON conversations BEGIN
        INSERT INTO conversations_fts (rowid, heading, body) VALUES (-new.id, new.title, '');
    END;
    CREATE TRIGGER conversation_removed AFTER DELETE ON conversations BEGIN
        INSERT INTO conversations_fts (conversations_fts, rowid, heading, body)
            VALUES ('delete', -old.id, old.title, '');
    END;
    CREATE TRIGGER conversation_renamed AFTER UPDATE OF title ON conversations BEGIN
        INSERT INTO conversations_fts (conversations_fts, rowid, heading, body)
            VALUES ('delete', -old.id, old.title, '');
        INSERT INTO conversations_fts (rowid, heading, body) VALUES (-new.id, new.title, '');
    END;
    CREATE TRIGGER turn_added AFTER INSERT ON turns BEGIN
        INSERT INTO conversations_fts (rowid, heading, body) VALUES (new.id, new.question, new.text);
    END;
    CREATE TRIGGER turn_removed AFTER DELETE ON turns BEGIN
        INSERT INTO conversations_fts (conversations_fts, rowid, heading, body)
            VALUES ('delete', old.id, old.question, old.text);
    END;
    CREATE TRIGGER turn_written AFTER UPDATE OF question, text ON turns BEGIN
        INSERT INTO conversations_fts (conversations_fts, rowid, heading, body)
            VALUES ('delete', old.id, old.question, old.text);
        INSERT INTO conversations_fts (rowid, heading, body) VALUES (new.id, new.question, new.text);
    END;
    CREATE TABLE settings (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE shelf (
        id           INTEGER PRIMARY KEY AUTOINCREMENT,
        kind         TEXT NOT NULL,
        path         BLOB NOT NULL UNIQUE,
        facts        TEXT NOT NULL,
        origin       TEXT NOT NULL,
        source       TEXT NOT NULL DEFAULT '',
        size_bytes   INTEGER NOT NULL,
        mtime_ns     INTEGER NOT NULL,
        sha256       TEXT NOT NULL DEFAULT '',
        added_at     REAL NOT NULL,
        last_used_at REAL,
        speed        TEXT
    );
    ALTER TABLE embedders ADD COLUMN calibration TEXT;
    """,
    """
    ALTER TABLE roots ADD COLUMN rules TEXT NOT NULL DEFAULT '';
    ALTER TABLE roots ADD COLUMN ignored INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE roots ADD COLUMN identity TEXT NOT NULL DEFAULT '';
    ALTER TABLE documents ADD COLUMN kind TEXT NOT NULL DEFAULT '';
    ALTER TABLE documents ADD COLUMN scans_left TEXT NOT NULL DEFAULT '';
    ALTER TABLE pages ADD COLUMN is_scan INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pages ADD COLUMN words TEXT NOT NULL DEFAULT '';
    ALTER TABLE passages ADD COLUMN label TEXT NOT NULL DEFAULT '';
    CREATE TABLE read_scans (
        sha256  BLOB NOT NULL,
        page    INTEGER NOT NULL,
        version INTEGER NOT NULL,
        body    BLOB NOT NULL,
        UNIQUE (sha256, page)
    );
    """,
    """
    ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    """,
)
