"""Institutes: where experts work and who runs missions."""

from typing import Annotated, Self

from pydantic import BeforeValidator, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from registry.models.experts import Status
from registry.models.values import Model, OptionalShort, Short, Title

Ror = Annotated[
    Annotated[str, StringConstraints(pattern=r"^https://ror\.org/0[a-z0-9]{8}$")] | None,
    BeforeValidator(lambda text: None if isinstance(text, str) and not text.strip() else text),
]


class InstituteDraft(Model):
    """An institute as given: `kind` is a code of the institute kinds, `country` ISO 3166-1 alpha-2."""

    name: Title
    abbreviation: OptionalShort = None
    kind: Short
    ror: Ror = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    province: OptionalShort = None
    city: OptionalShort = None
    parent: OptionalShort = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.province is not None and self.country != "VN":
            raise PydanticCustomError("province-abroad", "A province is given only for an institute in Viet Nam.")
        return self


class Institute(InstituteDraft):
    """An institute as the registry keeps it."""

    id: str
    status: Status = Status.ACTIVE
    merged_into: str | None = None
    generated: bool = False
    source: str = "self"
    source_key: str | None = None
    created_at: str
    updated_at: str
    digest: str = ""
