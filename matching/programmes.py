"""A team question as an integer programme: its rows, its solution, and the time that may be spent on it."""

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matching.postings import Float64s
from matching.teams import Kind, Limit, Limits, Person, Question

_MOST = np.inf


@dataclass(frozen=True, slots=True)
class Row:
    """A sum over some columns that lies between two numbers."""

    columns: Sequence[int]
    values: Sequence[float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Programme:
    """Columns from 0 to their upper ends, and rows. The first columns are the offers: 1 where the person sits there."""

    upper: Float64s
    rows: tuple[Row, ...]

    def with_rows(self, rows: Iterable[Row]) -> "Programme":
        """Give the programme with further rows."""
        return replace(self, rows=(*self.rows, *rows))

    def with_columns(self, upper: Sequence[float], rows: Iterable[Row]) -> "Programme":
        """Give the programme with further columns behind the others, and rows that speak of them."""
        return Programme(np.concatenate([self.upper, np.asarray(upper, dtype=np.float64)]), (*self.rows, *rows))


@dataclass(frozen=True, slots=True)
class Answer:
    """What solving gave: the columns, or None where there is no solution or none was found in time."""

    columns: Float64s | None
    proven: bool
    """Whether it is certain that there is none better, or none at all."""


class Clock:
    """How much of the time for a question is left; once it is over, nothing more is proven."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.proven = True

    def solve(self, programme: Programme, costs: Float64s | None = None) -> Answer:
        """Find the whole numbers at the least costs, by branch and cut without a gap, in what time is left."""
        answer = self._solved(programme, np.zeros(len(programme.upper)) if costs is None else costs)
        self.proven &= answer.proven
        return answer

    def _solved(self, programme: Programme, costs: Float64s) -> Answer:
        left = self._end - time.monotonic()
        if not len(programme.upper):
            possible = all(row.low <= 0 <= row.high for row in programme.rows)
            return Answer(np.zeros(0) if possible else None, True)
        if left <= 0:
            return Answer(None, False)
        found = milp(
            costs,
            integrality=np.ones(len(costs), dtype=np.int64),
            bounds=Bounds(0, programme.upper),
            constraints=_constraints(programme),
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        columns = None if found.x is None else np.rint(found.x)
        return Answer(columns, found.status in {0, 2})


def _constraints(programme: Programme) -> list[LinearConstraint]:
    rows = [row for row in programme.rows if len(row.columns) or not row.low <= 0 <= row.high]
    if not rows:
        return []
    counts = [len(row.columns) for row in rows]
    matrix = csr_array(
        (
            np.concatenate([np.asarray(row.values, dtype=np.float64) for row in rows]),
            np.concatenate([np.asarray(row.columns, dtype=np.int64) for row in rows]),
            np.concatenate([[0], np.cumsum(counts)]),
        ),
        shape=(len(rows), len(programme.upper)),
    )
    return [LinearConstraint(matrix, [row.low for row in rows], [row.high for row in rows])]


def programme(question: Question, limits: Limits, without: Collection[Limit] = ()) -> Programme:
    """Write a question with its limits, those `without` whom it is asked left away, as a programme over its offers."""
    upper = np.array([_upper(question, limits, place, without) for place in range(len(question.offers))])
    rows = [*seat_rows(question, limits, without), *_single_rows(question)]
    if Limit(Kind.CONFLICTS) not in without:
        rows += [_at_most(question, {first, second}, 1) for first, second in sorted(question.apart)]
    if Limit(Kind.FLOOR) not in without:
        rows += floor_rows(question, limits.floor)
    asked = [each for each in counted(question, limits) if each[0] not in without]
    rows += [at_least(question, people, least) for _, people, least in asked]
    return Programme(upper, tuple(rows))


def _upper(question: Question, limits: Limits, place: int, without: Collection[Limit]) -> float:
    offer = question.offers[place]
    person = question.people[offer.person]
    barred = offer.barred and Limit(Kind.LAW) not in without
    kept_out = person.kept_out and Limit(Kind.CONFLICTS) not in without
    overloaded = person.load + 1 > limits.most_load and Limit(Kind.LOAD) not in without
    left_out = question.seats[offer.seat] in limits.left_out
    return float(not (barred or kept_out or overloaded or left_out))


def seat_rows(question: Question, limits: Limits, without: Collection[Limit] = ()) -> list[Row]:
    """Every seat that is not left out is taken by one person."""
    rows = []
    for seat, name in enumerate(question.seats):
        columns = [place for place, offer in enumerate(question.offers) if offer.seat == seat]
        free = name in limits.left_out or Limit(Kind.SEAT, name) in without
        rows.append(Row(columns, [1] * len(columns), 0 if free else 1, 1))
    return rows


def _single_rows(question: Question) -> list[Row]:
    """Nobody sits twice."""
    columns: dict[int, list[int]] = {}
    for place, offer in enumerate(question.offers):
        columns.setdefault(offer.person, []).append(place)
    return [Row(places, [1] * len(places), 0, 1) for places in columns.values() if len(places) > 1]


def counted(question: Question, limits: Limits) -> list[tuple[Limit, frozenset[int], int]]:
    """Name the limits that ask for at least so many members out of some people."""

    def those(fits: "list[bool]") -> frozenset[int]:
        return frozenset(place for place, does in enumerate(fits) if does)

    people: Sequence[Person] = question.people
    found = [
        (Limit(Kind.HOME), those([person.abroad is False for person in people]), limits.home),
        (Limit(Kind.OVERSEAS), those([person.abroad is True for person in people]), limits.overseas),
        (Limit(Kind.LED), those([person.led for person in people]), int(limits.led)),
    ]
    found += [
        (Limit(Kind.LANGUAGE, code), those([code in person.languages for person in people]), 1)
        for code in sorted(limits.languages)
    ]
    return [each for each in found if each[2] > 0]


def columns_of(question: Question, people: Collection[int]) -> list[int]:
    """Give the columns in which one of some people sits."""
    return [place for place, offer in enumerate(question.offers) if offer.person in people]


def at_least(question: Question, people: Collection[int], least: int) -> Row:
    """Ask for at least so many members out of some people."""
    columns = columns_of(question, people)
    return Row(columns, [1] * len(columns), least, _MOST)


def _at_most(question: Question, people: Collection[int], most: int) -> Row:
    columns = columns_of(question, people)
    return Row(columns, [1] * len(columns), -_MOST, most)


def other_than(question: Question, members: Collection[int], changed: int) -> Row:
    """Ask for a team in which at least so many of these members are replaced."""
    return _at_most(question, members, len(members) - changed)


def floor_rows(question: Question, floor: int) -> list[Row]:
    """Ask that each capability is covered by somebody with at least so many thousandths."""
    if floor <= 0:
        return []
    return [
        at_least(question, [at for at, person in enumerate(question.people) if person.covers[place] >= floor], 1)
        for place in range(len(question.capabilities))
    ]
