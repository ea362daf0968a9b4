"""The works of some people of an index, each once, as vectors over its terms, with who did what in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack

from matching.counting import MOST_WORKS, Block, count, ranges, starts_of_runs
from matching.facts import DTYPE, Facts
from matching.postings import Bools, Float32s, Float64s, places, weights_of
from matching.segments import Segment, Wording
from matching.snapshots import Snapshot
from matching.vocabulary import WORD_BITS, Int32s, Int64s

KEPT_WORKS = 40_000
"""The vectors of a segment with at most so many works are kept in memory once they were asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Works as vectors of length 1 over the terms that stand in at least one of them."""

    columns: Int64s
    """The column of each term (see `columns`), ascending."""
    starts: Int64s
    """Where each term begins in `by_term`."""
    by_term: csc_array
    """One row for each work, one column for each of these terms."""
    by_work: csr_array
    """The same by rows."""
    lengths: Float64s
    """The length of each work by its single words alone, each divided by the root of its term weight."""


LEAST = 1e-9

_kept: WeakKeyDictionary[Segment, Vectors] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Works:
    """The works of some people: who shares a work stands beside it, and it has one vector."""

    sources: tuple[Vectors, ...]
    """Where the vectors stand."""
    source: Int64s
    """For each different work: the number of its source."""
    row: Int64s
    """For each different work: its row there."""
    work: Int64s
    """For each part somebody had in a work: the number of the work."""
    person: Int64s
    """The place of that person among those asked for."""
    facts: Facts
    """The facts of that part."""
    meanings: NDArray[np.float16]
    """For each different work the vector of its text; without columns where no model is set."""

    @cached_property
    def terms(self) -> Int64s:
        """The columns of the terms of all sources, those of the first source first."""
        none = np.zeros(0, dtype=np.int64)
        first = self.sources[0].columns if self.sources else none
        new = np.unique(np.concatenate([none, *(one.columns for one in self.sources[1:])]))
        return np.concatenate([first, new[~places(first, new)[1]]])

    def vectors(self, works: Int64s | None = None) -> csr_array:
        """Give the vectors of all different works, or of the given ones: one column for each of the `terms`."""
        chosen = np.arange(len(self.row)) if works is None else works
        if len(self.sources) == 1:
            return self.sources[0].by_work[self.row[chosen]]
        order = np.argsort(self.source[chosen], kind="stable")
        parts = [
            self._renumbered(one.by_work[self.row[chosen][self.source[chosen] == number]], number)
            for number, one in enumerate(self.sources)
        ]
        back = np.empty(len(chosen), dtype=np.int64)
        back[order] = np.arange(len(chosen))
        whole = vstack(parts, format="csr") if parts else np.zeros((0, 0), dtype=np.float32)
        return csr_array(csr_array(whole)[back])

    def _renumbered(self, vectors: csr_array, number: int) -> csr_array:
        """Give vectors of a source over the terms of all."""
        indices = vectors.indices
        if number:
            first, columns = len(self.sources[0].columns), self.sources[number].columns
            place, found = places(self.terms[:first], columns)
            place[~found] = first + np.searchsorted(self.terms[first:], columns[~found])
            indices = place.astype(np.int32)[indices]
        return csr_array((vectors.data, indices, vectors.indptr), shape=(vectors.shape[0], len(self.terms)))


def of(now: Snapshot, people: Sequence[tuple[int, int]]) -> Works:
    """Give the works of the people at these places (segment, row) of the index."""
    asked = np.array(people, dtype=np.int64).reshape(-1, 2)
    none = np.zeros(0, dtype=np.int64)
    sources: list[Vectors] = []
    meanings = [now.vocabulary.meanings([])[1]]
    source, row, person, told = [none], [none], [none], [np.zeros(0, dtype=DTYPE)]
    for number, segment in enumerate(now.segments):
        here = np.flatnonzero(asked[:, 0] == number)
        if len(here):
            vectors, block, rows, sizes = _taken(segment, asked[here, 1], now.wording)
            source.append(np.full(len(rows), len(sources)))
            sources.append(vectors)
            row.append(rows)
            person.append(np.repeat(here, sizes))
            told.append(block.facts[rows])
            meanings.append(block.meanings[rows])
    facts = np.concatenate(told)
    _, first, work = np.unique(facts["work"], return_index=True, return_inverse=True)
    rows, numbers = np.concatenate(row)[first], np.concatenate(source)[first]
    return Works(
        tuple(sources),
        numbers,
        rows,
        work.astype(np.int64),
        np.concatenate(person),
        facts,
        np.concatenate(meanings)[first],
    )


def columns(wording: Wording, keys: Int64s) -> tuple[Int64s, Bools]:
    """Give the column of each term, and whether it has one: pairs met since the weights were taken have none."""
    place, found = places(wording.terms.keys, keys)
    new = ~found & (keys >> WORD_BITS == 0)
    return np.where(found, place, len(wording.terms.keys) + keys), found | new


def are_kept(now: Snapshot) -> bool:
    """Tell whether the vectors of all works are kept in memory, so that asking each of them costs little."""
    return all(len(segment.block.lengths) <= KEPT_WORKS for segment in now.segments)


def reach(now: Snapshot, keys: Int64s, weights: Float64s, telling: Float64s) -> Float64s:
    """Give for everybody the best of their works: its cosine with a weighed text, plus how telling its institution is.

    `telling` has a number from 0 to 1 for each institution. Only where the works `are_kept`.
    """
    found = [np.zeros(0)]
    for segment in now.segments:
        best = np.zeros(len(segment.ids))
        if len(segment.ids):
            term, row, weight = _met(_kept_of(segment, now.wording), *_asked(now.wording, keys))
            values = np.bincount(row, weights[term] * weight, len(segment.block.lengths))
            values += telling[segment.block.facts["institution"]]
            best = np.maximum.reduceat(values, segment.starts.works)
        found.append(best)
    return np.concatenate(found)


def _kept_of(segment: Segment, wording: Wording) -> Vectors:
    if segment not in _kept:
        _kept[segment] = _vectors(segment.block, wording)
    return _kept[segment]


def _taken(segment: Segment, rows: Int64s, wording: Wording) -> tuple[Vectors, Block, Int64s, Int32s]:
    """Give vectors, the block they are of, the rows of the works of these people there, and how many each has."""
    if len(segment.block.lengths) > KEPT_WORKS:
        block = segment.gathered(rows)
        return _vectors(block, wording), block, np.arange(len(block.lengths)), block.works
    sizes = segment.block.works[rows]
    return _kept_of(segment, wording), segment.block, ranges(segment.starts.works[rows], sizes), sizes


def _vectors(block: Block, wording: Wording) -> Vectors:
    """Weigh the works of a block as `postings.vectors` does, without adding them up."""
    if len(block.lengths) <= MOST_WORKS:
        return _weighed(block, wording)
    # A term and its work share one number, in which there is no room for more works than that at a time.
    parts = [_weighed(part, wording) for part in block.parts()]
    known = np.unique(np.concatenate([part.columns for part in parts]))
    wide = []
    for part in parts:
        places = np.searchsorted(known, part.columns).astype(np.int32)
        one = part.by_work
        wide.append(csr_array((one.data, places[one.indices], one.indptr), shape=(one.shape[0], len(known))))
    whole = csr_array(vstack(wide, format="csr"))
    return _both(known, csc_array(whole), whole, np.concatenate([part.lengths for part in parts]))


def _both(columns: Int64s, by_term: csc_array, by_work: csr_array, lengths: Float64s) -> Vectors:
    return Vectors(columns, by_term.indptr.astype(np.int64), by_term, by_work, lengths)


def _weighed(block: Block, wording: Wording) -> Vectors:
    works = len(block.lengths)
    counts = count(block.without(wording.boilerplate), wording.vocabulary, pairs=wording.terms.pairs)
    weights, _ = weights_of(counts, works, wording.terms)
    runs = starts_of_runs(counts.keys)
    column, known = columns(wording, counts.keys[runs])
    sizes = np.diff(runs, append=len(counts.keys))
    kept = np.repeat(known, sizes) & (weights > 0)
    some = np.add.reduceat(kept, runs) if len(runs) else np.zeros(0, dtype=np.int64)
    said = some > 0
    starts = np.concatenate([[0], np.cumsum(some[said])]).astype(np.int32)
    data, rows = weights[kept].astype(np.float32), counts.works[kept]
    evened = np.repeat(_evening(wording, counts.keys[runs]), sizes)[kept]
    lengths = np.sqrt(np.bincount(rows, weights[kept] ** 2 * evened, works))
    order = np.argsort(column[said], kind="stable")
    by_term = csc_array((data, rows, starts), shape=(works, int(said.sum())))
    if (order[1:] < order[:-1]).any():
        by_term = csc_array(by_term[:, order])
    return _both(column[said][order], by_term, csr_array(by_term), lengths)


def _evening(wording: Wording, keys: Int64s) -> Float64s:
    """Give what the product of two weights of a term is multiplied by where only single words count, and evenly.

    1 / term weight for a word, so that it counts by the root of its term weight on both sides; 0 for a pair of words.
    """
    telling = wording.terms.of_keys(keys)
    return np.where((keys >> WORD_BITS == 0) & (telling > 0), 1 / np.maximum(telling, LEAST), 0.0)


def _asked(wording: Wording, keys: Int64s) -> tuple[Int64s, Int64s]:
    """Give the columns of the terms of a text that have one, and the places of these terms in the text."""
    column, known = columns(wording, keys)
    return column[known], np.flatnonzero(known)


def _met(vectors: Vectors, column: Int64s, number: Int64s) -> tuple[Int64s, Int32s, Float32s]:
    """Give where the terms of a text stand: the number of the term, the row of the work, and the weight there."""
    place, found = places(vectors.columns, column)
    begins = vectors.starts[place[found]]
    sizes = (vectors.starts[place[found] + 1] - begins).astype(np.int32)
    at = ranges(begins, sizes)
    return np.repeat(number[found], sizes), vectors.by_term.indices[at], vectors.by_term.data[at]


class Near(NamedTuple):
    """How near a text is to works and people."""

    cosines: Float64s
    """The cosine of the text with each work."""
    by_words: Float64s
    """The cosine in single words alone, each weighed by the root of its term weight and not by all of it.

    On the public awards it finds what the other misses: rare words and pairs tell a subject, the common ones an art.
    """
    covered: Float64s
    """The sum of the squares of the weights of the text's terms that each person's works cover."""


def against(works: Works, wording: Wording, keys: Int64s, weights: Float64s, people: int) -> Near:
    """Compare a weighed text with the works of so many people."""
    column, number = _asked(wording, keys)
    even = _evening(wording, keys)
    terms, numbers, weighed = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    lengths = np.zeros(len(works.row))
    for at, source in enumerate(works.sources):
        mine = np.flatnonzero(works.source == at)
        known = np.full(source.by_work.shape[0], -1)
        known[works.row[mine]] = mine
        lengths[mine] = source.lengths[works.row[mine]]
        term, row, weight = _met(source, column, number)
        there = known[row] >= 0
        terms.append(term[there])
        numbers.append(known[row[there]])
        weighed.append(weight[there] * weights[term[there]])
    term, found, product = np.concatenate(terms), np.concatenate(numbers), np.concatenate(weighed)
    text = np.sqrt(np.sum(weights[number] ** 2 * even[number]))
    by_words = np.bincount(found, product * even[term], len(works.row)) / np.maximum(lengths * text, LEAST)
    cosines = np.bincount(found, product, len(works.row)).astype(np.float64)
    return Near(cosines, np.asarray(by_words), _covered(works, term, found, weights, people))


def _covered(works: Works, term: Int64s, found: Int64s, weights: Float64s, people: int) -> Float64s:
    """Add the square of the weight of each term once for each person with a work that has it."""
    parts = np.argsort(works.work, kind="stable")
    starts = np.searchsorted(works.work[parts], np.arange(len(works.row) + 1))
    sizes = np.diff(starts)[found].astype(np.int32)
    person = works.person[parts[ranges(starts[found], sizes)]]
    has = np.zeros(len(weights) * people, dtype=np.bool_)
    has[np.repeat(term, sizes) * people + person] = True
    both = np.flatnonzero(has)
    return np.bincount(both % people, weights[both // people] ** 2, people).astype(np.float64)
