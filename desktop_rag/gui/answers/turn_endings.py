"""What stands under an answer once nothing more comes: what to know and what can be done. GUI thread."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_rag.domain.answers import Answer
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.answers.copying import answer_as_html, answer_as_text
from desktop_rag.gui.answers.turn_parts import ROW_HEIGHT, inset, note_row, row
from desktop_rag.gui.answers.turn_words import (
    Note,
    not_found_head,
    not_found_words,
    notes_on,
    written_by,
)
from desktop_rag.gui.widgets.basics import ElidedLabel, IconLabel, TextButton, label, paragraph
from desktop_rag.gui.widgets.clipboard import copy_text
from desktop_rag.gui.widgets.flow_row import FlowRow, in_one_line_if_it_fits
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import InlineError
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

BROKE_OFF = QT_TRANSLATE_NOOP("Asking", "The answer broke off here.")


class TurnEndings(QObject):
    """Makes the rows for each way a turn ends.

    `again_requested`, `wider_requested` for the whole library, `ways_requested(QWidget)` for the other ways
    to ask again, to be shown at that button, `kept_requested` to answer in this way from now on,
    `help_wanted` for what the marks mean.
    """

    again_requested = Signal()
    wider_requested = Signal()
    ways_requested = Signal(object)
    kept_requested = Signal()
    help_wanted = Signal()

    def __init__(self, icons: Icons, parent: QObject, *, other_way: bool = False) -> None:
        """`other_way` says that this question is answered in another way than is set."""
        super().__init__(parent)
        self._icons = icons
        self._other_way = other_way

    def whole(self, answer: Answer) -> list[QWidget]:
        said = in_one_line_if_it_fits(label(written_by(answer), "caption", wrap=True))
        kept = [self._keep_button()] if self._other_way else []
        footer = inset(_ways(said, self._copy_button(answer), self._ways_button(), *kept))
        footer.setMinimumHeight(ROW_HEIGHT)
        return [*self._notes(answer), footer]

    def broken_off(self, answer: Answer, error: Exception) -> list[QWidget]:
        kept = bool(answer.sentences)
        again = translate("Asking", "Ask again") if kept else translate("Asking", "Try again")
        view = InlineError(error, self._icons, again)
        view.action_requested.connect(self.again_requested)
        broke_off = Note(translate("Asking", BROKE_OFF), "error", "danger")
        mark = [note_row(broke_off, self._icons)] if kept else []
        return [*mark, *self._notes(answer), view]

    def cut_short(self, answer: Answer, words: str) -> list[QWidget]:
        again = TextButton(translate("Asking", "Ask again"), "inline", self._icons, "retry")
        again.clicked.connect(self.again_requested)
        copy = [self._copy_button(answer)] if answer.sentences else []
        said = in_one_line_if_it_fits(label(words, "secondary", wrap=True))
        return [*self._notes(answer), inset(_ways(said, again, *copy))]

    def not_found(self, answer: Answer, scope: Scope, unread: int = 0) -> list[QWidget]:
        """`unread` files of the library were not read yet when it was asked."""
        words = not_found_head(scope, unread)
        said = ElidedLabel(words, "strong") if scope else label(words, "strong")  # a name may be long
        head = row(IconLabel(self._icons, "search"), said, growing=1)
        wider = [self._wider()] if scope else []
        ways = inset(_ways(*wider, self._ways_button()))
        return [head, inset(paragraph(not_found_words(answer, scope, unread), "reading-secondary")), ways]

    def _notes(self, answer: Answer) -> list[QWidget]:
        notes = notes_on(answer) if answer.sentences else []
        return [note_row(note, self._icons, self.help_wanted) for note in notes]

    def _ways_button(self) -> TextButton:
        ways = TextButton(translate("Asking", "Ask again…"), "inline", self._icons, "retry")
        ways.setToolTip(translate("Asking", "The same question in another way, or with another model"))
        ways.clicked.connect(lambda: self.ways_requested.emit(ways))
        return ways

    def _keep_button(self) -> TextButton:
        keep = TextButton(translate("Asking", "Always answer this way"), "inline", self._icons, "check")

        def on_keep() -> None:
            self.kept_requested.emit()
            keep.setEnabled(False)

        keep.clicked.connect(on_keep)
        return keep

    def _copy_button(self, answer: Answer) -> TextButton:
        sourced = answer.citations or answer.hits
        words = translate("Asking", "Copy with sources") if sourced else translate("Asking", "Copy")
        copy = TextButton(words, "inline", self._icons, "copy")

        def on_copy() -> None:
            copy_answer(answer)
            copy.setText(translate("Asking", "Copied"))

        copy.clicked.connect(on_copy)
        return copy

    def _wider(self) -> QWidget:
        wider = TextButton(translate("Asking", "Ask in the whole library"), "", self._icons, "library")
        wider.clicked.connect(self.wider_requested)
        return wider


def _ways(*parts: QWidget) -> FlowRow:
    """What was said and what can be done: each in line with the text above where it begins a line."""
    return FlowRow(*parts, spacing=Space.L)


def copy_answer(answer: Answer) -> None:
    """Puts an answer with its sources on the clipboard, as text and as HTML."""
    copy_text(answer_as_text(answer), answer_as_html(answer))
