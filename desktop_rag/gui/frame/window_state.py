"""What the window remembers: place, panes, tab, how it looks; one small file in the library. GUI thread."""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

from desktop_rag.domain.chat import Adapter
from desktop_rag.gui.asking.answer_setup import KnownAdapter
from desktop_rag.gui.frame.panes import Panes
from desktop_rag.gui.frame.side_panel import Tab
from desktop_rag.gui.library.items import FileOrder
from desktop_rag.gui.widgets.theme import TEXT_SCALES, Look

FILE_NAME = "window.ini"
FRAME = QSize(16, 48)
"""Room for the frame that the system draws around the window."""
LEAST = QSize(640, 420)
"""The smallest window, on a screen that has room for it."""
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_SEEN = "seen"
_MOTIONS = {"less": True, "normal": False}


class WindowState:
    """Read once at the start and written once at the end, so that no slot waits for a disk."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)
        self.tour_seen = self._text("tour") == _SEEN
        """Whether the tour of the first run was shown to its end, or skipped."""

    def look(self) -> Look:
        """Known before the first widget is made. A damaged value is as if there were none."""
        return Look(
            scheme=_SCHEMES.get(self._text("theme")),
            text_scale=_nearest_scale(self._text("text_scale")),
            reduced_motion=_MOTIONS.get(self._text("motion")),
            language=self._text("language"),
        )

    def _text(self, name: str) -> str:
        return str(self._settings.value(name, ""))

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

    def file_order(self) -> FileOrder:
        known = {str(order): order for order in FileOrder}
        return known.get(self._text("file_order"), FileOrder.NAME)

    def restore(self, window: QMainWindow, splitter: QSplitter) -> None:
        """Puts the window where it was; a damaged or foreign value is left out by Qt."""
        geometry, sizes = self._settings.value("geometry"), self._settings.value("splitter")
        room = window.screen().availableSize() - FRAME
        window.setMinimumSize(LEAST.boundedTo(room))
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            window.resize(QSize(1360, 860).boundedTo(room))
        if isinstance(sizes, QByteArray):
            splitter.restoreState(sizes)

    def save(
        self,
        window: QMainWindow,
        panes: Panes,
        look: Look,
        adapters: Iterable[KnownAdapter],
    ) -> None:
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.setValue("splitter", panes.splitter.saveState())
        self._settings.setValue("tab", str(panes.side.tab))
        self._settings.setValue("file_order", str(panes.side.file_order))
        self._settings.setValue("theme", _name_of(look.scheme, _SCHEMES))
        self._settings.setValue("text_scale", str(look.text_scale))
        self._settings.setValue("motion", _name_of(look.reduced_motion, _MOTIONS))
        self._settings.setValue("language", look.language)
        self._settings.setValue("tour", _SEEN if self.tour_seen else "")
        off = [(str(each.path), each.adapter.scale) for each in adapters if not each.on]
        self._settings.setValue("adapters_off", json.dumps(off))
        self._settings.sync()


def _name_of(value: object, names: Mapping[str, object]) -> str:
    return next((name for name, meaning in names.items() if meaning == value), "")


def _nearest_scale(text: str) -> float:
    """A file that was written by hand may say anything."""
    try:
        wanted = float(text)
    except ValueError:
        wanted = math.nan
    if not math.isfinite(wanted):
        return TEXT_SCALES[0]
    return min(TEXT_SCALES, key=lambda scale: abs(scale - wanted))
