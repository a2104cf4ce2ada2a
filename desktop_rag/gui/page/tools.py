"""The row over a page: which one it is, turning, its size, finding words. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_rag.app.values import SourceView
from desktop_rag.gui.page.page_field import PageField
from desktop_rag.gui.widgets.basics import IconButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class PageTools(QWidget):
    """`page_requested(±1)`, `page_chosen(int)`, `zoom_requested(±1 or 0)`, `whole_page_requested`,
    `find_requested`."""

    page_requested = Signal(int)
    page_chosen = Signal(int)
    zoom_requested = Signal(int)
    whole_page_requested = Signal()
    find_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.field = PageField()
        self._previous = IconButton(icons, "chevron-left", translate("Page", "Previous page"), "Ctrl+PgUp")
        self._next = IconButton(icons, "chevron-right", translate("Page", "Next page"), "Ctrl+PgDown")
        self._smaller = IconButton(icons, "zoom-out", translate("Page", "Smaller"), "Ctrl+-")
        self._larger = IconButton(icons, "zoom-in", translate("Page", "Larger"), "Ctrl++")
        self._fit = IconButton(icons, "fit-width", translate("Page", "Fit the width"), "Ctrl+0")
        self._whole = IconButton(icons, "fit-page", translate("Page", "Fit the whole page"), "Ctrl+9")
        self._find = IconButton(icons, "search", translate("Page", "Find words"), "Ctrl+Shift+F")
        self._for_any_page = (self._find, self._smaller, self._fit, self._whole, self._larger)
        self._connect()
        row = QHBoxLayout(self)
        row.setSpacing(Space.XS)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._previous, self.field, self._next):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._find)
        row.addSpacing(Space.S)
        for button in (self._smaller, self._fit, self._whole, self._larger):
            row.addWidget(button)

    def show_words(self, words: str) -> None:
        self.field.show_words(words)

    def show_nothing(self) -> None:
        """There is no page to turn, to enlarge or to find words on, until one is shown."""
        self.field.show_words("")
        for button in (self._previous, self._next, *self._for_any_page):
            button.setEnabled(False)

    def show_page(self, view: SourceView) -> None:
        self.field.show_page(view)
        number, total = view.page.number, view.page_count
        for button, possible in ((self._previous, number > 1), (self._next, number < total)):
            button.setEnabled(possible)
            button.setVisible(total > 1)
        for button in self._for_any_page:
            button.setEnabled(True)
        self._whole.setVisible(view.picture is not None)

    def _connect(self) -> None:
        self.field.chosen.connect(self.page_chosen)
        self._previous.clicked.connect(lambda: self.page_requested.emit(-1))
        self._next.clicked.connect(lambda: self.page_requested.emit(1))
        self._smaller.clicked.connect(lambda: self.zoom_requested.emit(-1))
        self._larger.clicked.connect(lambda: self.zoom_requested.emit(1))
        self._fit.clicked.connect(lambda: self.zoom_requested.emit(0))
        self._whole.clicked.connect(self.whole_page_requested)
        self._find.clicked.connect(self.find_requested)
