"""`registry ranker`: what each command writes, and how it ends."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.exits import Exit
from graph.address import DATABASE, Address
from graph.database import Database
from matching import learned
from tests.outcome_builders import KIND, country, decided

Call = Callable[..., Result]


@pytest.fixture
def call(db: Database, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run a command in English against the engine of the tests."""
    assert db.ping()
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REGISTRY_GRAPH_URI", address.uri)
    monkeypatch.setenv("REGISTRY_GRAPH_USER", address.user)
    monkeypatch.setenv("REGISTRY_GRAPH_PASSWORD", address.password)
    monkeypatch.setenv("REGISTRY_GRAPH_NAME", DATABASE)
    monkeypatch.setenv("REGISTRY_DATA_FOLDER", str(tmp_path / "var"))
    return lambda *words: CliRunner().invoke(app, ["--language", "en", "ranker", *words])


def test_a_ranker_is_trained_shown_used_and_let_go(call: Call, db: Database, tmp_path: Path) -> None:
    decided(db)
    trained = call("train", KIND)
    assert trained.exit_code == 0
    id = trained.stdout.splitlines()[0]
    assert "Learned from 20 decisions; on 10 newer ones" in trained.stdout
    file = tmp_path / "ranker.skops"
    shown = json.loads(call("show", id, "--out", str(file)).stdout)
    assert (shown["id"], shown["in_use"], shown["outcomes"]["usable"]) == (id, False, 30)
    assert learned.load(file).data == shown["data"]
    assert f"weighed by {shown['name']} now" in call("use", id, "--reason", "A trial.").stdout
    listed = call("list").stdout
    assert id in listed
    assert "in use" in listed.splitlines()[1]
    assert "published weights again" in call("reset", KIND).stdout
    assert call("reset", KIND).exit_code == Exit.REFUSED


def test_too_few_decisions_are_refused_with_their_number(call: Call, db: Database) -> None:
    country(db, 1)
    told = call("train", KIND)
    assert told.exit_code == Exit.REFUSED
    assert "there are 0 of 0" in told.output
    assert call("train", "king").exit_code != 0
    assert call("show", "none").exit_code == Exit.REFUSED
