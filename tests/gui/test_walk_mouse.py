"""The first run by mouse alone: from an empty window to an answer, its page, and the page after it."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop_rag.gui.answers.text import AnswerText
from desktop_rag.gui.help.tour import TourStep
from desktop_rag.gui.main_window import MainWindow
from tests.gui.handbook import FOLDER
from tests.gui.walking import (
    PATIENCE_MS,
    click,
    click_row,
    named,
    wait_for_answer,
    wait_for_button,
    wait_for_dialog,
)


def questions_in_view(window: MainWindow) -> list[QPushButton]:
    """Those that the window suggests."""
    buttons = window.conversation.findChildren(QPushButton)
    return [each for each in buttons if each.isVisible() and each.text().endswith("?")]


def list_in(dialog: QFileDialog) -> QAbstractItemView:
    """The list of what is in the folder, in whichever of its two looks it is shown."""
    views = dialog.findChildren(QAbstractItemView)
    return next(each for each in views if each.objectName() in ("listView", "treeView") and each.isVisible())


def place_of_first_citation(answer: AnswerText) -> QPoint:
    """The middle of the first number that leads to a page."""
    block: QTextBlock = answer.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().anchorHref().startswith("citation:"):
                cursor = answer.textCursor()
                cursor.setPosition(piece.position())
                begin = answer.cursorRect(cursor)
                cursor.setPosition(piece.position() + piece.length())
                return QPoint((begin.left() + answer.cursorRect(cursor).left()) // 2, begin.center().y())
            pieces += 1
        block = block.next()
    raise AssertionError("no sentence leads to a page")


def test_from_the_first_start_to_the_answer_and_its_page_by_mouse_alone(
    qtbot: QtBot, first_window: MainWindow, handbook: Path
) -> None:
    window = first_window
    qtbot.waitUntil(lambda: window.tours.tour.showing)

    click(qtbot, wait_for_button(qtbot, window.conversation, "Add folder…"))
    dialog = wait_for_dialog(qtbot, window)
    click_row(qtbot, list_in(dialog), FOLDER)
    click(qtbot, wait_for_button(qtbot, dialog, "Choose"))
    qtbot.waitUntil(lambda: window.library.listing.ready == 1, timeout=PATIENCE_MS)
    assert [root.path for root in window.library.listing.overview.roots] == [handbook]

    qtbot.waitUntil(lambda: bool(questions_in_view(window)), timeout=PATIENCE_MS)
    assert window.tours.tour.step is TourStep.ASK
    click(qtbot, questions_in_view(window)[0])
    wait_for_answer(qtbot, window)
    qtbot.waitUntil(lambda: window.tours.tour.showing)
    assert window.tours.tour.step is TourStep.READ

    click(qtbot, wait_for_button(qtbot, window, "Close the source"))
    assert not window.panes.source_open
    answer = window.findChild(AnswerText)
    click(qtbot, answer.viewport(), lambda: place_of_first_citation(answer))
    qtbot.waitUntil(lambda: window.panes.source_open, timeout=10_000)
    assert window.tours.tour.step is None
    qtbot.waitUntil(lambda: window.source_panel.shown is not None, timeout=PATIENCE_MS)

    before = window.source_panel.shown.view.page.number
    turn = named(window.source_panel, "Next page")
    turn = turn if turn is not None and turn.isEnabled() else named(window.source_panel, "Previous page")
    click(qtbot, turn)
    qtbot.waitUntil(lambda: window.source_panel.shown.view.page.number != before, timeout=PATIENCE_MS)
    click(qtbot, wait_for_button(qtbot, window, "Close the source"))
    assert not window.panes.source_open
    assert window.close()


def test_the_tour_can_be_gone_through_and_seen_again_by_mouse_alone(
    qtbot: QtBot, first_window: MainWindow
) -> None:
    window, tour = first_window, first_window.tours.tour
    qtbot.waitUntil(lambda: tour.showing)
    click(qtbot, wait_for_button(qtbot, window, "Next"))
    click(qtbot, wait_for_button(qtbot, window, "Next"))
    click(qtbot, wait_for_button(qtbot, window, "Done"))
    assert not tour.showing
    click(qtbot, wait_for_button(qtbot, window.side, "Help"))
    click(qtbot, wait_for_button(qtbot, window, "Show the tour again"))
    qtbot.waitUntil(lambda: tour.showing)
    click(qtbot, wait_for_button(qtbot, window, "Skip the tour"))
    assert not tour.showing
