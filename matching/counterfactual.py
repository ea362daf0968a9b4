"""What would have to change for a person to stand among the first: the fewest changes, each tried by ranking again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from matching.choosing import MOST_BY_FEATURES
from matching.index import PeopleIndex
from matching.profiles import Evidence, Profile
from matching.ranking import Weights
from matching.tags import Where

MOST_CHANGES = 3
"""More changes than these are a programme, not an advice."""
ENOUGH = 3
"""So many sets of the smallest size are given at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something a person can do about the own profile. Nothing else about them can be changed here."""

    adds: tuple[Evidence, ...] = ()
    """Evidence that the ranking would know besides; it stands in place of evidence of the same id."""
    confirmed_on: date | None = None
    available_from: date | None = None

    def of(self, profile: Profile) -> Profile:
        """Give the profile as it would be."""
        new = {item.id for item in self.adds}
        return replace(
            profile,
            evidence=(*(item for item in profile.evidence if item.id not in new), *self.adds),
            confirmed_on=self.confirmed_on or profile.confirmed_on,
            available_from=self.available_from or profile.available_from,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A text, a day, weights, a filter, the names of who asks, who is left out: what the order is made by.

    Where people are given to choose `among`, the person stands among these.
    """

    text: str
    on: date
    by: Weights
    where: Where = ()
    institutes: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    among: frozenset[str] | None = None
    amount: float = 0.0


def place(index: PeopleIndex, asked: Question, profile: Profile) -> int | None:
    """Give the place that a person would have with this profile, from 1; None beyond those ranked by features."""
    changed = index.as_if(profile)
    ranked = changed.rank(
        asked.text,
        k=MOST_BY_FEATURES,
        on=asked.on,
        by=asked.by,
        among=None if asked.among is None else asked.among | {profile.id},
        without=asked.without,
        where=asked.where,
        institutes=asked.institutes,
        amount=asked.amount,
    )
    return next((number for number, one in enumerate(ranked, start=1) if one.id == profile.id), None)


def fewest(
    index: PeopleIndex, asked: Question, profile: Profile, changes: Sequence[Change], *, first: int
) -> list[tuple[int, ...]]:
    """Give the smallest sets of changes, by their numbers, that bring a person among the first.

    Each set was tried by ranking again as if the profile were so. The empty set alone where the person stands there
    already; none where no set of up to `MOST_CHANGES` does.

    Raises ValueError when `first` is below 1.
    """
    if first < 1:
        raise ValueError("The first are 1 or more.")

    def among_the_first(chosen: tuple[int, ...]) -> bool:
        reached = place(index, asked, applied(profile, [changes[number] for number in chosen]))
        return reached is not None and reached <= first

    return smallest(len(changes), among_the_first)


def applied(profile: Profile, changes: Sequence[Change]) -> Profile:
    """Give a profile as it would be after these changes."""
    for change in changes:
        profile = change.of(profile)
    return profile


def smallest(
    number: int, works: Callable[[tuple[int, ...]], bool], *, most: int = MOST_CHANGES, enough: int = ENOUGH
) -> list[tuple[int, ...]]:
    """Give up to `enough` of the smallest sets out of so many things that work, in the order of their numbers.

    Sizes are tried from the smallest, and nothing larger than a set that works. Within that nothing is concluded from
    a part about the whole: further evidence may also lower a score, so only trying a set tells whether it works.
    """
    for size in range(min(most, number) + 1):
        found = _first(filter(works, combinations(range(number), size)), enough)
        if found:
            return found
    return []


def _first(sets: Iterator[tuple[int, ...]], enough: int) -> list[tuple[int, ...]]:
    found = []
    for one in sets:
        found.append(one)
        if len(found) == enough:
            break
    return found
