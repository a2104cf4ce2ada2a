"""What someone who does not know the window runs into: each test is a stumble that once happened."""

from pathlib import Path

import pytest
from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QPushButton, QSplitter
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.gui.answers.source_list import SourceCard, without_heading
from desktop_rag.gui.answers.text import AnswerText
from desktop_rag.gui.asking.conversation_start import EXAMPLES
from desktop_rag.gui.frame.window_state import WindowState
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.page.source_ref import SourceEntry, SourceRef
from desktop_rag.gui.widgets.dialogs import choose_folder
from desktop_rag.gui.widgets.notice import ACTION_SHOWN_MS
from tests.gui.screen import words_on
from tests.gui.test_window import (
    QUESTION,
    add_and_wait,
    many_files,
    press,
    ready_count,
    visible_words,
    wait_for_answer,
    wait_until_idle,
)

UNKNOWN = "Which moons of Jupiter did Galileo discover in 1610?"


def button(window: MainWindow, text: str) -> QPushButton:
    """The visible button saying `text`."""
    return next(each for each in window.findChildren(QPushButton) if each.text() == text and each.isVisible())


def root_names(window: MainWindow) -> list[str]:
    return [root.name for root in window.library.listing.roots] if window.library.listing else []


def choose_root(window: MainWindow, row: int) -> None:
    view = window.library_panel.root_list
    view.setCurrentIndex(view.model().index(row, 0))


def test_a_small_folder_does_not_wait_behind_a_large_one(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    window.add_paths([many_files(tmp_path, 60)])
    qtbot.waitUntil(lambda: ready_count(window) >= 1, timeout=60_000)
    window.add_paths([documents])

    def small_is_ready() -> None:
        listing = window.library.listing
        assert [root.ready for root in listing.overview.roots if root.path == documents] == [2]

    qtbot.waitUntil(small_is_ready, timeout=60_000)
    assert window.library.busy
    assert ready_count(window) < 60


def test_what_stopping_broke_off_is_kept_on_offer_and_gone_on_with(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    many = many_files(tmp_path, 30)
    window.add_paths([many])
    window.add_paths([documents])
    window.library.stop()
    qtbot.waitUntil(lambda: not window.library.busy, timeout=30_000)
    qtbot.waitUntil(lambda: "Paused" in visible_words(window))
    button(window, "Go on").click()
    wait_until_idle(qtbot, window, 32)
    assert sorted(root_names(window)) == ["All documents", "Handbook", "many"]
    qtbot.waitUntil(lambda: not window.library_panel.progress.isVisible())


def test_what_is_removed_while_reading_goes_at_once_and_stays_away(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    many = many_files(tmp_path, 30)
    window.add_paths([many])
    qtbot.waitUntil(lambda: ready_count(window) >= 1, timeout=60_000)
    gone = many / "part-029.md"
    window.library.remove([gone])
    qtbot.waitUntil(lambda: gone not in {item.path for item in window.library.listing.files}, timeout=30_000)
    assert ready_count(window) < 29
    wait_until_idle(qtbot, window, 29)
    assert gone not in {item.path for item in window.library.listing.files}


def test_removing_the_chosen_folder_shows_everything_again_and_asks_everywhere(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    add_and_wait(qtbot, window, [documents, many_files(tmp_path, 2)], 4)
    choose_root(window, 1)
    button(window, "Ask only here").click()
    assert window.conversation.box.scope == (documents,)
    button(window, "Remove from library").click()
    qtbot.waitUntil(lambda: root_names(window) == ["All documents", "many"], timeout=30_000)
    qtbot.waitUntil(lambda: not window.library.busy)
    assert window.library_panel.file_list.model().rowCount() == 2
    assert window.conversation.box.scope == ()
    assert "in: Handbook" not in visible_words(window)
    assert window.conversation.notices.current.timer.interval() == ACTION_SHOWN_MS


def test_show_problems_finds_them_whatever_was_filtered(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    add_and_wait(qtbot, window, [documents, many_files(tmp_path, 2)], 4)
    choose_root(window, 2)
    window.library_panel.filter.setText("part")
    button(window, "Show problems").click()
    qtbot.waitUntil(window.library_panel.card.isVisible)
    assert "broken.pdf" in visible_words(window)


def test_the_delete_key_removes_the_chosen_file_and_no_other(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    files = window.library_panel.file_list
    files.setFocus()
    files.setCurrentIndex(files.model().index(0, 0))
    qtbot.keyClick(files, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(window.library.listing.files) == 2, timeout=30_000)
    assert (documents / "broken.pdf").exists()
    window.conversation.box.edit.setPlainText("words")
    qtbot.keyClick(window.conversation.box.edit, Qt.Key.Key_Delete)
    qtbot.wait(50)
    assert not window.library.busy


def test_not_found_leaves_no_lit_page_beside_it_and_offers_the_whole_library(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.ask(QUESTION)
    qtbot.waitUntil(lambda: window.panes.source_open, timeout=60_000)
    window.conversation.box.set_scope((documents / "travel.txt",))
    window.ask(UNKNOWN)
    qtbot.waitUntil(lambda: "Not in “travel.txt”" in words_on(window), timeout=60_000)
    assert not window.panes.source_open
    assert not any(card.lit for card in window.findChildren(SourceCard))
    button(window, "Ask in the whole library").click()
    wait_for_answer(qtbot, window)
    last = window.conversation.turns[-1]
    assert (last.question, last.scope) == (UNKNOWN, ())


def test_a_new_question_is_not_hidden_by_the_page_of_the_one_before(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.resize(860, 800)
    window.library_panel.show_requested.emit(documents / "leave.md")
    qtbot.waitUntil(lambda: window.panes.source_open and window.panes.source_over, timeout=30_000)
    window.ask(QUESTION)
    assert not window.panes.source_open
    wait_for_answer(qtbot, window)


def test_a_resting_pointer_opens_nothing(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.ask(QUESTION)
    qtbot.waitUntil(lambda: window.panes.source_open, timeout=60_000)
    button_close = window.source_panel.close_button
    button_close.click()
    answer = window.findChild(AnswerText)
    answer.citation_glanced.emit(1)
    assert not window.panes.source_open
    answer.citation_chosen.emit(1)
    assert window.panes.source_open


def test_up_in_an_empty_box_brings_the_last_question_back(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    edit = window.conversation.box.edit
    edit.setPlainText(QUESTION)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait_for_answer(qtbot, window)
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.toPlainText() == QUESTION


def test_escape_clears_the_filter_and_skipped_files_can_be_found(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    (documents / "nothing.txt").write_bytes(b"")
    add_and_wait(qtbot, window, [documents], 2)
    press(qtbot, window, "Ctrl+F")
    box = window.library_panel.filter
    qtbot.keyClicks(box, "skipped")
    model = window.library_panel.results.view.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Files", "nothing.txt"]
    press(qtbot, window, "Esc")
    assert box.text() == ""


def test_the_sample_library_comes_with_questions_it_answers(qtbot: QtBot, window: MainWindow) -> None:
    window.conversation.welcome.sample.click()
    wait_until_idle(qtbot, window, 5)
    example = button(window, EXAMPLES[0])
    example.click()
    wait_for_answer(qtbot, window)
    assert window.conversation.turns[0].question == EXAMPLES[0]
    assert window.panes.source_open


def test_tab_brings_what_it_reaches_into_view(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    for question in (QUESTION, UNKNOWN, QUESTION, UNKNOWN):
        window.ask(question)
        wait_for_answer(qtbot, window)
        qtbot.wait(50)
    window.conversation.box.take_focus()
    turns = window.conversation.turns
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached = QApplication.focusWidget()
        if turns[0].isAncestorOf(reached):
            break
    assert turns[0].isAncestorOf(reached)
    assert reached.visibleRegion().boundingRect().height() > 10


def test_files_are_looked_for_at_home_and_then_where_the_last_were(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, documents: Path
) -> None:
    places: list[Path] = []
    monkeypatch.setattr(
        "desktop_rag.gui.frame.adding.choose_folder",
        lambda _parent, place, on_chosen: (places.append(place), on_chosen([documents])),
    )
    press(qtbot, window, "Ctrl+O")
    press(qtbot, window, "Ctrl+O")
    assert places == [Path.home(), documents.parent]
    wait_until_idle(qtbot, window, 2)


def test_the_folder_dialog_begins_where_it_is_told(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    choose_folder(window, documents, lambda _paths: None)
    dialog = window.findChild(QFileDialog)
    assert dialog.directory() == QDir(str(documents))
    dialog.close()


def test_the_first_window_fits_the_screen(qapp: QApplication, tmp_path: Path) -> None:
    window = QMainWindow()
    WindowState(tmp_path).restore(window, QSplitter())
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() <= room.height()


def test_quiet_passages_do_not_begin_with_what_stands_above_them() -> None:
    entry = SourceEntry(
        SourceRef(Path("n.md"), 1),
        None,
        "Note 31",
        DocumentFormat.MARKDOWN,
        "",
        "Note 31 › boat lift",
        "Note 31\n\nboat lift\n\nThe boat lift is looked after by Clara.",
    )
    assert without_heading(entry) == "The boat lift is looked after by Clara."
