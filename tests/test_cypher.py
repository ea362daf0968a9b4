"""Every query file: both engines understand it, its header is true, it names only what the schema has, it is used."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import Neo4jError

from graph import migrate, queries
from graph.address import Address
from graph.database import Database
from graph.schema import NODES, RELATIONS

ROOT = Path(__file__).parent.parent
NAMES = queries.names()
HEADER = re.compile(
    r"\A(?P<sentence>(?:// [^\n]+\n)+?)//\n// Takes: +(?P<takes>[^\n]+\n(?:// {3,}[^\n]+\n)*)"
    r"// Returns: +(?P<returns>[^\n]+\n(?:// {3,}[^\n]+\n)*)(?!//)"
)
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_PARAMETER = re.compile(r"\$(\w+)")
_NODE = re.compile(r"\(\s*(\w+)?\s*:\s*(\w+(?:\s*\|\s*\w+)*)")
_RELATION = re.compile(r"\[\s*(\w+)?\s*:\s*(\w+(?:\s*\|\s*\w+)*)")
_IN_PATTERN = re.compile(r"[(\[]\s*(\w+)?\s*:\s*(\w+(?:\s*\|\s*\w+)*)\s*\{([^{}]*)\}")
_ACCESS = re.compile(r"(?<![\w.$])(\w+)\.(\w+)")
_BOUND = (re.compile(r"(?<![\w.])\(\s*(\w+)\s*[:){]"), re.compile(r"\[\s*(\w+)\s*:"))
_RETURNED = re.compile(r"(?:^|,)\s*(\w+)\s*(?=,|$|\bAS\b|\bORDER\b|\bLIMIT\b)")
_COLLECTED = re.compile(r"\|\s*(\w+)\s*\]|collect\(\s*(?:DISTINCT\s+)?(\w+)\s*\)")
_LABEL_TEST = re.compile(r"(?<![\w\[({|:])\b(\w+):([A-Z]\w+)")


def words(text: str) -> str:
    """A query without its comments and without what stands between quotes."""
    lines = (line.partition("//")[0] for line in text.splitlines())
    return _STRING.sub("''", "\n".join(lines))


@cache
def body(name: str) -> str:
    return words(queries.text_of(name))


def header(name: str) -> re.Match[str]:
    found = HEADER.match(queries.text_of(name))
    assert found, f"{name} has no header: a sentence, an empty line, Takes, Returns."
    return found


def joined(text: str) -> str:
    return " ".join(line.removeprefix("//").strip() for line in text.splitlines())


def told(takes: str) -> set[str]:
    """The parameters that a header names: at the head of each part, before a dash or brackets explain them."""
    text = joined(takes)
    if text == "-":
        return set()
    found: set[str] = set()
    for part in text.split(";"):
        names = re.split(r" - |[\[({]", part)[0]
        found |= set(re.findall(r"[a-z][a-z_]*", names))
    return found


def kinds(text: str) -> Iterator[tuple[str | None, str]]:
    """Variables with the label or the type that a query gives them."""
    for pattern in (_NODE, _RELATION):
        for variable, names in pattern.findall(text):
            for name in names.split("|"):
                yield variable or None, name.strip()


def known_of(kind: str) -> frozenset[str]:
    return NODES.get(kind, frozenset()) | RELATIONS.get(kind, frozenset())


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_in_one_sentence_what_it_does(name: str) -> None:
    sentence = joined(header(name)["sentence"])
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_the_header_names_the_parameters_that_the_query_takes(name: str) -> None:
    takes, used = header(name)["takes"], set(_PARAMETER.findall(body(name)))
    assert told(takes) <= used
    assert used <= set(re.findall(r"\w+", takes))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_not_made_of_a_template(name: str) -> None:
    assert not re.search(r"\{\{|\}\}|\$\{|%s|<%|\bCALL\s+apoc", body(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_returns_values_and_never_a_node(name: str) -> None:
    text = body(name)
    returned = text.rpartition("RETURN")[2] if "RETURN" in text else ""
    bound = {variable for pattern in _BOUND for variable in pattern.findall(text)}
    given = {*_RETURNED.findall(returned), *(name for found in _COLLECTED.findall(returned) for name in found)}
    assert bound & given == set()


@pytest.mark.parametrize("name", NAMES)
def test_labels_and_types_are_those_of_the_schema(name: str) -> None:
    text = body(name)
    labels = {label.strip() for _, found in _NODE.findall(text) for label in found.split("|")}
    types = {kind.strip() for _, found in _RELATION.findall(text) for kind in found.split("|")}
    # Where a label is asked about, as in `WHERE n:Expert OR n:Institute`, and not in a pattern.
    labels |= {label for _, label in _LABEL_TEST.findall(text)}
    assert labels <= NODES.keys()
    assert types <= RELATIONS.keys()


@pytest.mark.parametrize("name", NAMES)
def test_properties_are_those_of_the_schema(name: str) -> None:
    text = body(name)
    of: dict[str, set[str]] = {}
    for variable, kind in kinds(text):
        if variable:
            of.setdefault(variable, set()).update(known_of(kind))
    wrong = [
        f"{variable}.{key}" for variable, key in _ACCESS.findall(text) if variable in of and key not in of[variable]
    ]
    for _, names, content in _IN_PATTERN.findall(text):
        known = frozenset().union(*(known_of(kind.strip()) for kind in names.split("|")))
        wrong += [f"{names} {{{key}}}" for key in re.findall(r"(\w+)\s*:", content) if key not in known]
    assert wrong == []


def test_the_schema_names_nothing_that_no_query_knows() -> None:
    everything = "\n".join([*map(body, NAMES), *(words(each.text) for each in migrate.known())])
    used = {kind for _, kind in kinds(everything)} | {label for _, label in _LABEL_TEST.findall(everything)}
    assert (NODES.keys() | RELATIONS.keys()) - used == set()


def test_no_two_migrations_have_one_number() -> None:
    numbers = [each.number for each in migrate.known()]
    assert len(numbers) == len(set(numbers))


def test_every_query_is_used() -> None:
    sources = [path for package in ("api", "registry", "graph") for path in (ROOT / package).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    # Names that are put together, such as f"claims/{relation}", use the whole folder.
    folders = set(re.findall(r"f\"(\w+)/\{", code))
    assert [name for name in NAMES if f'"{name}"' not in code and name.partition("/")[0] not in folders] == []


def test_code_names_no_query_that_is_not_there() -> None:
    sources = [path for package in ("api", "registry", "graph") for path in (ROOT / package).rglob("*.py")]
    folders = {name.partition("/")[0] for name in NAMES}
    asked = re.compile(r"(?:read|write|stream|Step|text_of)\(\s*\"(\w+/\w+)\"")
    named = {name for path in sources for name in asked.findall(path.read_text(encoding="utf-8"))}
    assert {name for name in named if name.partition("/")[0] in folders} - set(NAMES) == set()


def test_both_engines_understand_every_query(db: Database, address: Address) -> None:
    assert db.ping()
    refused = {}
    with (
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session() as session,
    ):
        for name in NAMES:
            text = queries.text_of(name)
            try:
                session.run(f"EXPLAIN {text}", dict.fromkeys(_PARAMETER.findall(body(name)))).consume()
            except Neo4jError as error:
                refused[name] = str(error)
    assert refused == {}
