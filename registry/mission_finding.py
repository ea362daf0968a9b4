"""Finding missions: by the words of their titles and by facts, the nearest deadline first."""

from graph.database import Database
from registry import codes, lists
from registry.access import Actor, Permission, may, require
from registry.errors import Invalid
from registry.mission_records import mission_from
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
