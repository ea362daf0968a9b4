"""`registry ranker` and `registry what-if`: what each command writes, and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from api.commands.exits import Exit
from graph.database import Database
from matching import learned
from registry import experts, matches, trials
from registry.access import system
from tests import builders
from tests.outcome_builders import KIND, country, decided

Call = Callable[..., Result]


def test_a_ranker_is_trained_shown_used_and_let_go(call: Call, db: Database, tmp_path: Path) -> None:
    decided(db)
    trained = call("ranker", "train", KIND)
    assert trained.exit_code == 0
    id = trained.stdout.splitlines()[0]
    assert "Learned from 20 decisions; on 10 newer ones" in trained.stdout
    file = tmp_path / "ranker.skops"
    shown = json.loads(call("ranker", "show", id, "--out", str(file)).stdout)
    assert (shown["id"], shown["in_use"], shown["outcomes"]["usable"]) == (id, False, 30)
    assert learned.load(file).data == shown["data"]
    assert f"weighed by {shown['name']} now" in call("ranker", "use", id, "--reason", "A trial.").stdout
    listed = call("ranker", "list").stdout
    assert id in listed
    assert "in use" in listed.splitlines()[1]
    assert "published weights again" in call("ranker", "reset", KIND).stdout
    assert call("ranker", "reset", KIND).exit_code == Exit.REFUSED


def test_too_few_decisions_are_refused_with_their_number(call: Call, db: Database) -> None:
    country(db, 1)
    told = call("ranker", "train", KIND)
    assert told.exit_code == Exit.REFUSED
    assert "there are 0 of 0" in told.output
    assert call("ranker", "train", "king").exit_code != 0
    assert call("ranker", "show", "none").exit_code == Exit.REFUSED


def test_other_weights_are_tried_and_saved_where_a_reason_is_given(call: Call, db: Database) -> None:
    told = country(db, 1)
    run = matches.run(db, told.pool, told.world.host, told.world.role_id)
    tried = call("what-if", run.id, "--factor", "best_works=0")
    assert tried.exit_code == 0
    assert "of 4 people change their place" in tried.stdout
    assert trials.of_run(db, told.world.host, run.id) == ()
    saved = call("what-if", run.id, "--factor", "best_works=0", "--save", "How much the works decide.")
    assert "marked as tried" in saved.stderr
    [kept] = trials.of_run(db, told.world.host, run.id)
    assert kept.reason == "How much the works decide."
    assert call("what-if", run.id, "--factor", "best_works").exit_code == Exit.WRONG_USAGE
    assert call("what-if", run.id, "--factor", "age=0").exit_code == Exit.WRONG_USAGE


def test_a_name_is_shown_as_it_is_written_also_where_it_looks_like_a_style(call: Call, db: Database) -> None:
    told = country(db, 1)
    name = "Lê [red]Thị[/b] Hoa"
    experts.register(db, system("tests"), builders.expert(name={"as_written": name}), agree=True)
    found = call("match", told.world.role_id)
    assert found.exit_code == 0
    assert name in found.stdout
    run = matches.run(db, told.pool, told.world.host, told.world.role_id)
    tried = call("what-if", run.id, "--factor", "best_works=0")
    assert tried.exit_code == 0
    assert name in tried.stdout


def test_a_match_leaves_out_whom_the_law_does(call: Call, db: Database) -> None:
    told = country(db, 1)
    found = call("match", told.world.role_id, "--law", "not_excluded")
    assert "By the law (without those who do not meet it): looked at 4 people, left out 0." in found.stderr
    told_vi = call("match", told.world.role_id, "--law", "not_excluded", language="vi").stderr
    assert "Lọc theo luật (bỏ người không đáp ứng): đã xét 4 người" in told_vi
    nobody = call("match", told.world.role_id, "--law", "no_gap")
    assert nobody.exit_code == Exit.WRONG_USAGE
    assert "The law leaves nobody of the 4 people" in nobody.output
