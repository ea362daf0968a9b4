"""The order of the few hundred nearest people by weighted features, every contribution kept."""

import json
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from matching import searching
from matching.asking import ask
from matching.features import FEATURES, Asked, table
from matching.postings import Float64s
from matching.snapshots import Snapshot
from matching.tags import Where
from matching.vocabulary import Int64s

CANDIDATES = 400
"""So many people, the nearest by their centroid, are ranked by features; all others follow in centroid order."""
DEFAULT = "default"


class WeightsRefused(ValueError):
    """Weights that cannot be used here: not numbers, or made for other features."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts, for a kind of role."""

    name: str
    weights: Mapping[str, float]
    spreads: Mapping[str, float]
    """What a feature is divided by before it is weighed: its standard deviation among the candidates fitted on."""
    fitted: str
    """On what the weights were fitted, and how."""

    @classmethod
    def read(cls, name: str, written: object) -> "Weights":
        """Read weights as they stand in a file.

        Raises WeightsRefused where a feature is unknown or missing, or a number is not finite or a spread not above 0.
        """
        if not isinstance(written, dict) or not isinstance(written.get("features"), dict):
            raise WeightsRefused(f"The weights {name} name no features.")
        given = written["features"]
        if set(given) != set(FEATURES):
            other = ", ".join(sorted(set(given) ^ set(FEATURES)))
            raise WeightsRefused(f"The weights {name} are for other features than this version has: {other}.")
        try:
            weights = {feature: float(given[feature]["weight"]) for feature in FEATURES}
            spreads = {feature: float(given[feature]["spread"]) for feature in FEATURES}
        except (KeyError, TypeError, ValueError):
            raise WeightsRefused(f"The weights {name} lack a weight or a spread.") from None
        if not np.isfinite([*weights.values(), *spreads.values()]).all() or min(spreads.values()) <= 0:
            raise WeightsRefused(f"The weights {name} hold a number that is not finite, or a spread not above 0.")
        return cls(name, weights, spreads, str(written.get("fitted", "")))


@dataclass(frozen=True, slots=True)
class Part:
    """What one feature adds to a score."""

    feature: str
    value: float
    weight: float
    """What one unit of the value adds: the weight divided by the spread."""
    contribution: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A person in the order."""

    id: str
    score: float
    """The sum of the contributions. Differences mean the same in every question: 0.7 more doubles the odds."""
    parts: tuple[Part, ...]
    """One for each feature, in the order of `FEATURES`; none for those who follow in centroid order."""


@cache
def weights(name: str = DEFAULT) -> Weights:
    """Give the weights of a kind of role: `in_charge`, `led`, `appointed`, or the default.

    Raises WeightsRefused for another name.
    """
    written = json.loads(files("matching").joinpath("weights.json").read_text(encoding="utf-8"))
    if name not in written:
        raise WeightsRefused(f"There are no weights {name}; there are {', '.join(sorted(written))}.")
    return Weights.read(name, written[name])


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everybody who may be found for a text, nearest first, and what the first of them did."""

    ids: list[str]
    cosines: Float64s
    asked: Asked
    """The text and the first `CANDIDATES`."""


def candidates(
    now: Snapshot,
    text: str,
    *,
    on: date,
    most: int,
    among: Set[str] | None = None,
    without: Set[str] = frozenset(),
    where: Where = (),
    institutes: Collection[str] = (),
) -> Candidates:
    """Find who may be ranked: whoever shares a term with the text, or is among the given."""
    keys, weighed = searching.weigh(now, text)
    wanted = searching.Wanted(among, without, where)
    if among is None:
        chosen, near = searching.nearest(now, keys, weighed, max(most, CANDIDATES), wanted)
    else:
        chosen, near = _among(now, searching.cosines(now, keys, weighed), max(most, CANDIDATES), wanted)
    near = np.round(near, searching.TIE_DECIMALS)
    named = sorted(zip((-near).tolist(), searching.ids(now, chosen), range(len(near)), strict=True))
    order = np.array([place for _, _, place in named], dtype=np.int64)
    first = order[:CANDIDATES]
    asked = ask(now, text, searching.rows(now, chosen[first]), near[first], on=on, institutes=institutes)
    return Candidates([id for _, id, _ in named], near[order], asked)


def _among(now: Snapshot, cosines: Float64s, most: int, wanted: searching.Wanted) -> tuple[Int64s, Float64s]:
    """Give the places and cosines of the best of all who are wanted, with whoever is tied; also those at 0."""
    there = np.concatenate(now.alive)
    marked = searching.allowed(now, wanted)
    found = np.flatnonzero(there if marked is None else there & marked)
    if len(found) > most:
        negated = -np.round(cosines[found], searching.TIE_DECIMALS)
        found = found[negated <= np.partition(negated, most - 1)[most - 1]]
    return found, cosines[found]


def rank(found: Candidates, by: Weights) -> list[Ranked]:
    """Put the candidates in order, best first; equal scores stand in the order of their ids."""
    values = table(found.asked)
    units = np.array([by.weights[feature] / by.spreads[feature] for feature in FEATURES])
    contributions = values * units
    scores = contributions.sum(axis=1)
    ranked = [
        Ranked(id, score, tuple(map(Part, FEATURES, row, units.tolist(), parts)))
        for id, score, row, parts in zip(
            found.ids, scores.tolist(), values.tolist(), contributions.tolist(), strict=False
        )
    ]
    ranked.sort(key=lambda one: (-round(one.score, searching.TIE_DECIMALS), one.id))
    return ranked + _followers(found, float(scores.min(initial=0.0)))


def _followers(found: Candidates, lowest: float) -> list[Ranked]:
    """Give those beyond the candidates in centroid order, below everybody who was ranked."""
    rest = zip(found.ids[CANDIDATES:], found.cosines[CANDIDATES:].tolist(), strict=True)
    return [Ranked(id, lowest - 1 + cosine, ()) for id, cosine in rest]
