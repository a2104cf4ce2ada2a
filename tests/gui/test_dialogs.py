"""Errors and notices: plain words, one next step, detail to copy, and out of the way when done."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag import __version__
from desktop_rag.domain.errors import DesktopRagError, DiskFull, LibraryBusy, LibraryDamaged, LibraryError
from desktop_rag.gui.frame.shortcuts import ShortcutsDialog
from desktop_rag.gui.widgets.dialogs import ErrorDialog, choose_files, choose_folder
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import InlineError, error_detail
from desktop_rag.gui.widgets.notice import ACTION_SHOWN_MS, SHOWN_MS, NoticeArea
from desktop_rag.gui.widgets.report import report_head
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.widgets.trouble_steps import steps_for
from tests.gui.conftest import delete_deferred
from tests.gui.screen import button, button_names, text_on, words_on


@pytest.fixture
def owner(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def area(qtbot: QtBot, icons: Icons) -> NoticeArea:
    made = NoticeArea(icons)
    qtbot.addWidget(made)
    made.resize(500, 100)
    return made


def raised(error: Exception) -> Exception:
    """`error` as it is once it was raised, with its trace."""
    try:
        raise error
    except Exception as caught:  # noqa: BLE001 - whichever it is
        return caught


@pytest.mark.parametrize("error", [LibraryDamaged(), DiskFull(), DesktopRagError("Odd.", hint="Wait.")])
def test_an_error_dialog_says_what_happened_and_what_to_do(owner: QWidget, error: DesktopRagError) -> None:
    dialog = ErrorDialog(error, owner)
    dialog.open()
    assert {error.message, error.hint} <= set(words_on(dialog))
    assert button_names(dialog) >= {"Copy details", "Close"}
    dialog.reject()


def test_a_bug_is_owned_up_to_without_technical_words(owner: QWidget) -> None:
    dialog = ErrorDialog(raised(KeyError("passage_id")), owner)
    dialog.open()
    assert "Something went wrong inside Desktop RAG." in words_on(dialog)
    assert "KeyError" not in text_on(dialog)
    assert "KeyError" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.reject()


def test_the_details_hold_the_trace_and_the_cause(owner: QWidget) -> None:
    error = raised(DiskFull(detail="ENOSPC while writing"))
    error.__cause__ = raised(OSError(28, "No space left on device"))
    dialog = ErrorDialog(error, owner)
    dialog.open()
    button(dialog, "Copy details").click()
    copied = QGuiApplication.clipboard().text()
    assert "ENOSPC while writing" in copied
    assert "No space left on device" in copied
    assert "test_dialogs.py" in copied
    assert "Copied" in button_names(dialog)
    dialog.reject()


LIBRARY_TROUBLES = [each() for each in LibraryError.__subclasses__()]


@pytest.mark.parametrize("error", LIBRARY_TROUBLES, ids=lambda error: type(error).__name__)
def test_every_trouble_of_the_library_comes_with_steps_and_with_its_folder(
    owner: QWidget, tmp_path: Path, error: LibraryError
) -> None:
    dialog = ErrorDialog(error, owner, tmp_path)
    dialog.open()
    assert "What you can do" in words_on(dialog)
    assert len(steps_for(error)) >= 2
    assert set(steps_for(error)) <= set(words_on(dialog))
    assert f"The library is in “{tmp_path}”." in words_on(dialog)
    assert "Show the folder" in button_names(dialog)
    dialog.reject()


def test_a_bug_says_how_to_go_on_and_names_no_folder(owner: QWidget, tmp_path: Path) -> None:
    dialog = ErrorDialog(raised(ValueError("?")), owner, tmp_path)
    dialog.open()
    assert len(steps_for(ValueError())) >= 2
    assert set(steps_for(ValueError())) <= set(words_on(dialog))
    assert str(tmp_path) not in text_on(dialog)
    dialog.reject()


def test_the_details_are_folded_away_until_somebody_wants_them(qtbot: QtBot, owner: QWidget) -> None:
    dialog = ErrorDialog(DiskFull(detail="ENOSPC"), owner)
    dialog.open()
    detail = dialog.findChild(QPlainTextEdit)
    assert not detail.isVisible()
    button(dialog, "Show details").click()
    assert detail.isVisible()
    assert "ENOSPC" in detail.toPlainText()
    button(dialog, "Hide details").click()
    assert not detail.isVisible()
    dialog.reject()


@pytest.mark.parametrize("error", [DiskFull(), ValueError("?")])
def test_the_details_name_the_program_and_the_system(error: Exception) -> None:
    assert f"Desktop RAG {__version__}" in error_detail(error)
    assert report_head() in error_detail(error)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_dialogs_close_with_enter_and_escape_and_leave_nothing(
    qtbot: QtBot, owner: QWidget, key: Qt.Key
) -> None:
    for dialog in (ErrorDialog(DiskFull(), owner), ShortcutsDialog(owner)):
        dialog.open()
        qtbot.keyClick(dialog, key)
        assert not dialog.isVisible()
    delete_deferred()
    assert owner.findChild(ErrorDialog) is None
    assert owner.findChild(ShortcutsDialog) is None


def test_a_chosen_folder_is_handed_over(owner: QWidget, tmp_path: Path) -> None:
    got: list[list[Path]] = []
    choose_folder(owner, tmp_path, got.append)
    dialog = owner.findChild(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.filesSelected.emit([str(tmp_path)])
    dialog.close()
    assert got == [[tmp_path]]


def test_several_files_can_be_chosen_and_none_on_cancel(owner: QWidget, tmp_path: Path) -> None:
    got: list[list[Path]] = []
    choose_files(owner, tmp_path, got.append)
    dialog = owner.findChild(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.reject()
    assert got == []
    choose_files(owner, tmp_path, got.append)
    dialog = next(each for each in owner.findChildren(QFileDialog) if each.isVisible())
    dialog.filesSelected.emit([str(tmp_path / "a.md"), str(tmp_path / "b.md")])
    dialog.close()
    assert got == [[tmp_path / "a.md", tmp_path / "b.md"]]


def test_of_one_folder_only_the_one_that_stands_in_the_line_is_taken(owner: QWidget, tmp_path: Path) -> None:
    """Qt's own dialog was seen to give the folder above as well."""
    got: list[list[Path]] = []
    choose_folder(owner, tmp_path, got.append)
    dialog = owner.findChild(QFileDialog)
    wanted = tmp_path / "data" / "northwind"
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(wanted))
    dialog.filesSelected.emit([str(wanted.parent), str(wanted)])
    dialog.close()
    assert got == [[wanted]]


def test_an_inline_error_has_one_action_and_is_spoken_whole(qtbot: QtBot, icons: Icons) -> None:
    error, acted = LibraryBusy(), []
    view = InlineError(error, icons, "Try again")
    qtbot.addWidget(view)
    view.show()
    view.action_requested.connect(lambda: acted.append(1))
    assert view.accessibleName() == f"{error.message} {error.hint}"
    assert button_names(view) == {"Try again", "Copy details"}
    button(view, "Try again").click()
    assert acted == [1]
    button(view, "Copy details").click()
    assert QGuiApplication.clipboard().text() == error_detail(error)
    assert "Copied" in button_names(view)


def test_a_newer_notice_takes_the_place_of_the_one_before(area: NoticeArea) -> None:
    area.say("First")
    area.say("Second")
    assert words_on(area) == ["Second"]


def test_an_action_is_done_once_and_takes_its_notice_away(area: NoticeArea) -> None:
    done: list[int] = []
    area.say("Removed", action=("Undo", lambda: done.append(1)))
    button(area, "Undo").click()
    assert done == [1]
    assert not area.isVisible()


def test_there_is_longer_to_decide_than_to_read(area: NoticeArea) -> None:
    area.say("3 documents ready")
    assert area.current.timer.interval() == SHOWN_MS
    area.say("Removed", action=("Undo", lambda: None))
    assert area.current.timer.interval() == ACTION_SHOWN_MS > SHOWN_MS


@pytest.mark.parametrize("tone", ["warning", "danger"])
def test_what_went_wrong_stays_until_it_is_closed(area: NoticeArea, tone: str) -> None:
    area.say("3 documents ready")
    area.say("2 could not be read", tone=tone, hint="Look at them.")
    assert not area.current.timer.isActive()
    assert {"2 could not be read", "Look at them."} <= set(words_on(area))
    button(area, "Close this notice").click()
    assert not area.isVisible()


def test_an_error_notice_says_what_and_what_next_with_detail_to_copy(area: NoticeArea) -> None:
    error = LibraryBusy(detail="writer.lock")
    area.say_error(error)
    assert area.current.accessibleName() == f"{error.message} {error.hint}"
    button(area, "Copy details").click()
    assert "writer.lock" in QGuiApplication.clipboard().text()
    assert "Copied" in button_names(area)
