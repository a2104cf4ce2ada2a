"""Which words of a page's picture a pointer or a key means, whatever the page looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.documents import WordBox
from desktop_rag.domain.page_words import PageWords
from desktop_rag.gui.page.selection import PageSelection, Reach

TEXT = "The rent is due.\nIt is 940 euros\na month."


def page(text: str = TEXT, aspect: float = 1.4) -> PageWords:
    """Lines below each other, each letter a hundredth of the page wide."""
    words, offset = [], 0
    for number, line in enumerate(text.split("\n")):
        x = 0
        for word in line.split(" "):
            y0 = 0.1 + 0.05 * number
            words.append(
                WordBox(offset, offset + len(word), 0.1 + x / 100, y0, 0.1 + (x + len(word)) / 100, y0 + 0.02)
            )
            x, offset = x + len(word) + 1, offset + len(word) + 1
    return PageWords(text, tuple(words), aspect)


def middle(words: PageWords, word: str) -> tuple[float, float]:
    box = next(each for each in words.words if words.text[each.start : each.end] == word)
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def selected(words: PageWords, *points: tuple[float, float]) -> str:
    selection = PageSelection()
    selection.take(words)
    selection.begin(*points[0])
    for point in points[1:]:
        selection.drag(*point)
    return selection.text


def test_dragging_selects_from_word_to_word_in_reading_order() -> None:
    words = page()
    assert selected(words, middle(words, "is"), middle(words, "940")) == "is due.\nIt is 940"


def test_dragging_backwards_selects_the_same() -> None:
    words = page()
    there, back = middle(words, "940"), middle(words, "rent")
    assert selected(words, there, back) == selected(words, back, there) == "rent is due.\nIt is 940"


def test_a_press_alone_selects_nothing_and_takes_the_selection_away() -> None:
    words = page()
    selection = PageSelection()
    selection.take(words)
    selection.everything()
    assert selection.text == TEXT
    selection.begin(*middle(words, "rent"))
    assert (selection.text, selection.span) == ("", None)


def test_beside_a_line_its_nearest_word_is_meant() -> None:
    words = page()
    x, y = middle(words, "due.")
    assert selected(words, middle(words, "The"), (0.95, y)) == "The rent is due."
    assert selected(words, (x, y), (0.0, y)) == "The rent is due."


@given(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5), st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
def test_wherever_the_pointer_goes_whole_words_of_the_text_are_selected(
    x0: float, y0: float, x1: float, y1: float
) -> None:
    words = page()
    text = selected(words, (x0, y0), (x1, y1))
    start = TEXT.index(text)
    assert text
    assert (TEXT[:start] or " ")[-1].isspace()
    assert (TEXT[start + len(text) :] or " ")[0].isspace()


@pytest.mark.parametrize(("word", "chosen"), [("due.", "due"), ("940", "940"), ("month.", "month")])
def test_a_double_click_selects_the_word_without_the_marks_around_it(word: str, chosen: str) -> None:
    words = page()
    selection = PageSelection()
    selection.take(words)
    selection.whole_word(*middle(words, word))
    assert selection.text == chosen


@pytest.mark.parametrize("word", ["हिन्दी", "กี่", "cafe\u0301"])
def test_a_double_click_leaves_no_accent_or_vowel_behind(word: str) -> None:
    text = f"({word}),"
    selection = PageSelection()
    selection.take(PageWords(text, (WordBox(0, len(text), 0.1, 0.1, 0.2, 0.12),)))
    selection.whole_word(0.15, 0.11)
    assert selection.text == word


def test_a_double_click_on_half_of_a_broken_word_selects_all_of_it() -> None:
    text = "a hyphenated word"
    halves = (
        WordBox(0, 1, 0.1, 0.1, 0.12, 0.12),
        WordBox(2, 6, 0.8, 0.1, 0.9, 0.12),
        WordBox(6, 12, 0.1, 0.15, 0.2, 0.17),
        WordBox(13, 17, 0.25, 0.15, 0.3, 0.17),
    )
    selection = PageSelection()
    selection.take(PageWords(text, halves))
    selection.whole_word(0.15, 0.16)
    assert selection.text == "hyphenated"


def test_a_double_click_on_blank_paper_selects_nothing() -> None:
    selection = PageSelection()
    selection.take(page())
    selection.whole_word(0.9, 0.9)
    assert selection.span is None


def test_three_clicks_select_the_line() -> None:
    words = page()
    selection = PageSelection()
    selection.take(words)
    selection.whole_line(*middle(words, "940"))
    assert selection.text == "It is 940 euros"


def test_a_line_goes_on_past_a_letter_that_is_taller_than_wide() -> None:
    text = "When I went 1 ll by\nfoot"
    words, x = [], 0.1
    for word in text.replace("\n", " ").split():
        start = words[-1].end + 1 if words else 0
        width = sum(0.0035 if letter in "I1l" else 0.01 for letter in word)
        y = 0.1 if word != "foot" else 0.125
        words.append(WordBox(start, start + len(word), x if y < 0.12 else 0.1, y, x + width, y + 0.02))
        x += width + 0.005
    assert PageWords(text, tuple(words), 1.4).line(1) == (0, 5)


def test_words_that_run_up_the_page_stand_on_one_line() -> None:
    text = "Up the page\nor not"
    places = [(0, 2, 0.1, 0.80, 0.84), (3, 6, 0.1, 0.72, 0.78), (7, 11, 0.1, 0.62, 0.70)]
    places += [(12, 14, 0.14, 0.80, 0.84), (15, 18, 0.14, 0.72, 0.78)]
    words = tuple(WordBox(start, end, x, y0, x + 0.02, y1) for start, end, x, y0, y1 in places)
    assert PageWords(text, words, 1.4).line(1) == (0, 2)


def test_a_line_ends_where_a_column_does() -> None:
    text = "left side right side"
    boxes = [(0, 4, 0.1), (5, 9, 0.15), (10, 15, 0.6), (16, 20, 0.66)]
    words = tuple(WordBox(start, end, x, 0.1, x + 0.04, 0.12) for start, end, x in boxes)
    selection = PageSelection()
    selection.take(PageWords(text, words))
    selection.whole_line(0.16, 0.11)
    assert selection.text == "left side"


def test_the_keyboard_reaches_every_word_and_stops_at_the_ends() -> None:
    selection = PageSelection()
    selection.take(page())
    selection.extend(Reach.NEXT)
    assert selection.text == "The"
    selection.extend(Reach.NEXT)
    assert selection.text == "The rent"
    selection.extend(Reach.BELOW)
    assert selection.text == "The rent is due.\nIt is 940"
    selection.extend(Reach.LINE_END)
    assert selection.text == "The rent is due.\nIt is 940 euros"
    selection.extend(Reach.LINE_START)
    selection.extend(Reach.ABOVE)
    assert selection.text == "The"
    for _ in range(3):
        selection.extend(Reach.PREVIOUS)
    assert selection.text == "The"
    for _ in range(30):
        selection.extend(Reach.BELOW)
    selection.extend(Reach.LINE_END)
    assert selection.text == TEXT


def test_the_same_page_at_another_size_keeps_what_is_selected_another_page_does_not() -> None:
    selection = PageSelection()
    selection.take(page())
    selection.everything()
    selection.take(page(aspect=1.401))
    assert selection.text == TEXT
    selection.take(page("Other words."))
    assert selection.text == ""


def test_a_page_without_words_has_nothing_to_select() -> None:
    selection = PageSelection()
    selection.everything()
    selection.extend(Reach.NEXT)
    selection.begin(0.5, 0.5)
    selection.drag(0.7, 0.7)
    selection.whole_word(0.5, 0.5)
    assert selection.span is None


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_boxes_lie_on_the_page_and_over_the_words_of_the_slice(one: int, other: int) -> None:
    start, end = sorted((one, other))
    words = page()
    boxes = words.boxes([(start, end)])
    assert bool(boxes) is bool(TEXT[start:end].strip())
    assert all(0 <= box.x0 <= box.x1 <= 1 and 0 <= box.y0 <= box.y1 <= 1 for box in boxes)
