"""What the interface says of itself: its document, its settings, the official lists, the audit and the accounts."""

import os
import re
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr, ValidationError
from starlette.testclient import TestClient

from api.routes import case_examples, examples
from api.routes.experts import Registration
from api.settings import Settings, session_secret
from graph.database import Database
from registry.access import Office
from registry.models.accounts import AccountDraft
from registry.models.case_entries import (
    AssessmentDraft,
    CouncilDraft,
    DecisionDraft,
    Declaration,
    FileCheckDraft,
    JudgementDraft,
    MoveDraft,
    NominationDraft,
    PromiseDraft,
    ReviewAnswer,
    ScorecardDraft,
)
from registry.models.cases import StageSetting
from registry.models.experts import ExpertDraft
from registry.models.institutes import InstituteDraft
from registry.models.missions import MissionDraft
from tests.callers import PASSWORD, Caller, an_institute, caller, interface

Json = dict[str, Any]


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    """A client without an account."""
    return interface(db, tmp_path)


@pytest.fixture
def curator(db: Database) -> Caller:
    """An administrator, signed in."""
    return caller(db, Office.ADMINISTRATOR, "curator")


@pytest.fixture
def document(client: TestClient) -> Json:
    """The document of the interface."""
    made: Json = client.get("/api/openapi.json").json()
    return made


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    """Every operation with its method and path."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def references(node: object) -> Iterator[str]:
    """Every reference in a document."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_document_is_openapi_whose_references_all_lead_somewhere(document: Json) -> None:
    assert document["openapi"].startswith("3.1")
    for reference in references(document):
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


def test_operations_have_clean_names_and_a_sentence(document: Json) -> None:
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names))
    for where, operation in operations(document):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"]), where
        assert operation["description"].endswith("."), where
        for parameter in operation.get("parameters", ()):
            assert parameter["in"] == "path" or parameter.get("description"), (where, parameter["name"])


def test_every_operation_says_what_it_takes_what_it_gives_and_how_it_refuses(document: Json) -> None:
    for where, operation in operations(document):
        answers = {int(status): answer for status, answer in operation["responses"].items() if status.isdigit()}
        [(status, answer)] = answers.items()
        assert 200 <= status < 300, where
        assert status == 204 or answer["content"], where
        assert all(content["schema"] for kind, content in answer.get("content", {}).items() if "json" in kind), where
        assert set(operation["responses"]["default"]["content"]) == {"application/problem+json"}, where
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert content["schema"], where


def test_bodies_that_create_or_replace_have_an_example(document: Json) -> None:
    schemas = document["components"]["schemas"]
    for where, operation in operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            schema = content["schema"]
            named = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
            assert "example" in named or "examples" in {**named, **schema, **content}, where


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (AccountDraft, examples.ACCOUNT_DRAFT),
        (ExpertDraft, examples.EXPERT_DRAFT),
        (Registration, examples.REGISTRATION),
        (InstituteDraft, examples.INSTITUTE_DRAFT),
        (MissionDraft, examples.MISSION_DRAFT),
        (NominationDraft, case_examples.NOMINATION),
        (MoveDraft, case_examples.MOVE),
        (FileCheckDraft, case_examples.FILE_CHECK),
        (JudgementDraft, case_examples.JUDGEMENT),
        (CouncilDraft, case_examples.COUNCIL),
        (Declaration, case_examples.DECLARATION),
        (ScorecardDraft, case_examples.SCORECARD),
        (DecisionDraft, case_examples.DECISION),
        (PromiseDraft, case_examples.PROMISE),
        (AssessmentDraft, case_examples.ASSESSMENT),
        (ReviewAnswer, case_examples.ANSWER),
        (StageSetting, case_examples.SETTING),
    ],
)
def test_an_example_is_valid(model: type[BaseModel], example: Json) -> None:
    assert model.model_validate(example)


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTRY_PORT", "9001")
    monkeypatch.setenv("REGISTRY_LANGUAGE", "en")
    monkeypatch.setenv("REGISTRY_DATA_FOLDER", str(tmp_path))
    settings = Settings()
    assert (settings.port, settings.language, settings.data_folder) == (9001, "en", tmp_path)
    assert settings.time_zone == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"secret": "short"}, "at least 32 random characters"),
        ({"secret": "a" * 64}, "at least 32 random characters"),
        ({"secret": "please-change-me-please-change-me-please"}, "looks like an example"),
        ({"graph_uri": "bolt://graph:7687"}, "needs REGISTRY_GRAPH_PASSWORD"),
        ({"graph_uri": "bolt://graph:7687", "graph_password": "neo4j"}, "well-known default"),
        ({"graph_uri": "bolt://neo4j:pw@graph:7687", "graph_password": "x"}, "must not hold a password"),
        ({"time_zone": "Mars/Olympus"}, "no time zone"),
        ({"base_url": "registry.example.vn"}, "must begin with http"),
        ({"language": "fr"}, "'vi' or 'en'"),
        ({"port": 0}, "greater than or equal to 1"),
    ],
)
def test_an_unsafe_or_impossible_setting_is_refused_without_repeating_it(given: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(words)) as refused:
        Settings.model_validate(given)
    assert "please-change-me" not in str(refused.value)


def test_a_secret_is_made_once_and_readable_only_by_its_owner(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path / "new")
    made = session_secret(settings)
    assert len(made) == 64
    assert session_secret(settings) == made
    assert stat.S_IMODE((tmp_path / "new" / "session-secret").stat().st_mode) == 0o600
    chosen = Settings(data_folder=tmp_path, secret=SecretStr("9f2c4e7a1b3d5f6081a2b3c4d5e6f708"))
    assert session_secret(chosen) == "9f2c4e7a1b3d5f6081a2b3c4d5e6f708"


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(lambda _: session_secret(settings), range(64)))
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["session-secret"]


def test_a_start_that_is_cut_off_leaves_no_half_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            session_secret(Settings(data_folder=tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert len(session_secret(Settings(data_folder=tmp_path))) == 64


def test_a_damaged_secret_is_refused_rather_than_used(tmp_path: Path) -> None:
    (tmp_path / "session-secret").write_text("")
    with pytest.raises(ValueError, match="no usable secret"):
        session_secret(Settings(data_folder=tmp_path))


def test_every_list_is_served_with_codes_and_names_in_both_languages(client: TestClient) -> None:
    named = client.get("/api/v1/lists").json()["data"]
    assert {entry["name"] for entry in named} >= {"fields", "technologies", "provinces", "role_kinds", "standings"}
    for entry in named:
        rows = client.get(f"/api/v1/lists/{entry['name']}").json()["data"]
        assert len(rows) == entry["entries"] > 0
        assert entry["title_vi"]
        assert entry["title_en"]
        assert all(row.get("code") or row.get("number") or row.get("taxonomy_id") for row in rows), entry["name"]


def test_entries_are_offered_while_somebody_types(client: TestClient) -> None:
    address = "/api/v1/lists/provinces/suggest?text=hà nội&limit=1"
    [offered] = client.get(address, headers={"Accept-Language": "vi"}).json()["data"]
    assert offered == {"code": "01", "label": "Hà Nội", "matched": "Hà Nội"}
    past = client.get("/api/v1/lists/technologies/suggest?text=chip&on=2001-01-01").json()["data"]
    assert past == []


@pytest.mark.parametrize("address", ["/api/v1/lists/nothing", "/api/v1/lists/nothing/suggest?text=a"])
def test_a_list_that_there_is_not_is_not_found(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_the_audit_is_read_in_pages_and_proved(db: Database, client: TestClient, curator: Caller) -> None:
    an_institute(db)
    first = client.get("/api/v1/audit/events?limit=2", headers=curator.headers).json()
    following = first["meta"]["next_cursor"]
    second = client.get(f"/api/v1/audit/events?cursor={following}", headers=curator.headers).json()
    events = first["data"] + second["data"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert (first["meta"]["count"], second["meta"]["next_cursor"]) == (len(events), None)
    assert events[-1]["tag"] == "institute.registered"
    verdict = client.get("/api/v1/audit/verify", headers=curator.headers).json()
    assert (verdict["whole"], verdict["events"], verdict["head"]) == (True, len(events), events[-1]["hash"])


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/audit/events?cursor=99999999999999999999",
        "/api/v1/missions?cursor=WyJcdWQ4MDAiLCAieCJd",
        "/api/v1/institutes?cursor=WyJcdWQ4MDAiLCAieCIsICJ5Il0",
        "/api/v1/missions?cursor=" + "W1tb" * 450,
    ],
)
def test_a_cursor_that_nobody_gave_is_refused(client: TestClient, curator: Caller, address: str) -> None:
    assert client.get(address, headers=curator.headers).status_code == 422


def test_an_administrator_opens_lists_reads_and_closes_accounts(
    db: Database, client: TestClient, curator: Caller
) -> None:
    body = {"login": "Vien@Example.vn", "password": PASSWORD, "name": "Viện", "office": "institute"}
    refused = client.post("/api/v1/accounts", json=body, headers=curator.headers)
    assert [error["code"] for error in refused.json()["errors"]] == ["office-institute"]
    body["institute_id"] = an_institute(db).id
    made = client.post("/api/v1/accounts", json=body, headers=curator.headers)
    assert (made.status_code, made.json()["login"]) == (201, "vien@example.vn")
    assert "password" not in made.text
    assert client.get(made.headers["location"], headers=curator.headers).json() == made.json()
    listed = client.get("/api/v1/accounts?limit=1", headers=curator.headers).json()
    assert (listed["meta"]["count"], len(listed["data"])) == (2, 1)
    closed = client.post(f"{made.headers['location']}/deactivate", headers=curator.headers)
    assert not closed.json()["active"]
    again = client.post("/api/v1/accounts", json=body, headers=curator.headers)
    assert (again.status_code, again.json()["code"]) == (409, "login-taken")
