"""The council of a case: conflicts declared first, scorecards hidden until sent, advice before the decision."""

from datetime import UTC

import pytest

from api import memo_sections
from graph.database import Database
from registry import case_council, cases, experts, memos
from registry.access import Actor, Office, system
from registry.errors import Conflict, Invalid, NotAllowed, WrongOffice
from registry.models.case_entries import (
    CouncilDraft,
    DecisionDraft,
    Declaration,
    FileCheckDraft,
    MoveDraft,
    ReviewAnswer,
    ScorecardDraft,
)
from registry.models.cases import Case
from registry.models.experts import ExpertDraft
from tests import builders, case_builders
from tests.case_builders import World

MARKS = {"expertise": 5, "record": 4, "coordination": 4, "breakthrough": 3, "network": 4}
CARD = ScorecardDraft(marks=MARKS, advice="choose", comment="Đã chủ trì hai chương trình cùng lĩnh vực.")
NONE = Declaration(conflict=False)
CLOSE = MoveDraft(move="close_council")


@pytest.fixture
def world(db: Database) -> World:
    """A role whose decision the central office records."""
    return case_builders.world(db)


@pytest.fixture
def members(db: Database) -> list[Actor]:
    """Three members of councils: of the committee's offices, and an expert."""
    third = experts.register(db, system("tests"), _stranger("Phạm Thị Ba", claims=[]))
    return [
        case_builders.account(db, Office.COMMITTEE, "one", scope="ministry:moh").actor,
        case_builders.account(db, Office.COMMITTEE, "two", scope="province:79").actor,
        case_builders.person_of(db, third, "three"),
    ]


def _stranger(name: str, **changes: object) -> ExpertDraft:
    """Somebody with another name and another address than the person of the case."""
    return builders.expert(name={"as_written": name}, email="other@example.org", **changes)


def convened(world: World, members: list[Actor]) -> Case:
    draft = CouncilDraft(members=tuple(member.account_id for member in members))
    return cases.convene(world.db, world.host, world.checked().id, draft)


def test_a_scorecard_is_hidden_until_one_has_sent_ones_own(db: Database, world: World, members: list[Actor]) -> None:
    case = convened(world, members)
    for member in members:
        cases.declare(db, member, case.id, NONE)
    first, second, third = members
    cases.score(db, first, case.id, CARD)

    def read(actor: Actor) -> tuple[int, int]:
        council = cases.get(db, actor, case.id).council
        assert council is not None
        return len(council.scorecards), council.hidden

    assert [read(actor) for actor in (first, second, third, world.host, world.central)] == [(1, 0), *[(0, 1)] * 4]
    cases.score(db, second, case.id, CARD)
    assert [read(actor) for actor in (first, second, third, world.host)] == [(2, 0), (2, 0), (0, 2), (0, 2)]
    cases.score(db, third, case.id, CARD)
    assert [read(actor) for actor in (third, world.host, world.central)] == [(3, 0)] * 3


def test_closing_the_council_opens_the_scorecards_and_leads_to_the_decision(
    db: Database, world: World, members: list[Actor]
) -> None:
    case = convened(world, members)
    with pytest.raises(Conflict) as refused:
        cases.close_council(db, world.host, case.id, CLOSE)
    assert refused.value.code == "no-scorecard"
    cases.declare(db, members[0], case.id, NONE)
    cases.score(db, members[0], case.id, CARD)
    advised = cases.close_council(db, world.central, case.id, CLOSE)
    assert advised.stage == "advised"
    assert advised.council is not None
    assert [card.advice for card in advised.council.scorecards] == ["choose"]
    with pytest.raises(Conflict) as refused:
        cases.declare(db, members[1], case.id, NONE)
    assert refused.value.code == "council-closed"
    with pytest.raises(NotAllowed):
        cases.get(db, members[1], case.id)


def test_a_member_with_a_conflict_takes_no_part(db: Database, world: World, members: list[Actor]) -> None:
    case = convened(world, members)
    with pytest.raises(Invalid, match="Say what the conflict"):
        cases.declare(db, members[0], case.id, Declaration(conflict=True))
    cases.declare(db, members[0], case.id, Declaration(conflict=True, text="Đồng tác giả năm 2025."))
    with pytest.raises(Conflict) as refused:
        cases.score(db, members[0], case.id, CARD)
    assert refused.value.code == "member-conflict"
    with pytest.raises(NotAllowed):
        cases.get(db, members[0], case.id)
    with pytest.raises(Conflict):
        cases.declare(db, members[0], case.id, NONE)


def test_a_member_declares_before_scoring_and_scores_once(db: Database, world: World, members: list[Actor]) -> None:
    case = convened(world, members)
    with pytest.raises(Conflict) as refused:
        cases.score(db, members[0], case.id, CARD)
    assert refused.value.code == "declare-first"
    cases.declare(db, members[0], case.id, NONE)
    cases.score(db, members[0], case.id, CARD)
    for again in (
        lambda: cases.score(db, members[0], case.id, CARD),
        lambda: cases.declare(db, members[0], case.id, NONE),
    ):
        with pytest.raises(Conflict) as refused:
            again()
        assert refused.value.code == "scorecard-sent"


def test_a_scorecard_marks_everything_and_nothing_else(db: Database, world: World, members: list[Actor]) -> None:
    case = convened(world, members)
    cases.declare(db, members[0], case.id, NONE)
    wrong = CARD.model_copy(update={"marks": {"expertise": 5, "sympathy": 5}})
    with pytest.raises(Invalid) as refused:
        cases.score(db, members[0], case.id, wrong)
    assert {error.code for error in refused.value.errors} == {"unknown-code", "mark-missing"}


def test_neither_the_person_nor_the_nominator_sits_on_the_council(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = world.checked(expert)
    draft = CouncilDraft(members=(me.account_id, world.host.account_id, "nobody"))
    with pytest.raises(Invalid) as refused:
        cases.convene(db, world.host, case.id, draft)
    assert [error.code for error in refused.value.errors] == ["member-conflict", "member-conflict", "member-unknown"]
    assert cases.get(db, world.host, case.id).stage == "checked"


def test_a_member_who_wrote_with_the_person_is_refused(db: Database, world: World) -> None:
    shared = builders.claim(external_id="10.1000/shared", end="2025-06")
    expert = experts.register(db, system("tests"), builders.expert(claims=[shared]))
    author = experts.register(db, system("tests"), _stranger("Lê Văn Viết", claims=[shared]))
    member = case_builders.person_of(db, author, "author")
    case = world.checked(expert)
    with pytest.raises(Invalid) as refused:
        cases.convene(db, world.host, case.id, CouncilDraft(members=(member.account_id,)))
    assert [error.code for error in refused.value.errors] == ["member-conflict"]


def test_nobody_else_scores_and_only_the_institute_or_the_decider_convenes(
    db: Database, world: World, members: list[Actor]
) -> None:
    case = world.checked()
    ministry = case_builders.account(db, Office.COMMITTEE, "ministry", scope="ministry:most").actor
    with pytest.raises(WrongOffice):
        cases.convene(db, ministry, case.id, CouncilDraft(members=(members[0].account_id,)))
    cases.convene(db, world.central, case.id, CouncilDraft(members=(members[0].account_id,)))
    for actor in (world.host, world.central, members[1]):
        with pytest.raises(NotAllowed):
            cases.score(db, actor, case.id, CARD)
    assert [row.id for row in cases.asked(db, members[0])] == [case.id]
    assert cases.asked(db, members[1]) == []


def sent_back(world: World, members: list[Actor], *, conflicts: int = 0) -> Case:
    """A case that a council advised on, that was not chosen, and that another human opened again and checked."""
    db, case = world.db, convened(world, members)
    for member in members[2 : 2 + conflicts]:
        cases.declare(db, member, case.id, Declaration(conflict=True, text="Cùng đề tài năm 2025."))
    for member in members[:2]:
        cases.declare(db, member, case.id, NONE)
        cases.score(db, member, case.id, CARD)
    cases.close_council(db, world.central, case.id, CLOSE)
    case = cases.decide(db, world.central, case.id, DecisionDraft(chosen=False, reason="Chưa đủ kinh nghiệm."))
    case = cases.ask_review(db, case_builders.person_of(db, world.people[0], "reviewed"), case.id, "Xin xem lại.")
    again = ReviewAnswer(upheld=False, reason="Có minh chứng mới.")
    cases.answer_review(db, world.host, case.id, case.reviews[0].id, again)
    return cases.check(db, world.host, case.id, FileCheckDraft(accepted=True, reason="Đủ thành phần."))


def convened_again(world: World, members: list[Actor]) -> Case:
    """The same, before a council again."""
    case = sent_back(world, members)
    draft = CouncilDraft(members=tuple(member.account_id for member in members[1:]))
    return cases.convene(world.db, world.host, case.id, draft)


def test_who_declared_a_conflict_is_not_asked_about_the_case_again(
    db: Database, world: World, members: list[Actor]
) -> None:
    case = sent_back(world, members, conflicts=1)
    with pytest.raises(Invalid) as refused:
        cases.convene(db, world.host, case.id, CouncilDraft(members=(members[1].account_id, members[2].account_id)))
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/members/1", "member-conflict")]
    with pytest.raises(NotAllowed):
        cases.get(db, members[2], case.id)


def test_only_who_may_convene_learns_which_addresses_have_an_account(db: Database, world: World) -> None:
    case = world.checked()
    asked = {"/members/0": "nobody@example.vn"}
    with pytest.raises(Invalid, match="No account signs in with"):
        case_council.seats(db, world.host, case.id, asked)
    with pytest.raises(WrongOffice):
        case_council.seats(db, case_builders.person_of(db, world.people[0], "asked"), case.id, asked)
    with pytest.raises(NotAllowed):
        case_council.seats(db, builders.of_institute("x"), case.id, asked)


def test_a_council_convened_again_keeps_the_earlier_scorecards_and_asks_for_new_ones(
    db: Database, world: World, members: list[Actor]
) -> None:
    case = convened_again(world, members)
    first, second, third = members
    council = case.council
    assert council is not None
    assert (council.session, council.open, [each.sent for each in council.members]) == (2, True, [False, False])
    assert [(each.session, len(each.members), len(each.scorecards)) for each in council.earlier] == [(1, 3, 2)]
    with pytest.raises(NotAllowed):
        cases.get(db, first, case.id)
    with pytest.raises(Conflict) as refused:
        cases.score(db, second, case.id, CARD)
    assert refused.value.code == "declare-first"
    with pytest.raises(Conflict) as refused:
        cases.close_council(db, world.central, case.id, CLOSE)
    assert refused.value.code == "no-scorecard"
    cases.declare(db, second, case.id, NONE)
    cases.score(db, second, case.id, CARD.model_copy(update={"advice": "unsure"}))

    def read(actor: Actor) -> tuple[int, int, int, int]:
        told = cases.get(db, actor, case.id).council
        assert told is not None
        [earlier] = told.earlier
        return len(told.scorecards), told.hidden, len(earlier.scorecards), earlier.hidden

    assert read(second) == (1, 0, 2, 0)
    assert read(third) == (0, 1, 0, 2)
    assert read(world.host) == (0, 1, 2, 0)


def test_the_memo_tells_both_sessions_and_which_scorecards_a_later_one_replaced(
    db: Database, world: World, members: list[Actor]
) -> None:
    case = convened_again(world, members)
    cases.declare(db, members[1], case.id, NONE)
    cases.score(db, members[1], case.id, CARD.model_copy(update={"advice": "do_not_choose"}))
    cases.close_council(db, world.central, case.id, CLOSE)
    cases.decide(db, world.central, case.id, DecisionDraft(chosen=True, reason="Phù hợp nhất."))
    memo = memos.of_case(db, world.central, case.id).memo
    assert memo.council is not None
    assert (memo.council.session, [each.advice for each in memo.council.scorecards]) == (2, ["do_not_choose"])
    assert [[card.advice for card in each.scorecards] for each in memo.council.earlier] == [["choose", "choose"]]
    said = [(each.session, each.side, each.replaced, each.dissents) for each in memo.arguments if each.session]
    assert said == [(1, "for", False, False), (1, "for", True, False), (2, "against", False, True)]
    assert "Hội đồng tư vấn, phiên 1" in str(memo_sections.sections(memo, "vi", zone=UTC))
    assert "Advisory council, session 1" in str(memo_sections.sections(memo, "en", zone=UTC))
