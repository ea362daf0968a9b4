"""The people of an index by term: who has it and how much it weighs with them."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.counting import Block, Counts, Table, count, starts_of_runs
from matching.kernel import leading
from matching.vocabulary import WORD_BITS, Int32s, Int64s, Vocabulary

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Bools = NDArray[np.bool_]


def places(ascending: Int64s, keys: Int64s) -> tuple[Int64s, Bools]:
    """Give the place of each key in an ascending array, and whether it is there."""
    place = np.searchsorted(ascending, keys)
    found = place < len(ascending)
    found[found] = ascending[place[found]] == keys[found]
    return place, found


@dataclass(frozen=True, slots=True)
class TermWeights:
    """How telling each term is: ln((1 + works) / (1 + works with the term)) + 1, the smooth inverse document frequency.

    A term that was not there when the weights were taken weighs as one that stands in a single work, which is what it
    would weigh if they were taken anew; a pair of words is then left out where single pairs are left out.
    """

    keys: Int64s
    values: Float64s
    new_word: float
    new_pair: float

    @classmethod
    def of(cls, table: Table, works: int, fewest_works_of_a_pair: int) -> "TermWeights":
        """Take the weights of a table over so many works."""
        values = np.log((1 + works) / (1 + table.works.astype(np.float64))) + 1
        new = float(np.log((1 + works) / 2) + 1)
        return cls(table.keys, values, new, new if fewest_works_of_a_pair < 2 else 0.0)

    @property
    def pairs(self) -> bool:
        """Whether any pair of words has a weight."""
        return self.new_pair > 0 or bool(len(self.keys) and self.keys[-1] >> WORD_BITS)

    def of_keys(self, keys: Int64s) -> Float64s:
        """Give the weight of each key; ascending keys are looked up fastest."""
        weights = np.where(keys >> WORD_BITS == 0, self.new_word, self.new_pair)
        place, found = places(self.keys, keys)
        weights[found] = self.values[place[found]]
        return weights

    def of_terms(self, terms: Iterable[str], vocabulary: Vocabulary) -> list[float]:
        """Give the weight of each term of `text.analyse`, also of those with words that the index never met."""
        listed = list(terms)
        keys = vocabulary.keys(listed)
        found = self.of_keys(np.array([0 if key is None else key for key in keys], dtype=np.int64)).tolist()
        new = [self.new_pair if " " in term else self.new_word for term in listed]
        return [unmet if key is None else weight for key, weight, unmet in zip(keys, found, new, strict=True)]


@dataclass(frozen=True, slots=True)
class Postings:
    """The people of each term, ascending, with the weight of the term in their vector (each of length 1)."""

    keys: Int64s
    starts: Int64s
    people: Int32s
    weights: Float32s

    def kept(self, numbers: Int32s) -> "Postings":
        """Give the postings with the people renumbered; those with the number -1 are left out."""
        people = numbers[self.people]
        alive = people >= 0
        before = np.concatenate([[0], np.cumsum(alive)])
        sizes = np.diff(before[self.starts])
        some = sizes > 0
        starts = np.concatenate([[0], np.cumsum(sizes[some])]).astype(np.int64)
        return Postings(self.keys[some], starts, people[alive], self.weights[alive])

    def scores(self, keys: Int64s, weights: Float64s, people: int) -> Float64s:
        """Give each of so many people the sum of the products of the query's weights with theirs."""
        place, found = places(self.keys, keys)
        terms = place[found]
        return _summed((self.starts[terms], self.starts[terms + 1]), weights[found], self.people, self.weights, people)

    def nearest(
        self, keys: Int64s, weights: Float64s, k: int, people: int, allowed: Bools | None
    ) -> tuple[Int64s, Float64s]:
        """Give the numbers of the k of so many people with the best scores above 0 and of those tied with the last.

        Their scores come second. A few who are a little worse may be among them. Only the marked are found, where
        somebody is marked.
        """
        scores = self.scores(keys, weights, people)
        if allowed is not None:
            scores[~allowed] = 0
        found = leading(scores, max(1, min(k, people)))
        return found, scores[found]

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes."""
        return self.keys.nbytes + self.starts.nbytes + self.people.nbytes + self.weights.nbytes


class Weighed(NamedTuple):
    """The people of a block by term, and what makes their vectors out of the counts of their works."""

    postings: Postings
    scales: Float32s
    """For each work, 1 / (its length as a vector x the length of the sum of the person's works)."""
    people: int


def vectors(block: Block, vocabulary: Vocabulary, terms: TermWeights) -> Weighed:
    """Weigh the people of a block.

    Each work is a vector of (1 + ln times) x term weight, brought to length 1; a person is the sum of their works,
    brought to length 1 again. So a long text counts no more than a short one, and many works no more than few.
    """
    counts = count(block, vocabulary, pairs=terms.pairs)
    weights, lengths = weights_of(counts, len(block.lengths), terms)
    whose = np.repeat(np.arange(len(block.works), dtype=np.int64), block.works)
    owner = whose[counts.works]
    first = _runs(counts.keys, owner)
    weights = np.add.reduceat(weights, first) if len(first) else weights
    keys, owner = counts.keys[first], owner[first]
    sums = np.sqrt(np.bincount(owner, weights * weights, len(block.works)))
    sums[sums == 0] = 1
    weights /= sums[owner]
    said = weights > 0
    keys, owner, weights = keys[said], owner[said], weights[said]
    runs = starts_of_runs(keys)
    postings = Postings(keys[runs], np.append(runs, len(keys)), owner.astype(np.int32), weights.astype(np.float32))
    return Weighed(postings, (1 / (lengths * sums[whose])).astype(np.float32), len(block.works))


def weights_of(counts: Counts, works: int, terms: TermWeights) -> tuple[Float64s, Float64s]:
    """Weigh the counted terms of so many works: (1 + ln times) x term weight, each work brought to length 1.

    The lengths of the works before that come second, 1 for a work without a term.
    """
    runs = starts_of_runs(counts.keys)
    telling = np.repeat(terms.of_keys(counts.keys[runs]), np.diff(runs, append=len(counts.keys)))
    weights = (1 + np.log(counts.times)) * telling
    lengths = np.sqrt(np.bincount(counts.works, weights * weights, works))
    lengths[lengths == 0] = 1
    return np.asarray(weights / lengths[counts.works]), lengths


@compiled
def _summed(
    stretches: tuple[Int64s, Int64s], values: Float64s, people: Int32s, weights: Float32s, count: int
) -> Float64s:
    """Add up what terms add to each of so many people; their postings stand from these begins to these ends."""
    sums, (begins, ends) = np.zeros(count), stretches
    for term in range(len(values)):
        value = values[term]
        for at in range(begins[term], ends[term]):
            sums[people[at]] += value * np.float64(weights[at])
    return sums


def _runs(keys: Int64s, owner: Int64s) -> Int64s:
    """Give the places where the key or the owner changes."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate([[True], (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])]))


def assembled(parts: Iterable[tuple[Postings, int]]) -> Postings:
    """Join postings, each with the number of people it is of, into one."""
    waiting = deque(parts)
    keys = np.unique(np.concatenate([part.keys for part, _ in waiting])) if waiting else np.zeros(0, np.int64)
    sizes = np.zeros(len(keys), dtype=np.int64)
    for part, _ in waiting:
        sizes[np.searchsorted(keys, part.keys)] += np.diff(part.starts)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    people = np.empty(int(starts[-1]), dtype=np.int32)
    weights = np.empty(len(people), dtype=np.float32)
    free, before = starts[:-1].copy(), 0
    while waiting:
        part, count = waiting.popleft()
        place, size = np.searchsorted(keys, part.keys), np.diff(part.starts)
        target = np.repeat(free[place] - part.starts[:-1], size) + np.arange(len(part.people))
        people[target] = part.people + before
        weights[target] = part.weights
        free[place] += size
        before += count
    return Postings(keys, starts, people, weights)
