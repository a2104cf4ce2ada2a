"""Stores what came of reading a file: its passages, or the reason why not. Ingest lane's thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.reading import ReadFile
from desktop_rag.domain.documents import (
    PARSER_VERSION,
    DocumentFormat,
    DocumentState,
    Page,
    ParsedDocument,
)
from desktop_rag.domain.errors import (
    DesktopRagError,
    DocumentChanged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentError,
    DocumentHasNoText,
    DocumentUnreadable,
    DocumentUnsupported,
    PictureHasNoWords,
    WorkerError,
)
from desktop_rag.store.library import Library
from desktop_rag.store.records import NewPassage
from desktop_rag.store.scans import ScanStore

FAILURES_IN_A_ROW = 3
NEVER_READ = 0
"""A parser version that no parser has, so that the file is tried again at every check."""


@dataclass(slots=True)
class Tally:
    """Counts over one run of work."""

    embedded: int = 0
    stored: int = 0
    locked: set[Path] = field(default_factory=set)
    """Files that no known password opened."""
    began: float = field(default_factory=time.monotonic)


class DocumentKeeper:
    """Keeps one file after another. Raises `WorkerError` only when embedding fails for several in a row."""

    def __init__(self, library: Library, scans: ScanStore, embedding: Embedding, tally: Tally) -> None:
        self._library = library
        self._scans = scans
        self._embedding = embedding
        self._tally = tally
        self._failures_in_a_row = 0

    def keep(
        self, file: ReadFile, cancel: CancelToken, on_passages: Callable[[Path, int, int], None]
    ) -> None:
        """Raises `Cancelled`, `LibraryError`, or `WorkerError` when the embed child keeps failing."""
        if file.error:
            self._keep_failure(file, file.error, file.quarantined)
        elif file.document is None or file.sha256 is None:
            self._library.set_state(file.path, DocumentState.READY, stamp=file.stamp)
        else:
            self._keep_document(file, file.document, file.sha256, cancel, on_passages)

    def _keep_document(
        self,
        file: ReadFile,
        document: ParsedDocument,
        sha256: bytes,
        cancel: CancelToken,
        on_passages: Callable[[Path, int, int], None],
    ) -> None:
        def hear(done: int, total: int) -> None:
            on_passages(file.path, done, total)

        document, scans_left = self._with_scans(document, sha256)
        try:
            passages, embedded = self._passages(file.path, document, cancel, hear)
        except WorkerError as error:
            self._failures_in_a_row += 1
            if self._failures_in_a_row >= FAILURES_IN_A_ROW:
                raise
            self._keep_for_another_try(file, error)
            return
        self._failures_in_a_row = 0
        if not passages and not scans_left:
            self._keep_failure(file, _wordless(document), False)
            return
        self._tally.embedded += embedded
        self._tally.stored += 1
        embedder_id = self._embedding.in_use().id
        self._library.store(
            file.path, document, passages, embedder_id, file.stamp, sha256, PARSER_VERSION, scans_left
        )

    def _with_scans(self, document: ParsedDocument, sha256: bytes) -> tuple[ParsedDocument, list[int]]:
        """With what was recognised on its pages before, and the numbers of those still to be read."""
        numbers = [page.number for page in document.pages if page.is_scan]
        read = self._scans.load(sha256, numbers)
        pages = tuple(_recognised(page, read.get(page.number)) for page in document.pages)
        return replace(document, pages=pages), [number for number in numbers if number not in read]

    def _passages(
        self, path: Path, document: ParsedDocument, cancel: CancelToken, hear: Callable[[int, int], None]
    ) -> tuple[list[NewPassage], int]:
        try:
            return self._embedding.passages(path, document, cancel, hear)
        except WorkerError:
            return self._embedding.passages(path, document, cancel, hear)

    def _keep_failure(self, file: ReadFile, error: DocumentError, quarantined: bool) -> None:
        if isinstance(error, DocumentUnreadable | DocumentChanged):
            self._keep_for_later(file, error)
            return
        if isinstance(error, DocumentEncrypted):
            self._tally.locked.add(file.path)
            if self._keep_unlocked(file):
                return
        state = DocumentState.QUARANTINED if quarantined else failure_state(error)
        self._library.fail(
            file.path, state, error.message, error.hint, file.stamp, file.sha256, PARSER_VERSION, error.kind
        )

    def _keep_unlocked(self, file: ReadFile) -> bool:
        """A document that was read with its password in an earlier session keeps what was read, since it is
        the same file. Whether it is such a one."""
        record = self._library.document(file.path)
        if record is None or record.sha256 != file.sha256 or not record.pages:
            return False
        state = DocumentState.READY if record.passages else DocumentState.SCANNED
        self._library.set_state(file.path, state, stamp=file.stamp)
        return True

    def _keep_for_later(self, file: ReadFile, error: DocumentError) -> None:
        """The file could not be had, as when its drive is pulled out: that says nothing about its content."""
        record = self._library.document(file.path)
        if record and record.passages:
            self._library.set_state(file.path, DocumentState.UNAVAILABLE, error.message, error.hint)
            return
        self._keep_for_another_try(file, error)

    def _keep_for_another_try(self, file: ReadFile, error: DesktopRagError) -> None:
        """A failure that the next check may not meet again, since it was not the content's."""
        state = DocumentState.FAILED
        self._library.fail(file.path, state, error.message, error.hint, file.stamp, file.sha256, NEVER_READ)


def _recognised(page: Page, read: Page | None) -> Page:
    """A page with the words that were recognised on its picture; its own text if there were none."""
    if read is None or not read.text:
        return page
    return replace(page, text=read.text, blocks=read.blocks, words=read.words)


def _wordless(document: ParsedDocument) -> DocumentError:
    if document.format is DocumentFormat.IMAGE:
        return PictureHasNoWords()
    if any(page.is_scan for page in document.pages):
        return DocumentHasNoText(
            "No words were found on its pages, which are pictures.",
            hint="If there are words, scan it again at a higher resolution.",
        )
    return DocumentHasNoText()


def failure_state(error: DocumentError) -> DocumentState:
    """Files that hold nothing to search by their nature are skipped; all others are problems to show."""
    is_harmless = isinstance(error, DocumentUnsupported | DocumentEmpty | PictureHasNoWords)
    return DocumentState.SKIPPED if is_harmless else DocumentState.FAILED
