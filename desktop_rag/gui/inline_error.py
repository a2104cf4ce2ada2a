"""An error where it happened: what, what to do, one action, and the detail to copy. GUI thread."""

import traceback

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconLabel, TextButton, label


def error_words(error: Exception) -> tuple[str, str]:
    """The sentence and the next step for any error; our own bugs get honest general ones."""
    if isinstance(error, DesktopRagError):
        return error.message, error.hint
    return (
        "Something went wrong inside Desktop RAG.",
        "Try again. If it happens again, copy the details and report them.",
    )


def error_detail(error: Exception) -> str:
    """Everything worth copying into a report."""
    own = f"{error.detail}\n\n" if isinstance(error, DesktopRagError) and error.detail else ""
    return f"{type(error).__name__}: {error}\n{own}{''.join(traceback.format_exception(error))}"


class InlineError(QFrame):
    """`action_requested` when the one action is chosen."""

    action_requested = Signal()

    def __init__(self, error: Exception, icons: Icons, action: str) -> None:
        super().__init__()
        self.setObjectName("inlineError")
        message, hint = error_words(error)
        self._detail = error_detail(error)
        self.setAccessibleName(f"{message} {hint}")
        action_button = TextButton(action, "", icons, "retry")
        action_button.clicked.connect(self.action_requested)
        self._copy = TextButton("Copy details", "link", icons, "copy")
        self._copy.clicked.connect(self._on_copy)
        text = QVBoxLayout()
        text.setSpacing(Space.XS)
        text.addWidget(label(message, "strong", wrap=True, selectable=True))
        text.addWidget(label(hint, wrap=True))
        buttons = QHBoxLayout()
        buttons.addWidget(action_button)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        text.addSpacing(Space.XS)
        text.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        row.setSpacing(Space.S)
        icon_column = QVBoxLayout()
        icon_column.addWidget(IconLabel(icons, "error", "danger"))
        icon_column.addStretch(1)
        row.addLayout(icon_column)
        row.addLayout(text, 1)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._detail)
        self._copy.setText("Copied")
