"""The file or folder chosen in the library: its state, why, and what can be done with it. GUI thread."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop_rag.domain.display import display_path, display_text
from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui import words
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_model import FileItem, RootItem
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconLabel, TextButton, label, plain_tooltip, set_property

RETRYABLE = words.PROBLEM_STATES | {DocumentState.SKIPPED}
_TITLE_LETTERS = 90
_TONES = {"danger": "danger", "warning": "warning"}


class DocumentCard(QFrame):
    """Hidden while nothing is chosen. The signals carry a path, retry and remove a list of one."""

    retry_requested = Signal(object)
    remove_requested = Signal(object)
    open_requested = Signal(object)
    show_requested = Signal(object)
    scope_requested = Signal(object)

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
        self._show = TextButton("Show", "", icons, "page")
        self._show.setToolTip("Show it in this window")
        self._open = TextButton("Open", "", icons, "external")
        self._ask = TextButton("Ask only here", "inline")
        self._ask.setToolTip("Answer the next questions from this alone")
        self._remove = TextButton("Remove from library", "inline")
        self._remove.setToolTip("Nothing on the disk is touched (Delete)")
        self._retry.clicked.connect(lambda: self.retry_requested.emit([self._path]))
        self._remove.clicked.connect(lambda: self.remove_requested.emit([self._path]))
        self._open.clicked.connect(lambda: self.open_requested.emit(self._path))
        self._show.clicked.connect(lambda: self.show_requested.emit(self._path))
        self._ask.clicked.connect(lambda: self.scope_requested.emit(self._path))
        self._arrange()
        self.hide()

    def show_file(self, item: FileItem | None) -> None:
        self.setVisible(item is not None)
        if item is None:
            return
        row = item.row
        icon, colour = words.state_icon(row.state)
        self._show_head(row.path, display_text(row.title) or item.name, icon, colour, item.words)
        self._show_text(self._reason, row.reason)
        self._show_text(self._hint, row.hint if row.reason else "")
        self._open.setToolTip("Open the file in its own program")
        self._retry.setVisible(row.state in RETRYABLE)
        self._show.setVisible(row.state is DocumentState.READY)
        self._ask.setVisible(row.state is DocumentState.READY)

    def show_root(self, item: RootItem | None) -> None:
        """Shows a folder or file that was added; None, or "All documents", for nothing."""
        self.setVisible(item is not None and item.path is not None)
        if item is None or item.path is None:
            return
        self._show_head(item.path, item.name, item.icon, "secondary", item.state)
        self._show_text(self._reason, "")
        self._show_text(self._hint, "")
        self._open.setToolTip("Open it outside this window")
        self._retry.hide()
        self._show.hide()
        self._ask.show()

    def _show_head(self, path: Path, name: str, icon: str, colour: str, state: str) -> None:
        self._path = path
        self._title.setText(words.middle_elided(name, _TITLE_LETTERS))
        self._title.setToolTip(plain_tooltip(display_path(path)))
        self._icon.set_icon(icon, colour)
        self._state.setText(state)
        set_property(self._state, "tone", _TONES.get(colour, ""))

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
        buttons.addWidget(self._show)
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
        for link in (self._ask, self._remove):
            footer = QHBoxLayout()
            footer.addWidget(link)
            footer.addStretch(1)
            column.addLayout(footer)
