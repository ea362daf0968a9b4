"""The speed of the importer of programmes as a ratio to bare batched UNWIND of the same rows on the same engine.

    python -m benchmarks.import_speed [--data PATH] [--limit N] [--rounds N]

Both sides write the same nodes, properties and relations into the same migrated database of an engine that is thrown
away afterwards, in turns, under keys of their own. The bare side has its rows ready and writes them with five CREATE
statements in batches of 2,000: no checks, no audit, no look for what is there already. Two things of the product are
measured: its writes alone, of plans that are ready, and the whole import from the packed file. A ratio is that of rows
per second: 1 is as fast as bare, the promise is 0.6, the aim 0.8. Seconds are medians over the rounds, ratios medians
of the rounds' own.
"""

import argparse
import io
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from neo4j import Driver, GraphDatabase, ManagedTransaction

from graph.address import DATABASE
from graph.database import Database, Row, connect
from graph.local import engine
from registry import setup
from registry.access import system
from registry.importers import programmes
from registry.importers.lines import lines_of
from registry.importers.programme_known import Known, Terms
from registry.importers.programme_plans import Plan, plan
from registry.importers.programme_records import read
from registry.importers.programme_writes import steps_of, write
from registry.models.experts import Standing
from registry.models.values import now

AWARDS = Path(__file__).resolve().parents[2] / "shared" / "data" / "nsf-awards-2017" / "awards.jsonl.gz"
ACTOR = system("benchmark")
BATCH = 2000

# What somebody would write who only wants the rows in: the queries of the product, and their bare likes.
_BARE = {
    "bulk/institutes": ("UNWIND $rows AS row CREATE (n:Institute) SET n = row",),
    "bulk/programmes": (
        "UNWIND $rows AS row CREATE (n:Programme {id: row.evidence_id}) SET n += row.content",
        "UNWIND $rows AS row MATCH (n:Programme {id: row.evidence_id}) MATCH (i:Institute {id: row.institute_id}) "
        "CREATE (n)-[:AT]->(i)",
    ),
    "bulk/experts": ("UNWIND $rows AS row CREATE (n:Expert) SET n = row",),
    "bulk/led": (
        "UNWIND $rows AS row MATCH (n:Expert {id: row.expert_id}) MATCH (m:Programme {id: row.evidence_id}) "
        "CREATE (n)-[claim:LED]->(m) SET claim = row.relation",
    ),
}


def main() -> None:
    """Run the rounds and print the ratios."""
    options = argparse.ArgumentParser(description="Import speed as a ratio to bare batched UNWIND.")
    options.add_argument("--data", type=Path, default=AWARDS, help="JSON lines, packed or not")
    options.add_argument("--limit", type=int, default=None, help="only so many lines")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    if not given.data.is_file():
        raise SystemExit(f"There is no {given.data}; name a file of led programmes with --data.")
    packed = given.data.read_bytes()
    with tempfile.TemporaryDirectory() as folder, engine(Path(folder), heap="1g") as address:
        db = connect(address.uri, address.user, address.password)
        setup.prepare(db, ACTOR)
        with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
            _measure(db, driver, lambda: islice(_lines(packed), given.limit), given.rounds)
        db.close()


Lines = Callable[[], Iterator[bytes]]


def _measure(db: Database, driver: Driver, lines: Lines, rounds: int) -> None:
    # The first of all to run pays for what the engine compiles; nobody's round should.
    _bare_round(db, driver, lines, "warming")
    _whole_round(db, lines, "warming-too")
    times: dict[str, list[float]] = {"bare": [], "writes": [], "whole": []}
    for number in range(rounds):
        turns = {
            "bare": partial(_bare_round, db, driver, lines, f"bare-{number}"),
            "writes": partial(_writes_round, db, lines, f"writes-{number}"),
            "whole": partial(_whole_round, db, lines, f"whole-{number}"),
        }
        # Each side is first in one round of three.
        order = list(turns)[number % 3 :] + list(turns)[: number % 3]
        for name in order:
            times[name].append(turns[name]())
    rows = sum(1 for _ in lines())
    print(f"{rows:,} rows, {rounds} rounds")
    for name, label in (
        ("bare", "bare batched UNWIND"),
        ("writes", "writes of the importer"),
        ("whole", "whole import"),
    ):
        ratio = median(bare / mine for bare, mine in zip(times["bare"], times[name], strict=True))
        seconds = median(times[name])
        print(f"{label:24} {seconds:7.2f} s {rows / seconds:9,.0f} rows/s   ratio {ratio:.2f}")


def _terms(source: str) -> Terms:
    return Terms(source, "en", "USD", Standing.FOREIGN, agree=False, at=now())


def _lines(packed: bytes) -> Iterator[bytes]:
    return lines_of(io.BufferedReader(io.BytesIO(packed)))


def _plans(db: Database, lines: Iterator[bytes], source: str) -> list[Plan]:
    """All plans of a file, each built on those before it."""
    ahead, made = Known(), []
    rows = (read(number, line) for number, line in enumerate(lines, 1))
    while batch := list(islice(rows, 1000)):
        made.append(plan(db, batch, _terms(source), ahead=ahead))
        ahead.add(made[-1].known)
    return made


def _bare_round(db: Database, driver: Driver, lines: Lines, source: str) -> float:
    rows: dict[str, list[Row]] = {query: [] for query in _BARE}
    for each in _plans(db, lines(), source):
        for step in steps_of(each, _terms(source)):
            if step.query in rows:
                given = step.parameters["rows"]
                rows[step.query] += given if isinstance(given, list) else []
    begun = perf_counter()
    for query, statements in _BARE.items():
        for statement in statements:
            for first in range(0, len(rows[query]), BATCH):
                _run(driver, statement, rows[query][first : first + BATCH])
    return perf_counter() - begun


def _run(driver: Driver, statement: str, rows: list[Row]) -> None:
    def work(transaction: ManagedTransaction) -> None:
        transaction.run(statement, rows=rows).consume()

    with driver.session(database=DATABASE) as session:
        session.execute_write(work)


def _writes_round(db: Database, lines: Lines, source: str) -> float:
    plans = _plans(db, lines(), source)
    begun = perf_counter()
    for each in plans:
        write(db, ACTOR, each, _terms(source))
    return perf_counter() - begun


def _whole_round(db: Database, lines: Lines, source: str) -> float:
    begun = perf_counter()
    programmes.run(db, ACTOR, lines(), source=source)
    return perf_counter() - begun


if __name__ == "__main__":
    main()
