"""Fair exposure: how unevenly suggestions fall on people, and an order among equals that favours nobody for long."""

from collections.abc import Sequence

import numpy as np


def gini(counts: Sequence[int]) -> float:
    """Give the Gini coefficient of how often each of all people was suggested, those never suggested included.

    0 where everybody was suggested equally often; (n - 1) / n where one of n people was suggested every time. It is
    half the relative mean absolute difference (C. Gini, Variabilità e mutabilità, 1912), computed from the counts in
    ascending order x_1 ... x_n as 2 Σ i x_i / (n Σ x_i) - (n + 1) / n. 0 where nobody was suggested.

    Raises ValueError for a negative count.
    """
    ordered = np.sort(np.asarray(counts, dtype=np.float64))
    if len(ordered) and ordered[0] < 0:
        raise ValueError("Nobody is suggested less than never.")
    total = float(ordered.sum())
    if not total:
        return 0.0
    n = len(ordered)
    return float(2 * (np.arange(1, n + 1) @ ordered) / (n * total) - (n + 1) / n)


def near_equal(scores: Sequence[float], margin: float) -> list[list[int]]:
    """Put places of scores into groups, best first: within the margin of the best of a group, people are near equals.

    A group begins with the best score that is in none yet, so that chains of small steps do not join unequal people.
    Within a group the places stand in the given order.
    """
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    groups: list[list[int]] = []
    for place in order:
        if groups and scores[groups[-1][0]] - scores[place] <= margin:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sorted(group) for group in groups]


def drawn(ids: Sequence[str], scores: Sequence[float], *, margin: float, seed: int) -> list[int]:
    """Give the places of people best first, near equals in an order drawn from a seed.

    The same ids, scores and seed give the same order, in whatever order the people are given.
    """
    named = sorted(range(len(ids)), key=lambda place: ids[place])
    random = np.random.default_rng(seed)
    order: list[int] = []
    for group in near_equal([scores[place] for place in named], margin):
        order += [named[group[place]] for place in random.permutation(len(group)).tolist()]
    return order
