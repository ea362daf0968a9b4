"""Experts: who they are, what they can do, and who may see which part of it."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from registry.models.claims import Claim, ClaimDraft
from registry.models.values import (
    Audience,
    Bilingual,
    Model,
    OptionalDate,
    OptionalLine,
    OptionalShort,
    Short,
    Title,
)


class Standing(StrEnum):
    """How somebody stands to Viet Nam; the law's regimes differ by it."""

    CITIZEN_AT_HOME = "citizen_at_home"
    OVERSEAS_VIETNAMESE = "overseas_vietnamese"
    FOREIGN = "foreign"


class Status(StrEnum):
    """Whether a record is in use; a merged one names its survivor."""

    ACTIVE = "active"
    CLOSED = "closed"
    MERGED = "merged"


class Engagement(StrEnum):
    """In which form somebody would work with a mission."""

    REMOTE = "remote"
    VISITS = "visits"
    RETURN = "return"
    LEAD = "lead"


class LanguageLevel(StrEnum):
    """How well somebody works in a language."""

    NATIVE = "native"
    FLUENT = "fluent"
    WORKING = "working"
    BASIC = "basic"


def _orcid(text: object) -> object:
    """An ORCID without its address, in capitals; empty is none."""
    if not isinstance(text, str):
        return text
    bare = text.strip().removeprefix("https://orcid.org/").upper()
    return bare or None


def _checked_orcid(text: str) -> str:
    """ISO 7064 MOD 11-2, as ORCID prescribes for its last character."""
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text):
        raise PydanticCustomError("orcid-form", "An ORCID has sixteen characters, as in 0000-0002-1825-0097.")
    digits, total = text.replace("-", ""), 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    remainder = (12 - total % 11) % 11
    if ("X" if remainder == 10 else str(remainder)) != digits[-1]:
        raise PydanticCustomError("orcid-check", "The last character of this ORCID does not fit the others.")
    return text


Orcid = Annotated[
    Annotated[str, AfterValidator(_checked_orcid)] | None,
    BeforeValidator(_orcid),
]
Email = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254, to_lower=True)] | None,
    BeforeValidator(lambda text: None if isinstance(text, str) and not text.strip() else text),
]


class PersonName(Model):
    """A name as the person writes it, and its parts as the person tells them; no part is ever guessed or required."""

    as_written: Short
    family: OptionalShort = None
    given: OptionalShort = None
    latin: OptionalShort = None


class LanguageSkill(Model):
    """A language (ISO 639-1 code) and how well it serves for work."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    level: LanguageLevel


# The facts of a profile whose audience the person chooses, and who sees them unless the person says otherwise.
AUDIENCES: dict[str, Audience] = {
    "name": Audience.SELF,
    "standing": Audience.SELF,
    "residence": Audience.SELF,
    "fields": Audience.SELF,
    "languages": Audience.SELF,
    "availability": Audience.SELF,
    "contact": Audience.SELF,
}


class ExpertContent(Model):
    """What an expert says of themselves.

    `fields` are codes of the ministry's classification, `technologies` codes of the strategic list, `residence` an
    ISO 3166-1 alpha-2 code, `province` a code of a provincial unit where the residence is VN.
    """

    name: PersonName
    other_names: tuple[Short, ...] = Field(default=(), max_length=10)
    standing: Standing
    residence: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    province: OptionalShort = None
    headline: Title | None = None
    fields: tuple[str, ...] = Field(default=(), max_length=20)
    technologies: tuple[str, ...] = Field(default=(), max_length=20)
    languages: tuple[LanguageSkill, ...] = Field(default=(), max_length=15)
    engagement: tuple[Engagement, ...] = ()
    available_from: OptionalDate = None
    availability_note: OptionalLine = None
    orcid: Orcid = None
    email: Email = None
    audiences: dict[str, Audience] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unknown = sorted(set(self.audiences) - set(AUDIENCES))
        if unknown:
            raise PydanticCustomError("audience-unknown", "There is no part {part}.", {"part": ", ".join(unknown)})
        if self.province is not None and self.residence != "VN":
            raise PydanticCustomError("province-abroad", "A province is given only for a residence in Viet Nam.")
        return self

    def audience_of(self, part: str) -> Audience:
        """Who may see a part of the profile: what the person chose, else only the person."""
        return self.audiences.get(part, AUDIENCES[part])


class ExpertDraft(ExpertContent):
    """An expert as given at registration or for an update, with the claims."""

    claims: tuple[ClaimDraft, ...] = Field(default=(), max_length=2000)


class Expert(ExpertContent):
    """An expert as the registry keeps it.

    `digest` names this version: it is the ETag, the lock of an update and the audit's before and after. `salt` is
    random and new with each version, so that nobody who reads a digest can find out by trying what it was made of.
    `generated` marks a person who does not exist. `agreed_to_matching` is the newest receipt of that purpose.
    """

    id: str
    claims: tuple[Claim, ...] = ()
    status: Status = Status.ACTIVE
    merged_into: str | None = None
    agreed_to_matching: bool = False
    generated: bool = False
    source: str = "self"
    source_key: str | None = None
    created_at: str
    updated_at: str
    confirmed_at: str
    salt: str = ""
    digest: str = ""


class ExpertView(Model):
    """An expert as one reader may see them: parts that are not for the reader are absent and named in `hidden`.

    `digest` names the version for whoever may change it, and for others only what they see. `agreed_to_matching` is
    None for those whom the decision does not concern.
    """

    id: str
    name: PersonName | None = None
    other_names: tuple[str, ...] = ()
    standing: Standing | None = None
    residence: str | None = None
    province: str | None = None
    headline: Bilingual | None = None
    fields: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    engagement: tuple[Engagement, ...] = ()
    available_from: str | None = None
    availability_note: str | None = None
    orcid: str | None = None
    email: str | None = None
    claims: tuple[Claim, ...] = ()
    hidden: tuple[str, ...] = ()
    hidden_claims: int = 0
    status: Status = Status.ACTIVE
    agreed_to_matching: bool | None = None
    generated: bool = False
    source: str = "self"
    confirmed_at: str
    digest: str
