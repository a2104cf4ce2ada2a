import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.extraction import Candidate, ExtractionRules, choose_sentences, keyword_share

RULES = ExtractionRules()
FACT = "The annual deductible is five hundred dollars."


def candidate(
    text: str, similarity: float = 0.5, *, overlap: float = 0.5, continues: bool = False
) -> Candidate:
    return Candidate(text, 0.5, similarity, overlap, continues)


candidates = st.lists(
    st.builds(
        Candidate, st.text(max_size=40), st.floats(0, 1), st.floats(-1, 1), st.floats(0, 1), st.booleans()
    ),
    max_size=12,
)


@given(candidates)
def test_one_to_three_sentences_in_reading_order(given_candidates: list[Candidate]) -> None:
    chosen = choose_sentences(given_candidates)
    assert bool(chosen) == bool(given_candidates)
    assert len(chosen) <= RULES.most
    assert chosen == sorted(set(chosen))


def test_the_nearest_sentence_is_chosen() -> None:
    assert choose_sentences([candidate("Something else is said here.", 0.1), candidate(FACT, 0.8)]) == [1]


def test_the_same_said_twice_is_shown_once() -> None:
    again = "The annual deductible is now five hundred dollars."
    assert choose_sentences([candidate(FACT, 0.8), candidate(again, 0.8)]) == [0]


@pytest.mark.parametrize("poor", ["What is the annual deductible of it?", "Annual deductible"])
def test_a_question_or_a_stub_is_no_answer(poor: str) -> None:
    found = [candidate(poor, 0.65), candidate(FACT, 0.55)]
    assert choose_sentences(found, ExtractionRules(most=1)) == [1]


def test_a_sentence_that_goes_on_is_kept_with_the_one_before_it() -> None:
    follow = "It starts again every year in the month of May."
    apart = choose_sentences([candidate(FACT, 0.6), candidate(follow, 0.4)])
    together = choose_sentences([candidate(FACT, 0.6), candidate(follow, 0.4, continues=True)])
    assert (apart, together) == ([0], [0, 1])


def test_what_a_colon_announces_is_shown_too() -> None:
    lead = candidate("Here are some tips for your journey by train:", 0.7)
    items = [candidate(f"Tip {n} speaks of luggage {n} only.", 0.3, continues=True) for n in "ab"]
    assert choose_sentences([lead, *items])[:2] == [0, 1]


def test_keywords_count_by_weight_in_any_inflection() -> None:
    weights = {"copy": 3.0, "files": 1.0}
    assert keyword_share(weights, "It holds no copies.") == pytest.approx(0.75)
    assert keyword_share(weights, "A file, copied.") == pytest.approx(1.0)
    assert keyword_share(weights, "Copper wires.") == 0
    assert keyword_share({}, "Anything.") == 0


def test_codes_count_only_as_they_stand() -> None:
    weights = {"xr-2291-b": 1.0}
    assert keyword_share(weights, "Order XR-2291-B.") == 1
    assert keyword_share(weights, "Order XR-2292-B.") == 0
    assert keyword_share({"20240817": 1.0}, "Invoice 20240818.") == 0
