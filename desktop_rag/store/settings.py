"""Settings as JSON text under their names. Reads on the calling thread, writes on the writer thread."""

from collections.abc import Mapping

from desktop_rag.store.database import Database


class SettingsStore:
    """What the values mean, and whether they are sound, is for `app.settings` to say."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, str]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT name, value FROM settings WHERE typeof(value) = 'text'")
            return {row["name"]: row["value"] for row in rows}

    def put(self, values: Mapping[str, str]) -> None:
        """Replaces these and leaves the others, which another process may have changed."""
        sql = "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        self._database.write(lambda connection: connection.executemany(sql, list(values.items())))
