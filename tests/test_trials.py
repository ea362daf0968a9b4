"""Orders by other weights that are saved: what they hold, where they are seen, and that they never count as a list."""

import math

import pytest

from graph.database import Database
from registry import audit, cases, matches, trials
from registry.access import Actor
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models.case_entries import DecisionDraft, FileCheckDraft, NominationDraft, NominatorKind
from registry.models.matches import MatchRun
from tests.builders import of_institute
from tests.outcome_builders import Country, country


@pytest.fixture
def told(db: Database) -> Country:
    """One open role and four people."""
    return country(db, 1)


def _run(told: Country) -> MatchRun:
    return matches.run(told.world.db, told.pool, told.world.host, told.world.role_id)


def _strongest(run: MatchRun) -> str:
    parts = run.candidates[0].reasons.features
    return max(parts, key=lambda part: part.contribution).feature


def test_what_is_saved_is_marked_and_stands_beside_the_list(db: Database, told: Country, administrator: Actor) -> None:
    run, host = _run(told), told.world.host
    feature = _strongest(run)
    made = trials.save(db, host, run.id, {feature: 0.0, "form": 1.0}, " Xem ảnh hưởng. ")
    kept, _ = matches.get(db, host, made.id)
    assert kept.tried is not None
    assert (kept.tried.of, kept.tried.factors, kept.tried.reason) == (run.id, {feature: 0.0}, "Xem ảnh hưởng.")
    assert (kept.weights, kept.query, kept.audit_seq) == ("default what-if", run.query, run.audit_seq)
    assert kept.weights_hash != run.weights_hash
    for one in kept.candidates:
        parts = {part.feature: part for part in one.reasons.features}
        assert (parts[feature].weight, parts[feature].contribution) == (0, 0)
        assert sum(part.contribution for part in parts.values()) == pytest.approx(one.score, abs=1e-3)
        assert (one.reasons.stability, one.reasons.meant) == (None, None)
    assert [one.score for one in kept.candidates] == sorted((one.score for one in kept.candidates), reverse=True)
    [trial] = trials.of_run(db, host, run.id)
    assert (trial.run_id, trial.reason, trial.factors) == (made.id, "Xem ảnh hưởng.", {feature: 0.0})
    [event] = audit.events(db, administrator, after=audit.head(db) - 1)
    assert (event["tag"], event["subject_id"]) == ("match.tried", made.id)


def test_it_is_neither_the_newest_list_nor_the_measure_of_a_decision(db: Database, told: Country) -> None:
    run, act = _run(told), told.world
    trials.save(db, act.host, run.id, {_strongest(run): 0.0}, "Thử.")
    assert matches.latest(db, act.host, act.role_id) == run.id
    first = str(run.candidates[0].expert_id)
    draft = NominationDraft(expert_id=first, kind=NominatorKind.INSTITUTE)
    case = cases.nominate(db, act.host, act.role_id, draft)
    cases.check(db, act.host, case.id, FileCheckDraft(accepted=True, reason="Đủ."))
    decided = cases.decide(db, act.central, case.id, DecisionDraft(chosen=True, reason="Phù hợp."))
    assert (decided.decisions[-1].run_id, decided.decisions[-1].rank) == (run.id, 1)


def test_what_may_not_be_saved_is_refused(db: Database, told: Country, committee: Actor) -> None:
    run, host = _run(told), told.world.host
    feature = _strongest(run)
    for factors, reason, pointer in (
        ({feature: 1.0}, "Thử.", "/factors"),
        ({feature: math.nan}, "Thử.", f"/factors/{feature}"),
        ({"age": 0.0}, "Thử.", "/factors/age"),
        ({feature: 0.0}, "  ", "/reason"),
        ({feature: 0.0}, "x" * 501, "/reason"),
    ):
        with pytest.raises(Invalid) as refused:
            trials.save(db, host, run.id, factors, reason)
        assert [error.pointer for error in refused.value.errors] == [pointer]
    for actor in (committee, of_institute("another")):
        with pytest.raises(NotAllowed):
            trials.save(db, actor, run.id, {feature: 0.0}, "Thử.")
    with pytest.raises(NotFound):
        trials.of_run(db, host, "none")
    made = trials.save(db, host, run.id, {feature: 0.5}, "Thử.")
    with pytest.raises(Conflict) as again:
        trials.save(db, host, made.id, {feature: 0.5}, "Thử.")
    assert again.value.code == "trial-of-trial"
