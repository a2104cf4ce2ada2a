"""Looks at drives that may never answer, without waiting for them for ever. Ingest lane's thread.

A network drive that went away can hold a call of the system for minutes or for good, and nothing ends such a
call. So it is made on a thread of its own, which is left to itself when nothing moves for too long. Such a
thread is a daemon: the program ends without it.
"""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.scan import Scan, check_path, identity_of, scan, scan_some, was_deleted
from desktop_rag.domain.errors import Cancelled, PathMissing, PathUnreadable
from desktop_rag.store.records import RootRecord

T = TypeVar("T")

STALL_S = 20.0
"""A disk that was asleep answers within ten seconds or so."""
LOOK_S = 0.1
"""So often it is asked whether the person pressed Stop."""


class HangGuard:
    """Runs work on drives; keeps which of them hang, so that no second thread gets stuck on the same."""

    def __init__(self, stall_s: float = STALL_S) -> None:
        self._stall_s = stall_s
        self._left: dict[Path, threading.Thread] = {}
        """Threads that were left to themselves: after Stop most end soon, but some hang."""
        self._silent: set[Path] = set()
        self._lock = threading.Lock()

    def patiently(self, root: Path, work: Callable[[Callable[[], None]], T], cancel: CancelToken) -> T:
        """What `work` returns or raises. It is given a function to call whenever it got on.

        Raises `PathUnreadable` when it got no further for `stall_s` seconds, or at once while earlier work
        on `root` still hangs, and `Cancelled` within 0.1 seconds of a wish to stop. From then on the function
        that `work` was given raises `Cancelled`, so that work that wakes up ends.
        """
        self._await_earlier(root, cancel)
        errand = _Errand(work)
        thread = threading.Thread(target=errand.run, name="patience", daemon=True)
        thread.start()
        while not errand.done.wait(LOOK_S):
            if cancel.cancelled or errand.idle_s > self._stall_s:
                errand.abandon()
                with self._lock:
                    self._left[root] = thread
                cancel.raise_if_cancelled()
                raise self._no_answer(root)
        return errand.result()

    def is_silent(self, root: Path) -> bool:
        """Whether work on `root` was given up and hangs to this moment."""
        with self._lock:
            self._left = {path: thread for path, thread in self._left.items() if thread.is_alive()}
            self._silent &= self._left.keys()
            return root in self._silent

    def _await_earlier(self, root: Path, cancel: CancelToken) -> None:
        """Work that was stopped ends as soon as its drive answers; if that does not, it is silent too."""
        since = time.monotonic()
        while not self.is_silent(root):
            with self._lock:
                earlier = self._left.get(root)
            if earlier is None:
                return
            earlier.join(LOOK_S)
            cancel.raise_if_cancelled()
            if time.monotonic() - since > self._stall_s:
                break
        raise self._no_answer(root)

    def _no_answer(self, root: Path) -> PathUnreadable:
        with self._lock:
            self._silent.add(root)
        return PathUnreadable(
            f"“{root}” does not answer.",
            hint="Check the connection to the drive it is on, then press Check for changes.",
        )


class _Errand(Generic[T]):
    """One piece of work on a thread of its own."""

    def __init__(self, work: Callable[[Callable[[], None]], T]) -> None:
        self.done = threading.Event()
        self._work = work
        self._moved_at = time.monotonic()
        self._abandoned = False
        self._results: list[T] = []
        self._error: BaseException | None = None

    @property
    def idle_s(self) -> float:
        return time.monotonic() - self._moved_at

    def abandon(self) -> None:
        self._abandoned = True

    def run(self) -> None:
        try:
            self._results.append(self._work(self._move))
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits, bugs too
            self._error = error
        self.done.set()

    def result(self) -> T:
        if self._error:
            raise self._error
        return self._results[0]

    def _move(self) -> None:
        self._moved_at = time.monotonic()
        if self._abandoned:
            raise Cancelled


def scan_root_patiently(
    guard: HangGuard,
    root: RootRecord,
    avoid: frozenset[Path],
    has_documents: bool,
    cancel: CancelToken,
    paths: Iterable[Path] | None = None,
) -> Scan:
    """The files of a root, or only those at or below `paths`; see `scan` and `scan_some`.

    A root that is away, hangs, or is suddenly bare and another folder than before, like the mount point of a
    drive that was unplugged, is unreadable as a whole; one that the person emptied is not, nor a file that
    was deleted from its folder. `has_documents`: something is known below it.

    Raises `Cancelled`, and `InputError` for rules that mean nothing.
    """

    def work(move: Callable[[], None]) -> Scan:
        if not root.is_folder and was_deleted(root.path, root.identity):
            return Scan()
        check_path(root.path)
        move()
        if paths is None or not root.is_folder:
            found = scan(root.path, root.is_folder, avoid, move, root.rules)
        else:
            found = scan_some(root.path, paths, avoid, move, root.rules)
        found.identity = identity_of(root.path)
        return found

    try:
        found = guard.patiently(root.path, work, cancel)
    except (PathMissing, PathUnreadable):
        return Scan(unreadable=[root.path])
    is_other_folder = not root.identity or found.identity != root.identity
    return Scan(unreadable=[root.path]) if has_documents and found.is_bare and is_other_folder else found
