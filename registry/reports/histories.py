"""The histories of cases as the reports on time read them: spells of waiting, each in a stage and with a holder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.database import Database, Row
from registry import lists, scopes
from registry.access import Actor, Office, Permission, require
from registry.errors import NotAllowed

# Ends of a waiting that are no answer of whoever held the file: the person left, or the role went to somebody else.
_NO_ANSWER = frozenset({"withdraw", "pass_over"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of a history: the stage that it led to, on which day, by which move, and who held the file until then."""

    move: str
    to_stage: str
    on: date
    held_by: str | None


@dataclass(frozen=True, slots=True)
class History:
    """A case as a sequence of turns, the earliest first."""

    id: str
    regime: str
    role_kind: str
    turns: tuple[Turn, ...]
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """A wait in one stage: `days` from its beginning to its end, or to the day of the report where `answered` is False.

    A wait that ends because the person withdrew or the role was filled by another was not answered either: all that is
    known is that the holder had taken so long at least.
    """

    case_id: str
    regime: str
    stage: str
    holder: str
    days: int
    answered: bool
    open: bool


def read(db: Database, actor: Actor) -> list[History]:
    """The histories of all cases that the actor has a part in: an institute its own, the committee those of its scope.

    Raises:
        NotAllowed: the actor is neither, or speaks for nobody.
    """
    rows = db.read("cases/histories", **limits(actor))
    return sorted(map(_history, rows), key=lambda history: history.id)


def limits(actor: Actor) -> dict[str, str | None]:
    """The `institute`, `agency` and `province` by which a query over cases narrows itself to what the actor may read.

    Raises:
        NotAllowed: as `read`.
    """
    if actor.office is Office.EXPERT:
        raise NotAllowed(Permission.CASE_READ.value)
    require(actor, Permission.CASE_READ, of=actor.institute_id)
    institute = actor.institute_id if actor.office is Office.INSTITUTE else None
    return {"institute": institute, **scopes.limits(actor)}


def spells(histories: Sequence[History], *, on: date) -> Iterator[Spell]:
    """Every wait of every case up to a day; what happened after it is not seen, and a closed case waits for nothing."""
    for history in histories:
        turns = [turn for turn in history.turns if turn.on <= on]
        for one, following in pairwise(turns):
            yield _spell(history, one, until=following.on, by=following)
        if turns and not lists.case_stage(turns[-1].to_stage).final:
            yield _spell(history, turns[-1], until=on, by=None)


def _spell(history: History, begun: Turn, *, until: date, by: Turn | None) -> Spell:
    holder = by.held_by if by else lists.stage_rule(history.regime, begun.to_stage).holder
    return Spell(
        case_id=history.id,
        regime=history.regime,
        stage=begun.to_stage,
        holder=holder or "institute",
        days=(until - begun.on).days,
        answered=by is not None and by.move not in _NO_ANSWER,
        open=by is None,
    )


def _history(row: Row) -> History:
    steps = sorted(row["steps"], key=lambda step: str(step["id"]))
    return History(
        id=row["id"],
        regime=row["regime"],
        role_kind=row["role_kind"],
        turns=tuple(
            Turn(step["move"], step["to_stage"], date.fromisoformat(step["on"]), step["held_by"]) for step in steps
        ),
        generated=bool(row["generated"]),
    )
