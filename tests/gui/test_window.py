"""What a person does with the window, from end to end, with real children."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui.answers.text import AnswerText
from desktop_rag.gui.frame.dropping import NOT_LOCAL
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.page.picture import PagePictureView
from desktop_rag.runtime import assets_dir

QUESTION = "How many weeks of parental leave are there?"


def wait_until_idle(qtbot: QtBot, window: MainWindow, ready: int) -> None:
    """Waits until nothing is being read and at least `ready` documents are shown as ready."""

    def idle() -> None:
        assert not window.library.busy
        assert window.library.listing is not None
        assert window.library.listing.ready >= ready

    qtbot.waitUntil(idle, timeout=120_000)


def add_and_wait(qtbot: QtBot, window: MainWindow, paths: list[Path], ready: int) -> None:
    window.add_paths(paths)
    wait_until_idle(qtbot, window, ready)


def visible_words(window: MainWindow) -> str:
    """All label and button text on screen."""
    found = [*window.findChildren(QLabel), *window.findChildren(QPushButton)]
    return "\n".join(widget.text() for widget in found if widget.isVisible())


def drop(window: MainWindow, urls: list[QUrl]) -> None:
    data = QMimeData()
    data.setUrls(urls)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), copy, data, buttons, keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, buttons, keys))


def press(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    combination = QKeySequence(keys)[0]
    qtbot.keyClick(window, combination.key(), combination.keyboardModifiers())


def wait_for_answer(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.asking.busy is False, timeout=60_000)


def test_a_question_by_keyboard_ends_at_the_lit_words(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    press(qtbot, window, "Ctrl+L")
    edit = window.conversation.box.edit
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, QUESTION)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.source_panel.shown is not None, timeout=60_000)
    answer = window.findChild(AnswerText)
    assert answer is not None
    assert "sixteen weeks" in answer.toPlainText()
    assert window.source_panel.text.isVisible()
    assert "sixteen weeks" in window.source_panel.text.lit_text
    assert edit.toPlainText() == ""


def test_a_cited_pdf_page_is_shown_with_marker_yellow(qtbot: QtBot, window: MainWindow) -> None:
    add_and_wait(qtbot, window, [assets_dir() / "guide" / "Desktop RAG guide.pdf"], 1)
    window.ask("Does Desktop RAG send anything over the internet?")
    qtbot.waitUntil(lambda: window.source_panel.shown is not None, timeout=60_000)
    picture = window.findChild(PagePictureView)
    shown = window.source_panel.shown
    assert picture is not None
    assert picture.isVisible()
    assert shown is not None
    assert shown.view.picture is not None
    box = shown.marks()[-1].boxes[0]
    painted = picture.canvas.grab().toImage()
    yellow = painted.pixelColor(picture.canvas.on_paper(box).topLeft().toPoint())
    assert yellow.red() > 230
    assert yellow.blue() < 140
    first = shown.view.page.number
    press(qtbot, window, "Ctrl+PgDown")
    qtbot.waitUntil(lambda: window.source_panel.shown.view.page.number == first + 1, timeout=30_000)


def test_what_no_document_answers_is_said_plainly(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.ask("Which moons of Jupiter did Galileo discover in 1610?")
    qtbot.waitUntil(lambda: "Not in your documents" in visible_words(window), timeout=60_000)
    assert not window.panes.source_open


def test_dropped_files_are_added_and_links_refused(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    drop(window, [QUrl("https://example.org/a.pdf"), QUrl.fromLocalFile(str(documents / "leave.md"))])
    assert window.conversation.notices.current is not None
    assert window.conversation.notices.current.message == NOT_LOCAL
    wait_until_idle(qtbot, window, 1)
    assert [item.name for item in window.library.listing.files] == ["leave.md"]


def test_a_failed_file_shows_its_reason_and_retry(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    assert "Show only problems (1)" in visible_words(window)
    window.library_panel.show_problems()
    qtbot.waitUntil(window.library_panel.card.isVisible)
    words = visible_words(window)
    assert "This document is damaged and cannot be opened." in words
    assert "Retry" in words.split("\n")
    assert "Remove from library" in words
    (documents / "broken.pdf").write_bytes((assets_dir() / "guide" / "Desktop RAG guide.pdf").read_bytes())
    retry = next(button for button in window.findChildren(QPushButton) if button.text() == "Retry")
    retry.click()
    wait_until_idle(qtbot, window, 3)


def test_stopping_keeps_what_was_read_and_ends_soon(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = many_files(tmp_path, 60)
    window.add_paths([folder])
    qtbot.waitUntil(lambda: ready_count(window) >= 1, timeout=60_000)
    began = time.monotonic()
    press(qtbot, window, "Esc")
    qtbot.waitUntil(lambda: not window.library.busy, timeout=10_000)
    assert time.monotonic() - began < 3
    assert 1 <= ready_count(window) < 60
    qtbot.waitUntil(lambda: "Paused" in visible_words(window))


def test_a_stopped_question_says_so_and_can_be_asked_again(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.ask(QUESTION)
    press(qtbot, window, "Esc")
    qtbot.waitUntil(lambda: "Stopped." in visible_words(window))
    next(button for button in window.findChildren(QPushButton) if button.text() == "Ask again").click()
    qtbot.waitUntil(lambda: window.findChild(AnswerText) is not None, timeout=60_000)
    assert len(window.findChildren(AnswerText)) == 1


def test_removing_can_be_undone(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.library.remove([documents])
    qtbot.waitUntil(lambda: window.library.listing.empty, timeout=30_000)
    next(button for button in window.findChildren(QPushButton) if button.text() == "Undo").click()
    wait_until_idle(qtbot, window, 2)
    assert (documents / "leave.md").exists()


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_the_window_never_stalls_while_files_are_read(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    gaps, last = [], [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(window)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(10)
    add_and_wait(qtbot, window, [many_files(tmp_path, 30)], 30)
    timer.stop()
    assert len(gaps) > 50
    assert max(gaps) < 0.1, f"longest gap {max(gaps) * 1000:.0f} ms"


def test_names_of_strangers_are_shown_for_what_they_are(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name in ("two\nlines.md", "exe.\u202efdp.md", "<h1>big<h1>.md"):
        (folder / name).write_text("# A title\n\nSome words to find here.\n", "utf-8")
    add_and_wait(qtbot, window, [folder], 3)
    model = window.library_panel.file_list.model()
    names = {model.index(row, 0).data() for row in range(model.rowCount())}
    assert names == {"two␊lines.md", "exe.[U+202E]fdp.md", "<h1>big<h1>.md"}
    tooltip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<h1>" not in tooltip
    labels = window.library_panel.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_narrow_windows_give_way_in_order(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.library_panel.show_requested.emit(documents / "leave.md")
    qtbot.waitUntil(lambda: window.source_panel.shown is not None, timeout=30_000)
    panes = window.panes
    assert panes.side.isVisible()
    assert not panes.source_over
    window.resize(1000, 800)
    qtbot.waitUntil(lambda: not panes.side.isVisible())
    assert panes.source.parent() is panes.splitter
    window.resize(880, 800)
    qtbot.waitUntil(lambda: panes.source.parent() is panes)
    assert panes.side.isVisible()
    assert panes.source.geometry().right() == panes.rect().right()
    press(qtbot, window, "Esc")
    assert not panes.source.isVisible()


def test_everything_that_can_be_pressed_has_a_name(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.ask(QUESTION)
    qtbot.waitUntil(lambda: window.source_panel.shown is not None, timeout=60_000)
    shown = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    assert len(shown) > 15
    assert [button for button in shown if not (button.text() or button.accessibleName())] == []


def test_asking_only_in_one_place_leaves_the_rest_out(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.library_panel.scope_requested.emit((documents / "travel.txt",))
    qtbot.waitUntil(lambda: "in: travel.txt" in visible_words(window))
    window.ask(QUESTION)
    wait_for_answer(qtbot, window)
    assert all(
        card.entry.ref.path == documents / "travel.txt"
        for turn in window.conversation.turns
        for card in (turn.sources.cards if turn.sources else [])
    )


def many_files(tmp_path: Path, count: int) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(count):
        sections = "\n\n".join(
            f"## Rule {number}.{section}\n\nRule {section} of part {number} says that reports are due on day "
            f"{section + 1} and that a copy goes to office {number}."
            for section in range(12)
        )
        (folder / f"part-{number:03}.md").write_text(f"# Part {number}\n\n{sections}\n", "utf-8")
    return folder


def ready_count(window: MainWindow) -> int:
    files = window.library.listing.files if window.library.listing else ()
    return sum(item.row.state is DocumentState.READY for item in files)
