"""The exact search: a text is weighed, every person's score is added up, and the best are put in order."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from matching.postings import Float64s
from matching.snapshots import Snapshot
from matching.text import analyse
from matching.vocabulary import Int64s

TIE_DECIMALS = 6
"""Scores that agree to so many decimals are tied: what lies below is the noise of 32-bit weights, not a difference."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found."""

    id: str
    score: float
    """Cosine between the text and the centroid of the person's works: above 0, at most 1."""
    rank: int
    """One more than the number of people with a better score; those who are tied share it."""
    tie_group: int
    """Numbers the different scores from 1; hits with the same number are tied and stand in the order of their ids."""


def weigh(now: Snapshot, text: str) -> tuple[Int64s, Float64s]:
    """Give the terms of a text that the index knows, as ascending keys and weights.

    A weight is (1 + ln times) x term weight; all are brought to length 1 together.
    """
    counts = Counter(analyse(text))
    found = zip(now.vocabulary.keys(counts), counts.values(), strict=True)
    known = sorted((key, times) for key, times in found if key is not None)
    keys = np.array([key for key, _ in known], dtype=np.int64)
    weights = (1 + np.log([times for _, times in known])) * now.terms.of_keys(keys)
    return keys, weights / (np.sqrt(weights @ weights) or 1.0)


def best(now: Snapshot, text: str, k: int, among: Set[str] | None, without: Set[str]) -> list[Hit]:
    """Find the k people nearest to a text; see `PeopleIndex.search`."""
    keys, weights = weigh(now, text)
    if k < 1 or not len(keys):
        return []
    scores = np.concatenate([_scores(now, number, keys, weights) for number in range(len(now.segments))])
    _restrict(now, scores, among, without)
    places = _leading(scores, k)
    ids = _ids(now, places)
    rounded = np.round(scores[places], TIE_DECIMALS)
    order = sorted(range(len(places)), key=lambda at: (-rounded[at], ids[at]))[:k]
    hits: list[Hit] = []
    for at in order:
        tied = bool(hits) and rounded[at] == round(hits[-1].score, TIE_DECIMALS)
        rank, group = (hits[-1].rank, hits[-1].tie_group) if tied else (len(hits) + 1, _groups(hits) + 1)
        hits.append(Hit(ids[at], float(scores[places[at]]), rank, group))
    return hits


def _groups(hits: list[Hit]) -> int:
    return hits[-1].tie_group if hits else 0


def _scores(now: Snapshot, number: int, keys: Int64s, weights: Float64s) -> Float64s:
    segment = now.segments[number]
    scores = np.zeros(len(segment.ids), dtype=np.float64)
    segment.postings.add_scores(keys, weights, scores)
    scores[~now.alive[number]] = 0
    return scores


def _restrict(now: Snapshot, scores: Float64s, among: Set[str] | None, without: Set[str]) -> None:
    """Bring to zero whoever must not be found."""
    before = 0
    for segment in now.segments:
        part = scores[before : before + len(segment.ids)]
        if among is not None:
            part[~segment.among(among)] = 0
        if without:
            part[segment.among(without)] = 0
        before += len(segment.ids)


def _leading(scores: Float64s, k: int) -> Int64s:
    """Give the places of the k best scores above zero, and of all that are tied with the last of them."""
    found = np.flatnonzero(scores > 0)
    if len(found) <= k:
        return found
    # Negated, because a partition from the other end is many times slower where most scores are equal.
    negated = -scores[found]
    last = -np.partition(negated, k - 1)[k - 1]
    leading: Int64s = found[np.round(scores[found], TIE_DECIMALS) >= np.round(last, TIE_DECIMALS)]
    return leading


def _ids(now: Snapshot, places: Int64s) -> list[str]:
    ends = np.cumsum([len(segment.ids) for segment in now.segments])
    numbers = np.searchsorted(ends, places, side="right").tolist()
    rows = (places - np.concatenate([[0], ends])[numbers]).tolist() if len(places) else []
    return [now.segments[number].ids[row] for number, row in zip(numbers, rows, strict=True)]
