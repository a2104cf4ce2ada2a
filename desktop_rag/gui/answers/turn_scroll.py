"""The column of turns, and what of it is in view while answers grow in it. GUI thread."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.widgets.flowing import SCROLL_BAR, Flowing, centred
from desktop_rag.gui.widgets.tab_order import put_before_in_tab_order
from desktop_rag.gui.widgets.theme import Space

MEASURE = 720
HEAD_ROOM = 160
"""What of the view is left for a turn that is still empty, with its question at the top."""


class TurnScroll(QScrollArea):
    """A new question stands at the top, and its answer grows downward.

    Only while the end of that text is in view does the page follow it. Whoever scrolls up stays where they
    are, until they come back to the end.
    """

    def __init__(self, start: QWidget) -> None:
        super().__init__()
        self.turns: list[TurnView] = []
        self._pinned = self._following = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setObjectName("turnsViewport")
        self.content = Flowing(MEASURE)
        self.content.setObjectName("turns")
        column = Flowing(MEASURE)
        column.setMaximumWidth(MEASURE)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, Space.XL, 0, Space.XL)
        self._column.setSpacing(Space.XXL)
        self._tail = QWidget()
        self._tail.setFixedHeight(0)
        self._column.addWidget(start)
        self._column.addWidget(self._tail)
        outer = self._outer = QVBoxLayout(self.content)
        outer.setContentsMargins(Space.XL, 0, Space.XL + SCROLL_BAR, 0)
        outer.addLayout(centred(column))
        outer.addStretch(1)
        self.setWidget(self.content)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self.verticalScrollBar().actionTriggered.connect(self._on_scrolled_by_hand)

    def add(self, turn: TurnView) -> None:
        """Adds a turn below the others and brings its question to the top."""
        self.turns.append(turn)
        turn.changed.connect(lambda: self._lay_out(turn))
        self._column.insertWidget(self._column.count() - 1, turn)
        self._pinned, self._following = True, False
        self._keep_tail()
        QTimer.singleShot(0, self, self._settle)

    def add_above(self, turn: TurnView) -> None:
        """Adds a turn above the others; what is in view stays where it is."""
        first = self.turns[0]
        before = self._top_of(first)
        self.turns.insert(0, turn)
        turn.changed.connect(lambda: self._lay_out(turn))
        self._column.insertWidget(self._column.indexOf(first), turn)
        turn.show()
        self._keep_tail()
        put_before_in_tab_order(turn, first)
        self._lay_out(turn)
        bar = self.verticalScrollBar()
        if not self._pinned:
            bar.setValue(bar.value() + self._top_of(first) - before)

    def clear(self) -> None:
        """Takes all turns away and has them deleted."""
        for turn in self.turns:
            self._column.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        self.turns.clear()
        self._pinned = self._following = False
        self._tail.setFixedHeight(0)

    def bring_into_view(self, widget: QWidget) -> None:
        """Shows what the keyboard has reached; from now on the person decides what is in view."""
        self._pinned = self._following = False
        self.ensureWidgetVisible(widget)

    def _keep_tail(self) -> None:
        """Room below the last question to bring it to the top, where there are others above it."""
        wanted = self.viewport().height() - HEAD_ROOM if len(self.turns) > 1 else 0
        self._tail.setFixedHeight(max(0, wanted))

    def _lay_out(self, turn: TurnView) -> None:
        """Puts everything in its place at once.

        Qt would take a turn of its event loop for each of the nested layouts and draw in between, text over
        what stands below it and all.
        """
        grown = [part for part in (turn.thought.text, turn.text) if part]
        moved = [_lay_out(part, below=turn) for part in grown]
        moved.append(_lay_out(turn, below=self.viewport()))
        if any(moved):
            QCoreApplication.sendEvent(self.viewport(), QEvent(QEvent.Type.LayoutRequest))
            self._settle()

    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        room = 0 if maximum else SCROLL_BAR
        self._outer.setContentsMargins(Space.XL, 0, Space.XL + room, 0)
        QTimer.singleShot(0, self, self._settle)

    def _on_scrolled_by_hand(self, _action: int) -> None:
        """Slider and value differ until this is done: the one is where to, the other where from."""
        bar = self.verticalScrollBar()
        to, end = bar.sliderPosition(), self._writing_end()
        self._pinned = False
        self._following = to >= bar.value() and end is not None and end <= to + self.viewport().height()

    def _settle(self) -> None:
        """Keeps the newest question at the top, and what is written under it in view."""
        bar, end = self.verticalScrollBar(), self._writing_end()
        if self.turns and self._pinned:
            bar.setValue(self._top_of(self.turns[-1]) - Space.XL)
        if end is not None and (self._pinned or self._following):
            wanted = end - self.viewport().height()
            if wanted > bar.value():
                self._pinned, self._following = False, True
                bar.setValue(wanted)

    def _writing_end(self) -> int | None:
        """Where the text that is being written ends, with some air below it."""
        end = self.turns[-1].writing_end if self.turns else None
        return self._top_of(end) + end.height() + Space.L if end else None

    def _top_of(self, widget: QWidget) -> int:
        return widget.mapTo(self.content, widget.rect().topLeft()).y()


def _lay_out(part: QWidget, below: QWidget) -> bool:
    """Brings the layouts from `part` upward in order; whether any was not."""
    moved = False
    up: QWidget | None = part
    while up is not None and up is not below:
        layout = up.layout()
        moved |= layout is not None and layout.activate()
        up = up.parentWidget()
    return moved
