"""The line below the question and the menu behind it: told in words, used by mouse and by keyboard."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.errors import ModelDamaged, ModelStopped
from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.gui.asking import answer_setup
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.model_bar import ModelBar
from desktop_rag.gui.asking.model_handling import untold
from desktop_rag.gui.asking.model_menu import INDENT, ModelMenu
from desktop_rag.gui.asking.model_words import MODES
from desktop_rag.gui.asking.question_box import QuestionBox
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from tests.gui.screen import button, button_names, settle, text_on, words_on
from tests.gui.test_answer_setup import (
    LAW,
    OTHER,
    STYLE,
    adapter_facts,
    model_facts,
    with_adapter,
    with_model,
)
from tests.gui.test_conversation_list import heard

EMPTY, READY = ModelStatus(ModelState.EMPTY), ModelStatus(ModelState.READY)
FAILED = ModelStatus(ModelState.FAILED, reason="There is no file tiny.gguf.", hint="Reconnect the drive.")


@pytest.fixture
def box(qtbot: QtBot, icons: Icons) -> QuestionBox:
    made = QuestionBox(icons)
    qtbot.addWidget(made)
    made.resize(640, 160)
    made.show()
    return made


@pytest.fixture
def bar(box: QuestionBox) -> ModelBar:
    return box.model_bar


@pytest.fixture
def menu(qtbot: QtBot, icons: Icons) -> Iterator[ModelMenu]:
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.resize(300, 40)
    anchor.show()
    made = ModelMenu(icons, anchor)
    yield made
    made.close()


def open_menu(menu: ModelMenu, setup: AnswerSetup, status: ModelStatus = READY) -> None:
    menu.show_setup(setup, status)
    menu.open_above(menu.parentWidget())
    settle()


def enabled(menu: ModelMenu) -> set[AnswerMode]:
    return {words.mode for words in MODES if menu.mode_button(words.mode).isEnabled()}


def test_the_bar_says_how_the_next_question_is_answered(box: QuestionBox, bar: ModelBar) -> None:
    assert "Word for word" in text_on(box)
    box.show_setup(with_adapter(), READY)
    said = "Written by Tiny LLaMA with the adapter “style”"
    assert said in text_on(box)
    assert said in bar.button.accessibleName()


def test_a_narrow_bar_cuts_its_words_but_speaks_and_shows_all_of_them(
    box: QuestionBox, bar: ModelBar
) -> None:
    box.resize(340, 160)
    box.show_setup(with_adapter(), READY)
    settle()
    assert bar.button.text().endswith("…")
    assert "with the adapter “style”" in bar.button.accessibleName()
    assert "with the adapter “style”" in bar.button.toolTip()
    assert "How answers are made" in bar.button.toolTip()
    assert bar.button.geometry().right() <= bar.width()
    assert box.button.geometry().right() <= box.width()


def test_names_in_the_bar_are_shown_letter_for_letter(box: QuestionBox, bar: ModelBar) -> None:
    box.show_setup(answer_setup.with_model(AnswerSetup(), model_facts(name="<b>A&B</b>")), READY)
    settle()
    assert bar.button.text() == "Written by <b>A&&B</b>"  # Qt draws "&&" as one
    assert "<b>" not in bar.button.toolTip()


def test_the_box_asks_for_what_will_answer(box: QuestionBox) -> None:
    box.show_setup(with_model(), READY)
    assert box.edit.placeholderText() == "Ask your documents"
    box.show_setup(replace(with_model(), mode=AnswerMode.BASE), READY)
    assert box.edit.placeholderText() == "Ask the model"


def test_loading_is_told_and_can_be_stopped(box: QuestionBox, bar: ModelBar) -> None:
    cancelled = heard(bar.cancel_requested)
    box.show_setup(with_model(), ModelStatus(ModelState.LOADING, 0.4))
    assert "Loading… 40\N{NO-BREAK SPACE}%" in words_on(box)
    button(box, "Stop loading the model").click()
    assert len(cancelled) == 1
    box.show_setup(with_model(), READY)
    assert "Loading" not in text_on(box)
    assert "Stop loading the model" not in button_names(box)


def test_a_failure_says_why_what_to_do_and_offers_two_ways_on(box: QuestionBox, bar: ModelBar) -> None:
    again, extract = heard(bar.failure.again_requested), heard(bar.failure.extract_requested)
    box.show_setup(with_model(), FAILED)
    assert {FAILED.reason, FAILED.hint} <= set(words_on(box))
    button(box, "Try again").click()
    button(box, "Answer word for word").click()
    assert (len(again), len(extract)) == (1, 1)
    box.show_setup(with_model(), READY)
    assert FAILED.reason not in text_on(box)


def test_what_a_failure_has_for_a_report_can_be_copied_where_no_answer_offers_it(box: QuestionBox) -> None:
    detailed = replace(FAILED, detail="ModelDamaged: gguf_init failed")
    box.show_setup(with_model(), detailed)
    button(box, "Copy details").click()
    assert QApplication.clipboard().text().startswith("ModelDamaged: gguf_init failed\nDesktop RAG ")
    box.show_setup(with_model(), detailed)
    assert "Copied" in button_names(box)
    box.show_setup(with_model(), replace(detailed, detail="ModelDamaged: magic"))
    assert "Copy details" in button_names(box)
    box.show_setup(with_model(), FAILED)
    assert "Copy details" not in button_names(box)


def test_word_for_word_a_broken_model_is_no_matter(box: QuestionBox) -> None:
    box.show_setup(replace(with_model(), mode=AnswerMode.EXTRACT), FAILED)
    assert FAILED.reason not in text_on(box)


def test_what_the_answer_tells_the_bar_does_not_tell_twice() -> None:
    broken = ModelDamaged("Broken.", hint="Fetch it again.")
    status = ModelStatus(ModelState.FAILED, reason="Broken.", hint="Fetch it again.", detail="magic")
    assert untold(status, None) == status
    assert untold(status, ModelDamaged("Another.")) == status
    assert untold(status, broken) == replace(status, hint="", detail="")
    stopped = replace(status, reason=ModelStopped.default_message)
    assert untold(stopped, ModelStopped()).state is ModelState.EMPTY


def test_without_a_model_only_word_for_word_can_be_chosen_and_the_rest_says_why(menu: ModelMenu) -> None:
    open_menu(menu, AnswerSetup(), EMPTY)
    assert enabled(menu) == {AnswerMode.EXTRACT}
    assert words_on(menu).count("Needs a model") == 4
    assert "No model chosen" in words_on(menu)


def test_without_an_adapter_the_ways_with_adapters_say_why(menu: ModelMenu) -> None:
    open_menu(menu, with_model())
    assert enabled(menu) == {AnswerMode.EXTRACT, AnswerMode.RAG, AnswerMode.BASE}
    assert words_on(menu).count("Needs an adapter") == 2
    menu.show_setup(answer_setup.with_adapter_switched(with_adapter(), STYLE, False), READY)
    assert words_on(menu).count("Switch an adapter on") == 2


def test_each_way_is_explained_and_the_explanation_can_be_clicked(qtbot: QtBot, menu: ModelMenu) -> None:
    chosen = heard(menu.mode_chosen)
    open_menu(menu, with_adapter())
    for words in MODES:
        assert {words.meaning} <= set(words_on(menu))
    row = menu.mode_button(AnswerMode.BASE).parentWidget()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().center() + row.rect().bottomLeft() / 4)
    assert chosen == [(AnswerMode.BASE,)]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_an_explanation_stands_under_the_name_of_its_way(
    menu: ModelMenu, direction: Qt.LayoutDirection
) -> None:
    menu.setLayoutDirection(direction)
    open_menu(menu, with_adapter())
    row = menu.mode_button(AnswerMode.BASE).parentWidget()
    (meaning,) = [each for each in row.findChildren(QLabel) if each.text()]
    before, after = meaning.x(), row.width() - meaning.geometry().right() - 1
    assert (before, after) == ((INDENT, 0) if direction is Qt.LayoutDirection.LeftToRight else (0, INDENT))


def test_the_way_in_use_is_marked_and_has_the_keyboard(menu: ModelMenu) -> None:
    open_menu(menu, with_adapter())
    assert menu.mode_button(AnswerMode.HYBRID).isChecked()
    assert QApplication.focusWidget() is menu.mode_button(AnswerMode.HYBRID)


def test_arrows_go_through_the_ways_that_can_be_chosen(qtbot: QtBot, menu: ModelMenu) -> None:
    chosen = heard(menu.mode_chosen)
    open_menu(menu, with_model())
    qtbot.keyClick(menu.mode_button(AnswerMode.RAG), Qt.Key.Key_Down)
    assert chosen[-1] == (AnswerMode.BASE,)
    assert QApplication.focusWidget() is menu.mode_button(AnswerMode.BASE)


def test_tab_reaches_everything_in_the_menu(qtbot: QtBot, menu: ModelMenu) -> None:
    setup = answer_setup.with_adapter(with_adapter(), adapter_facts(LAW, "law"))
    open_menu(menu, replace(setup, recent=(OTHER,)))
    reached = set()
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        interface = QAccessible.queryAccessibleInterface(QApplication.focusWidget())
        reached.add(interface.text(QAccessible.Text.Name))
    assert reached >= {
        "Documents and adapters",
        "Choose a model file…",
        "Unload",
        "Use other.gguf again",
        "style",
        "Strength of style",
        "Remove style from the list",
        "law",
        "Add an adapter…",
    }


def test_escape_closes_the_menu(qtbot: QtBot, menu: ModelMenu) -> None:
    open_menu(menu, with_model())
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_the_model_is_told_with_size_and_state(menu: ModelMenu) -> None:
    open_menu(menu, with_model())
    assert {"Tiny LLaMA", "4.1 GB · Q4_K_M · Ready"} <= set(words_on(menu))
    menu.show_setup(with_model(), ModelStatus(ModelState.LOADING, 0.25))
    assert "4.1 GB · Q4_K_M · Loading… 25\N{NO-BREAK SPACE}%" in words_on(menu)
    menu.show_setup(with_model(), FAILED)
    assert f"{FAILED.reason} {FAILED.hint}" in words_on(menu)


def test_only_a_model_in_memory_can_be_unloaded(menu: ModelMenu) -> None:
    open_menu(menu, with_model(), EMPTY)
    assert "Unload" not in button_names(menu)
    menu.show_setup(with_model(), READY)
    unloaded = heard(menu.model.unload_requested)
    button(menu, "Unload").click()
    assert len(unloaded) == 1


def test_models_used_before_are_one_press_away(menu: ModelMenu) -> None:
    chosen = heard(menu.model.recent_chosen)
    setup = replace(with_model(), recent=(with_model().model.path, OTHER))
    open_menu(menu, setup)
    assert "Used before" in words_on(menu)
    button(menu, "Use other.gguf again").click()
    assert chosen == [(OTHER,)]
    menu.show_setup(with_model(), READY)
    assert "Used before" not in words_on(menu)


def test_an_adapter_is_switched_weighed_and_removed(qtbot: QtBot, menu: ModelMenu) -> None:
    switched, scaled, removed = (
        heard(menu.adapters.switched),
        heard(menu.adapters.scaled),
        heard(menu.adapters.removed),
    )
    open_menu(menu, with_adapter())
    row = menu.adapters.rows[STYLE]
    qtbot.keyClick(row.scale, Qt.Key.Key_Down)
    qtbot.keyClick(row.switch, Qt.Key.Key_Space)
    button(menu, "Remove style from the list").click()
    assert (switched, removed) == ([(STYLE, False)], [(STYLE,)])
    assert scaled == [(STYLE, pytest.approx(0.9))]


def test_the_strength_stays_between_nothing_and_twice(menu: ModelMenu) -> None:
    open_menu(menu, with_adapter())
    scale = menu.findChild(QDoubleSpinBox)
    assert (scale.minimum(), scale.maximum(), scale.singleStep()) == (0.0, 2.0, pytest.approx(0.1))
    assert scale.value() == 1.0


def test_showing_a_strength_does_not_change_it(menu: ModelMenu) -> None:
    scaled = heard(menu.adapters.scaled)
    open_menu(menu, answer_setup.with_adapter_scale(with_adapter(), STYLE, 0.4))
    assert menu.adapters.rows[STYLE].scale.value() == pytest.approx(0.4)
    assert scaled == []


def test_an_adapter_that_is_off_keeps_its_row_and_one_that_is_gone_does_not(menu: ModelMenu) -> None:
    open_menu(menu, with_adapter())
    menu.show_setup(answer_setup.with_adapter_switched(with_adapter(), STYLE, False), READY)
    assert not menu.adapters.rows[STYLE].switch.isChecked()
    assert not menu.adapters.rows[STYLE].scale.isEnabled()
    menu.show_setup(with_model(), READY)
    assert "style" not in button_names(menu)


def test_the_menu_needs_no_scrolling_and_fits_its_screen(menu: ModelMenu) -> None:
    open_menu(menu, with_adapter())
    screen = menu.screen().availableGeometry()
    assert screen.contains(menu.geometry())
    inner = menu.findChild(QWidget, "modelMenuInner")
    assert inner.height() <= menu.height() or menu.height() >= screen.height() - 16


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_choices_show_what_is_chosen_and_where_the_keyboard_is(
    menu: ModelMenu, theme: Theme, dark: bool
) -> None:
    if theme.dark is not dark:
        theme.toggle()
    open_menu(menu, with_adapter())
    pictures = []
    switch = menu.adapters.rows[STYLE].switch
    for on, focus in ((True, False), (False, False), (False, True)):
        switch.setChecked(on)
        if focus:
            switch.setFocus()
        pictures.append(switch.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]
    other = menu.mode_button(AnswerMode.EXTRACT)
    unmarked = other.grab().toImage()
    other.setChecked(True)
    assert other.grab().toImage() != unmarked
