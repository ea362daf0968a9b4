"""Many missions at once: a person for each seat, as many seats as can be filled, nobody for everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.exposure import drawn, near_equal
from matching.postings import Float64s
from matching.programmes import Answer, Clock, Programme, Row


class CannotAssign(ValueError):
    """What is given contradicts itself, or the time ran out before anything was found."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A person who could take a seat; `fit` in whole units that mean the same at every seat."""

    seat: str
    person: str
    fit: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who takes which seat."""

    people: Mapping[str, str]
    """The person by seat; a seat that nobody is left for is missing."""
    fit: int
    proven: bool


def assign(
    chances: Sequence[Chance],
    *,
    missions: Mapping[str, str],
    room: Mapping[str, int],
    margin: int,
    seed: int,
    seconds: float = 30.0,
) -> Assignment:
    """Fill as many seats as possible, then with the greatest sum of fits; among equals the seed decides.

    Args:
        missions: the mission of each seat; nobody takes two seats of one mission.
        room: how many further seats each person may take; who is missing has none.
        margin: people at one seat whose fits differ by no more are near equals: between them the drawn order decides,
            so that the sum of fits counts a near equal as the best of the group.

    Raises CannotAssign where a seat has no mission, a person is named twice for a seat, or nothing was found in time.
    """
    chances = sorted(chances, key=lambda chance: (chance.seat, chance.person))
    _check(chances, missions)
    levelled, priority = _levelled(chances, margin, seed)
    programme = Programme(np.ones(len(chances)), tuple(_rows(chances, missions, room)))
    clock = Clock(seconds)
    ones = np.ones(len(chances))
    columns = _columns(clock.solve(programme, -ones))
    # Filling a seat is a row from here on, the fit another one, so that neither is given up for what comes later.
    programme = programme.with_rows([_at_least(ones, columns)])
    columns = _columns(clock.solve(programme, -levelled), columns)
    programme = programme.with_rows([_at_least(levelled, columns)])
    columns = _columns(clock.solve(programme, priority), columns)
    chosen = [chances[place] for place in np.flatnonzero(columns).tolist()]
    return Assignment(
        {chance.seat: chance.person for chance in sorted(chosen, key=lambda chance: chance.seat)},
        sum(chance.fit for chance in chosen),
        clock.proven,
    )


def _check(chances: Sequence[Chance], missions: Mapping[str, str]) -> None:
    if len({(chance.seat, chance.person) for chance in chances}) < len(chances):
        raise CannotAssign("Somebody is named twice for one seat.")
    if {chance.seat for chance in chances} - missions.keys():
        raise CannotAssign("A seat belongs to no mission.")


def _columns(answer: Answer, before: Float64s | None = None) -> Float64s:
    columns = before if answer.columns is None else answer.columns
    if columns is None:
        raise CannotAssign("The time ran out before an assignment was found.")
    return columns


def _at_least(values: Float64s, columns: Float64s) -> Row:
    return Row(range(len(values)), values.tolist(), float(values @ columns) - 0.5, np.inf)


def _rows(chances: Sequence[Chance], missions: Mapping[str, str], room: Mapping[str, int]) -> list[Row]:
    """One person a seat, nobody beyond the own room, nobody twice in a mission."""
    most: dict[tuple[str, ...], tuple[list[int], int]] = {}
    for place, chance in enumerate(chances):
        groups = {
            ("seat", chance.seat): 1,
            ("person", chance.person): max(0, room.get(chance.person, 0)),
            ("mission", missions[chance.seat], chance.person): 1,
        }
        for group, high in groups.items():
            most.setdefault(group, ([], high))[0].append(place)
    return [Row(places, [1] * len(places), 0, high) for places, high in most.values()]


def _levelled(chances: Sequence[Chance], margin: int, seed: int) -> tuple[Float64s, Float64s]:
    """Raise near equals at a seat to the best of them, and give the place of each in the drawn order."""
    levelled, priority = np.zeros(len(chances)), np.zeros(len(chances))
    seats: dict[str, list[int]] = {}
    for place, chance in enumerate(chances):
        seats.setdefault(chance.seat, []).append(place)
    for number, seat in enumerate(sorted(seats)):
        places = seats[seat]
        fits = [chances[place].fit for place in places]
        for group in near_equal(fits, margin):
            levelled[[places[at] for at in group]] = max(fits[at] for at in group)
        order = drawn([chances[place].person for place in places], fits, margin=margin, seed=seed + number)
        for rank, at in enumerate(order):
            priority[places[at]] = rank
    return levelled, priority
