"""What hears from the system of changes below folders, and which of them this system has. Any thread.

They are `watch_inotify` and `watch_trees`, the seams to watchdog, each of which is loaded where it is used.
"""

import platform
from collections.abc import Iterator
from typing import Protocol

CLOSE_S = 2.0


class Hearer(Protocol):
    """Is told from a notifier's thread; must return soon."""

    def on_event(self, path: str, is_folder: bool | None) -> None:
        """Something at `path` came, went or changed."""

    def on_gone(self, place: str) -> None:
        """A folder that was followed is not there any more, perhaps a new one is in its place."""

    def on_lost(self) -> None:
        """More happened than the system could tell; nothing is known of any place."""

    def on_trouble(self, path: str, error: Exception) -> None:
        """The system refuses to tell of `path`."""

    def takes_folder(self, path: str) -> bool:
        """Whether anything below this folder is wanted."""


class Notifier(Protocol):
    def follow(self, place: str, is_deep: bool) -> Iterator[None]:
        """Begins to tell of a folder, `is_deep` with all below; in steps, since there may be thousands."""

    def drop(self, place: str) -> None:
        """Tells no more of `place` and all below, whatever else was followed there."""

    def close(self) -> None: ...


def system_notifier(hearer: Hearer) -> Notifier:
    """Raises `OSError` when the system has no more of them."""
    if platform.system() == "Linux":
        from desktop_rag.app.watch_inotify import InotifyNotifier  # cannot be loaded elsewhere

        return InotifyNotifier(hearer)
    from desktop_rag.app.watch_trees import TreeNotifier

    return TreeNotifier(hearer)
