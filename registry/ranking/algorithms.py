"""The algorithm as anybody may read it: features, their weights for each kind of role, steps, parameters."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files

from graph.database import Database
from matching import ALGORITHM, Weights, ranking
from registry import lists
from registry.errors import NotFound
from registry.models.rankers import Ranker
from registry.models.values import Bilingual, Model
from registry.ranking import catalogue, embedding, learning, ranker_words, weighing


class Described(Model):
    """A feature: what it is in both languages, its range, and its value where nothing is known.

    One that has no words yet is described by the code alone, in English. One that is not `on` weighs nothing here,
    because what it needs is not set.
    """

    name: str
    title: Bilingual
    description: Bilingual
    ours: Bilingual | None = None
    lowest: float | None = None
    highest: float | None = None
    missing: float | None = None
    on: bool = True


class WeightSet(Model):
    """A set of weights: which kinds of roles it weighs now, how it was fitted, what one unit of each feature adds.

    `hash` is what a run that was weighed so carries. `ranker` is there where the set was learned from decided cases.
    """

    name: str
    hash: str
    fitted: str
    role_kinds: tuple[str, ...]
    adds: dict[str, float]
    ranker: Ranker | None = None


class KindWeighed(Model):
    """How a kind of role is weighed: the set that counts, the published one and why that one.

    `told` says of a ranker that is in use what must be known of it: that it was learned from simulated cases, that it
    cannot be read by this version. `meaning` says why the meaning of a score is told, or why it is not.
    """

    role_kind: str
    weights: str
    published: str
    why: Bilingual
    told: tuple[Bilingual, ...] = ()
    meaning: Bilingual


class StepOf(Model):
    """A step from a text to an order, in the words of the code."""

    name: str
    description: str


class AlgorithmCard(Model):
    """A way of ranking, as it is now.

    `embedding_model` is the SHA-256 of the language model of the feature `embedding`; None where none is set.
    """

    id: str
    name: str
    version: int
    parameters: dict[str, float]
    features: tuple[Described, ...]
    weights: tuple[WeightSet, ...]
    role_kinds: tuple[KindWeighed, ...]
    steps: tuple[StepOf, ...]
    notes: tuple[str, ...]
    embedding_model: str | None = None


def current(db: Database, model: str = "") -> AlgorithmCard:
    """The algorithm that new runs are made by, with learned rankers in use and the language model of this digest."""
    rankers = {each.role_kind: each for each in learning.cards(db) if each.in_use}
    weighed = {kind.code: weighing.of_kind(db, kind.code).by for kind in lists.role_kinds()}
    kinds = tuple(_kind(code, by, rankers.get(code)) for code, by in weighed.items())
    return AlgorithmCard(
        id=ALGORITHM.id,
        name=ALGORITHM.name,
        version=ALGORITHM.version,
        parameters={name: float(value) for name, value in ALGORITHM.parameters.items()},
        features=tuple(_feature(step.name, step.description, model) for step in ALGORITHM.features),
        weights=tuple(_sets(weighed, rankers, model)),
        role_kinds=kinds,
        steps=tuple(StepOf(name=step.name, description=step.description) for step in ALGORITHM.steps),
        notes=weighing.role_weights().notes,
        embedding_model=model or None,
    )


def get(db: Database, id: str, model: str = "") -> AlgorithmCard:
    """An algorithm by its id, such as `weighted-features/3`.

    Raises:
        NotFound: it is not the one that new runs are made by; runs of others are kept with their reasons.
    """
    found = current(db, model)
    if found.id != id:
        raise NotFound("thuật toán đang dùng", "algorithm in use", id)
    return found


def _feature(name: str, description: str, model: str) -> Described:
    text = catalogue.features().get(name)
    on = bool(model) or name != embedding.FEATURE
    if text is None:
        said = Bilingual(en=description)
        return Described(name=name, title=Bilingual(en=name), description=said, on=on)
    return Described(
        name=name,
        title=text.title,
        description=Bilingual(vi=text.description_vi, en=description),
        ours=text.ours,
        lowest=text.lowest,
        highest=text.highest,
        missing=text.missing,
        on=on,
    )


def _kind(role_kind: str, by: Weights, ranker: Ranker | None) -> KindWeighed:
    own = weighing.role_weights().role_kinds.get(role_kind)
    refused = ranker is not None and by.name != ranker.name
    return KindWeighed(
        role_kind=role_kind,
        weights=by.name,
        published=weighing.published(role_kind).name,
        why=own.why if own else ranker_words.FOR_ANY_KIND,
        told=tuple(ranker_words.about(ranker, refused=refused)) if ranker else (),
        meaning=ranker_words.meaning(None if refused else ranker),
    )


def _sets(weighed: Mapping[str, Weights], rankers: Mapping[str, Ranker], model: str) -> Iterator[WeightSet]:
    """Every published set with the kinds of roles that it weighs, the one for any kind first, and the learned ones."""
    written = json.loads(files("matching").joinpath("weights.json").read_bytes())
    for name in dict.fromkeys([weighing.role_weights().otherwise, *written]):
        yield _set(ranking.weights(name), tuple(code for code, by in weighed.items() if by.name == name), model)
    for code, by in weighed.items():
        ranker = rankers.get(code)
        if ranker is not None and ranker.name == by.name:
            learned = {"ranker": ranker, "fitted": ranker_words.fitted(ranker)}
            yield _set(by, (code,), model).model_copy(update=learned)


def _set(by: Weights, kinds: tuple[str, ...], model: str) -> WeightSet:
    adds = {feature: round(by.weights[feature] / by.spreads[feature], 6) for feature in by.weights}
    return WeightSet(name=by.name, hash=weighing.hash_of(by, model), fitted=by.fitted, role_kinds=kinds, adds=adds)
