"""Closeness to the institute that asks: who worked there, who worked with them, and how it follows every change."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Evidence, Kind, PeopleIndex, Profile

ON = date(2026, 11, 21)
TEXT = "Sulfide electrolytes for solid-state batteries"
NAMES = ("Viện Pin", "Battery Institute")


def work(id: str, institution: str | None = None) -> Evidence:
    return Evidence(id, Kind.AUTHORED, f"Solid-state batteries {id}", "Sulfide electrolytes.", institution=institution)


def person(id: str, *works: Evidence) -> Profile:
    return Profile(id, works)


def values(index: PeopleIndex, institutes: tuple[str, ...] = NAMES) -> dict[str, float]:
    ranked = index.rank(TEXT, k=50, on=ON, institutes=institutes)
    return {one.id: next(part.value for part in one.parts if part.feature == "closeness") for one in ranked}


PEOPLE = (
    person("inside", work("a", "Viện Pin / Battery Institute"), work("b"), work("c")),
    person("with-one", work("b", "Elsewhere")),
    person("with-two", work("b", "Elsewhere"), work("c")),
    person("with-nobody", work("d", "Elsewhere")),
)


def test_worked_there_counts_one_and_with_somebody_who_did_up_to_a_half() -> None:
    assert values(PeopleIndex().fit(PEOPLE)) == {
        "inside": 1.0,
        "with-one": 0.25,
        "with-two": 0.375,
        "with-nobody": 0.0,
    }


@pytest.mark.parametrize("name", ["Viện Pin", "VIỆN PIN", "Battery  Institute"])
def test_any_of_its_names_will_do_and_a_part_of_one_will_not(name: str) -> None:
    index = PeopleIndex().fit(PEOPLE)
    assert values(index, (name,))["inside"] == 1
    assert set(values(index, ("Battery",)).values()) == {0.0}


def test_without_an_institute_nobody_is_close() -> None:
    index = PeopleIndex().fit(PEOPLE)
    assert set(values(index, ()).values()) == {0.0}
    assert set(values(index, ("Unknown institute",)).values()) == {0.0}


def test_whoever_is_put_is_close_at_once_and_whoever_is_removed_makes_nobody_close() -> None:
    index = PeopleIndex().fit(PEOPLE[1:])
    assert set(values(index).values()) == {0.0}
    index.put(PEOPLE[0])
    assert values(index)["with-two"] == 0.375
    index.remove("inside")
    assert set(values(index).values()) == {0.0}


def test_a_link_need_not_be_a_candidate_for_the_text() -> None:
    away = person("away", Evidence("b", Kind.LED, "Quite another subject", institution="Viện Pin"))
    index = PeopleIndex().fit([*PEOPLE[1:], away])
    ranked = index.rank(TEXT, k=1, on=ON, among={"with-one"}, institutes=NAMES)
    assert next(part.value for part in ranked[0].parts if part.feature == "closeness") == 0.25


WORKS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([None, "Viện Pin", "Elsewhere"])), max_size=4)


@given(st.lists(WORKS, min_size=1, max_size=6))
def test_it_is_what_the_definition_says_for_any_network(people: list[list[tuple[str, str | None]]]) -> None:
    profiles = [
        person(f"p{number}", *(work(id, place) for id, place in dict(works).items()))
        for number, works in enumerate(people)
    ]
    inside = {p.id for p in profiles if any(item.institution == "Viện Pin" for item in p.evidence)}
    theirs = {item.id for p in profiles if p.id in inside for item in p.evidence}
    found = values(PeopleIndex().fit(profiles))
    for p in profiles:
        if p.id in found:
            shared = len({item.id for item in p.evidence} & theirs)
            assert found[p.id] == (1.0 if p.id in inside else 0.5 * (1 - 0.5**shared))
