"""Starting, ending, and what happens when something is badly wrong."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.place import PENDING
from desktop_rag.domain.errors import DiskFull, LibraryError, LibraryTooNew
from desktop_rag.gui.application import BugReporter, run_window
from desktop_rag.gui.frame.shortcuts import SHORTCUTS, ShortcutsDialog
from desktop_rag.gui.frame.window_state import FILE_NAME
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.dialogs import ErrorDialog, choose_folder
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import InlineError, error_detail
from desktop_rag.gui.widgets.notice import SHOWN_MS, NoticeArea
from desktop_rag.gui.wording.language import install_language
from desktop_rag.runtime import DIALOGS_FILE, POINTER, RuntimePaths
from tests.gui.conftest import delete_deferred


def top_level(kind: type[MainWindow | ErrorDialog]) -> list[MainWindow | ErrorDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind)]


@pytest.fixture
def when_shown(qapp: QApplication) -> Iterator[Callable[[type, Callable[[object], None]], None]]:
    """Runs an action as soon as a window of a kind is on screen."""
    timer = QTimer()

    def arrange(kind: type, action: Callable[[object], None]) -> None:
        def look() -> None:
            for widget in top_level(kind):
                if widget.isVisible():
                    timer.stop()
                    action(widget)

        timer.timeout.connect(look)
        timer.start(20)

    yield arrange
    timer.stop()


def test_the_window_opens_closes_and_remembers(
    tmp_path: Path, when_shown: Callable[[type, Callable[[object], None]], None]
) -> None:
    seen: list[str] = []

    def look_and_close(window: MainWindow) -> None:
        seen.append(window.windowTitle())
        window.theme.toggle()
        window.close()

    when_shown(MainWindow, look_and_close)
    hooks = sys.excepthook
    assert run_window(RuntimePaths.at(tmp_path / "library")) == 0
    assert seen == ["Desktop RAG"]
    assert sys.excepthook is hooks
    remembered = (tmp_path / "library" / FILE_NAME).read_text("utf-8")
    assert "geometry=" in remembered
    assert "theme=dark" in remembered or "theme=light" in remembered
    for window in top_level(MainWindow):
        window.deleteLater()


def test_a_library_from_the_future_is_refused_with_one_dialog(
    tmp_path: Path, when_shown: Callable[[type, Callable[[object], None]], None]
) -> None:
    library = tmp_path / "library"
    library.mkdir()
    with sqlite3.connect(library / "library.db") as db:
        db.execute("PRAGMA user_version = 9999")
    db.close()
    said: list[str] = []

    def read_and_close(dialog: ErrorDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()

    when_shown(ErrorDialog, read_and_close)
    assert run_window(RuntimePaths.at(library)) == LibraryTooNew.exit_code
    assert LibraryTooNew.default_message in said
    assert LibraryTooNew.default_hint in said


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Path]:
    """Where the library is looked for; the language of the tests is in force again afterwards."""
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_args, **_more: str(tmp_path / "usual"))
    monkeypatch.delenv("DESKTOP_RAG_LIBRARY", raising=False)
    (tmp_path / "usual").mkdir()
    yield tmp_path / "usual"
    install_language(qapp, "en-GB")


def test_a_drive_with_the_library_that_is_not_there_is_told_in_the_chosen_language(
    tmp_path: Path, usual: Path, when_shown: Callable[[type, Callable[[object], None]], None]
) -> None:
    (usual / POINTER).write_text(str(tmp_path / "drive" / "Library"))
    (usual / FILE_NAME).write_text("[General]\nlanguage=de\n")
    said: list[str] = []

    def read_and_close(dialog: ErrorDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()

    when_shown(ErrorDialog, read_and_close)
    assert run_window(RuntimePaths.default()) == LibraryError.exit_code
    assert any("nicht dort, wohin sie verlegt wurde" in words for words in said)
    assert any(str(usual / POINTER) in words for words in said)  # the way out for a drive that is lost
    assert not (tmp_path / "drive").exists()


def test_a_move_that_came_to_nothing_is_told_in_the_window(
    tmp_path: Path, usual: Path, when_shown: Callable[[type, Callable[[object], None]], None]
) -> None:
    (usual / PENDING).write_text(str(tmp_path / "unplugged"))
    said: list[str] = []

    def read_and_close(window: MainWindow) -> None:
        said.extend(label.text() for label in window.conversation.notices.findChildren(QLabel))
        window.close()

    when_shown(MainWindow, read_and_close)
    assert run_window(RuntimePaths.default()) == 0
    assert "The library could not be moved. It stays where it was, with everything in it." in said
    for window in top_level(MainWindow):
        window.deleteLater()


def test_what_a_file_dialog_remembers_is_kept_in_the_library_too(
    tmp_path: Path, when_shown: Callable[[type, Callable[[object], None]], None]
) -> None:
    """So that the page about privacy is right to say that nothing is kept elsewhere."""
    library = tmp_path / "library"

    def choose_and_close(window: MainWindow) -> None:
        choose_folder(window, tmp_path, lambda _paths: None)
        for dialog in window.findChildren(QFileDialog):
            dialog.accept()
        window.close()

    when_shown(MainWindow, choose_and_close)
    assert run_window(RuntimePaths.at(library)) == 0
    delete_deferred()
    assert "FileDialog" in (library / DIALOGS_FILE).read_text("utf-8")
    for window in top_level(MainWindow):
        window.deleteLater()


def test_a_bug_is_one_dialog_with_detail_to_copy(qtbot: QtBot) -> None:
    reporter = BugReporter()
    reporter.install()
    try:
        for number in range(3):
            sys.excepthook(ValueError, ValueError(f"bug {number}"), None)
        qtbot.waitUntil(lambda: reporter.dialog is not None)
        qtbot.wait(30)
        dialogs = top_level(ErrorDialog)
        assert len(dialogs) == 1
        assert "ValueError: bug 0" in dialogs[0].detail
        dialogs[0].accept()
        assert reporter.dialog is None
    finally:
        reporter.remove()


def test_an_error_names_the_next_step_and_its_detail_can_be_copied(qtbot: QtBot, icons: Icons) -> None:
    error = DiskFull(detail="ENOSPC while writing library.db-wal")
    view = InlineError(error, icons, "Try again")
    qtbot.addWidget(view)
    words = [label.text() for label in view.findChildren(QLabel)]
    assert error.message in words
    assert error.hint in words
    assert "ENOSPC" in error_detail(error)


def test_good_news_leaves_by_itself_and_bad_news_stays(qtbot: QtBot, icons: Icons) -> None:
    window, area, edit = QWidget(), NoticeArea(icons), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(edit)
    column.addWidget(area)
    qtbot.addWidget(window)
    QCursor.setPos(window.screen().geometry().bottomRight())  # what the pointer rests on stays
    window.show()
    edit.setFocus()  # and so does what has the keyboard
    area.say("3 documents ready")
    assert area.current.timer.interval() == SHOWN_MS
    area.current.timer.start(10)
    qtbot.waitUntil(lambda: area.current is None)
    area.say_error(DiskFull())
    qtbot.wait(50)
    assert area.current is not None


def test_the_list_of_shortcuts_holds_every_one(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ShortcutsDialog(window)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {meaning for _keys, meaning in SHORTCUTS} <= words
    dialog.deleteLater()
