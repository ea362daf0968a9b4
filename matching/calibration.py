"""What a score has meant so far: how many of the candidates shown with such a score were the right ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression

from matching.postings import Bools, Float64s

FEWEST_CANDIDATES = 50
"""Nothing is said of scores with which fewer candidates were shown."""
FEWEST_OF_EACH = 5
"""Nothing is said of scores with which fewer candidates than this were right, or were wrong."""


class Step(NamedTuple):
    """Scores that meant the same."""

    low: float
    high: float
    candidates: int
    right: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What scores have meant, from questions on which nothing was fitted."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, scores: Float64s, right: Bools) -> "Calibration":
        """Learn from candidates and who of them was right, by isotonic regression: a higher score never means less."""
        if not len(scores):
            return cls(())
        order = np.argsort(scores, kind="stable")
        ascending, hits = scores[order], right[order].astype(np.float64)
        means = IsotonicRegression().fit_transform(ascending, hits)
        starts = np.flatnonzero(np.diff(means, prepend=-1.0))
        ends = np.append(starts[1:], len(means))
        found = zip(starts.tolist(), ends.tolist(), strict=True)
        return cls(
            tuple(Step(float(ascending[a]), float(ascending[b - 1]), b - a, int(hits[a:b].sum())) for a, b in found)
        )

    def calibrated(self, score: float) -> float | None:
        """Give the part of the candidates with such a score who were right, from 0 to 1; None where too few were seen.

        A score between two steps means what the lower one means; beyond all scores seen nothing is said.
        """
        here = next((step for step in reversed(self.steps) if step.low <= score), None)
        if here is None or score > self.steps[-1].high:
            return None
        enough = here.candidates >= FEWEST_CANDIDATES
        if not enough or min(here.right, here.candidates - here.right) < FEWEST_OF_EACH:
            return None
        return here.right / here.candidates

    @classmethod
    def read(cls, written: Sequence[Sequence[float]]) -> "Calibration":
        """Read the steps as a file holds them."""
        return cls(tuple(Step(float(a), float(b), int(n), int(hits)) for a, b, n, hits in written))
