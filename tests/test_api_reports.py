"""The report over JSON and as files: what the committee reads, and what nobody else may."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.database import Database
from registry.access import Actor, Office
from tests.callers import Caller, caller, interface
from tests.report_builders import Network, stored


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    """A client without an account."""
    return interface(db, tmp_path)


@pytest.fixture
def network(db: Database, administrator: Actor) -> Network:
    """The network that is counted."""
    return stored(db, administrator)


@pytest.fixture
def reader(db: Database) -> Caller:
    """Somebody of the committee."""
    return caller(db, Office.COMMITTEE, "committee")


def test_every_number_of_the_report_opens_to_rows_that_add_up(
    client: TestClient, network: Network, reader: Caller
) -> None:
    report = client.get("/api/v1/reports/network", headers=reader.headers).json()
    assert report["experts"] == {"value": 5, "generated": 1}
    for figure in report["figures"]:
        assert client.get(f"/api/v1/figures/{figure['id']}", headers=reader.headers).json()["value"] == figure["value"]
        for entry in figure["entries"]:
            parameters = {"key": entry["key"], "limit": "200"}
            rows = client.get(f"/api/v1/figures/{figure['id']}/rows", headers=reader.headers, params=parameters).json()
            assert rows["meta"]["count"] == entry["value"] == sum(row["count"] for row in rows["data"])


def test_rows_come_page_by_page_and_as_a_table(client: TestClient, network: Network, reader: Caller) -> None:
    address = "/api/v1/figures/experts-by-country/rows"
    first = client.get(address, headers=reader.headers, params={"key": "FR", "limit": "3"}).json()
    assert len(first["data"]) == 3
    cursor = first["meta"]["next_cursor"]
    rest = client.get(address, headers=reader.headers, params={"key": "FR", "cursor": cursor}).json()
    assert [row["id"] for row in rest["data"]] == [None]
    table = client.get(f"{address}.csv", headers=reader.headers | {"Accept-Language": "vi"}, params={"key": "FR"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Loại,Mã,Tên,Tính là,Mô phỏng"
    assert len(lines) == 5
    assert network.private_expert not in table.text
    assert "không cho biết là ai" in lines[-1]


def test_the_paper_is_a_pdf_to_keep(client: TestClient, network: Network, reader: Caller) -> None:
    answer = client.get(
        "/api/v1/reports/network.pdf", headers=reader.headers, params={"lang": "vi", "on": "2026-11-21"}
    )
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"] == 'attachment; filename="bao-cao-mang-luoi-2026-11-21.pdf"'


@pytest.mark.parametrize("office", [Office.INSTITUTE, Office.EXPERT])
def test_an_institute_and_an_expert_do_not_read_the_report(
    client: TestClient, db: Database, network: Network, office: Office
) -> None:
    subject = network.institute if office is Office.INSTITUTE else network.battery_expert
    someone = caller(db, office, "someone", speaks_for=subject)
    for address in ("/reports/network", "/reports/network.pdf", "/figures/experts-by-country"):
        assert client.get(f"/api/v1{address}", headers=someone.headers).status_code == 403
    rows = client.get("/api/v1/figures/experts-by-country/rows", headers=someone.headers, params={"key": "FR"})
    assert rows.status_code == 403


def test_nobody_reads_the_report_without_signing_in(client: TestClient) -> None:
    assert client.get("/api/v1/reports/network").status_code == 401


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports/network?on=2025-01-01", 422),
        ("/reports/network?on=yesterday", 422),
        ("/reports/network?day=2026-01-01", 422),
        ("/figures/experts-by-shoe-size", 404),
        ("/figures/experts-by-country/rows?key=Atlantis", 404),
        ("/figures/experts-by-country/rows", 422),
        ("/figures/experts-by-country/rows?key=FR&cursor=nonsense", 422),
    ],
)
def test_what_cannot_be_answered_is_refused(client: TestClient, reader: Caller, address: str, status: int) -> None:
    answer = client.get(f"/api/v1{address}", headers=reader.headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_page_links_every_number_and_shows_whom_it_may(
    client: TestClient, network: Network, reader: Caller
) -> None:
    page = client.get("/reports/network", headers=reader.headers | {"Accept": "text/html"}).text
    assert "Báo cáo mạng lưới chuyên gia" in page
    assert 'href="/reports/network/experts-by-country?key=FR&amp;on=' in page
    assert page.count('role="img"') == page.count("<figure>")
    rows = client.get("/reports/network/experts-by-country?key=FR", headers=reader.headers).text
    assert f'href="/experts/{network.battery_expert}"' in rows
    assert network.private_expert not in rows
    assert "không cho biết là ai" in rows
    roles = client.get("/reports/network/roles-by-kind?key=project-chief-engineer:open", headers=reader.headers).text
    assert f'href="/missions/{network.mission}#role-{network.roles[0]}"' in roles
    paper = client.get("/reports/network.pdf?lang=en", headers=reader.headers)
    assert paper.content.startswith(b"%PDF-")
    table = client.get("/reports/network/experts-by-country.csv?key=FR", headers=reader.headers)
    assert table.headers["content-disposition"].endswith('filename="experts-by-country-FR.csv"')
