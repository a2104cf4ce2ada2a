import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.keywords import fts_all, fts_any, keywords, words


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """The real thing: FTS5 with the tokenizer that the library uses."""
    connection = sqlite3.connect(":memory:")
    tokenizer = "porter unicode61 remove_diacritics 2"
    connection.execute(f"CREATE VIRTUAL TABLE f USING fts5 (body, tokenize = '{tokenizer}')")
    connection.executemany(
        "INSERT INTO f (rowid, body) VALUES (?, ?)",
        [
            (1, "Order part XR-2291-B for the pump."),
            (2, "Order part XR-2291-C for the pump."),
            (3, "naïve café"),
        ],
    )
    yield connection
    connection.close()


def found(index: sqlite3.Connection, query: str) -> set[int]:
    return {row[0] for row in index.execute("SELECT rowid FROM f WHERE f MATCH ?", (query,))}


@given(question=st.text(max_size=80))
def test_any_question_makes_queries_that_fts5_accepts(index: sqlite3.Connection, question: str) -> None:
    wanted = keywords(question.encode("utf-8", "replace").decode())
    for query in (fts_any((*wanted.terms, *wanted.phrases)), fts_all(wanted.exact)):
        if query:
            found(index, query)


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "a AND b",
        "NEAR(x y)",
        "body:x",
        "x*",
        "^x",
        "(",
        "col : -x",
        "''",
        '"" OR ""',
        "{a b}:c",
        "+ + +",
        "-",
    ],
)
def test_query_syntax_in_a_question_is_only_text(index: sqlite3.Connection, question: str) -> None:
    wanted = keywords(question)
    for query in (fts_any((*wanted.terms, *wanted.phrases)), fts_all(wanted.exact)):
        if query:
            found(index, query)


def test_a_code_is_found_as_it_stands_and_its_neighbour_is_not(index: sqlite3.Connection) -> None:
    wanted = keywords("Where do I order XR-2291-B?")
    assert wanted.exact == ("xr-2291-b",)
    assert found(index, fts_all(wanted.exact)) == {1}
    assert found(index, fts_any(wanted.terms)) == {1, 2}


def test_accents_and_inflections_do_not_matter(index: sqlite3.Connection) -> None:
    assert found(index, fts_any(keywords("naive cafes").terms)) == {3}


def test_stop_words_are_dropped_unless_there_is_nothing_else() -> None:
    assert keywords("What is the deductible of my plan?").terms == ("deductible", "plan")
    assert keywords("Who are you?").terms == ("who", "are", "you")


def test_a_capital_inside_the_question_makes_a_word_count() -> None:
    assert keywords("What was the IT budget in May?").terms == ("it", "budget", "may")
    assert keywords("May I see it?").terms == ("see",)
    assert "is" not in keywords("WHAT IS THE DEDUCTIBLE?").terms


def test_genitives_and_contractions_are_reduced_to_the_word() -> None:
    assert keywords("What's Margaret’s rank, and who's the Normans' leader?").terms == (
        "margaret",
        "rank",
        "normans",
        "leader",
    )


def test_quoted_words_and_numbers_are_exact() -> None:
    assert keywords('Does “cold start” cost 1,200 or "10%"?').exact[:2] == ("cold start", "10%")


@pytest.mark.parametrize(
    ("token", "is_code"),
    [
        ("XR-2291-B", True),
        ("2024-04711", True),
        ("AB1234", True),
        ("1998", False),
        ("1950s", False),
        ("valve", False),
    ],
)
def test_codes_identify_one_thing(token: str, is_code: bool) -> None:
    assert keywords(f"Where is {token}?").codes == ((token.lower(),) if is_code else ())


def test_phrases_are_content_words_side_by_side() -> None:
    assert keywords("Is balance billing part of the standard plan?").phrases == (
        "balance billing",
        "billing part",
        "standard plan",
    )


@given(st.text())
def test_keywords_are_small_unique_and_few(question: str) -> None:
    wanted = keywords(question, most=5)
    for group in (wanted.terms, wanted.exact, wanted.phrases):
        assert len(group) <= 5
        assert len(set(group)) == len(group)
        assert all(term == term.lower() for term in group)


def test_words_drops_punctuation() -> None:
    assert words("Don't panic: it's 5 €!") == ["don", "t", "panic", "it", "s", "5"]
