"""Chance that repeats itself: seeded streams of numbers and the few draws that the generator makes from them."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

# Only Random.random() is drawn from: it is the one method whose sequence Python promises to keep between versions.
Stream = Random


def stream(seed: int, room: int, number: int) -> Stream:
    """The numbers that belong to one thing; `room` keeps people, teams and missions of the same number apart."""
    return Random((seed * 8 + room) * 2**32 + number)  # noqa: S311 - repeatable chance is what is wanted here.


class Weighted(Generic[T]):
    """Things and how often each is drawn; the weights need not add up to anything."""

    __slots__ = ("_bounds", "things")

    def __init__(self, weights: Sequence[tuple[T, float]]) -> None:
        self.things = tuple(thing for thing, _ in weights)
        self._bounds = tuple(accumulate(weight for _, weight in weights))

    def at(self, share: float) -> T:
        """The thing at a share from 0 to 1 of the whole weight."""
        return self.things[min(bisect_right(self._bounds, share * self._bounds[-1]), len(self.things) - 1)]

    def draw(self, numbers: Stream) -> T:
        """One of the things."""
        return self.at(numbers.random())


def pick(numbers: Stream, things: Sequence[T]) -> T:
    """One of the things, each as likely as the others."""
    return things[int(numbers.random() * len(things))]


def happens(numbers: Stream, probability: float) -> bool:
    """Whether something of this probability happens."""
    return numbers.random() < probability


def whole(numbers: Stream, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included; `low` where the range is empty."""
    return low + int(numbers.random() * (high - low + 1)) if high > low else low


def some(numbers: Stream, things: Sequence[T], count: int) -> list[T]:
    """As many different things in a random order, or all of them."""
    left, taken = list(things), list[T]()
    while left and len(taken) < count:
        taken.append(left.pop(int(numbers.random() * len(left))))
    return taken


def day_before(numbers: Stream, last: date, days: int) -> date:
    """A day up to so many days before `last`."""
    return last - timedelta(days=whole(numbers, 0, days))


def ids(seed: int, room: str, number: int, count: int) -> Iterator[str]:
    """Up to so many ids that always belong to this thing, the same ones whatever the count: UUIDs of version 8."""
    digits = hashlib.shake_128(f"{seed}/{room}/{number}".encode()).hexdigest(16 * count)
    for start in range(0, 32 * count, 32):
        one = digits[start : start + 32]
        yield f"{one[:8]}-{one[8:12]}-8{one[13:16]}-a{one[17:20]}-{one[20:]}"
