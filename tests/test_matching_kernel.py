"""The compiled search over packed postings, beside the plain sum of all products."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import exact, kernel
from matching.counting import Block, count, joined
from matching.exact import works_of
from matching.facts import DTYPE
from matching.packing import Packed, packed
from matching.postings import Bools, Float64s, Postings, TermWeights, assembled, vectors
from matching.segments import Wording
from matching.sentences import Hashes
from matching.vocabulary import WORD_BITS, Int64s, Vocabulary

WORDS = 100
NONE: Hashes = np.zeros(0, dtype=np.uint64)


def vocabulary() -> Vocabulary:
    """Give words of which every fourth is the one before it with marks."""
    listed = Vocabulary()
    listed.fill([f"w{number}" for number in range(WORDS)], [number - (number % 4 == 3) for number in range(WORDS)])
    return listed


def block(works: Sequence[Sequence[int]], people: Sequence[int], sentences: int = 1) -> Block:
    """Give works as numbers of words, so many for each person, cut into so many sentences; equal ones share a mark."""
    lengths = np.array([len(work) for work in works], dtype=np.int32)
    parts = [part for work in works for part in np.array_split(np.array(work, dtype=np.int32), sentences)]
    marks = np.array([hash(part.tobytes()) & 0xFFFF | 1 for part in parts], dtype=np.uint64)
    some = np.zeros(0, dtype=np.int32)
    return Block(
        np.concatenate([some, *parts]),
        lengths,
        np.array(people, dtype=np.int32),
        np.full(len(works), sentences, dtype=np.int32),
        marks,
        np.array([len(part) for part in parts], dtype=np.int32),
        np.zeros(len(works), dtype=DTYPE),
        some,
        np.zeros(len(people), dtype=np.int32),
        np.zeros((len(people), 2), dtype=np.int32),
        np.zeros((len(works), 0), dtype=np.uint64),
        np.zeros((len(works), 0), dtype=np.float16),
    )


def weights(seed: int, keys: Int64s) -> TermWeights:
    """Draw term weights from a thousandth to a thousand."""
    drawn = 10 ** np.random.default_rng(seed).uniform(-3, 3, len(keys))
    return TermWeights(keys, drawn, 1.0, 0.0)


def keys_of(parts: Sequence[Block], words: Vocabulary) -> Int64s:
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(count(part, words).keys for part in parts)]))


def both(parts: Sequence[Block], seed: int, boilerplate: Hashes = NONE) -> tuple[Packed, Postings]:
    """Pack the people of these parts, and give their postings as they are."""
    words = vocabulary()
    said = [part.without(boilerplate) for part in parts]
    wording = Wording(words, weights(seed, keys_of(said, words)), boilerplate)
    weighed = [vectors(part, words, wording.terms) for part in said]
    whole = joined(parts)
    works = works_of(whole, whole.starts, words, boilerplate)
    return packed(weighed, wording.terms, works), assembled((part.postings, part.people) for part in weighed)


def drawn(seed: int, people: int, *, equal: bool = False, most: int = 3) -> Block:
    """Draw works of very different lengths out of very common and very rare words; with `equal`, many are the same."""
    draw = np.random.default_rng(seed)
    counts = draw.integers(1, most + 1, people)
    lengths = np.minimum(200, 1 + draw.pareto(1.2, counts.sum()) * 3).astype(int)
    texts = [np.minimum(WORDS - 1, draw.geometric(0.15, length) - 1).tolist() for length in lengths.tolist()]
    if equal:
        texts = [texts[number % 7] for number in range(len(texts))]
    return block(texts, counts.tolist())


def question(seed: int, keys: Int64s) -> tuple[Int64s, Float64s]:
    """Draw a text out of the terms there are, and one that there is not."""
    draw = np.random.default_rng(seed)
    some = np.sort(draw.choice(keys, min(len(keys), 25), replace=False))
    asked = np.append(some, (WORDS + 2) << WORD_BITS)
    weighed = draw.exponential(1, len(asked)) ** 2
    return asked, weighed / np.sqrt(weighed @ weighed)


def check(index: Packed, whole: Postings, seed: int, k: int, allowed: Bools | None) -> None:
    keys, asked = question(seed, whole.keys)
    people = index.lists.people
    expected = plainly(whole, keys, asked, people)
    assert index.scores(keys, asked, np.arange(people)) == pytest.approx(expected, abs=5e-7)
    if allowed is not None:
        expected[~allowed] = 0
    for found, scores in (index.nearest(keys, asked, k, allowed), whole.nearest(keys, asked, k, people, allowed)):
        check_best(expected, k, found, scores)


def plainly(whole: Postings, keys: Int64s, asked: Float64s, people: int) -> Float64s:
    """Add all products up, one term after the other."""
    scores = np.zeros(people)
    for key, weight in zip(keys.tolist(), asked.tolist(), strict=True):
        for place in np.flatnonzero(whole.keys == key).tolist():
            part = slice(whole.starts[place], whole.starts[place + 1])
            scores[whole.people[part]] += weight * whole.weights[part].astype(np.float64)
    return scores


def check_best(expected: Float64s, k: int, found: Int64s, scores: Float64s) -> None:
    assert scores == pytest.approx(expected[found], abs=5e-7)
    assert (np.diff(found) > 0).all()
    ordered = np.sort(expected[expected > 0])[::-1]
    if len(ordered):
        least = ordered[min(k, len(ordered)) - 1]
        assert set(np.flatnonzero((expected > 0) & (expected >= least - 5e-7)).tolist()) <= set(found.tolist())


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 300), st.integers(1, 400), st.booleans(), st.booleans())
def test_the_best_of_people_with_skewed_weights_are_those_of_the_plain_sum(
    seed: int, people: int, k: int, equal: bool, some: bool
) -> None:
    allowed = np.random.default_rng(seed).random(people) < 0.5 if some else None
    half = people // 3
    whole = drawn(seed, people, equal=equal)
    parts = [part for part in (whole.at(np.arange(half)), whole.at(np.arange(half, people))) if len(part.works)]
    check(*both(parts, seed), seed, k, allowed)


@pytest.mark.parametrize("k", [1, 50, 400, 3000])
@pytest.mark.parametrize("share", [None, 0.5, 0.001])
def test_the_best_of_many_chunks_of_people_are_those_of_the_plain_sum(k: int, share: float | None) -> None:
    people = 2 * kernel.CHUNK + 17
    allowed = None if share is None else np.random.default_rng(k).random(people) < share
    few = drawn(k, 3000, most=1)
    parts = list(few.at(np.random.default_rng(k).integers(0, 3000, people)).parts())
    check(*both(parts, k), k, k, allowed)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 4))
def test_boilerplate_counts_for_nothing_in_the_exact_sum(seed: int, people: int, sentences: int) -> None:
    draw = np.random.default_rng(seed)
    works = [draw.integers(0, 6, draw.integers(1, 12)).tolist() for _ in range(people)]
    whole = block(works, [1] * people, sentences)
    boilerplate = np.unique(whole.marks[draw.random(len(whole.marks)) < 0.3])
    check(*both([whole], seed, boilerplate), seed, 5, None)


def test_a_packed_list_gives_every_person_once_in_ascending_order() -> None:
    index, whole = both([drawn(5, 500)], 5)
    for place, key in enumerate(whole.keys.tolist()):
        found, _ = index.nearest(np.array([key]), np.ones(1), 10**6, None)
        assert found.tolist() == whole.people[whole.starts[place] : whole.starts[place + 1]].tolist()


def test_a_question_of_very_many_terms_is_answered_as_well() -> None:
    draw = np.random.default_rng(1)
    works = [draw.integers(0, WORDS, 400).tolist() for _ in range(60)]
    index, whole = both([block(works, [1] * 60)], 1)
    assert len(whole.keys) > kernel.MOST_TERMS
    asked = draw.random(len(whole.keys))
    expected = plainly(whole, whole.keys, asked, 60)
    check_best(expected, 3, *index.nearest(whole.keys, asked, 3, None))


def test_packing_nobody_finds_nobody() -> None:
    index, whole = both([], 1)
    assert index.nearest(np.array([1]), np.array([1.0]), 5, None)[0].tolist() == []
    assert index.scores(np.array([1]), np.array([1.0]), np.zeros(0, dtype=np.int64)).tolist() == []
    assert whole.nearest(np.array([1]), np.array([1.0]), 5, 0, None)[0].tolist() == []


def test_the_compiled_sum_counts_pairs_by_the_keys_of_the_vocabulary() -> None:
    assert exact.WORD_BITS == WORD_BITS
