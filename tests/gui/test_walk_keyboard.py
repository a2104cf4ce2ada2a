"""The first run by keyboard alone: every stop on the way is in view and shows that the keyboard is there."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_rag.gui.answers.text import AnswerText
from desktop_rag.gui.main_window import MainWindow
from tests.gui.handbook import ANSWER, FOLDER, QUESTION
from tests.gui.walking import (
    PATIENCE_MS,
    called,
    press,
    tab_to,
    type_words,
    wait_for_answer,
    wait_for_dialog,
    where,
)

CTRL = Qt.KeyboardModifier.ControlModifier


def is_open(dialog: QFileDialog) -> bool:
    return shiboken6.isValid(dialog) and dialog.isVisible()


def choose_by_name(qtbot: QtBot, window: MainWindow, name: str) -> None:
    dialog = wait_for_dialog(qtbot, window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow())
    type_words(name)
    for _ in range(3):  # the first one may only take what the line offers
        if is_open(dialog):
            press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not is_open(dialog), timeout=10_000)
    window.activateWindow()  # as systems with a window manager do


def test_from_the_first_start_to_the_answer_and_its_page_by_keyboard_alone(
    qtbot: QtBot, first_window: MainWindow, handbook: Path
) -> None:
    window = first_window
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    tab_to(called("Add folder…"))
    press(Qt.Key.Key_Return)
    choose_by_name(qtbot, window, FOLDER)
    qtbot.waitUntil(lambda: window.library.listing.ready == 1, timeout=PATIENCE_MS)
    assert [root.path for root in window.library.listing.overview.roots] == [handbook]

    edit = window.conversation.box.edit
    qtbot.waitUntil(edit.hasFocus, timeout=10_000)
    where()
    type_words(QUESTION)
    press(Qt.Key.Key_Return)
    wait_for_answer(qtbot, window)
    answer = window.findChild(AnswerText)
    assert ANSWER in answer.toPlainText()

    tab_to(lambda widget: widget is answer, back=True)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.panes.source_open and window.source_panel.shown is not None)
    assert window.source_panel.shown.view.page.number == 2

    press(Qt.Key.Key_PageDown, modifier=CTRL)
    qtbot.waitUntil(lambda: window.source_panel.shown.view.page.number == 3, timeout=PATIENCE_MS)
    tab_to(called("Close the source"))
    press(Qt.Key.Key_Space)
    assert not window.panes.source_open
    where()
    assert window.close()


def test_the_tour_is_reached_gone_through_and_left_by_keyboard(
    qtbot: QtBot, first_window: MainWindow
) -> None:
    window, tour = first_window, first_window.tours.tour
    qtbot.waitUntil(lambda: tour.showing and QApplication.focusWidget() is not None)
    tab_to(called("Next"))
    press(Qt.Key.Key_Return)
    assert tour.showing
    where()
    press(Qt.Key.Key_Escape)
    assert not tour.showing
    where()
    press(Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: window.help.page is not None and window.help.page.text.chapter is not None)
    tab_to(called("Show the tour again"))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tour.showing)
    press(Qt.Key.Key_Escape)
    assert not tour.showing


def test_the_guide_is_read_and_searched_by_keyboard(qtbot: QtBot, first_window: MainWindow) -> None:
    window = first_window
    press(Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: window.help.page is not None and window.help.page.text.chapter is not None)
    page = window.help.page
    type_words("disk is full")
    press(Qt.Key.Key_Down)
    assert where() is page.results
    press(Qt.Key.Key_Return)
    assert where() is page.text
    assert page.text.chapter.title == "When something goes wrong"
    tab_to(called("Chapters of the guide"))
    press(Qt.Key.Key_Home)
    assert page.text.chapter.title == "Getting started"
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.places.current is None)
    where()
