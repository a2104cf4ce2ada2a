"""Takes folders into the library and keeps it in step with them. Runs on the ingest lane's thread.

Work is done document by document, and written once a second: whatever stops the program, at most that and
the document in hand is read again.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path

from desktop_rag.app.intake import Intake, Shelves
from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.keeping import Tally
from desktop_rag.app.patience import HangGuard
from desktop_rag.app.reading import FileToRead
from desktop_rag.app.scan import check_path, check_rules
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import BadPassword, NotInLibrary, PathUnreadable
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.domain.scopes import is_within
from desktop_rag.runtime import absolute_path
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.records import FileStamp


class IngestService:
    """Adds, syncs, removes and rebuilds. Every method raises `LibraryBusy` while another process writes."""

    def __init__(self, shelves: Shelves, intake: Intake) -> None:
        self._library = shelves.library
        self._roots = shelves.roots
        self._shelves = shelves
        self._folder = shelves.folder
        self._intake = intake
        self._guard = HangGuard()

    def add(self, paths: Sequence[Path], job: JobContext, rules: FolderRules | None = None) -> IngestSummary:
        """Adds folders and files and reads what is new or changed in them.

        `rules` say what of the folders is read; None leaves them as they were. Raises `PathMissing`,
        `PathUnreadable` or, for rules that mean nothing, `InputError` before anything is changed;
        `Cancelled` with all finished documents kept.
        """
        absolute = [absolute_path(path) for path in paths]
        kinds = [
            self._guard.patiently(path, partial(_kind, path, self._folder), job.cancel) for path in absolute
        ]
        if rules:
            check_rules(rules)
        with writer_lock(self._folder):
            for path, is_folder in zip(absolute, kinds, strict=True):
                self._roots.add(path, is_folder)
                if rules:
                    self._roots.set_rules(path, rules)
            return self._update(absolute, job)

    def bring_back(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        """Undoes `remove`: what lies in a folder of the library belongs to that folder again, and is no root
        of its own unless the folder does not read it, being hidden, say. What lies elsewhere is added.

        Raises as `add`.
        """
        absolute = [absolute_path(path) for path in paths]
        with writer_lock(self._folder):
            roots = {root.path for root in self._roots.all()}
            inside = [path for path in absolute if is_within(path.parent, roots)]
            self._roots.welcome(inside)
            self._intake.hurry(inside)
            tally = Tally()
            self._intake.urgent(job, tally)
            summary = self._summary(absolute, tally)
        read = {path for path in inside if not (self._library.first_unknown([path]) and path.exists())}
        left = [path for path in absolute if path not in read]
        return self.add(left, job) if left else summary

    def set_rules(self, path: Path, rules: FolderRules, job: JobContext) -> IngestSummary:
        """Changes what of a folder is read, and takes in or forgets what that makes of its files.

        Raises `NotInLibrary`, or `InputError` for rules that mean nothing.
        """
        path = absolute_path(path)
        check_rules(rules)
        with writer_lock(self._folder):
            if path not in {root.path for root in self._roots.all()}:
                raise NotInLibrary(f"“{path}” was not added to the library by itself.")
            self._roots.set_rules(path, rules)
            return self._update([path], job)

    def sync(self, job: JobContext) -> IngestSummary:
        """Brings everything in the library to what is on disk now."""
        with writer_lock(self._folder):
            roots = [root.path for root in self._roots.all()]
            self._forget_outside(roots)
            self._shelves.scans.forget_unused()
            self._shelves.embedding.forget_unwanted(job.cancel)
            return self._update(roots, job)

    def hurry(self, paths: Collection[Path]) -> None:
        """Notes files and folders that were seen to change; any thread.

        Reading that is under way takes them in between two documents, `take_in` otherwise.
        """
        self._intake.hurry(paths)

    @property
    def is_urgent(self) -> bool:
        """Whether changes that `hurry` noted are still to be taken in."""
        return self._intake.is_urgent

    def take_in(self, job: JobContext) -> IngestSummary:
        """Takes in the changes that `hurry` noted."""
        with writer_lock(self._folder):
            tally = Tally()
            paths = self._intake.urgent(job, tally)
            return self._summary(paths, tally)

    def retry(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        """Reads these documents again, whatever became of them before."""
        tally = Tally()
        self._retry(list(dict.fromkeys(paths)), job, tally)
        return self._summary(paths, tally)

    def _retry(self, paths: Sequence[Path], job: JobContext, tally: Tally) -> None:
        with writer_lock(self._folder):
            self._intake.forget_wordless(paths)
            files = [FileToRead(path, FileStamp(0, 0)) for path in paths if self._library.document(path)]
            self._library.note_files((file.path, file.stamp) for file in files)
            self._intake.read(files, job, tally)
            self._intake.recognise(paths, job, tally)

    def unlock(self, path: Path, password: str, job: JobContext) -> IngestSummary:
        """Reads a document with its password, which is kept in memory until the program ends.

        Raises `NotInLibrary`, or `BadPassword` when it does not open the document.
        """
        path = absolute_path(path)
        if self._library.document(path) is None:
            raise NotInLibrary(f"“{path}” is not in the library.")
        passwords, tally = self._intake.passwords, Tally()
        before = passwords.of(path)
        passwords.keep(path, password)
        with self._intake.undisturbed():
            self._retry([path], job, tally)
        if path in tally.locked:
            passwords.keep(path, before)
            raise BadPassword
        return self._summary([path], tally)

    def remove(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        """Forgets folders and files; nothing on disk is touched. They do not come back by themselves."""
        absolute = [absolute_path(path) for path in paths]
        with writer_lock(self._folder):
            tally = Tally()
            for path in absolute:
                job.report(Progress(Phase.REMOVING, current=path.name))
                self._remove(path)
            self._intake.save_index(job)
            return self._summary(absolute, tally)

    def rebuild(self, job: JobContext) -> IngestSummary:
        """Makes the keyword index and the vector index anew from the tables. Nothing is read or embedded."""
        with writer_lock(self._folder):
            tally = Tally()
            job.report(Progress(Phase.REBUILDING, 0, 2))
            self._shelves.words.rebuild()
            job.report(Progress(Phase.REBUILDING, 1, 2))
            self._shelves.embedding.in_use().index.discard()
            self._intake.save_index(job)
            return self._summary([root.path for root in self._roots.all()], tally)

    def _update(self, paths: Sequence[Path], job: JobContext) -> IngestSummary:
        tally = Tally()
        self._intake.everything(paths, job, tally)
        return self._summary(paths, tally)

    def _remove(self, path: Path) -> None:
        roots = {root.path for root in self._roots.all()}
        documents = self._library.documents((path,))
        if path not in roots and not documents:
            raise NotInLibrary(f"“{path}” is not in the library.")
        if path in roots:
            self._roots.remove(path)
        if path not in roots or is_within(path.parent, roots - {path}):
            self._roots.exclude(path)
        below = {root for root in roots - {path} if root.is_relative_to(path)}
        self._library.forget([record.path for record in documents if not is_within(record.path, below)])

    def _forget_outside(self, roots: Sequence[Path]) -> None:
        """Finishes a removal that was cut short: it forgets a folder first, then what is in it."""
        self._library.forget(self._roots.documents_outside(roots))

    def _summary(self, paths: Sequence[Path], tally: Tally) -> IngestSummary:
        records = self._library.documents(tuple(paths)) if paths else []
        states = Counter(record.state for record in records)
        return IngestSummary(
            ready=states[DocumentState.READY],
            failed=states[DocumentState.FAILED] + states[DocumentState.QUARANTINED],
            skipped=states[DocumentState.SKIPPED] + states[DocumentState.SCANNED],
            unavailable=states[DocumentState.UNAVAILABLE],
            pages=sum(record.pages for record in records),
            passages=sum(record.passages for record in records),
            embedded=tally.embedded,
            seconds=time.monotonic() - tally.began,
            stored=tally.stored,
        )


def _kind(path: Path, library: Path, _move: Callable[[], None]) -> bool:
    """See `check_path`; a drive may take its time. Not for what is in the library's own folder: it changes as
    it is read, and would be read without an end."""
    is_folder = check_path(path)
    if is_within(path.resolve(), {library.resolve()}):
        raise PathUnreadable(f"“{path}” is where the library itself is kept.", hint="Choose another folder.")
    return is_folder
