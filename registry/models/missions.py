"""National missions and the roles that must be led."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from registry.models.values import Bilingual, Model, OptionalDate, OptionalShort, PartialDate, Short, Title


class MissionStatus(StrEnum):
    """Whether a mission still looks for people."""

    OPEN = "open"
    CLOSED = "closed"


class RoleStatus(StrEnum):
    """Whether a role is still to be filled."""

    OPEN = "open"
    FILLED = "filled"
    CLOSED = "closed"


class Output(Model):
    """Something that the mission must deliver, and by when."""

    text: Bilingual
    due: OptionalDate = None


class Criterion(Model):
    """How the mission will be judged."""

    text: Bilingual


class Budget(Model):
    """Money in a currency (ISO 4217)."""

    amount: Annotated[float, Field(gt=0, le=1e17)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "VND"


class RoleDraft(Model):
    """A role as given: `kind` is a code of the dated role kinds; the text says what the person must be able to do."""

    id: OptionalShort = None
    kind: Short
    title: Title
    text: Bilingual
    status: RoleStatus = RoleStatus.OPEN
    filled_by: OptionalShort = None


class Role(RoleDraft):
    """A role as the registry keeps it."""

    id: str
    mission_id: str


class MissionContent(Model):
    """What a mission is.

    `system` is 1 to 6 of the strategic action plan, `phase` 1 to 3; `technologies` are codes of the dated strategic
    lists, `fields` of the ministry's classification, `agency` of the list of bodies.
    """

    title: Title
    summary: Bilingual
    system: Annotated[int, Field(ge=1, le=6)]
    phase: Annotated[int, Field(ge=1, le=3)]
    technologies: tuple[str, ...] = Field(default=(), max_length=20)
    fields: tuple[str, ...] = Field(default=(), max_length=20)
    agency: Short
    deadline: PartialDate
    outputs: tuple[Output, ...] = Field(min_length=1, max_length=50)
    criteria: tuple[Criterion, ...] = Field(default=(), max_length=50)
    budget: Budget | None = None
    status: MissionStatus = MissionStatus.OPEN


class MissionDraft(MissionContent):
    """A mission as given, with its roles, for the institute that runs it."""

    institute_id: Short
    roles: tuple[RoleDraft, ...] = Field(default=(), max_length=50)


class Mission(MissionContent):
    """A mission as the registry keeps it."""

    id: str
    institute_id: str
    institute_name: Bilingual | None = None
    roles: tuple[Role, ...] = ()
    generated: bool = False
    source: str = "self"
    source_key: str | None = None
    created_at: str
    updated_at: str
    digest: str = ""
