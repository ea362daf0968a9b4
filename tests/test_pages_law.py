"""The pages of the law: flags wherever it shows, drafts that keep what was typed, and release by somebody else."""

import html
import re
import threading
from pathlib import Path

import pytest

from graph.database import Database
from registry import matches, rule_drafts, rules
from registry.access import Actor, Office, system
from registry.models.rule_drafts import RuleChanges
from registry.rule_weighings import Weighings
from tests import page_checks, page_world
from tests.test_rules import changes

OTHER = Actor("a-77", Office.ADMINISTRATOR, "Quản trị khác")
FORM = "/law/drafts/new?criterion=231-pce-years"
TYPED = {
    "reason.vi": "Đối chiếu với Công báo.",
    "text.vi": "Đủ tám năm.",
    "text.en": "Eight years.",
    "valid_from": "2027-01-01",
    "wording": "gazette",
    "source": "Công báo",
    "checks": '[{"predicate": "continuous_years", "at_least": 8}]',
    "cases.0.says.en": "Nothing",
    "cases.0.on": "02/01/2027",
    "cases.0.expected": "not_evidenced",
}
NEW = TYPED | {
    "id": "231-pce-led",
    "instrument": "231/2025",
    "part": "specific",
    "role_kinds.project-chief-engineer": "on",
    "evidence.programme": "on",
    "text.vi": "Đã chủ trì ba chương trình.",
    "text.en": "Led three programmes.",
    "checks": '[{"predicate": "count", "kinds": ["programme"], "at_least": 1, "parts": ["led"]}]',
    "cases.1.says.vi": "Chủ trì một chương trình",
    "cases.1.on": "02/01/2027",
    "cases.1.expected": "met",
    "cases.1.claims.0.kind": "programme",
    "cases.1.claims.0.part": "led",
    "cases.1.claims.0.start": "2018",
}


def test_what_was_not_verified_says_so_where_it_shows(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "public") as browser:
        for path in ("/law/kinds/ministry-chief-architect", "/law/criteria/231-mca-rest"):
            assert "<strong>chưa xác minh</strong>" in browser.get(path).text
        assert browser.get("/law/kinds/king").status_code == 404
        assert browser.get("/law/criteria/none").status_code == 404
        assert browser.get("/law?edition=none").status_code == 404
    with page_world.reader(site, "institute") as browser:
        page = browser.get(f"/candidates/{site.world.run_id}").text
        assert f'href="/roles/{site.world.role_id}/eligibility/{site.world.expert_id}"' in page
        assert 'href="/law/criteria/231-pce-years?edition=edition-1"' in page


def test_a_draft_is_written_in_the_form_and_not_released_by_its_author(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "administrator") as browser:
        there = browser.post(FORM, data=TYPED).headers["location"]
        page = browser.get(there)
        assert page_checks.faults(page.text) == []
        assert "phải do quản trị viên khác ban hành" in page.text
        [draft] = rule_drafts.find(db, OTHER)
        assert [each.id for each in draft.changes.put] == ["231-pce-years"]
        assert [each.valid_to.isoformat() for each in draft.changes.end] == ["2026-12-31"]
        refused = browser.post(f"{there}/release", data={"if_match": draft.digest})
        assert refused.status_code == 409
        assert page_checks.faults(refused.text) == []
        assert rules.current(db).edition == 1
        edited = browser.post(f"{there}/edit?criterion=231-pce-years", data=TYPED | {"if_match": draft.digest})
        assert edited.status_code == 303


def test_what_was_typed_stays_with_what_is_wrong(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    wrong = {"checks": '[{"predicate": "astrology"}]', "valid_from": "soon", "text.en": ""}
    with page_world.reader(site, "administrator") as browser:
        page = browser.post(FORM, data=TYPED | wrong)
        assert page.status_code == 422
        assert page_checks.faults(page.text) == []
        assert "Không có loại điều kiện astrology" in page.text
        assert 'value="soon"' in page.text
        assert "Đủ tám năm." in page.text
        broken = browser.post(FORM, data=TYPED | {"checks": "[{"})
        assert "không phải JSON đúng" in broken.text
        assert 'id="cases.0.expected"' in broken.text
    assert rule_drafts.find(db, OTHER) == []


def test_a_new_criterion_is_drafted_in_the_form_with_its_test_cases(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "administrator") as browser:
        blank = browser.get("/law/drafts/new")
        assert page_checks.faults(blank.text) == []
        there = browser.post("/law/drafts/new", data=NEW).headers["location"]
        shown = browser.get(there)
        assert page_checks.faults(shown.text) == []
        assert "chưa có" in shown.text
        [draft] = rule_drafts.find(db, OTHER)
        [made] = draft.changes.put
        assert (made.id, made.role_kinds, [each.value for each in made.evidence]) == (
            "231-pce-led",
            ("project-chief-engineer",),
            ["programme"],
        )
        assert [(case.expected.value, [fact.id for fact in case.claims]) for case in made.cases] == [
            ("not_evidenced", []),
            ("met", ["c1"]),
        ]
        again = browser.get(f"{there}/edit?criterion=231-pce-led")
        assert page_checks.faults(again.text) == []
        assert 'value="Chủ trì một chương trình"' in again.text
        renamed = NEW | {"id": "231-pce-chaired", "if_match": draft.digest}
        assert browser.post(f"{there}/edit?criterion=231-pce-led", data=renamed).status_code == 303
        [draft] = rule_drafts.find(db, OTHER)
        assert [each.id for each in draft.changes.put] == ["231-pce-chaired"]
        other = NEW | {"if_match": draft.digest}
        assert browser.post(f"{there}/edit", data=other).status_code == 303
        [draft] = rule_drafts.find(db, OTHER)
        assert [each.id for each in draft.changes.put] == ["231-pce-chaired", "231-pce-led"]


def test_a_row_is_added_to_the_form_and_nothing_typed_is_lost(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "administrator") as browser:
        page = browser.post("/law/drafts/new", data=NEW | {"add": "cases.0.claims"}).text
        assert page_checks.faults(page) == []
        assert 'id="cases.0.claims.0.kind"' in page
        assert "Đã chủ trì ba chương trình." in page
        page = browser.post("/law/drafts/new", data=NEW | {"remove": "cases.0"}).text
        assert 'id="cases.1.says.vi"' not in page
        assert 'value="Chủ trì một chương trình"' in page


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"id": "231-pce-years"}, "id", "Đã có tiêu chí mang mã này"),
        ({"id": "Tiêu chí 1"}, "id", "Không đúng dạng"),
        ({"instrument": "999/2025"}, "instrument", "Không có văn bản 999/2025"),
        ({"instrument": "249/2025"}, "role_kinds", "không điều chỉnh vị trí"),
        ({"role_kinds.project-chief-engineer": ""}, "role_kinds", "Cần ít nhất 1 mục"),
        ({"group": "any:231-sce-record"}, "group", "phải cùng văn bản, cùng phần"),
        ({"valid_from": "2020-01-01"}, "valid_from", "ngoài thời gian hiệu lực"),
        ({"checks": '[{"predicate": "astrology"}]'}, "checks", "Không có loại điều kiện astrology"),
        ({"cases.1.expected": "not_met"}, "cases.1", "cho kết quả met"),
        ({"cases.1.claims.0.part": "danced"}, "cases.1.claims.0.part", "Phải là một trong các giá trị"),
        ({"reason.vi": ""}, "reason", "Hãy ghi bằng tiếng Việt"),
    ],
)
def test_what_contradicts_is_said_beside_its_field_and_nothing_typed_is_lost(
    db: Database, tmp_path: Path, wrong: dict[str, str], field: str, sentence: str
) -> None:
    site = page_world.empty(db, tmp_path)
    with page_world.reader(site, "administrator") as browser:
        page = browser.post("/law/drafts/new", data=NEW | wrong)
    assert page.status_code == 422
    assert page_checks.faults(page.text) == []
    found = html.unescape(page.text)
    assert f'href="#{field}"' in found
    assert re.search(f'id="{re.escape(field)}[^§]*?{sentence}', found)
    assert "Đã chủ trì ba chương trình." in found
    assert 'value="Chủ trì một chương trình"' in found
    assert rule_drafts.find(db, OTHER) == []


def test_two_versions_valid_at_once_are_refused_beside_the_day(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    draft = rule_drafts.open(db, OTHER, changes())
    rule_drafts.release(db, Actor("a-78", Office.ADMINISTRATOR, ""), draft.id, if_match=draft.digest)
    later = draft.changes.put[0].valid_from
    with page_world.reader(site, "administrator") as browser:
        earlier = f"{later.year - 1}-12-01"
        page = browser.post(FORM, data=TYPED | {"valid_from": earlier, "cases.0.on": f"02/12/{later.year - 1}"})
    assert page.status_code == 422
    assert 'href="#valid_from"' in page.text
    assert "cùng có hiệu lực" in page.text
    assert "Đủ tám năm." in page.text


def test_a_draft_of_somebody_else_is_released_and_the_edition_shown(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    draft = rule_drafts.open(db, OTHER, RuleChanges.model_validate(changes().model_dump()))
    with page_world.reader(site, "administrator", "en") as browser:
        page = browser.get(f"/law/drafts/{draft.id}")
        assert page_checks.faults(page.text) == []
        there = browser.post(f"/law/drafts/{draft.id}/release", data={"if_match": draft.digest})
        assert there.headers["location"] == "/law?edition=edition-2"
        assert page_checks.faults(browser.get("/law?edition=edition-1").text) == []
        assert "(a past edition)" in browser.get("/law?edition=edition-1").text
        assert browser.get("/law/criteria/231-pce-years").text.count("<section") == 2


def test_a_list_of_candidates_keeps_the_edition_it_was_made_under_and_says_that_the_rules_changed(
    db: Database, tmp_path: Path
) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute", "en") as browser:
        assert "The rules have changed since" not in browser.get(f"/candidates/{site.world.run_id}").text
        draft = rule_drafts.open(db, OTHER, changes())
        rule_drafts.release(db, Actor("a-78", Office.ADMINISTRATOR, ""), draft.id, if_match=draft.digest)
        page = browser.get(f"/candidates/{site.world.run_id}").text
    assert page_checks.faults(page) == []
    assert "The rules have changed since: edition 2 holds now." in page
    assert "/law/criteria/231-pce-years?edition=edition-1" in page
    assert "/law/criteria/231-pce-years?edition=edition-2" not in page
    run, _ = matches.get(db, system("tests"), site.world.run_id)
    assert (run.rules_edition, rules.edition(db, OTHER, "edition-1").digest) == ("edition-1", run.rules_digest)


def test_a_draft_is_weighed_beside_the_reader_who_sees_how_far_it_is(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    draft, turn = rule_drafts.open(db, OTHER, RuleChanges.model_validate(changes().model_dump())), threading.Lock()
    site.app.state.weighings = Weighings(turn)
    there = f"/law/drafts/{draft.id}"
    with page_world.reader(site, "administrator") as browser:
        assert "chưa được rà soát" in browser.get(there).text
        with turn:
            assert browser.post(f"{there}/weigh").headers["location"] == f"{there}#impact"
            page = browser.get(there).text
            assert page_checks.faults(page) == []
            assert ('http-equiv="refresh"' in page, "Đang rà soát từng người" in page) == (True, True)
            browser.post(f"{there}/stop")
            assert "Việc rà soát đã bị dừng" in browser.get(there).text
        Weighings().begin(db, OTHER, draft.id, wait_s=60)
        page = browser.get(there).text
        assert page_checks.faults(page) == []
        assert ('http-equiv="refresh"' in page, "Rà soát xong" in page, "đã xét" in page) == (False, True, False)
        assert browser.post(f"{there}/weigh").status_code == 303
