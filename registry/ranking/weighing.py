"""Which weights rank the candidates for a kind of role: the published ones, or those of a ranker that is in use."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from graph.database import Database
from matching import ALGORITHM, Weights, WeightsRefused, ranking
from matching.calibration import Calibration, Step
from registry.models.values import Bilingual
from registry.ranking import learning, vocabulary

_SILENT = Calibration(())


class KindWeights(BaseModel):
    """The published set of weights of a kind of role, and the argument for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: str
    why_vi: str
    why_en: str

    @property
    def why(self) -> Bilingual:
        """The argument in both languages."""
        return Bilingual(vi=self.why_vi, en=self.why_en)


class RoleWeights(BaseModel):
    """The published set of weights for each kind of role, and the one for all others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    as_of: str
    otherwise: str
    notes: tuple[str, ...]
    role_kinds: Mapping[str, KindWeights]


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights that count for a kind of role, and what their scores have meant."""

    by: Weights
    calibration: Calibration = _SILENT
    simulated: bool = False

    def meant(self, score: float) -> Step | None:
        """The candidates shown with such a score in decided roles; None where it may not be said."""
        return self.calibration.step_of(score)


@cache
def role_weights() -> RoleWeights:
    """The file as a whole, read once."""
    return RoleWeights.model_validate(json.loads(files("registry.ranking").joinpath("role_weights.json").read_bytes()))


def published(role_kind: str) -> Weights:
    """The published weights for a kind of role; those that serve any role where the kind has none of its own."""
    chosen = role_weights()
    own = chosen.role_kinds.get(role_kind)
    return ranking.weights(own.weights if own else chosen.otherwise)


def of_kind(db: Database, role_kind: str) -> Weighing:
    """The weights that count for a kind of role now.

    A ranker in use that this version cannot read counts for nothing: the published weights do, and the page of the
    algorithm says so.
    """
    id = learning.in_use(db, role_kind)
    if id is None:
        return Weighing(published(role_kind))
    try:
        learned, digest = learning.load(db, id)
    except WeightsRefused:
        return Weighing(published(role_kind))
    by = learning.weights_from(learned, digest)
    return Weighing(by, learned.calibration, learning.is_simulated(learned))


def hash_of(by: Weights, model: str = "") -> str:
    """What a run that is weighed so carries: another one with each algorithm, weight, edition of the concepts, model.

    `model` is the digest of the language model, empty where none is set.
    """
    return ALGORITHM.weights_hash(by, vocabulary.concepts().digest, model)
