"""How firmly an order stands when its weights are drawn anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Ranked, stability

VALUES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12)


def ranked(*values: tuple[float, float]) -> list[Ranked]:
    people = [Ranked(f"p{n:02}", sum(pair), pair, (1.0, 1.0)) for n, pair in enumerate(values)]
    return sorted(people, key=lambda one: (-one.score, one.id))


@given(VALUES, st.integers(0, 99), st.integers(1, 5))
def test_the_same_seed_draws_the_same_numbers_and_shares_are_shares(
    values: list[tuple[float, float]], seed: int, first: int
) -> None:
    people = ranked(*values)
    found = stability.of(people, first=first, seed=seed, draws=40)
    assert found == stability.of(people, first=first, seed=seed, draws=40)
    assert [one.id for one in found] == [one.id for one in people]
    assert all(0 <= one.share <= 1 and 1 <= one.best <= one.worst <= len(people) for one in found)
    # In each draw somebody fills each of the first places.
    assert sum(one.share for one in found) >= min(first, len(people)) - 1e-9


@given(VALUES, st.integers(1, 5))
def test_weights_that_do_not_move_leave_the_order_as_it_is(values: list[tuple[float, float]], first: int) -> None:
    people = ranked(*values)
    last = round(people[min(first, len(people)) - 1].score, 6)
    for one in stability.of(people, first=first, seed=1, spread=0):
        score = next(each.score for each in people if each.id == one.id)
        assert one.share == float(round(score, 6) >= last)


def test_whoever_is_better_in_everything_is_always_first() -> None:
    first, second = stability.of(ranked((0.9, 0.8), (0.1, 0.2)), first=1, seed=3)
    assert (first.share, first.best, first.worst) == (1.0, 1, 1)
    assert (second.share, second.best, second.worst) == (0.0, 2, 2)


def test_two_who_are_good_at_different_things_change_places() -> None:
    shares = [one.share for one in stability.of(ranked((1.0, 0.0), (0.0, 1.0)), first=1, seed=5)]
    assert all(0.3 < share < 0.7 for share in shares)


def test_who_follows_without_parts_takes_no_part() -> None:
    people = [*ranked((1.0, 1.0)), Ranked("last", -1.0, (), ())]
    assert [one.id for one in stability.of(people, first=5, seed=1)] == ["p00"]
    assert stability.of([Ranked("last", -1.0, (), ())], first=5, seed=1) == []


@pytest.mark.parametrize("wrong", [{"first": 0}, {"first": 1, "draws": 0}, {"first": 1, "spread": 1.5}])
def test_numbers_that_mean_nothing_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="or more"):
        stability.of(ranked((1.0, 1.0)), seed=1, **wrong)
