"""How firmly an order stands: what becomes of it when every weight is drawn anew around its value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from matching.ranking import Ranked
from matching.searching import TIE_DECIMALS

DRAWS = 500
SPREAD = 0.2
"""Each weight is multiplied by a number between 1 - SPREAD and 1 + SPREAD."""


@dataclass(frozen=True, slots=True)
class Stability:
    """Where a person stands when the weights are drawn anew."""

    id: str
    share: float
    """Part of the draws in which the person is among the first; who is tied with the last of them is among them."""
    best: int
    """The place that they reach or better in one of twenty draws; who is tied shares the better place."""
    worst: int
    """The place that they reach or worse in one of twenty draws."""


def of(
    ranked: Sequence[Ranked], *, first: int, seed: int, draws: int = DRAWS, spread: float = SPREAD
) -> list[Stability]:
    """Tell for all who were ranked by features how often they are among the `first`.

    Each draw multiplies the weight of every feature by a number of its own, drawn uniformly; the same seed draws the
    same numbers. People who follow in centroid order have no parts and take no part.

    Raises ValueError when `first` or `draws` is below 1, or `spread` not from 0 to 1.
    """
    if first < 1 or draws < 1 or not 0 <= spread <= 1:
        raise ValueError("The first and the draws are 1 or more, the spread lies between 0 and 1.")
    people = [one for one in ranked if one.parts]
    if not people:
        return []
    contributions = np.array([[part.contribution for part in one.parts] for one in people])
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (contributions.shape[1], draws))
    scores = np.round(contributions @ factors, TIE_DECIMALS)
    last = -np.sort(-scores, axis=0)[min(first, len(people)) - 1]
    places = rankdata(-scores, method="min", axis=0)
    shares = (scores >= last).mean(axis=1)
    best, worst = np.quantile(places, (0.05, 0.95), axis=1, method="nearest").astype(np.int64)
    return [
        Stability(one.id, share, low, high)
        for one, share, low, high in zip(people, shares.tolist(), best.tolist(), worst.tolist(), strict=True)
    ]
