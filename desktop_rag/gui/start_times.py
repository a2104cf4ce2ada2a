"""Times the start of the program, and leaves one line about it in the log. GUI thread.

The window is usable once all of it has been painted with what the library holds, and no event waits any more:
what is typed then is seen at once. A line as "usable after 0.81 s: begun 0.38, library 0.45, window 0.66,
shown 0.74; 0.79 s of a processor" counts from the moment that the program's first own module was loaded.
"""

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_rag.runtime import BEGAN, START_LOG

logger = logging.getLogger(START_LOG)


class StartTimes(QObject):
    """`painted` when the window is on screen for the first time, `usable` when it can be worked with; once
    each. `mark` the steps on the way there."""

    painted = Signal()
    usable = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._marks: list[tuple[str, float]] = []
        self._window: QWidget | None = None
        self._is_filled: Callable[[], bool] = bool
        self._has_painted = False

    def mark(self, step: str) -> None:
        """A step has ended just now."""
        self._marks.append((step, time.monotonic() - BEGAN))

    def watch(self, window: QWidget, is_filled: Callable[[], bool]) -> None:
        """Waits for the first painting, and for the first one of a window that `is_filled`."""
        self._window, self._is_filled = window, is_filled
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        # All that has to be is painted while a window handles one of these.
        if watched is self._window and event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest):
            QTimer.singleShot(0, self, self._on_painted if self._is_filled() else self._on_first_painted)
        return super().eventFilter(watched, event)

    def _on_first_painted(self) -> None:
        if not self._has_painted:
            self._has_painted = True
            self.mark("shown")
            self.painted.emit()

    def _on_painted(self) -> None:
        """By a timer of no time, so that all that was waiting is done."""
        self._on_first_painted()
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window = None
            self.mark("usable")
            self._tell()
            self.usable.emit()

    def _tell(self) -> None:
        *steps, (_usable, after_s) = self._marks
        words = ", ".join(f"{step} {seconds:.2f}" for step, seconds in steps)
        logger.info("usable after %.2f s: %s; %.2f s of a processor", after_s, words, time.process_time())
