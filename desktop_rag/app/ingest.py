"""Takes folders into the library and keeps it in step with them. Runs on the ingest lane's thread.

Work is done document by document, each stored in one transaction: whatever stops the program, at most the
document in hand is read again.
"""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from desktop_rag.app.changes import Changes, Freshness, compare
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, RateMeter
from desktop_rag.app.keeping import NEVER_READ, DocumentKeeper, Tally
from desktop_rag.app.reading import FileToRead, read_files, sha256_of
from desktop_rag.app.scan import Scan, check_path, scan
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.documents import PARSER_VERSION, DocumentState
from desktop_rag.domain.errors import (
    DocumentUnreadable,
    ModelError,
    NotInLibrary,
    PathMissing,
    PathUnreadable,
)
from desktop_rag.runtime import absolute_path
from desktop_rag.store.library import Library
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.records import DocumentRecord, FileStamp, RootRecord
from desktop_rag.store.words import WordIndex
from desktop_rag.workers.parser_client import ParserClient

REMOVE_AT_ONCE = 100
LOCKED_FOLDER = (
    "This folder may not be read.",
    "Give yourself permission to read it, then press Check for changes.",
)
LONG_DOCUMENT_PAGES = 20
EFFORT_PER_FILE = 20_000
MOST_EFFORT = 1_000_000


class IngestService:
    """Adds, syncs, removes and rebuilds. Every method raises `LibraryBusy` while another process writes."""

    def __init__(
        self,
        library: Library,
        words: WordIndex,
        embedding: Embedding,
        parsers: Sequence[ParserClient],
        folder: Path,
    ) -> None:
        self._library = library
        self._words = words
        self._embedding = embedding
        self._parsers = parsers
        self._folder = folder

    def add(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        """Adds folders and files and reads what is new or changed in them.

        Raises `PathMissing` or `PathUnreadable` before anything is changed; `Cancelled` with all finished
        documents kept.
        """
        absolute = [absolute_path(path) for path in paths]
        kinds = [check_path(path) for path in absolute]
        with writer_lock(self._folder):
            for path, is_folder in zip(absolute, kinds, strict=True):
                self._library.add_root(path, is_folder)
            return self._update(absolute, job)

    def sync(self, job: JobContext) -> IngestSummary:
        """Brings everything in the library to what is on disk now."""
        with writer_lock(self._folder):
            roots = [root.path for root in self._library.roots()]
            self._forget_outside(roots)
            self._embedding.forget_unwanted(job.cancel)
            return self._update(roots, job)

    def retry(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        """Reads these documents again, whatever became of them before."""
        with writer_lock(self._folder):
            tally = Tally()
            files = [FileToRead(path, FileStamp(0, 0)) for path in paths if self._library.document(path)]
            self._library.note_files((file.path, file.stamp) for file in files)
            self._read(files, job, tally)
            return self._summary(paths, tally)

    def remove(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        """Forgets folders and files; nothing on disk is touched. They do not come back by themselves."""
        absolute = [absolute_path(path) for path in paths]
        with writer_lock(self._folder):
            tally = Tally()
            for path in absolute:
                job.report(Progress(Phase.REMOVING, current=path.name))
                self._remove(path)
            self._save_index(job)
            return self._summary(absolute, tally)

    def rebuild(self, job: JobContext) -> IngestSummary:
        """Makes the keyword index and the vector index anew from the tables. Nothing is read or embedded."""
        with writer_lock(self._folder):
            tally = Tally()
            job.report(Progress(Phase.REBUILDING, 0, 2))
            self._words.rebuild()
            job.report(Progress(Phase.REBUILDING, 1, 2))
            self._embedding.in_use().index.discard()
            self._save_index(job)
            return self._summary([root.path for root in self._library.roots()], tally)

    def _update(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        tally = Tally()
        changes = self._changes(paths, job)
        self._apply(changes)
        self._note_locked(changes.locked)
        self._read(changes.to_read, job, tally)
        return self._summary(paths, tally)

    def _changes(self, paths: Sequence[Path], job: JobContext) -> Changes:
        job.report(Progress(Phase.SCANNING))
        avoid = self._library.exclusions() | {self._folder, self._folder.resolve()}
        # A root below another is looked at as itself: it may be hidden from the outer one, or on a drive
        # of its own that is away.
        roots = [root for root in self._library.roots() if _is_within(root.path, frozenset(paths))]
        records: dict[Path, DocumentRecord] = {}
        scans: list[Scan] = []
        for root in roots:
            known = self._library.documents(root.path)
            records.update((record.path, record) for record in known)
            scans.append(_scan_root(root, avoid, bool(known), job.cancel))
        lacking = self._embedding.vectors.documents_without(self._embedding.in_use().id)
        freshness = Freshness(PARSER_VERSION, frozenset(lacking))
        return compare(records.values(), scans, freshness, lambda path: _sha256_or_none(path, job.cancel))

    def _apply(self, changes: Changes) -> None:
        for old, new, stamp in changes.moved:
            self._library.move(old, new, stamp)
        for path in changes.available_again:
            self._library.set_state(path, DocumentState.READY)
        for path in changes.unavailable:
            self._library.set_state(
                path,
                DocumentState.UNAVAILABLE,
                "Its drive or folder is not there now.",
                "Reconnect the drive, then press Check for changes. What was read of it can be searched.",
            )
        self._forget(changes.gone)
        self._library.note_files((file.path, file.stamp) for file in changes.to_read)

    def _note_locked(self, folders: Sequence[Path]) -> None:
        """Folders below a root that may not be listed get a row, since what is in them is missing."""
        stamp = FileStamp(0, 0)
        self._library.note_files((folder, stamp) for folder in folders)
        for folder in folders:
            self._library.fail(folder, DocumentState.FAILED, *LOCKED_FOLDER, stamp, None, NEVER_READ)

    def _read(self, files: Sequence[FileToRead], job: JobContext, tally: Tally) -> None:
        pace = _Pace(job, files)
        keeper = DocumentKeeper(self._library, self._embedding, tally)
        try:
            for file in read_files(files, self._parsers, job.cancel, pace.on_page):
                keeper.keep(file, job.cancel, pace.on_passages)
                pace.on_file(file.path)
        finally:
            self._save_index(job)

    def _remove(self, path: Path) -> None:
        roots = {root.path for root in self._library.roots()}
        documents = self._library.documents(path)
        if path not in roots and not documents:
            raise NotInLibrary(f"“{path}” is not in the library.")
        if path in roots:
            self._library.remove_root(path)
        if path not in roots or _is_within(path.parent, roots - {path}):
            self._library.exclude(path)
        below = {root for root in roots - {path} if root.is_relative_to(path)}
        self._forget([record.path for record in documents if not _is_within(record.path, below)])

    def _forget_outside(self, roots: Sequence[Path]) -> None:
        """Finishes a removal that was cut short: it forgets a folder first, then what is in it."""
        within = frozenset(roots)
        records = self._library.documents()
        self._forget([record.path for record in records if not _is_within(record.path, within)])

    def _forget(self, paths: Sequence[Path]) -> None:
        for begin in range(0, len(paths), REMOVE_AT_ONCE):
            self._library.remove(paths[begin : begin + REMOVE_AT_ONCE])

    def _save_index(self, job: JobContext) -> None:
        """An embedder whose file is away keeps nobody from removing documents; its index follows later."""
        job.report(Progress(Phase.FINISHING))
        with contextlib.suppress(ModelError):
            self._embedding.in_use().index.save(self._library.generation())

    def _summary(self, paths: Sequence[Path], tally: Tally) -> IngestSummary:
        records = {record.path: record for path in paths for record in self._library.documents(path)}
        states = Counter(record.state for record in records.values())
        return IngestSummary(
            ready=states[DocumentState.READY],
            failed=states[DocumentState.FAILED] + states[DocumentState.QUARANTINED],
            skipped=states[DocumentState.SKIPPED],
            unavailable=states[DocumentState.UNAVAILABLE],
            pages=sum(record.pages for record in records.values()),
            passages=sum(record.passages for record in records.values()),
            embedded=tally.embedded,
            seconds=time.monotonic() - tally.began,
        )


class _Pace:
    """Tells a job's progress while files are read. Called from the reading threads too."""

    def __init__(self, job: JobContext, files: Sequence[FileToRead]) -> None:
        self._job = job
        self._total = len(files)
        self._done = 0
        self._efforts = {file.path: _effort(file) for file in files}
        self._effort = max(1, sum(self._efforts.values()))
        self._effort_done = 0
        self._meter = RateMeter()
        self._lock = threading.Lock()
        self._tell("")

    def on_file(self, path: Path) -> None:
        self._done += 1
        self._effort_done += self._efforts[path]
        self._tell(path.name)

    def on_page(self, path: Path, page: int, pages: int) -> None:
        if pages >= LONG_DOCUMENT_PAGES and page % 10 == 0:
            self._tell(f"{path.name}, page {page} of {pages}")

    def on_passages(self, path: Path, done: int, total: int) -> None:
        part = done / max(1, total)
        self._tell(f"{path.name}, {part:.0%}", part * self._efforts[path])

    def _tell(self, current: str, effort: float = 0.0) -> None:
        share = (self._effort_done + effort) / self._effort
        with self._lock:  # so that counts are heard in order
            self._job.report(self._meter.progress(Phase.READING, self._done, self._total, current, share))


def _effort(file: FileToRead) -> int:
    """What reading a file costs beside the others, roughly: something each, and more with its size.

    Beyond a megabyte a file is mostly pictures, or nothing that can be read at all.
    """
    return EFFORT_PER_FILE + min(file.stamp.size_bytes, MOST_EFFORT)


def _is_within(path: Path, folders: Collection[Path]) -> bool:
    """Whether `path` is one of `folders` or below one; quick for thousands of them in a set."""
    return any(place in folders for place in (path, *path.parents))


def _scan_root(root: RootRecord, avoid: frozenset[Path], has_documents: bool, cancel: CancelToken) -> Scan:
    """The files of a root; one that is away, or suddenly empty like a mount point, is unreadable."""
    try:
        check_path(root.path)
    except (PathMissing, PathUnreadable):
        return Scan(unreadable=[root.path])
    found = scan(root.path, root.is_folder, avoid, cancel.raise_if_cancelled)
    if has_documents and not found.files and not found.unreadable:
        return Scan(unreadable=[root.path])
    return found


def _sha256_or_none(path: Path, cancel: CancelToken) -> bytes | None:
    try:
        return sha256_of(path, cancel)
    except DocumentUnreadable:
        return None
