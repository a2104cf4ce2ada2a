"""The top of the library: its name, the buttons that add to it and check it, light or dark. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.icons import Icons
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconButton, TextButton, label


class LibraryHeader(QWidget):
    """Asks by its signals; `sync_button` is for the panel to enable."""

    add_folder_requested = Signal()
    add_files_requested = Signal()
    sync_requested = Signal()
    theme_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._theme = icons.theme
        self.sync_button = IconButton(icons, "retry", "Check for changes", "F5")
        self._theme_button = IconButton(icons, "moon", "Light or dark", "Ctrl+Shift+D")
        self._add_folder = TextButton("Add folder…", "", icons, "folder")
        self._add_folder.setToolTip("Ctrl+O")
        self._add_files = TextButton("Add files…", "", icons, "file")
        self._add_files.setToolTip("Ctrl+Shift+O")
        self.sync_button.clicked.connect(self.sync_requested)
        self._theme_button.clicked.connect(self.theme_requested)
        self._add_folder.clicked.connect(self.add_folder_requested)
        self._add_files.clicked.connect(self.add_files_requested)
        self._theme.changed.connect(self._show_theme)
        self._show_theme()
        self._arrange()

    def _show_theme(self) -> None:
        self._theme_button.set_icon("sun" if self._theme.dark else "moon")

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        top.addWidget(label("Library", "title"), 1)
        top.addWidget(self.sync_button)
        top.addWidget(self._theme_button)
        adding = QHBoxLayout()
        adding.setSpacing(Space.S)
        adding.addWidget(self._add_folder, 1)
        adding.addWidget(self._add_files, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(top)
        column.addLayout(adding)
