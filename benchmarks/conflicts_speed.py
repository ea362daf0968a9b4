"""The speed of conflicts of interest: twenty candidates against one mission, beside the bare reads behind the answer.

    python -m benchmarks.conflicts_speed [--size N] [--network DIR] [--rounds N] [--candidates N]

The bare side reads, with the product's own queries, every record of the candidates and of those who have a part in the
mission, and drops the rows; the product reads the same, finds every tie and judges it by the rules of the day. The
candidates of a round are the next ones of the network, the missions take turns. Milliseconds are over the rounds, the
ratio the median of the rounds' own: 1 would be judgement that costs nothing.
"""

import argparse
from collections.abc import Sequence
from itertools import cycle
from statistics import median, quantiles
from time import perf_counter

from benchmarks import network
from graph.database import Database
from registry import conflicts
from registry.models.values import today


def main() -> None:
    """Run the rounds and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    network.arguments(parser, size=20_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--candidates", type=int, default=20, help="people asked about at once")
    asked = parser.parse_args()
    with network.kept(asked.network) as folder, network.opened(asked.size, folder) as db:
        _measure(db, asked.rounds, asked.candidates)


def _measure(db: Database, rounds: int, candidates: int) -> None:
    missions = sorted({row["mission_id"] for row in db.read("runs/open_roles", today=today().isoformat())})
    ids = network.some(db, (rounds + 1) * candidates)
    bare, ours, states = [], [], 0
    for number, mission in zip(range(rounds + 1), cycle(missions), strict=False):
        people = ids[number * candidates : (number + 1) * candidates]
        began = perf_counter()
        _bare(db, people, mission)
        between = perf_counter()
        states += len(conflicts.states(db, people, mission_id=mission))
        if number:
            # The first round pays for what the engine compiles.
            bare.append((between - began) * 1000)
            ours.append((perf_counter() - between) * 1000)
    ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    print(f"{candidates} candidates x one mission, {rounds} rounds, {states} answers")
    print(f"bare reads    p50 {median(bare):8.1f} ms   p95 {_p95(bare):8.1f} ms")
    print(f"conflicts     p50 {median(ours):8.1f} ms   p95 {_p95(ours):8.1f} ms   {ratio:.2f} times the bare reads")


def _bare(db: Database, people: Sequence[str], mission: str) -> None:
    """Read what the answer rests on and drop it."""
    [row] = db.read("conflicts/missions", ids=[mission])
    db.read("conflicts/parties", ids=sorted(people))
    involved = sorted({*people, *row["holders"]})
    rows = db.read("conflicts/records", ids=involved)
    held = {held for row in rows for held in (row["email"], *row["orcids"]) if held}
    emails = sorted(each for each in held if "@" in each)
    db.read("conflicts/namesakes", emails=emails, orcids=sorted(held - set(emails)))


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
