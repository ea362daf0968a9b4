"""The fitting of a ranker on questions with known answers: weights of the product's features, for `--learned`.

python -m benchmarks.train --people P.jsonl --questions Q.jsonl --truth T.jsonl --out MODEL [--as-of-question]
    [--tune all|half|earlier] [--every N] [--penalty L2] [--features a,b,c]

truth      {"id", "people": [person ids], "half": 0 or 1}

The ranker is a softmax over each question's 400 candidates: the probability that the answer is among the right people
is made as large as it goes, with a penalty on the squares of the weights; features are divided by their spread. With
--tune half or earlier it is fitted on half 0, or on the questions before the median day, and the other part is held
out and reported. MODEL is JSON: the weight and spread of each feature, a digest of the three files, the figures, the
day. `benchmarks.leadership` refuses it where the features differ.
"""

import argparse
import hashlib
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import BaseModel, Field
from rich.console import Console
from scipy.optimize import minimize

from benchmarks.leadership import Malformed, Network, Person, Question, asked, read, text_of
from matching import ranking
from matching.features import FEATURES, table

Floats = NDArray[np.float64]
PENALTY = 0.001


class Truth(BaseModel):
    """A line of the truth."""

    id: str
    people: Annotated[list[str], Field(min_length=1)]
    half: int = 0


class Example(NamedTuple):
    """A question's candidates and which of them are right."""

    tuned: bool
    values: Floats
    right: NDArray[np.bool_]


def examples(
    network: Network, questions: list[Question], truth: dict[str, Truth], tuned: set[str], *, as_of_question: bool
) -> list[Example]:
    """Give the features of each question's candidates."""
    found = []
    for question, index in asked(network, questions, as_of_question=as_of_question):
        those = ranking.candidates(
            index.snapshot_,
            text_of(question),
            on=question.on or network.last_day,
            most=ranking.CANDIDATES,
            among=set(question.pool) or None,
            without=set(question.exclude),
        )
        right = np.array([id in truth[question.id].people for id in those.ids[: ranking.CANDIDATES]], dtype=np.bool_)
        found.append(Example(question.id in tuned, table(those.asked), right))
    return found


def spreads(rows: list[Example]) -> Floats:
    """Give the standard deviation of each feature among all candidates, 1 where it never varies."""
    found = np.concatenate([row.values for row in rows]).std(axis=0)
    return np.asarray(np.where(found > 1e-9, found, 1.0))


def fit(rows: list[Example], spread: Floats, used: NDArray[np.bool_], penalty: float) -> Floats:
    """Fit the weights of the used features; the others weigh 0."""
    told = [(row.values[:, used] / spread[used], row.right) for row in rows if row.right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = penalty / 2 * float(weights @ weights), penalty * weights
        for values, right in told:
            scores = values @ weights
            odds = np.exp(scores - scores.max())
            chosen = np.where(right, odds, 0)
            total -= float(np.log(max(chosen.sum() / odds.sum(), 1e-300))) / len(told)
            slope = slope - values.T @ (chosen / max(chosen.sum(), 1e-300) - odds / odds.sum()) / len(told)
        return total, slope

    weights = np.zeros(len(spread))
    if told:
        weights[used] = minimize(loss, np.zeros(int(used.sum())), jac=True, method="L-BFGS-B").x
    return weights


def reciprocal_ranks(rows: list[Example], units: Floats) -> Floats:
    """Give the reciprocal rank of the best right candidate of each question, 0 where there is none among them."""
    found = np.zeros(len(rows))
    for number, row in enumerate(rows):
        scores = row.values @ units
        for score in scores[row.right]:
            tied = float((np.abs(scores - score) <= 1e-6).sum() - 1)
            found[number] = max(found[number], 1 / (1 + float((scores > score + 1e-6).sum()) + tied / 2))
    return found


def told(found: Floats) -> dict[str, object]:
    """Give the mean reciprocal rank with a 95 % bootstrap interval."""
    if not len(found):
        return {"questions": 0}
    draws = np.random.default_rng(0).integers(0, len(found), (1000, len(found)))
    low, high = np.percentile(found[draws].mean(axis=1), [2.5, 97.5])
    return {
        "questions": len(found),
        "mrr": round(float(found.mean()), 4),
        "from": round(float(low), 3),
        "to": round(float(high), 3),
    }


def _tuned(questions: list[Question], truth: dict[str, Truth], how: str) -> set[str]:
    if how == "half":
        return {question.id for question in questions if truth[question.id].half == 0}
    days = sorted(str(question.on) for question in questions)
    middle = days[len(days) // 2] if days else ""
    return {question.id for question in questions if how == "all" or str(question.on) < middle}


def ablation(rows: list[Example], spread: Floats, used: NDArray[np.bool_], penalty: float) -> dict[str, float]:
    """Give what the mean reciprocal rank of the held-out questions loses without each feature, fitted again."""
    tuned, held = [row for row in rows if row.tuned], [row for row in rows if not row.tuned]
    whole = reciprocal_ranks(held, fit(tuned, spread, used, penalty) / spread).mean()
    lost = {}
    for number, feature in enumerate(FEATURES):
        if used[number]:
            fewer = used.copy()
            fewer[number] = False
            weights = fit(tuned, spread, fewer, penalty)
            lost[feature] = round(float(whole - reciprocal_ranks(held, weights / spread).mean()), 4)
    return lost


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train", description=(__doc__ or "").split("\n")[0])
    for name in ("people", "questions", "truth", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--as-of-question", action="store_true", help="only what is dated before a question counts")
    parser.add_argument("--tune", choices=["all", "half", "earlier"], default="all", help="the part it is fitted on")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth question only")
    parser.add_argument("--penalty", type=float, default=PENALTY, help="on the squares of the weights")
    parser.add_argument("--features", default=",".join(FEATURES), help="those that may weigh, parted by commas")
    parser.add_argument("--ablation", action="store_true", help="tell what is lost without each feature")
    return parser.parse_args(arguments)


def model(given: argparse.Namespace) -> dict[str, object]:
    """Fit the ranker and give it with all that is told about it.

    Raises Malformed where a file cannot be read, a truth is missing or a feature is not known.
    """
    used = np.array([feature in given.features.split(",") for feature in FEATURES])
    if used.sum() != len(set(given.features.split(","))):
        raise Malformed(f"The features are {', '.join(FEATURES)}.")
    truth = {row.id: row for row in read(given.truth, Truth)}
    questions = [question for question in read(given.questions, Question) if question.id in truth][:: given.every]
    started = time.perf_counter()
    network = Network(read(given.people, Person))
    tuned = _tuned(questions, truth, given.tune)
    rows = examples(network, questions, truth, tuned, as_of_question=given.as_of_question)
    chosen, held = [row for row in rows if row.tuned], [row for row in rows if not row.tuned]
    if not any(row.right.any() for row in chosen):
        raise Malformed("No question's answer is among its candidates, so nothing can be fitted.")
    spread = spreads(chosen)
    weights = fit(chosen, spread, used, given.penalty)
    digest = hashlib.sha256()
    for path in (given.people, given.questions, given.truth):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return {
        "features": {
            feature: {"weight": round(float(weight), 4), "spread": float(f"{width:.5g}")}
            for feature, weight, width in zip(FEATURES, weights, spread, strict=True)
        },
        "fitted": f"softmax over {ranking.CANDIDATES} candidates, penalty {given.penalty}, part {given.tune}",
        "date": datetime.now(UTC).date().isoformat(),
        "data": digest.hexdigest(),
        "tuned_on": told(reciprocal_ranks(chosen, weights / spread)),
        "held_out": told(reciprocal_ranks(held, weights / spread)),
        "lost_without": ablation(rows, spread, used, given.penalty) if given.ablation and held else {},
        "seconds": round(time.perf_counter() - started, 1),
    }


def main(arguments: list[str] | None = None) -> int:
    """Fit a ranker and write it. Gives 0, or 2 where a file cannot be used."""
    given = _arguments(arguments)
    terminal = Console(stderr=True)
    try:
        found = model(given)
        given.out.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
    except (Malformed, OSError) as error:
        terminal.print(str(error), markup=False, soft_wrap=True)
        return 2
    terminal.print_json(data={name: found[name] for name in ("tuned_on", "held_out", "lost_without", "seconds")})
    return 0


if __name__ == "__main__":
    sys.exit(main())
