"""The generated network that benchmarks run on, in an engine of its own: thrown away afterwards, or kept."""

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

from graph.database import Database, connect
from graph.local import engine
from registry import bulk, setup
from registry.access import system
from registry.generator import network

ACTOR = system("benchmark")
_SEED = 57


def arguments(parser: ArgumentParser, *, size: int) -> None:
    """Let a program be told how large the network is and where it is kept."""
    parser.add_argument("--size", type=int, default=size, help="experts in the network")
    parser.add_argument("--network", type=Path, help="a folder that keeps the network for the next run")


@contextmanager
def opened(size: int, folder: Path | None = None, *, heap: str = "2g") -> Iterator[Database]:
    """The network of so many experts, stored first where the folder does not hold one yet."""
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = stack.enter_context(engine(folder, heap=heap, command_timeout_s=600))
        db = connect(address.uri, address.user, address.password, time_limit_s=600)
        stack.callback(db.close)
        setup.prepare(db, ACTOR)
        if next(db.stream("eligibility/all"), None) is None:
            store(db, size)
        yield db


def store(db: Database, size: int) -> None:
    """Store the network of so many experts."""
    made = network(size, seed=_SEED)
    began = perf_counter()
    bulk.store_institutes(db, ACTOR, made.institutes(), source="generated")
    bulk.store_experts(db, ACTOR, made.experts(), source="generated")
    bulk.store_missions(db, ACTOR, made.missions(), source="generated")
    print(f"stored {size:,} experts in {perf_counter() - began:.0f} s")
