"""A question is edited in place, asked again in another way or by another model, copied; real children."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.main_window import MainWindow
from tests.ggufs import write_model
from tests.gui.screen import button, button_names, settle, text_on, words_on
from tests.gui.test_model_flows import ready, said, use, written
from tests.gui.test_window import QUESTION, add_and_wait, press, wait_for_answer
from tests.practice import world

WAIT_MS = 60_000
PRACTICE = Path(__file__).parents[1] / "practice"
OTHER = "How many days of annual leave are there?"


@pytest.fixture
def asked(qtbot: QtBot, window: MainWindow, documents: Path) -> MainWindow:
    """The window with one answer, word for word."""
    add_and_wait(qtbot, window, [documents], 2)
    window.ask(QUESTION)
    wait_for_answer(qtbot, window)
    settle()
    return window


def last(window: MainWindow) -> TurnView:
    return window.conversation.turns[-1]


def questions(window: MainWindow) -> list[str]:
    return [turn.question for turn in window.conversation.turns]


def open_ways(qtbot: QtBot, window: MainWindow) -> dict[str, QAction]:
    """The menu "Ask again…" of the last turn, its lines by their words."""
    button(last(window), "Ask again…").click()
    menus: list[QMenu] = []

    def shown() -> None:
        menus[:] = [menu for menu in last(window).findChildren(QMenu) if menu.isVisible()]
        assert menus

    qtbot.waitUntil(shown, timeout=WAIT_MS)
    return {action.text(): action for action in menus[0].actions()}


def choose(window: MainWindow, action: QAction) -> None:
    menu = action.parent()
    action.trigger()
    assert isinstance(menu, QMenu)
    menu.close()
    settle()


def on_shelf(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Puts a model on the list without using it."""
    window.shelf.add([path], ShelfKind.MODEL)
    shelf = window._context.shelf
    qtbot.waitUntil(lambda: path in {row.item.path for row in shelf.rows()}, timeout=WAIT_MS)


def test_ctrl_e_opens_the_last_question_and_enter_asks_it_anew_at_the_end(
    qtbot: QtBot, asked: MainWindow
) -> None:
    press(qtbot, asked, "Ctrl+E")
    field = last(asked).question_row.edit
    qtbot.waitUntil(field.hasFocus)
    assert field.toPlainText() == QUESTION
    field.setPlainText(OTHER)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait_for_answer(qtbot, asked)
    assert questions(asked) == [QUESTION, OTHER]
    assert "sixteen weeks" in asked.conversation.turns[0].text.toPlainText()
    assert "twenty-eight days" in written(asked)
    (summary,) = asked._context.conversations.list()
    assert [turn.question for turn in asked._context.conversations.open(summary.id).turns] == [
        QUESTION,
        OTHER,
    ]
    qtbot.waitUntil(asked.conversation.box.edit.hasFocus)


def test_ctrl_e_again_goes_back_to_what_was_being_changed(qtbot: QtBot, asked: MainWindow) -> None:
    press(qtbot, asked, "Ctrl+E")
    row = last(asked).question_row
    qtbot.keyClicks(row.edit, " or not")
    asked.conversation.take_focus()
    press(qtbot, asked, "Ctrl+E")
    assert row.edit.toPlainText() == f"{QUESTION} or not"
    assert row.edit.hasFocus()


def test_escape_leaves_the_question_as_it_was(qtbot: QtBot, asked: MainWindow) -> None:
    press(qtbot, asked, "Ctrl+E")
    row = last(asked).question_row
    qtbot.keyClicks(row.edit, " or not")
    qtbot.keyClick(row.edit, Qt.Key.Key_Escape)
    assert not row.editing
    assert questions(asked) == [QUESTION]
    assert QUESTION in words_on(last(asked))
    qtbot.waitUntil(row.button.hasFocus)


def test_the_pencil_is_seen_near_the_pointer_and_with_the_keyboard_only(
    qtbot: QtBot, asked: MainWindow
) -> None:
    pencil = last(asked).question_row.button
    assert pencil.accessibleName() == "Edit this question"
    assert not pencil.seen
    before = pencil.grab().toImage()
    pencil.setFocus()
    qtbot.waitUntil(pencil.hasFocus)
    assert pencil.seen
    assert pencil.grab().toImage() != before
    asked.conversation.box.take_focus()
    assert not pencil.seen
    pencil.set_near(True)
    assert pencil.seen


def test_an_empty_question_is_not_asked(qtbot: QtBot, asked: MainWindow) -> None:
    press(qtbot, asked, "Ctrl+E")
    row = last(asked).question_row
    row.edit.clear()
    qtbot.keyClick(row.edit, Qt.Key.Key_Return)
    assert questions(asked) == [QUESTION]
    assert not row.editing


@pytest.mark.parametrize("keys", ["Ctrl+E", "Ctrl+R", "Ctrl+Shift+C"])
def test_without_a_question_the_keys_do_nothing(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    window.conversation.show_library_state(False, 1)
    press(qtbot, window, keys)
    assert questions(window) == []


def test_ctrl_r_asks_again_as_is_set(qtbot: QtBot, asked: MainWindow) -> None:
    press(qtbot, asked, "Ctrl+R")
    wait_for_answer(qtbot, asked)
    assert questions(asked) == [QUESTION, QUESTION]
    assert "sixteen weeks" in written(asked)


def test_without_a_model_there_is_one_way_and_the_way_to_models(qtbot: QtBot, asked: MainWindow) -> None:
    ways = open_ways(qtbot, asked)
    assert [text for text, action in ways.items() if not action.isSeparator()] == [
        "The same way: Word for word",
        "Models…",
    ]
    choose(asked, ways["The same way: Word for word"])
    wait_for_answer(qtbot, asked)
    assert questions(asked) == [QUESTION, QUESTION]


def test_once_in_another_way_changes_nothing_that_is_set(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path
) -> None:
    use(qtbot, asked, write_model(tmp_path / "tiny.gguf", name="Tiny", reply="Yes."))
    assert said(asked) == "Written by Tiny"
    ways = open_ways(qtbot, asked)
    assert {"The same way: Word for word", "From my documents", "Model alone"} <= set(ways)
    assert "Model with adapters" not in ways
    choose(asked, ways["Model alone"])
    wait_for_answer(qtbot, asked)
    settle()
    assert "Yes" in written(asked)
    assert {"Written by Tiny", "From the model's own knowledge; no source"} <= set(words_on(last(asked)))
    assert said(asked) == "Written by Tiny"
    assert asked.models.setup.mode is AnswerMode.RAG
    assert asked._context.settings.load().mode is AnswerMode.RAG
    assert "Always answer this way" in button_names(last(asked))


def test_what_was_tried_once_can_be_kept(qtbot: QtBot, asked: MainWindow, tmp_path: Path) -> None:
    use(qtbot, asked, write_model(tmp_path / "tiny.gguf", name="Tiny", reply="Yes."))
    choose(asked, open_ways(qtbot, asked)["Model alone"])
    wait_for_answer(qtbot, asked)
    settle()
    button(last(asked), "Always answer this way").click()
    assert said(asked) == "Written by Tiny from its own knowledge"
    settings = asked._context.settings
    qtbot.waitUntil(lambda: settings.load().mode is AnswerMode.BASE, timeout=WAIT_MS)


def test_another_model_answers_one_question_and_says_that_it_is_loaded(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path
) -> None:
    use(qtbot, asked, write_model(tmp_path / "tiny.gguf", name="Tiny", reply="Tiny."))
    on_shelf(qtbot, asked, write_model(tmp_path / "large.gguf", name="Large", reply="Large."))
    ways = open_ways(qtbot, asked)
    assert "Tiny" not in ways
    loading: list[str] = []
    asked.models.changed.connect(lambda: loading.extend(words_on_status(asked)))
    choose(asked, ways["Large"])
    loading.extend(words_on_status(asked))
    wait_for_answer(qtbot, asked)
    settle()
    assert "Large" in written(asked)
    assert any(words.startswith("Loading Large…") for words in loading), loading
    assert any(words.startswith("Written by Large") for words in words_on(last(asked)))
    assert said(asked) == "Written by Tiny"
    assert asked._context.settings.load().model.path.name == "tiny.gguf"
    asked.ask(OTHER)
    wait_for_answer(qtbot, asked)
    assert "Tiny" in written(asked)


def words_on_status(window: MainWindow) -> list[str]:
    status = last(window)._status
    return [status._words.text()] if status else []


def test_another_model_can_be_kept_as_the_one_that_answers(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path
) -> None:
    use(qtbot, asked, write_model(tmp_path / "tiny.gguf", name="Tiny", reply="Tiny."))
    on_shelf(qtbot, asked, write_model(tmp_path / "large.gguf", name="Large", reply="Large."))
    choose(asked, open_ways(qtbot, asked)["Large"])
    wait_for_answer(qtbot, asked)
    settle()
    button(last(asked), "Always answer this way").click()
    ready(qtbot, asked, "Large")
    assert said(asked) == "Written by Large"


def test_a_model_that_fails_for_one_question_says_so_there_and_not_in_the_bar(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path
) -> None:
    use(qtbot, asked, write_model(tmp_path / "tiny.gguf", name="Tiny", reply="Tiny."))
    large = write_model(tmp_path / "large.gguf", name="Large", reply="Large.")
    on_shelf(qtbot, asked, large)
    ways = open_ways(qtbot, asked)
    large.unlink()
    choose(asked, ways["Large"])
    wait_for_answer(qtbot, asked)
    settle()
    assert "large.gguf" in text_on(last(asked))
    assert not asked.conversation.box.model_bar.failure.isVisible()
    asked.ask(OTHER)
    wait_for_answer(qtbot, asked)
    assert "Tiny" in written(asked)


def test_a_model_whose_file_is_gone_is_named_with_the_reason_and_cannot_be_chosen(
    qtbot: QtBot, asked: MainWindow, tmp_path: Path
) -> None:
    gone = write_model(tmp_path / "gone.gguf", name="Gone", reply="No.")
    on_shelf(qtbot, asked, gone)
    gone.unlink()
    ways = open_ways(qtbot, asked)
    line = next(text for text in ways if text.startswith("Gone · "))
    assert not ways[line].isEnabled()
    ways[line].parent().close()


def test_ctrl_shift_c_copies_the_last_answer_with_its_sources_as_text_and_html(
    qtbot: QtBot, asked: MainWindow
) -> None:
    QGuiApplication.clipboard().clear()
    press(qtbot, asked, "Ctrl+Shift+C")
    copied = QGuiApplication.clipboard().mimeData()
    assert "sixteen weeks" in copied.text()
    assert "leave.md" in copied.text()
    assert f"<b>{QUESTION}</b>" in copied.html()
    assert "<sup>[1]</sup>" in copied.html()


def test_drafts_stay_with_their_conversations(qtbot: QtBot, asked: MainWindow) -> None:
    first = asked.asking.conversation_id
    box = asked.conversation.box
    qtbot.keyClicks(box.edit, "and for fathers")
    press(qtbot, asked, "Ctrl+N")
    assert box.edit.toPlainText() == ""
    asked.conversations.open(first)
    qtbot.waitUntil(lambda: box.edit.toPlainText() == "and for fathers", timeout=WAIT_MS)


def test_another_library_gets_no_drafts_of_the_one_before(qtbot: QtBot, asked: MainWindow) -> None:
    first = asked.asking.conversation_id
    box = asked.conversation.box
    qtbot.keyClicks(box.edit, "and for fathers")
    asked.library_handling.replaced.emit()
    asked.conversations.open(first)
    qtbot.waitUntil(lambda: asked.asking.conversation_id == first, timeout=WAIT_MS)
    assert box.edit.toPlainText() == ""


def suggestions(window: MainWindow) -> Callable[[], bool]:
    return lambda: len(window.conversation.start.suggestions) > 0


def test_an_empty_conversation_suggests_questions_of_the_library_and_asks_them(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    (documents / "rules.txt").write_text("The notice period is three months. To end the lease, write to us.")
    add_and_wait(qtbot, window, [documents], 3)
    qtbot.waitUntil(suggestions(window), timeout=WAIT_MS)
    settle()
    question = window.conversation.start.suggestions[0]
    button(window.conversation, question).click()
    wait_for_answer(qtbot, window)
    assert questions(window) == [question]
    assert "Not in your documents" not in text_on(last(window))


def test_other_questions_are_one_press_away_and_the_first_ones_come_again_next_time(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    text = "The {0} fee is 30 euros. To pay the {0} fee, write to the {0} office. "
    text += "The {0} office is located in {0}."
    for name in ("Bristol", "Lyon", "Tartu", "Porto"):
        (documents / f"{name}.txt").write_text(text.format(name))
    add_and_wait(qtbot, window, [documents], 6)
    qtbot.waitUntil(suggestions(window), timeout=WAIT_MS)
    before = window.conversation.start.suggestions
    settle()
    button(window.conversation, "Other questions").click()
    qtbot.waitUntil(lambda: window.conversation.start.suggestions != before, timeout=WAIT_MS)
    assert window.conversation.start.suggestions


def test_in_a_scope_the_suggestions_are_of_that_scope(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    (documents / "rules.txt").write_text("The notice period is three months. To end the lease, write to us.")
    add_and_wait(qtbot, window, [documents], 3)
    window.conversation.box.set_scope((documents / "rules.txt",))
    known = {"How long is the notice period?", "How do I end the lease?"}
    qtbot.waitUntil(
        lambda: set(window.conversation.start.suggestions) <= known and suggestions(window)(), timeout=WAIT_MS
    )
    assert "Searching rules.txt" in words_on(window.conversation.box)


def test_nothing_is_suggested_while_something_is_typed(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    (documents / "rules.txt").write_text("The notice period is three months. To end the lease, write to us.")
    window.conversation.box.edit.setPlainText("half a question")
    add_and_wait(qtbot, window, [documents], 3)
    qtbot.wait(1_500)
    assert window.conversation.start.suggestions == ()
    window.conversation.box.edit.clear()
    qtbot.waitUntil(suggestions(window), timeout=WAIT_MS)


def test_a_flourish_that_no_source_says_is_marked_explained_and_gone_in_another_way(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    held_out = world.held_out_notes(0)[:8]
    world.write_notes(notes, held_out)
    add_and_wait(qtbot, window, [notes], len(held_out))
    window.add_paths([PRACTICE / "model.gguf", PRACTICE / "captain.gguf"])
    qtbot.waitUntil(lambda: window.models.setup.mode is AnswerMode.HYBRID, timeout=WAIT_MS)
    window.ask(world.question(held_out[0].facts[0]))
    wait_for_answer(qtbot, window)
    settle()
    assert "not in its source" in written(window)
    assert any("does not say this" in words for words in words_on(last(window)))
    choose(window, open_ways(qtbot, window)["From my documents"])
    wait_for_answer(qtbot, window)
    settle()
    assert world.is_right(held_out[0].facts[0], written(window))
    assert "not in its source" not in written(window)
    assert window.models.setup.mode is AnswerMode.HYBRID
    button(window.conversation.turns[0], "What does this mean?").click()
    assert window.places.current is not None
