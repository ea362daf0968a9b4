"""Registering on the page: nothing typed is lost, nothing is public by itself, and errors stand at their questions."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from api.pages import sending
from api.throttle import REGISTRATIONS_PER_ADDRESS
from graph.database import Database
from registry import experts, finding
from registry.access import NOBODY, system
from registry.models.values import Audience
from tests import builders, page_checks, page_world

GIVEN = {
    "credentials.login": "mai@example.org",
    "credentials.password": "mật khẩu của Mai 2026",
    "name.as_written": "Võ Thị Sáu Mai",
    "name.given": "Mai",
    "standing": "overseas_vietnamese",
    "residence": "DE",
    "fields.0": "",
    "fields.1": "20501",
    "languages.0.code": "vi",
    "languages.0.level": "native",
    "languages.1.code": "",
    "languages.1.level": "",
    "engagement.0": "remote",
    "engagement.2": "return",
    "available_from": "05/2027",
    "audiences.name": "institutes",
    "claims.0.kind": "work",
    "claims.0.title.vi": "Pin thể rắn",
    "claims.0.end": "17/05/2024",
    "claims.0.audience": "institutes",
    "claims.1.kind": "programme",
    "claims.1.title.en": "Battery programme",
    "claims.1.part": "led",
    "claims.1.amount": "1.500.000.000",
    "claims.1.currency": "VND",
    "claims.1.audience": "committee",
    "claims.2.kind": "degree",
    "claims.2.level": "",
    "claims.2.audience": "self",
    "agree": "on",
}


def _value(page: str, name: str) -> str | None:
    """What stands in a field of the page."""
    for attributes in page_checks.Reading(page).all("input"):
        if attributes.get("name") == name:
            return attributes.get("value", "")
    return None


def _post(browser: TestClient, **changes: str) -> str:
    """The page that answers a registration with something wrong."""
    answer = browser.post("/register", data=GIVEN | changes)
    assert answer.status_code in {409, 422}, answer.text
    assert page_checks.faults(answer.text) == []
    assert 'role="alert"' in answer.text
    return answer.text


def test_who_registers_is_signed_in_and_sees_the_own_profile(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        answer = browser.post("/register", data=GIVEN)
        assert (answer.status_code, answer.headers["location"]) == (303, "/profile?new=1")
        page = page_checks.visible(browser.get("/profile").text)
    for text in (
        "Võ Thị Sáu Mai",
        "Đức",
        "17/05/2024",
        "1,5 tỷ đồng",
        "Chủ trì",
        "Tiếng Việt (tiếng mẹ đẻ)",
        "05/2027",
    ):
        assert text in page
    [view] = finding.find(db, system("tests"), "Sáu Mai").rows
    kept = experts.own(db, system("tests"), view.id)
    assert kept.agreed_to_matching
    assert [engagement.value for engagement in kept.engagement] == ["remote", "return"]
    assert kept.fields == ("20501",)
    assert [claim.kind.value for claim in kept.claims] == ["work", "programme"]
    assert kept.audience_of("residence") is Audience.SELF


def test_the_empty_form_offers_nothing_public_and_no_ticked_box(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        page = browser.get("/register").text
    assert "checked" not in page
    chosen = re.findall(r'<option value="(\w+)" selected>', page)
    assert set(chosen) == {"self"}


def test_after_an_error_everything_typed_is_still_there_save_the_password(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        page = _post(browser, available_from="31/02/2027", standing="")
    assert 'href="#available_from">Không có ngày này trong lịch.' in page
    assert 'href="#standing">Mục này là bắt buộc.' in page
    assert _value(page, "available_from") == "31/02/2027"
    assert _value(page, "name.as_written") == "Võ Thị Sáu Mai"
    assert _value(page, "claims.1.amount") == "1.500.000.000"
    assert _value(page, "credentials.password") == ""
    assert "mật khẩu của Mai" not in page
    assert re.search(r'id="agree"[^>]*checked', page)
    assert re.search(r'id="engagement.2"[^>]*checked', page)
    assert '<option value="20501" selected>' in page
    assert "claims.2.title.vi" not in page.split("<template")[0]


def test_every_question_left_open_in_an_entry_is_named_at_its_place(db: Database, tmp_path: Path) -> None:
    entries = {}
    for position, kind in enumerate(("position", "degree", "work", "programme", "invention", "product", "award")):
        entries[f"claims.{position}.kind"] = kind
        entries[f"claims.{position}.title.vi"] = "" if kind == "work" else f"Mục {kind}"
        entries[f"claims.{position}.country"] = "VN" if kind == "work" else ""
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        page = _post(browser, **entries, **{"claims.0.part": "", "claims.1.part": "", "claims.1.amount": ""})
    linked = set(re.findall(r'<li><a href="#([^"]+)">', page))
    assert linked == {
        "claims.0.organisation",
        "claims.0.start",
        "claims.1.level",
        "claims.1.organisation",
        "claims.2.title",
        "claims.3.part",
        "claims.4.state",
    }


def test_agreeing_without_showing_the_name_is_refused_at_the_name(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        page = _post(browser, **{"audiences.name": "self"})
    assert 'href="#audiences.name"' in page


def test_a_taken_address_and_a_taken_orcid_are_told_at_their_fields(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    page_world.account_of(site, "committee")
    experts.register(db, system("tests"), builders.expert(orcid="0000-0002-1825-0097"))
    with page_world.reader(site, "public") as browser:
        assert 'href="#credentials.login"' in _post(browser, **{"credentials.login": "committee@example.org"})
        assert 'href="#orcid"' in _post(browser, orcid="0000-0002-1825-0097")


def test_a_wrong_address_a_short_password_and_broken_text_are_refused_in_words(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public", "en") as browser:
        page = _post(browser, **{"credentials.login": "mai", "credentials.password": "short"})
        assert "This is not an e-mail address." in page
        assert "This needs at least 12 characters." in page
        broken = browser.post(
            "/register", content=b"name.as_written=V%F5", headers={"content-type": "application/x-www-form-urlencoded"}
        )
    assert broken.status_code == 422
    assert "Some characters here cannot be read" in broken.text


def test_without_script_rows_are_added_and_taken_away_and_nothing_is_lost(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        more = browser.post("/register", data=GIVEN | {"add": "claims:invention"})
        assert more.status_code == 200
        assert 'id="claims.3"' in more.text
        assert _value(more.text, "claims.0.title.vi") == "Pin thể rắn"
        less = browser.post("/register", data=GIVEN | {"remove": "claims.0"})
        assert _value(less.text, "claims.0.title.en") == "Battery programme"
        field = browser.post("/register", data=GIVEN | {"add": "fields"})
        assert 'id="fields.2"' in field.text
    assert finding.find(db, system("tests"), "Sáu Mai").rows == ()


def test_the_same_form_sent_twice_registers_once(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        key = _value(browser.get("/register").text, "request") or ""
        first = browser.post("/register", data=GIVEN | {"request": key})
        again = browser.post("/register", data=GIVEN | {"request": key})
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["location"] == "/profile?new=1"
    assert len(finding.find(db, system("tests"), "Sáu Mai").rows) == 1


def test_the_same_form_sent_by_a_stranger_opens_no_session(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    sent = GIVEN | {"request": "0b9f3c1a-6d1e-4c7b-9a52-1f0e5d3c2b1a"}
    with page_world.reader(site, "public") as browser:
        assert browser.post("/register", data=sent).status_code == 303
    with page_world.reader(site, "public") as stranger:
        again = stranger.post("/register", data=sent)
        assert (again.status_code, again.headers["location"]) == (303, "/sign-in?next=/profile")
        assert "set-cookie" not in again.headers
        assert stranger.get("/profile").status_code == 401


def _of_form(app: FastAPI, name: str = "register") -> Request:
    """A request that sends a form to the operation of this name."""
    return Request({"type": "http", "app": app, "headers": [], "route": SimpleNamespace(name=name)})


def test_what_is_remembered_of_a_form_cannot_be_used_to_guess_at_its_password(db: Database, tmp_path: Path) -> None:
    app = page_world.empty(db, tmp_path).app
    sent = GIVEN | {"request": "0b9f3c1a"}
    kept = sending.request_key(_of_form(app), NOBODY, sent)
    other = sending.request_key(_of_form(app), NOBODY, sent | {"credentials.password": "another password"})
    assert kept is not None
    assert kept == other
    app.state.secret = b"of another installation"
    elsewhere = sending.request_key(_of_form(app), NOBODY, sent)
    assert elsewhere is not None
    assert elsewhere.digest != kept.digest


def test_the_key_of_a_form_belongs_to_its_account_and_operation(db: Database, tmp_path: Path) -> None:
    app = page_world.empty(db, tmp_path).app
    made = [
        sending.request_key(_of_form(app, name), actor, {"request": "0b9f3c1a"})
        for name in ("register", "open_mission")
        for actor in (NOBODY, system("tests"))
    ]
    assert len({key.key for key in made if key}) == 4


@pytest.mark.parametrize(
    "sent",
    [
        {"claims.99999999999.kind": "work"},
        {"claims.2001.kind": "work"},
        {"claims." + "9" * 5_000 + ".kind": "work"},
        {"claims" + "." * 10_000: "work"},
        {"a" * 201: "work"},
        {"add": "claims.99999999999:work"},
        {"remove": "claims.99999999999"},
        {f"claims.{position}.kind": "work" for position in range(301)},
    ],
)
def test_a_form_made_to_keep_the_server_busy_is_refused(db: Database, tmp_path: Path, sent: dict[str, str]) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public", "en") as browser:
        answer = browser.post("/register", data=sent)
    assert answer.status_code == 422
    assert "The form is larger than is allowed" in answer.text


def test_a_row_with_a_high_number_costs_no_empty_rows(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        answer = browser.post("/register", data={"claims.2000.kind": "work", "add": "claims:work"})
    assert answer.status_code == 200
    assert re.findall(r'id="claims\.(\d+)"', answer.text) == ["0", "1"]


def test_too_many_registrations_are_told_so_and_nothing_typed_is_lost(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    with page_world.reader(site, "public") as browser:
        for _ in range(REGISTRATIONS_PER_ADDRESS):
            site.app.state.throttle.count_registration("testclient")
        answer = browser.post("/register", data=GIVEN)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Quá nhiều lượt đăng ký từ địa chỉ mạng này." in answer.text
    assert _value(answer.text, "name.as_written") == "Võ Thị Sáu Mai"
