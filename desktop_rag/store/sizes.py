"""How much room the parts of the library take on the disk. Any lane's thread; reads, changes nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.sizes import LibrarySizes
from desktop_rag.store.database import Database
from desktop_rag.store.seam import storage_errors

DATABASE_FILES = ("library.db", "library.db-wal", "library.db-shm")
INDEX = "index"
_VECTORS = "SELECT COALESCE(SUM(LENGTH(vector)), 0) FROM vectors"
_CONVERSATIONS = """
    SELECT COALESCE(SUM(LENGTH(question) + LENGTH(text) + LENGTH(thought) + COALESCE(LENGTH(answer), 0)), 0)
    FROM turns
"""


def library_sizes(database: Database, folder: Path, model_folders: tuple[Path, ...]) -> LibrarySizes:
    """Raises `LibraryError`. Files that go away meanwhile count nothing."""
    with storage_errors(), database.read() as connection:
        vectors = int(connection.execute(_VECTORS).fetchone()[0])
        conversations = int(connection.execute(_CONVERSATIONS).fetchone()[0])
    stored = sum(_size(folder / name) for name in DATABASE_FILES)
    index = _size_below(folder / INDEX)
    models = sum(_size_below(each) for each in model_folders)
    whole = _size_below(folder)
    return LibrarySizes(
        text_bytes=max(0, stored - vectors - conversations),
        vector_bytes=vectors + index,
        conversation_bytes=conversations,
        model_bytes=models,
        other_bytes=max(0, whole - stored - index - models),
    )


def _size_below(folder: Path) -> int:
    return sum(_size(path) for path in _files(folder))


def _files(folder: Path) -> Iterator[Path]:
    for place, _folders, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
