"""Hears what changes below folders where the system watches whole trees, through watchdog. Its threads."""

import os
from collections.abc import Iterator

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from desktop_rag.app.watch_notifiers import CLOSE_S, Hearer

UNIMPORTANT = ("opened", "closed_no_write")


class TreeNotifier:
    """macOS and Windows, where the system watches whole trees at little cost; works on Linux too."""

    def __init__(self, hearer: Hearer) -> None:
        self._hearer = hearer
        self._observer = Observer()
        self._observer.start()
        self._watches: dict[tuple[str, bool], ObservedWatch] = {}

    def follow(self, place: str, is_deep: bool) -> Iterator[None]:
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
        watch = self._watches.get((place, is_deep))
        if watch and watch not in alive:
            self._observer.unschedule(self._watches.pop((place, is_deep)))
        if watch not in alive:
            self._schedule(place, is_deep)
        yield

    def _schedule(self, place: str, is_deep: bool) -> None:
        real_place = os.path.realpath(place)
        handler = _Handler(self._hearer, place, real_place)
        try:
            self._watches[place, is_deep] = self._observer.schedule(handler, real_place, recursive=is_deep)
        except (OSError, RuntimeError, SystemError) as error:  # the latter two are macOS's, which has no room
            self._hearer.on_trouble(place, error)

    def drop(self, place: str) -> None:
        below = place.rstrip(os.sep) + os.sep
        for key in [key for key in self._watches if key[0] == place or key[0].startswith(below)]:
            self._observer.unschedule(self._watches.pop(key))

    def close(self) -> None:
        self._observer.stop()
        self._observer.join(CLOSE_S)


class _Handler(FileSystemEventHandler):
    def __init__(self, hearer: Hearer, place: str, real_place: str) -> None:
        self._hearer = hearer
        self._place = place
        self._real_place = real_place

    def on_any_event(self, event: FileSystemEvent) -> None:
        """That a folder was modified says no more than the events of what is in it.

        Windows cannot tell of what kind a deleted thing was, and calls each a file.
        """
        if event.event_type in UNIMPORTANT or (event.is_directory and event.event_type == "modified"):
            return
        went = event.event_type in ("deleted", "moved")
        for told in (event.src_path, event.dest_path):
            if isinstance(told, str) and told:
                path = self._as_followed(told)
                if went and path == self._place:
                    self._hearer.on_gone(path)
                self._hearer.on_event(path, None if went else event.is_directory)

    def _as_followed(self, path: str) -> str:
        """macOS tells paths without links, also where the place that is followed is one."""
        if self._real_place != self._place and path.startswith(self._real_place):
            return self._place + path[len(self._real_place) :]
        return path
