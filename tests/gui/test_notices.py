"""Notices are heard as well as seen, stay while they are used, and what can be undone waits for its time."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.domain.errors import DiskFull, LibraryBusy
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets import announcing
from desktop_rag.gui.widgets import notice as notice_module
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.notice import NoticeArea
from tests.gui.screen import button, button_names, settle, words_on
from tests.gui.test_window import press


class Page(QWidget):
    """Something to type in, with notices above it as in the window."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.notices = NoticeArea(icons)
        self.line = QLineEdit()
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.notices)
        column.addWidget(self.line)
        self.resize(640, 420)


@pytest.fixture
def page(qtbot: QtBot, icons: Icons) -> Page:
    made = Page(icons)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    return made


@pytest.fixture
def announced(
    monkeypatch: pytest.MonkeyPatch,
) -> list[tuple[str, QAccessible.AnnouncementPoliteness]]:
    """What a screen reader is given to say."""
    said: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    class Reader:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def updateAccessibility(event: object) -> None:  # noqa: N802 - Qt's name
            said.append((event.message(), event.politeness()))

    monkeypatch.setattr(announcing, "QAccessible", Reader)
    return said


def test_every_notice_is_announced_and_a_failure_at_once(
    page: Page, announced: list[tuple[str, QAccessible.AnnouncementPoliteness]]
) -> None:
    polite, at_once = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive
    page.notices.say("3 documents ready")
    page.notices.say_error(DiskFull())
    error = DiskFull()
    assert announced == [("3 documents ready", polite), (f"{error.message} {error.hint}".strip(), at_once)]


def test_a_failure_with_a_way_out_has_the_details_too(page: Page) -> None:
    done: list[int] = []
    page.notices.say_error(LibraryBusy(detail="writer.lock"), ("Choose again…", lambda: done.append(1)))
    assert {"Choose again…", "Copy details"} <= button_names(page)
    button(page, "Copy details").click()
    assert "writer.lock" in QGuiApplication.clipboard().text()
    button(page, "Choose again…").click()
    assert done == [1]
    assert page.notices.current is None


def test_that_details_were_copied_is_said(
    page: Page, announced: list[tuple[str, QAccessible.AnnouncementPoliteness]]
) -> None:
    page.notices.say_error(DiskFull())
    button(page, "Copy details").click()
    assert announced[-1] == ("Copied", QAccessible.AnnouncementPoliteness.Polite)


def test_the_key_goes_to_the_notice_and_the_keyboard_comes_back_when_it_is_closed(
    qtbot: QtBot, page: Page
) -> None:
    page.notices.say("Deleted.", action=("Undo", lambda: None))
    page.notices.take_focus()
    assert QApplication.focusWidget() is button(page, "Undo")
    button(page, "Close this notice").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.line.hasFocus()


def test_a_notice_reached_by_tab_gives_the_keyboard_back_too(qtbot: QtBot, page: Page) -> None:
    page.notices.say("Deleted.", action=("Undo", lambda: None))
    button(page, "Undo").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.notices.current is None
    assert page.line.hasFocus()


def test_without_a_notice_the_key_changes_nothing(page: Page) -> None:
    page.notices.take_focus()
    assert page.line.hasFocus()


def test_a_notice_stays_while_the_keyboard_is_in_it(
    qtbot: QtBot, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_module, "HELD_MS", 20)
    page.notices.say("Deleted.", action=("Undo", lambda: None))
    page.notices.take_focus()
    page.notices.current.timer.start(1)
    qtbot.wait(150)
    assert page.notices.current is not None
    page.line.setFocus()
    qtbot.waitUntil(lambda: page.notices.current is None)


def test_what_can_be_undone_stays_beside_the_news_and_is_told_when_it_goes(qtbot: QtBot, page: Page) -> None:
    gone: list[str] = []
    page.notices.say(
        "Deleted.", action=("Undo", lambda: None), place="deleted", on_gone=lambda: gone.append("1")
    )
    page.notices.say("3 documents ready")
    page.notices.say("4 documents ready")
    assert {"Deleted.", "4 documents ready"} <= set(words_on(page))
    assert "3 documents ready" not in words_on(page)
    page.notices.clear()
    assert "Deleted." in words_on(page)
    assert gone == []
    page.notices.current.timer.start(1)
    qtbot.waitUntil(lambda: gone == ["1"])
    assert not page.notices.isVisible()


def test_what_took_its_place_or_was_undone_is_not_told_as_gone(page: Page) -> None:
    gone: list[str] = []
    for number in (1, 2):
        page.notices.say(
            f"Deleted {number}.",
            action=("Undo", lambda: None),
            place="deleted",
            on_gone=lambda: gone.append("x"),
        )
    button(page, "Undo").click()
    assert (gone, page.notices.current) == ([], None)


def test_a_notice_covers_nothing_and_fits_a_narrow_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(640, 420)
    panel = window.conversation
    panel.notices.say_error(DiskFull(), ("Choose another folder…", lambda: None))
    panel.notices.say(
        "Deleted “A rather long name of a conversation”.", action=("Undo", lambda: None), place="x"
    )
    settle()
    assert panel.notices.isVisible()
    for each in panel.notices.findChildren(QWidget):
        if each.isVisible() and each.width() and isinstance(each.parentWidget(), QWidget):
            assert panel.notices.rect().contains(
                each.geometry().translated(
                    each.parentWidget().mapTo(panel.notices, each.parentWidget().rect().topLeft())
                )
            ), each


def test_the_key_of_the_window_goes_to_the_notice(qtbot: QtBot, window: MainWindow) -> None:
    window.conversation.notices.say("Deleted.", action=("Undo", lambda: None))
    press(qtbot, window, "F8")
    assert QApplication.focusWidget() is button(window.conversation.notices, "Undo")
    window.conversation.notices.clear()
