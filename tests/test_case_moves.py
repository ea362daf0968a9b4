"""The moves of a case, pure: the data are whole, and no history reaches a stage that they do not allow."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.database import Database
from registry import audit, case_moves, cases, lists
from registry.access import Actor, system
from registry.errors import Conflict, Invalid, RegistryError, WrongOffice
from registry.lists import CaseRegime, Move, UnknownCode
from registry.models.case_entries import (
    AssessmentDraft,
    CouncilDraft,
    DecisionDraft,
    Declaration,
    FileCheckDraft,
    MoveDraft,
    ReviewAnswer,
    ScorecardDraft,
)
from tests import case_builders
from tests.case_builders import World

REGIMES = lists.case_moves_file().regimes
MOVERS = ("institute", "committee", "administrator", "expert", "decider", "system")
TODAY = date(2026, 11, 22)
CODES = sorted({move.code for regime in REGIMES for move in regime.moves})


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.regime)
def test_the_data_name_only_stages_that_there_are(regime: CaseRegime) -> None:
    stages = {stage.code for stage in lists.case_stages()}
    assert {rule.stage for rule in regime.stages} == stages
    for move in regime.moves:
        assert {move.to, *move.from_stages} <= stages
        assert move.opens or move.from_stages


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.regime)
def test_every_stage_is_reached_and_only_the_last_ones_end(regime: CaseRegime) -> None:
    reached, before = {move.to for move in regime.moves if move.opens}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {move.to for move in regime.moves if reached & set(move.from_stages)}
    assert reached == {stage.code for stage in lists.case_stages()}
    for rule in regime.stages:
        leading = [move for move in regime.moves if rule.stage in move.from_stages and move.form != "review"]
        final = lists.case_stage(rule.stage).final
        assert bool(leading) != final, rule.stage
        assert (rule.holder is None) == final
        # No day limit was read in any source, so none is shown as law.
        assert not rule.target_verified


def test_before_the_work_begins_the_person_can_always_withdraw() -> None:
    for regime in REGIMES:
        for stage in lists.case_stages():
            codes = [move.code for move in case_moves.possible(regime.regime, stage.code, {"expert"})]
            assert ("withdraw" in codes) == (not stage.final and stage.code not in case_moves.AT_WORK)


def test_what_no_source_asks_is_marked() -> None:
    for regime in REGIMES:
        unread = {move.code for move in regime.moves if not move.verified}
        assert {"withdraw", "pass_over", "reopen", "apply_permits", "arrive", "start", "renew", "end"} <= unread


@settings(max_examples=1000)
@given(
    regime=st.sampled_from([regime.regime for regime in REGIMES]),
    tried=st.lists(
        st.tuples(st.sampled_from(CODES), st.sampled_from(MOVERS), st.integers(-3, 40)), min_size=1, max_size=40
    ),
)
def test_a_thousand_random_histories_never_reach_what_the_data_do_not_allow(
    regime: str, tried: list[tuple[str, str, int]]
) -> None:
    stage: str | None = None
    since: str | None = None
    for code, mover, days in tried:
        on = (TODAY - timedelta(days=days)).isoformat()
        try:
            move = case_moves.made(regime, stage, code, {mover})
            day = case_moves.day(on, since=since, today=TODAY)
        except (Conflict, WrongOffice, UnknownCode, Invalid):
            continue
        _require_allowed(lists.case_move(regime, code), stage, mover)
        assert (since or "") <= day <= TODAY.isoformat()
        assert move in case_moves.possible(regime, stage, {mover})
        stage, since = move.to, day


def _require_allowed(move: Move, stage: str | None, mover: str) -> None:
    """What a move must fulfil, said apart from the code that checks it."""
    assert mover in move.by
    assert move.opens if stage is None else stage in move.from_stages


class History:
    """A case on the engine at which random people try random things."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.expert = world.person()
        self.me = case_builders.person_of(world.db, self.expert, f"person-{self.expert.id}")
        self.id = world.nominated(self.expert).id

    def attempt(self, code: str, actor: Actor) -> None:
        """Try a move by the form that it has, with what would let it pass."""
        db, id = self.world.db, self.id
        match code:
            case "accept_file" | "refuse_file":
                cases.check(db, actor, id, FileCheckDraft(accepted=code == "accept_file", reason="Đã đọc."))
            case "convene":
                cases.convene(db, actor, id, CouncilDraft(members=(self.world.central.account_id,)))
            case "close_council":
                self._advised()
                cases.close_council(db, actor, id, MoveDraft(move=code))
            case "choose" | "not_choose":
                cases.decide(db, actor, id, DecisionDraft(chosen=code == "choose", reason="Đã cân nhắc."))
            case "assess":
                year = 2025 + len(cases.get(db, self.world.host, id).assessments)
                cases.assess(db, actor, id, AssessmentDraft(year=year, grade="done", reason="Đạt."))
            case "reopen":
                asked = cases.ask_review(db, self.me, id, "Xin xem lại.")
                cases.answer_review(db, actor, id, asked.reviews[-1].id, ReviewAnswer(upheld=False, reason="Có lý."))
            case _:
                cases.move(db, actor, id, MoveDraft(move=code, reason="Theo kế hoạch."))

    def _advised(self) -> None:
        db, member = self.world.db, self.world.central
        codes = [mark.code for mark in lists.case_moves_file().scorecard]
        try:
            cases.declare(db, member, self.id, Declaration(conflict=False))
            card = ScorecardDraft(marks=dict.fromkeys(codes, 4), advice="choose", comment="Phù hợp.")
            cases.score(db, member, self.id, card)
        except RegistryError:
            # No council sits, or this member has sent a scorecard; the closing that follows tells.
            return


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_random_histories_on_the_engine_are_those_that_the_data_allow(db: Database, data: st.DataObject) -> None:
    world = _world(db)
    history = History(world)
    for _ in range(data.draw(st.integers(4, 12))):
        stage = cases.get(db, world.host, history.id).stage
        leading = [move.code for move in case_moves.possible("231/2025", stage, MOVERS)]
        # Moves that lead on come often, or few histories would get far.
        code = data.draw(st.one_of(st.sampled_from(leading or CODES), st.sampled_from(CODES)))
        actor = data.draw(st.sampled_from([world.host, world.central, history.me, system("tests")]))
        try:
            history.attempt(code, actor)
        except RegistryError:
            continue
    _require_history(db, world, history.id)


def _world(db: Database) -> World:
    """A mission of its own for each history: accounts are made once per history, so their logins differ."""
    return case_builders.world(db, login=f"w{audit.head(db)}")


def _require_history(db: Database, world: World, id: str) -> None:
    case = cases.get(db, world.host, id)
    stage, since = None, ""
    for step in case.steps:
        move = lists.case_move(case.regime, step.move)
        assert step.from_stage == stage
        assert move.opens if stage is None else stage in move.from_stages
        assert step.to_stage == move.to
        assert step.on >= since
        stage, since = step.to_stage, step.on
    assert (case.stage, case.since) == (stage, since)
    assert (case.closed_on is not None) == lists.case_stage(str(stage)).final
    assert audit.verify(db, system("tests")).broken is None
