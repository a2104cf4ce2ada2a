"""Asks files for their size, time and checksum, on drives that may never answer. Any thread.

Bytes are hashed here and nothing else: opening a document is the parser child's business.
"""

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.network_drives import Drives
from desktop_rag.app.patience import STALL_S, HangGuard
from desktop_rag.app.scan import stamp_of
from desktop_rag.domain.errors import DocumentChanged, DocumentTooLarge, DocumentUnreadable, PathUnreadable
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, MEGABYTE
from desktop_rag.store.records import FileStamp

T = TypeVar("T")
BLOCK_BYTES = 1024 * 1024


class FileLooks:
    """Stop acts at once on every look, also on one that hangs; a network drive that hangs is asked once."""

    def __init__(self, stall_s: float = STALL_S, drives: Drives | None = None) -> None:
        self._guard = HangGuard(stall_s)
        self._drives = drives or Drives.now()

    def stamp(self, path: Path, cancel: CancelToken) -> FileStamp:
        """Raises `DocumentChanged` for what is no file any more, `DocumentTooLarge`, `DocumentUnreadable` or
        `Cancelled`."""
        return self._patiently(path, lambda _move: _stamp(path), cancel)

    def sha256(self, path: Path, cancel: CancelToken) -> bytes:
        """Raises `DocumentUnreadable` or `Cancelled`."""
        return self._patiently(path, lambda move: _sha256(path, move), cancel)

    def _patiently(self, path: Path, work: Callable[[Callable[[], None]], T], cancel: CancelToken) -> T:
        try:
            return self._guard.patiently(self._drives.network_drive_of(path) or path, work, cancel)
        except PathUnreadable as error:
            raise DocumentUnreadable(
                "The drive this file is on does not answer.", hint=error.hint, detail=error.message
            ) from error


def _stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise DocumentChanged("This file went away while it was being read.") from error
    except OSError as error:
        raise DocumentUnreadable(detail=str(error)) from error
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for somebody to write to it
        raise DocumentChanged("Something that is not a file took the place of this file.")
    if status.st_size > DEFAULT_MAX_BYTES:
        size, limit = f"{status.st_size / 1024**3:.1f} GB", f"{DEFAULT_MAX_BYTES // MEGABYTE} MB"
        raise DocumentTooLarge(f"This file is {size}; files up to {limit} are read.")
    return stamp_of(status)


def _sha256(path: Path, move: Callable[[], None]) -> bytes:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                move()
                digest.update(block)
    except OSError as error:
        raise DocumentUnreadable(detail=str(error)) from error
    return digest.digest()
