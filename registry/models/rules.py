"""Rules: what an instrument of law asks of whoever takes a role, as dated data with a closed set of predicates."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from registry.models.claims import ClaimKind, DegreeLevel, InventionState, Part
from registry.models.eligibility import Fact, Verdict
from registry.models.experts import Standing
from registry.models.values import Bilingual, Line, Model, OptionalLine, Short


class RulePart(StrEnum):
    """What a criterion is for: whom the decree is for, what all roles ask, what one asks, what helps, the exception."""

    SCOPE = "scope"
    GENERAL = "general"
    SPECIFIC = "specific"
    PRIORITY = "priority"
    EXCEPTION = "exception"


class Wording(StrEnum):
    """How far the wording was verified: in the gazette, in several reports, in one report, or not read at all."""

    GAZETTE = "gazette"
    REPORTED = "reported"
    ONE_SOURCE = "one_source"
    UNVERIFIED = "unverified"


class Matter(StrEnum):
    """What only a human judges."""

    WISH = "wish"
    RECORD = "record"
    ETHICS = "ethics"
    HEALTH = "health"
    ABILITY = "ability"
    CONTRIBUTION = "contribution"
    NETWORK = "network"
    PRIORITY = "priority"
    EXCEPTION = "exception"
    NOT_READ = "not_read"


class ContinuousYears(Model):
    """At least so many years of posts without interruption up to the day; see `registry.eligibility.years`.

    `bridge_days` is how long an interruption between two posts may last and still count as none.
    """

    predicate: Literal["continuous_years"] = "continuous_years"
    at_least: Annotated[int, Field(ge=1, le=60)]
    bridge_days: Annotated[int, Field(ge=0, le=366)] = 0


class YearsInPosts(Model):
    """At least so many years of posts in all, interrupted or not; `abroad` counts those outside Viet Nam alone."""

    predicate: Literal["years_in_posts"] = "years_in_posts"
    at_least: Annotated[int, Field(ge=1, le=60)]
    abroad: bool = False
    then_human: Bilingual | None = None


class PostNow(Model):
    """A post held on the day; `abroad` asks for one outside Viet Nam."""

    predicate: Literal["post_now"] = "post_now"
    abroad: bool = False
    then_human: Bilingual | None = None


class Count(Model):
    """At least so many entries of these kinds; programmes in these parts and inventions in these states, if named.

    Where `then_human` is given, the number alone decides nothing: it is what a human has to judge of the entries.
    """

    predicate: Literal["count"] = "count"
    kinds: Annotated[tuple[ClaimKind, ...], Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1, le=100)]
    parts: tuple[Part, ...] = ()
    states: tuple[InventionState, ...] = ()
    then_human: Bilingual | None = None


class Degree(Model):
    """A degree of one of these levels."""

    predicate: Literal["degree"] = "degree"
    levels: Annotated[tuple[DegreeLevel, ...], Field(min_length=1)]
    then_human: Bilingual | None = None


class StandingIn(Model):
    """One of these standings towards Viet Nam."""

    predicate: Literal["standing"] = "standing"
    any_of: Annotated[tuple[Standing, ...], Field(min_length=1)]


class Human(Model):
    """A matter that a human judges and no machine scores; `shows` are the kinds of entries laid before the human."""

    predicate: Literal["human"] = "human"
    matter: Matter
    shows: tuple[ClaimKind, ...] = ()


Check = Annotated[
    ContinuousYears | YearsInPosts | PostNow | Count | Degree | StandingIn | Human, Field(discriminator="predicate")
]


class RuleCase(Model):
    """A test case of a criterion: these facts on this day must bring this verdict."""

    says: Bilingual
    on: date
    standing: Standing | None = None
    claims: tuple[Fact, ...] = ()
    expected: Verdict


class Article(Model):
    """An article of an instrument as far as it was read."""

    number: Short
    about: Bilingual
    wording: Wording


class Instrument(Model):
    """A decree: since when it holds, whom its regime is for, and which other regime it excludes.

    `role_kinds` are the kinds of roles that it rules as their regime; empty where it only adds to another's.
    """

    id: Short
    number: Short
    title: Bilingual
    issued_on: date
    valid_from: date
    valid_to: date | None = None
    role_kinds: tuple[Short, ...] = ()
    excludes: tuple[Short, ...] = ()
    articles: tuple[Article, ...] = ()
    source: Line
    wording: Wording
    note: Bilingual | None = None


class Criterion(Model):
    """One criterion in one version: of whom it is asked, what it says in our words, how it is checked, on what source.

    All `checks` must hold. Criteria of one `group` are alternatives: one of them is enough. `reading` says which
    convention of ours the check follows where the text leaves it open. The same `id` may stand in several versions,
    each valid in another time.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-z][0-9a-z-]{0,60}$")]
    instrument: Short
    article: OptionalLine = None
    part: RulePart
    role_kinds: Annotated[tuple[Short, ...], Field(min_length=1)]
    group: Annotated[str, StringConstraints(pattern=r"^any:[0-9a-z-]{1,60}$")] | None = None
    text: Bilingual
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    evidence: tuple[ClaimKind, ...] = ()
    reading: Bilingual | None = None
    valid_from: date
    valid_to: date | None = None
    source: Line
    wording: Wording
    note: Bilingual | None = None
    cases: tuple[RuleCase, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("rule-dates", "A rule ends before it begins.")
        human = all(isinstance(check, Human) for check in self.checks)
        if self.wording is Wording.UNVERIFIED and not human:
            raise PydanticCustomError("rule-unverified", "A rule whose wording was not read is for a human to judge.")
        if self.part is RulePart.EXCEPTION and not human:
            raise PydanticCustomError("rule-exception", "The exception clause is for a human to decide.")
        if self.text.vi is None or self.text.en is None:
            raise PydanticCustomError("rule-language", "The text of a rule is given in Vietnamese and in English.")
        return self

    @property
    def verified(self) -> bool:
        """Whether the wording was read in the gazette or in several reports that agree."""
        return self.wording in (Wording.GAZETTE, Wording.REPORTED)


class Rules(Model):
    """A whole set of rules under one name: what `registry.eligibility.check` decides by.

    `edition` and `digest` name the released edition; a set that was not released has the edition 0 and the id of its
    draft.
    """

    id: str
    edition: int
    digest: str
    instruments: tuple[Instrument, ...]
    criteria: tuple[Criterion, ...]


class RulesEdition(Model):
    """A released edition without its criteria: its number, its digest, who released it and who had drafted it."""

    id: str
    edition: int
    digest: str
    at: str
    released_by: str
    drafted_by: tuple[str, ...]
    reason: Bilingual
    draft_id: str | None = None
