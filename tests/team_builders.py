"""A mission for two people, and people of whom no single one can do both."""

from graph.database import Database
from registry import consents, experts, missions, receipts
from registry.access import NOBODY, system
from registry.institutes import register as register_institute
from registry.models.experts import Expert
from registry.models.missions import Mission
from tests import builders, mission_builders

CELLS = {"vi": "Thiết kế pin thể rắn sunfua", "en": "Design of sulfide solid-state battery cells"}
TESTING = {"vi": "Thử nghiệm an toàn cháy nổ", "en": "Fire safety testing of vehicles on the road"}

POST = {
    "kind": "position",
    "title": {"en": "Engineer"},
    "organisation": "Lyon",
    "country": "FR",
    "start": "2005-01",
    "end": None,
    "summary": None,
}


def a_mission_for_two(db: Database, **changes: object) -> Mission:
    """An open mission with a role on cells and one on safety testing, run by an institute."""
    institute = register_institute(db, system("tests"), mission_builders.institute())
    roles = [
        mission_builders.role(title={"vi": "Chủ trì tế bào pin", "en": "Lead of cells"}, text=CELLS),
        mission_builders.role(title={"vi": "Chủ trì thử nghiệm", "en": "Lead of testing"}, text=TESTING),
    ]
    given = {"roles": roles, "criteria": [{"text": {"en": "Sulfide cells pass the fire test on the road"}}]}
    draft = mission_builders.mission(institute.id, **given | changes)
    return missions.open(db, builders.of_institute(institute.id), draft)


def somebody(db: Database, name: str, *titles: str, **changes: object) -> Expert:
    """An expert who agreed to be matched, with a post abroad since 2005 and works of these English titles."""
    claims = [builders.claim(title={"en": title}, summary=None) for title in titles]
    claims += [] if changes.pop("without_post", False) else [builders.claim(**POST)]
    claims += changes.pop("claims", [])  # type: ignore[arg-type]
    draft = builders.expert(
        name={"as_written": name},
        email=None,
        audiences=builders.OPEN | {"languages": "institutes"},
        claims=claims,
        **changes,
    )
    return experts.register(db, NOBODY, draft, agree=True)


def leading(title: str, *, end: str = "2099") -> object:
    """A programme that somebody leads, which institutes may see."""
    return builders.claim(kind="programme", part="led", title={"en": title}, summary=None, start="2020", end=end)


def four_people(db: Database) -> dict[str, Expert]:
    """Two who know cells and two who know testing; of each pair the second fits less and lives in the country."""
    cells, safety = "Sulfide solid-state battery cells by design", "Fire safety testing of vehicles on the road"
    german = [{"code": "de", "level": "fluent"}]
    home = {"residence": "VN", "standing": "citizen_at_home"}
    return {
        "cells": somebody(db, "Trần Pin", cells, "Design of sulfide cells"),
        "cells at home": somebody(db, "Lê Cell", "Solid-state cells", "Rice", **home),
        "testing": somebody(db, "Phạm Thử", safety, "Fire safety testing", languages=german),
        "testing at home": somebody(db, "Vũ Nghiệm", "Fire on the road", "Tea", **home),
    }


def withdraw(db: Database, expert_id: str) -> None:
    """The person no longer agrees to be matched."""
    consents.decide(db, builders.speaking_for(expert_id), expert_id, receipts.MATCHING, False, language="vi")
