"""The speed of the board of what is due: all open cases counted and the first page made, beside a bare stream of rows.

    python -m benchmarks.due_speed [--cases N ...] [--rounds N]

A small network is stored in an engine that is thrown away, and so many open cases over its roles, each with four steps,
at stages and on days drawn by a seed, with as many closed ones beside them. The bare side streams the rows of the
product's own query and drops them; the product counts them, finds who is late, and makes the first fifty. Then come the
late ones alone, the board sorted by who holds the file, and all of them as the command line prints them.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from neo4j import Driver, GraphDatabase

from benchmarks import network
from graph.address import DATABASE
from graph.database import Database, Row, connect
from graph.local import engine
from registry import cases, lists, setup
from registry.models.values import now, today

_BATCH = 1000
_STEPS = 4
_WRITE = """
UNWIND $rows AS row
MATCH (role:Role {id: row.role_id})
MATCH (expert:Expert {id: row.expert_id})
CREATE (role)<-[:FOR]-(dossier:Case)-[:OF]->(expert)
SET dossier = row.properties
FOREACH (step IN row.steps | CREATE (dossier)-[:KEEPS]->(:CaseStep {id: step, move: 'nominate', on: row.since}))
"""


def main() -> None:
    """Store the cases, run the rounds and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[5_000, 50_000], help="open cases")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, engine(Path(folder), heap="2g", command_timeout_s=600) as address:
        db = connect(address.uri, address.user, address.password, name=DATABASE, time_limit_s=600)
        setup.prepare(db, network.ACTOR)
        network.store(db, 1000)
        there = 0
        with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
            for size in sorted(asked.cases):
                _store(db, driver, there, size)
                there = size
                _measure(db, size, asked.rounds)
        db.close()


def _store(db: Database, driver: Driver, there: int, size: int) -> None:
    roles = [row["role_id"] for row in db.read("runs/open_roles", today=today().isoformat())]
    people = network.some(db, 1000)
    rows = list(_rows(roles, people, range(there, size)))
    with driver.session(database=DATABASE) as session:
        for first in range(0, len(rows), _BATCH):
            session.run(_WRITE, rows=rows[first : first + _BATCH]).consume()


def _rows(roles: list[str], people: list[str], numbers: range) -> Iterator[Row]:
    """An open and a closed case for each number."""
    regime = lists.case_moves_file().regimes[0]
    held = [rule.stage for rule in regime.stages if rule.holder is not None]
    for number in numbers:
        draw = Random(number)
        since = (today() - timedelta(days=draw.randrange(400))).isoformat()
        for closed in (False, True):
            id = f"case-{number}-{int(closed)}"
            yield {
                "role_id": draw.choice(roles),
                "expert_id": draw.choice(people),
                "since": since,
                "steps": [f"{id}-{step}" for step in range(_STEPS)],
                "properties": {
                    "id": id,
                    "regime": regime.regime,
                    "role_kind": "project-chief-engineer",
                    "stage": "refused" if closed else draw.choice(held),
                    "since": since,
                    "opened_at": now(),
                    "closed_on": since if closed else None,
                    "version": 1,
                },
            }


def _measure(db: Database, size: int, rounds: int) -> None:
    stages = [
        {"regime": regime.regime, "stage": rule.stage, "before": None}
        for regime in lists.case_moves_file().regimes
        for rule in regime.stages
        if rule.holder is not None
    ]
    nothing = dict.fromkeys(("institute", "expert", "agency", "province"))

    def bare() -> int:
        return sum(1 for _ in db.stream("cases/due", stages=stages, **nothing))

    ways: dict[str, Callable[[], object]] = {
        "bare stream of the rows": bare,
        "the first fifty, all counted": lambda: cases.due(db, network.ACTOR, limit=50),
        "the late ones alone": lambda: cases.due(db, network.ACTOR, overdue_only=True, limit=50),
        "sorted by who holds it": lambda: cases.due(db, network.ACTOR, order=cases.Order("holder"), limit=50),
        "all of them": lambda: cases.due(db, network.ACTOR),
    }
    found = cases.due(db, network.ACTOR, limit=50)
    print(f"{size:,} open cases, as many closed; counted {found.count:,}, late {found.late:,}")
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began = perf_counter()
            way()
            times[name].append(perf_counter() - began)
    base = times["bare stream of the rows"]
    for name, spent in times.items():
        ratio = median(mine / theirs for mine, theirs in zip(spent, base, strict=True))
        print(f"  {name:30} {median(spent):7.2f} s   {ratio:.2f} times the bare stream")


if __name__ == "__main__":
    main()
