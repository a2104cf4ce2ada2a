"""One writer at a time across processes: an operating system lock that ends with its process. Any thread."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from desktop_rag.domain.errors import LibraryBusy
from desktop_rag.store.seam import storage_errors


@contextlib.contextmanager
def writer_lock(library: Path, timeout_s: float = 0.0) -> Iterator[None]:
    """Held while the library is being changed. Raises `LibraryBusy` if another process holds it so long."""
    with storage_errors():
        lock = filelock.FileLock(library / "writer.lock", timeout=timeout_s, thread_local=False)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise LibraryBusy from error
    try:
        yield
    finally:
        lock.release()
