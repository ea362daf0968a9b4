"""The reliability of what a learned ranker says of its candidates: the parts said beside those who were right.

python -m benchmarks.reliability --people P.jsonl --questions Q.jsonl --truth T.jsonl [--as-of-question] [--every N]
    [--tune half|earlier] [--penalty L2]

The ranker is fitted as `benchmarks.train` does, on half 0 or on the questions before the median day. The held-out
questions are parted in two by turns: what a score means is learned from the one part and said of the first 20 of each
question of the other, and the other way round, so that nothing is said of a question that anything was learned from.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from rich.console import Console

from benchmarks import train
from benchmarks.ending import Malformed, ended
from matching import lessons
from matching.calibration import Calibration, reliability
from matching.lessons import Lesson
from matching.postings import Float64s


def found(held: list[Lesson], adds: Float64s) -> dict[str, object]:
    """Give the bins, the Brier score and the calibration error over the held-out questions, and how many are silent.

    Raises Malformed where too few candidates were seen to say anything.
    """
    said, right, silent = [], [], 0
    for told_on, learned_from in ((held[::2], held[1::2]), (held[1::2], held[::2])):
        meaning = Calibration.of(*lessons.shown(learned_from, adds))
        for score, hit in zip(*lessons.shown(told_on, adds), strict=True):
            part = meaning.calibrated(float(score))
            if part is None:
                silent += 1
            else:
                said.append(part)
                right.append(hit)
    if not said:
        raise Malformed("Too few candidates were seen to say anything of a score.")
    compared = reliability(np.array(said), np.array(right, dtype=np.bool_))
    return {
        "questions": len(held),
        "candidates": len(said),
        "silent": silent,
        "bins": [each._asdict() for each in compared.bins],
        "brier": compared.brier,
        "brier_flat": compared.brier_flat,
        "error": compared.error,
    }


def main(arguments: list[str] | None = None) -> int:
    """Fit, say, compare and print. Gives 0, or 2 where a file cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reliability", description=(__doc__ or "").split("\n")[0]
    )
    for name in ("people", "questions", "truth"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--as-of-question", action="store_true", help="only what is dated before a question counts")
    parser.add_argument("--tune", choices=["half", "earlier"], default="half", help="the part it is fitted on")
    parser.add_argument("--every", type=train.read_step, default=1, metavar="N", help="take every Nth question only")
    parser.add_argument(
        "--penalty", type=train.read_penalty, default=train.PENALTY, help="on the squares of the weights"
    )
    given = parser.parse_args(arguments)

    def work(terminal: Console) -> None:
        chosen, held = train.parts(given)
        ranker = lessons.fit(chosen, given.penalty)
        terminal.print_json(data=found(held, lessons.units(ranker)))

    return ended(work)


if __name__ == "__main__":
    sys.exit(main())
