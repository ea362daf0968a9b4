"""The exact search: a text is weighed, every person's score is added up, and the best are put in order."""

from collections import Counter
from collections.abc import Set
from itertools import chain
from math import log
from typing import NamedTuple

import numpy as np

from matching.concepts import EXPANSION
from matching.postings import Bools, Float64s, places
from matching.segments import Segment
from matching.snapshots import Snapshot
from matching.tags import Tags, Where
from matching.text import analyse
from matching.vocabulary import Int64s

TIE_DECIMALS = 6
"""Scores that agree to so many decimals are tied: what lies below is the noise of 32-bit weights, not a difference."""


class Hit(NamedTuple):
    """A person found."""

    id: str
    score: float
    """Cosine between the text and the centroid of the person's works: above 0, at most 1."""
    rank: int
    """One more than the number of people with a better score; those who are tied share it."""
    tie_group: int
    """Numbers the different scores from 1; hits with the same number are tied and stand in the order of their ids."""


def weigh(now: Snapshot, text: str) -> tuple[Int64s, Float64s]:
    """Give the terms of a text that somebody in the index has, as ascending keys and weights.

    A weight is (1 + ln times) x term weight. A concept that the text names in one language only is asked for in the
    other one too: the terms of its usual names there count `concepts.EXPANSION` x term weight. All are brought to
    length 1 together, so that the scores of different texts can be compared.
    """
    counts = Counter(analyse(text, now.boilerplate))
    counted = {term: 1 + log(times) for term, times in counts.items()}
    otherwise = (analyse(name) for name in now.vocabulary.concepts.said_otherwise(text))
    counted = dict.fromkeys(chain.from_iterable(otherwise), EXPANSION) | counted
    numbered = zip(now.vocabulary.keys(counted), counted.values(), strict=True)
    pairs = sorted((key, often) for key, often in numbered if key is not None)
    keys = np.array([key for key, _ in pairs], dtype=np.int64)
    weights = np.array([often for _, often in pairs], dtype=np.float64) * now.terms.of_keys(keys)
    known = _known(now, keys) & (weights > 0)
    keys, weights = keys[known], weights[known]
    return keys, weights / (np.sqrt(weights @ weights) or 1.0)


def _known(now: Snapshot, keys: Int64s) -> Bools:
    """Mark the keys with a term weight, or with somebody who was put since the weights were taken and is still here."""
    known = places(now.terms.keys, keys)[1]
    for segment, alive in zip(now.segments[1:], now.alive[1:], strict=True):
        new = np.flatnonzero(~known)
        postings = segment.unpacked
        place, found = places(postings.keys, keys[new])
        starts = postings.starts
        for at, number in zip(new[found].tolist(), place[found].tolist(), strict=True):
            known[at] = alive[postings.people[starts[number] : starts[number + 1]]].any()
    return known


class Wanted(NamedTuple):
    """Who may be found; see `PeopleIndex.search`."""

    among: Set[str] | None = None
    without: Set[str] = frozenset()
    where: Where = ()


EVERYBODY = Wanted()


def allowed(now: Snapshot, wanted: Wanted) -> Bools | None:
    """Mark who may be found, segment after segment; None where that is everybody. The removed may be marked too."""
    if wanted == EVERYBODY:
        return None
    return np.concatenate([_allowed(segment, wanted, now.vocabulary.tags) for segment in now.segments])


def _allowed(segment: Segment, wanted: Wanted, tags: Tags) -> Bools:
    marked = np.ones(len(segment.ids), dtype=np.bool_) if wanted.among is None else segment.among(wanted.among)
    if wanted.without:
        marked &= ~segment.among(wanted.without)
    for any_of in wanted.where:
        marked &= segment.tagged.having(tags.met(any_of), len(segment.ids))
    return marked


def matching(now: Snapshot, where: Where) -> int:
    """Count who can be found and passes a filter."""
    found = allowed(now, Wanted(where=where))
    return now.people if found is None else int((found & np.concatenate(now.alive)).sum())


def best(now: Snapshot, text: str, k: int, wanted: Wanted) -> list[Hit]:
    """Find the k people nearest to a text; see `PeopleIndex.search`."""
    keys, weights = weigh(now, text)
    if k < 1 or not len(keys):
        return []
    leading, scores = nearest(now, keys, weights, k, wanted)
    found = zip((-np.round(scores, TIE_DECIMALS)).tolist(), ids(now, leading), strict=True)
    return _hits(sorted(zip(found, scores.tolist(), strict=True))[:k])


def _hits(ordered: list[tuple[tuple[float, str], float]]) -> list[Hit]:
    """Number the found, given as ((minus the rounded score, id), score), by rank and by group of equals."""
    hits: list[Hit] = []
    rank, group, last = 0, 0, 1.0
    for place, ((negated, id), score) in enumerate(ordered, start=1):
        if negated != last:
            rank, group, last = place, group + 1, negated
        hits.append(Hit(id, score, rank, group))
    return hits


def cosines(now: Snapshot, keys: Int64s, weights: Float64s) -> Float64s:
    """Give the cosine of a weighed text with everybody, segment after segment; 0 for those who were removed."""
    return np.concatenate([_scores(now, number, keys, weights) for number in range(len(now.segments))])


def _scores(now: Snapshot, number: int, keys: Int64s, weights: Float64s) -> Float64s:
    segment = now.segments[number]
    scores = segment.scores(keys, weights, np.arange(len(segment.ids)))
    scores[~now.alive[number]] = 0
    return scores


def nearest(
    now: Snapshot, keys: Int64s, weights: Float64s, k: int, wanted: Wanted = EVERYBODY
) -> tuple[Int64s, Float64s]:
    """Give the k people with the best cosines above 0, and all that are tied with the last of them; exact.

    As ascending places in the scores of everybody (see `rows` and `ids`), and their cosines. It reads a small part of
    what `cosines` reads.
    """
    parts = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    before = 0
    marked = allowed(now, wanted)
    for segment, alive in zip(now.segments, now.alive, strict=True):
        here = None if marked is None else marked[before : before + len(alive)]
        if now.changed and not alive.all():
            here = alive if here is None else here & alive
        found, near = segment.nearest(keys, weights, k, here)
        parts[0].append(found + before)
        parts[1].append(near)
        before += len(alive)
    places, scores = np.concatenate(parts[0]), np.concatenate(parts[1])
    leading = _leading(scores, k)
    return places[leading], scores[leading]


def _leading(scores: Float64s, k: int) -> Int64s:
    """Give the places of the k best scores, and of all that are tied with the last of them."""
    if k < 1 or len(scores) <= k:
        return np.arange(len(scores) if k > 0 else 0)
    # Negated, because a partition from the other end is many times slower where most scores are equal.
    last = -np.partition(-scores, k - 1)[k - 1]
    return np.flatnonzero(np.round(scores, TIE_DECIMALS) >= np.round(last, TIE_DECIMALS))


def rows(now: Snapshot, places: Int64s) -> list[tuple[int, int]]:
    """Give the segment and the row of each place in the scores of everybody."""
    ends = np.cumsum([len(segment.ids) for segment in now.segments])
    numbers = np.searchsorted(ends, places, side="right").tolist()
    found = (places - np.concatenate([[0], ends])[numbers]).tolist() if len(places) else []
    return list(zip(numbers, found, strict=True))


def ids(now: Snapshot, places: Int64s) -> list[str]:
    """Give the id of each place in the scores of everybody."""
    return [now.segments[number].ids[row] for number, row in rows(now, places)]
