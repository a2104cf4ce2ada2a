"""A question that was asked, to read, and to change in place. GUI thread."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.asking.question_edit import InPlaceQuestion
from desktop_rag.gui.widgets.basics import IconButton, label, set_property
from desktop_rag.gui.widgets.flow_row import in_one_line_if_it_fits
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

TALLEST_FIELD = 220


class QuestionRow(QWidget):
    """`edited(str)` when Enter ends a change, also one that changed nothing; `changed` when its height did.

    The pencil is seen while the pointer is on the row or the keyboard on the pencil, which Tab always finds.
    """

    edited = Signal(str)
    changed = Signal()

    def __init__(self, question: str, icons: Icons) -> None:
        super().__init__()
        self._question = question
        self._words = in_one_line_if_it_fits(label(question, "title", wrap=True, selectable=True))
        self.button = _Pencil(icons, translate("Asking", "Edit this question"))
        self.button.clicked.connect(self.begin)
        self.edit = InPlaceQuestion()
        self.edit.setAccessibleName(translate("Asking", "Edit this question"))
        self.edit.setAccessibleDescription(
            translate("Asking", "Enter asks it anew at the end, Esc leaves it as it was")
        )
        self.edit.set_room(TALLEST_FIELD)
        self.edit.submitted.connect(self._on_submitted)
        self.edit.given_up.connect(self._end)
        self._field = self._make_field()
        self.edit.focus_changed.connect(lambda active: set_property(self._field, "active", active))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._words, 1000)
        row.addWidget(self._field, 1000)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._field.hide()

    @property
    def editing(self) -> bool:
        return self._field.isVisibleTo(self)

    def begin(self) -> None:
        """Opens the question as a field, with the keyboard in it; what is being changed stays as it is."""
        if not self.editing:
            self.edit.setPlainText(self._question)
            self._show(editing=True)
            self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        super().enterEvent(event)
        self.button.set_near(True)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self.button.set_near(False)

    def _make_field(self) -> QFrame:
        field = QFrame()
        field.setObjectName("questionFrame")
        hint = label(
            translate("Asking", "Enter asks it anew at the end · Esc leaves it as it was"), "caption"
        )
        hint.setWordWrap(True)
        column = QVBoxLayout(field)
        column.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        column.setSpacing(0)
        column.addWidget(self.edit)
        column.addWidget(hint)
        return field

    def _on_submitted(self) -> None:
        question = self.edit.toPlainText().strip()
        self._end()
        if question:
            self.edited.emit(question)

    def _end(self) -> None:
        self._show(editing=False)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, *, editing: bool) -> None:
        self._words.setVisible(not editing)
        self.button.setVisible(not editing)
        self._field.setVisible(editing)
        self.changed.emit()


class _Pencil(IconButton):
    """Drawn only while it is near the pointer or has the keyboard; there all the same."""

    def __init__(self, icons: Icons, text: str) -> None:
        super().__init__(icons, "edit", text)
        self._near = False

    @property
    def seen(self) -> bool:
        return self._near or self.hasFocus()

    def set_near(self, near: bool) -> None:
        self._near = near
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.seen:
            super().paintEvent(event)
