"""The decision memo: for the offices of a case alone, with every source and flag, sealed by the hash that it prints."""

import hashlib
import json
from pathlib import Path
from typing import cast

import pytest
import rfc8785

from api import memo_paper
from graph.database import Database
from registry import case_settings, cases, consents, matches, memos, receipts
from registry.access import Actor, Office, system
from registry.errors import NotAllowed, NotFound
from registry.lists import Language
from registry.models.case_entries import (
    CouncilDraft,
    DecisionDraft,
    Declaration,
    Departure,
    FileCheckDraft,
    JudgementDraft,
    MoveDraft,
    ReviewAnswer,
    ScorecardDraft,
)
from registry.models.cases import Case
from registry.models.memos import SealedMemo
from registry.pool import Pool
from tests import case_builders
from tests.callers import an_institute, caller, interface
from tests.case_builders import World

MARKS = {"expertise": 2, "record": 3, "coordination": 3, "breakthrough": 2, "network": 3}
CLOSE = MoveDraft(move="close_council")
AGAINST = ScorecardDraft(marks=MARKS, advice="do_not_choose", comment="Chưa từng điều phối nhiều đơn vị.")


@pytest.fixture
def world(db: Database) -> World:
    """A role whose decision the central office records."""
    return case_builders.world(db)


@pytest.fixture
def member(db: Database) -> Actor:
    """Who sits on the council."""
    return case_builders.account(db, Office.COMMITTEE, "one", scope="ministry:moh").actor


@pytest.fixture
def second(db: Database, world: World) -> Actor:
    """Another account of the institute."""
    return case_builders.account(db, Office.INSTITUTE, "second", institute_id=world.mission.institute_id).actor


def heard(world: World, member: Actor) -> Case:
    """A case before its decision whose council advised against the person and a human judged a criterion."""
    case = world.checked(world.person(agree=True))
    cases.convene(world.db, world.host, case.id, CouncilDraft(members=(member.account_id,)))
    cases.declare(world.db, member, case.id, Declaration(conflict=False))
    cases.score(world.db, member, case.id, AGAINST)
    verdict = JudgementDraft(criterion_id="231-5-2-ethics", verdict="met", reason="Đã xác minh nơi công tác.")
    return cases.judge(world.db, world.host, case.id, verdict)


def test_the_hash_is_that_of_the_canonical_json_and_stands_in_both_papers(db: Database, world: World) -> None:
    sealed = memos.of_case(db, world.host, world.decided().id)
    content = sealed.memo.model_dump(mode="json")
    assert hashlib.sha256(rfc8785.dumps(content)).hexdigest() == sealed.sha256
    for language in cast(tuple[Language, ...], ("vi", "en")):
        written = memo_paper.content_of(sealed, language)
        assert written["hash"] == sealed.sha256
        assert str(written["parted"]).replace(" ", "") == sealed.sha256
        made = memo_paper.memo(sealed, language)
        assert f"/Lang({language})".encode() in made
        assert b"pdfuaid:part" in made
        assert made == memo_paper.memo(sealed, language)
    assert memos.of_case(db, world.host, sealed.memo.case_id) == sealed


def test_the_hash_changes_when_a_decision_is_made_or_changed(db: Database, world: World, member: Actor) -> None:
    case = heard(world, member)
    before = memos.of_case(db, world.central, case.id)
    cases.close_council(db, world.host, case.id, CLOSE)
    closed = memos.of_case(db, world.central, case.id)
    cases.decide(db, world.central, case.id, DecisionDraft(chosen=True, reason="Phù hợp nhất."))
    after = memos.of_case(db, world.central, case.id)
    assert len({before.sha256, closed.sha256, after.sha256}) == 3
    other = after.memo.decisions[0].model_copy(update={"reason": "Lý do khác."})
    changed = after.memo.model_copy(update={"decisions": (other,)})
    assert memos.hash_of(changed) != after.sha256


def test_another_institute_another_scope_a_member_and_the_person_are_refused(
    db: Database, world: World, member: Actor
) -> None:
    case = heard(world, member)
    person = case_builders.person_of(db, world.people[0])
    stranger = Actor("other", Office.INSTITUTE, "other", institute_id="another")
    elsewhere = case_builders.account(db, Office.COMMITTEE, "elsewhere", scope="province:79").actor
    for actor in (person, stranger, elsewhere, member):
        with pytest.raises((NotAllowed, NotFound)):
            memos.of_case(db, actor, case.id)
    for actor in (world.host, world.central, system("tests")):
        assert memos.of_case(db, actor, case.id).memo.case_id == case.id


def test_what_was_not_verified_is_printed_as_such_with_its_source(db: Database, world: World) -> None:
    sealed = memos.of_case(db, world.host, world.checked().id)
    assert sealed.memo.law is not None
    assert any(not each.verified for each in sealed.memo.law.criteria)
    assert all(each.source for each in sealed.memo.law.criteria)
    written = _text(sealed, "vi")
    assert "CHƯA XÁC MINH" in written or "CHƯA ĐỐI CHIẾU CÔNG BÁO" in written
    unread = sealed.memo.subject.model_copy(update={"decider_verified": False})
    flagged = sealed.model_copy(update={"memo": sealed.memo.model_copy(update={"subject": unread})})
    assert "[CHƯA ĐỐI CHIẾU CÔNG BÁO]" in _text(flagged, "vi")
    assert "[NOT VERIFIED IN THE GAZETTE]" in _text(flagged, "en")


def test_whoever_speaks_against_the_decision_dissents_and_the_departure_is_told(
    db: Database, world: World, member: Actor
) -> None:
    case = heard(world, member)
    cases.close_council(db, world.host, case.id, CLOSE)
    given = DecisionDraft(
        chosen=True, reason="Cần gấp.", departure=Departure(code="judgement", text="Hội đồng bất đồng.")
    )
    cases.decide(db, world.central, case.id, given)
    sealed = memos.of_case(db, world.central, case.id)
    assert [(each.kind, each.text) for each in sealed.memo.arguments if each.dissents] == [
        ("scorecard", AGAINST.comment)
    ]
    [decision] = sealed.memo.decisions
    assert decision.departure is not None
    assert (decision.departure.code, decision.departure.text) == ("judgement", "Hội đồng bất đồng.")
    written = _text(sealed, "en")
    assert AGAINST.comment in written
    assert "The council or the reader judges otherwise: Hội đồng bất đồng." in written


def test_those_who_were_ranked_and_those_nominated_alone_are_told_and_of_who_withdrew_only_the_place(
    db: Database, world: World, member: Actor
) -> None:
    case = heard(world, member)
    unranked = world.nominated(world.person("Trần Văn Không Đồng Ý"))
    run = matches.run(db, Pool(), world.host, world.role_id)
    ranked = [each for each in run.candidates if each.expert_id == case.expert_id]
    rows = memos.of_case(db, world.host, case.id).memo.candidates
    assert [(row.place, row.of_this_case) for row in rows if row.expert_id == case.expert_id] == [
        (ranked[0].rank, True)
    ]
    alone = next(row for row in rows if row.expert_id == unranked.expert_id)
    assert (alone.place, alone.score, alone.name) == (None, None, "Trần Văn Không Đồng Ý")
    person = case_builders.person_of(db, world.people[0])
    consents.decide(db, person, str(case.expert_id), receipts.MATCHING, False, language="vi")
    left = memos.of_case(db, world.host, case.id).memo.candidates[0]
    assert (left.place, left.withdrawn, left.name, left.score, left.expert_id) == (1, True, None, None, None)


def test_a_case_sent_back_by_a_human_review_has_no_decision_that_stands(
    db: Database, world: World, second: Actor
) -> None:
    case = world.checked()
    person = case_builders.person_of(db, world.people[0])
    cases.decide(db, world.central, case.id, DecisionDraft(chosen=False, reason="Chưa đủ căn cứ."))
    asked = cases.ask_review(db, person, case.id, "Đề cương đã gửi kèm thư.").reviews[-1]
    waiting = memos.of_case(db, world.host, case.id)
    assert [each.sent_back for each in waiting.memo.decisions] == [False]
    assert "Đã có đề nghị con người xem xét lại kết quả, mục tiêu trả lời" in _text(waiting, "vi")
    cases.answer_review(db, second, case.id, asked.id, ReviewAnswer(upheld=False, reason="Có trong thư."))
    again = memos.of_case(db, world.host, case.id)
    assert [each.sent_back for each in again.memo.decisions] == [True]
    assert [each.dissents for each in again.memo.arguments] == [False]
    [review] = again.memo.reviews
    assert review.office is not None
    assert review.office.en == "Hanoi University of Science and Technology"
    assert [step.name.en for step in again.memo.steps][-1] == "Reopen after a human review"
    assert "stands no more: a human looked again, and nothing is decided anew yet." in _text(again, "en")
    cases.check(db, second, case.id, FileCheckDraft(accepted=True, reason="Đã có đề cương."))
    assert [each.replaced for each in memos.of_case(db, world.host, case.id).memo.arguments] == [True, False]


def test_a_file_that_was_refused_is_told_as_closed_without_a_decision(db: Database, world: World) -> None:
    case = world.nominated()
    cases.check(db, world.host, case.id, FileCheckDraft(accepted=False, reason="Thiếu đề cương."))
    written = _text(memos.of_case(db, world.host, case.id), "en")
    assert "without a decision: File refused." in written
    assert "what a decision would rest on" not in written


@pytest.mark.parametrize("decided", [True, False])
def test_of_an_erased_case_the_memo_keeps_the_steps_and_names_nobody(db: Database, world: World, decided: bool) -> None:
    person = world.person("Trần Đình Ái", agree=True)
    other = world.checked(world.person(agree=True))
    matches.run(db, Pool(), world.host, world.role_id)
    case = world.checked(person)
    if decided:
        cases.decide(db, world.central, case.id, DecisionDraft(chosen=False, reason="Ông Ái chưa sẵn sàng."))
    else:
        cases.move(db, world.host, case.id, MoveDraft(move="withdraw", reason="Ông Ái rút."))
    case_settings.set_keep_days(db, system("tests"), "231/2025", 0)
    assert cases.purge(db, system("tests")).erased == (case.id,)
    sealed = memos.of_case(db, world.host, case.id)
    assert (sealed.memo.run, sealed.memo.candidates, sealed.memo.law) == (None, (), None)
    for language in cast(tuple[Language, ...], ("vi", "en")):
        written = _text(sealed, language)
        assert "Ái" not in written + sealed.memo.model_dump_json()
        assert str(person.id) not in written + sealed.memo.model_dump_json()
        assert memo_paper.memo(sealed, language).startswith(b"%PDF-")
    english = _text(sealed, "en")
    assert ("personal data erased" in english, "Accept the file" in english) == (True, True)
    for untrue in ("No human has checked", "No council was asked", "No list of the machine", "not ranked", "none on"):
        assert untrue not in english
    rows = {row.name: row.stage for row in memos.of_case(db, world.host, other.id).memo.candidates}
    assert rows["Trần Đình Ái"] is None
    assert "no case on record" in _text(memos.of_case(db, world.host, other.id), "en")


def test_the_memo_is_served_as_json_and_paper_with_one_hash(db: Database, world: World, tmp_path: Path) -> None:
    case, client = world.decided(), interface(db, tmp_path)
    reader = caller(db, Office.COMMITTEE, "reader")
    address = f"/api/v1/cases/{case.id}/memo"
    content = client.get(address, headers=reader.headers).json()
    assert hashlib.sha256(rfc8785.dumps(content["memo"])).hexdigest() == content["sha256"]
    paper = client.get(f"{address}.pdf?lang=en", headers=reader.headers)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    stranger = caller(db, Office.INSTITUTE, "stranger", speaks_for=an_institute(db).id)
    assert client.get(address, headers=stranger.headers).status_code == 403


def _text(sealed: SealedMemo, language: Language) -> str:
    """All that the paper says, as it goes into the template."""
    return json.dumps(memo_paper.content_of(sealed, language), ensure_ascii=False)
