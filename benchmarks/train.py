"""The fitting of a ranker on questions with known answers: weights of the product's features, for `--learned`.

python -m benchmarks.train --people P.jsonl --questions Q.jsonl --truth T.jsonl --out MODEL [--as-of-question]
    [--tune all|half|earlier] [--every N] [--penalty L2] [--features a,b,c]

truth      {"id", "people": [person ids], "half": 0 or 1}

The ranker is `matching.listwise.ListwiseRanker` over the candidates of each question: the probability that the first
is a right one is made as large as it goes, with a penalty on the squares of the weights, none of which falls below
zero. With --tune half or earlier it is fitted on half 0, or on the questions before the median day; the other part is
held out, reported, and tells what a score means. MODEL is a skops file: the ranker, its features, a digest of the three
files, the figures, the day. `benchmarks.leadership` refuses it where the features differ.
"""

import argparse
import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, Field
from rich.console import Console

from benchmarks.ending import Malformed, ended
from benchmarks.leadership import Network, Person, Question, asked, read, text_of
from matching import choosing, lessons
from matching.calibration import Calibration
from matching.features import FEATURES, table
from matching.learned import Learned, save
from matching.lessons import Lesson
from matching.postings import Bools, Float64s

PENALTY = 0.001


class Truth(BaseModel):
    """A line of the truth."""

    id: str
    people: Annotated[list[str], Field(min_length=1)]
    half: int = 0


def examples(
    network: Network, questions: list[Question], truth: dict[str, Truth], *, as_of_question: bool
) -> dict[str, Lesson]:
    """Give the features of the candidates of each question, by its id, and who of them is right."""
    found = {}
    for question, index in asked(network, questions, as_of_question=as_of_question):
        those = choosing.candidates(
            index.snapshot_,
            text_of(question),
            on=question.on or network.last_day,
            most=choosing.CANDIDATES,
            among=set(question.pool) or None,
            without=set(question.exclude),
        )
        right = np.array(
            [id in truth[question.id].people for id in those.ids[: those.asked.candidates]], dtype=np.bool_
        )
        found[question.id] = Lesson(table(those.asked), right)
    return found


def told(found: Float64s) -> dict[str, object]:
    """Give the mean reciprocal rank with a 95 % bootstrap interval."""
    if not len(found):
        return {"questions": 0}
    mean = lessons.mean(found)
    return {
        "questions": mean.questions,
        "mrr": round(mean.mean, 4),
        "from": round(mean.low, 3),
        "to": round(mean.high, 3),
    }


def _tuned(questions: list[Question], truth: dict[str, Truth], how: str) -> set[str]:
    if how == "half":
        return {question.id for question in questions if truth[question.id].half == 0}
    days = sorted(str(question.on) for question in questions)
    middle = days[len(days) // 2] if days else ""
    return {question.id for question in questions if how == "all" or str(question.on) < middle}


def ablation(chosen: list[Lesson], held: list[Lesson], used: Bools, penalty: float) -> dict[str, float]:
    """Give what the mean reciprocal rank of the held-out questions loses without each feature, fitted again."""

    def fitted(on: Bools) -> float:
        ranker = lessons.fit(chosen, penalty, on)
        return float(lessons.reciprocal_ranks(held, lessons.units(ranker)).mean())

    whole = fitted(used)
    lost = {}
    for number, feature in enumerate(FEATURES):
        if used[number]:
            fewer = used.copy()
            fewer[number] = False
            lost[feature] = round(whole - fitted(fewer), 4)
    return lost


def read_step(written: str) -> int:
    """Read how many questions are one of which is taken: 1 or more."""
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is below 1")
    return number


def read_penalty(written: str) -> float:
    """Read a penalty: a finite number from 0 on."""
    number = float(written)
    if not 0 <= number < np.inf:
        raise argparse.ArgumentTypeError(f"{number} is no finite number from 0 on")
    return number


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train", description=(__doc__ or "").split("\n")[0])
    for name in ("people", "questions", "truth", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--as-of-question", action="store_true", help="only what is dated before a question counts")
    parser.add_argument("--tune", choices=["all", "half", "earlier"], default="all", help="the part it is fitted on")
    parser.add_argument("--every", type=read_step, default=1, metavar="N", help="take every Nth question only")
    parser.add_argument("--penalty", type=read_penalty, default=PENALTY, help="on the squares of the weights")
    parser.add_argument("--features", default=",".join(FEATURES), help="those that may weigh, parted by commas")
    parser.add_argument("--ablation", action="store_true", help="tell what is lost without each feature")
    return parser.parse_args(arguments)


def parts(given: argparse.Namespace) -> tuple[list[Lesson], list[Lesson]]:
    """Read the files and give the questions that a ranker is fitted on, and those held out.

    Raises Malformed where a file cannot be read, or no question has its answer among its candidates.
    """
    truth = {row.id: row for row in read(given.truth, Truth)}
    questions = [question for question in read(given.questions, Question) if question.id in truth][:: given.every]
    tuned = _tuned(questions, truth, given.tune)
    network = Network(read(given.people, Person))
    rows = examples(network, questions, truth, as_of_question=given.as_of_question)
    chosen = [row for id, row in rows.items() if id in tuned]
    held = [row for id, row in rows.items() if id not in tuned]
    if not any(row.right.any() for row in chosen):
        raise Malformed("No question's answer is among its candidates, so nothing can be fitted.")
    return chosen, held


def model(given: argparse.Namespace) -> tuple[Learned, dict[str, float]]:
    """Fit the ranker and give it with what is lost without each feature, where that is asked for.

    Raises Malformed where a file cannot be read, a truth is missing or a feature is not known.
    """
    used = np.array([feature in given.features.split(",") for feature in FEATURES])
    if used.sum() != len(set(given.features.split(","))):
        raise Malformed(f"The features are {', '.join(FEATURES)}.")
    chosen, held = parts(given)
    ranker = lessons.fit(chosen, given.penalty, used)
    adds = lessons.units(ranker)
    digest = hashlib.sha256()
    for path in (given.people, given.questions, given.truth):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    figures = {
        part: told(lessons.reciprocal_ranks(rows, adds)) for part, rows in (("tuned_on", chosen), ("held_out", held))
    }
    learned = Learned(
        ranker=ranker,
        features=tuple(FEATURES),
        fitted=f"listwise softmax, no weight below zero, penalty {given.penalty}, part {given.tune}",
        on=datetime.now(UTC).date().isoformat(),
        data=digest.hexdigest(),
        figures=figures,
        calibration=Calibration.of(*lessons.shown(held, adds)),
    )
    return learned, ablation(chosen, held, used, given.penalty) if given.ablation and held else {}


def _shown(learned: Learned, lost: dict[str, float]) -> dict[str, object]:
    weights = learned.weights
    return {
        "weights": {
            feature: {"weight": round(weights.weights[feature], 4), "spread": float(f"{weights.spreads[feature]:.5g}")}
            for feature in FEATURES
        },
        **learned.figures,
        "calibration": [step._asdict() for step in learned.calibration.steps],
        "lost_without": lost,
    }


def main(arguments: list[str] | None = None) -> int:
    """Fit a ranker and write it. Gives 0, or 2 where a file cannot be used."""
    given = _arguments(arguments)

    def work(terminal: Console) -> None:
        found, lost = model(given)
        save(found, given.out)
        terminal.print_json(data=_shown(found, lost))

    return ended(work)


if __name__ == "__main__":
    sys.exit(main())
