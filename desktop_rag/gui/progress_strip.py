"""What is being read, how far it is, and the button that stops it or goes on. GUI thread."""

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from desktop_rag.app.jobs import Progress
from desktop_rag.domain.display import display_name
from desktop_rag.gui import words
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import ElidedLabel, TextButton, label


class ProgressStrip(QFrame):
    """Shown while the library changes, and while reading is stopped half-way.

    `stop_requested` and `go_on_requested` when the person wants either.
    """

    stop_requested = Signal()
    go_on_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("progress")
        self._words = label("", "strong", wrap=True)
        self._current = ElidedLabel("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._stop = TextButton("Stop", "", icons, "stop")
        self._stop.setToolTip("Esc")
        self._stop.clicked.connect(self._on_stop)
        self._go_on = TextButton("Go on", "", icons, "play")
        self._go_on.clicked.connect(self.go_on_requested)
        self._arrange()
        self.hide()

    def begin(self) -> None:
        """Shows that work has been asked for, before the first progress arrives."""
        self._words.setText("Starting")
        self._current.set_text("")
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self._show_running(True)
        self.show()

    def show_rest(self, pending: int, *, interrupted: bool) -> None:
        """At rest: shows that reading was broken off with `pending` files unread, if it was; else nothing."""
        if not pending and not interrupted:
            self.hide()
            return
        self._words.setText(words.paused_words(pending))
        self._current.set_text("")
        self._show_running(False)
        self.show()

    def show_progress(self, progress: Progress) -> None:
        if self._stop.isEnabled():
            self._words.setText(words.progress_words(progress))
        self._current.set_text(display_name(PurePath(progress.current)) if progress.current else "")
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def _show_running(self, running: bool) -> None:
        self._bar.setVisible(running)
        self._current.setVisible(running)
        self._stop.setVisible(running)
        self._go_on.setVisible(not running)

    def _on_stop(self) -> None:
        self.show_stopping()
        self.stop_requested.emit()

    def show_stopping(self) -> None:
        self._stop.setEnabled(False)
        self._words.setText("Stopping. What was read is kept.")

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        column.addWidget(self._words)
        column.addWidget(self._current)
        row = QHBoxLayout()
        row.addLayout(column, 1)
        row.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._go_on, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        outer.setSpacing(Space.S)
        outer.addLayout(row)
        outer.addWidget(self._bar)
