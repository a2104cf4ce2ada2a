"""The real window on a temporary library with real children; each test must leave nothing behind."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.gui.application import open_window
from desktop_rag.gui.frame.window_state import FILE_NAME
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.wording.language import install_language
from desktop_rag.runtime import RuntimePaths, assets_dir
from tests.gui.handbook import write_handbook


def delete_deferred() -> None:
    """Has Qt delete what was told to `deleteLater`."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def running_timers() -> list[QTimer]:
    known = [thing for thing in shiboken6.getAllValidWrappers() if type(thing) is QTimer]
    return [timer for timer in known if shiboken6.isValid(timer) and timer.isActive()]


@pytest.fixture(autouse=True, scope="session")
def english(qapp: QApplication) -> None:
    """The window speaks English here, whatever the machine speaks."""
    install_language(qapp, "en-GB")


@pytest.fixture(autouse=True, scope="session")
def little_to_search() -> None:
    """What all test modules loaded is not looked through again after every test: that took half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """After each test: no window, no lane's thread, no running timer, no child process."""
    children_before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    delete_deferred()
    gc.collect()
    delete_deferred()
    assert [widget for widget in qapp.topLevelWidgets() if widget.isVisible()] == []
    assert [widget for widget in qapp.topLevelWidgets() if isinstance(widget, MainWindow)] == []
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("lane-")] == []
    assert running_timers() == []
    children = psutil.Process().children(recursive=True)
    left = [child.name() for child in children if child.pid not in children_before]
    assert left == []


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(parent=qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(assets_dir() / "icons", theme)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A small folder: two good documents and one that cannot be read."""
    folder = tmp_path / "Handbook"
    folder.mkdir()
    (folder / "leave.md").write_text(
        "# Leave\n\n## Annual leave\n\nEvery employee has twenty-eight days of annual leave a year.\n\n"
        "## Parental leave\n\nParents may take sixteen weeks of parental leave on full pay.\n",
        "utf-8",
    )
    (folder / "travel.txt").write_text(
        "Travel expenses are paid back within ten days of handing in the receipts.\n", "utf-8"
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    return folder


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window as the program opens it, on an empty library of its own, for someone who knows the tour."""
    paths = RuntimePaths.at(tmp_path / "library")
    paths.library.mkdir()
    (paths.library / FILE_NAME).write_text("[General]\ntour=seen\n", "utf-8")
    yield from _opened_window(qtbot, paths)


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one document, in a home of its own, where the window looks for files first."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return write_handbook(tmp_path / "home")


@pytest.fixture
def first_window(qtbot: QtBot, tmp_path: Path, handbook: Path) -> Iterator[MainWindow]:
    """The window as it is at the very first start, with the tour."""
    for opened in _opened_window(qtbot, RuntimePaths.at(tmp_path / "library")):
        opened.activateWindow()
        qtbot.waitUntil(opened.isActiveWindow)
        yield opened


def _opened_window(qtbot: QtBot, paths: RuntimePaths) -> Iterator[MainWindow]:
    context = AppContext.open(paths)
    opened = open_window(context, paths)
    opened.resize(1440, 900)
    opened.show()
    qtbot.waitUntil(lambda: opened.library.listing is not None, timeout=10_000)
    yield opened
    opened.close()
    context.close()
    opened.deleteLater()
    delete_deferred()
