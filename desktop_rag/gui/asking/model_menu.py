"""The small panel behind the bar: how to answer, with which model, with which adapters. GUI thread.

A popup with ordinary controls, so that Tab, arrows, space and Esc work as everywhere else.
"""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.display import display_name
from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.model_words import MODES, mode_meaning, mode_name, model_words, why_not
from desktop_rag.gui.models.adapter_rows import AdapterRows
from desktop_rag.gui.widgets.basics import (
    ElidedLabel,
    TextButton,
    hairline,
    label,
    native_keys,
    plain_tooltip,
    set_property,
)
from desktop_rag.gui.widgets.choices import RadioChoice
from desktop_rag.gui.widgets.flowing import SCROLL_BAR
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.words import middle_elided

WIDTH = 400
FRAME = 2
INDENT = 26
"""From the edge of a choice to its words."""
RECENT_SHOWN = 3
RECENT_LETTERS = 44
UNLOADABLE = frozenset({ModelState.READY, ModelState.LOADING, ModelState.ANSWERING})


class ModeRow(QWidget):
    """One way to answer. The line that explains it can be pressed too."""

    def __init__(self, mode: AnswerMode) -> None:
        super().__init__()
        self._meaning = mode_meaning(mode)
        self.button = RadioChoice(mode_name(mode))
        self._missing = label("", "caption")
        below = QHBoxLayout()  # margins would stay at the left where text runs from right to left
        below.setSpacing(0)
        below.addSpacing(INDENT)
        below.addWidget(label(self._meaning, "caption", wrap=True), 1)
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self.button, 1)
        top.addWidget(self._missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(below)

    def show_possible(self, missing: str) -> None:
        """`missing` says what it needs that is not there, or nothing."""
        self.button.setEnabled(not missing)
        self._missing.setText(missing)
        self._missing.setVisible(bool(missing))  # empty it would still take its spacing
        self.button.setAccessibleDescription(f"{self._meaning} {missing}".strip())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self.button.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.button.click()
        super().mouseReleaseEvent(event)


class ModelSection(QWidget):
    """The chosen model and the ways to another. `recent_chosen(Path)`."""

    choose_requested = Signal()
    unload_requested = Signal()
    page_requested = Signal()
    recent_chosen = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.name = ElidedLabel("", "strong")
        self.state = label("", "caption", wrap=True)
        self.choose = TextButton(translate("Asking", "Choose a model file…"), "", icons, "file")
        self.choose.clicked.connect(self.choose_requested)
        self.unload = TextButton(translate("Asking", "Unload"), "link")
        self.unload.setToolTip(translate("Asking", "Give its memory back until it is needed again"))
        self.unload.clicked.connect(self.unload_requested)
        self.page = TextButton(translate("Asking", "Models…"), "link")
        about = translate("Asking", "Get models, see what fits this computer, keep them in order ({keys})")
        self.page.setToolTip(about.format(keys=native_keys("Ctrl+Shift+M")))
        self.page.clicked.connect(self.page_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.unload)
        buttons.addStretch(1)
        buttons.addWidget(self.page)
        self._before = label(translate("Asking", "Used before"), "caption")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._shown: tuple[Path, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(label(translate("Asking", "Model"), "section"))
        column.addWidget(self.name)
        column.addWidget(self.state)
        column.addLayout(buttons)
        column.addWidget(self._before)
        column.addLayout(self._recent)

    def show_setup(self, setup: AnswerSetup, status: ModelStatus) -> None:
        self.name.set_text(setup.model_name or translate("Asking", "No model chosen"))
        failed = bool(setup.model) and status.state is ModelState.FAILED
        said = (
            f"{in_words(status.reason)} {in_words(status.hint)}"
            if failed
            else model_words(setup.facts, status)
        )
        none_yet = translate(
            "Asking",
            "A file that writes the answers: any chat model in the GGUF format. "
            "You can also drop it on this window.",
        )
        self.state.setText(said if setup.model else none_yet)
        set_property(self.state, "tone", "danger" if failed else "")
        self.unload.setVisible(setup.model is not None and status.state in UNLOADABLE)
        current = setup.model.path if setup.model else None
        self._show_recent(tuple(path for path in setup.recent if path != current)[:RECENT_SHOWN])

    def _show_recent(self, paths: tuple[Path, ...]) -> None:
        if paths == self._shown:
            return
        self._shown = paths
        while item := self._recent.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for path in paths:
            name = middle_elided(display_name(path), RECENT_LETTERS)
            button = TextButton(name.replace("&", "&&"), "inline", self._icons, "file")
            again = translate("Asking", "Use {name} again")
            button.setAccessibleName(again.format(name=display_name(path)))
            button.setToolTip(plain_tooltip(str(path)))
            button.clicked.connect(lambda _checked=False, chosen=path: self.recent_chosen.emit(chosen))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._before.setVisible(bool(paths))


class ModelMenu(QFrame):
    """`mode_chosen(AnswerMode)`; its sections `model` and `adapters` have requests of their own."""

    mode_chosen = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("modelMenu")
        self.setAccessibleName(translate("Asking", "How answers are made"))
        self.setFixedWidth(WIDTH)
        self._rows = {words.mode: ModeRow(words.mode) for words in MODES}
        self._anchor: QWidget = parent
        self._group = QButtonGroup(self)
        self.model = ModelSection(icons)
        self.adapters = AdapterRows(icons)
        for mode, row in self._rows.items():
            self._group.addButton(row.button)
            row.button.clicked.connect(lambda _checked=False, chosen=mode: self.mode_chosen.emit(chosen))
        self._arrange()

    def show_setup(self, setup: AnswerSetup, status: ModelStatus) -> None:
        for mode, row in self._rows.items():
            row.show_possible(why_not(mode, setup))
        self._rows[setup.mode].button.setChecked(True)
        self.model.show_setup(setup, status)
        self.adapters.show_adapters(setup.adapters)
        if self.isVisible():
            self._fit()

    def mode_button(self, mode: AnswerMode) -> QRadioButton:
        return self._rows[mode].button

    def open_above(self, anchor: QWidget) -> None:
        """Opens over `anchor`, within the screen, with the keyboard on the way that is chosen."""
        self._anchor = anchor
        self.ensurePolished()
        self.show()
        self._fit()  # now that the style sheet has reached every word
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Takes the room that its words need, upwards from the anchor and within the screen."""
        screen = self._anchor.screen().availableGeometry()
        # In larger text one word, or a row of them, may be wider than the menu usually is.
        least = self._column.totalMinimumSize().width() + 2 * FRAME + SCROLL_BAR
        width = min(max(WIDTH, least), screen.width() - 2 * Space.S)
        self.setFixedWidth(width)
        needed = self._column.totalHeightForWidth(width - 2 * FRAME) + 2 * FRAME
        height = min(needed, screen.height() - 2 * Space.S)
        # Left to itself the bar stays once it was there: it makes the words narrower and so higher.
        bar = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if height < needed else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self._scroll.setVerticalScrollBarPolicy(bar)
        start = self._anchor.mapToGlobal(QPoint(0, -Space.XS))
        left = max(screen.left(), min(start.x(), screen.right() - width))
        self.setGeometry(left, max(screen.top() + Space.S, start.y() - height), width, height)

    def _arrange(self) -> None:
        self._inner = QWidget()
        self._inner.setObjectName("modelMenuInner")
        column = self._column = QVBoxLayout(self._inner)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.XS)
        column.addWidget(label(translate("Asking", "How to answer"), "section"))
        for row in self._rows.values():
            column.addWidget(row)
        for section in (self.model, self.adapters):
            column.addSpacing(Space.XS)
            column.addWidget(hairline())
            column.addSpacing(Space.XS)
            column.addWidget(section)
        column.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setObjectName("modelMenuInner")
        scroll.setWidget(self._inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)  # beside the border of one, see FRAME
        outer.addWidget(scroll)
