"""Passwords of documents, kept in memory alone and gone with the program. Any thread."""

import threading
from pathlib import Path


class Passwords:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Path, str] = {}

    def of(self, path: Path) -> str:
        """The password of a file, empty if none is known."""
        with self._lock:
            return self._known.get(path, "")

    def keep(self, path: Path, password: str) -> None:
        with self._lock:
            self._known[path] = password

    def move(self, old: Path, new: Path) -> None:
        """A file was renamed."""
        with self._lock:
            if old in self._known:
                self._known[new] = self._known.pop(old)

    def forget(self, path: Path) -> None:
        with self._lock:
            self._known.pop(path, None)

    def __repr__(self) -> str:
        """Nothing of what it keeps, which could reach a log."""
        return "Passwords()"
