"""Going on, beginning anew, renaming, deleting and exporting conversations in the real window."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.app.export import ExportFormat, as_markdown
from desktop_rag.domain.conversation import Conversation
from desktop_rag.gui.application import open_window
from desktop_rag.gui.conversations.export_voice import window_voice
from desktop_rag.gui.frame.side_panel import Tab
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.runtime import RuntimePaths
from tests.gui.conftest import delete_deferred
from tests.gui.screen import button, settle, text_on, words_on
from tests.gui.test_conversation_list import go_to, headings, rows
from tests.gui.test_export_pdf import pages
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


def test_the_open_conversation_is_renamed_and_pinned_with_the_keyboard_at_the_question(
    qtbot: QtBot, asked: MainWindow
) -> None:
    listed, edit = asked.conversation_list, asked.conversation.box.edit
    go_to(listed, 1)  # another than the one that is open
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_F2)
    editor = listed.view.findChild(QLineEdit)
    assert editor.text() == TRAVEL
    editor.setText("Travel")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Travel" in [each.title for each in stored(asked)])
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: headings(listed)[:1] == ["Pinned"])
    assert rows(listed)[0].startswith("Travel, ")


def test_while_the_documents_are_in_view_no_conversation_is_renamed(qtbot: QtBot, asked: MainWindow) -> None:
    asked.side.show_tab(Tab.DOCUMENTS)
    asked.conversation.box.edit.setFocus()
    for key, modifier in (
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    ):
        qtbot.keyClick(asked.conversation.box.edit, key, modifier)
    settle()
    assert asked.conversation.box.edit.hasFocus()
    assert asked.conversation_list.view.findChild(QLineEdit) is None
    assert headings(asked.conversation_list) == ["Today"]


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
    delete_row(qtbot, asked, 1)
    assert questions(asked) == [TRAVEL]
    button(asked.conversation.notices, "Undo").click()
    qtbot.waitUntil(lambda: len(rows(asked.conversation_list)) == 2)
    assert questions(asked) == [TRAVEL]


def delete_row(qtbot: QtBot, window: MainWindow, row: int) -> None:
    left = len(rows(window.conversation_list)) - 1
    go_to(window.conversation_list, row)
    qtbot.keyClick(window.conversation_list.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(rows(window.conversation_list)) == left)


def kept_in_all(window: MainWindow) -> int:
    """How many conversations are on the disk, deleted ones too."""
    with window._context._database.read() as connection:
        return int(connection.execute("SELECT count(*) FROM conversations").fetchone()[0])


def test_several_deleted_in_a_row_are_told_and_brought_back_together(qtbot: QtBot, asked: MainWindow) -> None:
    delete_row(qtbot, asked, 1)
    delete_row(qtbot, asked, 0)
    qtbot.waitUntil(lambda: message(asked) == "Deleted 2 conversations.")
    press(qtbot, asked, "Ctrl+Z")
    qtbot.waitUntil(lambda: len(rows(asked.conversation_list)) == 2)
    qtbot.waitUntil(lambda: questions(asked) == [TRAVEL])
    assert "Undo" not in words_on(asked.conversation.notices)


def test_undo_outlives_another_question_and_other_news(qtbot: QtBot, asked: MainWindow) -> None:
    delete_row(qtbot, asked, 1)
    ask(qtbot, asked, "And annual leave?")
    asked.conversation.notices.say("3 documents ready")
    assert {f"Deleted “{QUESTION}”.", "3 documents ready"} <= set(words_on(asked.conversation.notices))
    button(asked.conversation.notices, "Undo").click()
    qtbot.waitUntil(lambda: len(rows(asked.conversation_list)) == 2)
    assert questions(asked) == [TRAVEL, "And annual leave?"]
    assert "3 documents ready" in words_on(asked.conversation.notices)


def test_once_its_notice_has_gone_a_deletion_is_final(qtbot: QtBot, asked: MainWindow) -> None:
    delete_row(qtbot, asked, 1)
    assert kept_in_all(asked) == 2
    asked.conversation.notices.current.timer.start(1)
    qtbot.waitUntil(lambda: kept_in_all(asked) == 1)
    press(qtbot, asked, "Ctrl+Z")
    settle()
    assert len(rows(asked.conversation_list)) == 1


def test_when_the_window_closes_a_deletion_is_final(qtbot: QtBot, asked: MainWindow, tmp_path: Path) -> None:
    delete_row(qtbot, asked, 1)
    context = asked._context
    asked.close()
    context.close()
    with contextlib.closing(sqlite3.connect(context.paths.library / "library.db")) as connection:
        assert connection.execute("SELECT title FROM conversations").fetchall() == [(TRAVEL,)]


def test_a_pinned_conversation_goes_to_the_top_and_stays_there(qtbot: QtBot, asked: MainWindow) -> None:
    listed = asked.conversation_list
    assert headings(listed) == ["Today"]
    go_to(listed, 1)
    qtbot.keyClick(listed.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: headings(listed) == ["Pinned", "Today"])
    assert rows(listed)[0].startswith(f"{QUESTION}, Pinned, ")
    assert listed.view.currentIndex().data() == QUESTION
    qtbot.keyClick(listed.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: headings(listed) == ["Today"])
    assert rows(listed)[1].startswith(QUESTION)


def test_a_conversation_is_copied_as_markdown(qtbot: QtBot, asked: MainWindow) -> None:
    leave = next(each for each in stored(asked) if each.title == QUESTION)
    asked.conversation_list.copy_requested.emit(leave.id)
    qtbot.waitUntil(lambda: message(asked) == "Copied as Markdown.")
    assert QGuiApplication.clipboard().text() == as_markdown(leave, window_voice())


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
    ("kind", "suffix", "mark"),
    [
        (ExportFormat.MARKDOWN, "md", b"# "),
        (ExportFormat.HTML, "html", b"<h1"),
        (ExportFormat.PDF, "pdf", b"%PDF-"),
    ],
)
def test_a_conversation_is_exported_where_the_person_says(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path, kind: ExportFormat, suffix: str, mark: bytes
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
    content = path.read_bytes()
    assert mark in content
    said = " ".join(pages(content)) if kind is ExportFormat.PDF else content.decode("utf-8")
    assert "sixteen weeks" in said
    assert "leave.md" in said


@pytest.mark.parametrize("kind", ExportFormat)
def test_an_export_that_cannot_be_written_says_why(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path, kind: ExportFormat
) -> None:
    (kept, *_rest) = stored(asked)
    path = tmp_path / "missing" / "leave.md"
    asked.conversations.export(kept.id, path, kind)
    qtbot.waitUntil(lambda: asked.conversation.notices.current is not None)
    qtbot.waitUntil(lambda: asked.conversation.notices.current.property("tone") == "danger")
    assert not path.exists()


def test_the_filter_key_shows_the_documents(qtbot: QtBot, asked: MainWindow) -> None:
    assert not asked.library_panel.isVisible()
    press(qtbot, asked, "Ctrl+F")
    qtbot.waitUntil(asked.library_panel.filter.hasFocus)
    assert asked.side.tab is Tab.DOCUMENTS
