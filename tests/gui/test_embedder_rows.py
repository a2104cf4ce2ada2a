"""Search models: what a change costs is told before it begins, and the one in use stays until it is done."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.shelf_values import EmbedderRow, LanguageAdvice, SwitchCost
from desktop_rag.domain.errors import EmbedderUnusable
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.models.embedder_rows import WEAK, AdviceBanner, EmbedderList
from desktop_rag.gui.models.embedder_state import EmbedderWish, Switch, SwitchStage
from desktop_rag.gui.models.shelf_rows import ShelfWish
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.models_samples import bundled_row, embedder_row, item, offer
from tests.gui.models_samples import embedder as facts
from tests.gui.screen import button, button_names, text_on
from tests.gui.test_conversation_list import heard

OTHER = embedder_row()
COST = SwitchCost(4212, 4212, 181, 1)


@pytest.fixture
def shown(qtbot: QtBot, icons: Icons) -> EmbedderList:
    made = EmbedderList(icons)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def show(
    embedders: EmbedderList,
    stage: SwitchStage | None = None,
    *,
    other: EmbedderRow = OTHER,
    cost: SwitchCost | None = None,
    progress: Progress | None = None,
    error: Exception | None = None,
) -> str:
    switch = Switch(other.choice, stage, cost, progress, error) if stage else None
    languages = {bundled_row().choice: ("en",), other.choice: ("*",)}
    embedders.show_rows((bundled_row(), other), languages, switch)
    return text_on(embedders)


def test_the_bundled_one_comes_first_and_languages_are_said(shown: EmbedderList) -> None:
    said = show(shown)
    assert "English · Comes with the program" in said
    assert "About 100 languages · Q8_0 · 132 MB · MIT" in said
    assert shown.row(bundled_row().choice).y() < shown.row(OTHER.choice).y()
    assert "dimension" not in said
    assert "384" not in said


def test_only_another_one_can_be_used_and_only_a_file_removed(shown: EmbedderList) -> None:
    wished = heard(shown.wished)
    show(shown)
    assert not shown.row(bundled_row().choice).button.isVisible()
    assert shown.row(bundled_row().choice).more is None
    button(shown, "Use multilingual-e5-small").click()
    shown.row(OTHER.choice).more.menu().actions()[-1].trigger()
    assert wished == [(OTHER, EmbedderWish.USE), (OTHER, ShelfWish.REMOVE)]


def test_the_cost_is_told_before_the_change_and_the_person_decides(shown: EmbedderList) -> None:
    wished = heard(shown.wished)
    assert "Finding out what the change would take" in show(shown, SwitchStage.MEASURING)
    said = show(shown, SwitchStage.ASKING, cost=COST)
    assert "4,212 passages have to be read anew: about 3 minutes here." in said
    assert "the present one stays in use until everything is done" in said
    assert wished == []
    assert QApplication.focusWidget() is button(shown, "Change")
    button(shown, "Change").click()
    button(shown, "Not now").click()
    assert [wish for _row, wish in wished] == [EmbedderWish.CHANGE, EmbedderWish.NOT_NOW]


def test_one_that_tells_nothing_apart_is_warned_of_and_not_urged(shown: EmbedderList) -> None:
    show(shown, SwitchStage.MEASURING)
    said = show(shown, SwitchStage.ASKING, cost=SwitchCost(9, 9, 1, 1, tells_apart=False))
    assert WEAK in said
    assert QApplication.focusWidget() is button(shown, "Not now")


def test_the_change_tells_how_far_it_is_and_can_be_stopped(shown: EmbedderList) -> None:
    wished = heard(shown.wished)
    going = Progress(Phase.EMBEDDING, 1053, 4212, remaining_s=120)
    assert "Read 1,053 of 4,212 passages anew · about 2 minutes left" in show(
        shown, SwitchStage.RUNNING, progress=going
    )
    button(shown, "Cancel").click()
    assert wished == [(OTHER, EmbedderWish.CANCEL)]
    button(shown, "Cancel").setFocus()
    assert "The present search model stays in use." in show(shown, SwitchStage.STOPPING)
    assert QApplication.focusWidget() is button(shown, "Cancel")
    show(shown)
    assert "Cancel" not in button_names(shown)


def test_a_failure_says_why_and_can_be_tried_again(shown: EmbedderList) -> None:
    wished = heard(shown.wished)
    error = EmbedderUnusable("This model was made for something else.", hint="Choose another one.")
    said = show(shown, SwitchStage.FAILED, error=error)
    assert error.message in said
    assert error.hint in said
    button(shown, "Try again").click()
    button(shown, "Close").click()
    assert [wish for _row, wish in wished] == [EmbedderWish.USE, EmbedderWish.NOT_NOW]


def test_one_whose_file_is_gone_cannot_be_used(shown: EmbedderList) -> None:
    gone = embedder_row(problem="The file is not there now.", hint="Reconnect the drive it is on.")
    said = show(shown, other=gone)
    assert "The file is not there now." in said
    assert not shown.row(gone.choice).button.isEnabled()


def test_advice_leads_to_what_it_names(qtbot: QtBot, icons: Icons) -> None:
    banner = AdviceBanner(icons)
    qtbot.addWidget(banner)
    wanted = heard(banner.wanted)
    banner.show()
    banner.show_advice(LanguageAdvice("German", 0.8, offer("e5", ShelfKind.EMBEDDER), None))
    assert "Most of your documents are in German" in text_on(banner)
    button(banner, "Show it").click()
    assert len(wanted) == 1
    banner.show_advice(LanguageAdvice("German", 0.8, None, item(1, facts("bge-m3"))))
    assert "“bge-m3” knows it." in text_on(banner)
    banner.show_advice(None)
    assert not banner.isVisible()
