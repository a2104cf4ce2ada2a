"""Whole flows in the real window: the first run by mouse, a busy library, late answers, leaving."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.domain.answers import Answer
from desktop_rag.domain.errors import LibraryBusy, WorkerOutOfMemory
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.application import open_window
from desktop_rag.gui.frame.drop_overlay import DropOverlay
from desktop_rag.gui.frame.dropping import NOT_LOCAL
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.runtime import RuntimePaths
from desktop_rag.store.lock import writer_lock
from tests.gui.conftest import delete_deferred
from tests.gui.samples import PAPERS, answered, citation, not_found
from tests.gui.screen import button, button_names, settle, text_on, words_on
from tests.gui.test_window import drop, many_files, press, ready_count, wait_until_idle

QUESTION = "What was found?"


class Gate:
    """Holds the answer to a question back until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.asked: list[tuple[str, Scope]] = []
        self.outcome: Answer | Exception = answered(citation(1))

    def ask(self, question: str, _job: object, scope: Scope, _plan: object) -> Answer:
        self.asked.append((question, scope))
        outcome = self.outcome
        self.open.wait(10)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def gate(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The window with a library to ask, whose answers the test lets through when it likes."""
    made = Gate()
    monkeypatch.setattr(type(window._context.answer), "ask", lambda _self, *asked: made.ask(*asked))
    window.conversation.show_library_state(False, 3)
    yield made
    made.open.set()


def ask(qtbot: QtBot, window: MainWindow, question: str = QUESTION) -> None:
    edit = window.conversation.box.edit
    edit.setPlainText(question)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_the_first_run_leads_by_mouse_to_an_example_question(qtbot: QtBot, window: MainWindow) -> None:
    welcome = window.conversation.welcome
    assert welcome.isVisible()
    qtbot.mouseClick(welcome.sample, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not welcome.isVisible())
    qtbot.waitUntil(lambda: "Pause" in button_names(window.library_panel.progress), timeout=10_000)
    window.library.stop()
    qtbot.waitUntil(lambda: not window.library.busy, timeout=30_000)


def test_a_busy_library_is_told_in_the_window_and_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    with writer_lock(tmp_path / "library"):
        window.add_paths([documents / "travel.txt"])
        qtbot.waitUntil(lambda: LibraryBusy.default_message in words_on(window), timeout=10_000)
        assert LibraryBusy.default_hint in words_on(window)
        assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [window]
    qtbot.waitUntil(lambda: not window.library.busy)
    window.add_paths([documents / "travel.txt"])
    wait_until_idle(qtbot, window, 1)


def test_links_from_a_browser_are_refused_with_words(qtbot: QtBot, window: MainWindow) -> None:
    drop(window, [QUrl("https://example.org/a.pdf")])
    assert NOT_LOCAL in words_on(window)
    assert not window.library.busy
    assert window.conversation.welcome.isVisible()


def test_while_dragging_it_is_said_what_a_drop_would_do(window: MainWindow, documents: Path) -> None:
    overlay, buttons, keys = (
        window.findChild(DropOverlay),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    plain = window.grab().toImage()
    pictures = []
    for url in (QUrl.fromLocalFile(str(documents)), QUrl("https://example.org/")):
        data = QMimeData()
        data.setUrls([url])
        event = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
        QApplication.sendEvent(window, event)
        assert overlay.geometry() == window.rect()
        pictures.append(window.grab().toImage())
        QApplication.sendEvent(window, QDragLeaveEvent())
        assert not overlay.isVisible()
    assert pictures[0] != pictures[1]
    assert plain not in pictures


def test_text_dragged_over_the_window_is_left_alone(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("only words")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        window, QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    )
    assert not window.findChild(DropOverlay).isVisible()


def test_a_failed_question_is_told_where_it_was_asked_and_repeated_from_there(
    qtbot: QtBot, window: MainWindow, gate: Gate
) -> None:
    gate.open.set()
    gate.outcome = WorkerOutOfMemory()
    window.conversation.box.set_scope((PAPERS,))
    ask(qtbot, window)
    qtbot.waitUntil(lambda: WorkerOutOfMemory.default_message in words_on(window.conversation))
    gate.outcome = not_found()
    window.conversation.box.set_scope(())
    button(window.conversation, "Try again").click()
    qtbot.waitUntil(lambda: f"Not in “{PAPERS.name}”" in words_on(window.conversation))
    assert gate.asked == [(QUESTION, (PAPERS,)), (QUESTION, (PAPERS,))]
    assert button(window.conversation, "Ask").isVisible()


def test_a_stopped_questions_late_answer_is_not_shown(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    ask(qtbot, window)
    button(window.conversation, "Stop").click()
    gate.open.set()
    qtbot.wait(50)
    assert "Stopped." in words_on(window.conversation)
    assert "Sources" not in words_on(window.conversation)
    assert not window.panes.source_open


def test_an_answer_never_lands_under_another_question(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    window.ask("The first?")
    qtbot.waitUntil(lambda: len(gate.asked) == 1)
    gate.outcome = not_found()
    window.ask("The second?")
    gate.open.set()
    qtbot.waitUntil(lambda: not window.asking.busy)
    first, second = window.conversation.turns
    qtbot.waitUntil(lambda: "Not in your documents" in words_on(second))
    assert "Stopped." in words_on(first)


def test_what_is_typed_while_waiting_is_kept(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    ask(qtbot, window)
    edit = window.conversation.box.edit
    qtbot.keyClicks(edit, "And then?")
    gate.open.set()
    qtbot.waitUntil(lambda: not window.asking.busy)
    assert edit.toPlainText() == "And then?"


def test_an_answer_in_a_narrow_window_is_not_covered_by_its_page(
    qtbot: QtBot, window: MainWindow, gate: Gate
) -> None:
    window.resize(860, 800)
    gate.open.set()
    ask(qtbot, window)
    qtbot.waitUntil(lambda: "Sources" in words_on(window.conversation))
    assert not window.source_panel.isVisible()


def test_a_source_that_is_gone_is_told_in_its_pane(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    gate.open.set()
    ask(qtbot, window)
    qtbot.waitUntil(lambda: "Try again" in text_on(window.source_panel), timeout=10_000)
    assert "report.pdf" in words_on(window.source_panel)
    button(window.source_panel, "Close the source").click()
    assert not window.panes.source_open
    qtbot.waitUntil(window.conversation.box.edit.hasFocus)


def test_escape_stops_the_question_first_and_the_reading_only_then(
    qtbot: QtBot, window: MainWindow, gate: Gate, tmp_path: Path
) -> None:
    window.add_paths([many_files(tmp_path, 40)])
    qtbot.waitUntil(lambda: ready_count(window) >= 1, timeout=60_000)
    ask(qtbot, window)
    press(qtbot, window, "Esc")
    assert not window.asking.busy
    assert button(window.library_panel.progress, "Pause").isEnabled()
    press(qtbot, window, "Esc")
    qtbot.waitUntil(lambda: not window.library.busy, timeout=20_000)


def test_closing_while_files_are_read_leaves_at_once_and_goes_on_next_time(
    qtbot: QtBot, tmp_path: Path
) -> None:
    paths, many = RuntimePaths.at(tmp_path / "library"), many_files(tmp_path, 12)
    context = AppContext.open(paths)
    window = open_window(context, paths)
    window.show()
    window.add_paths([many])
    qtbot.waitUntil(lambda: ready_count(window) >= 1, timeout=60_000)
    window.close()
    context.close()
    window.deleteLater()
    delete_deferred()
    context = AppContext.open(paths)
    window = open_window(context, paths)
    window.show()
    wait_until_idle(qtbot, window, 12)
    window.close()
    context.close()
    window.deleteLater()
    delete_deferred()


def test_the_window_comes_back_as_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    paths = RuntimePaths.at(tmp_path / "library")
    seen = []
    for size in ((780, 700), None):
        context = AppContext.open(paths)
        window = open_window(context, paths)
        if size:
            window.resize(*size)
            window.theme.toggle()
        window.show()
        settle()
        if size:
            window.panes.splitter.setSizes([380, 400, 0])
        seen.append((window.size(), window.theme.dark, window.library_panel.width()))
        window.close()
        context.close()
        window.deleteLater()
        delete_deferred()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("damage", [b"", b"\0\xff" * 300, b"[General]\ngeometry=@ByteArray(x)\ntheme=pink\n"])
def test_a_damaged_memory_of_the_window_does_no_harm(qtbot: QtBot, tmp_path: Path, damage: bytes) -> None:
    paths = RuntimePaths.at(tmp_path / "library")
    paths.library.mkdir()
    (paths.library / "window.ini").write_bytes(damage)
    context = AppContext.open(paths)
    window = open_window(context, paths)
    window.show()
    assert window.width() >= window.minimumWidth()
    assert window.theme.look.scheme is None
    window.close()
    context.close()
    window.deleteLater()
    delete_deferred()
