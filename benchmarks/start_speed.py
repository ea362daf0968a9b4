"""From start to the first answered search, and the memory of both processes, with real and with generated people.

    python -m benchmarks.start_speed [--data PATH] [--size N] [--network DIR] [--rounds N]

A network is loaded into a data folder, which is not timed. Then a new Python starts the engine on that folder, opens
the database, builds the index and answers one search; its seconds are told by stage, the total from the first line of
Python to the answer. "kept" is what a restart takes instead of "index", where the index was kept on disk. Memory is
what is resident after the answer (RSS): that of the engine, with its heap of 1 GiB at most, and that of Python with the
index.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import network
from benchmarks.import_speed import AWARDS
from graph import lease
from graph.address import DATABASE
from graph.database import connect
from graph.local import engine
from matching import storing
from registry import setup
from registry.importers import programmes
from registry.importers.lines import lines_of
from registry.pool import Pool

QUESTION = "solid-state batteries for electric vehicles: sulfide electrolytes, interfaces and pilot production"
STAGES = ("python", "engine", "index", "search", "total", "kept")


def main() -> None:
    """Load each network, start on it, and print seconds and MiB."""
    options = argparse.ArgumentParser(description="Seconds from start to the first answered search.")
    options.add_argument("--data", type=Path, default=AWARDS, help="JSON lines of led programmes, packed or not")
    network.arguments(options, size=100_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        print(json.dumps(_started(given.measure)))
        return
    if given.data.is_file():
        _import(given.data, given.rounds)
    else:
        print(f"There is no {given.data}: the network of real records is left out.")
    with network.kept(given.network) as folder:
        with network.opened(given.size, folder):
            pass
        _told("generated experts", folder, given.rounds)


def _import(data: Path, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        with engine(Path(name)) as address, data.open("rb") as file:
            db = connect(address.uri, address.user, address.password, name=DATABASE)
            setup.prepare(db, network.ACTOR)
            programmes.run(db, network.ACTOR, lines_of(file), source="benchmark", agree=True)
            db.close()
        _told(f"records of {data.name}", Path(name), rounds)


def _told(title: str, folder: Path, rounds: int) -> None:
    command = [sys.executable, "-m", "benchmarks.start_speed", "--measure", str(folder)]
    found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    print(title)
    for stage in STAGES:
        print(f"  {stage:<8} {median(one[stage] for one in found):8.2f} s")
    for process in ("engine_mib", "python_mib"):
        print(f"  {process:<10} {median(one[process] for one in found):6.0f} MiB")
    print(f"  {found[0]['people']:,.0f} people in the index")


def _started(folder: Path) -> dict[str, float]:
    begun = _began()
    python = perf_counter()
    with engine(folder) as address:
        db = connect(address.uri, address.user, address.password, name=DATABASE)
        setup.ensure_ready(db)
        answering = perf_counter()
        pool = Pool(folder / "index")
        state = pool.now(db)
        built = perf_counter()
        hits = state.index.search(QUESTION, k=20)
        answered = perf_counter()
        if not hits:
            raise SystemExit("The search found nobody: there is nothing to measure.")
        engines = [_resident_mib(process) for process in lease.processes(folder)]
        python_mib = _resident_mib("self")
        pool.settle(db)
        stored = perf_counter()
        if len(Pool(folder / "index").now(db).index) != len(state.index):
            raise SystemExit("The kept index does not hold the people who were stored.")
        kept = perf_counter() - stored
        storing.drop(folder / "index")
        db.close()
    return {
        "python": python - begun,
        "engine": answering - python,
        "index": built - answering,
        "search": answered - built,
        "total": answered - begun,
        "kept": kept,
        "engine_mib": sum(engines),
        "python_mib": python_mib,
        "people": float(state.size),
    }


def _began() -> float:
    """The moment at which this process was started, by the clock of perf_counter (Linux)."""
    fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ticks = int(fields[19])
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return perf_counter() - (uptime - ticks / 100)


def _resident_mib(process: int | str) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


if __name__ == "__main__":
    main()
