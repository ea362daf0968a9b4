"""Matches: who could take a role, asked by the institute that runs the mission, answered with reasons, recorded."""

import json
import secrets
import time
from collections.abc import Mapping

from graph.database import Database, Event, Row, Step
from graph.errors import NothingWritten
from matching import ALGORITHM, Explanation, read, taken_apart, weights_of
from registry import audit, finding, profiles, reasons, role_questions, rules, scopes, screening
from registry.access import Actor, Permission, require
from registry.eligibility import Plan, plan
from registry.errors import FieldError, Invalid, NotFound
from registry.identity import new_id
from registry.models.experts import ExpertView
from registry.models.matches import (
    NO_FILTERS,
    Candidate,
    Filters,
    KeptBy,
    LawScreen,
    MatchRun,
    OpenRole,
    Reasons,
)
from registry.models.values import Bilingual, now, today
from registry.pool import Pool, State
from registry.profiles import Known
from registry.ranking import filtering, saying, suggesting, weighing
from registry.ranking.suggesting import Question

MOST = 200
_SEEDS = 2**31


def run(
    db: Database, pool: Pool, actor: Actor, role_id: str, *, limit: int = 20, filters: Filters = NO_FILTERS
) -> MatchRun:
    """Suggest people for an open role and record the suggestion; `get` reads it with titles and names.

    Only those whom the `filters` leave are looked at.

    Raises:
        NotFound: there is no such role.
        NotAllowed: the mission is run by another institute.
        Conflict: the role is no longer open.
        Invalid: `limit` is not 1 to 200, a filter is unknown, or the filters or the law leave nobody: each says what
            it did.
    """
    _require_sound(limit, filters)
    role = role_questions.role(db, role_id)
    require(actor, Permission.MATCH_RUN, of=role["institute_id"])
    role_questions.require_open(role)
    started = time.perf_counter()
    state, edition = pool.now(db), rules.current(db)
    filtered = filtering.require_somebody(state.index, filters)
    weighed, where = weighing.of_kind(db, role["kind"]), filtering.where(filters)
    asked = role_questions.asked(role, weighed, where, seed=secrets.randbelow(_SEEDS))
    by = plan(edition, role["kind"], asked.on)
    candidates, screen = _found(db, actor, state, asked, by=by, kept_by=filters.law, limit=limit)
    made = MatchRun(
        id=new_id(),
        role_id=role_id,
        mission_id=role["mission_id"],
        institute_id=role["institute_id"],
        at=now(),
        by=actor.signature,
        algorithm=ALGORITHM.id,
        weights=weighed.by.name,
        weights_hash=weighing.hash_of(weighed.by, state.index.model),
        seed=asked.seed,
        on=asked.on.isoformat(),
        filters=filtering.written(filters),
        filtered=filtered if where else None,
        law=screen,
        rules_edition=edition.id,
        rules_digest=edition.digest,
        audit_seq=state.seq,
        query=asked.text,
        pool=state.size,
        without_evidence=state.index.without_evidence(),
        candidates=candidates,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
    )
    store(db, made, _recorded(actor, made))
    return made


def get(db: Database, actor: Actor, run_id: str) -> tuple[MatchRun, dict[str, ExpertView]]:
    """A recorded run and its people as the actor may see them now.

    Whoever withdrew, closed or merged the profile since keeps the place in the order and nothing else; evidence that
    the reader may no longer see is taken out of the reasons.

    Raises:
        NotFound: there is no such run.
        NotAllowed: the mission is run by another institute, or is out of the actor's scope.
    """
    return as_seen(db, actor, kept(db, actor, run_id))


def kept(db: Database, actor: Actor, run_id: str) -> MatchRun:
    """A recorded run whole: without titles and sentences, and with what a reader may not see any more.

    Raises:
        NotFound, NotAllowed: as `get`.
    """
    rows = db.read("runs/get", id=run_id)
    if not rows:
        raise NotFound("lần gợi ý", "match run", run_id)
    row = rows[0]
    scopes.require(actor, Permission.MATCH_READ, row)
    candidates = map(_candidate_of, row["candidates"])
    return MatchRun(
        **_properties(row["run"]),
        role_id=row["role_id"],
        mission_id=row["mission_id"],
        institute_id=row["institute_id"],
        candidates=tuple(sorted(candidates, key=lambda candidate: candidate.rank)),
    )


def as_seen(db: Database, actor: Actor, run: MatchRun) -> tuple[MatchRun, dict[str, ExpertView]]:
    """A run that was `kept`, as `get` gives it."""
    views = finding.get_agreeing(db, actor, [str(candidate.expert_id) for candidate in run.candidates])
    candidates = tuple(_redacted(candidate, views) for candidate in run.candidates)
    nobody = None if candidates else saying.nobody(run)
    return run.model_copy(update={"candidates": candidates, "nobody": nobody}), views


def latest(db: Database, actor: Actor, role_id: str) -> str | None:
    """The id of the newest run of a role, None where there was none.

    Raises:
        NotAllowed: the mission is run by another institute, or is out of the actor's scope.
    """
    rows = db.read("runs/latest", role_id=role_id)
    if not rows:
        return None
    scopes.require(actor, Permission.MATCH_READ, rows[0])
    return str(rows[0]["id"])


def may_read(db: Database, actor: Actor, mission_id: str) -> bool:
    """Whether the actor may read the runs of a mission and its teams."""
    rows = db.read("missions/belongs", id=mission_id)
    return bool(rows) and scopes.may(actor, Permission.MATCH_READ, rows[0])


def roles_for(db: Database, pool: Pool, actor: Actor, expert_id: str, *, limit: int = 20) -> list[OpenRole]:
    """The open roles that suit a person, those nearest to the evidence that institutes may see first.

    Nearness means the same for every role; a score of the ranking does not, because kinds of roles weigh differently.
    It asks nobody's consent, because only the person reads it, and it is not recorded.

    Raises:
        NotAllowed: it is somebody else's profile.
    """
    require(actor, Permission.EXPERT_UPDATE, of=expert_id)
    people = list(profiles.some(db, [expert_id], agreed=False))
    views = finding.get_many(db, actor, [expert_id])
    if not people or expert_id not in views:
        return []
    # As if the person were in the pool: whoever has not agreed has words of their own that the index may not know.
    profile = people[0].profile
    index = pool.now(db).index.as_if(profile)
    reading, day = read(index, profile), today()
    roles = [
        (role, taken_apart(weights_of(index, role_questions.text_of(role)), reading, on=day, limit=reasons.READ))
        for role in db.read("runs/open_roles", today=day.isoformat())
    ]
    suited = sorted(
        ((role, why) for role, why in roles if why.score > 0), key=lambda pair: (-pair[1].score, pair[0]["role_id"])
    )
    return [_open_role(role, why, people[0], views[expert_id]) for role, why in suited[:limit]]


def _recorded(actor: Actor, made: MatchRun) -> Event:
    detail = {"role": made.role_id, "algorithm": made.algorithm, "candidates": len(made.candidates)}
    return audit.event(actor, audit.Tag.MATCH_RUN, made.id, detail=detail)


def _require_sound(limit: int, filters: Filters) -> None:
    if not 1 <= limit <= MOST:
        raise Invalid(FieldError("/limit", "limit", f"Số người từ 1 đến {MOST}.", f"A limit is 1 to {MOST}."))
    filtering.check(filters)


def _found(
    db: Database, actor: Actor, state: State, asked: Question, *, by: Plan, kept_by: KeptBy | None, limit: int
) -> tuple[tuple[Candidate, ...], LawScreen | None]:
    """The candidates, and what the law did to the search where it was asked to."""
    if kept_by is None:
        return suggesting.candidates(db, state, asked, limit), None
    narrowed, ranked, screen = screening.screened(db, actor, state, asked, by=by, kept_by=kept_by, limit=limit)
    found = suggesting.explained(db, state, narrowed, ranked, limit)
    if screen.excluded and not found:
        raise screening.nobody(by, screen)
    return found, screen


def store(db: Database, made: MatchRun, event: Event) -> None:
    """Keep a run of a role that is open.

    Raises:
        Conflict: the role is no longer open.
    """
    left = {"role_id", "mission_id", "institute_id", "candidates", "nobody", "tried"}
    properties = made.model_dump(mode="json", exclude=left)
    properties["law"] = made.law.model_dump_json() if made.law else None
    if made.tried is not None:
        factors = json.dumps(made.tried.factors)
        properties |= {"tried_of": made.tried.of, "tried_factors": factors, "tried_reason": made.tried.reason}
    rows = [
        candidate.model_dump(mode="json", exclude={"reasons"}) | {"reasons": candidate.reasons.model_dump_json()}
        for candidate in made.candidates
    ]
    step = Step("runs/suggest", {"run_id": made.id, "candidates": rows})
    try:
        db.write("runs/store", role_id=made.role_id, properties=properties, then=[step], event=event)
    except NothingWritten:
        role_questions.require_open(role_questions.role(db, made.role_id))
        raise


def _candidate_of(row: Row) -> Candidate:
    """A candidate as a run keeps it: whole, without titles and sentences."""
    kept = row["suggested"]
    return Candidate(
        expert_id=row["expert_id"],
        rank=kept["rank"],
        score=kept["score"],
        tie_group=kept["tie_group"],
        reasons=Reasons.model_validate(json.loads(kept["reasons"])),
    )


def _properties(kept: Row) -> Row:
    """The properties of a run as its model has them."""
    plain = {name: value for name, value in kept.items() if not name.startswith("tried_")}
    plain["law"] = json.loads(kept.get("law") or "null")
    if kept.get("tried_of"):
        factors = json.loads(kept["tried_factors"])
        plain["tried"] = {"of": kept["tried_of"], "factors": factors, "reason": kept["tried_reason"]}
    return plain


def _redacted(candidate: Candidate, views: Mapping[str, ExpertView]) -> Candidate:
    view = views.get(candidate.expert_id or "")
    if view is None:
        return candidate.model_copy(update={"expert_id": None, "score": 0.0, "reasons": Reasons(withdrawn=True)})
    return candidate.model_copy(update={"reasons": reasons.titled(candidate.reasons, view)})


def _open_role(role: Row, why: Explanation, person: Known, view: ExpertView) -> OpenRole:
    return OpenRole(
        role_id=role["role_id"],
        mission_id=role["mission_id"],
        title=Bilingual(vi=role["title_vi"], en=role["title_en"]),
        mission_title=Bilingual(vi=role["mission_title_vi"], en=role["mission_title_en"]),
        institute_name=Bilingual(vi=role["institute_vi"], en=role["institute_en"]),
        deadline=role["deadline"],
        score=round(why.score, 6),
        reasons=reasons.titled(reasons.given(why, role_questions.text_of(role), person.claims), view),
    )
