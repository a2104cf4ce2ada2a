"""The user guide over the window: its chapters, the text of one, and what is found in all. GUI thread.

It shows and asks; `HelpHandling` reads the guide and searches it by meaning.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpacerItem, QStackedWidget, QVBoxLayout, QWidget

from desktop_rag.domain.guide import Guide, GuidePlace
from desktop_rag.domain.guide_search import GuideHit, wanted_words
from desktop_rag.gui.frame.over_page import OverPage
from desktop_rag.gui.help.chapters import WIDTH, ChapterList
from desktop_rag.gui.help.results import ResultsList
from desktop_rag.gui.help.text import TEXT_WIDTH, GuideText
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import TextButton, label, offer_clearing
from desktop_rag.gui.widgets.flowing import MEASURE, SCROLL_BAR
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class GuideSearch(QLineEdit):
    """`entered` on Enter, `down_wanted` on Down, to what was found."""

    entered = Signal()
    down_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(translate("Help", "Search the guide"))
        self.setAccessibleName(translate("Help", "Search the guide"))
        offer_clearing(self)
        self.setAcceptDrops(False)  # files are for the window around it

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down_wanted.emit()
        else:
            super().keyPressEvent(event)


class HelpPage(OverPage):
    """`searched(words)` as they are typed; `shortcuts_requested`, `tour_requested`, `report_requested`."""

    searched = Signal(str)
    shortcuts_requested = Signal()
    tour_requested = Signal()
    report_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        self._icons = icons
        self._guide: Guide | None = None
        self._wanted = GuidePlace("")
        self._found = 0
        self.search = GuideSearch()
        self.chapters = ChapterList(icons.theme)
        self.text = GuideText(icons.theme)
        self.results = ResultsList(icons.theme)
        self.report = TextButton(translate("Help", "Copy details for a report"), "inline", icons, "copy")
        self._back = TextButton(translate("Help", "Back to what was found"), "link", icons, "chevron-left")
        self._nothing = label("", "secondary", wrap=True)
        super().__init__(icons, translate("Help", "Help"))
        self.head.addSpacing(Space.S)
        self.head.addWidget(self.search)
        self._join()
        self._show_text()

    def open(self, chapter: str = "", anchor: str = "") -> None:
        """At a chapter, by its name with or without its number; at the first, or the last read, without."""
        self.search.clear()
        self._go(GuidePlace(chapter, anchor))

    def show_guide(self, guide: Guide) -> None:
        self._guide = guide
        self.chapters.show_guide(guide)
        self._go(self._wanted)

    def show_hits(self, hits: Sequence[GuideHit]) -> None:
        """What was found for the words in the field, in place of the text."""
        self._back.hide()
        self._stack.setCurrentWidget(self._found_page)
        self.add_hits(hits)

    def add_hits(self, hits: Sequence[GuideHit]) -> None:
        """What is found now that more is known. Who has opened one meanwhile keeps reading.

        How many there are is said to screen readers when it changes.
        """
        self.results.show_hits(hits)
        said = translate("Help", "%Ln place(s) found in the guide.", None, len(hits))
        nothing = translate("Help", "Nothing in the guide fits these words. Try others.")
        self._nothing.setText("" if hits else nothing)
        self._nothing.setVisible(not hits and self._stack.currentWidget() is self._found_page)
        if len(hits) != self._found:
            self._found = len(hits)
            announce(self.search, said if hits else nothing)

    def show_copied(self) -> None:
        self.report.setText(translate("Help", "Copied"))

    def take_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def seek(self) -> bool:
        self.take_focus()
        self.search.selectAll()
        return True

    def dismiss(self) -> bool:
        """Goes back to what was found, and from there to the chapter that was read."""
        if not self.search.text():
            return False
        if self._stack.currentWidget() is self.text:
            self._show_results()
        else:
            self.search.clear()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        room = self.width() - 2 * Space.XL - SCROLL_BAR
        self._share_out()
        self._margin.changeSize(Space.XL + max(0, room - MEASURE) // 2, 0)
        self._row.invalidate()

    def _share_out(self) -> None:
        """The chapters are as wide as the ways below them, and the text has the rest of its measure."""
        theme = self._icons.theme
        ways = max(way.sizeHint().width() for way in self._ways)
        left = max(theme.px(WIDTH), ways)
        self.chapters.setFixedWidth(left)
        self.text.set_text_width(theme.px(WIDTH + TEXT_WIDTH) - left)

    def _join(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.entered.connect(self.results.choose_current)
        self.search.down_wanted.connect(self._on_down)
        self.results.left_upwards.connect(self.take_focus)
        self.results.hit_chosen.connect(self._on_hit)
        self.chapters.chapter_chosen.connect(self._on_chapter)
        self.text.place_chosen.connect(self._go)
        self._back.clicked.connect(self._show_results)
        self.report.clicked.connect(self.report_requested)
        self._icons.theme.changed.connect(self._share_out)

    def _scrolled(self) -> QWidget:
        """Chapters and text scroll each for itself, in place of the one column of other pages."""
        body = QWidget()
        body.setObjectName("overContent")
        self._margin = QSpacerItem(Space.XL, 0)
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addSpacerItem(self._margin)
        self._row.addLayout(self._left())
        self._row.addSpacing(Space.XL)
        self._row.addLayout(self._right(), 1)
        return body

    def _left(self) -> QVBoxLayout:
        shortcuts = TextButton(translate("Help", "Keyboard shortcuts"), "inline", self._icons, "info")
        shortcuts.clicked.connect(self.shortcuts_requested)
        tour = TextButton(translate("Help", "Show the tour again"), "inline", self._icons, "play")
        tour.clicked.connect(self.tour_requested)
        column = QVBoxLayout()
        column.setContentsMargins(0, Space.L, 0, Space.L)
        column.setSpacing(Space.XS)
        column.addWidget(self.chapters, 1)
        column.addSpacing(Space.S)
        self._ways = (shortcuts, tour, self.report)
        for way in self._ways:
            column.addWidget(way, 0, Qt.AlignmentFlag.AlignLeading)
        return column

    def _right(self) -> QVBoxLayout:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        self._stack.addWidget(self._found_column())
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, Space.XS, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._nothing)
        column.addWidget(self._stack, 1)
        return column

    def _found_column(self) -> QWidget:
        """What was found, as wide as text is and no wider."""
        self._found_page = QWidget()
        row = QHBoxLayout(self._found_page)
        row.setContentsMargins(0, Space.M, 0, 0)
        row.addWidget(self.results, 1000)
        row.addStretch(1)
        return self._found_page

    def _on_typed(self, words: str) -> None:
        self._found = -1
        if words.strip():
            self.searched.emit(words)
        else:
            self._go(self._wanted)

    def _on_chapter(self, name: str) -> None:
        """Whoever goes to a chapter has left the search."""
        self._wanted = GuidePlace(name)
        if self.search.text():
            self.search.clear()
        else:
            self._go(self._wanted)

    def _on_down(self) -> None:
        target = self.results if self._stack.currentWidget() is self._found_page else self.chapters
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_hit(self, hit: GuideHit) -> None:
        self._go(hit.section.place, wanted_words(self.search.text()))
        self._back.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, place: GuidePlace, words: tuple[str, ...] = ()) -> None:
        """Nothing is there before the guide was read; then this place is shown."""
        guide = self._guide
        if guide is None:
            self._wanted = place
            return
        shown = self.text.chapter.name if self.text.chapter else ""
        chapter = guide.chapter(place.chapter or shown) or guide.chapters[0]
        self._wanted = GuidePlace(chapter.name, place.anchor)
        self.text.show_chapter(chapter, place.anchor, words)
        self.chapters.set_current(chapter.name)
        self._show_text()

    def _show_text(self) -> None:
        self._stack.setCurrentWidget(self.text)
        self._nothing.hide()
        self._back.hide()

    def _show_results(self) -> None:
        self._stack.setCurrentWidget(self._found_page)
        self._back.hide()
        self.results.setFocus(Qt.FocusReason.OtherFocusReason)
