"""Institutes, missions and matches over HTTP: from a described role to a table of people with reasons."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import csv_export
from api.patching import MEDIA_TYPE
from api.routes.examples import EXPERT_DRAFT, INSTITUTE_DRAFT, MISSION_DRAFT
from graph.database import Database
from registry import consents, experts
from registry.access import Office
from registry.models.experts import Expert, ExpertDraft
from registry.models.institutes import Institute
from tests.callers import Caller, a_mission, an_expert, an_institute, caller, interface


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    """A client without an account."""
    return interface(db, tmp_path)


@pytest.fixture
def institute(db: Database) -> Institute:
    """The institute that runs the missions."""
    return an_institute(db)


@pytest.fixture
def host(db: Database, institute: Institute) -> Caller:
    """That institute, signed in."""
    return caller(db, Office.INSTITUTE, "host", speaks_for=institute.id)


@pytest.fixture
def curator(db: Database) -> Caller:
    """An administrator, signed in."""
    return caller(db, Office.ADMINISTRATOR, "curator")


def agreeing(db: Database, name: str, login: str) -> tuple[Expert, Caller]:
    """An expert who agreed to be matched, with their account."""
    expert = an_expert(db, name={"as_written": name})
    person = caller(db, Office.EXPERT, login, speaks_for=expert.id)
    consents.decide(db, person.actor, expert.id, "matching", True, language="vi")
    return expert, person


def test_an_institute_is_registered_found_corrected_and_closed(client: TestClient, curator: Caller) -> None:
    made = client.post("/api/v1/institutes", json=INSTITUTE_DRAFT, headers=curator.headers)
    address = made.headers["location"]
    assert made.status_code == 201
    assert [row["id"] for row in client.get("/api/v1/institutes?text=vat lieu").json()["data"]] == [made.json()["id"]]
    assert client.get("/api/v1/institutes/suggest?text=IMS").json()["data"] == [made.json()]
    version = {**curator.headers, "If-Match": made.headers["etag"]}
    patched = client.patch(address, json={"city": "Hà Nội"}, headers={**version, "Content-Type": MEDIA_TYPE})
    assert patched.json()["city"] == "Hà Nội"
    assert client.put(address, json=INSTITUTE_DRAFT, headers=version).status_code == 412
    version = {**curator.headers, "If-Match": patched.headers["etag"]}
    replaced = client.put(address, json=INSTITUTE_DRAFT, headers=version)
    assert replaced.json()["city"] is None
    assert client.delete(address, headers=version | {"If-Match": replaced.headers["etag"]}).status_code == 204
    assert client.get("/api/v1/institutes?text=vat lieu").json()["meta"]["count"] == 0


def test_a_duplicate_ror_is_a_conflict(client: TestClient, curator: Caller) -> None:
    body = INSTITUTE_DRAFT | {"ror": "https://ror.org/02wsd5p50"}
    assert client.post("/api/v1/institutes", json=body, headers=curator.headers).status_code == 201
    answer = client.post("/api/v1/institutes", json=body, headers=curator.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "ror-taken")


def test_an_institute_opens_corrects_and_closes_a_mission(
    client: TestClient, institute: Institute, host: Caller
) -> None:
    body = MISSION_DRAFT | {"institute_id": institute.id}
    made = client.post("/api/v1/missions", json=body, headers=host.headers)
    address = made.headers["location"]
    assert made.status_code == 201
    [found] = client.get("/api/v1/missions?text=chip&system=1&status=open").json()["data"]
    assert found["id"] == made.json()["id"]
    change = {**host.headers, "If-Match": made.headers["etag"]}
    patched = client.patch(address, json={"phase": 2}, headers={**change, "Content-Type": MEDIA_TYPE})
    assert (patched.status_code, patched.json()["phase"]) == (200, 2)
    assert patched.json()["roles"] == made.json()["roles"]
    assert client.delete(address, headers=change).status_code == 412
    assert client.delete(address, headers=change | {"If-Match": patched.headers["etag"]}).status_code == 204
    assert client.get(address).json()["status"] == "closed"


def test_a_mission_sent_eight_times_at_once_is_opened_once(
    client: TestClient, institute: Institute, host: Caller
) -> None:
    body = MISSION_DRAFT | {"institute_id": institute.id}

    def send(_: int) -> tuple[int, str]:
        answer = client.post("/api/v1/missions", json=body, headers={**host.headers, "Idempotency-Key": "one-mission"})
        return answer.status_code, answer.json()["id"]

    with ThreadPoolExecutor(8) as threads:
        outcomes = set(threads.map(send, range(8)))
    assert len(outcomes) == 1
    assert client.get("/api/v1/missions").json()["meta"]["count"] == 1


def test_wrong_values_of_a_mission_are_named_where_they_stand(
    client: TestClient, institute: Institute, host: Caller
) -> None:
    wrong = {
        "system": 7,
        "deadline": "2029-13",
        "outputs": [],
        "roles": [{"kind": "x", "title": {}, "text": {"en": "y"}}],
    }
    body = MISSION_DRAFT | {"institute_id": institute.id} | wrong
    errors = client.post("/api/v1/missions", json=body, headers=host.headers).json()["errors"]
    assert {error["pointer"] for error in errors} == {"/system", "/deadline", "/outputs", "/roles/0/title"}
    unknown = client.post(
        "/api/v1/missions",
        json=MISSION_DRAFT | {"institute_id": institute.id, "agency": "nobody"},
        headers=host.headers,
    )
    assert [(error["pointer"], error["code"]) for error in unknown.json()["errors"]] == [("/agency", "unknown-code")]


def test_an_institute_gets_people_with_reasons_and_takes_them_out_as_a_table(
    db: Database, client: TestClient, institute: Institute, host: Caller
) -> None:
    role = a_mission(db, institute.id).roles[0]
    expert, person = agreeing(db, "=Trần Thị Bưởi", "person")
    an_expert(db, name={"as_written": "Không Đồng Ý"})
    assert client.get(f"/api/v1/roles/{role.id}/matches", headers=host.headers).json()["data"] == []
    made = client.post(f"/api/v1/roles/{role.id}/matches?limit=5", headers=host.headers)
    assert made.status_code == 201
    [candidate] = made.json()["run"]["candidates"]
    assert (candidate["expert_id"], candidate["rank"]) == (expert.id, 1)
    assert candidate["reasons"]["terms"]
    assert made.json()["people"][expert.id]["name"]["as_written"] == "=Trần Thị Bưởi"
    address = made.headers["location"]
    assert client.get(address, headers=host.headers).json() == made.json()
    assert client.get(f"/api/v1/roles/{role.id}/matches", headers=host.headers).json()["data"] == [made.json()]

    sheet = client.get(f"{address}.csv", headers={**host.headers, "Accept-Language": "en"})
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert sheet.headers["cache-control"] == "no-store"
    assert "attachment" in sheet.headers["content-disposition"]
    assert sheet.content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")))
    assert head[:3] == ["Rank", "Expert id", "Name"]
    assert row[:4] == ["1", expert.id, "'=Trần Thị Bưởi", ""]
    assert "High-efficiency GaN devices" in row

    consents.decide(db, person.actor, expert.id, "matching", False, language="vi")
    after = client.get(address, headers=host.headers).json()
    assert after["people"] == {}
    assert after["run"]["candidates"][0]["reasons"]["withdrawn"]
    sheet = client.get(f"{address}.csv", headers=host.headers)
    assert "Bưởi" not in sheet.text
    again = client.post(f"/api/v1/roles/{role.id}/matches", headers=host.headers).json()
    assert again["run"]["candidates"] == []


def test_a_role_is_read_and_filled_once(db: Database, client: TestClient, institute: Institute, host: Caller) -> None:
    role = a_mission(db, institute.id).roles[0]
    expert = an_expert(db)
    assert client.get(f"/api/v1/roles/{role.id}").json()["status"] == "open"
    filled = client.post(f"/api/v1/roles/{role.id}/fill", json={"expert_id": expert.id}, headers=host.headers)
    assert (filled.status_code, filled.json()["status"]) == (200, "filled")
    again = client.post(f"/api/v1/roles/{role.id}/fill", json={"expert_id": expert.id}, headers=host.headers)
    assert again.status_code == 409
    assert client.post(f"/api/v1/roles/{role.id}/matches", headers=host.headers).status_code == 409


def test_a_merged_expert_answers_with_the_way_to_the_survivor(
    db: Database, client: TestClient, curator: Caller, host: Caller
) -> None:
    survivor, other = an_expert(db), an_expert(db)
    body = {"other_id": other.id, "reason": "One person with one address."}
    merged = client.post(f"/api/v1/experts/{survivor.id}/merge", json=body, headers=curator.headers)
    assert (merged.status_code, merged.json()["id"]) == (200, survivor.id)
    answer = client.get(f"/api/v1/experts/{other.id}/as/public", headers=curator.headers, follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (308, "merged")
    assert answer.headers["location"] == f"/api/v1/experts/{survivor.id}/as/public"
    assert client.get(f"/api/v1/experts/{other.id}", headers=host.headers).json()["id"] == survivor.id
    body = {"reason": "Two people after all."}
    parted = client.post(f"/api/v1/experts/{other.id}/unmerge", json=body, headers=curator.headers)
    assert (parted.status_code, parted.json()["id"]) == (200, other.id)
    assert client.get(f"/api/v1/experts/{other.id}", follow_redirects=False).status_code == 200


def test_a_merged_record_that_is_named_in_a_body_is_a_conflict(
    db: Database, client: TestClient, institute: Institute, host: Caller, curator: Caller
) -> None:
    role = a_mission(db, institute.id).roles[0]
    survivor, other = an_expert(db), an_expert(db)
    body = {"other_id": other.id, "reason": "One person with one address."}
    client.post(f"/api/v1/experts/{survivor.id}/merge", json=body, headers=curator.headers)
    answer = client.post(f"/api/v1/roles/{role.id}/fill", json={"expert_id": other.id}, headers=host.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "merged")
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ('x;=HYPERLINK("https://evil.example")', 'x;\'=HYPERLINK("https://evil.example")'),
        ("pin; +1; @a;-2", "pin; '+1; '@a;'-2"),
        ("a\r\n=1", "a\r\n'=1"),
        ("một; hai = ba", "một; hai = ba"),
    ],
)
def test_no_cell_of_a_table_is_a_formula(text: str, cell: str) -> None:
    [row] = csv.reader(io.StringIO(csv_export.table([[text, "plain", -1.5, None]]).decode("utf-8-sig"), newline=""))
    assert row == [cell, "plain", "-1.5", ""]


def test_the_examples_are_accepted_as_they_stand(db: Database, curator: Caller) -> None:
    made = experts.register(db, curator.actor, ExpertDraft.model_validate(EXPERT_DRAFT))
    assert experts.draft_of(made).claims[0].title.en == "High-efficiency GaN devices"
