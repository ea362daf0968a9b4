"""The order of the candidates by weighted features, every contribution kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from matching import searching
from matching.choosing import Candidates
from matching.features import FEATURES, table

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
    fitted: str = ""
    """On what the weights were fitted, and how."""

    def __post_init__(self) -> None:
        """Refuse what gives no order.

        Raises WeightsRefused where a feature is unknown or missing, or a number is not finite or a spread not above 0.
        """
        for given in (self.weights, self.spreads):
            if set(given) != set(FEATURES):
                other = ", ".join(sorted(set(given) ^ set(FEATURES)))
                raise WeightsRefused(f"The weights {self.name} are for other features than this version has: {other}.")
        if not np.isfinite([*self.weights.values(), *self.spreads.values()]).all() or min(self.spreads.values()) <= 0:
            raise WeightsRefused(f"The weights {self.name} hold a number that is not finite, or a spread not above 0.")

    @classmethod
    def read(cls, name: str, written: object) -> "Weights":
        """Read weights as they stand in a file.

        Raises WeightsRefused where they name no features, or lack a number, and as weights made otherwise do.
        """
        if not isinstance(written, dict) or not isinstance(written.get("features"), dict):
            raise WeightsRefused(f"The weights {name} name no features.")
        given = written["features"]
        try:
            weights = {feature: float(told["weight"]) for feature, told in given.items()}
            spreads = {feature: float(told["spread"]) for feature, told in given.items()}
        except (KeyError, TypeError, ValueError):
            raise WeightsRefused(f"The weights {name} lack a weight or a spread.") from None
        return cls(name, weights, spreads, str(written.get("fitted", "")))


class Part(NamedTuple):
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
    values: tuple[float, ...]
    """One for each feature, in the order of `FEATURES`; none for those who follow in centroid order."""
    units: tuple[float, ...]
    """What one unit of each value adds."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each feature adds; nothing for those who follow in centroid order."""
        told = zip(FEATURES, self.values, self.units, strict=False)
        return tuple(Part(feature, value, unit, value * unit) for feature, value, unit in told)


@cache
def weights(name: str = DEFAULT) -> Weights:
    """Give the weights of a kind of role: `in_charge`, `led`, `appointed`, or the default.

    Raises WeightsRefused for another name.
    """
    written = json.loads(files("matching").joinpath("weights.json").read_text(encoding="utf-8"))
    if name not in written:
        raise WeightsRefused(f"There are no weights {name}; there are {', '.join(sorted(written))}.")
    return Weights.read(name, written[name])


def rank(found: Candidates, by: Weights, k: int) -> list[Ranked]:
    """Put the k best of the candidates in order, best first; equal scores stand in the order of their ids."""
    values = table(found.asked)
    units = np.array([by.weights[feature] / by.spreads[feature] for feature in FEATURES])
    scores = (values * units).sum(axis=1)
    order = sorted(
        zip((-np.round(scores, searching.TIE_DECIMALS)).tolist(), found.ids, range(len(scores)), strict=False)
    )
    first = [place for _, _, place in order[:k]]
    named = tuple(units.tolist())
    ranked = [
        Ranked(found.ids[place], score, tuple(row), named)
        for place, score, row in zip(first, scores[first].tolist(), values[first].tolist(), strict=True)
    ]
    return ranked + _followers(found, float(scores.min(initial=0.0)))[: k - len(ranked)]


def _followers(found: Candidates, lowest: float) -> list[Ranked]:
    """Give those beyond the candidates in centroid order, below everybody who was ranked."""
    beyond = found.asked.candidates
    rest = zip(found.ids[beyond:], found.cosines[beyond:].tolist(), strict=True)
    return [Ranked(id, lowest - 1 + cosine, (), ()) for id, cosine in rest]
