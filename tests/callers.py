"""Callers of the interface: the application over a test's database, and somebody signed in for each office."""

from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from api.routes.examples import EXPERT_DRAFT, INSTITUTE_DRAFT, MISSION_DRAFT
from api.settings import Settings
from graph.database import Database
from registry import accounts, experts, institutes, missions
from registry.access import Actor, Office, system
from registry.models.accounts import Account, AccountDraft
from registry.models.experts import Expert, ExpertDraft
from registry.models.institutes import Institute, InstituteDraft
from registry.models.missions import Mission, MissionDraft
from registry.pool import Pool

PASSWORD = "một mật khẩu đủ dài"
Headers = dict[str, str]


class Caller(NamedTuple):
    """An account, and the headers of a program that calls with its token."""

    account: Account
    headers: Headers

    @property
    def actor(self) -> Actor:
        """The account as it acts."""
        return self.account.actor


def interface(db: Database, folder: Path, *, secure_cookies: bool = False) -> TestClient:
    """A client of the whole application; unexpected errors are answered, as they are in use."""
    settings = Settings(data_folder=folder, secure_cookies=secure_cookies)
    return TestClient(create_app(settings, db, Pool()), raise_server_exceptions=False)


def caller(db: Database, office: Office, login: str, *, speaks_for: str | None = None) -> Caller:
    """Somebody with an account in an office and a token."""
    key = {Office.EXPERT: "expert_id", Office.INSTITUTE: "institute_id"}.get(office)
    draft = AccountDraft.model_validate(
        {"login": f"{login}@example.vn", "password": SecretStr(PASSWORD), "name": login, "office": office}
        | ({key: speaks_for} if key else {})
    )
    account = accounts.create(db, system("tests"), draft)
    _, secret = accounts.issue_token(db, account.actor, account.id, "tests", 1)
    return Caller(account, {"Authorization": f"Bearer {secret}"})


def an_expert(db: Database, **changes: object) -> Expert:
    """An expert like the one of the interface's examples."""
    return experts.register(db, system("tests"), ExpertDraft.model_validate(EXPERT_DRAFT | {"orcid": None} | changes))


def an_institute(db: Database, **changes: object) -> Institute:
    """An institute like the one of the interface's examples."""
    return institutes.register(db, system("tests"), InstituteDraft.model_validate(INSTITUTE_DRAFT | changes))


def a_mission(db: Database, institute_id: str) -> Mission:
    """A mission with one role, like the one of the interface's examples."""
    return missions.open(
        db, system("tests"), MissionDraft.model_validate(MISSION_DRAFT | {"institute_id": institute_id})
    )
