"""A conversation: its questions and answers, and the box that asks the next one. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.domain.conversation import Turn
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.answers.turn_scroll import MEASURE, TurnScroll
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.conversation_start import ConversationStart
from desktop_rag.gui.asking.question_box import QuestionBox
from desktop_rag.gui.frame.welcome import Welcome
from desktop_rag.gui.widgets.basics import IconButton
from desktop_rag.gui.widgets.flowing import SCROLL_BAR, centred
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

SHOWN_AT_ONCE = 3
BOX_SHARE = 3
"""The question may take one part in so many of the panel's height."""


class ConversationPanel(QFrame):
    """`asked(question)`, `asked_again(question, scope)`, `stop_requested`, `library_requested` if hidden.

    `asked_edited(question, scope, asked)` asks again with another stand-alone form of the question.
    `ways_requested(TurnView, QWidget)` for the ways to ask again, at that button;
    `kept_requested(AnswerSetup)` to answer so from now on; `help_requested(chapter)`.
    `model_requested` on the first page, where none is chosen yet. `start_changed` when `on_start` may have.
    `source_chosen(SourceRef)` on a click or Enter, `source_glanced(TurnView, SourceEntry)` while hovered,
    `passages_lit(TurnView, frozenset[int])` with the numbers that a sentence pointed at or selected cites.
    """

    asked = Signal(str)
    asked_again = Signal(str, object)
    asked_edited = Signal(str, object, str)
    ways_requested = Signal(object, object)
    kept_requested = Signal(object)
    help_requested = Signal(str)
    start_changed = Signal()
    source_glanced = Signal(object, object)
    passages_lit = Signal(object, object)
    stop_requested = Signal()
    source_chosen = Signal(object)
    library_requested = Signal()
    model_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("conversation")
        self.setMinimumWidth(340)
        self._icons = icons
        self._empty: bool | None = None
        self._unread = 0
        self._earlier: list[Turn] = []
        self.welcome = Welcome(icons)
        self.notices = NoticeArea(icons)
        self.box = QuestionBox(icons)
        self._library_button = IconButton(icons, "library", translate("Asking", "Show the library"))
        self._library_button.clicked.connect(self.library_requested)
        self._library_button.hide()
        self.start = ConversationStart(icons)
        self.start.asked.connect(self.asked)
        self.start.model_requested.connect(self.model_requested)
        self._scroll = TurnScroll(self.start)
        self.box.asked.connect(self.asked)
        self.box.stop_requested.connect(self.stop_requested)
        self._arrange()
        self.show_library_state(None, 0)

    @property
    def turns(self) -> Sequence[TurnView]:
        return self._scroll.turns

    @property
    def on_start(self) -> bool:
        """Whether an empty conversation is shown that can be begun."""
        return self.start.isVisibleTo(self)

    def begin_turn(self, question: str, scope: Scope, other_way: AnswerSetup | None = None) -> TurnView:
        """Adds a turn that waits for its answer, and brings its question to the top.

        `other_way` is how this question alone is answered.
        """
        turn = self._make_turn(question, scope, other_way)
        turn.unread = self._unread
        self._scroll.add(turn)
        self._show_parts()
        return turn

    def show_conversation(self, turns: Sequence[Turn]) -> None:
        """Shows stored turns in place of those that are there, the last one at the top.

        The ones before it are put above it one by one: a turn costs some 15 ms, a hundred would be felt.
        """
        self._scroll.clear()
        self._earlier = list(turns[:-SHOWN_AT_ONCE])
        for stored in turns[-SHOWN_AT_ONCE:]:
            self._scroll.add(self._make_stored_turn(stored))
        self._show_parts()
        QTimer.singleShot(0, self, self._show_earlier)

    def clear(self) -> None:
        """Begins a new conversation."""
        self.show_conversation(())

    def show_library_state(self, empty: bool | None, ready: int, unread: int = 0) -> None:
        """Shows the welcome for an empty library, and what can be asked otherwise; None while unknown.

        `unread` files are to be read yet: what is not found may be in them.
        """
        left_welcome = self.welcome.isVisibleTo(self) and not empty
        self._empty, self._unread = empty, unread
        self._show_parts()
        self.start.show_ready(ready)
        self.box.show_ready(ready)
        if left_welcome and empty is False:
            self.box.take_focus()

    def show_examples(self, shown: bool) -> None:
        """Offers questions that the sample library answers."""
        self.start.show_examples(shown)

    def offer_model(self, offered: bool) -> None:
        """Says on the first page that a model could write the answers."""
        self.start.model.setVisible(offered)
        self.welcome.show_model(not offered)

    def take_notices(self) -> None:
        """Has notices said here again, after another page borrowed them."""
        self.notices.setMaximumWidth(MEASURE)
        self._notice_row.insertWidget(1, self.notices, 1000)

    def add_below(self, strip: QWidget) -> None:
        """Puts something that is seen at all times below the question."""
        strip.setMaximumWidth(MEASURE)
        self._foot.addLayout(centred(strip))

    def take_focus(self) -> None:
        """Puts the keyboard where the next step is: the question, or on first run the folder to add."""
        if self.welcome.isVisibleTo(self):
            self.welcome.folder.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.box.take_focus()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Brings what Tab reaches among the answers into view; Qt does so only from within their area."""
        moved = super().focusNextPrevChild(next)
        reached = self._scroll.content.focusWidget()
        if moved and reached is not None and reached.hasFocus():
            self._scroll.bring_into_view(reached)
        return moved

    def unlight(self, but: TurnView | None = None) -> None:
        """Forgets which source is open, in every turn `but` one."""
        for turn in self.turns:
            if turn is not but:
                turn.unlight()

    def edit_last(self) -> None:
        """Opens the last question as a field, in its place."""
        if self.turns:
            self._scroll.bring_into_view(self.turns[-1].question_row)
            self.turns[-1].question_row.begin()

    def copy_last(self) -> bool:
        """Copies the last answer there is with its sources; whether there is one."""
        return any(turn.copy() for turn in reversed(self.turns))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.box.edit.set_room(event.size().height() // BOX_SHARE)

    def set_library_hidden(self, hidden: bool) -> None:
        self._library_button.setVisible(hidden)

    def _show_parts(self) -> None:
        """The welcome, the start or the turns, whichever there is."""
        self.welcome.setVisible(bool(self._empty) and not self.turns)
        self._scroll.setVisible(not self.welcome.isVisibleTo(self))
        self.start.setVisible(not self.turns and self._empty is False)
        self.box.setVisible(self._empty is False or bool(self.turns))
        self.start_changed.emit()

    def _show_earlier(self) -> None:
        if self._earlier:
            self._scroll.add_above(self._make_stored_turn(self._earlier.pop()))
            QTimer.singleShot(0, self, self._show_earlier)

    def _make_stored_turn(self, stored: Turn) -> TurnView:
        turn = self._make_turn(stored.question, stored.scope)
        turn.show_stored(stored)
        return turn

    def _make_turn(self, question: str, scope: Scope, other_way: AnswerSetup | None = None) -> TurnView:
        turn = TurnView(question, scope, self._icons, other_way)
        turn.source_chosen.connect(lambda ref: self._on_source(turn, ref))
        turn.source_glanced.connect(lambda entry: self.source_glanced.emit(turn, entry))
        turn.passages_lit.connect(lambda numbers: self.passages_lit.emit(turn, numbers))
        turn.again_requested.connect(self.asked_again)
        turn.asked_edited.connect(self.asked_edited)
        turn.ways_requested.connect(lambda at: self.ways_requested.emit(turn, at))
        turn.kept_requested.connect(self.kept_requested)
        turn.help_requested.connect(self.help_requested)
        return turn

    def _on_source(self, turn: TurnView, ref: object) -> None:
        self.unlight(but=turn)
        self.source_chosen.emit(ref)

    def _arrange(self) -> None:
        self._question_area = QWidget()
        self._question_area.setObjectName("questionArea")
        area = QVBoxLayout(self._question_area)
        area.setContentsMargins(Space.XL, Space.S, Space.XL + SCROLL_BAR, Space.L)
        area.setSpacing(Space.S)
        self.box.setMaximumWidth(MEASURE)
        self.notices.setMaximumWidth(MEASURE)
        # At the foot, where coming and going moves nothing that is being read.
        self._notice_row = centred(self.notices)
        self._foot = area
        area.addLayout(self._notice_row)
        area.addLayout(centred(self.box))
        top = QHBoxLayout()
        top.setContentsMargins(Space.M, Space.S, Space.M, 0)
        top.addWidget(self._library_button)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.welcome, 1)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._question_area)
