"""Where the models page lies: over everything else in the window, until it is closed. GUI thread."""

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.conversation_panel import ConversationPanel
from desktop_rag.gui.models_page import ModelsPage


class ModelsPlace(QObject):
    """Shows the page in `stack` in place of what is there. The keyboard goes back to where it was."""

    opened = Signal()

    def __init__(self, stack: QStackedWidget, page: ModelsPage, panel: ConversationPanel) -> None:
        super().__init__(stack)
        self._stack = stack
        self._page = page
        self._panel = panel
        self._below = stack.currentIndex()
        self._keyboard: QWidget | None = None
        stack.addWidget(page)
        page.close_requested.connect(self.close)

    @property
    def is_open(self) -> bool:
        return self._stack.currentWidget() is self._page

    def open(self, kind: ShelfKind | None = None) -> None:
        """Opens the page at one of its parts, or as it was left."""
        if kind is not None:
            self._page.show_section(kind)
        if self.is_open:
            return
        self._keyboard = QApplication.focusWidget()
        self._page.borrow(self._panel.notices)
        self._stack.setCurrentWidget(self._page)
        self._page.take_focus()
        self.opened.emit()

    def escape(self) -> None:
        """Takes back what was asked last, or closes the page."""
        if not self._page.dismiss():
            self.close()

    def close(self) -> None:
        if not self.is_open:
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
