"""What routes and pages ask for, named once: the database, who calls, the page of a list, the language."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api import auth
from api.negotiation import language_of
from api.settings import Settings
from graph.database import Database
from registry.access import Actor
from registry.lists import Language
from registry.models.accounts import Account
from registry.pool import Pool
from registry.rule_weighings import Weighings


def _database(request: Request) -> Database:
    database: Database = request.app.state.db
    return database


def _people(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


def _weighings(request: Request) -> Weighings:
    weighings: Weighings = request.app.state.weighings
    return weighings


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _actor(account: Annotated[Account | None, Depends(auth.current_account)]) -> Actor:
    return auth.actor_of(account)


def _signed_in(account: Annotated[Account | None, Depends(auth.current_account)]) -> Actor:
    if account is None:
        raise auth.not_signed_in()
    return account.actor


Db = Annotated[Database, Depends(_database)]
# Everybody who agreed to be matched.
People = Annotated[Pool, Depends(_people)]
# The drafts of the rules that are weighed over everybody at this moment.
UnderWay = Annotated[Weighings, Depends(_weighings)]
InstallationSettings = Annotated[Settings, Depends(_settings)]
# None where nobody is signed in.
CurrentAccount = Annotated[Account | None, Depends(auth.current_account)]
# The public where nobody is signed in.
CurrentActor = Annotated[Actor, Depends(_actor)]
# Refused with 401 where nobody is signed in.
SignedIn = Annotated[Actor, Depends(_signed_in)]
ReaderLanguage = Annotated[Language, Depends(language_of)]
Limit = Annotated[int, Query(ge=1, le=200, description="How many rows at most, 1 to 200.")]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`meta.next_cursor` of the page before; without it, the first page.")
]
