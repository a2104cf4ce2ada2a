"""The left pane: documents or conversations, and what is there at all times at its foot. GUI thread."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_rag.gui.conversations.panel import ConversationList
from desktop_rag.gui.library.items import FileOrder
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.widgets.basics import IconButton, SegmentButton, TextButton, hairline, native_keys
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate


class Tab(StrEnum):
    DOCUMENTS = "documents"
    CONVERSATIONS = "conversations"


_TABS = {
    Tab.DOCUMENTS: QT_TRANSLATE_NOOP("Library", "Documents"),
    Tab.CONVERSATIONS: QT_TRANSLATE_NOOP("Library", "Conversations"),
}


class SidePanel(QFrame):
    """Two tabs, told apart by words; the arrow keys go between them.

    `settings_requested`, `help_requested`, and `theme_requested` for light or dark, from the foot.
    """

    settings_requested = Signal()
    help_requested = Signal()
    theme_requested = Signal()

    def __init__(self, icons: Icons, library: LibraryPanel, conversations: ConversationList) -> None:
        super().__init__()
        self.setObjectName("side")
        self._theme = icons.theme
        self._library = library
        self._pages: dict[Tab, QWidget] = {Tab.DOCUMENTS: library, Tab.CONVERSATIONS: conversations}
        self._tabs = {tab: SegmentButton(translate("Library", _TABS[tab])) for tab in Tab}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        for tab, button in self._tabs.items():
            button.setCheckable(True)
            self._group.addButton(button)
            self._stack.addWidget(self._pages[tab])
            button.toggled.connect(lambda on, shown=tab: self._on_toggled(shown, on))
        self._settings = TextButton(translate("Library", "Settings"), "quiet", icons, "settings")
        self._settings.setToolTip(native_keys("Ctrl+,"))
        self._settings.clicked.connect(self.settings_requested)
        self._help = TextButton(translate("Library", "Help"), "quiet", icons, "info")
        self._help.setToolTip("F1")
        self._help.clicked.connect(self.help_requested)
        self._theme_button = IconButton(icons, "moon", translate("Library", "Light or dark"), "Ctrl+Shift+D")
        self._theme_button.clicked.connect(self.theme_requested)
        self._theme.changed.connect(self._show_theme)
        self._show_theme()
        self._arrange()
        self.show_tab(Tab.DOCUMENTS)
        self._theme.changed.connect(self._fit_words)
        library.width_wanted.connect(self._fit_words)
        self._fit_words()

    @property
    def tab(self) -> Tab:
        return next(tab for tab, button in self._tabs.items() if button.isChecked())

    @property
    def file_order(self) -> FileOrder:
        return self._library.order

    def show_tab(self, tab: Tab) -> None:
        self._tabs[tab].setChecked(True)

    def _fit_words(self) -> None:
        """The words on the buttons need more room in some system fonts, and in larger text."""
        self._row.invalidate()
        words = self._row.minimumSize().width() + 2 * Space.L
        needed = max(240, words, self._library.minimumWidth())
        self.setMaximumWidth(max(needed, self.maximumWidth()))
        self.setMinimumWidth(needed)

    def _on_toggled(self, tab: Tab, on: bool) -> None:
        if on:
            self._stack.setCurrentWidget(self._pages[tab])

    def _show_theme(self) -> None:
        self._theme_button.set_icon("sun" if self._theme.dark else "moon")

    def _arrange(self) -> None:
        segments = QFrame()
        segments.setObjectName("segments")
        inner = QHBoxLayout(segments)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(2)
        for button in self._tabs.values():
            inner.addWidget(button, 1)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(Space.L, Space.M, Space.L, 0)
        self._row.setSpacing(Space.S)
        self._row.addWidget(segments, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.M, Space.XS, Space.M, Space.S)
        foot.setSpacing(Space.XS)
        foot.addWidget(self._settings)
        foot.addWidget(self._help)
        foot.addStretch(1)
        foot.addWidget(self._theme_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self._stack, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
