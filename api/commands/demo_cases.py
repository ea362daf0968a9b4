"""Cases of the demonstration: people who do not exist on their way to roles, some of them there, most still waiting."""

from dataclasses import dataclass
from datetime import timedelta
from math import log
from typing import Final

from graph.database import Database
from registry import cases, institutes, lists, matches, missions, scopes
from registry.access import CENTRAL, Actor, Office
from registry.generator.chance import Stream, happens, pick, some, stream, whole
from registry.models.case_entries import (
    DecisionDraft,
    Departure,
    FileCheckDraft,
    MoveDraft,
    NominationDraft,
    NominatorKind,
)
from registry.models.cases import Case
from registry.models.experts import Standing
from registry.models.matches import NO_FILTERS, Candidate, Filters
from registry.models.missions import Mission, MissionStatus, Role, RoleStatus
from registry.models.values import today
from registry.pool import Pool
from registry.scopes import Place

_ROOM: Final = 7
_MOST_ROLES: Final = 30
_MOST_PEOPLE: Final = 3
_LONGEST_AGO: Final = 420
_REASON: Final = "Hồ sơ mô phỏng để minh hoạ. · A simulated case, for demonstration."
_WITHDRAW: Final = 0.04
_ACCEPTED: Final = 0.85
_CHOSEN: Final = 0.7
_DAYS: Final = {
    "nominated": 20,
    "checked": 45,
    "decided": 8,
    "invited": 18,
    "contracted": 12,
    "permits": 50,
    "arrived": 15,
}
"""How many days a case stays at each stage, on average; no source was read for any of them."""
_NEXT: Final = {
    "decided": "invite",
    "invited": "sign",
    "contracted": "apply_permits",
    "permits": "arrive",
    "arrived": "start",
}
_ABROAD: Final = (Standing.OVERSEAS_VIETNAMESE.value, Standing.FOREIGN.value)


@dataclass(frozen=True, slots=True)
class _Offices:
    """Who acts in the cases of one role: the institute that runs the mission, and the office that decides."""

    institute: Actor
    decider: Actor


def ensure(db: Database, operator: Actor, pool: Pool, *, seed: int, without: str) -> int:
    """Make the cases unless there are some, for other roles than `without`; gives how many were made now."""
    if cases.find(db, operator, limit=1).rows:
        return 0
    made = 0
    for number, (mission, role) in enumerate(_open_roles(db, operator, without)):
        numbers, offices = stream(seed, _ROOM, number), _offices(db, mission, role)
        abroad = lists.role_kind(role.kind).regime == "249/2025"
        # Posts under Decree 249/2025 are for people from abroad.
        filters = Filters(standing=_ABROAD) if abroad else NO_FILTERS
        run = matches.run(db, pool, offices.institute, role.id, limit=_MOST_PEOPLE, filters=filters)
        people = [candidate for candidate in run.candidates if candidate.expert_id]
        for candidate in some(numbers, people, whole(numbers, 1, _MOST_PEOPLE)):
            made += _lived(db, offices, role, candidate, numbers)
    return made


def _open_roles(db: Database, operator: Actor, without: str) -> list[tuple[Mission, Role]]:
    found = missions.find(db, operator, status=MissionStatus.OPEN, limit=100).rows
    roles = [(mission, role) for mission in found for role in mission.roles if role.status is RoleStatus.OPEN]
    return [pair for pair in roles if pair[1].id != without and pair[0].generated][:_MOST_ROLES]


def _offices(db: Database, mission: Mission, role: Role) -> _Offices:
    institute = Actor("demo", Office.INSTITUTE, "demo", institute_id=mission.institute_id)
    kind = lists.role_kind(role.kind)
    if kind.decider_office == "institute":
        return _Offices(institute, institute)
    province = institutes.get(db, institute, mission.institute_id).province
    scope = scopes.deciding(kind, Place(mission.agency, province)) or CENTRAL
    return _Offices(institute, Actor("demo", Office.COMMITTEE, "demo", scope=scope))


def _lived(db: Database, offices: _Offices, role: Role, candidate: Candidate, numbers: Stream) -> bool:
    """Take a case as far as its days reach; what would happen after today has not happened."""
    day = today() - timedelta(days=whole(numbers, 5, _LONGEST_AGO))
    if missions.role(db, offices.institute, role.id).status is not RoleStatus.OPEN:
        return False
    draft = NominationDraft(
        expert_id=str(candidate.expert_id), kind=NominatorKind.INSTITUTE, statement=_REASON, on=day.isoformat()
    )
    case = cases.nominate(db, offices.institute, role.id, draft)
    while case.stage in _DAYS:
        # The exponential law: most answers come soon, a few very late.
        day += timedelta(days=round(-log(1 - numbers.random()) * _DAYS[case.stage]))
        if day > today():
            break
        case = _next(db, offices, case, day.isoformat(), numbers)
    return True


def _next(db: Database, offices: _Offices, case: Case, on: str, numbers: Stream) -> Case:
    if happens(numbers, _WITHDRAW):
        return cases.move(db, offices.institute, case.id, MoveDraft(move="withdraw", on=on, reason=_REASON))
    if case.stage == "nominated":
        draft = FileCheckDraft(accepted=happens(numbers, _ACCEPTED), reason=_REASON, on=on)
        return cases.check(db, offices.institute, case.id, draft)
    if case.stage == "checked":
        return _decided(db, offices, case, on, numbers)
    return cases.move(db, offices.institute, case.id, MoveDraft(move=_NEXT[str(case.stage)], on=on, reason=_REASON))


def _decided(db: Database, offices: _Offices, case: Case, on: str, numbers: Stream) -> Case:
    """Choose the person, and say why where that passes over somebody, unless another was chosen before."""
    others = [line for line in cases.find(db, offices.institute, role=case.role_id).rows if line.id != case.id]
    chosen = all(line.stage not in _NEXT for line in others) and happens(numbers, _CHOSEN)
    departs = chosen and cases.passed_over(db, case)
    departure = Departure(code=pick(numbers, lists.case_moves_file().departures).code, text=_REASON)
    draft = DecisionDraft(chosen=chosen, reason=_REASON, on=on, departure=departure if departs else None)
    return cases.decide(db, offices.decider, case.id, draft)
