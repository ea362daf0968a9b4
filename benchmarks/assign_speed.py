"""The speed of an assignment of all open roles, and of the conflicts of interest that it asks for, at once or in turn.

    python -m benchmarks.assign_speed [--size N] [--network DIR] [--missions N] [--rounds N]

The generated network has twenty missions; further ones are stored until there are as many as asked for. The index is
built first, which is not timed. Then everybody is assigned, recorded and read again; and the conflicts of the best
twenty candidates of every role are asked for mission by mission and for all missions at once.
"""

import argparse
from collections.abc import Callable
from itertools import count, islice
from statistics import median
from time import perf_counter

from benchmarks import network
from graph.database import Database
from registry import assignments, bulk, conflicts, role_questions
from registry.generator import missions as openings
from registry.models.assignments import AssignmentAsk
from registry.models.values import today
from registry.pool import Pool
from registry.ranking import weighing
from registry.team_questions import candidates_for


def main() -> None:
    """Run the rounds and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    network.arguments(parser, size=5_000)
    parser.add_argument("--missions", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with network.kept(asked.network) as folder, network.opened(asked.size, folder) as db:
        _fill(db, asked.missions)
        _measure(db, asked.rounds)


def _missions(db: Database) -> int:
    return len({row["mission_id"] for row in db.read("runs/open_roles", today=today().isoformat())})


def _fill(db: Database, wanted: int) -> None:
    """Store further missions until so many are open."""
    for seed in count(network.SEED + 1):
        missing = wanted - _missions(db)
        if missing <= 0:
            return
        made = islice(openings.missions(seed, today()), missing)
        bulk.store_missions(db, network.ACTOR, made, source=f"generated-{seed}")


def _measure(db: Database, rounds: int) -> None:
    pool = Pool()
    index = pool.now(db).index
    roles = db.read("runs/open_roles", today=today().isoformat())
    asked: dict[str, set[str]] = {}
    for row in roles:
        best = candidates_for(index, role_questions.text_of(row), weighing.of_kind(db, row["kind"]).by)
        asked.setdefault(row["mission_id"], set()).update(each.expert_id for each in best[: assignments.CONSIDERED])
    pairs = sum(map(len, asked.values()))
    print(f"{len(asked)} missions, {len(roles)} open roles, {len(index):,} people, {pairs} candidates of missions")
    everybody = {mission: sorted(ids) for mission, ids in asked.items()}

    def in_turn() -> None:
        for mission, ids in everybody.items():
            for first in range(0, len(ids), conflicts.MOST):
                conflicts.states(db, ids[first : first + conflicts.MOST], mission_id=mission)

    run = assignments.of_all(db, pool, network.ACTOR, AssignmentAsk(seed=1))
    _told("assigned and recorded", rounds, lambda: assignments.of_all(db, pool, network.ACTOR, AssignmentAsk(seed=1)))
    _told("read again", rounds, lambda: assignments.get(db, network.ACTOR, run.id))
    _told("conflicts, mission by mission", rounds, in_turn)
    _told("conflicts, all at once", rounds, lambda: conflicts.states_by_mission(db, everybody))
    print(f"{run.filled} of {run.open} roles filled, proven: {run.proven}")


def _told(title: str, rounds: int, work: Callable[[], object]) -> None:
    spent = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        spent.append(perf_counter() - began)
    print(f"{title:30} {median(spent):7.2f} s   (from {min(spent):.2f} to {max(spent):.2f})")


if __name__ == "__main__":
    main()
