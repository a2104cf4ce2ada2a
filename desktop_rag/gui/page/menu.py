"""What can be done with words selected on a page: copy, find, ask about them. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.words import middle_elided

_SHOWN_LETTERS = 28
_MOST_FOUND_LETTERS = 120


class PageMenu(QObject):
    """`find_requested(str)` and `ask_requested(str)` with the selected words."""

    find_requested = Signal(str)
    ask_requested = Signal(str)

    def __init__(
        self,
        view: QAbstractScrollArea,
        selected: Callable[[], str],
        select_all: Callable[[], object],
        copy: Callable[[], object],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._selected = selected
        self._select_all = select_all
        self._copy = copy

    def open(self, event: QContextMenuEvent) -> None:
        """Beside the pointer, or for the keyboard's menu key in the middle of the page."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        middle = self._view.mapToGlobal(self._view.rect().center())
        self.made().popup(middle if by_key else QPoint(event.globalPos()))
        event.accept()

    def made(self) -> QMenu:
        """The menu for what is selected now; deletes itself when it closes."""
        text = self._selected()
        flat = " ".join(text.split())
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(translate("Page", "Copy"), self._copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        shown = middle_elided(flat, _SHOWN_LETTERS).replace("&", "&&")
        words = translate("Page", "Find “{words}”").format(words=shown) if flat else translate("Page", "Find")
        find = menu.addAction(words, lambda: self.find_requested.emit(flat[:_MOST_FOUND_LETTERS]))
        ask = menu.addAction(translate("Page", "Ask about this"), lambda: self.ask_requested.emit(text))
        for action in (copy, find, ask):
            action.setEnabled(bool(flat))
        menu.addSeparator()
        everything = menu.addAction(translate("Page", "Select all"), self._select_all)
        everything.setShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll))
        return menu
