"""The published weights of the kinds of roles, fitted anew: the file `matching/weights.json`.

python -m benchmarks.weights --questions DIR [--out matching/weights.json] [--every N]

DIR holds a folder `officer`, `lead` and `peps` each, as `pack` of the measuring program writes them: people.jsonl,
questions.jsonl, truth.jsonl. The awards are fitted on half 0, which leaves half 1 to be reported on; the proposals on
all. `default` is fitted on all three together, as many lists of each. What the file says was set by hand stays.
"""

import argparse
import sys
from collections.abc import Collection, Mapping
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, TypeAdapter
from rich.console import Console

from benchmarks.ending import ended
from benchmarks.leadership import Network, Person, Question, read
from benchmarks.train import Truth, examples, read_step
from matching import choosing, lessons
from matching.features import FEATURES
from matching.lessons import Lesson
from matching.ranking import DEFAULT

WEIGHTS = Path("matching/weights.json")
DIGITS = 4


class Kind(NamedTuple):
    """A kind of role that weights are published for."""

    folder: str
    told: str
    """Whom the lists are about."""
    features: tuple[str, ...]
    """Those that may weigh: more of them fitted the tuned half better and the other half worse."""
    penalty: float
    nearest: int
    """So many candidates of a question are learned from, the nearest by their centroid."""
    halved: bool = True
    """Whether only half 0 is fitted on."""
    as_of_question: bool = False


KINDS: Mapping[str, Kind] = {
    "in_charge": Kind(
        "officer",
        "officers in charge of awards of August 2017, half 0",
        ("best_works", "regression", "form"),
        0.001,
        nearest=100,
    ),
    "led": Kind(
        "lead",
        "leaders of awards of 2017, half 0",
        (
            "best_works",
            "regression",
            "institution_named",
            "institution_share",
            "institution_word",
            "responsibility",
        ),
        0.001,
        nearest=choosing.MOST_BY_FEATURES,
    ),
    "appointed": Kind(
        "peps",
        "who was appointed for proposals of 2012 to 2018, all",
        ("centroid", "best_works", "regression", "recent"),
        0.5,
        nearest=choosing.MOST_BY_FEATURES,
        halved=False,
        as_of_question=True,
    ),
}
HOW = "listwise softmax over the candidates of each question, no weight below zero"
TOGETHER = 0.1
"""The penalty of the default, which must not lean on what only one kind of role shows."""


def lists(folder: Path, kind: Kind, every: int) -> list[Lesson]:
    """Give the candidates of every Nth question that the weights of a kind are fitted on."""
    truth = {row.id: row for row in read(folder / "truth.jsonl", Truth)}
    asked = [question for question in read(folder / "questions.jsonl", Question) if question.id in truth]
    tuned = [question for question in asked if not kind.halved or truth[question.id].half == 0][::every]
    network = Network(read(folder / "people.jsonl", Person))
    found = examples(network, tuned, truth, as_of_question=kind.as_of_question).values()
    return [Lesson(lesson.values[: kind.nearest], lesson.right[: kind.nearest]) for lesson in found]


Rows = dict[str, dict[str, float | str]]


class Set(BaseModel):
    """A set of weights as the file holds it."""

    fitted: str
    features: Rows


SETS = TypeAdapter(dict[str, Set])


def by_hand(old: Set) -> Rows:
    """Give the weights that were set by hand, with the reason."""
    return {name: row for name, row in old.features.items() if "set_by_hand" in row}


def fitted(old: Set, listed: list[Lesson], used: Collection[str], penalty: float, told: str) -> Set:
    """Fit the used features; what was set by hand stays, all others weigh 0."""
    ranker = lessons.fit(listed, penalty, np.array([feature in used for feature in FEATURES]))
    rows, kept = Rows(), by_hand(old)
    for name, weight, spread in zip(FEATURES, ranker.coef_.tolist(), ranker.spread_.tolist(), strict=True):
        fresh = {"weight": round(weight, DIGITS), "spread": float(f"{spread:.5g}")}
        rows[name] = fresh if name in used else kept.get(name, {"weight": 0.0, "spread": 1.0})
    return Set(fitted=told, features=rows)


def publish(questions: Path, old: dict[str, Set], every: int) -> dict[str, Set]:
    """Fit all sets of weights."""
    found = {name: lists(questions / kind.folder, kind, every) for name, kind in KINDS.items()}
    sets = {}
    for name, kind in KINDS.items():
        told = f"{HOW}, penalty {kind.penalty}; {kind.told}: {len(found[name])} questions"
        sets[name] = fitted(old[name], found[name], kind.features, kind.penalty, told)
    most = max(map(len, found.values()))
    joined = [lesson for listed in found.values() for lesson in islice(cycle(listed), most)]
    used = FEATURES.keys() - by_hand(old[DEFAULT]).keys()
    told = f"{HOW}, penalty {TOGETHER}; the questions of all three kinds together, as many lists of each"
    return sets | {DEFAULT: fitted(old[DEFAULT], joined, used, TOGETHER, told)}


def main(arguments: list[str] | None = None) -> int:
    """Fit the weights and write them. Gives 0, or 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weights", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--questions", type=Path, required=True, help="the folder with officer, lead and peps")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights are written")
    parser.add_argument("--every", type=read_step, default=1, metavar="N", help="take every Nth question only")
    given = parser.parse_args(arguments)

    def work(_: Console) -> None:
        sets = publish(given.questions, SETS.validate_json(WEIGHTS.read_bytes()), given.every)
        given.out.write_bytes(SETS.dump_json(sets, indent=2) + b"\n")

    return ended(work)


if __name__ == "__main__":
    sys.exit(main())
