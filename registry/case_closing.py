"""The end of a case for those not chosen: closed with its role, and their personal data erased from it on time.

What is erased is the case's own copy and its tie to the person: who they are, who put them forward and in which words,
what was checked, judged, scored, asked and answered. What stays is a skeleton without a name: the kind of role, the
stages and their days, and whether a decision departed from the machine's order. A profile of their own stays theirs.
"""

from datetime import date, timedelta

from graph.database import Database, Row
from graph.database import Step as Write
from graph.errors import NothingWritten
from registry import audit, case_settings, lists
from registry.access import Actor, Permission, require, system
from registry.case_writes import Change, change, stepped
from registry.models.cases import Case, Purge
from registry.models.values import now, today

# Those who were not chosen in the end; whoever served stays on record.
_NOT_CHOSEN = ("refused", "not_chosen", "withdrawn")


def purge(db: Database, actor: Actor, *, on: date | None = None) -> Purge:
    """Close what a filled or closed role leaves, and erase the personal data of those whose days are over.

    Whoever agreed to stay in the pool is kept until they withdraw, and so is a case under review.

    Raises:
        NotAllowed: the actor may not purge.
    """
    require(actor, Permission.CASE_PURGE)
    day = on or today()
    settings = case_settings.read(db)
    closed = [row["id"] for row in db.read("cases/left_over", stages=list(_before()))]
    done = tuple(id for id in closed if _pass_over(db, actor, id, day))
    erased, kept_back = [], 0
    for regime in lists.case_moves_file().regimes:
        before = (day - timedelta(days=settings.keep_days(regime.regime))).isoformat()
        for row in db.read("cases/erasable", regime=regime.regime, stages=list(_NOT_CHOSEN), before=before):
            if row["stays"] or row["under_review"]:
                kept_back += 1
            elif _erase(db, actor, row):
                erased.append(str(row["id"]))
    return Purge(closed=done, erased=tuple(erased), kept=kept_back)


def pass_over(db: Database, role_id: str) -> tuple[str, ...]:
    """Close the cases of the others for a role that somebody has taken; `purge` closes what this could not."""
    actor = system("cases")
    rows = db.read("cases/left_over", stages=list(_before()))
    return tuple(row["id"] for row in rows if row["role_id"] == role_id and _pass_over(db, actor, row["id"], today()))


def _before() -> tuple[str, ...]:
    return lists.case_move("231/2025", "pass_over").from_stages


def _pass_over(db: Database, actor: Actor, id: str, day: date) -> bool:
    """Close one case whose role is no longer open; False where it was closed meanwhile."""
    made = False

    def plan(case: Case) -> Change | None:
        nonlocal made
        move = lists.case_move(case.regime, "pass_over")
        made = case.stage in move.from_stages and case.role_status != "open"
        if not made:
            return None
        on = max(day.isoformat(), case.since or "")
        properties, step, detail = stepped(case, move, actor, day=on, reason=None)
        recorded = audit.event(actor, audit.Tag.CASE_MOVED, id, detail={"role": case.role_id} | detail)
        return Change(recorded, properties, (step,))

    change(db, id, plan)
    return made


def _erase(db: Database, actor: Actor, row: Row) -> bool:
    """Erase one case; False where it changed since it was found, so that the next purge looks at it again."""
    recorded = audit.event(actor, audit.Tag.CASE_ERASED, str(row["id"]), detail={"stage": row["stage"]})
    forget = Write("cases/forget", {"id": row["id"]})
    try:
        db.write("cases/erase", id=row["id"], version=row["version"], at=now(), then=[forget], event=recorded)
    except NothingWritten:
        return False
    return True
