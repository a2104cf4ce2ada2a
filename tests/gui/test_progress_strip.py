"""Whoever waits is told what happens, how far it is, and how to stop it."""

import pytest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.gui.library.progress_strip import ProgressStrip
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.screen import button, button_names, settle, words_on


@pytest.fixture
def strip(qtbot: QtBot, icons: Icons) -> ProgressStrip:
    made = ProgressStrip(icons)
    qtbot.addWidget(made)
    made.resize(280, 90)
    made.begin()
    return made


def bar(strip: ProgressStrip) -> QProgressBar:
    return strip.findChild(QProgressBar)


def test_at_rest_nothing_is_shown(qtbot: QtBot, icons: Icons) -> None:
    made = ProgressStrip(icons)
    qtbot.addWidget(made)
    made.show_rest(0, interrupted=False)
    assert not made.isVisible()


def test_a_request_is_acknowledged_before_anything_is_known(strip: ProgressStrip) -> None:
    assert strip.isVisible()
    assert "Starting" in words_on(strip)
    assert (bar(strip).minimum(), bar(strip).maximum()) == (0, 0)  # Qt's moving bar


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(Phase.SCANNING), "Looking for documents"),
        (Progress(Phase.SCANNING, 1), "Looking for documents · 1 file so far"),
        (Progress(Phase.READING, 7), "Reading 7 files"),
        (Progress(Phase.READING, 1), "Reading 1 file"),
        (Progress(Phase.READING, 7, 40), "Reading 7 of 40 files"),
        (Progress(Phase.READING, 7, 40, remaining_s=4), "Reading 7 of 40 files, a few seconds left"),
        (
            Progress(Phase.READING, 1500, 2000, remaining_s=700),
            "Reading 1,500 of 2,000 files, about 12 minutes left",
        ),
        (Progress(Phase.RECOGNISING, 0), "Reading scanned pages"),
        (
            Progress(Phase.RECOGNISING, 12, 140, remaining_s=540),
            "Reading scanned pages: 12 of 140, about 9 minutes left",
        ),
        (Progress(Phase.EXPORTING, 1, 4), "Exporting the library · 25%"),
        (Progress(Phase.IMPORTING), "Importing the library"),
        (Progress(Phase.RELOCATING, 200, 400), "Looking for the files · 50%"),
        (Progress(Phase.REMOVING, 3, 9), "Removing from the library"),
        (Progress(Phase.REBUILDING), "Putting the search index in order"),
        (Progress(Phase.REBUILDING, 10, 90), "Putting the search index in order, 10 of 90"),
        (Progress(Phase.FINISHING), "Finishing"),
    ],
)
def test_each_phase_is_told_in_plain_words(strip: ProgressStrip, progress: Progress, said: str) -> None:
    strip.show_progress(progress)
    assert said in words_on(strip)


def test_what_lies_below_stays_in_its_place_while_the_rest_counts_down(strip: ProgressStrip) -> None:
    def height(width: int = 280) -> int:
        settle()
        return strip.heightForWidth(width)

    heights = []
    for remaining_s in (None, 7200, 780, 60, 40, 4):
        strip.show_progress(Progress(Phase.READING, 1500, 2000, "a.pdf", remaining_s=remaining_s))
        heights.append(height())
    strip.show_progress(Progress(Phase.FINISHING))
    heights.append(height())
    button(strip, "Pause").click()
    heights.append(height())
    assert len(set(heights)) == 1, heights
    assert height(900) < heights[0]
    strip.begin()
    assert height() < heights[0]


def test_the_bar_moves_with_the_count(strip: ProgressStrip) -> None:
    strip.show_progress(Progress(Phase.READING, 10, 40))
    assert (bar(strip).value(), bar(strip).maximum()) == (10, 40)
    strip.show_progress(Progress(Phase.FINISHING))
    assert bar(strip).maximum() == 0


def test_the_file_in_hand_is_named_without_its_folder_and_safely(strip: ProgressStrip) -> None:
    strip.show_progress(Progress(Phase.READING, 1, 9, "/home/ann/papers/exe.\u202efdp.md"))
    assert "exe.[U+202E]fdp.md" in words_on(strip)
    strip.show_progress(Progress(Phase.FINISHING))
    assert "exe.[U+202E]fdp.md" not in words_on(strip)


def test_stopping_is_answered_at_once_and_said_until_it_has_stopped(strip: ProgressStrip) -> None:
    stops: list[int] = []
    strip.stop_requested.connect(lambda: stops.append(1))
    stop = button(strip, "Pause")
    stop.click()
    stop.click()
    strip.show_progress(Progress(Phase.READING, 8, 40))
    assert stops == [1]
    assert "Pausing. What was read is kept." in words_on(strip)


@pytest.mark.parametrize(
    ("pending", "said"),
    [
        (0, "Paused before everything was read."),
        (1, "Paused. 1 file is not read yet."),
        (1200, "Paused. 1,200 files are not read yet."),
    ],
)
def test_what_was_broken_off_can_be_gone_on_with(strip: ProgressStrip, pending: int, said: str) -> None:
    heard: list[int] = []
    strip.go_on_requested.connect(lambda: heard.append(1))
    strip.show_rest(pending, interrupted=True)
    assert said in words_on(strip)
    assert button_names(strip) == {"Go on"}
    assert not bar(strip).isVisible()
    button(strip, "Go on").click()
    assert heard == [1]


def test_going_on_shows_work_again_with_a_stop_that_works(strip: ProgressStrip) -> None:
    button(strip, "Pause").click()
    strip.show_rest(3, interrupted=True)
    strip.begin()
    assert button_names(strip) == {"Pause"}
    assert button(strip, "Pause").isEnabled()
    assert bar(strip).isVisible()


def test_when_all_is_read_the_strip_goes(strip: ProgressStrip) -> None:
    strip.show_rest(0, interrupted=False)
    assert not strip.isVisible()


def test_what_cannot_be_gone_on_with_is_stopped_rather_than_paused(strip: ProgressStrip) -> None:
    strip.begin(goes_on=False)
    button(strip, "Stop").click()
    assert "Stopping." in words_on(strip)


def test_unasked_work_does_not_speak_over_what_is_paused(strip: ProgressStrip) -> None:
    strip.show_rest(86, interrupted=True)
    strip.show_progress(Progress(Phase.READING, 1, 1))
    assert "Paused. 86 files are not read yet." in words_on(strip)
    assert button_names(strip) == {"Go on"}


def test_pages_that_stay_unread_are_told_quietly_with_a_way_to_have_them_read(strip: ProgressStrip) -> None:
    heard: list[int] = []
    strip.scans_requested.connect(lambda: heard.append(1))
    strip.show_rest(0, interrupted=False, scans_off=140)
    assert words_on(strip) == ["140 pages are waiting for text recognition, which is off.", "Switch on"]
    button(strip, "Switch text recognition on").click()
    assert heard == [1]
    strip.begin()
    assert "Switch on" not in words_on(strip)
