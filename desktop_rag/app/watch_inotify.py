"""Hears what changes below folders on Linux, through watchdog's `InotifyFD`. Its thread, and the watch's.

Each folder takes a watch of its own, of which a person has only so many. So folders that are left out get
none. watchdog's observer is not used here: it watches those too, and says nothing when the system refuses to
watch one folder of many.
"""

import errno
import itertools
import os
import threading
from collections.abc import Iterator

from watchdog.observers.inotify_c import (
    CallbackId,
    InotifyConstants,
    InotifyEvent,
    InotifyFD,
    Mask,
    WatchDescriptor,
)

from desktop_rag.app.folder_filter import is_no_folder_of_documents
from desktop_rag.app.watch_notifiers import CLOSE_S, Hearer

AWAY = (errno.ENOENT, errno.ENOTDIR)
OF_ONE_FOLDER = (*AWAY, errno.EACCES, errno.ELOOP, errno.ENAMETOOLONG)
"""Why one folder among others is not watched; a check tells of it, and the rest is not touched."""
NOT_WATCHED = WatchDescriptor(-1)
IN_EVENTS = (
    InotifyConstants.IN_CREATE
    | InotifyConstants.IN_DELETE
    | InotifyConstants.IN_MOVE
    | InotifyConstants.IN_MODIFY
    | InotifyConstants.IN_CLOSE_WRITE
    | InotifyConstants.IN_ATTRIB
)
"""What is written into an open file counts too (IN_MODIFY): a log may stay open for days. A change of rights
(IN_ATTRIB) may let a file be read that could not be."""
IN_CAME = InotifyConstants.IN_CREATE | InotifyConstants.IN_MOVED_TO | InotifyConstants.IN_ATTRIB
IN_REPLACED = InotifyConstants.IN_DELETE | InotifyConstants.IN_MOVE | InotifyConstants.IN_CREATE
"""After these a name stands for another folder than before: one may be renamed over an empty one."""


class InotifyNotifier:
    """A `Notifier`. Raises `OSError` if the system has no more of them."""

    def __init__(self, hearer: Hearer) -> None:
        self._hearer = hearer
        self._inotify = InotifyFD()
        self._inotify.start()
        self._folders: dict[str, _Folder] = {}
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._closing = False

    def follow(self, place: str, is_deep: bool) -> Iterator[None]:
        if self._watch(place, is_place=True) and is_deep:
            for folder in self._wanted_below(place, is_place=True):
                yield from self._follow_below(folder)
        yield

    def drop(self, place: str) -> None:
        below = place.rstrip("/") + "/"
        with self._lock:
            paths = [path for path in self._folders if path == place or path.startswith(below)]
            folders = [self._folders.pop(path) for path in paths]
        self._inotify.remove_callbacks([(folder.wd, folder.id) for folder in folders])

    def close(self) -> None:
        self._closing = True
        self._inotify.stop()
        self._inotify.join(CLOSE_S)

    def hear(self, path: str, mask: int) -> None:
        """What happened at `path`. A new folder is told as a whole, since what is in it came unwatched."""
        is_folder = bool(mask & InotifyConstants.IN_ISDIR)
        if is_folder and mask & IN_REPLACED:
            self.drop(path)
        is_new = is_folder and mask & IN_CAME and path not in self._folders
        if is_new and self._hearer.takes_folder(path):
            for _step in self._follow_below(path):
                pass
        self._hearer.on_event(path, is_folder)

    def hear_end(self, folder: "_Folder") -> None:
        """The system watches it no more: it was deleted, or its drive unplugged."""
        with self._lock:
            if self._closing or self._folders.get(folder.path) is not folder:
                return
            del self._folders[folder.path]
        self._hearer.on_gone(folder.path)

    def hear_overflow(self) -> None:
        self._hearer.on_lost()

    def _follow_below(self, folder: str) -> Iterator[None]:
        waiting = [folder]
        while waiting:
            folder = waiting.pop()
            if self._watch(folder, is_place=False):
                waiting += self._wanted_below(folder, is_place=False)
            yield

    def _watch(self, path: str, is_place: bool) -> bool:
        """Whether the folder is watched now, or was before."""
        with self._lock:
            if self._closing or path in self._folders:
                return not self._closing
            try:
                self._folders[path] = self._watched(path, follows_link=is_place)
            except OSError as error:
                if is_place and error.errno in AWAY:
                    self._hearer.on_gone(path)
                elif is_place or error.errno not in OF_ONE_FOLDER:
                    self._hearer.on_trouble(path, error)
                return False
            return True

    def _watched(self, path: str, follows_link: bool) -> "_Folder":
        """Raises `OSError`."""
        folder = _Folder(self, path, CallbackId(next(self._numbers)))
        mask = IN_EVENTS | InotifyConstants.IN_ONLYDIR
        mask |= 0 if follows_link else InotifyConstants.IN_DONT_FOLLOW
        folder.wd = self._inotify.add_callback(os.fsencode(path), Mask(mask), folder, folder.id)
        if folder.wd == NOT_WATCHED:
            # WORKAROUND(watchdog 7.1.0): a folder that may not be read is kept as if it were watched.
            self._inotify.remove_callbacks([(folder.wd, folder.id)])
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return folder

    def _wanted_below(self, folder: str, is_place: bool) -> list[str]:
        """Listed once the folder is watched, so that no folder that is made meanwhile is missed."""
        try:
            with os.scandir(folder) as entries:
                below = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
        except OSError:
            return []
        if not is_place and is_no_folder_of_documents(folder, below):
            self.drop(folder)
            return []
        paths = (os.path.join(folder, name) for name, is_folder in below.items() if is_folder)
        return [path for path in paths if self._hearer.takes_folder(path)]


class _Folder:
    """One watched folder, as `InotifyFD` calls it on its thread: watchdog's `WatchCallback`."""

    __slots__ = ("_owner", "id", "path", "wd")

    def __init__(self, owner: InotifyNotifier, path: str, id_: CallbackId) -> None:
        self._owner = owner
        self.path = path
        self.id = id_
        self.wd = NOT_WATCHED

    def on_event(self, event: InotifyEvent) -> None:
        name = os.fsdecode(event.name)
        self._owner.hear(os.path.join(self.path, name) if name else self.path, event.mask)

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        if wd == self.wd:
            self._owner.hear_end(self)

    def on_queue_overflow(self) -> None:
        self._owner.hear_overflow()
