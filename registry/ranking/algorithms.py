"""The algorithm as anybody may read it: features, their weights for each kind of role, steps, parameters."""

import json
from collections.abc import Mapping
from importlib.resources import files

from matching import ALGORITHM, ranking
from registry import lists
from registry.errors import NotFound
from registry.models.values import Bilingual, Model
from registry.ranking import catalogue, weighing


class Described(Model):
    """A feature: what it is in both languages, its range, and its value where nothing is known.

    One that has no words yet is described by the code alone, in English.
    """

    name: str
    title: Bilingual
    description: Bilingual
    ours: Bilingual | None = None
    lowest: float | None = None
    highest: float | None = None
    missing: float | None = None


class WeightSet(Model):
    """A set of weights: for which kinds of roles, how it was fitted, and what one unit of each feature adds.

    `hash` is what a run that was weighed so carries.
    """

    name: str
    hash: str
    fitted: str
    role_kinds: tuple[str, ...]
    adds: dict[str, float]


class StepOf(Model):
    """A step from a text to an order, in the words of the code."""

    name: str
    description: str


class AlgorithmCard(Model):
    """A way of ranking, as it is now."""

    id: str
    name: str
    version: int
    parameters: dict[str, float]
    features: tuple[Described, ...]
    weights: tuple[WeightSet, ...]
    steps: tuple[StepOf, ...]
    notes: tuple[str, ...]


def current() -> AlgorithmCard:
    """The algorithm that new runs are made by."""
    return AlgorithmCard(
        id=ALGORITHM.id,
        name=ALGORITHM.name,
        version=ALGORITHM.version,
        parameters={name: float(value) for name, value in ALGORITHM.parameters.items()},
        features=tuple(_feature(step.name, step.description) for step in ALGORITHM.features),
        weights=tuple(_set(name, kinds) for name, kinds in _sets().items()),
        steps=tuple(StepOf(name=step.name, description=step.description) for step in ALGORITHM.steps),
        notes=weighing.role_weights().notes,
    )


def get(id: str) -> AlgorithmCard:
    """An algorithm by its id, such as `weighted-features/1`.

    Raises:
        NotFound: it is not the one that new runs are made by; runs of others are kept with their reasons.
    """
    found = current()
    if found.id != id:
        raise NotFound("thuật toán đang dùng", "algorithm in use", id)
    return found


def _feature(name: str, description: str) -> Described:
    text = catalogue.features().get(name)
    if text is None:
        said = Bilingual(en=description)
        return Described(name=name, title=Bilingual(en=name), description=said)
    return Described(
        name=name,
        title=text.title,
        description=Bilingual(vi=text.description_vi, en=description),
        ours=text.ours,
        lowest=text.lowest,
        highest=text.highest,
        missing=text.missing,
    )


def _sets() -> Mapping[str, tuple[str, ...]]:
    """Every set of weights with the kinds of roles that it serves; the one for any kind comes first."""
    chosen = weighing.role_weights()
    written = json.loads(files("matching").joinpath("weights.json").read_bytes())
    used: dict[str, list[str]] = {chosen.otherwise: []} | {name: [] for name in written}
    for kind in lists.role_kinds():
        used[chosen.role_kinds.get(kind.code, chosen.otherwise)].append(kind.code)
    return {name: tuple(kinds) for name, kinds in used.items()}


def _set(name: str, kinds: tuple[str, ...]) -> WeightSet:
    by = ranking.weights(name)
    adds = {feature: round(by.weights[feature] / by.spreads[feature], 6) for feature in by.weights}
    return WeightSet(name=name, hash=weighing.hash_of(by), fitted=by.fitted, role_kinds=kinds, adds=adds)
