"""Eligibility: the facts that law may look at, the verdict per criterion, and what humans judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from registry.models.claims import ClaimKind, DegreeLevel, InventionState, Part
from registry.models.experts import Standing
from registry.models.values import Bilingual, Line, Model, OptionalDate, Verification


class Verdict(StrEnum):
    """What came of a criterion.

    `not_evidenced`: nothing on record speaks to it, or not all that is on record is open to the reader. `not_met`:
    what is on record speaks to it and does not reach it.
    """

    MET = "met"
    NOT_MET = "not_met"
    NOT_EVIDENCED = "not_evidenced"
    NEEDS_HUMAN = "needs_human"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Fact:
    """What a criterion may know of one claim; no name, no title, nothing protected. Dates may lack day or month."""

    id: str
    kind: ClaimKind
    start: OptionalDate = None
    end: OptionalDate = None
    country: str | None = None
    level: DegreeLevel | None = None
    part: Part | None = None
    state: InventionState | None = None
    share: float | None = None
    verification: Verification = Verification.DECLARED


@dataclass(frozen=True)
class Facts:
    """All that eligibility looks at; `hidden` counts the claims that are not open to whoever asks."""

    standing: Standing | None
    claims: tuple[Fact, ...] = ()
    hidden: int = 0

    @cached_property
    def by_kind(self) -> Mapping[ClaimKind, Sequence[Fact]]:
        """The claims of each kind, sorted once because every criterion asks for some of them."""
        kinds: dict[ClaimKind, list[Fact]] = {}
        for fact in self.claims:
            kinds.setdefault(fact.kind, []).append(fact)
        return kinds


class Judgement(Model):
    """A human's verdict on a criterion that needs one: who, when, and why; the newest of a criterion counts."""

    criterion_id: str
    verdict: Literal[Verdict.MET, Verdict.NOT_MET]
    reason: Line
    by: str
    at: str


class CriterionVerdict(Model):
    """One criterion answered.

    `computed` is what the facts alone say; `verdict` takes the human judgement in, which counts only where the facts
    leave it to a human. `facts` are ids of claims, or `standing`; `declared_only` says that nobody has verified any of
    them. `missing` says what would bring it to met, `explained` how the facts were counted.
    """

    criterion_id: str
    part: str
    group: str | None
    verdict: Verdict
    computed: Verdict
    verified: bool
    facts: tuple[str, ...] = ()
    declared_only: bool = False
    missing: Bilingual | None = None
    explained: Bilingual | None = None
    judgement: Judgement | None = None


class GroupVerdict(Model):
    """Alternatives together: the best verdict among them."""

    group: str
    verdict: Verdict
    criteria: tuple[str, ...]


class Eligibility(Model):
    """A person measured against a kind of role on a day, under one edition of the rules.

    `regime` is the decree that rules the kind that day, None where none does. `outcome` is the verdict over all that
    is required; `by_exception` says that it rests on the exception clause, which a human applied. `hidden` counts
    entries that were not open to the reader and thus not looked at.
    """

    role_kind: str
    on: date
    regime: str | None
    rules_edition: str
    rules_number: int
    rules_digest: str
    outcome: Verdict
    by_exception: bool = False
    verdicts: tuple[CriterionVerdict, ...] = ()
    groups: tuple[GroupVerdict, ...] = ()
    hidden: int = 0

    @property
    def possible(self) -> bool:
        """Whether nothing on record rules the person out; what needs a human or evidence may still decide against."""
        return self.outcome not in (Verdict.NOT_MET, Verdict.NOT_APPLICABLE)
