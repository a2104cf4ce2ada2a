"""The file chosen in the library: its state, why, what to do, and the buttons for that. GUI thread."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop_rag.domain.display import display_path, display_text
from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui import words
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_model import FileItem
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconLabel, TextButton, label, plain_tooltip, set_property

RETRYABLE = words.PROBLEM_STATES | {DocumentState.SKIPPED}
_TONES = {"danger": "danger", "warning": "warning"}


class DocumentCard(QFrame):
    """Hidden while no file is chosen."""

    retry_requested = Signal(object)
    remove_requested = Signal(object)
    open_requested = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("detail")
        self._path = Path()
        self._title = label("", "strong", wrap=True)
        self._icon = IconLabel(icons, "check")
        self._state = label("", wrap=True)
        self._reason = label("", wrap=True, selectable=True)
        self._hint = label("", "caption", wrap=True)
        self._retry = TextButton("Retry", "", icons, "retry")
        self._open = TextButton("Open", "", icons, "external")
        self._open.setToolTip("Open the file in its own program")
        self._remove = TextButton("Remove from library", "link")
        self._remove.setToolTip("The file itself is not touched")
        self._retry.clicked.connect(lambda: self.retry_requested.emit([self._path]))
        self._remove.clicked.connect(lambda: self.remove_requested.emit([self._path]))
        self._open.clicked.connect(lambda: self.open_requested.emit(self._path))
        self._arrange()
        self.hide()

    def show_file(self, item: FileItem | None) -> None:
        self.setVisible(item is not None)
        if item is None:
            return
        row = item.row
        self._path = row.path
        self._title.setText(display_text(row.title) or item.name)
        self._title.setToolTip(plain_tooltip(display_path(row.path)))
        icon, colour = words.state_icon(row.state)
        self._icon.set_icon(icon, colour)
        self._state.setText(item.words)
        set_property(self._state, "tone", _TONES.get(colour, ""))
        self._show_text(self._reason, row.reason)
        self._show_text(self._hint, row.hint if row.reason else "")
        self._retry.setVisible(row.state in RETRYABLE)

    @staticmethod
    def _show_text(target: QLabel, text: str) -> None:
        target.setText(text)
        target.setVisible(bool(text))

    def _arrange(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(Space.S)
        state.addWidget(self._icon)
        state.addWidget(self._state, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self._retry)
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(self._title)
        column.addLayout(state)
        column.addWidget(self._reason)
        column.addWidget(self._hint)
        column.addSpacing(Space.XS)
        column.addLayout(buttons)
        footer = QHBoxLayout()
        footer.addWidget(self._remove)
        footer.addStretch(1)
        column.addLayout(footer)
