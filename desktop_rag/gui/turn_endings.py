"""What stands under an answer once nothing more comes: what to know and what can be done. GUI thread."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_rag.domain.answers import Answer
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.answer_copy import answer_as_text
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.inline_error import InlineError
from desktop_rag.gui.turn_parts import ROW_HEIGHT, in_one_line_if_it_fits, inset, note_row, row
from desktop_rag.gui.turn_words import Note, not_found_words, notes_on, written_by
from desktop_rag.gui.widgets import IconLabel, TextButton, label, paragraph

BROKE_OFF = "The answer broke off here."


class TurnEndings(QObject):
    """Makes the rows for each way a turn ends. `again_requested`, `wider_requested` for the whole library."""

    again_requested = Signal()
    wider_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons

    def whole(self, answer: Answer) -> list[QWidget]:
        said = in_one_line_if_it_fits(label(written_by(answer), "caption", wrap=True))
        footer = row(said, self._copy_button(answer), growing=0)
        footer.setMinimumHeight(ROW_HEIGHT)
        return [*self._notes(answer), footer]

    def broken_off(self, answer: Answer, error: Exception) -> list[QWidget]:
        kept = bool(answer.sentences)
        view = InlineError(error, self._icons, "Ask again" if kept else "Try again")
        view.action_requested.connect(self.again_requested)
        mark = [note_row(Note(BROKE_OFF, "error", "danger"), self._icons)] if kept else []
        return [*mark, *self._notes(answer), view]

    def cut_short(self, answer: Answer, words: str) -> list[QWidget]:
        again = TextButton("Ask again", "link", self._icons, "retry")
        again.clicked.connect(self.again_requested)
        copy = [self._copy_button(answer)] if answer.sentences else []
        said = in_one_line_if_it_fits(label(words, "secondary", wrap=True))
        return [*self._notes(answer), row(said, again, *copy, growing=0)]

    def not_found(self, answer: Answer, scope: Scope) -> list[QWidget]:
        head = row(IconLabel(self._icons, "search"), label("Not in your documents", "strong"))
        wider = [self._wider()] if scope else []
        return [head, inset(paragraph(not_found_words(answer, scope), "reading-secondary")), *wider]

    def _notes(self, answer: Answer) -> list[QWidget]:
        return [note_row(note, self._icons) for note in notes_on(answer)] if answer.sentences else []

    def _copy_button(self, answer: Answer) -> TextButton:
        copy = TextButton(
            "Copy with sources" if answer.citations or answer.hits else "Copy", "link", self._icons, "copy"
        )

        def on_copy() -> None:
            QGuiApplication.clipboard().setText(answer_as_text(answer))
            copy.setText("Copied")

        copy.clicked.connect(on_copy)
        return copy

    def _wider(self) -> QWidget:
        wider = TextButton("Ask in the whole library", "", self._icons, "library")
        wider.clicked.connect(self.wider_requested)
        return row(wider)
