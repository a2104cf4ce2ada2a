"""The end of long work is told to who looks elsewhere, and the program's icon shows how far it is."""

import os
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import JobRunner
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.work import long_work
from desktop_rag.gui.work.desktop_bus import DesktopBus, has_desktop, session_address
from desktop_rag.gui.work.notifications import BusTeller, Notifier
from desktop_rag.gui.work.task_bar import BusIndicator, TaskBar
from tests.gui.desktop_bus_fixtures import Dock, NotificationServer, session_bus
from tests.gui.screen import settle
from tests.gui.test_window import QUESTION, add_and_wait, wait_for_answer

needs_bus = pytest.mark.skipif(sys.platform != "linux", reason="the session bus is Linux's")


class Told:
    """What would be shown, in place of the system."""

    def __init__(self) -> None:
        self.notifications: list[tuple[str, str]] = []
        self.shown: list[float | str | None] = []

    def tell(self, title: str, text: str) -> None:
        self.notifications.append((title, text))

    def show(self, share: float | None) -> None:
        self.shown.append(share)

    def clear(self) -> None:
        self.shown.append("clear")


class Away(QWidget):
    """A window that somebody has, or has not, before them."""

    active = False

    def isActiveWindow(self) -> bool:  # noqa: N802 - Qt's name
        return self.active


@pytest.fixture
def away(qtbot: QtBot) -> Away:
    window = Away()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def bus_address(tmp_path: Path) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        yield address


@pytest.fixture
def others(bus_address: str) -> Iterator[QDBusConnection]:
    """Another program's place on the bus."""
    yield QDBusConnection.connectToBus(bus_address, "others")
    QDBusConnection.disconnectFromBus("others")


@pytest.fixture
def desktop(bus_address: str) -> Iterator[DesktopBus]:
    bus = DesktopBus(lambda: bus_address)
    yield bus
    bus.close()


@pytest.fixture
def jobs() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


@pytest.fixture
def told(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Told:
    """The real window, which nobody looks at, with the system's places replaced."""
    made = Told()
    monkeypatch.setattr(window.long_work.notifier, "_make", lambda: made)
    monkeypatch.setattr(window.long_work.task_bar, "_make", lambda: made)
    monkeypatch.setattr(window.long_work.notifier, "_window", Away())
    qtbot.addWidget(window.long_work.notifier._window)
    return made


# Notifications


def test_whoever_has_the_window_before_them_is_told_nothing(away: Away) -> None:
    made = Told()
    notifier = Notifier(away, lambda: made)
    away.active = True
    notifier.tell("Your documents are read", "3 documents ready")
    away.active = False
    notifier.tell("Your answer is there", "It is in the window.")
    assert made.notifications == [("Your answer is there", "It is in the window.")]


def test_reading_that_took_long_is_told_when_all_of_it_is_done(
    qtbot: QtBot, window: MainWindow, told: Told, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_work, "LONG_MS", 0)
    add_and_wait(qtbot, window, [documents], 2)
    qtbot.waitUntil(lambda: not window.library.busy)
    assert told.notifications == [("Your documents are read", "2 documents ready · 1 could not be read")]
    assert [share for share in told.shown if isinstance(share, float)]
    qtbot.waitUntil(lambda: told.shown[-1:] == ["clear"])


def test_what_was_soon_done_is_not_told(
    qtbot: QtBot, window: MainWindow, told: Told, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.ask(QUESTION)
    wait_for_answer(qtbot, window)
    window.library.sync()
    qtbot.waitUntil(lambda: not window.library.busy)
    assert told.notifications == []


def test_an_answer_that_took_long_is_told_without_a_word_of_it(
    qtbot: QtBot, window: MainWindow, told: Told, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    monkeypatch.setattr(long_work, "LONG_MS", 0)
    window.ask(QUESTION)
    wait_for_answer(qtbot, window)
    settle()
    assert told.notifications == [("Your answer is there", "It is in the window.")]


def test_a_check_that_nobody_asked_for_is_neither_told_nor_shown(
    qtbot: QtBot, window: MainWindow, told: Told, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    qtbot.waitUntil(lambda: told.shown[-1:] == ["clear"])
    monkeypatch.setattr(long_work, "LONG_MS", 0)
    told.shown.clear()
    window.library.check()
    qtbot.waitUntil(lambda: not window.library.busy, timeout=30_000)
    qtbot.wait(300)
    assert (told.notifications, told.shown) == ([], [])


def test_a_library_that_was_exported_is_told_however_soon(
    qtbot: QtBot, window: MainWindow, told: Told, documents: Path, tmp_path: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.library.export_to(tmp_path / "library.zip")
    qtbot.waitUntil(lambda: bool(told.notifications), timeout=30_000)
    assert told.notifications == [("The library is exported", "It holds 3 documents.")]


def test_what_failed_after_long_is_told_too(
    qtbot: QtBot, window: MainWindow, told: Told, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    monkeypatch.setattr(long_work, "LONG_MS", 0)
    monkeypatch.setattr(type(window._context.ingest), "sync", refuse)
    window.library.sync()
    qtbot.waitUntil(lambda: bool(told.notifications), timeout=30_000)
    assert told.notifications == [("This could not be finished", "The window says why.")]


def refuse(*_arguments: object) -> None:
    from desktop_rag.domain.errors import DiskFull

    raise DiskFull


@needs_bus
def test_a_notification_reaches_the_desktop_without_a_sound(
    qtbot: QtBot, others: QDBusConnection, desktop: DesktopBus, jobs: JobRunner, away: Away
) -> None:
    QApplication.setDesktopFileName("desktop-rag")
    server = NotificationServer(others)
    teller = BusTeller(desktop, jobs, away)
    teller.tell("Your documents are read", "2,300 documents \u2013 \ud83d ready\0")
    qtbot.waitUntil(lambda: len(server.told) == 1)
    title, text, ways, hints = server.told[0]
    assert (title, text, ways) == ("Your documents are read", "2,300 documents \u2013 ? ready", [])
    assert hints == {"suppress-sound": True, "desktop-entry": "desktop-rag"}


# The icon


@needs_bus
def test_the_dock_shows_how_far_it_is_and_nothing_at_the_end(
    qtbot: QtBot, others: QDBusConnection, desktop: DesktopBus, jobs: JobRunner, away: Away
) -> None:
    QApplication.setDesktopFileName("desktop-rag")
    dock = Dock(others)
    bar = TaskBar(lambda: BusIndicator(desktop, jobs, away), away)
    bar.show("library", 0.25)
    qtbot.waitUntil(lambda: dock.told == [("application://desktop-rag.desktop", 0.25, True)])
    bar.end("library")
    qtbot.waitUntil(lambda: dock.told[1:] == [("application://desktop-rag.desktop", 0.0, False)])


def test_several_pieces_of_work_are_shown_as_one(qtbot: QtBot, away: Away) -> None:
    made = Told()
    bar = TaskBar(lambda: made, away)
    bar.show("library", 0.2)
    bar.show("download", 0.6)
    qtbot.waitUntil(lambda: made.shown == [0.4])
    bar.end("library")
    qtbot.waitUntil(lambda: made.shown == [0.4, 0.6])
    bar.end("download")
    qtbot.waitUntil(lambda: made.shown == [0.4, 0.6, "clear"])


def test_the_icon_is_drawn_a_few_times_a_second_and_only_when_it_changes(qtbot: QtBot, away: Away) -> None:
    made = Told()
    bar = TaskBar(lambda: made, away)
    for step in range(1000):
        bar.show("library", step / 1000)
    qtbot.waitUntil(lambda: made.shown == [1.0])
    bar.show("library", 0.9999)
    qtbot.wait(400)
    assert made.shown == [1.0]
    bar.stop()
    assert made.shown == [1.0, "clear"]


def test_work_of_unknown_length_is_shown_as_such(qtbot: QtBot, away: Away) -> None:
    made = Told()
    bar = TaskBar(lambda: made, away)
    bar.show("library", None)
    qtbot.waitUntil(lambda: made.shown == [None])
    bar.stop()


# No bus, no fuss


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "unix:path=/dev/null", "nonsense"])
def test_without_a_bus_nothing_happens(address: str) -> None:
    bus = DesktopBus(lambda: address)
    bus.notify("Title", "Text", "desktop-rag")
    bus.show_progress("desktop-rag", 0.5)
    bus.close()


@needs_bus
def test_a_desktop_without_notifications_is_not_waited_for(desktop: DesktopBus) -> None:
    began = time.monotonic()
    desktop.notify("Title", "Text", "desktop-rag")
    assert time.monotonic() - began < 10  # it is 25 where one waits for an answer


@needs_bus
def test_a_bus_that_has_gone_does_no_harm(tmp_path: Path) -> None:
    with session_bus(tmp_path) as address:
        desktop = DesktopBus(lambda: address)
        desktop.show_progress("desktop-rag", 0.1)
    for share in (0.2, None):
        desktop.show_progress("desktop-rag", share)
    desktop.notify("Title", "Text", "desktop-rag")
    desktop.close()


@needs_bus
def test_a_bus_that_does_not_answer_does_not_stop_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen()
        desktop = DesktopBus(lambda: f"unix:path={tmp_path / 'silent'}")
        thread = threading.Thread(target=desktop.show_progress, args=("desktop-rag", 0.5))
        thread.start()
        timer.start(10)
        qtbot.waitUntil(lambda: len(ticks) > 20)
        assert thread.is_alive()
        timer.stop()
        waiting, _address = silent.accept()
        waiting.close()
    thread.join(30)
    desktop.close()


@pytest.fixture
def hung(tmp_path: Path) -> Iterator[str]:
    """The address of a bus that takes connections and never says a word."""
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen()
        yield f"unix:path={tmp_path / 'silent'}"


@needs_bus
def test_closing_does_not_wait_for_a_bus_that_does_not_answer(hung: str, qtbot: QtBot, away: Away) -> None:
    desktop, runner = DesktopBus(lambda: hung), JobRunner()
    BusTeller(desktop, runner, away).tell("Title", "Text")
    qtbot.waitUntil(lambda: desktop._socket is not None)
    qtbot.wait(100)
    began = time.monotonic()
    desktop.give_up()
    runner.close()
    assert time.monotonic() - began < 1
    desktop.close()


@needs_bus
def test_the_window_closes_though_the_desktop_hangs(qtbot: QtBot, window: MainWindow, hung: str) -> None:
    desktop = window.long_work.bus = DesktopBus(lambda: hung)
    teller = BusTeller(desktop, window._context.jobs, window)
    teller.tell("Title", "Text")
    qtbot.waitUntil(lambda: desktop._socket is not None)
    window.close()
    qtbot.waitUntil(lambda: not teller._channel.busy, timeout=2000)
    desktop.close()


@needs_bus
def test_closing_does_not_wait_for_a_bus_that_takes_no_more(desktop: DesktopBus) -> None:
    """A bus that was halted leaves what is sent in a full pipe, and libdbus waits for it without an end."""
    desktop.notify("Title", "Text", "desktop-rag")
    assert desktop._socket is not None
    with socket.socket(fileno=os.dup(desktop._socket)) as connected:
        daemon, *_ids = struct.unpack("3i", connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    os.kill(daemon, signal.SIGSTOP)
    try:
        writing = threading.Thread(
            target=lambda: [desktop.notify("T", "x" * 100_000, "d") for _ in range(30)]
        )
        writing.start()
        writing.join(1)
        assert writing.is_alive()
        desktop.give_up()
        writing.join(1)
        assert not writing.is_alive()
    finally:
        os.kill(daemon, signal.SIGCONT)


@needs_bus
def test_after_giving_up_nobody_is_asked_any_more(hung: str) -> None:
    desktop = DesktopBus(lambda: hung)
    desktop.give_up()
    began = time.monotonic()
    desktop.notify("Title", "Text", "desktop-rag")
    assert time.monotonic() - began < 1
    assert desktop._socket is None


@pytest.mark.parametrize(
    ("named", "used"),
    [
        ("unix:path=/run/user/1000/bus", "unix:path=/run/user/1000/bus"),
        ("tcp:host=example.org,port=1;unix:abstract=/tmp/x", "unix:abstract=/tmp/x"),
        ("tcp:host=example.org,port=1234", ""),
        ("autolaunch:", ""),
        ("launchd:env=X", ""),
    ],
)
def test_only_a_bus_in_the_file_system_of_this_computer_is_used(named: str, used: str) -> None:
    assert session_address({"DBUS_SESSION_BUS_ADDRESS": named}) == used


def test_the_usual_place_of_the_bus_is_found(tmp_path: Path) -> None:
    assert session_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    (tmp_path / "bus").touch()
    assert session_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path / 'bus'}"
    assert session_address({}) == ""


def test_without_a_screen_there_is_no_desktop_to_tell(window: MainWindow) -> None:
    """So that a test, or a window on a server, opens no socket at all."""
    assert not has_desktop()
    assert window.long_work.bus is None
