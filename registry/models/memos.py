"""The decision memo of a case: what a decision rests on, in both languages, and the hash that the paper carries."""

from typing import Literal

from registry.models.case_entries import Day, Nominator
from registry.models.values import Bilingual, Model

Side = Literal["for", "against", "open"]


class MemoCandidate(Model):
    """Somebody who was considered: ranked by the machine, nominated by a human, or both.

    `place` and `score` are None for who was not ranked. Of who withdrew since, the place is all that is left.
    """

    place: int | None = None
    score: float | None = None
    expert_id: str | None = None
    name: str | None = None
    withdrawn: bool = False
    generated: bool = False
    of_this_case: bool = False
    stage: Bilingual | None = None


class MemoRun(Model):
    """The match run that was before whoever decided: which algorithm, over whom, as of which audited change."""

    id: str
    at: str
    algorithm: str
    weights_hash: str
    audit_seq: int
    pool: int


class MemoCriterion(Model):
    """A criterion with its source and what came of it; `verified` says whether the wording was."""

    id: str
    part: str
    group: str | None = None
    text: Bilingual
    instrument: str
    article: str | None = None
    source: str
    wording: str
    verified: bool
    verdict: str
    computed: str
    declared_only: bool = False
    missing: Bilingual | None = None
    explained: Bilingual | None = None


class MemoLaw(Model):
    """The person measured against the criteria; `hidden` counts entries that are not for this reader."""

    outcome: str
    by_exception: bool
    hidden: int
    criteria: tuple[MemoCriterion, ...]


class MemoRules(Model):
    """The edition of the rules that the person was measured by."""

    id: str
    number: int
    digest: str


class Argument(Model):
    """What a human said for or against: a check of the file, a verdict on a criterion, or a scorecard.

    `replaced` says that a later check, a later verdict on the same criterion, or a later scorecard of the same member
    holds; `dissents` that it speaks against the decision that stands; `session` is that of the council of a scorecard.
    """

    side: Side
    kind: Literal["check", "judgement", "scorecard"]
    at: str
    who: Bilingual
    text: str
    criterion: Bilingual | None = None
    session: int | None = None
    replaced: bool = False
    dissents: bool = False


class MemoCheck(Model):
    """A human check of the file; `seen` is the digest of the profile as it was shown."""

    at: str
    office: Bilingual
    accepted: bool
    seen: str
    run_id: str | None = None


class MemoScorecard(Model):
    """A scorecard: marks from 1 to 5 by their codes, and advice."""

    member: str | None
    marks: dict[str, int]
    advice: str


class MemoSession(Model):
    """A session of a council: how many were asked and how many declared a conflict.

    `hidden` scorecards are not for this reader.
    """

    session: int
    members: int
    conflicts: int
    hidden: int
    scorecards: tuple[MemoScorecard, ...]


class MemoCouncil(MemoSession):
    """The newest session of a council, and the earlier ones, the first of them first."""

    open: bool
    earlier: tuple[MemoSession, ...]


class MemoDeparture(Model):
    """Why the decision departs from the machine's order."""

    code: str
    name: Bilingual
    text: str | None


class MemoDecision(Model):
    """A decision, with the place of the person in the run before it and how many stood clearly before them.

    `sent_back` says that it stands no more: a human looked again, and the case went on.
    """

    on: Day
    office: Bilingual
    chosen: bool
    reason: str | None
    number: str | None
    rank: int | None
    passed_over: int
    sent_back: bool = False
    departure: MemoDeparture | None = None


class MemoReview(Model):
    """A second look that was asked for; `due` is this registry's own target and no limit of the law."""

    asked_at: str
    due: Day
    text: str
    answered_at: str | None = None
    office: Bilingual | None = None
    upheld: bool | None = None
    reason: str | None = None


class MemoStep(Model):
    """A step of the case: the day, what was done, and where the case stood from then on."""

    on: Day
    name: Bilingual
    stage: Bilingual


class MemoSubject(Model):
    """What a case is about: the role, its decree, who decides, and the person as this reader knows them.

    `erased_at` is when the personal data were erased: from then on a memo tells the steps and the result alone.
    """

    role_title: Bilingual
    role_kind: Bilingual
    mission_title: Bilingual
    institute: Bilingual
    regime: str
    instrument: str
    kind_verified: bool
    decider: Bilingual
    decider_verified: bool
    stage: Bilingual
    closed_on: Day | None
    expert_id: str | None
    person: str | None
    erased_at: str | None
    nominator: Nominator | None


class Memo(Model):
    """All that a decision rests on, as one reader may see it on a day.

    `on` is the day of the decision that stands, today where none does; people are measured by the edition of the rules
    that held then. Offices are named and accounts are not, but members of a council sign their scorecards.
    """

    case_id: str
    case_version: int
    on: Day
    reader: str
    generated: bool
    subject: MemoSubject
    rules: MemoRules
    law: MemoLaw | None
    run: MemoRun | None
    candidates: tuple[MemoCandidate, ...]
    arguments: tuple[Argument, ...]
    council: MemoCouncil | None
    checks: tuple[MemoCheck, ...]
    decisions: tuple[MemoDecision, ...]
    reviews: tuple[MemoReview, ...]
    steps: tuple[MemoStep, ...]


class SealedMemo(Model):
    """A memo with `sha256`, the hash of the RFC 8785 canonical JSON of `memo` in hexadecimal digits."""

    memo: Memo
    sha256: str
