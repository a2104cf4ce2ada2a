"""What came of checks that nobody asked for: said rarely, shown only while they last. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_rag.app.jobs import Phase, Progress

SHOW_AFTER_MS = 1500
"""Reading that lasts longer is shown; a saved file is read in a blink."""
GATHER_MS = 2000
"""A folder that is copied arrives bit by bit."""
SAY_EVERY_MS = 300_000
"""Whoever saves a file every minute is not told every minute."""
WORK = (Phase.READING, Phase.RECOGNISING)


class QuietNews(QObject):
    """`lasting` when unasked reading takes long enough to be shown; `told(int)`: so many were taken in."""

    lasting = Signal()
    told = Signal(int)

    def __init__(self, is_reading: Callable[[], bool], parent: QObject) -> None:
        """`is_reading` tells whether the unasked work is still under way."""
        super().__init__(parent)
        self._is_reading = is_reading
        self._files = 0
        self._said = QElapsedTimer()
        self._show = _timer(self, self._on_show)
        self._say = _timer(self, self._on_say)

    def note_progress(self, progress: Progress) -> None:
        if progress.phase in WORK and not self._show.isActive():
            self._show.start(SHOW_AFTER_MS)

    def note_end(self, files: int) -> None:
        """So many files were new or changed."""
        self._show.stop()
        self._files += files
        if self._files and not self._say.isActive():
            wait_ms = SAY_EVERY_MS - self._said.elapsed() if self._said.isValid() else 0
            self._say.start(max(GATHER_MS, wait_ms))

    def stop(self) -> None:
        self._show.stop()
        self._say.stop()

    def _on_show(self) -> None:
        if self._is_reading():
            self.lasting.emit()

    def _on_say(self) -> None:
        self._said.restart()
        files, self._files = self._files, 0
        self.told.emit(files)


def _timer(parent: QObject, on_timeout: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(on_timeout)
    return timer
