"""Drafts of the rules: a set of changes to the criteria, whom they would affect, and who may release them."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from registry.models.eligibility import Verdict
from registry.models.rules import Criterion, Instrument
from registry.models.values import Bilingual, Model, Short


class RuleVersion(Model):
    """A version of a criterion: its id and the day from which it holds."""

    id: Short
    valid_from: date


class RuleEnding(RuleVersion):
    """The last day on which a version of a criterion holds."""

    valid_to: date


class RuleChanges(Model):
    """What a draft changes, and why.

    `put` are new versions of criteria, and those of the same id and first day they replace; `end` closes versions;
    `drop` takes away versions that have not begun; `instruments` are new ones or replace those of the same id.
    """

    reason: Bilingual
    put: Annotated[tuple[Criterion, ...], Field(max_length=200)] = ()
    end: Annotated[tuple[RuleEnding, ...], Field(max_length=200)] = ()
    drop: Annotated[tuple[RuleVersion, ...], Field(max_length=200)] = ()
    instruments: Annotated[tuple[Instrument, ...], Field(max_length=50)] = ()


class DraftStatus(StrEnum):
    """Whether a draft may still change."""

    OPEN = "open"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class RuleDraft(Model):
    """A draft as the registry keeps it.

    `base` is the edition that it changes; `edited_by` are the signatures of all who wrote in it, none of whom may
    release it. `digest` names this version.
    """

    id: str
    status: DraftStatus
    base: str
    changes: RuleChanges
    created_at: str
    updated_at: str
    edited_by: tuple[str, ...]
    released_by: str | None = None
    edition_id: str | None = None
    digest: str = ""


class Affected(Model):
    """Somebody whose outcome, or a criterion of whom, would come out otherwise."""

    expert_id: str
    name: str
    role_kind: str
    before: Verdict
    after: Verdict
    criteria: tuple[str, ...]


class KindImpact(Model):
    """For a kind of role: how many people have which outcome before and after, and for how many something changes."""

    role_kind: str
    before: dict[Verdict, int]
    after: dict[Verdict, int]
    affected: int
    outcomes_changed: int


class Impact(Model):
    """Whom a draft would affect on a day; `affected` are the first of them, `more` how many there are besides."""

    draft_id: str
    on: date
    people: int
    kinds: tuple[KindImpact, ...]
    affected: tuple[Affected, ...]
    more: int


class WeighingStatus(StrEnum):
    """How far a weighing is; `failed` also where it was broken off and nobody was there to say so."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Weighing(Model):
    """The finding of a draft's impact over everybody, as a piece of work that was begun, by whom and when.

    `version` is the digest of the draft that is weighed, for the day `on`. `people` are all who are looked at;
    `looked_at` is how many were so far, None where another process than the asked one looks, and at the end.
    """

    id: str
    draft_id: str
    version: str
    on: date
    status: WeighingStatus
    at: str
    by: str
    people: int
    looked_at: int | None = None
    ended_at: str | None = None
    impact: Impact | None = None
