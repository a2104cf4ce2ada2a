"""How far long work is, on the program's icon in the task bar or dock, where the system has that. GUI thread.

Linux is told over the session bus, on its own lane; Windows by its own interface; macOS has no such place.
"""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_rag.app.jobs import JobRunner, Lane
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.work.desktop_bus import DesktopBus

EVERY_MS = 250
"""Icons are not drawn more often."""


class Indicator(Protocol):
    """Where it is shown. None as a share is work whose length is not known."""

    def show(self, share: float | None) -> None: ...
    def clear(self) -> None: ...


class BusIndicator:
    """Docks that know no work without a length show none until it is known."""

    def __init__(self, bus: DesktopBus, jobs: JobRunner, parent: QObject) -> None:
        self._bus = bus
        self._desktop_file = QApplication.desktopFileName()
        self._channel = Channel(jobs, Lane.DESKTOP, latest_only=True, parent=parent)

    def show(self, share: float | None) -> None:
        self._channel.start(lambda _job: self._bus.show_progress(self._desktop_file, share))

    def clear(self) -> None:
        self.show(None)


class WindowIndicator:
    """On the window's button in the task bar of Windows."""

    def __init__(self, window: QWidget) -> None:
        from desktop_rag.gui.work import task_bar_windows as windows

        self._window = window
        self._bar = windows.WindowsTaskBar()  # type: ignore[attr-defined,unused-ignore]  # not there elsewhere

    def show(self, share: float | None) -> None:
        self._bar.show(self._window.winId(), share)

    def clear(self) -> None:
        self._bar.clear(self._window.winId())


def indicator_for(window: QWidget, jobs: JobRunner, bus: DesktopBus | None) -> Indicator | None:
    """That of the system; None where it has none. `bus` is that of a Linux desktop."""
    if sys.platform == "win32":
        return WindowIndicator(window)
    return BusIndicator(bus, jobs, window) if bus is not None else None


class TaskBar(QObject):
    """Several pieces of work may run at once: what is shown is the share of all of them together."""

    def __init__(self, make: Callable[[], Indicator | None], parent: QObject) -> None:
        """`make` is called when there is something to show for the first time."""
        super().__init__(parent)
        self._make = make
        self._indicator: Indicator | None = None
        self._made = False
        self._works: dict[str, float | None] = {}
        self._told: tuple[bool, int | None] = (False, None)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._tell)

    def show(self, work: str, share: float | None) -> None:
        """`work` is so far: 0 to 1, None while that is not known."""
        self._works[work] = share
        self._soon()

    def end(self, work: str) -> None:
        if work in self._works:
            del self._works[work]
            self._soon()

    def stop(self) -> None:
        """The window is closing; a dock forgets a program that has gone."""
        self._works.clear()
        self._timer.stop()
        self._tell()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        known = [share for share in self._works.values() if share is not None]
        percent = round(100 * sum(known) / len(known)) if known else None
        now = (bool(self._works), percent)
        if now == self._told:
            return
        self._told = now
        if not self._made:
            self._made, self._indicator = True, self._make()
        if self._indicator is not None and self._works:
            self._indicator.show(None if percent is None else percent / 100)
        elif self._indicator is not None:
            self._indicator.clear()
