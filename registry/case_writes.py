"""How a case is changed: read whole, planned, written if it still is the version that was read, else planned again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graph.database import Database, Event, Row
from graph.database import Step as Write
from graph.errors import NothingWritten
from registry import audit, case_moves, lists
from registry.access import Actor, Office
from registry.audit import Tag
from registry.case_records import entry_of, kept
from registry.contention import tries
from registry.errors import Conflict
from registry.identity import new_id
from registry.lists import Move
from registry.models.case_entries import Step
from registry.models.cases import Case
from registry.models.values import now, today

# The person of a case as the audit chain names them: the chain outlives the case of somebody who was not chosen.
_PERSON = Actor("person", Office.EXPERT, "")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: properties of the case, what it keeps besides, the events, and the query that locks it."""

    event: Event
    properties: Row = field(default_factory=dict)
    then: tuple[Write, ...] = ()
    also: tuple[Event, ...] = ()
    query: str = "cases/change"
    given: Mapping[str, object] = field(default_factory=dict)


def change(db: Database, id: str, plan: Callable[[Case], Change | None]) -> Case:
    """Change a case as planned; `plan` is asked again with the newest version whenever somebody else was first.

    Where it plans nothing, nothing is written.

    Raises:
        NotFound: there is no such case.
        Conflict: it never rests.
    """
    for _ in tries():
        case = kept(db, id)
        planned = plan(case)
        if planned is None:
            return case
        try:
            db.write(
                planned.query,
                id=id,
                version=case.version,
                properties=planned.properties,
                then=planned.then,
                event=planned.event,
                also=planned.also,
                **planned.given,
            )
        except NothingWritten:
            continue
        return kept(db, id)
    raise AssertionError("unreachable")


def event(actor: Actor, tag: Tag, case: Case, **detail: object) -> Event:
    """The event of a write to a case; what the person did is signed without naming an account of theirs."""
    return audit.event(signer(actor, case.expert_id), tag, case.id, detail={"role": case.role_id} | detail)


def signer(actor: Actor, expert_id: str | None) -> Actor:
    """The actor as the chain of a case names them."""
    return _PERSON if actor.expert_id is not None and actor.expert_id == expert_id else actor


def passed(
    case: Case, move: Move, actor: Actor, *, on: str | None, reason: str | None = None, role: str | None = None
) -> tuple[Row, Write, dict[str, object]]:
    """What a move changes: the properties of the case, the step that it keeps, and what the event says of it.

    `role` says what became of the role by it, where it frees one.

    Raises:
        Invalid: the day or the reason is not what the move needs.
        Conflict: the move leads to a role that is no longer open.
    """
    case_moves.require_reason(move, reason)
    if case.role_status != "open" and case_moves.needs_open_role(move):
        raise role_not_open()
    day = case_moves.day(on, since=case.since, today=today())
    return stepped(case, move, actor, day=day, reason=reason, role=role)


def stepped(
    case: Case, move: Move, actor: Actor, *, day: str, reason: str | None, role: str | None = None
) -> tuple[Row, Write, dict[str, object]]:
    """As `passed`, for a move and a day that were checked."""
    final = lists.case_stage(move.to).final
    held_by = lists.stage_rule(case.regime, case.stage).holder if case.stage else None
    step = step_of(move, actor, from_stage=case.stage, day=day, held_by=held_by, reason=reason)
    step = step.model_copy(update={"role": role})
    properties: Row = {"stage": move.to, "since": day, "closed_on": day if final else None}
    return properties, entry_of("cases/keep_step", case.id, step), {"move": move.code, "stage": move.to}


def step_of(
    move: Move, actor: Actor, *, from_stage: str | None, day: str, held_by: str | None, reason: str | None
) -> Step:
    """A step of a history, made now."""
    return Step(
        id=new_id(),
        move=move.code,
        from_stage=from_stage,
        to_stage=move.to,
        on=day,
        at=now(),
        by=actor.account_id,
        office=actor.office.value,
        held_by=held_by,
        reason=reason,
    )


def role_not_open() -> Conflict:
    """The refusal of a step towards a role that somebody has or that was closed."""
    return Conflict(
        "role-not-open",
        vi="Vị trí này đã có người đảm nhận hoặc đã đóng.",
        en="This role is filled or closed.",
    )
