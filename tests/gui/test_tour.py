"""The tour of the first run: beside real controls, answered by doing, out of the way, shown once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.gui.answers.text import AnswerText
from desktop_rag.gui.frame.window_state import FILE_NAME, WindowState
from desktop_rag.gui.help.tour import WORDS, TourStep
from desktop_rag.gui.help.tour_callout import TourCallout, TourRing, beside
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.theme import Space
from tests.gui.screen import button, button_names, settle, text_on
from tests.gui.test_window import QUESTION, add_and_wait, press

ROOM = QRect(0, 0, 1000, 700)
SIZE = QSize(320, 130)


def callout(window: MainWindow) -> TourCallout:
    return window.findChild(TourCallout)


@pytest.fixture
def started(qtbot: QtBot, first_window: MainWindow) -> MainWindow:
    qtbot.waitUntil(lambda: first_window.tours.tour.showing)
    return first_window


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_first_start_points_at_the_button_that_adds_a_folder(started: MainWindow) -> None:
    folder, ring = started.conversation.welcome.folder, started.findChild(TourRing)
    assert text_on(callout(started)).startswith(WORDS[TourStep.ADD][0])
    assert ring.isVisible()
    assert ring.geometry().contains(QRect(folder.mapTo(started, folder.rect().topLeft()), folder.size()))


def test_it_takes_neither_the_keyboard_nor_the_room_of_what_can_be_pressed(
    qtbot: QtBot, started: MainWindow
) -> None:
    assert not started.tours.tour.has_keyboard
    welcome = started.conversation.welcome
    buttons = (welcome.folder, welcome.sample, welcome.models)

    def covers_none() -> bool:
        areas = [QRect(each.mapTo(started, QPoint()), each.size()) for each in buttons]
        return not any(callout(started).geometry().intersects(area) for area in areas)

    qtbot.waitUntil(covers_none)
    assert not QApplication.activeModalWidget()


def test_next_leads_through_all_three_steps_whatever_was_done(started: MainWindow) -> None:
    seen = []
    while started.tours.tour.showing:
        seen.append(started.tours.tour.step)
        note = callout(started)
        assert started.rect().contains(note.geometry())
        button(note, "Done" if len(seen) == len(TourStep) else "Next").click()
        settle()
    assert seen == list(TourStep)


def test_on_an_empty_library_no_step_speaks_of_what_is_not_there_as_if_it_were(started: MainWindow) -> None:
    button(callout(started), "Next").click()
    assert not started.conversation.box.isVisible()
    assert "Once there are documents, a box for your question" in text_on(callout(started))
    button(callout(started), "Next").click()
    assert not started.panes.source_open
    assert " here" not in text_on(callout(started))


def test_doing_a_step_counts_as_next(qtbot: QtBot, started: MainWindow, documents: Path) -> None:
    tour = started.tours.tour
    add_and_wait(qtbot, started, [documents], 2)
    qtbot.waitUntil(lambda: tour.step is TourStep.ASK and tour.showing)
    started.conversation.box.edit.setPlainText(QUESTION)
    qtbot.keyClick(started.conversation.box.edit, Qt.Key.Key_Return)
    assert tour.step is TourStep.READ
    qtbot.waitUntil(lambda: started.panes.source_open, timeout=60_000)
    qtbot.waitUntil(lambda: tour.showing)
    started.findChild(AnswerText).citation_chosen.emit(1)
    assert tour.step is None


def test_it_waits_for_the_answer_after_a_question(qtbot: QtBot, started: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, started, [documents], 2)
    started.tours.tour.note_done(TourStep.ASK)
    settle()
    assert started.tours.tour.step is TourStep.READ
    assert not started.tours.tour.showing


def test_escape_skips_it_when_there_is_nothing_else_to_end(qtbot: QtBot, started: MainWindow) -> None:
    press(qtbot, started, "Esc")
    assert not started.tours.tour.showing
    assert started.isVisible()


def test_escape_closes_a_page_over_the_window_first(qtbot: QtBot, started: MainWindow) -> None:
    started.shelf.open()
    qtbot.waitUntil(lambda: not started.tours.tour.showing)
    press(qtbot, started, "Esc")
    qtbot.waitUntil(lambda: started.tours.tour.showing)


def test_skipping_is_for_good_and_the_help_page_shows_it_again(
    qtbot: QtBot, started: MainWindow, tmp_path: Path
) -> None:
    button(callout(started), "Skip the tour").click()
    assert not started.tours.tour.showing
    press(qtbot, started, "F1")
    qtbot.waitUntil(lambda: started.help.page is not None and started.help.page.isVisible())
    button(started.help.page, "Show the tour again").click()
    qtbot.waitUntil(lambda: started.tours.tour.showing)
    assert started.places.current is None
    started.tours.tour.skip()
    started.close()
    assert WindowState(tmp_path / "library").tour_seen
    assert "tour=seen" in (tmp_path / "library" / FILE_NAME).read_text("utf-8")


def test_whoever_has_seen_it_is_left_alone(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait(50)
    assert window.tours.tour.step is None
    assert callout(window) is None


@pytest.mark.parametrize("size", [(640, 420), (900, 600), (1440, 900)])
def test_it_stays_within_the_window_at_every_size(
    qtbot: QtBot, started: MainWindow, size: tuple[int, int]
) -> None:
    started.resize(*size)
    settle()
    qtbot.waitUntil(lambda: started.rect().contains(callout(started).geometry()))
    assert button_names(callout(started)) == {"Skip the tour", "Next"}


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_its_words_have_room_at_every_size_of_text(qtbot: QtBot, started: MainWindow, scale: float) -> None:
    started.theme.set_text_scale(scale)
    try:
        settle()
        note = callout(started)
        qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    finally:
        started.theme.set_text_scale(1.0)


@pytest.mark.parametrize(
    "target",
    [
        QRect(20, 20, 200, 40),
        QRect(700, 640, 280, 40),
        QRect(400, 300, 200, 100),
        QRect(0, 0, 240, 700),
        QRect(760, 0, 240, 700),
    ],
)
def test_a_note_stands_beside_its_target_and_not_over_it(target: QRect) -> None:
    note = beside(target, SIZE, ROOM)
    assert ROOM.contains(note)
    assert not note.intersects(target)


def test_a_note_on_what_fills_the_window_stands_at_its_foot() -> None:
    note = beside(ROOM, SIZE, ROOM)
    assert ROOM.contains(note)
    assert note.bottom() >= ROOM.bottom() - Space.XXL


def test_a_note_begins_where_one_begins_to_read(right_to_left: None) -> None:
    target = QRect(500, 100, 400, 40)
    assert beside(target, SIZE, ROOM).right() == target.right()
