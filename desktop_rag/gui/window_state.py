"""What the window remembers: place, panes, tab, theme; one small file in the library. GUI thread."""

import json
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

from desktop_rag.domain.chat import Adapter
from desktop_rag.gui.answer_setup import KnownAdapter
from desktop_rag.gui.panes import Panes
from desktop_rag.gui.side_panel import Tab

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

    def adapters_off(self) -> tuple[KnownAdapter, ...]:
        """Adapters that were added but switched off. A damaged value is as if there were none."""
        try:
            found = json.loads(str(self._settings.value("adapters_off", "[]")))
            return tuple(KnownAdapter(Adapter(Path(path), float(scale)), on=False) for path, scale in found)
        except (TypeError, ValueError):
            return ()

    def tab(self) -> Tab:
        shown = self._settings.value("tab") == Tab.CONVERSATIONS
        return Tab.CONVERSATIONS if shown else Tab.DOCUMENTS

    def restore(self, window: QMainWindow, splitter: QSplitter) -> None:
        """Puts the window where it was; a damaged or foreign value is left out by Qt."""
        geometry, sizes = self._settings.value("geometry"), self._settings.value("splitter")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            room = window.screen().availableSize() - FRAME
            window.resize(QSize(1360, 860).boundedTo(room).expandedTo(window.minimumSize()))
        if isinstance(sizes, QByteArray):
            splitter.restoreState(sizes)

    def save(
        self,
        window: QMainWindow,
        panes: Panes,
        override: Qt.ColorScheme | None,
        adapters: Iterable[KnownAdapter],
    ) -> None:
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.setValue("splitter", panes.splitter.saveState())
        self._settings.setValue("tab", str(panes.side.tab))
        name = next((name for name, scheme in _SCHEMES.items() if scheme == override), "")
        self._settings.setValue("theme", name)
        off = [(str(each.path), each.adapter.scale) for each in adapters if not each.on]
        self._settings.setValue("adapters_off", json.dumps(off))
        self._settings.sync()
