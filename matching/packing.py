"""The packed postings of the main segment: little more than 5 bytes each, in the order in which the kernel reads."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching import kernel
from matching.kernel import CHUNK, CHUNK_BITS, FINEST, LOW, Lists, Question, compiled
from matching.postings import Bools, Float32s, Float64s, Postings, places
from matching.vocabulary import Int32s, Int64s

MOST_PEOPLE = 256 * CHUNK
LONG = 8
"""A list is long when it has so many postings for each chunk: there the beginnings of the chunks cost less than to keep
the chunk with each posting."""
WORTH = 50
"""With fewer postings than this for each term and each of the k best, adding all of them up takes no longer than
finding out which to leave."""
NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Packed:
    """The people of each term with the weight of the term in their vector, cut to 24 bits below the term's heaviest."""

    keys: Int64s
    begins: Int64s
    sizes: Int32s
    long: Int32s
    """The number of the list among the long ones; of a short one, -1."""
    heaviest: Float32s
    lists: Lists

    def question(self, keys: Int64s, weights: Float64s) -> Question:
        """Put a weighed text in the order in which the kernel takes its terms."""
        place, found = places(self.keys, keys)
        terms = place[found]
        factors = weights[found] * self.heaviest[terms] / FINEST
        order = np.argsort(-factors, kind="stable")
        terms = terms[order]
        across = _chunks(self.lists.people) + 1
        return Question(
            self.begins[terms],
            self.sizes[terms].astype(np.int64),
            np.maximum(self.long[terms], 0).astype(np.int64) * across,
            factors[order],
        )

    def scores(self, keys: Int64s, weights: Float64s) -> Float64s:
        """Give each person the sum of the products of the query's weights with theirs."""
        return _everybody(self.lists, self.question(keys, weights))

    def nearest(self, keys: Int64s, weights: Float64s, k: int, allowed: Bools | None) -> tuple[Int64s, Float64s]:
        """Give the rows of the k people with the best scores above 0 and of those tied with the last, and the scores.

        A few who are a little worse may be among them. Only the marked are found, where somebody is marked.
        """
        asked = self.question(keys, weights)
        if not len(asked.factors) or k < 1:
            return NOBODY, np.zeros(0)
        k = min(k, self.lists.people)
        terms = len(asked.factors)
        if terms > kernel.MOST_TERMS or asked.sizes.sum() < WORTH * k * terms:
            return self._plainly(asked, k, allowed)
        return self._sparingly(asked, k, np.zeros(0, dtype=np.bool_) if allowed is None else allowed)

    def _sparingly(self, asked: Question, k: int, allowed: Bools) -> tuple[Int64s, Float64s]:
        """Give the same as `nearest` by leaving out postings that can change nothing."""
        return kernel.nearest(self.lists, asked, np.full(k, self._reached(asked, k, allowed)), allowed)

    def _plainly(self, asked: Question, k: int, allowed: Bools | None) -> tuple[Int64s, Float64s]:
        """Give the same as `nearest` by adding everything up."""
        scores = _everybody(self.lists, asked)
        if allowed is not None:
            scores[~allowed] = 0
        last = kernel.last_of_best(scores, np.zeros(k)) - kernel.NOISE
        found = np.flatnonzero(scores >= last if last > 0 else scores > 0)
        return found, scores[found]

    def _reached(self, asked: Question, k: int, allowed: Bools) -> float:
        """Give a score that at least k people reach: the least of k who have a heavy posting of a telling term."""
        people, values = kernel.heavy(self.lists, asked, 4 * k, allowed)
        # One person may stand there for several terms: a few more than k are taken, and there may still be fewer.
        most = min(len(people), k + k // 4)
        if most < k:
            return 0.0
        chosen = np.unique(people[np.argpartition(-values, most - 1)[:most]])
        if len(chosen) < k:
            return 0.0
        negated = np.partition(-kernel.exact(self.lists, asked, chosen), k - 1)
        return max(0.0, -float(negated[k - 1]) - kernel.NOISE)

    def prepare(self) -> None:
        """Compile what searches these lists, or read it from where it was kept when it was compiled."""
        asked = self.question(self.keys, np.ones(len(self.keys)))
        self._plainly(asked, 1, None)
        self._sparingly(asked, 1, NOBODY.astype(np.bool_))

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes."""
        arrays = (self.keys, self.begins, self.sizes, self.long, self.heaviest, *self.lists[:-1])
        return sum(array.nbytes for array in arrays)


def prepare() -> None:
    """Compile the search, so that nobody who searches waits for it: once for an installation, some ten seconds."""
    sizes = np.array([LONG, 1])
    people = np.concatenate([np.arange(size, dtype=np.int32) for size in sizes])
    few = Postings(np.arange(2), np.append(0, np.cumsum(sizes)), people, np.ones(len(people), dtype=np.float32))
    packed([(few, 0)], few.keys, LONG).prepare()


def packed(parts: Iterable[tuple[Postings, int]], keys: Int64s, people: int) -> Packed:
    """Pack the postings of all parts, each with the number of people before it, given the ascending keys of all.

    Raises OverflowError for more than 16,777,216 people.
    """
    if people > MOST_PEOPLE:
        raise OverflowError(f"One index holds at most {MOST_PEOPLE} people; these are {people}.")
    waiting = deque((part, before, np.searchsorted(keys, part.keys)) for part, before in parts)
    sizes, heaviest = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.float32)
    for part, _, place in waiting:
        sizes[place] += np.diff(part.starts)
        if len(place):
            heaviest[place] = np.maximum(heaviest[place], np.maximum.reduceat(part.weights, part.starts[:-1]))
    empty = _empty(keys, sizes, heaviest, people)
    free, across = empty.begins.copy(), _chunks(people) + 1
    while waiting:
        part, before, place = waiting.popleft()
        parts_of = free[place], empty.long[place].astype(np.int64) * across, empty.heaviest[place]
        _fill(empty.lists, parts_of, (part.starts, part.people, part.weights), before)
        free[place] += np.diff(part.starts)
    starts = empty.lists.chunks.reshape(-1, across)
    starts[:, 1:] = np.cumsum(starts[:, :-1], axis=1)
    starts[:, 0] = 0
    return empty


def _chunks(people: int) -> int:
    return (people + LOW) >> CHUNK_BITS


def _empty(keys: Int64s, sizes: Int64s, heaviest: Float32s, people: int) -> Packed:
    """Give the lists of these sizes with nothing in them; the short lists come first."""
    long = sizes >= LONG * _chunks(people)
    order = np.argsort(long, kind="stable")
    ends = np.cumsum(sizes[order])
    begins = np.empty(len(keys), dtype=np.int64)
    begins[order] = ends - sizes[order]
    total, short = int(sizes.sum()), int(sizes[~long].sum())
    numbers = np.where(long, np.cumsum(long) - 1, -1).astype(np.int32)
    lists = Lists(
        np.empty(total, dtype=np.uint16),
        np.empty(short, dtype=np.uint8),
        np.empty(total, dtype=np.uint16),
        np.empty(total, dtype=np.uint8),
        np.zeros(int(long.sum()) * (_chunks(people) + 1), dtype=np.int32),
        people,
    )
    return Packed(keys, begins, sizes.astype(np.int32), numbers, heaviest, lists)


@compiled
def _everybody(lists: Lists, asked: Question) -> Float64s:
    """Give the score of each person."""
    scores = np.zeros(lists.people)
    for term in range(len(asked.factors)):
        begin, factor = asked.begins[term], asked.factors[term]
        if begin < len(lists.high):
            for at in range(begin, begin + asked.sizes[term]):
                person = np.int64(lists.high[at]) << CHUNK_BITS | np.int64(lists.low[at])
                scores[person] += factor * (np.int64(lists.top[at]) << 8 | np.int64(lists.bottom[at]))
        else:
            for chunk in range((lists.people + LOW) >> CHUNK_BITS):
                parts = asked.chunks[term] + chunk
                for at in range(begin + lists.chunks[parts], begin + lists.chunks[parts + 1]):
                    person = np.int64(chunk << CHUNK_BITS) | np.int64(lists.low[at])
                    scores[person] += factor * (np.int64(lists.top[at]) << 8 | np.int64(lists.bottom[at]))
    return scores


@compiled
def _fill(
    lists: Lists,
    target: tuple[Int64s, Int64s, Float32s],
    source: tuple[Int64s, Int32s, Float32s],
    before: int,
) -> None:
    """Write postings to where each list is free, and count those of each chunk of a long list.

    A target is, for each list, its first free place, its place in `Lists.chunks` (below 0: short), its heaviest weight.
    """
    frees, counts, heaviest = target
    starts, people, weights = source
    for number in range(len(frees)):
        free, count, finest = frees[number], counts[number], FINEST / np.float64(heaviest[number])
        for at in range(starts[number], starts[number + 1]):
            person = np.int64(people[at]) + before
            weight = max(1, min(FINEST, int(np.float64(weights[at]) * finest + 0.5)))
            lists.low[free] = person & LOW
            lists.top[free] = weight >> 8
            lists.bottom[free] = weight & 255
            if count < 0:
                lists.high[free] = person >> CHUNK_BITS
            else:
                lists.chunks[count + (person >> CHUNK_BITS)] += 1
            free += 1
