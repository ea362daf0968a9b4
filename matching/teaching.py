"""The making of a learned ranker out of recorded outcomes: fitted on the older ones, held against the newer ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching import lessons
from matching.calibration import Calibration
from matching.lessons import Lesson, Mean
from matching.listwise import ListwiseRanker
from matching.ranking import Weights

PENALTIES = (0.001, 0.01, 0.1, 0.3, 1.0)
"""The fewer outcomes, the stronger the penalty that they bear: the one that is best on outcomes left out is taken."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Taught:
    """A ranker with what it is worth on outcomes that it was not fitted on."""

    ranker: ListwiseRanker
    penalty: float
    fitted_on: Mean
    """Mean reciprocal rank of the chosen on the outcomes that it was fitted on."""
    held_out: Mean
    """The same on the newer ones."""
    published: Mean
    """What the published weights reach on the newer ones."""
    gained: Mean
    """The ranker less the published weights, outcome by outcome."""
    calibration: Calibration
    """What its scores meant on the newer ones."""


def teach(older: Sequence[Lesson], newer: Sequence[Lesson], published: Weights) -> Taught:
    """Fit a ranker on the older outcomes and hold it against the newer ones, beside the published weights.

    Raises ValueError where one of the two parts is empty.
    """
    penalty = best_penalty(older)
    ranker = lessons.fit(older, penalty)
    adds = lessons.units(ranker)
    reached = lessons.reciprocal_ranks(newer, adds)
    before = lessons.reciprocal_ranks(newer, lessons.units(published))
    return Taught(
        ranker,
        penalty,
        fitted_on=lessons.mean(lessons.reciprocal_ranks(older, adds)),
        held_out=lessons.mean(reached),
        published=lessons.mean(before),
        gained=lessons.mean(reached - before),
        calibration=Calibration.of(*lessons.shown(newer, adds)),
    )


def best_penalty(given: Sequence[Lesson]) -> float:
    """Give the penalty with the best mean reciprocal rank on every fifth lesson, left out in turn; the strongest of
    equals.
    """
    reached = {penalty: 0.0 for penalty in PENALTIES}
    for fold in range(min(_FOLDS, len(given)) if len(given) > 1 else 0):
        kept = [lesson for number, lesson in enumerate(given) if number % _FOLDS != fold]
        left = [lesson for number, lesson in enumerate(given) if number % _FOLDS == fold]
        for penalty in PENALTIES:
            adds = lessons.units(lessons.fit(kept, penalty))
            reached[penalty] += float(np.sum(lessons.reciprocal_ranks(left, adds)))
    return max(PENALTIES, key=lambda penalty: (round(reached[penalty], 9), penalty))
