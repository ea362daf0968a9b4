"""Assignment: a person for every open role of all missions at once, within the load that one person may carry."""

import secrets
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import orjson

from graph.database import Database, Row, Step
from matching import ALGORITHM, Weights
from matching.assignment import Chance, assign
from matching.exposure import gini
from registry import audit, finding, role_questions, rules, scopes, team_bars
from registry.access import Actor, Permission
from registry.errors import NotFound
from registry.identity import new_id
from registry.models.assignments import AssignedRole, Assignment, AssignmentAsk, AssignmentLine
from registry.models.experts import ExpertView
from registry.models.rules import Rules
from registry.models.values import Bilingual, now, today
from registry.pool import Pool, State
from registry.ranking import weighing
from registry.team_questions import FIT_UNITS, Candidate, candidates_for, load_of

MARGIN = 4
"""Near equals: so many steps of the fit, a fifth of the score, which is a fifth more or less in the odds."""
CONSIDERED = 20
"""So many candidates, the best by the ranking, are considered for each role."""
LISTED = 50
_SEEDS = 2**31
_Roles = Mapping[str, Row]
_Found = Mapping[str, Sequence[Candidate]]


def of_all(db: Database, pool: Pool, actor: Actor, asked: AssignmentAsk) -> Assignment:
    """Assign people to the open roles of all open missions: as many roles as can be, then the greatest sum of fits.

    The law, conflicts of interest and the load hold as in a team; nobody takes two roles of one mission. The answer is
    recorded; `get` reads it with the names.

    Raises:
        NotAllowed: whoever asks is neither an administrator nor of the steering committee for the whole country.
    """
    scopes.require_country(actor, Permission.REPORT_READ)
    made = _made(db, pool.now(db), actor, asked)
    _store(db, actor, made)
    return made


def get(db: Database, actor: Actor, run_id: str) -> tuple[Assignment, dict[str, ExpertView]]:
    """A recorded assignment and its people as the actor may see them now.

    Whoever withdrew, closed or merged the profile since keeps the place in it and nothing else.

    Raises:
        NotFound: there is no such assignment.
        NotAllowed: whoever asks is neither an administrator nor of the steering committee for the whole country.
    """
    scopes.require_country(actor, Permission.REPORT_READ)
    rows = db.read("assignments/get", id=run_id)
    if not rows:
        raise NotFound("lần phân công thử", "assignment", run_id)
    people = {place["role_id"]: place["expert_id"] for place in rows[0]["places"]}
    views = finding.get_agreeing(db, actor, sorted(set(people.values())))
    held = dict(rows[0]["run"])
    roles = [AssignedRole.model_validate(role) for role in orjson.loads(held["roles"])]
    shown = [_peopled(role, people.get(role.role_id), views) for role in roles]
    return Assignment.model_validate(held | {"roles": shown}), views


def find(db: Database, actor: Actor) -> list[AssignmentLine]:
    """The newest assignments, at most 50, the newest first.

    Raises:
        NotAllowed: whoever asks is neither an administrator nor of the steering committee for the whole country.
    """
    scopes.require_country(actor, Permission.REPORT_READ)
    return [AssignmentLine.model_validate(row) for row in db.read("assignments/find", limit=LISTED)]


def _made(db: Database, state: State, actor: Actor, asked: AssignmentAsk) -> Assignment:
    started = time.perf_counter()
    seed = secrets.randbelow(_SEEDS) if asked.seed is None else asked.seed
    roles = {row["role_id"]: row for row in db.read("runs/open_roles", today=today().isoformat())}
    weights = {kind: weighing.of_kind(db, kind).by for kind in {row["kind"] for row in roles.values()}}
    found = _found(state, roles, weights)
    people = team_bars.views(db, sorted({each.expert_id for candidates in found.values() for each in candidates}))
    edition = rules.current(db)
    answer = assign(
        _chances(db, edition, roles, found, people),
        missions={id: row["mission_id"] for id, row in roles.items()},
        room=_room(db, people, asked.most_load),
        margin=MARGIN,
        seed=seed,
    )
    return Assignment(
        id=new_id(),
        at=now(),
        by=actor.signature,
        algorithm=ALGORITHM.id,
        audit_seq=state.seq,
        seed=seed,
        most_load=asked.most_load,
        roles=tuple(
            _assigned(row, answer.people.get(id), found[id], weights[row["kind"]], state.index.model)
            for id, row in roles.items()
        ),
        open=len(roles),
        filled=len(answer.people),
        considered=len(people),
        gini_of_first=_unevenness(people, (found[id][0].expert_id for id in found if found[id])),
        gini_of_assigned=_unevenness(people, answer.people.values()),
        proven=answer.proven,
        rules_edition=edition.id,
        rules_digest=edition.digest,
        pool=state.size,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
    )


def _found(state: State, roles: _Roles, weights: Mapping[str, Weights]) -> _Found:
    """The best candidates of each role by the ranking."""
    return {
        id: candidates_for(state.index, role_questions.text_of(row), weights[row["kind"]])[:CONSIDERED]
        for id, row in roles.items()
    }


def _unevenness(people: Iterable[str], taken: Iterable[str]) -> float:
    """The Gini coefficient of how often each of these people is taken."""
    often = Counter(taken)
    return round(gini([often[id] for id in people]), 4)


def _chances(
    db: Database, edition: Rules, roles: _Roles, found: _Found, people: Mapping[str, ExpertView]
) -> list[Chance]:
    barred = team_bars.barred(edition, {id: row["kind"] for id, row in roles.items()}, people, today())
    missions: dict[str, set[str]] = {}
    for id, row in roles.items():
        missions.setdefault(row["mission_id"], set()).update(each.expert_id for each in found[id])
    kept_out = team_bars.kept_out(db, {mission: sorted(ids) for mission, ids in missions.items()})
    return [
        Chance(id, each.expert_id, round(each.score * FIT_UNITS))
        for id, row in roles.items()
        for each in found[id]
        if each.expert_id in people
        and (id, each.expert_id) not in barred
        and each.expert_id not in kept_out[row["mission_id"]]
    ]


def _room(db: Database, people: Mapping[str, ExpertView], most_load: int) -> dict[str, int]:
    filled = {row["id"]: int(row["roles"]) for row in db.read("teams/filled", ids=list(people))}
    return {id: max(0, most_load - load_of(view, filled.get(id, 0))) for id, view in people.items()}


def _assigned(
    row: Row, expert_id: str | None, candidates: Sequence[Candidate], by: Weights, model: str
) -> AssignedRole:
    ranks = {each.expert_id: each.rank for each in candidates}
    return AssignedRole(
        role_id=row["role_id"],
        mission_id=row["mission_id"],
        title=Bilingual(vi=row["title_vi"], en=row["title_en"]),
        mission_title=Bilingual(vi=row["mission_title_vi"], en=row["mission_title_en"]),
        expert_id=expert_id,
        rank=ranks.get(expert_id or ""),
        candidates=len(candidates),
        weights=by.name,
        weights_hash=weighing.hash_of(by, model),
    )


def _store(db: Database, actor: Actor, made: Assignment) -> None:
    places = [{"expert_id": role.expert_id, "role_id": role.role_id} for role in made.roles if role.expert_id]
    # Who is assigned is kept as relations alone, so that it goes with the people.
    roles = [role.model_dump(mode="json") | {"expert_id": None} for role in made.roles]
    properties = made.model_dump(mode="json", exclude={"roles"}) | {"roles": orjson.dumps(roles).decode()}
    detail = {"open": made.open, "filled": made.filled, "load": made.most_load, "seed": made.seed}
    event = audit.event(actor, audit.Tag.ASSIGNMENT_RUN, made.id, detail=detail)
    step = Step("assignments/assign", {"run_id": made.id, "places": places})
    db.write("assignments/store", properties=properties, then=[step], event=event)


def _peopled(role: AssignedRole, expert_id: str | None, views: Mapping[str, ExpertView]) -> AssignedRole:
    return role.model_copy(update={"expert_id": expert_id if expert_id in views else None})
