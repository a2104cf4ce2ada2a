"""Choosing, dropping and losing model files in the real window, with real GGUF files and the real child."""

import threading
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.language_model import ModelChoice, ModelState
from desktop_rag.gui.application import open_window
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.model_controller import Wanted
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.frame.dropping import ADD, ADD_BOTH, ADD_MODEL, BOTH, USE_MODEL, USE_MODELS
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.runtime import RuntimePaths
from tests.ggufs import truncated, write_adapter, write_model
from tests.gui.conftest import delete_deferred
from tests.gui.screen import button, button_names, settle, text_on, words_on
from tests.gui.test_window import add_and_wait, drop, press, wait_for_answer, wait_until_idle

QUESTION = "How many weeks of parental leave are there?"
WAIT_MS = 60_000


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Writes without end, so that there is time to stop it."""
    return write_model(tmp_path / "tiny.gguf", name="Tiny")


@pytest.fixture
def slow_model(tmp_path: Path, window: MainWindow) -> Path:
    """Has seconds to go when it is disturbed, also where this test is slowed down and the model is not."""
    window._context.settings.change(max_tokens=8_000)
    return write_model(tmp_path / "slow.gguf", name="Tiny", context_length=8_192)


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    return write_adapter(tmp_path / "style.gguf", name="style")


def ready(qtbot: QtBot, window: MainWindow, name: str) -> None:
    def loaded() -> None:
        assert window.models.setup.model_name == name
        assert window.models.status.state is ModelState.READY
        assert not window.models.loading

    qtbot.waitUntil(loaded, timeout=WAIT_MS)


def use(qtbot: QtBot, window: MainWindow, model: Path, name: str = "Tiny") -> None:
    window.conversation.show_library_state(False, 1)
    window.add_paths([model])
    ready(qtbot, window, name)


def said(window: MainWindow) -> str:
    """What the bar says."""
    return window.conversation.box.model_bar.button.whole


def noticed(window: MainWindow) -> str:
    notice = window.conversation.notices.current
    return notice.message if notice else ""


def written(window: MainWindow) -> str:
    text = window.conversation.turns[-1].text
    return text.toPlainText() if text else ""


def ask_and_see_it_written(qtbot: QtBot, window: MainWindow) -> None:
    window.ask(QUESTION)
    qtbot.waitUntil(lambda: len(written(window)) > 10, timeout=WAIT_MS)


def dragged(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)


def test_a_dropped_model_is_used_and_not_added_to_the_library(
    qtbot: QtBot, window: MainWindow, model: Path
) -> None:
    window.conversation.show_library_state(False, 1)
    drop(window, [QUrl.fromLocalFile(str(model))])
    ready(qtbot, window, "Tiny")
    assert said(window) == "Written by Tiny"
    assert not window.library.busy
    assert window.library.listing.empty


def test_a_mixed_drop_does_both(qtbot: QtBot, window: MainWindow, model: Path, documents: Path) -> None:
    drop(window, [QUrl.fromLocalFile(str(path)) for path in (model, documents / "leave.md")])
    wait_until_idle(qtbot, window, 1)
    ready(qtbot, window, "Tiny")
    assert [item.name for item in window.library.listing.files] == ["leave.md"]


def test_while_dragging_it_is_said_what_becomes_of_model_files(window: MainWindow, tmp_path: Path) -> None:
    overlay = window._dropping._overlay
    model, page = tmp_path / "a.GGUF", tmp_path / "a.pdf"
    heard = []
    for paths in ((model,), (model, tmp_path / "b.gguf"), (page,), (page, model)):
        dragged(window, *paths)
        heard.append(overlay._text)
    assert heard == [USE_MODEL, USE_MODELS, ADD, BOTH]
    overlay.hide()


def test_while_the_models_page_is_open_model_files_are_only_put_on_its_list(
    window: MainWindow, tmp_path: Path
) -> None:
    overlay = window._dropping._overlay
    window.shelf.open()
    heard = []
    for paths in ((tmp_path / "a.gguf",), (tmp_path / "a.pdf",), (tmp_path / "a.pdf", tmp_path / "a.gguf")):
        dragged(window, *paths)
        heard.append(overlay._text)
    assert heard == [ADD_MODEL, ADD, ADD_BOTH]
    overlay.hide()


def test_a_model_file_can_be_chosen_from_the_menu(qtbot: QtBot, window: MainWindow, model: Path) -> None:
    window.conversation.show_library_state(False, 1)
    press(qtbot, window, "Ctrl+M")
    menu = window.model_handling.menu
    qtbot.waitUntil(menu.isVisible)
    button(menu, "Choose a model file…").click()
    dialog = window.findChild(QFileDialog)
    assert not menu.isVisible()
    assert any("*.gguf" in each for each in dialog.nameFilters())
    dialog.filesSelected.emit([str(model)])
    dialog.close()
    ready(qtbot, window, "Tiny")


@pytest.mark.parametrize("kind", ["truncated", "empty", "text", "missing", "folder"])
def test_a_file_that_is_no_model_is_refused_with_its_reason_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, model: Path, tmp_path: Path, kind: str
) -> None:
    window.conversation.show_library_state(False, 1)
    path = tmp_path / "bad.gguf"
    if kind == "truncated":
        truncated(model, path, 3000)
    elif kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_text("" if kind == "empty" else "Dear Sir or Madam, " * 50, "utf-8")
    window.add_paths([path])
    qtbot.waitUntil(lambda: window.conversation.notices.current is not None, timeout=WAIT_MS)
    notice = window.conversation.notices.current
    assert notice.property("tone") == "danger"
    assert notice.message
    assert notice.hint
    assert said(window) == "Word for word"
    assert window.models.setup.model is None


def test_an_adapter_chosen_as_a_model_can_be_added_as_what_it_is(
    qtbot: QtBot, window: MainWindow, model: Path, adapter: Path
) -> None:
    use(qtbot, window, model)
    window.models.inspect([adapter], Wanted.MODEL)
    qtbot.waitUntil(lambda: "is an adapter" in noticed(window), timeout=WAIT_MS)
    assert window.models.setup.adapters == ()
    button(window.conversation.notices, "Add as an adapter").click()
    assert said(window) == "Written by Tiny with the adapter “style”"


def test_a_model_chosen_as_an_adapter_can_be_used_as_what_it_is(
    qtbot: QtBot, window: MainWindow, model: Path
) -> None:
    window.conversation.show_library_state(False, 1)
    window.models.inspect([model], Wanted.ADAPTER)
    qtbot.waitUntil(lambda: "is a model, not an adapter" in noticed(window), timeout=WAIT_MS)
    button(window.conversation.notices, "Use this model").click()
    ready(qtbot, window, "Tiny")


def test_on_the_first_run_a_dropped_model_is_answered_with_words(
    qtbot: QtBot, window: MainWindow, model: Path
) -> None:
    assert window.conversation.welcome.isVisible()
    drop(window, [QUrl.fromLocalFile(str(model))])
    qtbot.waitUntil(lambda: noticed(window) == "“Tiny” will write the answers to your questions.")
    ready(qtbot, window, "Tiny")


def test_an_adapter_without_a_model_asks_for_one(
    qtbot: QtBot, window: MainWindow, model: Path, adapter: Path
) -> None:
    window.conversation.show_library_state(False, 1)
    window.add_paths([adapter])
    qtbot.waitUntil(lambda: "“style” is used as soon as" in noticed(window), timeout=WAIT_MS)
    assert said(window) == "Word for word"
    button(window.conversation.notices, "Choose a model file…").click()
    dialog = window.findChild(QFileDialog)
    dialog.filesSelected.emit([str(model)])
    dialog.close()
    ready(qtbot, window, "Tiny")
    assert [each.name for each in window.models.setup.adapters_on] == ["style"]


def test_an_adapter_for_another_kind_of_model_is_refused_with_both_names(
    qtbot: QtBot, window: MainWindow, model: Path, tmp_path: Path
) -> None:
    use(qtbot, window, model)
    other = write_adapter(tmp_path / "q.gguf", name="quick", base_name="Qwen", architecture="qwen2")
    window.add_paths([other])
    qtbot.waitUntil(lambda: noticed(window) == "“quick” was made for “Qwen”, not for “Tiny”.")
    assert window.models.setup.adapters == ()


def test_a_written_answer_is_streamed_stopped_and_kept(
    qtbot: QtBot, window: MainWindow, slow_model: Path, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    use(qtbot, window, slow_model)
    ask_and_see_it_written(qtbot, window)
    press(qtbot, window, "Esc")
    assert not window.asking.busy
    kept = written(window)
    assert kept
    assert any("Stopped." in words for words in words_on(window.conversation))

    def stored() -> None:
        (summary,) = window._context.conversations.list()
        (turn,) = window._context.conversations.open(summary.id).turns
        assert turn.state == "stopped"
        assert turn.text

    qtbot.waitUntil(stored, timeout=WAIT_MS)


def test_a_question_asked_while_the_model_loads_waits_and_says_so(
    qtbot: QtBot, window: MainWindow, model: Path, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    use(qtbot, window, model)
    window.ask(QUESTION)
    window.asking.wait_for_model(0.4)
    # Read at once: what the asking says next may come with the first event.
    labels = window.conversation.turns[-1].findChildren(QLabel)
    assert any("Loading the model" in each.text() for each in labels)
    qtbot.waitUntil(lambda: bool(written(window)), timeout=WAIT_MS)
    window.asking.stop()


def test_the_child_killed_in_an_answer_costs_that_answer_only(
    qtbot: QtBot, window: MainWindow, slow_model: Path, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    use(qtbot, window, slow_model)
    ask_and_see_it_written(qtbot, window)
    for child in psutil.Process().children(recursive=True):
        if "chat" in child.cmdline():
            child.kill()
    wait_for_answer(qtbot, window)
    assert written(window)
    assert "Ask again" in button_names(window.conversation.turns[-1])
    assert not window.conversation.box.model_bar.failure.isVisible()
    ask_and_see_it_written(qtbot, window)
    window.asking.stop()


def test_a_model_that_has_gone_is_told_in_the_bar_with_two_ways_on(
    qtbot: QtBot, window: MainWindow, model: Path
) -> None:
    use(qtbot, window, model)
    window.models.unload()
    qtbot.waitUntil(lambda: window.models.status.state is ModelState.EMPTY and not window.models.loading)
    moved = model.rename(model.with_name("elsewhere.gguf"))
    window.models.load()
    failure = window.conversation.box.model_bar.failure
    qtbot.waitUntil(failure.isVisible, timeout=WAIT_MS)
    assert "tiny.gguf" in text_on(failure)
    button(failure, "Copy details").click()
    assert "ModelMissing" in QApplication.clipboard().text()
    moved.rename(model)
    button(failure, "Try again").click()
    ready(qtbot, window, "Tiny")
    qtbot.waitUntil(lambda: not failure.isVisible())


def test_word_for_word_is_one_press_away_from_a_broken_model(
    qtbot: QtBot, window: MainWindow, model: Path, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    use(qtbot, window, model)
    window.models.unload()
    model.unlink()
    window.ask(QUESTION)
    wait_for_answer(qtbot, window)
    settle()
    assert "tiny.gguf" in text_on(window.conversation.turns[-1])
    button(window.conversation.box.model_bar.failure, "Answer word for word").click()
    assert said(window) == "Word for word"
    window.ask(QUESTION)
    wait_for_answer(qtbot, window)
    assert "sixteen weeks" in written(window)


def settled_setup(qtbot: QtBot, window: MainWindow) -> AnswerSetup:
    """How answers are made, once everything about it is read and stored."""

    def settled() -> None:
        setup = window.models.setup
        assert setup.facts
        assert setup.adapters
        assert all(each.facts for each in setup.adapters)
        assert not window.models._settings.busy

    qtbot.waitUntil(settled, timeout=WAIT_MS)
    return window.models.setup


def leave(window: MainWindow, context: AppContext) -> None:
    window.close()
    context.close()
    window.deleteLater()
    delete_deferred()


def test_what_was_chosen_is_there_again_next_time(
    qtbot: QtBot, tmp_path: Path, model: Path, adapter: Path
) -> None:
    paths, other = RuntimePaths.at(tmp_path / "library"), write_adapter(tmp_path / "law.gguf", name="law")
    context = AppContext.open(paths)
    window = open_window(context, paths)
    window.add_paths([model, adapter, other])
    settled_setup(qtbot, window)
    window.model_handling.menu.adapters.switched.emit(other, False)
    window.model_handling.menu.adapters.scaled.emit(adapter, 0.5)
    before = settled_setup(qtbot, window)
    leave(window, context)
    context = AppContext.open(paths)
    window = open_window(context, paths)
    assert settled_setup(qtbot, window) == before
    assert said(window) == "Written by Tiny with the adapter “style”"
    leave(window, context)
    assert [(each.name, each.on, each.adapter.scale) for each in before.adapters] == [
        ("style", True, 0.5),
        ("law", False, 1.0),
    ]


def test_a_model_that_has_gone_does_not_speak_for_another_chosen_meanwhile(
    qtbot: QtBot, window: MainWindow, model: Path, tmp_path: Path
) -> None:
    gone, slowly = ModelChoice(tmp_path / "gone.gguf"), threading.Event()
    window._context.settings.change(model=gone, mode=AnswerMode.RAG)
    Channel(window._context.jobs, Lane.MODEL, latest_only=False, parent=window).start(
        lambda _job: slowly.wait(WAIT_MS / 1000)
    )
    window.models._kept = ()
    window.models.begin(())
    qtbot.waitUntil(lambda: window.models.setup.model == gone, timeout=WAIT_MS)
    window.models.take(window._context.shelf.inspect(model, JobContext()))
    slowly.set()
    qtbot.waitUntil(lambda: not window.models._known.busy, timeout=WAIT_MS)
    assert window.models.status.state is not ModelState.FAILED
    ready(qtbot, window, "Tiny")


def test_the_answer_is_made_in_the_way_the_bar_says_even_if_that_was_chosen_just_now(
    qtbot: QtBot, window: MainWindow, model: Path, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    use(qtbot, window, model)
    window.models.choose_mode(AnswerMode.EXTRACT)
    window.ask(QUESTION)
    wait_for_answer(qtbot, window)
    assert "sixteen weeks" in written(window)
    window.models.choose_mode(AnswerMode.BASE)
    window.ask(QUESTION)
    qtbot.waitUntil(lambda: bool(written(window)), timeout=WAIT_MS)
    assert "sixteen" not in written(window)
    window.asking.stop()
