"""Rules in the product: editions that stay, drafts that two people make, and everything contradictory refused."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from graph.database import Database
from registry import audit, eligible, experts, institutes, missions, rule_drafts, rule_impact, rules
from registry.access import Actor, Office
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, RegistryError, Stale
from registry.models.eligibility import Verdict
from registry.models.rule_drafts import DraftStatus, RuleChanges, WeighingStatus
from registry.models.rules import RulesEdition
from registry.models.values import today
from registry.rule_weighings import Weighings
from tests import builders, mission_builders

FIRST = Actor("a-1", Office.ADMINISTRATOR, "Quản trị")
SECOND = Actor("a-11", Office.ADMINISTRATOR, "Quản trị thứ hai")
REASON = {"vi": "Đối chiếu với Công báo.", "en": "Compared with the gazette."}
TOMORROW = today() + timedelta(days=1)


def years(at_least: int, **changes: object) -> dict[str, object]:
    """A version of the years of the project chief engineer, from tomorrow, with its case."""
    begin = date(2030 - at_least, 1, 1)
    return {
        "id": "231-pce-years",
        "instrument": "231/2025",
        "part": "specific",
        "role_kinds": ["project-chief-engineer"],
        "text": {"vi": f"Đủ {at_least} năm.", "en": f"{at_least} years."},
        "checks": [{"predicate": "continuous_years", "at_least": at_least}],
        "valid_from": TOMORROW.isoformat(),
        "source": "a test",
        "wording": "reported",
        "cases": [
            {
                "says": {"vi": "Đủ năm", "en": "Enough"},
                "on": "2030-01-01",
                "claims": [{"id": "a", "kind": "position", "start": begin.isoformat()}],
                "expected": "met",
            }
        ],
    } | changes


ENDING = {"id": "231-pce-years", "valid_from": "2025-08-26", "valid_to": today().isoformat()}


def changes(**given: object) -> RuleChanges:
    """Five years instead of ten, from tomorrow."""
    return RuleChanges.model_validate({"reason": REASON, "put": [years(5)], "end": [ENDING]} | given)


def codes(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {error.code for error in refused.value.errors}


def released(db: Database, made: RuleChanges | None = None) -> RulesEdition:
    draft = rule_drafts.open(db, FIRST, made or changes())
    return rule_drafts.release(db, SECOND, draft.id, if_match=draft.digest)


def events(db: Database, tag: audit.Tag) -> list[Mapping[str, object]]:
    return [event for event in audit.events(db, FIRST, limit=1000) if event["tag"] == tag.value]


def test_the_first_edition_is_what_the_project_carries(db: Database) -> None:
    now = rules.current(db)
    assert (now.id, now.edition) == ("edition-1", 1)
    assert now.digest == rules.digest_of(now)
    rules.seed(db, FIRST)
    assert [each.edition for each in rules.editions(db, FIRST)] == [1]


def test_a_released_draft_is_the_next_edition_and_the_last_one_stays(db: Database) -> None:
    before = rules.current(db)
    made = released(db)
    after = rules.current(db)
    assert (made.edition, after.id, after.digest) == (2, made.id, made.digest)
    assert (made.drafted_by, made.released_by) == ((FIRST.signature,), SECOND.signature)
    assert [each.valid_from for each in rules.criterion(after, "231-pce-years")] == [TOMORROW, date(2025, 8, 26)]
    assert rules.edition(db, FIRST, "edition-1") == before
    [event] = events(db, audit.Tag.RULES_RELEASED)
    assert (event["before"], event["after"]) == (before.digest, made.digest)
    assert audit.verify(db, FIRST).broken is None


def test_nobody_releases_what_they_wrote_in(db: Database) -> None:
    draft = rule_drafts.open(db, FIRST, changes())
    again = rule_drafts.change(db, SECOND, draft.id, changes(put=[years(6)]), if_match=draft.digest)
    for author in (FIRST, SECOND):
        with pytest.raises(Conflict) as refused:
            rule_drafts.release(db, author, draft.id, if_match=again.digest)
        assert refused.value.code == "rule-release-own"
    assert rules.current(db).edition == 1


@pytest.mark.parametrize("office", [Office.EXPERT, Office.INSTITUTE, Office.COMMITTEE, Office.PUBLIC])
def test_only_administrators_draft_and_release(db: Database, office: Office) -> None:
    draft = rule_drafts.open(db, FIRST, changes())
    other = Actor("a-3", office, "", expert_id="x", institute_id="x")
    with pytest.raises(NotAllowed):
        rule_drafts.open(db, other, changes())
    with pytest.raises(NotAllowed):
        rule_drafts.get(db, other, draft.id)
    with pytest.raises(NotAllowed):
        rule_drafts.release(db, other, draft.id, if_match=draft.digest)
    with pytest.raises(NotAllowed):
        rule_impact.impact(db, other, draft.id)
    assert rules.editions(db, other)


def test_a_draft_of_an_older_edition_is_made_again_before_it_is_released(db: Database) -> None:
    old = rule_drafts.open(db, FIRST, changes(put=[years(7)]))
    released(db, changes(put=[], end=[{**ENDING, "id": "231-sce-years"}]))
    with pytest.raises(Conflict) as refused:
        rule_drafts.release(db, SECOND, old.id, if_match=old.digest)
    assert refused.value.code == "rule-draft-outdated"
    again = rule_drafts.change(db, FIRST, old.id, old.changes, if_match=old.digest)
    assert rule_drafts.release(db, SECOND, old.id, if_match=again.digest).edition == 3


def test_of_two_who_release_at_once_one_is_told(db: Database) -> None:
    one = rule_drafts.open(db, FIRST, changes())
    other = rule_drafts.open(db, FIRST, changes(put=[years(6)]))

    def release(id: str, digest: str) -> str:
        try:
            return rule_drafts.release(db, SECOND, id, if_match=digest).id
        except RegistryError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        ended = sorted(pool.map(release, (one.id, other.id), (one.digest, other.digest)))
    assert ended == ["edition-2", "rule-draft-outdated"]
    assert [each.edition for each in rules.editions(db, FIRST)] == [2, 1]
    assert len(events(db, audit.Tag.RULES_RELEASED)) == 1


def test_a_draft_ends_once(db: Database) -> None:
    draft = rule_drafts.open(db, FIRST, changes())
    with pytest.raises(Stale):
        rule_drafts.withdraw(db, FIRST, draft.id, if_match="another version")
    gone = rule_drafts.withdraw(db, FIRST, draft.id, if_match=draft.digest)
    assert gone.status is DraftStatus.WITHDRAWN
    with pytest.raises(Conflict):
        rule_drafts.release(db, SECOND, draft.id, if_match=gone.digest)
    assert [each.status for each in rule_drafts.find(db, FIRST)] == [DraftStatus.WITHDRAWN]
    with pytest.raises(NotFound):
        rule_drafts.get(db, FIRST, "no-such-draft")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"put": [], "end": []}, "rule-no-change"),
        ({"put": [years(5), years(6)]}, "rule-contradiction"),
        ({"put": [years(5, valid_from="2025-08-26")]}, "rule-contradiction"),
        ({"end": []}, "rules-overlap"),
        ({"end": [{**ENDING, "valid_from": "2024-01-01"}]}, "rule-unknown"),
        ({"put": [], "end": [{**ENDING, "valid_to": "2025-08-25"}]}, "rule-dates"),
        ({"put": [], "end": [], "drop": [{"id": "231-pce-years", "valid_from": "2025-08-26"}]}, "rule-in-force"),
        ({"put": [years(5, instrument="999/2025")]}, "instrument-unknown"),
        ({"put": [years(5, valid_from="2025-01-01", valid_to="2025-08-25")], "end": []}, "rule-outside-instrument"),
        ({"put": [years(5, role_kinds=["institute-head"])]}, "rule-other-regime"),
        ({"put": [years(5, role_kinds=["king"])]}, "unknown-code"),
        ({"put": [years(5, id="new-rule", group="any:231-sce-record")], "end": []}, "rule-group"),
        ({"put": [years(5, cases=[])]}, "rule-case-missing"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_whole(db: Database, given: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rule_drafts.open(db, FIRST, changes(**given))
    assert code in codes(refused)
    assert all(error.vi and error.en for error in refused.value.errors)
    assert rule_drafts.find(db, FIRST) == []
    assert events(db, audit.Tag.RULE_DRAFT_OPENED) == []


def test_a_rule_that_fails_its_own_case_is_refused(db: Database) -> None:
    cases = [{"says": {"vi": "Chưa có gì", "en": "Nothing"}, "on": "2030-01-01", "expected": "met"}]
    with pytest.raises(Invalid) as refused:
        rule_drafts.open(db, FIRST, changes(put=[years(5, cases=cases)]))
    assert codes(refused) == {"rule-case-fails"}
    assert "not_evidenced, not met" in refused.value.errors[0].en


def test_two_regimes_for_one_kind_are_refused(db: Database) -> None:
    decree = rules.current(db).instruments[1].model_copy(update={"role_kinds": ("system-chief-engineer",)})
    with pytest.raises(Invalid) as refused:
        rule_drafts.open(db, FIRST, changes(put=[], end=[], instruments=[decree]))
    assert codes(refused) == {"regimes-overlap"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"checks": [{"predicate": "astrology", "at_least": 1}]},
        {"checks": []},
        {"valid_to": "2020-01-01"},
        {"wording": "unverified"},
        {"part": "exception"},
        {"text": {"vi": "Chỉ một ngôn ngữ"}},
    ],
)
def test_what_no_rule_can_be_is_no_draft(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        changes(put=[years(5, **wrong)])


# Whom it would affect


def test_a_draft_says_whom_it_would_affect_before_and_after(db: Database) -> None:
    seven = (today() - timedelta(days=7 * 366)).isoformat()
    position = {"kind": "position", "organisation": "Viện", "start": seven, "end": None}
    hers = experts.register(db, FIRST, builders.expert(claims=[builders.claim(**position)]))
    experts.register(db, FIRST, builders.expert(name={"as_written": "Lê Văn Không"}, email=None))
    draft = rule_drafts.open(db, FIRST, changes())
    found = rule_impact.impact(db, FIRST, draft.id)
    assert (found.on, found.people, found.more) == (TOMORROW, 2, 0)
    [kind] = found.kinds
    assert (kind.role_kind, kind.affected, kind.outcomes_changed) == ("project-chief-engineer", 1, 1)
    assert sum(kind.before.values()) == sum(kind.after.values()) == 2
    [one] = found.affected
    assert (one.expert_id, one.criteria) == (hers.id, ("231-pce-years",))
    assert (one.before, one.after) == (Verdict.NOT_MET, Verdict.NOT_EVIDENCED)
    assert rule_impact.impact(db, FIRST, draft.id, on=today()).affected == ()


def test_a_draft_is_weighed_once_for_a_day_and_the_answer_kept(db: Database) -> None:
    seven = (today() - timedelta(days=7 * 366)).isoformat()
    position = {"kind": "position", "organisation": "Viện", "start": seven, "end": None}
    hers = experts.register(db, FIRST, builders.expert(claims=[builders.claim(**position)]))
    draft = rule_drafts.open(db, FIRST, changes())
    assert Weighings().latest(db, FIRST, draft.id) is None
    done = Weighings().begin(db, FIRST, draft.id, wait_s=60)
    assert (done.status, done.on, done.people) == (WeighingStatus.DONE, TOMORROW, 1)
    assert done.impact == rule_impact.impact(db, FIRST, draft.id)
    assert done == Weighings().latest(db, SECOND, draft.id)
    assert Weighings().latest(db, FIRST, draft.id, on=today()) is None
    rule_drafts.change(db, FIRST, draft.id, changes(put=[years(7)]), if_match=draft.digest)
    assert Weighings().latest(db, FIRST, draft.id) is None
    again = Weighings().begin(db, FIRST, draft.id, wait_s=60)
    assert again.id != done.id
    experts.close(db, builders.speaking_for(hers.id), hers.id, if_match=hers.digest)
    assert (kept := Weighings().latest(db, FIRST, draft.id))
    assert (kept.impact and kept.impact.affected) == ()


def test_a_weighing_under_way_is_not_begun_twice_and_can_be_stopped(db: Database) -> None:
    turn = threading.Lock()
    draft, weighings = rule_drafts.open(db, FIRST, changes()), Weighings(turn)
    with turn:
        first = weighings.begin(db, FIRST, draft.id)
        assert first.status is WeighingStatus.RUNNING
        assert Weighings().begin(db, SECOND, draft.id).id == first.id
        assert weighings.stop(db, SECOND, draft.id).status is WeighingStatus.STOPPED
        again = weighings.begin(db, SECOND, draft.id)
        assert again.id != first.id
    for thread in threading.enumerate():
        if thread.name == "weighing":
            thread.join(60)
    assert (found := weighings.latest(db, FIRST, draft.id))
    assert (found.id, found.status, found.looked_at) == (again.id, WeighingStatus.DONE, None)
    assert weighings.stop(db, FIRST, draft.id) == found


def test_what_is_not_open_is_not_weighed(db: Database, committee: Actor) -> None:
    draft = rule_drafts.open(db, FIRST, changes())
    with pytest.raises(NotFound):
        Weighings().stop(db, FIRST, draft.id)
    for ask in (Weighings().begin, Weighings().latest):
        with pytest.raises(NotAllowed):
            ask(db, committee, draft.id)
    rule_drafts.withdraw(db, FIRST, draft.id, if_match=draft.digest)
    with pytest.raises(Conflict) as refused:
        Weighings().begin(db, FIRST, draft.id)
    assert refused.value.code == "rule-draft-not-open"


# People and roles


def test_each_reader_is_answered_on_what_they_may_see(db: Database, committee: Actor) -> None:
    institute = institutes.register(db, FIRST, mission_builders.institute())
    host = builders.of_institute(institute.id)
    mission = missions.open(db, host, mission_builders.mission(institute.id))
    role_id = mission.roles[0].id
    post = {"kind": "position", "organisation": "Viện", "start": "2005-01-01", "end": None}
    person = experts.register(
        db, FIRST, builders.expert(claims=[builders.claim(), builders.claim(**post, audience="self")])
    )
    verdicts = {}
    for who, actor in (("institute", host), ("committee", committee), ("self", builders.speaking_for(person.id))):
        found = eligible.check(db, actor, role_id, person.id)
        years_of = next(each for each in found.verdicts if each.criterion_id == "231-pce-years")
        verdicts[who] = (years_of.verdict, found.hidden)
    assert verdicts == {
        "institute": (Verdict.NOT_EVIDENCED, 1),
        "committee": (Verdict.NOT_EVIDENCED, 1),
        "self": (Verdict.MET, 0),
    }
    assert set(eligible.for_role(db, host, role_id, [person.id, "nobody"])) == {person.id}
    with pytest.raises(NotAllowed):
        eligible.check(db, builders.of_institute("another"), role_id, person.id)
    with pytest.raises(NotAllowed):
        eligible.check(db, builders.speaking_for("another"), role_id, person.id)
    with pytest.raises(NotFound):
        eligible.check(db, host, role_id, "nobody")
    with pytest.raises(NotFound):
        eligible.check(db, host, "no-such-role", person.id)
    with pytest.raises(Invalid):
        eligible.for_role(db, host, role_id, ["x"] * 201)


def test_a_hidden_standing_is_not_guessed(db: Database) -> None:
    institute = institutes.register(db, FIRST, mission_builders.institute())
    host = builders.of_institute(institute.id)
    head = mission_builders.role(kind="institute-head")
    mission = missions.open(db, host, mission_builders.mission(institute.id, roles=[head]))
    person = experts.register(db, FIRST, builders.expert(audiences={"name": "institutes"}))
    found = eligible.check(db, host, mission.roles[0].id, person.id)
    assert found.verdicts[0].criterion_id == "249-scope"
    assert found.verdicts[0].verdict is Verdict.NOT_EVIDENCED


def test_the_own_view_measures_against_every_kind(db: Database) -> None:
    person = experts.register(db, FIRST, builders.expert())
    mine = eligible.for_expert(db, builders.speaking_for(person.id), person.id)
    assert len({each.role_kind for each in mine}) == 6
    assert all(each.hidden == 0 for each in mine)
    with pytest.raises(NotAllowed):
        eligible.for_expert(db, builders.speaking_for("another"), person.id)


def test_a_past_edition_answers_as_it_did(db: Database) -> None:
    institute = institutes.register(db, FIRST, mission_builders.institute())
    mission = missions.open(db, builders.of_institute(institute.id), mission_builders.mission(institute.id))
    seven = (today() - timedelta(days=7 * 366)).isoformat()
    position = {"kind": "position", "organisation": "Viện", "start": seven, "end": None}
    person = experts.register(db, FIRST, builders.expert(claims=[builders.claim(**position)]))
    released(db)
    asked = {"role_id": mission.roles[0].id, "expert_id": person.id, "on": TOMORROW}
    now = eligible.check(db, FIRST, **asked)  # type: ignore[arg-type]
    then = eligible.check(db, FIRST, **asked, edition="edition-1")  # type: ignore[arg-type]
    assert (now.rules_number, then.rules_number) == (2, 1)
    assert (now.outcome, then.outcome) == (Verdict.NOT_EVIDENCED, Verdict.NOT_MET)
