"""Which weights rank the candidates for a kind of role."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from matching import ALGORITHM, Weights, ranking
from registry.ranking import vocabulary


class RoleWeights(BaseModel):
    """The set of weights for each kind of role, and the one for all others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    as_of: str
    otherwise: str
    notes: tuple[str, ...]
    role_kinds: Mapping[str, str]


@cache
def role_weights() -> RoleWeights:
    """The file as a whole, read once."""
    return RoleWeights.model_validate(json.loads(files("registry.ranking").joinpath("role_weights.json").read_bytes()))


def of_kind(role_kind: str) -> Weights:
    """The weights for a kind of role; those that serve any role where the kind has none of its own."""
    chosen = role_weights()
    return ranking.weights(chosen.role_kinds.get(role_kind, chosen.otherwise))


def hash_of(by: Weights) -> str:
    """What a run that is weighed so carries: another one with each algorithm, weight and edition of the concepts."""
    return ALGORITHM.weights_hash(by, vocabulary.concepts().digest)
