"""Pages that text recognition has read, by the content of their file, so that none is read twice. Any thread.

They outlive the document's own rows: a file that is read again, renamed or copied keeps them.
"""

import sqlite3
import zlib
from collections.abc import Sequence

from desktop_rag.domain.documents import Page
from desktop_rag.store.codec import Undecodable, from_json, to_json
from desktop_rag.store.database import Database, select_among

RECOGNITION_VERSION = 1
"""Goes up whenever recognising the same picture gives other text, so that it is read again."""


class ScanStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, sha256: bytes, numbers: Sequence[int]) -> dict[int, Page]:
        """Those of the pages with these numbers that were read, by number."""
        sql = "SELECT page, version, body FROM read_scans WHERE sha256 = ? AND page IN"
        with self._database.read() as connection:
            rows = list(select_among(connection, sql, numbers, (sha256,)))
        pages = ((row["page"], _page(row)) for row in rows if row["version"] == RECOGNITION_VERSION)
        return {number: page for number, page in pages if page is not None}

    def known(self, sha256: bytes) -> set[int]:
        """The numbers of all pages of this content that were read."""
        sql = "SELECT page FROM read_scans WHERE sha256 = ? AND version = ?"
        with self._database.read() as connection:
            return {row[0] for row in connection.execute(sql, (sha256, RECOGNITION_VERSION))}

    def keep(self, sha256: bytes, page: Page) -> None:
        body = zlib.compress(to_json(page).encode())
        self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO read_scans (sha256, page, version, body) VALUES (?, ?, ?, ?)",
                (sha256, page.number, RECOGNITION_VERSION, body),
            )
        )

    def forget_wordless(self, sha256: bytes) -> None:
        """Drops the pages of this content on which nothing was read."""
        pages = self.load(sha256, sorted(self.known(sha256)))
        wordless = [(sha256, number) for number, page in pages.items() if not page.text]
        if wordless:
            sql = "DELETE FROM read_scans WHERE sha256 = ? AND page = ?"
            self._database.write(lambda connection: connection.executemany(sql, wordless))

    def forget_unused(self) -> None:
        """Drops the pages of files that no document holds any more."""
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM read_scans WHERE NOT EXISTS"
                " (SELECT 1 FROM documents WHERE documents.sha256 = read_scans.sha256)"
            )
        )


def _page(row: sqlite3.Row) -> Page | None:
    try:
        return from_json(Page, zlib.decompress(row["body"]).decode())
    except (Undecodable, zlib.error, UnicodeDecodeError):
        return None
