"""The house as it was designed: arrows, sizes, names and sentences, held against every file."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "registry", "graph", "matching")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
ALL = sorted([*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")])
BANNED = {"utils", "helpers", "common", "core", "base", "misc", "manager", "service"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is from its name to its end, without its docstring, which may teach as long as it must."""
    first = function.body[0]
    told = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(function, clean=False) else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def test_the_arrows_between_the_packages_point_down() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_has_at_most_300_lines() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_a_function_has_at_most_40_lines() -> None:
    lengths = {f"{named(path)}: {each.name}": body_lines(each) for path in MODULES for each in functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_a_module_begins_with_a_sentence_that_says_what_it_is() -> None:
    first = {named(path): (ast.get_docstring(tree(path)) or "").split("\n\n")[0].rstrip() for path in ALL}
    assert {path: told for path, told in first.items() if not told.endswith((".", "?", ":"))} == {}


def test_a_module_is_named_for_its_subject() -> None:
    assert [
        named(path) for path in ALL if BANNED & {part.removesuffix(".py") for part in Path(named(path)).parts}
    ] == []


def test_no_module_prints() -> None:
    calls = [(path, node) for path in MODULES for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    printing = [path for path, call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert [named(path) for path in printing] == []


def test_a_public_function_says_what_its_signature_cannot() -> None:
    public = [
        f"{named(path)}: {node.name}"
        for path in MODULES
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert public == []


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        named(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and f"{node.value.id}.{node.attr}" in {"os.environ", "os.getenv"}
    }
    # The lease hands the environment on to the engine, whole, and takes nothing out of it for us.
    assert readers <= {"api/settings.py", "graph/lease.py"}


def test_no_test_stands_in_a_folder_that_hides_a_package() -> None:
    assert [path for path in (ROOT / "tests").rglob("test_*.py") if path.parent != ROOT / "tests"] == []
