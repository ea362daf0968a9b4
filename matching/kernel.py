"""The compiled loops of the exact search: the k best of a packed index, reading few of its postings.

The terms of a text are taken in the order of what they can add at most, the people in chunks whose sums fit into the
processor's cache: the telling terms are added up for everybody, and only those who could still reach the k-th best are
looked up in the long lists of the common terms. The lists hold weights in 256 steps and sums are kept in 16 bits, both
with a known error; who may be among the best by that error is found, and `matching.exact` tells who is. (MaxScore by
ranges; Turtle and Flood 1995.)
"""

from typing import NamedTuple

import numpy as np

from matching.compiling import Bools, Float32s, Float64s, Int32s, Int64s, UInt8s, UInt16s, compiled, inlined

CHUNK_BITS = 16
CHUNK = 1 << CHUNK_BITS
LOW = CHUNK - 1
STEPS = 255
"""The steps from the lightest weight of a term to its heaviest."""
MOST_TERMS = 4096
"""No more terms are added up for everybody: the error of so many 16-bit sums would tell nobody apart."""
GROUPS = 2048
"""The people of a chunk are so many groups, of whom the best each tell which sum the k best of the chunk reach."""
SHARE = 0.4
"""Terms are added up for everybody until the rest can add less than this part of the k-th best score known so far."""
NOISE = 2e-6
"""Added to every error, so that all who are tied with the k-th best to six decimals are found."""


class Lists(NamedTuple):
    """The postings of all terms, one list after the other, first the short lists, then the long ones.

    A person's number is cut in two: the chunk and the place in it. A short list keeps both with every posting; a long
    one keeps where each chunk begins.
    """

    begins: Int64s
    """For each term, where its list begins."""
    sizes: Int32s
    long: Int32s
    """The number of the list among the long ones; of a short one, -1."""
    lightest: Float32s
    heaviest: Float32s
    low: UInt16s
    """The place of the person in their chunk."""
    high: UInt8s
    """The chunk of the person; of the postings of the short lists only."""
    step: UInt8s
    """The weight: so many of the steps from the lightest weight of the term to the heaviest. The steps are even between
    the bits of the two numbers, which ascend nearly as their logarithms do."""
    chunks: Int32s
    """For each long list, where its chunks begin, counted from its own beginning, and its end."""
    people: int


class Question(NamedTuple):
    """The terms of a text, those that can add most first."""

    bounds: Int64s
    """For each term, where the chunks of its list begin, and its end."""
    units: UInt16s
    """For each term and each step of its weights, how many units it adds: at most one more than it would exactly."""
    rest: Float64s
    """How many units each term and all after it add at most; last, those after all of these."""
    scale: float
    """How many units a score of 1 has, but for the error."""
    error: float
    """How large a part of a score the steps may hide."""


@compiled
def _asked(lists: Lists, terms: Int64s, weights: Float64s) -> Question:
    """Put the terms with these numbers and weights in the order in which they are taken, at most `MOST_TERMS`."""
    heaviest = weights * lists.heaviest[terms]
    order = np.argsort(-heaviest)
    count = min(len(terms), MOST_TERMS)
    low, high = lists.lightest.view(np.int32), lists.heaviest.view(np.int32)
    # Between two powers of two the bits of a number ascend by 2 ** 23, and nowhere faster than the number itself.
    error = np.expm1(((high[terms] - low[terms]).max() / STEPS / 2 + 1) / (1 << 23))
    # Nobody's score is more than the length of the text as a vector, because their own length is 1.
    most = min(heaviest.sum(), 1.001 * (1 + error) * np.sqrt((weights * weights).sum()))
    scale = (LOW - 2.0 * count) / most
    bits = np.empty((count, STEPS + 1), dtype=np.int32)
    rest = np.zeros(count + 1)
    rest[count] = scale * heaviest[order[count:]].sum()
    for place in range(count - 1, -1, -1):
        term = terms[order[place]]
        step = (high[term] - low[term]) / STEPS
        rest[place] = rest[place + 1] + scale * heaviest[order[place]] + 1
        for number in range(STEPS + 1):
            bits[place, number] = low[term] + np.int32(number * step + 0.5)
    units, values = np.empty(bits.shape, dtype=np.uint16), bits.view(np.float32)
    for place in range(count):
        units[place] = (values[place] * (scale * weights[order[place]]) + 1).astype(np.uint16)
    return Question(_bounds(lists, terms[order[:count]]), units, rest, scale, error)


@compiled
def _bounds(lists: Lists, terms: Int64s) -> Int64s:
    """Give for each term where the chunks of its list begin, and its end."""
    across = ((lists.people + LOW) >> CHUNK_BITS) + 1
    bounds = np.empty((len(terms), across), dtype=np.int64)
    for number in range(len(terms)):
        term = terms[number]
        begin, end, first = lists.begins[term], lists.begins[term] + lists.sizes[term], lists.long[term] * across
        if first >= 0:
            bounds[number] = begin + lists.chunks[first : first + across]
        else:
            bounds[number] = begin + np.searchsorted(lists.high[begin:end], np.arange(across))
    return bounds


@inlined
def _sought_in(low: UInt16s, begin: int, end: int, place: int) -> int:
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
def _add(lists: Lists, asked: Question, term: int, people: Int64s, sums: Int64s) -> None:
    """Add what a term adds to the sums of ascending people of one chunk."""
    if not len(people):
        return
    # An array is taken out of a tuple once: where that is done for each person, it takes longer than all the rest.
    lows, steps, units, chunk = lists.low, lists.step, asked.units[term], people[0] >> CHUNK_BITS
    begin, end = asked.bounds[term, chunk], asked.bounds[term, chunk + 1]
    for number in range(len(people)):
        place = _sought_in(lows, begin, end, people[number] & LOW)
        if place < end and lows[place] == people[number] & LOW:
            sums[number] += units[steps[place]]


@inlined
def _offer(heap: Float64s, value: float) -> None:
    """Keep a value if it is among the largest, of which the least stands first. A heap begins full of one value."""
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
def leading(scores: Float64s, k: int) -> Int64s:
    """Give the places of the k best scores above 0, and of all that are tied with the last of them or nearly so."""
    best = np.zeros(k)
    for score in scores:
        _offer(best, score)
    return np.flatnonzero(scores >= best[0] - NOISE) if best[0] > NOISE else np.flatnonzero(scores > 0)


@compiled
def _spread(lists: Lists, asked: Question, terms: tuple[int, int], chunk: int, sums: UInt16s) -> None:
    """Add the terms from one to before another up for everybody of a chunk."""
    lows, steps, all_units, bounds = lists.low, lists.step, asked.units, asked.bounds
    for term in range(terms[0], terms[1]):
        begin, end, units = bounds[term, chunk], bounds[term, chunk + 1], all_units[term]
        low, step = lows[begin:end], steps[begin:end]
        for place in range(len(low)):
            sums[low[place]] += units[step[place]]


@compiled
def _silence(sums: UInt16s, allowed: Bools, chunk: int) -> None:
    """Forget the sums of those of a chunk who are not allowed, where somebody is marked."""
    for place in range(min(CHUNK, max(0, len(allowed) - (chunk << CHUNK_BITS)))):
        sums[place] *= allowed[(chunk << CHUNK_BITS) + place]


@compiled
def _reached(sums: UInt16s, k: int) -> int:
    """Give a sum that at least k people of a chunk reach: the k-th of the best of every few; 0 for too large a k."""
    if k > GROUPS:
        return 0
    best = np.zeros(GROUPS, dtype=np.uint16)
    for begin in range(0, CHUNK, GROUPS):
        # The groups lie across the chunk, so that the processor compares many sums at once.
        part = sums[begin : begin + GROUPS]
        for group in range(GROUPS):
            best[group] = max(best[group], part[group])
    return int(np.partition(best, GROUPS - k)[GROUPS - k])


@compiled
def _first_terms(lists: Lists, asked: Question, sums: UInt16s, k: int, allowed: Bools) -> tuple[int, int]:
    """Add up for everybody of the first chunk as many terms as it takes, while nothing is known of the k-th best.

    Give how many these are, and a sum that at least k people reach, which is asked for each time the rest has halved.
    """
    rest, least, term = asked.rest, 0, 0
    while term < len(asked.units) and rest[term] > SHARE * least:
        until, some = term + 1, min(rest[0] / 8, rest[term] / 2)
        while until < len(asked.units) and rest[until] > some:
            until += 1
        _spread(lists, asked, (term, until), 0, sums)
        _silence(sums, allowed, 0)
        term, least = until, _reached(sums, k)
    return term, least


@compiled
def _above(sums: UInt16s, limit: int, found: Int64s) -> Int64s:
    """Give the places with a sum not below the limit; `found` is room for them."""
    count, least = 0, np.uint16(limit)
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
def _kept(sums: Int64s, people: Int64s, limit: float) -> int:
    """Move those whose sum is not below the limit to the front, in order, and count them."""
    count = 0
    for number in range(len(people)):
        if sums[number] >= limit:
            people[count], sums[count] = people[number], sums[number]
            count += 1
    return count


@compiled
def _limit(asked: Question, units: float) -> float:
    """Give how many units those at least have whose score is not below that of people with so many units."""
    exactly = (units - len(asked.units)) / (1 + asked.error)
    return exactly / (1 + asked.error) - NOISE * asked.scale


@compiled
def _reachable(lists: Lists, asked: Question, best: Float64s, allowed: Bools) -> tuple[Int64s, Int64s]:
    """Give who could be among the k best, ascending, and their units; `best`, k times 0, becomes the best of these."""
    terms, rest, count = len(asked.units), asked.rest, 0
    people, sums = np.empty(lists.people, dtype=np.int64), np.empty(lists.people, dtype=np.int64)
    room, found = np.zeros(CHUNK, dtype=np.uint16), np.empty(CHUNK, dtype=np.int64)
    spread, least = _first_terms(lists, asked, room, len(best), allowed)
    best[:] = least
    for chunk in range((lists.people + LOW) >> CHUNK_BITS):
        if chunk:
            room[:], spread = 0, 0
            while spread < terms and rest[spread] > SHARE * best[0]:
                spread += 1
            _spread(lists, asked, (0, spread), chunk, room)
        _silence(room, allowed, chunk)
        first, limit = count, _limit(asked, best[0])
        for place in _above(room, max(1, int(limit - rest[spread])), found):
            people[count], sums[count] = np.int64(chunk << CHUNK_BITS) | place, room[place]
            count += 1
        for term in range(spread, terms):
            _add(lists, asked, term, people[first:count], sums[first:count])
            count = first + _kept(sums[first:count], people[first:count], limit - rest[term + 1])
        for units in sums[first:count]:
            _offer(best, units)
    return people[:count], sums[:count]


@compiled
def nearest(lists: Lists, terms: Int64s, weights: Float64s, k: int, allowed: Bools) -> Int64s:
    """Give the people, ascending, who could have one of the k best scores above 0 or be tied with the last of them.

    The text is the numbers of its terms and their weights. Where somebody is marked in `allowed`, only the marked are
    found. All are found who could by the error of the steps and of the units: a few more than k.
    """
    asked, best = _asked(lists, terms, weights), np.zeros(k)
    people, sums = _reachable(lists, asked, best, allowed)
    return people[: _kept(sums, people, _limit(asked, best[0]) - asked.rest[-1])].copy()
