"""The end for those not chosen: reviewed by another human on request, erased on time, the chain whole without them."""

from datetime import timedelta

import pytest
from neo4j import GraphDatabase

from graph.address import Address
from graph.database import Database
from registry import audit, case_settings, cases, consents, experts, missions
from registry.access import Actor, Office, system
from registry.errors import Conflict, NotAllowed, WrongOffice
from registry.models.case_entries import (
    CouncilDraft,
    DecisionDraft,
    Declaration,
    FileCheckDraft,
    JudgementDraft,
    MoveDraft,
    ReviewAnswer,
    ScorecardDraft,
)
from registry.models.cases import Case, StageSetting
from registry.models.experts import Expert
from registry.models.values import today
from registry.receipts import POOL
from tests import case_builders
from tests.case_builders import World

SECRET = "bímật"
REFUSED = FileCheckDraft(accepted=False, reason=f"{SECRET} check")
LATER = today() + timedelta(days=31)


@pytest.fixture
def world(db: Database) -> World:
    """A role whose decision the central office records."""
    return case_builders.world(db)


def refused_case(world: World, expert: Expert) -> Case:
    case = world.nominated(expert)
    return cases.check(world.db, world.host, case.id, REFUSED)


def full_case(world: World, expert: Expert) -> Case:
    """A case of somebody not chosen in which everything that can be said of a person was said."""
    db, host = world.db, world.host
    case = world.nominated(
        expert, kind="organisation", name=f"{SECRET} name", conflict=f"{SECRET} conflict", statement=f"{SECRET} letter"
    )
    cases.check(db, host, case.id, FileCheckDraft(accepted=True, reason=f"{SECRET} check"))
    judged = JudgementDraft(criterion_id="231-5-2-record", verdict="not_met", reason=f"{SECRET} judgement")
    cases.judge(db, host, case.id, judged)
    member = case_builders.account(db, Office.COMMITTEE, "member", scope="province:79").actor
    other = case_builders.account(db, Office.COMMITTEE, "conflicted", scope="province:79").actor
    cases.convene(db, host, case.id, CouncilDraft(members=(member.account_id, other.account_id)))
    cases.declare(db, other, case.id, Declaration(conflict=True, text=f"{SECRET} tie"))
    cases.declare(db, member, case.id, Declaration(conflict=False))
    marks = dict.fromkeys(("expertise", "record", "coordination", "breakthrough", "network"), 2)
    card = ScorecardDraft(marks=marks, advice="do_not_choose", comment=f"{SECRET} comment")
    cases.score(db, member, case.id, card)
    cases.close_council(db, host, case.id, MoveDraft(move="close_council", reason=f"{SECRET} closing"))
    decision = DecisionDraft(chosen=False, reason=f"{SECRET} decision", number=f"{SECRET} number")
    case = cases.decide(db, world.central, case.id, decision)
    me = case_builders.person_of(db, expert, "full")
    case = cases.ask_review(db, me, case.id, f"{SECRET} request")
    answer = ReviewAnswer(upheld=True, reason=f"{SECRET} answer")
    return cases.answer_review(db, host, case.id, case.reviews[0].id, answer)


def everything(address: Address) -> list[tuple[str, str]]:
    """The label and all properties of every node and relation that is no profile, account, consent or place."""
    query = """
    MATCH (n) WHERE NOT n:Expert AND NOT n:Account AND NOT n:Token RETURN labels(n)[0] AS kind, properties(n) AS held
    UNION ALL
    MATCH (a)-[r]->(b) WHERE NOT a:Expert AND NOT a:Account RETURN type(r) AS kind, properties(r) AS held
    """
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        return [(row["kind"], str(row["held"])) for row in driver.execute_query(query)[0]]


def tied_to(address: Address, expert_id: str) -> set[str]:
    """The relations between a case and a profile or what the profile's account did."""
    query = "MATCH (e:Expert {id: $id})-[r]-(n:Case) RETURN type(r) AS kind"
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        return {row["kind"] for row in driver.execute_query(query, id=expert_id)[0]}


def test_erasing_leaves_no_personal_field_of_the_others_anywhere(db: Database, address: Address, world: World) -> None:
    loser, winner = world.person("Trần Văn Thua"), world.person("Lê Thị Thắng")
    lost = full_case(world, loser)
    won = world.started(winner)
    account = case_builders.account(db, Office.EXPERT, "late", expert_id=loser.id)
    held = [kind for kind, content in everything(address) if SECRET in content]
    kinds = {"Case", "CaseStep", "FileCheck", "Judgement", "Scorecard", "Decision", "Review", "ASKS"}
    assert kinds <= set(held)
    before = cases.get(db, world.host, lost.id)
    purged = cases.purge(db, system("tests"), on=LATER)
    assert purged.erased == (lost.id,)
    personal = [SECRET, "Trần Văn Thua", loser.id, account.id, "khai@example.org"]
    left = [(kind, content) for kind, content in everything(address) if any(word in content for word in personal)]
    # The registration of the profile is the person's own, as the profile is; nothing ties it to the case.
    assert {kind for kind, _ in left} <= {"Event"}
    assert not [content for _, content in left if lost.id in content]
    assert tied_to(address, loser.id) == set()
    after = cases.get(db, world.host, lost.id)
    assert (after.expert_id, after.nominator, after.council, after.checks, after.reviews) == (None, None, None, (), ())
    assert [(step.move, step.on) for step in after.steps] == [(step.move, step.on) for step in before.steps]
    assert {step.by for step in after.steps} == {None}
    assert [(each.chosen, each.reason, each.by) for each in after.decisions] == [(False, None, None)]
    assert cases.get(db, world.host, won.id).expert_id == winner.id
    assert experts.own(db, system("tests"), loser.id).name.as_written == "Trần Văn Thua"
    assert audit.verify(db, system("tests")).broken is None


def test_nothing_is_erased_before_its_day(db: Database, world: World) -> None:
    case = refused_case(world, world.person())
    assert cases.get(db, world.host, case.id).erase_after == (today() + timedelta(days=30)).isoformat()
    assert cases.purge(db, system("tests"), on=today() + timedelta(days=29)).erased == ()
    assert cases.purge(db, system("tests"), on=today() + timedelta(days=30)).erased == (case.id,)
    assert cases.purge(db, system("tests"), on=today() + timedelta(days=60)).erased == ()


def test_the_days_are_set_per_regime(db: Database, world: World, administrator: Actor) -> None:
    case = refused_case(world, world.person())
    with pytest.raises(NotAllowed):
        case_settings.set_keep_days(db, world.central, "231/2025", 0)
    case_settings.set_keep_days(db, administrator, "249/2025", 0)
    assert cases.purge(db, administrator).erased == ()
    case_settings.set_keep_days(db, administrator, "231/2025", 0)
    assert cases.purge(db, administrator).erased == (case.id,)


def test_whoever_agreed_to_stay_is_kept_until_they_withdraw(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = refused_case(world, expert)
    consents.decide(db, me, expert.id, POOL, True, language="vi")
    assert not experts.own(db, me, expert.id).agreed_to_matching
    purged = cases.purge(db, system("tests"), on=LATER)
    assert (purged.erased, purged.kept) == ((), 1)
    consents.decide(db, me, expert.id, POOL, False, language="vi")
    assert cases.purge(db, system("tests"), on=LATER).erased == (case.id,)
    assert [receipt.wording for receipt in consents.history(db, me, expert.id)] == ["pool/2026-11"] * 2


def test_agreeing_to_be_matched_is_no_agreement_to_stay(db: Database, world: World) -> None:
    case = refused_case(world, world.person(agree=True))
    assert cases.purge(db, system("tests"), on=LATER).erased == (case.id,)


def test_the_others_are_closed_when_somebody_starts(db: Database, world: World) -> None:
    other = world.checked(world.person("Trần Văn Chờ"))
    world.started(world.person("Lê Thị Thắng"))
    closed = cases.get(db, world.host, other.id)
    assert (closed.stage, closed.steps[-1].office) == ("not_chosen", "administrator")
    assert cases.purge(db, system("tests"), on=LATER).erased == (other.id,)


def test_a_purge_closes_what_a_closed_role_leaves(db: Database, world: World) -> None:
    case = world.nominated()
    mission = missions.get(db, world.host, world.mission.id)
    missions.close(db, world.host, mission.id, if_match=mission.digest)
    assert cases.purge(db, system("tests")).closed == (case.id,)
    assert cases.get(db, world.host, case.id).stage == "not_chosen"
    assert cases.purge(db, system("tests")).closed == ()


def test_an_adverse_result_is_looked_at_by_another_human(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = refused_case(world, expert)
    with pytest.raises(WrongOffice):
        cases.ask_review(db, world.host, case.id, "Xin xem lại.")
    asked = cases.ask_review(db, me, case.id, "Đề cương đã gửi kèm.")
    [review] = asked.reviews
    assert review.due == (today() + timedelta(days=15)).isoformat()
    with pytest.raises(Conflict) as twice:
        cases.ask_review(db, me, case.id, "Xin xem lại.")
    assert twice.value.code == "under-review"
    answer = ReviewAnswer(upheld=False, reason="Đề cương có trong thư.")
    with pytest.raises(Conflict) as same:
        cases.answer_review(db, world.host, case.id, review.id, answer)
    assert same.value.code == "review-by-same"
    reopened = cases.answer_review(db, world.central, case.id, review.id, answer)
    assert (reopened.stage, reopened.closed_on) == ("nominated", None)
    with pytest.raises(Conflict) as again:
        cases.answer_review(db, world.central, case.id, review.id, answer)
    assert again.value.code == "review-answered"


def test_a_case_under_review_is_not_erased(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = refused_case(world, expert)
    asked = cases.ask_review(db, me, case.id, "Xin xem lại.")
    assert cases.purge(db, system("tests"), on=LATER).kept == 1
    answer = ReviewAnswer(upheld=True, reason="Hồ sơ thiếu đề cương.")
    cases.answer_review(db, world.central, case.id, asked.reviews[0].id, answer)
    assert cases.purge(db, system("tests"), on=LATER).erased == (case.id,)


def test_a_review_is_asked_of_an_adverse_result_only(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    with pytest.raises(Conflict) as refused:
        cases.ask_review(db, me, world.nominated(expert).id, "Xin xem lại.")
    assert refused.value.code == "not-adverse"


def test_only_administrators_purge(db: Database, world: World) -> None:
    for actor in (world.host, world.central):
        with pytest.raises(NotAllowed):
            cases.purge(db, actor)


def test_targets_and_openness_are_set_per_stage(db: Database, world: World, administrator: Actor) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = world.nominated(expert)
    setting = StageSetting(regime="231/2025", stage="nominated", target_days=3, shows="full")
    case_settings.set_stage(db, administrator, setting)
    seen = cases.get(db, me, case.id)
    assert seen.stage == "nominated"
    assert seen.holding is not None
    assert seen.holding.due == (today() + timedelta(days=3)).isoformat()
    assert setting in case_settings.stages(db, world.host, "231/2025")
