"""Conflicts of interest: whether somebody is tied to who decides, nominates or holds a role, and by which facts."""

from datetime import date
from enum import StrEnum
from typing import Literal

from registry.models.values import Bilingual, Model


class State(StrEnum):
    """What is known; only `clear` lets a machine choose by itself."""

    CLEAR = "clear"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """Why it is unknown. `not_told` also covers what rests on entries that are not for the reader."""

    NOTHING_TO_COMPARE = "nothing_to_compare"
    POSSIBLE = "possible"
    NOT_TOLD = "not_told"


class Tie(Model):
    """A relation between two, with the ids of the claims behind it that the reader may see, on both sides.

    `kind` is a code of the list `conflict_rules`; `since` and `until` are partial dates as the claims have them, the
    later start and the earlier end of the two; `until` None is a relation that still lasts or has no date. Where
    `certain` is false, dates are too coarse, the work is known by its title only, or somebody said "not mine".
    `unconfirmed` says that one of the records belongs to the person by a shared address or ORCID that nobody confirmed.
    """

    kind: str
    label: Bilingual
    claims: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    certain: bool = True
    unconfirmed: bool = False


class Pair(Model):
    """What ties a person to one other person or institute; what the reader may not see is neither named nor counted."""

    id: str
    party: Literal["person", "institute"]
    state: State
    doubt: Doubt | None = None
    ties: tuple[Tie, ...] = ()


class Conflicts(Model):
    """What ties a person to those who were asked about and to a mission; `rules_on` is the day of the rules.

    `state` is the gravest of the pairs, and unknown where there is none. With `recused` the reader is in conflict with
    the person, and sees only what concerns the reader.
    """

    expert_id: str
    mission_id: str | None = None
    rules_on: date
    state: State
    pairs: tuple[Pair, ...] = ()
    recused: bool = False
