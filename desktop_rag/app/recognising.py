"""Has the words read on pages that are pictures, one page after another. Ingest lane's thread.

Each page is kept as soon as it is read, so that stopping costs one page. What is kept belongs to the content
of the file: nothing is concluded from a file that changed, went away or is locked again meanwhile.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_rag.app.file_looks import FileLooks
from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.passwords import Passwords
from desktop_rag.domain.documents import DocumentState, Page
from desktop_rag.domain.errors import DocumentEncrypted, DocumentError, InputError, WorkerError
from desktop_rag.store.library import Library
from desktop_rag.store.records import DocumentRecord, FileStamp
from desktop_rag.store.scans import ScanStore
from desktop_rag.workers.parser_client import ParserClient

STATES = (DocumentState.READY, DocumentState.SCANNED)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PagesLeft:
    """Pages still to be read, and the stamp of the file when it was seen to hold just them."""

    path: Path
    sha256: bytes
    stamp: FileStamp
    numbers: tuple[int, ...]


class ScanReader:
    """Uses one child, whatever the number of cores: recognition takes about a gigabyte of memory."""

    def __init__(
        self, library: Library, scans: ScanStore, parser: ParserClient, passwords: Passwords
    ) -> None:
        self._library = library
        self._scans = scans
        self._parser = parser
        self._passwords = passwords
        self._looks = FileLooks()

    def waiting(self, paths: Sequence[Path]) -> list[DocumentRecord]:
        """Documents at or below `paths` with pages still to be read, those with fewest first."""
        found = self._library.documents(tuple(paths), with_scans_left=True) if paths else []
        lacking = [record for record in found if record.state in STATES]
        return sorted(lacking, key=lambda record: (len(record.scans_left), record.path))

    def left(self, record: DocumentRecord, cancel: CancelToken) -> PagesLeft | None:
        """What is left to read of a document; None when its file cannot be had, or holds something else by
        now. Raises `Cancelled`."""
        try:
            stamp = self._looks.stamp(record.path, cancel)
            sha256 = self._looks.sha256(record.path, cancel)
        except DocumentError:
            return None
        if sha256 != record.sha256:
            return None
        return PagesLeft(record.path, sha256, stamp, self.numbers_left(record))

    def numbers_left(self, record: DocumentRecord) -> tuple[int, ...]:
        """Pages that were not read yet, be it in another file that holds the same."""
        known = self._scans.known(record.sha256) if record.sha256 is not None else ()
        return tuple(number for number in record.scans_left if number not in known)

    def read(self, pages: PagesLeft, number: int, cancel: CancelToken) -> bool:
        """Reads one page and keeps it; one that cannot be read is kept as empty. Raises `Cancelled`.

        False when nothing can be said of this page and those after it.
        """
        if number in self._scans.known(pages.sha256):  # read in between
            return True
        try:
            page = self._page(pages.path, number, cancel)
        except DocumentEncrypted:
            return False
        cancel.raise_if_cancelled()
        if not self._is_as_before(pages, cancel):
            return False
        self._scans.keep(pages.sha256, page)
        return True

    def _is_as_before(self, pages: PagesLeft, cancel: CancelToken) -> bool:
        try:
            return self._looks.stamp(pages.path, cancel) == pages.stamp
        except DocumentError:
            return False

    def forget_wordless(self, path: Path) -> None:
        """Has the pages of a document on which nothing was read, for whatever reason, read once more."""
        record = self._library.document(path)
        if record is not None and record.sha256 is not None:
            self._scans.forget_wordless(record.sha256)

    def _page(self, path: Path, number: int, cancel: CancelToken) -> Page:
        """Raises `DocumentEncrypted` or `Cancelled`."""
        password = self._passwords.of(path)
        try:
            try:
                page = self._parser.recognise(path, number, password, lambda: cancel.cancelled)
            except WorkerError:
                page = self._parser.recognise(path, number, password, lambda: cancel.cancelled)
        except DocumentEncrypted:
            raise
        except (DocumentError, WorkerError, InputError) as error:
            logger.warning("a page could not be recognised: %s: %s", type(error).__name__, error.detail)
            return Page(number, "", is_scan=True)
        return replace(page, is_scan=True)
