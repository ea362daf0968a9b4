"""The demonstration network as a stream: real institutes, and experts and missions that do not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from registry.generator import institutes as organisations
from registry.generator import missions as openings
from registry.generator import people
from registry.models.experts import Expert
from registry.models.institutes import Institute
from registry.models.missions import Mission

SMALLEST, LARGEST = 300, 1_000_000
# The day from which the present list of strategic technologies holds; before it nothing here would be in force.
_EARLIEST, _LATEST = date(2026, 7, 1), date(2045, 12, 31)


@dataclass(frozen=True, slots=True)
class Network:
    """A network of `size` experts; each method begins its stream anew and holds one record at a time.

    Expert number n is the same in a network of any size with the same seed and day. All ids depend on the seed alone,
    those of institutes on nothing.
    """

    size: int
    seed: int
    today: date

    def institutes(self) -> Iterator[Institute]:
        """The institutes of the official list, which are real, then invented organisations, which say so."""
        return organisations.institutes()

    def experts(self) -> Iterator[Expert]:
        """The experts, all of them generated."""
        return (people.expert(self.seed, number, self.today) for number in range(self.size))

    def missions(self) -> Iterator[Mission]:
        """Twenty missions with their roles; where a role is filled, it is by one of the first experts."""
        return openings.missions(self.seed, self.today)

    def __iter__(self) -> Iterator[Institute | Expert | Mission]:
        """Everything in the order in which it can be stored: institutes, experts, missions."""
        yield from self.institutes()
        yield from self.experts()
        yield from self.missions()


def network(size: int, *, seed: int = 57, today: date | None = None) -> Network:
    """A demonstration network.

    Args:
        size: how many experts, 300 to 1,000,000.
        seed: 0 or more; another seed gives other people with other ids.
        today: the day by which everything has happened; the day it is (UTC) where none is given.

    Raises:
        ValueError: the size, the seed or the day is out of range; the day must lie between 1 July 2026, from which
            the list of strategic technologies holds, and 2045, when the strategic plan ends.
    """
    day = today or datetime.now(UTC).date()
    if not SMALLEST <= size <= LARGEST:
        raise ValueError(f"A network has {SMALLEST} to {LARGEST} experts, not {size}.")
    if seed < 0:
        raise ValueError(f"A seed is 0 or more, not {seed}.")
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError(f"The day must lie between {_EARLIEST} and {_LATEST}, not {day}.")
    return Network(size, seed, day)
