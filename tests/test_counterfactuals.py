"""What would bring a person further: their own steps for themselves, a number for the institute, nothing of others."""

import pytest

from graph.database import Database
from registry import counterfactuals, experts, institutes, matches, missions
from registry.access import NOBODY, Actor, system
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models.counterfactuals import StepKind
from registry.models.experts import Expert
from registry.models.missions import Mission
from registry.models.values import Audience
from registry.pool import Pool
from tests import mission_builders
from tests.builders import claim, expert, of_institute, speaking_for


@pytest.fixture
def mission(db: Database) -> Mission:
    """A mission on batteries with one open role."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    return missions.open(db, of_institute(institute.id), mission_builders.mission(institute.id))


@pytest.fixture
def hiding(db: Database) -> Expert:
    """Somebody whose work on batteries no institute may see, beside one on something near."""
    rivals = [claim(title={"vi": "Thiết kế pin thể rắn"}), claim(title={"en": "Solid cells: design and pilot"})]
    experts.register(db, NOBODY, expert(name={"as_written": "Trần Đình Ái"}, claims=rivals[:1]), agree=True)
    shown = claim(title={"en": "Design of electric ferries"}, summary=None, end="2015")
    secret = claim(title={"vi": "Thiết kế và chế thử pin thể rắn"}, audience="self")
    return experts.register(db, NOBODY, expert(claims=[shown, secret]), agree=True)


def _host(mission: Mission) -> Actor:
    return of_institute(mission.institute_id)


def test_showing_what_is_hidden_is_found_and_brings_the_person_there_when_done(
    db: Database, mission: Mission, hiding: Expert
) -> None:
    role, me, pool = mission.roles[0].id, speaking_for(hiding.id), Pool()
    told = counterfactuals.next_steps(db, pool, me, hiding.id, role, first=1)
    assert (told.from_place, told.to_place, told.agreed) == (2, 5, True)
    assert [[step.kind for step in option] for option in told.options] == [[StepKind.SHOW]]
    [[step]] = told.options
    assert step.claim_id == hiding.claims[1].id
    assert "Thiết kế và chế thử pin thể rắn" in step.sentence.in_("vi")
    draft = experts.draft_of(hiding)
    claims = tuple(given.model_copy(update={"audience": Audience.INSTITUTES}) for given in draft.claims)
    experts.update(db, me, hiding.id, draft.model_copy(update={"claims": claims}), if_match=hiding.digest)
    after = matches.run(db, pool, _host(mission), role)
    assert after.candidates[0].expert_id == hiding.id
    told = counterfactuals.next_steps(db, pool, me, hiding.id, role, first=1)
    assert (told.options, told.from_place, told.to_place) == (((),), 1, 1)


def test_the_institute_learns_how_many_are_missing_and_not_which(
    db: Database, mission: Mission, hiding: Expert
) -> None:
    pool = Pool()
    run = matches.run(db, pool, _host(mission), mission.roles[0].id)
    told = counterfactuals.shortfall(db, pool, _host(mission), run.id, hiding.id, first=1)
    assert told.steps == 1
    assert "1 document or confirmation short of the first 1" in told.sentence.in_("en")
    words = told.model_dump_json()
    assert hiding.claims[1].id not in words
    assert "pin thể rắn" not in words
    assert counterfactuals.shortfall(db, pool, _host(mission), run.id, hiding.id).steps == 0


def test_no_step_is_proposed_about_anything_protected_and_nobody_else_is_named(
    db: Database, mission: Mission, hiding: Expert
) -> None:
    told = counterfactuals.next_steps(db, Pool(), speaking_for(hiding.id), hiding.id, mission.roles[0].id, first=1)
    assert {step.kind for step in told.considered} <= set(StepKind)
    assert "Trần Đình Ái" not in told.model_dump_json()
    own = {claim.id for claim in hiding.claims}
    assert {step.claim_id for step in told.considered} <= own | {None}


def test_who_has_not_agreed_is_told_where_they_would_stand(db: Database, mission: Mission) -> None:
    person = experts.register(db, NOBODY, expert())
    told = counterfactuals.next_steps(db, Pool(), speaking_for(person.id), person.id, mission.roles[0].id)
    assert (told.agreed, told.from_place, told.options) == (False, 1, ((),))


def test_who_has_nothing_on_the_subject_is_not_ranked_and_no_step_helps(db: Database, mission: Mission) -> None:
    poems = claim(title={"vi": "Thơ ca"}, summary=None)
    person = experts.register(db, NOBODY, expert(claims=[poems]), agree=True)
    told = counterfactuals.next_steps(db, Pool(), speaking_for(person.id), person.id, mission.roles[0].id)
    assert (told.from_place, told.to_place, told.options) == (None, None, ())
    assert "nor any three together" in told.sentence.in_("en")


def test_only_the_person_and_only_the_institute_of_the_mission_may_ask(
    db: Database, mission: Mission, hiding: Expert
) -> None:
    role, pool = mission.roles[0].id, Pool()
    run = matches.run(db, pool, _host(mission), role)
    for actor in (speaking_for("another"), _host(mission), NOBODY):
        with pytest.raises(NotAllowed):
            counterfactuals.next_steps(db, pool, actor, hiding.id, role)
    for actor in (speaking_for(hiding.id), of_institute("another"), NOBODY):
        with pytest.raises(NotAllowed):
            counterfactuals.shortfall(db, pool, actor, run.id, hiding.id)


def test_an_unknown_person_a_closed_role_and_a_strange_number_are_refused(
    db: Database, mission: Mission, hiding: Expert
) -> None:
    role, pool, me = mission.roles[0].id, Pool(), speaking_for(hiding.id)
    run = matches.run(db, pool, _host(mission), role)
    with pytest.raises(NotFound):
        counterfactuals.shortfall(db, pool, _host(mission), run.id, "nobody")
    with pytest.raises(Invalid):
        counterfactuals.next_steps(db, pool, me, hiding.id, role, first=0)
    missions.fill(db, _host(mission), role, hiding.id)
    with pytest.raises(Conflict):
        counterfactuals.next_steps(db, pool, me, hiding.id, role)
