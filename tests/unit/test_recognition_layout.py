"""Recognised lines become a page: order, paragraphs, joined words, and where each word stands."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from desktop_rag.domain.documents import BlockKind, WordBox
from desktop_rag.parsing.recognition.columns import Strip
from desktop_rag.parsing.recognition.engine import SeenLine, as_written
from desktop_rag.parsing.recognition.layout import Layout, lay_out
from desktop_rag.parsing.recognition.scan import straightened, turned_back
from desktop_rag.parsing.recognition.words import Crop, SeenWord, place_words
from tests.scans import SERIF, load_font

SIZE = (1000, 1000)
LETTER = 10
"""Width of a letter in pixels; a line is 30 high, and the next one begins 40 below."""


def strip(text: str, x: float, y: float, height: float = 30) -> Strip:
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        left, right = x + start * LETTER, x + at * LETTER
        words.append(SeenWord(start, at, left, y - height / 2, right, y + height / 2))
    return Strip(text, tuple(words), x, x + len(text) * LETTER, y, height)


def column(x: float, y: float, *texts: str) -> list[Strip]:
    return [strip(text, x, y + 40 * row) for row, text in enumerate(texts)]


def blocks(layout: Layout) -> list[tuple[BlockKind, str]]:
    return [(block.kind, layout.text[block.start : block.end]) for block in layout.blocks]


def words(layout: Layout) -> list[str]:
    return [layout.text[word.start : word.end] for word in layout.words]


LEFT = ("The first column goes on", "for three whole lines of", "prose and then it ends.")
RIGHT = ("While the second one has", "something else to say and", "says it beside the other.")


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    layout = lay_out([*column(50, 100, *LEFT), *column(400, 100, *RIGHT)], SIZE)
    assert layout.text == "\n".join(LEFT) + "\n\n" + "\n".join(RIGHT)


def test_what_crosses_the_columns_parts_what_is_above_from_what_is_below() -> None:
    crossing = strip("A line that goes across both of the columns on this page", 50, 300)
    above = [*column(50, 100, *LEFT), *column(400, 100, *RIGHT)]
    below = [*column(50, 400, *map(str.upper, LEFT)), *column(400, 400, *map(str.upper, RIGHT))]
    text = lay_out([*below, crossing, *above], SIZE).text
    expected = [LEFT[0], RIGHT[0], crossing.text, LEFT[0].upper(), RIGHT[0].upper()]
    places = [text.index(words) for words in expected]
    assert places == sorted(places)


def test_three_columns_are_three() -> None:
    third = ("And last of all a third", "one that is not any less", "important than the rest.")
    strips = [*column(20, 100, *LEFT), *column(350, 100, *RIGHT), *column(680, 100, *third)]
    assert lay_out(strips, SIZE).text.split("\n\n") == ["\n".join(LEFT), "\n".join(RIGHT), "\n".join(third)]


def test_a_table_is_read_row_by_row() -> None:
    names, values = ("Deductible", "Copayment", "Premium"), ("$500", "$20", "$310")
    layout = lay_out([*column(500, 100, *values), *column(50, 100, *names)], SIZE)
    assert layout.text.splitlines() == ["Deductible $500", "Copayment $20", "Premium $310"]
    assert [kind for kind, _ in blocks(layout)] == [BlockKind.TABLE_ROW] * 3


def test_a_short_column_that_does_not_stand_level_is_a_column() -> None:
    aside = [
        strip(text, 600, 118 + 52 * row) for row, text in enumerate(["Oslo", "Bergen", "Tromsø", "Bodø"])
    ]
    text = lay_out([*aside, *column(50, 100, *LEFT, *RIGHT)], SIZE).text
    assert text.split()[-4:] == ["Oslo", "Bergen", "Tromsø", "Bodø"]


def test_gaps_indents_and_short_last_lines_part_paragraphs() -> None:
    strips = [
        *column(50, 100, "The first paragraph has a second", "line that is short."),
        *column(50, 180, "The second one follows right after", "it and goes on to the very right"),
        strip("The third is set in a little way", 90, 260),
        strip("and its second line is not so.", 50, 300),
        strip("The fourth stands apart from them", 50, 380),
    ]
    found = blocks(lay_out(strips, SIZE))
    assert [text.split()[1] for _, text in found] == ["first", "second", "third", "fourth"]
    assert {kind for kind, _ in found} == {BlockKind.PARAGRAPH}


def test_large_print_is_a_heading_and_marks_begin_list_items() -> None:
    strips = [
        strip("What to bring", 50, 60, height=60),
        strip("You will need these on the day:", 50, 140),
        *column(50, 180, "• a coat that keeps the rain off", "• shoes", "1. and a ticket"),
    ]
    layout = lay_out(strips, SIZE)
    assert [kind for kind, _ in blocks(layout)] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        *[BlockKind.LIST_ITEM] * 3,
    ]
    assert layout.blocks[0].level == 1


def test_a_word_broken_over_two_lines_is_one_and_keeps_both_places() -> None:
    layout = lay_out(column(50, 100, "all of the docu-", "ments are here"), SIZE)
    assert layout.text == "all of the documents are here"
    first, second = layout.words[3:5]
    assert (layout.text[first.start : first.end], layout.text[second.start : second.end]) == ("docu", "ments")
    assert first.end == second.start
    assert (first.x1, second.x0, second.y0 > first.y1) == (0.21, 0.05, True)


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("a doctor who is in-", "network costs less", "a doctor who is in-network costs less"),
        ("from 1990-", "1995 it grew", "from 1990-\n1995 it grew"),
        ("it was over -", "they left", "it was over -\nthey left"),
    ],
)
def test_a_hyphen_that_belongs_to_the_word_stays(before: str, after: str, text: str) -> None:
    assert lay_out(column(50, 100, before, after), SIZE).text == text


def test_writing_up_the_margin_comes_last() -> None:
    layout = lay_out(column(50, 100, *LEFT), SIZE, [strip("Form 12", 5, 50)])
    assert layout.text.endswith("\n\nForm 12")
    assert words(layout)[-2:] == ["Form", "12"]


def test_a_page_of_nothing_is_empty() -> None:
    assert lay_out([], SIZE) == Layout("", (), ())


letters = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)
lines_of_words = st.lists(letters, min_size=1, max_size=6).map(" ".join)
anywhere = st.lists(
    st.builds(strip, lines_of_words, st.integers(-50, 1050), st.integers(-50, 1050), st.integers(5, 200)),
    max_size=25,
)


@given(anywhere)
def test_wherever_lines_stand_every_word_is_kept_once_with_its_offsets(strips: Sequence[Strip]) -> None:
    layout = lay_out(strips, SIZE)
    end = 0
    for word in layout.words:
        assert end <= word.start < word.end <= len(layout.text)
        assert layout.text[end : word.start].strip() in ("", "-")
        assert 0 <= word.x0 <= word.x1 <= 1
        assert 0 <= word.y0 <= word.y1 <= 1
        end = word.end
    kept = sorted("".join(layout.text.split()).replace("-", ""))
    assert kept == sorted("".join(one.text for one in strips).replace("-", "").replace(" ", ""))
    position = 0
    for block in layout.blocks:
        assert position <= block.start < block.end
        position = block.end


@given(st.integers(0, 3), st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_page_that_was_turned_to_be_read_is_turned_back(quarters: int, x: float, y: float) -> None:
    rows = 40
    page = np.zeros((rows, rows), dtype=np.uint8)
    row, column_ = int(y * rows), int(x * rows)
    page[row, column_] = 1
    (seen_row,), (seen_column,) = np.nonzero(np.rot90(page, quarters))
    seen = WordBox(0, 1, seen_column / rows, seen_row / rows, (seen_column + 1) / rows, (seen_row + 1) / rows)
    back = turned_back(seen, quarters)
    edges = (column_ / rows, row / rows, (column_ + 1) / rows, (row + 1) / rows)
    assert (back.x0, back.y0, back.x1, back.y1) == pytest.approx(edges)


def drawn(text: str, *, light: bool = False) -> tuple[Crop, list[tuple[float, float]], list[float]]:
    """A line cut out, with left and right of each word and the middle of each character as they were set."""
    face = load_font(SERIF, 11)
    picture = Image.new("RGB", (int(face.getlength(text)) + 20, 44), "navy" if light else "white")
    ImageDraw.Draw(picture).text((10, 4), text, "white" if light else "black", face)
    across, down = picture.size
    corners = np.array(
        [[100, 200], [100 + across, 200], [100 + across, 200 + down], [100, 200 + down]], float
    )
    edges, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        left, _, right, _ = face.getbbox(word)
        edges.append((110 + face.getlength(text[:start]) + left, 110 + face.getlength(text[:start]) + right))
    middles = [
        (10 + face.getlength(text[:place]) + face.getlength(character) / 2) / across
        for place, character in enumerate(text)
        if not character.isspace()
    ]
    return Crop(np.asarray(picture), corners), edges, middles


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("shift", [-0.004, 0.0, 0.004])
def test_words_end_where_their_ink_ends(light: bool, shift: float) -> None:
    """Whatever a column more or less the model saw them at."""
    text = "Will it fit William's illegible writing?"
    crop, edges, middles = drawn(text, light=light)
    placed = place_words(text, [middle + shift for middle in middles], crop)
    assert [text[word.start : word.end] for word in placed] == text.split()
    for word, (left, right) in zip(placed, edges, strict=True):
        assert word.x0 == pytest.approx(left, abs=3)
        assert word.x1 == pytest.approx(right, abs=3)
        assert 200 <= word.y0 < word.y1 <= 244


def test_characters_of_scripts_without_spaces_are_marked_one_by_one() -> None:
    crop, _, middles = drawn("ab cd ef")
    placed = place_words("租金 Miete", [0.1, 0.25, *np.linspace(0.5, 0.9, 5)], crop)
    assert [(word.start, word.end) for word in placed] == [(0, 1), (1, 2), (3, 8)]
    assert [word.x0 for word in placed] == sorted(word.x0 for word in placed)
    assert place_words("租金", middles, crop) == (), "what does not fit is not placed"


@pytest.mark.parametrize("degrees", [-2, -1, 0, 1, 2])
def test_lines_that_are_askew_are_put_straight(degrees: float) -> None:
    slope = np.tan(np.radians(degrees))
    lines = []
    for row in range(3):
        for x in (50, 550):
            y = 300 + 40 * row + slope * x
            right = y + slope * 400
            corners = np.array([[x, y - 15], [x + 400, right - 15], [x + 400, right + 15], [x, y + 15]])
            lines.append(SeenLine(f"{row}", 1.0, (), Crop(np.zeros((30, 400, 3), np.uint8), corners)))
    heights: dict[str, list[float]] = {}
    for one in straightened(lines):
        heights.setdefault(one.text, []).append(one.y)
    assert all(max(same) - min(same) < 2 for same in heights.values())


def test_wide_signs_in_a_latin_line_become_plain_ones() -> None:
    assert as_written("see（12），page：４") == "see(12),page:4"
    assert as_written("租金（每月）：") == "租金（每月）："
