"""The question box does with each key what people expect of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from pytestqt.qtbot import QtBot

from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.question_box import QuestionBox
from tests.gui.samples import LETTERS, PAPERS
from tests.gui.screen import button, button_names, text_on, words_on

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


def test_several_places_are_one_chip_that_lists_them(box: QuestionBox) -> None:
    box.set_scope((LETTERS, PAPERS, Path("/home/ann/<b>.pdf")))
    chip = button(box, "in: 3 places")
    assert chip.accessibleName().startswith("Asking only in “letters”, “papers” and “<b>.pdf”. Press")
    assert [place in chip.toolTip() for place in (str(LETTERS), str(PAPERS), "&lt;b&gt;.pdf")] == [True] * 3


def test_thousands_of_places_keep_the_chip_small(box: QuestionBox) -> None:
    box.set_scope(tuple(PAPERS / f"{number}.pdf" for number in range(5_000)))
    chip = button(box, "in: 5,000 places")
    assert "and 4,980 more" in chip.toolTip()
    assert len(chip.accessibleName()) < 200


def test_of_several_places_the_removed_ones_go(box: QuestionBox) -> None:
    box.set_scope((LETTERS, PAPERS / "a.pdf", PAPERS / "b.pdf"))
    box.forget_scope([LETTERS])
    assert "in: 2 places" in text_on(box)
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
