"""Words read from a page's picture are lit where they stand, and what is lit is told from its place alone."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.documents import Box, Page, PagePicture, WordBox
from desktop_rag.domain.scan_boxes import boxes_over, text_in_boxes, with_marks

TEXT = "The monthly rent is\n940 euros, in advance."
WIDTH, HEIGHT = 400, 200


def page_of(text: str = TEXT, *, rise: float = 0.0) -> Page:
    """Letters are a hundredth of the page wide, lines a tenth high; each letter stands `rise` higher."""
    words, start = [], 0
    for row, line in enumerate(text.split("\n")):
        for word in line.split():
            start = text.index(word, start)
            x = (start - text.rfind("\n", 0, start)) / 100
            y = 0.2 + row * 0.15 - rise * x * 100
            words.append(WordBox(start, start + len(word), x, y, x + len(word) / 100, y + 0.1))
            start += len(word)
    return Page(1, text, is_scan=True, words=tuple(words))


def turned(page: Page) -> Page:
    """Lying on its side, its lines running up."""
    words = [WordBox(w.start, w.end, w.y0, 1 - w.x1, w.y1, 1 - w.x0) for w in page.words]
    return Page(1, page.text, is_scan=True, words=tuple(words))


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def lit(page: Page, *spans: tuple[int, int]) -> str:
    return text_in_boxes(page, boxes_over(page, spans, WIDTH, HEIGHT), WIDTH, HEIGHT)


def test_words_beside_each_other_share_a_box_in_pixels_of_the_picture() -> None:
    (box,) = boxes_over(page_of(), [span("monthly rent")], WIDTH, HEIGHT)
    edges = (box.x0, box.y0, box.x1, box.y1)
    assert edges == pytest.approx((0.05 * WIDTH, 0.2 * HEIGHT, 0.17 * WIDTH, 0.3 * HEIGHT))


def test_every_line_has_a_box_of_its_own() -> None:
    boxes = boxes_over(page_of(), [span("rent is\n940 euros")], WIDTH, HEIGHT)
    assert len(boxes) == 2
    assert boxes[0].y1 < boxes[1].y0


def test_a_part_of_a_word_is_lit_alone() -> None:
    page = page_of()
    assert lit(page, span("euros")) == "euros"
    assert lit(page, span("nth")) == "nth"
    (box,) = boxes_over(page, [span("nth")], WIDTH, HEIGHT)
    assert (box.x0, box.x1) == pytest.approx((0.07 * WIDTH, 0.10 * WIDTH))


def test_words_apart_are_lit_apart() -> None:
    page = page_of()
    assert len(boxes_over(page, [span("The"), span("rent")], WIDTH, HEIGHT)) == 2
    assert lit(page, span("The"), span("rent"), span("advance")) == "The rent advance"


def test_overlapping_marks_are_lit_once() -> None:
    page = page_of()
    assert boxes_over(page, [(0, 8), (4, 16), (16, 19)], WIDTH, HEIGHT) == boxes_over(
        page, [(0, 19)], WIDTH, HEIGHT
    )


def test_a_broken_word_is_lit_on_both_lines_and_read_as_one() -> None:
    words = (WordBox(0, 4, 0.8, 0.2, 0.9, 0.3), WordBox(4, 9, 0.1, 0.4, 0.2, 0.5))
    page = Page(1, "documents", is_scan=True, words=words)
    assert len(boxes_over(page, [(0, 9)], WIDTH, HEIGHT)) == 2
    assert lit(page, (0, 9)) == "documents"


def test_on_a_line_askew_nothing_of_its_neighbours_is_lit() -> None:
    text = "\n".join(" ".join("abcdef" for _ in range(12)) for _ in range(4))
    page = page_of(text, rise=0.0025)
    start, end = 84, 84 + 83
    assert lit(page, (start, end)) == text[start:end]
    assert 1 < len(boxes_over(page, [(start, end)], WIDTH, HEIGHT)) < 12


def test_lines_that_run_up_the_picture_are_lit_too() -> None:
    page = turned(page_of())
    boxes = boxes_over(page, [span("monthly rent is\n940")], HEIGHT, WIDTH)
    assert len(boxes) == 2
    assert all(box.y1 - box.y0 > 0 < box.x1 - box.x0 for box in boxes)
    assert text_in_boxes(page, boxes, HEIGHT, WIDTH) == "monthly rent is 940"


def test_a_drawn_page_gets_its_marks() -> None:
    picture = PagePicture(WIDTH, HEIGHT, bytes(3 * WIDTH * HEIGHT), (), "")
    marked = with_marks(picture, page_of(), [span("940 euros")])
    assert (marked.text_in_boxes, len(marked.boxes), marked.rgb) == ("940 euros", 1, picture.rgb)
    assert with_marks(picture, page_of(), []) == picture


def test_what_is_asked_for_between_words_lights_nothing() -> None:
    assert boxes_over(page_of(), [(3, 4)], WIDTH, HEIGHT) == ()
    assert text_in_boxes(page_of(), [Box(0, 0, WIDTH, 10)], WIDTH, HEIGHT) == ""


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted), max_size=4))
def test_exactly_what_is_asked_for_is_lit(found: Sequence[Sequence[int]]) -> None:
    spans = [(start, end) for start, end in found if start < end]
    asked = {offset for start, end in spans for offset in range(start, end) if not TEXT[offset].isspace()}
    expected = "".join(TEXT[offset] if offset in asked else " " for offset in range(len(TEXT)))
    assert lit(page_of(), *spans).split() == expected.split()
