"""Words are found as a person would find them: whatever the capitals, spaces, line ends and quotes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.finding import MOST_LETTERS, Found, FoundAt, Looked


def found(words: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Looked(words).spans(text)]


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("rent", "The RENT. Parents. Rent", ["RENT", "rent", "Rent"]),
        ("sixteen weeks", "sixteen\nweeks, sixteen  weeks", ["sixteen\nweeks", "sixteen  weeks"]),
        ("  sixteen   weeks ", "of sixteen\u00a0weeks", ["sixteen\u00a0weeks"]),
        ("don't", "don’t and don't", ["don’t", "don't"]),
        ('"yes"', "“yes” „yes“", ["“yes”", "„yes“"]),
        ("2019-2024", "2019–2024", ["2019–2024"]),
        ("a.b (c)", "a.b (c) axb (c)", ["a.b (c)"]),
        ("ÄRZTE", "die Ärzte", ["Ärzte"]),
        ("Ärzte", "die A\u0308rzte", ["A\u0308rzte"]),
        ("cafe\u0301 noir", "CAFÉ noir, cafe noir", ["CAFÉ noir"]),
        ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af", ["\u1112\u1161\u11ab\u1100\u1173\u11af"]),
        ("ΛΟΓΟΣ", "λογοσα", ["λογοσ"]),
        ("🦉", "an 🦉 owl", ["🦉"]),
        ("$500", "Deductible: $500", ["$500"]),
        ("", "anything", []),
        ("   ", "anything", []),
        ("absent", "anything", []),
    ],
)
def test_what_is_found(words: str, text: str, places: list[str]) -> None:
    assert found(words, text) == places


@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_in_a_text_is_found_there(words: str, before: str, after: str) -> None:
    if words.strip():
        assert found(words, f"{before} {words} {after}")


@given(st.text(max_size=60), st.text(max_size=200))
def test_places_are_in_order_and_hold_the_words(words: str, text: str) -> None:
    spans = list(Looked(words).spans(text))
    assert spans == sorted(spans)
    for start, end in spans:
        assert len("".join(text[start:end].split())) == len("".join(words.split()))


def test_words_without_end_are_cut() -> None:
    assert found("x" * (MOST_LETTERS + 50), "x" * MOST_LETTERS) == ["x" * MOST_LETTERS]


def test_a_page_of_blanks_is_looked_through_in_no_time() -> None:
    text = "a" + " " * 200_000 + "c"
    began = time.perf_counter()
    assert found("a b", text) == []
    assert time.perf_counter() - began < 1


def test_looking_begins_at_the_page_that_is_shown_and_goes_round() -> None:
    places = (FoundAt(2, 5, 9), FoundAt(2, 30, 34), FoundAt(7, 0, 4))
    result = Found("rent", places)
    assert [result.first_from(page) for page in (1, 2, 3, 7, 8)] == [0, 0, 2, 2, 0]
    assert result.on_page(2) == [(5, 9), (30, 34)]
    assert result.on_page(3) == []
