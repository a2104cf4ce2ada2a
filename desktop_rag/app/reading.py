"""Reads files through parser children, several at a time. Its own threads, driven from the ingest lane's.

A file that ends a child twice is not tried a third time.
"""

import logging
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop_rag.app.file_looks import FileLooks
from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.passwords import Passwords
from desktop_rag.domain.documents import ParsedDocument
from desktop_rag.domain.errors import (
    DesktopRagError,
    DocumentChanged,
    DocumentError,
    WorkerError,
    WorkerOutOfMemory,
    WorkerStalled,
)
from desktop_rag.store.records import FileStamp
from desktop_rag.workers.parser_client import ParserClient

ATTEMPTS = 2
MEANWHILE_S = 1.0

logger = logging.getLogger(__name__)

OnPage = Callable[[Path, int, int], None]
SETTLING_NS = 2_000_000_000
"""A file this fresh may change again without a change of its time: some file systems count two seconds."""
LOOK_AGAIN_NS = -1


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
    passwords: Passwords | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[ReadFile]:
    """Reads files side by side, one parser each, and yields them as they are done.

    Only a few are read ahead of the consumer, so that memory stays flat. `meanwhile` is called on the
    consumer's thread while it waits. A consumer that gives up does not wait for the files in hand. Raises
    `Cancelled`.
    """
    stop = CancelToken(cancel)
    known = passwords or Passwords()
    looks = FileLooks()
    free: queue.SimpleQueue[ParserClient] = queue.SimpleQueue()
    for parser in parsers:
        free.put(parser)

    def read(file: FileToRead) -> ReadFile:
        parser = free.get()
        try:
            return read_file(file, parser, looks, stop, on_page, known.of(file.path))
        finally:
            free.put(parser)

    waiting = iter(files)
    with ThreadPoolExecutor(len(parsers), thread_name_prefix="reader") as executor:
        try:
            running = {executor.submit(read, file) for file in islice(waiting, len(parsers) + 1)}
            while running:
                done, running = wait(running, MEANWHILE_S, FIRST_COMPLETED)
                if not done:
                    meanwhile()
                running |= {executor.submit(read, file) for file in islice(waiting, len(done))}
                yield from _results(done)
        finally:
            stop.cancel()


def _results(done: set[Future[ReadFile]]) -> Iterator[ReadFile]:
    for future in done:
        yield future.result()


def read_file(
    file: FileToRead,
    parser: ParserClient,
    looks: FileLooks,
    cancel: CancelToken,
    on_page: OnPage,
    password: str = "",
) -> ReadFile:
    """Reads one file. Every failure of the file is in the result; raises `Cancelled` only."""
    kept, sha256 = file.stamp, None
    try:
        for _attempt in range(ATTEMPTS):
            cancel.raise_if_cancelled()
            stamp = looks.stamp(file.path, cancel)
            kept = settled(stamp)
            sha256 = looks.sha256(file.path, cancel)
            if sha256 == file.known_sha256:
                return ReadFile(file.path, kept, sha256)
            document = _parse(file.path, parser, cancel, on_page, password)
            if looks.stamp(file.path, cancel) == stamp:
                return ReadFile(file.path, kept, sha256, document)
        raise DocumentChanged
    except DocumentError as error:
        return ReadFile(file.path, kept, sha256, error=error)
    except WorkerError as error:
        return ReadFile(file.path, kept, sha256, error=_quarantine_reason(error), quarantined=True)


def settled(stamp: FileStamp) -> FileStamp:
    """A stamp taken just now; or one that no later look agrees with, if a change of the file might not show
    in its time."""
    fresh = abs(time.time_ns() - stamp.mtime_ns) < SETTLING_NS
    return FileStamp(stamp.size_bytes, LOOK_AGAIN_NS) if fresh else stamp


def _parse(
    path: Path, parser: ParserClient, cancel: CancelToken, on_page: OnPage, password: str
) -> ParsedDocument:
    try:
        return _parse_once(path, parser, cancel, on_page, password)
    except WorkerError:
        return _parse_once(path, parser, cancel, on_page, password)


def _parse_once(
    path: Path, parser: ParserClient, cancel: CancelToken, on_page: OnPage, password: str
) -> ParsedDocument:
    def hear(done: int, total: int) -> None:
        on_page(path, done, total)

    return parser.parse(path, lambda: cancel.cancelled, hear, password)


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
