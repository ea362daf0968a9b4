"""The speed of the report on the whole network as a ratio to bare streaming of the same rows on the same engine.

    python -m benchmarks.report_speed [--size N] [--network DIR] [--rounds N]

The generated network is stored in an engine first, or kept by an earlier run. The bare side streams the rows of the
report's own queries and drops them; the product streams them, finds every figure, and keeps the rows behind each. Then
come what a reader waits for: the same report again out of the counts that are kept, the first page of rows of the
longest list, all pictures drawn once, and the paper. Seconds are medians over the rounds, the ratio the median of the
rounds' own: 1 would be counting that costs nothing.
"""

import argparse
import resource
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from api import charts, pdf
from benchmarks import network
from graph.database import Database
from registry.reports import network as whole_network
from registry.reports.counting import QUERIES, ReportCache, count
from registry.reports.models import NetworkReport

ON = datetime.now(UTC).date()


def main() -> None:
    """Store the network, run the rounds and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    network.arguments(parser, size=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of both sides")
    asked = parser.parse_args()
    with network.kept(asked.network) as folder, network.opened(asked.size, folder) as db:
        _measure(db, asked.rounds)


def _measure(db: Database, rounds: int) -> None:
    bare, counted = [], []
    _bare(db)
    for _ in range(rounds):
        bare.append(_seconds(lambda: _bare(db)))
        counted.append(_seconds(lambda: count(db, ON)))
    ratio = median(ours / theirs for ours, theirs in zip(counted, bare, strict=True))
    print(f"bare streaming of the rows   {median(bare):8.2f} s")
    print(f"counting every figure        {median(counted):8.2f} s   {ratio:.2f} times the bare stream")
    cache = ReportCache()
    report = whole_network.facts(db, network.ACTOR, on=ON, cache=cache)
    print(f"                             {report.experts.value / median(counted):8.0f} experts a second")
    again = _seconds(lambda: whole_network.facts(db, network.ACTOR, on=ON, cache=cache))
    print(f"the report again, as kept    {again * 1000:8.1f} ms")
    longest = max((entry.value, figure.id, entry.key) for figure in report.figures for entry in figure.entries)
    first = _seconds(
        lambda: whole_network.rows(db, network.ACTOR, longest[1], longest[2], on=ON, limit=100, cache=cache)
    )
    print(f"first 100 of {longest[0]:>9,} rows   {first * 1000:8.1f} ms   {longest[1]} {longest[2]}")
    print(f"first picture, with start    {_seconds(lambda: charts.coverage_svg(report.coverage, 'vi')):8.2f} s")
    print(f"{len(report.figures)} pictures                  {_seconds(lambda: _draw(report)):8.2f} s")
    print(f"the paper with its pictures  {_seconds(lambda: pdf.network_report(report, 'vi')):8.2f} s")
    print(f"memory of this process       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB at most")


def _bare(db: Database) -> int:
    """Stream the rows of the report's queries and drop them."""
    people = sum(1 for _ in db.sweep("experts/active", QUERIES["expert"]))
    others = {query for kind, query in QUERIES.items() if kind != "expert"}
    return people + sum(1 for query in others for _ in db.stream(query))


def _draw(report: NetworkReport) -> None:
    for figure in report.figures:
        charts.figure_svg(figure, "vi")


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main()
