"""Filters of a match: who is looked at, what each filter did, and that none of them tells what is hidden."""

from datetime import date

import pytest

from graph.database import Database
from matching import ranking
from registry import experts, institutes, matches, missions
from registry.access import NOBODY, Actor, system
from registry.errors import Invalid
from registry.models.matches import Filters
from registry.models.missions import Mission
from registry.pool import Pool
from registry.ranking import filtering, suggesting, weighing
from registry.ranking.suggesting import Question
from registry.ranking.weighing import Weighing
from tests import mission_builders
from tests.builders import OPEN, claim, expert, of_institute

ALL_OPEN = {**OPEN, "languages": "institutes", "availability": "institutes"}


@pytest.fixture
def mission(db: Database) -> Mission:
    """A mission on batteries with one open role."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    return missions.open(db, of_institute(institute.id), mission_builders.mission(institute.id))


def _found(db: Database, mission: Mission, filters: Filters) -> list[str | None]:
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id, filters=filters)
    return [candidate.expert_id for candidate in made.candidates]


def _host(mission: Mission) -> Actor:
    return of_institute(mission.institute_id)


def test_each_filter_leaves_those_who_have_one_of_its_values(db: Database, mission: Mission) -> None:
    given = {"audiences": ALL_OPEN, "available_from": "2027-03"}
    here = experts.register(db, NOBODY, expert(**given), agree=True).id
    there = experts.register(
        db, NOBODY, expert(**given | {"residence": "DE", "fields": ["10201"], "engagement": []}), agree=True
    ).id
    assert set(_found(db, mission, Filters())) == {here, there}
    assert _found(db, mission, Filters(country=("FR", "JP"))) == [here]
    assert _found(db, mission, Filters(field=("102",))) == [there]
    assert _found(db, mission, Filters(field=("205",), language=("fr",))) == [here]
    assert set(_found(db, mission, Filters(available="2027-03"))) == {here, there}
    assert set(_found(db, mission, Filters(standing=("overseas_vietnamese",)))) == {here, there}


def test_a_run_keeps_its_filters_and_how_many_they_left(db: Database, mission: Mission) -> None:
    experts.register(db, NOBODY, expert(), agree=True)
    asked = Filters(country=("FR",), field=("20501",))
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id, filters=asked)
    kept, _ = matches.get(db, _host(mission), made.id)
    assert (kept.filters, kept.filtered, kept.pool) == (("field=20501", "country=FR"), 1, 1)
    assert filtering.read(kept.filters) == asked


def test_a_filter_that_leaves_nobody_says_which_one_did_it(db: Database, mission: Mission) -> None:
    experts.register(db, NOBODY, expert(), agree=True)
    with pytest.raises(Invalid) as refused:
        _found(db, mission, Filters(country=("JP",), field=("20501",)))
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/country", "filter-leaves-nobody")
    assert error.en == "The filter of country (JP) leaves nobody. Left without it: 1."
    with pytest.raises(Invalid) as both:
        _found(db, mission, Filters(country=("JP",), standing=("foreign",)))
    assert all(error.en.endswith("Without it alone there is still nobody.") for error in both.value.errors)
    assert len(both.value.errors) == 2


def test_filters_that_leave_nobody_only_together_are_all_named(db: Database, mission: Mission) -> None:
    experts.register(db, NOBODY, expert(), agree=True)
    experts.register(db, NOBODY, expert(residence="JP", fields=["10201"]), agree=True)
    with pytest.raises(Invalid) as refused:
        _found(db, mission, Filters(country=("JP",), field=("20501",)))
    assert {error.pointer for error in refused.value.errors} == {"/country", "/field"}
    assert all("alone leaves 1" in error.en for error in refused.value.errors)


def test_what_institutes_may_not_see_is_not_found_by_a_filter(db: Database, mission: Mission) -> None:
    experts.register(db, NOBODY, expert(audiences={**OPEN, "residence": "committee"}), agree=True)
    assert len(_found(db, mission, Filters())) == 1
    with pytest.raises(Invalid):
        _found(db, mission, Filters(country=("FR",)))


@pytest.mark.parametrize(
    "wrong",
    [{"country": ("XX",)}, {"field": ("no",)}, {"language": ("q",)}, {"available": "2027"}, {"standing": ("x",)}],
)
def test_an_unknown_value_is_named(db: Database, mission: Mission, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        _found(db, mission, Filters.model_validate(wrong))
    assert [error.code for error in refused.value.errors] == ["unknown-code"]


def test_a_run_without_candidates_says_why(db: Database, mission: Mission) -> None:
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id)
    kept, _ = matches.get(db, _host(mission), made.id)
    assert kept.nobody is not None
    assert kept.nobody.in_("en") == "Nobody has agreed to be matched yet."
    experts.register(db, NOBODY, expert(claims=[]), agree=True)
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id)
    kept, _ = matches.get(db, _host(mission), made.id)
    assert kept.nobody is not None
    assert "has evidence that institutes may see" in kept.nobody.in_("en")


def test_a_role_whose_words_nobody_shares_says_so(db: Database, mission: Mission) -> None:
    poems = claim(title={"en": "Nineteenth century sonnets"}, summary=None)
    experts.register(db, NOBODY, expert(claims=[poems]), agree=True)
    made = matches.run(db, Pool(), _host(mission), mission.roles[0].id)
    kept, _ = matches.get(db, _host(mission), made.id)
    assert kept.candidates == ()
    assert kept.nobody is not None
    assert "shares a term with the role" in kept.nobody.in_("en")


def test_a_run_can_be_made_again_by_what_it_keeps(db: Database, mission: Mission) -> None:
    for title in ("Thiết kế pin thể rắn", "Pin cho xe điện", "Vật liệu"):
        experts.register(db, NOBODY, expert(claims=[claim(title={"vi": title})]), agree=True)
    pool = Pool()
    made = matches.run(db, pool, _host(mission), mission.roles[0].id, filters=Filters(country=("FR",)))
    kept, _ = matches.get(db, _host(mission), made.id)
    state, by = pool.now(db), ranking.weights(kept.weights)
    assert (state.seq, weighing.hash_of(by)) == (kept.audit_seq + 1, kept.weights_hash)
    question = Question(
        kept.query,
        date.fromisoformat(str(kept.on)),
        Weighing(by),
        where=filtering.where(filtering.read(kept.filters)),
        seed=kept.seed or 0,
        institutes=("Đại học Bách khoa Hà Nội", "Hanoi University of Science and Technology"),
    )
    again = suggesting.candidates(db, state, question, 20)
    assert [(one.expert_id, one.score) for one in again] == [(one.expert_id, one.score) for one in kept.candidates]
    for one, before in zip(again, kept.candidates, strict=True):
        assert one.reasons.stability is not None
        assert before.reasons.stability is not None
        assert one.reasons.stability.share == before.reasons.stability.share
