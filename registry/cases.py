"""Cases: one person on the way to one role, from the nomination to the end of the work, and who may know what of it."""

from collections.abc import Sequence

from graph.database import Database, Row
from registry import audit, case_moves, case_settings, case_views, finding
from registry.access import Actor, Office
from registry.case_checks import check as check
from registry.case_checks import judge as judge
from registry.case_closing import pass_over
from registry.case_closing import purge as purge
from registry.case_council import close_council as close_council
from registry.case_council import convene as convene
from registry.case_council import declare as declare
from registry.case_council import score as score
from registry.case_decisions import decide as decide
from registry.case_decisions import passed_over as passed_over
from registry.case_due import FIRST_DUE as FIRST_DUE
from registry.case_due import DuePage as DuePage
from registry.case_due import Order as Order
from registry.case_due import due as due
from registry.case_nominations import identify as identify
from registry.case_nominations import nominate as nominate
from registry.case_promises import assess as assess
from registry.case_promises import promise as promise
from registry.case_promises import set_done as set_done
from registry.case_records import kept, some
from registry.case_reviews import answer_review as answer_review
from registry.case_reviews import ask_review as ask_review
from registry.case_roles import ended, started
from registry.case_writes import Change, change, event, passed
from registry.errors import Conflict, NotAllowed, NotFound
from registry.lists import Move
from registry.models.case_entries import MoveDraft
from registry.models.cases import Case, CaseLine
from registry.models.pages import Page, cursor_after, key_of
from registry.models.values import today

_MOST = 5_000
_ROLES = {"fills": started, "frees": ended}


def get(db: Database, actor: Actor, id: str) -> Case:
    """A case as the actor may see it, with the person as their profile shows them to this actor.

    Raises:
        NotFound: there is none, or none that its person is told of yet.
        NotAllowed: it is somebody else's, or out of the actor's scope.
    """
    case = case_views.seen(actor, kept(db, id), case_settings.read(db))
    if case.expert_id is None:
        return case
    return case.model_copy(update={"person": finding.get_many(db, actor, [case.expert_id]).get(case.expert_id)})


def find(
    db: Database,
    actor: Actor,
    *,
    role: str | None = None,
    stage: str | None = None,
    scope: str | None = None,
    open_only: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[CaseLine]:
    """The cases that the actor has a part in, the newest first; `scope` narrows them as a committee's scope does.

    Raises:
        NotAllowed: the actor has no part in any case.
        Invalid: the cursor is none of ours, or there is no such scope.
    """
    after = key_of(cursor, parts=2)
    rows = _found(db, actor, role=role, stage=stage, scope=scope, open=open_only, after=after, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        tuple(lines(db, actor, [row["id"] for row in rows[:limit]])),
        cursor_after(last["opened_at"], last["id"]) if last else None,
    )


def lines(db: Database, actor: Actor, ids: Sequence[str]) -> list[CaseLine]:
    """Those of these cases that the actor may see, in the order of the ids."""
    return [case_views.line(case) for case in _seen(db, actor, ids)]


def asked(db: Database, actor: Actor) -> list[CaseLine]:
    """The cases before a council that the actor was asked to sit on."""
    rows = db.read("cases/find", **_everywhere() | {"member": actor.account_id, "open": True, "limit": _MOST})
    cases = some(db, [row["id"] for row in rows])
    return [case_views.line(case) for case in cases if case_views.is_member(actor, case)]


def parallel(db: Database, actor: Actor, id: str) -> list[CaseLine]:
    """The other open cases of the same person, those of them that the actor may see; the others are not counted.

    Raises:
        NotFound, NotAllowed: as `get`.
    """
    case = get(db, actor, id)
    if case.expert_id is None:
        return []
    rows = db.read("cases/find", **_everywhere() | {"expert": case.expert_id, "open": True, "limit": _MOST})
    return lines(db, actor, [row["id"] for row in rows if row["id"] != id])


def signers(db: Database, case: Case) -> dict[str, str]:
    """The names of the accounts that acted in a case, as far as its reader is told who did; the person's is no part."""
    sessions = (case.council, *case.council.earlier) if case.council else ()
    council = [card for session in sessions for card in session.scorecards]
    ids = {each.by for each in case.checks} | {each.by for each in case.judgements} | {card.by for card in council}
    ids |= {each.by for each in case.decisions if each.by} | {each.by for each in case.assessments if each.by}
    ids |= {review.answered_by for review in case.reviews if review.answered_by}
    ids |= {step.by for step in case.steps if step.by and step.office != Office.EXPERT}
    rows = db.read("accounts/names", ids=sorted(ids))
    return {row["id"]: row["name"] for row in rows}


def move(db: Database, actor: Actor, id: str, draft: MoveDraft) -> Case:
    """Make a plain move; the start of the work fills the role in the same transaction, and its end frees it.

    Raises:
        NotFound, NotAllowed: as `get`.
        WrongOffice: the move is for others.
        Conflict: it does not lead on from where the case stands, needs its own form, or the role is not open.
        Invalid: the day lies before the step before or is still to come, or the reason is missing.
    """

    def plan(case: Case) -> Change:
        made = case_moves.made(case.regime, case.stage, draft.move, case_views.require_part(actor, case))
        if made.form != "plain":
            raise _own_form(made)
        if made.role is not None:
            return _ROLES[made.role](db, actor, case, made, draft)
        properties, step, detail = passed(case, made, actor, on=draft.on, reason=draft.reason)
        return Change(event(actor, audit.Tag.CASE_MOVED, case, **detail), properties, (step,))

    case = change(db, id, plan)
    if case.stage == "started" and draft.move == "start":
        pass_over(db, case.role_id)
    return case_views.seen(actor, case, case_settings.read(db))


def _found(
    db: Database,
    actor: Actor,
    *,
    role: str | None = None,
    stage: str | None = None,
    scope: str | None = None,
    open: bool = False,
    after: Sequence[str] | None = None,
    limit: int,
) -> list[Row]:
    given = {"role": role, "stage": stage, "open": open, "after": list(after) if after else None, "limit": limit}
    return db.read("cases/find", **_everywhere() | given | case_views.narrowed(actor, scope))


def _everywhere() -> Row:
    names = ("institute", "expert", "member", "agency", "province", "role", "stage", "after")
    return dict.fromkeys(names) | {"open": False}


def _seen(db: Database, actor: Actor, ids: Sequence[str]) -> list[Case]:
    """Those of these cases that the actor may see, in order."""
    settings, day = case_settings.read(db), today()
    found = []
    for case in some(db, ids):
        try:
            found.append(case_views.seen(actor, case, settings, on=day))
        except (NotAllowed, NotFound):
            # A stage that the person is not told of yet, or another scope.
            continue
    return found


def _own_form(move: Move) -> Conflict:
    return Conflict(
        "move-has-form",
        vi=f"Bước “{move.name_vi}” có biểu mẫu riêng và không thực hiện ở đây.",
        en=f"The step “{move.name_en}” has a form of its own and is not made here.",
    )
