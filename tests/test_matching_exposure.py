"""Exposure and assignment: nobody is the answer to everything, and equals are drawn, not listed."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assignment import Assignment, CannotAssign, Chance, assign
from matching.exposure import drawn, gini, near_equal


def test_the_gini_of_equal_exposure_is_0_and_of_one_person_for_everything_nearly_1() -> None:
    assert gini([3, 3, 3, 3]) == pytest.approx(0)
    assert gini([0, 0, 0, 8]) == pytest.approx(3 / 4)
    assert gini([]) == gini([0, 0]) == 0
    with pytest.raises(ValueError, match="less than never"):
        gini([-1])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_the_gini_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    differences = sum(abs(one - other) for one, other in product(counts, counts))
    expected = differences / (2 * len(counts) * sum(counts)) if sum(counts) else 0
    assert gini(counts) == pytest.approx(expected)


def test_small_steps_do_not_chain_unequal_people_together() -> None:
    assert near_equal([1.0, 0.9, 0.8, 0.7], 0.15) == [[0, 1], [2, 3]]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.integers(0, 1000))
def test_the_drawn_order_depends_on_the_seed_and_not_on_the_order_given(scores: list[int], seed: int) -> None:
    ids = [f"p{place:02}" for place in range(len(scores))]
    order = [ids[place] for place in drawn(ids, scores, margin=2, seed=seed)]
    turned = list(reversed(range(len(ids))))
    again = drawn([ids[place] for place in turned], [scores[place] for place in turned], margin=2, seed=seed)
    assert order == [ids[turned[place]] for place in again]
    assert sorted(order) == ids
    groups = [[ids[place] for place in group] for group in near_equal(scores, 2)]
    assert [set(order[sum(map(len, groups[:at])) :][: len(group)]) for at, group in enumerate(groups)] == [
        set(group) for group in groups
    ]


def test_near_equals_come_first_equally_often() -> None:
    firsts = [drawn(["a", "b", "c"], [1.0, 0.95, 0.2], margin=0.1, seed=seed)[0] for seed in range(400)]
    assert 150 < firsts.count(0) < 250
    assert firsts.count(2) == 0


def _asked(chances: list[Chance], room: dict[str, int], margin: int = 0, seed: int = 1) -> Assignment:
    missions = {chance.seat: chance.seat[0] for chance in chances}
    return assign(chances, missions=missions, room=room, margin=margin, seed=seed)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["A1", "A2", "B1", "B2"]), st.sampled_from("pqrs"), st.integers(-3, 9)),
             min_size=1, max_size=10, unique_by=lambda chance: chance[:2]),
    st.dictionaries(st.sampled_from("pqrs"), st.integers(0, 2)),
)  # fmt: skip
def test_an_assignment_fills_as_many_seats_as_trying_everything_does_and_fits_as_well(
    given_chances: list[tuple[str, str, int]], room: dict[str, int]
) -> None:
    chances = [Chance(*each) for each in given_chances]
    found = _asked(chances, room)
    fits = {(chance.seat, chance.person): chance.fit for chance in chances}
    seats = sorted({chance.seat for chance in chances})
    best = (0, 0)
    for people in product([None, *"pqrs"], repeat=len(seats)):
        taken = [(seat, person) for seat, person in zip(seats, people, strict=True) if person]
        single = len({(seat[0], person) for seat, person in taken}) == len(taken)
        within = all(sum(who == person for _, who in taken) <= room.get(person, 0) for person in "pqrs")
        if single and within and all(pair in fits for pair in taken):
            best = max(best, (len(taken), sum(fits[pair] for pair in taken)))
    assert (len(found.people), found.fit) == best
    assert found.proven


def test_the_load_is_kept_over_all_missions() -> None:
    chances = [Chance(f"{mission}1", person, 9 if person == "star" else 5)
               for mission in "ABC" for person in ("star", "x", "y", "z")]  # fmt: skip
    found = _asked(chances, {"star": 1, "x": 1, "y": 1, "z": 1})
    assert sorted(found.people.values()).count("star") == 1
    assert len(found.people) == 3


def test_near_equals_are_chosen_by_the_seed() -> None:
    chances = [Chance("A1", person, fit) for person, fit in (("p", 100), ("q", 98), ("r", 10))]
    chosen = {_asked(chances, {"p": 1, "q": 1, "r": 1}, margin=5, seed=seed).people["A1"] for seed in range(20)}
    assert chosen == {"p", "q"}
    first = _asked(chances, {"p": 1, "q": 1, "r": 1}, margin=5, seed=7)
    assert first == _asked(chances[::-1], {"p": 1, "q": 1, "r": 1}, margin=5, seed=7)


def test_contradictions_are_refused() -> None:
    with pytest.raises(CannotAssign, match="twice"):
        _asked([Chance("A1", "p", 1), Chance("A1", "p", 2)], {})
    with pytest.raises(CannotAssign, match="no mission"):
        assign([Chance("A1", "p", 1)], missions={}, room={}, margin=0, seed=0)
    with pytest.raises(CannotAssign, match="time"):
        assign([Chance("A1", "p", 1)], missions={"A1": "A"}, room={}, margin=0, seed=0, seconds=0)
