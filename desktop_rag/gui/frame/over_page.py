"""The frame of the pages that lie over the rest of the window: a head, a column that scrolls. GUI thread."""

from collections.abc import Iterator, Sequence
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

from desktop_rag.gui.widgets.basics import IconButton, TextButton, hairline, label
from desktop_rag.gui.widgets.flowing import MEASURE, SCROLL_BAR, Flowing, centred
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.widgets.row_parts import RowQuestion
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class OverPage(QFrame):
    """`close_requested`. What makes it a page of its own is put into `head` and `column`."""

    close_requested = Signal()

    def __init__(self, icons: Icons, title: str) -> None:
        super().__init__()
        self.setObjectName("overPage")
        self.setAccessibleName(title)
        self.close_button = IconButton(icons, "close", translate("Common", "Close this page"), "Esc")
        self.close_button.clicked.connect(self.close_requested)
        self.head, self.column = QVBoxLayout(), QVBoxLayout()
        self._notices = QHBoxLayout()
        self._scroll = QScrollArea()
        self._outer = QVBoxLayout()
        self._arrange(title)

    def take_focus(self) -> None:
        """Puts the keyboard where the next step is."""
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> bool:
        """Takes back what the page asks where the keyboard is; whether there was something."""
        each = QApplication.focusWidget()
        while each is not None and each is not self:
            if isinstance(each, RowQuestion):
                each.dismiss()
                return True
            each = each.parentWidget()
        return False

    def seek(self) -> bool:
        """Puts the keyboard where this page is searched; whether it can be."""
        return False

    def bring_into_view(self, widget: QWidget) -> None:
        self._scroll.ensureWidgetVisible(widget, 0, Space.XXL)

    def scroll_to_top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)

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

    def _arrange(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(Space.XL, Space.L, Space.XL + SCROLL_BAR, Space.M)
        top.addLayout(centred(self._make_head(title)))
        column.addLayout(top)
        column.addWidget(hairline())
        column.addWidget(self._scrolled(), 1)
        self._notices.setContentsMargins(Space.XL, Space.S, Space.XL + SCROLL_BAR, Space.M)
        self._notices.addStretch(1)
        self._notices.addStretch(1)
        column.addLayout(self._notices)

    def _make_head(self, title: str) -> QWidget:
        head = QWidget()
        head.setMaximumWidth(MEASURE)
        row = QHBoxLayout()
        row.addWidget(label(title, "welcome"), 1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        self.head.setSpacing(Space.XS)
        column.addLayout(self.head)
        return head

    def _scrolled(self) -> QWidget:
        """What stands below the head; a page may have something else than one column that scrolls."""
        block = Flowing()
        block.setMaximumWidth(MEASURE)
        block.setLayout(self.column)
        self.column.setContentsMargins(0, Space.L, 0, Space.XL)
        self.column.setSpacing(0)
        content = Flowing()
        content.setObjectName("overContent")
        content.setLayout(self._outer)
        self._keep_bar_free(0, 0)
        self._outer.addLayout(centred(block))
        self._outer.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setObjectName("overContent")
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._keep_bar_free)
        return self._scroll

    def _keep_bar_free(self, _minimum: int, maximum: int) -> None:
        """Nothing shifts when the scroll bar comes or goes."""
        room = 0 if maximum else SCROLL_BAR
        self._outer.setContentsMargins(Space.XL, 0, Space.XL + room, 0)


def segmented(group: QButtonGroup, tabs: Sequence[TextButton]) -> QHBoxLayout:
    """Tabs of which one is chosen, side by side at the left."""
    segments = QFrame()
    segments.setObjectName("segments")
    inner = QHBoxLayout(segments)
    inner.setContentsMargins(2, 2, 2, 2)
    inner.setSpacing(2)
    for tab in tabs:
        group.addButton(tab)
        inner.addWidget(tab)
    row = QHBoxLayout()
    row.addWidget(segments)
    row.addStretch(1)
    return row


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
