"""Decided roles with which tests of learned rankers begin: lists that were recorded, and whom the office chose."""

from dataclasses import dataclass, field

from graph.database import Database
from registry import cases, experts, matches, rankers
from registry.access import system
from registry.models.case_entries import DecisionDraft, Departure, FileCheckDraft, NominationDraft, NominatorKind
from registry.models.experts import Expert
from registry.pool import Pool
from tests import builders, mission_builders
from tests.case_builders import World, world

KIND = "project-chief-engineer"
# Four ways to speak for somebody, so that features differ from one candidate to the next.
_LIVES = (
    {"title": {"vi": "Thiết kế và chế thử pin thể rắn"}, "end": "2016"},
    {"title": {"vi": "Pin thể rắn cho xe điện"}, "end": "2019"},
    {"kind": "programme", "part": "led", "title": {"vi": "Chương trình pin"}, "end": "2025-06"},
    {"title": {"vi": "Vật liệu cho pin"}, "end": "2022"},
)


@dataclass
class Country:
    """A mission with many roles, four people who suit them, and the decisions that were made."""

    world: World
    people: list[Expert] = field(default_factory=list)
    pool: Pool = field(default_factory=Pool)

    def decide(self, number: int, chosen: Expert | None) -> str:
        """Have the office choose somebody for a role out of a list that is recorded now; gives the id of the case.

        Without a person it chooses whom the list puts first.
        """
        act, role = self.world, self.world.mission.roles[number].id
        run = matches.run(act.db, self.pool, act.host, role)
        person = chosen.id if chosen else str(run.candidates[0].expert_id)
        draft = NominationDraft(expert_id=person, kind=NominatorKind.INSTITUTE)
        case = cases.nominate(act.db, act.host, role, draft)
        cases.check(act.db, act.host, case.id, FileCheckDraft(accepted=True, reason="Đủ."))
        departure = Departure(code="judgement", text="Phù hợp hơn.")
        decision = DecisionDraft(chosen=True, reason="Phù hợp.", departure=departure)
        cases.decide(act.db, act.central, case.id, decision)
        return case.id


def country(db: Database, roles: int) -> Country:
    """So many open roles, and four people who agreed."""
    texts = ("vật liệu", "điện cực", "chất điện phân", "xe điện", "lưu trữ")
    drafts = [mission_builders.role(text={"vi": f"Chủ trì {texts[number % 5]} cho pin."}) for number in range(roles)]
    found = Country(world(db, *drafts))
    for number, life in enumerate(_LIVES):
        draft = builders.expert(name={"as_written": f"Trần Thị Số {number}"}, claims=[builders.claim(**life)])
        found.people.append(experts.register(db, system("tests"), draft, agree=True))
    return found


def decided(db: Database, roles: int = rankers.FEWEST, *, first_from: int | None = None) -> Country:
    """A country whose roles were all decided for the one who led a programme; from a role on, for who stood first."""
    found = country(db, roles)
    for number in range(roles):
        led = first_from is None or number < first_from
        found.decide(number, found.people[2] if led else None)
    return found
