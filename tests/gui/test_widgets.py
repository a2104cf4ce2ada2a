"""The small parts: text is never markup, long names are cut in their middle, icons follow the theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetrics, QImage, QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.gui.answers.source_list import SourceTitle
from desktop_rag.gui.conversations.panel import ConversationList
from desktop_rag.gui.frame.side_panel import SidePanel
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.widgets.basics import (
    ElidedLabel,
    IconButton,
    IconLabel,
    SegmentButton,
    TextButton,
    label,
    paragraph,
    plain_tooltip,
)
from desktop_rag.gui.widgets.flow_row import FlowRow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import DARK, LIGHT, Theme, TypeSize
from desktop_rag.runtime import assets_dir
from tests.gui.screen import button

PRINTABLE = st.text(
    alphabet=st.characters(min_codepoint=33, max_codepoint=0x2000, categories=["L", "N", "P", "S"])
)


def inks(image: QImage) -> set[str]:
    """The fully opaque colours of a picture."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() > 250}


def drawn(widget: QWidget) -> QImage:
    return widget.grab().toImage()


LONG_NAME = "Northwind_Standard_Benefits_Details_final_v2.pdf"


@pytest.mark.parametrize("letters", range(24, 120, 4))
def test_a_long_file_name_is_cut_only_for_want_of_room_and_leaves_the_page_in_sight(
    qtbot: QtBot, letters: int
) -> None:
    made = SourceTitle(LONG_NAME, "p. 12 · Summary of costs", "strong")
    qtbot.addWidget(made)
    metrics = made.fontMetrics()
    room = letters * metrics.averageCharWidth()
    said = made.cut(metrics, room)
    assert metrics.horizontalAdvance(said) <= room
    assert "p. 12" in said
    fits = metrics.horizontalAdvance(made.text) <= room
    assert (said == made.text) == fits == (LONG_NAME in said)


def test_a_source_without_a_place_is_called_by_its_name(qtbot: QtBot) -> None:
    made = SourceTitle("notes.md", "", "")
    qtbot.addWidget(made)
    assert made.text == made.cut(made.fontMetrics(), 400) == "notes.md"


@given(PRINTABLE)
def test_a_tooltip_shows_its_text_letter_for_letter(text: str) -> None:
    assert QTextDocumentFragment.fromHtml(plain_tooltip(text)).toPlainText() == text


@given(PRINTABLE)
def test_a_paragraph_shows_its_text_letter_for_letter(qapp: object, text: str) -> None:
    assert QTextDocumentFragment.fromHtml(paragraph(text).text()).toPlainText() == text


def test_a_label_takes_nothing_for_markup(qtbot: QtBot) -> None:
    plain, marked = label("x"), label("<h1>x</h1>")
    for each in (plain, marked):
        qtbot.addWidget(each)
    assert marked.sizeHint().width() > plain.sizeHint().width()
    assert marked.sizeHint().height() == plain.sizeHint().height()


def test_a_long_name_is_cut_on_screen_but_whole_for_the_ear_and_the_pointer(qtbot: QtBot) -> None:
    name = "beginning " + "middle " * 40 + "end.pdf"
    made = ElidedLabel("")
    qtbot.addWidget(made)
    made.set_text(name)
    made.resize(160, made.sizeHint().height())
    assert made.accessibleName() == name
    assert name in made.toolTip()
    narrow = drawn(made)
    made.set_text("beginning middle end.pdf, and it goes on")
    assert drawn(made) != narrow


def test_names_that_differ_only_at_their_end_look_different_when_cut(qtbot: QtBot) -> None:
    pictures = []
    for end in ("2023.pdf", "2024.pdf"):
        made = ElidedLabel("Minutes of the meeting of the board of trustees " + end)
        qtbot.addWidget(made)
        made.resize(200, made.sizeHint().height())
        pictures.append(drawn(made))
    assert pictures[0] != pictures[1]


def test_a_line_that_yields_takes_no_room_while_empty(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = ElidedLabel("", yields=True)
    made.setParent(holder)
    holder.show()
    assert not made.isVisible()
    made.set_text("Benefits")
    assert made.isVisible()
    made.set_text("")
    assert not made.isVisible()


@pytest.mark.parametrize("scale", [1, 1.5, 2, 3])
def test_icons_are_drawn_at_the_screens_own_resolution(icons: Icons, scale: float) -> None:
    picture = icons.pixmap("folder", "text", 16, scale)
    assert picture.size() == QSize(16, 16) * scale
    assert picture.deviceIndependentSize().toSize() == QSize(16, 16)


def test_every_icon_draws_something(icons: Icons) -> None:
    names = {path.stem for path in (assets_dir() / "icons").glob("*.svg")}
    assert len(names) > 20
    assert [name for name in names if not inks(icons.pixmap(name, "text", 32, 2).toImage())] == []


def test_the_program_has_an_icon_of_its_own_for_every_size(icons: Icons) -> None:
    sizes = {size.width() for size in icons.app_icon().availableSizes()}
    assert sizes >= {16, 32, 48, 256}


@pytest.mark.parametrize("tone", ["secondary", "danger", "warning"])
def test_an_icon_beside_a_word_takes_the_new_themes_colour(
    qtbot: QtBot, icons: Icons, theme: Theme, tone: str
) -> None:
    made = IconLabel(icons, "folder", tone, 32)
    qtbot.addWidget(made)
    for _ in range(2):
        theme.toggle()
        expected = getattr(DARK if theme.dark else LIGHT, tone)
        assert inks(made.pixmap().toImage()) == {QColor(expected).name()}


def test_the_icons_of_buttons_take_the_new_themes_colour(qtbot: QtBot, icons: Icons, theme: Theme) -> None:
    made = [IconButton(icons, "close", "Close"), TextButton("Ask", "primary", icons, "ask")]
    for each in made:
        qtbot.addWidget(each)
    before = [inks(each.icon().pixmap(20, 20).toImage()) for each in made]
    theme.toggle()
    after = [inks(each.icon().pixmap(20, 20).toImage()) for each in made]
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_the_theme_button_shows_where_it_leads(qtbot: QtBot, icons: Icons, theme: Theme) -> None:
    side = SidePanel(icons, LibraryPanel(icons), ConversationList(icons))
    qtbot.addWidget(side)
    side.show()
    found = button(side, "Light or dark")
    pictures = []
    for _ in range(3):
        pictures.append(drawn(found))
        theme.toggle()
    assert pictures[0] == pictures[2]
    assert pictures[0] != pictures[1]


def test_selectable_text_can_be_selected_by_keyboard_too(qtbot: QtBot) -> None:
    made: QLabel = label("An error to look up", selectable=True)
    qtbot.addWidget(made)
    made.setSelection(0, 8)
    assert made.selectedText() == "An error"


@pytest.mark.parametrize("words", ["Antwortmodelle", "Search models", "Il"])
def test_the_chosen_one_of_several_has_room_for_its_words_in_bold(
    qtbot: QtBot, theme: Theme, words: str
) -> None:
    segment = SegmentButton(words)
    qtbot.addWidget(segment)
    segment.show()
    before = segment.sizeHint().width()
    needed = QFontMetrics(theme.font(TypeSize.CONTROL, bold=True)).horizontalAdvance(words)
    padding_and_border = 2 * (8 + 1)
    assert before >= needed + padding_and_border
    segment.setChecked(True)
    assert segment.sizeHint().width() == before


@pytest.mark.parametrize("width", [110, 240, 301])
def test_the_parts_of_a_filled_row_reach_from_side_to_side(qtbot: QtBot, theme: Theme, width: int) -> None:
    row = FlowRow(TextButton("Add folder…"), TextButton("Add files…"), spacing=4, filled=True)
    qtbot.addWidget(row)
    row.resize(width, 100)
    row.show()
    first, second = (each.geometry() for each in row.findChildren(TextButton))
    assert first.left() == 0
    assert second.right() == width - 1
    if width > 200:
        assert second.left() - first.right() - 1 == 4
    else:
        assert (first.right(), second.left()) == (width - 1, 0)
