"""Tells when something changed in the folders of the library. Runs on a thread of its own, which it owns.

What it tells is where to look, never what happened: the check that follows decides from the disk. What cannot
be watched is told as well, and is to be checked from time to time: drives on a network, whose other users
this system does not hear of, and folders for which the system has no room. A file that is in a folder through
a link is looked at with the next check only.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from desktop_rag.app.folder_filter import FolderFilter
from desktop_rag.app.watch_notifiers import CLOSE_S, Hearer, Notifier, system_notifier
from desktop_rag.app.watched_roots import WatchedRoot, WatchedRoots, WatchPace
from desktop_rag.store.records import RootRecord

USUAL = WatchPace()


class FolderWatch:
    """Calls `on_change` with files and folders to look at.

    Calls `on_trouble` with a root and a plain reason why it is not watched. Both are called from the watch's
    thread and may take their time.
    """

    def __init__(
        self,
        on_change: Callable[[frozenset[Path]], None],
        on_trouble: Callable[[Path, str], None],
        pace: WatchPace = USUAL,
        new_notifier: Callable[[Hearer], Notifier] = system_notifier,
    ) -> None:
        self._on_change = on_change
        self._roots = WatchedRoots(on_trouble, new_notifier, pace)
        self._thread: threading.Thread | None = None

    def follow(self, roots: Iterable[RootRecord], avoid: frozenset[Path] = frozenset()) -> None:
        """Watches these roots from now on, and no others; returns at once. `avoid` as in `scan`.

        Each root that was not watched before, or with other rules, is told as changed once all of it is
        watched: a check made then misses nothing. Raises `InputError` for rules that mean nothing.
        """
        self._roots.order([WatchedRoot(root, FolderFilter(root.path, root.rules, avoid)) for root in roots])
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="folder-watch", daemon=True)
            self._thread.start()

    @property
    def unwatched(self) -> frozenset[Path]:
        """Roots that are to be checked from time to time."""
        return self._roots.unwatched

    def close(self) -> None:
        """Nothing more is told. Does not wait long for a drive that hangs."""
        self._roots.close()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join(CLOSE_S)

    def _run(self) -> None:
        try:
            while self._roots.wait():
                self._roots.obey(self._deliver)
                self._roots.look_after(self._deliver)
                self._deliver()
        finally:
            self._roots.end()

    def _deliver(self) -> None:
        if paths := self._roots.due():
            self._on_change(paths)
