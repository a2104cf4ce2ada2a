"""Short notices above the question box: what was done or went wrong, one action. Never modal. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.icons import Icons
from desktop_rag.gui.inline_error import error_detail, error_words
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconButton, IconLabel, TextButton, label

SHOWN_MS = 8000
ACTION_SHOWN_MS = 30_000
"""Longer where there is something to decide, such as Undo."""
_ICONS = {"": ("check", "accent"), "warning": ("warning", "warning"), "danger": ("error", "danger")}


class Notice(QFrame):
    """One notice. `closed` when it is to go away."""

    closed = Signal()
    acted = Signal()

    def __init__(self, icons: Icons, tone: str, message: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{message} {hint}".strip())
        self.message, self.hint = message, hint
        self._icons = icons
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self._row.setSpacing(Space.S)
        self._row.addWidget(IconLabel(icons, *_ICONS[tone]))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(label(message, "strong" if hint else "", wrap=True))
        if hint:
            text.addWidget(label(hint, wrap=True))
        self._row.addLayout(text, 1)
        close = IconButton(icons, "close", "Close this notice")
        close.clicked.connect(self.closed)
        self._row.addWidget(close)

    def add_action(self, text: str, action: Callable[[], None]) -> None:
        button = TextButton(text, "link")
        button.clicked.connect(action)
        button.clicked.connect(self.acted)
        self._row.insertWidget(self._row.count() - 1, button)

    def offer_detail(self, detail: str) -> None:
        copy = TextButton("Copy details", "link")

        def on_copy() -> None:
            QGuiApplication.clipboard().setText(detail)
            copy.setText("Copied")

        copy.clicked.connect(on_copy)
        self._row.insertWidget(self._row.count() - 1, copy)


class NoticeArea(QWidget):
    """Holds at most one notice; a newer one takes its place."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.current: Notice | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.clear)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def say(
        self,
        message: str,
        *,
        tone: str = "",
        hint: str = "",
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Shows a notice. Good news leaves by itself; the rest stays until closed."""
        notice = Notice(self._icons, tone, message, hint)
        if action:
            notice.add_action(*action)
            notice.acted.connect(lambda: self._leave(notice))
        self._put(notice, 0 if tone else ACTION_SHOWN_MS if action else SHOWN_MS)

    def say_error(self, error: Exception, action: tuple[str, Callable[[], None]] | None = None) -> None:
        """Stays until closed; offers `action`, or else the details to copy."""
        message, hint = error_words(error)
        notice = Notice(self._icons, "danger", message, hint)
        if action:
            notice.add_action(*action)
            notice.acted.connect(lambda: self._leave(notice))
        else:
            notice.offer_detail(error_detail(error))
        self._put(notice, 0)

    def clear(self) -> None:
        self.timer.stop()
        if self.current:
            self._column.removeWidget(self.current)
            self.current.hide()
            self.current.deleteLater()
            self.current = None
        self.hide()

    def _leave(self, notice: Notice) -> None:
        """What its action had to say stays."""
        if self.current is notice:
            self.clear()

    def _put(self, notice: Notice, shown_ms: int) -> None:
        self.clear()
        self.current = notice
        notice.closed.connect(self.clear)
        self._column.addWidget(notice)
        self.show()
        if shown_ms:
            self.timer.start(shown_ms)
