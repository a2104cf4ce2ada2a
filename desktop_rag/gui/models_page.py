"""The page about models: answer models, adapters and search models. It lies over the rest of the window.

GUI thread. It shows and asks; `ModelsHandling` has things done.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_rag.domain.fit import Machine
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.models_foot import ModelsFoot
from desktop_rag.gui.models_parts import RowQuestion
from desktop_rag.gui.models_rows import MEASURE, Flowing
from desktop_rag.gui.models_section import WORDS, ModelsSection
from desktop_rag.gui.models_words import machine_words
from desktop_rag.gui.notice import NoticeArea
from desktop_rag.gui.theme import Space
from desktop_rag.gui.turn_scroll import SCROLL_BAR, centred
from desktop_rag.gui.widgets import IconButton, TextButton, hairline, label


class ModelsPage(QFrame):
    """`close_requested`; `section_shown(ShelfKind)` when another part comes into view."""

    close_requested = Signal()
    section_shown = Signal(object)

    def __init__(self, icons: Icons, now: Callable[[], datetime], host_of: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("modelsPage")
        self.setAccessibleName("Models")
        self.close_button = IconButton(icons, "close", "Close this page", "Esc")
        self.close_button.clicked.connect(self.close_requested)
        self._machine = label(machine_words(None, None), "caption", wrap=True)
        self._group = QButtonGroup(self)
        self.sections = {kind: ModelsSection(icons, kind, now, host_of) for kind in WORDS}
        self.tabs = {kind: self._tab(kind) for kind in WORDS}
        self.foot = ModelsFoot(icons)
        self._scroll = QScrollArea()
        self._arrange()
        self.show_section(ShelfKind.MODEL)

    @property
    def shown(self) -> ShelfKind:
        return next(kind for kind, tab in self.tabs.items() if tab.isChecked())

    def show_section(self, kind: ShelfKind) -> None:
        self.tabs[kind].setChecked(True)

    def show_machine(self, machine: Machine | None, disk_free_bytes: int | None) -> None:
        self._machine.setText(machine_words(machine, disk_free_bytes))

    def take_focus(self) -> None:
        self.tabs[self.shown].setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_into_view(self, widget: QWidget) -> None:
        self._scroll.ensureWidgetVisible(widget, 0, Space.XXL)

    def dismiss(self) -> bool:
        """Takes back the question in which the keyboard is; whether there was one."""
        each = QApplication.focusWidget()
        while each is not None and each is not self:
            if isinstance(each, RowQuestion):
                each.dismiss()
                return True
            each = each.parentWidget()
        return False

    def borrow(self, notices: NoticeArea) -> None:
        """Notices are said at the foot of this page while it is open."""
        notices.setMaximumWidth(MEASURE)
        self._notices.insertWidget(1, notices, 1000)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Tab goes through the rows as they stand; what is added later Qt puts last."""
        for one, other in pairwise(_reached_in_order(self)):
            if one.nextInFocusChain() is not other:
                QWidget.setTabOrder(one, other)
        return super().focusNextPrevChild(next)

    def _tab(self, kind: ShelfKind) -> TextButton:
        tab = TextButton(WORDS[kind].tab, "segment")
        tab.setCheckable(True)
        self._group.addButton(tab)
        tab.toggled.connect(lambda on: self._on_tab(kind) if on else None)
        return tab

    def _on_tab(self, kind: ShelfKind) -> None:
        for each, section in self.sections.items():
            section.setVisible(each is kind)
        self._scroll.verticalScrollBar().setValue(0)
        self.section_shown.emit(kind)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(Space.XL, Space.L, Space.XL + SCROLL_BAR, Space.M)
        top.addLayout(centred(self._head()))
        column.addLayout(top)
        column.addWidget(hairline())
        column.addWidget(self._scrolled(), 1)
        self._notices = QHBoxLayout()
        self._notices.setContentsMargins(Space.XL, Space.S, Space.XL + SCROLL_BAR, Space.M)
        self._notices.addStretch(1)
        self._notices.addStretch(1)
        column.addLayout(self._notices)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setMaximumWidth(MEASURE)
        segments = QFrame()
        segments.setObjectName("segments")
        inner = QHBoxLayout(segments)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(2)
        for tab in self.tabs.values():
            inner.addWidget(tab)
        row = QHBoxLayout()
        row.addWidget(label("Models", "welcome"), 1)
        row.addWidget(self.close_button)
        tabs = QHBoxLayout()
        tabs.addWidget(segments)
        tabs.addStretch(1)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self._machine)
        column.addSpacing(Space.S)
        column.addLayout(tabs)
        return head

    def _scrolled(self) -> QScrollArea:
        block = Flowing()
        block.setMaximumWidth(MEASURE)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, Space.L, 0, Space.XL)
        column.setSpacing(0)
        for section in self.sections.values():
            column.addWidget(section)
        column.addSpacing(Space.XL)
        column.addWidget(hairline())
        column.addSpacing(Space.M)
        column.addWidget(self.foot)
        content = Flowing()
        content.setObjectName("modelsContent")
        outer = self._outer = QVBoxLayout(content)
        self._keep_bar_free(0, 0)
        outer.addLayout(centred(block))
        outer.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setObjectName("modelsContent")
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._keep_bar_free)
        return self._scroll

    def _keep_bar_free(self, _minimum: int, maximum: int) -> None:
        """Nothing shifts when the scroll bar comes or goes."""
        room = 0 if maximum else SCROLL_BAR
        self._outer.setContentsMargins(Space.XL, 0, Space.XL + room, 0)


def _reached_in_order(widget: QWidget) -> list[QWidget]:
    """What Tab can reach within `widget`, in the order of its layouts."""
    return [
        each
        for each in _in_order(widget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
    ]


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    layout = widget.layout()
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        yield from _in_order(inner)
    elif layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner, widget = (item.layout(), item.widget()) if item else (None, None)
        if widget is not None:
            yield from _in_order(widget)
        elif inner is not None:
            yield from _laid_out(inner)
