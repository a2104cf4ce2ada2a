"""Reads files through parser children, several at a time. Its own threads, driven from the ingest lane's.

A file that ends a child twice is not tried a third time. Hashing reads bytes only; opening a document is the
child's business.
"""

import hashlib
import logging
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.scan import stamp_of
from desktop_rag.domain.documents import ParsedDocument
from desktop_rag.domain.errors import (
    DesktopRagError,
    DocumentChanged,
    DocumentError,
    DocumentTooLarge,
    DocumentUnreadable,
    WorkerError,
    WorkerOutOfMemory,
    WorkerStalled,
)
from desktop_rag.store.records import FileStamp
from desktop_rag.workers.parser_client import ParserClient

MAX_FILE_BYTES = 512 * 1024**2
ATTEMPTS = 2

logger = logging.getLogger(__name__)

OnPage = Callable[[Path, int, int], None]


@dataclass(frozen=True, slots=True)
class FileToRead:
    """`known_sha256` is what the file held when it was read last, if that reading is still good."""

    path: Path
    stamp: FileStamp
    known_sha256: bytes | None = None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of a file: a document, an error, or neither when it holds what it held before."""

    path: Path
    stamp: FileStamp
    sha256: bytes | None = None
    document: ParsedDocument | None = None
    error: DocumentError | None = None
    quarantined: bool = False


def read_files(
    files: Sequence[FileToRead],
    parsers: Sequence[ParserClient],
    cancel: CancelToken,
    on_page: OnPage = lambda _path, _done, _total: None,
) -> Iterator[ReadFile]:
    """Reads files side by side, one parser each, and yields them as they are done.

    Only a few are read ahead of the consumer, so that memory stays flat. A consumer that gives up does not
    wait for the files in hand. Raises `Cancelled`.
    """
    stop = CancelToken(cancel)
    free: queue.SimpleQueue[ParserClient] = queue.SimpleQueue()
    for parser in parsers:
        free.put(parser)

    def read(file: FileToRead) -> ReadFile:
        parser = free.get()
        try:
            return read_file(file, parser, stop, on_page)
        finally:
            free.put(parser)

    waiting = iter(files)
    with ThreadPoolExecutor(len(parsers), thread_name_prefix="reader") as executor:
        try:
            running = {executor.submit(read, file) for file in islice(waiting, len(parsers) + 1)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {executor.submit(read, file) for file in islice(waiting, len(done))}
                yield from _results(done)
        finally:
            stop.cancel()


def _results(done: set[Future[ReadFile]]) -> Iterator[ReadFile]:
    for future in done:
        yield future.result()


def read_file(file: FileToRead, parser: ParserClient, cancel: CancelToken, on_page: OnPage) -> ReadFile:
    """Reads one file. Every failure of the file is in the result; raises `Cancelled` only."""
    stamp, sha256 = file.stamp, None
    try:
        for _attempt in range(ATTEMPTS):
            cancel.raise_if_cancelled()
            stamp = _stamp(file.path)
            sha256 = sha256_of(file.path, cancel)
            if sha256 == file.known_sha256:
                return ReadFile(file.path, stamp, sha256)
            document = _parse(file.path, parser, cancel, on_page)
            if _stamp(file.path) == stamp:
                return ReadFile(file.path, stamp, sha256, document)
        raise DocumentChanged
    except DocumentError as error:
        return ReadFile(file.path, stamp, sha256, error=error)
    except WorkerError as error:
        return ReadFile(file.path, stamp, sha256, error=_quarantine_reason(error), quarantined=True)


def _parse(path: Path, parser: ParserClient, cancel: CancelToken, on_page: OnPage) -> ParsedDocument:
    try:
        return _parse_once(path, parser, cancel, on_page)
    except WorkerError:
        return _parse_once(path, parser, cancel, on_page)


def _parse_once(path: Path, parser: ParserClient, cancel: CancelToken, on_page: OnPage) -> ParsedDocument:
    def hear(done: int, total: int) -> None:
        on_page(path, done, total)

    return parser.parse(path, lambda: cancel.cancelled, hear)


def _quarantine_reason(error: DesktopRagError) -> DocumentError:
    logger.warning("a file ended the parser twice: %s: %s", type(error).__name__, error.detail)
    what = "stopped the reader twice"
    if isinstance(error, WorkerStalled):
        what = "kept the reader busy without end, twice"
    elif isinstance(error, WorkerOutOfMemory):
        what = "needed more memory than a document may, twice"
    return DocumentError(
        f"This file {what} and is left alone until it changes.",
        hint="Open it in its own program and save it again, or press Retry.",
        detail=error.detail,
    )


def _stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise DocumentChanged("This file went away while it was being read.") from error
    except OSError as error:
        raise DocumentUnreadable(detail=str(error)) from error
    if status.st_size > MAX_FILE_BYTES:
        size, limit = f"{status.st_size / 1024**3:.1f} GB", f"{MAX_FILE_BYTES // 1024**2} MB"
        raise DocumentTooLarge(f"This file is {size}; files up to {limit} are read.")
    return stamp_of(status)


def sha256_of(path: Path, cancel: CancelToken) -> bytes:
    """Raises `DocumentUnreadable` or `Cancelled`."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1024 * 1024):
                cancel.raise_if_cancelled()
                digest.update(block)
    except OSError as error:
        raise DocumentUnreadable(detail=str(error)) from error
    return digest.digest()
