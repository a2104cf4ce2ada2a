"""An error where it happened: what, what to do, one action, and the detail to copy. GUI thread."""

import traceback
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.report import report_head
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate


def error_words(error: Exception) -> tuple[str, str]:
    """The sentence and the next step for any error; our own bugs get honest general ones."""
    if isinstance(error, DesktopRagError):
        return in_words(error.message), in_words(error.hint)
    return (
        translate("Common", "Something went wrong inside Desktop RAG."),
        translate("Common", "Try again. If it happens again, copy the details and report them."),
    )


def error_detail(error: Exception) -> str:
    """Everything worth copying into a report: what happened and where in the program, and on which machine.

    In English, and without the name of any document that the error itself does not name.
    """
    return f"{error_trace(error)}\n{report_head()}\n"


def error_trace(error: Exception) -> str:
    """Of that, what happened and where in the program."""
    own = f"{error.detail}\n\n" if isinstance(error, DesktopRagError) and error.detail else ""
    trace = "".join(traceback.format_exception(error))
    return f"{type(error).__name__}: {error}\n{own}{trace}"


class CopyDetails(TextButton):
    """Copies what `detail` gives at that moment, and says so."""

    def __init__(self, detail: Callable[[], str], icons: Icons | None = None, role: str = "link") -> None:
        super().__init__(translate("Common", "Copy details"), role, icons, "copy" if icons else "")
        self._detail = detail
        self._words = self.text()
        self.clicked.connect(self._on_copy)

    def begin_again(self) -> None:
        """There are other details now."""
        self.setText(self._words)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._detail())
        copied = translate("Common", "Copied")
        self.setText(copied)
        announce(self, copied)


class InlineError(QFrame):
    """`action_requested` when the one action is chosen."""

    action_requested = Signal()

    def __init__(self, error: Exception, icons: Icons, action: str) -> None:
        super().__init__()
        self.setObjectName("inlineError")
        message, hint = error_words(error)
        self.setAccessibleName(f"{message} {hint}")
        action_button = TextButton(action, "", icons, "retry")
        action_button.clicked.connect(self.action_requested)
        copy = CopyDetails(lambda: error_detail(error), icons)
        text = QVBoxLayout()
        text.setSpacing(Space.XS)
        text.addWidget(label(message, "strong", wrap=True, selectable=True))
        text.addWidget(label(hint, wrap=True))
        buttons = QHBoxLayout()
        buttons.addWidget(action_button)
        buttons.addWidget(copy)
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
