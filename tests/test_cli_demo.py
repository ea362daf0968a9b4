"""The demonstration, as `make demo` runs it: everything once, and nothing the second time."""

import re
import stat
from pathlib import Path

from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import demo_accounts
from api.commands.exits import Exit
from graph.database import Database
from registry import accounts, audit
from registry.access import Office
from registry.models.accounts import Credentials


def demo(*words: str, language: str = "en") -> Result:
    done = CliRunner().invoke(app, ["--language", language, "demo", "--size", "300", "--no-serve", *words])
    assert done.exit_code == Exit.OK, done.output
    return done


def test_the_demonstration_shows_the_whole_path_and_the_second_changes_nothing(data_folder: Path, db: Database) -> None:
    first = demo().stdout
    assert "300 people (who do not exist)" in first
    assert re.search(r"^→ .*chief", first, re.MULTILINE)
    assert "carries" in first
    assert (data_folder / "report-en.pdf").read_bytes().startswith(b"%PDF-")
    last, files = audit.head(db), {path.name: path.read_bytes() for path in data_folder.iterdir() if path.is_file()}

    second = demo().stdout
    assert second.count("Already there") == 4
    assert audit.head(db) == last
    assert {path.name: path.read_bytes() for path in data_folder.iterdir() if path.is_file()} == files


def test_each_office_gets_an_account_that_signs_in_and_only_its_owner_reads_the_password(
    data_folder: Path, db: Database
) -> None:
    demo()
    file = data_folder / "demo-accounts.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = dict(line.split() for line in file.read_text().splitlines())
    assert set(kept) == {demo_accounts.login_of(office) for office in Office if office is not Office.PUBLIC}
    for login, password in kept.items():
        signed_in = accounts.sign_in(db, Credentials.model_validate({"login": login, "password": password}))
        assert signed_in.office.value == login.partition("@")[0]


def test_another_language_has_a_report_of_its_own(data_folder: Path) -> None:
    demo()
    assert "Đã có sẵn" in demo(language="vi").stdout
    assert sorted(path.name for path in data_folder.glob("*.pdf")) == ["report-en.pdf", "report-vi.pdf"]


def test_what_was_remembered_of_another_database_is_forgotten(data_folder: Path) -> None:
    data_folder.mkdir(parents=True)
    (data_folder / "demo.json").write_text('{"size": 300, "seed": 57, "role": "gone", "run": "gone"}', encoding="utf-8")
    assert "300 people (who do not exist)" in demo().stdout
