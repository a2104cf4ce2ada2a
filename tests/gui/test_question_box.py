"""The question box does with each key what people expect of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from pytestqt.qtbot import QtBot

from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.asking.question_box import QuestionBox
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import LETTERS, PAPERS
from tests.gui.screen import button, button_names, settle, text_on, words_on

ENTER, SHIFT = Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def box(qtbot: QtBot, icons: Icons) -> QuestionBox:
    made = QuestionBox(icons)
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    return made


@pytest.fixture
def asked(box: QuestionBox) -> list[str]:
    heard: list[str] = []
    box.asked.connect(heard.append)
    return heard


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_asks_and_empties_the_box(
    qtbot: QtBot, box: QuestionBox, asked: list[str], key: Qt.Key
) -> None:
    qtbot.keyClicks(box.edit, "  How long? ")
    qtbot.keyClick(box.edit, key)
    assert asked == ["How long?"]
    assert box.edit.toPlainText() == ""


def test_shift_enter_begins_a_line(qtbot: QtBot, box: QuestionBox, asked: list[str]) -> None:
    qtbot.keyClicks(box.edit, "one")
    qtbot.keyClick(box.edit, ENTER, SHIFT)
    qtbot.keyClicks(box.edit, "two")
    assert box.edit.toPlainText() == "one\ntwo"
    assert asked == []


def test_the_button_asks_too(qtbot: QtBot, box: QuestionBox, asked: list[str]) -> None:
    qtbot.keyClicks(box.edit, "How long?")
    qtbot.mouseClick(button(box, "Ask"), Qt.MouseButton.LeftButton)
    assert asked == ["How long?"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_but_space_is_not_asked(qtbot: QtBot, box: QuestionBox, asked: list[str], text: str) -> None:
    box.edit.setPlainText(text)
    assert not box.button.isEnabled()
    qtbot.keyClick(box.edit, ENTER)
    assert asked == []


def test_while_a_question_runs_the_button_stops_and_typing_goes_on(
    qtbot: QtBot, box: QuestionBox, asked: list[str]
) -> None:
    stops: list[int] = []
    box.stop_requested.connect(lambda: stops.append(1))
    box.set_busy(True)
    qtbot.keyClicks(box.edit, "And then?")
    qtbot.keyClick(box.edit, ENTER)
    assert (asked, box.edit.toPlainText()) == ([], "And then?")
    button(box, "Stop").click()
    assert (stops, asked) == ([1], [])
    box.set_busy(False)
    button(box, "Ask").click()
    assert asked == ["And then?"]


def test_up_moves_within_text_and_recalls_only_when_empty(qtbot: QtBot, box: QuestionBox) -> None:
    qtbot.keyClicks(box.edit, "How long?")
    qtbot.keyClick(box.edit, ENTER)
    qtbot.keyClicks(box.edit, "x")
    qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    assert box.edit.toPlainText() == "x"
    qtbot.keyClick(box.edit, Qt.Key.Key_Backspace)
    qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    qtbot.keyClicks(box.edit, "!")
    assert box.edit.toPlainText() == "How long?!"


def test_the_box_grows_with_the_text_and_then_scrolls(qtbot: QtBot, box: QuestionBox) -> None:
    heights = []
    for lines in (1, 3, 6, 30):
        box.edit.setPlainText("\n".join(["line"] * lines))
        heights.append(box.edit.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]
    box.edit.clear()
    assert box.edit.height() == heights[0]


def test_the_box_takes_a_third_of_a_high_window_before_it_scrolls(qtbot: QtBot, icons: Icons) -> None:
    panel = ConversationPanel(icons)
    qtbot.addWidget(panel)
    panel.resize(700, 1200)
    panel.show_library_state(False, 3)
    panel.show()
    panel.box.edit.setPlainText("\n".join(["line"] * 100))
    assert 330 < panel.box.edit.height() <= 400
    panel.resize(700, 600)
    settle()
    assert panel.box.edit.height() <= 200


def test_pasted_text_loses_its_looks(box: QuestionBox) -> None:
    pasted = QMimeData()
    pasted.setHtml("<b>How</b> <i>long</i>?")
    pasted.setText("How long?")
    box.edit.insertFromMimeData(pasted)
    assert box.edit.toPlainText() == "How long?"


def test_tab_leaves_the_box(qtbot: QtBot, box: QuestionBox) -> None:
    box.edit.setPlainText("How long?")
    box.take_focus()
    qtbot.waitUntil(box.edit.hasFocus)
    qtbot.keyClick(box.edit, Qt.Key.Key_Tab)
    assert box.button.hasFocus()
    assert box.edit.toPlainText() == "How long?"
    qtbot.keyClick(box.button, Qt.Key.Key_Tab)
    assert box.model_bar.button.hasFocus()


def test_a_scope_is_a_chip_that_one_press_takes_away(qtbot: QtBot, box: QuestionBox) -> None:
    box.set_scope((PAPERS,))
    chip = button(box, "in: papers")
    assert chip.accessibleName() == "Asking only in “papers”. Press to ask in the whole library again."
    chip.click()
    assert box.scope == ()
    assert "in: papers" not in button_names(box)
    qtbot.waitUntil(box.edit.hasFocus)


def test_a_chip_shows_an_ampersand_and_cuts_a_long_name_in_its_middle(box: QuestionBox) -> None:
    box.set_scope((Path("/home/ann/Q&A"),))
    assert "in: Q&&A" in text_on(box)  # Qt draws "&&" as one
    box.set_scope((Path("/home/ann") / ("begin" + "x" * 200 + "end.pdf"),))
    shown = next(words for words in words_on(box) if words.startswith("in: "))
    assert "begin" in shown
    assert "end.pdf" in shown
    assert len(shown) < 70


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        ([PAPERS], ()),
        ([PAPERS.parent], ()),
        ([LETTERS], (PAPERS,)),
        ([PAPERS / "a.pdf"], (PAPERS,)),
        ([], (PAPERS,)),
    ],
)
def test_a_scope_goes_with_what_was_removed(box: QuestionBox, removed: list[Path], left: Scope) -> None:
    box.set_scope((PAPERS,))
    box.forget_scope(removed)
    assert box.scope == left
    assert ("in: papers" in text_on(box)) is bool(left)


def test_several_places_are_a_chip_each_that_takes_its_place_away(box: QuestionBox) -> None:
    markup = Path("/home/ann/<b>.pdf")
    box.set_scope((markup, LETTERS, PAPERS))
    assert [chip.text() for chip in box.chips.chips] == ["in: <b>.pdf", "in: letters", "in: papers"]
    chip = button(box, "in: letters")
    assert chip.accessibleName() == "Asking in “letters” too. Press to leave it out."
    assert "&lt;b&gt;.pdf" in button(box, "in: <b>.pdf").toolTip()
    chip.click()
    assert box.scope == (markup, PAPERS)
    assert "in: letters" not in button_names(box)


def test_backspace_at_the_start_takes_the_last_place_away(qtbot: QtBot, box: QuestionBox) -> None:
    box.set_scope((LETTERS, PAPERS))
    qtbot.keyClicks(box.edit, "ab")
    qtbot.keyClick(box.edit, Qt.Key.Key_Backspace)
    assert (box.scope, box.edit.toPlainText()) == ((LETTERS, PAPERS), "a")
    qtbot.keyClick(box.edit, Qt.Key.Key_Home)
    for left in ((LETTERS,), (), ()):
        qtbot.keyClick(box.edit, Qt.Key.Key_Backspace)
        assert (box.scope, box.edit.toPlainText()) == (left, "a")


def test_chips_that_do_not_fit_go_on_in_a_second_line(box: QuestionBox) -> None:
    places = tuple(Path(f"/home/ann/a folder with a long name {number}") for number in range(4))
    box.resize(340, 300)
    box.set_scope(places)
    settle()
    assert {chip.x() for chip in box.chips.chips} == {0} or len({chip.y() for chip in box.chips.chips}) > 1
    assert all(chip.geometry().right() <= box.chips.width() for chip in box.chips.chips)
    assert not any(
        one.geometry().intersects(other.geometry())
        for one in box.chips.chips
        for other in box.chips.chips
        if one is not other
    )


def test_each_conversation_keeps_its_own_draft(qtbot: QtBot, box: QuestionBox) -> None:
    qtbot.keyClicks(box.edit, "half a question")
    box.switch_draft(None, 7)
    assert box.edit.toPlainText() == ""
    qtbot.keyClicks(box.edit, "another")
    box.switch_draft(7, None)
    assert box.edit.toPlainText() == "half a question"
    qtbot.keyClicks(box.edit, "!")
    assert box.edit.toPlainText() == "half a question!"
    box.switch_draft(None, 7)
    assert box.edit.toPlainText() == "another"


def test_a_very_long_text_can_be_pasted_and_what_of_it_is_searched_is_said(box: QuestionBox) -> None:
    box.edit.insertPlainText("word " * 40_000)
    assert "The search reads the first 4,000 characters." in words_on(box)
    assert box.edit.height() < 300
    assert box.edit.verticalScrollBar().maximum() > 0
    box.edit.clear()
    assert "The search reads" not in text_on(box)


def test_a_screen_reader_hears_with_the_box_what_is_searched_and_how(box: QuestionBox) -> None:
    box.show_ready(29)
    assert box.edit.accessibleDescription() == "Searching all 29 documents · Word for word"
    box.set_scope((PAPERS,))
    assert box.edit.accessibleDescription() == "Searching papers · Word for word"


def test_thousands_of_places_keep_the_chip_small(box: QuestionBox) -> None:
    box.set_scope(tuple(PAPERS / f"{number}.pdf" for number in range(5_000)))
    chip = button(box, "in: 5,000 places")
    assert "and 4,980 more" in chip.toolTip()
    assert len(chip.accessibleName()) < 200


def test_of_several_places_the_removed_ones_go(box: QuestionBox) -> None:
    box.set_scope((LETTERS, PAPERS / "a.pdf", PAPERS / "b.pdf"))
    box.forget_scope([LETTERS])
    assert {"in: a.pdf", "in: b.pdf"} <= set(words_on(box))
    box.forget_scope([PAPERS / "a.pdf"])
    assert box.scope == (PAPERS / "b.pdf",)
    assert "in: b.pdf" in text_on(box)
    box.forget_scope([PAPERS])
    assert "in: " not in text_on(box)


def test_the_frame_shows_where_the_keyboard_is(qtbot: QtBot, box: QuestionBox) -> None:
    box.edit.clearFocus()
    before = box.grab().toImage()
    box.take_focus()
    qtbot.waitUntil(box.edit.hasFocus)
    assert box.grab().toImage() != before
