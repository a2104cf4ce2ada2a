"""The text of whole documents, page by page. Runs on the calling thread."""

from collections.abc import Generator
from pathlib import Path

from desktop_rag.store.database import Database
from desktop_rag.store.paths import to_blob


class PageTexts:
    """Reads what was read of documents, without what else is known of their pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, path: Path) -> Generator[tuple[int, str], None, None]:
        """The number and the text of each page, in order; nothing for a document that is not there.

        Reading lasts until it has ended or is closed.
        """
        sql = (
            "SELECT number, text FROM pages JOIN documents ON documents.id = document_id"
            " WHERE path = ? ORDER BY number"
        )
        with self._database.read() as connection:
            yield from ((row[0], row[1]) for row in connection.execute(sql, (to_blob(path),)))
