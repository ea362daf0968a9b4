"""The works of some people of an index, each once, as vectors over its terms, with who did what in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from matching.counting import MOST_WORKS, Block, blocks, count, joined, ranges, starts_of_runs
from matching.facts import DTYPE, Facts
from matching.postings import Float64s, places, weights_of
from matching.segments import Segment
from matching.snapshots import Snapshot, Wording
from matching.vocabulary import WORD_BITS, Int32s, Int64s

KEPT_WORKS = 40_000
"""The vectors of a segment with at most so many works are kept in memory once they were asked for."""

_kept: WeakKeyDictionary[Segment, tuple[csr_array, Block]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Works:
    """The works of some people: who shares a work stands beside it, and it has one vector."""

    vectors: csr_array
    """One row for each different work, of length 1; one column for each term (see `columns`)."""
    work: Int64s
    """For each part somebody had in a work: the row of the work."""
    person: Int64s
    """The place of that person among those asked for."""
    facts: Facts
    """The facts of that part."""
    meanings: NDArray[np.float16]
    """For each different work the vector of its text; without columns where no model is set."""


def of(now: Snapshot, people: Sequence[tuple[int, int]]) -> Works:
    """Give the works of the people at these places (segment, row) of the index."""
    rows = np.array(people, dtype=np.int64).reshape(-1, 2)
    parts, persons, facts, meanings = [], [], [], []
    for number, segment in enumerate(now.segments):
        here = np.flatnonzero(rows[:, 0] == number)
        if len(here):
            vectors, told, meant, sizes = _taken(segment, rows[here, 1], now.wording)
            parts.append(vectors)
            facts.append(told)
            meanings.append(meant)
            persons.append(np.repeat(here, sizes))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        empty = csr_array(np.zeros((0, width(now.wording)), dtype=np.float32))
        return Works(empty, none, none, np.zeros(0, dtype=DTYPE), now.vocabulary.meanings([])[1])
    columns = max(part.shape[1] for part in parts)
    told = np.concatenate(facts)
    _, first, work = np.unique(told["work"], return_index=True, return_inverse=True)
    stacked = csr_array(vstack([_widened(part, columns) for part in parts], format="csr"))
    meant = np.concatenate(meanings)[first]
    return Works(csr_array(stacked[first]), work.astype(np.int64), np.concatenate(persons), told, meant)


def width(wording: Wording) -> int:
    """Count the columns: the terms with a weight, then the words that were met since the weights were taken."""
    return len(wording.terms.keys) + len(wording.vocabulary)


def columns(wording: Wording, keys: Int64s) -> tuple[Int64s, NDArray[np.bool_]]:
    """Give the column of each term, and whether it has one: pairs met since the weights were taken have none."""
    place, found = places(wording.terms.keys, keys)
    new = ~found & (keys >> WORD_BITS == 0)
    return np.where(found, place, len(wording.terms.keys) + keys), found | new


def are_kept(now: Snapshot) -> bool:
    """Tell whether the vectors of all works are kept in memory, so that asking each of them costs little."""
    return all(_number(segment) <= KEPT_WORKS for segment in now.segments)


def _number(segment: Segment) -> int:
    return sum(len(block.lengths) for block in segment.blocks)


def reach(now: Snapshot, keys: Int64s, weights: Float64s, telling: Float64s) -> Float64s:
    """Give for everybody the best of their works: its cosine with a weighed text, plus how telling its institution is.

    `telling` has a number from 0 to 1 for each institution. Only where the works `are_kept`.
    """
    found = [np.zeros(0)]
    for segment in now.segments:
        best = np.zeros(len(segment.ids))
        if len(segment.ids):
            vectors, whole = _kept_of(segment, now.wording)
            cosines, _, _ = _against(vectors, now.wording, keys, weights)
            values = cosines + telling[whole.facts["institution"]]
            best = np.maximum.reduceat(values, np.cumsum(whole.works, dtype=np.int64) - whole.works)
        found.append(best)
    return np.concatenate(found)


def _kept_of(segment: Segment, wording: Wording) -> tuple[csr_array, Block]:
    if segment not in _kept:
        whole = joined(list(segment.blocks))
        _kept[segment] = (_vectors(whole, wording), whole)
    return _kept[segment]


def _taken(segment: Segment, rows: Int64s, wording: Wording) -> tuple[csr_array, Facts, NDArray[np.float16], Int32s]:
    """Give the vectors, the facts and the meanings of the works of these rows, and how many works each has."""
    if _number(segment) > KEPT_WORKS:
        block = gathered(segment, rows)
        return _vectors(block, wording), block.facts, block.meanings, block.works
    vectors, whole = _kept_of(segment, wording)
    starts = np.cumsum(whole.works, dtype=np.int64) - whole.works
    sizes = whole.works[rows]
    chosen = ranges(starts[rows], sizes)
    return vectors[chosen], whole.facts[chosen], whole.meanings[chosen], sizes


def gathered(segment: Segment, rows: Int64s) -> Block:
    """Take the works of these rows out of the blocks of a segment, in the order of the rows."""
    ends = np.cumsum([len(block.works) for block in segment.blocks])
    numbers = np.searchsorted(ends, rows, side="right")
    order = np.argsort(numbers, kind="stable")
    parts = []
    for number in np.unique(numbers).tolist():
        begin = int(ends[number]) - len(segment.blocks[number].works)
        parts.append(segment.blocks[number].at(rows[numbers == number] - begin))
    back = np.empty(len(rows), dtype=np.int64)
    back[order] = np.arange(len(rows))
    return joined(parts).at(back)


def _vectors(block: Block, wording: Wording) -> csr_array:
    """Weigh the works of a block as `postings.vectors` does, without adding them up."""
    if len(block.lengths) <= MOST_WORKS:
        return _weighed(block, wording)
    # A term and its work share one number, in which there is no room for more works than that at a time.
    parts = blocks(block.at(np.array([row])) for row in range(len(block.works)))
    return csr_array(vstack([_weighed(part, wording) for part in parts], format="csr"))


def _weighed(block: Block, wording: Wording) -> csr_array:
    works = len(block.lengths)
    counts = count(block.without(wording.boilerplate), wording.vocabulary)
    weights = weights_of(counts, works, wording.terms)
    runs = starts_of_runs(counts.keys)
    place, known = columns(wording, counts.keys[runs])
    sizes = np.diff(runs, append=len(counts.keys))
    kept = np.repeat(known, sizes) & (weights > 0)
    column = np.repeat(place, sizes)[kept]
    row = counts.works[kept]
    return csr_array((weights[kept].astype(np.float32), (row, column.astype(np.int32))), shape=(works, width(wording)))


def _widened(vectors: csr_array, columns: int) -> csr_array:
    return csr_array((vectors.data, vectors.indices, vectors.indptr), shape=(vectors.shape[0], columns))


def against(works: Works, wording: Wording, keys: Int64s, weights: Float64s) -> tuple[Float64s, Int64s, Float64s]:
    """Give the cosines of a weighed text with the works, and the columns and weights of its terms."""
    return _against(works.vectors, wording, keys, weights)


def _against(
    vectors: csr_array, wording: Wording, keys: Int64s, weights: Float64s
) -> tuple[Float64s, Int64s, Float64s]:
    column, known = columns(wording, keys)
    known &= column < vectors.shape[1]
    text = np.zeros(vectors.shape[1], dtype=np.float32)
    text[column[known]] = weights[known]
    return np.asarray(vectors @ text, dtype=np.float64), column[known], weights[known]
