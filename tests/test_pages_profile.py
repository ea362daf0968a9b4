"""The own profile: corrected, seen as others see it, its evidence, agreement and withdrawal, open roles, closing."""

import re
from pathlib import Path

from starlette.testclient import TestClient

from graph.database import Database
from registry import consents, experts, matches, receipts
from registry.access import system
from registry.models.claims import Claim
from registry.models.experts import AUDIENCES, Expert, Status
from registry.models.values import Audience, Verification
from tests import builders, page_checks, page_world
from tests.page_world import Site


def _fields(page: str) -> dict[str, str]:
    """What a browser would send of a form that nobody touched."""
    reading = page_checks.Reading(page)
    sent = {
        attributes["name"]: attributes.get("value", "")
        for attributes in reading.all("input")
        if attributes.get("name") and (attributes.get("type") != "checkbox" or "checked" in attributes)
    }
    shown = re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)
    for name, options in re.findall(r'<select id="([^"]+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea id="([^"]+)"[^>]*>\n?(.*?)</textarea>', shown, re.DOTALL):
        sent[name] = text
    return sent


def _opened(browser: TestClient, path: str) -> dict[str, str]:
    page = browser.get(path)
    assert page.status_code == 200
    return _fields(page.text)


def test_saving_the_untouched_form_changes_nothing_that_was_said(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    before = experts.own(db, system("tests"), site.world.expert_id)
    for language in ("vi", "en"):
        with page_world.reader(site, "expert", language) as browser:
            answer = browser.post("/profile/edit", data=_opened(browser, "/profile/edit"))
        assert answer.status_code == 303
    after = experts.own(db, system("tests"), site.world.expert_id)
    assert _said(after) == _said(before)


def _said(expert: Expert) -> dict[str, object]:
    """What an expert says, with the audience of every part, chosen or not."""
    said = experts.draft_of(expert).model_dump(exclude={"audiences"})
    return said | {part: expert.audience_of(part) for part in AUDIENCES}


def test_a_correction_is_saved_and_the_evidence_stays(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        fields = _opened(browser, "/profile/edit") | {"residence": "JP", "headline.vi": "Chuyên gia pin"}
        assert browser.post("/profile/edit", data=fields).status_code == 303
        assert "Chuyên gia pin" in browser.get("/profile").text
    kept = experts.own(db, system("tests"), site.world.expert_id)
    assert (kept.residence, len(kept.claims)) == ("JP", 3)


def test_who_saves_an_old_version_is_told_and_keeps_what_was_typed(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        fields = _opened(browser, "/profile/edit") | {"availability_note": "Chỉ mùa hè"}
        experts.confirm(db, page_world.actor_of(site.world), site.world.expert_id)
        refused = browser.post("/profile/edit", data=fields)
        assert refused.status_code == 412
        assert "Chỉ mùa hè" in refused.text
        assert "những gì bạn nhập vẫn còn" in refused.text
        assert browser.post("/profile/edit", data=_fields(refused.text)).status_code == 303
    assert experts.own(db, system("tests"), site.world.expert_id).availability_note == "Chỉ mùa hè"


def test_the_preview_shows_exactly_what_a_reader_would_see(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        seen = browser.get("/profile/preview?as=institutes").text
        public = browser.get("/profile/preview?as=public").text
    with page_world.reader(site, "institute") as browser:
        really = browser.get(f"/experts/{site.world.expert_id}").text
    heading = re.compile(r"<h1>.*?</h1>.*?(<table class=\"facts\">.*</table>)", re.DOTALL)
    assert _main(heading, seen) == _main(heading, really)
    assert "Nguyễn Thị Minh Khai" not in page_checks.visible(public).partition("Về người này")[2]


def _main(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    assert found
    return found[1]


def test_an_entry_is_added_corrected_and_taken_out(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        fields = _opened(browser, "/profile/claims/new?kind=position")
        wrong = browser.post("/profile/claims/new", data=fields | {"claims.0.title.vi": "Giám đốc"})
        assert wrong.status_code == 422
        assert page_checks.faults(wrong.text) == []
        assert 'href="#claims.0.organisation"' in wrong.text
        right = _fields(wrong.text) | {
            "claims.0.organisation": "Viện Pin",
            "claims.0.start": "09/2020",
            "claims.0.share": "50",
        }
        assert browser.post("/profile/claims/new", data=right).status_code == 303
        [added] = [claim for claim in _kept(site) if claim.title.vi == "Giám đốc"]
        assert (added.start, added.share, added.audience) == ("2020-09", 0.5, Audience.SELF)
        edited = _opened(browser, f"/profile/claims/{added.id}") | {"claims.0.end": "2019"}
        assert 'href="#claims.0"' in browser.post(f"/profile/claims/{added.id}", data=edited).text
        assert browser.post(f"/profile/claims/{added.id}", data=edited | {"remove": "yes"}).status_code == 303
    assert added.id not in {claim.id for claim in _kept(site)}


def _kept(site: Site) -> tuple[Claim, ...]:
    return experts.own(site.db, system("tests"), site.world.expert_id).claims


def test_what_the_form_of_an_entry_does_not_ask_is_kept(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    actor = page_world.actor_of(site.world)
    before = experts.own(db, actor, site.world.expert_id)
    extra = builders.claim(kind="work", country="FR", programmes=["KC.05", "KC.06"], title={"en": "A work"})
    draft = experts.draft_of(before)
    experts.update(
        db, actor, before.id, draft.model_copy(update={"claims": (*draft.claims, extra)}), if_match=before.digest
    )
    [claim] = [claim for claim in _kept(site) if claim.title.en == "A work"]
    with page_world.reader(site, "expert") as browser:
        fields = _opened(browser, f"/profile/claims/{claim.id}") | {"claims.0.title.vi": "Một công trình"}
        assert browser.post(f"/profile/claims/{claim.id}", data=fields).status_code == 303
    [after] = [each for each in _kept(site) if each.id == claim.id]
    assert (after.country, after.programmes, after.title.vi) == ("FR", ("KC.05", "KC.06"), "Một công trình")


def test_agreement_is_withdrawn_and_given_again_each_with_a_receipt(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    actor = page_world.actor_of(site.world)
    with page_world.reader(site, "expert") as browser:
        assert browser.post("/profile/consents", data={"withdraw": "on"}).status_code == 303
        assert "Bạn chưa đồng ý." in browser.get("/profile/consents").text
        forgotten = browser.post("/profile/consents", data={})
        assert (forgotten.status_code, 'href="#agree"' in forgotten.text) == (422, True)
        assert browser.post("/profile/consents", data={"agree": "on"}).status_code == 303
        page = browser.get("/profile/consents").text
    history = consents.history(db, actor, site.world.expert_id)
    assert [receipt.decision for receipt in history] == ["given", "withdrawn", "given"]
    assert all(receipt.id in page for receipt in history)
    assert receipts.WORDING in page


def test_staying_in_cases_is_a_purpose_of_its_own(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        assert "Bạn chưa đồng ý ở lại." in browser.get("/profile/consents").text
        assert browser.post("/profile/consents", data={"purpose": "pool", "agree": "on"}).status_code == 303
        page = browser.get("/profile/consents").text
        assert "Bạn đã đồng ý ở lại." in page
        assert "Bạn đã đồng ý." in page
        assert page_checks.faults(page) == []
        browser.post("/profile/consents", data={"purpose": "pool", "withdraw": "on"})
        assert "Bạn chưa đồng ý ở lại." in browser.get("/profile/consents").text
        assert browser.post("/profile/consents", data={"purpose": "none", "agree": "on"}).status_code == 422


def test_whoever_withdrew_is_in_no_further_list_and_without_data_in_the_earlier_one(
    db: Database, tmp_path: Path
) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        browser.post("/profile/consents", data={"withdraw": "on"})
    with page_world.reader(site, "institute") as browser:
        earlier = browser.get(f"/candidates/{site.world.run_id}").text
        asked = browser.post(f"/roles/{site.world.role_id}/candidates")
        later = browser.get(asked.headers["location"]).text
    assert "Nguyễn Thị Minh Khai" not in earlier
    assert "đã rút lại sau đó" in earlier
    assert page_checks.faults(earlier) == []
    assert "Nguyễn Thị Minh Khai" not in later
    assert "đã rút lại sau đó" not in later


def test_open_roles_come_with_the_reasons_an_institute_sees(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    actor = page_world.actor_of(site.world)
    [role] = matches.roles_for(db, site.pool, actor, site.world.expert_id)
    with page_world.reader(site, "expert") as browser:
        page = page_checks.visible(browser.get("/profile/roles").text)
    assert "Tổng công trình sư dự án pin" in page
    assert all(reason.term in page for reason in role.reasons.terms)


def test_a_closed_profile_is_seen_by_its_owner_alone(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        assert browser.post("/profile/close", data=_opened(browser, "/profile/close")).status_code == 303
        assert "Hồ sơ này đã đóng" in browser.get("/profile").text
    assert experts.own(db, system("tests"), site.world.expert_id).status is Status.CLOSED
    with page_world.reader(site, "committee") as browser:
        assert browser.get(f"/experts/{site.world.expert_id}").status_code == 404


def test_what_a_source_said_is_rejected_or_shown_but_not_rewritten(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "imported") as browser:
        path = f"/profile/claims/{site.world.imported_id}"
        page = browser.get(path).text
        assert "Nội dung không sửa được" in page
        assert page_checks.faults(page) == []
        assert 'name="claims.0.title.vi"' not in page
        assert browser.post(path, data=_fields(page) | {"claims.0.rejected": "on"}).status_code == 303
    [claim] = experts.own(db, system("tests"), site.world.generated_id).claims
    assert claim.verification is Verification.REJECTED
