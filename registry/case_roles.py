"""What a case does to its role: the start of the work fills it, and the end frees it or says why it stays closed."""

from datetime import date

from graph.database import Database, Event
from registry import audit, mission_finding
from registry.access import Actor
from registry.case_writes import Change, event, passed, signer
from registry.lists import Move
from registry.mission_records import sealed
from registry.models.case_entries import MoveDraft
from registry.models.cases import Case
from registry.models.missions import Mission, MissionStatus, Role, RoleStatus
from registry.models.values import now, today


def started(db: Database, actor: Actor, case: Case, move: Move, draft: MoveDraft) -> Change:
    """The person of a case takes the role in the same write.

    Raises:
        Invalid, Conflict: as `case_writes.passed`.
    """
    mission = mission_finding.kept(db, case.mission_id)
    properties, step, detail = passed(case, move, actor, on=draft.on, reason=draft.reason)
    after = _with(mission, case.role_id, RoleStatus.FILLED, filled_by=case.expert_id)
    filled = {"mission": mission.id, "expert": case.expert_id}
    return Change(
        event(actor, audit.Tag.CASE_MOVED, case, **detail),
        properties,
        (step,),
        also=(audit.event(actor, audit.Tag.ROLE_FILLED, case.role_id, detail=filled), _updated(actor, mission, after)),
        query="cases/start",
        given={"before": mission.digest, "after": after.digest, "at": after.updated_at},
    )


def ended(db: Database, actor: Actor, case: Case, move: Move, draft: MoveDraft) -> Change:
    """The person of a case leaves the role in the same write; the step keeps what became of it.

    Raises:
        Invalid, Conflict: as `case_writes.passed`.
    """
    mission = mission_finding.kept(db, case.mission_id)
    outcome = became(mission, case.role_id, today())
    properties, step, detail = passed(case, move, actor, on=draft.on, reason=draft.reason, role=outcome)
    status = RoleStatus.OPEN if outcome == "reopened" else RoleStatus.CLOSED
    after = _with(mission, case.role_id, status, filled_by=None)
    signed = signer(actor, case.expert_id)
    freed = audit.event(signed, audit.Tag.ROLE_FREED, case.role_id, detail={"mission": mission.id, "role": outcome})
    return Change(
        event(actor, audit.Tag.CASE_MOVED, case, **detail),
        properties,
        (step,),
        also=(freed, _updated(signed, mission, after)),
        query="cases/end",
        given={"before": mission.digest, "after": after.digest, "at": after.updated_at, "status": status.value},
    )


def became(mission: Mission, role_id: str, on: date) -> str:
    """What becomes of a role on the day when its person leaves, by the codes that the data of the moves name."""
    if mission.status is MissionStatus.CLOSED:
        return "mission_closed"
    if any(role.id == role_id and role.status is RoleStatus.CLOSED for role in mission.roles):
        return "role_closed"
    return "deadline_passed" if mission.deadline < on.isoformat() else "reopened"


def _with(mission: Mission, role_id: str, status: RoleStatus, *, filled_by: str | None) -> Mission:
    def changed(role: Role) -> Role:
        return role.model_copy(update={"status": status, "filled_by": filled_by}) if role.id == role_id else role

    return sealed(mission.model_copy(update={"roles": tuple(map(changed, mission.roles)), "updated_at": now()}))


def _updated(actor: Actor, before: Mission, after: Mission) -> Event:
    return audit.event(actor, audit.Tag.MISSION_UPDATED, before.id, before=before.digest, after=after.digest)
