"""The tests run against real engines, never against imitations of them.

The engine that needs no installation is started once per test process. Tests that face the graph run a second time on
a real Neo4j: the server that `REGISTRY_TEST_NEO4J_URI` names if it carries the marker `(:TestMarker)`, else one that is
assembled from Maven Central where Java and Maven are. Where neither is, that second run is skipped with the reason, or
fails if `REGISTRY_REQUIRE_NEO4J` is set. Every test begins with an empty, migrated database.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from neo4j import GraphDatabase
from typer.testing import CliRunner, Result

from graph import local
from graph.address import DATABASE, Address
from graph.database import Database, connect
from registry import setup
from registry.access import NOBODY, Actor, Office, system
from tests.engines import neo4j_available, neo4j_server

settings.register_profile("engine", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("engine")

CACHE = Path.home() / ".cache" / "talent-registry" / "neo4j-5.26.30"
# Ways in: what they ask of the graph is asked by the tests of the operations already, on both engines.
ONE_ENGINE = ("test_api", "test_page", "test_browser", "test_cli", "test_demo")

_EMPTY = """
MATCH (n)
WHERE NOT n:Migration AND NOT n:Field AND NOT n:Technology AND NOT n:AuditHead AND NOT n:TestMarker
  AND NOT (n:RuleEdition AND n.edition = 1)
DETACH DELETE n
"""
_FIRST_RULES = "MATCH (edition:RuleEdition) REMOVE edition.successor"
_RESET = "MATCH (head:AuditHead {name: 'audit'}) SET head.seq = 0, head.hash = null"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what faces the graph on both engines, the ways in on the default one."""
    if "db" in metafunc.fixturenames:
        one = metafunc.module.__name__.rpartition(".")[2].startswith(ONE_ENGINE)
        metafunc.parametrize("db", ["default"] if one else ["default", "neo4j"], indirect=True)


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Address]]:
    """The address of an engine by its name; each is started when first asked for and ends with the session."""
    started: dict[str, Address] = {}
    with ExitStack() as engines:

        def address(name: str) -> Address:
            if name not in started:
                folder = tmp_path_factory.mktemp(name)
                started[name] = engines.enter_context(
                    local.engine(folder, heap="768m") if name == "default" else _neo4j(folder)
                )
            return started[name]

        yield address


@pytest.fixture
def address(request: pytest.FixtureRequest, addresses: Callable[[str], Address]) -> Address:
    """The address behind the `db` of the same test."""
    return addresses(request.node.callspec.params["db"])


@pytest.fixture
def db(request: pytest.FixtureRequest, addresses: Callable[[str], Address]) -> Iterator[Database]:
    """An empty, migrated database."""
    address = addresses(request.param)
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query(_EMPTY)
        driver.execute_query(_RESET)
        driver.execute_query(_FIRST_RULES)
    database = connect(address.uri, address.user, address.password)
    setup.prepare(database, system("tests"))
    yield database
    database.close()


@pytest.fixture
def data_folder(db: Database, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, which the settings name beside the engine of the tests and nothing else."""
    assert db.ping()
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REGISTRY_GRAPH_URI", address.uri)
    monkeypatch.setenv("REGISTRY_GRAPH_USER", address.user)
    monkeypatch.setenv("REGISTRY_GRAPH_PASSWORD", address.password)
    monkeypatch.setenv("REGISTRY_GRAPH_NAME", DATABASE)
    monkeypatch.setenv("REGISTRY_DATA_FOLDER", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def call(data_folder: Path) -> Callable[..., Result]:
    """Run a command, in English unless told otherwise, against the engine of the tests, in an empty data folder."""
    # Only the tests of the command line pay for what it imports.
    from api.cli import app

    runner = CliRunner()
    return lambda *words, given=None, language="en": runner.invoke(app, ["--language", language, *words], input=given)


@pytest.fixture
def administrator() -> Actor:
    """Somebody who may do nearly everything."""
    return Actor("a-1", Office.ADMINISTRATOR, "Quản trị")


@pytest.fixture
def committee() -> Actor:
    """A member of the steering committee's office."""
    return Actor("a-2", Office.COMMITTEE, "Ban Chỉ đạo")


@pytest.fixture
def nobody() -> Actor:
    """Somebody who has not signed in."""
    return NOBODY


@contextmanager
def _neo4j(folder: Path) -> Iterator[Address]:
    given = os.environ.get("REGISTRY_TEST_NEO4J_URI")
    if given:
        yield _marked(
            Address(given, os.environ["REGISTRY_TEST_NEO4J_USER"], os.environ["REGISTRY_TEST_NEO4J_PASSWORD"])
        )
        return
    hindrance = neo4j_available()
    if hindrance and os.environ.get("REGISTRY_REQUIRE_NEO4J"):
        pytest.fail(f"This run requires a real Neo4j. {hindrance}")
    if hindrance:
        pytest.skip(hindrance)
    with neo4j_server(CACHE, folder) as address:
        yield address


def _marked(address: Address) -> Address:
    """Refuse a server that does not say that it is for tests: they erase everything in it."""
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        records, _, _ = driver.execute_query("MATCH (marker:TestMarker) RETURN count(marker) AS markers")
    if not records[0]["markers"]:
        pytest.fail("REGISTRY_TEST_NEO4J_URI names a database without (:TestMarker); the tests would erase it.")
    return address
