"""Finding missions: by their id, and by the words of their titles and by facts, the nearest deadline first."""

from graph.database import Database
from registry import codes, lists
from registry.access import Actor, Permission, may, require
from registry.errors import Invalid, NotFound
from registry.mission_records import mission_from, sealed
from registry.models.missions import Mission, MissionStatus
from registry.models.pages import Page, cursor_after, key_of
from registry.search_text import asked


def find(
    db: Database,
    actor: Actor,
    text: str | None = None,
    *,
    institute: str | None = None,
    system: int | None = None,
    technology: str | None = None,
    status: MissionStatus | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Mission]:
    """Missions with a title whose words begin as these, marks or none, the nearest deadline first.

    Raises:
        Invalid: the cursor is not ours, or there is no such technology.
    """
    require(actor, Permission.MISSION_READ)
    wrong = codes.wrong("/technology", [technology], lists.technology)
    if wrong:
        raise Invalid(*wrong)
    after = key_of(cursor, parts=2)
    facts = {"words": asked(text).words, "institute": institute, "system": system, "technology": technology}
    facts |= {"status": status.value if status else None}
    rows = db.read("missions/find", **facts, after=list(after) if after else None, limit=limit + 1)
    [counted] = db.read("missions/count", **facts)
    found = {row["mission"]["id"]: row for row in db.read("missions/get", ids=[row["id"] for row in rows[:limit]])}
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        tuple(shown(actor, mission_from(found[row["id"]])) for row in rows[:limit] if row["id"] in found),
        cursor_after(last["sort_key"], last["id"]) if last else None,
        counted["missions"],
    )


def shown(actor: Actor, mission: Mission) -> Mission:
    """The mission without the names of who fills its roles, unless they are for this actor."""
    if may(actor, Permission.MATCH_READ, of=mission.institute_id):
        return mission
    hidden = {"filled_by": None}
    roles = (r if r.filled_by == actor.expert_id else r.model_copy(update=hidden) for r in mission.roles)
    return mission.model_copy(update={"roles": tuple(roles)})


def kept(db: Database, id: str) -> Mission:
    """The mission as one version has it.

    A query sees what is committed while it runs, so it may read the digest of one version and the roles of another,
    which somebody would then save as the new one; the digest tells, and it is read again.

    Raises:
        NotFound: there is none with this id.
    """
    earlier = None
    while True:
        rows = db.read("missions/get", ids=[id])
        if not rows:
            raise not_found(id)
        mission = mission_from(rows[0])
        if sealed(mission).digest == mission.digest or mission == earlier:
            return mission
        earlier = mission


def not_found(id: str) -> NotFound:
    """The error that says that there is no such mission."""
    return NotFound("nhiệm vụ", "mission", id)
