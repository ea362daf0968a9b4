"""What is due: every open case that somebody holds, since when, and by which day it should go on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from heapq import nlargest, nsmallest
from typing import Final, Literal

from graph.database import Database, Row
from registry import case_moves, case_settings, case_views, lists
from registry.access import Actor, Office
from registry.case_settings import Settings
from registry.lists import Language, StageRule
from registry.models.cases import DueCase
from registry.models.pages import Page, cursor_after, key_of
from registry.models.values import Bilingual, today
from registry.names import collation_key

_NEVER: Final = "9999"
_SHOWN: Final = ("full", "neutral", "private")
_Rules = dict[tuple[str, str], StageRule]


@dataclass(frozen=True, slots=True)
class DuePage(Page[DueCase]):
    """Cases that are due, in order; `count` and `late` are those of the whole list, however few the page holds."""

    late: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """By what the cases are ordered; names as lists of the language have them."""

    by: Literal["due", "since", "holder", "role"] = "due"
    falling: bool = False
    language: Language = "vi"


FIRST_DUE: Final = Order()


def due(
    db: Database,
    actor: Actor,
    *,
    overdue_only: bool = False,
    scope: str | None = None,
    stage: str | None = None,
    holder: str | None = None,
    order: Order = FIRST_DUE,
    limit: int | None = None,
    cursor: str | None = None,
) -> DuePage:
    """The open cases that somebody holds, by default the most overdue first, then by the day on which they are due.

    All are counted, and `limit` says how many are given; a cursor leads on in the default order alone. Nothing is read
    of a case but what its line shows.

    Raises:
        NotAllowed: the actor has no part in any case.
        Invalid: there is no such scope, or the cursor is none of ours.
    """
    day, after = today(), key_of(cursor, parts=2)
    rules = _rules(case_settings.read(db), actor, stage=stage, holder=holder)
    narrowed = case_views.narrowed(actor, scope)
    rows = db.stream("cases/due", stages=list(_asked(rules, day if overdue_only else None)), **narrowed)
    tally = _Tally(rules, day.isoformat())
    key = _keys(rules, order)
    placed = ((key(row), row) for row in tally.counted(rows))
    behind = (pair for pair in placed if after is None or pair[0] > after)
    first = nlargest if order.falling else nsmallest
    found = sorted(behind, reverse=order.falling) if limit is None else first(limit + 1, behind)
    shown = found[:limit]
    return DuePage(
        rows=tuple(_case(row, rules, day) for _, row in shown),
        next_cursor=cursor_after(*shown[-1][0]) if len(found) > len(shown) and order == FIRST_DUE else None,
        count=tally.count,
        late=tally.late,
    )


@dataclass(slots=True)
class _Tally:
    """How many cases passed by, and how many of them were late on the day."""

    rules: _Rules
    day: str
    count: int = 0
    late: int = 0

    def counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self.count += 1
            self.late += _due_on(row, self.rules) < self.day
            yield row


@dataclass(frozen=True, slots=True)
class _File:
    """What says who holds a case."""

    role_kind: str
    since: str
    institute_name: Bilingual
    agency: str | None
    province: str | None


def _rules(settings: Settings, actor: Actor, *, stage: str | None, holder: str | None) -> _Rules:
    """The stages at which somebody holds a case and this reader is told so."""
    every = (
        (regime.regime, settings.rule(regime.regime, rule.stage))
        for regime in lists.case_moves_file().regimes
        for rule in regime.stages
        if stage in {None, rule.stage}
    )
    told = _SHOWN[:1] if actor.office is Office.EXPERT else _SHOWN
    return {
        (regime, rule.stage): rule
        for regime, rule in every
        if rule.holder is not None and rule.shows in told and holder in {None, rule.holder}
    }


def _asked(rules: _Rules, overdue_on: date | None) -> Iterator[Row]:
    """The stages as the query takes them; for what is overdue, with the day before which a case came to its stage."""
    for (regime, stage), rule in rules.items():
        if overdue_on is None:
            yield {"regime": regime, "stage": stage, "before": None}
        elif rule.target_days is not None:
            before = overdue_on - timedelta(days=rule.target_days)
            yield {"regime": regime, "stage": stage, "before": before.isoformat()}


def _due_on(row: Row, rules: _Rules) -> str:
    return _day_after(row["since"], rules[row["regime"], row["stage"]].target_days) or _NEVER


@lru_cache(maxsize=65536)
def _day_after(since: str, target_days: int | None) -> str | None:
    return case_moves.due(since, target_days)


def _keys(rules: _Rules, order: Order) -> Callable[[Row], tuple[str, ...]]:
    """What sorts the rows: the day on which they are due, behind whatever else is asked for."""

    def said(row: Row, name: str) -> str:
        return _collated(_text(row, name).in_(order.language))

    def holder(row: Row) -> str:
        rule = rules[row["regime"], row["stage"]]
        return _collated(case_views.holder_name(_file(row), rule).in_(order.language))

    ahead: dict[str, Callable[[Row], tuple[str, ...]]] = {
        "due": lambda row: (),
        "since": lambda row: (row["since"],),
        "holder": lambda row: (holder(row),),
        "role": lambda row: (said(row, "role_title"),),
    }
    first = ahead[order.by]
    return lambda row: (*first(row), _due_on(row, rules), row["id"])


@lru_cache(maxsize=4096)
def _collated(text: str) -> str:
    return collation_key(text)


def _case(row: Row, rules: _Rules, day: date) -> DueCase:
    holding = case_views.holding(_file(row), rules[row["regime"], row["stage"]], day)
    if holding is None:
        raise AssertionError("only stages at which somebody holds the case are asked for")
    return DueCase(
        id=row["id"],
        role_title=_text(row, "role_title"),
        mission_title=_text(row, "mission_title"),
        institute_name=_text(row, "institute_name"),
        expert_id=row["expert_id"],
        stage=row["stage"],
        holding=holding,
    )


def _file(row: Row) -> _File:
    return _File(row["role_kind"], row["since"], _text(row, "institute_name"), row["agency"], row["province"])


def _text(row: Row, name: str) -> Bilingual:
    return Bilingual.model_construct(vi=row[f"{name}_vi"], en=row[f"{name}_en"])
