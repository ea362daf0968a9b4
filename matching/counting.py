"""The counting of terms: blocks of works, how often each term stands in each work, in how many works and people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiling import compiled
from matching.facts import DTYPE, Facts
from matching.sentences import Hashes, is_common
from matching.vocabulary import WORD_BITS, Int32s, Int64s, Vocabulary

WORK_BITS = 63 - 2 * WORD_BITS - 1
BLOCK_WORKS = 2048
"""Works counted at a time; what one sort of their terms needs stays within the processor's cache."""
MOST_WORKS = (1 << WORK_BITS) - 1
"""Works one person may have: their number shares 63 bits with a pair of words."""


class Starts(NamedTuple):
    """Where what each has begins in a block."""

    works: Int64s
    """The works of each person."""
    words: Int64s
    """The words of each work."""
    sentences: Int64s
    """The sentences of each work."""
    tags: Int64s
    """The tags of each person."""

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes."""
        return sum(array.nbytes for array in self)


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
    """The number of each sentence; see `vocabulary.Encoded.marks`."""
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

    @property
    def starts(self) -> Starts:
        """Where everything begins."""
        return Starts(*map(_starts, (self.works, self.lengths, self.sentences, self.tagged)))

    def at(self, people: Int64s, starts: Starts | None = None) -> "Block":
        """Give the block of the people in these rows, in this order.

        With the `starts` of the block it costs what is taken, not what is left.
        """
        begin = starts or self.starts
        works = ranges(begin.works[people], self.works[people])
        spoken = ranges(begin.sentences[works], self.sentences[works])
        words = ranges(begin.words[works], self.lengths[works])
        return Block(
            self.words[words],
            self.lengths[works],
            self.works[people],
            self.sentences[works],
            self.marks[spoken],
            self.sizes[spoken],
            self.facts[works],
            self.tags[ranges(begin.tags[people], self.tagged[people])],
            self.tagged[people],
            self.days[people],
            self.texts[works],
            self.meanings[works],
        )

    def parts(self) -> Iterator["Block"]:
        """Give the block in parts of about `BLOCK_WORKS` works, each a view of some people."""
        starts = self.starts
        works = np.append(starts.works, len(self.lengths))
        words = np.append(starts.words, len(self.words))
        sentences = np.append(starts.sentences, len(self.marks))
        tags = np.append(starts.tags, len(self.tags))
        begin = 0
        while begin < len(self.works):
            end = max(begin + 1, int(np.searchsorted(works, works[begin] + BLOCK_WORKS, side="right")) - 1)
            told = slice(works[begin], works[end])
            said = slice(words[told.start], words[told.stop])
            spoken = slice(sentences[told.start], sentences[told.stop])
            some = slice(begin, end)
            yield Block(
                self.words[said],
                self.lengths[told],
                self.works[some],
                self.sentences[told],
                self.marks[spoken],
                self.sizes[spoken],
                self.facts[told],
                self.tags[tags[begin] : tags[end]],
                self.tagged[some],
                self.days[some],
                self.texts[told],
                self.meanings[told],
            )
            begin = end

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


def joined(parts: Sequence[Block]) -> Block:
    """Give several blocks as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        none = np.zeros(0, dtype=np.int32)
        hashes, facts = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=DTYPE)
        days, meanings = np.zeros((0, 2), dtype=np.int32), np.zeros((0, 0), dtype=np.float16)
        return Block(none, none, none, none, hashes, none, facts, none, none, days, hashes.reshape(0, 0), meanings)
    return Block(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Block)))


def count(block: Block, vocabulary: Vocabulary, *, pairs: bool = True) -> Counts:
    """Count the terms of each work as `text.analyse` lists them, or its words only, by one sort of (term, work)."""
    number = block.words.astype(np.int64)
    folded = vocabulary.folded(block.words).astype(np.int64)
    work = np.repeat(np.arange(len(block.lengths), dtype=np.int64), block.lengths)
    marked = folded != number
    terms = [number << WORK_BITS | work, folded[marked] << WORK_BITS | work[marked]]
    if pairs:
        terms.append(_pairs(folded, work))
    both = np.concatenate(terms)
    both.sort()
    first = starts_of_runs(both)
    times = np.diff(first, append=len(both)).astype(np.int32)
    both = both[first]
    return Counts(both >> WORK_BITS, (both & MOST_WORKS).astype(np.int32), times)


def _pairs(folded: Int64s, work: Int64s) -> Int64s:
    """Give the pairs of neighbouring words of a work, each with the work."""
    beside = work[1:] == work[:-1]
    both = (folded[:-1][beside] + 1) << WORD_BITS | folded[1:][beside]
    return np.asarray(both << WORK_BITS | work[1:][beside])


def starts_of_runs(values: Int64s) -> Int64s:
    """Give the places where a new value begins in an ordered array."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))


def tally(parts: Iterable[Block], vocabulary: Vocabulary, *, pairs: bool = True) -> Table:
    """Count in how many works each term, or each word, stands, holding one block's counts at a time."""
    folded = vocabulary.all_folded()
    said, latest, works = np.zeros(len(folded), dtype=np.int32), np.full(len(folded), -1), 0
    tables = [Table(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32))]
    for block in parts:
        works = _tally(block.words, block.lengths, folded, (said, latest), works)
        if pairs:
            tables.append(_tally_pairs(block, folded))
        # Tables of like size are added up, so that no key is moved more often than the logarithm of the blocks.
        while len(tables) > 1 and len(tables[-2].keys) < 2 * len(tables[-1].keys):
            tables.append(_sum([tables.pop(), tables.pop()]))
    both, words = _sum(tables), np.flatnonzero(said)
    # A pair of words has a larger key than any word.
    return Table(np.concatenate([words, both.keys]), np.concatenate([said[words], both.works]))


@compiled
def _tally(words: Int32s, lengths: Int32s, folded: Int32s, counted: tuple[Int32s, Int64s], work: int) -> int:
    """Count each word and its folded form once for each work, the first of which has a number; give the next number.

    Counted are the works of each word so far, and the number of the latest.
    """
    (said, latest), end = counted, 0
    for length in lengths:
        begin, end = end, end + length
        for at in range(begin, end):
            word = words[at]
            for form in (word, folded[word]):
                if latest[form] != work:
                    latest[form] = work
                    said[form] += 1
        work += 1
    return work


def _tally_pairs(block: Block, folded: Int32s) -> Table:
    work = np.repeat(np.arange(len(block.lengths), dtype=np.int64), block.lengths)
    both = _pairs(folded[block.words].astype(np.int64), work)
    both.sort()
    keys = both[starts_of_runs(both)] >> WORK_BITS
    first = starts_of_runs(keys)
    return Table(keys[first], np.diff(first, append=len(keys)).astype(np.int32))


def _sum(tables: list[Table]) -> Table:
    keys = np.concatenate([table.keys for table in tables])
    works = np.concatenate([table.works for table in tables])
    order = np.argsort(keys, kind="stable")
    keys, works = keys[order], works[order]
    first = starts_of_runs(keys)
    return Table(keys[first], np.add.reduceat(works, first) if len(first) else works)
