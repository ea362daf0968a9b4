"""The making of teams: the weakest capability first, then fit, then ties, then the order of ids; and other teams."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.postings import Float64s
from matching.programmes import Clock, Programme, Row, floor_rows, other_than, programme
from matching.teams import LimitBroken, Limits, Question, Team, broken, fit, ties, weakest

CLEARLY = 2
"""In a clearly different team so many people are others."""


class OutOfTime(Exception):
    """The time ran out before a team was found or it was certain that there is none."""


@dataclass(frozen=True, slots=True)
class Teams:
    """The best team and other ones."""

    best: Team
    others: tuple[Team, ...]
    """The next best, each clearly different from all before it where that is possible."""
    changed: tuple[int, ...]
    """For each other team, how many people at least are not in any one of the teams before it."""


def assemble(question: Question, limits: Limits, *, alternates: int = 2, seconds: float = 10.0) -> Teams | None:
    """Find the best team that keeps every limit, and other teams; None where there is none at all.

    Best means: the capability that is covered worst is covered as well as can be; among those teams the sum of fits
    is greatest; among those the members have worked together most often; among those the ids are lowest, seat by seat.
    The first three are compared in whole numbers. The same question has the same answer, unless the time runs out:
    then the team is the best so far and says that it is not proven to be the best.

    Raises:
        OutOfTime: nothing was found in time, nor that there is nothing.
        LimitBroken: a team breaks a limit; it is not given.
    """
    clock = Clock(seconds)
    best = best_team(question, limits, clock)
    if best is None:
        return None
    others, changed = _others(question, limits, clock, best, alternates)
    return Teams(best, tuple(others), tuple(changed))


def _others(
    question: Question, limits: Limits, clock: Clock, best: Team, alternates: int
) -> tuple[list[Team], list[int]]:
    found, changed = [best], []
    least = min(CLEARLY, len(best.members))
    while len(found) <= alternates and least:
        try:
            rows = [other_than(question, team.members, least) for team in found]
            other = best_team(question, limits, clock, rows)
        except OutOfTime:
            break
        if other is None:
            least -= 1
            continue
        found.append(other)
        changed.append(least)
    return found[1:], changed


def best_team(question: Question, limits: Limits, clock: Clock, rows: Iterable[Row] = ()) -> Team | None:
    """Find the best team as `assemble` does, with further rows of the programme to keep; None where there is none."""
    asked = programme(question, limits).with_rows(rows)
    first = clock.solve(asked)
    if first.columns is None:
        if not first.proven:
            raise OutOfTime
        return None
    proven = clock.proven
    clock.proven = True
    asked, columns = _strongest(question, asked, clock, first.columns)
    asked, columns = _fittest(question, asked, clock, columns)
    asked, columns = _closest(question, asked, clock, columns)
    columns = _first_by_id(question, asked, clock, columns)
    team = Team(_seated(question, columns), clock.proven)
    clock.proven &= proven
    wrong = broken(question, limits, team)
    if wrong:
        raise LimitBroken(f"A team was found that breaks {', '.join(limit.kind for limit in wrong)}.")
    return team


def _strongest(question: Question, asked: Programme, clock: Clock, columns: Float64s) -> tuple[Programme, Float64s]:
    """Raise the floor under all capabilities as high as it goes, by halving what is still possible."""
    levels = sorted({value for person in question.people for value in person.covers})
    low = bisect_left(levels, weakest(question, _members(question, columns))) if question.capabilities else 0
    high = len(levels)
    while high - low > 1 and question.capabilities:
        middle = (low + high) // 2
        answer = clock.solve(asked.with_rows(floor_rows(question, levels[middle])))
        if answer.columns is None:
            high = middle
        else:
            columns = answer.columns
            low = bisect_left(levels, weakest(question, _members(question, columns)))
    reached = levels[low] if question.capabilities and levels else 0
    return asked.with_rows(floor_rows(question, reached)), columns


def _fittest(question: Question, asked: Programme, clock: Clock, columns: Float64s) -> tuple[Programme, Float64s]:
    fits = [offer.fit for offer in question.offers]
    answer = clock.solve(asked, -np.array(fits, dtype=np.float64))
    columns = columns if answer.columns is None else answer.columns
    reached = fit(question, Team(_seated(question, columns)))
    return asked.with_rows([Row(range(len(fits)), fits, reached - 0.5, np.inf)]), columns


def _closest(question: Question, asked: Programme, clock: Clock, columns: Float64s) -> tuple[Programme, Float64s]:
    """Prefer those who have worked together: a column for each such pair, 1 only where both are members."""
    pairs = [(pair, count) for pair, count in sorted(question.ties.items()) if count > 0]
    if not pairs:
        return asked, columns
    offers, counts = len(question.offers), [count for _, count in pairs]
    rows = []
    for place, (pair, _) in enumerate(pairs):
        for person in pair:
            sits = [column for column, offer in enumerate(question.offers) if offer.person == person]
            rows.append(Row([*sits, offers + place], [*[1] * len(sits), -1], 0, np.inf))
    wider = asked.with_columns([1] * len(pairs), rows)
    answer = clock.solve(wider, -np.array([0] * offers + counts, dtype=np.float64))
    columns = columns if answer.columns is None else answer.columns[:offers]
    reached = ties(question, _members(question, columns))
    together = Row(range(offers, offers + len(pairs)), counts, reached - 0.5, np.inf)
    return wider.with_rows([together]), columns


def _first_by_id(question: Question, asked: Programme, clock: Clock, columns: Float64s) -> Float64s:
    """Seat by seat, take the person with the lowest id with whom the rest can still be as good."""
    upper = asked.upper.copy()
    for seat in range(len(question.seats)):
        here = [column for column, offer in enumerate(question.offers) if offer.seat == seat]
        sitting = [column for column in here if columns[column] > 0]
        free = [column for column in here if upper[column] > 0]
        if not sitting:
            continue
        chosen = sitting[0]
        if question.offers[chosen].person != min(question.offers[column].person for column in free):
            costs = np.zeros(len(upper))
            costs[here] = [question.offers[column].person for column in here]
            answer = clock.solve(Programme(upper, asked.rows), costs)
            if answer.columns is not None:
                columns = answer.columns[: len(columns)]
                chosen = next(column for column in here if columns[column] > 0)
        upper[[column for column in here if column != chosen]] = 0
    return columns


def _seated(question: Question, columns: Float64s) -> tuple[int | None, ...]:
    seated: list[int | None] = [None] * len(question.seats)
    for column in np.flatnonzero(columns[: len(question.offers)]).tolist():
        offer = question.offers[column]
        seated[offer.seat] = offer.person
    return tuple(seated)


def _members(question: Question, columns: Float64s) -> Sequence[int]:
    return [person for person in _seated(question, columns) if person is not None]
