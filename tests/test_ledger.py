"""The ledger of departures: what is told of a choice against the order, to whom, and from how many on by feature."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.database import Database
from registry import cases, experts, ledger, matches
from registry.access import Actor, Office, system
from registry.errors import NotAllowed
from registry.models.case_entries import DecisionDraft, Departure
from registry.models.values import today
from registry.pool import Pool
from tests import builders, case_builders
from tests.case_builders import World

WHY = Departure(code="availability", text="Người xếp trước chỉ nhận việc từ năm sau.")
STRONG = [builders.claim(), builders.claim(title={"en": "Solid cells pilot"})]
WEAK = [builders.claim(title={"en": "Batteries"}, summary={"en": "A note on grid policy and batteries."})]


def chosen_against_the_order(db: Database, login: str = "") -> World:
    world = case_builders.world(db, login=login)
    for name, claims in (("Lê Văn Trước", STRONG), ("Trần Thị Sau", WEAK)):
        draft = builders.expert(name={"as_written": name}, claims=claims)
        world.people.append(experts.register(db, system("tests"), draft, agree=True))
    matches.run(db, Pool(), world.host, world.role_id)
    case = world.checked(world.people[1])
    cases.decide(db, world.central, case.id, DecisionDraft(chosen=True, reason="Sẵn sàng ngay.", departure=WHY))
    return world


def test_a_departure_is_told_with_its_rank_its_reason_and_its_words(db: Database) -> None:
    world = chosen_against_the_order(db)
    told = ledger.read(db, world.central, on=today())
    [entry] = told.entries
    assert (told.chosen, told.departed) == (1, 1)
    assert (entry.rank, entry.passed_over, entry.code, entry.text) == (2, 1, WHY.code, WHY.text)
    assert [(each.chosen, each.departed, each.share) for each in told.months] == [(1, 1, 1.0)]
    assert [(each.code, each.count) for each in told.reasons] == [("availability", 1)]


def test_one_departure_can_be_compared_and_tells_nothing_by_feature(db: Database) -> None:
    world = chosen_against_the_order(db)
    told = ledger.read(db, world.central, on=today())
    assert (told.compared, told.features) == (1, ())


def test_nobody_who_withdrew_is_compared(db: Database) -> None:
    world = chosen_against_the_order(db)
    first = world.people[0]
    experts.close(db, system("tests"), first.id, if_match=first.digest)
    assert ledger.read(db, world.central, on=today()).compared == 0


def test_a_choice_of_who_stands_first_is_no_departure(db: Database) -> None:
    world = case_builders.world(db)
    world.decided()
    told = ledger.read(db, world.central, on=today())
    assert (told.chosen, told.departed, told.entries, told.reasons) == (1, 0, (), ())


def test_what_was_decided_after_the_day_is_not_told(db: Database) -> None:
    world = chosen_against_the_order(db)
    told = ledger.read(db, world.central, on=date(2026, 1, 1))
    assert (told.chosen, told.months, told.entries) == (0, (), ())


def test_an_institute_reads_its_own_a_province_its_scope_and_an_expert_nothing(db: Database) -> None:
    world = chosen_against_the_order(db)
    elsewhere = Actor("elsewhere", Office.COMMITTEE, "", scope="province:48")
    stranger = Actor("stranger", Office.INSTITUTE, "", institute_id="another")
    assert len(ledger.read(db, world.host, on=today()).entries) == 1
    assert ledger.read(db, elsewhere, on=today()).chosen == 0
    assert ledger.read(db, stranger, on=today()).chosen == 0
    with pytest.raises(NotAllowed):
        ledger.read(db, Actor("person", Office.EXPERT, "", expert_id=world.people[0].id), on=today())


def test_the_difference_by_feature_is_the_one_worked_out_by_hand() -> None:
    compared = [{"led": 2.0, "latest": -1.0}, {"led": -0.5}, {"led": 0.0, "latest": -2.0}]
    told = ledger.disagreements(compared)
    assert [(each.feature, each.for_passed_over, each.for_chosen) for each in told] == [
        ("led", 1, 1),
        ("latest", 0, 2),
    ]
    assert [each.mean for each in told] == pytest.approx([0.5, -1.0])


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.floats(-5, 5)), min_size=1, max_size=8))
def test_the_order_of_the_departures_changes_nothing(compared: list[dict[str, float]]) -> None:
    told, other = ledger.disagreements(compared), ledger.disagreements(compared[::-1])
    assert {each.feature: each for each in told}.keys() == {each.feature: each for each in other}.keys()
    means = {each.feature: each.mean for each in other}
    assert all(each.mean == pytest.approx(means[each.feature], abs=2e-6) for each in told)
