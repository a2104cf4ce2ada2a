"""Cosines of other embedders are judged on the bundled one's scale."""

import statistics
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.calibration import RELATED, UNRELATED, Cosines, calibrated
from desktop_rag.domain.calibration_probes import ENGLISH, GERMAN, OTHERS, Probe
from desktop_rag.domain.embedder import TextKind
from desktop_rag.embedding.bundled import BundledEncoder

ASSETS = Path(__file__).parents[2] / "assets" / "embedder"
NOTHING = Cosines([0.8, 0.7, 0.75], [0.7, 0.8, 0.74])


@pytest.fixture(scope="module")
def bundled() -> Cosines:
    return cosines(BundledEncoder.load(ASSETS, threads=2), ENGLISH)


def cosines(encoder: BundledEncoder, probes: Sequence[Probe]) -> Cosines:
    questions = encoder.encode([probe.question for probe in probes], TextKind.QUESTION)
    passages = encoder.encode([probe.passage for probe in probes], TextKind.PASSAGE)
    table, own = questions @ passages.T, np.eye(len(probes), dtype=bool)
    return Cosines(table[own].tolist(), table[~own].tolist())


def squeezed(found: Cosines, slope: float, offset: float) -> Cosines:
    """As an embedder gives them that leaves less of the range to them."""
    return Cosines(
        [slope * value + offset for value in found.related],
        [slope * value + offset for value in found.unrelated],
    )


def test_the_reference_is_what_the_bundled_embedder_gives(bundled: Cosines) -> None:
    assert statistics.fmean(bundled.related) == pytest.approx(RELATED, abs=0.005)
    assert statistics.fmean(bundled.unrelated) == pytest.approx(UNRELATED, abs=0.005)
    assert min(bundled.related) > max(bundled.unrelated)  # or the probes are not clear enough


def test_the_bundled_embedder_would_keep_its_own_cosines(bundled: Cosines) -> None:
    found = calibrated(lambda _probes: bundled)
    assert (found.slope, found.offset) == (pytest.approx(1, abs=0.02), pytest.approx(0, abs=0.02))


@given(slope=st.floats(0.05, 2), offset=st.floats(-0.5, 0.9))
def test_however_an_embedder_squeezes_its_cosines_they_come_out_as_the_bundled_ones(
    bundled: Cosines, slope: float, offset: float
) -> None:
    found = calibrated(lambda _probes: squeezed(bundled, slope, offset))
    assert found.tells_apart
    assert found.slope > 0  # or the order of passages would turn
    for value in (0.0, 0.4, 0.9):
        assert found.slope * (slope * value + offset) + found.offset == pytest.approx(value, abs=0.02)


def test_what_an_embedder_that_tells_nothing_apart_calls_near_counts_as_unrelated() -> None:
    found = calibrated(lambda _probes: NOTHING)
    assert (found.slope, found.tells_apart) == (1.0, False)
    assert found.slope * statistics.fmean(NOTHING.unrelated) + found.offset == pytest.approx(UNRELATED)


def test_cosines_that_differ_by_less_than_rounding_tell_nothing_apart() -> None:
    same = Cosines([0.9001] * 8, [0.9] * 56)
    assert not calibrated(lambda _probes: same).tells_apart


def test_an_embedder_without_english_is_measured_in_the_language_that_it_knows_best(bundled: Cosines) -> None:
    found = calibrated(lambda probes: squeezed(bundled, 0.5, 0.3) if probes is GERMAN else NOTHING)
    assert found.tells_apart
    assert found.slope == pytest.approx(2, abs=0.05)


def test_other_languages_are_not_asked_when_english_will_do(bundled: Cosines) -> None:
    asked: list[Sequence[Probe]] = []

    def measure(probes: Sequence[Probe]) -> Cosines:
        asked.append(probes)
        return bundled

    calibrated(measure)
    assert asked == [ENGLISH]


def test_the_bundled_embedder_is_seen_to_know_only_english(bundled: Cosines) -> None:
    """So the limit tells languages apart that an embedder knows from those that it does not."""
    encoder = BundledEncoder.load(ASSETS, threads=2)
    assert bundled.tell_apart
    assert not any(cosines(encoder, probes).tell_apart for probes in OTHERS)


@pytest.mark.parametrize("probes", [ENGLISH, *OTHERS])
def test_no_question_or_passage_is_there_twice(probes: Sequence[Probe]) -> None:
    assert len({probe.question for probe in probes} | {probe.passage for probe in probes}) == 2 * len(probes)
