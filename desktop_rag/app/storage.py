"""How much room the library takes, part by part. Any lane's thread, since it asks the disk."""

from desktop_rag.domain.sizes import LibrarySizes
from desktop_rag.runtime import RuntimePaths
from desktop_rag.store.database import Database
from desktop_rag.store.sizes import library_sizes


class StorageService:
    def __init__(self, database: Database, paths: RuntimePaths) -> None:
        self._database = database
        self._paths = paths

    def sizes(self) -> LibrarySizes:
        """Raises `LibraryError`."""
        return library_sizes(self._database, self._paths.library, (self._paths.models, self._paths.adapters))
