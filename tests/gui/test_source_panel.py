"""The source beside the answer: which page it is, what can be done there, and honest words when it fails."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import JobRunner
from desktop_rag.app.values import SourceView
from desktop_rag.domain.documents import Box, Page
from desktop_rag.domain.errors import BadPassword, NoSuchPage, PathMissing
from desktop_rag.gui.page.password_form import ENTER_PASSWORD
from desktop_rag.gui.page.picture import page_image
from desktop_rag.gui.page.shown_source import ShownSource
from desktop_rag.gui.page.source_controller import SourceController
from desktop_rag.gui.page.source_panel import SourcePanel
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import MARKDOWN, PAPERS, PDF, REPORT, text_source, white_page
from tests.gui.screen import button, button_names, text_on, words_on

NOTES = PAPERS / "notes.md"


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> SourcePanel:
    made = SourcePanel(icons)
    qtbot.addWidget(made)
    made.resize(520, 700)
    made.show()
    return made


def pdf_source(
    number: int = 1, pages: int = 9, *, label: str = "", heading: str = "", boxes: tuple[Box, ...] = ()
) -> ShownSource:
    picture = white_page(300, 900, *boxes)
    page = Page(number, "Words.", label, "A heading of the page")
    view = SourceView(REPORT, "The report", PDF, page, pages, picture, (), True, "")
    return ShownSource(SourceRef(REPORT, number, (), heading), view, page_image(picture))


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (pdf_source(3, 9), "Page 3 of 9"),
        (pdf_source(3, 9, label="3"), "Page 3 of 9"),
        (pdf_source(3, 9, label="iii"), "Page 3 (“iii”) of 9"),
        (pdf_source(1, 1), "Page 1 of 1"),
        (text_source(Page(1, "Words.")), "Whole text"),
        (text_source(Page(2, "Words."), pages=4), "Part 2 of 4"),
    ],
)
def test_where_one_is_in_the_document(panel: SourcePanel, shown: ShownSource, said: str) -> None:
    panel.show_source(shown)
    assert said in words_on(panel)


@pytest.mark.parametrize(("number", "back", "on"), [(1, False, True), (5, True, True), (9, True, False)])
def test_pages_can_be_turned_only_where_there_are_some(
    panel: SourcePanel, number: int, back: bool, on: bool
) -> None:
    panel.show_source(pdf_source(number, 9))
    assert button(panel, "Previous page").isEnabled() is back
    assert button(panel, "Next page").isEnabled() is on


def test_a_single_page_has_no_buttons_to_turn_it(panel: SourcePanel) -> None:
    panel.show_source(pdf_source(1, 1))
    assert not {"Previous page", "Next page"} & button_names(panel)


def test_the_buttons_ask_for_what_they_say(panel: SourcePanel) -> None:
    heard: list[object] = []
    panel.page_requested.connect(heard.append)
    panel.open_requested.connect(heard.append)
    panel.close_requested.connect(lambda: heard.append("close"))
    panel.show_source(pdf_source(5, 9))
    for name in ("Previous page", "Next page", "Open in its own program", "Close the source"):
        button(panel, name).click()
    assert heard == [-1, 1, REPORT, "close"]


def test_before_anything_is_shown_there_is_nothing_to_open(panel: SourcePanel) -> None:
    heard: list[object] = []
    panel.open_requested.connect(heard.append)
    button(panel, "Open in its own program").click()
    assert heard == []


def test_the_heading_is_that_of_the_lit_words(panel: SourcePanel) -> None:
    panel.show_source(pdf_source(heading="Benefits › Dental"))
    assert "Benefits › Dental" in words_on(panel)
    panel.show_source(pdf_source(2))
    assert "A heading of the page" not in words_on(panel)  # it stands above the page's first line only


def test_a_heading_that_is_the_title_is_not_said_twice(panel: SourcePanel) -> None:
    source = text_source(Page(1, "Words."), title="Annual report")
    panel.show_source(replace(source, ref=replace(source.ref, heading="Annual report")))
    assert panel.header.title.text == "Annual report"
    assert panel.header.heading.text == ""


def test_a_note_is_there_while_it_is_true(panel: SourcePanel) -> None:
    moved = "The file is not there now. This is its text as it was read."
    panel.show_source(text_source(Page(1, "Words."), note=moved))
    assert moved in words_on(panel)
    panel.show_source(text_source(Page(2, "Words."), pages=2))
    assert moved not in words_on(panel)


def test_a_document_without_a_title_goes_by_its_safe_name(panel: SourcePanel) -> None:
    panel.show_source(text_source(Page(1, "Words.")))
    assert "notes.md" in words_on(panel)
    panel.show_source(text_source(Page(1, "Words."), title="exe.\u202efdp", pages=2))
    assert "exe.[U+202E]fdp" in words_on(panel)


def test_opening_another_document_is_said_at_once(panel: SourcePanel) -> None:
    panel.show_source(pdf_source(3))
    panel.show_waiting(SourceRef(NOTES, 1))
    assert {"notes.md", "Opening…"} <= set(words_on(panel))
    assert panel.picture.isVisible()  # the page before stays, so that nothing flickers


def test_turning_a_page_keeps_the_heading_bar_still(panel: SourcePanel) -> None:
    panel.show_source(pdf_source(3))
    panel.show_waiting(SourceRef(REPORT, 4))
    assert "Page 3 of 9" in words_on(panel)
    assert "Opening…" not in words_on(panel)


def test_a_page_that_cannot_be_shown_says_why_and_can_be_tried_again(
    qtbot: QtBot, panel: SourcePanel
) -> None:
    panel.show_source(pdf_source(3))
    error = PathMissing()
    panel.show_error(SourceRef(NOTES, 1), error)
    assert {error.message, error.hint, "notes.md"} <= set(words_on(panel))
    assert not panel.picture.isVisible()
    with qtbot.waitSignal(panel.again_requested, timeout=500):
        button(panel, "Try again").click()


PAGE_TOOLS = ("Previous page", "Next page", "Find words", "Smaller", "Larger", "Fit the width")


@pytest.mark.parametrize(("error", "openable"), [(NoSuchPage(), True), (PathMissing(), False)])
def test_where_no_page_can_be_shown_only_what_still_works_can_be_pressed(
    panel: SourcePanel, error: Exception, openable: bool
) -> None:
    heard: list[object] = []
    panel.open_requested.connect(heard.append)
    panel.show_source(pdf_source(5, 9))
    panel.header.say_opener("Open at page 5 in Reader")
    panel.show_error(SourceRef(NOTES, 1), error)
    assert [name for name in PAGE_TOOLS if button(panel, name).isEnabled()] == []
    opener = button(panel, "Open in its own program")
    opener.click()
    assert (opener.isEnabled(), heard) == (openable, [NOTES] if openable else [])
    assert "page 5" not in opener.toolTip()
    panel.show_source(pdf_source(5, 9))
    assert all(button(panel, name).isEnabled() for name in (*PAGE_TOOLS, "Fit the whole page"))
    opener.click()
    assert heard[-1] == REPORT


def test_after_a_failure_the_next_page_takes_its_place(panel: SourcePanel) -> None:
    panel.show_error(SourceRef(NOTES, 1), PathMissing())
    panel.show_error(SourceRef(NOTES, 2), NoSuchPage())
    panel.show_source(text_source(Page(1, "These words.")))
    assert panel.text.isVisible()
    assert "Try again" not in text_on(panel)


def test_text_and_pictures_are_enlarged_alike(panel: SourcePanel) -> None:
    panel.show_source(text_source(Page(1, "Words to read.")))

    def size() -> float:
        return panel.text.document().defaultFont().pixelSize()

    usual = size()
    button(panel, "Larger").click()
    assert size() > usual
    assert panel.picture.zoom > 1
    button(panel, "Fit the width").click()
    assert (size(), panel.picture.zoom) == (usual, 1.0)
    button(panel, "Smaller").click()
    assert size() < usual


def test_enlarging_text_does_not_lose_the_place(qtbot: QtBot, panel: SourcePanel) -> None:
    text = "\n\n".join(f"Paragraph {number} of a long text." for number in range(200))
    start = text.index("Paragraph 150")
    panel.show_source(text_source(Page(1, text), marks=((start, start + 13),)))
    bar = panel.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    panel.zoom(1)
    assert bar.value() > 0
    assert panel.text.lit_text == "Paragraph 150"


class GatedPages:
    """Answers like the source service, each page only once its gate is open."""

    def __init__(self) -> None:
        self.gates = {number: threading.Event() for number in range(1, 10)}
        self.unlocking = threading.Event()
        self.refusal: Exception = BadPassword()
        self.asked: list[tuple[int, tuple[tuple[int, int], ...]]] = []

    def view(
        self, path: Path, page: int, spans: tuple[tuple[int, int], ...], _width_px: int, _beside: list[object]
    ) -> SourceView:
        self.asked.append((page, spans))
        self.gates[page].wait(10)
        if page == 9:
            raise NoSuchPage
        text = Page(page, f"Text {page}.")
        return SourceView(path, "", MARKDOWN, text, 9, None, spans, True, "Locked.", locked=True)

    def unlock(self, _path: Path, _password: str) -> None:
        self.unlocking.wait(10)
        raise self.refusal


@pytest.fixture
def pages() -> GatedPages:
    return GatedPages()


@pytest.fixture
def controller(panel: SourcePanel, pages: GatedPages, qapp: QObject) -> Iterator[SourceController]:
    jobs = JobRunner()
    yield SourceController(SimpleNamespace(jobs=jobs, source=pages), panel, panel)
    for gate in (*pages.gates.values(), pages.unlocking):
        gate.set()
    jobs.close()


def enter_password(qtbot: QtBot, panel: SourcePanel) -> None:
    button(panel, ENTER_PASSWORD).click()
    panel.password.edit.setText("a guess")
    qtbot.keyClick(panel.password.edit, Qt.Key.Key_Return)


def shown_page(panel: SourcePanel) -> int | None:
    return panel.shown.view.page.number if panel.shown else None


def test_only_the_page_wanted_last_is_shown(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    seen: list[int] = []
    for number in (1, 2, 3):
        controller.open(SourceRef(NOTES, number))
    pages.gates[3].set()
    qtbot.wait(20)
    for number in (1, 2):
        pages.gates[number].set()
    qtbot.waitUntil(lambda: seen.append(shown_page(panel)) or shown_page(panel) == 3)
    assert set(seen) <= {None, 3}


def test_a_page_that_comes_after_closing_is_not_shown(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    controller.open(SourceRef(NOTES, 1))
    controller.close()
    pages.gates[1].set()
    qtbot.wait(50)
    assert panel.shown is None


def test_turning_stops_at_both_ends(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    pages.gates[1].set()
    controller.open(SourceRef(NOTES, 1))
    qtbot.waitUntil(lambda: shown_page(panel) == 1)
    controller.turn_page(-1)
    controller.turn_page(9)
    qtbot.wait(30)
    assert [number for number, _spans in pages.asked] == [1]


def test_pages_are_not_turned_in_a_document_that_is_still_to_come(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    pages.gates[1].set()
    controller.open(SourceRef(NOTES, 1))
    qtbot.waitUntil(lambda: shown_page(panel) == 1)
    controller.open(SourceRef(REPORT, 3))
    controller.turn_page(1)
    controller.go_to_page(7)
    pages.gates[3].set()
    pages.gates[4].set()
    pages.gates[7].set()
    qtbot.waitUntil(lambda: panel.shown.ref.path == REPORT)
    assert shown_page(panel) == 3
    assert controller.wanted == SourceRef(REPORT, 3)


def test_what_becomes_of_a_password_is_not_held_against_another_document(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    pages.gates[1].set()
    controller.open(SourceRef(NOTES, 1))
    qtbot.waitUntil(lambda: shown_page(panel) == 1)
    pages.refusal = PathMissing()
    enter_password(qtbot, panel)
    controller.open(SourceRef(REPORT, 2))
    pages.unlocking.set()
    qtbot.wait(100)
    assert PathMissing.default_message not in words_on(panel)
    pages.gates[2].set()
    qtbot.waitUntil(lambda: shown_page(panel) == 2)


def test_a_password_whose_page_was_closed_meanwhile_can_be_typed_again(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    pages.gates[1].set()
    controller.open(SourceRef(NOTES, 1))
    qtbot.waitUntil(lambda: shown_page(panel) == 1)
    enter_password(qtbot, panel)
    controller.close()
    controller.open(SourceRef(NOTES, 1))
    pages.unlocking.set()
    qtbot.waitUntil(lambda: ENTER_PASSWORD in button_names(panel))
    button(panel, ENTER_PASSWORD).click()
    assert panel.password.edit.isEnabled()


def test_the_marks_are_there_again_on_the_way_back(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    for gate in pages.gates.values():
        gate.set()
    controller.open(SourceRef(NOTES, 2, ((0, 4),)))
    for step, number in ((0, 2), (1, 3), (-1, 2)):
        controller.turn_page(step) if step else None
        qtbot.waitUntil(lambda number=number: shown_page(panel) == number)
    assert pages.asked == [(2, ((0, 4),)), (3, ()), (2, ((0, 4),))]
    assert panel.text.lit_text == "Text"


def test_trying_again_asks_for_the_same_page(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    pages.gates[9].set()
    controller.open(SourceRef(NOTES, 9))
    qtbot.waitUntil(lambda: NoSuchPage.default_message in words_on(panel))
    button(panel, "Try again").click()
    qtbot.waitUntil(lambda: len(pages.asked) == 2)
    assert pages.asked[0] == pages.asked[1]


def test_a_picture_of_the_wrong_width_is_asked_for_again(
    qtbot: QtBot, panel: SourcePanel, pages: GatedPages, controller: SourceController
) -> None:
    for gate in pages.gates.values():
        gate.set()
    controller.open(SourceRef(NOTES, 1))
    qtbot.waitUntil(lambda: shown_page(panel) == 1)
    panel.width_changed.emit()
    assert len(pages.asked) == 1  # text sets itself at any width
    sharp = QImage(panel.width_px, 400, QImage.Format.Format_RGB32)
    sharp.fill(Qt.GlobalColor.white)
    panel.show_source(ShownSource(SourceRef(NOTES, 1), panel.shown.view, sharp))
    panel.width_changed.emit()
    assert len(pages.asked) == 1
    panel.zoom(1)
    qtbot.waitUntil(lambda: len(pages.asked) == 2)
