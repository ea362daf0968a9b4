"""Eligibility: the regime first, each criterion with its facts, and never worse for a further entry."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import lists
from registry.eligibility import PREDICATES, check, plan, weigh
from registry.eligibility.years import bounds, days_of, reckon
from registry.models.claims import ClaimKind, DegreeLevel, InventionState, Part
from registry.models.eligibility import Eligibility, Fact, Verdict
from registry.models.experts import Standing
from registry.models.rules import Criterion, Human, RulePart, Wording
from tests.rule_builders import DAY, criterion, facts, judgement, post, programme, rules, shipped

MET, NOT_MET, NOT_EVIDENCED, NEEDS_HUMAN, NOT_APPLICABLE = Verdict
ENGINEER, HEAD = "project-chief-engineer", "institute-head"
TEN_YEARS = rules(criterion())


def verdict_of(found: Eligibility, id: str) -> Verdict:
    return next(each.verdict for each in found.verdicts if each.criterion_id == id)


def years_verdict(*posts: Fact, on: date = DAY, hidden: int = 0) -> Verdict:
    return check(TEN_YEARS, ENGINEER, facts(*posts, hidden=hidden), on).verdicts[0].verdict


# Every rule's own cases


@pytest.mark.parametrize("rule", lists.criteria(), ids=lambda rule: rule.id)
def test_each_rule_answers_its_own_cases(rule: Criterion) -> None:
    for case in rule.cases:
        found = check(rules(rule), rule.role_kinds[0], facts(*case.claims, standing=case.standing), case.on)
        assert (case.says.en, found.verdicts[0].verdict) == (case.says.en, case.expected)


def test_every_rule_has_cases_and_every_predicate_its_sentence() -> None:
    assert [rule.id for rule in lists.criteria() if not rule.cases] == []
    assert [name for name, each in PREDICATES.items() if not each.__doc__] == []


def test_what_was_not_read_computes_nothing() -> None:
    unread = [rule for rule in lists.criteria() if rule.wording is Wording.UNVERIFIED]
    assert unread
    assert all(isinstance(asked, Human) for rule in unread for asked in rule.checks)
    assert not any(rule.verified for rule in unread)


# The years


def test_ten_years_are_reached_on_the_day_itself() -> None:
    assert years_verdict(post("a", "2016-11-21")) is MET
    assert years_verdict(post("a", "2016-11-22")) is NOT_MET
    assert years_verdict(post("a", "2016-11-22"), on=DAY + timedelta(days=1)) is MET


def test_nine_years_and_eleven_months_are_not_ten() -> None:
    found = check(TEN_YEARS, ENGINEER, facts(post("a", "2016-12-21")), DAY).verdicts[0]
    assert (found.verdict, found.facts) == (NOT_MET, ("a",))
    assert found.missing
    assert found.missing.en == "9 years 11 months so far; 30 days short of 10 years."
    assert found.missing.vi == "Mới có 9 năm 11 tháng; còn thiếu 30 ngày để đủ 10 năm."


def test_twelve_years_with_a_gap_are_for_a_human() -> None:
    found = check(TEN_YEARS, ENGINEER, facts(post("a", "2013-06-01", "2018-05-31"), post("b", "2019-06-01")), DAY)
    assert found.verdicts[0].verdict is NEEDS_HUMAN
    assert found.verdicts[0].explained
    assert "Gián đoạn: 01/06/2018–31/05/2019" in (found.verdicts[0].explained.vi or "")


def test_a_career_that_ended_before_the_day_is_for_a_human() -> None:
    assert years_verdict(post("a", "2000-01-01", "2020-01-01")) is NEEDS_HUMAN


def test_a_partial_date_counts_by_both_its_bounds() -> None:
    assert years_verdict(post("a", "2015")) is MET
    assert years_verdict(post("a", "2016")) is NEEDS_HUMAN
    assert years_verdict(post("a", "2017")) is NOT_MET
    assert years_verdict(post("a", "2016-11")) is NEEDS_HUMAN


def test_half_time_for_twelve_years_is_for_a_human_and_two_halves_are_a_whole() -> None:
    half = post("a", "2014-01-01", share=0.5)
    assert years_verdict(half) is NEEDS_HUMAN
    assert years_verdict(half, post("b", "2014-01-01", share=0.5)) is MET


def test_posts_at_the_same_time_count_once() -> None:
    two = (post("a", "2020-01-01"), post("b", "2020-01-01"))
    assert years_verdict(*two) is NOT_MET
    assert reckon(two, DAY).overlapping == ("a", "b")


def test_a_bridge_joins_and_its_days_are_not_counted() -> None:
    posts = [post("a", "2016-11-01", "2020-12-31"), post("b", "2021-01-21")]
    assert reckon(posts, DAY).certain == reckon([posts[1]], DAY).certain
    joined = reckon(posts, DAY, bridge_days=31)
    assert joined.certain == DAY.toordinal() - date(2016, 11, 1).toordinal() - 20
    assert joined.gaps == ()


def test_a_post_that_begins_after_the_day_counts_nothing() -> None:
    assert years_verdict(post("a", "2027-01-01"), post("b", "2010-01-01")) is MET
    assert reckon([post("a", "2027-01-01")], DAY).total == 0


# What is not open


def test_hidden_entries_are_never_held_against_somebody() -> None:
    found = check(TEN_YEARS, ENGINEER, facts(post("a", "2020-01-01"), hidden=3), DAY)
    assert (found.verdicts[0].verdict, found.hidden) == (NOT_EVIDENCED, 3)
    assert found.verdicts[0].missing
    assert "3 mục không mở cho bạn xem" in (found.verdicts[0].missing.vi or "")


def test_nothing_on_record_is_no_verdict_against() -> None:
    assert years_verdict() is NOT_EVIDENCED


# The regime first


def test_a_decree_that_is_not_for_somebody_does_not_apply() -> None:
    doctor = Fact("d", ClaimKind.DEGREE, end="2010", level=DegreeLevel.PHD)
    found = check(shipped(), HEAD, facts(doctor, standing=Standing.CITIZEN_AT_HOME), DAY)
    assert (found.regime, found.outcome) == ("249/2025", NOT_MET)
    assert verdict_of(found, "249-scope") is NOT_MET
    by_decree = {each.verdict for each in found.verdicts if each.criterion_id.startswith("249-3")}
    assert by_decree == {NOT_APPLICABLE}
    assert verdict_of(found, "262-head-phd") is MET


@pytest.mark.parametrize("kind", [kind.code for kind in lists.role_kinds()])
def test_one_regime_rules_each_kind(kind: str) -> None:
    found = check(shipped(), kind, facts(), DAY)
    assert found.regime == lists.role_kind(kind).regime
    prefixes = {each.criterion_id.split("-")[0] for each in found.verdicts}
    assert prefixes in ({"231"}, {"249", "262"})


def test_before_the_decree_nothing_is_asked() -> None:
    found = check(shipped(), ENGINEER, facts(), date(2025, 8, 25))
    assert (found.regime, found.outcome, found.verdicts) == (None, NOT_APPLICABLE, ())
    assert check(shipped(), ENGINEER, facts(), date(2025, 8, 26)).regime == "231/2025"


def test_a_rule_that_changed_on_a_day_answers_differently_before_and_after() -> None:
    changing = rules(
        criterion(valid_to="2026-06-30"),
        criterion(valid_from="2026-07-01", checks=[{"predicate": "continuous_years", "at_least": 5}]),
    )
    seven = facts(post("a", "2019-06-01"))
    assert check(changing, ENGINEER, seven, date(2026, 6, 30)).outcome is NOT_MET
    assert check(changing, ENGINEER, seven, date(2026, 7, 1)).outcome is MET


# Alternatives, humans, the exception


def test_one_of_the_alternatives_is_enough() -> None:
    either = rules(
        criterion(id="a", group="any:x"),
        criterion(id="b", group="any:x", checks=[{"predicate": "count", "kinds": ["product"], "at_least": 1}]),
    )
    product = Fact("p", ClaimKind.PRODUCT)
    assert check(either, ENGINEER, facts(post("a", "2020-01-01")), DAY).outcome is NOT_EVIDENCED
    found = check(either, ENGINEER, facts(post("a", "2020-01-01"), product), DAY)
    assert (found.outcome, found.groups[0].verdict, verdict_of(found, "a")) == (MET, MET, NOT_MET)


def test_ethics_record_health_and_wish_are_always_for_a_human() -> None:
    matters = {"wish", "record", "ethics", "health"}
    asked = [
        rule
        for rule in lists.criteria()
        if any(isinstance(each, Human) and each.matter.value in matters for each in rule.checks)
    ]
    assert len(asked) == 7
    found = check(shipped(), ENGINEER, facts(*_rich()), DAY)
    assert {verdict_of(found, rule.id) for rule in asked if ENGINEER in rule.role_kinds} == {NEEDS_HUMAN}


def test_a_judgement_counts_where_a_human_is_needed_and_nowhere_else() -> None:
    short = facts(post("a", "2020-01-01"))
    asked = rules(criterion(), criterion(id="h", checks=[{"predicate": "human", "matter": "ethics"}]))
    found = check(asked, ENGINEER, short, DAY, [judgement("h"), judgement("231-test")])
    assert (verdict_of(found, "h"), verdict_of(found, "231-test")) == (MET, NOT_MET)
    assert found.verdicts[0].judgement
    assert found.verdicts[1].computed is NEEDS_HUMAN


def test_the_newest_judgement_counts_in_any_order() -> None:
    asked = rules(criterion(id="h", checks=[{"predicate": "human", "matter": "ethics"}]))
    old, new = judgement("h"), judgement("h", "not_met", at="2026-11-21T08:00:00+00:00")
    assert {check(asked, ENGINEER, facts(), DAY, order).outcome for order in ([old, new], [new, old])} == {NOT_MET}


def test_the_exception_stands_for_the_criteria_of_the_role_and_for_no_general_one() -> None:
    exception = criterion(id="x", part="exception", checks=[{"predicate": "human", "matter": "exception"}])
    general = criterion(id="g", part="general", checks=[{"predicate": "degree", "levels": ["phd"]}])
    short, bachelor = post("a", "2020-01-01"), Fact("d", ClaimKind.DEGREE, end="2010", level=DegreeLevel.BACHELOR)
    doctor = Fact("d", ClaimKind.DEGREE, end="2010", level=DegreeLevel.PHD)
    asked = rules(criterion(), exception, general)
    without = check(asked, ENGINEER, facts(short, doctor), DAY)
    excepted = check(asked, ENGINEER, facts(short, doctor), DAY, [judgement("x")])
    general_missed = check(asked, ENGINEER, facts(short, bachelor), DAY, [judgement("x")])
    assert (without.outcome, without.by_exception) == (NOT_MET, False)
    assert (excepted.outcome, excepted.by_exception, verdict_of(excepted, "231-test")) == (MET, True, NOT_MET)
    assert general_missed.outcome is NOT_MET


def test_priority_is_no_requirement() -> None:
    asked = rules(criterion(), criterion(id="p", part="priority", checks=[{"predicate": "degree", "levels": ["phd"]}]))
    assert check(asked, ENGINEER, facts(post("a", "2010-01-01")), DAY).outcome is MET


def test_a_sweep_says_what_the_check_says() -> None:
    for kind in (kind.code for kind in lists.role_kinds()):
        asked = plan(shipped(), kind, DAY)
        for standing in Standing:
            person = facts(*_rich(), standing=standing)
            found, weighed = check(shipped(), kind, person, DAY), weigh(asked, person)
            assert weighed.outcome is found.outcome
            assert weighed.verdicts == tuple(each.verdict for each in found.verdicts)


# Invariants

_STARTS = st.dates(date(1995, 1, 1), date(2027, 1, 1))


@st.composite
def _posts(draw: st.DrawFn, id: str = "p") -> Fact:
    start = draw(_STARTS)
    length = draw(st.one_of(st.none(), st.integers(0, 6000)))
    texts = [start.isoformat(), (start + timedelta(days=length)).isoformat() if length is not None else None]
    cut = [draw(st.sampled_from([4, 7, 10])) for _ in texts]
    first, last = (text[:size] if text else None for text, size in zip(texts, cut, strict=True))
    if first and last and last < first[: len(last)]:
        last = None
    share = draw(st.sampled_from([None, 1.0, 0.5, 0.2]))
    country = draw(st.sampled_from([None, "VN", "FR"]))
    return Fact(f"{id}{draw(st.integers(0, 10**9))}", ClaimKind.POSITION, first, last, country, share=share)


_OTHERS = (
    st.builds(
        Fact,
        id=st.uuids().map(str),
        kind=st.sampled_from([ClaimKind.PROGRAMME]),
        start=st.sampled_from([None, "2010", "2030-01"]),
        part=st.sampled_from(Part),
    )
    | st.builds(
        Fact,
        id=st.uuids().map(str),
        kind=st.sampled_from([ClaimKind.INVENTION, ClaimKind.PRODUCT, ClaimKind.WORK, ClaimKind.AWARD]),
        end=st.sampled_from([None, "2010", "2030-01"]),
        state=st.sampled_from(InventionState),
    )
    | st.builds(
        Fact,
        id=st.uuids().map(str),
        kind=st.just(ClaimKind.DEGREE),
        end=st.sampled_from([None, "2010", "2030-01"]),
        level=st.sampled_from(DegreeLevel),
    )
)
_CLAIMS = st.lists(_posts() | _OTHERS, max_size=7)
_KINDS = st.sampled_from([kind.code for kind in lists.role_kinds()])
_WEIGHT = {NOT_EVIDENCED: 0, NOT_MET: 0, NOT_APPLICABLE: 0, NEEDS_HUMAN: 1, MET: 2}
_SHIPPED = shipped()


@given(_KINDS, _CLAIMS, _CLAIMS, st.sampled_from(list(Standing)), st.sampled_from([DAY, date(2028, 2, 29)]))
def test_a_further_entry_never_makes_a_verdict_worse(
    kind: str, has: list[Fact], adds: list[Fact], standing: Standing, on: date
) -> None:
    judged = [judgement(rule.id) for rule in _SHIPPED.criteria if rule.id.endswith(("years", "record", "5-3"))]
    before = check(_SHIPPED, kind, facts(*has, standing=standing), on, judged)
    after = check(_SHIPPED, kind, facts(*has, *adds, standing=standing), on, judged)
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        assert _WEIGHT[new.verdict] >= _WEIGHT[old.verdict], old.criterion_id
        assert _WEIGHT[new.computed] >= _WEIGHT[old.computed], old.criterion_id
    assert before.outcome is not MET or after.outcome is MET


@given(st.lists(_posts(), max_size=6), _posts(), st.integers(0, 60), st.sampled_from([DAY, date(2024, 2, 29)]))
def test_a_further_post_never_lowers_a_figure(has: list[Fact], more: Fact, bridge: int, on: date) -> None:
    before, after = reckon(has, on, bridge_days=bridge), reckon([*has, more], on, bridge_days=bridge)
    assert after.certain >= before.certain
    assert after.possible >= before.possible
    assert after.total >= before.total
    assert after.total_certain >= before.total_certain
    assert before.certain <= before.possible <= before.total


@given(_KINDS, _CLAIMS, st.randoms())
def test_the_order_of_the_facts_does_not_matter(kind: str, has: list[Fact], random: Random) -> None:
    mixed = random.sample(has, len(has))
    one, other = (check(_SHIPPED, kind, facts(*order), DAY) for order in (has, mixed))
    assert [(v.criterion_id, v.verdict, v.missing, v.explained, set(v.facts)) for v in one.verdicts] == [
        (v.criterion_id, v.verdict, v.missing, v.explained, set(v.facts)) for v in other.verdicts
    ]
    assert one.outcome is other.outcome


@given(_KINDS, _CLAIMS, st.sampled_from(list(Standing)), st.sampled_from([0, 2]))
def test_met_and_not_met_name_a_fact(kind: str, has: list[Fact], standing: Standing, hidden: int) -> None:
    found = check(_SHIPPED, kind, facts(*has, standing=standing, hidden=hidden), DAY)
    for each in found.verdicts:
        assert each.verdict not in (MET, NOT_MET) or each.facts
        assert each.verdict in (MET, NOT_APPLICABLE) or each.missing
        assert not hidden or each.verdict is not NOT_MET or each.part == RulePart.SCOPE.value


@given(st.integers(1, 40), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_years_are_counted_back_from_the_day(years: int, on: date) -> None:
    begin = date.fromordinal(on.toordinal() - days_of(years, on))
    assert (begin.year, begin.month) == (on.year - years, on.month)
    asked = rules(criterion(checks=[{"predicate": "continuous_years", "at_least": years}], valid_from="1999-01-01"))
    asked = asked.model_copy(
        update={
            "instruments": tuple(each.model_copy(update={"valid_from": date(1999, 1, 1)}) for each in asked.instruments)
        }
    )
    day_later = begin + timedelta(days=1)
    assert check(asked, ENGINEER, facts(post("a", begin.isoformat())), on).outcome is MET
    assert check(asked, ENGINEER, facts(post("a", day_later.isoformat())), on).outcome is NOT_MET


@given(_STARTS)
def test_the_bounds_of_a_partial_date_hold_every_day_of_it(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        first, last = bounds(text)
        assert first <= day.toordinal() <= last


def _rich() -> tuple[Fact, ...]:
    return (
        post("a", "1990-01-01"),
        programme("b"),
        programme("c"),
        Fact("d", ClaimKind.DEGREE, end="1990", level=DegreeLevel.PHD),
        Fact("e", ClaimKind.INVENTION, end="2010", state=InventionState.APPLIED),
        Fact("f", ClaimKind.WORK, end="2010"),
        Fact("g", ClaimKind.PRODUCT, end="2010"),
    )
