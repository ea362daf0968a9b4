"""Another order of the same people: their values kept, the weights changed, and how far the two orders agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau

from matching.ranking import WeightsRefused
from matching.searching import TIE_DECIMALS

DECIMALS = 4
"""Another score is told to so many decimals: the contributions it is made of were kept with two more."""


@dataclass(frozen=True, slots=True)
class Reweighed:
    """The people in their other order."""

    scores: Mapping[str, float]
    """The other score of each, best first; equal scores stand in the order of their ids."""
    tau: float
    """Kendall's tau-b between the two orders: 1 where they agree, -1 where one is the other turned round. Where one
    of them ties everybody it says nothing, and is 1 if both do and 0 if only one does."""


def reweighed(
    contributions: Mapping[str, Mapping[str, float]], scores: Mapping[str, float], factors: Mapping[str, float]
) -> Reweighed:
    """Multiply the weight of each feature by a factor, 1 where none is given, and put the people in order again.

    `contributions` holds for each person what each feature adds to the score.

    Raises WeightsRefused when a factor is not a finite number from 0 on, or is for a feature that nobody has.
    """
    known = {feature for parts in contributions.values() for feature in parts}
    wrong = sorted(name for name, factor in factors.items() if name not in known or not 0 <= factor < np.inf)
    if wrong:
        raise WeightsRefused(f"These are no factors of features that count here: {', '.join(wrong)}.")
    if all(factor == 1 for factor in factors.values()):
        found = dict(scores)
    else:
        found = {
            id: round(sum(part * factors.get(name, 1.0) for name, part in parts.items()), DECIMALS)
            for id, parts in contributions.items()
        }
    ordered = dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
    ids = list(ordered)
    return Reweighed(ordered, tau([round(scores[id], TIE_DECIMALS) for id in ids], [ordered[id] for id in ids]))


def tau(one: Sequence[float], other: Sequence[float]) -> float:
    """Give Kendall's tau-b of two lists of scores of the same people."""
    flat = [len(set(scores)) < 2 for scores in (one, other)]
    if any(flat):
        return float(all(flat))
    return round(float(kendalltau(one, other).statistic), 12)
