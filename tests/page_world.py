"""A small registry with somebody of every office, on which the tests of the pages read and write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.database import Database
from registry import accounts, bulk, experts, institutes, matches, missions, registration
from registry.access import NOBODY, Actor, Office, system
from registry.identity import new_id
from registry.models.accounts import AccountDraft, Credentials
from registry.models.experts import Expert
from registry.models.missions import RoleDraft
from registry.models.values import now
from registry.pool import Pool
from tests import builders, mission_builders

PASSWORD: Final = "mật khẩu đủ dài 2026"
OFFICES: Final = ("public", "expert", "institute", "committee", "administrator")


@dataclass(frozen=True, slots=True)
class World:
    """What stands in the registry, by id; every office signs in as `office@example.org`."""

    institute_id: str
    mission_id: str
    role_id: str
    run_id: str
    expert_id: str
    generated_id: str
    claim_id: str
    imported_id: str


def built(db: Database, pool: Pool) -> World:
    """The registry: a battery mission, four people who suit it more or less, one of them made up."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    for office in (Office.INSTITUTE, Office.COMMITTEE, Office.ADMINISTRATOR):
        _account(db, office, institute.id)
    mission = missions.open(
        db, builders.of_institute(institute.id), mission_builders.mission(institute.id, roles=[long_role()])
    )
    expert, _ = registration.register(
        db,
        builders.expert(claims=[builders.claim(), builders.claim(**POSITION), builders.claim(**SECRET)]),
        Credentials.model_validate({"login": "expert@example.org", "password": PASSWORD}),
        agree=True,
        language="vi",
    )
    for name, claims in OTHERS.items():
        draft = builders.expert(
            name={"as_written": name}, orcid=None, claims=[builders.claim(**each) for each in claims]
        )
        experts.register(db, NOBODY, draft, agree=True)
    generated = _generated(db)
    run = matches.run(db, pool, builders.of_institute(institute.id), mission.roles[0].id)
    imported = next(claim for claim in generated.claims)
    return World(
        institute.id, mission.id, mission.roles[0].id, run.id, expert.id, generated.id, expert.claims[0].id, imported.id
    )


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


def _account(db: Database, office: Office, institute_id: str) -> None:
    draft = {
        "login": f"{office}@example.org",
        "password": PASSWORD,
        "name": {"institute": "Phòng Khoa học", "committee": "Văn phòng Ban Chỉ đạo"}.get(office, "Quản trị viên"),
        "office": office,
        "institute_id": institute_id if office is Office.INSTITUTE else None,
    }
    accounts.create(db, system("tests"), AccountDraft.model_validate(draft))


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


def application(db: Database, pool: Pool, folder: Path) -> FastAPI:
    """The application over this database."""
    return create_app(Settings(data_folder=folder, secret=None), db, pool)


@contextmanager
def reader(app: FastAPI, office: str, language: str = "vi") -> Iterator[TestClient]:
    """A browser of somebody of this office who reads this language, signed in unless the office is `public`."""
    with TestClient(app, headers={"accept": "text/html"}, follow_redirects=False) as client:
        client.cookies.set("language", language)
        if office != "public":
            answer = client.post("/sign-in", data={"login": f"{office}@example.org", "password": PASSWORD})
            assert answer.status_code == 303, answer.text
        yield client


def actor_of(world: World) -> Actor:
    """The expert of the world, signed in."""
    return builders.speaking_for(world.expert_id)


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
    return Site(application(db, pool, folder), db, pool, world)


def empty(db: Database, folder: Path) -> FastAPI:
    """The application over a registry in which nobody is yet."""
    return application(db, Pool(), folder)
