"""Assignment: a person for every open role of all missions at once, within the load that one person may carry."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence

from graph.database import Database, Row
from matching.assignment import Chance, assign
from matching.exposure import gini
from registry import role_questions, rules, team_bars
from registry.access import Actor, Permission, require
from registry.models.assignments import AssignedRole, Assignment
from registry.models.experts import ExpertView
from registry.models.values import Bilingual, today
from registry.pool import Pool
from registry.ranking import weighing
from registry.team_questions import FIT_UNITS, Candidate, candidates_for, load_of

MARGIN = 4
"""Near equals: so many steps of the fit, a fifth of the score, which is a fifth more or less in the odds."""
CONSIDERED = 20
"""So many candidates, the best by the ranking, are considered for each role."""
_SEEDS = 2**31
_Found = Mapping[str, Sequence[Candidate]]


def of_all(db: Database, pool: Pool, actor: Actor, *, most_load: int = 3, seed: int | None = None) -> Assignment:
    """Assign people to the open roles of all open missions: as many roles as can be, then the greatest sum of fits.

    The law, conflicts of interest and the load hold as in a team; nobody takes two roles of one mission. It is a view
    of the whole country and is not recorded: the same seed over the same register gives the same assignment.

    Raises:
        NotAllowed: it is not for the steering committee or an administrator who asks.
    """
    require(actor, Permission.REPORT_READ)
    drawn = secrets.randbelow(_SEEDS) if seed is None else seed
    asked = {row["role_id"]: row for row in db.read("runs/open_roles", today=today().isoformat())}
    index = pool.now(db).index
    weights = {kind: weighing.of_kind(db, kind).by for kind in {row["kind"] for row in asked.values()}}
    found = {
        id: candidates_for(index, role_questions.text_of(row), weights[row["kind"]])[:CONSIDERED]
        for id, row in asked.items()
    }
    people = team_bars.views(db, sorted({each.expert_id for candidates in found.values() for each in candidates}))
    made = assign(
        _chances(db, asked, found, people),
        missions={id: row["mission_id"] for id, row in asked.items()},
        room=_room(db, people, most_load),
        margin=MARGIN,
        seed=drawn,
    )
    firsts = Counter(candidates[0].expert_id for candidates in found.values() if candidates)
    taken = Counter(made.people.values())
    return Assignment(
        seed=drawn,
        most_load=most_load,
        roles=tuple(_assigned(row, made.people.get(id), found[id]) for id, row in asked.items()),
        considered=len(people),
        gini_of_first=round(gini([firsts[id] for id in people]), 4),
        gini_of_assigned=round(gini([taken[id] for id in people]), 4),
        proven=made.proven,
    )


def _chances(db: Database, asked: Mapping[str, Row], found: _Found, people: Mapping[str, ExpertView]) -> list[Chance]:
    barred = team_bars.barred(rules.current(db), {id: row["kind"] for id, row in asked.items()}, people, today())
    missions: dict[str, set[str]] = {}
    for id, row in asked.items():
        missions.setdefault(row["mission_id"], set()).update(each.expert_id for each in found[id])
    kept_out = {mission: team_bars.kept_out(db, sorted(ids), mission) for mission, ids in missions.items()}
    return [
        Chance(id, each.expert_id, round(each.score * FIT_UNITS))
        for id, row in asked.items()
        for each in found[id]
        if each.expert_id in people
        and (id, each.expert_id) not in barred
        and each.expert_id not in kept_out[row["mission_id"]]
    ]


def _room(db: Database, people: Mapping[str, ExpertView], most_load: int) -> dict[str, int]:
    filled = {row["id"]: int(row["roles"]) for row in db.read("teams/filled", ids=list(people))}
    return {id: max(0, most_load - load_of(view, filled.get(id, 0))) for id, view in people.items()}


def _assigned(row: Row, expert_id: str | None, candidates: Sequence[Candidate]) -> AssignedRole:
    ranks = {each.expert_id: each.rank for each in candidates}
    return AssignedRole(
        role_id=row["role_id"],
        mission_id=row["mission_id"],
        title=Bilingual(vi=row["title_vi"], en=row["title_en"]),
        mission_title=Bilingual(vi=row["mission_title_vi"], en=row["mission_title_en"]),
        expert_id=expert_id,
        rank=ranks.get(expert_id or ""),
    )
