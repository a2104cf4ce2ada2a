"""What stands in a row of a page while there is something to ask, to wait for or to mend.

Each part is put into the `RowBody` of its row, so that it stands where the button was pressed. GUI thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label, set_property
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import CopyDetails, error_detail
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import percent, translate

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """A button of a part; `wish` is what the part says was chosen. `gentle` gets the keyboard first.

    `text` is marked with QT_TRANSLATE_NOOP("Models", …): the part translates it, and knows it by it.
    """

    text: str
    wish: object
    role: str = ""
    icon: str = ""
    gentle: bool = False


class RowPart(QFrame):
    """`chosen(wish)` when one of its buttons is pressed."""

    chosen = Signal(object)

    def __init__(self, icons: Icons, ways: Sequence[Way], name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icons = icons
        self.buttons = {way.text: self._button(way) for way in ways}
        gentle = next((way.text for way in ways if way.gentle), ways[0].text if ways else "")
        self._first = self.buttons.get(gentle)

    def take_focus(self) -> None:
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, way: Way) -> TextButton:
        button = TextButton(
            translate("Models", way.text), way.role, self._icons if way.icon else None, way.icon
        )
        button.clicked.connect(lambda: self.chosen.emit(way.wish))
        return button

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.XS, 0, 0)
        row.setSpacing(Space.M)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        return row


class RowQuestion(RowPart):
    """Asks once more before something is done, with all there is to know about it. Its last way is out."""

    def __init__(
        self, icons: Icons, sentences: Sequence[str], ways: Sequence[Way], *, warning: bool = False
    ) -> None:
        super().__init__(icons, ways, "rowQuestion")
        set_property(self, "tone", "warning" if warning else "")
        self.setAccessibleName(" ".join(sentences))
        text = QVBoxLayout()
        text.setSpacing(Space.XS)
        for number, sentence in enumerate(sentences):
            text.addWidget(label(sentence, "" if number == 0 else "caption", wrap=True, selectable=True))
        text.addLayout(self._button_row())
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        row.setSpacing(Space.S)
        if warning:
            row.addWidget(IconLabel(icons, "warning", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)

    def dismiss(self) -> None:
        """As if its last button had been pressed."""
        list(self.buttons.values())[-1].click()


class RowProblem(RowPart):
    """What went wrong, what to do, and the buttons for it. With `error` its details can be copied."""

    def __init__(
        self,
        icons: Icons,
        reason: str,
        hint: str,
        ways: Sequence[Way],
        *,
        warning: bool = False,
        error: Exception | None = None,
    ) -> None:
        super().__init__(icons, ways, "rowProblem")
        set_property(self, "tone", "warning" if warning else "")
        self.said = reason, hint
        self.setAccessibleName(f"{reason} {hint}".strip())
        text = QVBoxLayout()
        text.setSpacing(Space.XS)
        text.addWidget(label(reason, "strong", wrap=True, selectable=True))
        if hint:
            text.addWidget(label(hint, wrap=True, selectable=True))
        if ways:
            buttons = self._button_row()
            if error is not None:
                detail = error_detail(error)
                buttons.insertWidget(len(ways), CopyDetails(lambda: detail, role="inline"))
            text.addLayout(buttons)
        icon = IconLabel(icons, "warning", "warning") if warning else IconLabel(icons, "error", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)


class RowProgress(RowPart):
    """A bar, where things are in words, and buttons. A screen reader hears each quarter."""

    def __init__(self, icons: Icons, name: str, ways: Sequence[Way]) -> None:
        super().__init__(icons, ways, "rowProgress")
        self._name = name
        self._told = 0
        self.words = label("", "caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(name)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self.bar)

    def show_progress(self, words: str, done: int = 0, total: int = 0) -> None:
        """`total` 0 is a bar that only shows that something moves."""
        self.words.setText(words)
        # Kilobytes: the bar counts with 32 bits.
        self.bar.setRange(0, max(1, total // 1000) if total > 1000 else total)
        self.bar.setValue(done // 1000 if total > 1000 else done)
        self._announce_quarters(done * QUARTERS // total if total else 0)

    def show_rest(self, words: str, done: int, total: int) -> None:
        """Something that stands still half-way."""
        self.show_progress(words, done, max(1, total))

    def _announce_quarters(self, quarter: int) -> None:
        if quarter > self._told:
            announce(
                self.bar,
                translate("Models", "{what}: {share}").format(
                    what=self._name, share=percent(quarter / QUARTERS)
                ),
            )
        self._told = quarter


class RowBody(QWidget):
    """Room for at most one part. The keyboard is not lost when one part takes the place of another.

    `chosen(wish)`; `left` when the part that had the keyboard went away.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.part: RowPart | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, Space.S, 0, 0)
        self.hide()

    def put(self, part: RowPart | None, *, take_focus: bool = False) -> None:
        """Shows `part` in place of what was there; with `take_focus` it gets the keyboard in any case."""
        held = self._holds_keyboard()
        if self.part is not None:
            self._column.removeWidget(self.part)
            self.part.hide()
            self.part.deleteLater()
        self.part = part
        self.setVisible(part is not None)
        if part is not None:
            part.chosen.connect(self.chosen)
            self._column.addWidget(part)
            part.show()
            if held or take_focus:
                part.take_focus()
                QTimer.singleShot(0, self, self._bring_into_view)
        elif held:
            self.left.emit()

    def _bring_into_view(self) -> None:
        """Qt does so by itself only for what Tab reaches."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self, 0, Space.L)

    def _holds_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return self.part is not None and focus is not None and self.part.isAncestorOf(focus)
