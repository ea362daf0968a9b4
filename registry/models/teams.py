"""Teams for a mission: what limits were set, who was proposed for which seat, and why there is none where there is."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from registry.models.values import Bilingual, Model, Short, Title

MOST_MEMBERS = 50
MOST_LOAD = 20


class TeamLimits(Model):
    """What a team must keep besides the law.

    `most_load` is how many things a member may lead, this mission included; `floor` the percentage to which every
    capability must be covered; `languages` must each be spoken by a member; `left_out` are roles that the team is made
    without.
    """

    most_load: Annotated[int, Field(ge=1, le=MOST_LOAD)] = 3
    home: Annotated[int, Field(ge=0, le=MOST_MEMBERS)] = 0
    overseas: Annotated[int, Field(ge=0, le=MOST_MEMBERS)] = 0
    languages: tuple[Short, ...] = Field(default=(), max_length=10)
    led: bool = False
    floor: Annotated[int, Field(ge=0, le=100)] = 0
    left_out: tuple[Short, ...] = Field(default=(), max_length=MOST_MEMBERS)


class CapabilityKind(StrEnum):
    """Out of what a capability was read."""

    ROLE = "role"
    TECHNOLOGY = "technology"
    CRITERION = "criterion"


class Capability(Model):
    """Something that the team must be able to do together.

    `found` is False where nobody in the whole pool has evidence of it: then it is covered by nobody and compares no
    teams.
    """

    kind: CapabilityKind
    text: Bilingual
    found: bool = True


class Seat(Model):
    """A role for which a person is sought, and whom what keeps out of it.

    Of the `candidates`, the law bars `barred`, `kept_out` have a conflict of interest or it is not known whether they
    have one, `overloaded` lead too much already, and nothing keeps out `free`; the three may overlap. `weights` is the
    set of weights by which they were ranked.
    """

    role_id: str
    title: Title
    candidates: int
    barred: int
    kept_out: int
    overloaded: int
    free: int
    weights: str
    weights_hash: str


class Fall(Model):
    """A capability, by its place in the run, that is covered worse without somebody, in percent."""

    capability: int
    before: int
    after: int


class Place(Model):
    """A person in a seat.

    `rank` is the place among the candidates of the seat by fit, `score` the fit, `covers` percent for each capability.
    Without the person the capabilities under `falls` are covered worse; `stand_ins` others could take the seat with
    the rest of the team unchanged, the best of whom would leave the weakest capability at `then_weakest`.
    `expert_id` is None for who withdrew since: then only the place is left.
    """

    role_id: str
    expert_id: str | None = None
    rank: int = 0
    score: float = 0
    covers: tuple[int, ...] = ()
    falls: tuple[Fall, ...] = ()
    stand_ins: int = 0
    then_weakest: int | None = None


class Team(Model):
    """People for the seats. `coverage` is percent for each capability, `ties` how often members worked together.

    `thinnest` is the role that is hardest to fill again. `changed` counts the people at least who are in none of the
    teams before. `proven` is False where the time ran out before it was certain that there is no better one.
    """

    places: tuple[Place, ...]
    coverage: tuple[int, ...]
    weakest: int
    ties: int
    thinnest: str | None = None
    changed: int = 0
    proven: bool = True


class LimitKind(StrEnum):
    """What can stand in the way of a team."""

    LAW = "law"
    CONFLICTS = "conflicts"
    SEAT = "seat"
    LOAD = "load"
    HOME = "home"
    OVERSEAS = "overseas"
    LANGUAGE = "language"
    LED = "led"
    FLOOR = "floor"


class SetLimit(Model):
    """A limit; `of` is the role of a seat or the code of a language."""

    kind: LimitKind
    of: str = ""


class LimitChange(Model):
    """A limit set otherwise; `people` is how many members it is needed for, where people are counted one by one."""

    limit: SetLimit
    before: int
    after: int
    people: int = 0


class Relaxation(Model):
    """Changes that make a team possible together, and all limits as they then are."""

    changes: tuple[LimitChange, ...]
    limits: TeamLimits


class NoTeam(Model):
    """Why there is no team: changes that would make one possible, and limits that exclude each other.

    No change ever touches the law or a conflict of interest. Of `excluding` none can be spared, if `minimal`.
    """

    relaxations: tuple[Relaxation, ...]
    excluding: tuple[SetLimit, ...]
    minimal: bool


class TeamOutcome(StrEnum):
    """What came of asking for a team."""

    TEAM = "team"
    NONE = "none"
    UNDECIDED = "undecided"


class TeamRun(Model):
    """A team that was asked for and recorded: the best one first, then clearly different ones.

    `seed` is drawn or given, and decides between teams that nothing else tells apart: the same seed over the same state
    of the register gives the same team. `audit_seq` is the last change that the run saw, `rules_edition` the edition of
    the rules by which the law was looked at; `pool` counts everybody who agreed to be matched.
    """

    id: str
    mission_id: str
    institute_id: str
    at: str
    by: str
    algorithm: str
    audit_seq: int
    seed: int
    limits: TeamLimits
    outcome: TeamOutcome
    capabilities: tuple[Capability, ...]
    seats: tuple[Seat, ...]
    teams: tuple[Team, ...] = ()
    none: NoTeam | None = None
    rules_edition: str
    rules_digest: str
    pool: int
    milliseconds: float


class TeamAsk(TeamLimits):
    """What is asked for: the limits, and the seed of an earlier run where its draw is to be repeated."""

    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None

    @property
    def limits(self) -> TeamLimits:
        """The limits alone."""
        return TeamLimits(**self.model_dump(exclude={"seed"}))
