"""Nothing that was opened, closed, asked or chosen stays behind.

Each round of work is done once to warm up, since first uses fill caches, and then counted: threads, children,
running timers, windows, and every object of Qt's, by its class. Memory is this process's resident memory when
all that can be let go of was; the answers themselves are in the database by then.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.gui.application import open_window
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.runtime import RuntimePaths, assets_dir
from tests.gui.census import MEBI, Census
from tests.gui.conftest import delete_deferred
from tests.gui.more_scenes import MORE_SCENES
from tests.gui.scenes import SCENES, Scene, Stage, make_library

MOST_GROWTH = 20 * MEBI
QUESTIONS = 100
ALL_SCENES = (*SCENES, *MORE_SCENES)
GOES_S = 15.0
Left = dict[str, dict[str, int]]
KEYS = "LMNF"
"""Pressed with Ctrl: question, way of answering, new conversation, search."""


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaks")
    make_library(folder)
    return folder / "Handbook"


@pytest.fixture
def stage(qtbot: QtBot, handbook: Path) -> Iterator[Stage]:
    """The real window on a small library, with whatever children it starts."""
    paths = RuntimePaths.at(handbook.parent / "library")
    context = AppContext.open(paths)
    window = open_window(context, paths)
    window.resize(1360, 860)
    window.show()
    stage = Stage(window, Icons(assets_dir() / "icons", window.theme), handbook)
    stage.wait_for(lambda: window.library.listing is not None)
    stage.clear()
    yield stage
    window.close()
    context.close()
    window.deleteLater()
    delete_deferred()


def left_behind(stage: Stage, work: Callable[[], None], rounds: int = 2, warm_up: int = 1) -> Left:
    """What `work` leaves for good: what goes by itself within a few seconds is waited for."""
    for _ in range(warm_up):
        work()
    before = Census.now()
    for _ in range(rounds):
        work()
    end = time.monotonic() + GOES_S
    while (left := Census.now().left_since(before)) and time.monotonic() < end:
        stage.wait(300)
    return left


def all_seen(stage: Stage) -> None:
    """Opens and closes every panel, page and dialog."""
    for scene in ALL_SCENES:
        seen(stage, scene)


def seen(stage: Stage, scene: Scene) -> None:
    scene(stage)
    stage.settle()
    stage.clear()


def test_what_was_opened_and_closed_leaves_nothing(stage: Stage) -> None:
    left = left_behind(stage, lambda: all_seen(stage), rounds=1)
    if left:  # by which of them?
        each = {scene.__name__: left_behind(stage, partial(seen, stage, scene)) for scene in ALL_SCENES}
        assert (left, {name: left for name, left in each.items() if left}) == ({}, {})


def test_what_is_left_is_found(qtbot: QtBot) -> None:
    before, stop = Census.now(), threading.Event()
    timer, widget = QTimer(), QLabel("Left")
    timer.start(1_000)
    thread = threading.Thread(target=stop.wait, name="left")
    thread.start()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        left = Census.now().left_since(before)
        assert left["threads"] == {"left": 1}
        assert sum(left["children"].values()) == 1
        assert left["timers"] == {"QTimer": 1}
        assert left["windows"] == {"QLabel": 1}
        assert left["objects"] == {"QLabel": 1, "QTimer": 1}
    finally:
        stop.set()
        thread.join()
        child.communicate()
        timer.stop()
        widget.deleteLater()


def test_every_key_and_both_themes_leave_nothing(stage: Stage) -> None:
    def work() -> None:
        for key in KEYS:
            QTest.keyClick(stage.window, Qt.Key[f"Key_{key}"], Qt.KeyboardModifier.ControlModifier)
            stage.settle()
            QTest.keyClick(QApplication.activePopupWidget() or stage.window, Qt.Key.Key_Escape)
        stage.window.theme.toggle()
        stage.window.theme.toggle()
        stage.window.resize(700, 500)
        stage.settle()
        stage.window.resize(1360, 860)
        stage.clear()

    assert left_behind(stage, work) == {}


def test_sources_that_were_opened_and_closed_leave_nothing(stage: Stage) -> None:
    panel = stage.window.source_panel

    def work() -> None:
        for name in ("leave.md", "travel.txt", "leave.md"):
            path = stage.handbook / name
            stage.window.open_source(SourceRef(path, 1))
            stage.wait_for(lambda path=path: panel.shown is not None and panel.shown.ref.path == path)
        stage.clear()

    assert left_behind(stage, work) == {}


def ask(stage: Stage, question: str) -> None:
    stage.window.ask(question)
    stage.wait_for(lambda: not stage.window.asking.busy, timeout_s=60)


def asked_and_switched(stage: Stage, questions: int) -> None:
    """Asks so many questions, ten in a conversation, and looks at each conversation again."""
    window = stage.window
    for number in range(questions):
        if number % 10 == 0:
            window.conversations.begin_new()
        ask(stage, f"How many days of leave are there in year {number}?")
    stage.settle()
    for summary in window._context.conversations.list()[:5]:
        window.conversations.open(summary.id)
        stage.wait_for(lambda: bool(window.conversation.turns))
        stage.settle()
        window.conversations.begin_new()
    stage.clear()


def test_questions_leave_nothing(stage: Stage) -> None:
    assert left_behind(stage, lambda: asked_and_switched(stage, 3), warm_up=2) == {}


@pytest.mark.alone
def test_a_hundred_questions_and_every_panel_leave_nothing_and_hardly_any_memory(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    all_seen(stage)
    asked_and_switched(stage, 20)
    before = Census.now()
    asked_and_switched(stage, QUESTIONS)
    all_seen(stage)
    after = Census.now()
    grown = after.resident_bytes - before.resident_bytes
    with capsys.disabled():
        print(f"\n{QUESTIONS} questions, every panel: {grown / MEBI:+.1f} MB", end=" ")
        print(f"on {before.resident_bytes / MEBI:.0f} MB,")
        print(f"{after.objects.total() - before.objects.total():+d} of {before.objects.total()} objects")
    assert after.left_since(before) == {}
    assert grown < MOST_GROWTH
