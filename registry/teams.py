"""Teams: who could take the open roles of a mission together, asked by its institute, recorded, or why nobody could."""

import secrets
import time
from collections.abc import Mapping, Sequence

import orjson

from graph.database import Database, Row, Step
from graph.errors import NothingWritten
from matching import ALGORITHM, Weights
from matching.assembling import OutOfTime, assemble
from matching.relaxations import explain_none
from registry import audit, codes, finding, lists, role_questions, rules, scopes, team_answers, team_bars
from registry.access import Actor, Permission, require
from registry.errors import Conflict, FieldError, Invalid, NotFound
from registry.identity import new_id
from registry.mission_finding import kept
from registry.models.experts import ExpertView
from registry.models.missions import Mission, MissionStatus
from registry.models.rules import Rules
from registry.models.teams import NoTeam, Place, Team, TeamLimits, TeamOutcome, TeamRun
from registry.models.values import now, today
from registry.pool import Pool, State
from registry.ranking import weighing
from registry.team_questions import Asked, Candidate, Facts, ask, candidates_for, open_roles

SECONDS = 10.0
"""So long is looked for a team, and as long again for what would make one possible."""
_SEEDS = 2**31
_LISTS = ("capabilities", "seats", "teams")


def propose(
    db: Database,
    pool: Pool,
    actor: Actor,
    mission_id: str,
    limits: TeamLimits,
    *,
    seed: int | None = None,
    seconds: float = SECONDS,
) -> TeamRun:
    """Propose a team for the open roles of a mission and record it; `get` reads it with the names.

    Where no team keeps all limits, the run says why and which smallest changes would make one possible. A seed that is
    not given is drawn; it is kept with the run.

    Raises:
        NotFound: there is no such mission.
        NotAllowed: it is run by another institute.
        Conflict: it is closed, has no open role, or was changed in the meantime.
        Invalid: a language or a role of the limits is unknown, or no role is left.
    """
    mission = kept(db, mission_id)
    require(actor, Permission.MATCH_RUN, of=mission.institute_id)
    _require_roles(mission)
    _require_known(mission, limits)
    drawn = secrets.randbelow(_SEEDS) if seed is None else seed
    made = _made(db, pool, actor, mission, limits=limits, seed=drawn, seconds=seconds)
    _store(db, actor, mission, made)
    return made


def _made(
    db: Database, pool: Pool, actor: Actor, mission: Mission, *, limits: TeamLimits, seed: int, seconds: float
) -> TeamRun:
    started = time.perf_counter()
    state = pool.now(db)
    edition = rules.current(db)
    # Read once, so that the run names the very weights that it was made by.
    weights = {role.kind: weighing.of_kind(db, role.kind).by for role in open_roles(mission)}
    asked = _asked(db, state, mission, edition, weights=weights, seed=seed)
    outcome, teams, none = _answer(asked, limits, seconds)
    return TeamRun(
        id=new_id(),
        mission_id=mission.id,
        institute_id=mission.institute_id,
        at=now(),
        by=actor.signature,
        algorithm=ALGORITHM.id,
        audit_seq=state.seq,
        seed=seed,
        limits=limits,
        outcome=outcome,
        capabilities=asked.capabilities,
        seats=team_answers.seats(asked, limits, weights, model=state.index.model),
        teams=teams,
        none=none,
        rules_edition=edition.id,
        rules_digest=edition.digest,
        pool=state.size,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
    )


def get(db: Database, actor: Actor, run_id: str) -> tuple[TeamRun, dict[str, ExpertView]]:
    """A recorded run and its people as the actor may see them now.

    Whoever withdrew, closed or merged the profile since keeps the place in the team and nothing else.

    Raises:
        NotFound: there is no such run.
        NotAllowed: the mission is run by another institute, or is out of the actor's scope.
    """
    rows = db.read("teams/get", id=run_id)
    if not rows:
        raise NotFound("lần lập nhóm", "team run", run_id)
    row = rows[0]
    scopes.require(actor, Permission.MATCH_READ, row)
    people = {(place["team"], place["role_id"]): place["expert_id"] for place in row["places"]}
    views = finding.get_agreeing(db, actor, sorted(set(people.values())))
    run = _run(row)
    teams = tuple(_peopled(team, number, people, views) for number, team in enumerate(run.teams))
    return run.model_copy(update={"teams": teams}), views


def latest(db: Database, actor: Actor, mission_id: str) -> str | None:
    """The id of the newest run of a mission, None where there was none.

    Raises:
        NotAllowed: the mission is run by another institute, or is out of the actor's scope.
    """
    rows = db.read("teams/latest", mission_id=mission_id)
    if not rows:
        return None
    scopes.require(actor, Permission.MATCH_READ, rows[0])
    return str(rows[0]["id"])


def _require_roles(mission: Mission) -> None:
    if mission.status is not MissionStatus.OPEN or not open_roles(mission):
        raise Conflict(
            "no-open-role",
            vi="Nhiệm vụ này không còn vị trí nào đang mở nên không lập nhóm được.",
            en="This mission has no open role, so there is no team to make.",
        )


def _require_known(mission: Mission, limits: TeamLimits) -> None:
    roles = {role.id for role in open_roles(mission)}
    errors = codes.wrong("/languages/-", limits.languages, lambda code: lists.term("languages", code))
    errors += [
        FieldError(
            f"/left_out/{position}",
            "unknown-role",
            f"Nhiệm vụ này không có vị trí đang mở nào mang mã {role_id}.",
            f"The mission has no open role with the id {role_id}.",
        )
        for position, role_id in enumerate(limits.left_out)
        if role_id not in roles
    ]
    if not roles - set(limits.left_out):
        errors.append(
            FieldError(
                "/left_out", "no-role-left", "Hãy giữ lại ít nhất một vị trí.", "Keep at least one role in the team."
            )
        )
    if errors:
        raise Invalid(*errors)


def _asked(
    db: Database, state: State, mission: Mission, edition: Rules, *, weights: Mapping[str, Weights], seed: int
) -> Asked:
    found = {role.id: _candidates(db, state, role.id, weights[role.kind]) for role in open_roles(mission)}
    ids = sorted({each.expert_id for candidates in found.values() for each in candidates})
    views = team_bars.views(db, ids)
    filled = {row["id"]: int(row["roles"]) for row in db.read("teams/filled", ids=ids)}
    facts = Facts(
        views,
        filled,
        barred=team_bars.barred(edition, {role.id: role.kind for role in open_roles(mission)}, views, today()),
        kept_out=team_bars.kept_out(db, {mission.id: sorted(views)})[mission.id],
    )
    return ask(state.index, mission, found, facts, seed=seed)


def _candidates(db: Database, state: State, role_id: str, by: Weights) -> list[Candidate]:
    [row] = db.read("runs/role", role_id=role_id)
    return candidates_for(state.index, role_questions.text_of(row), by)


def _answer(asked: Asked, limits: TeamLimits, seconds: float) -> tuple[TeamOutcome, tuple[Team, ...], NoTeam | None]:
    wanted = team_answers.limits_of(limits)
    try:
        found = assemble(asked.question, wanted, seconds=seconds)
    except OutOfTime:
        return TeamOutcome.UNDECIDED, (), None
    if found is None:
        why = explain_none(asked.question, wanted, seconds=seconds)
        return TeamOutcome.NONE, (), team_answers.none(why, limits)
    changed = (0, *found.changed)
    teams = tuple(
        team_answers.team(asked, wanted, team, changed=count)
        for team, count in zip((found.best, *found.others), changed, strict=True)
    )
    return TeamOutcome.TEAM, teams, None


def _store(db: Database, actor: Actor, mission: Mission, made: TeamRun) -> None:
    dumped = made.model_dump(mode="json", exclude={"mission_id", "institute_id", "none"})
    places = [
        {"expert_id": place["expert_id"], "team": number, "role_id": place["role_id"]}
        for number, team in enumerate(dumped["teams"])
        for place in team["places"]
    ]
    # Who sits where is kept as relations alone, so that it goes with the people.
    for team in dumped["teams"]:
        for place in team["places"]:
            place["expert_id"] = None
    properties = dumped | {name: orjson.dumps(dumped[name]).decode() for name in (*_LISTS, "limits")}
    properties["reason"] = made.none.model_dump_json() if made.none else None
    event = audit.event(
        actor,
        audit.Tag.TEAM_RUN,
        made.id,
        detail={"mission": mission.id, "outcome": made.outcome.value, "teams": len(made.teams), "seed": made.seed},
    )
    step = Step("teams/propose", {"run_id": made.id, "places": places})
    try:
        db.write(
            "teams/store", mission_id=mission.id, before=mission.digest, properties=properties, then=[step], event=event
        )
    except NothingWritten:
        _require_roles(kept(db, mission.id))
        raise Conflict(
            "mission-changed",
            vi="Nhiệm vụ vừa được sửa trong lúc lập nhóm. Hãy yêu cầu lại.",
            en="The mission was changed while a team was being made. Please ask again.",
        ) from None


def _run(row: Row) -> TeamRun:
    held = dict(row["run"])
    reason = held.pop("reason", None)
    held |= {name: orjson.loads(held[name]) for name in (*_LISTS, "limits")}
    none = NoTeam.model_validate_json(reason) if reason else None
    return TeamRun.model_validate(
        held | {"none": none, "mission_id": row["mission_id"], "institute_id": row["institute_id"]}
    )


def _peopled(team: Team, number: int, people: Mapping[tuple[int, str], str], views: Mapping[str, ExpertView]) -> Team:
    places: Sequence[Place] = [
        place.model_copy(update={"expert_id": id})
        if (id := people.get((number, place.role_id))) in views
        else Place(role_id=place.role_id)
        for place in team.places
    ]
    return team.model_copy(update={"places": tuple(places)})
