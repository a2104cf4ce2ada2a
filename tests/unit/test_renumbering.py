"""Citations of notes become citations of the passages the notes were taken from."""

import pytest

from desktop_rag.domain.renumbering import cited_numbers, renumbered, without_citations


def test_each_number_becomes_what_it_stands_for() -> None:
    assert renumbered("Rent [1]. Notice [2].", [(4,), (7, 9)]) == "Rent [4]. Notice [7][9]."


def test_a_number_that_stands_for_nothing_goes() -> None:
    assert renumbered("Rent [1].", [()]) == "Rent ."


def test_the_same_source_is_not_named_twice_in_a_row() -> None:
    assert renumbered("Rent [1][2].", [(4,), (4,)]) == "Rent [4]."


def test_numbers_are_listed_once_in_order() -> None:
    assert cited_numbers("A [3]. B [1][3].") == (1, 3)
    assert cited_numbers("nothing") == ()


def test_marks_go_with_the_space_before_them() -> None:
    assert without_citations("The rent is 940 [1][2]. Yes [3].") == "The rent is 940. Yes."


@pytest.mark.parametrize("text", ["Use `a[7]`.", "The interval [0].", "Order [1234567].", "```\nx[1]\n```"])
def test_what_is_no_citation_stays_as_it_is(text: str) -> None:
    assert renumbered(text, [(4,), (5,)]) == text
    assert cited_numbers(text) == ()


def test_a_number_beyond_the_meanings_goes() -> None:
    assert renumbered("Rent [3].", [(4,)]) == "Rent ."
