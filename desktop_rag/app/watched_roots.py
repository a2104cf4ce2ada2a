"""The roots that are watched, and what was heard of them. The watch's thread; notifiers call from theirs."""

import contextlib
import errno
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.folder_filter import FOLDER_MARKS, FolderFilter, relative_text
from desktop_rag.app.network_drives import Drives
from desktop_rag.app.watch_gathering import LONGEST_S, QUIET_S, Gathering
from desktop_rag.app.watch_notifiers import Hearer, Notifier
from desktop_rag.store.records import RootRecord

LOOK_AFTER_S = 2.0
"""So often it is asked whether the followed folders are still the same: no system tells that a folder above
one was renamed, or that a drive came back."""
MOST_PATHS = 1_000
NETWORK = "It is on a network drive, whose changes this computer does not hear of."
UNTOLD = "This computer does not tell of changes in it."
NO_ROOM = "The system has no room to watch more folders."
FULL = (errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM)

Identity = tuple[int, int] | None
"""Device and inode of a folder; None while it is away."""


@dataclass(frozen=True, slots=True)
class WatchPace:
    """See `Gathering`; `look_after_s` is how soon a folder that came back is noticed."""

    quiet_s: float = QUIET_S
    longest_s: float = LONGEST_S
    look_after_s: float = LOOK_AFTER_S


@dataclass(slots=True)
class WatchedRoot:
    """A root as it is watched. A single file is watched through the folder it is in."""

    root: RootRecord
    takes: FolderFilter
    identity: Identity = None
    is_stale: bool = False
    """Not all of it may be watched, though its folder seems to be the same."""
    trouble: str = ""

    @property
    def path(self) -> str:
        return str(self.root.path)

    @property
    def place(self) -> str:
        return self.path if self.root.is_folder else str(self.root.path.parent)

    def wants(self, path: str, is_folder: bool | None) -> bool:
        if not self.root.is_folder:
            return path == self.path
        relative = relative_text(path, self.path)
        return relative is not None and (relative == "" or self.takes.takes_path(relative, is_folder))

    def is_like(self, other: "WatchedRoot") -> bool:
        return (self.root.is_folder, self.root.rules) == (
            other.root.is_folder,
            other.root.rules,
        ) and self.takes.avoids == other.takes.avoids


class WatchedRoots:
    """A `Hearer`. All but what a `Hearer` does, `order` and `close` is for the watch's thread alone."""

    def __init__(
        self,
        on_trouble: Callable[[Path, str], None],
        new_notifier: Callable[[Hearer], Notifier],
        pace: WatchPace,
    ) -> None:
        self._on_trouble = on_trouble
        self._new_notifier = new_notifier
        self._pace = pace
        self._notifier: Notifier | None = None
        self._changed = threading.Condition()
        self._gathering = Gathering(pace.quiet_s, pace.longest_s)
        self._order: dict[Path, WatchedRoot] | None = None
        self._roots: dict[Path, WatchedRoot] = {}
        """Never changed, but replaced: notifiers read it meanwhile."""
        self._untold: list[WatchedRoot] = []
        self._looked_at = time.monotonic()
        self._is_lost = False
        self._is_closing = False

    @property
    def unwatched(self) -> frozenset[Path]:
        return frozenset(path for path, watched in self._roots.items() if watched.trouble)

    def order(self, roots: Iterable[WatchedRoot]) -> None:
        with self._changed:
            self._order = {watched.root.path: watched for watched in roots}
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._is_closing = True
            self._changed.notify()

    def wait(self) -> bool:
        """Until there is something to do; False once it is closed."""
        with self._changed:
            while not self._is_closing and (pause_s := self._pause_s()) > 0:
                self._changed.wait(pause_s)
            return not self._is_closing

    def due(self) -> frozenset[Path]:
        """What is to be told now."""
        with self._changed:
            due_in_s = self._gathering.due_in_s()
            if due_in_s is None or due_in_s > 0 or self._is_closing:
                return frozenset()
            paths = self._gathering.take()
        if len(paths) <= MOST_PATHS:
            return paths
        return frozenset(root for root in self._roots if any(path.is_relative_to(root) for path in paths))

    def obey(self, meanwhile: Callable[[], None]) -> None:
        """Follows what was ordered, calling `meanwhile` again and again."""
        with self._changed:
            order, self._order = self._order, None
        if order is None:
            return
        before, self._roots = self._roots, self._merged(order)
        for path, watched in before.items():
            if self._roots.get(path) is not watched:
                self._drop(watched.place)
        drives = Drives.now()
        for watched in self._roots.values():
            if before.get(watched.root.path) is not watched or watched.trouble:
                self._follow(watched, drives, meanwhile)

    def look_after(self, meanwhile: Callable[[], None]) -> None:
        """Follows anew what was replaced, came back, or was lost sight of."""
        self._tell_troubles()
        if time.monotonic() - self._looked_at < self._pace.look_after_s and not self._is_lost:
            return
        self._looked_at = time.monotonic()
        drives, identities = Drives.now(), dict[str, Identity]()
        if self._is_lost:
            self._is_lost = False
            for watched in self._roots.values():
                self._drop(watched.place)
        for watched in self._roots.values():
            if not watched.trouble and not drives.is_on_network(watched.place):
                identity = identities.setdefault(watched.place, _identity(watched.place))
                self._look_after(watched, identity, drives, meanwhile)
            meanwhile()

    def end(self) -> None:
        if self._notifier:
            self._notifier.close()

    def on_event(self, path: str, is_folder: bool | None) -> None:
        folder, name = os.path.split(path)
        if name in FOLDER_MARKS:  # what the folder itself is changed with it
            path, is_folder = folder, True
        wanting = [watched.root for watched in self._roots.values() if watched.wants(path, is_folder)]
        if wanting:
            self._gather(path, all(root.is_folder and str(root.path) != path for root in wanting))

    def on_gone(self, place: str) -> None:
        for watched in self._roots.values():
            watched.is_stale |= watched.place == place

    def on_lost(self) -> None:
        with self._changed:
            self._is_lost = True
            self._changed.notify()

    def on_trouble(self, path: str, error: Exception) -> None:
        is_full = isinstance(error, OSError) and error.errno in FULL
        with self._changed:
            for watched in self._roots.values():
                if not watched.trouble and (watched.place == path or watched.wants(path, True)):
                    watched.trouble = NO_ROOM if is_full else UNTOLD
                    self._untold.append(watched)
            self._changed.notify()

    def takes_folder(self, path: str) -> bool:
        roots = self._roots.values()
        return any(watched.root.is_folder and watched.wants(path, True) for watched in roots)

    def _pause_s(self) -> float:
        if self._order is not None or self._is_lost or self._untold:
            return 0.0
        look_in_s = self._looked_at + self._pace.look_after_s - time.monotonic()
        due_in_s = self._gathering.due_in_s()
        return look_in_s if due_in_s is None else min(look_in_s, due_in_s)

    def _gather(self, path: str, may_merge: bool) -> None:
        with self._changed:
            if not self._gathering:
                self._changed.notify()
            self._gathering.add(path, may_merge)

    def _merged(self, order: dict[Path, WatchedRoot]) -> dict[Path, WatchedRoot]:
        """What was ordered, with those that are watched just so already as they are."""
        merged = {}
        for path, watched in order.items():
            known = self._roots.get(path)
            merged[path] = known if known and known.is_like(watched) else watched
        return merged

    def _look_after(
        self, watched: WatchedRoot, identity: Identity, drives: Drives, meanwhile: Callable[[], None]
    ) -> None:
        if identity != watched.identity:
            self._drop(watched.place)
            self._follow(watched, drives, meanwhile)
        elif watched.is_stale and identity:
            self._follow(watched, drives, meanwhile)

    def _follow(self, watched: WatchedRoot, drives: Drives, meanwhile: Callable[[], None]) -> None:
        """A root that is away is told too, and waited for."""
        watched.trouble, watched.is_stale = "", False
        if drives.is_on_network(watched.place):
            watched.trouble = NETWORK
            self._untold.append(watched)
            return
        watched.identity = _identity(watched.place)
        try:
            self._notifier = self._notifier or self._new_notifier(self)
        except OSError as error:
            self.on_trouble(watched.place, error)
            return
        if watched.identity:
            for _step in self._notifier.follow(watched.place, watched.root.is_folder):
                if self._is_closing:
                    return
                if watched.trouble:
                    self._drop(watched.place)  # what little there is is left to others
                    return
                meanwhile()
        self._gather(watched.path, may_merge=False)

    def _drop(self, place: str) -> None:
        """Other roots that share folders with it have to be followed anew."""
        if self._notifier:
            self._notifier.drop(place)
        for watched in self._roots.values():
            if _overlap(watched.place, place):
                watched.is_stale = True

    def _tell_troubles(self) -> None:
        with self._changed:
            untold, self._untold = self._untold, []
        for watched in untold:
            self._drop(watched.place)
            self._on_trouble(watched.root.path, watched.trouble)


def _overlap(one: str, other: str) -> bool:
    return relative_text(one, other) is not None or relative_text(other, one) is not None


def _identity(folder: str) -> Identity:
    with contextlib.suppress(OSError, ValueError):
        status = os.stat(folder)
        return status.st_dev, status.st_ino
    return None
