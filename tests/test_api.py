"""The interface as a whole: refusals in one shape, languages, limits, headers, origin, and what the log tells."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from fastapi import FastAPI
from httpx2 import Response
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from api import errors, validation
from api.errors import STATUS, Problem, status_of
from graph.address import Address
from graph.database import Database, connect
from graph.errors import AlreadyThere, GraphUnavailable, QueryTookTooLong
from registry.access import Office
from registry.errors import Merged, NotReady, NotSignedIn, RegistryError, Unavailable
from tests.callers import caller, interface

PROBLEM = "application/problem+json"


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    """A client without an account."""
    return interface(db, tmp_path)


@pytest.fixture
def unconnected(tmp_path: Path) -> Iterator[TestClient]:
    """A client of an application whose database is asked for nothing."""
    database = connect("bolt://127.0.0.1:1", "neo4j", "nothing listens")
    yield interface(database, tmp_path)
    database.close()


# What only the command line meets; it is there when tests of commands ran before in the same process.
ELSEWHERE = ("api.commands.", "registry.importers.", "tests.", "test_")


def every_error(kind: type[RegistryError] = RegistryError) -> set[type[RegistryError]]:
    """An error and all that descend from it."""
    return {kind}.union(*(every_error(child) for child in kind.__subclasses__()))


def test_every_error_of_the_registry_has_its_own_status() -> None:
    assert {kind for kind in every_error() if not kind.__module__.startswith(ELSEWHERE)} == set(STATUS)


def test_an_error_that_is_not_in_the_table_has_the_status_of_its_parent() -> None:
    class Expired(NotSignedIn):
        pass

    assert status_of(Expired("expired", vi="Hết hạn.", en="Expired.")) == 401


@pytest.mark.parametrize(
    ("language", "title", "detail"),
    [
        ("vi", "Không tìm thấy", "Không có gì ở địa chỉ này."),
        ("en", "Not found", "There is nothing at this address."),
        ("en-GB;q=0.9, vi;q=0.3", "Not found", "There is nothing at this address."),
        ("fr, en;q=0.1", "Not found", "There is nothing at this address."),
        ("fr", "Không tìm thấy", "Không có gì ở địa chỉ này."),
        ("en;q=0, vi;q=nonsense", "Không tìm thấy", "Không có gì ở địa chỉ này."),
    ],
)
def test_a_refusal_is_a_problem_in_the_readers_language(
    unconnected: TestClient, language: str, title: str, detail: str
) -> None:
    answer = unconnected.get("/api/v1/nothing", headers={"Accept-Language": language})
    problem = Problem.model_validate(answer.json())
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert (problem.title, problem.detail, problem.code) == (title, detail, "not-found")
    assert (problem.status, problem.instance) == (404, "/api/v1/nothing")
    assert answer.headers["content-language"] == ("vi" if title == "Không tìm thấy" else "en")
    assert answer.headers["x-request-id"] == problem.request_id


def test_every_wrong_value_is_named_at_once_in_both_languages(unconnected: TestClient) -> None:
    answer = unconnected.post("/api/v1/tokens", json={"login": "x", "password": "p" * 300, "days": 0, "shoe": 44})
    assert answer.status_code == 422
    found = {
        error["pointer"]: (error["code"], error["message_vi"], error["message_en"]) for error in answer.json()["errors"]
    }
    assert found == {
        "/login": ("string-pattern-mismatch", "Không đúng dạng quy định.", "This does not have the expected form."),
        "/password": ("string-too-long", "Dài quá 200 ký tự.", "This is longer than 200 characters."),
        "/name": ("missing", "Mục này là bắt buộc.", "This is required."),
        "/days": ("greater-than-equal", "Phải từ 1 trở lên.", "This must be 1 or more."),
        "/shoe": ("extra-forbidden", "Không có mục nào tên là shoe.", "There is no field named shoe."),
    }


def test_what_is_wrong_in_a_refused_body_is_never_sent_back(unconnected: TestClient) -> None:
    answer = unconnected.post("/api/v1/tokens", json={"login": "x", "password": "short secret"})
    assert "short secret" not in answer.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"login": ', 422, "invalid"),
        (b'{"login": "\xff"}', 400, "unreadable"),
        (b"[1, 2]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b"", 422, "invalid"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_a_sentence(
    unconnected: TestClient, body: bytes, status: int, code: str
) -> None:
    answer = unconnected.post("/api/v1/tokens", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"], answer.json()["code"]) == (status, PROBLEM, code)


def test_a_body_above_a_megabyte_is_refused_before_it_is_read(unconnected: TestClient) -> None:
    name = "x" * 10_000_000
    announced = unconnected.post("/api/v1/tokens", json={"name": name})
    streamed = unconnected.post("/api/v1/tokens", content=(name[:65536].encode() for _ in range(160)))
    for answer in (announced, streamed):
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_wrong_content_length_is_refused(unconnected: TestClient) -> None:
    answer = unconnected.post("/api/v1/tokens", content=b"{}", headers={"Content-Length": "-1"})
    assert answer.status_code == 400


def test_an_unknown_query_parameter_is_refused_by_its_name(unconnected: TestClient) -> None:
    answer = unconnected.get("/api/v1/institutes?txet=y&limit=3")
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, "/txet", "parameter-unknown")
    assert "text" in error["message_en"]


def test_a_wrong_method_names_the_right_ones(unconnected: TestClient) -> None:
    answer = unconnected.delete("/api/v1/health")
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "method-not-allowed", "GET")


def test_a_database_that_lets_nobody_in_is_a_problem_with_a_time_to_come_back(
    db: Database, address: Address, tmp_path: Path
) -> None:
    refused = connect(address.uri, address.user, "not the password")
    answer = interface(refused, tmp_path).get("/api/v1/ready", headers={"Accept-Language": "en"})
    refused.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0


def failing(client: TestClient, error: Exception) -> Response:
    """The answer of an operation that fails with this error."""

    def fail() -> None:
        raise error

    app = client.app
    assert isinstance(app, FastAPI)
    app.add_api_route("/api/v1/fail", fail)
    return client.get("/api/v1/fail", headers={"Accept-Language": "en"})


def test_an_unexpected_error_is_answered_and_logged_without_its_text(unconnected: TestClient) -> None:
    with structlog.testing.capture_logs() as lines:
        answer = failing(unconnected, RuntimeError("the name of somebody"))
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "somebody" not in answer.text + str(lines)
    assert [line["kind"] for line in lines if line["event"] == "failed"] == ["RuntimeError"]
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (AlreadyThere("the ORCID of somebody"), 409, "taken"),
        (GraphUnavailable("bolt://graph"), 503, "unavailable"),
        (QueryTookTooLong("MATCH somebody"), 503, "unavailable"),
        (Unavailable("the address of the database"), 503, "unavailable"),
        (NotReady("migrations-missing", vi="Chưa nâng cấp.", en="Not migrated."), 503, "migrations-missing"),
        (HTTPException(418), 418, "http-418"),
    ],
)
def test_what_the_graph_and_the_framework_report_is_a_problem_too(
    unconnected: TestClient, error: Exception, status: int, code: str
) -> None:
    answer = failing(unconnected, error)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("retry-after" in answer.headers) == (status == 503)
    for private in ("somebody", "bolt://", "the address"):
        assert private not in answer.text


def test_a_merged_record_leads_to_its_survivor_with_the_query_that_was_asked() -> None:
    scope = {"type": "http", "path": "/experts/a-1/roles", "query_string": b"limit=3", "headers": [], "method": "GET"}
    scope |= {"server": ("testserver", 80), "scheme": "http"}
    assert errors._headers(Request(scope), Merged("a-1", "b-2")) == {"Location": "/experts/b-2/roles?limit=3"}


def test_the_process_lives_and_is_ready(client: TestClient) -> None:
    with client:
        assert client.get("/api/v1/health").json() == {"status": "ok"}
        assert client.get("/api/v1/ready").json() == {"status": "ok"}


def test_every_answer_carries_the_protective_headers(client: TestClient) -> None:
    for path in ("/api/v1/health", "/api/v1/nothing", "/api/openapi.json", "/nothing"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "no-" in headers["cache-control"]


def test_answers_of_the_interface_say_what_they_vary_by(client: TestClient) -> None:
    headers = client.get("/api/v1/institutes", headers={"Accept-Language": "en"}).headers
    assert set(re.split(", ?", headers["vary"])) >= {"Accept", "Accept-Language", "Authorization", "Cookie"}
    assert headers["content-language"] == "en"


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, True),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "http://127.0.0.1:8000"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer vnr_x"}, False),
        ({}, False),
    ],
)
def test_another_site_cannot_make_a_browser_change_anything(
    client: TestClient, headers: dict[str, str], refused: bool
) -> None:
    answer = client.post("/api/v1/institutes", json={}, headers=headers)
    assert (answer.json()["code"] == "foreign-origin") == refused
    assert answer.status_code == (403 if refused else 401)
    assert client.get("/api/v1/health", headers=headers).status_code == 200


def test_the_log_has_neither_query_nor_address_nor_body(db: Database, client: TestClient) -> None:
    reader = caller(db, Office.COMMITTEE, "committee")
    with structlog.testing.capture_logs() as lines:
        client.get("/api/v1/experts?text=Bưởi", headers=reader.headers)
        client.get("/api/v1/experts/personal-number-7", headers=reader.headers)
        client.post("/api/v1/tokens", json={"login": "a@example.vn", "password": "geheim geheim", "name": "n"})
    written = str(lines)
    for private in ("Bưởi", "B%C6%B0", "personal-number-7", "a@example.vn", "geheim", "vnr_"):
        assert private not in written
    assert [(line["operation"], line["status"]) for line in lines] == [
        ("find_experts", 200),
        ("read_expert", 404),
        ("issue_token", 401),
    ]


def test_a_person_in_a_browser_gets_the_page_that_the_pages_have_set(client: TestClient) -> None:
    def page(_: Request, problem: Problem) -> HTMLResponse:
        return HTMLResponse(f"<h1>{problem.title}</h1>", status_code=problem.status)

    client.app.state.error_page = page  # type: ignore[attr-defined]
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en"}
    assert client.get("/nothing", headers=browser).text == "<h1>Not found</h1>"
    assert client.get("/api/v1/nothing", headers=browser).headers["content-type"] == PROBLEM
    assert client.get("/nothing", headers={"Accept": "application/json"}).headers["content-type"] == PROBLEM


def test_every_error_type_of_the_models_has_its_sentences() -> None:
    folder = Path(__file__).parent.parent / "registry" / "models"
    raised = {
        code
        for path in folder.rglob("*.py")
        for code in re.findall(r'PydanticCustomError\(\s*"([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert raised
    assert raised <= set(validation.SENTENCES)


def test_an_error_type_without_sentences_still_says_where() -> None:
    [error] = validation.invalid_from(
        [{"type": "uuid_parsing", "loc": ("body", "a/b", 0), "msg": "?", "input": "x"}], under="/expert"
    ).errors
    assert (error.pointer, error.code, error.en) == ("/expert/a~1b/0", "uuid-parsing", "This value is not valid.")
