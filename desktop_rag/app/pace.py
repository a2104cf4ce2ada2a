"""Tells how far the reading of files is. Ingest lane's thread, and those that read."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop_rag.app.jobs import JobContext, Phase, Progress, RateMeter, Report
from desktop_rag.app.reading import FileToRead

LONG_DOCUMENT_PAGES = 20
EFFORT_PER_FILE = 20_000
MOST_EFFORT = 1_000_000


class _Steady:
    """Tells a job's progress; of what is done in between, the counts stay as they are."""

    def __init__(self, job: JobContext) -> None:
        self._job = job
        self._told = Progress(Phase.READING)
        self.meanwhile = JobContext(job.cancel, self._tell_beside)
        """For work in between: of its progress only the names of files are passed on."""

    def _pass_on(self, progress: Progress) -> None:
        self._told = progress
        self._job.report(progress)

    def _tell_beside(self, report: Report) -> None:
        if isinstance(report, Progress) and report.current:
            self._job.report(replace(self._told, current=report.current))


class RecognisingPace(_Steady):
    """Tells how many pages of `total` were recognised."""

    def __init__(self, job: JobContext, total: int) -> None:
        super().__init__(job)
        self._total = total
        self._before = self._done = 0
        self._meter = RateMeter()

    def on_page(self, path: Path) -> None:
        """It is about to be read."""
        self._pass_on(self._meter.progress(Phase.RECOGNISING, self._done, self._total, path.name))
        self._done += 1

    def on_document(self, pages: int) -> None:
        """Nothing more is to be done of one that had so many pages left."""
        self._before += pages
        self._done = self._before


class ReadingPace(_Steady):
    """Tells a job's progress while files are read. Called from the reading threads too."""

    def __init__(self, job: JobContext, files: Sequence[FileToRead]) -> None:
        super().__init__(job)
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
            self._pass_on(self._meter.progress(Phase.READING, self._done, self._total, current, share))


def _effort(file: FileToRead) -> int:
    """What reading a file costs beside the others, roughly: something each, and more with its size.

    Beyond a megabyte a file is mostly pictures, or nothing that can be read at all.
    """
    return EFFORT_PER_FILE + min(file.stamp.size_bytes, MOST_EFFORT)
