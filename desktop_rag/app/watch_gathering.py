"""Gathers changes that come in bursts, so that a folder being unpacked is looked at once. Any thread."""

import os
import time
from collections.abc import Callable
from pathlib import Path

QUIET_S = 1.0
LONGEST_S = 5.0
MANY = 100
"""So many changed names in one folder, and the folder as a whole is looked at."""


class Gathering:
    """Changed paths, due when nothing came for `quiet_s`, and `longest_s` after the first in any case."""

    def __init__(
        self,
        quiet_s: float = QUIET_S,
        longest_s: float = LONGEST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._quiet_s = quiet_s
        self._longest_s = longest_s
        self._clock = clock
        self._first = self._last = 0.0
        self._single: set[str] = set()
        self._names: dict[str, set[str]] = {}
        """By folder; empty once the folder counts as a whole."""

    def __bool__(self) -> bool:
        return bool(self._single or self._names)

    def add(self, path: str, may_merge: bool) -> None:
        """`may_merge`: whether the folder that it is in may stand for it."""
        self._last = self._clock()
        if not self:
            self._first = self._last
        if not may_merge:
            self._single.add(path)
            return
        folder, name = os.path.split(path)
        if folder not in self._names:
            self._names[folder] = {name}
        elif names := self._names[folder]:
            names.add(name)
            if len(names) > MANY:
                names.clear()

    def due_in_s(self) -> float | None:
        """None while there is nothing; not above 0 when it is due."""
        if not self:
            return None
        return min(self._last + self._quiet_s, self._first + self._longest_s) - self._clock()

    def take(self) -> frozenset[Path]:
        """All that was gathered, without what lies below another of them."""
        paths = set(self._single)
        for folder, names in self._names.items():
            paths |= {os.path.join(folder, name) for name in names} or {folder}
        self._single, self._names = set(), {}
        return _outermost(paths)


def _outermost(paths: set[str]) -> frozenset[Path]:
    found = [Path(path) for path in paths]
    known = frozenset(found)
    return frozenset(path for path in found if known.isdisjoint(path.parents))
