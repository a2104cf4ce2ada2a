"""Text that was read holds text only, and is cut where a person would cut it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.parsing.characters import clean, cut_near

ANY = st.text(st.characters() | st.sampled_from("\r\n\x0b\x0c\x85\u2028\ud800\x1b[0m\xad\ufeff\u200d"))


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("page\x0cbreak\x0bhere", "page break here"),
        ("\x1b[1;31mERROR\x1b[0m disk", "ERROR disk"),
        ("con\u00adtract", "contract"),
        ("\ufefftext", "text"),
        ("a\x00b\x07c\x7fd\x9be", "abcde"),
        ("half\ud83d a pair", "half a pair"),
        ("tab\tstays", "tab\tstays"),
        ("family 👨‍👩‍👧 and می‌خواهم", "family 👨‍👩‍👧 and می‌خواهم"),
    ],
)
def test_what_is_not_text_goes_and_what_is_stays(untidy: str, tidy: str) -> None:
    assert clean(untidy) == tidy


@given(ANY)
def test_clean_text_can_be_stored_and_is_clean_already(text: str) -> None:
    tidy = clean(text)
    tidy.encode()
    assert clean(tidy) == tidy
    assert not [char for char in tidy if unicodedata.category(char) == "Cc" and char not in "\t\n"]


@given(st.text(st.characters(categories=("L", "N", "P", "Zs"))))
def test_no_letter_or_figure_is_lost(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "limit", "piece"),
    [
        ("short", 10, "short"),
        ("One two. Three four five", 14, "One two."),
        ("He said “stop.” Then he left at once", 20, "He said “stop.”"),
        ("Version 3.11 is out now and works", 14, "Version 3.11 "),
        ("これは文です。次の文です。", 9, "これは文です。"),
        ("one two three four", 10, "one two "),
        ("unbrokenunbroken", 5, "unbro"),
        ("cafe\u0301cafe\u0301", 4, "caf"),
        ("👍🏽👍🏽👍🏽", 3, "👍🏽"),
    ],
)
def test_a_cut_is_after_a_sentence_else_a_word_else_a_whole_character(
    text: str, limit: int, piece: str
) -> None:
    assert text[: cut_near(text, 0, limit)] == piece


def test_source_code_is_cut_at_a_line() -> None:
    code = "a = 1. \nb = 2\nc = 3. and more of it"
    assert code[: cut_near(code, 0, 20, by_line=True)] == "a = 1. \nb = 2"


@given(st.text(min_size=1), st.integers(1, 40), st.booleans())
def test_pieces_are_never_empty_or_too_long_and_add_up(text: str, limit: int, by_line: bool) -> None:
    start, pieces = 0, []
    while start < len(text):
        end = cut_near(text, start, limit, by_line=by_line)
        assert start < end <= start + limit
        pieces.append(text[start:end])
        start = end
    assert "".join(pieces) == text
