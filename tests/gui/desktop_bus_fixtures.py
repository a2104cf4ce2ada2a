"""A session bus of a test's own, with somebody on it who hears what the window tells the desktop."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import SLOT, ClassInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection

from desktop_rag.gui.work.desktop_bus import LAUNCHER, NOTIFICATIONS, NOTIFICATIONS_PATH

_CONFIGURATION = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


class Dock(QObject):
    """A dock that shows progress on icons: every (application, progress, shown) it was told."""

    def __init__(self, connection: QDBusConnection) -> None:
        super().__init__()
        self.told: list[tuple[str, float, bool]] = []
        slot = SLOT("on_update(QString,QVariantMap)")
        assert connection.connect("", "", LAUNCHER, "Update", self, slot)

    @Slot(str, "QVariantMap")
    def on_update(self, application: str, values: dict[str, object]) -> None:
        self.told.append((application, values["progress"], values["progress-visible"]))


@ClassInfo({"D-Bus Interface": NOTIFICATIONS})
class NotificationServer(QObject):
    """Takes notifications as a desktop does, which refuses those with another number or kind of arguments."""

    def __init__(self, connection: QDBusConnection) -> None:
        super().__init__()
        self.told: list[tuple[str, str, list[str], dict[str, object]]] = []
        option = QDBusConnection.RegisterOption
        assert connection.registerService(NOTIFICATIONS)
        assert connection.registerObject(NOTIFICATIONS_PATH, self, option.ExportAllSlots)

    @Slot(str, "uint", str, str, str, "QStringList", "QVariantMap", int, result="uint")
    def Notify(  # noqa: N802 - as the desktop's interface names it
        self,
        _program: str,
        _replaces: int,
        _icon: str,
        title: str,
        text: str,
        ways: list[str],
        hints: dict[str, object],
        _timeout_ms: int,
    ) -> int:
        self.told.append((title, text, ways, hints))
        return len(self.told)


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Its address. Skips the test where no bus can be run."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("dbus-daemon is not installed")
    socket, configuration = folder / "bus", folder / "bus.conf"
    configuration.write_text(_CONFIGURATION.format(socket=socket), "utf-8")
    command = [program, f"--config-file={configuration}", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()
