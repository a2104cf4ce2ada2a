"""Brings the cosines of any embedder to the scale of the bundled one; pure.

Some embedders never go below 0.7, others rarely above 0.6, so a cosine says something only beside others of
the same embedder. Here it is measured on questions of which it is known what answers them: an affine map
takes the mean of the questions with their own answers, and of those with each other's, to where the bundled
embedder has them. Order is never changed.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, pvariance

from desktop_rag.domain.calibration_probes import ENGLISH, OTHERS, Probe
from desktop_rag.domain.embedder import Calibration

RELATED = 0.6004
"""What the bundled embedder gives the English questions with their own answers, on average."""
UNRELATED = 0.0319
"""And with each other's."""
MIN_SEPARATION = 2.0
"""Of the two means, in standard deviations. The bundled one has 6.4, random weights have below 1: texts that
share words are alike to them too."""
MIN_GAP = 0.01
"""Cosines this close say nothing that rounding does not."""


@dataclass(frozen=True, slots=True)
class Cosines:
    """Of questions with their own passages, and with those of the others."""

    related: Sequence[float]
    unrelated: Sequence[float]

    @property
    def gap(self) -> float:
        return fmean(self.related) - fmean(self.unrelated)

    @property
    def separation(self) -> float:
        """How far the means are apart in standard deviations (Cohen's d)."""
        deviation = math.sqrt((pvariance(self.related) + pvariance(self.unrelated)) / 2)
        return self.gap / max(deviation, 1e-9)

    @property
    def tell_apart(self) -> bool:
        return self.gap >= MIN_GAP and self.separation >= MIN_SEPARATION


def calibrated(measure: Callable[[Sequence[Probe]], Cosines]) -> Calibration:
    """`measure` encodes probes with the embedder in question.

    English is asked first, as the bundled embedder was; an embedder that knows no English is judged by the
    language that it knows best. What one that knows none takes for related is kept apart from an answer by
    moving its cosines down to where unrelated texts have them: as they are, nineteen of twenty questions
    about something else counted as answered.
    """
    found = measure(ENGLISH)
    if not found.tell_apart:
        found = max(map(measure, OTHERS), key=lambda cosines: cosines.separation)
    if not found.tell_apart:
        return Calibration(offset=UNRELATED - fmean(found.unrelated), tells_apart=False)
    slope = (RELATED - UNRELATED) / found.gap
    return Calibration(slope, UNRELATED - slope * fmean(found.unrelated))
