"""Where questions are typed: grows with the text, Enter asks, Shift+Enter starts a line. GUI thread."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_rag.domain.language_model import ModelStatus
from desktop_rag.domain.scopes import EVERYWHERE, Scope, listed, scope_words, short_words, without
from desktop_rag.gui.answer_setup import AnswerSetup
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.model_bar import ModelBar
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import TextButton, plain_tooltip, set_property
from desktop_rag.gui.words import middle_elided

_MAX_LINES = 6
_CHIP_LETTERS = 48
_PLACES_LISTED = 20
_PLACES_SPOKEN = 5
ASK_DOCUMENTS = "Ask your documents"
ASK_MODEL = "Ask the model"


class QuestionEdit(QPlainTextEdit):
    """`submitted` on Enter, `last_wanted` on Up while empty; `focus_changed(bool)` for its frame to show."""

    submitted = Signal()
    last_wanted = Signal()
    focus_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("questionEdit")
        self.setAccessibleName("Question")
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())

    def fit(self) -> None:
        """Takes the height of the text, up to six lines."""
        lines = max(1, min(_MAX_LINES, int(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 8)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
            return
        if event.key() == Qt.Key.Key_Up and not self.toPlainText():
            self.last_wanted.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


class QuestionBox(QFrame):
    """`asked(question)`, `stop_requested`; `scope` is where to ask, `scope_changed(Scope)` when elsewhere."""

    asked = Signal(str)
    stop_requested = Signal()
    scope_changed = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("questionFrame")
        self.scope = EVERYWHERE
        self._busy = False
        self._last = ""
        self.edit = QuestionEdit()
        self.model_bar = ModelBar(icons)
        self.edit.setPlaceholderText(ASK_DOCUMENTS)
        self.button = TextButton("Ask", "primary", icons, "ask")
        self.button.setToolTip("Enter")
        self._chip = TextButton("", "chip", icons, "close")
        self._chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._chip.clicked.connect(lambda: self.set_scope(EVERYWHERE))
        self._chip.hide()
        self.edit.submitted.connect(self._on_submit)
        self.edit.last_wanted.connect(self._on_last_wanted)
        self.edit.textChanged.connect(self._refresh)
        self.edit.focus_changed.connect(lambda active: set_property(self, "active", active))
        self.button.clicked.connect(self._on_button)
        self._arrange()
        self._refresh()

    def set_scope(self, scope: Scope) -> None:
        self._show_scope(scope)
        self.take_focus()

    def forget_scope(self, removed: Iterable[Path]) -> None:
        """Takes what is, or lies in, what was removed out of the scope; asks everywhere again when nothing is
        left of it. The keyboard stays put."""
        self._show_scope(without(self.scope, removed))

    def show_setup(self, setup: AnswerSetup, status: ModelStatus) -> None:
        """Says below the question how it will be answered."""
        self.edit.setPlaceholderText(ASK_DOCUMENTS if setup.mode.reads_passages else ASK_MODEL)
        self.model_bar.show_setup(setup, status)

    def set_busy(self, busy: bool) -> None:
        """While busy the button stops; the box can be typed in all the same."""
        self._busy = busy
        self._refresh()

    def take_focus(self) -> None:
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_scope(self, scope: Scope) -> None:
        if scope != self.scope:
            self.scope = scope
            self.scope_changed.emit(scope)
        self._chip.setVisible(bool(scope))
        if not scope:
            return
        self._chip.setText(f"in: {middle_elided(short_words(scope), _CHIP_LETTERS)}".replace("&", "&&"))
        lines = [*listed(scope, _PLACES_LISTED), "Press to ask in the whole library again."]
        self._chip.setToolTip("".join(plain_tooltip(line) for line in lines))
        where = scope_words(scope, _PLACES_SPOKEN)
        self._chip.setAccessibleName(f"Asking only in {where}. Press to ask in the whole library again.")

    def _question(self) -> str:
        return self.edit.toPlainText().strip()

    def _refresh(self) -> None:
        self.button.setText("Stop" if self._busy else "Ask")
        self.button.set_icon("stop" if self._busy else "ask")
        self.button.setToolTip("Esc" if self._busy else "Enter")
        self.button.setEnabled(self._busy or bool(self._question()))

    def _on_button(self) -> None:
        if self._busy:
            self.stop_requested.emit()
        else:
            self._on_submit()

    def _on_submit(self) -> None:
        question = self._question()
        if question and not self._busy:
            self._last = question
            self.edit.clear()
            self.asked.emit(question)

    def _on_last_wanted(self) -> None:
        """Brings the question before back, to be mended."""
        self.edit.setPlainText(self._last)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.model_bar, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.model_bar.failure)
        column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        column.addWidget(self.edit)
        column.addLayout(row)
        # From the question straight to its button; how it is answered comes after.
        QWidget.setTabOrder(self.edit, self.button)
        QWidget.setTabOrder(self.button, self.model_bar.button)
