"""`registry case` and `registry account --scope`: what an operator lists, sets and erases."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from typer.testing import Result

from api import chores
from api.commands.exits import Exit
from graph.database import Database
from registry import accounts, case_settings, cases
from registry.access import system
from registry.models.case_entries import FileCheckDraft
from registry.models.values import today
from tests import case_builders, mission_builders

Call = Callable[..., Result]


def test_cases_are_listed_shown_and_due(db: Database, call: Call) -> None:
    world = case_builders.world(db)
    late = world.nominated(on=(today() - timedelta(days=40)).isoformat())
    listed = call("case", "list", "--open", "--json")
    assert [json.loads(line)["id"] for line in listed.stdout.splitlines()] == [late.id]
    assert "Chief engineer of the battery project" in call("case", "list").stdout
    shown = call("case", "show", late.id)
    assert "Held by Hanoi University of Science and Technology" in shown.stdout
    assert "Nominate" in shown.stdout
    due = call("case", "due", "--overdue")
    assert due.exit_code == Exit.CHECK_FAILED
    assert "25" in due.stdout
    assert call("case", "show", "none").exit_code == Exit.REFUSED


def test_a_case_says_where_it_was_not_read_who_decides(db: Database, call: Call) -> None:
    flag = "[NOT VERIFIED IN THE GAZETTE]"
    read = case_builders.world(db).nominated()
    unread = case_builders.world(db, mission_builders.role(kind="institute-head"), login="-second").nominated()
    assert flag not in call("case", "show", read.id).stdout
    assert flag in call("case", "show", unread.id).stdout
    assert "[CHƯA ĐỐI CHIẾU CÔNG BÁO]" in call("case", "show", unread.id, language="vi").stdout


def test_the_memo_of_a_case_is_written_and_its_json_says_the_same_hash(
    db: Database, call: Call, tmp_path: Path
) -> None:
    case, paper = case_builders.world(db).checked(), tmp_path / "memo.pdf"
    done = call("case", "memo", case.id, "--out", str(paper))
    assert done.exit_code == Exit.OK, done.output
    assert paper.read_bytes().startswith(b"%PDF-")
    sealed = json.loads(call("case", "memo", case.id, "--json").stdout)
    assert sealed["sha256"] in done.output.replace("\n", "")
    assert call("case", "memo", "none").exit_code == Exit.REFUSED


def test_targets_are_shown_and_set(db: Database, call: Call) -> None:
    assert call("case", "configure", "231/2025", "nominated", "--days", "7").exit_code == Exit.OK
    line = next(line for line in call("case", "stages", "231/2025").stdout.splitlines() if line.startswith("nominated"))
    assert line.split()[-2:] == ["7", "neutral"]
    assert call("case", "configure", "231/2025", "nowhere", "--days", "7").exit_code == Exit.REFUSED
    assert call("case", "configure", "231/2025", "nominated", "--shows", "all").exit_code == Exit.WRONG_USAGE


def test_a_purge_says_what_it_did(db: Database, call: Call) -> None:
    assert call("case", "keep", "231/2025", "0").exit_code == Exit.OK
    assert call("case", "keep", "231/2025", "366").exit_code == Exit.WRONG_USAGE
    world = case_builders.world(db)
    cases.check(db, world.host, world.nominated().id, FileCheckDraft(accepted=False, reason="Thiếu."))
    assert "erased the personal data of 1" in call("case", "purge").stdout
    assert "erased the personal data of 0" in call("case", "purge").stdout


def test_an_account_of_the_committee_gets_a_scope(db: Database, call: Call) -> None:
    words = ["account", "create", "--login", "bo@example.vn", "--name", "Bộ", "--office", "committee"]
    password = "a long enough pass phrase\n"
    assert call(*words, "--scope", "ministry:most", "--password-stdin", given=password).exit_code == Exit.OK
    assert accounts.by_login(db, "bo@example.vn").actor.scope == "ministry:most"
    unknown = call(*words, "--scope", "ministry:none", "--password-stdin", given=password)
    assert unknown.exit_code == Exit.WRONG_USAGE
    assert "ministry:none" not in unknown.stdout


def test_the_server_erases_by_itself(db: Database) -> None:
    case_settings.set_keep_days(db, system("tests"), "231/2025", 0)
    world = case_builders.world(db)
    case = world.nominated()
    cases.check(db, world.host, case.id, FileCheckDraft(accepted=False, reason="Thiếu."))
    with chores.running(db, first_s=0.01) as thread:
        give_up = time.monotonic() + 60
        while cases.get(db, world.host, case.id).erased_at is None and time.monotonic() < give_up:
            thread.join(0.05)
    assert cases.get(db, world.host, case.id).expert_id is None
