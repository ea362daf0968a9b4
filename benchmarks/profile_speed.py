"""The server time of a profile page as a ratio to a bare driver read of the same node.

    python -m benchmarks.profile_speed [--size N] [--rounds N]

Both ask the same engine for the same experts in turns. The bare side is one read of the node with the official driver.
The page side is the whole of the server: session, permissions, profile with all its claims, template, headers; only
the network is missing. Between them stands the registry's own operation. Times are medians over all reads.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import structlog
from fastapi.testclient import TestClient
from neo4j import GraphDatabase, RoutingControl

from api.app import create_app
from api.settings import Settings
from graph.address import DATABASE
from graph.database import Database, connect
from graph.local import engine
from registry import accounts, bulk, experts, setup
from registry.access import Office, system
from registry.generator import network
from registry.models.accounts import AccountDraft
from registry.pool import Pool

ACTOR = system("benchmark")
_LOGIN, _PASSWORD = "reader@bench.example", os.urandom(12).hex()


def main() -> None:
    """Load a network, read profiles in three ways, and print the medians and ratios."""
    options = argparse.ArgumentParser(description="A profile page beside a bare read of its node.")
    options.add_argument("--size", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=300)
    given = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as name, engine(Path(name) / "graph") as address:
        db = connect(address.uri, address.user, address.password, name=DATABASE)
        ids = _loaded(db, given.size)[: given.rounds]
        settings = Settings(data_folder=Path(name))
        with (
            GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
            TestClient(create_app(settings, db, Pool())) as client,
        ):
            sent = {"Origin": "http://testserver"}
            given_in = {"login": _LOGIN, "password": _PASSWORD}
            client.post("/sign-in", data=given_in, headers=sent).raise_for_status()

            def bare(id: str) -> None:
                query = "MATCH (expert:Expert {id: $id}) RETURN expert"
                driver.execute_query(query, id=id, database_=DATABASE, routing_=RoutingControl.READ)

            def page(id: str) -> None:
                client.get(f"/experts/{id}").raise_for_status()

            def interface(id: str) -> None:
                client.get(f"/api/v1/experts/{id}").raise_for_status()

            ways = {
                "bare read of the node": bare,
                "operation experts.get": lambda id: _use(experts.get(db, ACTOR, id)),
                "profile as JSON": interface,
                "profile page": page,
            }
            _measure(ways, ids)
        db.close()


def _measure(ways: Mapping[str, Callable[[str], None]], ids: Sequence[str]) -> None:
    """Read every profile in each way in turns; the first tenth warms everything up and is not counted."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number, id in enumerate(ids):
        for name, read in ways.items():
            begun = perf_counter()
            read(id)
            if number >= len(ids) // 10:
                times[name].append((perf_counter() - begun) * 1000)
    floor = median(times["bare read of the node"])
    for name, taken in times.items():
        print(f"{name:<24} {median(taken):7.2f} ms   x {median(taken) / floor:5.1f}")


def _loaded(db: Database, size: int) -> list[str]:
    setup.prepare(db, ACTOR)
    made = network(size)
    bulk.store_institutes(db, ACTOR, made.institutes(), source="generated")
    bulk.store_experts(db, ACTOR, made.experts(), source="generated")
    draft = {"login": _LOGIN, "password": _PASSWORD, "name": "Bench", "office": Office.ADMINISTRATOR}
    accounts.create(db, ACTOR, AccountDraft.model_validate(draft))
    return [expert.id for expert in made.experts()]


def _use(_: object) -> None:
    """Take an answer and do nothing with it."""


if __name__ == "__main__":
    main()
