"""The case of one person for one role, whole and as a list or a clock shows it."""

from typing import Annotated, Literal

from pydantic import Field

from registry.models.case_entries import (
    Assessment,
    Council,
    Day,
    Decision,
    FileCheck,
    Judgement,
    Nominator,
    Promise,
    Review,
    Step,
)
from registry.models.experts import ExpertView
from registry.models.values import Bilingual, Model, Short


class Holding(Model):
    """Who has the file, since when, and by when it should go on: `target` is this registry's own unless verified."""

    holder: Literal["institute", "council", "decider", "expert"]
    office: str
    scope: str | None = None
    name: Bilingual
    since: Day
    due: Day | None = None
    overdue_days: int = 0
    target_verified: bool = False


class Case(Model):
    """A case as a reader may see it.

    `stage` is None where the reader is told no more than `wording`, and `expert_id` is None once the personal data were
    erased. `moves` are the codes of what this reader may do now.
    """

    id: str
    role_id: str
    role_kind: str
    role_title: Bilingual
    role_status: str
    regime: str
    mission_id: str
    mission_title: Bilingual
    institute_id: str
    institute_name: Bilingual
    agency: str | None = None
    province: str | None = None
    expert_id: str | None
    person: ExpertView | None = None
    stage: str | None
    wording: Bilingual
    since: Day | None = None
    opened_at: str
    closed_on: Day | None = None
    erase_after: Day | None = None
    erased_at: str | None = None
    version: int
    holding: Holding | None = None
    nominator: Nominator | None = None
    steps: tuple[Step, ...] = ()
    checks: tuple[FileCheck, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    council: Council | None = None
    decisions: tuple[Decision, ...] = ()
    promises: tuple[Promise, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    reviews: tuple[Review, ...] = ()
    moves: tuple[str, ...] = ()


class DueCase(Model):
    """A case on the list of what is due: what is needed to find it, and how late it is."""

    id: str
    role_title: Bilingual
    mission_title: Bilingual
    institute_name: Bilingual
    expert_id: str | None
    stage: str
    holding: Holding


class StageSetting(Model):
    """A stage under a regime as this installation has it: `target_days` and `shows` may differ from the file's."""

    regime: Literal["231/2025", "249/2025"]
    stage: Short
    target_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    shows: Literal["private", "neutral", "full"]


class Keeping(Model):
    """For how many days after its closing the personal data of a case of those not chosen are kept, by regime."""

    regime: Literal["231/2025", "249/2025"]
    days: int


class CaseLine(Model):
    """A case on a list; `holding` is None where the reader is not told, and once it is closed."""

    id: str
    role_id: str
    role_title: Bilingual
    mission_title: Bilingual
    institute_name: Bilingual
    expert_id: str | None
    stage: str | None
    wording: Bilingual
    since: Day | None = None
    holding: Holding | None = None
    closed: bool


class Purge(Model):
    """What a purge did: cases that were closed because their role was, and cases whose personal data were erased."""

    closed: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    kept: int = 0
