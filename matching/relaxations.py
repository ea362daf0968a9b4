"""Why there is no team: the smallest changes of the limits that make one possible, and limits that exclude each other.

The law and conflicts of interest are limits that nobody may change, so no change of them is ever proposed; it is only
counted how many people they keep out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.assembling import OutOfTime, best_team
from matching.postings import Float64s
from matching.programmes import Answer, Clock, Programme, Row, columns_of, counted, programme
from matching.teams import FIXED, Kind, Limit, LimitBroken, Limits, Question, limits_in_force, weakest

COSTS: Mapping[Kind, tuple[int, int]] = {
    Kind.LANGUAGE: (3, 0),
    Kind.LED: (3, 0),
    Kind.HOME: (1, 2),
    Kind.OVERSEAS: (1, 2),
    Kind.LOAD: (1, 2),
    Kind.FLOOR: (4, 0),
    Kind.SEAT: (20, 0),
}
"""What a change costs: once for touching the limit, and for each step. A seat left empty is the last resort."""
_UNIT = 1000
"""One unit of cost outweighs any number of people concerned, which only decides between equal costs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One limit set otherwise, in the numbers that were given."""

    limit: Limit
    before: int
    after: int
    people: int = 0
    """How many members the change is needed for, where the limit counts people one by one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes that make a team possible together; none of them is superfluous."""

    changes: tuple[Change, ...]
    limits: Limits
    """All limits as they then are: asking again with these gives a team."""
    cost: int


@dataclass(frozen=True, slots=True)
class Hindered:
    """How many of the people for a seat each limit of theirs keeps out."""

    seat: str
    candidates: int
    barred: int
    """By the law."""
    kept_out: int
    """By a conflict of interest, or because it is not known whether there is one."""
    overloaded: int
    free: int
    """Whom nothing keeps out."""


@dataclass(frozen=True, slots=True)
class NoTeam:
    """Why no team keeps all limits."""

    proposals: tuple[Proposal, ...]
    """The cheapest first."""
    hindered: tuple[Hindered, ...]
    """Seat by seat."""
    excluding: tuple[Limit, ...]
    """Limits that cannot be kept together, while any of them less could be: one such set, there may be others."""
    minimal: bool
    """Whether it is certain that each of them is needed; False where the time ran out."""


def explain_none(question: Question, limits: Limits, *, proposals: int = 5, seconds: float = 10.0) -> NoTeam:
    """Say why a question that has no team has none.

    Every proposal is solved again with the limits as it sets them before it is given.

    Raises:
        ValueError: there is a team.
        LimitBroken: a proposal does not do what it says.
    """
    clock = Clock(seconds)
    if clock.solve(programme(question, limits)).columns is not None:
        raise ValueError("There is a team that keeps all limits.")
    excluding = _excluding(question, limits, clock)
    minimal = clock.proven
    return NoTeam(
        proposals=tuple(_proposals(question, limits, clock, proposals)),
        hindered=tuple(hindered(question, limits, seat) for seat in range(len(question.seats))),
        excluding=excluding,
        minimal=minimal,
    )


def _excluding(question: Question, limits: Limits, clock: Clock) -> tuple[Limit, ...]:
    """Leave limits away one by one as long as there is no team; those that must stay exclude each other."""
    away: set[Limit] = set()
    kept = []
    for limit in limits_in_force(question, limits):
        answer = clock.solve(programme(question, limits, away | {limit}))
        if answer.columns is None and answer.proven:
            away.add(limit)
        else:
            kept.append(limit)
    return tuple(kept)


def hindered(question: Question, limits: Limits, seat: int) -> Hindered:
    """Count whom what keeps out of a seat; somebody may be kept out by several things."""
    offers = list(question.offers_of(seat))
    people = [question.people[offer.person] for offer in offers]
    barred = [offer.barred for offer in offers]
    overloaded = [person.load + 1 > limits.most_load for person in people]
    free = [not (law or person.kept_out or load) for law, person, load in zip(barred, people, overloaded, strict=True)]
    return Hindered(
        question.seats[seat],
        len(offers),
        sum(barred),
        sum(person.kept_out for person in people),
        sum(overloaded),
        sum(free),
    )


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """A programme in which limits give way: for each limit the column that says whether, and the one of how much."""

    programme: Programme
    whether: Mapping[Limit, int]
    how_much: Mapping[Limit, int]
    costs: Float64s


def _proposals(question: Question, limits: Limits, clock: Clock, most: int) -> list[Proposal]:
    relaxed = _relaxed(question, limits)
    cuts: list[Row] = []
    found: list[Proposal] = []
    while len(found) < most:
        answer = clock.solve(relaxed.programme.with_rows(cuts), relaxed.costs)
        if answer.columns is None or not answer.proven:
            break
        used = [column for column in relaxed.whether.values() if answer.columns[column] > 0]
        # What gives way here, or more than that, is not asked for again.
        cuts.append(Row(used, [1] * len(used), 0, len(used) - 1))
        proposal = _proposal(question, limits, relaxed, answer, clock)
        if proposal is not None:
            found.append(proposal)
    return sorted(found, key=lambda proposal: proposal.cost)


def _relaxed(question: Question, limits: Limits) -> _Relaxed:
    """Give each limit that may be changed a column for whether it gives way, and one for how many steps."""
    movable = [limit for limit in limits_in_force(question, limits) if limit.kind not in FIXED]
    steps = {limit: _most_steps(question, limits, limit) for limit in movable}
    first = len(question.offers)
    whether = {limit: first + place for place, limit in enumerate(movable)}
    stepped = [limit for limit in movable if steps[limit] > 1 or limit.kind in {Kind.LOAD, Kind.HOME, Kind.OVERSEAS}]
    how_much = {limit: first + len(movable) + place for place, limit in enumerate(stepped)}
    rows = [Row([how_much[limit], whether[limit]], [1, -steps[limit]], -np.inf, 0) for limit in stepped]
    rows += _soft_rows(question, limits, whether, how_much)
    seats = [column for limit, column in whether.items() if limit.kind is Kind.SEAT]
    rows.append(Row(seats, [1] * len(seats), 0, max(len(seats) - 1, 0)))
    upper = [1.0] * len(movable) + [float(steps[limit]) for limit in stepped]
    costs = [
        *(float(limits.most_load < question.people[offer.person].load + 1) for offer in question.offers),
        *(float(_UNIT * COSTS[limit.kind][0]) for limit in movable),
        *(float(_UNIT * COSTS[limit.kind][1]) for limit in stepped),
    ]
    base = programme(question, limits, set(movable))
    return _Relaxed(base.with_columns(upper, rows), whether, how_much, np.array(costs))


def _most_steps(question: Question, limits: Limits, limit: Limit) -> int:
    match limit.kind:
        case Kind.LOAD:
            return max(0, max((person.load + 1 for person in question.people), default=0) - limits.most_load)
        case Kind.HOME:
            return limits.home
        case Kind.OVERSEAS:
            return limits.overseas
        case _:
            return 1


def _soft_rows(
    question: Question, limits: Limits, whether: Mapping[Limit, int], how_much: Mapping[Limit, int]
) -> list[Row]:
    """Write the limits that may be changed, each with the column by which it gives way."""
    rows = []
    for limit, people, least in counted(question, limits):
        columns = columns_of(question, people)
        slack = how_much.get(limit, whether[limit])
        rows.append(Row([*columns, slack], [1] * (len(columns) + 1), least, np.inf))
    for seat, name in enumerate(question.seats):
        if name not in limits.left_out:
            columns = [place for place, offer in enumerate(question.offers) if offer.seat == seat]
            rows.append(Row([*columns, whether[Limit(Kind.SEAT, name)]], [1] * (len(columns) + 1), 1, 1))
    if limits.floor:
        rows += _soft_floor(question, limits.floor, whether[Limit(Kind.FLOOR)])
    for place, offer in enumerate(question.offers):
        beyond = question.people[offer.person].load + 1 - limits.most_load
        if beyond > 0:
            rows.append(Row([place, how_much[Limit(Kind.LOAD)]], [beyond, -1], -np.inf, 0))
    return rows


def _soft_floor(question: Question, floor: int, slack: int) -> list[Row]:
    rows = []
    for capability in range(len(question.capabilities)):
        able = [place for place, person in enumerate(question.people) if person.covers[capability] >= floor]
        columns = columns_of(question, able)
        rows.append(Row([*columns, slack], [1] * (len(columns) + 1), 1, np.inf))
    return rows


def _proposal(question: Question, limits: Limits, relaxed: _Relaxed, answer: Answer, clock: Clock) -> Proposal | None:
    """Read the changes out of a solution, lower the floor only as far as needed, and solve with the limits so set."""
    columns = answer.columns
    assert columns is not None  # noqa: S101 - the caller has looked
    amounts = {
        limit: int(columns[relaxed.how_much.get(limit, column)])
        for limit, column in relaxed.whether.items()
        if columns[column] > 0
    }
    changed = _with(limits, amounts)
    if Limit(Kind.FLOOR) in amounts:
        changed = _lowered(question, changed, clock)
    again = clock.solve(programme(question, changed))
    if again.columns is None:
        if again.proven:
            raise LimitBroken("A proposal that was to make a team possible does not.")
        return None
    sitting = [question.people[question.offers[place].person] for place in _sitting(question, columns)]
    people = sum(person.load + 1 > limits.most_load for person in sitting)
    changes = tuple(_change(limits, changed, limit, people) for limit in sorted(amounts))
    cost = sum(COSTS[limit.kind][0] + COSTS[limit.kind][1] * amount for limit, amount in amounts.items())
    return Proposal(changes, changed, cost)


def _sitting(question: Question, columns: Float64s) -> list[int]:
    return [int(place) for place in np.flatnonzero(columns[: len(question.offers)])]


def _lowered(question: Question, changed: Limits, clock: Clock) -> Limits:
    """Lower the floor only as far as it must be."""
    try:
        team = best_team(question, changed, clock)
    except OutOfTime:
        return changed
    return changed if team is None else replace(changed, floor=weakest(question, team.members))


def _with(limits: Limits, amounts: Mapping[Limit, int]) -> Limits:
    return replace(
        limits,
        most_load=limits.most_load + amounts.get(Limit(Kind.LOAD), 0),
        home=limits.home - amounts.get(Limit(Kind.HOME), 0),
        overseas=limits.overseas - amounts.get(Limit(Kind.OVERSEAS), 0),
        led=limits.led and Limit(Kind.LED) not in amounts,
        floor=0 if Limit(Kind.FLOOR) in amounts else limits.floor,
        languages=limits.languages - {limit.of for limit in amounts if limit.kind is Kind.LANGUAGE},
        left_out=limits.left_out | {limit.of for limit in amounts if limit.kind is Kind.SEAT},
    )


def _change(before: Limits, after: Limits, limit: Limit, people: int) -> Change:
    match limit.kind:
        case Kind.LOAD:
            return Change(limit, before.most_load, after.most_load, people)
        case Kind.HOME:
            return Change(limit, before.home, after.home)
        case Kind.OVERSEAS:
            return Change(limit, before.overseas, after.overseas)
        case Kind.FLOOR:
            return Change(limit, before.floor, after.floor)
        case _:
            return Change(limit, 1, 0)
