"""The frame that all rows of the models page share, and lists of rows that keep their place. GUI thread."""

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_rag.gui.models.fit_line import FitLine, IconLine
from desktop_rag.gui.widgets.basics import (
    IconButton,
    TextButton,
    hairline,
    label,
    plain_tooltip,
    set_property,
)
from desktop_rag.gui.widgets.flowing import Flowing
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_parts import RowBody
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

MADE_AT_ONCE = 10
MADE_IN_A_TURN = 4

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
W = TypeVar("W", bound=QWidget)


class ModelRow(Flowing):
    """A name, a few lines below it, and what can be done with it at the right.

    `chosen(wish)` for whatever is pressed in the row.
    """

    chosen = Signal(object)

    def __init__(self, icons: Icons, action: str) -> None:
        super().__init__()
        self.setObjectName("modelRow")
        self.icons = icons
        self.badge = _Badge(icons)
        self.name = label("", "strong", wrap=True)
        self.lines: list[QLabel] = []
        self.fit = FitLine(icons)
        self.button = TextButton(action)
        self.in_use = _Badge(icons)
        self.more: QToolButton | None = None
        self.body = RowBody()
        self.body.chosen.connect(self.chosen)
        self.body.left.connect(self.take_focus)
        self._line = hairline()
        self._text = QVBoxLayout()
        self._text.setSpacing(2)
        self._actions = QHBoxLayout()
        self._arrange()

    def take_focus(self) -> None:
        """Puts the keyboard on the row's own button, or what stands in its place."""
        for each in (self.button, self.more):
            if each is not None and each.isVisibleTo(self) and each.isEnabled():
                each.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def show_action(self, *, shown: bool, why_not: str = "") -> None:
        """Whether the row's button is there, and why it cannot be pressed; the keyboard stays in the row."""
        held = self.button.hasFocus()
        self.button.setVisible(shown)
        self.button.setEnabled(not why_not)
        self.button.setToolTip(plain_tooltip(why_not))
        self.button.setAccessibleDescription(why_not)
        if held and (not shown or why_not):
            self.take_focus()

    def show_recommended(self, recommended: bool) -> None:
        """Lifts the row out of the others."""
        set_property(self, "recommended", recommended)
        side = Space.M if recommended else 0
        self._column.setContentsMargins(side, Space.M, side, 0)
        self._line.setVisible(not recommended)

    def add_line(self, role: str = "caption") -> QLabel:
        """A line of words below those that are there; it takes no room while it is empty."""
        line = label("", role, wrap=True)
        line.hide()
        self.lines.append(line)
        self._text.addWidget(line)
        return line

    def add_fit(self) -> None:
        """The line about memory comes next."""
        self._text.addWidget(self.fit)

    def add_menu(self, name: str, actions: Mapping[str, object]) -> dict[str, QAction]:
        """A small menu; each action says what is wished for. Returns them by their words, which are marked
        with QT_TRANSLATE_NOOP("Models", …) and translated here."""
        menu = QMenu(self)
        made = {text: menu.addAction(translate("Models", text)) for text in actions}
        for text, wish in actions.items():
            made[text].triggered.connect(lambda _on=False, wished=wish: self.chosen.emit(wished))
        self.more = IconButton(self.icons, "more", name)
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions.addWidget(self.more)
        return made

    def _arrange(self) -> None:
        self._text.addWidget(self.badge)
        self._text.addWidget(self.name)
        self._actions.setSpacing(Space.S)
        self._actions.addWidget(self.in_use)
        self._actions.addWidget(self.button)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addLayout(self._text, 1)
        actions = QVBoxLayout()
        actions.addLayout(self._actions)
        actions.addStretch(1)
        row.addLayout(actions)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.body)
        column.addSpacing(Space.M)
        column.addWidget(self._line)


def set_line(line: QLabel, text: str) -> None:
    """An empty line takes no room."""
    line.setText(text)
    line.setVisible(bool(text))


class _Badge(IconLine):
    """An icon and a word that mark a row."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons, "badge")

    def show_words(self, text: str, icon: str = "check", tone: str = "accent") -> None:
        self.words.setText(text)
        self.icon.set_icon(icon, tone)
        set_property(self.words, "tone", "" if tone == "accent" else tone)
        self.setVisible(bool(text))


class RowList(Flowing, Generic[K, V, W]):
    """Rows by key, in the order given; those that stay keep what is open in them, and the keyboard.

    Of many new rows the first are made at once and the others bit by bit: one takes about 3 ms.
    """

    def __init__(self, make: Callable[[K], W], show: Callable[[W, V], None]) -> None:
        super().__init__()
        self._make = make
        self._show = show
        self._values: dict[K, V] = {}
        self.rows: dict[K, W] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_values(self, values: Mapping[K, V]) -> None:
        self._values = dict(values)
        for key in [each for each in self.rows if each not in values]:
            row = self.rows.pop(key)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for key, row in self.rows.items():
            self._show(row, values[key])
        self._lay_out(MADE_AT_ONCE)
        self.setVisible(bool(values))

    def _lay_out(self, budget: int) -> None:
        """Puts rows in their places and makes as many new ones as `budget` says."""
        place = 0
        for key, value in self._values.items():
            row = self.rows.get(key)
            if row is None and budget:
                budget -= 1
                row = self.rows[key] = self._make(key)
                self._column.insertWidget(place, row)  # first, so that the keyboard can be put into it
                self._show(row, value)
            if row is None:
                continue
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            place += 1
        if place < len(self._values):
            QTimer.singleShot(0, self, lambda: self._lay_out(MADE_IN_A_TURN))
