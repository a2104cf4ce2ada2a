"""The three panes and how they give way as the window narrows. GUI thread.

Wide: all three side by side. Under 1080: with a source open the left pane gives way. At 900 and under the
source slides over the conversation. Under 700 the left pane is hidden until asked for.
"""

from itertools import pairwise

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStyle, QWidget

from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.frame.side_panel import SidePanel
from desktop_rag.gui.page.source_panel import SourcePanel
from desktop_rag.gui.widgets.basics import set_property
from desktop_rag.gui.widgets.theme import Theme

ALL_SIDE_BY_SIDE = 1080
SOURCE_BESIDE = 900
SIDE_BESIDE = 700
SLIDE_MS = 140
DEFAULT_SIZES = (272, 560, 528)


class Panes(QWidget):
    """`side_hidden_changed(bool)` so that a button can bring it back."""

    side_hidden_changed = Signal(bool)

    def __init__(
        self, side: SidePanel, conversation: ConversationPanel, source: SourcePanel, theme: Theme
    ) -> None:
        super().__init__()
        self._theme = theme
        self.side, self.conversation, self.source = side, conversation, source
        self._source_open = False
        self._side_wanted = False
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        for number, pane in enumerate((side, conversation, source)):
            self.splitter.addWidget(pane)
            self.splitter.setCollapsible(number, False)
        theme.changed.connect(self._fit_side)
        self._fit_side()
        for number, stretch in enumerate((0, 3, 2)):
            self.splitter.setStretchFactor(number, stretch)
        self.splitter.setSizes(DEFAULT_SIZES)
        source.hide()
        self._slide = QPropertyAnimation(source, b"geometry", self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)

    @property
    def source_open(self) -> bool:
        return self._source_open

    @property
    def source_over(self) -> bool:
        """Whether the source covers the conversation instead of standing beside it."""
        return self.width() <= SOURCE_BESIDE

    def open_source(self) -> None:
        if not self._source_open:
            self._source_open = True
            self._side_wanted = False
            self._apply(slide=True)

    def close_source(self) -> None:
        self._source_open = False
        self._apply()

    def show_side(self) -> None:
        """Brings the left pane back in a narrow window, in place of an open source."""
        self._side_wanted = True
        if self.width() < ALL_SIDE_BY_SIDE:
            self._source_open = False
        self._apply()

    def _fit_side(self) -> None:
        """Larger text needs a wider pane; at least what its words need."""
        self.side.setMaximumWidth(max(self._theme.px(420), self.side.minimumWidth()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._apply()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Tab goes through the panes as they stand; what is added later, as answers are, Qt puts last."""
        chain = self._tab_chain()
        wanted = sorted(chain, key=self._pane_number)
        if wanted != chain:
            for one, other in pairwise(wanted):
                QWidget.setTabOrder(one, other)
        return super().focusNextPrevChild(next)

    def _tab_chain(self) -> list[QWidget]:
        """What Tab can reach within the panes, in Qt's order."""
        chain: list[QWidget] = []
        first = self.window()
        each = first.nextInFocusChain()
        while each is not None and each is not first:
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and self.isAncestorOf(each):
                chain.append(each)
            each = each.nextInFocusChain()
        return chain

    def _pane_number(self, widget: QWidget) -> int:
        panes = (self.side, self.conversation, self.source)
        return next((number for number, pane in enumerate(panes) if pane.isAncestorOf(widget)), len(panes))

    def _side_fits(self) -> bool:
        if self.width() >= ALL_SIDE_BY_SIDE or self._side_wanted:
            return True
        beside = self._source_open and not self.source_over
        return self.width() >= SIDE_BESIDE and not beside

    def _apply(self, *, slide: bool = False) -> None:
        self.splitter.setGeometry(self.rect())
        shown = self._side_fits()
        self.side.setVisible(shown)
        self.side_hidden_changed.emit(not shown)
        self._slide.stop()
        if self._source_open and self.source_over:
            self._lay_over(slide=slide)
        else:
            self._lay_beside()
        self.source.setVisible(self._source_open)

    def _lay_beside(self) -> None:
        if self.source.parent() is not self.splitter:
            set_property(self.source, "overlay", False)
            self.splitter.addWidget(self.source)
            self.splitter.setCollapsible(2, False)
            self.splitter.setStretchFactor(2, 2)

    def _lay_over(self, *, slide: bool) -> None:
        width = min(self.width() - 48, max(420, round(self.width() * 0.62)))
        direction = self.layoutDirection()
        at_end = QRect(self.width() - width, 0, width, self.height())
        place = QStyle.visualRect(direction, self.rect(), at_end)
        if self.source.parent() is not self:
            self.source.setParent(self)
            set_property(self.source, "overlay", True)
        self.source.raise_()
        if slide and self._theme.motion:
            outside = QStyle.visualRect(direction, self.rect(), at_end.translated(width, 0))
            self._slide.setStartValue(outside)
            self._slide.setEndValue(place)
            self._slide.start()
        else:
            self.source.setGeometry(place)
