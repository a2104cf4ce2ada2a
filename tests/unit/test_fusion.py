import itertools
import math
import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.fusion import FusionRules, bm25_ceiling, fuse, rarity, spread

scores = st.dictionaries(st.integers(0, 30), st.floats(0, 1, width=32), max_size=12)
rules = FusionRules(meaning=0.5, exact_bonus=0.1, same_page=0.1)


@given(scores, scores, st.sets(st.integers(0, 30)))
def test_every_passage_found_is_ranked_once_best_first(
    similarities: dict[int, float], word_scores: dict[int, float], exact: set[int]
) -> None:
    ranked = fuse(similarities, word_scores, exact, rules)
    assert sorted(passage_id for passage_id, _ in ranked) == sorted({*similarities, *word_scores, *exact})
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)


@given(scores, scores)
def test_better_in_both_is_never_ranked_below(
    similarities: dict[int, float], words: dict[int, float]
) -> None:
    ranked = [passage_id for passage_id, _ in fuse(similarities, words, (), rules)]
    for better, worse in itertools.combinations(ranked, 2):
        in_both = (
            similarities.get(worse, 0) > similarities.get(better, 0),
            words.get(worse, 0) > words.get(better, 0),
        )
        assert not all(in_both)


def test_equal_scores_go_to_the_smaller_id() -> None:
    assert [passage_id for passage_id, _ in fuse({9: 0.5, 3: 0.5}, {}, (), rules)] == [3, 9]


def test_holding_all_exact_terms_lifts_a_passage() -> None:
    assert [passage_id for passage_id, _ in fuse({1: 0.60, 2: 0.55}, {}, {2}, rules)] == [2, 1]


def test_weights_say_how_much_meaning_counts() -> None:
    ranked = fuse({1: 0.8, 2: 0.2}, {1: 0.1, 2: 0.9}, (), FusionRules(meaning=0.9))
    assert ranked[0][0] == 1
    assert math.isclose(ranked[0][1], 0.9 * 0.8 + 0.1 * 0.1)


def test_further_passages_of_a_page_sink_the_more_the_more_stand_before_them() -> None:
    ranked = [(1, 0.9), (2, 0.85), (3, 0.84), (4, 0.8)]
    assert [item for item, _ in spread(ranked, {1: "a", 2: "a", 3: "a", 4: "b"}, 0.1)] == [1, 4, 2, 3]


@given(scores)
def test_without_places_the_order_stays(found: dict[int, float]) -> None:
    ranked = fuse(found, {}, (), rules)
    assert spread(ranked, {}, 0.1) == ranked


TEXTS = st.lists(
    st.lists(st.sampled_from(["red", "valve", "pump", "pipe"]), min_size=1, max_size=9),
    min_size=1,
    max_size=9,
)


@given(TEXTS)
def test_no_passage_scores_above_the_ceiling_in_fts5(texts: list[list[str]]) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE f USING fts5 (body)")
        connection.executemany("INSERT INTO f VALUES (?)", [(" ".join(text),) for text in texts])
        frequencies = {word: sum(word in text for text in texts) for word in ("red", "valve")}
        ceiling = bm25_ceiling(frequencies, len(texts))
        for (score,) in connection.execute("SELECT -bm25(f) FROM f WHERE f MATCH 'red OR valve'"):
            assert 0 <= score <= ceiling + 1e-9


def test_rarer_terms_count_more_and_none_counts_nothing() -> None:
    assert rarity(1, 1000) > rarity(10, 1000) > rarity(900, 1000) > 0
    assert bm25_ceiling({"absent": 0}, 1000) == 0
