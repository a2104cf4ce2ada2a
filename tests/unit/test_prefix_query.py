"""Whatever is typed makes a query that FTS5 takes, and finds words before they are whole."""

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_rag.domain.prefix_query import MOST_WORDS, PrefixQuery, prefix_query
from desktop_rag.store.words import TOKENIZER, run_spans, word_spans

TEXTS = (
    ("Handbook › Annual leave", "Every employee has twenty-eight days of annual leave a year."),
    ("Handbook › Travel", "Information on expenses: hand in the receipts for taxis and hotels."),
    ("Contracts", "The policy of the company is that part XJ-900/b is replaced yearly."),
    ("休暇", "年次有給休暇は二十八日です。"),
    ("Café", "The naïve café owner's crème brûlée"),
    ("Maße", "Die Größe der Straße; Strassenbau in Zürich."),
)


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (context, body, tokenize = '{TOKENIZER}')")
        connection.executemany("INSERT INTO t (context, body) VALUES (?, ?)", TEXTS)
        yield connection


def found(index: sqlite3.Connection, fts_query: str) -> set[int]:
    if not fts_query:
        return set()
    return {row[0] for row in index.execute("SELECT rowid FROM t WHERE t MATCH ?", (fts_query,))}


def queries(query: PrefixQuery) -> tuple[str, ...]:
    return query.in_context, query.all_words, query.settled, query.any_word


ODD = st.text(st.sampled_from("\"'()*:^-+{}\0 ANDORNT\ud800eé漢字\u0301\u202e🙂_"))


@given(typed=st.one_of(st.text(), ODD))
@example(typed='"')
@example(typed="a AND NOT (")
@example(typed="body : x")
@example(typed="NEAR(a b, 2) ^x*")
@example(typed="a\0b")
@example(typed="\ud800 half")
@example(typed="🙂 smile")
@example(typed="_ __")
def test_any_input_makes_queries_that_can_be_asked(index: sqlite3.Connection, typed: str) -> None:
    for fts_query in queries(prefix_query(typed)):
        found(index, fts_query)


@given(typed=st.text())
def test_where_words_stand_lies_within_the_texts_for_any_input(typed: str) -> None:
    texts = [typed, f"before {typed} after", "none of it"]
    for text, spans in zip(texts, word_spans(prefix_query(typed).any_word, _plain(texts)), strict=True):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert list(spans) == sorted(spans)


def _plain(texts: list[str]) -> list[str]:
    """As the library holds them: no text has halves of characters."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("annu", {1}),
        ("annual leav", {1}),
        ("leave annual", {1}),
        ("informa", {2}),
        ("informati", {2}),
        ("informatio", {2}),
        ("information", {2}),
        ("polici", {3}),
        ("compani", {3}),
        ("repla", {3}),
        ("replacem", {3}),
        ("XJ-900", {3}),
        ("xj-900/b", {3}),
        ("年次有", {4}),
        ("年", {4}),
        ("cafe", {5}),
        ("naive cafe", {5}),
        ("CREME BRUL", {5}),
        ("GRÖSSE", {6}),
        ("strasse", {6}),
        ("Straßenb", {6}),
        ("grösse der straße ", {6}),
        ("STRAẞE", {6}),
        ("a🙂", set()),
        ("every taxi", set()),
        ("zebra", set()),
    ],
)
def test_a_word_is_found_before_it_is_whole(index: sqlite3.Connection, typed: str, rows: set[int]) -> None:
    assert found(index, prefix_query(typed).all_words) == rows


def test_every_beginning_of_a_long_word_finds_it(index: sqlite3.Connection) -> None:
    for word in ("information", "replaced", "receipts", "expenses", "employee"):
        for length in range(4, len(word) + 1):
            assert found(index, prefix_query(word[:length]).all_words), word[:length]


def test_a_space_after_the_last_word_says_that_it_is_whole(index: sqlite3.Connection) -> None:
    assert found(index, prefix_query("recei").all_words) == {2}
    assert found(index, prefix_query("recei ").all_words) == set()
    assert found(index, prefix_query("receipts ").all_words) == {2}


def test_few_letters_begin_titles_but_are_whole_words_in_texts(index: sqlite3.Connection) -> None:
    query = prefix_query("ann")
    assert found(index, query.in_context) == {1}
    assert found(index, query.all_words) == set()
    assert found(index, prefix_query("has ann").settled) == set()  # "has" says nothing
    assert found(index, prefix_query("employee lea").settled) == {1}


def test_little_words_are_left_out_beside_others(index: sqlite3.Connection) -> None:
    assert found(index, prefix_query("the annual leave of").all_words) == {1}
    assert found(index, prefix_query("how many days of leave ").all_words) == {1}
    assert found(index, prefix_query("of the ").all_words) == {3}


def test_what_is_typed_in_a_script_without_spaces_is_also_looked_for_letter_for_letter() -> None:
    assert prefix_query("休暇 二十八日").runs == ("休暇", "二十八日")
    assert prefix_query("休暇 leave").runs == ()
    assert prefix_query("🙂").runs == ()
    assert run_spans(("休暇", "有給休暇", "("), "年次有給休暇は休暇(") == ((2, 6), (7, 9), (9, 10))


def test_titles_and_headings_are_asked_apart(index: sqlite3.Connection) -> None:
    assert found(index, prefix_query("contr").in_context) == {3}
    assert found(index, prefix_query("policy").in_context) == set()


def test_nothing_typed_asks_nothing() -> None:
    for typed in ("", "   ", "?!", "\0", "\ud800", "—"):
        assert queries(prefix_query(typed)) == ("", "", "", "")


def test_a_pasted_page_does_not_make_an_endless_query() -> None:
    query = prefix_query(" ".join(f"word{number}" for number in range(5_000)))
    assert query.all_words.count(" AND ") < MOST_WORDS
    assert len(prefix_query("x" * 100_000).all_words) < 1_000


def test_words_are_marked_where_they_stand_also_by_their_stem() -> None:
    text = "Leaves fall. He leaves on leave; the café leaves \ufdd0 no\nleavings."
    (spans,) = word_spans(prefix_query("leave").any_word, [text])
    assert [text[start:end] for start, end in spans] == ["Leaves", "leaves", "leave", "leaves", "leavings"]
    assert word_spans("", [text]) == [()]
    assert word_spans(prefix_query("nothing").any_word, [text, ""]) == [(), ()]
