"""The page about models as a whole: its parts, its order for the keyboard, and what it says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.shelf_values import Added, OtherProgram, Permission, Refused
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.models.download_state import Download, Stage
from desktop_rag.gui.models.page import ModelsPage
from desktop_rag.gui.models.section import WORDS
from desktop_rag.gui.models.shelf_rows import ShelfState
from desktop_rag.gui.widgets.flowing import MEASURE
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.notice import NoticeArea
from tests.gui.models_samples import (
    MACHINE,
    MODELS,
    bundled_row,
    clock,
    item,
    model,
    no_host,
    offer,
    offer_row,
    plan,
    shelf_row,
)
from tests.gui.screen import button, button_names, settle, text_on
from tests.gui.test_conversation_list import heard

REFUSED = Refused(MODELS / "b.gguf", "This is not a complete GGUF model file.", "Download it again.")
ALLOWED = Permission(True)


@pytest.fixture
def page(qtbot: QtBot, icons: Icons) -> ModelsPage:
    made = ModelsPage(icons, clock, no_host)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def fill(page: ModelsPage) -> None:
    """One model, two offers, the bundled search model."""
    page.show_machine(MACHINE, 310_000_000_000)
    page.foot.show_permission(ALLOWED)
    models = page.sections[ShelfKind.MODEL]
    models.shelf.show_rows([ShelfState(shelf_row(), False)])
    offers = [offer_row(offer("Best"), recommended=True), offer_row(offer("Second"))]
    models.show_offers(offers, {}, ALLOWED, first=False)
    page.sections[ShelfKind.EMBEDDER].embedders.show_rows((bundled_row(),), {}, None)
    page.sections[ShelfKind.EMBEDDER].show_offers([], {}, ALLOWED, first=False)
    page.sections[ShelfKind.ADAPTER].show_offers([], {}, ALLOWED, first=False)
    settle()


def test_the_page_says_what_this_computer_has_and_what_a_model_is_not_needed_for(page: ModelsPage) -> None:
    fill(page)
    said = text_on(page)
    assert "This computer: 23.5 GB memory, 20.1 GB free · 310 GB free on the disk" in said
    assert "An answer model is a file that writes answers in its own words." in said
    assert "you need none" in said


@pytest.mark.parametrize("kind", list(WORDS))
def test_each_part_is_a_press_away_and_only_one_is_shown(page: ModelsPage, kind: ShelfKind) -> None:
    fill(page)
    button(page, WORDS[kind].tab).click()
    assert page.shown is kind
    said = text_on(page)
    assert [other for other in WORDS if WORDS[other].what in said] == [kind]


def test_where_nothing_can_be_got_nothing_is_promised(page: ModelsPage) -> None:
    fill(page)
    page.show_section(ShelfKind.ADAPTER)
    assert WORDS[ShelfKind.ADAPTER].get not in text_on(page)
    page.show_section(ShelfKind.MODEL)
    assert WORDS[ShelfKind.MODEL].get in text_on(page)


def test_why_nothing_can_be_got_stands_above_the_offers(page: ModelsPage) -> None:
    """The tooltip of a button that cannot be pressed is found by nobody."""
    fill(page)
    section, offers = page.sections[ShelfKind.MODEL], [offer_row(offer("Best"))]
    reason = "Downloads are switched off below."
    section.show_offers(offers, {}, Permission(False, reason=reason), first=False)
    said = text_on(section.offers.parentWidget())
    assert reason in said
    assert said.index(reason) < said.index("Best")
    section.show_offers(offers, {}, ALLOWED, first=False)
    assert reason not in text_on(section)


def tabbed(qtbot: QtBot, start: QWidget, times: int) -> list[str]:
    """What the keyboard reaches from `start`, by name."""
    start.setFocus()
    reached = []
    for _ in range(times):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        reached.append(focus.accessibleName() or focus.text())
    return reached


def test_tab_goes_through_the_page_as_it_is_read(qtbot: QtBot, page: ModelsPage) -> None:
    fill(page)
    page.activateWindow()
    assert tabbed(qtbot, page.close_button, 9) == [
        "Answer models",
        "Add files…",
        "Add a folder…",
        "Use SmolLM3 3B",
        "More for SmolLM3 3B",
        "Get Best",
        "Get Second",
        "Link to a model file, or a repository's name",
        "Allow downloads",
    ]


def test_tab_reaches_what_came_later_in_its_place(qtbot: QtBot, page: ModelsPage) -> None:
    fill(page)
    page.activateWindow()
    rows = [ShelfState(shelf_row(7, model("Newcomer")), False), ShelfState(shelf_row(), False)]
    page.sections[ShelfKind.MODEL].shelf.show_rows(rows)
    settle()
    folder = page.sections[ShelfKind.MODEL].folder
    assert tabbed(qtbot, folder, 3) == ["Use Newcomer", "More for Newcomer", "Use SmolLM3 3B"]


def test_what_the_keyboard_reaches_is_in_view(qtbot: QtBot, page: ModelsPage) -> None:
    fill(page)
    page.resize(640, 420)
    page.activateWindow()
    settle()
    page.foot.switch.setFocus(Qt.FocusReason.TabFocusReason)
    tabbed(qtbot, page.sections[ShelfKind.MODEL].link.edit, 1)
    view = page.findChild(QScrollArea).viewport()
    place = page.foot.switch.mapTo(view, page.foot.switch.rect().center())
    assert view.rect().contains(place)


def test_what_a_row_asks_is_in_view(qtbot: QtBot, page: ModelsPage) -> None:
    fill(page)
    page.resize(640, 420)
    settle()
    offers = page.sections[ShelfKind.MODEL].offers
    second = offer("Second")
    offers.show_downloads({second.url: Download(plan(second), Stage.ASKING)})
    view = page.findChild(QScrollArea).viewport()

    def seen() -> bool:
        asked = button(offers, "Not now")
        return view.rect().contains(asked.mapTo(view, asked.rect().center()))

    qtbot.waitUntil(seen)


@pytest.mark.parametrize("width", [640, 900, 1440])
def test_nothing_is_cut_off_at_any_width(page: ModelsPage, width: int) -> None:
    fill(page)
    page.sections[ShelfKind.MODEL].show_programs((OtherProgram("Jan", MODELS),))
    page.resize(width, 700)
    settle()
    assert page.width() == width
    content = page.findChild(QScrollArea).widget()
    assert content.width() <= page.findChild(QScrollArea).viewport().width()
    assert page.foot.width() <= MEASURE
    for each in content.findChildren(QWidget):
        if each.isVisible():
            assert each.mapTo(content, each.rect().topRight()).x() <= content.width(), each


def test_adding_tells_how_far_it_is_and_what_came_of_it_with_reasons_on_demand(page: ModelsPage) -> None:
    fill(page)
    section = page.sections[ShelfKind.MODEL]
    stopped = heard(section.stop_requested)
    section.show_adding(None)
    section.show_adding(Progress(Phase.LOOKING, 2, 7, "tiny.gguf"))
    assert "Looking at “tiny.gguf”, 3 of 7" in text_on(page)
    button(page, "Stop").click()
    assert len(stopped) == 1
    section.show_added(Added((item(1, model()),), (REFUSED,), 1))
    assert "1 answer model added, 1 could not be used" in text_on(page)
    assert REFUSED.reason not in text_on(page)
    button(page, "Show why").click()
    assert "b.gguf" in text_on(page)
    assert f"{REFUSED.reason} {REFUSED.hint}" in text_on(page)
    button(page, "Hide").click()
    assert REFUSED.reason not in text_on(page)
    button(page, "Close").click()
    assert "could not be used" not in text_on(page)


def test_other_programs_are_looked_into_only_where_there_are_some(page: ModelsPage) -> None:
    fill(page)
    assert "Look in other programs" not in button_names(page)
    section = page.sections[ShelfKind.MODEL]
    section.show_programs((OtherProgram("LM Studio", MODELS), OtherProgram("Jan", MODELS)))
    assert "LM Studio and Jan" in button(page, "Look in other programs").toolTip()


def test_notices_are_said_on_the_page_while_they_are_lent_to_it(page: ModelsPage, icons: Icons) -> None:
    notices = NoticeArea(icons)
    page.borrow(notices)
    notices.say("“Tiny” is ready to write answers.")
    assert "“Tiny” is ready to write answers." in text_on(page)


def test_what_a_notices_action_says_is_not_taken_away_with_it(qtbot: QtBot, icons: Icons) -> None:
    notices = NoticeArea(icons)
    qtbot.addWidget(notices)
    notices.show()
    notices.say("Ready.", action=("Use it now", lambda: notices.say("It writes the answers now.")))
    button(notices, "Use it now").click()
    assert "It writes the answers now." in text_on(notices)


def test_escape_takes_back_the_question_before_it_closes_the_page(page: ModelsPage) -> None:
    fill(page)
    page.activateWindow()
    assert not page.dismiss()
    row = page.sections[ShelfKind.MODEL].shelf.row(1)
    row.menu_actions["Delete the file…"].trigger()
    settle()
    assert page.dismiss()
    assert "Delete the file" not in button_names(page)
    assert not page.dismiss()
