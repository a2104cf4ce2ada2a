"""The unfinished file on disk: one writer, a note beside it, its real name only when it is whole and right.
Download child, main thread."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

import filelock

from desktop_rag.domain.downloads import PartNote, note_path, part_path
from desktop_rag.domain.errors import DownloadBusy, DownloadError
from desktop_rag.domain.part_notes import MAX_NOTE_CHARS, note_text, read_note
from desktop_rag.downloading.disk import disk_errors

BLOCK_BYTES = 1024**2
SYNC_BYTES = 64 * 1024**2
"""So often is what came put on the disk for good: a power cut costs no more."""
LOCK_WAIT_S = 0.2


def lock_path(target: Path) -> Path:
    return target.with_name(f"{target.name}.part.lock")


@contextlib.contextmanager
def only_writer(target: Path) -> Iterator[None]:
    """Held by the operating system while the part grows, and let go with the process, however it ends.
    Raises `DownloadBusy`."""
    with disk_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(lock_path(target), timeout=LOCK_WAIT_S)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise DownloadBusy from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows lets nobody remove it before it is let go
            lock_path(target).unlink()
        lock.release()
        if os.name == "nt":
            with contextlib.suppress(OSError):
                lock_path(target).unlink()


class Part:
    """What is there of a file. In a `with` block of `only_writer`; `close` it.

    Each block goes to the system as it comes, so that a process that is killed loses only what it had not
    yet read from the connection.
    """

    def __init__(self, target: Path) -> None:
        self.target, self._path = target, part_path(target)
        self._unsynced = 0
        self._file: FileIO | None = None
        self._digest: hashlib._Hash | None = None  # the beginning may not have been seen by this run
        self.size_bytes = 0
        self.note = _read_note_file(note_path(target))
        if self.note and self._path.is_file():
            with disk_errors(target.parent):
                self._file = FileIO(self._path, "r+")
                self.size_bytes = self._file.seek(0, os.SEEK_END)

    def begin(self, note: PartNote) -> None:
        """Starts at the first byte, with the note written before it. What was there is gone."""
        self.write_note(note)
        self.close()
        with disk_errors(self.target.parent):
            self._file = FileIO(self._path, "w+")
        self.size_bytes, self._digest = 0, hashlib.sha256()

    def write_note(self, note: PartNote) -> None:
        """Whole or not at all: a note cut short would cost what is there."""
        path, fresh = note_path(self.target), _fresh_note_path(self.target)
        with disk_errors(self.target.parent):
            with fresh.open("w", encoding="utf-8") as file:
                file.write(note_text(note))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        self.note = note

    def append(self, block: bytes) -> None:
        """After `begin`, or to what was there. Raises `NoRoom`; what fitted is there and counted."""
        assert self._file is not None  # noqa: S101 - see above
        rest = memoryview(block)
        with disk_errors(self.target.parent):
            while rest:
                written = self._file.write(rest)
                if self._digest:
                    self._digest.update(rest[:written])
                self.size_bytes += written
                self._unsynced += written
                rest = rest[written:]
            if self._unsynced >= SYNC_BYTES:
                os.fsync(self._file.fileno())
                self._unsynced = 0

    def checking(self) -> Iterator[int]:
        """How many bytes were checked so far; afterwards `sha256` is known. What this run saw come is not
        read again."""
        if self._digest is None:
            with disk_errors(self.target.parent):
                digest = hashlib.sha256()
                yield from _read_all(self._path, digest)
            self._digest = digest

    @property
    def sha256(self) -> str:
        """Of all that is there; empty before `checking`."""
        return self._digest.hexdigest() if self._digest else ""

    def begins_with(self, magic: bytes) -> bool:
        with disk_errors(self.target.parent), self._path.open("rb") as file:
            return file.read(len(magic)) == magic

    def finish(self) -> None:
        """Gives the file its name. Never in the place of another file."""
        with disk_errors(self.target.parent):
            if self._file:
                os.fsync(self._file.fileno())
            self.close()
            if os.path.lexists(self.target):
                raise name_taken(self.target)
            self._path.replace(self.target)
            note_path(self.target).unlink(missing_ok=True)

    def discard(self) -> None:
        """Leaves nothing behind."""
        self.close()
        with disk_errors(self.target.parent):
            self._path.unlink(missing_ok=True)
            note_path(self.target).unlink(missing_ok=True)
            _fresh_note_path(self.target).unlink(missing_ok=True)
        self.size_bytes, self.note, self._digest = 0, None, None

    def close(self) -> None:
        if self._file:
            with disk_errors(self.target.parent):
                self._file.close()
            self._file = None


def discard(target: Path) -> None:
    """Leaves nothing of an unfinished download, and whole files alone. Opens no connection; any process.
    Raises `DownloadBusy` while it is being downloaded."""
    with only_writer(target):
        part = Part(target)
        part.discard()


def name_taken(target: Path) -> DownloadError:
    return DownloadError(
        f"Another file named {target.name} is there already; it was left as it is.",
        hint="Move or rename that file, or add it as it is.",
    )


def file_sha256(path: Path) -> Iterator[tuple[int, str]]:
    """Bytes read so far, each with an empty text, and at the end all of them with the checksum."""
    digest = hashlib.sha256()
    done_bytes = 0
    with disk_errors(path.parent):
        for done_bytes in _read_all(path, digest):
            yield done_bytes, ""
    yield done_bytes, digest.hexdigest()


def _read_all(path: Path, digest: "hashlib._Hash") -> Iterator[int]:
    done_bytes = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
            done_bytes += len(block)
            yield done_bytes


def _fresh_note_path(target: Path) -> Path:
    return target.with_name(f"{note_path(target).name}.new")


def _read_note_file(path: Path) -> PartNote | None:
    try:
        with path.open(encoding="utf-8") as file:
            return read_note(file.read(MAX_NOTE_CHARS + 1))
    except (OSError, ValueError):
        return None
