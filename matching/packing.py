"""The packed postings of a large index: little more than 3 bytes each, in the order in which the kernel reads."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching import exact, kernel
from matching.compiling import compiled
from matching.exact import Works
from matching.kernel import CHUNK, CHUNK_BITS, LOW, STEPS, Lists
from matching.postings import Bools, Float32s, Float64s, Postings, TermWeights, Weighed, places
from matching.vocabulary import Int32s, Int64s

MOST_PEOPLE = 256 * CHUNK
LONG = 4
"""A list is long when it has so many postings for each chunk: there the beginnings of the chunks cost less than to keep
the chunk with each posting."""
NOBODY = np.zeros(0, dtype=np.int64)
ANYBODY = np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Packed:
    """The people of each term with the rough weight of the term in their vector, and the works that tell it exactly."""

    keys: Int64s
    telling: Float64s
    """The term weights of the keys."""
    lists: Lists
    works: Works

    def scores(self, keys: Int64s, weights: Float64s, people: Int64s) -> Float64s:
        """Give the people in these rows the sum of the products of the query's weights with theirs."""
        place, found = places(self.keys, keys)
        return exact.scores(self.works, keys[found], weights[found] * self.telling[place[found]], people)

    def nearest(self, keys: Int64s, weights: Float64s, k: int, allowed: Bools | None) -> tuple[Int64s, Float64s]:
        """Give the rows of the k people with the best scores above 0 and of those tied with the last, and the scores.

        A few who are a little worse may be among them. Only the marked are found, where somebody is marked.
        """
        place, found = places(self.keys, keys)
        terms, keys, weights = place[found], keys[found], weights[found]
        k = min(k, self.lists.people)
        if not len(terms) or k < 1:
            return NOBODY, np.zeros(0)
        people = kernel.nearest(self.lists, terms, weights, k, ANYBODY if allowed is None else allowed)
        return people, exact.scores(self.works, keys, weights * self.telling[terms], people)

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes, without the works, which are there for the ranking."""
        arrays = (self.keys, self.telling, *self.lists[:-1], self.works.scales, self.works.folded)
        return sum(array.nbytes for array in arrays)


def packed(parts: Iterable[Weighed], terms: TermWeights, works: Works) -> Packed:
    """Pack postings that come in parts, one after the other, of people in the order of their works.

    Raises OverflowError for more than 16,777,216 people.
    """
    people = len(works.firsts)
    if people > MOST_PEOPLE:
        raise OverflowError(f"One index holds at most {MOST_PEOPLE} people; these are {people}.")
    waiting = deque((part, np.searchsorted(terms.keys, part.postings.keys)) for part in parts)
    sizes, heaviest = np.zeros(len(terms.keys), dtype=np.int64), np.zeros(len(terms.keys), dtype=np.float32)
    lightest = np.full(len(terms.keys), np.inf, dtype=np.float32)
    for part, place in waiting:
        if len(place):
            weights, starts = part.postings.weights, part.postings.starts
            sizes[place] += np.diff(starts)
            heaviest[place] = np.maximum(heaviest[place], np.maximum.reduceat(weights, starts[:-1]))
            lightest[place] = np.minimum(lightest[place], np.minimum.reduceat(weights, starts[:-1]))
    lists = _empty(sizes, lightest, heaviest, people)
    scales = np.concatenate([np.zeros(0, dtype=np.float32), *(part.scales for part, _ in waiting)])
    free, before = lists.begins.copy(), 0
    while waiting:
        part, place = waiting.popleft()
        _fill(lists, place, free, (part.postings.starts, part.postings.people, part.postings.weights), before)
        before += part.people
    across = _chunks(people) + 1
    chunks = lists.chunks.reshape(-1, across)
    chunks[:, 1:] = np.cumsum(chunks[:, :-1], axis=1)
    chunks[:, 0] = 0
    return Packed(terms.keys, terms.values, lists, works._replace(scales=scales))


def _chunks(people: int) -> int:
    return (people + LOW) >> CHUNK_BITS


def _empty(sizes: Int64s, lightest: Float32s, heaviest: Float32s, people: int) -> Lists:
    """Give the lists of these sizes with nothing in them; the short lists come first."""
    long = sizes >= LONG * _chunks(people)
    order = np.argsort(long, kind="stable")
    ends = np.cumsum(sizes[order])
    begins = np.empty(len(sizes), dtype=np.int64)
    begins[order] = ends - sizes[order]
    total, short = int(sizes.sum()), int(sizes[~long].sum())
    return Lists(
        begins,
        sizes.astype(np.int32),
        np.where(long, np.cumsum(long) - 1, -1).astype(np.int32),
        lightest,
        heaviest,
        np.empty(total, dtype=np.uint16),
        np.empty(short, dtype=np.uint8),
        np.empty(total, dtype=np.uint8),
        np.zeros(int(long.sum()) * (_chunks(people) + 1), dtype=np.int32),
        people,
    )


@compiled
def _fill(lists: Lists, terms: Int64s, free: Int64s, source: tuple[Int64s, Int32s, Float32s], before: int) -> None:
    """Write the postings of some terms to where each list is free, and count those of each chunk of a long list."""
    starts, people, weights = source
    lows, highs, steps, chunks = lists.low, lists.high, lists.step, lists.chunks
    across = ((lists.people + LOW) >> CHUNK_BITS) + 1
    bits, lightest, heaviest = weights.view(np.int32), lists.lightest.view(np.int32), lists.heaviest.view(np.int32)
    for number in range(len(terms)):
        term = terms[number]
        place, counts, least = free[term], lists.long[term] * across, lightest[term]
        scale = STEPS / max(1, heaviest[term] - least)
        for at in range(starts[number], starts[number + 1]):
            person = np.int64(people[at]) + before
            lows[place] = person & LOW
            steps[place] = np.uint8((bits[at] - least) * scale + 0.5)
            if counts < 0:
                highs[place] = person >> CHUNK_BITS
            else:
                chunks[counts + (person >> CHUNK_BITS)] += 1
            place += 1
        free[term] = place


def prepare() -> None:
    """Compile the search, so that nobody who searches waits for it: once for an installation, half a minute."""
    person, word = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int32)
    one, mark = np.ones(1, dtype=np.float32), np.ones(1, dtype=np.uint64)
    works = Works(word, person, person, one, word, person, word + 1, mark, mark[:0])
    few = Postings(person, np.arange(2), word, one)
    packed([Weighed(few, one, 1)], TermWeights(person, np.ones(1), 1.0, 1.0), works).nearest(
        person, np.ones(1), 1, None
    )
    few.nearest(person, np.ones(1), 1, 1, None)
