"""Where questions are asked: the field, where and how they are answered, Ask and Stop. GUI thread."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.app.values import LONGEST_SEARCHED
from desktop_rag.domain.language_model import ModelStatus
from desktop_rag.domain.scopes import EVERYWHERE, Scope, without
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.model_bar import ModelBar
from desktop_rag.gui.asking.question_edit import QuestionEdit
from desktop_rag.gui.asking.scope_chips import ScopeChips
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import TextButton, label, native_keys, set_property
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

ASK_DOCUMENTS = QT_TRANSLATE_NOOP("Asking", "Ask your documents")
ASK_MODEL = QT_TRANSLATE_NOOP("Asking", "Ask the model")


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
        self._drafts: dict[int | None, str] = {}
        self.edit = QuestionEdit()
        self.model_bar = ModelBar(icons)
        self.edit.setPlaceholderText(translate("Asking", ASK_DOCUMENTS))
        self.button = TextButton("", "primary", icons, "ask")
        self.chips = ScopeChips(icons)
        self.chips.scope_left.connect(self.set_scope)
        self._too_long = label("", "caption", wrap=True)
        self._too_long.hide()
        self.edit.submitted.connect(self._on_submit)
        self.edit.last_wanted.connect(self._on_last_wanted)
        self.edit.back_pressed.connect(self._on_back)
        self.edit.textChanged.connect(self._on_text)
        self.edit.focus_changed.connect(lambda active: set_property(self, "active", active))
        self.button.clicked.connect(self._on_button)
        self._arrange()
        self._show_busy()
        self._describe()

    def set_scope(self, scope: Scope) -> None:
        self._show_scope(scope)
        self.take_focus()

    def forget_scope(self, removed: Iterable[Path]) -> None:
        """Takes what is, or lies in, what was removed out of the scope; asks everywhere again when nothing is
        left of it. The keyboard stays put."""
        self._show_scope(without(self.scope, removed))

    def show_setup(self, setup: AnswerSetup, status: ModelStatus) -> None:
        """Says below the question how it will be answered."""
        asks = ASK_DOCUMENTS if setup.mode.reads_passages else ASK_MODEL
        self.edit.setPlaceholderText(translate("Asking", asks))
        self.model_bar.show_setup(setup, status)
        self._describe()

    def show_ready(self, documents: int) -> None:
        """So many documents can be asked about in all."""
        self.model_bar.show_ready(documents)
        self._describe()

    def set_busy(self, busy: bool) -> None:
        """While busy the button stops; the box can be typed in all the same."""
        self._busy = busy
        self._show_busy()

    def switch_draft(self, before: int | None, after: int | None) -> None:
        """Keeps what is typed for the conversation `before`, and brings back what was for the one `after`."""
        if before != after:
            self._drafts[before] = self.edit.toPlainText()
            self.edit.setPlainText(self._drafts.pop(after, ""))
            self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def forget_drafts(self) -> None:
        """It is another library now, whose conversations may have the same ids."""
        self._drafts.clear()

    def take_focus(self) -> None:
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_scope(self, scope: Scope) -> None:
        changed, self.scope = scope != self.scope, scope
        self.chips.show_scope(scope)
        self.model_bar.show_scope(scope)
        self._describe()
        if changed:
            self.scope_changed.emit(scope)

    def _describe(self) -> None:
        """Has a screen reader say with the field what will be searched, and how it will be answered."""
        self.edit.setAccessibleDescription(self.model_bar.words)

    def _question(self) -> str:
        return self.edit.toPlainText().strip()

    def _show_busy(self) -> None:
        self.button.setText(translate("Asking", "Stop") if self._busy else translate("Asking", "Ask"))
        self.button.set_icon("stop" if self._busy else "ask")
        self.button.setToolTip(native_keys("Esc" if self._busy else "Enter"))
        self._on_text()

    def _on_text(self) -> None:
        """Quick: it is done with every letter."""
        length = len(self._question())
        self.button.setEnabled(self._busy or length > 0)
        if length > LONGEST_SEARCHED and self._too_long.isHidden():
            said = translate("Asking", "The search reads the first %Ln characters.", None, LONGEST_SEARCHED)
            self._too_long.setText(said)
        self._too_long.setVisible(length > LONGEST_SEARCHED)

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

    def _on_back(self) -> None:
        """Takes the last place out of the scope, and says where is asked now."""
        if self.scope:
            self.chips.take_last()
            announce(self.edit, self.model_bar.searched.text())

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.model_bar, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.model_bar.failure)
        column.addWidget(self.chips)
        column.addWidget(self.edit)
        column.addWidget(self._too_long)
        column.addLayout(row)
        # From the question straight to its button; how it is answered comes after.
        QWidget.setTabOrder(self.edit, self.button)
        QWidget.setTabOrder(self.button, self.model_bar.button)
