"""What is being read, how far it is, and the button that pauses it or goes on. GUI thread."""

from dataclasses import replace
from itertools import chain
from pathlib import PurePath

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.domain.display import display_name
from desktop_rag.gui.widgets.basics import ElidedLabel, TextButton, label, native_keys
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

PAUSE = QT_TRANSLATE_NOOP("Work", "Pause")
STOP = QT_TRANSLATE_NOOP("Work", "Stop")
_TIMES_LEFT_S = (1, 45, 45 * 60)
"""Each is told in other words; none takes more room than these."""


class SteadyWords(QLabel):
    """Wraps, and is as high as the longest that it will say, so that nothing below jumps meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "strong")
        self._longest: dict[Phase, list[str]] = {}

    def begin(self, text: str) -> None:
        """Says `text` in the height that it needs, which counts from here."""
        self._longest.clear()
        self.setText(text)
        self.updateGeometry()

    def show_progress(self, progress: Progress) -> None:
        most = replace(progress, done=progress.total or progress.done)
        ends = [replace(most, remaining_s=left_s) for left_s in _TIMES_LEFT_S]
        self._longest[progress.phase] = [words.progress_words(each) for each in ends]
        self.setText(words.progress_words(progress))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        wrapped, room = Qt.TextFlag.TextWordWrap, QRect(0, 0, width, 0)
        texts = chain.from_iterable(self._longest.values())
        kept = (self.fontMetrics().boundingRect(room, wrapped, text).height() for text in texts)
        return max([super().heightForWidth(width), *kept])


class ProgressStrip(QFrame):
    """Shown while the library changes, while reading is paused, and while scans stay unread.

    `stop_requested`, `go_on_requested` and `scans_requested` when the person wants any of it.
    """

    stop_requested = Signal()
    go_on_requested = Signal()
    scans_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("progress")
        self._words = SteadyWords()
        self._current = ElidedLabel("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Work", "Progress"))
        self._stop = TextButton(translate("Work", PAUSE), "", icons, "pause")
        self._stop.setToolTip(native_keys("Esc"))
        self._stop.clicked.connect(self._on_stop)
        self._go_on = TextButton(translate("Work", "Go on"), "", icons, "play")
        self._go_on.clicked.connect(self.go_on_requested)
        self._scans = label("", "caption", wrap=True)
        self._scans_on = TextButton(translate("Work", "Switch on"), "inline")
        self._scans_on.setAccessibleName(translate("Work", "Switch text recognition on"))
        self._scans_on.clicked.connect(self.scans_requested)
        self._running = False
        self._goes_on = True
        self._arrange()
        self.hide()

    def begin(self, *, goes_on: bool = True) -> None:
        """Shows that work has been asked for, before the first progress arrives.

        `goes_on` is whether it could be gone on with once it is stopped.
        """
        self._goes_on = goes_on
        self._stop.setText(translate("Work", PAUSE if goes_on else STOP))
        self._stop.set_icon("pause" if goes_on else "stop")
        self._words.begin(translate("Work", "Starting"))
        self._current.set_text("")
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self._show_running(True)
        self.show()

    def show_rest(self, pending: int, *, interrupted: bool, scans_off: int = 0) -> None:
        """At rest: shows that reading was broken off with `pending` files unread, or else, quietly, how many
        pages stay unread while text recognition is off; else nothing."""
        paused = bool(pending or interrupted)
        self._words.begin(words.paused_words(pending) if paused else "")
        self._scans.setText(words.scans_words(scans_off) if scans_off else "")
        self._current.set_text("")
        self._show_running(False)
        self._words.setVisible(paused)
        self._go_on.setVisible(paused)
        self._show_scans(bool(scans_off))
        self.setVisible(paused or bool(scans_off))

    def show_progress(self, progress: Progress) -> None:
        if not self._running:
            return  # nobody asked for it, and it is soon over
        if self._stop.isEnabled():
            self._words.show_progress(progress)
        self._current.set_text(display_name(PurePath(progress.current)) if progress.current else "")
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def _show_running(self, running: bool) -> None:
        self._running = running
        self._bar.setVisible(running)
        self._current.setVisible(running)
        self._stop.setVisible(running)
        self._go_on.setVisible(not running)
        self._words.show()
        self._show_scans(False)

    def _show_scans(self, shown: bool) -> None:
        self._scans.setVisible(shown)
        self._scans_on.setVisible(shown)

    def _on_stop(self) -> None:
        self.show_stopping()
        self.stop_requested.emit()

    def show_stopping(self) -> None:
        self._stop.setEnabled(False)
        pausing, stopping = (
            translate("Work", "Pausing. What was read is kept."),
            translate("Work", "Stopping."),
        )
        self._words.setText(pausing if self._goes_on else stopping)

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        column.addWidget(self._words)
        column.addWidget(self._current)
        column.addWidget(self._scans)
        column.addWidget(self._scans_on, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addLayout(column, 1)
        row.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._go_on, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        outer.setSpacing(Space.S)
        outer.addLayout(row)
        outer.addWidget(self._bar)
