"""A small network for the reports: stored in a graph, or as the rows that the report's queries would give."""

from dataclasses import dataclass
from datetime import date

from graph.database import Database, Row
from registry import bulk, consents, experts, institutes, missions, receipts
from registry.access import NOBODY, Actor
from registry.models.experts import Expert, ExpertDraft
from registry.reports.counting import count_rows
from registry.reports.models import NetworkReport
from registry.reports.network import report_of
from tests.builders import claim, expert, of_institute, speaking_for
from tests.mission_builders import institute, mission, role

ON = date(2026, 11, 21)
EVERYBODY = {
    part: "public" for part in ("name", "standing", "residence", "fields", "languages", "availability", "contact")
}


@dataclass(frozen=True, slots=True)
class Network:
    """The ids of who is in the stored network."""

    institute: str
    battery_expert: str
    hidden_expert: str
    private_expert: str
    generated_expert: str
    mission: str
    roles: tuple[str, ...]


def stored(db: Database, administrator: Actor) -> Network:
    """Four experts, two institutes, two missions with three roles; one of each kind of trouble a count can have."""
    home = institutes.register(db, administrator, institute())
    institutes.register(
        db, administrator, institute(name={"en": "École centrale"}, country="FR", province=None, kind="academy")
    )
    battery = experts.register(db, NOBODY, _battery_expert(), agree=True)
    # The committee sees where this one lives and what this one knows, and not the name.
    hidden = experts.register(
        db,
        NOBODY,
        expert(
            name={"as_written": "Lê Kín"},
            standing="foreign",
            residence="US",
            technologies=["S25-G02"],
            fields=["1", "10201"],
            audiences={"standing": "committee", "residence": "committee", "fields": "committee"},
            claims=[],
        ),
    )
    # And of this one nothing: neither the name nor the facts.
    private = experts.register(
        db, NOBODY, expert(name={"as_written": "Trần Riêng"}, technologies=[], fields=[], audiences={}, claims=[])
    )
    made = _generated(experts.register(db, NOBODY, expert(name={"as_written": "Mẫu"}, audiences=EVERYBODY)))
    bulk.store_experts(db, administrator, [made], source="generated")
    actor = of_institute(home.id)
    opened = missions.open(
        db, actor, mission(home.id, roles=[role(), role(kind="system-chief-engineer")], technologies=["S26-P18"])
    )
    missions.fill(db, actor, opened.roles[1].id, battery.id)
    over = missions.open(db, actor, mission(home.id, system=2, technologies=["S26-G10"]))
    missions.close(db, actor, over.id, if_match=over.digest)
    ids = tuple(each.id for each in (*opened.roles, *over.roles))
    return Network(home.id, battery.id, hidden.id, private.id, made.id, opened.id, ids)


def _battery_expert() -> ExpertDraft:
    degree = claim(kind="degree", level="phd", organisation="ENS Lyon", end="2012")
    private = claim(kind="degree", level="master", organisation="HUST", audience="self")
    return expert(audiences=EVERYBODY, claims=[claim(), degree, private])


def withdraw(db: Database, expert_id: str) -> None:
    """Take back the agreement to be matched, as the person."""
    consents.decide(db, speaking_for(expert_id), expert_id, receipts.MATCHING, agreed=False, language="vi")


def _generated(like: Expert) -> Expert:
    return like.model_copy(
        update={"id": "generated-1", "generated": True, "source_key": "generated-1", "confirmed_at": "2025-01-02"}
    )


def expert_row(id: str = "e-1", **changes: object) -> Row:
    """A row of `reports/experts`: a person at home whom the committee may see."""
    given: Row = {
        "id": id,
        "sort_key": f"khai {id}",
        "audiences": [f"{part}=public" for part in EVERYBODY],
        "generated": False,
        "standing": "citizen_at_home",
        "residence": "VN",
        "province": "01",
        "languages": ["vi:native"],
        "agreed": True,
        "confirmed_at": "2026-11-01T00:00:00+00:00",
        "fields": ["20501"],
        "technologies": ["S26-P18"],
        "degrees": ["phd=public"],
        "claims": ["declared=public"],
    }
    return given | changes


def institute_row(id: str = "i-1", **changes: object) -> Row:
    """A row of `reports/institutes`."""
    given: Row = {
        "id": id,
        "sort_key": id,
        "generated": False,
        "kind": "university",
        "country": "VN",
        "province": "01",
    }
    return given | changes


def mission_row(id: str = "m-1", **changes: object) -> Row:
    """A row of `reports/missions`, with one open role."""
    given: Row = {
        "id": id,
        "title": "Làm chủ pin thể rắn",
        "generated": False,
        "system": 1,
        "phase": 1,
        "agency": "most",
        "status": "open",
        "technologies": ["S26-P18"],
        "roles": [{"id": f"{id}-r", "title": "Tổng công trình sư", "kind": "project-chief-engineer", "status": "open"}],
    }
    return given | changes


def report(*, experts: int = 40, generated: bool = False, on: date = ON) -> NetworkReport:
    """A report on a made-up network, without any graph."""
    countries = ("VN", "US", "FR", "DE", "JP", "AU")
    standings = ("citizen_at_home", "overseas_vietnamese", "foreign")
    people = [
        expert_row(
            f"e-{n:04}",
            residence=countries[n % 6],
            province=f"{1 + n % 5:02}" if n % 6 == 0 else None,
            standing=standings[n % 3],
            technologies=[f"S26-G{1 + n % 7:02}"],
            fields=[("10201", "20501", "30201", "502")[n % 4], "102"],
            generated=generated and n % 2 == 0,
            confirmed_at=f"202{4 + n % 3}-0{1 + n % 9}-15T00:00:00+00:00",
        )
        for n in range(experts)
    ]
    places = [institute_row(f"i-{n}", kind=("university", "company")[n % 2]) for n in range(7)]
    needs = [mission_row(f"m-{n}", system=1 + n % 6, technologies=[f"S26-G{1 + n % 10:02}"]) for n in range(12)]
    return report_of(count_rows(people, places, needs, on=on))
