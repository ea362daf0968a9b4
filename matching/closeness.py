"""How near people stand to institutions: who worked there, and who worked with somebody who did."""

from collections.abc import Collection
from weakref import WeakKeyDictionary

import numpy as np

from matching.facts import NOWHERE
from matching.postings import Float64s
from matching.segments import Segment
from matching.sentences import Hashes
from matching.snapshots import Snapshot
from matching.vocabulary import Int64s
from matching.works import Works

SECOND_HAND = 0.5
"""What having worked with somebody who worked there counts at most, where having worked there oneself counts 1."""

_kept: WeakKeyDictionary[Segment, tuple[Int64s, Int64s]] = WeakKeyDictionary()


def of(now: Snapshot, works: Works, candidates: int, institutes: Collection[str]) -> Float64s:
    """Give the closeness of each candidate, whose works are given, to institutions by their names; see the feature."""
    numbers = now.vocabulary.institutions.called(institutes)
    if not numbers:
        return np.zeros(candidates)
    there = np.isin(works.facts["institution"], list(numbers))
    inside = np.bincount(works.person[there], minlength=candidates) > 0
    shared = np.isin(works.facts["work"], _works_of(now, numbers))
    pairs = np.unique(np.column_stack([works.person[shared], works.work[shared]]), axis=0)
    times = np.bincount(pairs[:, 0], minlength=candidates)
    return np.where(inside, 1.0, SECOND_HAND * (1 - 0.5**times))


def _works_of(now: Snapshot, numbers: Collection[int]) -> Hashes:
    """Give the works of everybody who worked at these institutions, also those that they did elsewhere."""
    found = [np.zeros(0, dtype=np.uint64)]
    for segment, alive in zip(now.segments, now.alive, strict=True):
        institution, row = _places(segment)
        begin, end = (np.searchsorted(institution, sorted(numbers), side=side) for side in ("left", "right"))
        rows = np.unique(np.concatenate([row[first:last] for first, last in zip(begin, end, strict=True)]))
        rows = rows[alive[rows]]
        if len(rows):
            found.append(segment.gathered(rows).facts["work"])
    return np.unique(np.concatenate(found))


def _places(segment: Segment) -> tuple[Int64s, Int64s]:
    """Give who worked where in a segment, as institutions, ascending, and rows; kept once it was asked for."""
    if segment not in _kept:
        block = segment.block
        told = np.flatnonzero(block.facts["institution"] != NOWHERE)
        row = np.repeat(np.arange(len(block.works)), block.works)[told]
        institution = block.facts["institution"][told].astype(np.int64)
        # Both as one number, which sorts many times faster than rows of two.
        both = np.unique(institution * len(block.works) + row)
        _kept[segment] = (both // max(1, len(block.works)), both % max(1, len(block.works)))
    return _kept[segment]
