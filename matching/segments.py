"""The segments of an index: some people with their postings, works, tags and days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.counting import Block, Starts, joined
from matching.packing import Packed
from matching.postings import Bools, Float64s, Postings
from matching.tags import Tagged
from matching.vocabulary import Int64s


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Segment:
    """Some people of an index: their ids, their postings, the works these were made of, and the people by tag."""

    ids: Sequence[str]
    rows: dict[str, int]
    postings: Packed | Postings
    """Packed in the first segment of an index, which stays; as they come in those that changes append."""
    block: Block
    starts: Starts
    tagged: Tagged

    @classmethod
    def of(cls, ids: Sequence[str], postings: Packed | Postings, blocks: Sequence[Block]) -> "Segment":
        """Put the people with these ids together, each in the row of their place."""
        whole = joined(blocks)
        tagged = Tagged.of(whole.tags, whole.tagged)
        rows = {id: row for row, id in enumerate(ids)}
        return cls(list(ids), rows, postings, whole, whole.starts, tagged)

    def gathered(self, rows: Int64s) -> Block:
        """Take the works of the people in these rows, in their order. It costs what is taken, not what is left."""
        return self.block.at(rows, self.starts)

    def scores(self, keys: Int64s, weights: Float64s) -> Float64s:
        """Give each person the sum of the products of the query's weights with theirs."""
        if isinstance(self.postings, Packed):
            return self.postings.scores(keys, weights)
        return self.postings.scores(keys, weights, len(self.ids))

    def nearest(self, keys: Int64s, weights: Float64s, k: int, allowed: Bools | None) -> tuple[Int64s, Float64s]:
        """Give the rows of the k people with the best scores above 0 and of those tied with the last, and the scores.

        Others may be among them. Only the marked are found, where somebody is marked.
        """
        if isinstance(self.postings, Packed):
            return self.postings.nearest(keys, weights, k, allowed)
        scores = self.postings.scores(keys, weights, len(self.ids))
        found = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
        return found, scores[found]

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

        Raises TypeError for the first segment, which is never joined with others.
        """
        if isinstance(self.postings, Packed):
            raise TypeError("The first segment of an index stays packed.")
        return self.postings
