"""The learned ranker: a softmax over the candidates of each question, with weights that keep their sign."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_consistent_length, check_is_fitted, validate_data

from matching.postings import Float64s
from matching.vocabulary import Int64s

LEAST = 1e-300


class ListwiseRanker(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types.
    """A linear ranker that makes it as probable as it can that the first of each list is a right one.

    The probability of a candidate is the softmax of the scores of its list, as in the listwise top-one model (Cao et
    al., 2007), summed over the right ones. A feature is divided by its standard deviation among all candidates, so
    that the penalty asks the same of each.

    Parameters
    ----------
    penalty : half of it times the squares of the weights is added to the mean loss of a list.
    free : columns whose weight may fall below zero; all other weights are at least 0, so that more of what speaks for
        somebody never counts against them.

    Attributes
    ----------
    coef_ : what one standard deviation of each feature adds to a score.
    spread_ : the standard deviation of each feature, 1 where it never varies.
    """

    coef_: Float64s
    spread_: Float64s

    def __init__(self, *, penalty: float = 0.001, free: Sequence[int] = ()) -> None:
        self.penalty = penalty
        self.free = free

    def fit(self, X: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None) -> Self:
        """Fit the weights: one row for each candidate, y above 0 for the right ones, groups the question of each row.

        Without groups all rows are one list. A list without a right candidate teaches nothing; where none has one, the
        weights stay 0.

        Raises ValueError where the penalty is no finite number from 0 on, or `free` names a column that is not there.
        """
        if not 0 <= self.penalty < np.inf:
            raise ValueError(f"A penalty is a finite number from 0 on, and not {self.penalty}.")
        values, right = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        if not set(self.free) <= set(range(values.shape[1])):
            raise ValueError(f"There are {values.shape[1]} columns, counted from 0; free are said to be {self.free}.")
        lists = np.zeros(len(right), dtype=np.int64) if groups is None else np.asarray(groups)
        check_consistent_length(values, lists)
        spread = values.std(axis=0)
        self.spread_ = np.where(spread > 1e-9, spread, 1.0)
        told, number = _lists_that_teach(right > 0, lists)
        bounds = [(None if column in self.free else 0.0, None) for column in range(values.shape[1])]
        self.coef_ = np.zeros(values.shape[1])
        if len(told):
            lesson = _Lesson(values[told] / self.spread_, (right > 0)[told].astype(np.float64), number, self.penalty)
            found = minimize(lesson.loss, self.coef_, jac=True, method="L-BFGS-B", bounds=bounds)
            self.coef_ = np.asarray(found.x, dtype=np.float64)
        return self

    def predict(self, X: ArrayLike) -> Float64s:
        """Give the score of each row; scores of different lists can be compared."""
        check_is_fitted(self)
        values = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(values @ (self.coef_ / self.spread_), dtype=np.float64)


class _Lesson:
    """The rows of the lists that teach, in the order of the lists."""

    def __init__(self, values: Float64s, right: Float64s, number: Int64s, penalty: float) -> None:
        self.values, self.right, self.number, self.penalty = values, right, number, penalty
        self.starts = np.flatnonzero(np.diff(number, prepend=-1))

    def loss(self, weights: Float64s) -> tuple[float, Float64s]:
        """Give the mean of -ln of the probability of a right candidate, with the penalty, and its slope."""
        scores = self.values @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.number])
        total = np.add.reduceat(odds, self.starts)
        chosen = np.maximum(np.add.reduceat(odds * self.right, self.starts), LEAST)
        slope = self.values.T @ (odds / total[self.number] - odds * self.right / chosen[self.number])
        lost = float(np.log(total / chosen).mean())
        return lost + self.penalty / 2 * float(weights @ weights), slope / len(total) + self.penalty * weights


def _lists_that_teach(right: NDArray[np.bool_], lists: NDArray[np.generic]) -> tuple[Int64s, Int64s]:
    """Give the rows of the lists with a right candidate, list after list, and the number of the list of each."""
    _, number = np.unique(lists, return_inverse=True)
    some = np.bincount(number, right) > 0
    rows = np.flatnonzero(some[number])
    order = rows[np.argsort(number[rows], kind="stable")]
    return order, np.unique(number[order], return_inverse=True)[1].astype(np.int64)
