"""The generated network that benchmarks run on, in an engine of its own: thrown away afterwards, or kept."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

from graph import lease
from graph.database import Database, connect
from graph.local import engine
from registry import bulk, setup
from registry.access import system
from registry.generator import network

ACTOR = system("benchmark")
SEED = 57


def arguments(parser: ArgumentParser, *, size: int) -> None:
    """Let a program be told how large the network is and where it is kept."""
    parser.add_argument("--size", type=int, default=size, help="experts in the network")
    parser.add_argument("--network", type=Path, help="a folder that keeps the network for the next run")


@contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """The folder, or one that is thrown away where none was named."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@contextmanager
def opened(size: int, folder: Path, *, heap: str = "2g") -> Iterator[Database]:
    """The network of so many experts, stored first where the folder does not hold one yet."""
    with engine(folder, heap=heap, command_timeout_s=600) as address:
        db = connect(address.uri, address.user, address.password, time_limit_s=600)
        setup.prepare(db, ACTOR)
        if not db.read("eligibility/count")[0]["people"]:
            store(db, size)
        yield db
        db.close()


def processor_seconds(folder: Path) -> float:
    """The seconds that this process and the engine of the folder have spent on a processor: other work adds nothing."""
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [
        Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        for process in lease.processes(folder)
    ]
    return process_time() + sum(int(each[11]) + int(each[12]) for each in fields) / ticks


def some(db: Database, count: int) -> list[str]:
    """The ids of so many people of the network."""
    return [row["id"] for row in db.stream("experts/active")][:count]


def store(db: Database, size: int) -> None:
    """Store the network of so many experts."""
    made = network(size, seed=SEED)
    began = perf_counter()
    bulk.store_institutes(db, ACTOR, made.institutes(), source="generated")
    bulk.store_experts(db, ACTOR, made.experts(), source="generated")
    bulk.store_missions(db, ACTOR, made.missions(), source="generated")
    print(f"stored {size:,} experts in {perf_counter() - began:.0f} s")
