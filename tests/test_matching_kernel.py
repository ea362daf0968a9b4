"""The compiled search over packed postings, beside the plain sum of all products."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import kernel, packing
from matching.packing import Packed, packed
from matching.postings import Bools, Float64s, Postings, assembled
from matching.vocabulary import Int64s

TERMS = 40


def drawn(seed: int, people: int, *, equal: bool = False) -> Postings:
    """Draw lists of very different lengths; with `equal`, all weights are the same, so that many are tied."""
    draw = np.random.default_rng(seed)
    sizes = np.minimum(people, np.maximum(1, (people / np.arange(1, TERMS + 1) ** 2.5).astype(int)))
    found = [np.sort(draw.choice(people, size, replace=False)) for size in sizes.tolist()]
    weights = np.full(sum(sizes), 0.25) if equal else draw.beta(1, 8, sum(sizes)) + 1e-4
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Postings(np.arange(TERMS) * 3, starts, np.concatenate(found).astype(np.int32), weights.astype(np.float32))


def in_parts(whole: Postings, people: int) -> Packed:
    """Pack postings that come in two parts, as those of blocks do."""
    half = people // 3
    first = whole.kept(np.where(np.arange(people) < half, np.arange(people), -1).astype(np.int32))
    second = whole.kept(np.where(np.arange(people) < half, -1, np.arange(people) - half).astype(np.int32))
    return packed([(first, 0), (second, half)], whole.keys, people)


def question(seed: int) -> tuple[Int64s, Float64s]:
    draw = np.random.default_rng(seed)
    keys = np.sort(draw.choice(TERMS * 4, 25, replace=False)).astype(np.int64)
    weights = draw.exponential(1, 25)
    return keys, weights / np.sqrt(weights @ weights)


def check(whole: Postings, people: int, seed: int, k: int, allowed: Bools | None) -> None:
    """Hold both ways, leaving postings out and adding everything up, against the plain sum."""
    keys, weights = question(seed)
    index = in_parts(whole, people)
    expected = whole.scores(keys, weights, people)
    assert index.scores(keys, weights) == pytest.approx(expected, abs=5e-7)
    if allowed is not None:
        expected[~allowed] = 0
    for worth in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(packing, "WORTH", worth)
            check_best(expected, k, *index.nearest(keys, weights, k, allowed))


def check_best(expected: Float64s, k: int, found: Int64s, scores: Float64s) -> None:
    assert scores == pytest.approx(expected[found], abs=5e-7)
    assert (np.diff(found) > 0).all()
    ordered = np.sort(expected[expected > 0])[::-1]
    if len(ordered):
        least = ordered[min(k, len(ordered)) - 1]
        assert set(np.flatnonzero((expected > 0) & (expected >= least - 5e-7)).tolist()) <= set(found.tolist())


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 400), st.integers(1, 500), st.booleans(), st.booleans())
def test_the_best_of_a_few_people_are_those_of_the_plain_sum(
    seed: int, people: int, k: int, equal: bool, some: bool
) -> None:
    allowed = np.random.default_rng(seed).random(people) < 0.5 if some else None
    check(drawn(seed, people, equal=equal), people, seed, k, allowed)


@pytest.mark.parametrize("k", [1, 50, 400])
@pytest.mark.parametrize("share", [None, 0.5, 0.001])
def test_the_best_of_many_chunks_of_people_are_those_of_the_plain_sum(k: int, share: float | None) -> None:
    people = 3 * kernel.CHUNK + 17
    allowed = None if share is None else np.random.default_rng(k).random(people) < share
    check(drawn(k, people), people, k, k, allowed)
    check(drawn(k, people, equal=True), people, k, k, allowed)


def test_a_packed_list_gives_every_person_once_in_ascending_order() -> None:
    whole = drawn(5, 2 * kernel.CHUNK)
    one = np.array([1.0])
    for key in whole.keys[[0, 3, 39]]:
        index = in_parts(whole, 2 * kernel.CHUNK)
        found, _ = index.nearest(np.array([key]), one, 10**6, None)
        place = int(np.searchsorted(whole.keys, key))
        assert found.tolist() == whole.people[whole.starts[place] : whole.starts[place + 1]].tolist()


def test_a_question_of_very_many_terms_is_answered_as_well() -> None:
    people, terms = 50, kernel.MOST_TERMS + 100
    starts = np.arange(terms + 1, dtype=np.int64)
    row = (np.arange(terms) % people).astype(np.int32)
    whole = Postings(np.arange(terms), starts, row, np.full(terms, 0.1, dtype=np.float32))
    weights = np.full(terms, terms**-0.5)
    found, scores = packed([(whole, 0)], whole.keys, people).nearest(whole.keys, weights, 3, None)
    expected = whole.scores(whole.keys, weights, people)
    assert scores == pytest.approx(expected[found])
    assert set(found.tolist()) == set(np.flatnonzero(expected >= np.sort(expected)[-3] - 1e-9).tolist())


def test_packing_nobody_finds_nobody() -> None:
    empty = assembled([])
    index = packed([], empty.keys, 0)
    assert index.nearest(np.array([1]), np.array([1.0]), 5, None)[0].tolist() == []
    assert index.scores(np.array([1]), np.array([1.0])).tolist() == []
