"""What the sections of the settings page are made of: a setting with its line, a choice, a list. GUI thread.

Every setting has a plain name, and one line that says what it changes, what it costs, and from when on it
counts. Where something would have to be done anew, that is asked in the row itself, never in a dialog.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_rag.gui.widgets.basics import hairline, label
from desktop_rag.gui.widgets.choices import CheckChoice, RadioChoice
from desktop_rag.gui.widgets.fields import ChoiceField
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_parts import RowBody
from desktop_rag.gui.widgets.theme import Space

INDENT = 26
"""What stands below the words of a box with a tick begins where these begin."""
FIELD_WIDTH = 150

T = TypeVar("T")


class SettingsWish(Enum):
    """What can be pressed on the page besides the settings themselves."""

    MODELS = auto()
    SEARCH_MODELS = auto()
    SHOW_LIBRARY = auto()
    SHOW_LOGS = auto()
    EXPORT = auto()
    IMPORT = auto()
    CHECK = auto()
    RESTART = auto()


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One of several; `line` says what it means, where its name does not."""

    value: T
    name: str
    line: str = ""


class Section(QWidget):
    """One part of the page. `wished(SettingsWish)` when one of its buttons is pressed."""

    wished = Signal(object)

    def __init__(self, icons: Icons, title: str) -> None:
        super().__init__()
        self.icons = icons
        self.title = title
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def add(self, widget: QWidget, *, apart: bool = True) -> None:
        """Below what is there, with a hairline between if it is another matter."""
        if apart and self.column.count():
            self.column.addSpacing(Space.L)
            self.column.addWidget(hairline())
            self.column.addSpacing(Space.L)
        self.column.addWidget(widget)


class Setting(QWidget):
    """A name, its line, a field beside them, and room below for buttons and for what is asked first."""

    def __init__(self, name: str, line: str = "", field: QWidget | None = None) -> None:
        super().__init__()
        self.name = label(name, "strong", wrap=True)
        self.line = label("", "caption", wrap=True)
        self.body = RowBody()
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self.name)
        words.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addLayout(words, 1)
        if field is not None:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self.below = QVBoxLayout()
        self.below.setSpacing(Space.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addLayout(self.below)
        column.addWidget(self.body)
        self.say(line)

    def say(self, line: str) -> None:
        """Other words in place of its line."""
        self.line.setText(line)
        self.line.setVisible(bool(line))

    def add_buttons(self, *buttons: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.below.addLayout(row)


class Switch(QWidget):
    """On or off, and its line below. `switched(bool)` when the person does it."""

    switched = Signal(bool)

    def __init__(self, icons: Icons, name: str, line: str) -> None:
        super().__init__()
        self.box = CheckChoice(icons)
        self.box.setText(name)
        self.box.setAccessibleDescription(line)
        self.box.clicked.connect(self.switched)
        self.body = RowBody()
        below = QVBoxLayout()
        below.setSpacing(0)
        below.addWidget(label(line, "caption", wrap=True))
        below.addWidget(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeading)
        column.addLayout(_indented(below))

    def show_value(self, on: bool) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(on)


class RadioList(QWidget, Generic[T]):
    """One of a few, each with its line. `chosen(value)` when the person takes one."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[Option[T]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.buttons: dict[T, RadioChoice] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for option in options:
            button = self.buttons[option.value] = self._button(option)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
            if option.line:
                line = QVBoxLayout()
                line.setContentsMargins(0, 0, 0, Space.XS)
                line.addWidget(label(option.line, "caption", wrap=True))
                column.addLayout(_indented(line))

    def show_value(self, value: T) -> None:
        with QSignalBlocker(self._group):
            self.buttons[value].setChecked(True)

    def _button(self, option: Option[T]) -> RadioChoice:
        button = RadioChoice(option.name)
        button.setAccessibleDescription(option.line)
        button.toggled.connect(lambda on: self._on_toggled(option.value, on))
        self._group.addButton(button)
        return button

    def _on_toggled(self, value: T, on: bool) -> None:
        if on and not self._group.signalsBlocked():
            self.chosen.emit(value)


class ChoiceList(ChoiceField, Generic[T]):
    """One of several in a list that opens. `chosen(value)` when the person takes another."""

    chosen = Signal(object)

    def __init__(self, icons: Icons, name: str, options: Sequence[Option[T]], line: str = "") -> None:
        super().__init__(icons)
        self.setAccessibleName(name)
        self.setAccessibleDescription(line)
        self.setMinimumWidth(FIELD_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._values: list[T] = []
        self.offer(options)
        self.activated.connect(lambda number: self.chosen.emit(self._values[number]))

    def offer(self, options: Sequence[Option[T]]) -> None:
        """These in place of what was offered."""
        self.clear()
        self._values = [option.value for option in options]
        self.addItems([option.name for option in options])

    def show_value(self, value: T) -> None:
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(FIELD_WIDTH, super().minimumSizeHint().height())


class Facts(QWidget):
    """Names and what is to be said of each, in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._shown: list[tuple[str, str]] = []
        self._rows: list[QWidget] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Nothing is made anew while nothing has changed, so that what is selected stays so."""
        if list(facts) == self._shown:
            return
        self._shown = list(facts)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_fact(name, words) for name, words in facts]
        for row in self._rows:
            self._column.addWidget(row)


def _indented(layout: QLayout) -> QHBoxLayout:
    """On the side where reading begins, which margins do not know."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addSpacing(INDENT)
    row.addLayout(layout, 1)
    return row


def _fact(name: str, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.L)
    row.addWidget(label(name, wrap=True), 1)
    said = label(words, "secondary", wrap=True, selectable=True)
    row.addWidget(said, 1)
    return made
