"""The pages of the law: flags wherever it shows, drafts that keep what was typed, and release by somebody else."""

from pathlib import Path

from graph.database import Database
from registry import matches, rule_drafts, rules
from registry.access import Actor, Office, system
from registry.models.rule_drafts import RuleChanges
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
    "cases": '[{"says": {"en": "Nothing"}, "on": "2027-01-02", "expected": "not_evidenced"}]',
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
        broken = browser.post(FORM, data=TYPED | {"cases": "[{"})
        assert "không phải JSON đúng" in broken.text
    assert rule_drafts.find(db, OTHER) == []


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
