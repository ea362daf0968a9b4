"""Missions: what is kept and refused, what becomes of roles, who may do what, what many writers do at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

import pytest

from graph.database import Database
from registry import audit, experts, institutes, lists, matches, mission_checks, missions
from registry.access import NOBODY, Actor
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, RegistryError, RequestReused, Stale
from registry.models.missions import Mission, MissionStatus, RoleStatus
from registry.models.values import today
from registry.pool import Pool
from registry.requests import RequestKey
from tests.builders import OPEN, expert, of_institute, speaking_for
from tests.mission_builders import institute, mission, role


def of_new_institute(db: Database, administrator: Actor) -> tuple[Actor, str]:
    made = institutes.register(db, administrator, institute())
    return of_institute(made.id), made.id


def refused(attempt: Callable[[], object]) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        attempt()
    assert all(error.vi and error.en and error.vi != error.en for error in refusal.value.errors)
    return {(error.pointer, error.code) for error in refusal.value.errors}


def at_once(attempts: list[Callable[[], object]]) -> list[object]:
    """What each attempt gives or is refused with, all of them started together."""

    def outcome(attempt: Callable[[], object]) -> object:
        try:
            return attempt()
        except RegistryError as error:
            return error

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(outcome, attempts))


def test_an_opened_mission_is_read_back_whole(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    draft = mission(id, technologies=["S26-P18", "S26-G01"], roles=[role(), role(kind="system-chief-engineer")])
    made = missions.open(db, actor, draft)
    assert missions.get(db, NOBODY, made.id) == made
    assert [each.kind for each in made.roles] == ["project-chief-engineer", "system-chief-engineer"]
    assert made.technologies == ("S26-G01", "S26-P18")
    assert made.institute_name is not None
    assert missions.role(db, NOBODY, made.roles[1].id) == made.roles[1]


def test_a_mission_is_opened_and_changed_by_its_own_institute_alone(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    stranger, _ = of_new_institute(db, administrator)
    person = experts.register(db, NOBODY, expert())
    made = missions.open(db, actor, mission(id))
    for other in (stranger, NOBODY, speaking_for(person.id)):
        for attempt in (
            partial(missions.open, db, other, mission(id)),
            partial(missions.update, db, other, made.id, mission(id), if_match=made.digest),
            partial(missions.close, db, other, made.id, if_match=made.digest),
            partial(missions.fill, db, other, made.roles[0].id, person.id),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert missions.get(db, NOBODY, made.id) == made


def test_every_unknown_code_is_named_at_once_in_both_languages(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    draft = mission(id, technologies=["S26-P18", "X"], fields=["0"], agency="mofun", roles=[role(kind="king")])
    assert refused(lambda: missions.open(db, actor, draft)) == {
        ("/technologies/1", "unknown-code"),
        ("/fields/0", "unknown-code"),
        ("/agency", "unknown-code"),
        ("/roles/0/kind", "unknown-code"),
    }


def test_a_technology_of_a_list_no_longer_in_force_is_refused_with_its_successors(
    db: Database, administrator: Actor
) -> None:
    actor, id = of_new_institute(db, administrator)
    old = next(each for each in lists.technologies() if not lists.in_force(each, today()))
    with pytest.raises(Invalid) as refusal:
        missions.open(db, actor, mission(id, technologies=[old.code]))
    [error] = refusal.value.errors
    assert (error.pointer, error.code) == ("/technologies/0", "code-no-longer-in-force")
    assert "1131/QĐ-TTg" in error.vi
    assert "30/06/2026" in error.vi
    assert "30 June 2026" in error.en
    successors = {crossing.to_code for crossing in lists.crosswalk(old.code)}
    assert successors
    assert all(code in error.vi and code in error.en for code in successors)


def test_lists_are_those_of_the_day() -> None:
    draft = mission("i", technologies=["S25-G01", "S26-G01"], deadline="2030")
    assert [error.code for error in mission_checks.wrong(draft, on=date(2026, 6, 30))] == ["code-not-yet-in-force"]
    assert [error.code for error in mission_checks.wrong(draft, on=date(2026, 7, 1))] == ["code-no-longer-in-force"]
    head = mission("i", technologies=[], roles=[role(kind="institute-head")])
    assert [error.code for error in mission_checks.wrong(head, on=date(2025, 10, 13))] == ["code-not-yet-in-force"]
    assert mission_checks.wrong(head, on=date(2025, 10, 14)) == []


def test_what_a_mission_says_already_may_stay_when_its_list_has_ended(db: Database, administrator: Actor) -> None:
    _, id = of_new_institute(db, administrator)
    made = missions.open(db, administrator, mission(id))
    kept = made.model_copy(update={"technologies": ("S25-G01",), "deadline": "2026-01"})
    draft = mission(id, technologies=["S25-G01"], deadline="2026-01")
    assert mission_checks.wrong(draft, kept=kept, on=date(2026, 11, 1)) == []
    assert [error.code for error in mission_checks.wrong(draft, on=date(2026, 11, 1))] == [
        "code-no-longer-in-force",
        "deadline-passed",
    ]


def test_a_deadline_may_be_today_or_this_month_or_this_year_and_not_earlier(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    day = today()
    for deadline in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        missions.open(db, actor, mission(id, deadline=deadline))
    yesterday = (day - timedelta(days=1)).isoformat()
    for deadline in (yesterday, str(day.year - 1)):
        draft = mission(id, deadline=deadline)
        assert refused(partial(missions.open, db, actor, draft)) == {("/deadline", "deadline-passed")}


def test_a_mission_needs_an_institute_that_is_there_and_active(db: Database, administrator: Actor) -> None:
    made = institutes.register(db, administrator, institute())
    institutes.close(db, administrator, made.id, if_match=made.digest)
    for id in (made.id, "nowhere"):
        draft = mission(id)
        assert refused(partial(missions.open, db, administrator, draft)) == {("/institute_id", "institute-unknown")}


def test_a_request_that_comes_twice_opens_one_mission(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    key = RequestKey("a-8:k", "d1")
    answers = at_once([lambda: missions.open(db, actor, mission(id), request=key) for _ in range(4)])
    assert len({answer.id for answer in answers if isinstance(answer, Mission)}) == 1
    assert all(isinstance(answer, Mission) for answer in answers)
    assert missions.find(db, NOBODY).count == 1
    with pytest.raises(RequestReused):
        missions.open(db, actor, mission(id), request=RequestKey("a-8:k", "d2"))


def test_a_correction_replaces_what_a_mission_says_and_keeps_its_roles(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id, roles=[role(), role()]))
    first, second = missions.draft_of(made).roles
    renamed = second.model_copy(update={"title": role(title={"vi": "Phó"}).title})
    draft = mission(id, technologies=["S26-G02"], fields=[], criteria=[], budget=None, roles=[renamed, first, role()])
    after = missions.update(db, actor, made.id, draft, if_match=made.digest)
    assert missions.get(db, actor, made.id) == after
    assert [each.id for each in after.roles][:2] == [second.id, first.id]
    assert after.roles[0].title.vi == "Phó"
    assert (after.technologies, after.fields, after.criteria, after.budget) == (("S26-G02",), (), (), None)
    assert after.digest != made.digest


def test_an_unchanged_draft_leaves_the_version_as_it_is(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id))
    after = missions.update(db, actor, made.id, missions.draft_of(made), if_match=made.digest)
    assert after.digest == made.digest


def test_a_role_that_an_edit_omits_goes_and_one_with_suggestions_is_closed(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id, roles=[role(), role(), role()]))
    asked, filled, untouched = made.roles
    person = experts.register(db, NOBODY, expert(), agree=True)
    run = matches.run(db, Pool(), actor, asked.id)
    missions.fill(db, actor, filled.id, person.id)
    before = missions.get(db, actor, made.id)
    after = missions.update(db, actor, made.id, mission(id, roles=[]), if_match=before.digest)
    assert [(each.id, each.status) for each in after.roles] == [
        (asked.id, RoleStatus.CLOSED),
        (filled.id, RoleStatus.CLOSED),
    ]
    assert missions.get(db, actor, made.id) == after
    assert matches.get(db, actor, run.id)[0].role_id == asked.id
    with pytest.raises(NotFound):
        missions.role(db, actor, untouched.id)


def test_a_closed_role_opens_again_and_a_filled_one_stays_filled(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id, roles=[role(), role()]))
    person = experts.register(db, NOBODY, expert())
    missions.fill(db, actor, made.roles[1].id, person.id)
    closing = [role(id=made.roles[0].id, status="closed"), role(id=made.roles[1].id)]
    digest = missions.get(db, actor, made.id).digest
    closed = missions.update(db, actor, made.id, mission(id, roles=closing), if_match=digest)
    assert [each.status for each in closed.roles] == [RoleStatus.CLOSED, RoleStatus.FILLED]
    opening = [role(id=each.id) for each in made.roles]
    opened = missions.update(db, actor, made.id, mission(id, roles=opening), if_match=closed.digest)
    assert [each.status for each in opened.roles] == [RoleStatus.OPEN, RoleStatus.FILLED]
    assert missions.get(db, actor, made.id) == opened


def test_an_edit_sets_no_state_that_has_its_own_operation(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    _, other = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id))
    roles = [role(id=made.roles[0].id, status="filled"), role(filled_by="e"), role(status="closed"), role(id="none")]
    draft = mission(other, status="closed", roles=roles)
    assert refused(lambda: missions.update(db, actor, made.id, draft, if_match=made.digest)) == {
        ("/status", "status-by-closing"),
        ("/institute_id", "institute-fixed"),
        ("/roles/0/status", "role-by-filling"),
        ("/roles/1/status", "role-by-filling"),
        ("/roles/2/status", "role-new-closed"),
        ("/roles/3/id", "role-unknown"),
    }


def test_a_role_of_another_mission_cannot_be_taken_over(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    stranger, other = of_new_institute(db, administrator)
    theirs = missions.open(db, stranger, mission(other))
    mine = missions.open(db, actor, mission(id))
    draft = mission(id, roles=[role(id=theirs.roles[0].id)])
    assert refused(lambda: missions.update(db, actor, mine.id, draft, if_match=mine.digest)) == {
        ("/roles/0/id", "role-unknown")
    }
    assert refused(lambda: missions.open(db, actor, draft)) == {("/roles/0/id", "role-unknown")}
    assert missions.get(db, NOBODY, theirs.id) == theirs


def test_a_closed_mission_changes_no_more(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id))
    closed = missions.close(db, actor, made.id, if_match=made.digest)
    assert missions.get(db, actor, made.id) == closed
    assert (closed.status, closed.roles[0].status) == (MissionStatus.CLOSED, RoleStatus.CLOSED)
    person = experts.register(db, NOBODY, expert())
    for attempt in (
        lambda: missions.update(db, actor, made.id, mission(id), if_match=closed.digest),
        lambda: missions.close(db, actor, made.id, if_match=closed.digest),
        lambda: missions.fill(db, actor, made.roles[0].id, person.id),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "mission-closed"


def test_a_filled_role_names_its_expert_to_those_concerned_only(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    actor, id = of_new_institute(db, administrator)
    stranger, _ = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id))
    person = experts.register(db, NOBODY, expert())
    filled = missions.fill(db, actor, made.roles[0].id, person.id)
    assert (filled.status, filled.filled_by) == (RoleStatus.FILLED, person.id)
    for reader in (actor, committee, administrator, speaking_for(person.id)):
        assert missions.role(db, reader, filled.id) == filled
        assert missions.get(db, reader, made.id).roles == (filled,)
    for reader in (NOBODY, stranger, speaking_for("e-2")):
        assert missions.role(db, reader, filled.id).filled_by is None
        assert missions.find(db, reader).rows[0].roles[0].filled_by is None
    assert missions.get(db, NOBODY, made.id).digest != made.digest


def test_only_an_active_expert_fills_an_open_role(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id, roles=[role(), role()]))
    first, second = made.roles
    person = experts.register(db, NOBODY, expert())
    closed = experts.register(db, NOBODY, expert())
    experts.close(db, speaking_for(closed.id), closed.id, if_match=closed.digest)
    with pytest.raises(NotFound):
        missions.fill(db, actor, "none", person.id)
    with pytest.raises(NotFound):
        missions.fill(db, actor, first.id, "none")
    with pytest.raises(NotFound):
        missions.fill(db, actor, first.id, closed.id)
    with pytest.raises(Conflict) as refusal:
        missions.fill(db, administrator, first.id, closed.id)
    assert refusal.value.code == "expert-closed"
    missions.fill(db, actor, first.id, person.id)
    with pytest.raises(Conflict) as refusal:
        missions.fill(db, actor, first.id, person.id)
    assert refusal.value.code == "role-not-open"
    assert missions.role(db, actor, second.id).status is RoleStatus.OPEN


def test_an_institute_fills_a_role_only_with_somebody_whose_name_it_may_read(
    db: Database, administrator: Actor
) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id, roles=[role(), role()]))
    hidden = [experts.register(db, NOBODY, expert(audiences=OPEN | {"name": name})) for name in ("self", "committee")]
    hidden.append(experts.register(db, NOBODY, expert(audiences={})))
    closed = experts.register(db, NOBODY, expert())
    experts.close(db, speaking_for(closed.id), closed.id, if_match=closed.digest)
    for id in (hidden[0].id, hidden[1].id, hidden[2].id, closed.id, "none"):
        with pytest.raises(NotFound) as refusal:
            missions.fill(db, actor, made.roles[0].id, id)
        assert id in refusal.value.vi
    assert missions.get(db, actor, made.id) == made
    assert missions.fill(db, administrator, made.roles[0].id, hidden[2].id).filled_by == hidden[2].id
    public = experts.register(db, NOBODY, expert(audiences={"name": "public"}))
    assert missions.fill(db, actor, made.roles[1].id, public.id).filled_by == public.id


def test_of_eight_writers_with_one_version_exactly_one_wins(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id))
    drafts = [mission(id, title={"vi": f"Bản {number}"}, roles=[role()] * number) for number in range(8)]
    answers = at_once([partial(missions.update, db, actor, made.id, draft, if_match=made.digest) for draft in drafts])
    won = [answer for answer in answers if isinstance(answer, Mission)]
    assert len(won) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == 7
    assert missions.get(db, actor, made.id) == won[0]


def test_eight_writers_who_read_again_lose_no_update(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id, criteria=[]))

    def add(number: int) -> None:
        while True:
            read = missions.get(db, actor, made.id)
            draft = missions.draft_of(read)
            added = mission(id, criteria=[{"text": {"vi": f"Tiêu chí {number}"}}]).criteria
            try:
                changed = draft.model_copy(update={"criteria": (*draft.criteria, *added)})
                missions.update(db, actor, made.id, changed, if_match=read.digest)
            except Stale:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    kept = missions.get(db, actor, made.id)
    assert {criterion.text.vi for criterion in kept.criteria} == {f"Tiêu chí {number}" for number in range(8)}
    assert audit.verify(db, administrator).broken is None


def test_eight_roles_filled_at_once_are_all_filled(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id, roles=[role()] * 8))
    people = [experts.register(db, NOBODY, expert()) for _ in range(8)]
    pairs = list(zip(made.roles, people, strict=True))
    answers = at_once([partial(missions.fill, db, actor, r.id, p.id) for r, p in pairs])
    assert [answer for answer in answers if isinstance(answer, RegistryError)] == []
    kept = missions.get(db, actor, made.id)
    assert [each.filled_by for each in kept.roles] == [person.id for person in people]
    events = audit.events(db, administrator, limit=1000)
    chain = [(event["before"], event["after"]) for event in events if event["tag"] == "mission.updated"]
    assert chain[-1][1] == kept.digest
    assert all(earlier[1] == later[0] for earlier, later in pairwise(chain))


def test_one_role_is_given_to_one_of_eight(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    made = missions.open(db, actor, mission(id))
    people = [experts.register(db, NOBODY, expert()) for _ in range(8)]
    answers = at_once([partial(missions.fill, db, actor, made.roles[0].id, p.id) for p in people])
    assert sum(not isinstance(answer, RegistryError) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, RegistryError)} == {"role-not-open"}


def test_missions_are_found_by_title_institute_system_technology_and_status(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    _, other = of_new_institute(db, administrator)
    late = missions.open(db, actor, mission(id, deadline="2031"))
    soon = missions.open(
        db,
        administrator,
        mission(other, title={"vi": "Rô-bốt hình người"}, system=2, technologies=[], deadline="2029-05"),
    )
    closed = missions.close(db, actor, late.id, if_match=late.digest)
    assert missions.find(db, NOBODY).rows == (soon, closed)
    assert missions.find(db, NOBODY, "ro bot").rows == (soon,)
    assert missions.find(db, NOBODY, "solid batt").rows == (closed,)
    assert missions.find(db, NOBODY, institute=other).rows == (soon,)
    assert missions.find(db, NOBODY, system=1).rows == (closed,)
    assert missions.find(db, NOBODY, technology="S26-P18").rows == (closed,)
    assert missions.find(db, NOBODY, status=MissionStatus.OPEN).rows == (soon,)
    assert missions.find(db, NOBODY, "không có").rows == ()
    assert refused(lambda: missions.find(db, NOBODY, technology="X")) == {("/technology", "unknown-code")}


def test_pages_hold_every_mission_once_the_nearest_deadline_first(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    for deadline in ("2031", "2029-12", "2030", "2030-06-01", "2030", "2029"):
        missions.open(db, actor, mission(id, deadline=deadline, roles=[]))
    seen: list[Mission] = []
    cursor = None
    while True:
        page = missions.find(db, NOBODY, limit=2, cursor=cursor)
        seen += page.rows
        assert page.count == 6
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [each.deadline for each in seen] == ["2029", "2029-12", "2030", "2030", "2030-06-01", "2031"]
    assert len({each.id for each in seen}) == 6


def test_every_write_leaves_its_events(db: Database, administrator: Actor) -> None:
    actor, id = of_new_institute(db, administrator)
    person = experts.register(db, NOBODY, expert())
    before = audit.head(db)
    made = missions.open(db, actor, mission(id))
    missions.fill(db, actor, made.roles[0].id, person.id)
    filled = missions.get(db, actor, made.id)
    missions.close(db, actor, made.id, if_match=filled.digest)
    events = audit.events(db, administrator, after=before)
    assert [(event["tag"], event["subject_id"]) for event in events] == [
        ("mission.opened", made.id),
        ("role.filled", made.roles[0].id),
        ("mission.updated", made.id),
        ("mission.closed", made.id),
    ]
    assert audit.verify(db, administrator).broken is None
