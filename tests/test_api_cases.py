"""Cases over HTTP: from the nomination to the decision by those who may, refusals told with their codes."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.routes import case_examples
from graph.database import Database
from registry.access import Office
from tests.callers import Caller, a_mission, an_expert, an_institute, caller, interface


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    """A client without an account."""
    return interface(db, tmp_path)


def test_a_nomination_goes_to_its_decision_and_the_person_reads_what_is_opened(
    db: Database, client: TestClient
) -> None:
    institute, expert = an_institute(db), an_expert(db)
    host = caller(db, Office.INSTITUTE, "host", speaks_for=institute.id)
    central = caller(db, Office.COMMITTEE, "central")
    person = caller(db, Office.EXPERT, "person", speaks_for=expert.id)
    role = a_mission(db, institute.id).roles[0].id
    draft = case_examples.NOMINATION | {"expert_id": expert.id, "on": None}
    once = {**host.headers, "Idempotency-Key": "nomination-of-one-person"}
    made = client.post(f"/api/v1/roles/{role}/cases", json=draft, headers=once)
    assert made.status_code == 201, made.text
    address = made.headers["location"]
    again = client.post(f"/api/v1/roles/{role}/cases", json=draft, headers=once)
    assert (again.json()["id"], again.headers["idempotency-replayed"]) == (made.json()["id"], "true")
    assert _sent(client, f"{address}/check", host, case_examples.FILE_CHECK)["stage"] == "checked"
    early = client.post(f"{address}/moves", json=case_examples.MOVE, headers=host.headers)
    assert (early.status_code, early.json()["code"]) == (409, "move-skips")
    wrong = client.post(f"{address}/decision", json=case_examples.DECISION, headers=host.headers)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong-office")
    assert client.get(address, headers=person.headers).json()["stage"] is None
    decided = _sent(client, f"{address}/decision", central, case_examples.DECISION)
    assert decided["moves"] == ["invite", "withdraw"]
    [due] = client.get("/api/v1/cases/due", headers=host.headers).json()["data"]
    assert (due["holding"]["holder"], due["holding"]["target_verified"]) == ("institute", False)
    listed = client.get(f"/api/v1/cases?role={role}&open=true", headers=central.headers).json()["data"]
    assert [row["stage"] for row in listed] == ["decided"]


def _sent(client: TestClient, address: str, sender: Caller, body: object) -> dict[str, object]:
    answer = client.post(address, json=body, headers=sender.headers)
    assert answer.status_code in {200, 201}, answer.text
    content: dict[str, object] = answer.json()
    return content
