"""The compiled loops of the exact search: the k best of a packed index, reading few of its postings.

The terms of a text are taken in the order of what they can add at most, the people in chunks whose sums fit into the
processor's cache: the telling terms are added up for everybody, and only those who could still reach the k-th best are
looked up in the long lists of the common terms. Sums are kept in 16 bits with a known error; who may be among the best
by that error is added up again exactly. (MaxScore by ranges; Turtle and Flood 1995.)
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]
UInt16s = NDArray[np.uint16]

CHUNK_BITS = 16
CHUNK = 1 << CHUNK_BITS
LOW = CHUNK - 1
FINEST = (1 << 24) - 1
"""The heaviest weight of a term; all others are whole parts of it, and none is 0."""
MOST_TERMS = 4096
"""A text of more terms is added up for everybody: the error of so many 16-bit sums would tell nobody apart."""
SHARE = 0.4
"""Terms are added up for everybody until the rest can add less than this part of the k-th best score known so far."""
NOISE = 2e-6
"""Added to every error, so that all who are tied with the k-th best to six decimals are found."""

Compiled = TypeVar("Compiled", bound=Callable[..., object])


def compiled(function: Compiled) -> Compiled:
    """Compile a function on its first call, and keep it on disk where there is a folder to keep it in.

    What is kept is made anew only when the file of the function changes: functions that call each other stand together.
    """
    try:
        return cast(Compiled, njit(nogil=True, cache=True)(function))
    except RuntimeError:
        return cast(Compiled, njit(nogil=True)(function))


class Lists(NamedTuple):
    """The postings of all terms, one list after the other, first the short lists, then the long ones.

    A person's number is cut in two: the chunk and the place in it. A short list keeps both with every posting; a long
    one keeps where each chunk begins.
    """

    low: UInt16s
    """The place of the person in their chunk."""
    high: NDArray[np.uint8]
    """The chunk of the person; of the postings of the short lists only."""
    top: UInt16s
    """The upper 16 of the 24 bits of the weight."""
    bottom: NDArray[np.uint8]
    """The lower 8 bits, which only the exact sum reads."""
    chunks: NDArray[np.int32]
    """For each long list, where its chunks begin, counted from its own beginning, and its end."""
    people: int


class Question(NamedTuple):
    """The terms of a text, those that can add most first."""

    begins: Int64s
    sizes: Int64s
    chunks: Int64s
    """Where the beginnings of the chunks of the list stand in `Lists.chunks`."""
    factors: Float64s
    """What one part of the weight adds to the score."""


@compiled
def _sought(low: UInt16s, begin: int, end: int, place: int) -> int:
    """Give where in an ascending stretch the first value not below `place` stands, beginning at a guess."""
    one = begin + (((end - begin) * place) >> CHUNK_BITS)
    other, step = one, 8
    while one > begin and low[one] >= place:
        other = one
        one = max(begin, one - step)
        step <<= 1
    while other < end and low[other] < place:
        one = other
        other = min(end, other + step)
        step <<= 1
    while one < other:
        middle = (one + other) >> 1
        if low[middle] < place:
            one = middle + 1
        else:
            other = middle
    return one


@compiled
def _sought_in_short(lists: Lists, begin: int, end: int, person: int) -> int:
    """Give where in a short list the first person not below the given one stands."""
    while begin < end:
        middle = (begin + end) >> 1
        if (np.int64(lists.high[middle]) << CHUNK_BITS | np.int64(lists.low[middle])) < person:
            begin = middle + 1
        else:
            end = middle
    return begin


@compiled
def _add(lists: Lists, asked: Question, term: int, people: Int64s, sums: Float64s) -> None:
    """Add what a term adds to the sums of ascending people, exactly."""
    begin, factor = asked.begins[term], asked.factors[term]
    first, place, end, chunk = begin, begin, begin + asked.sizes[term], np.int64(-1)
    for number in range(len(people)):
        person = people[number]
        if begin < len(lists.high):
            place = _sought_in_short(lists, place, end, person)
            found = place < end and lists.high[place] == person >> CHUNK_BITS and lists.low[place] == person & LOW
        else:
            if person >> CHUNK_BITS != chunk:
                chunk = person >> CHUNK_BITS
                first = begin + lists.chunks[asked.chunks[term] + chunk]
                end = begin + lists.chunks[asked.chunks[term] + chunk + 1]
            place = _sought(lists.low, first, end, person & LOW)
            found = place < end and lists.low[place] == person & LOW
        if found:
            sums[number] += factor * (np.int64(lists.top[place]) << 8 | np.int64(lists.bottom[place]))


@compiled
def _offer(heap: Float64s, value: float) -> None:
    """Keep a value if it is among the largest, of which the least stands first. A heap begins full of zeros."""
    if value <= heap[0]:
        return
    at, child = 0, 1
    while child < len(heap):
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at, child = child, 2 * child + 1
    heap[at] = value


@compiled
def last_of_best(scores: Float64s, best: Float64s) -> float:
    """Give the k-th best score, 0 where fewer are above 0; `best` is room for k, full of zeros."""
    for score in scores:
        _offer(best, score)
    return float(best[0])


@compiled
def _person(lists: Lists, asked: Question, term: int, place: int) -> int:
    """Give whose posting stands at a place of a term's list."""
    chunk = np.int64(0)
    if asked.begins[term] < len(lists.high):
        chunk = np.int64(lists.high[place])
    else:
        while asked.begins[term] + lists.chunks[asked.chunks[term] + chunk + 1] <= place:
            chunk += 1
    return int(chunk << CHUNK_BITS | np.int64(lists.low[place]))


@compiled
def heavy(lists: Lists, asked: Question, most: int, allowed: Bools) -> tuple[Int64s, Float64s]:
    """Give at most so many postings of the most telling terms: whose each is, and what it adds to their score."""
    people, values = np.empty(most, dtype=np.int64), np.empty(most)
    count = 0
    for term in range(len(asked.factors)):
        for place in range(asked.begins[term], asked.begins[term] + min(asked.sizes[term], most - count)):
            person = _person(lists, asked, term, place)
            if not len(allowed) or allowed[person]:
                people[count], values[count] = person, asked.factors[term] * lists.top[place]
                count += 1
    return people[:count], values[:count]


@compiled
def exact(lists: Lists, asked: Question, people: Int64s) -> Float64s:
    """Give the scores of ascending people."""
    sums = np.zeros(len(people))
    for term in range(len(asked.factors)):
        _add(lists, asked, term, people, sums)
    return sums


@compiled
def _spread(lists: Lists, asked: Question, gains: NDArray[np.uint32], chunk: int, reached: Int64s) -> UInt16s:
    """Add the terms with a gain up for everybody of a chunk, in 16 bits. `reached` is how far short lists are read."""
    sums = np.zeros(CHUNK, dtype=np.uint16)
    for term in range(len(gains)):
        begin, gain = asked.begins[term], gains[term]
        parts = asked.chunks[term] + chunk
        if begin < len(lists.high):
            at = end = reached[term]
            while end < begin + asked.sizes[term] and lists.high[end] == chunk:
                end += 1
            reached[term] = end
        else:
            at, end = begin + lists.chunks[parts], begin + lists.chunks[parts + 1]
        for place in range(at, end):
            sums[lists.low[place]] += np.uint16(1 + ((gain * np.uint32(lists.top[place])) >> np.uint32(16)))
    return sums


@compiled
def _above(sums: UInt16s, limit: int) -> Int64s:
    """Give the places with a sum not below the limit."""
    found, count, least = np.empty(CHUNK, dtype=np.int64), 0, np.uint16(limit)
    for begin in range(0, CHUNK, 64):
        # Written so that the processor compares many sums at once; few stretches hold anybody.
        some = np.uint16(0)
        for place in range(begin, begin + 64):
            some |= np.uint16(sums[place] >= least)
        if some:
            for place in range(begin, begin + 64):
                if sums[place] >= least:
                    found[count] = place
                    count += 1
    return found[:count]


@compiled
def _kept(sums: Float64s, people: Int64s, limit: float) -> int:
    """Move those whose sum is not below the limit to the front, in order, and count them."""
    count = 0
    for number in range(len(people)):
        if sums[number] >= limit:
            people[count], sums[count] = people[number], sums[number]
            count += 1
    return count


@compiled
def _reachable(
    lists: Lists, asked: Question, rest: Float64s, best: Float64s, allowed: Bools
) -> tuple[Int64s, Float64s, int, float]:
    """Give who could be among the k best, ascending, with their sums over the first terms, and how many these are.

    Last comes a score that at least k people reach. `rest` is what each term and all after it can add at most.
    """
    terms = len(asked.factors)
    scale = (LOW - 2.0 * terms) / rest[0]
    error = _error(rest[0], terms)
    least = best[0]
    spread = 0
    while spread < terms and rest[spread] >= SHARE * least:
        spread += 1
    gains = (asked.factors[:spread] * (scale * (1 << 24))).astype(np.uint32)
    reached = asked.begins.copy()
    people, sums, count = np.empty(lists.people, dtype=np.int64), np.empty(lists.people), 0
    for chunk in range((lists.people + LOW) >> CHUNK_BITS):
        units = _spread(lists, asked, gains, chunk, reached)
        near = _above(units, max(1, int((least - error - rest[spread]) * scale)))
        for place in near:
            person = np.int64(chunk << CHUNK_BITS) | place
            if not len(allowed) or allowed[person]:
                people[count], sums[count] = person, units[place] / scale
                _offer(best, sums[count])
                count += 1
        least = max(least, best[0] - error)
    return people[:count], sums[:count], spread, least


@compiled
def _error(total: float, terms: int) -> float:
    """Give how far a sum in 16 bits may be off: a unit for each term, the bits left out, and the noise of ties."""
    return (terms + 1) * total / (LOW - 2.0 * terms) + total / LOW + NOISE


@compiled
def nearest(lists: Lists, asked: Question, best: Float64s, allowed: Bools) -> tuple[Int64s, Float64s]:
    """Give the people with the k best scores above 0 and whoever is tied with the last of them, and their scores.

    `best` is k times a score that k people are known to reach, and is written over. Where somebody is marked in
    `allowed`, only the marked are found. A few who are a little worse may come along.
    """
    terms, rest = len(asked.factors), np.zeros(len(asked.factors) + 1)
    for term in range(terms - 1, -1, -1):
        rest[term] = rest[term + 1] + asked.factors[term] * FINEST
    error = _error(rest[0], terms)
    people, sums, spread, least = _reachable(lists, asked, rest, best, allowed)
    count = _kept(sums, people, least - error - rest[spread])
    for term in range(spread, terms):
        _add(lists, asked, term, people[:count], sums[:count])
        count = _kept(sums[:count], people[:count], least - error - rest[term + 1])
    best[:] = 0
    for number in range(count):
        _offer(best, sums[number])
    if best[0] > 0:
        count = _kept(sums[:count], people[:count], best[0] - 2 * error)
    found = people[:count].copy()
    return found, exact(lists, asked, found)
