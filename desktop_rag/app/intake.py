"""Brings files into the library: checked, read, kept, their pictures recognised. Ingest lane's thread."""

import contextlib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.changes import Changes
from desktop_rag.app.checking import FolderCheck
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.keeping import NEVER_READ, DocumentKeeper, Tally
from desktop_rag.app.pace import ReadingPace, RecognisingPace
from desktop_rag.app.passwords import Passwords
from desktop_rag.app.reading import FileToRead, read_files, settled
from desktop_rag.app.recognising import PagesLeft, ScanReader
from desktop_rag.app.throttle import Throttle
from desktop_rag.app.urgent import UrgentPaths
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import Cancelled, ModelError
from desktop_rag.store.library import Library
from desktop_rag.store.records import DocumentRecord, FileStamp
from desktop_rag.store.roots import RootStore
from desktop_rag.store.scans import ScanStore
from desktop_rag.store.words import WordIndex
from desktop_rag.workers.parser_client import ParserClient

WRITE_EVERY_S = 1.0
"""What was read is written together this often: a kill costs this much at most, or the document in hand."""
SAVE_AFTER = 5_000
"""So many new passages are worth the writing of the vector index in the middle of a long job; and no fewer
than half of what there is, since it is written whole."""
LOCKED_FOLDER = (
    "This folder may not be read.",
    "Give yourself permission to read it, then press Check for changes.",
)
AWAY = (
    "Its drive or folder is not there now.",
    "Reconnect the drive, then press Check for changes. What was read of it can be searched.",
)


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where the library keeps what is read: tables, keyword index, recognised pages, vectors."""

    roots: RootStore
    library: Library
    words: WordIndex
    scans: ScanStore
    embedding: Embedding
    folder: Path


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads documents: `parsers` side by side, `recogniser` for pages that are pictures."""

    parsers: Sequence[ParserClient]
    recogniser: ParserClient
    passwords: Passwords
    throttle: Throttle


class Intake:
    """`reads_scans` tells whether text recognition is wanted now."""

    def __init__(self, shelves: Shelves, readers: Readers, reads_scans: Callable[[], bool]) -> None:
        self._shelves = shelves
        self._library = shelves.library
        self._readers = readers
        self._reads_scans = reads_scans
        self._check = FolderCheck(shelves.roots, shelves.library, shelves.embedding, shelves.folder)
        self._scans = ScanReader(shelves.library, shelves.scans, readers.recogniser, readers.passwords)
        self._urgent = UrgentPaths()
        self._in_between = self._undisturbed = False
        self._in_hand: set[Path] = set()
        self._later: set[Path] = set()
        self._scans_later: set[Path] = set()
        self._unsaved = 0
        self._save_after = SAVE_AFTER

    def forget_wordless(self, paths: Sequence[Path]) -> None:
        """Has pages on which text recognition read nothing read once more."""
        for path in paths:
            self._scans.forget_wordless(path)

    @property
    def passwords(self) -> Passwords:
        return self._readers.passwords

    def hurry(self, paths: Collection[Path]) -> None:
        self._urgent.add(paths)

    @property
    def is_urgent(self) -> bool:
        return bool(self._urgent)

    def everything(self, paths: Sequence[Path], job: JobContext, tally: Tally) -> None:
        """All that is at or below these roots."""
        job.report(Progress(Phase.SCANNING))
        job.cancel.raise_if_cancelled()
        with self._urgent.or_next_time(self._urgent.take_within(paths)):
            self._take(self._check.everything(paths, job.cancel), job, tally)
        self.recognise(paths, job, tally)
        self.urgent(job, tally)

    def urgent(self, job: JobContext, tally: Tally) -> list[Path]:
        """What `hurry` noted; the paths that were looked at."""
        seen: list[Path] = []
        while paths := self._urgent.take():
            seen += paths
            with self._urgent.or_next_time(paths):
                self._library.flush()
                self._take(self._check.some(paths, job.cancel), job, tally)
                self._library.flush()  # before the rest of a long document
                if self._in_hand:  # recognition comes after all reading
                    self._scans_later.update(paths)
                else:
                    self.recognise(paths, job, tally)
        return seen

    @contextlib.contextmanager
    def undisturbed(self) -> Iterator[None]:
        """What `hurry` notes meanwhile waits: somebody wants to know at once what comes of this."""
        self._undisturbed = True
        try:
            yield
        finally:
            self._undisturbed = False

    def read(self, files: Sequence[FileToRead], job: JobContext, tally: Tally) -> None:
        """What `hurry` notes meanwhile goes first, also before the rest of a long document."""
        pace = ReadingPace(job, files)
        keeper = DocumentKeeper(self._library, self._shelves.scans, self._shelves.embedding, tally)

        def meanwhile() -> None:
            self._urgent_meanwhile(pace.meanwhile, tally)

        def on_passages(path: Path, done: int, total: int) -> None:
            pace.on_passages(path, done, total)
            meanwhile()

        parsers = (self._readers.recogniser,) if self._in_between else self._readers.parsers
        self._in_hand.update(file.path for file in files)
        passwords, throttle = self._readers.passwords, self._readers.throttle
        try:
            with self._library.together():
                written_at = time.monotonic()
                for file in read_files(files, parsers, job.cancel, pace.on_page, passwords, meanwhile):
                    embedded = tally.embedded
                    keeper.keep(file, job.cancel, on_passages)
                    self._in_hand.discard(file.path)
                    pace.on_file(file.path)
                    if time.monotonic() - written_at >= WRITE_EVERY_S:
                        self._library.flush()
                        written_at = time.monotonic()
                    self._save_now_and_then(tally.embedded - embedded, job)
                    meanwhile()
                    throttle.rest(job.cancel)
        finally:
            self._in_hand.difference_update(file.path for file in files)
            if files and not self._in_between:
                self._put_back()
                self.save_index(job)

    def recognise(self, paths: Sequence[Path], job: JobContext, tally: Tally) -> None:
        """Reads the pages that are pictures, shortest documents first; each page is kept at once."""
        self._library.flush()
        paths = [*paths, *self._scans_later]
        waiting = self._scans.waiting(paths) if self._reads_scans() else []
        self._scans_later.clear()
        counts = [len(self._scans.numbers_left(record)) for record in waiting]
        pace = RecognisingPace(job, sum(counts))
        for record, count in zip(waiting, counts, strict=True):
            pages = self._scans.left(record, job.cancel)
            if pages is not None and self._recognise_pages(pages, pace, job, tally):
                self._read_again(record, JobContext(job.cancel), tally)
            pace.on_document(count)

    def _recognise_pages(
        self, pages: PagesLeft, pace: RecognisingPace, job: JobContext, tally: Tally
    ) -> bool:
        """Whether all of them are read now."""
        for number in pages.numbers:
            pace.on_page(pages.path)
            if not self._reads_scans() or not self._scans.read(pages, number, job.cancel):
                return False
            self._urgent_meanwhile(pace.meanwhile, tally)
            self._readers.throttle.rest(job.cancel)
        return True

    def save_index(self, job: JobContext) -> None:
        """Writes the vector index if much has changed, see `VectorIndex.save`.

        An embedder whose file is away keeps nobody from removing documents; its index follows later. So it
        does when the person has no time for it now.
        """
        job.report(Progress(Phase.FINISHING))
        with contextlib.suppress(ModelError, Cancelled):
            index = self._shelves.embedding.in_use().index
            index.save(self._library.generation(), lambda: job.cancel.cancelled)
        self._unsaved, self._save_after = 0, max(SAVE_AFTER, self._library.count_passages() // 2)

    def _urgent_meanwhile(self, job: JobContext, tally: Tally) -> None:
        """Between the steps of other reading, whose parsers may be busy for long."""
        if self._in_between or self._undisturbed or not self._urgent:
            return
        self._library.flush()
        self._in_between = True
        try:
            self.urgent(job, tally)
        finally:
            self._in_between = False

    def _put_back(self) -> None:
        """What could not be looked at while it was being read."""
        self._urgent.add(self._later)
        self._later.clear()

    def _take(self, changes: Changes, job: JobContext, tally: Tally) -> None:
        if self._in_hand:
            self._later |= changes.leave(self._in_hand)
        self._apply(changes)
        self._note_locked(changes.locked)
        self._library.flush()
        self.read(changes.to_read, job, tally)

    def _apply(self, changes: Changes) -> None:
        for old, new, stamp in changes.moved:
            self._library.move(old, new, settled(stamp))
            self._readers.passwords.move(old, new)
        self._library.set_states(changes.available_again, DocumentState.READY)
        self._library.set_states(changes.unavailable, DocumentState.UNAVAILABLE, *AWAY)
        for record, stamp in changes.as_before:
            self._library.set_state(record.path, record.state, record.reason, record.hint, settled(stamp))
        self._library.forget(changes.gone)
        self._library.note_files((file.path, file.stamp) for file in changes.to_read)

    def _note_locked(self, folders: Sequence[Path]) -> None:
        """Folders below a root that may not be listed get a row, since what is in them is missing."""
        stamp = FileStamp(0, 0)
        self._library.note_files((folder, stamp) for folder in folders)
        for folder in folders:
            self._library.fail(folder, DocumentState.FAILED, *LOCKED_FOLDER, stamp, None, NEVER_READ)

    def _save_now_and_then(self, embedded: int, job: JobContext) -> None:
        """So that a first long job that is broken off does not leave all of the index to be made again."""
        self._unsaved += embedded
        if self._unsaved >= self._save_after:
            self.save_index(job)

    def _read_again(self, record: DocumentRecord, job: JobContext, tally: Tally) -> None:
        """Puts what was recognised in its place."""
        if self._library.document(record.path) is not None:
            self.read([FileToRead(record.path, record.stamp)], job, tally)
