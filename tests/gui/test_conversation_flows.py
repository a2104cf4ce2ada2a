"""Going on, beginning anew, renaming, deleting and exporting conversations in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.app.export import ExportFormat
from desktop_rag.domain.conversation import Conversation
from desktop_rag.gui.application import open_window
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.side_panel import Tab
from desktop_rag.runtime import RuntimePaths
from tests.gui.conftest import delete_deferred
from tests.gui.screen import button, settle, text_on, words_on
from tests.gui.test_conversation_list import go_to, rows
from tests.gui.test_window import QUESTION, add_and_wait, press, wait_for_answer

TRAVEL = "When are travel expenses paid back?"


@pytest.fixture
def asked(qtbot: QtBot, window: MainWindow, documents: Path) -> MainWindow:
    """The window after one conversation about leave and one about travel, which is open."""
    add_and_wait(qtbot, window, [documents], 2)
    ask(qtbot, window, QUESTION)
    press(qtbot, window, "Ctrl+N")
    ask(qtbot, window, TRAVEL)
    window.side.show_tab(Tab.CONVERSATIONS)
    qtbot.waitUntil(lambda: len(rows(window.conversation_list)) == 2)
    return window


def ask(qtbot: QtBot, window: MainWindow, question: str) -> None:
    window.ask(question)
    wait_for_answer(qtbot, window)
    settle()


def stored(window: MainWindow) -> list[Conversation]:
    """Everything that is kept, the latest first."""
    service = window._context.conversations
    return [service.open(each.id) for each in service.list()]


def questions(window: MainWindow) -> list[str]:
    """What is on screen."""
    return [turn.question for turn in window.conversation.turns]


def open_row(qtbot: QtBot, window: MainWindow, row: int) -> None:
    go_to(window.conversation_list, row)
    qtbot.keyClick(window.conversation_list.view, Qt.Key.Key_Return)


def message(window: MainWindow) -> str:
    notice = window.conversation.notices.current
    return notice.message if notice else ""


def test_follow_ups_go_on_in_the_conversation_on_screen(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    ask(qtbot, window, QUESTION)
    ask(qtbot, window, "And annual leave?")
    (kept,) = stored(window)
    assert [turn.question for turn in kept.turns] == questions(window) == [QUESTION, "And annual leave?"]


def test_a_question_right_behind_a_stopped_one_stays_in_its_conversation(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.ask(QUESTION)
    qtbot.waitUntil(lambda: window.asking.conversation_id is not None, timeout=10_000)
    ask(qtbot, window, TRAVEL)
    (kept,) = stored(window)
    assert [turn.question for turn in kept.turns] == [QUESTION, TRAVEL]


def test_the_window_starts_with_an_empty_page_and_a_full_list(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path
) -> None:
    asked.close()
    paths = RuntimePaths.at(tmp_path / "library")
    context = AppContext.open(paths)
    again = open_window(context, paths)
    again.show()
    qtbot.waitUntil(lambda: len(rows(again.conversation_list)) == 2)
    assert questions(again) == []
    assert again.side.tab is Tab.CONVERSATIONS
    assert "open now" not in "".join(rows(again.conversation_list))
    again.close()
    context.close()
    again.deleteLater()
    delete_deferred()


def test_the_open_conversation_is_marked_in_the_list(asked: MainWindow) -> None:
    first, second = rows(asked.conversation_list)
    assert first.startswith(TRAVEL)
    assert first.endswith("open now")
    assert second.startswith(QUESTION)


def test_an_old_conversation_is_opened_and_gone_on_with(qtbot: QtBot, asked: MainWindow) -> None:
    open_row(qtbot, asked, 1)
    qtbot.waitUntil(lambda: questions(asked) == [QUESTION])
    assert "sixteen weeks" in asked.conversation.turns[0].text.toPlainText()
    qtbot.waitUntil(asked.conversation.box.edit.hasFocus)
    ask(qtbot, asked, "And annual leave?")
    latest, _other = stored(asked)
    assert [turn.question for turn in latest.turns] == [QUESTION, "And annual leave?"]


def test_a_source_of_a_stored_answer_opens_its_page(qtbot: QtBot, asked: MainWindow) -> None:
    open_row(qtbot, asked, 1)
    qtbot.waitUntil(lambda: questions(asked) == [QUESTION])
    assert not asked.panes.source_open
    asked.conversation.turns[0].open_first_source()
    qtbot.waitUntil(lambda: "sixteen weeks" in asked.source_panel.text.lit_text, timeout=30_000)


def test_a_new_conversation_leaves_the_others_alone(qtbot: QtBot, asked: MainWindow) -> None:
    button(asked.conversation_list, "New conversation").click()
    assert questions(asked) == []
    assert not asked.panes.source_open
    qtbot.waitUntil(asked.conversation.box.edit.hasFocus)
    assert "What would you like to know?" in words_on(asked.conversation)
    assert len(stored(asked)) == 2


def test_opening_another_conversation_stops_the_answer_and_keeps_it(qtbot: QtBot, asked: MainWindow) -> None:
    asked.ask("And annual leave?")
    open_row(qtbot, asked, 1)
    qtbot.waitUntil(lambda: questions(asked) == [QUESTION])
    assert not asked.asking.busy
    travel = next(each for each in stored(asked) if each.title == TRAVEL)
    assert travel.turns[0].question == TRAVEL


def test_a_new_name_is_kept(qtbot: QtBot, asked: MainWindow) -> None:
    listed = asked.conversation_list
    go_to(listed, 1)
    qtbot.keyClick(listed.view, Qt.Key.Key_F2)
    editor = listed.view.findChild(QLineEdit)
    editor.setText("Leave")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(row.startswith("Leave, ") for row in rows(listed)))
    assert "Leave" in [each.title for each in stored(asked)]


def test_deleting_the_open_conversation_clears_the_page_and_undo_brings_it_back(
    qtbot: QtBot, asked: MainWindow
) -> None:
    go_to(asked.conversation_list, 0)
    qtbot.keyClick(asked.conversation_list.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: message(asked) == f"Deleted “{TRAVEL}”.")
    qtbot.waitUntil(lambda: len(rows(asked.conversation_list)) == 1)
    assert questions(asked) == []
    button(asked.conversation.notices, "Undo").click()
    qtbot.waitUntil(lambda: questions(asked) == [TRAVEL])
    qtbot.waitUntil(lambda: len(rows(asked.conversation_list)) == 2)


def test_deleting_another_conversation_leaves_the_open_one(qtbot: QtBot, asked: MainWindow) -> None:
    go_to(asked.conversation_list, 1)
    qtbot.keyClick(asked.conversation_list.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(rows(asked.conversation_list)) == 1)
    assert questions(asked) == [TRAVEL]
    button(asked.conversation.notices, "Undo").click()
    qtbot.waitUntil(lambda: len(rows(asked.conversation_list)) == 2)
    assert questions(asked) == [TRAVEL]


def test_searching_finds_words_of_answers_and_escape_ends_it(qtbot: QtBot, asked: MainWindow) -> None:
    listed = asked.conversation_list
    listed.search.setFocus()
    qtbot.keyClicks(listed.search, "sixteen")
    qtbot.waitUntil(lambda: len(rows(listed)) == 1)
    assert "sixteen weeks" in rows(listed)[0]
    press(qtbot, asked, "Esc")
    qtbot.waitUntil(lambda: len(rows(listed)) == 2)
    assert listed.search.text() == ""


@pytest.mark.parametrize(
    ("kind", "suffix", "mark"), [(ExportFormat.MARKDOWN, "md", "# "), (ExportFormat.HTML, "html", "<h1")]
)
def test_a_conversation_is_exported_where_the_person_says(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path, kind: ExportFormat, suffix: str, mark: str
) -> None:
    leave = next(each for each in stored(asked) if each.title == QUESTION)
    asked.conversation_list.export_requested.emit(leave.id, kind)
    dialog = asked.findChild(QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.selectedFiles()[0].endswith(f".{suffix}")
    path = tmp_path / f"leave.{suffix}"
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    qtbot.waitUntil(lambda: message(asked) == f"Saved as “leave.{suffix}”.")
    assert "Show in folder" in text_on(asked.conversation.notices)
    text = path.read_text("utf-8")
    assert mark in text
    assert "sixteen weeks" in text


def test_an_export_that_cannot_be_written_says_why(qtbot: QtBot, asked: MainWindow, tmp_path: Path) -> None:
    (kept, *_rest) = stored(asked)
    path = tmp_path / "missing" / "leave.md"
    asked.conversations.export(kept.id, path, ExportFormat.MARKDOWN)
    qtbot.waitUntil(lambda: asked.conversation.notices.current is not None)
    qtbot.waitUntil(lambda: asked.conversation.notices.current.property("tone") == "danger")
    assert not path.exists()


def test_the_filter_key_shows_the_documents(qtbot: QtBot, asked: MainWindow) -> None:
    assert not asked.library_panel.isVisible()
    press(qtbot, asked, "Ctrl+F")
    qtbot.waitUntil(asked.library_panel.filter.hasFocus)
    assert asked.side.tab is Tab.DOCUMENTS
