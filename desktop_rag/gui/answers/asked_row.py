"""What a follow-up question was looked up as, to read and to change in place. GUI thread."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_rag.domain.display import display_text
from desktop_rag.gui.asking.question_edit import is_escape
from desktop_rag.gui.widgets.basics import IconButton, label
from desktop_rag.gui.widgets.flow_row import in_one_line_if_it_fits
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class AskedRow(QWidget):
    """Hidden while the question was looked up as it stands. `edited(str)` when Enter ends a change."""

    edited = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._asked = ""
        self._words = label("", "caption", wrap=True, selectable=True)
        self.button = IconButton(icons, "edit", translate("Asking", "Change what was looked up"))
        self.button.clicked.connect(self._begin)
        self.edit = _InPlaceEdit()
        self.edit.setAccessibleName(translate("Asking", "What to look up"))
        self.edit.setAcceptDrops(False)  # files are for the window around it
        self.edit.setToolTip(translate("Asking", "Enter asks again with this, Esc leaves it as it was"))
        self.edit.returnPressed.connect(self._on_entered)
        self.edit.given_up.connect(self._end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._words, 1000)
        row.addWidget(self.button)
        row.addWidget(self.edit, 1000)
        row.addStretch(1)
        self._set_editing(False)
        self.hide()

    def show_asked(self, asked: str) -> None:
        """Says `asked`, the question's stand-alone form; empty for none."""
        if asked != self._asked:
            self._asked = asked
            self._words.setText(translate("Asking", "Looked up: “{asked}”").format(asked=display_text(asked)))
            in_one_line_if_it_fits(self._words)
            self.setVisible(bool(asked))

    def _begin(self) -> None:
        self.edit.setText(self._asked)
        self._set_editing(True)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def _end(self) -> None:
        self._set_editing(False)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_entered(self) -> None:
        asked = " ".join(self.edit.text().split())
        self._end()
        if asked:
            self.edited.emit(asked)

    def _set_editing(self, editing: bool) -> None:
        self._words.setVisible(not editing)
        self.button.setVisible(not editing)
        self.edit.setVisible(editing)


class _InPlaceEdit(QLineEdit):
    """`given_up` on Esc, which the window would take for itself otherwise."""

    given_up = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if is_escape(event):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
