"""One question and what comes of it: under way, an answer, not found, stopped, broken off. GUI thread."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.answers import Answer, AnswerState
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import Turn, TurnState
from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.domain.scopes import EVERYWHERE, Scope, listed, scope_words
from desktop_rag.gui.answer_text import AnswerText
from desktop_rag.gui.asked_row import AskedRow
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.inline_error import error_words
from desktop_rag.gui.source_list import OTHERS_SHOWN, SourceList
from desktop_rag.gui.source_ref import SourceEntry, entries_of, passage_entry, read_entries
from desktop_rag.gui.spoken_stream import SpokenStream
from desktop_rag.gui.theme import Space
from desktop_rag.gui.thought_fold import ThoughtFold
from desktop_rag.gui.turn_endings import TurnEndings
from desktop_rag.gui.turn_parts import StatusRow, emptied, inset, set_tab_order
from desktop_rag.gui.turn_words import is_thinking, partial_answer, spoken_end
from desktop_rag.gui.widgets import ElidedLabel, label, plain_tooltip

CLOSEST_SHOWN = 4
READ_SHOWN = 8
PLACES_LISTED = 20
KEPT = "Stopped. What was written so far is kept."
INTERRUPTED = "This answer was interrupted."
SOURCES_LOST = "Its sources were not kept."
ELSEWHERE = "This answer is still being written."


class TurnView(QWidget):
    """`source_chosen(SourceRef)`, `source_glanced(SourceEntry)`; `again_requested(question, scope)`.

    `asked_edited(question, scope, asked)` when the stand-alone form of the question was changed; `changed`
    after each change of what is shown, which may have made it taller.
    """

    source_chosen = Signal(object)
    source_glanced = Signal(object)
    again_requested = Signal(str, object)
    asked_edited = Signal(str, object, str)
    changed = Signal()

    def __init__(self, question: str, scope: Scope, icons: Icons) -> None:
        super().__init__()
        self.question = question
        self.scope = scope
        self.sources: SourceList | None = None
        self.text: AnswerText | None = None
        self._icons = icons
        self._latest = AnswerUpdate(AnswerPhase.SEARCHING)
        self._entries: list[SourceEntry] = []
        self._open: SourceEntry | None = None
        self._spoken = SpokenStream()
        self.asked_row = AskedRow(icons)
        self.asked_row.edited.connect(lambda asked: self.asked_edited.emit(question, scope, asked))
        self.thought = ThoughtFold(icons)
        self._endings = TurnEndings(icons)
        self._endings.again_requested.connect(lambda: self.again_requested.emit(question, scope))
        self._endings.wider_requested.connect(lambda: self.again_requested.emit(question, EVERYWHERE))
        self._status: StatusRow | None = StatusRow()
        self._body, self._ending, self._below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._arrange(self._status)

    @property
    def writing_end(self) -> QWidget | None:
        """What stands right under the text while it is written; None when it is not."""
        return self._status if self.text else None

    def show_update(self, update: AnswerUpdate) -> None:
        """Shows an answer under way. Costs little however long the text is; late updates are dropped."""
        if self._status is None:
            return
        if update.hits and update.hits != self._latest.hits:
            reading = SourceList([], read_entries(update.hits), self._icons.theme, "Sources", READ_SHOWN)
            self._set_sources(reading, read_entries(update.hits))
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
        self._announce("Not in your documents" if not_found else said)

    def show_error(self, error: Exception) -> None:
        """Keeps what was written, and says what went wrong behind it."""
        self._broken_off(self._partial(AnswerState.FAILED), error)
        self._announce(" ".join(error_words(error)))

    def show_stopped(self) -> None:
        partial = self._partial(AnswerState.STOPPED)
        self._cut_short(partial, KEPT if partial.sentences else "Stopped.")
        self._announce("Stopped.")

    def show_stored(self, turn: Turn) -> None:
        """Shows a turn as it was kept, without a word to screen readers."""
        stored = AnswerUpdate(AnswerPhase.WRITING, text=turn.text, thought=turn.thought)
        answer = turn.answer or partial_answer(turn.question, stored, AnswerState.STOPPED, turn.mode)
        match turn.state:
            case TurnState.ANSWERED | TurnState.NOT_FOUND:
                self._show_whole(answer)
            case TurnState.FAILED:
                self._broken_off(answer, DesktopRagError(turn.reason, hint=turn.hint))
            case TurnState.STOPPED:
                self._cut_short(answer, KEPT if answer.sentences else "Stopped.")
            case TurnState.INTERRUPTED:
                lost = answer.sentences and not answer.hits and turn.mode.reads_passages
                self._cut_short(answer, f"{INTERRUPTED} {SOURCES_LOST}" if lost else INTERRUPTED)
            case TurnState.WRITING:
                self._cut_short(answer, ELSEWHERE)

    def open_first_source(self) -> None:
        """Opens the first cited source, if there is one and the person has not opened another."""
        if self._open is None and self._entries and self._entries[0].cited:
            self.choose(self._entries[0])

    def choose(self, entry: SourceEntry) -> None:
        """Opens one of this turn's sources and marks its card."""
        self._open = entry
        self.source_chosen.emit(entry.ref)
        if self.sources:
            self.sources.light(entry)

    def unlight(self) -> None:
        """Forgets which source is open; another turn's has been."""
        self._open = None
        if self.sources:
            self.sources.light(None)

    def _arrange(self, status: StatusRow) -> None:
        head = QVBoxLayout()
        head.setSpacing(Space.XS)
        head.addWidget(inset(label(self.question, "title", wrap=True, selectable=True)))
        if self.scope:
            where = ElidedLabel(f"Asked only in {scope_words(self.scope)}", "caption")
            where.setToolTip("".join(plain_tooltip(line) for line in listed(self.scope, PLACES_LISTED)))
            head.addWidget(inset(where))
        asked = inset(self.asked_row)
        head.addWidget(asked)
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
        self._end(self._endings.cut_short(answer, words))

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
        read = "Passages read" if answer.sentences else "Passages found"
        heading = "Also looked at" if extract else "Also read" if cited else read
        self._set_sources(SourceList(cited, quiet, self._icons.theme, heading, READ_SHOWN), [*cited, *others])

    def _show_head(self, answer: Answer) -> None:
        self.asked_row.show_asked(answer.asked if answer.asked != self.question else "")
        self.thought.show_thought(answer.thought, thinking=False)

    def _show_not_found(self, answer: Answer) -> None:
        self._show_head(answer)
        emptied(self._body)
        self.text = None
        closest = [passage_entry(hit) for hit in answer.hits[:CLOSEST_SHOWN]]
        self._set_sources(SourceList([], closest, self._icons.theme, "Closest passages"), closest)
        self._end(self._endings.not_found(answer, self.scope))

    def _text_view(self) -> AnswerText:
        """The answer's text, which is there from the first word on."""
        if self.text is None:
            self.text = AnswerText(self._icons.theme)
            self.text.citation_chosen.connect(lambda number: self._with_cited(number, self.choose))
            self.text.citation_glanced.connect(
                lambda number: self._with_cited(number, self.source_glanced.emit)
            )
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
        ending = [
            item.widget() for place in range(self._ending.count()) if (item := self._ending.itemAt(place))
        ]
        set_tab_order([self.asked_row, self.thought, self.text, *ending, self.sources])

    def _announce(self, text: str) -> None:
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _with_cited(self, number: int, act: Callable[[SourceEntry], object]) -> None:
        for entry in self._entries:
            if entry.number == number:
                act(entry)
                return
