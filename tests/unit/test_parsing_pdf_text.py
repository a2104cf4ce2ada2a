"""From PDFium's characters to page text and back."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.parsing.pdf.text import clean_label, clean_text, locate

NASTY = (
    " \t\r\n\x00\x02\x0c\xa0\xad\u200b\u2028\u202e\ufb03\ud83d\ude00\ud800\ue000\uf0b7\ufffe"
    "\U000e0041\U0001f600ab-."
)
raw_pages = st.text(st.one_of(st.sampled_from(NASTY), st.characters(codec=None)), max_size=60)


def clean(text: str) -> str:
    return clean_text(map(ord, text)).text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("one \r\ntwo", "one\ntwo"),
        ("one\r\n \r\ntwo", "one\ntwo"),
        (" \r\n one two \r\n", "one two"),
        ("a\xa0b\tc   d", "a b c d"),
        ("out-of\x02network", "out-of-network"),
        ("a soft\xad\r\nened edge", "a softened edge"),
        ("o\ufb03ce \ufb01ne", "office fine"),
        ("smile \ud83d\ude00 \U0001f600", "smile \U0001f600 \U0001f600"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("\uf0b7 point", "• point"),
        (
            "nul\x00 pri\ue000vate tag\U000e0041 non\ufffecharacter \u202eright",
            "nul private tag noncharacter right",
        ),
        (" \x00 \x00", ""),
    ],
)
def test_cleaned_text(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(raw_pages)
def test_every_character_of_the_text_leads_back_to_the_one_it_came_from(raw: str) -> None:
    page = clean_text(map(ord, raw))
    assert len(page.indexes) == len(page.text)
    assert list(page.indexes) == sorted(page.indexes)
    for character, index in zip(page.text, page.indexes, strict=True):
        if unicodedata.category(character) in ("Lu", "Ll", "Nd") and not "\ufb00" <= raw[index] <= "\ufb06":
            assert raw[index : index + (1 if character <= "\uffff" else 2)].startswith(character) or (
                raw[index : index + 2].encode("utf-16", "surrogatepass").decode("utf-16") == character
            )


@given(raw_pages)
def test_clean_text_is_fit_to_store_and_stays_as_it_is(raw: str) -> None:
    text = clean(raw)
    text.encode("utf-8")
    assert not any(
        unicodedata.category(character) in ("Cc", "Co", "Cs") for character in text.replace("\n", "")
    )
    assert clean(text) == text


@given(raw_pages)
def test_lines_are_the_text_between_line_breaks(raw: str) -> None:
    page = clean_text(map(ord, raw))
    shown = [page.text[start:end] for start, end in page.lines]
    assert "".join(shown) == page.text.replace("\n", "")
    assert not any("\n" in line for line in shown)


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("an exam\x02ple", ["an exam", "ple"]),
        ("an exam-\r\nple", ["an exam", "ple"]),
        ("well\x02known", ["well-", "known"]),
        ("pre\x02and post-war", ["pre-", "and post-war"]),
    ],
)
def test_a_word_broken_over_two_lines_stands_on_both(raw: str, lines: list[str]) -> None:
    page = clean_text(map(ord, raw))
    assert [page.text[start:end] for start, end in page.lines] == lines


def test_an_order_given_from_outside_shows_in_the_indexes() -> None:
    page = clean_text(map(ord, "one\ntwo exam\x02ple"), [9, 10, 11, 11, *range(8), *range(20, 25)])
    assert page.text == "one\ntwo example"
    assert list(page.indexes) == [9, 10, 11, 11, 0, 1, 2, 3, 4, 5, 6, 7, *range(21, 24)]


def test_a_page_of_blanks_takes_no_time() -> None:
    began = time.perf_counter()
    assert clean(" " * 300_000 + "x" + "\x00 " * 100_000) == "x"
    assert time.perf_counter() - began < 5


def test_a_label_is_one_short_line() -> None:
    assert clean_label("Part\r\n one\x00 of\tmany", 11) == "Part one of"


def test_a_quote_is_found_where_it_was_even_if_it_stands_there_twice() -> None:
    assert locate("same same", 5, 9, "same") == (5, 9)


def test_white_space_in_a_quote_does_not_matter() -> None:
    assert locate("one\ntwo  three", 0, 7, "one two") == (0, 7)


def test_a_moved_quote_is_found_at_its_new_place() -> None:
    assert locate("Added. The old\ntext. More.", 0, 13, "The old text.") == (7, 20)


@pytest.mark.parametrize("quote", ["gone", "", "same"])
def test_a_quote_that_is_gone_or_ambiguous_has_no_place(quote: str) -> None:
    assert locate("now same and same", 0, 3, quote) is None
