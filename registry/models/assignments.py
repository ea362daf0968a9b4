"""One person for every open role of the country: who could take which, with nobody the answer to everything."""

from typing import Annotated

from pydantic import Field

from registry.models.teams import MOST_LOAD
from registry.models.values import Bilingual, Model


class AssignmentAsk(Model):
    """What is asked for: the most that one person may lead, and the seed where an earlier draw is to be repeated."""

    most_load: Annotated[int, Field(ge=1, le=MOST_LOAD)] = 3
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None


class AssignedRole(Model):
    """An open role and the person who could take it.

    `expert_id` is None where nobody was left for the role, and where the person withdrew since. `rank` is the place of
    the person among the candidates of the role, None where nobody was left; `candidates` counts those considered.
    `weights` is the set of weights by which they were ranked, `weights_hash` its hash.
    """

    role_id: str
    mission_id: str
    title: Bilingual
    mission_title: Bilingual
    expert_id: str | None = None
    rank: int | None = None
    candidates: int
    weights: str
    weights_hash: str


class AssignmentLine(Model):
    """An assignment on a list: `filled` of `open` roles found somebody."""

    id: str
    at: str
    by: str
    seed: int
    most_load: int
    open: int
    filled: int


class Assignment(AssignmentLine):
    """All open roles, assigned together and recorded.

    `seed` decided between near equals: the same seed over the same state of the register gives the same assignment.
    `audit_seq` is the last change that the run saw, `rules_edition` the edition of the rules by which the law was
    looked at; `pool` counts everybody who agreed to be matched, `considered` those who were candidates.
    `gini_of_first` is the Gini coefficient of how often each of these is the first candidate of a role,
    `gini_of_assigned` of how often they are assigned: 0 is even, 1 is one person for everything. `proven` is False
    where the time ran out.
    """

    algorithm: str
    audit_seq: int
    roles: tuple[AssignedRole, ...]
    considered: int
    gini_of_first: float
    gini_of_assigned: float
    proven: bool
    rules_edition: str
    rules_digest: str
    pool: int
    milliseconds: float
