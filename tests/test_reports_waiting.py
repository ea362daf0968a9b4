"""Waiting times and the funnel: what the estimates are, and that open cases count."""

import random
import statistics
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from registry.reports import funnel, histories, waiting
from registry.reports.histories import History, Spell, Turn

DAY = date(2026, 1, 1)
PATH = ("nominated", "checked", "decided", "invited", "contracted", "arrived", "started")


def history(id: str, *steps: tuple[str, str, int], held_by: str = "institute") -> History:
    """A case out of (move, stage, day)."""
    turns = tuple(Turn(move, stage, DAY + timedelta(days=day), held_by) for move, stage, day in steps)
    return History(id, "231/2025", "system-chief-engineer", turns)


def way_of(moves: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """One move a day."""
    return [(move, stage, day) for day, (move, stage) in enumerate(moves)]


def spell(days: int, *, answered: bool) -> Spell:
    return Spell("c", "231/2025", "nominated", "institute", days, answered, not answered)


def test_the_estimate_is_the_one_worked_out_by_hand() -> None:
    # Ten waits: three answered on day 6 of ten; one on day 7 of the six left; one on day 10 of four; one on 13 of one.
    told = [(6, True)] * 3 + [(6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True)]
    points = waiting.estimate([spell(days, answered=answered) for days, answered in told])
    assert [(point.days, point.at_risk, point.answered) for point in points] == [
        (6, 10, 3),
        (7, 6, 1),
        (10, 4, 1),
        (13, 1, 1),
    ]
    assert [point.waiting for point in points] == pytest.approx([0.7, 0.7 * 5 / 6, 0.7 * 5 / 6 * 3 / 4, 0])
    assert waiting.median(points) == 10


WAITS = st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=40)


@given(WAITS, st.randoms(use_true_random=False))
def test_the_order_of_the_waits_changes_nothing(told: list[tuple[int, bool]], draw: random.Random) -> None:
    one = [spell(days, answered=answered) for days, answered in told]
    other = one.copy()
    draw.shuffle(other)
    assert waiting.estimate(one) == waiting.estimate(other)


@given(WAITS)
def test_a_curve_only_falls_and_lies_within_its_interval(told: list[tuple[int, bool]]) -> None:
    points = waiting.estimate([spell(days, answered=answered) for days, answered in told])
    left = [1.0, *(point.waiting for point in points)]
    assert all(after < before for before, after in pairwise(left))
    for point in points:
        if point.low is not None and point.high is not None:
            assert 0 <= point.low <= point.waiting <= point.high <= 1


def test_the_interval_is_that_of_scipy_where_scipy_gives_one() -> None:
    told = [(day, day % 3 > 0) for day in range(1, 31)]
    points = waiting.estimate([spell(days, answered=answered) for days, answered in told])
    sf = ecdf(CensoredData([day for day, done in told if done], right=[day for day, done in told if not done])).sf
    bounds = sf.confidence_interval(0.95, method="log-log")
    for ours in ("low", "high"):
        bound = getattr(bounds, ours)
        theirs = dict(zip(bound.quantiles.tolist(), bound.probabilities.tolist(), strict=True))
        assert all(getattr(point, ours) == pytest.approx(theirs[point.days]) for point in points)


def test_with_half_of_the_cases_open_the_median_is_longer_than_that_of_the_closed_ones() -> None:
    draw = random.Random(57)
    whole = [round(draw.expovariate(1 / 90)) for _ in range(400)]
    asked = [draw.randrange(1, 180) for _ in whole]
    waits = [spell(min(days, seen), answered=days <= seen) for days, seen in zip(whole, asked, strict=True)]
    closed = [wait.days for wait in waits if wait.answered]
    assert 0.3 < len(closed) / len(waits) < 0.7
    estimated = waiting.median(waiting.estimate(waits))
    assert estimated is not None
    assert estimated > statistics.median(closed) * 1.3
    assert abs(estimated - statistics.median(whole)) < abs(statistics.median(closed) - statistics.median(whole))


def test_a_wait_is_answered_open_or_dropped_and_what_comes_later_is_not_seen() -> None:
    found = [
        history("a", ("nominate", "nominated", 0), ("accept_file", "checked", 10)),
        history("b", ("nominate", "nominated", 0), ("withdraw", "withdrawn", 5)),
        history("c", ("nominate", "nominated", 0)),
    ]
    told = {each.case_id: each for each in histories.spells(found, on=DAY + timedelta(days=8))}
    assert {id: (each.days, each.answered, each.open) for id, each in told.items()} == {
        "a": (8, False, True),
        "b": (5, False, False),
        "c": (8, False, True),
    }
    later = [each for each in histories.spells(found, on=DAY + timedelta(days=20)) if each.case_id == "a"]
    assert [(each.stage, each.days, each.answered) for each in later] == [
        ("nominated", 10, True),
        ("checked", 10, False),
    ]


def test_few_waits_make_no_curve_and_no_median() -> None:
    few = [history(str(n), ("nominate", "nominated", 0), ("accept_file", "checked", n)) for n in range(4)]
    [told] = [each for each in waiting.report(few, on=DAY + timedelta(days=30)).stages if "nominated" in each.key]
    assert (told.waits, told.answered, told.median, told.naive_median, told.points) == (4, 4, None, None, ())
    assert told.target_days == 15
    assert not told.target_verified


def test_waits_are_split_by_who_holds_the_file() -> None:
    steps = (("nominate", "nominated", 0), ("accept_file", "checked", 4))
    report = waiting.report([history("a", *steps)], on=DAY + timedelta(days=10))
    assert {each.key.split(":")[2]: (each.waits, each.open) for each in report.holders} == {
        "institute": (1, 0),
        "decider": (1, 1),
    }


def test_the_funnel_counts_who_came_so_far_and_what_became_of_the_others() -> None:
    way = [("nominate", "nominated"), ("accept_file", "checked"), ("choose", "decided"), ("invite", "invited")]
    found = [
        history("all", *[("move", stage, day) for day, stage in enumerate(PATH)]),
        history("open", *way_of(way)),
        history(
            "gone", *[(move, stage, day) for day, (move, stage) in enumerate(way[:2])], ("withdraw", "withdrawn", 9)
        ),
        history("no", ("nominate", "nominated", 0), ("refuse_file", "refused", 3)),
    ]
    told = {each.stage: each for each in funnel.report(found, on=DAY + timedelta(days=60)).milestones}
    assert {stage: each.reached for stage, each in told.items()} == {
        "identified": 4,
        "nominated": 4,
        "checked": 3,
        "decided": 2,
        "invited": 2,
        "contracted": 1,
        "arrived": 1,
        "started": 1,
    }
    assert (told["nominated"].refused, told["checked"].withdrawn, told["invited"].open) == (1, 1, 1)
    assert told["checked"].share == pytest.approx(0.75)
    assert told["decided"].cases == ("all", "open")


@given(st.lists(st.integers(1, len(PATH)), max_size=20), st.integers(0, 10))
def test_nobody_is_lost_between_two_milestones(lengths: list[int], on: int) -> None:
    found = [
        history(str(n), *[("move", stage, day) for day, stage in enumerate(PATH[:length])])
        for n, length in enumerate(lengths)
    ]
    told = funnel.report(found, on=DAY + timedelta(days=on)).milestones
    for one, following in pairwise(told):
        assert one.reached == following.reached + one.open + one.refused + one.not_chosen + one.withdrawn
        assert set(following.cases) <= set(one.cases)
