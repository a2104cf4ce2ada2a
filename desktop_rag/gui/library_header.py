"""The buttons above the library: to add to it. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_rag.gui.icons import Icons
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import TextButton


class LibraryHeader(QWidget):
    """Asks by its signals."""

    add_folder_requested = Signal()
    add_files_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        folder = TextButton("Add folder…", "", icons, "folder")
        folder.setToolTip("Ctrl+O")
        files = TextButton("Add files…", "", icons, "file")
        files.setToolTip("Ctrl+Shift+O")
        folder.clicked.connect(self.add_folder_requested)
        files.clicked.connect(self.add_files_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(folder, 1)
        row.addWidget(files, 1)
