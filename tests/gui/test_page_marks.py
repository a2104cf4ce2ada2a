"""Exactly the words given are lit in a page's text, whatever kind of block they stand in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontInfo, QTextTable
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.gui.page.document import TABLE_CELL_LIMIT, blocks_of
from desktop_rag.gui.page.text import PageTextView
from desktop_rag.gui.widgets.theme import Theme
from tests.gui.test_page_text import lit_on_screen, show

RUNNING = [kind for kind in BlockKind if kind is not BlockKind.TABLE_ROW]
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LETTERS = st.text(alphabet="abc ÄΩ\U0001f989", min_size=1, max_size=12)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PageTextView:
    made = PageTextView(theme)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def page_of(kind: BlockKind, parts: list[str], level: int = 1) -> Page:
    blocks, position = [], 0
    for part in parts:
        blocks.append(Block(kind, position, position + len(part), level))
        position += len(part) + 1
    return Page(1, "\n".join(parts), blocks=tuple(blocks))


@pytest.mark.parametrize("kind", RUNNING)
@given(data=st.data())
@QUICK
def test_the_lit_words_are_those_between_the_offsets(
    view: PageTextView, theme: Theme, kind: BlockKind, data: st.DataObject
) -> None:
    parts = data.draw(st.lists(LETTERS, min_size=1, max_size=4))
    page = page_of(kind, parts)
    number = data.draw(st.integers(0, len(parts) - 1))
    block = page.blocks[number]
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    show(view, page, ((start, end),))
    assert lit_on_screen(view, theme) == page.text[start:end]
    assert view.lit_text == page.text[start:end]


@pytest.mark.parametrize("kind", RUNNING)
def test_a_mark_goes_on_from_one_block_into_the_next(
    view: PageTextView, theme: Theme, kind: BlockKind
) -> None:
    show(view, page_of(kind, ["one two", "three four"]), ((4, 13),))
    assert lit_on_screen(view, theme) == "twothree"


def test_marks_that_overlap_are_lit_once(view: PageTextView, theme: Theme) -> None:
    show(view, Page(1, "one two three"), ((4, 9), (0, 7), (4, 5)))
    assert lit_on_screen(view, theme) == "one two t"


def test_offsets_past_the_end_light_what_there_is(view: PageTextView, theme: Theme) -> None:
    show(view, Page(1, "one two"), ((4, 400), (900, 950)))
    assert lit_on_screen(view, theme) == "two"


def test_a_line_break_within_a_block_stays_one(view: PageTextView, theme: Theme) -> None:
    show(view, page_of(BlockKind.CODE, ["if x:\n    go()"]), ((0, 14),))
    assert view.toPlainText() == "if x:\n    go()"
    assert lit_on_screen(view, theme) == "if x:\u2028    go()"


def test_another_page_keeps_no_mark_of_the_one_before(view: PageTextView, theme: Theme) -> None:
    show(view, Page(1, "one two"), ((0, 3),))
    show(view, Page(2, "one two"), ())
    assert lit_on_screen(view, theme) == ""
    assert view.lit_text == ""


def test_marks_stay_when_the_theme_changes(view: PageTextView, theme: Theme) -> None:
    show(view, Page(1, "one two"), ((0, 3),))
    theme.toggle()
    assert lit_on_screen(view, theme) == "one"


@pytest.mark.parametrize("kind", list(BlockKind))
@given(parts=st.lists(LETTERS.filter(str.strip), min_size=1, max_size=4))
@QUICK
def test_every_word_of_every_kind_of_block_is_shown(
    view: PageTextView, kind: BlockKind, parts: list[str]
) -> None:
    show(view, page_of(kind, parts), ())
    shown = "".join(view.toPlainText().split())
    for part in parts:
        assert "".join(part.split()) in shown


def test_list_items_get_a_bullet_unless_they_bring_their_own(view: PageTextView) -> None:
    show(view, page_of(BlockKind.LIST_ITEM, ["apples", "• pears", "3. plums", "- nuts"]), ())
    assert view.toPlainText().replace("\u2002", " ").split("\n") == [
        "• apples",
        "• pears",
        "3. plums",
        "- nuts",
    ]


def test_headings_are_larger_the_higher_they_stand(view: PageTextView) -> None:
    sizes = []
    for level in (1, 2, 3, 4):
        show(view, page_of(BlockKind.HEADING, ["Title"], level), ())
        sizes.append(view.document().begin().begin().fragment().charFormat().font().pixelSize())
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > view.document().defaultFont().pixelSize()


def test_code_is_set_in_a_face_of_even_width(view: PageTextView) -> None:
    show(view, page_of(BlockKind.CODE, ["x = 1"]), ())
    font = view.document().begin().begin().fragment().charFormat().font()
    assert font.family() != view.document().defaultFont().family()
    assert QFontInfo(font).pixelSize() > 0


def tables(view: PageTextView) -> list[QTextTable]:
    return [frame for frame in view.document().rootFrame().childFrames() if isinstance(frame, QTextTable)]


def test_rows_become_a_table_with_their_cells(view: PageTextView) -> None:
    show(view, page_of(BlockKind.TABLE_ROW, ["a\tb\tc", "d\te\tf"]), ())
    (table,) = tables(view)
    assert (table.rows(), table.columns()) == (2, 3)
    assert table.cellAt(1, 2).firstCursorPosition().block().text() == "f"


def test_a_row_without_cells_is_a_plain_line(view: PageTextView) -> None:
    show(view, page_of(BlockKind.TABLE_ROW, ["only words", "more words"]), ())
    assert tables(view) == []
    assert view.toPlainText() == "only words\nmore words"


def test_an_enormous_table_is_shown_as_lines_so_that_nothing_is_lost(
    view: PageTextView, theme: Theme
) -> None:
    rows = [f"name {number}\tvalue {number}" for number in range(TABLE_CELL_LIMIT // 2 + 1)]
    page = page_of(BlockKind.TABLE_ROW, rows)
    start = page.text.index("value 900")
    show(view, page, ((start, start + 9),))
    assert tables(view) == []
    assert lit_on_screen(view, theme) == "value 900"


def test_the_first_mark_is_brought_into_view(qtbot: QtBot, view: PageTextView) -> None:
    text = "\n\n".join(f"Paragraph {number}." for number in range(300))
    start = text.index("Paragraph 200.")
    show(view, Page(1, text), ((start, start + 14),))
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    found = view.document().find("Paragraph 200.")
    assert 0 < view.cursorRect(found).top() < view.viewport().height()
    show(view, Page(2, text), ())
    qtbot.waitUntil(lambda: bar.value() == 0)


@pytest.mark.parametrize(("width", "measured"), [(500, False), (2000, True)])
def test_lines_stay_short_enough_to_read(view: PageTextView, width: int, measured: bool) -> None:
    show(view, Page(1, "words " * 500), ())
    view.resize(width, 400)
    frame = view.document().rootFrame().frameFormat()
    line = width - frame.leftMargin() - frame.rightMargin()
    assert line <= 660
    assert (frame.leftMargin() > 100) is measured


@given(
    st.text(alphabet="ab \n", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=4),
)
def test_blocks_and_what_lies_between_cover_all_words(text: str, cuts: list[tuple[int, int]]) -> None:
    blocks, position = [], 0
    for gap, length in cuts:
        start, end = min(len(text), position + gap), min(len(text), position + gap + length)
        if start < end:
            blocks.append(Block(BlockKind.PARAGRAPH, start, end))
            position = end
    shown = "".join(text[block.start : block.end] for block in blocks_of(Page(1, text, blocks=tuple(blocks))))
    assert "".join(shown.split()) == "".join(text.split())
