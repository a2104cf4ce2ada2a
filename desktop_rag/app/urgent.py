"""Files and folders that were seen to change and are still to be looked at. Any thread."""

import contextlib
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

from desktop_rag.domain.scopes import is_within


class UrgentPaths:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: set[Path] = set()

    def __bool__(self) -> bool:
        with self._lock:
            return bool(self._paths)

    def add(self, paths: Collection[Path]) -> None:
        with self._lock:
            self._paths.update(paths)

    def take(self) -> list[Path]:
        """All of them, which are forgotten here."""
        with self._lock:
            paths, self._paths = sorted(self._paths), set()
            return paths

    def take_within(self, places: Collection[Path]) -> set[Path]:
        """Those at or below `places`, which are forgotten here."""
        wanted = frozenset(places)
        with self._lock:
            taken = {path for path in self._paths if is_within(path, wanted)}
            self._paths -= taken
            return taken

    @contextlib.contextmanager
    def or_next_time(self, paths: Collection[Path]) -> Iterator[None]:
        """Notes `paths` again if what is done with them does not come to its end, as when it is stopped."""
        is_done = False
        try:
            yield
            is_done = True
        finally:
            if not is_done:
                self.add(paths)
