"""What a case keeps: the nomination, checks, verdicts, scorecards, decisions, promises, assessments and reviews."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from registry.models.case_law import LawThen
from registry.models.values import Long, Model, OptionalLong, OptionalShort, Short, Title

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class NominatorKind(StrEnum):
    """Who puts a person forward."""

    INSTITUTE = "institute"
    REPRESENTATION = "representation"
    ORGANISATION = "organisation"
    SELF = "self"


class IdentificationDraft(Model):
    """Who may be the one for a role."""

    expert_id: Short
    on: Day | None = None


class NominationDraft(Model):
    """A nomination as given.

    `name` is that of the mission abroad or organisation whose letter it is, `conflict` a possible conflict of interest
    of the nominator, None where none was declared.
    """

    expert_id: Short
    kind: NominatorKind
    name: OptionalShort = None
    conflict: OptionalLong = None
    statement: OptionalLong = None
    on: Day | None = None


class Nominator(Model):
    """Who put the person forward, with a conflict of interest where one was declared."""

    kind: NominatorKind
    name: str | None = None
    account_id: str | None = None
    conflict: str | None = None
    statement: str | None = None


class MoveDraft(Model):
    """A plain move: its code, the day it happened (today by default) and its reason where one is asked for."""

    move: Short
    on: Day | None = None
    reason: OptionalLong = None


class Step(Model):
    """A move that was made: from where to where, on which day, by whom; `held_by` had the file until then.

    `role` says what became of the role where the move freed it: a code of `became` in the data of the moves.
    """

    id: str
    move: str
    from_stage: str | None = None
    to_stage: str
    on: Day
    at: str
    by: str | None = None
    office: str
    held_by: str | None = None
    reason: str | None = None
    role: str | None = None


class FileCheckDraft(Model):
    """What somebody found who read the file; `run_id` names the match run that was before them, if any."""

    accepted: bool
    reason: Long
    run_id: OptionalShort = None
    on: Day | None = None


class FileCheck(Model):
    """A human check of the file: who, when, what was seen (digest of the profile as it was shown), and the finding."""

    id: str
    at: str
    by: str
    office: str
    seen: str
    run_id: str | None = None
    accepted: bool
    reason: str


class JudgementDraft(Model):
    """A human's verdict on a criterion that no machine decides, with its reason."""

    criterion_id: Short
    verdict: Literal["met", "not_met"]
    reason: Long


class Judgement(JudgementDraft):
    """A recorded verdict; the newest one of a criterion holds.

    `computed` is what the facts that institutes may see said then by `rules_edition`, None where it was not kept.
    """

    id: str
    at: str
    by: str
    office: str
    computed: str | None = None
    rules_edition: str | None = None


class CouncilDraft(Model):
    """Who is asked to advise: ids of accounts."""

    members: tuple[Short, ...] = Field(min_length=1, max_length=30)
    on: Day | None = None


class Declaration(Model):
    """Whether a member has a conflict of interest, and which."""

    conflict: bool
    text: OptionalLong = None


class Member(Model):
    """A member of a council: `declared` is None until the member says whether there is a conflict."""

    account_id: str
    name: str | None = None
    declared: Literal["none", "conflict"] | None = None
    sent: bool = False


class ScorecardDraft(Model):
    """Marks from 1 (weak) to 5 (outstanding) by the codes of the scorecard, advice, and its reasons."""

    marks: dict[Short, Annotated[int, Field(ge=1, le=5)]] = Field(min_length=1, max_length=20)
    advice: Literal["choose", "do_not_choose", "unsure"]
    comment: Long


class Scorecard(ScorecardDraft):
    """A scorecard that was sent in a session of the council; it is never changed."""

    id: str
    at: str
    by: str
    session: int = 1


class CouncilSession(Model):
    """A council as it was convened once; `hidden` counts the scorecards that the reader may not see yet."""

    session: int = 1
    members: tuple[Member, ...]
    scorecards: tuple[Scorecard, ...] = ()
    hidden: int = 0


class Council(CouncilSession):
    """The advisory council of a case: its newest session, and the `earlier` ones, which stay as they were."""

    open: bool
    earlier: tuple[CouncilSession, ...] = ()


class Departure(Model):
    """Why a decision departs from the order of the machine: a code of the list, and words."""

    code: Short
    text: Long


class DecisionDraft(Model):
    """What the competent office decides; `number` is that of the signed paper."""

    chosen: bool
    reason: Long
    number: OptionalShort = None
    departure: Departure | None = None
    on: Day | None = None


class Decision(Model):
    """A recorded decision, with the place that the person had in the newest match run and how many stood before them.

    `rank` is None for who was in no run, such as somebody who opted out of automated matching. `law` are the verdicts
    then, where somebody was chosen, until the case is erased.
    """

    id: str
    at: str
    on: Day
    by: str | None = None
    office: str
    scope: str | None = None
    chosen: bool
    reason: str | None = None
    number: str | None = None
    run_id: str | None = None
    rank: int | None = None
    passed_over: int = 0
    departure_code: str | None = None
    departure_text: str | None = None
    law: LawThen | None = None


class PromiseDraft(Model):
    """Something promised to the person: a benefit of the law by its code, or in words; who sees to it, and by when."""

    title: Title
    benefit: OptionalShort = None
    owner: Short
    due: Day


class Promise(PromiseDraft):
    """A promise on the checklist; `done_on` is None until it was kept."""

    id: str
    at: str
    done_on: Day | None = None
    done_by: str | None = None


class AssessmentDraft(Model):
    """The grade of a year, with its reasons and the bonus that goes with it in months' pay."""

    year: Annotated[int, Field(ge=2025, le=2100)]
    grade: Short
    bonus_months: Annotated[float, Field(ge=0, le=24)] = 0
    reason: Long
    on: Day | None = None


class Assessment(Model):
    """A recorded assessment; `ceiling` is the most months' pay that the law allows, None where it was not read."""

    id: str
    at: str
    by: str | None = None
    year: int
    grade: str
    bonus_months: float
    ceiling: float | None = None
    reason: str | None = None


class ReviewDraft(Model):
    """The words in which a person asks that another human look again."""

    text: Long


class ReviewAnswer(Model):
    """What another human found who looked again."""

    upheld: bool
    reason: Long
    on: Day | None = None


class Review(Model):
    """A request that a human look again at an adverse result; `due` is our own target, no limit of the law."""

    id: str
    asked_at: str
    due: Day
    text: str
    answered_at: str | None = None
    answered_by: str | None = None
    upheld: bool | None = None
    reason: str | None = None
