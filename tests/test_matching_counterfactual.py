"""The fewest changes that bring a person among the first: they do, no fewer do, and nothing protected is in them."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Evidence, Kind, PeopleIndex, Profile, counterfactual, ranking
from matching.counterfactual import Change, Question, applied, fewest, place, smallest

TODAY = date(2026, 11, 22)
WORDS = ["reactor", "turbine", "grid", "offshore", "chip", "safety"]
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
OTHERS = st.lists(st.lists(TITLES, min_size=1, max_size=3), min_size=1, max_size=5)
ASKED = Question("offshore turbine safety", TODAY, ranking.weights())


def work(id: str, title: str) -> Evidence:
    return Evidence(id, Kind.LED, title, on=date(2024, 5, 1))


def people(*titles: list[str]) -> list[Profile]:
    return [Profile(f"p{n}", tuple(work(f"{n}-{m}", t) for m, t in enumerate(each))) for n, each in enumerate(titles)]


@settings(deadline=None, max_examples=60)
@given(OTHERS, st.lists(TITLES, min_size=1, max_size=2), st.lists(TITLES, max_size=3), st.integers(1, 3))
def test_what_is_found_brings_the_person_there_and_no_smaller_set_does(
    others: list[list[str]], own: list[str], hidden: list[str], first: int
) -> None:
    me = Profile("me", tuple(work(f"own-{n}", title) for n, title in enumerate(own)))
    index = PeopleIndex().fit([me, *people(*others)])
    changes = [Change((work(f"hidden-{n}", title),)) for n, title in enumerate(hidden)]
    changes.append(Change(confirmed_on=TODAY, available_from=TODAY))
    found = fewest(index, ASKED, me, changes, first=first)

    def reached(numbers: tuple[int, ...]) -> bool:
        where = place(index, ASKED, applied(me, [changes[number] for number in numbers]))
        return where is not None and where <= first

    sizes = {len(numbers) for numbers in found}
    assert len(sizes) <= 1
    assert all(reached(numbers) for numbers in found)
    smaller = range(sizes.pop() if sizes else min(counterfactual.MOST_CHANGES, len(changes)) + 1)
    assert not any(reached(numbers) for size in smaller for numbers in combinations(range(len(changes)), size))


@given(st.integers(0, 6), st.sets(st.frozensets(st.integers(0, 5), max_size=4), max_size=6))
def test_the_smallest_sets_are_those_that_trying_everything_finds(number: int, good: set[frozenset[int]]) -> None:
    found = smallest(number, lambda one: frozenset(one) in good)
    possible = [one for one in good if max(one, default=-1) < number and len(one) <= counterfactual.MOST_CHANGES]
    least = min((len(one) for one in possible), default=None)
    expected = sorted(tuple(sorted(one)) for one in possible if len(one) == least)
    assert found == expected[: counterfactual.ENOUGH]


def test_whoever_stands_there_already_need_change_nothing() -> None:
    me = Profile("me", (work("1", "offshore turbine safety"),))
    index = PeopleIndex().fit([me, *people(["chip"], ["grid"])])
    assert fewest(index, ASKED, me, [Change(confirmed_on=TODAY)], first=1) == [()]


def test_whoever_is_not_in_the_index_is_placed_as_if_they_were() -> None:
    index = PeopleIndex().fit(people(["turbine"], ["grid"]))
    assert place(index, ASKED, Profile("new", (work("1", "offshore turbine safety"),))) == 1
    assert place(index, ASKED, Profile("new")) is None
    assert len(index) == 2


def test_a_change_can_touch_evidence_and_two_dates_only() -> None:
    assert set(Change.__dataclass_fields__) == {"adds", "confirmed_on", "available_from"}
    me = Profile("me", (work("1", "old"), work("2", "kept")), frozenset({"country:FR"}))
    after = Change((work("1", "new"),), TODAY, TODAY).of(me)
    assert [item.title for item in after.evidence] == ["kept", "new"]
    assert (after.id, after.tags, after.confirmed_on) == ("me", me.tags, TODAY)


def test_the_first_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        fewest(PeopleIndex().fit([]), ASKED, Profile("me"), [], first=0)
