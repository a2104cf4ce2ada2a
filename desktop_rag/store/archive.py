"""A library in one file: a zip archive with a copy of the database and a manifest. Any lane's thread.

An archive is untrusted: whoever made it, nothing but these two files is looked for in it, none of its names
is used as a path, and no more is written than was announced and there is room for. Index files are not in
it: they are made again from the database, and a foreign one would be loaded by a library that trusts it.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from desktop_rag.domain.errors import DiskFull, InputError, LibraryTooNew, PathMissing, PathUnreadable
from desktop_rag.store.codec import Undecodable, from_json, to_json

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "library.db"
MAX_MANIFEST_BYTES = 64 * 1024
MAX_DIRECTORY_BYTES = 4 * 1024
"""Two entries take some 200."""
MAX_RATIO = 200
"""A copied database shrinks to a third or so; deflate can announce a thousand times what is there."""
COMPRESSION = 3
PIECE_BYTES = 1024 * 1024
ROOM_LEFT_BYTES = 64 * 1024**2

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_SQLITE_MAGIC = b"SQLite format 3\0"

OnBytes = Callable[[int], None]
"""Hears how many bytes are done; stops the work by raising."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `made_at` is in seconds since 1970, `sha256` (hex) the database's."""

    format: int
    version: str
    schema: int
    made_at: float
    documents: int
    passages: int
    conversations: int
    size_bytes: int
    sha256: str = ""


def write_archive(file: Path, database: Path, manifest: Manifest, on_bytes: OnBytes) -> int:
    """Packs a database that nobody changes meanwhile, and says how many bytes the archive has.

    It appears under its name when it is whole; what stood there before is replaced then. Raises
    `PathUnreadable`, `DiskFull`, and what `on_bytes` raises: then there is nothing new.
    """
    draft = file.with_name(f".{file.name}.draft")
    with _writing(file):
        try:
            with draft.open("wb") as target:
                _pack(target, database, manifest, on_bytes)
                target.flush()
                os.fsync(target.fileno())
            size_bytes = draft.stat().st_size
            os.replace(draft, file)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
    return size_bytes


def _pack(target: IO[bytes], database: Path, manifest: Manifest, on_bytes: OnBytes) -> None:
    digest, done = hashlib.sha256(), 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        with archive.open(DATABASE, "w", force_zip64=True) as packed, database.open("rb") as source:
            while piece := source.read(PIECE_BYTES):
                packed.write(piece)
                digest.update(piece)
                done += len(piece)
                on_bytes(done)
        whole = replace(manifest, size_bytes=done, sha256=digest.hexdigest())
        archive.writestr(MANIFEST, to_json(whole))


def read_manifest(file: Path) -> Manifest:
    """Raises `PathMissing`, `PathUnreadable`, `LibraryTooNew`, or `InputError` for anything else."""
    with _opened(file) as archive:
        return _manifest(file, archive)


def extract(file: Path, target: Path, on_bytes: OnBytes) -> Manifest:
    """Unpacks the database to `target` and checks it against the manifest, byte for byte.

    Raises what `read_manifest` raises, `DiskFull`, and what `on_bytes` raises.
    """
    with _opened(file) as archive:
        manifest = _manifest(file, archive)
        _check_room(target.parent, manifest.size_bytes)
        with _reading(file):
            entry = archive.open(DATABASE)
        with entry, target.open("wb") as unpacked:
            digest = _unpack(file, entry, unpacked, manifest.size_bytes, on_bytes)
    if digest != manifest.sha256:
        raise _damaged(file, "its checksum is another one")
    return manifest


def _unpack(file: Path, entry: IO[bytes], target: IO[bytes], size_bytes: int, on_bytes: OnBytes) -> str:
    """The checksum of what was written."""
    digest, done = hashlib.sha256(), 0
    while done < size_bytes:
        with _reading(file):
            piece = entry.read(min(PIECE_BYTES, size_bytes - done))
        if not piece:
            raise _damaged(file, "the database is cut short")
        if not done:
            _check_header(file, piece, size_bytes)
        target.write(piece)
        digest.update(piece)
        done += len(piece)
        on_bytes(done)
    with _reading(file):
        if entry.read(1):  # at the end of an entry its own checksum is looked at, too
            raise _damaged(file, "the database is longer than announced")
    return digest.hexdigest()


def _check_header(file: Path, head: bytes, size_bytes: int) -> None:
    """Before a disk is filled: a database says how many pages it has. https://www.sqlite.org/fileformat.html"""
    if len(head) < 100 or not head.startswith(_SQLITE_MAGIC):
        raise _foreign(file, "no database")
    page_bytes = int.from_bytes(head[16:18], "big")
    if page_bytes * int.from_bytes(head[28:32], "big") != size_bytes:
        raise _foreign(file, "the database has another size than it says")


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if entries.keys() != {MANIFEST, DATABASE} or len(archive.infolist()) != len(entries):
        raise _foreign(file, "other files in it")
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(entry.compress_type not in known or entry.flag_bits & 1 for entry in entries.values()):
        raise _foreign(file, "packed in another way")
    if entries[MANIFEST].file_size > MAX_MANIFEST_BYTES:
        raise _foreign(file, "an endless manifest")
    with _reading(file), archive.open(MANIFEST) as packed:
        text = packed.read(MAX_MANIFEST_BYTES)
    try:
        manifest = from_json(Manifest, text.decode("utf-8"))
    except (Undecodable, UnicodeDecodeError) as error:
        raise _foreign(file, "no manifest") from error
    _check_manifest(file, manifest, entries[DATABASE])
    return manifest


def _check_manifest(file: Path, manifest: Manifest, entry: zipfile.ZipInfo) -> None:
    if manifest.format > FORMAT:
        raise LibraryTooNew(
            f"“{file.name}” was exported by a newer version of Desktop RAG.",
            hint="Update Desktop RAG first. Nothing was changed.",
        )
    if manifest.size_bytes != entry.file_size:
        raise _foreign(file, "the sizes differ")
    if entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise _foreign(file, "packed beyond all measure")


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """An archive with at most a few entries: reading the list of millions would fill the memory."""
    with contextlib.ExitStack() as stack:
        with _reading(file):
            source = stack.enter_context(file.open("rb"))
            _check_end(file, source)
            archive = stack.enter_context(zipfile.ZipFile(source))
        yield archive


def _check_end(file: Path, source: IO[bytes]) -> None:
    """The end of the archive as `write_archive` leaves it: two entries, a short list, no remark after it."""
    size_bytes = source.seek(0, os.SEEK_END)
    tail_bytes = min(size_bytes, _END.size + _END64_LOCATOR.size + _END64.size)
    source.seek(size_bytes - tail_bytes)
    tail = source.read(tail_bytes)
    if tail_bytes < _END.size:
        raise _foreign(file, "no archive")
    mark, _disk, _first, _here, entries, directory_bytes, _offset, remark = _END.unpack(tail[-_END.size :])
    if mark != b"PK\5\6" or entries != 2 or remark:
        raise _foreign(file, "no archive, or of other files")
    locator_at = tail_bytes - _END.size - _END64_LOCATOR.size
    if tail[max(0, locator_at) :].startswith(b"PK\6\7") and locator_at == _END64.size:
        directory_bytes = _END64.unpack(tail[: _END64.size])[8]
    if directory_bytes > MAX_DIRECTORY_BYTES:
        raise _foreign(file, "an endless list of files")


def _check_room(folder: Path, size_bytes: int) -> None:
    """For the copy, and for what the library grows by while it is replaced: it is written to a log first."""
    needed = 3 * size_bytes + ROOM_LEFT_BYTES
    if shutil.disk_usage(folder).free < needed:
        raise DiskFull(
            f"There is not enough room for this library: {needed / 10**9:.1f} GB are needed.",
            hint="Free some space, then try again. Nothing was changed.",
        )


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[None]:
    """The one place where errors of reading an archive become ours."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PathMissing(f"There is no file “{file}”.") from error
    except OSError as error:
        raise PathUnreadable(f"“{file}” cannot be read.", detail=str(error)) from error
    except zipfile.BadZipFile as error:
        raise _damaged(file, str(error)) from error
    except (zlib.error, EOFError, RuntimeError, ValueError, OverflowError, struct.error) as error:
        raise _damaged(file, f"{type(error).__name__}: {error}") from error


@contextlib.contextmanager
def _writing(file: Path) -> Iterator[None]:
    """The place to write to is not the library's: another disk may be full, another folder locked."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            hint = "Free some space there, or choose another place. The library is as it was."
            raise DiskFull(f"There is no room for “{file}”.", hint=hint, detail=str(error)) from error
        hint = "Choose a folder that exists and may be written to."
        raise PathUnreadable(f"“{file}” cannot be written.", hint=hint, detail=str(error)) from error


def _foreign(file: Path, detail: str) -> InputError:
    hint = "Choose a file that “Export” of this program wrote. Nothing was changed."
    return InputError(f"“{file.name}” is not an exported library.", hint=hint, detail=detail)


def _damaged(file: Path, detail: str) -> InputError:
    hint = "Copy it here again, or export the library again. Nothing was changed."
    return InputError(f"“{file.name}” is damaged.", hint=hint, detail=detail)
