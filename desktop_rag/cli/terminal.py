"""Writes for people and for scripts: results to standard output, progress and errors to standard error.

Main thread, except `Ticker`, which the ingest job's thread calls.
"""

import json
import shutil
import sys
import time
from collections.abc import Mapping

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.domain.display import display_text
from desktop_rag.domain.errors import DesktopRagError

PHASES = {
    Phase.SCANNING: "Looking through the folders",
    Phase.READING: "Reading",
    Phase.REMOVING: "Removing",
    Phase.REBUILDING: "Rebuilding",
    Phase.FINISHING: "Finishing",
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

    def show(self, progress: Progress) -> None:
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


def _line(progress: Progress) -> str:
    line = PHASES[progress.phase]
    if progress.total:
        line += f" {progress.done} of {progress.total}"
    if progress.remaining_s is not None:
        line += f", about {_duration(progress.remaining_s)} left"
    return f"{line}: {display_text(progress.current)}" if progress.current else line


def _duration(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"
