"""Writes for people and for scripts: results to standard output, progress and errors to standard error.

Main thread, except `Ticker`, which the ingest job's thread calls.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping

from desktop_rag.app.jobs import Phase, Report
from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.display import display_text
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress
from desktop_rag.domain.errors import DesktopRagError

PHASES = {
    Phase.SCANNING: "Looking through the folders",
    Phase.READING: "Reading",
    Phase.RECOGNISING: "Recognising text",
    Phase.REMOVING: "Removing",
    Phase.REBUILDING: "Rebuilding",
    Phase.FINISHING: "Finishing",
    Phase.EMBEDDING: "Embedding",
    Phase.LOOKING: "Looking for models",
    Phase.CHECKING: "Checking",
    Phase.CONVERTING: "Converting",
    Phase.EXPORTING: "Exporting",
    Phase.IMPORTING: "Importing",
    Phase.RELOCATING: "Looking for the files",
}
SHARED = (Phase.CHECKING, Phase.CONVERTING, Phase.EXPORTING, Phase.IMPORTING)
"""Where a share is done, rather than so many of so many."""
DOWNLOAD_PHASES = {
    DownloadPhase.CONNECTING: "Connecting",
    DownloadPhase.FETCHING: "Downloading",
    DownloadPhase.WAITING: "The connection is lost; trying again",
    DownloadPhase.CHECKING: "Checking the file",
}
ANSWER_PHASES = {
    AnswerPhase.LOADING: "Loading the model",
    AnswerPhase.REWRITING: "Understanding the question",
    AnswerPhase.SEARCHING: "Looking through the documents",
    AnswerPhase.READING: "Reading the passages",
    AnswerPhase.WRITING: "Writing",
    AnswerPhase.CHECKING: "Checking the sources",
}


def say(line: str = "") -> None:
    """Prints a line; control and direction characters that a document may hold are made visible."""
    print("\n".join(display_text(part) for part in line.split("\n")))


def say_json(value: Mapping[str, object]) -> None:
    print(json.dumps(value))


def complain(error: DesktopRagError) -> None:
    """One readable line on standard error."""
    print(f"desktop-rag: {display_text(error.message)} {display_text(error.hint)}", file=sys.stderr)


class Ticker:
    """Progress on one line of standard error: rewritten on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._pause_s = 0.1 if self._live else 5.0
        self._last = time.monotonic() - (self._pause_s if self._live else 0)

    def show(self, progress: Report) -> None:
        now = time.monotonic()
        if now - self._last < self._pause_s:
            return
        self._last = now
        line = _line(progress)
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{line[:width]}", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class AnswerPrinter:
    """Prints an answer as it is written; it only grows, unless it turns out to have been a thought: then the
    answer is begun anew below."""

    def __init__(self, otherwise: Callable[[Report], None]) -> None:
        """`otherwise` is told of everything that is no text."""
        self._otherwise = otherwise
        self.printed = ""

    def show(self, report: Report) -> None:
        text = report.text if isinstance(report, AnswerUpdate) else ""
        if not text:
            self._otherwise(report)
            return
        if not text.startswith(self.printed):
            print("\n")
            self.printed = ""
        if not self.printed and sys.stdout.isatty():
            print("\r\x1b[K", end="")  # the line of progress that stands there
        new = text[len(self.printed) :]
        self.printed = text
        print("\n".join(display_text(part) for part in new.split("\n")), end="", flush=True)


def _line(progress: Report) -> str:
    if isinstance(progress, AnswerUpdate):
        share = "" if progress.share is None else f" {progress.share:.0%}"
        return f"{ANSWER_PHASES[progress.phase]}{share}"
    if isinstance(progress, DownloadProgress):
        return _download_line(progress)
    line = PHASES[progress.phase]
    if progress.total and progress.phase in SHARED:
        line += f" {progress.done / progress.total:.0%}"
    elif progress.total:
        line += f" {progress.done} of {progress.total}"
    if progress.remaining_s is not None:
        line += f", about {_duration(progress.remaining_s)} left"
    return f"{line}: {display_text(progress.current)}" if progress.current else line


def _download_line(progress: DownloadProgress) -> str:
    line = DOWNLOAD_PHASES[progress.phase]
    if progress.total_bytes:
        line += f" {progress.done_bytes / 1e6:,.1f} of {progress.total_bytes / 1e6:,.1f} MB"
    if progress.rate_bytes_per_s is not None:
        line += f", {progress.rate_bytes_per_s / 1e6:.1f} MB/s"
    if progress.remaining_s is not None:
        line += f", about {_duration(progress.remaining_s)} left"
    return line


def _duration(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"
