"""Decisions: the office that the role kind names chooses or not, and says why where it departs from the machine."""

from datetime import date

from graph.database import Database, Row
from registry import audit, case_law, case_moves, case_settings, case_views, lists
from registry.access import Actor, Office
from registry.case_records import decision_row, entry_of
from registry.case_writes import Change, change, event, passed
from registry.errors import Conflict, FieldError, Invalid
from registry.identity import new_id
from registry.models.case_entries import Decision, DecisionDraft
from registry.models.cases import Case
from registry.models.values import now


def decide(db: Database, actor: Actor, id: str, draft: DecisionDraft) -> Case:
    """Choose the person of a case or not; of two decisions at once one is refused, and one person per role is chosen.

    Raises:
        NotFound, NotAllowed, Conflict: as `cases.move`; Conflict also where somebody else was chosen for the role.
        WrongOffice: another office decides about roles of this kind.
        Invalid: the day is wrong, or people stood clearly before this one in the newest match run and no reason for
            departing from its order was given.
    """

    def plan(case: Case) -> Change:
        code = "choose" if draft.chosen else "not_choose"
        move = case_moves.made(case.regime, case.stage, code, case_views.require_part(actor, case))
        properties, step, detail = passed(case, move, actor, on=draft.on, reason=draft.reason)
        if draft.chosen:
            _require_nobody_chosen(db, case)
        record = _record(db, actor, case, draft, on=str(properties["since"]))
        recorded = event(
            actor,
            audit.Tag.CASE_DECIDED,
            case,
            chosen=draft.chosen,
            departure=record.departure_code,
            **detail,
        )
        then = (step, entry_of("cases/keep_decision", id, decision_row(record)))
        if not draft.chosen:
            return Change(recorded, properties, then)
        return Change(recorded, properties, then, query="cases/choose", given={"taken": list(case_moves.TAKEN)})

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def passed_over(db: Database, case: Case) -> tuple[str, ...]:
    """Who would be passed over if the person of a case were chosen now, by the order of the newest match run.

    Whoever opted out of being ranked departs from no order.
    """
    standing = _standing(db, case)
    return _before(standing) if standing else ()


def _before(standing: Row) -> tuple[str, ...]:
    return tuple(standing["before"]) if standing["rank"] is not None or standing["agreed"] else ()


def _record(db: Database, actor: Actor, case: Case, draft: DecisionDraft, *, on: str) -> Decision:
    standing = _standing(db, case)
    before = _before(standing) if standing and draft.chosen else ()
    _require_departure(draft, passed_over=len(before))
    return Decision(
        id=new_id(),
        at=now(),
        on=on,
        by=actor.account_id,
        office=actor.office.value,
        scope=actor.scope if actor.office is Office.COMMITTEE else None,
        chosen=draft.chosen,
        reason=draft.reason,
        number=draft.number,
        run_id=standing["run_id"] if standing else None,
        rank=standing["rank"] if standing else None,
        passed_over=len(before),
        departure_code=draft.departure.code if draft.departure else None,
        departure_text=draft.departure.text if draft.departure else None,
        law=case_law.at_decision(db, case, before, date.fromisoformat(on)) if draft.chosen else None,
    )


def _standing(db: Database, case: Case) -> Row | None:
    rows = db.read("cases/standing", role_id=case.role_id, expert_id=case.expert_id)
    return rows[0] if rows else None


def _require_departure(draft: DecisionDraft, *, passed_over: int) -> None:
    if draft.departure is not None:
        lists.departure(draft.departure.code)
    elif passed_over:
        vi = f"Trong lần gợi ý gần nhất có {passed_over} người được xếp trước. Hãy ghi lý do chọn khác thứ tự của máy."
        en = f"{passed_over} people stood before this one in the newest match run. Say why the order is departed from."
        raise Invalid(FieldError("/departure", "departure-missing", vi, en))


def _require_nobody_chosen(db: Database, case: Case) -> None:
    rows = db.read("cases/chosen", role_id=case.role_id, taken=list(case_moves.TAKEN))
    if any(row["id"] != case.id for row in rows):
        raise Conflict(
            "role-decided",
            vi="Đã có quyết định chọn người khác cho vị trí này.",
            en="Somebody else was chosen for this role.",
        )
