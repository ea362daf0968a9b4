"""What a ranker learns from and is held against: lists of candidates, and which of them were the right ones."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching.features import FEATURES
from matching.listwise import ListwiseRanker
from matching.postings import Bools, Float64s
from matching.ranking import Weights

SHOWN = 20
"""So many candidates of a question are shown to a committee, and tell what a score means."""
_DRAWS = 1000


class Lesson(NamedTuple):
    """A question's candidates, one row of features each in the order of `FEATURES`, and which of them are right."""

    values: Float64s
    right: Bools


class Mean(NamedTuple):
    """The mean over questions with a 95 % bootstrap interval."""

    questions: int
    mean: float
    low: float
    high: float


def fit(lessons: Sequence[Lesson], penalty: float, used: Bools | None = None) -> ListwiseRanker:
    """Fit the weights of the used features, by default of all; the others weigh 0."""
    values = np.concatenate([lesson.values for lesson in lessons])
    right = np.concatenate([lesson.right for lesson in lessons]).astype(np.float64)
    groups = np.repeat(np.arange(len(lessons)), [len(lesson.right) for lesson in lessons])
    counted = values if used is None else np.where(used, values, 0.0)
    return ListwiseRanker(penalty=penalty).fit(counted, right, groups=groups)


def units(by: Weights | ListwiseRanker) -> Float64s:
    """Give what one unit of each feature adds to a score."""
    if isinstance(by, ListwiseRanker):
        return np.asarray(by.coef_ / by.spread_, dtype=np.float64)
    return np.array([by.weights[feature] / by.spreads[feature] for feature in FEATURES])


def reciprocal_ranks(lessons: Sequence[Lesson], adds: Float64s) -> Float64s:
    """Give the reciprocal rank of the best right candidate of each question, 0 where there is none among them."""
    found = np.zeros(len(lessons))
    for number, lesson in enumerate(lessons):
        scores = lesson.values @ adds if len(lesson.values) else np.zeros(0)
        for score in scores[lesson.right]:
            tied = float((np.abs(scores - score) <= 1e-6).sum() - 1)
            found[number] = max(found[number], 1 / (1 + float((scores > score + 1e-6).sum()) + tied / 2))
    return found


def mean(found: Float64s) -> Mean:
    """Give the mean of something over questions.

    Raises ValueError where there is no question.
    """
    if not len(found):
        raise ValueError("There is no question to take a mean of.")
    draws = np.random.default_rng(0).integers(0, len(found), (_DRAWS, len(found)))
    low, high = np.percentile(found[draws].mean(axis=1), [2.5, 97.5])
    return Mean(len(found), float(found.mean()), float(low), float(high))


def shown(lessons: Sequence[Lesson], adds: Float64s) -> tuple[Float64s, Bools]:
    """Give the scores of the first `SHOWN` of each question, and which of them are right."""
    scores, right = [np.zeros(0)], [np.zeros(0, dtype=np.bool_)]
    for lesson in lessons:
        if len(lesson.values):
            found = lesson.values @ adds
            first = np.argsort(-found, kind="stable")[:SHOWN]
            scores.append(found[first])
            right.append(lesson.right[first])
    return np.concatenate(scores), np.concatenate(right)
