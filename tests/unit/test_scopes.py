"""A scope names each place once, loses what is removed, and says in few words what it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.scopes import (
    EVERYWHERE,
    is_within,
    listed,
    normalised,
    scope_words,
    short_words,
    without,
)

A, B, DEEP = Path("/docs/a"), Path("/docs/b.txt"), Path("/docs/a/b/c.txt")
PATHS = st.lists(st.lists(st.sampled_from("ab"), max_size=4).map(lambda parts: Path("/", *parts)), max_size=8)


@pytest.mark.parametrize(
    ("given_paths", "expected"),
    [
        ([], EVERYWHERE),
        ([B, A], (A, B)),
        ([A, A], (A,)),
        ([DEEP, A], (A,)),
        ([Path("/"), A], (Path("/"),)),
        ([A, Path("/docs/ab")], (A, Path("/docs/ab"))),
    ],
)
def test_a_scope_names_every_place_once(given_paths: list[Path], expected: tuple[Path, ...]) -> None:
    assert normalised(given_paths) == expected


@given(PATHS, PATHS)
def test_a_normalised_scope_holds_the_same_documents(places: list[Path], documents: list[Path]) -> None:
    scope = normalised(places)
    assert [is_within(each, scope) for each in documents] == [is_within(each, places) for each in documents]
    assert normalised(scope) == scope
    assert not any(is_within(place.parent, scope) for place in scope if place != place.parent)


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        ([], (A, B)),
        ([B], (A,)),
        ([DEEP], (A, B)),
        ([Path("/docs")], EVERYWHERE),
        ([A, B], EVERYWHERE),
    ],
)
def test_what_is_removed_leaves_a_scope(removed: list[Path], left: tuple[Path, ...]) -> None:
    assert without((A, B), removed) == left


def test_a_scope_in_words() -> None:
    many = tuple(Path(f"/docs/{number}.txt") for number in range(1001))
    assert [scope_words(scope) for scope in (EVERYWHERE, (A,), (A, B))] == [
        "everything",
        "“a”",
        "“a” and 1 more",
    ]
    assert scope_words((A, B), 2) == "“a” and “b.txt”"
    assert scope_words((A, B, DEEP), 2) == "“a”, “b.txt” and 1 more"
    assert scope_words((A, B, DEEP), 3) == "“a”, “b.txt” and “c.txt”"
    assert [short_words(scope) for scope in (EVERYWHERE, (A,), many)] == ["everything", "a", "1,001 places"]
    assert listed((A, B), 2) == [str(A), str(B)]
    assert listed(many, 2) == [str(many[0]), str(many[1]), "and 999 more"]


def test_a_hostile_name_is_spelled_out() -> None:
    hostile = (Path("/docs/\u202egnp.txt"), Path("/docs/line\nbreak.txt"))
    for words in (scope_words(hostile), short_words(hostile[:1]), *listed(hostile, 5)):
        assert "\u202e" not in words
        assert "\n" not in words
