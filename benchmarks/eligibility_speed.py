"""The speed of eligibility: everybody against the law for one role, beside bare streaming of the same rows.

    python -m benchmarks.eligibility_speed [--size N] [--network DIR] [--rounds N] [--kind CODE]

The generated network is stored in an engine first, or kept by an earlier run. The bare side streams the rows of the
product's own query and drops them; the product streams them, makes facts of them and answers every criterion of the
kind of role. Then comes what a candidates page waits for: twenty people of one role. Seconds are medians over the
rounds, the ratio the median of the rounds' own: 1 would be law that costs nothing.
"""

import argparse
import resource
from collections import Counter
from collections.abc import Callable
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
    with network.opened(asked.size, asked.network) as db:
        _measure(db, asked.kind, asked.rounds)


def _measure(db: Database, kind: str, rounds: int) -> None:
    bare, checked = [], []
    outcomes: Counter[str] = Counter()
    people = _bare(db)
    for _ in range(rounds):
        bare.append(_seconds(lambda: _bare(db)))
        checked.append(_seconds(lambda: outcomes.update(_outcomes(db, kind))))
    ratio = median(ours / theirs for ours, theirs in zip(checked, bare, strict=True))
    criteria = len(plan(rules.current(db), kind, today()).criteria)
    print(f"bare streaming of the rows   {median(bare):8.2f} s   (from {min(bare):.2f} to {max(bare):.2f})")
    span = f"(from {min(checked):.2f} to {max(checked):.2f})"
    print(f"{criteria} criteria for everybody   {median(checked):8.2f} s   {span}")
    print(f"                             {ratio:8.2f} times the bare stream")
    print(f"                             {people / median(checked):8.0f} people a second")
    print(f"                             {_peak_mib():8.0f} MiB at most in this process")
    print(f"outcomes: { ({name: number // rounds for name, number in sorted(outcomes.items())}) }")
    [role] = [row["role_id"] for row in db.read("runs/open_roles", today=today().isoformat())[:1]]
    ids = [row["id"] for row, _ in zip(db.stream("eligibility/all"), range(20), strict=False)]
    page = [_seconds(lambda: eligible.for_role(db, network.ACTOR, role, ids)) for _ in range(50)]
    print(f"twenty people of one role    {median(page) * 1000:8.1f} ms")


def _outcomes(db: Database, kind: str) -> Counter[str]:
    asked = plan(rules.current(db), kind, today())
    return Counter(weigh(asked, facts).outcome.value for _, _, facts in eligible.records(db))


def _bare(db: Database) -> int:
    """Stream the rows of the product's query and drop them."""
    return sum(1 for _ in db.stream("eligibility/all"))


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main()
