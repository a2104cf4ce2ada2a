"""What the window remembers: place, splitter, theme; one small file in the library. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

FILE_NAME = "window.ini"
FRAME = QSize(16, 48)
"""Room for the frame that the system draws around the window."""
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class WindowState:
    """Read once at the start and written once at the end, so that no slot waits for a disk."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)

    def theme_override(self) -> Qt.ColorScheme | None:
        return _SCHEMES.get(str(self._settings.value("theme", "")))

    def restore(self, window: QMainWindow, splitter: QSplitter) -> None:
        """Puts the window where it was; a damaged or foreign value is left out by Qt."""
        geometry, sizes = self._settings.value("geometry"), self._settings.value("splitter")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            room = window.screen().availableSize() - FRAME
            window.resize(QSize(1360, 860).boundedTo(room).expandedTo(window.minimumSize()))
        if isinstance(sizes, QByteArray):
            splitter.restoreState(sizes)

    def save(self, window: QMainWindow, splitter: QSplitter, override: Qt.ColorScheme | None) -> None:
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.setValue("splitter", splitter.saveState())
        name = next((name for name, scheme in _SCHEMES.items() if scheme == override), "")
        self._settings.setValue("theme", name)
        self._settings.sync()
