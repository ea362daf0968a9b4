"""`registry rules`: what each command writes, how it ends, and that no one person drafts and releases."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from api.commands.exits import Exit
from api.routes.examples import RULE_CHANGES
from graph.database import Database
from registry import rule_drafts, rules
from registry.access import Actor, Office
from registry.models.rule_drafts import RuleChanges

Call = Callable[..., Result]
ADMINISTRATOR = Actor("a-1", Office.ADMINISTRATOR, "Quản trị")


def test_the_rules_are_listed_shown_and_tested(call: Call) -> None:
    listed = call("rules", "list", "--role-kind", "project-chief-engineer")
    assert listed.exit_code == 0
    assert "231-pce-years" in listed.stdout
    assert "NOT VERIFIED" in listed.stdout
    assert "249-scope" not in listed.stdout
    shown = json.loads(call("rules", "show", "231-pce-years").stdout)
    assert shown["checks"][0]["at_least"] == 10
    tested = call("rules", "test")
    assert (tested.exit_code, "0 wrong" in tested.stdout) == (0, True)
    assert call("rules", "show", "no-such-rule").exit_code == Exit.REFUSED
    assert call("rules", "list", "--role-kind", "king").exit_code != 0


def test_what_was_drafted_here_is_released_by_somebody_else(call: Call, db: Database, tmp_path: Path) -> None:
    file = tmp_path / "changes.json"
    file.write_text(json.dumps(RULE_CHANGES), encoding="utf-8")
    assert "Another administrator must release it" in call("rules", "draft", str(file)).stdout
    [draft] = rule_drafts.find(db, ADMINISTRATOR)
    own = call("rules", "release", draft.id, "--version", draft.digest)
    assert own.exit_code == Exit.REFUSED
    other = rule_drafts.open(db, ADMINISTRATOR, RuleChanges.model_validate(RULE_CHANGES))
    assert "Released edition 2" in call("rules", "release", other.id, "--version", other.digest).stdout
    assert rules.current(db).edition == 2


def test_a_file_that_is_no_draft_is_refused_with_its_reason(call: Call, db: Database, tmp_path: Path) -> None:
    file = tmp_path / "changes.json"
    put = [RULE_CHANGES["put"][0] | {"checks": [{"predicate": "astrology"}]}]  # type: ignore[index, operator]
    file.write_text(json.dumps(RULE_CHANGES | {"put": put}), encoding="utf-8")
    refused = call("rules", "draft", str(file))
    assert refused.exit_code == Exit.WRONG_USAGE
    assert "There is no predicate astrology" in refused.stderr
    assert rule_drafts.find(db, ADMINISTRATOR) == []
