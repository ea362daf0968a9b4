"""All open roles at once: nobody is the answer to everything, and the limits of a team hold."""

import pytest

from graph.database import Database
from registry import assignments
from registry.access import NOBODY, Actor
from registry.errors import NotAllowed
from registry.pool import Pool
from tests import builders, team_builders


def test_one_person_is_not_the_answer_to_every_mission(db: Database, committee: Actor) -> None:
    for number in range(3):
        team_builders.a_mission_for_two(db, title={"en": f"Mission {number}"})
    people = team_builders.four_people(db)
    free = assignments.of_all(db, Pool(), committee, most_load=3, seed=1)
    tight = assignments.of_all(db, Pool(), committee, most_load=1, seed=1)
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
    assert tight == assignments.of_all(db, Pool(), committee, most_load=1, seed=1)


def test_the_law_and_conflicts_hold_in_an_assignment(db: Database, committee: Actor) -> None:
    mission = team_builders.a_mission_for_two(db)
    inside = builders.claim(**team_builders.POST | {"institute_id": mission.institute_id})
    short = builders.claim(**team_builders.POST | {"start": "2020-01"})
    for name, post in (("Một", inside), ("Hai", short)):
        team_builders.somebody(db, name, "Sulfide solid-state battery cells", without_post=True, claims=[post])
    made = assignments.of_all(db, Pool(), committee)
    assert [role.expert_id for role in made.roles] == [None, None]


def test_an_assignment_is_for_the_committee_and_administrators(db: Database, administrator: Actor) -> None:
    assert assignments.of_all(db, Pool(), administrator).roles == ()
    for other in (NOBODY, builders.of_institute("x")):
        with pytest.raises(NotAllowed):
            assignments.of_all(db, Pool(), other)
