"""Reading beside the answer: selecting, copying, finding, going from source to source, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.app.opening import OpenPlan, Surroundings
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Citation, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import Box, DocumentFormat
from desktop_rag.domain.scopes import EVERYWHERE
from desktop_rag.gui.answers.source_list import SourceCard
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.page.canvas import PageCanvas
from desktop_rag.gui.page.marks import HUES
from desktop_rag.gui.page.opening_handling import opener_words
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.widgets.theme import LIGHT
from tests.gui.screen import button, words_on
from tests.gui.test_window import press, wait_until_idle
from tests.pdfs import lines, write_pdf

FIRST = (
    "The rent is 940 euros a month.",
    "Heating is paid by the tenant.",
    "Repairs up to 150 euros are paid by the tenant.",
)
LAST = ("The rent rises each January.", "Pets may stay.")
NOTES = "# Notes\n\nThe rent of the flat is 720 euros.\n\n- It is paid in advance.\n- The rent holds water.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Contracts"
    folder.mkdir()
    fill = lines(*(f"Clause {number} says nothing of interest." for number in range(30)))
    write_pdf(folder / "lease.pdf", [lines(*FIRST), fill, lines(*LAST)])
    (folder / "notes.md").write_text(NOTES, "utf-8")
    return folder


@pytest.fixture
def reading(qtbot: QtBot, window: MainWindow, folder: Path) -> Iterator[MainWindow]:
    """The window with the first page of the lease open."""
    window.add_paths([folder])
    wait_until_idle(qtbot, window, 2)
    QGuiApplication.clipboard().clear()
    open_page(qtbot, window, folder / "lease.pdf")
    yield window
    QGuiApplication.clipboard().clear()


def open_page(qtbot: QtBot, window: MainWindow, path: Path, page: int = 1) -> None:
    window.open_source(SourceRef(path, page))
    wait_for_page(qtbot, window, path, page)


def wait_for_page(qtbot: QtBot, window: MainWindow, path: Path, page: int) -> None:
    def there() -> None:
        shown = window.source_panel.shown
        assert shown is not None
        assert (shown.view.path, shown.view.page.number) == (path, page)

    qtbot.waitUntil(there, timeout=30_000)


def canvas_of(window: MainWindow) -> PageCanvas:
    return window.source_panel.picture.canvas


def word_at(canvas: PageCanvas, word: str) -> QPoint:
    """The middle of a word of the page."""
    box = next(each for each in canvas.words.words if canvas.words.text[each.start : each.end] == word)
    return canvas.on_paper(Box(box.x0, box.y0, box.x1, box.y1)).center().toPoint()


def drag(canvas: PageCanvas, start: QPoint, end: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, left, none, start)
    for point in (start + (end - start) / 2, end):
        place = QPointF(point)
        move = QMouseEvent(
            QEvent.Type.MouseMove, place, canvas.mapToGlobal(place), Qt.MouseButton.NoButton, left, none
        )
        QApplication.sendEvent(canvas, move)
    QTest.mouseRelease(canvas, left, none, end)


def key(keys: str) -> None:
    """Presses keys where the keyboard is."""
    combination = QKeySequence(keys)[0]
    QTest.keyClick(QApplication.focusWidget(), combination.key(), combination.keyboardModifiers())


def colours_on(canvas: PageCanvas, word: str) -> list[QColor]:
    """What a word and the paper under it look like."""
    box = next(each for each in canvas.words.words if canvas.words.text[each.start : each.end] == word)
    rect = canvas.on_paper(Box(box.x0, box.y0, box.x1, box.y1)).toRect().adjusted(1, 1, -1, -1)
    drawn = canvas.grab().toImage()
    across, down = range(rect.left(), rect.right()), range(rect.top(), rect.bottom())
    return [drawn.pixelColor(x, y) for y in down for x in across]


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def answer_from(*citations: Citation) -> Answer:
    """A sentence for each citation, and one that two of them stand behind."""
    sentences = [AnswerSentence(f"Finding {each.n}.", Support.SUPPORTED, (each.n,)) for each in citations]
    both = tuple(each.n for each in citations[:2])
    sentences.append(AnswerSentence("Both say so.", Support.SUPPORTED, both))
    return Answer(
        "What is paid?", AnswerMode.EXTRACT, AnswerState.ANSWERED, 0.9, tuple(sentences), citations, ()
    )


@pytest.fixture
def answered(qtbot: QtBot, reading: MainWindow, folder: Path) -> TurnView:
    """An answer that cites two places of the lease's first page, one of its last and one of the notes."""
    places = [
        ("lease.pdf", 1, FIRST[0]),
        ("lease.pdf", 1, FIRST[1]),
        ("lease.pdf", 3, LAST[0]),
        ("notes.md", 1, "The rent of the flat is 720 euros."),
    ]
    citations = []
    for number, (name, page, quote) in enumerate(places, start=1):
        text = reading._context.source.view(folder / name, page, (), 64).page.text
        start = text.index(quote)
        kind = DocumentFormat.PDF if name.endswith("pdf") else DocumentFormat.MARKDOWN
        citations.append(
            Citation(number, folder / name, "", kind, page, "", "", start, start + len(quote), quote)
        )
    turn = reading.conversation.begin_turn("What is paid?", EVERYWHERE)
    turn.show_answer(answer_from(*citations))
    turn.choose(turn.sources.cited[0])
    qtbot.waitUntil(lambda: len(reading.source_panel.picture.canvas.marks) == 2, timeout=30_000)
    return turn


# Selecting and copying


def test_dragging_over_a_page_and_ctrl_c_copies_its_text_letter_for_letter(
    qtbot: QtBot, reading: MainWindow
) -> None:
    canvas = canvas_of(reading)
    drag(canvas, word_at(canvas, "940"), word_at(canvas, "Heating"))
    key("Ctrl+C")
    text = reading.source_panel.shown.view.page.text
    assert clipboard() == "940 euros a month.\nHeating"
    assert clipboard() in text


def test_what_is_selected_is_drawn_in_the_accent_and_stays_at_another_zoom(
    qtbot: QtBot, reading: MainWindow
) -> None:
    canvas = canvas_of(reading)
    assert QColor("white") in colours_on(canvas, "euros")
    drag(canvas, word_at(canvas, "is"), word_at(canvas, "euros"))
    assert QColor("white") not in colours_on(canvas, "euros")
    assert max(each.blue() - each.red() for each in colours_on(canvas, "euros")) > 40
    text = reading.source_panel.picture.selecting.text
    reading.source_panel.zoom(1)
    qtbot.waitUntil(lambda: canvas.image.width() == reading.source_panel.width_px, timeout=30_000)
    assert reading.source_panel.picture.selecting.text == text == "is 940 euros"


def test_two_clicks_select_a_word_and_three_its_line(reading: MainWindow) -> None:
    canvas = canvas_of(reading)
    left, none, place = (
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        word_at(canvas, "month."),
    )
    QTest.mouseDClick(canvas, left, none, place)
    assert reading.source_panel.picture.selecting.text == "month"
    QTest.mousePress(canvas, left, none, place)
    assert reading.source_panel.picture.selecting.text == FIRST[0]
    QTest.mouseRelease(canvas, left, none, place)


def test_words_are_selected_and_copied_by_keyboard_alone(qtbot: QtBot, reading: MainWindow) -> None:
    view = reading.source_panel.picture
    view.setFocus()
    for keys in ("Shift+Right", "Shift+Right", "Shift+Down", "Ctrl+C"):
        key(keys)
    assert clipboard() == "The rent is 940 euros a month.\nHeating"
    key("Ctrl+A")
    key("Ctrl+C")
    assert clipboard() == "\n".join(FIRST)


def test_text_pages_copy_the_text_and_not_the_bullets(
    qtbot: QtBot, reading: MainWindow, folder: Path
) -> None:
    open_page(qtbot, reading, folder / "notes.md")
    reading.source_panel.text.setFocus()
    key("Ctrl+A")
    key("Ctrl+C")
    assert clipboard() == reading.source_panel.shown.view.page.text.strip()


def test_what_is_selected_can_be_asked_about(qtbot: QtBot, reading: MainWindow) -> None:
    canvas = canvas_of(reading)
    drag(canvas, word_at(canvas, "Heating"), word_at(canvas, "paid"))
    menu = reading.source_panel.picture.menu.made()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Copy",
        "Find “Heating is paid”",
        "Ask about this",
        "Select all",
    ]
    next(action for action in menu.actions() if action.text() == "Ask about this").trigger()
    menu.close()
    menu.deleteLater()
    edit = reading.conversation.box.edit
    assert edit.toPlainText() == "“Heating is paid” "
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, "By whom?")
    assert edit.toPlainText() == "“Heating is paid” By whom?"


def test_with_nothing_selected_the_menu_offers_only_what_makes_sense(reading: MainWindow) -> None:
    menu = reading.source_panel.picture.menu.made()
    assert [action.text() for action in menu.actions() if action.isEnabled() and action.text()] == [
        "Select all"
    ]
    menu.deleteLater()


# Finding words


def find(qtbot: QtBot, window: MainWindow, words: str, said: str) -> None:
    qtbot.keyClicks(window.source_panel.find_bar.edit, words)
    qtbot.waitUntil(lambda: window.source_panel.find_bar.count.text() == said, timeout=30_000)


def test_words_are_found_in_the_whole_document_and_gone_through(
    qtbot: QtBot, reading: MainWindow, folder: Path
) -> None:
    press(qtbot, reading, "Ctrl+Shift+F")
    bar, canvas = reading.source_panel.find_bar, canvas_of(reading)
    assert bar.isVisible()
    find(qtbot, reading, "THE RENT", "1 of 2")
    assert (len(canvas.found), canvas.current) == (1, 0)
    assert QColor(LIGHT.found) in colours_on(canvas, "rent")
    press(qtbot, reading, "F3")
    wait_for_page(qtbot, reading, folder / "lease.pdf", 3)
    assert (bar.count.text(), len(canvas.found), canvas.current) == ("2 of 2", 1, 0)
    qtbot.keyClick(bar.edit, Qt.Key.Key_Return)
    wait_for_page(qtbot, reading, folder / "lease.pdf", 1)
    qtbot.keyClick(bar.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    wait_for_page(qtbot, reading, folder / "lease.pdf", 3)


def test_esc_closes_the_bar_puts_the_light_out_and_gives_the_keyboard_back(
    qtbot: QtBot, reading: MainWindow
) -> None:
    view = reading.source_panel.picture
    view.setFocus()
    press(qtbot, reading, "Ctrl+F")
    find(qtbot, reading, "heating", "1 of 1")
    qtbot.keyClick(reading.source_panel.find_bar.edit, Qt.Key.Key_Escape)
    assert not reading.source_panel.find_bar.isVisible()
    assert list(canvas_of(reading).found) == []
    assert view.hasFocus()
    assert reading.panes.source_open


def test_ctrl_f_outside_the_source_still_goes_to_the_library(qtbot: QtBot, reading: MainWindow) -> None:
    reading.conversation.box.take_focus()
    press(qtbot, reading, "Ctrl+F")
    assert not reading.source_panel.find_bar.isVisible()


def test_words_that_are_nowhere_are_said_to_be(qtbot: QtBot, reading: MainWindow) -> None:
    press(qtbot, reading, "Ctrl+Shift+F")
    find(qtbot, reading, "zebra", "Not found")
    assert reading.source_panel.shown.view.page.number == 1


def test_on_a_text_page_the_found_words_are_lit_beside_the_cited_ones(
    qtbot: QtBot, reading: MainWindow, folder: Path, answered: TurnView
) -> None:
    answered.choose(answered.sources.cited[3])
    wait_for_page(qtbot, reading, folder / "notes.md", 1)
    press(qtbot, reading, "Ctrl+Shift+F")
    find(qtbot, reading, "the rent", "1 of 2")
    text = reading.source_panel.text
    lit = [each.cursor.selectedText() for each in text.extraSelections()]
    assert lit == ["The rent", "The rent"]
    assert text.lit_text == "The rent of the flat is 720 euros."


def test_another_document_is_looked_through_in_turn(qtbot: QtBot, reading: MainWindow, folder: Path) -> None:
    press(qtbot, reading, "Ctrl+Shift+F")
    find(qtbot, reading, "water", "Not found")
    open_page(qtbot, reading, folder / "notes.md")
    count = reading.source_panel.find_bar.count
    qtbot.waitUntil(lambda: count.text() == "1 of 1", timeout=30_000)


# Citations


def test_several_citations_on_one_page_have_a_colour_and_a_number_each(
    reading: MainWindow, answered: TurnView
) -> None:
    canvas = canvas_of(reading)
    marks = {mark.number: mark for mark in canvas.marks}
    assert {number: (mark.hue, mark.strong) for number, mark in marks.items()} == {
        1: (0, True),
        2: (1, False),
    }
    drawn = canvas.grab().toImage()
    colours = {
        number: drawn.pixelColor(canvas.on_paper(mark.boxes[0]).topRight().toPoint() + QPoint(-2, 2))
        for number, mark in marks.items()
    }
    assert colours[1] == QColor(LIGHT.marker)
    assert colours[2] not in (QColor(LIGHT.marker), QColor("white"))
    badge = canvas.on_paper(marks[1].boxes[0])
    beside = [drawn.pixelColor(round(badge.left()) - x, round(badge.center().y())) for x in range(5, 16)]
    assert any(colour.lightness() < 60 for colour in beside), [c.name() for c in beside]


def test_the_numbers_in_the_answer_take_the_colours_of_the_open_page(
    qtbot: QtBot, reading: MainWindow, folder: Path, answered: TurnView
) -> None:
    text = answered.text
    assert [text._hues.colour([n]) for n in (1, 2, 3, 4)] == [HUES[0], HUES[1], "accent_tint", "accent_tint"]
    answered.choose(answered.sources.cited[3])
    wait_for_page(qtbot, reading, folder / "notes.md", 1)
    assert [text._hues.colour([n]) for n in (1, 2, 3, 4)] == ["accent_tint"] * 3 + [HUES[0]]
    reading.sources.close()
    assert text._hues.colour([4]) == "accent_tint"


def test_the_second_citation_of_a_page_is_the_strong_one_once_it_is_opened(
    qtbot: QtBot, reading: MainWindow, answered: TurnView
) -> None:
    answered.choose(answered.sources.cited[1])
    canvas = canvas_of(reading)
    qtbot.waitUntil(lambda: {m.number for m in canvas.marks if m.strong} == {2}, timeout=30_000)
    assert {mark.number: mark.hue for mark in canvas.marks} == {1: 0, 2: 1}


def test_pointing_at_a_sentence_lights_all_its_passages(reading: MainWindow, answered: TurnView) -> None:
    canvas = canvas_of(reading)
    answered.text.highlighted.emit("sentence:4")
    assert {mark.number for mark in canvas.marks if mark.strong} == {1, 2}
    cards = [card for card in answered.findChildren(SourceCard) if card.entry.cited]
    assert [card.pointed_at for card in cards] == [True, True, False, False]
    answered.text.highlighted.emit("")
    assert {mark.number for mark in canvas.marks if mark.strong} == {1}
    assert not any(card.pointed_at for card in cards)


def test_selecting_a_sentence_lights_its_passages_too(reading: MainWindow, answered: TurnView) -> None:
    cursor = answered.text.document().find("Finding 2")
    answered.text.setTextCursor(cursor)
    assert {mark.number for mark in canvas_of(reading).marks if mark.strong} == {2}


def test_sources_are_gone_through_in_order_and_across_documents(
    qtbot: QtBot, reading: MainWindow, folder: Path, answered: TurnView
) -> None:
    panel = reading.source_panel
    assert "Source 1 of 4" in words_on(panel)
    assert not button(panel, "Previous source").isEnabled()
    for place, (name, page) in enumerate((("lease.pdf", 1), ("lease.pdf", 3), ("notes.md", 1)), start=2):
        press(qtbot, reading, "Alt+Down")
        assert f"Source {place} of 4" in words_on(panel)
        wait_for_page(qtbot, reading, folder / name, page)
    assert not button(panel, "Next source").isEnabled()
    press(qtbot, reading, "Alt+Down")
    assert answered.sources.lit == answered.sources.cited[3]
    button(panel, "Previous source").click()
    wait_for_page(qtbot, reading, folder / "lease.pdf", 3)
    press(qtbot, reading, "Alt+Up")
    assert "Source 2 of 4" in words_on(panel)


# The page view


def test_a_page_number_can_be_typed(qtbot: QtBot, reading: MainWindow, folder: Path) -> None:
    field = reading.source_panel.tools.field
    button(reading.source_panel, "Page 1 of 3").click()
    qtbot.keyClicks(field.edit, "9")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    wait_for_page(qtbot, reading, folder / "lease.pdf", 3)
    button(reading.source_panel, "Page 3 of 3").click()
    qtbot.keyClicks(field.edit, "2")
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert button(reading.source_panel, "Page 3 of 3").isVisible()


def test_the_whole_document_is_paged_through_by_keyboard(
    qtbot: QtBot, reading: MainWindow, folder: Path
) -> None:
    view, path = reading.source_panel.picture, folder / "lease.pdf"
    bar = view.verticalScrollBar()
    reading.resize(1440, 560)
    view.setFocus()
    for page in (2, 3):
        for _ in range(9):
            if bar.value() == bar.maximum():
                break
            key("PgDown")
        assert reading.source_panel.shown.view.page.number == page - 1
        key("PgDown")
        wait_for_page(qtbot, reading, path, page)
        assert bar.value() == 0
    key("PgUp")
    wait_for_page(qtbot, reading, path, 2)
    assert bar.value() == bar.maximum()
    key("Ctrl+Home")
    wait_for_page(qtbot, reading, path, 1)
    key("Ctrl+End")
    wait_for_page(qtbot, reading, path, 3)


def test_the_wheel_turns_the_page_past_its_end_and_only_one(
    qtbot: QtBot, reading: MainWindow, folder: Path
) -> None:
    view = reading.source_panel.picture
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    for tick in range(6):
        turn_wheel(view, -120, at_ms=1000 + 20 * tick)
    wait_for_page(qtbot, reading, folder / "lease.pdf", 2)
    qtbot.wait(50)
    assert reading.sources.controller.wanted.page == 2


def turn_wheel(view: object, angle: int, at_ms: int) -> None:
    middle = QPointF(100, 100)
    event = QWheelEvent(
        middle,
        middle,
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.setTimestamp(at_ms)
    QApplication.sendEvent(view.viewport(), event)


def test_the_whole_page_is_kept_in_view_when_asked(qtbot: QtBot, reading: MainWindow) -> None:
    view = reading.source_panel.picture
    reading.resize(1440, 600)
    assert view.verticalScrollBar().maximum() > 0
    press(qtbot, reading, "Ctrl+9")
    assert view.verticalScrollBar().maximum() == 0
    reading.resize(1440, 500)
    assert view.verticalScrollBar().maximum() == 0
    press(qtbot, reading, "Ctrl+0")
    assert view.zoom == 1.0


# Its own program


def test_a_pdf_is_opened_at_its_page_in_the_program_of_the_system(
    qtbot: QtBot, reading: MainWindow, folder: Path, tmp_path: Path
) -> None:
    told, home = tmp_path / "told", tmp_path / "home"
    entries = home / ".local/share/applications"
    entries.mkdir(parents=True)
    program = tmp_path / "evince"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}.part" && mv "{told}.part" "{told}"\n')
    program.chmod(0o755)
    (entries / "evince.desktop").write_text(f"[Desktop Entry]\nName=Viewer\nExec={program} %f\n")
    (entries / "mimeinfo.cache").write_text("[MIME Cache]\napplication/pdf=evince.desktop;\n")
    environment = {"PATH": "/usr/bin:/bin", "XDG_DATA_DIRS": str(home), "XDG_CONFIG_DIRS": str(home)}
    opening = reading.sources.opening
    qtbot.waitUntil(lambda: opening._known is not None, timeout=30_000)
    opening.around = Surroundings("linux", environment, home, lambda _key, _name: "")
    opening._known = None
    open_page(qtbot, reading, folder / "lease.pdf", 3)
    opener = button(reading.source_panel, "Open in its own program")
    qtbot.waitUntil(lambda: "Open at page 3 in Viewer" in opener.toolTip(), timeout=30_000)
    opener.click()
    qtbot.waitUntil(told.exists, timeout=30_000)
    assert told.read_text().splitlines() == ["--page-index=3", str(folder / "lease.pdf")]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (OpenPlan(("evince", "x"), "Document Viewer"), "Open at page 38 in Document Viewer"),
        (OpenPlan((), "GIMP"), "Open in GIMP, which begins where it likes"),
        (OpenPlan(), "Open in its own program"),
    ],
)
def test_the_button_says_beforehand_whether_the_page_will_be_found(plan: OpenPlan, said: str) -> None:
    assert opener_words(plan, 38) == said
