"""Accounts: who signs in, in which office, for which expert or institute."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from registry.access import CENTRAL, Actor, Office
from registry.models.values import Model, OptionalShort, Short

Login = Annotated[
    str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254, to_lower=True, strip_whitespace=True)
]


def _central_by_default(scope: object) -> object:
    return scope or CENTRAL


# `central`, `ministry:most`, `province:01`: what a committee account sees of the cases.
Scope = Annotated[
    str,
    BeforeValidator(_central_by_default),
    StringConstraints(pattern=r"^(central|ministry:[a-z0-9-]{1,40}|province:\d{2})$"),
]
Password = Annotated[SecretStr, Field(min_length=12, max_length=200)]


class Credentials(Model):
    """What somebody signs in with: an e-mail address and a password of 12 to 200 characters."""

    login: Login
    password: Password


class AccountDraft(Credentials):
    """An account as given; an expert's names its expert, an institute's its institute, a committee's its scope."""

    name: Short
    office: Office
    expert_id: OptionalShort = None
    institute_id: OptionalShort = None
    scope: Scope = CENTRAL
    language: Annotated[str, StringConstraints(pattern=r"^(vi|en)$")] = "vi"

    @model_validator(mode="after")
    def _belongs(self) -> Self:
        if self.office is Office.PUBLIC:
            raise PydanticCustomError("office", "The public has no account.")
        if (self.office is Office.INSTITUTE) != (self.institute_id is not None):
            raise PydanticCustomError("office-institute", "An institute's account, and only one, names its institute.")
        if (self.office is Office.EXPERT) != (self.expert_id is not None):
            raise PydanticCustomError("office-expert", "An expert's account, and only one, names its expert.")
        if self.scope != CENTRAL and self.office is not Office.COMMITTEE:
            raise PydanticCustomError("office-scope", "Only an account of the committee has a scope of its own.")
        return self


class Account(Model):
    """An account as the registry keeps it; the password's hash never leaves `registry.accounts`.

    `epoch` grows whenever all sessions of the account must end (password changed, account closed).
    """

    id: str
    login: str
    name: str
    office: Office
    expert_id: str | None = None
    institute_id: str | None = None
    scope: str = CENTRAL
    language: str = "vi"
    active: bool = True
    epoch: int = 1
    created_at: str

    @property
    def actor(self) -> Actor:
        """The account as it acts."""
        return Actor(
            self.id,
            self.office,
            self.name,
            expert_id=self.expert_id,
            institute_id=self.institute_id,
            scope=self.scope,
        )


class Token(Model):
    """An access token of the API, without its secret, which is shown once and kept only as a digest."""

    id: str
    account_id: str
    name: str
    created_at: str
    expires_at: str
