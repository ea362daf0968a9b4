"""Learned rankers: what they learn from, when they are refused, and what changes once one of them counts."""

from datetime import timedelta

import numpy as np
import pytest

from graph.database import Database
from matching import ranking
from matching.calibration import Calibration
from registry import ai_record, audit, case_closing, cases, consents, matches, missions, outcomes, rankers, receipts
from registry.access import Actor, system
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models.case_entries import MoveDraft
from registry.models.matches import Meant
from registry.models.rankers import Ranker
from registry.models.values import today
from registry.ranking import algorithms, saying, weighing
from registry.ranking.weighing import Weighing
from tests import mission_builders
from tests.builders import speaking_for
from tests.outcome_builders import KIND, Country, country, decided


def test_a_ranker_learns_what_the_office_chose_and_counts_once_it_is_used(db: Database, administrator: Actor) -> None:
    told = decided(db)
    made = rankers.train(db, administrator, KIND)
    assert (made.outcomes.decided, made.fitted_on.roles, made.held_out.roles) == (30, 20, 10)
    assert made.held_out.mean == 1 > made.published.mean
    assert made.gained.mean == pytest.approx(made.held_out.mean - made.published.mean, abs=1e-3)
    assert not made.worse
    assert weighing.of_kind(db, KIND).by.name == "default"
    rankers.use(db, administrator, made.id, reason="Thử trong quý này.")
    now = weighing.of_kind(db, KIND)
    assert now.by.name == made.name
    mission = missions.open(db, told.world.host, mission_builders.mission(told.world.mission.institute_id))
    run = matches.run(db, told.pool, told.world.host, mission.roles[0].id)
    assert (run.weights, run.weights_hash) == (made.name, weighing.hash_of(now.by))
    assert run.candidates[0].expert_id == told.people[2].id
    _the_page_says_who_counts(db, made)
    rankers.reset(db, administrator, KIND)
    assert weighing.of_kind(db, KIND).by.name == "default"
    choices = rankers.choices(db, administrator, KIND)
    assert {(one.ranker_id, one.reason) for one in choices} == {(made.id, "Thử trong quý này."), (None, None)}


def _the_page_says_who_counts(db: Database, made: Ranker) -> None:
    card = algorithms.current(db)
    kinds = {one.role_kind: one for one in card.role_kinds}
    assert (kinds[KIND].weights, kinds[KIND].published, kinds["institute-head"].weights) == (
        made.name,
        "default",
        "default",
    )
    assert "Learned from 20 decisions;" in kinds[KIND].told[0].in_("en")
    # Forty candidates on ten newer decisions: too few to say what a score has meant.
    assert not made.speaks
    assert "is not said" in kinds[KIND].meaning.in_("en")
    [learned] = [one for one in card.weights if one.ranker]
    assert (learned.name, learned.role_kinds) == (made.name, (KIND,))
    assert learned.hash == weighing.hash_of(weighing.of_kind(db, KIND).by)
    assert all(KIND not in one.role_kinds for one in card.weights if not one.ranker)


def test_of_too_few_decisions_nothing_is_learned_and_it_says_how_many_there_are(
    db: Database, administrator: Actor
) -> None:
    told = country(db, 3)
    told.decide(0, told.people[0])
    consents.decide(db, speaking_for(told.people[1].id), told.people[1].id, receipts.MATCHING, False, language="vi")
    told.decide(1, told.people[1])
    with pytest.raises(Conflict) as refused:
        rankers.train(db, administrator, KIND)
    assert refused.value.code == "too-few-outcomes"
    assert "there are 1 of 2" in refused.value.en
    assert "1 whose chosen person no longer agrees" in refused.value.en
    assert "mới có 1 trong 2" in refused.value.vi


def test_whoever_withdraws_leaves_the_lists_that_are_learned_from(db: Database) -> None:
    told = country(db, 1)
    told.decide(0, told.people[0])
    [one], _ = outcomes.read(db, KIND)
    gone = told.people[3]
    consents.decide(db, speaking_for(gone.id), gone.id, receipts.MATCHING, False, language="vi")
    [less], _ = outcomes.read(db, KIND)
    assert set(one.values) - set(less.values) == {gone.id}
    assert outcomes.digest_of([one]) != outcomes.digest_of([less])


def test_an_erased_case_is_not_learned_from(db: Database, administrator: Actor) -> None:
    told = country(db, 1)
    case_id = told.decide(0, told.people[0])
    cases.move(db, told.world.host, case_id, MoveDraft(move="withdraw"))
    assert len(outcomes.read(db, KIND)[0]) == 1
    assert case_closing.purge(db, administrator, on=today() + timedelta(days=31)).erased == (case_id,)
    found, counts = outcomes.read(db, KIND)
    assert (found, counts.decided) == ([], 0)


def test_what_must_not_simply_be_used_is_refused(db: Database, administrator: Actor) -> None:
    told = decided(db)
    made = rankers.train(db, administrator, KIND)
    _a_file_that_was_changed_is_refused(db, administrator, made)
    _marked_as_generated(db, administrator, told)
    with pytest.raises(Conflict, match="30 simulated"):
        rankers.train(db, administrator, KIND)
    made = rankers.train(db, administrator, KIND, simulated=True)
    assert made.name.endswith("(mô phỏng)")
    with pytest.raises(Conflict, match="--simulated"):
        rankers.use(db, administrator, made.id)
    rankers.use(db, administrator, made.id, simulated=True)
    assert weighing.of_kind(db, KIND).simulated
    [kind] = [one for one in algorithms.current(db).role_kinds if one.role_kind == KIND]
    assert all("(mô phỏng)" in kind.told[0].in_(language) for language in ("vi", "en"))
    [named] = [one for one in ai_record.current(db).weights if one.learned_from]
    assert (named.simulated, named.learned_from) == (True, made.data)


def _marked_as_generated(db: Database, administrator: Actor, told: Country) -> None:
    mission = missions.get(db, told.world.host, told.world.mission.id)
    event = audit.event(administrator, audit.Tag.MISSION_UPDATED, mission.id)
    marked = {"generated": True}
    db.write("missions/update", id=mission.id, before=mission.digest, properties=marked, drop=[], event=event)


def _a_file_that_was_changed_is_refused(db: Database, administrator: Actor, made: Ranker) -> None:
    rankers.store(db, administrator, made.model_copy(update={"id": "spoiled"}), b"no model")
    with pytest.raises(Conflict) as refused:
        rankers.use(db, administrator, "spoiled")
    assert refused.value.code == "ranker-refused"
    event = audit.event(administrator, audit.Tag.RANKER_CHOSEN, KIND)
    entry = {"id": "e", "at": made.at, "by": "x", "ranker_id": "spoiled", "reason": None}
    db.write("rankers/choose", role_kind=KIND, ranker_id="spoiled", entry=entry, event=event)
    assert weighing.of_kind(db, KIND).by.name == "default"
    [kind] = [one for one in algorithms.current(db).role_kinds if one.role_kind == KIND]
    assert "cannot read its file" in kind.told[0].in_("en")


def test_one_that_does_worse_is_used_only_with_a_reason(db: Database, administrator: Actor) -> None:
    decided(db, first_from=20)
    made = rankers.train(db, administrator, KIND)
    assert made.worse
    with pytest.raises(Conflict) as refused:
        rankers.use(db, administrator, made.id)
    assert refused.value.code == "ranker-worse"
    with pytest.raises(Invalid):
        rankers.use(db, administrator, made.id, anyway=True, reason=" ")
    chosen = rankers.use(db, administrator, made.id, anyway=True, reason="Chỉ thử trên máy này.")
    assert chosen.reason == "Chỉ thử trên máy này."
    [event] = audit.events(db, administrator, after=audit.head(db) - 1)
    assert (event["tag"], event["actor"]) == ("ranker.chosen", administrator.signature)
    assert "Chỉ thử trên máy này." in event["detail"]


def test_only_an_administrator_manages_rankers(db: Database, administrator: Actor, committee: Actor) -> None:
    with pytest.raises(NotAllowed):
        rankers.train(db, committee, KIND)
    with pytest.raises(NotAllowed):
        rankers.find(db, committee)
    with pytest.raises(NotFound):
        rankers.get(db, administrator, "none")
    with pytest.raises(Conflict, match="nothing to reset"):
        rankers.reset(db, system("command-line"), KIND)


def test_what_a_score_has_meant_is_said_where_enough_was_seen() -> None:
    told = Calibration.of(np.repeat([0.0, 1.0], 100), np.concatenate([np.arange(100) < 6, np.arange(100) < 30]))
    weighed = Weighing(ranking.weights(), told)
    seen = [weighed.meant(score) for score in (-1.0, 0.0, 1.0)]
    assert [step and (step.right, step.candidates) for step in seen] == [None, (6, 100), (30, 100)]
    said = saying.meant(Meant(candidates=100, chosen=30))
    assert said.in_("en").startswith("About 3 of 10 such candidates were chosen: 30 of the 100")
    assert said.in_("vi").startswith("Khoảng 3 trong 10 ứng viên có điểm như vậy đã được chọn: 30 trong 100")
    for candidates, chosen, about in ((100, 5, "5 of 100"), (101, 6, "1 of 10"), (1300, 5, "4 of 1000")):
        assert saying.meant(Meant(candidates=candidates, chosen=chosen)).in_("en").startswith(f"About {about} ")
    rare = saying.meant(Meant(candidates=400, chosen=6, simulated=True))
    assert rare.in_("en").startswith("About 2 of 100")
    assert rare.in_("en").endswith("(mô phỏng).")
