"""Claims: what a person says, or a source says of them, each with where it comes from and who may see it."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from registry.models.values import (
    Audience,
    Bilingual,
    Model,
    OptionalDate,
    OptionalLine,
    OptionalShort,
    Title,
    Verification,
)


class ClaimKind(StrEnum):
    """The seven kinds of evidence."""

    POSITION = "position"
    DEGREE = "degree"
    WORK = "work"
    PROGRAMME = "programme"
    INVENTION = "invention"
    PRODUCT = "product"
    AWARD = "award"


class DegreeLevel(StrEnum):
    """Academic levels, from the highest."""

    PHD = "phd"
    MASTER = "master"
    BACHELOR = "bachelor"
    OTHER = "other"


class Part(StrEnum):
    """What somebody did in a programme."""

    LED = "led"
    CO_LED = "co_led"
    TOOK_PART = "took_part"


class InventionState(StrEnum):
    """How far the protection of an invention has come."""

    FILED = "filed"
    GRANTED = "granted"
    APPLIED = "applied"


# What each kind must say beyond a title.
_REQUIRED: dict[ClaimKind, tuple[str, ...]] = {
    ClaimKind.POSITION: ("organisation", "start"),
    ClaimKind.DEGREE: ("level", "organisation"),
    ClaimKind.WORK: (),
    ClaimKind.PROGRAMME: ("part",),
    ClaimKind.INVENTION: ("state",),
    ClaimKind.PRODUCT: (),
    ClaimKind.AWARD: (),
}
# What only one kind may say.
_ONLY: dict[str, ClaimKind] = {
    "level": ClaimKind.DEGREE,
    "part": ClaimKind.PROGRAMME,
    "state": ClaimKind.INVENTION,
    "share": ClaimKind.POSITION,
}


class ClaimContent(Model):
    """What is claimed.

    `start` and `end` are when a position was held or a programme ran; what happens once (a degree, a work, an award)
    has its date in `end`. `amount` is money in `currency` (ISO 4217); `share` the part of full time, above 0 to 1.
    `external_id` carries its scheme: `doi:10.…`, `patent:VN…`.
    """

    kind: ClaimKind
    title: Title
    summary: Bilingual | None = None
    start: OptionalDate = None
    end: OptionalDate = None
    organisation: OptionalLine = None
    institute_id: OptionalShort = None
    country: OptionalShort = None
    external_id: OptionalShort = None
    level: DegreeLevel | None = None
    part: Part | None = None
    state: InventionState | None = None
    share: float | None = Field(default=None, gt=0, le=1)
    amount: float | None = Field(default=None, ge=0, le=1e15)
    currency: OptionalShort = None
    programmes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name in _REQUIRED[self.kind]:
            if getattr(self, name) is None:
                raise PydanticCustomError(
                    "claim-incomplete", "A {kind} must say its {field}.", {"kind": self.kind.value, "field": name}
                )
        for name, kind in _ONLY.items():
            if getattr(self, name) is not None and self.kind is not kind:
                raise PydanticCustomError(
                    "claim-misplaced", "Only a {kind} has a {field}.", {"kind": kind.value, "field": name}
                )
        if self.start and self.end and self.end < self.start[: len(self.end)]:
            raise PydanticCustomError("date-order", "The end lies before the start.")
        return self

    @property
    def on(self) -> str | None:
        """The date that counts for recency: the end, or the start of what still runs."""
        return self.end or self.start


class Claim(ClaimContent):
    """A claim with its standing: who says so, since when, how sure, and who may see it.

    `evidence_id` names the thing itself, which several people may share (a programme, a paper); `id` is this
    person's relation to it.
    """

    id: str
    evidence_id: str
    source: str = "self"
    as_of: str
    verification: Verification = Verification.DECLARED
    verified_by: str | None = None
    verified_on: str | None = None
    audience: Audience = Audience.SELF
    note: OptionalLine = None


class ClaimDraft(ClaimContent):
    """A claim as somebody gives it; with `id` it replaces the claim of that id, without it a new one begins."""

    id: OptionalShort = None
    audience: Audience = Audience.SELF
    rejected: bool = False
