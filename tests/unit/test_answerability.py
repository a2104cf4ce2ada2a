import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.answerability import (
    AnswerabilityModel,
    Evidence,
    keyword_coverage,
    keyword_weights,
    unknown_share,
)

share = st.floats(0, 1)
evidence = st.builds(Evidence, share, share, share, share, share)
MODEL = AnswerabilityModel()


@given(evidence, st.sampled_from(["similarity", "gap", "coverage", "word_score"]), st.floats(0, 1))
def test_more_evidence_never_lowers_the_confidence(found: Evidence, signal: str, more: float) -> None:
    better = dataclasses.replace(found, **{signal: getattr(found, signal) + more})
    assert 0 <= MODEL.confidence(found) <= MODEL.confidence(better) <= 1


def test_what_fits_is_answered_and_what_does_not_is_refused() -> None:
    assert MODEL.confidence(Evidence(0.7, 0.3, 1.0, 0.7, 0.0)) > 0.9
    assert MODEL.confidence(Evidence(0.1, 0.05, 0.0, 0.0, 0.0)) < 0.01


def test_a_topic_without_its_rare_words_is_less_than_a_topic_with_them() -> None:
    weights = keyword_weights({"plan": 90, "yoga": 0}, total=100)
    assert weights["yoga"] > 10 * weights["plan"]
    assert keyword_coverage(weights, {"plan": {1, 2}, "yoga": set()}, [1, 2]) < 0.1
    assert keyword_coverage(weights, {"plan": {1}, "yoga": {2}}, [1, 2]) > 0.9


def test_the_best_single_passage_decides() -> None:
    weights = {"a": 1.0, "b": 1.0, "c": 2.0}
    matches = {"a": {1}, "b": {1, 2}, "c": {2}}
    assert keyword_coverage(weights, matches, [1, 2]) == pytest.approx(0.75)
    assert keyword_coverage(weights, matches, [1]) == pytest.approx(0.5)


def test_nothing_found_or_nothing_asked_covers_nothing() -> None:
    assert keyword_coverage({"a": 1.0}, {"a": set()}, []) == 0
    assert keyword_coverage({}, {}, [1]) == 0


def test_a_code_that_stands_nowhere_is_refused_however_alike_the_rest() -> None:
    assert MODEL.confidence(Evidence(0.75, 0.2, 0.8, 0.6, 1.0)) < MODEL.threshold
    assert unknown_share(["xr-1", "xr-2"], {"xr-1": 3, "xr-2": 0}) == 0.5
    assert unknown_share([], {}) == 0
