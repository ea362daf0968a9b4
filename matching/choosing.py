"""The choice of those who are ranked by features: the nearest people, and whoever one work or an institution brings."""

from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching import searching, works
from matching.asked import Asked
from matching.asking import ask, said
from matching.postings import Bools, Float64s
from matching.snapshots import Snapshot
from matching.tags import Where
from matching.vocabulary import Int64s

CANDIDATES = 400
"""So many people, the nearest by their centroid, are ranked by features."""
BESIDE = 200
"""So many further ones are, whose best single work is nearest or whose institution the text names. On the public
awards they bring the leaders among the candidates from 75 to 79 of 100 questions. All others follow in centroid order.
"""
MOST_BY_FEATURES = CANDIDATES + BESIDE
"""No question ranks more people by features."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everybody who may be found for a text and what the first of them did: the candidates, then centroid order."""

    ids: list[str]
    cosines: Float64s
    asked: Asked
    """The text and those who are ranked by features, the first of the ids."""


def candidates(
    now: Snapshot,
    text: str,
    *,
    on: date,
    most: int,
    among: Set[str] | None = None,
    without: Set[str] = frozenset(),
    where: Where = (),
    institutes: Collection[str] = (),
    amount: float = 0.0,
) -> Candidates:
    """Find who may be ranked: whoever shares a term with the text, or is among the given."""
    told = said(now, text)
    keys, weighed = told.keys, told.weights
    wanted = searching.Wanted(among, without, where)
    chosen, cosines = searching.nearest(now, keys, weighed, max(most, CANDIDATES), wanted)
    cosines = np.round(cosines, searching.TIE_DECIMALS)
    if among is not None and (len(chosen) < max(most, CANDIDATES) or not cosines.all()):
        chosen, cosines = _with_unlike(now, chosen, cosines, wanted)
    order, cosines = _in_order(now, chosen, cosines)
    first = order[:CANDIDATES]
    if len(order) >= CANDIDATES and works.are_kept(now):
        near = np.round(searching.cosines(now, keys, weighed), searching.TIE_DECIMALS)
        reach = works.reach(now, keys, weighed, told.named.share)
        first = np.concatenate([first, _beside(now, np.round(reach, searching.TIE_DECIMALS), near, first, wanted)])
        rest = ~np.isin(order, first)
        order = np.concatenate([first, order[rest]])
        cosines = near[order]
    asked = ask(
        now, told, searching.rows(now, first), cosines[: len(first)], on=on, institutes=institutes, amount=amount
    )
    return Candidates(searching.ids(now, order), cosines, asked)


def _with_unlike(now: Snapshot, near: Int64s, cosines: Float64s, wanted: searching.Wanted) -> tuple[Int64s, Float64s]:
    """Add everybody who is wanted and shares no term with the text, with the cosine 0."""
    marked = searching.allowed(now, wanted)
    there = np.concatenate(now.alive)
    if marked is not None:
        there &= marked
    there[near] = False
    rest = np.flatnonzero(there)
    return np.concatenate([near, rest]), np.concatenate([cosines, np.zeros(len(rest))])


def _beside(now: Snapshot, reach: Float64s, near: Float64s, first: Int64s, wanted: searching.Wanted) -> Int64s:
    """Give the places of those beyond the first whom one work or an institution brings nearest."""
    marked = searching.allowed(now, wanted)
    open_to = np.concatenate(now.alive) & (reach > 0)
    if wanted.among is None:
        open_to &= near > 0
    if marked is not None:
        open_to &= marked
    open_to[first] = False
    places = np.flatnonzero(open_to)
    places = places[_best(reach[places], BESIDE)]
    return _in_order(now, places, reach[places])[0][:BESIDE]


def _in_order(now: Snapshot, places: Int64s, scores: Float64s) -> tuple[Int64s, Float64s]:
    """Put places in the order of their scores, best first; equal scores stand in that of their ids."""
    listed = sorted(zip((-scores).tolist(), searching.ids(now, places), range(len(places)), strict=True))
    order = np.array([number for _, _, number in listed], dtype=np.int64)
    return places[order], scores[order]


def _best(scores: Float64s, most: int) -> Bools:
    """Mark the best, and all that are tied with the last of them."""
    if len(scores) <= most or most < 1:
        return np.full(len(scores), most > 0)
    return np.asarray(-scores <= np.partition(-scores, most - 1)[most - 1])
