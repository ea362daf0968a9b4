"""A team question: seats, the people who may take them, the limits that a team keeps, and what a team is worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

WHOLE = 1000
"""Coverage is counted in thousandths: whole numbers compare exactly."""


class LimitBroken(AssertionError):
    """A team breaks a limit that was set; it is never shown."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could be in a team, and nothing of them that the limits do not ask."""

    id: str
    covers: tuple[int, ...]
    """How well they cover each capability, in thousandths from 0 to 1,000."""
    load: int = 0
    """How many things they lead already."""
    abroad: bool | None = None
    """Whether they live abroad; None where it is not known, which then counts for neither side."""
    languages: frozenset[str] = frozenset()
    led: bool = False
    """Whether they have led something before."""
    kept_out: bool = False
    """Whether a conflict of interest, or not knowing whether there is one, keeps them out of an automatic choice."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A person who could take a seat."""

    seat: int
    person: int
    fit: int
    """How well they fit, in whole units of which more is better; units mean the same at every seat."""
    barred: bool = False
    """Whether the law bars them from this seat."""


@dataclass(frozen=True)
class Question:
    """Who could take which seat: people in the order of their ids, everybody at most once a seat."""

    seats: tuple[str, ...]
    capabilities: tuple[str, ...]
    people: tuple[Person, ...]
    offers: tuple[Offer, ...]
    ties: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """How often two people, the lower place first, have worked together."""
    apart: frozenset[tuple[int, int]] = frozenset()
    """Pairs of people, the lower place first, who must not be in one team."""

    def __post_init__(self) -> None:
        """Refuse what has no answer that is the same every time; raises ValueError."""
        ids = [person.id for person in self.people]
        if ids != sorted(set(ids)):
            raise ValueError("The people of a team question stand in the order of their ids, each once.")
        if any(len(person.covers) != len(self.capabilities) for person in self.people):
            raise ValueError("Everybody has a number for each capability.")
        pairs = {(offer.seat, offer.person) for offer in self.offers}
        if len(pairs) != len(self.offers):
            raise ValueError("Somebody is offered twice for one seat.")

    @cached_property
    def by_seat_and_person(self) -> Mapping[tuple[int, int], Offer]:
        """The offers by seat and person."""
        return {(offer.seat, offer.person): offer for offer in self.offers}

    def offers_of(self, seat: int) -> Iterator[Offer]:
        """Everybody who could take a seat."""
        return (offer for offer in self.offers if offer.seat == seat)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a team must keep besides the law. Each of these was set by whoever asks, and can be set otherwise."""

    most_load: int = 2
    """How many things a member may lead, this team included."""
    home: int = 0
    """How many members must live in the country."""
    overseas: int = 0
    """How many members must live abroad."""
    languages: frozenset[str] = frozenset()
    """Each of these languages must be spoken by a member."""
    led: bool = False
    """Whether a member must have led something before."""
    floor: int = 0
    """What every capability must be covered with, in thousandths."""
    left_out: frozenset[str] = frozenset()
    """Seats that the team is made without."""


class Kind(StrEnum):
    """What limits a team: the first two are never anybody's to relax."""

    LAW = "law"
    CONFLICTS = "conflicts"
    SEAT = "seat"
    LOAD = "load"
    HOME = "home"
    OVERSEAS = "overseas"
    LANGUAGE = "language"
    LED = "led"
    FLOOR = "floor"


FIXED = frozenset({Kind.LAW, Kind.CONFLICTS})


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """One limit by its kind, and of which seat or which language where there are several."""

    kind: Kind
    of: str = ""


def limits_in_force(question: Question, limits: Limits) -> list[Limit]:
    """Name every limit that can hinder a team, those that say nothing (at least 0 members abroad) left out."""
    found = [Limit(Kind.LAW), Limit(Kind.CONFLICTS), Limit(Kind.LOAD)]
    found += [Limit(Kind.HOME)] if limits.home else []
    found += [Limit(Kind.OVERSEAS)] if limits.overseas else []
    found += [Limit(Kind.LANGUAGE, code) for code in sorted(limits.languages)]
    found += [Limit(Kind.LED)] if limits.led else []
    found += [Limit(Kind.FLOOR)] if limits.floor else []
    return found + [Limit(Kind.SEAT, seat) for seat in question.seats if seat not in limits.left_out]


def may_sit(question: Question, limits: Limits, offer: Offer) -> bool:
    """Tell whether a person may take a seat as far as that can be told of them alone."""
    person = question.people[offer.person]
    return not (
        offer.barred
        or person.kept_out
        or person.load + 1 > limits.most_load
        or question.seats[offer.seat] in limits.left_out
    )


@dataclass(frozen=True, slots=True)
class Team:
    """Who sits where. `seated` has the place of a person for each seat, None for a seat left out."""

    seated: tuple[int | None, ...]
    proven: bool = True
    """Whether no better team exists; False where the time ran out before that was known."""

    @property
    def members(self) -> list[int]:
        """The places of the people in it, in the order of the seats."""
        return [person for person in self.seated if person is not None]


def coverage(question: Question, members: Sequence[int]) -> tuple[int, ...]:
    """Give how well some people cover each capability together: as well as the best of them."""
    covers = [question.people[person].covers for person in members]
    return tuple(max((each[place] for each in covers), default=0) for place in range(len(question.capabilities)))


def weakest(question: Question, members: Sequence[int]) -> int:
    """Give the coverage of the capability that is covered worst; 1,000 where none is asked for."""
    return min(coverage(question, members), default=WHOLE)


def fit(question: Question, team: Team) -> int:
    """Give the sum of how well everybody fits the own seat."""
    found = question.by_seat_and_person
    return sum(found[seat, person].fit for seat, person in enumerate(team.seated) if person is not None)


def ties(question: Question, members: Sequence[int]) -> int:
    """Give how often members have worked together."""
    inside = set(members)
    return sum(count for pair, count in question.ties.items() if inside.issuperset(pair))


def worth(question: Question, team: Team) -> tuple[int, int, int, tuple[int, ...]]:
    """Give what teams are compared by, the greater the better: weakest capability, fit, ties, then the lowest ids."""
    members = team.members
    lowest = tuple(-person for person in members)
    return weakest(question, members), fit(question, team), ties(question, members), lowest


def broken(question: Question, limits: Limits, team: Team) -> list[Limit]:
    """Name every limit that a team does not keep, found without the means by which teams are made."""
    members, people = team.members, [question.people[place] for place in team.members]
    seats = [Limit(Kind.SEAT, question.seats[seat]) for seat in _wrongly_seated(question, limits, team)]
    pairs = [(seat, person) for seat, person in enumerate(team.seated) if person is not None]
    offered = [question.by_seat_and_person.get(pair) for pair in pairs]
    inside = set(members)
    wrong = {
        Limit(Kind.LAW): any(offer is not None and offer.barred for offer in offered),
        Limit(Kind.CONFLICTS): any(person.kept_out for person in people)
        or any(inside.issuperset(pair) for pair in question.apart),
        Limit(Kind.LOAD): any(person.load + 1 > limits.most_load for person in people),
        Limit(Kind.HOME): sum(person.abroad is False for person in people) < limits.home,
        Limit(Kind.OVERSEAS): sum(person.abroad is True for person in people) < limits.overseas,
        Limit(Kind.LED): limits.led and not any(person.led for person in people),
        Limit(Kind.FLOOR): weakest(question, members) < limits.floor,
    }
    spoken = frozenset[str]().union(*(person.languages for person in people))
    unspoken = [Limit(Kind.LANGUAGE, code) for code in sorted(limits.languages - spoken)]
    return [*(limit for limit, is_wrong in wrong.items() if is_wrong), *unspoken, *seats]


def _wrongly_seated(question: Question, limits: Limits, team: Team) -> list[int]:
    """Name the seats that are empty, taken by somebody not offered or sitting elsewhere, or taken and left out."""
    members = team.members
    wrong = []
    for seat, (name, person) in enumerate(zip(question.seats, team.seated, strict=True)):
        as_asked = (person is None) == (name in limits.left_out)
        seated = person is None or ((seat, person) in question.by_seat_and_person and members.count(person) == 1)
        if not (as_asked and seated):
            wrong.append(seat)
    return wrong


@dataclass(frozen=True, slots=True)
class Loss:
    """What a team loses with the person at one seat."""

    falls: tuple[tuple[int, int, int], ...]
    """Each capability that is covered worse without anybody in the place: its place, before and after."""
    stand_ins: int
    """How many others could take the seat with the rest of the team as it is and every limit kept."""
    weakest: int | None
    """The weakest capability with the best of them in the place; None where there is nobody."""
    fit: int | None
    """How much fit the best of them brings less."""


def losses(question: Question, limits: Limits, team: Team) -> list[Loss | None]:
    """Give what the removal of each member costs, seat by seat; None for a seat left out."""
    return [None if person is None else _loss(question, limits, team, seat) for seat, person in enumerate(team.seated)]


def _loss(question: Question, limits: Limits, team: Team, seat: int) -> Loss:
    rest = [person for place, person in enumerate(team.seated) if person is not None and place != seat]
    before, after = coverage(question, team.members), coverage(question, rest)
    others = [offer.person for offer in question.offers_of(seat) if offer.person != team.seated[seat]]
    changed = [_reseated(team, seat, person) for person in others]
    kept = [other for other in changed if not broken(question, limits, other)]
    best = max(kept, key=lambda other: worth(question, other), default=None)
    return Loss(
        falls=tuple((place, was, now) for place, (was, now) in enumerate(zip(before, after, strict=True)) if now < was),
        stand_ins=len(kept),
        weakest=None if best is None else weakest(question, best.members),
        fit=None if best is None else fit(question, team) - fit(question, best),
    )


def _reseated(team: Team, seat: int, person: int) -> Team:
    return Team((*team.seated[:seat], person, *team.seated[seat + 1 :]), team.proven)


def thinnest(found: Sequence[Loss | None]) -> int | None:
    """Name the seat with the fewest stand-ins, of several the one where losing the member costs most; None for none."""
    seats = [(loss.stand_ins, loss.weakest or 0, -(loss.fit or 0), seat) for seat, loss in enumerate(found) if loss]
    return min(seats)[-1] if seats else None
