"""One question and what comes of it: under way, an answer, not found, stopped, broken off. GUI thread."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.answers import Answer, AnswerState
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import Turn, TurnState
from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.gui.answers.asked_row import AskedRow
from desktop_rag.gui.answers.question_row import QuestionRow
from desktop_rag.gui.answers.source_list import OTHERS_SHOWN, SourceList
from desktop_rag.gui.answers.spoken_stream import SpokenStream
from desktop_rag.gui.answers.text import AnswerText
from desktop_rag.gui.answers.thought_fold import ThoughtFold
from desktop_rag.gui.answers.turn_endings import TurnEndings, copy_answer
from desktop_rag.gui.answers.turn_parts import StatusRow, emptied, inset, widgets_of
from desktop_rag.gui.answers.turn_words import is_thinking, not_found_head, partial_answer, spoken_end
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.page.source_ref import SourceEntry, entries_of, passage_entry, read_entries
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import ElidedLabel, plain_tooltip
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.widgets.tab_order import set_tab_order
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate
from desktop_rag.gui.wording.places import listed, scope_words

CLOSEST_SHOWN = 4
READ_SHOWN = 8
PLACES_LISTED = 20
STOPPED = QT_TRANSLATE_NOOP("Asking", "Stopped.")
KEPT = QT_TRANSLATE_NOOP("Asking", "Stopped. What was written so far is kept.")
INTERRUPTED = QT_TRANSLATE_NOOP("Asking", "This answer was interrupted.")
SOURCES_LOST = QT_TRANSLATE_NOOP("Asking", "This answer was interrupted. Its sources were not kept.")
ELSEWHERE = QT_TRANSLATE_NOOP("Asking", "This answer is still being written.")
HELP = "02-asking-and-reading"
"""The chapter of the guide that tells what the marks of an answer mean."""


class TurnView(QWidget):
    """`source_chosen(SourceRef)`, `source_glanced(SourceEntry)`; `again_requested(question, scope)`.

    `passages_lit(frozenset[int])` with the numbers that the sentence pointed at, or a selected one, cites.

    `asked_edited(question, scope, asked)` when the stand-alone form of the question was changed;
    `ways_requested(QWidget)` for the ways to ask again, at that button; `kept_requested(AnswerSetup)` to
    answer as here from now on; `help_requested(chapter)`; `changed` after each change of what is shown,
    which may have made it taller.
    """

    source_chosen = Signal(object)
    source_glanced = Signal(object)
    passages_lit = Signal(object)
    again_requested = Signal(str, object)
    asked_edited = Signal(str, object, str)
    ways_requested = Signal(object)
    kept_requested = Signal(object)
    help_requested = Signal(str)
    changed = Signal()

    def __init__(
        self, question: str, scope: Scope, icons: Icons, other_way: AnswerSetup | None = None
    ) -> None:
        """`other_way` is how this question alone is answered."""
        super().__init__()
        self.question = question
        self.scope = scope
        self.other_way = other_way
        self.unread = 0
        """So many files of the library were not read yet when it was asked."""
        self.answer: Answer | None = None
        self.sources: SourceList | None = None
        self.text: AnswerText | None = None
        self._icons = icons
        self._latest = AnswerUpdate(AnswerPhase.SEARCHING)
        self._entries: list[SourceEntry] = []
        self._open: SourceEntry | None = None
        self._spoken = SpokenStream()
        self.question_row = QuestionRow(question, icons)
        self.question_row.edited.connect(lambda asked: self.again_requested.emit(asked, scope))
        self.question_row.changed.connect(self.changed)
        self.asked_row = AskedRow(icons)
        self.asked_row.edited.connect(lambda asked: self.asked_edited.emit(question, scope, asked))
        self.thought = ThoughtFold(icons)
        self._endings = TurnEndings(icons, self, other_way=other_way is not None)
        self._endings.again_requested.connect(lambda: self.again_requested.emit(question, scope))
        self._endings.wider_requested.connect(lambda: self.again_requested.emit(question, EVERYWHERE))
        self._endings.ways_requested.connect(self.ways_requested)
        self._endings.kept_requested.connect(lambda: self.kept_requested.emit(other_way))
        self._endings.help_wanted.connect(lambda: self.help_requested.emit(HELP))
        self._status: StatusRow | None = StatusRow(_model_of(other_way))
        self._body, self._ending, self._below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._arrange(self._status)

    @property
    def writing_end(self) -> QWidget | None:
        """What stands right under the text while it is written; None when it is not."""
        return self._status if self.text else None

    def copy(self) -> bool:
        """Puts the answer with its sources on the clipboard, if there is one."""
        if self.answer is None or not self.answer.sentences:
            return False
        copy_answer(self.answer)
        self._announce(translate("Asking", "Copied"))
        return True

    def show_update(self, update: AnswerUpdate) -> None:
        """Shows an answer under way. Costs little however long the text is; late updates are dropped."""
        if self._status is None:
            return
        if update.hits and update.hits != self._latest.hits:
            read = read_entries(update.hits)
            self._set_sources(SourceList([], read, self._icons.theme, _sources_title(), READ_SHOWN), read)
        self._latest = update
        self.asked_row.show_asked(update.asked)
        self.thought.show_thought(update.thought, thinking=is_thinking(update))
        if update.text:
            self._text_view().show_stream(update.text, len(update.hits))
            self._announce(self._spoken.due(update.text, time.monotonic()))
        self._status.show_update(update)
        self.changed.emit()

    def show_answer(self, answer: Answer) -> None:
        """Shows what was found, and tells screen readers."""
        self._show_whole(answer)
        not_found = answer.state is AnswerState.NOT_FOUND
        said = f"{self._spoken.rest(answer.text)} {spoken_end(answer)}".strip()
        self._announce(not_found_head(self.scope, self.unread) if not_found else said)

    def show_error(self, error: Exception) -> None:
        """Keeps what was written, and says what went wrong behind it."""
        self._broken_off(self._partial(AnswerState.FAILED), error)
        self._announce(" ".join(error_words(error)))

    def show_stopped(self) -> None:
        partial = self._partial(AnswerState.STOPPED)
        self._cut_short(partial, KEPT if partial.sentences else STOPPED)
        self._announce(translate("Asking", STOPPED))

    def show_stored(self, turn: Turn) -> None:
        """Shows a turn as it was kept, without a word to screen readers."""
        stored = AnswerUpdate(AnswerPhase.WRITING, text=turn.text, thought=turn.thought)
        answer = turn.answer or partial_answer(turn.question, stored, AnswerState.STOPPED, turn.mode)
        match turn.state:
            case TurnState.ANSWERED | TurnState.NOT_FOUND:
                self._show_whole(answer)
            case TurnState.FAILED:
                self._broken_off(answer, DesktopRagError(turn.reason, hint=turn.hint))
            case _:
                self._cut_short(answer, _ending_words(turn, answer))

    def open_first_source(self) -> None:
        """Opens the first cited source, if there is one and the person has not opened another."""
        if self._open is None and self._entries and self._entries[0].cited:
            self.choose(self._entries[0])

    def choose(self, entry: SourceEntry) -> None:
        """Opens one of this turn's sources and marks its card."""
        self._open = entry
        if self.sources:
            self.sources.light(entry)
        self.source_chosen.emit(entry.ref)

    def unlight(self) -> None:
        """Forgets which source is open; another turn's has been."""
        self._open = None
        if self.sources:
            self.sources.light(None)

    def _arrange(self, status: StatusRow) -> None:
        head = QVBoxLayout()
        head.setSpacing(Space.XS)
        for part in (self.question_row, *_where(self.scope), self.asked_row):
            head.addWidget(inset(part))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.thought)
        column.addLayout(self._body)
        column.addWidget(status)
        for slot in (self._ending, self._below):
            slot.setSpacing(Space.S)
            column.addLayout(slot)

    def _show_whole(self, answer: Answer) -> None:
        if answer.state is AnswerState.NOT_FOUND:
            self._show_not_found(answer)
        else:
            self._show_text(answer)
            self._end(self._endings.whole(answer))

    def _broken_off(self, answer: Answer, error: Exception) -> None:
        self._show_text(answer)
        self._end(self._endings.broken_off(answer, error))

    def _cut_short(self, answer: Answer, words: str) -> None:
        self._show_text(answer)
        self._end(self._endings.cut_short(answer, translate("Asking", words)))

    def _partial(self, state: AnswerState) -> Answer:
        return partial_answer(self.question, self._latest, state)

    def _show_text(self, answer: Answer) -> None:
        """An answer's text, as much as there is, and its sources."""
        self._show_head(answer)
        if answer.sentences:
            self._text_view().show_answer(answer)
        cited, others = entries_of(answer)
        extract = answer.mode is AnswerMode.EXTRACT
        quiet = others[:OTHERS_SHOWN] if extract else others
        heading = _others_title(answer, cited=bool(cited))
        self._set_sources(SourceList(cited, quiet, self._icons.theme, heading, READ_SHOWN), [*cited, *others])

    def _show_head(self, answer: Answer) -> None:
        self.answer = answer
        self.asked_row.show_asked(answer.asked if answer.asked != self.question else "")
        self.thought.show_thought(answer.thought, thinking=False)

    def _show_not_found(self, answer: Answer) -> None:
        self._show_head(answer)
        emptied(self._body)
        self.text = None
        closest = [passage_entry(hit) for hit in answer.hits[:CLOSEST_SHOWN]]
        self._set_sources(
            SourceList([], closest, self._icons.theme, translate("Asking", "Closest passages")), closest
        )
        self._end(self._endings.not_found(answer, self.scope, self.unread))

    def _text_view(self) -> AnswerText:
        """The answer's text, which is there from the first word on."""
        if self.text is None:
            self.text = AnswerText(self._icons.theme)
            self.text.citation_chosen.connect(lambda number: self._with_cited(number, self.choose))
            self.text.citation_glanced.connect(
                lambda number: self._with_cited(number, self.source_glanced.emit)
            )
            self.text.passages_lit.connect(self.passages_lit)
            self._body.addWidget(inset(self.text))
            self._put_in_order()
        return self.text

    def _set_sources(self, sources: SourceList, entries: list[SourceEntry]) -> None:
        """Lists `sources` below; the one that is open, and the keyboard, stay with their numbers."""
        former = self.sources
        self.sources, self._entries = sources, entries
        sources.chosen.connect(self.choose)
        if self._open:
            number = self._open.number
            self._open = next((entry for entry in entries if number and entry.number == number), self._open)
            sources.light(self._open)
        self._below.addWidget(sources)
        sources.show()
        if former:
            sources.take_focus_from(former)
            self._below.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._put_in_order()

    def _end(self, widgets: Sequence[QWidget]) -> None:
        """Puts what stands under a finished answer in the place of what said that it is under way."""
        if self._status:
            self._status.hide()
            self._status.deleteLater()
            self._status = None
        emptied(self._ending)
        for widget in widgets:
            self._ending.addWidget(widget)
        self._put_in_order()
        self.changed.emit()

    def _put_in_order(self) -> None:
        """Has Tab go from top to bottom, in whatever order the parts came."""
        head = (self.question_row, self.asked_row, self.thought)
        set_tab_order([*head, self.text, *widgets_of(self._ending), self.sources])

    def _announce(self, text: str) -> None:
        if text:
            announce(self, text)

    def _with_cited(self, number: int, act: Callable[[SourceEntry], object]) -> None:
        for entry in self._entries:
            if entry.number == number:
                act(entry)
                return


def _model_of(setup: AnswerSetup | None) -> str:
    return setup.model_name if setup is not None and setup.uses_model else ""


def _ending_words(turn: Turn, answer: Answer) -> str:
    """Why a stored turn is not whole, in English."""
    if turn.state is TurnState.STOPPED:
        return KEPT if answer.sentences else STOPPED
    if turn.state is TurnState.WRITING:
        return ELSEWHERE
    lost = answer.sentences and not answer.hits and turn.mode.reads_passages
    return SOURCES_LOST if lost else INTERRUPTED


def _where(scope: Scope) -> list[QWidget]:
    """Where the question was asked, if not everywhere."""
    if not scope:
        return []
    said = translate("Asking", "Asked only in {places}").format(places=scope_words(scope))
    where = ElidedLabel(said, "caption")
    where.setToolTip("".join(plain_tooltip(line) for line in listed(scope, PLACES_LISTED)))
    return [where]


def _sources_title() -> str:
    return translate("Asking", "Sources")


def _others_title(answer: Answer, *, cited: bool) -> str:
    """What stands over the passages that nothing cites."""
    if answer.mode is AnswerMode.EXTRACT:
        return translate("Asking", "Also looked at")
    if cited:
        return translate("Asking", "Also read")
    return translate("Asking", "Passages read") if answer.sentences else translate("Asking", "Passages found")
