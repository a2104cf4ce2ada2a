"""The line below the question: how the next answer is made, in words, and how the model is. GUI thread.

It shows and asks; `ModelController` does.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.gui.answer_setup import AnswerSetup
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.model_words import model_state_words, way_words
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import ElidedButton, IconButton, IconLabel, TextButton, label


class ModelFailure(QFrame):
    """Why the model cannot answer, and two ways on."""

    again_requested = Signal()
    extract_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("modelFailure")
        self._reason = label("", "strong", wrap=True)
        self._hint = label("", wrap=True)
        again = TextButton("Try again", "inline")
        again.clicked.connect(self.again_requested)
        extract = TextButton("Answer word for word", "inline")
        extract.clicked.connect(self.extract_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.L)
        buttons.addWidget(again)
        buttons.addWidget(extract)
        buttons.addStretch(1)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._reason)
        text.addWidget(self._hint)
        text.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.S, Space.S, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel(icons, "error", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        self.hide()

    def show_failure(self, reason: str, hint: str) -> None:
        """Says it once to a screen reader, however often the state is shown again."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        if self.isHidden() or reason != self._reason.text():
            self._reason.setText(reason)
            self.setAccessibleName(f"{reason} {hint}".strip())
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))
        self.show()


class ModelBar(QWidget):
    """`menu_requested`, `cancel_requested` for a model being loaded; `failure` has requests of its own."""

    menu_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.failure = ModelFailure(icons)
        self.button = ElidedButton("bar", icons, "chevron-down")
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.button.clicked.connect(self.menu_requested)
        self.state: QLabel = label("", "caption")
        self._cancel = IconButton(icons, "close", "Stop loading the model")
        self._cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.button)
        row.addWidget(self.state)
        row.addWidget(self._cancel)
        row.addStretch(1)
        self.show_setup(AnswerSetup(), ModelStatus(ModelState.EMPTY))

    def show_setup(self, setup: AnswerSetup, status: ModelStatus) -> None:
        said = way_words(setup)
        self.button.set_words(said)
        self.button.setAccessibleName(f"How answers are made: {said}. Press to change it.")
        loading = status.state is ModelState.LOADING
        self.state.setVisible(loading)
        self.state.setText(model_state_words(status) if loading else "")
        self._cancel.setVisible(loading)
        if setup.uses_model and status.state is ModelState.FAILED:
            self.failure.show_failure(status.reason, status.hint)
        else:
            self.failure.hide()
