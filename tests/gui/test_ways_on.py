"""A wrong file, an adapter that does not fit, a question asked again: one step leads on from each.

The real window, real GGUF files and the real child.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.errors import Cancelled
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.flowing import SCROLL_BAR
from desktop_rag.gui.widgets.tab_order import set_tab_order
from tests.ggufs import Shape, write_adapter, write_model
from tests.gui.screen import button, settle, text_on
from tests.gui.test_model_flows import WAIT_MS, noticed, ready, said, use
from tests.gui.test_window import press, wait_for_answer


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "tiny.gguf", name="Tiny", reply="Yes.")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.gguf"
    path.touch()
    return path


def choose(window: MainWindow, path: Path) -> None:
    """Picks a file in the dialog that is open."""
    dialog = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    dialog.filesSelected.emit([str(path)])
    dialog.close()


def refused(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Chooses a file that is no model, in the menu."""
    window.conversation.show_library_state(False, 1)
    press(qtbot, window, "Ctrl+M")
    menu = window.model_handling.menu
    qtbot.waitUntil(menu.isVisible)
    button(menu, "Choose a model file…").click()
    choose(window, path)
    qtbot.waitUntil(lambda: "empty" in noticed(window), timeout=WAIT_MS)


def test_from_a_file_that_is_no_model_one_press_leads_to_another_file(
    qtbot: QtBot, window: MainWindow, model: Path, empty: Path
) -> None:
    refused(qtbot, window, empty)
    button(window.conversation.notices, "Choose another file…").click()
    assert noticed(window) == ""
    choose(window, model)
    ready(qtbot, window, "Tiny")


def test_what_was_said_of_a_wrong_file_is_gone_with_the_next_file(
    qtbot: QtBot, window: MainWindow, model: Path, empty: Path
) -> None:
    refused(qtbot, window, empty)
    window.add_paths([model])
    ready(qtbot, window, "Tiny")
    assert noticed(window) == ""


def test_what_was_said_of_a_wrong_file_is_gone_with_the_next_question(
    qtbot: QtBot, window: MainWindow, empty: Path
) -> None:
    refused(qtbot, window, empty)
    window.ask("Is it so?")
    qtbot.waitUntil(lambda: noticed(window) == "")
    wait_for_answer(qtbot, window)


def test_a_notice_about_something_else_stays_when_a_file_is_chosen(
    qtbot: QtBot, window: MainWindow, model: Path
) -> None:
    window.conversation.show_library_state(False, 1)
    window.conversation.notices.say("Removed “Letters”.", action=("Undo", lambda: None))
    window.add_paths([model])
    ready(qtbot, window, "Tiny")
    assert noticed(window) == "Removed “Letters”."


def test_after_choosing_a_model_the_question_can_be_typed(
    qtbot: QtBot, window: MainWindow, model: Path
) -> None:
    window.conversation.show_library_state(False, 1)
    window.conversation.box.model_bar.button.setFocus()
    window.model_handling.open_menu()
    button(window.model_handling.menu, "Choose a model file…").click()
    choose(window, model)
    ready(qtbot, window, "Tiny")
    qtbot.waitUntil(window.conversation.box.edit.hasFocus)


def test_an_adapter_of_another_size_costs_one_press(
    qtbot: QtBot, window: MainWindow, model: Path, tmp_path: Path
) -> None:
    other = write_adapter(tmp_path / "wide.gguf", name="wide", shape=Shape(width=128))
    use(qtbot, window, model)
    window.add_paths([other])
    qtbot.waitUntil(lambda: bool(window.models.setup.adapters), timeout=WAIT_MS)
    window.models.choose_mode(AnswerMode.LORA)
    window.ask("Is it so?")
    wait_for_answer(qtbot, window)
    assert noticed(window) == "“Tiny” can answer without adapters."
    window.shelf.open()
    button(window.conversation.notices, "Ask without adapters").click()
    assert not window.shelf.place.is_open  # the answer is written below it
    wait_for_answer(qtbot, window)
    first, second = window.conversation.turns
    assert second.question == first.question
    assert second.text.toPlainText().startswith("Yes.")
    assert said(window) == "Written by Tiny from its own knowledge"
    assert [each.on for each in window.models.setup.adapters] == [False]


def test_the_first_page_leads_to_a_model_until_there_is_one(
    qtbot: QtBot, window: MainWindow, model: Path
) -> None:
    window.conversation.show_library_state(False, 1)
    button(window.conversation, "Have a model write the answers…").click()
    qtbot.waitUntil(window.model_handling.menu.isVisible)
    window.model_handling.menu.close()
    use(qtbot, window, model)
    assert "Have a model write the answers…" not in text_on(window.conversation)


def test_the_menu_takes_the_room_its_words_need(window: MainWindow) -> None:
    """A scroll bar made the words narrower and so higher, and stayed because of that."""
    window.conversation.show_library_state(False, 1)
    menu = window.model_handling.menu
    bar = menu.findChild(QScrollArea).verticalScrollBar()
    menu.open_above(window.conversation.box.model_bar.button)
    state = menu.model.state
    beside_a_bar = state.width() - SCROLL_BAR
    for letters in range(40, 200):
        state.setText("i " * letters)
        if state.heightForWidth(beside_a_bar) > state.heightForWidth(state.width()):
            break
    menu.close()
    menu.resize(menu.width(), 200)
    menu.open_above(window.conversation.box.model_bar.button)
    settle()
    assert button(menu, "Add an adapter…").isVisible()
    assert not bar.isVisible()
    menu.close()


def test_after_asking_again_the_keyboard_is_at_the_next_question(qtbot: QtBot, window: MainWindow) -> None:
    window.conversation.show_library_state(False, 1)
    turn = window.conversation.begin_turn("Is it so?", ())
    turn.show_error(Cancelled())
    again = button(turn, "Try again")
    again.setFocus()
    again.click()
    qtbot.waitUntil(window.conversation.box.edit.hasFocus)
    wait_for_answer(qtbot, window)


def test_a_menu_that_is_open_over_a_turn_is_no_part_of_its_tab_order(
    qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    """Qt warns of an order across windows, and does not set it."""
    log = request.getfixturevalue("qtlog")  # pytest-qt does not export its type
    part = QWidget()
    qtbot.addWidget(part)
    first, last = QLineEdit(part), QLineEdit(part)
    menu = QMenu(first)
    menu.addAction("Copy")
    line = QLineEdit(menu)
    assert line.window() is menu
    part.show()
    set_tab_order([part])
    assert [each.message for each in log.records if "setTabOrder" in each.message] == []
    assert first.nextInFocusChain() is last
