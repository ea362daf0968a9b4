"""A run read closely: why one before another, and what other weights would make of the same people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.database import Database
from matching import WeightsRefused
from matching.reweighing import reweighed, tau
from registry import audit, consents, contrasts, experts, institutes, matches, missions, receipts
from registry.access import NOBODY, Actor, system
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models.matches import MatchRun
from registry.models.missions import Mission
from registry.pool import Pool
from tests import mission_builders
from tests.builders import claim, expert, of_institute, speaking_for

SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.floats(0, 9), st.floats(0, 9)), min_size=1)


@pytest.fixture
def mission(db: Database) -> Mission:
    """A mission on batteries with one open role, and three people who suit it more or less."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    for name, title in (("Trần Đình Ái", "Thiết kế pin thể rắn"), ("Lê Ánh Dương", "Pin"), ("Đỗ Thị Ước", "Vật liệu")):
        draft = expert(name={"as_written": name}, claims=[claim(title={"vi": title}, summary=None)])
        experts.register(db, NOBODY, draft, agree=True)
    return missions.open(db, of_institute(institute.id), mission_builders.mission(institute.id))


def _host(mission: Mission) -> Actor:
    return of_institute(mission.institute_id)


def _run(db: Database, mission: Mission) -> tuple[MatchRun, list[str]]:
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id)
    return made, [str(candidate.expert_id) for candidate in made.candidates]


def test_the_differences_add_up_to_the_distance_and_the_first_comes_first(db: Database, mission: Mission) -> None:
    made, (first, second, _) = _run(db, mission)
    told = contrasts.contrast(db, _host(mission), made.id, second, first)
    assert (told.first, told.second, told.first_rank, told.second_rank) == (first, second, 1, 2)
    assert sum(part.difference for part in told.differences) == pytest.approx(told.distance, abs=1e-4)
    assert [abs(part.difference) for part in told.differences] == sorted(
        (abs(part.difference) for part in told.differences), reverse=True
    )
    assert " đứng trước " in told.sentence.in_("vi")
    assert told.sentence.in_("en").startswith("Trần Đình Ái stands before")


def test_two_who_are_tied_are_not_told_apart(db: Database, mission: Mission) -> None:
    twin = expert(claims=[claim(title={"vi": "Thiết kế pin thể rắn"}, summary=None)])
    experts.register(db, NOBODY, twin, agree=True)
    made, (first, second, *_) = _run(db, mission)
    told = contrasts.contrast(db, _host(mission), made.id, first, second)
    assert told.distance == 0
    assert "cannot tell" in told.sentence.in_("en")


def test_weights_as_they_are_give_the_very_same_order(db: Database, mission: Mission) -> None:
    made, people = _run(db, mission)
    told = contrasts.what_if(db, _host(mission), made.id, {"best_works": 1.0})
    assert told.tau == 1
    assert [one.expert_id for one in told.people] == people
    assert all(one.score == one.score_before and one.rank == one.rank_before for one in told.people)


def test_other_weights_give_another_order_and_the_run_stays_as_it_is(db: Database, mission: Mission) -> None:
    made, _ = _run(db, mission)
    read, _ = matches.get(db, _host(mission), made.id)
    nothing = {part.feature: 0.0 for part in read.candidates[0].reasons.features}
    told = contrasts.what_if(db, _host(mission), made.id, nothing)
    assert {one.rank for one in told.people} == {1}
    assert (told.tau, {one.score for one in told.people}) == (0.0, {0.0})
    kept, _ = matches.get(db, _host(mission), made.id)
    assert [one.score for one in kept.candidates] == [one.score for one in made.candidates]


@pytest.mark.parametrize("factor", [math.nan, math.inf, -0.1, 11.0])
def test_a_factor_that_is_no_number_or_out_of_range_is_refused(db: Database, mission: Mission, factor: float) -> None:
    made, _ = _run(db, mission)
    with pytest.raises(Invalid) as refused:
        contrasts.what_if(db, _host(mission), made.id, {"best_works": factor, "age": 1.0})
    assert [(e.pointer, e.code) for e in refused.value.errors] == [
        ("/factors/best_works", "factor-range"),
        ("/factors/age", "unknown-feature"),
    ]


def test_who_withdrew_is_compared_with_nobody_and_another_institute_reads_nothing(
    db: Database, mission: Mission
) -> None:
    made, (first, second, third) = _run(db, mission)
    consents.decide(db, speaking_for(second), second, receipts.MATCHING, False, language="vi")
    with pytest.raises(NotFound):
        contrasts.contrast(db, _host(mission), made.id, first, second)
    assert [one.expert_id for one in contrasts.what_if(db, _host(mission), made.id, {}).people] == [first, third]
    with pytest.raises(Invalid):
        contrasts.contrast(db, _host(mission), made.id, first, first)
    with pytest.raises(NotAllowed):
        contrasts.contrast(db, of_institute("another"), made.id, first, third)
    with pytest.raises(NotAllowed):
        contrasts.what_if(db, of_institute("another"), made.id, {})


def test_a_run_of_an_earlier_algorithm_is_read_and_compared_with_nothing(db: Database, mission: Mission) -> None:
    made, (first, second, _) = _run(db, mission)
    old = {"features": (), "stability": None, "relevance": None}
    earlier = made.model_copy(
        update={
            "id": "an-old-run",
            "algorithm": "centroid-tfidf/1",
            "weights": "",
            "seed": None,
            "on": None,
            "candidates": tuple(
                one.model_copy(update={"reasons": one.reasons.model_copy(update=old)}) for one in made.candidates
            ),
        }
    )
    matches.store(db, earlier, audit.event(_host(mission), audit.Tag.MATCH_RUN, earlier.id))
    kept, _ = matches.get(db, _host(mission), "an-old-run")
    assert [one.score for one in kept.candidates] == [one.score for one in made.candidates]
    with pytest.raises(Conflict):
        contrasts.contrast(db, _host(mission), "an-old-run", first, second)
    with pytest.raises(Conflict):
        contrasts.what_if(db, _host(mission), "an-old-run", {})


@given(SCORES)
def test_factors_of_one_change_nothing(values: dict[str, tuple[float, float]]) -> None:
    parts = {id: {"x": x, "y": y} for id, (x, y) in values.items()}
    scores = {id: round(x + y, 6) for id, (x, y) in values.items()}
    found = reweighed(parts, scores, {"x": 1.0})
    assert found.scores == scores
    assert found.tau == 1
    assert list(found.scores) == sorted(scores, key=lambda id: (-scores[id], id))


def test_orders_that_are_turned_round_disagree_and_flat_ones_say_nothing() -> None:
    assert tau([1, 2, 3], [3, 2, 1]) == -1
    assert (tau([1, 1], [2, 2]), tau([1, 1], [1, 2])) == (1, 0)
    with pytest.raises(WeightsRefused):
        reweighed({"a": {"x": 1.0}}, {"a": 1.0}, {"x": math.nan})
