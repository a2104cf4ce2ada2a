"""The chapters of the guide as a quiet list. GUI thread."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from desktop_rag.domain.guide import Guide
from desktop_rag.gui.widgets.theme import Space, Theme
from desktop_rag.gui.wording.language import translate

WIDTH = 208


class ChapterList(QListWidget):
    """`chapter_chosen(name)` when the person moves to one; titles wrap, so nothing of them is hidden."""

    chapter_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("guideChapters")
        self.setAccessibleName(translate("Help", "Chapters of the guide"))
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._theme = theme
        self._quiet = False
        self.currentItemChanged.connect(self._on_current)
        self.itemClicked.connect(lambda item: self.chapter_chosen.emit(_name(item)))
        theme.changed.connect(self._measure)
        self._measure()

    def show_guide(self, guide: Guide) -> None:
        self._quiet = True
        self.clear()
        for chapter in guide.chapters:
            item = QListWidgetItem(chapter.title)
            item.setData(Qt.ItemDataRole.UserRole, chapter.name)
            self.addItem(item)
        self._quiet = False
        self._measure()

    def set_current(self, name: str) -> None:
        """Marks the chapter that is shown, without choosing it once more."""
        self._quiet = True
        names = [_name(self.item(row)) for row in range(self.count())]
        self.setCurrentRow(names.index(name) if name in names else -1)
        self._quiet = False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Gives each row the height of its lines, which Qt works out for one line alone."""
        padding = 2 * (Space.M + 1)  # of an item in the style sheet, with Qt's own margin in it
        room = max(40, self.viewport().width() - padding)
        metrics = self.fontMetrics()
        for row in range(self.count()):
            item = self.item(row)
            lines = metrics.boundingRect(0, 0, room, 1000, int(Qt.TextFlag.TextWordWrap), item.text())
            item.setSizeHint(QSize(room, lines.height() + 2 * Space.XS + 4))

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._quiet:
            self.chapter_chosen.emit(_name(item))


def _name(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.UserRole))
