"""Questions and answers of this session, and the box that asks the next one. GUI thread."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_rag.gui.icons import Icons
from desktop_rag.gui.notice import NoticeArea
from desktop_rag.gui.question_box import QuestionBox
from desktop_rag.gui.theme import Space
from desktop_rag.gui.turn_view import TurnView
from desktop_rag.gui.welcome import Welcome
from desktop_rag.gui.widgets import IconButton, TextButton, label, paragraph, set_paragraph
from desktop_rag.gui.words import count

MEASURE = 720
EXAMPLES = (
    "Does Desktop RAG send my documents over the internet?",
    "How do I remove a folder?",
    "What happens when a drive is unplugged?",
)
SCROLL_BAR = 12
"""Its width in the style sheet; kept free beside the text so that nothing shifts when it appears."""


class ConversationPanel(QFrame):
    """`asked(question)`, `asked_again(question, scope)`, `stop_requested`, `library_requested` if hidden.

    `source_chosen(SourceRef)` on a click or Enter, `source_glanced(TurnView, SourceEntry)` while hovered.
    """

    asked = Signal(str)
    asked_again = Signal(str, object)
    source_glanced = Signal(object, object)
    stop_requested = Signal()
    source_chosen = Signal(object)
    library_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("conversation")
        self.setMinimumWidth(340)
        self._icons = icons
        self.turns: list[TurnView] = []
        self._pinned = False
        self.welcome = Welcome(icons)
        self.notices = NoticeArea(icons)
        self.box = QuestionBox(icons)
        self._library_button = IconButton(icons, "library", "Show the library")
        self._library_button.clicked.connect(self.library_requested)
        self._library_button.hide()
        self._examples = self._make_examples()
        self._start, self._hint = self._make_start()
        self._scroll = self._make_scroll()
        self.box.asked.connect(self.asked)
        self.box.stop_requested.connect(self.stop_requested)
        self._arrange()
        self.show_library_state(None, 0)

    def begin_turn(self, question: str, scope: Path | None) -> TurnView:
        """Adds a turn that waits for its answer, and brings its question to the top."""
        turn = TurnView(question, scope, self._icons)
        turn.source_chosen.connect(lambda ref: self._on_source(turn, ref))
        turn.source_glanced.connect(lambda entry: self.source_glanced.emit(turn, entry))
        turn.again_requested.connect(self.asked_again)
        self.turns.append(turn)
        self._turns_layout.insertWidget(self._turns_layout.count() - 1, turn)
        self._start.hide()
        self._show_turns(True)
        self._pinned = True
        self._tail.setFixedHeight(max(0, self._scroll.viewport().height() - 160))
        QTimer.singleShot(0, self, self._scroll_to_last)
        return turn

    def show_library_state(self, empty: bool | None, ready: int) -> None:
        """Shows the welcome for an empty library, and what can be asked otherwise; None while unknown."""
        left_welcome = self.welcome.isVisibleTo(self) and not empty
        self.welcome.setVisible(bool(empty) and not self.turns)
        self._show_turns(not self.welcome.isVisibleTo(self))
        self.box.setVisible(empty is False or bool(self.turns))
        if ready:
            set_paragraph(
                self._hint,
                f"{count(ready, 'document')} {'is' if ready == 1 else 'are'} ready. Every sentence of an "
                "answer leads to the page it comes from, with the words marked.",
            )
        else:
            set_paragraph(self._hint, "As soon as the first documents are read you can ask about them.")
        self._start.setVisible(not self.turns and empty is False)
        if left_welcome and empty is False:
            self.box.take_focus()

    def show_examples(self, shown: bool) -> None:
        """Offers questions that the sample library answers."""
        self._examples.setVisible(shown)

    def take_focus(self) -> None:
        """Puts the keyboard where the next step is: the question, or on first run the folder to add."""
        if self.welcome.isVisibleTo(self):
            self.welcome.folder.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.box.take_focus()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Brings what Tab reaches among the answers into view; Qt does so only from within their area."""
        moved = super().focusNextPrevChild(next)
        reached = self._turns.focusWidget()
        if moved and reached is not None and reached.hasFocus():
            self._pinned = False
            self._scroll.ensureWidgetVisible(reached)
        return moved

    def unlight(self, but: TurnView | None = None) -> None:
        """Forgets which source is open, in every turn `but` one."""
        for turn in self.turns:
            if turn is not but:
                turn.unlight()

    def set_library_hidden(self, hidden: bool) -> None:
        self._library_button.setVisible(hidden)

    def _show_turns(self, shown: bool) -> None:
        self._scroll.setVisible(shown)

    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        room = 0 if maximum else SCROLL_BAR
        self._outer.setContentsMargins(Space.XL, 0, Space.XL + room, 0)
        QTimer.singleShot(0, self, self._scroll_to_last)

    def _on_scrolled_by_hand(self, _action: int) -> None:
        self._pinned = False

    def _on_source(self, turn: TurnView, ref: object) -> None:
        self.unlight(but=turn)
        self.source_chosen.emit(ref)

    def _scroll_to_last(self) -> None:
        """Keeps the newest question at the top of the view until the person scrolls."""
        if self.turns and self._pinned:
            top = self.turns[-1].mapTo(self._turns, self.turns[-1].rect().topLeft()).y()
            self._scroll.verticalScrollBar().setValue(top - Space.XL)

    def _make_examples(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, Space.S, 0, Space.S)
        column.setSpacing(Space.S)
        for question in EXAMPLES:
            button = TextButton(question, "", self._icons, "ask")
            button.clicked.connect(lambda _checked=False, text=question: self.asked.emit(text))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        holder.hide()
        return holder

    def _make_start(self) -> tuple[QWidget, QLabel]:
        """What stands where the first question will be."""
        block, hint = QWidget(), paragraph("", "reading-secondary")
        column = QVBoxLayout(block)
        column.setContentsMargins(Space.M, 0, Space.M, 0)
        column.setSpacing(Space.S)
        column.addWidget(label("What would you like to know?", "welcome", wrap=True))
        column.addWidget(hint)
        column.addWidget(self._examples)
        column.addWidget(label("Enter asks · Esc stops · F1 shows all shortcuts", "caption"))
        return block, hint

    def _make_scroll(self) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setObjectName("turnsViewport")
        self._turns = QWidget()
        self._turns.setObjectName("turns")
        column = QWidget()
        column.setMaximumWidth(MEASURE)
        self._turns_layout = QVBoxLayout(column)
        self._turns_layout.setContentsMargins(0, Space.XL, 0, Space.XL)
        self._turns_layout.setSpacing(Space.XXL)
        self._tail = QWidget()
        self._tail.setFixedHeight(0)
        self._turns_layout.addWidget(self._start)
        self._turns_layout.addWidget(self._tail)
        outer = self._outer = QVBoxLayout(self._turns)
        outer.setContentsMargins(Space.XL, 0, Space.XL + SCROLL_BAR, 0)
        scroll.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        scroll.verticalScrollBar().actionTriggered.connect(self._on_scrolled_by_hand)
        outer.addLayout(_centred(column))
        outer.addStretch(1)
        scroll.setWidget(self._turns)
        return scroll

    def _arrange(self) -> None:
        self._question_area = QWidget()
        self._question_area.setObjectName("questionArea")
        area = QVBoxLayout(self._question_area)
        area.setContentsMargins(Space.XL, Space.S, Space.XL + SCROLL_BAR, Space.L)
        area.setSpacing(Space.S)
        self.box.setMaximumWidth(MEASURE)
        self.notices.setMaximumWidth(MEASURE)
        # At the foot, where coming and going moves nothing that is being read.
        area.addLayout(_centred(self.notices))
        area.addLayout(_centred(self.box))
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


def _centred(widget: QWidget) -> QHBoxLayout:
    """`widget` in the middle, as wide as it may be."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row
