"""Experts over HTTP: registered once, read by each reader as they may, changed by nobody unseen."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.patching import MEDIA_TYPE
from api.routes.examples import EXPERT_DRAFT, REGISTRATION
from graph.database import Database
from registry.access import Office
from registry.models.experts import Expert
from tests.callers import Caller, Headers, a_mission, an_expert, an_institute, caller, interface

PATCH = {"Content-Type": MEDIA_TYPE}


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    """A client without an account."""
    return interface(db, tmp_path)


@pytest.fixture
def expert(db: Database) -> Expert:
    """An expert whose name institutes may see."""
    return an_expert(db)


@pytest.fixture
def person(db: Database, expert: Expert) -> Caller:
    """That expert, signed in."""
    return caller(db, Office.EXPERT, "person", speaks_for=expert.id)


@pytest.fixture
def administrator_caller(db: Database) -> Caller:
    """An administrator, signed in."""
    return caller(db, Office.ADMINISTRATOR, "administrator")


def tag_of(client: TestClient, address: str, headers: Headers) -> str:
    """The ETag of what is at an address."""
    return client.get(address, headers=headers).headers["etag"]


def test_an_expert_registers_signs_in_and_is_found_by_institutes(db: Database, client: TestClient) -> None:
    answer = client.post("/api/v1/experts", json=REGISTRATION)
    assert answer.status_code == 201
    assert answer.json()["agreed_to_matching"]
    token = client.post("/api/v1/tokens", json={**REGISTRATION["account"], "name": "n"}).json()["secret"]  # type: ignore[dict-item]
    own = client.get(answer.headers["location"], headers={"Authorization": f"Bearer {token}"}).json()
    assert own["name"]["as_written"] == "Trần Thị Bưởi"
    assert own["hidden"] == []
    institute = caller(db, Office.INSTITUTE, "institute", speaks_for=an_institute(db).id)
    found = client.get("/api/v1/experts?text=tran buoi", headers=institute.headers).json()
    assert [row["id"] for row in found["data"]] == [own["id"]]
    assert found["meta"]["next_cursor"] is None


def test_a_stranger_reads_only_what_is_public_and_is_told_that_there_is_more(
    client: TestClient, expert: Expert
) -> None:
    seen = client.get(f"/api/v1/experts/{expert.id}").json()
    assert seen["fields"] == ["202"]
    assert seen["name"] is None
    assert "Bưởi" not in str(seen)
    assert set(seen["hidden"]) >= {"name", "standing", "residence"}
    assert seen["hidden_claims"] == 1


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"shoe_size": 44}, "/expert/shoe_size", "extra-forbidden"),
        ({"available_from": "2026-02-30"}, "/expert/available_from", "date-impossible"),
        ({"available_from": "30/02/2026"}, "/expert/available_from", "date-form"),
        ({"available_from": "1066"}, "/expert/available_from", "year-range"),
        ({"orcid": "0000-0002-1825-0098"}, "/expert/orcid", "orcid-check"),
        ({"name": {"as_written": "x" * 500_000}}, "/expert/name/as_written", "string-too-long"),
        ({"name": {"as_written": "Bưởi\x00"}}, "/expert/name/as_written", "control-character"),
        ({"standing": "emperor"}, "/expert/standing", "enum"),
        ({"province": "01"}, "/expert", "province-abroad"),
        ({"claims": [{"kind": "work"}]}, "/expert/claims/0/title", "missing"),
        ({"headline": {}}, "/expert/headline", "text-missing"),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(
    client: TestClient, changes: dict[str, object], pointer: str, code: str
) -> None:
    answer = client.post("/api/v1/experts", json=REGISTRATION | {"expert": EXPERT_DRAFT | changes})
    assert answer.status_code == 422
    assert (pointer, code) in {(error["pointer"], error["code"]) for error in answer.json()["errors"]}


def test_a_duplicate_orcid_is_a_conflict_that_names_nobody(client: TestClient) -> None:
    assert client.post("/api/v1/experts", json=REGISTRATION).status_code == 201
    again = REGISTRATION | {"account": {"login": "another@example.org", "password": "correct horse battery"}}
    answer = client.post("/api/v1/experts", json=again)
    assert (answer.status_code, answer.json()["code"]) == (409, "orcid-taken")
    assert "Bưởi" not in answer.text


def test_a_duplicate_login_is_a_conflict_at_the_login(client: TestClient) -> None:
    assert client.post("/api/v1/experts", json=REGISTRATION).status_code == 201
    answer = client.post("/api/v1/experts", json=REGISTRATION | {"expert": EXPERT_DRAFT | {"orcid": None}})
    assert (answer.status_code, answer.json()["code"]) == (409, "login-taken")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/login"]


def test_who_registers_themself_must_give_an_account(client: TestClient) -> None:
    answer = client.post("/api/v1/experts", json={"expert": EXPERT_DRAFT})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/account"]


def test_who_registers_somebody_else_neither_sets_a_password_nor_agrees(
    client: TestClient, administrator_caller: Caller
) -> None:
    refused = client.post("/api/v1/experts", json=REGISTRATION, headers=administrator_caller.headers)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/account", "/agree_to_matching"]
    made = client.post("/api/v1/experts", json={"expert": EXPERT_DRAFT}, headers=administrator_caller.headers)
    assert made.status_code == 201
    assert not made.json()["agreed_to_matching"]


def test_a_registration_sent_eight_times_at_once_makes_one_expert(
    client: TestClient, administrator_caller: Caller
) -> None:
    def send(_: int) -> tuple[int, str]:
        answer = client.post(
            "/api/v1/experts", json=REGISTRATION, headers={"Idempotency-Key": "0b9f3c1a-6d1e-4c7b-9a52-one000000001"}
        )
        return answer.status_code, answer.json()["id"]

    with ThreadPoolExecutor(8) as threads:
        outcomes = set(threads.map(send, range(8)))
    [(status, _)] = outcomes
    assert status == 201
    found = client.get("/api/v1/experts", headers=administrator_caller.headers).json()
    assert len(found["data"]) == 1


def test_a_repeated_request_says_so_and_another_body_is_refused(client: TestClient) -> None:
    key = {"Idempotency-Key": "0b9f3c1a-6d1e-4c7b-9a52-two000000002"}
    first = client.post("/api/v1/experts", json=REGISTRATION, headers=key)
    second = client.post("/api/v1/experts", json=REGISTRATION, headers=key)
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert (second.status_code, second.headers["location"]) == (201, first.headers["location"])
    other = client.post("/api/v1/experts", json=REGISTRATION | {"language": "en"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "request-reused")


def test_a_repeated_registration_tells_only_what_everybody_may_read(client: TestClient) -> None:
    key = {"Idempotency-Key": "0b9f3c1a-6d1e-4c7b-9a52-again0000003"}
    first = client.post("/api/v1/experts", json=REGISTRATION, headers=key).json()
    second = client.post("/api/v1/experts", json=REGISTRATION, headers=key).json()
    assert first["hidden"] == []
    assert second == client.get(f"/api/v1/experts/{first['id']}").json()
    assert second["hidden"] != []


def test_strangers_share_no_short_key(client: TestClient) -> None:
    answer = client.post("/api/v1/experts", json=REGISTRATION, headers={"Idempotency-Key": "12345678"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "key-too-short")


def test_a_key_belongs_to_its_account(client: TestClient, administrator_caller: Caller, db: Database) -> None:
    second = caller(db, Office.ADMINISTRATOR, "second")
    made = [
        client.post(
            "/api/v1/experts",
            json={"expert": EXPERT_DRAFT | {"orcid": None}},
            headers={"Idempotency-Key": "0b9f3c1a-three", **who.headers},
        ).json()["id"]
        for who in (administrator_caller, second)
    ]
    assert made[0] != made[1]


def test_each_reader_gets_a_tag_of_what_they_read(client: TestClient, expert: Expert, person: Caller) -> None:
    address = f"/api/v1/experts/{expert.id}"
    own, public = tag_of(client, address, person.headers), tag_of(client, address, {})
    assert own != public
    assert own.startswith(f'"{expert.digest}.')
    for condition in (public, f'"x", {public}', f"W/{public}", "*"):
        unchanged = client.get(address, headers={"If-None-Match": condition})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", public)
    assert client.get(address, headers={"If-None-Match": own}).status_code == 200


def test_a_withdrawn_consent_changes_the_tag(client: TestClient, expert: Expert, person: Caller) -> None:
    address = f"/api/v1/experts/{expert.id}"
    before = tag_of(client, address, person.headers)
    decided = client.post(f"{address}/consents", json={"agreed": True}, headers=person.headers)
    assert (decided.status_code, decided.json()["decision"]) == (201, "given")
    assert tag_of(client, address, person.headers) != before
    client.post(f"{address}/consents", json={"agreed": False, "language": "en"}, headers=person.headers)
    history = client.get(f"{address}/consents", headers=person.headers).json()["data"]
    assert sorted(receipt["decision"] for receipt in history) == ["given", "withdrawn"]
    assert not client.get(address, headers=person.headers).json()["agreed_to_matching"]


def test_a_change_needs_the_version_that_was_read(client: TestClient, expert: Expert, person: Caller) -> None:
    address = f"/api/v1/experts/{expert.id}"
    draft = client.get(f"{address}/draft", headers=person.headers).json() | {"residence": "FR"}
    missing = client.put(address, json=draft, headers=person.headers)
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition-missing")
    tag = tag_of(client, address, person.headers)
    for condition, status in (("*", 428), (f"W/{tag}", 412), ('"other"', 412), (f"{tag}, {tag}", 422), ("x", 422)):
        answer = client.put(address, json=draft, headers={**person.headers, "If-Match": condition})
        assert answer.status_code == status, condition
    changed = client.put(address, json=draft, headers={**person.headers, "If-Match": tag})
    assert (changed.status_code, changed.json()["residence"]) == (200, "FR")
    assert changed.headers["etag"] == tag_of(client, address, person.headers)
    stale = client.put(address, json=draft, headers={**person.headers, "If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


def test_of_eight_writers_of_one_version_one_wins_and_seven_are_told(
    client: TestClient, expert: Expert, person: Caller
) -> None:
    address = f"/api/v1/experts/{expert.id}"
    headers = {**person.headers, "If-Match": tag_of(client, address, person.headers), **PATCH}

    def write(number: int) -> int:
        return client.patch(address, json={"headline": {"en": f"Writer {number}"}}, headers=headers).status_code

    with ThreadPoolExecutor(8) as threads:
        outcomes = sorted(threads.map(write, range(8)))
    assert outcomes == [200] + [412] * 7


def test_a_patch_changes_what_it_names_and_nothing_else(client: TestClient, expert: Expert, person: Caller) -> None:
    address = f"/api/v1/experts/{expert.id}"
    headers = {**person.headers, "If-Match": tag_of(client, address, person.headers), **PATCH}
    before = client.get(address, headers=person.headers).json()
    patch = {"headline": None, "name": {"latin": "Buoi T."}, "languages": [{"code": "en", "level": "basic"}]}
    after = client.patch(address, json=patch, headers=headers).json()
    assert after["headline"] is None
    assert after["name"] == before["name"] | {"latin": "Buoi T."}
    assert after["languages"] == patch["languages"]
    assert after["claims"] == before["claims"]


def test_a_patch_must_say_what_it_is_and_leave_something_valid(
    client: TestClient, expert: Expert, person: Caller
) -> None:
    address = f"/api/v1/experts/{expert.id}"
    headers = {**person.headers, "If-Match": tag_of(client, address, person.headers)}
    plain = client.patch(address, json={"headline": None}, headers=headers)
    assert (plain.status_code, plain.headers["accept-patch"]) == (415, MEDIA_TYPE)
    wrong = client.patch(address, json={"name": None, "residence": 7}, headers=headers | PATCH)
    assert {error["pointer"] for error in wrong.json()["errors"]} == {"/name", "/residence"}
    assert client.patch(address, json=[], headers=headers | PATCH).status_code == 422


def test_the_person_sees_the_own_profile_with_the_eyes_of_others(
    client: TestClient, expert: Expert, person: Caller
) -> None:
    address = f"/api/v1/experts/{expert.id}"
    as_public = client.get(f"{address}/as/public", headers=person.headers)
    assert as_public.content == client.get(address).content
    institutes = client.get(f"{address}/as/institutes", headers=person.headers).json()
    assert institutes["name"]["as_written"] == "Trần Thị Bưởi"
    assert len(institutes["claims"]) == 1
    assert client.get(f"{address}/as/everybody", headers=person.headers).status_code == 422


def test_a_profile_is_confirmed_and_closed(client: TestClient, expert: Expert, person: Caller) -> None:
    address = f"/api/v1/experts/{expert.id}"
    confirmed = client.post(f"{address}/confirm", headers=person.headers)
    assert confirmed.status_code == 200
    closing = {**person.headers, "If-Match": confirmed.headers["etag"]}
    assert client.delete(address, headers=closing).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(address, headers=person.headers).json()["status"] == "closed"


def test_the_person_sees_the_open_roles_that_suit(
    db: Database, client: TestClient, expert: Expert, person: Caller
) -> None:
    mission = a_mission(db, an_institute(db).id)
    roles = client.get(f"/api/v1/experts/{expert.id}/roles?limit=5", headers=person.headers).json()["data"]
    assert [sorted(role["suggestion"]["label"]) for role in roles] == [["en", "vi"]] * len(roles)
    assert [role["role_id"] for role in roles] == [mission.roles[0].id]
    assert roles[0]["reasons"]["works"][0]["title"]["en"] == "High-efficiency GaN devices"


@pytest.mark.parametrize("limit", ["0", "201", "x"])
def test_a_page_of_a_list_has_one_to_two_hundred_rows(
    client: TestClient, administrator_caller: Caller, limit: str
) -> None:
    answer = client.get(f"/api/v1/experts?limit={limit}", headers=administrator_caller.headers)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/limit"]


def test_a_list_is_read_page_by_page_to_its_end(db: Database, client: TestClient, administrator_caller: Caller) -> None:
    made = {an_expert(db, name={"as_written": f"Nguyễn Văn {name}"}).id for name in ("An", "Bình", "Chi", "Dũng", "Én")}
    seen: list[str] = []
    address: str | None = "/api/v1/experts?limit=2"
    while address:
        page = client.get(address, headers=administrator_caller.headers).json()
        seen += [row["id"] for row in page["data"]]
        following = page["meta"]["next_cursor"]
        address = f"/api/v1/experts?limit=2&cursor={following}" if following else None
    assert len(seen) == 5
    assert set(seen) == made
    wrong = client.get("/api/v1/experts?cursor=nonsense", headers=administrator_caller.headers)
    assert [error["code"] for error in wrong.json()["errors"]] == ["cursor"]


def test_a_code_that_no_list_has_is_named(client: TestClient, administrator_caller: Caller) -> None:
    answer = client.get("/api/v1/experts?field=999999", headers=administrator_caller.headers)
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/field", "unknown-code")]
