"""What nobody asked for is not talked about, unless something came of it, and then not often."""

import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.errors import DiskFull, LibraryBusy
from desktop_rag.gui.library import controller as library_controller
from desktop_rag.gui.library import quiet_news
from desktop_rag.gui.library.quiet_news import QuietNews
from desktop_rag.gui.library.requests import Change
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.store.lock import writer_lock
from tests.gui.screen import words_on
from tests.gui.test_window import add_and_wait, wait_until_idle

READING = Progress(Phase.READING, 1, 9)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet_news, "GATHER_MS", 20)
    monkeypatch.setattr(quiet_news, "SHOW_AFTER_MS", 20)


def news(window: MainWindow) -> tuple[QuietNews, list[int]]:
    told: list[int] = []
    made = QuietNews(lambda: True, window)
    made.told.connect(told.append)
    return made, told


def test_files_that_arrive_bit_by_bit_are_told_together(
    qtbot: QtBot, window: MainWindow, quick: None
) -> None:
    made, told = news(window)
    made.note_end(2)
    made.note_end(0)
    made.note_end(1)
    qtbot.waitUntil(lambda: told == [3])


def test_each_save_of_a_file_is_not_told(qtbot: QtBot, window: MainWindow, quick: None) -> None:
    made, told = news(window)
    made.note_end(1)
    qtbot.waitUntil(lambda: told == [1])
    for _save in range(5):
        made.note_end(1)
    qtbot.wait(100)
    assert told == [1]
    made.stop()


def test_of_a_check_that_found_nothing_new_nothing_is_said(
    qtbot: QtBot, window: MainWindow, quick: None
) -> None:
    made, told = news(window)
    made.note_end(0)
    qtbot.wait(60)
    assert told == []


def test_only_reading_that_lasts_is_shown(qtbot: QtBot, window: MainWindow, quick: None) -> None:
    reading = [True]
    shown: list[int] = []
    made = QuietNews(lambda: reading[0], window)
    made.lasting.connect(lambda: shown.append(1))
    made.note_progress(Progress(Phase.SCANNING))
    qtbot.wait(60)
    assert shown == []
    made.note_progress(READING)
    reading[0] = False
    qtbot.wait(60)
    assert shown == []
    reading[0] = True
    made.note_progress(READING)
    qtbot.waitUntil(lambda: shown == [1])


def test_a_check_that_finds_nothing_shows_nothing(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    qtbot.waitUntil(lambda: not window.library_panel.progress.isVisible(), timeout=10_000)
    window.conversation.notices.clear()
    seen: list[bool] = []
    window.library.progressed.connect(lambda _p: seen.append(window.library_panel.progress.isVisible()))
    window.library.check()
    wait_until_idle(qtbot, window, 2)
    qtbot.wait(700)
    assert not any(seen)
    assert not window.library_panel.progress.isVisible()
    assert window.conversation.notices.current is None


def test_files_that_were_taken_in_unasked_are_told_in_one_short_notice(
    qtbot: QtBot, window: MainWindow, documents: Path, quick: None
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.conversation.notices.clear()
    for number in range(3):
        (documents / f"new {number}.txt").write_text(f"Shelf {number} holds the letters.", "utf-8")
    window.library.check()
    wait_until_idle(qtbot, window, 5)
    qtbot.waitUntil(lambda: "3 files were taken in." in words_on(window.conversation), timeout=20_000)


def test_an_unasked_check_while_another_process_writes_is_left_for_later_without_a_word(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.conversation.notices.clear()
    with writer_lock(tmp_path / "library"):
        window.library.check()
        qtbot.waitUntil(lambda: not window.library.busy, timeout=10_000)
        assert LibraryBusy.default_message not in words_on(window)


def test_the_listing_of_a_large_library_is_made_the_less_often_the_longer_it_takes(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []
    window.library.listing_changed.connect(lambda _listing: shown.append(1))
    monkeypatch.setattr(library_controller, "make_listing", slow(library_controller.make_listing))
    window.library.refresh(soon=True)
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=10_000)
    window.library.refresh()
    assert 2_900 <= window.library._pace.remainingTime() <= 60_000
    qtbot.wait(900)
    assert len(shown) == 1
    window.library.refresh(soon=True)
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=2_500)


def slow(make: object) -> object:
    def made(*what: object) -> object:

        time.sleep(0.3)
        return make(*what)

    return made


def test_a_folder_that_cannot_be_watched_is_marked_soon(
    qtbot: QtBot, window: MainWindow, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    why = "It is on a network drive."
    monkeypatch.setattr(type(window._context.following), "troubles", property(lambda _self: {documents: why}))
    window.following._on_timer()
    qtbot.waitUntil(lambda: window.library.listing.roots[1].trouble == why, timeout=10_000)


def test_scans_are_looked_for_once_text_recognition_is_switched_on(qtbot: QtBot, window: MainWindow) -> None:
    begun: list[Change] = []
    window._context.settings.change(read_scans=False)
    window.library.begun.connect(begun.append)
    window.library_panel.progress.scans_requested.emit()
    qtbot.waitUntil(lambda: Change.CHECK in begun, timeout=10_000)
    assert window._context.settings.load().read_scans
    qtbot.waitUntil(lambda: not window.library.busy, timeout=10_000)


def test_that_checking_fails_for_the_same_reason_is_told_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest, told = window._context.ingest, list[object]()
    window.library.failed.connect(told.append)

    def full(_job: JobContext) -> IngestSummary:
        raise DiskFull

    monkeypatch.setattr(type(ingest), "sync", lambda _self, job: full(job))
    for _check in range(3):
        qtbot.waitUntil(lambda: not window.library.busy)
        window.library.check()
        qtbot.waitUntil(lambda: not window.library.busy)
    assert len(told) == 1
    monkeypatch.undo()
    window.library.check()
    qtbot.waitUntil(lambda: not window.library.busy)
    monkeypatch.setattr(type(ingest), "sync", lambda _self, job: full(job))
    window.library.check()
    qtbot.waitUntil(lambda: not window.library.busy)
    assert len(told) == 2
