"""A small registry with somebody of every office, on which the tests of the pages read and write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final

import pytest
from fastapi import FastAPI, Request, Response
from starlette.testclient import TestClient

from api import auth
from api.app import create_app
from api.settings import Settings
from graph.database import Database
from registry import accounts, assignments, bulk, cases, experts, institutes, matches, missions, teams
from registry.access import NOBODY, Actor, system
from registry.identity import new_id
from registry.models.accounts import Account, AccountDraft
from registry.models.assignments import AssignmentAsk
from registry.models.case_entries import NominationDraft, NominatorKind
from registry.models.experts import Expert
from registry.models.missions import RoleDraft
from registry.models.teams import TeamLimits
from registry.models.values import now
from registry.pool import Pool
from tests import builders, mission_builders

PASSWORD: Final = "mật khẩu đủ dài 2026"
OFFICES: Final = ("public", "expert", "institute", "committee", "administrator")


@dataclass(frozen=True, slots=True)
class World:
    """What stands in the registry, by id; accounts are opened when they are asked for."""

    institute_id: str
    mission_id: str
    role_id: str
    run_id: str
    team_id: str
    no_team_id: str
    assignment_id: str
    expert_id: str
    generated_id: str
    claim_id: str
    imported_id: str
    case_id: str


def built(db: Database, pool: Pool) -> World:
    """The registry: a battery mission, and five people who suit it more or less, one of them made up."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    actor = builders.of_institute(institute.id)
    mission = missions.open(db, actor, mission_builders.mission(institute.id, roles=[long_role()]))
    works = [builders.claim(), builders.claim(**POSITION), builders.claim(**SECRET)]
    expert = experts.register(db, NOBODY, builders.expert(claims=works), agree=True)
    for name, claims in OTHERS.items():
        draft = builders.expert(name={"as_written": name}, claims=[builders.claim(**each) for each in claims])
        experts.register(db, NOBODY, draft, agree=True)
    generated = _generated(db)
    run = matches.run(db, pool, actor, mission.roles[0].id)
    team = teams.propose(db, pool, actor, mission.id, TeamLimits())
    no_team = teams.propose(db, pool, actor, mission.id, TeamLimits(languages=("ja",), overseas=2, floor=100))
    return World(
        institute_id=institute.id,
        mission_id=mission.id,
        role_id=mission.roles[0].id,
        run_id=run.id,
        team_id=team.id,
        no_team_id=no_team.id,
        assignment_id=assignments.of_all(db, pool, system("tests"), AssignmentAsk()).id,
        expert_id=expert.id,
        generated_id=generated.id,
        claim_id=expert.claims[0].id,
        imported_id=generated.claims[0].id,
        case_id=_case(db, actor, mission.roles[0].id, expert.id),
    )


def _case(db: Database, actor: Actor, role_id: str, expert_id: str) -> str:
    """A case in which the institute nominated the expert."""
    return cases.nominate(db, actor, role_id, NominationDraft(expert_id=expert_id, kind=NominatorKind.INSTITUTE)).id


def long_role() -> RoleDraft:
    """A role with a text long enough for several terms to count."""
    text = {
        "vi": "Chủ trì thiết kế, chế thử và đánh giá pin thể rắn cho xe điện; làm chủ chất điện phân sunfua.",
        "en": "Leads design, pilot and testing of solid-state batteries for electric vehicles; sulfide electrolytes.",
    }
    return mission_builders.role(text=text)


POSITION: Final = {
    "kind": "position",
    "title": {"vi": "Trưởng nhóm nghiên cứu", "en": "Group leader"},
    "organisation": "Viện Điện hoá Lyon",
    "country": "FR",
    "start": "2016-09",
    "end": None,
    "summary": None,
}
SECRET: Final = {"title": {"vi": "Hồ sơ chỉ mình tôi xem"}, "audience": "self"}
NAMES: Final = {
    "expert": "Nguyễn Thị Minh Khai",
    "imported": "Phạm Mô Phỏng",
    "institute": "Phòng Khoa học",
    "committee": "Văn phòng Ban Chỉ đạo",
    "elsewhere": "Sở Khoa học và Công nghệ",
    "administrator": "Quản trị viên",
    "second": "Quản trị viên thứ hai",
}
# Readers besides those of the offices, and the office of each.
_BESIDES: Final = {"imported": "expert", "elsewhere": "committee", "second": "administrator"}
OTHERS: Final[dict[str, list[dict[str, object]]]] = {
    "Trần Đình Ái": [
        {
            "kind": "programme",
            "part": "led",
            "title": {"vi": "Chương trình pin thể rắn quốc gia", "en": "National solid-state battery programme"},
            "start": "2019",
            "end": "2023-06-30",
            "amount": 45_000_000_000.0,
            "currency": "VND",
        },
        {"title": {"en": "Sulfide electrolytes for electric vehicles"}, "end": "2022"},
        {"kind": "invention", "state": "granted", "title": {"vi": "Pin thể rắn nhiều lớp"}, "end": "2021-11-05"},
    ],
    "Lê Ánh Dương": [{"title": {"en": "Testing of batteries"}, "summary": {"en": "Ageing tests of lithium cells."}}],
    "Đỗ Thị Ước": [{"title": {"vi": "Thơ ca thế kỷ mười chín"}, "summary": {"vi": "Phê bình văn học."}}],
}


def _generated(db: Database) -> Expert:
    draft = builders.expert(name={"as_written": "Phạm Mô Phỏng", "family": "Phạm", "given": "Phỏng"})
    made = experts.new(draft, agree=True)
    imported = tuple(claim.model_copy(update={"source": "generator"}) for claim in made.claims)
    marked = made.model_copy(
        update={
            "generated": True,
            "source": "generator",
            "source_key": new_id(),
            "claims": imported,
            "created_at": now(),
        }
    )
    bulk.store_experts(db, system("tests"), [marked], source="generator")
    return marked


@dataclass(frozen=True, slots=True)
class Site:
    """The application over the small registry."""

    app: FastAPI
    db: Database
    pool: Pool
    world: World


def site(db: Database, folder: Path) -> Site:
    """The application over the small registry, which is built first."""
    pool = Pool()
    world = built(db, pool)
    return Site(_application(db, pool, folder), db, pool, world)


def empty(db: Database, folder: Path) -> Site:
    """The application over a registry in which nobody is yet."""
    pool = Pool()
    return Site(_application(db, pool, folder), db, pool, World(*[""] * len(World.__dataclass_fields__)))


def _application(db: Database, pool: Pool, folder: Path) -> FastAPI:
    return create_app(Settings(data_folder=folder, secret=None), db, pool)


def account_of(site: Site, office: str) -> Account:
    """The account of somebody of this office, opened when it is first asked for.

    Besides the offices there are `imported`, the person whom a source brought into the registry, `elsewhere`, the
    committee of a province to which nothing here belongs, and `second`, another administrator.
    """
    login = f"{office}@example.org"
    if not accounts.is_taken(site.db, login):
        people = {"expert": site.world.expert_id, "imported": site.world.generated_id}
        draft = {
            "login": login,
            "password": PASSWORD,
            "name": NAMES[office],
            "office": _BESIDES.get(office, office),
            "scope": "province:48" if office == "elsewhere" else None,
            "expert_id": people.get(office),
            "institute_id": site.world.institute_id if office == "institute" else None,
        }
        accounts.create(site.db, system("tests"), AccountDraft.model_validate(draft))
    return accounts.by_login(site.db, login)


@contextmanager
def reader(site: Site, office: str, language: str = "vi") -> Iterator[TestClient]:
    """A browser of somebody of this office who reads this language, signed in unless the office is `public`."""
    with TestClient(site.app, headers={"accept": "text/html"}, follow_redirects=False) as client:
        client.cookies.set("language", language)
        if office != "public":
            for name, value in _session(site, office).items():
                client.cookies.set(name, value, domain="testserver.local")
        yield client


def _session(site: Site, office: str) -> dict[str, str]:
    """The cookie that signing in would give."""
    response = Response()
    request = Request({"type": "http", "app": site.app, "headers": []})
    auth.start_session(request, response, account_of(site, office))
    cookies = SimpleCookie(response.headers["set-cookie"])
    return {name: cookie.value for name, cookie in cookies.items()}


def actor_of(world: World) -> Actor:
    """The expert of the world, signed in."""
    return builders.speaking_for(world.expert_id)


def about(number: float) -> object:
    """A number up to the digits that a run keeps."""
    return pytest.approx(number, abs=2e-5)
