"""The segments of an index: some people with their postings, works, tags and days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.counting import Block, Starts, joined
from matching.exact import works_of
from matching.kernel import CHUNK
from matching.packing import Packed, packed
from matching.postings import Bools, Float64s, Postings, TermWeights, Weighed, assembled, vectors
from matching.sentences import Hashes
from matching.tags import Tagged
from matching.vocabulary import Int64s, Vocabulary

FEW = CHUNK
"""The postings of no more people than this are not packed: to read them all takes no longer than to leave some out."""


class Wording(NamedTuple):
    """How words are weighed: their numbers, their weights, and the sentences that count for nothing."""

    vocabulary: Vocabulary
    terms: TermWeights
    boilerplate: Hashes


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Segment:
    """Some people of an index: their ids, their postings, the works these were made of, and the people by tag."""

    ids: Sequence[str]
    rows: dict[str, int]
    postings: Packed | Postings
    """Packed in the first segment of a large index, which stays; as they come everywhere else."""
    block: Block
    starts: Starts
    tagged: Tagged

    @classmethod
    def of(
        cls, ids: Sequence[str], postings: Packed | Postings, block: Block, starts: Starts | None = None
    ) -> "Segment":
        """Put the people with these ids together, each in the row of their place. `starts` are those of the block."""
        tagged = Tagged.of(block.tags, block.tagged)
        rows = {id: row for row, id in enumerate(ids)}
        return cls(list(ids), rows, postings, block, starts or block.starts, tagged)

    def gathered(self, rows: Int64s) -> Block:
        """Take the works of the people in these rows, in their order. It costs what is taken, not what is left."""
        return self.block.at(rows, self.starts)

    def scores(self, keys: Int64s, weights: Float64s, rows: Int64s) -> Float64s:
        """Give the people in these rows the sum of the products of the query's weights with theirs."""
        if isinstance(self.postings, Packed):
            return self.postings.scores(keys, weights, rows)
        return self.postings.scores(keys, weights, len(self.ids))[rows]

    def nearest(self, keys: Int64s, weights: Float64s, k: int, allowed: Bools | None) -> tuple[Int64s, Float64s]:
        """Give the rows of the k people with the best scores above 0 and of those tied with the last, and the scores.

        Others may be among them. Only the marked are found, where somebody is marked.
        """
        if isinstance(self.postings, Packed):
            return self.postings.nearest(keys, weights, k, allowed)
        return self.postings.nearest(keys, weights, k, len(self.ids), allowed)

    def among(self, people: Iterable[str]) -> Bools:
        """Mark the rows of those of the people who are here."""
        marked = np.zeros(len(self.ids), dtype=np.bool_)
        marked[[row for row in map(self.rows.get, people) if row is not None]] = True
        return marked

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes: postings, works and tags."""
        return self.postings.nbytes + self.tagged.nbytes + self.block.nbytes + self.starts.nbytes

    @property
    def unpacked(self) -> Postings:
        """The postings of people who were put since the index was compacted.

        Raises TypeError for the first segment of a large index, which is never joined with others.
        """
        if isinstance(self.postings, Packed):
            raise TypeError("The first segment of a large index stays packed.")
        return self.postings


def everybody(ids: Sequence[str], parts: Sequence[Block], wording: Wording) -> Segment:
    """Give everybody, with their works in parts, as the first segment of an index, packed where they are many."""
    if len(ids) <= FEW:
        return appended(ids, parts, wording)
    whole = joined(parts)
    starts = whole.starts
    said = works_of(whole, starts, wording.vocabulary, wording.boilerplate)
    return Segment.of(ids, packed(_weighed(parts, wording), wording.terms, said), whole, starts)


def appended(ids: Sequence[str], parts: Sequence[Block], wording: Wording) -> Segment:
    """Give people with their works as a segment that is not packed."""
    weighed = ((part.postings, part.people) for part in _weighed(parts, wording))
    return Segment.of(ids, assembled(weighed), joined(parts))


def _weighed(parts: Sequence[Block], wording: Wording) -> Iterator[Weighed]:
    """Weigh the people of all parts, one part at a time."""
    for part in parts:
        yield vectors(part.without(wording.boilerplate), wording.vocabulary, wording.terms)
