"""The ledger of departures: what is told of a choice against the order, to whom, and from how many on by feature."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.database import Database
from registry import audit, case_writes, cases, experts, ledger, ledger_law, matches, rules
from registry.access import Actor, Office, system
from registry.case_records import entry_of
from registry.case_writes import Change
from registry.errors import NotAllowed
from registry.models.case_entries import DecisionDraft, Departure, Judgement, JudgementDraft, MoveDraft
from registry.models.case_law import CriterionThen
from registry.models.cases import Case
from registry.models.values import today
from registry.pool import Pool
from tests import builders, case_builders
from tests.case_builders import World

WHY = Departure(code="availability", text="Người xếp trước chỉ nhận việc từ năm sau.")
DEGREE = builders.claim(kind="degree", level="phd", organisation="ENS Lyon", end="2012")
STRONG = [builders.claim(), builders.claim(title={"en": "Solid cells pilot"}), DEGREE]
WEAK = [builders.claim(title={"en": "Batteries"}, summary={"en": "A note on grid policy and batteries."})]


def ranked(db: Database, login: str = "") -> World:
    world = case_builders.world(db, login=login)
    for name, claims in (("Lê Văn Trước", STRONG), ("Trần Thị Sau", WEAK)):
        draft = builders.expert(name={"as_written": name}, claims=claims)
        world.people.append(experts.register(db, system("tests"), draft, agree=True))
    matches.run(db, Pool(), world.host, world.role_id)
    return world


def chosen_last(db: Database, world: World) -> None:
    case = world.checked(world.people[1])
    cases.decide(db, world.central, case.id, DecisionDraft(chosen=True, reason="Sẵn sàng ngay.", departure=WHY))


def chosen_against_the_order(db: Database, login: str = "") -> World:
    world = ranked(db, login)
    chosen_last(db, world)
    return world


def test_a_departure_is_told_with_its_rank_its_reason_and_its_words(db: Database) -> None:
    world = chosen_against_the_order(db)
    told = ledger.read(db, world.central, on=today())
    [entry] = told.entries
    assert (told.chosen, told.departed) == (1, 1)
    assert (entry.rank, entry.passed_over, entry.code, entry.text) == (2, 1, WHY.code, WHY.text)
    assert [(each.chosen, each.departed, each.share) for each in told.months] == [(1, 1, 1.0)]
    assert [(each.code, each.count) for each in told.reasons] == [("availability", 1)]


def test_a_departure_tells_the_criteria_on_which_the_verdicts_differ_with_their_source(db: Database) -> None:
    world = chosen_against_the_order(db)
    told = ledger.read(db, world.central, on=today())
    [entry] = told.entries
    assert told.weighed == 1
    assert [(each.criterion_id, each.chosen, each.passed_over) for each in entry.criteria or ()] == [
        ("231-5-1", "not_evidenced", {"needs_human": 1}),
    ]
    [month] = told.months
    assert month.criteria == told.criteria
    [each] = told.criteria
    assert (each.differed, each.for_chosen, each.for_passed_over, each.judged) == (1, 0, 1, 0)
    assert (each.instrument, each.wording, each.verified) == ("231/2025", "reported", True)
    assert each.departures == (entry.case_id,)


def test_a_verdict_that_a_human_recorded_for_who_was_passed_over_counts_as_theirs(db: Database) -> None:
    world = ranked(db)
    first = world.checked(world.people[0])
    verdict = JudgementDraft(criterion_id="231-5-1", verdict="not_met", reason="Chuyên ngành không phù hợp.")
    cases.judge(db, world.host, first.id, verdict)
    chosen_last(db, world)
    [entry] = ledger.read(db, world.central, on=today()).entries
    told = {each.criterion_id: each.passed_over for each in entry.criteria or ()}
    assert told["231-5-1"] == {"not_met": 1}


def test_verdicts_of_people_are_told_apart_as_left_to_them_or_against_the_machine(db: Database) -> None:
    world = case_builders.world(db)
    case = world.nominated()
    for criterion, verdict in (("231-5-2-ethics", "met"), ("231-pce-years", "not_met")):
        given = {"criterion_id": criterion, "verdict": verdict, "reason": "Đã xác minh với đơn vị cũ."}
        cases.judge(db, world.host, case.id, JudgementDraft.model_validate(given))
    told = {each.criterion_id: each for each in ledger.read(db, world.central, on=today()).criteria}
    years, ethics = told["231-pce-years"], told["231-5-2-ethics"]
    assert (ethics.judged, ethics.left, ethics.overturned) == (1, 1, 0)
    assert (years.judged, years.left, years.overturned) == (1, 0, 1)
    assert years.judgements == (case.id,)
    assert ledger.read(db, world.central, on=date(2026, 1, 1)).criteria == ()


def test_what_a_decision_kept_stays_when_the_facts_change_and_goes_when_the_case_is_erased(db: Database) -> None:
    world = chosen_against_the_order(db)
    person = case_builders.person_of(db, world.people[1])
    second = experts.own(db, person, world.people[1].id)
    richer = experts.draft_of(second).model_copy(update={"claims": tuple(STRONG)})
    experts.update(db, person, second.id, richer, if_match=second.digest)
    [entry] = ledger.read(db, world.central, on=today()).entries
    assert entry.criteria
    cases.move(db, world.host, entry.case_id, MoveDraft(move="withdraw"))
    cases.purge(db, system("tests"), on=today() + timedelta(days=60))
    told = ledger.read(db, world.central, on=today())
    assert [each.criteria for each in told.entries] == [None]
    assert (told.weighed, told.criteria) == (0, ())


def test_the_person_reads_nothing_of_the_verdicts_on_others(db: Database) -> None:
    world = chosen_against_the_order(db)
    [entry] = ledger.read(db, world.central, on=today()).entries
    cases.move(db, world.host, entry.case_id, MoveDraft(move="invite"))
    person = case_builders.person_of(db, world.people[1])
    assert [each.law for each in cases.get(db, person, entry.case_id).decisions] == [None]


VERDICTS = ["met", "needs_human", "not_evidenced", "not_met", "not_applicable"]


@given(st.sampled_from(VERDICTS), st.dictionaries(st.sampled_from(VERDICTS), st.integers(1, 9)))
def test_a_criterion_speaks_for_who_stands_better_on_it(chosen: str, others: dict[str, int]) -> None:
    then = CriterionThen(criterion_id="231-5-1", chosen=chosen, computed=chosen, passed_over=others)
    said = ledger_law.speaks(then)
    if chosen == "met":
        assert said >= 0
    if chosen == "not_met":
        assert said <= 0
    if not then.differing or chosen == "not_applicable":
        assert said == 0


def test_that_only_the_chosen_was_judged_is_no_difference() -> None:
    then = CriterionThen(criterion_id="231-5-1", chosen="met", computed="needs_human", passed_over={"needs_human": 2})
    assert then.differing == {}
    assert then.model_copy(update={"computed": "met"}).differing == {"needs_human": 2}


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


def test_a_verdict_counts_on_the_day_that_it_was_in_viet_nam(db: Database) -> None:
    world = case_builders.world(db)
    case = world.nominated()
    kept = Judgement(
        id="j-1",
        at="2026-10-31T18:30:00+00:00",
        by=world.host.account_id,
        office="institute",
        criterion_id="231-pce-years",
        verdict="not_met",
        reason="Đã xác minh.",
        computed="not_evidenced",
        rules_edition=rules.current(db).id,
    )

    def plan(found: Case) -> Change:
        recorded = case_writes.event(world.host, audit.Tag.CASE_JUDGED, found)
        return Change(recorded, then=(entry_of("cases/keep_judgement", case.id, kept),))

    case_writes.change(db, case.id, plan)
    [month] = ledger.read(db, world.central, on=date(2026, 11, 1)).months
    assert (month.month, month.criteria[0].overturned) == ("2026-11", 1)
    assert ledger.read(db, world.central, on=date(2026, 10, 31)).months == ()
