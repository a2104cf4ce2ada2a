"""The buttons above the library: to add to it. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.gui.widgets.basics import TextButton, native_keys
from desktop_rag.gui.widgets.flow_row import FlowRow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class LibraryHeader(QWidget):
    """Asks by its signals."""

    add_folder_requested = Signal()
    add_files_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        folder = TextButton(translate("Library", "Add folder…"), "", icons, "folder")
        folder.setToolTip(native_keys("Ctrl+O"))
        files = TextButton(translate("Library", "Add files…"), "", icons, "file")
        files.setToolTip(native_keys("Ctrl+Shift+O"))
        folder.clicked.connect(self.add_folder_requested)
        files.clicked.connect(self.add_files_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FlowRow(folder, files, spacing=Space.XS, filled=True))
