"""Missions: opened by the institute that runs them, corrected, found, closed, and their roles filled."""

from collections.abc import Iterable

from graph.database import Database, Row
from graph.errors import AlreadyThere, NothingWritten
from registry import audit, experts, institutes, mission_checks, mission_roles, requests, visibility
from registry.access import Actor, Permission, require
from registry.contention import tries
from registry.errors import Conflict, Invalid, Merged, NotFound, Stale
from registry.identity import new_id
from registry.mission_finding import find as find
from registry.mission_finding import kept, shown
from registry.mission_records import properties_of, sealed, steps_of
from registry.models.experts import Status
from registry.models.institutes import Institute
from registry.models.missions import Mission, MissionContent, MissionDraft, MissionStatus, Role, RoleDraft, RoleStatus
from registry.models.values import now
from registry.requests import RequestKey

_CONTENT = frozenset(MissionContent.model_fields)


def open(db: Database, actor: Actor, draft: MissionDraft, *, request: RequestKey | None = None) -> Mission:
    """Open a mission of an institute, with its roles.

    Raises:
        NotAllowed: it is not the actor's own institute.
        Invalid: a code is unknown or of a list no longer in force, the deadline has passed, or the institute is not
            there or closed.
        RequestReused: the idempotency key came with another body.
    """
    require(actor, Permission.MISSION_OPEN, of=draft.institute_id)
    earlier = requests.earlier(db, request)
    if earlier is not None:
        return kept(db, earlier)
    id, moment = new_id(), now()
    edit = mission_roles.edited(draft.roles, mission_id=id)
    institute = _institute(db, actor, draft.institute_id)
    errors = [
        *mission_checks.wrong(draft),
        *edit.errors,
        *([] if institute else [mission_checks.institute_missing(draft.institute_id)]),
    ]
    if errors or institute is None:
        raise Invalid(*errors)
    content = _content(draft)
    mission = sealed(
        Mission(
            **content,
            id=id,
            institute_id=institute.id,
            institute_name=institute.name,
            roles=edit.roles,
            created_at=moment,
            updated_at=moment,
        )
    )
    return _created(db, actor, mission, request)


def get(db: Database, actor: Actor, id: str) -> Mission:
    """A mission as the actor may see it: who fills a role is for the institute, the committee and that person.

    Raises:
        NotFound: there is none with this id.
    """
    require(actor, Permission.MISSION_READ)
    return shown(actor, kept(db, id))


def draft_of(mission: Mission) -> MissionDraft:
    """The draft that would leave a mission as it is: where an edit begins."""
    roles = tuple(RoleDraft(**role.model_dump(exclude={"mission_id"})) for role in mission.roles)
    return MissionDraft(**_content(mission), institute_id=mission.institute_id, roles=roles)


def update(db: Database, actor: Actor, id: str, draft: MissionDraft, *, if_match: str) -> Mission:
    """Correct an open mission and its roles if it still is the version `if_match`.

    Roles are kept by their ids; see `registry.mission_roles` for those that the draft omits. Codes of lists no longer
    in force may stay where they are, and no new ones are taken.

    Raises:
        NotAllowed, Invalid: as `open`.
        NotFound: there is none with this id.
        Stale: somebody changed it since.
        Conflict: it is closed.
    """
    for _ in tries():
        before = kept(db, id)
        require(actor, Permission.MISSION_EDIT, of=before.institute_id)
        _require_version(before, if_match)
        bound = {row["id"] for row in db.read("missions/bound_roles", id=id)}
        edit = mission_roles.edited(draft.roles, mission_id=id, before=before.roles, bound=bound)
        errors = [*mission_checks.wrong(draft, kept=before), *edit.errors]
        if errors:
            raise Invalid(*errors)
        changes = _content(draft) | {"roles": edit.roles, "updated_at": now()}
        after = sealed(before.model_copy(update=changes))
        event = audit.event(actor, audit.Tag.MISSION_UPDATED, id, before=if_match, after=after.digest)
        try:
            db.write(
                "missions/update",
                id=id,
                before=if_match,
                properties=properties_of(after),
                drop=list(edit.dropped),
                then=steps_of([after]),
                event=event,
            )
        except NothingWritten:
            # Either the version is another one by now, or somebody was suggested for a role that was to be dropped.
            continue
        return after
    raise AssertionError("unreachable")


def close(db: Database, actor: Actor, id: str, *, if_match: str) -> Mission:
    """Close a mission and those of its roles that are open.

    Raises:
        NotAllowed, NotFound, Stale, Conflict: as `update`.
    """
    before = kept(db, id)
    require(actor, Permission.MISSION_EDIT, of=before.institute_id)
    _require_version(before, if_match)
    after = _changed(before, roles=[_closed(role) for role in before.roles], status=MissionStatus.CLOSED)
    event = audit.event(actor, audit.Tag.MISSION_CLOSED, id, before=if_match, after=after.digest)
    try:
        db.write("missions/close", id=id, before=if_match, after=after.digest, at=after.updated_at, event=event)
    except NothingWritten:
        _require_version(kept(db, id), if_match)
        raise Stale from None
    return after


def role(db: Database, actor: Actor, role_id: str) -> Role:
    """A role as the actor may see it.

    Raises:
        NotFound: there is none with this id.
    """
    require(actor, Permission.MISSION_READ)
    mission = _needing(db, role_id)
    return _role_of(shown(actor, mission), role_id)


def fill(db: Database, actor: Actor, role_id: str, expert_id: str) -> Role:
    """Record that an active expert, whose name the actor may read, takes an open role.

    Raises:
        NotAllowed: it is not a role of the actor's own institute.
        NotFound: there is no such role, no such expert, or none that the actor may know by name.
        Merged: the expert's record went into another one.
        Conflict: the role or its mission is not open, or the expert's profile is closed and the actor may know it.
    """
    for _ in tries():
        before = _needing(db, role_id)
        require(actor, Permission.MISSION_EDIT, of=before.institute_id)
        _require_open(before, role_id)
        named = _require_named(db, actor, expert_id)
        taken = {"status": RoleStatus.FILLED, "filled_by": expert_id}
        after = _changed(before, roles=[r.model_copy(update=taken) if r.id == role_id else r for r in before.roles])
        detail = {"mission": before.id, "expert": expert_id}
        event = audit.event(actor, audit.Tag.ROLE_FILLED, role_id, detail=detail)
        also = audit.event(actor, audit.Tag.MISSION_UPDATED, before.id, before=before.digest, after=after.digest)
        try:
            db.write(
                "missions/fill",
                id=before.id,
                role_id=role_id,
                expert_id=expert_id,
                named=named,
                before=before.digest,
                after=after.digest,
                at=after.updated_at,
                event=event,
                also=[also],
            )
        except NothingWritten:
            continue
        return _role_of(after, role_id)
    raise AssertionError("unreachable")


def _created(db: Database, actor: Actor, mission: Mission, request: RequestKey | None) -> Mission:
    event = audit.event(
        actor,
        audit.Tag.MISSION_OPENED,
        mission.id,
        after=mission.digest,
        detail={"institute": mission.institute_id, "roles": len(mission.roles)},
    )
    then = [*steps_of([mission]), *requests.remember(request, mission.id)]
    properties = properties_of(mission)
    try:
        db.write(
            "missions/create",
            institute_id=mission.institute_id,
            id=mission.id,
            properties=properties,
            then=then,
            event=event,
        )
    except NothingWritten:
        raise Invalid(mission_checks.institute_missing(mission.institute_id)) from None
    except AlreadyThere:
        again = requests.earlier(db, request)
        if again is None:
            raise
        return kept(db, again)
    return mission


def _institute(db: Database, actor: Actor, id: str) -> Institute | None:
    try:
        institute = institutes.get(db, actor, id)
    except (NotFound, Merged):
        return None
    return institute if institute.status is Status.ACTIVE else None


def _needing(db: Database, role_id: str) -> Mission:
    rows = db.read("missions/of_role", role_id=role_id)
    if not rows:
        raise _no_role(role_id)
    return kept(db, rows[0]["id"])


def _role_of(mission: Mission, role_id: str) -> Role:
    for each in mission.roles:
        if each.id == role_id:
            return each
    raise _no_role(role_id)


def _changed(mission: Mission, *, roles: Iterable[Role], status: MissionStatus | None = None) -> Mission:
    changes = {"roles": tuple(roles), "status": status or mission.status, "updated_at": now()}
    return sealed(mission.model_copy(update=changes))


def _closed(role: Role) -> Role:
    return role.model_copy(update={"status": RoleStatus.CLOSED}) if role.status is RoleStatus.OPEN else role


def _content(content: MissionContent) -> Row:
    """The fields that a mission shares with its draft; codes are kept once each and in order, as they are read."""
    shared = {name: getattr(content, name) for name in _CONTENT}
    ordered = {name: tuple(sorted(set(shared[name]))) for name in ("technologies", "fields")}
    return shared | ordered


def _require_open(mission: Mission, role_id: str) -> None:
    if mission.status is MissionStatus.CLOSED:
        raise _mission_closed()
    if _role_of(mission, role_id).status is not RoleStatus.OPEN:
        raise Conflict(
            "role-not-open",
            vi="Vị trí này đã có người đảm nhận hoặc đã đóng.",
            en="This role is filled or closed.",
        )


def _require_named(db: Database, actor: Actor, expert_id: str) -> list[str]:
    """The settings under which the actor reads the name of this active expert; others are none for the actor."""
    seen = experts.get(db, actor, expert_id)
    if seen.status is not Status.ACTIVE:
        experts.raise_refused(db, expert_id)
    if seen.name is None:
        raise experts.not_found(expert_id)
    return visibility.openness(visibility.reads_as(actor, expert_id))["name"]


def _require_version(mission: Mission, if_match: str) -> None:
    if mission.status is MissionStatus.CLOSED:
        raise _mission_closed()
    if mission.digest != if_match:
        raise Stale


def _no_role(id: str) -> NotFound:
    return NotFound("vị trí", "role", id)


def _mission_closed() -> Conflict:
    return Conflict(
        "mission-closed",
        vi="Nhiệm vụ này đã đóng nên không sửa được nữa.",
        en="This mission is closed and can no longer be changed.",
    )
