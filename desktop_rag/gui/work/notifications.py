"""Quiet notifications of the system, only for somebody who is looking elsewhere. GUI thread.

No sound, nothing to decide, no word of a question or a document: they may be shown on a locked screen. Linux
is told over the session bus, on the desktop lane.
"""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop_rag.app.jobs import JobRunner, Lane
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.work.desktop_bus import DesktopBus

TRAY_MS = 15_000


class Teller(Protocol):
    def tell(self, title: str, text: str) -> None: ...


class BusTeller(QObject):
    """As Linux has it. What a click does is the desktop's affair; most bring the program to the front."""

    def __init__(self, bus: DesktopBus, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._bus = bus
        self._desktop_file = QApplication.desktopFileName()
        self._channel = Channel(jobs, Lane.DESKTOP, latest_only=False, parent=self)

    def tell(self, title: str, text: str) -> None:
        self._channel.start(lambda _job: self._bus.notify(title, text, self._desktop_file))


class TrayTeller(QObject):
    """As Windows and macOS have it: a message of an icon that is there as long as the message."""

    def __init__(self, on_click: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
        self._icon.messageClicked.connect(on_click)
        self._icon.messageClicked.connect(self._icon.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._icon.hide)

    def tell(self, title: str, text: str) -> None:
        self._icon.show()
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.NoIcon, TRAY_MS)
        self._timer.start(TRAY_MS)


def teller_for(window: QWidget, jobs: JobRunner, bus: DesktopBus | None) -> Teller | None:
    """That of the system; None where it has none. `bus` is that of a Linux desktop."""
    if bus is not None:
        return BusTeller(bus, jobs, window)
    if sys.platform in ("win32", "darwin") and QSystemTrayIcon.supportsMessages():
        return TrayTeller(lambda: bring_to_front(window), window)
    return None


def bring_to_front(window: QWidget) -> None:
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()


class Notifier(QObject):
    """Says nothing while the person has the window before them."""

    def __init__(self, window: QWidget, make: Callable[[], Teller | None]) -> None:
        """`make` is called when there is something to say for the first time."""
        super().__init__(window)
        self._window = window
        self._make = make
        self._teller: Teller | None = None
        self._made = False

    def tell(self, title: str, text: str) -> None:
        if self._window.isActiveWindow():
            return
        if not self._made:
            self._made, self._teller = True, self._make()
        if self._teller is not None:
            self._teller.tell(title, text)
