"""The small parts a turn is put together from, all in line with its text. GUI thread."""

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.gui.answers.turn_words import Note, is_thinking, phase_words
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label
from desktop_rag.gui.widgets.flow_row import FlowRow, in_one_line_if_it_fits
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

ROW_HEIGHT = 30
"""Of what stands under the text while it is written and of what takes its place: nothing moves."""


class StatusRow(QWidget):
    """What is being done just now, with how far it is where that can be told."""

    def __init__(self, model: str = "") -> None:
        """`model` is the name of one that answers this question alone."""
        super().__init__()
        self._model = model
        self._words = label("", "secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        keep = self._bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, 0, Space.M, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        self.setMinimumHeight(ROW_HEIGHT)
        self.show_update(AnswerUpdate(AnswerPhase.SEARCHING))

    def show_update(self, update: AnswerUpdate) -> None:
        words, thinking = phase_words(update, self._model), is_thinking(update)
        if words == self._words.text():
            return
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._bar.setAccessibleName(words.partition("…")[0] or translate("Asking", "Thinking"))
        self._bar.setVisible(thinking or update.phase is not AnswerPhase.WRITING)
        if update.share is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 100)
            self._bar.setValue(round(update.share * 100))


def note_row(note: Note, icons: Icons, help_wanted: SignalInstance | None = None) -> QWidget:
    """A caption with its icon, as wide as the text; `help_wanted` is emitted for what is to be explained."""
    words = label(note.words, "caption", wrap=True, selectable=True)
    icon = IconLabel(icons, note.icon, note.colour)
    if not note.explained or help_wanted is None:
        return row(icon, in_one_line_if_it_fits(words), growing=1)
    asked = TextButton(translate("Asking", "What does this mean?"), "inline")
    asked.clicked.connect(help_wanted)
    return row(icon, FlowRow(in_one_line_if_it_fits(words), asked), growing=1)


def inset(widget: QWidget) -> QWidget:
    """`widget` in line with the text of the source cards and of the question box."""
    return row(widget, growing=0)


def row(*widgets: QWidget, growing: int | None = None) -> QWidget:
    """`widgets` side by side; the one at place `growing` takes the room that is left, if it can."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(Space.M, 0, Space.M, 0)
    line.setSpacing(Space.S)
    for place, widget in enumerate(widgets):
        line.addWidget(widget, 1000 if place == growing else 0)
    line.addStretch(1)
    return holder


def widgets_of(layout: QLayout) -> list[QWidget]:
    """What stands in `layout`, in its order."""
    items = [layout.itemAt(place) for place in range(layout.count())]
    return [widget for item in items if item and (widget := item.widget())]


def emptied(layout: QLayout) -> None:
    """Takes all widgets out of `layout` and has them deleted."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
