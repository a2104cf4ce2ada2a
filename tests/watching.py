"""Looks at something again and again while something else is done."""

import threading
from collections.abc import Callable
from typing import Self


class Watching:
    """Calls `look` every `every_s` seconds while this is open, on a thread of its own."""

    def __init__(self, look: Callable[[], None], every_s: float) -> None:
        self._look = look
        self._every_s = every_s
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(self._every_s):
            self._look()
