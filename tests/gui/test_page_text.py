"""A page's text is shown whole, as text, with exactly the marked words lit."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.gui.page.document import blocks_of, cells_of, runs_of
from desktop_rag.gui.page.marks import PageMark
from desktop_rag.gui.page.text import PageTextView
from desktop_rag.gui.widgets.theme import Theme

MARKUP = "<b>bold</b> &amp; <img src=x>"


def show(view: PageTextView, page: Page, spans: tuple[tuple[int, int], ...]) -> None:
    """With these slices marked as one citation's."""
    view.show_page(page, (PageMark(spans=spans),) if spans else ())


def lit_on_screen(view: PageTextView, theme: Theme) -> str:
    """The characters that have the marker's background."""
    lit, block = "", view.document().begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            if fragment.charFormat().background().color() == theme.color("marker"):
                lit += fragment.text()
            parts += 1
        block = block.next()
    return lit


def test_markup_in_a_document_is_shown_as_text(qtbot: QtBot, theme: Theme) -> None:
    view = PageTextView(theme)
    qtbot.addWidget(view)
    show(view, Page(1, MARKUP), ())
    assert view.toPlainText() == MARKUP


def test_the_marked_words_are_lit_behind_characters_outside_the_bmp(qtbot: QtBot, theme: Theme) -> None:
    view = PageTextView(theme)
    qtbot.addWidget(view)
    text = "🦉🦉 The owl 🦉 sleeps by day."
    start = text.index("owl")
    show(view, Page(1, text), ((start, start + len("owl 🦉 sleeps")),))
    assert lit_on_screen(view, theme) == "owl 🦉 sleeps"


def test_words_in_a_table_are_lit_in_their_cell(qtbot: QtBot, theme: Theme) -> None:
    text = "Plan: Plus | Deductible: $500\nPlan: Basic | Deductible: $900"
    rows = tuple(
        Block(BlockKind.TABLE_ROW, start, start + len(line))
        for start, line in zip((0, text.index("\n") + 1), text.split("\n"), strict=True)
    )
    view = PageTextView(theme)
    qtbot.addWidget(view)
    start = text.index("$900")
    show(view, Page(1, text, blocks=rows), ((start, start + 4),))
    assert lit_on_screen(view, theme) == "$900"


def test_text_between_blocks_is_not_lost() -> None:
    text = "Title\nloose words\nLast"
    page = Page(1, text, blocks=(Block(BlockKind.HEADING, 0, 5, 1), Block(BlockKind.PARAGRAPH, 18, 22)))
    assert [text[block.start : block.end].strip() for block in blocks_of(page)] == text.split("\n")


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4))
def test_runs_put_together_are_the_text(text: str, marks: list[tuple[int, int]]) -> None:
    runs = list(runs_of(text, 0, len(text), [PageMark(spans=(span,)) for span in marks]))
    assert "".join(run.text for run in runs) == text


@given(st.lists(st.text(alphabet="ab1 ", max_size=5), min_size=1, max_size=5))
def test_cells_are_what_was_joined(cells: list[str]) -> None:
    row = " | ".join(cells)
    found = [row[start:end] for start, end in cells_of(row, Block(BlockKind.TABLE_ROW, 0, len(row)))]
    assert found == cells


def test_a_letter_that_stands_everywhere_is_lit_around_the_place_that_one_is_at(
    qtbot: QtBot, theme: Theme
) -> None:
    view = PageTextView(theme)
    qtbot.addWidget(view)
    view.show_page(Page(1, "e " * 3000), ())
    view.show_found([(2 * number, 2 * number + 1) for number in range(3000)], 1500)
    lit = {each.cursor.selectionStart(): each.format.background().color() for each in view.extraSelections()}
    assert len(lit) <= 400
    assert lit[3000] == theme.color("found") != lit[2998] == lit[3002]


def test_another_citation_stands_out_without_moving_the_page(qtbot: QtBot, theme: Theme) -> None:
    view = PageTextView(theme)
    qtbot.addWidget(view)
    text = "One is cited here. Two is cited there."
    one, two = PageMark(spans=((0, 3),), number=1), PageMark(spans=((19, 22),), number=2, hue=1, strong=False)
    view.show_page(Page(1, text), (one, two))
    assert (lit_on_screen(view, theme), view.lit_text) == ("One", "One")
    view.show_marks((replace(one, strong=False), replace(two, strong=True)))
    assert (lit_on_screen(view, theme), view.lit_text) == ("", "Two")
    assert view.toPlainText() == text
    view.show_marks((one, two))
    assert lit_on_screen(view, theme) == "One"
