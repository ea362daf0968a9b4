"""Signing in, the own account, the administrators' accounts and institutes, and the audit, on the pages."""

from pathlib import Path

import pytest

from graph.database import Database
from registry import accounts, audit, institutes
from registry.access import system
from registry.errors import NotSignedIn
from registry.models.accounts import Credentials
from tests import page_checks, page_world


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    page_world.account_of(site, "committee")
    with page_world.reader(site, "public") as browser:
        for login in ("committee@example.org", "nobody@example.org", "not an address"):
            answer = browser.post("/sign-in", data={"login": login, "password": "sai mật khẩu rồi"})
            assert answer.status_code == 401
            assert "Địa chỉ thư điện tử hoặc mật khẩu không đúng." in answer.text
            assert f'value="{login}"' in answer.text
            assert "sai mật khẩu rồi" not in answer.text


def test_who_must_sign_in_first_comes_back_to_the_page(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    page_world.account_of(site, "committee")
    with page_world.reader(site, "public") as browser:
        form = browser.get("/experts?text=mai").text
        assert 'name="next" value="/experts?text=mai"' in form
        given = {"login": "committee@example.org", "password": page_world.PASSWORD}
        answer = browser.post("/sign-in", data=given | {"next": "/experts?text=mai"})
    assert answer.headers["location"] == "/experts?text=mai"


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_foreign_page(db: Database, tmp_path: Path, next: str) -> None:
    site = page_world.empty(db, tmp_path)
    page_world.account_of(site, "committee")
    with page_world.reader(site, "public") as browser:
        given = {"login": "committee@example.org", "password": page_world.PASSWORD, "next": next}
        assert browser.post("/sign-in", data=given).headers["location"] == "/"


def test_signing_out_ends_the_session(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        assert browser.get("/profile").status_code == 200
        copied = dict(browser.cookies)
        browser.post("/sign-out")
        assert browser.get("/profile").status_code == 401
    with page_world.reader(site, "public") as thief:
        for name, value in copied.items():
            thief.cookies.set(name, value)
        assert thief.get("/profile").status_code == 401
    assert audit.events(db, system("tests"), limit=1000)[-1]["tag"] == "account.signed_out"


def test_a_form_that_another_site_sends_is_refused(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        answer = browser.post("/profile/consents", data={"withdraw": "on"}, headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, page_checks.faults(answer.text)) == (403, [])


def test_a_password_is_changed_and_the_session_goes_on(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        wrong = browser.post("/account", data={"old": "không phải thế đâu", "new": "một mật khẩu mới 2027"})
        assert (wrong.status_code, 'href="#old"' in wrong.text) == (422, True)
        short = browser.post("/account", data={"old": page_world.PASSWORD, "new": "ngắn"})
        assert (short.status_code, 'href="#new"' in short.text) == (422, True)
        right = browser.post("/account", data={"old": page_world.PASSWORD, "new": "một mật khẩu mới 2027"})
        assert right.status_code == 303
        assert "Đã đổi mật khẩu." in browser.get(right.headers["location"]).text


def test_an_administrator_opens_and_closes_an_account(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    given = {"name": "Viện mới", "login": "moi@example.org", "password": "mật khẩu đầu tiên 1", "language": "vi"}
    with page_world.reader(site, "administrator") as browser:
        wrong = browser.post("/accounts/new", data=given | {"office": "institute", "institute_id": ""})
        assert (wrong.status_code, 'href="#institute_id"' in wrong.text) == (422, True)
        gone = browser.post("/accounts/new", data=given | {"office": "institute", "institute_id": "x"})
        assert (gone.status_code, 'href="#institute_id"' in gone.text) == (422, True)
        made = browser.post(
            "/accounts/new", data=given | {"office": "institute", "institute_id": site.world.institute_id}
        )
        assert made.status_code == 303
        assert "moi@example.org" in browser.get("/accounts").text
        taken = browser.post("/accounts/new", data=given | {"office": "committee"})
        assert (taken.status_code, 'href="#login"' in taken.text) == (409, True)
        credentials = Credentials.model_validate({"login": given["login"], "password": given["password"]})
        account = accounts.sign_in(db, credentials)
        assert browser.post(f"/accounts/{account.id}/close").status_code == 303
    with pytest.raises(NotSignedIn):
        accounts.sign_in(db, credentials)


def test_an_administrator_adds_and_corrects_an_institute(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    given = {"name.vi": "Viện Pin", "kind": "research_institute", "country": "VN", "province": "01", "parent": "most"}
    with page_world.reader(site, "administrator") as browser:
        wrong = browser.post("/institutes/new", data=given | {"ror": "02wsd"})
        assert (wrong.status_code, 'href="#ror"' in wrong.text) == (422, True)
        made = browser.post("/institutes/new", data=given)
        path = made.headers["location"]
        page = browser.get(path).text
        assert "Bộ Khoa học và Công nghệ" in page
        kept = institutes.get(db, system("tests"), path.rpartition("/")[2])
        fields = given | {"name.en": "Battery Institute", "if_match": kept.digest}
        assert browser.post(f"{path}/edit", data=fields).status_code == 303
        stale = browser.post(f"{path}/edit", data=fields | {"city": "Hà Đông"})
        assert (stale.status_code, 'value="Hà Đông"' in stale.text) == (412, True)


def test_the_audit_is_read_and_checked_by_the_committee(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "committee") as browser:
        page = page_checks.visible(browser.get("/audit").text)
        assert "tìm ứng viên" in page
        assert "đăng ký chuyên gia" in page
        assert "Nguyễn" not in page.partition("Nhật ký kiểm toán")[2]
        assert "Chuỗi bản ghi nguyên vẹn." in browser.post("/audit").text
        assert "mới nhất trước" in browser.get("/audit?until=3").text
