"""A page of a document without pictures, well set: its words lit, selected and copied. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser

from desktop_rag.domain.documents import Page
from desktop_rag.gui.page.document import PageDocument, mark_colour
from desktop_rag.gui.page.marks import (
    PageMark,
    badge_beside,
    badge_places,
    badge_size,
    lit_around,
    mixed,
    needs_badges,
    paint_badge,
)
from desktop_rag.gui.page.menu import PageMenu
from desktop_rag.gui.page.text_offsets import TextOffsets
from desktop_rag.gui.page.turning import PageTurning
from desktop_rag.gui.widgets.clipboard import copied_text
from desktop_rag.gui.widgets.text_ranges import extra_selection
from desktop_rag.gui.widgets.theme import Space, Theme
from desktop_rag.gui.wording.language import translate

MEASURE = 640
FOUND_STRENGTH = 0.45


class PageTextView(QTextBrowser):
    """Shows one page's text and scrolls to its first mark. `zoom_requested(±1)` is Ctrl+wheel."""

    zoom_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("textPage")
        self.setAccessibleName(translate("Page", "Page text"))
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._theme = theme
        self._page: Page | None = None
        self._marks: tuple[PageMark, ...] = ()
        self._offsets = TextOffsets()
        self._found: Sequence[tuple[int, int]] = ()
        self._current = -1
        self._at_end = self._at_found = False
        self._scale = 1.0
        self.turning = PageTurning(self)
        self.menu = PageMenu(self, lambda: self.selected_text, self.selectAll, self.copy)
        theme.changed.connect(self._rebuild)

    @property
    def lit_text(self) -> str:
        """The words of the opened citation, for tests and screen readers."""
        if self._page is None:
            return ""
        spans = [span for mark in self._marks if mark.strong for span in mark.spans]
        return "".join(self._page.text[start:end] for start, end in spans)

    @property
    def selected_text(self) -> str:
        """What is selected, letter for letter as it was read: without the bullets that are drawn here."""
        cursor = self.textCursor()
        span = self._offsets.span(cursor.selectionStart(), cursor.selectionEnd())
        return self._page.text[slice(*span)] if self._page and span else ""

    def show_page(self, page: Page, marks: Sequence[PageMark], *, at_end: bool = False) -> None:
        """`at_end` begins at the page's end, as for someone who reads backwards."""
        self._page, self._marks = page, tuple(marks)
        self._found, self._current = (), -1
        self._at_end, self._at_found = at_end, False
        self._build()
        QTimer.singleShot(0, self, self._seek_wanted)

    def show_marks(self, marks: Sequence[PageMark]) -> None:
        """Other marks, or other ones strong, on the same page."""
        before, self._marks = self._marks, tuple(marks)
        if {(mark.spans, mark.hue) for mark in before} == {(mark.spans, mark.hue) for mark in marks}:
            self._colour_again()
        elif before != self._marks:
            self._rebuild()

    def show_found(self, spans: Sequence[tuple[int, int]], current: int) -> None:
        """Lights the found words of this page; the one numbered `current` (−1 for none) strongest."""
        self._found, self._current = lit_around(spans, current)
        self._light_found()

    def seek_found(self) -> None:
        """Brings the current found word into view."""
        if 0 <= self._current < len(self._found):
            self._at_found = True
            self._seek(self._found[self._current][0])

    def set_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self._rebuild()

    def seek_mark(self) -> None:
        """Brings the first opened mark a third down the view."""
        starts = [start for mark in self._marks if mark.strong for start, _ in mark.spans]
        if starts:
            self._seek(min(starts))
        else:
            self.verticalScrollBar().setValue(0)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        return copied_text(self.selected_text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._set_margins()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
        elif not self.turning.wheel(event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy) and not self.selected_text:
            return
        if not self.turning.key(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        self.menu.open(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if needs_badges(self._marks):
            painter = QPainter(self.viewport())
            self._paint_badges(painter)
            painter.end()

    def _paint_badges(self, painter: QPainter) -> None:
        """In the margin before the line that each citation begins on."""
        there = [mark for mark in self._marks if mark.number is not None and mark.spans]
        numbered = sorted(there, key=lambda mark: not mark.strong)
        edge = self.document().rootFrame().frameFormat().leftMargin() - self.horizontalScrollBar().value()
        wanted = []
        for mark in numbered:
            line = self.cursorRect(self._cursor_at(mark.spans[0][0]))
            point = QPointF(edge - Space.XS, line.center().y())
            wanted.append(badge_beside(point, badge_size(self._theme, mark.number or 0)))
        for mark, rect in zip(numbered, badge_places(wanted, 1.0), strict=True):
            paint_badge(painter, rect, mark, self._theme, self._theme.palette)

    def _cursor_at(self, offset: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        places = self._offsets.ranges(offset, offset + 1)
        cursor.setPosition(places[0][0] if places else 0)
        return cursor

    def _seek(self, offset: int) -> None:
        top = self.cursorRect(self._cursor_at(offset)).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(max(0, top - self.viewport().height() // 3))

    def _seek_wanted(self) -> None:
        """Once the page has its width: a found word that was sought meanwhile comes before its marks."""
        if self._at_found:
            self.seek_found()
        elif self._at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            self.seek_mark()

    def _set_margins(self) -> None:
        side = max(int(Space.XL), (self.width() - round(self._theme.px(MEASURE) * self._scale)) // 2)
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(side)
        frame.setRightMargin(side)
        frame.setTopMargin(Space.XL)
        frame.setBottomMargin(Space.XXL)
        self.document().rootFrame().setFrameFormat(frame)

    def _rebuild(self) -> None:
        if self._page:
            place = self.verticalScrollBar().value()
            self._build()
            self.verticalScrollBar().setValue(place)

    def _build(self) -> None:
        if self._page is None:
            return
        made = PageDocument(self.document(), self._theme, self._scale)
        made.fill(self._page, self._marks)
        self._offsets = made.offsets
        self._set_margins()
        self._light_found()

    def _colour_again(self) -> None:
        """Where the same words are lit as before: to set a long page anew would be felt under the pointer."""
        cursor = QTextCursor(self.document())
        for mark in sorted(self._marks, key=lambda mark: mark.strong):
            look = QTextCharFormat()
            look.setBackground(mark_colour(self._theme, mark))
            for start, end in (place for span in mark.spans for place in self._offsets.ranges(*span)):
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(look)
        self.viewport().update()

    def _light_found(self) -> None:
        palette, looks = self._theme, []
        faint = mixed(palette.color("found"), palette.color("surface"), FOUND_STRENGTH)
        for number, span in enumerate(self._found):
            look = QTextCharFormat()
            look.setBackground(palette.color("found") if number == self._current else faint)
            look.setForeground(palette.color("on_marker"))
            looks += [extra_selection(self.document(), *place, look) for place in self._offsets.ranges(*span)]
        self.setExtraSelections(looks)
