"""Cases: from the nomination to the end of the work, each step by whoever may make it, on a day that can be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from graph.database import Database
from registry import audit, case_roles, cases, experts, lists, matches, merging, missions
from registry.access import NOBODY, Actor, Office, system
from registry.case_due import Order
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, WrongOffice
from registry.models.case_entries import (
    AssessmentDraft,
    DecisionDraft,
    Departure,
    FileCheckDraft,
    JudgementDraft,
    MoveDraft,
    NominationDraft,
    NominatorKind,
)
from registry.models.cases import Case
from registry.models.missions import MissionStatus, RoleStatus
from registry.models.values import today
from registry.pool import Pool
from tests import builders, case_builders, mission_builders
from tests.case_builders import World

END = MoveDraft(move="end", reason="Hết hạn hợp đồng.")
CHOSEN = DecisionDraft(chosen=True, reason="Phù hợp nhất.")
NOT_CHOSEN = DecisionDraft(chosen=False, reason="Chưa đủ kinh nghiệm điều phối.")


@pytest.fixture
def world(db: Database) -> World:
    """A role of a project's chief engineer, whose decision the central office records."""
    return case_builders.world(db)


def codes(refusal: Invalid) -> list[str]:
    return [error.code for error in refusal.errors]


def test_a_case_goes_from_the_nomination_to_the_end_of_the_work(db: Database, world: World) -> None:
    case = world.started()
    assert missions.role(db, world.host, world.role_id).status is RoleStatus.FILLED
    case = cases.assess(db, world.host, case.id, AssessmentDraft(year=2026, grade="good", reason="Đúng tiến độ."))
    case = cases.move(db, world.host, case.id, MoveDraft(move="renew"))
    case = cases.move(db, world.host, case.id, END)
    assert [step.to_stage for step in case.steps] == [
        "nominated",
        "checked",
        "decided",
        "invited",
        "contracted",
        "permits",
        "arrived",
        "started",
        "assessed",
        "renewed",
        "ended",
    ]
    assert case.moves == ()
    assert case.holding is None
    assert audit.verify(db, system("tests")).broken is None


def test_the_end_of_the_work_opens_the_role_for_somebody_else(db: Database, world: World) -> None:
    case = cases.move(db, world.host, world.started().id, END)
    role = missions.role(db, world.host, world.role_id)
    assert (role.status, role.filled_by, case.steps[-1].role) == (RoleStatus.OPEN, None, "reopened")
    assert [event["tag"] for event in audit.events(db, system("tests"), limit=1000)].count("role.freed") == 1
    following = world.started(world.person("Trần Văn Kế Tiếp"))
    assert missions.role(db, world.host, world.role_id).filled_by == following.expert_id


def test_the_person_who_ends_the_work_is_named_by_no_account_in_the_chain(db: Database, world: World) -> None:
    case = world.started()
    person = case_builders.person_of(db, world.people[0])
    cases.move(db, person, case.id, END)
    last = audit.events(db, system("tests"), limit=1000)[-3:]
    assert {event["actor"] for event in last} == {"expert:person"}


def test_the_end_of_the_work_in_a_closed_mission_opens_nothing_and_says_why(db: Database, world: World) -> None:
    case = world.started()
    missions.close(db, world.host, world.mission.id, if_match=missions.get(db, world.host, world.mission.id).digest)
    case = cases.move(db, world.host, case.id, END)
    assert case.steps[-1].role == "mission_closed"
    assert missions.role(db, world.host, world.role_id).status is RoleStatus.CLOSED


@pytest.mark.parametrize(
    ("changes", "became"),
    [
        ({}, "reopened"),
        ({"deadline": "2026-11-22"}, "reopened"),
        ({"deadline": "2026-11-21"}, "deadline_passed"),
        ({"status": MissionStatus.CLOSED}, "mission_closed"),
    ],
)
def test_whether_a_role_opens_again_is_decided_by_its_mission(
    world: World, changes: dict[str, object], became: str
) -> None:
    mission = world.mission.model_copy(update=changes)
    assert case_roles.became(mission, world.role_id, date(2026, 11, 22)) == became
    assert lists.became(became)


def test_who_withdraws_after_the_decision_leaves_the_role_open_for_the_others(db: Database, world: World) -> None:
    other = world.checked(world.person("Lê Thị Còn Lại"))
    chosen = world.decided(world.person("Phạm Văn Rút"))
    cases.move(db, world.host, chosen.id, MoveDraft(move="withdraw"))
    assert missions.role(db, world.host, world.role_id).status is RoleStatus.OPEN
    assert cases.decide(db, world.central, other.id, CHOSEN).stage == "decided"


def test_a_move_that_skips_a_step_is_refused_with_what_leads_on(db: Database, world: World) -> None:
    case = world.nominated()
    with pytest.raises(Conflict, match="“Accept the file”") as refused:
        cases.move(db, world.host, case.id, MoveDraft(move="sign"))
    assert refused.value.code == "move-skips"
    assert cases.get(db, world.host, case.id).version == case.version


def test_a_day_before_the_step_before_and_a_day_to_come_are_refused(db: Database, world: World) -> None:
    case = world.nominated(on=(today() - timedelta(days=3)).isoformat())
    for days, code in ((4, "date-before-step"), (-1, "date-to-come")):
        on = (today() - timedelta(days=days)).isoformat()
        with pytest.raises(Invalid) as refused:
            cases.check(db, world.host, case.id, FileCheckDraft(accepted=True, reason="Đủ.", on=on))
        assert codes(refused.value) == [code]
    with pytest.raises(Invalid, match="no such day"):
        cases.check(db, world.host, case.id, FileCheckDraft(accepted=True, reason="Đủ.", on="2026-02-30"))
    assert cases.get(db, world.host, case.id).checks == ()


def test_only_the_office_that_the_kind_of_role_names_decides(db: Database, world: World) -> None:
    case = world.checked()
    ministry = case_builders.account(db, Office.COMMITTEE, "ministry", scope="ministry:most").actor
    for actor in (world.host, ministry):
        with pytest.raises(WrongOffice, match="the office that decides"):
            cases.decide(db, actor, case.id, CHOSEN)
    with pytest.raises(NotAllowed):
        cases.decide(db, system("tests"), case.id, CHOSEN)
    assert cases.decide(db, world.central, case.id, CHOSEN).stage == "decided"


@pytest.mark.parametrize(
    ("kind", "scope"),
    [
        ("system-chief-engineer", "central"),
        ("ministry-chief-architect", "ministry:most"),
        ("province-chief-architect", "province:01"),
        ("institute-head", "ministry:most"),
    ],
)
def test_each_kind_of_role_has_its_deciding_scope(db: Database, kind: str, scope: str) -> None:
    world = case_builders.world(db, mission_builders.role(kind=kind))
    case = world.checked()
    others = {"central", "ministry:most", "province:01", "ministry:moh", "province:79"} - {scope}
    for number, other in enumerate(sorted(others)):
        actor = case_builders.account(db, Office.COMMITTEE, f"other{number}", scope=other).actor
        with pytest.raises(NotAllowed):
            cases.decide(db, actor, case.id, CHOSEN)
    decider = case_builders.account(db, Office.COMMITTEE, "decider", scope=scope).actor
    assert cases.decide(db, decider, case.id, CHOSEN).stage == "decided"


def test_the_management_board_decides_about_its_projects_architect(db: Database) -> None:
    world = case_builders.world(db, mission_builders.role(kind="project-chief-architect"))
    case = world.checked()
    with pytest.raises(WrongOffice):
        cases.decide(db, world.central, case.id, CHOSEN)
    assert cases.decide(db, world.host, case.id, CHOSEN).stage == "decided"


def test_of_many_decisions_at_once_one_is_made(db: Database, world: World) -> None:
    case = world.checked()

    def decide(chosen: bool) -> str:
        try:
            cases.decide(db, world.central, case.id, CHOSEN if chosen else NOT_CHOSEN)
        except Conflict as refused:
            return refused.code
        return "made"

    with ThreadPoolExecutor(6) as threads:
        results = list(threads.map(decide, [True, False] * 3))
    assert sorted(results) == ["made", *["move-skips"] * 5]
    kept = cases.get(db, world.host, case.id)
    assert len(kept.decisions) == 1
    assert len(kept.steps) == 3


def test_of_two_people_chosen_at_once_for_one_role_one_is_chosen(db: Database, world: World) -> None:
    both = [world.checked(world.person(name)).id for name in ("Lê Văn Một", "Trần Thị Hai")]

    def decide(id: str) -> str:
        try:
            cases.decide(db, world.central, id, CHOSEN)
        except Conflict as refused:
            return refused.code
        return "made"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(decide, both)) == ["made", "role-decided"]


def test_somebody_has_one_open_case_for_a_role(db: Database, world: World) -> None:
    expert = world.person()

    def nominate(_: int) -> str:
        try:
            world.nominated(expert)
        except Conflict as refused:
            return refused.code
        return "made"

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(nominate, range(4))) == ["case-open", "case-open", "case-open", "made"]


def test_who_did_not_agree_to_be_matched_is_nominated_and_chosen_like_anybody(db: Database, world: World) -> None:
    ranked, silent = world.person("Lê Văn Xếp", agree=True), world.person("Trần Thị Không Xếp")
    run = matches.run(db, Pool(), world.host, world.role_id)
    assert [candidate.expert_id for candidate in run.candidates] == [ranked.id]
    decision = world.decided(silent).decisions[0]
    assert (decision.run_id, decision.rank, decision.passed_over) == (run.id, None, 0)


def test_choosing_against_the_order_of_the_machine_needs_a_reason(db: Database, world: World) -> None:
    better = builders.expert(
        name={"as_written": "Lê Văn Trước"},
        claims=[builders.claim(), builders.claim(title={"en": "Solid cells pilot"})],
    )
    first = experts.register(db, system("tests"), better, agree=True)
    weaker = builders.expert(
        name={"as_written": "Trần Thị Sau"},
        claims=[builders.claim(title={"en": "Batteries"}, summary={"en": "A note on grid policy and batteries."})],
    )
    second = experts.register(db, system("tests"), weaker, agree=True)
    run = matches.run(db, Pool(), world.host, world.role_id)
    assert [candidate.expert_id for candidate in run.candidates] == [first.id, second.id]
    case = world.checked(second)
    with pytest.raises(Invalid, match="1 people stood before") as refused:
        cases.decide(db, world.central, case.id, CHOSEN)
    assert codes(refused.value) == ["departure-missing"]
    departure = Departure(code="availability", text="Người xếp trước chỉ nhận việc từ năm sau.")
    kept = cases.decide(db, world.central, case.id, CHOSEN.model_copy(update={"departure": departure}))
    decision = kept.decisions[0]
    assert (decision.rank, decision.passed_over, decision.departure_code) == (2, 1, "availability")


def test_a_check_keeps_who_read_what_and_what_they_found(db: Database, world: World) -> None:
    expert = world.person(agree=True)
    run = matches.run(db, Pool(), world.host, world.role_id)
    case = world.nominated(expert)
    draft = FileCheckDraft(accepted=False, reason="Thiếu đề cương.", run_id=run.id)
    case = cases.check(db, world.host, case.id, draft)
    [check] = case.checks
    assert (check.by, check.accepted, check.run_id) == (world.host.account_id, False, run.id)
    assert check.seen == experts.get(db, world.host, expert.id).digest
    assert (case.stage, case.steps[-1].reason) == ("refused", "Thiếu đề cương.")


def test_a_check_names_a_match_run_of_its_own_role(db: Database, world: World) -> None:
    case = world.nominated()
    with pytest.raises(Invalid) as refused:
        cases.check(db, world.host, case.id, FileCheckDraft(accepted=True, reason="Đủ.", run_id="none"))
    assert codes(refused.value) == ["run-of-another"]


def test_a_human_verdict_is_kept_with_who_and_why(db: Database, world: World) -> None:
    case = world.checked()
    draft = JudgementDraft(criterion_id="231-5-2-record", verdict="met", reason="Lý lịch rõ ràng.")
    case = cases.judge(db, world.central, case.id, draft)
    assert [(each.criterion_id, each.verdict, each.by) for each in case.judgements] == [
        ("231-5-2-record", "met", world.central.account_id)
    ]
    ministry = case_builders.account(db, Office.COMMITTEE, "ministry", scope="ministry:most").actor
    with pytest.raises(WrongOffice):
        cases.judge(db, ministry, case.id, draft)


def test_an_expert_puts_only_themselves_forward(db: Database, world: World) -> None:
    own, other = world.person(), world.person("Lê Văn Khác")
    me = case_builders.person_of(db, own)
    with pytest.raises(NotAllowed):
        cases.nominate(db, me, world.role_id, NominationDraft(expert_id=other.id, kind=NominatorKind.SELF))
    with pytest.raises(Invalid, match="put themselves forward"):
        cases.nominate(db, me, world.role_id, NominationDraft(expert_id=own.id, kind=NominatorKind.ORGANISATION))
    case = cases.nominate(db, me, world.role_id, NominationDraft(expert_id=own.id, kind=NominatorKind.SELF))
    assert case.stage is None
    assert case.wording.en == "The file is being considered"
    assert cases.get(db, world.host, case.id).nominator is not None


def test_a_mission_abroad_nominates_by_its_name(db: Database, world: World) -> None:
    with pytest.raises(Invalid, match="Give the name"):
        world.nominated(kind="representation")
    case = world.nominated(
        world.people[0], kind="representation", name="Đại sứ quán tại Pháp", conflict="Từng cùng làm một dự án."
    )
    assert case.nominator is not None
    assert (case.nominator.name, case.nominator.conflict) == ("Đại sứ quán tại Pháp", "Từng cùng làm một dự án.")


def test_whom_an_institute_cannot_name_it_cannot_nominate(db: Database, world: World) -> None:
    hidden = experts.register(db, system("tests"), builders.expert(audiences={"name": "committee"}))
    with pytest.raises(NotFound):
        world.nominated(hidden)
    case = cases.nominate(
        db,
        world.central,
        world.role_id,
        NominationDraft(expert_id=hidden.id, kind=NominatorKind.ORGANISATION, name="Hội Tự động hoá"),
    )
    assert case.person is None
    seen = cases.get(db, world.host, case.id).person
    assert seen is not None
    assert seen.name is None


def test_an_identified_person_goes_on_when_nominated(db: Database, world: World) -> None:
    expert = world.person()
    case = cases.identify(db, world.host, world.role_id, expert.id)
    me = case_builders.person_of(db, expert)
    with pytest.raises(NotFound):
        cases.get(db, me, case.id)
    assert cases.find(db, me).rows == ()
    nominated = world.nominated(expert)
    assert (nominated.id, nominated.stage) == (case.id, "nominated")
    assert [row.id for row in cases.find(db, me).rows] == [case.id]


@pytest.mark.parametrize("steps", range(6))
def test_the_person_withdraws_at_any_point_before_the_work_without_a_reason(
    db: Database, world: World, steps: int
) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = world.decided(expert) if steps else world.nominated(expert)
    for code in case_builders.TO_START[: max(0, steps - 1)]:
        case = cases.move(db, world.host, case.id, MoveDraft(move=code))
    withdrawn = cases.move(db, me, case.id, MoveDraft(move="withdraw"))
    assert withdrawn.stage == "withdrawn"
    with pytest.raises(Conflict):
        cases.move(db, world.host, case.id, MoveDraft(move="invite"))


def test_a_role_that_was_closed_takes_nobody_any_more(db: Database, world: World) -> None:
    case = world.checked()
    mission = missions.get(db, world.host, world.mission.id)
    missions.close(db, world.host, mission.id, if_match=mission.digest)
    with pytest.raises(Conflict) as refused:
        cases.decide(db, world.central, case.id, CHOSEN)
    assert refused.value.code == "role-not-open"
    assert "choose" not in cases.get(db, world.central, case.id).moves


def test_a_role_with_a_case_is_not_dropped_from_its_mission(db: Database, world: World) -> None:
    world.nominated()
    mission = missions.get(db, world.host, world.mission.id)
    draft = missions.draft_of(mission).model_copy(update={"roles": ()})
    after = missions.update(db, world.host, mission.id, draft, if_match=mission.digest)
    assert [(role.id, role.status) for role in after.roles] == [(world.role_id, RoleStatus.CLOSED)]


def test_a_case_is_read_by_its_institute_its_scope_and_its_person_and_by_nobody_else(
    db: Database, world: World
) -> None:
    expert = world.person()
    case = world.nominated(expert)
    scoped = {
        scope: case_builders.account(db, Office.COMMITTEE, f"c{number}", scope=scope).actor
        for number, scope in enumerate(("ministry:most", "province:01", "ministry:moh", "province:79"))
    }
    readers = [world.host, world.central, scoped["ministry:most"], scoped["province:01"], system("tests")]
    for actor in readers:
        assert cases.get(db, actor, case.id).stage == "nominated"
        assert [row.id for row in cases.find(db, actor).rows] == [case.id]
    stranger = case_builders.person_of(db, world.person("Lê Văn Lạ"), "stranger")
    others = [NOBODY, Actor("x", Office.INSTITUTE, "", institute_id="other"), stranger]
    for actor in [*others, scoped["ministry:moh"], scoped["province:79"]]:
        with pytest.raises(NotAllowed):
            cases.get(db, actor, case.id)
        with pytest.raises(NotAllowed):
            cases.move(db, actor, case.id, MoveDraft(move="withdraw"))
    assert cases.find(db, stranger).rows == ()
    assert cases.find(db, scoped["ministry:moh"]).rows == ()


def test_the_person_reads_the_stages_that_are_opened_to_them(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = world.decided(expert)
    draft = JudgementDraft(criterion_id="231-5-2-record", verdict="met", reason="Riêng tư.")
    with pytest.raises(Conflict):
        cases.judge(db, world.host, case.id, draft)
    neutral = cases.get(db, me, case.id)
    assert (neutral.stage, neutral.steps, neutral.decisions, neutral.checks) == (None, (), (), ())
    cases.move(db, world.host, case.id, MoveDraft(move="invite"))
    full = cases.get(db, me, case.id)
    assert full.stage == "invited"
    assert [(each.reason, each.by, each.departure_code) for each in full.decisions] == [("Phù hợp nhất.", None, None)]
    assert {step.by for step in full.steps} == {None}
    assert {step.reason for step in full.steps} == {None}
    assert full.checks == ()
    assert full.moves == ("accept", "withdraw")


def test_what_is_due_is_listed_the_latest_first_with_who_holds_it(db: Database, world: World) -> None:
    late = world.nominated(world.person("Lê Văn Trễ"), on=(today() - timedelta(days=40)).isoformat())
    fresh = world.nominated(world.person("Trần Thị Mới"))
    board = cases.due(db, world.host)
    found = board.rows
    assert (board.count, board.late, board.next_cursor) == (2, 1, None)
    assert [(each.id, each.holding.overdue_days) for each in found] == [(late.id, 25), (fresh.id, 0)]
    assert {(each.holding.holder, each.holding.target_verified) for each in found} == {("institute", False)}
    assert [each.id for each in cases.due(db, world.central, overdue_only=True).rows] == [late.id]


def test_a_short_page_of_what_is_due_counts_all_and_leads_on(db: Database, world: World) -> None:
    made = [world.nominated(on=(today() - timedelta(days=days)).isoformat()).id for days in (9, 40, 3)]
    first = cases.due(db, world.host, limit=2)
    assert ([each.id for each in first.rows], first.count, first.late) == ([made[1], made[0]], 3, 1)
    rest = cases.due(db, world.host, limit=2, cursor=first.next_cursor)
    assert ([each.id for each in rest.rows], rest.count, rest.next_cursor) == ([made[2]], 3, None)
    newest = cases.due(db, world.host, order=Order("since", falling=True), limit=1)
    assert ([each.id for each in newest.rows], newest.count) == ([made[2]], 3)
    assert cases.due(db, world.host, stage="invited").count == 0
    assert cases.due(db, world.host, holder="council").count == 0


def test_the_person_is_told_what_is_due_at_the_stages_opened_to_them(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = world.decided(expert)
    assert cases.due(db, me).rows == ()
    cases.move(db, world.host, case.id, MoveDraft(move="invite"))
    [mine] = cases.due(db, me).rows
    assert (mine.id, mine.holding.holder) == (case.id, "expert")
    assert mine.holding == cases.get(db, me, case.id).holding
    assert cases.due(db, case_builders.person_of(db, world.person(), "other")).rows == ()


def test_parallel_cases_are_shown_to_those_who_may_see_them(db: Database, world: World) -> None:
    expert = world.person()
    here = world.nominated(expert)
    elsewhere = case_builders.World(db, world.mission, world.host, world.central)
    institute_id = elsewhere.mission.institute_id
    second = missions.open(db, system("tests"), mission_builders.mission(institute_id, title={"en": "Second"}))
    there = cases.nominate(
        db, world.host, second.roles[0].id, NominationDraft(expert_id=expert.id, kind=NominatorKind.INSTITUTE)
    )
    assert [row.id for row in cases.parallel(db, world.host, here.id)] == [there.id]
    assert [row.id for row in cases.parallel(db, world.central, there.id)] == [here.id]


def test_a_promise_is_kept_on_a_list_with_owner_and_day(db: Database, world: World) -> None:
    case = world.checked()
    with pytest.raises(Conflict):
        cases.promise(db, world.host, case.id, case_builders.promised())
    case = cases.decide(db, world.central, case.id, CHOSEN)
    case = cases.promise(db, world.host, case.id, case_builders.promised())
    [promise] = case.promises
    assert (promise.owner, promise.due, promise.done_on) == ("Ban Quản lý dự án", "2027-06-30", None)
    case = cases.set_done(db, world.host, case.id, promise.id, done=True)
    assert case.promises[0].done_on == today().isoformat()
    assert cases.set_done(db, world.host, case.id, promise.id, done=False).promises[0].done_on is None
    with pytest.raises(NotFound):
        cases.set_done(db, world.host, case.id, "none", done=True)


def test_a_year_is_assessed_once_and_its_bonus_stays_below_the_ceiling(db: Database) -> None:
    world = case_builders.world(db, mission_builders.role(kind="system-chief-engineer"))
    case = world.started()

    def assessed(**changes: object) -> Case:
        given = {"year": 2026, "grade": "done", "reason": "Đạt.", "bonus_months": 3} | changes
        return cases.assess(db, world.host, case.id, AssessmentDraft.model_validate(given))

    with pytest.raises(Invalid) as refused:
        assessed(bonus_months=3.5)
    assert codes(refused.value) == ["bonus-above-ceiling"]
    assert assessed().assessments[0].ceiling == 3
    with pytest.raises(Conflict, match="2026 was assessed"):
        assessed()


def test_a_move_with_a_form_of_its_own_is_not_made_as_a_plain_one(db: Database, world: World) -> None:
    case = world.nominated()
    with pytest.raises(Conflict) as refused:
        cases.move(db, world.host, case.id, MoveDraft(move="accept_file"))
    assert refused.value.code == "move-has-form"


def test_the_chain_names_no_account_of_the_person(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = cases.nominate(db, me, world.role_id, NominationDraft(expert_id=expert.id, kind=NominatorKind.SELF))
    cases.move(db, me, case.id, MoveDraft(move="withdraw"))
    events = [each for each in audit.events(db, system("tests"), limit=1000) if each["subject_id"] == case.id]
    assert {each["actor"] for each in events} == {"expert:person"}
    assert not [each for each in events if expert.id in each["detail"] or me.account_id in each["detail"]]


def test_a_case_follows_a_merged_record_and_comes_back_when_they_part(
    db: Database, world: World, administrator: Actor
) -> None:
    survivor, other = world.person("Lê Văn Một"), world.person("Lê Văn Một")
    case = world.nominated(other)
    merging.merge(db, administrator, survivor.id, other.id, reason="Cùng một người.")
    assert cases.get(db, world.host, case.id).expert_id == survivor.id
    merging.unmerge(db, administrator, other.id, reason="Hai người trùng tên.")
    assert cases.get(db, world.host, case.id).expert_id == other.id


def test_the_person_accepts_the_invitation_and_the_institute_signs(db: Database, world: World) -> None:
    expert = world.person()
    me = case_builders.person_of(db, expert)
    case = world.decided(expert)
    with pytest.raises(WrongOffice):
        cases.move(db, me, case.id, MoveDraft(move="invite"))
    cases.move(db, world.host, case.id, MoveDraft(move="invite"))
    assert set(cases.get(db, me, case.id).moves) == {"accept", "withdraw"}
    assert cases.move(db, me, case.id, MoveDraft(move="accept")).stage == "accepted"
    assert cases.move(db, world.host, case.id, MoveDraft(move="sign")).stage == "contracted"
    names = cases.signers(db, cases.get(db, world.host, case.id))
    assert set(names) == {world.host.account_id, world.central.account_id}
    assert cases.signers(db, cases.get(db, me, case.id)) == {}


def test_a_list_is_narrowed_to_a_scope_and_never_beyond_the_own(db: Database, world: World) -> None:
    case = world.nominated()
    ministry = case_builders.account(db, Office.COMMITTEE, "ministry", scope="ministry:most").actor

    def seen(actor: Actor, scope: str | None) -> list[str]:
        found = [each.id for each in cases.find(db, actor, scope=scope).rows]
        assert [each.id for each in cases.due(db, actor, scope=scope).rows] == found
        return found

    for actor in (world.central, ministry):
        for scope in (None, "ministry:most", "province:01"):
            assert seen(actor, scope) == [case.id]
        for scope in ("ministry:moh", "province:79"):
            assert seen(actor, scope) == []
    with pytest.raises(Invalid):
        cases.find(db, world.central, scope="ministry:none")
