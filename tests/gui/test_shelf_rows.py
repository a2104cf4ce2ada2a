"""The files that a person has: every state of a row is told in words, and nothing is deleted by one press."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.shelf_values import ShelfRow
from desktop_rag.domain.errors import ModelDamaged
from desktop_rag.domain.fit import Machine, Verdict, advice
from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.domain.shelf import Speed
from desktop_rag.gui.models.shelf_rows import ShelfList, ShelfState, ShelfWish
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.models_samples import MODELS, NOW, adapter, clock, fit, model, shelf_row
from tests.gui.screen import button, button_names, settle, text_on
from tests.gui.test_conversation_list import heard

GONE = ("The file is not there now.", "Reconnect the drive it is on, or remove it from the list.")
NOTHING = "There is none yet."
READY = ModelStatus(ModelState.READY)


@pytest.fixture
def shown(qtbot: QtBot, icons: Icons) -> ShelfList:
    made = ShelfList(icons, clock)
    made.show_nothing(NOTHING)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def state(
    row: ShelfRow, *, on: bool = False, status: ModelStatus | None = None, unfit: str = ""
) -> ShelfState:
    return ShelfState(row, on, status, unfit)


def show(shelf: ShelfList, *states: ShelfState) -> str:
    shelf.show_rows(states)
    return text_on(shelf)


def test_an_empty_shelf_says_so(shown: ShelfList) -> None:
    assert NOTHING in show(shown)
    assert NOTHING not in show(shown, state(shelf_row()))


def test_a_row_tells_what_the_file_is_whether_it_fits_and_how_fast_it_is(shown: ShelfList) -> None:
    row = shelf_row(speed=Speed(9.3, 2.1), last_used_at=NOW.timestamp() - 86_400)
    said = show(shown, state(row))
    for part in (
        "SmolLM3 3B",
        "3.1 billion parameters · Q4_K_M · 1.9 GB · context 65,536 · Apache-2.0",
        "Fits: needs 2.9 GB of memory, 20.1 GB are free",
        "Writes 9.3 tokens a second here, first word after 2.1 s · Last used: Yesterday",
    ):
        assert part in said


def test_what_is_in_use_is_marked_and_not_offered_again(shown: ShelfList) -> None:
    assert "In use" in show(shown, state(shelf_row(), on=True))
    assert "Use SmolLM3 3B" not in {
        each.accessibleName() for each in [shown.row(1).button] if each.isVisible()
    }
    assert "In use" not in show(shown, state(shelf_row()))
    assert shown.row(1).button.isVisible()


def test_using_a_file_is_one_press(shown: ShelfList) -> None:
    wished = heard(shown.wished)
    show(shown, state(shelf_row(4)))
    button(shown, "Use SmolLM3 3B").click()
    assert wished == [(4, ShelfWish.USE)]


def test_what_will_not_fit_cannot_be_used_and_says_why(shown: ShelfList) -> None:
    small = Machine(8_000_000_000, 5_200_000_000)
    needed = fit(9.1, Verdict.NO, small)
    said = show(shown, state(shelf_row(fits=needed)))
    assert f"Will not fit: needs 9.1 GB of memory, 5.2 GB are free. {advice(needed, model())}" in said
    use = shown.row(1).button
    assert not use.isEnabled()
    assert "needs 9.1 GB" in use.accessibleDescription()
    assert "needs 9.1 GB" in use.toolTip()


@pytest.mark.parametrize("on", [False, True])
def test_what_fits_only_with_a_shorter_context_is_offered_with_it(shown: ShelfList, on: bool) -> None:
    small = Machine(8_000_000_000, 5_200_000_000)
    wished = heard(shown.wished)
    row = replace(shelf_row(4, fits=fit(6.1, Verdict.NO, small)), shorter_context=4096)
    assert "Will not fit: needs 6.1 GB" in show(shown, state(row, on=on))
    button(shown, "Use with a shorter context SmolLM3 3B").click()
    assert wished == [(4, ShelfWish.USE)]


def test_what_is_tight_can_be_used_all_the_same(shown: ShelfList) -> None:
    assert "Tight: " in show(shown, state(shelf_row(fits=fit(19, Verdict.TIGHT))))
    assert shown.row(1).button.isEnabled()


def test_a_file_that_has_gone_says_so_until_it_is_back(shown: ShelfList) -> None:
    wished = heard(shown.wished)
    said = show(shown, state(shelf_row(problem=GONE[0], hint=GONE[1])), state(shelf_row(2, model("Other"))))
    assert GONE[0] in said
    assert GONE[1] in said
    assert "Other" in said
    assert not shown.row(1).button.isEnabled()
    assert "In use" not in show(shown, state(shelf_row(problem=GONE[0], hint=GONE[1]), on=True))
    button(shown, "Remove from the list").click()
    assert wished == [(1, ShelfWish.REMOVE)]
    assert GONE[0] not in show(shown, state(shelf_row()), state(shelf_row(2, model("Other"))))
    assert shown.row(1).button.isEnabled()


def test_loading_and_failing_are_told_in_the_row_in_use(shown: ShelfList) -> None:
    loading = ModelStatus(ModelState.LOADING, 0.4)
    assert "Loading… 40\N{NO-BREAK SPACE}%" in show(shown, state(shelf_row(), on=True, status=loading))
    failed = ModelStatus(
        ModelState.FAILED, reason="There is not enough memory.", hint="Close other programs."
    )
    said = show(shown, state(shelf_row(), on=True, status=failed))
    assert "There is not enough memory. Close other programs." in said
    assert "not enough memory" not in show(shown, state(shelf_row(), on=True, status=READY))


def test_deleting_a_file_takes_a_second_press_and_shows_what_goes(qtbot: QtBot, shown: ShelfList) -> None:
    wished = heard(shown.wished)
    show(shown, state(shelf_row()))
    shown.row(1).menu_actions["Delete the file…"].trigger()
    said = text_on(shown)
    assert str(MODELS / "smollm3-3b.gguf") in said
    assert "1.9 GB" in said
    assert "This cannot be undone." in said
    assert [wish for _id, wish in wished] == [ShelfWish.DELETE]
    keep = button(shown, "Keep it")
    assert QApplication.focusWidget() is keep
    qtbot.keyClick(keep, Qt.Key.Key_Return)
    assert "Delete the file" not in button_names(shown)
    shown.row(1).menu_actions["Delete the file…"].trigger()
    button(shown, "Delete the file").click()
    assert wished[-1] == (1, ShelfWish.DELETE_NOW)


def test_a_question_that_is_open_outlives_a_new_list(shown: ShelfList) -> None:
    show(shown, state(shelf_row()))
    shown.row(1).menu_actions["Delete the file…"].trigger()
    said = show(shown, state(shelf_row(2, model("Newcomer"))), state(shelf_row()))
    assert "This cannot be undone." in said
    assert QApplication.focusWidget() is button(shown, "Keep it")


def test_the_keyboard_comes_back_to_the_row_when_the_question_is_answered(shown: ShelfList) -> None:
    show(shown, state(shelf_row()))
    shown.row(1).menu_actions["Delete the file…"].trigger()
    button(shown, "Keep it").click()
    assert QApplication.focusWidget() is shown.row(1).button


def test_the_keyboard_stays_in_the_row_that_was_put_in_use(shown: ShelfList) -> None:
    show(shown, state(shelf_row()), state(shelf_row(2, model("Other"))))
    shown.row(2).button.setFocus()
    show(shown, state(shelf_row(2, model("Other")), on=True), state(shelf_row()))
    assert QApplication.focusWidget() is shown.row(2).more


def test_a_check_shows_how_far_it_is_and_what_came_of_it(shown: ShelfList) -> None:
    wished = heard(shown.wished)
    show(shown, state(shelf_row()))
    row = shown.row(1)
    row.show_checking(None)
    row.show_checking(Progress(Phase.CHECKING, 500_000, 2_000_000, "SmolLM3 3B"))
    assert "25%" in text_on(shown)
    button(shown, "Stop").click()
    assert wished == [(1, ShelfWish.STOP)]
    row.show_checked("0123456789abcdef" * 4)
    assert "01234567…89abcdef" in text_on(shown)
    button(shown, "Copy the checksum").click()
    assert QApplication.clipboard().text() == "0123456789abcdef" * 4
    row.show_failure(ModelDamaged("“X” is not what it was.", hint="Download it again."))
    assert "“X” is not what it was." in text_on(shown)
    button(shown, "Close").click()
    settle()
    assert "is not what it was" not in text_on(shown)


def test_an_adapter_names_its_base_and_goes_only_with_it(shown: ShelfList) -> None:
    said = show(shown, state(shelf_row(1, adapter())))
    assert "Made for Granite 4.1 3B" in said
    assert "Fits" not in said
    unfit = "It does not go with “Qwen3 4B”, the model in use."
    assert unfit in show(shown, state(shelf_row(1, adapter()), unfit=unfit))
    assert not shown.row(1).button.isEnabled()


def test_an_adapter_in_use_can_be_switched_off(shown: ShelfList) -> None:
    wished = heard(shown.wished)
    show(shown, state(shelf_row(1, adapter()), on=True))
    button(shown, "Switch off Answerability").click()
    assert wished == [(1, ShelfWish.USE)]


def test_names_are_shown_letter_for_letter(shown: ShelfList) -> None:
    assert "<b>A&B</b>" in show(shown, state(shelf_row(1, model("<b>A&B</b>", path=MODELS / "x.gguf"))))


def test_rows_that_stay_are_the_same_rows_in_the_order_of_the_list(shown: ShelfList) -> None:
    show(shown, state(shelf_row(1)), state(shelf_row(2)), state(shelf_row(3)))
    kept = shown.row(3)
    show(shown, state(shelf_row(3)), state(shelf_row(1)))
    assert shown.row(3) is kept
    assert shown.row(2) is None
    assert shown.row(3).y() < shown.row(1).y()


def test_a_long_shelf_is_shown_from_its_top_and_completed_by_and_by(qtbot: QtBot, shown: ShelfList) -> None:
    many = [state(shelf_row(number, model(f"Model {number}"))) for number in range(60)]
    shown.show_rows(many)
    assert 0 < len(shown.list.rows) < len(many)
    qtbot.waitUntil(lambda: len(shown.list.rows) == len(many))
    settle()
    assert sorted(shown.list.rows, key=lambda key: shown.row(key).y()) == list(range(60))
