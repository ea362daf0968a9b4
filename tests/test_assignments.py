"""All open roles at once: nobody is the answer to everything, and the limits of a team hold."""

import pytest

from graph.database import Database
from registry import assignments, audit, conflicts, consents, merging, receipts
from registry.access import NOBODY, Actor
from registry.errors import NotAllowed, NotFound
from registry.models.assignments import Assignment, AssignmentAsk
from registry.models.conflicts import State
from registry.pool import Pool
from tests import builders, team_builders


def _made(db: Database, actor: Actor, **asked: int) -> Assignment:
    return assignments.of_all(db, Pool(), actor, AssignmentAsk.model_validate(asked))


def test_one_person_is_not_the_answer_to_every_mission(db: Database, committee: Actor) -> None:
    for number in range(3):
        team_builders.a_mission_for_two(db, title={"en": f"Mission {number}"})
    people = team_builders.four_people(db)
    free = _made(db, committee, most_load=3, seed=1)
    tight = _made(db, committee, most_load=1, seed=1)
    for made, most, filled in ((free, 3, 6), (tight, 1, 4)):
        taken = [role.expert_id for role in made.roles if role.expert_id]
        assert len(taken) == filled
        assert max(map(taken.count, taken)) <= most
        assert set(taken) <= {person.id for person in people.values()}
        pairs = [(role.mission_id, role.expert_id) for role in made.roles if role.expert_id]
        assert len(pairs) == len(set(pairs))
        assert made.proven
    assert tight.gini_of_assigned == 0
    assert tight.gini_of_assigned < tight.gini_of_first
    assert tight.roles == _made(db, committee, most_load=1, seed=1).roles


def test_the_law_and_conflicts_hold_in_an_assignment(db: Database, committee: Actor) -> None:
    mission = team_builders.a_mission_for_two(db)
    inside = builders.claim(**team_builders.POST | {"institute_id": mission.institute_id})
    short = builders.claim(**team_builders.POST | {"start": "2020-01"})
    for name, post in (("Một", inside), ("Hai", short)):
        team_builders.somebody(db, name, "Sulfide solid-state battery cells", without_post=True, claims=[post])
    made = _made(db, committee)
    assert [role.expert_id for role in made.roles] == [None, None]


def test_an_assignment_is_for_the_committee_and_administrators(db: Database, administrator: Actor) -> None:
    assert _made(db, administrator).roles == ()
    for other in (NOBODY, builders.of_institute("x")):
        with pytest.raises(NotAllowed):
            _made(db, other)


def test_an_assignment_is_recorded_and_read_again_with_its_people(
    db: Database, committee: Actor, administrator: Actor
) -> None:
    team_builders.a_mission_for_two(db)
    people = team_builders.four_people(db)
    made = _made(db, committee, seed=5)
    run, views = assignments.get(db, administrator, made.id)
    assert run == made
    assert set(views) == {role.expert_id for role in run.roles} <= {person.id for person in people.values()}
    assert all(role.candidates >= 2 and role.weights_hash for role in run.roles)
    [line] = assignments.find(db, committee)
    assert (line.id, line.by, line.seed, line.open, line.filled) == (made.id, committee.signature, 5, 2, 2)
    [event] = [each for each in audit.events(db, administrator) if each["tag"] == "assignment.run"]
    assert not [person for person in people.values() if person.id in event["detail"]]
    with pytest.raises(NotFound):
        assignments.get(db, committee, "none")


def test_who_withdrew_keeps_no_more_than_the_place_in_an_assignment(db: Database, committee: Actor) -> None:
    team_builders.a_mission_for_two(db)
    team_builders.four_people(db)
    made = _made(db, committee)
    gone = made.roles[0]
    assert gone.expert_id
    me = builders.speaking_for(gone.expert_id)
    consents.decide(db, me, gone.expert_id, receipts.MATCHING, False, language="vi")
    run, views = assignments.get(db, committee, made.id)
    assert (run.roles[0].expert_id, run.roles[0].rank) == (None, gone.rank)
    assert gone.expert_id not in views


def test_an_assignment_follows_a_merged_record_and_comes_back_when_they_part(
    db: Database, committee: Actor, administrator: Actor
) -> None:
    team_builders.a_mission_for_two(db)
    team_builders.four_people(db)
    made = _made(db, committee)
    given = made.roles[0].expert_id
    assert given
    survivor = team_builders.somebody(db, "Người Còn Lại", "Unrelated")
    merging.merge(db, administrator, survivor.id, given, reason="Cùng một người.")
    assert assignments.get(db, committee, made.id)[0].roles[0].expert_id == survivor.id
    merging.unmerge(db, administrator, given, reason="Hai người khác nhau.")
    assert assignments.get(db, committee, made.id)[0].roles[0].expert_id == given


def test_conflicts_of_many_missions_are_those_of_each(db: Database) -> None:
    missions = [team_builders.a_mission_for_two(db, title={"en": f"Mission {number}"}) for number in range(2)]
    inside = builders.claim(**team_builders.POST | {"institute_id": missions[0].institute_id})
    tied = team_builders.somebody(db, "Một", "Cells", without_post=True, claims=[inside])
    ids = [tied.id, *(person.id for person in team_builders.four_people(db).values())]
    found = conflicts.states_by_mission(db, {mission.id: ids for mission in missions})
    assert found == {mission.id: conflicts.states(db, ids, mission_id=mission.id) for mission in missions}
    assert found[missions[0].id][tied.id] is State.CONFLICT
    with pytest.raises(NotFound):
        conflicts.states_by_mission(db, {"none": ids})
