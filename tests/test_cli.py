"""The command line, in this process with its own runner, and once as the program that people start."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import exits
from api.commands.exits import Exit
from graph.address import Address
from graph.database import Database
from registry import experts, institutes, missions
from registry.access import system
from tests import builders, mission_builders, team_builders

PASSWORD = "a long enough pass phrase"
Call = Callable[..., Result]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Run a command with the settings that are set by hand, no engine behind it."""
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REGISTRY_DATA_FOLDER", str(tmp_path / "var"))
    runner = CliRunner()
    return lambda *words: runner.invoke(app, list(words))


def awards(folder: Path, *rows: object) -> str:
    file = folder / "awards.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return str(file)


def award(number: int, **changes: object) -> dict[str, object]:
    given: dict[str, object] = {
        "id": str(number),
        "title": f"Interfaces of solid-state batteries, part {number}",
        "abstract": "Sulfide electrolytes and lithium metal anodes in solid-state batteries.",
        "lead": f"person-{number}",
        "co": [],
        "institution": "University of Examples",
        "country": "United States",
        "start": "2015-01-01",
        "end": "2018-12-31",
        "amount": 250000,
    }
    return given | changes


def opened_role(db: Database) -> str:
    """The id of the one role of a new mission, for which one person is in the pool."""
    actor = system("tests")
    experts.register(db, actor, builders.expert(), agree=True)
    institute = institutes.register(db, actor, mission_builders.institute())
    mission = missions.open(db, actor, mission_builders.mission(institute.id))
    return mission.roles[0].id


def test_every_failure_that_is_told_has_a_meaning_in_both_languages() -> None:
    assert set(exits.MEANINGS) == set(Exit)


def test_a_database_without_migrations_is_not_ready(call: Call, address: Address) -> None:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (n:Migration) DETACH DELETE n")
        done = call("serve")
    assert done.exit_code == Exit.NOT_READY
    assert "registry migrate" in done.stderr
    assert call("migrate").stdout.startswith("Applied 0001")
    assert call("migrate").stdout == "The database is up to date.\n"


def test_a_sentence_is_in_the_language_that_is_asked_for(call: Call) -> None:
    assert call("migrate", language="vi").stdout == "Cơ sở dữ liệu đã ở phiên bản mới nhất.\n"


def test_a_database_that_does_not_answer_is_told_in_one_sentence(plain: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_GRAPH_URI", "bolt://127.0.0.1:1")
    monkeypatch.setenv("REGISTRY_GRAPH_PASSWORD", "nothing listens there")
    done = plain("--language", "en", "audit", "verify")
    assert done.exit_code == Exit.UNAVAILABLE
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.output


def test_a_wrong_setting_is_named_and_its_value_is_not(plain: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_SECRET", "too-short-and-told-to-nobody")
    done = plain("--language", "en", "migrate")
    assert done.exit_code == Exit.WRONG_USAGE
    assert "REGISTRY_SECRET" in done.stderr
    assert "told-to-nobody" not in done.output


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["generate", "--size", "10"],
        ["match"],
        ["match", "x", "--limit", "0"],
        ["account", "create", "--login", "a@example.org", "--name", "A", "--office", "king"],
        ["import", "/does/not/exist", "--source", "x"],
    ],
    ids=" ".join,
)
def test_wrong_usage_has_its_own_code(plain: Call, words: list[str]) -> None:
    assert plain(*words).exit_code == Exit.WRONG_USAGE


def test_an_account_is_made_listed_given_a_token_and_closed(call: Call) -> None:
    words = ["--login", "An@Example.org", "--name", "Nguyễn An", "--office", "committee", "--password-stdin"]
    made = call("account", "create", *words, given=f"{PASSWORD}\n")
    assert made.exit_code == Exit.OK, made.output
    assert PASSWORD not in made.output
    listed = call("account", "list").stdout
    assert re.search(r"an@example\.org +Nguyễn An +committee +open", listed)
    token = call("account", "token", "an@example.org", "--name", "nightly export")
    assert re.fullmatch(r"vnr_\S{43}\n", token.stdout)
    assert call("account", "deactivate", "an@example.org").exit_code == Exit.OK
    assert "closed" in call("account", "list").stdout
    assert call("account", "deactivate", "nobody@example.org").exit_code == Exit.REFUSED


def test_a_short_password_is_refused_and_never_repeated(call: Call) -> None:
    words = ["--login", "a@example.org", "--name", "A", "--office", "committee", "--password-stdin"]
    done = call("account", "create", *words, given="zxcvbnm\n")
    assert done.exit_code == Exit.WRONG_USAGE
    assert "/password" in done.stderr
    assert "zxcvbnm" not in done.output


def test_a_password_is_not_asked_for_where_nobody_can_answer(call: Call) -> None:
    done = call("account", "create", "--login", "a@example.org", "--name", "A", "--office", "committee")
    assert done.exit_code == Exit.WRONG_USAGE
    assert "--password-stdin" in done.stderr


def test_a_chain_that_was_altered_fails_the_check(call: Call, address: Address) -> None:
    call("generate", "--size", "300")
    whole = call("audit", "verify")
    assert whole.exit_code == Exit.OK
    assert re.search(r"last hash [0-9a-f]{64}", whole.stdout)
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (event:Event {seq: 2}) SET event.actor = 'somebody else'")
    broken = call("audit", "verify")
    assert broken.exit_code == Exit.CHECK_FAILED
    assert "broken at event 2: its content was altered" in broken.stderr


def test_events_are_listed_from_where_one_likes_also_for_programs(call: Call) -> None:
    call("generate", "--size", "300")
    assert "experts.imported" in call("audit", "list").stdout
    rows = [
        json.loads(line) for line in call("audit", "list", "--after", "1", "--limit", "1", "--json").stdout.splitlines()
    ]
    assert [row["seq"] for row in rows] == [2]


def test_generating_the_same_network_again_changes_nothing(call: Call) -> None:
    assert "is in the database" in call("generate", "--size", "300").stdout
    before = call("audit", "verify").stdout
    assert "nothing was changed" in call("generate", "--size", "300").stdout
    assert call("audit", "verify").stdout == before


def test_an_import_tells_what_it_did_and_which_rows_it_refused(call: Call, tmp_path: Path) -> None:
    file = awards(tmp_path, award(1), "{broken", award(2))
    outcomes = tmp_path / "outcomes.jsonl"
    tried = call("import", file, "--source", "awards", "--dry-run")
    assert "A dry run, nothing was written" in tried.stdout
    done = call("import", file, "--source", "awards", "--outcomes", str(outcomes))
    assert done.exit_code == Exit.CHECK_FAILED
    assert "3 rows: 2 created, 0 updated, 0 unchanged, 1 rejected" in done.stdout
    assert "Line 2:" in done.stderr
    assert [json.loads(line)["result"] for line in outcomes.read_text().splitlines()] == [
        "created",
        "rejected",
        "created",
    ]
    again = call("import", awards(tmp_path, award(1), award(2)), "--source", "awards")
    assert again.exit_code == Exit.OK
    assert "2 unchanged" in again.stdout


def test_an_import_ends_at_the_first_rejected_row_if_asked(call: Call, tmp_path: Path) -> None:
    done = call("import", awards(tmp_path, award(1), "{broken", award(2)), "--source", "awards", "--stop-at-error")
    assert done.exit_code == Exit.CHECK_FAILED
    assert "Stopped at line 2" in done.stderr
    assert "2 rows: 1 created" in done.stdout


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        (["--limit", "0"], "--limit: Phải từ 1 trở lên.", "--limit: This must be 1 or more."),
        (["--limit", "x"], "--limit: Ở đây phải là số nguyên.", "--limit: This must be a whole number."),
        (
            ["--format", "xml"],
            "--format: Phải là một trong các giá trị: 'table', 'csv', 'json'.",
            "--format: This must be one of: 'table', 'csv', 'json'.",
        ),
    ],
)
def test_a_wrong_option_is_said_in_the_language_of_the_reader(call: Call, given: list[str], vi: str, en: str) -> None:
    for language, sentence in (("vi", vi), ("en", en)):
        done = call("match", "role", *given, language=language)
        assert (done.exit_code, done.stderr) == (Exit.WRONG_USAGE, f"{sentence}\n")


def test_candidates_come_as_a_table_with_reasons_as_csv_and_as_json(call: Call, db: Database) -> None:
    role = opened_role(db)
    table = call("match", role)
    assert table.exit_code == Exit.OK, table.output
    assert "Nguyễn Thị Minh Khai" in table.stdout
    assert "carries" in table.stdout
    assert "a named person decides" in table.stderr
    csv = call("match", role, "--format", "csv")
    assert csv.stdout_bytes.startswith(b"\xef\xbb\xbfRank,")
    read = json.loads(call("match", role, "--format", "json", "--latest").stdout)
    assert read["run"]["role_id"] == role
    assert list(read["people"]) == [candidate["expert_id"] for candidate in read["run"]["candidates"]]


def test_a_team_comes_as_tables_and_as_json_or_with_what_would_make_one_possible(call: Call, db: Database) -> None:
    mission = team_builders.a_mission_for_two(db)
    team_builders.four_people(db)
    made = call("team", mission.id, "--seed", "3", "--home", "1")
    assert made.exit_code == Exit.OK, made.output
    assert "Lead of testing" in made.stdout
    assert "seed 3" in made.stderr
    read = json.loads(call("team", mission.id, "--latest", "--json").stdout)
    assert (read["run"]["seed"], read["run"]["limits"]["home"], len(read["run"]["teams"])) == (3, 1, 3)
    none = call("team", mission.id, "--language", "ja")
    assert none.exit_code == Exit.OK, none.output
    assert "Do without a member who speaks Japanese." in none.stdout
    assert call("team", mission.id, "--language", "zz").exit_code == Exit.WRONG_USAGE
    assert call("team", "no-such-mission", "--latest").exit_code == Exit.REFUSED


def test_a_place_is_explained_two_are_contrasted_and_the_question_is_narrowed(call: Call, db: Database) -> None:
    role = opened_role(db)
    other = builders.expert(claims=[builders.claim(title={"vi": "Pin"}, summary=None)])
    experts.register(db, system("tests"), other, agree=True)
    read = json.loads(call("match", role, "--format", "json").stdout)["run"]
    first, second = (candidate["expert_id"] for candidate in read["candidates"][:2])
    why = call("--language", "en", "why", read["id"], first, "--short")
    assert why.exit_code == Exit.OK, why.output
    for said in ("Middle", "Among the first 5", "This person is among the first 5 now."):
        assert said in why.stdout
    told = call("--language", "en", "contrast", read["id"], second, first)
    assert "Distance of the scores" in told.stdout
    nobody = call("--language", "en", "match", role, "--country", "IS", "--field", "101")
    assert nobody.exit_code == Exit.WRONG_USAGE
    assert "leaves nobody" in nobody.stderr
    unknown = call("--language", "en", "why", read["id"], "nobody")
    assert (unknown.exit_code, "There is no candidate nobody" in unknown.stderr) == (Exit.REFUSED, True)


def test_all_open_roles_are_assigned_at_once_with_the_seed_and_the_evenness_said(call: Call, db: Database) -> None:
    team_builders.a_mission_for_two(db)
    team_builders.four_people(db)
    made = call("assign", "--load", "1", "--seed", "3")
    assert made.exit_code == Exit.OK, made.output
    assert "Lead of testing" in made.stdout
    assert "Seed 3. Gini" in made.stderr
    newest = json.loads(call("assign", "--run", "latest", "--json").stdout)
    assert (newest["run"]["considered"], newest["run"]["seed"], len(newest["people"])) == (4, 3, 2)


def test_a_role_that_is_not_there_is_refused(call: Call) -> None:
    done = call("match", "no-such-role")
    assert done.exit_code == Exit.REFUSED
    assert done.stderr == "There is no role with the id no-such-role.\n"


def test_conflicts_are_told_in_words_and_as_json(call: Call, db: Database) -> None:
    paper = builders.claim(end="2026-01", external_id="doi:10.5555/x")
    one, other = (experts.register(db, system("tests"), builders.expert(email=None, claims=[paper])) for _ in range(2))
    told = call("conflicts", one.id, "--with", other.id)
    assert told.exit_code == 0, told.output
    assert "CONFLICT" in told.stdout
    assert "Wrote a work together" in told.stdout
    found = json.loads(call("conflicts", one.id, "--with", other.id, "--json").stdout)
    assert (found["state"], found["pairs"][0]["ties"][0]["kind"]) == ("conflict", "co_author")
    assert call("conflicts", "no-such-person").exit_code == Exit.REFUSED


def test_the_report_is_written_whole(call: Call, tmp_path: Path) -> None:
    call("generate", "--size", "300")
    file = tmp_path / "network.pdf"
    done = call("report", "--out", str(file))
    assert done.exit_code == Exit.OK, done.output
    assert file.read_bytes().startswith(b"%PDF-")
    assert "300 experts" in done.stdout
    assert list(tmp_path.glob("*.new")) == []


def test_a_report_that_cannot_be_written_says_which_file(call: Call, tmp_path: Path) -> None:
    done = call("report", "--out", str(tmp_path / "no such folder" / "network.pdf"))
    assert done.exit_code == Exit.WRONG_USAGE
    assert "no such folder" in done.stderr


def test_the_doctor_finds_a_ready_installation_in_order(call: Call) -> None:
    done = call("doctor", "--thorough")
    assert done.exit_code == Exit.OK, done.output
    assert "[fault]" not in done.stdout
    assert "Audit chain:" in done.stdout
    assert "people agreed" in done.stdout


def test_the_doctor_says_what_to_do_about_a_missing_migration(call: Call, address: Address) -> None:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (n:Migration) DETACH DELETE n")
        done = call("doctor")
    assert done.exit_code == Exit.CHECK_FAILED
    assert "Run: registry migrate" in done.stdout
    call("migrate")


def test_the_program_itself_ends_with_the_code_and_the_sentence(call: Call) -> None:
    assert call("migrate").exit_code == Exit.OK
    command = [sys.executable, "-c", "from api.cli import main; main()", "--language", "en", "match", "no-such-role"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.REFUSED, done.stderr
    assert done.stdout == ""
    assert done.stderr == "There is no role with the id no-such-role.\n"
