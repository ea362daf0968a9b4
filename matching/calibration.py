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

    @property
    def speaks(self) -> bool:
        """Whether there is any score of which something may be said."""
        return any(_told_enough(step) for step in self.steps)

    def step_of(self, score: float) -> Step | None:
        """Give the candidates seen with such a score; None where too few were seen.

        A score between two steps means what the lower one means; beyond all scores seen nothing is said.
        """
        here = next((step for step in reversed(self.steps) if step.low <= score), None)
        if here is None or score > self.steps[-1].high or not _told_enough(here):
            return None
        return here

    def calibrated(self, score: float) -> float | None:
        """Give the part of the candidates with such a score who were right, from 0 to 1; None where too few were seen.

        See `step_of`.
        """
        here = self.step_of(score)
        return here and here.right / here.candidates

    @classmethod
    def read(cls, written: Sequence[Sequence[float]]) -> "Calibration":
        """Read the steps as a file holds them."""
        return cls(tuple(Step(float(a), float(b), int(n), int(hits)) for a, b, n, hits in written))


def _told_enough(step: Step) -> bool:
    few = min(step.right, step.candidates - step.right) < FEWEST_OF_EACH
    return step.candidates >= FEWEST_CANDIDATES and not few


class Bin(NamedTuple):
    """Candidates of whom nearly the same was said."""

    low: float
    high: float
    candidates: int
    said: float
    """The mean of the parts that were said of them."""
    was: float
    """The part of them who were right."""


class Reliability(NamedTuple):
    """How far what was said of candidates came true."""

    bins: tuple[Bin, ...]
    brier: float
    """The mean square of what was said less what was (Brier, 1950): 0 is best."""
    brier_flat: float
    """The same where of each the part of all who were right is said."""
    error: float
    """The mean distance of what was said and what was, over the bins by their candidates: 0 is best."""


EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
"""The bins: finer where few are right, because most candidates are not."""


def reliability(said: Float64s, right: Bools) -> Reliability:
    """Compare the parts that were said of candidates, on whom nothing was learned, with who of them was right.

    Raises ValueError where nothing was said.
    """
    if not len(said):
        raise ValueError("Nothing was said, so nothing can be compared.")
    hits = right.astype(np.float64)
    number = np.clip(np.searchsorted(EDGES, said, side="right") - 1, 0, len(EDGES) - 2)
    bins = tuple(
        Bin(EDGES[each], EDGES[each + 1], int(here.sum()), float(said[here].mean()), float(hits[here].mean()))
        for each in np.unique(number).tolist()
        for here in [number == each]
    )
    return Reliability(
        bins,
        float(((said - hits) ** 2).mean()),
        float(((hits.mean() - hits) ** 2).mean()),
        sum(each.candidates * abs(each.said - each.was) for each in bins) / len(said),
    )
