"""Where pages lie over everything else in the window, one at a time, until they are closed. GUI thread."""

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.frame.over_page import OverPage


class OverPlaces(QObject):
    """All pages of a window. `stack` holds what they lie over, and then the pages."""

    def __init__(self, stack: QStackedWidget, panel: ConversationPanel) -> None:
        super().__init__(stack)
        self._stack = stack
        self._panel = panel
        self._below = stack.currentIndex()
        self._keyboard: QWidget | None = None

    @property
    def current(self) -> OverPage | None:
        """The page that is open."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, OverPage) else None

    def add(self, page: OverPage) -> "OverPlace":
        self._stack.addWidget(page)
        page.close_requested.connect(self.close)
        return OverPlace(self, page)

    def show(self, page: OverPage) -> None:
        """Shows a page in place of what is there; what notices say is said there."""
        if self.current is None:
            self._keyboard = QApplication.focusWidget()
        page.borrow(self._panel.notices)
        self._stack.setCurrentWidget(page)
        page.take_focus()

    def escape(self) -> None:
        """Takes back what the open page asked last, or closes it."""
        if self.current is not None and not self.current.dismiss():
            self.close()

    def close(self) -> None:
        """The keyboard goes back to where it was."""
        if self.current is None:
            return
        self._panel.take_notices()
        self._stack.setCurrentIndex(self._below)
        keyboard, self._keyboard = self._keyboard, None
        if keyboard is not None and shiboken6.isValid(keyboard) and keyboard.isVisible():
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._panel.take_focus()

    def close_to_question(self) -> None:
        """Closes the page, with the keyboard where the next question is typed."""
        self.close()
        self._panel.take_focus()


class OverPlace(QObject):
    """One page and where it lies. `opened` each time it comes into view."""

    opened = Signal()

    def __init__(self, places: OverPlaces, page: OverPage) -> None:
        super().__init__(places)
        self._places = places
        self._page = page

    @property
    def is_open(self) -> bool:
        return self._places.current is self._page

    def open(self) -> None:
        if not self.is_open:
            self._places.show(self._page)
            self.opened.emit()

    def close(self) -> None:
        if self.is_open:
            self._places.close()

    def close_to_question(self) -> None:
        self._places.close_to_question()
