"""The speed of eligibility: everybody against the law for one role, beside bare streaming of the same rows.

    python -m benchmarks.eligibility_speed [--size N] [--network DIR] [--rounds N] [--kind CODE]

The generated network is stored in an engine first, or kept by an earlier run. The bare side reads the rows of the
product's own query and drops them; the product reads them, makes facts of them and answers every criterion of the kind
of role. Then comes what a candidates page waits for: twenty people of one role. Seconds are medians over the rounds,
ratios the medians of the rounds' own: 1 would be law that costs nothing. What other work on the machine adds to the
clock, it does not add to the seconds of the processors, which are those of this process and the engine.
"""

import argparse
import resource
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import network
from graph.database import Database
from registry import eligible, lists, rules
from registry.eligibility import plan, weigh
from registry.models.values import today


def main() -> None:
    """Store the network, run the rounds and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    network.arguments(parser, size=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of both sides")
    kinds = [kind.code for kind in lists.role_kinds()]
    parser.add_argument("--kind", default="system-chief-engineer", choices=kinds, help="the kind of role")
    asked = parser.parse_args()
    with network.kept(asked.network) as folder, network.opened(asked.size, folder) as db:
        _measure(db, folder, asked.kind, asked.rounds)


def _measure(db: Database, folder: Path, kind: str, rounds: int) -> None:
    outcomes: Counter[str] = Counter()
    people = _bare(db)
    _outcomes(db, kind)
    bare, checked = [], []
    for _ in range(rounds):
        bare.append(_spent(folder, lambda: _bare(db)))
        checked.append(_spent(folder, lambda: outcomes.update(_outcomes(db, kind))))
    criteria = len(plan(rules.current(db), kind, today()).criteria)
    for title, rows in (("bare reading of the rows", bare), (f"{criteria} criteria for everybody", checked)):
        seconds, work = zip(*rows, strict=True)
        span = f"(from {min(seconds):.2f} to {max(seconds):.2f})"
        print(f"{title:28} {median(seconds):8.2f} s   {span}   {median(work):.2f} s of the processors")
    for place, unit in enumerate(("seconds", "seconds of the processors")):
        ratio = median(ours[place] / theirs[place] for ours, theirs in zip(checked, bare, strict=True))
        print(f"{'':28} {ratio:8.2f} times the bare reading, {unit}")
    print(f"{'':28} {people / median(seconds for seconds, _ in checked):8.0f} of {people:,} people a second")
    print(f"{'':28} {_peak_mib():8.0f} MiB at most in this process")
    print(f"outcomes: { ({name: number // rounds for name, number in sorted(outcomes.items())}) }")
    [role] = [row["role_id"] for row in db.read("runs/open_roles", today=today().isoformat())[:1]]
    ids = network.some(db, 20)
    page = [_spent(folder, lambda: eligible.for_role(db, network.ACTOR, role, ids))[0] for _ in range(50)]
    print(f"twenty people of one role    {median(page) * 1000:8.1f} ms")


def _outcomes(db: Database, kind: str) -> Counter[str]:
    asked = plan(rules.current(db), kind, today())
    return Counter(weigh(asked, facts).outcome.value for _, _, facts in eligible.records(db))


def _bare(db: Database) -> int:
    """Stream the rows of the product's query and drop them."""
    return sum(1 for _ in db.sweep("experts/active", "eligibility/some"))


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _spent(folder: Path, work: Callable[[], object]) -> tuple[float, float]:
    """The seconds that work takes by the clock, and of the processors in this process and the engine."""
    began, worked = perf_counter(), network.processor_seconds(folder)
    work()
    return perf_counter() - began, network.processor_seconds(folder) - worked


if __name__ == "__main__":
    main()
