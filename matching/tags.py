"""The tags of people: what a filter may ask for, numbered, and the people of each."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]

Where = Sequence[Set[str]]
"""A filter: of each set a person must have at least one tag. An empty set leaves nobody, no set leaves everybody."""


class Tags:
    """The tags met so far. One thread may add while others look up; numbers are given once and never change."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, tag: str) -> int:
        """Give the number of a tag; a new one is added."""
        return self._numbers.setdefault(tag, len(self._numbers))

    def listed(self) -> list[str]:
        """Give all tags in the order of their numbers."""
        return list(self._numbers)

    def met(self, tags: Set[str]) -> list[int]:
        """Give the numbers of those of the tags that were met."""
        return [self._numbers[tag] for tag in tags if tag in self._numbers]


@dataclass(frozen=True, slots=True)
class Tagged:
    """The rows of each tag, ascending."""

    starts: NDArray[np.int64]
    rows: Int32s

    @classmethod
    def of(cls, tags: Int32s, sizes: Int32s) -> "Tagged":
        """Turn the numbers of the tags of each person, and how many each has, round."""
        owner = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        times = np.bincount(tags) if len(tags) else np.zeros(0, dtype=np.int64)
        return cls(np.concatenate([[0], np.cumsum(times)]), owner[np.argsort(tags, kind="stable")])

    def having(self, numbers: Iterable[int], people: int) -> Bools:
        """Mark those of so many people who have at least one of the tags."""
        marked = np.zeros(people, dtype=np.bool_)
        for number in numbers:
            if number < len(self.starts) - 1:
                marked[self.rows[self.starts[number] : self.starts[number + 1]]] = True
        return marked

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes."""
        return self.starts.nbytes + self.rows.nbytes
