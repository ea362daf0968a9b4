"""The counting of terms: blocks of works, how often each term stands in each work, in how many works and people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from matching.facts import Facts
from matching.sentences import Hashes, is_common
from matching.vocabulary import WORD_BITS, Int32s, Int64s, Vocabulary

WORK_BITS = 63 - 2 * WORD_BITS - 1
BLOCK_WORKS = 2048
"""Works counted at a time; what one sort of their terms needs stays within the processor's cache."""
MOST_WORKS = (1 << WORK_BITS) - 1
"""Works one person may have: their number shares 63 bits with a pair of words."""


@dataclass(frozen=True, slots=True)
class Block:
    """The works of some people, as numbers of words: person after person, work after work, word after word."""

    words: Int32s
    lengths: Int32s
    """Words of each work."""
    works: Int32s
    """Works of each person."""
    sentences: Int32s
    """Sentences of each work."""
    marks: Hashes
    """The number of each sentence; see `sentences.mark`."""
    sizes: Int32s
    """Words of each sentence."""
    facts: Facts
    """The facts of each work."""
    tags: Int32s
    """The numbers of the tags of each person; see `tags.Tags`."""
    tagged: Int32s
    """Tags of each person."""
    days: Int32s
    """For each person two ordinals, 0 where not said: of the day the profile was last confirmed, and of the day from
    which they can take up a post."""
    texts: Hashes
    """For each work the number of its text, (works, 1); (works, 0) where no model is set."""
    meanings: NDArray[np.float16]
    """For each work the vector that the model gives its text: (works, width), width 0 where no model is set."""

    def of(self, people: NDArray[np.bool_]) -> "Block":
        """Give the block of the marked people only."""
        return self.at(np.flatnonzero(people))

    def at(self, people: Int64s) -> "Block":
        """Give the block of the people in these rows, in this order. It costs what is taken, not what is left."""
        works = ranges(_starts(self.works)[people], self.works[people])
        spoken = ranges(_starts(self.sentences)[works], self.sentences[works])
        words = ranges(_starts(self.lengths)[works], self.lengths[works])
        return Block(
            self.words[words],
            self.lengths[works],
            self.works[people],
            self.sentences[works],
            self.marks[spoken],
            self.sizes[spoken],
            self.facts[works],
            self.tags[ranges(_starts(self.tagged)[people], self.tagged[people])],
            self.tagged[people],
            self.days[people],
            self.texts[works],
            self.meanings[works],
        )

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes."""
        return sum(getattr(self, field.name).nbytes for field in fields(self))

    def without(self, boilerplate: Hashes) -> "Block":
        """Give the block without the words of the sentences that are boilerplate; everything else stays."""
        dropped = is_common(self.marks, boilerplate)
        if not dropped.any():
            return self
        owner = np.repeat(np.arange(len(self.lengths)), self.sentences)
        lost = np.bincount(owner[dropped], self.sizes[dropped], len(self.lengths)).astype(np.int32)
        return replace(
            self,
            words=self.words[np.repeat(~dropped, self.sizes)],
            lengths=self.lengths - lost,
            sizes=np.where(dropped, 0, self.sizes).astype(np.int32),
        )


def ranges(starts: Int64s, sizes: Int32s) -> Int64s:
    """Give the places from each start on, as many as its size, one range after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    places: Int64s = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - sizes), sizes)
    return places


def _starts(sizes: Int32s) -> Int64s:
    starts: Int64s = np.cumsum(sizes, dtype=np.int64) - sizes
    return starts


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each term stands in each work of a block, in the order of the keys, then of the works."""

    keys: Int64s
    works: Int32s
    times: Int32s


@dataclass(frozen=True, slots=True)
class Table:
    """In how many works each term stands. The keys ascend."""

    keys: Int64s
    works: Int32s

    def without_rare_pairs(self, fewest_works: int) -> "Table":
        """Give the table without the pairs of words that stand in fewer works."""
        kept = (self.works >= fewest_works) | (self.keys >> WORD_BITS == 0)
        return Table(self.keys[kept], self.works[kept])


def blocks(parts: Iterable[Block]) -> Iterator[Block]:
    """Join neighbouring small blocks into blocks of about `BLOCK_WORKS` works, in the same order."""
    waiting: list[Block] = []
    size = 0
    for part in parts:
        if waiting and size + len(part.lengths) > BLOCK_WORKS:
            yield joined(waiting)
            waiting, size = [], 0
        waiting.append(part)
        size += len(part.lengths)
    if waiting:
        yield joined(waiting)


def joined(parts: list[Block]) -> Block:
    """Give several blocks as one."""
    if len(parts) == 1:
        return parts[0]
    return Block(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Block)))


def count(block: Block, vocabulary: Vocabulary) -> Counts:
    """Count the terms of each work as `text.analyse` lists them, by one sort of (term, work)."""
    number = block.words.astype(np.int64)
    folded = vocabulary.folded(block.words).astype(np.int64)
    work = np.repeat(np.arange(len(block.lengths), dtype=np.int64), block.lengths)
    marked = folded != number
    beside = work[1:] == work[:-1]
    pairs = (folded[:-1][beside] + 1) << WORD_BITS | folded[1:][beside]
    both = np.concatenate(
        [
            number << WORK_BITS | work,
            folded[marked] << WORK_BITS | work[marked],
            pairs << WORK_BITS | work[1:][beside],
        ]
    )
    both.sort()
    first = starts_of_runs(both)
    times = np.diff(first, append=len(both)).astype(np.int32)
    both = both[first]
    return Counts(both >> WORK_BITS, (both & MOST_WORKS).astype(np.int32), times)


def starts_of_runs(values: Int64s) -> Int64s:
    """Give the places where a new value begins in an ordered array."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))


def tally(parts: Iterable[Block], vocabulary: Vocabulary) -> Table:
    """Count in how many works each term stands, holding one block's counts at a time."""
    tables = [Table(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32))]
    for block in parts:
        keys = count(block, vocabulary).keys
        first = starts_of_runs(keys)
        tables.append(Table(keys[first], np.diff(first, append=len(keys)).astype(np.int32)))
        # Tables of like size are added up, so that no key is moved more often than the logarithm of the blocks.
        while len(tables) > 1 and len(tables[-2].keys) < 2 * len(tables[-1].keys):
            tables.append(_sum([tables.pop(), tables.pop()]))
    return _sum(tables)


def _sum(tables: list[Table]) -> Table:
    keys = np.concatenate([table.keys for table in tables])
    works = np.concatenate([table.works for table in tables])
    order = np.argsort(keys, kind="stable")
    keys, works = keys[order], works[order]
    first = starts_of_runs(keys)
    return Table(keys[first], np.add.reduceat(works, first) if len(first) else works)
