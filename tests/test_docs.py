"""What README and its companions say, held against what is there."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest
import typer

from api.cli import app
from api.commands.exits import MEANINGS
from api.settings import Settings
from matching.counting import MOST_WORKS
from matching.vocabulary import WORD_BITS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
GROUP = typer.main.get_command(app)


def commands(group: object = GROUP, before: str = "registry") -> dict[str, str]:
    """Every command with its help, by all the words that call it."""
    found: dict[str, str] = {}
    for name, command in getattr(group, "commands", {}).items():
        if getattr(command, "commands", None):
            found |= commands(command, f"{before} {name}")
        else:
            found[f"{before} {name}"] = command.help or ""
    return found


def test_every_command_stands_in_the_readme() -> None:
    assert [name for name in commands() if f"`{name}" not in README] == []


def test_the_readme_names_no_command_that_is_not_there() -> None:
    quoted = " ".join(re.findall(r"`registry [^`]+`", README))
    named = re.findall(r"registry ((?:account |audit |case |ranker |role |rules )?[a-z][a-z-]*)", quoted)
    assert {f"registry {name}" for name in named} - commands().keys() == set()


@pytest.mark.parametrize("name", commands())
def test_every_command_teaches_with_an_example_in_both_languages(name: str) -> None:
    told = commands()[name]
    vietnamese, english, *_ = told.split("\n\n")
    assert re.search("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", vietnamese)
    assert english[0].isupper()
    assert f"Ví dụ · Example: **{name.replace('registry ', 'registry ', 1).split()[0]}" in told
    assert re.search(rf"\*\*registry (?:--language en )?{re.escape(name.removeprefix('registry '))}", told)


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    rows = set(re.findall(r"^\| `(REGISTRY_\w+)` \|", README, re.MULTILINE))
    assert rows == {f"REGISTRY_{name.upper()}" for name in Settings.model_fields}


def test_the_readme_says_the_defaults_of_the_settings() -> None:
    said = dict(re.findall(r"^\| `REGISTRY_(\w+)` \| `?([^`|]*?)`? ?\|", README, re.MULTILINE))
    shown = {name: field.default for name, field in Settings.model_fields.items()}
    texts = {name: "" if value is None else str(value) for name, value in shown.items()}
    texts |= {name: texts[name].lower() for name, value in shown.items() if isinstance(value, bool)}
    assert {name.lower(): value for name, value in said.items()} == texts


def test_every_exit_code_stands_in_the_readme_as_the_command_line_says_it() -> None:
    for code, (_, english) in MEANINGS.items():
        assert re.search(rf"^\| {code.value} \| {re.escape(english)}", README, re.MULTILINE), code


def test_every_goal_of_make_that_the_readme_names_is_there() -> None:
    goals = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {goal for line in re.findall(r"make ((?:[a-z]+ ?)+)", README) for goal in line.split()}
    assert {"demo", "test"} <= named
    spoken = re.findall(r"^make ([a-z]+)|`make ([a-z]+(?: [a-z]+)*)", README, re.MULTILINE)
    assert {goal for pair in spoken for goal in " ".join(pair).split()} <= goals


def test_the_two_commands_stand_on_the_first_screen() -> None:
    first = "\n".join(README.splitlines()[:25])
    assert "make demo" in first
    assert "make test" in first


def test_the_newest_change_is_that_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"]
    assert f"talent-registry:{project['version']}" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def test_files_that_the_papers_link_to_are_there() -> None:
    for paper in ("README.md", "CONTRIBUTING.md", "matching/README.md"):
        text = (ROOT / paper).read_text(encoding="utf-8")
        assert [link for link in re.findall(r"\]\(([^):]+)\)", text) if not (ROOT / link).exists()] == []


def test_the_matcher_does_what_its_paper_shows() -> None:
    found = doctest.testfile(str(ROOT / "matching" / "README.md"), module_relative=False, encoding="utf-8")
    assert found.attempted > 20
    assert found.failed == 0


def test_the_paper_of_the_matcher_names_modules_and_limits_that_are_there() -> None:
    paper = (ROOT / "matching" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", paper, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert {name for name in named if not (ROOT / "matching" / f"{name}.py").is_file()} == set()
    assert f"at most {MOST_WORKS:,} works" in paper
    assert f"at most {(1 << WORD_BITS) - 1:,} different words" in paper
