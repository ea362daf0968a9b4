"""The learned ranker: a scikit-learn estimator, its file, and what its scores are said to mean."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import skops.io
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.estimator_checks import parametrize_with_checks

from matching import PeopleIndex, WeightsRefused, learned
from matching.calibration import FEWEST_CANDIDATES, Calibration, reliability
from matching.features import FEATURES
from matching.learned import Learned
from matching.listwise import ListwiseRanker


# All checks apply: a ranker is neither a classifier nor a regressor, and scikit-learn asks no more of such a one.
@parametrize_with_checks([ListwiseRanker(), ListwiseRanker(penalty=1.0, free=(0,))])  # type: ignore[untyped-decorator]
def test_the_ranker_keeps_the_manners_of_scikit_learn(
    estimator: ListwiseRanker, check: Callable[[ListwiseRanker], None]
) -> None:
    check(estimator)


@pytest.mark.parametrize(
    "parameters", [{"penalty": float("nan")}, {"penalty": -1.0}, {"penalty": float("inf")}, {"free": (3,)}]
)
def test_a_ranker_of_a_penalty_that_is_none_or_a_column_that_is_not_there_is_refused(
    parameters: dict[str, float],
) -> None:
    values, right, groups = lists(5)
    with pytest.raises(ValueError, match=r"penalty|columns"):
        ListwiseRanker(**parameters).fit(values, right, groups=groups)  # type: ignore[arg-type]


def lists(questions: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make lists of ten whose first feature tells the right one, whose second is noise, whose third speaks against."""
    draw = np.random.default_rng(0)
    groups = np.repeat(np.arange(questions), 10)
    right = np.tile(np.arange(10) == 3, questions)
    values = draw.normal(size=(len(groups), 3))
    values[:, 0] += 2 * right
    values[:, 2] -= right
    return values, right.astype(float), groups


def test_what_tells_the_right_one_weighs_and_nothing_weighs_below_zero() -> None:
    values, right, groups = lists()
    ranker = ListwiseRanker().fit(values, right, groups=groups)
    assert ranker.coef_[0] > 1 > 0.3 > ranker.coef_[1] >= 0 == ranker.coef_[2]
    assert ListwiseRanker(free=(2,)).fit(values, right, groups=groups).coef_[2] < -0.5


def test_the_order_of_the_rows_and_a_list_without_a_right_one_teach_nothing() -> None:
    values, right, groups = lists(40)
    expected = ListwiseRanker().fit(values, right, groups=groups)
    order = np.random.default_rng(1).permutation(len(groups))
    shuffled = ListwiseRanker().fit(values[order], right[order], groups=groups[order])
    assert shuffled.coef_ == pytest.approx(expected.coef_, rel=1e-3, abs=1e-4)
    more = ListwiseRanker().fit(
        np.vstack([values, values[:10]]), np.append(right, np.zeros(10)), np.append(groups, [99] * 10)
    )
    assert more.coef_ / more.spread_ == pytest.approx(expected.coef_ / expected.spread_, rel=0.05, abs=1e-3)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), max_size=300))
def test_a_higher_score_never_means_less_and_few_mean_nothing(seen: list[tuple[float, bool]]) -> None:
    scores, right = np.array([s for s, _ in seen], dtype=float), np.array([r for _, r in seen], dtype=bool)
    told = Calibration.of(scores, right)
    said = [share for share in map(told.calibrated, sorted(scores.tolist())) if share is not None]
    assert said == sorted(said)
    if len(seen) < FEWEST_CANDIDATES:
        assert not said


def test_three_of_ten_is_said_where_it_was_so_and_beyond_it_nothing() -> None:
    scores = np.repeat([0.0, 1.0], 100)
    right = np.concatenate([np.arange(100) < 10, np.arange(100) < 30])
    told = Calibration.of(scores, right)
    assert [told.calibrated(score) for score in (-1.0, 0.0, 1.0, 1.5)] == [None, 0.1, 0.3, None]


def model() -> Learned:
    ranker = ListwiseRanker()
    ranker.n_features_in_ = len(FEATURES)
    ranker.coef_, ranker.spread_ = np.arange(len(FEATURES), dtype=float), np.ones(len(FEATURES))
    told = Calibration.of(np.repeat([0.0, 1.0], 100), np.arange(200) % 10 < 3)
    return Learned(ranker, tuple(FEATURES), "by hand", "2026-11-01", "0" * 64, {"held_out": {"mrr": 1.0}}, told)


def test_a_learned_ranker_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    learned.save(model(), path)
    found = learned.load(path)
    assert found.weights == model().weights
    assert found.calibrated(0.5) == 0.3
    assert (found.on, found.data, found.figures) == ("2026-11-01", "0" * 64, {"held_out": {"mrr": 1.0}})


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, 0.99])
def test_a_model_cut_short_is_refused(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "model.skops"
    learned.save(model(), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    with pytest.raises(WeightsRefused, match="cut short"):
        learned.load(path)


def test_a_model_with_a_flipped_byte_is_refused_or_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    learned.save(model(), path)
    whole = bytearray(path.read_bytes())
    for place in range(0, len(whole), 37):
        spoiled = whole.copy()
        spoiled[place] ^= 0x55
        path.write_bytes(spoiled)
        try:
            assert learned.load(path).weights == model().weights
        except WeightsRefused:
            continue


def test_a_model_of_other_features_or_without_numbers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    learned.save(dataclasses.replace(model(), features=("fame", *FEATURES)), path)
    with pytest.raises(WeightsRefused, match="fame"):
        learned.load(path)
    spoiled = model()
    spoiled.ranker.coef_[0] = np.nan
    learned.save(spoiled, path)
    with pytest.raises(WeightsRefused, match="finite"):
        learned.load(path)
    skops.io.dump({"ranker": ListwiseRanker()}, path)
    with pytest.raises(WeightsRefused, match="lacks"):
        learned.load(path)
    skops.io.dump([1, 2], path)
    with pytest.raises(WeightsRefused, match="no learned ranker"):
        learned.load(path)


def test_a_model_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    skops.io.dump({"ranker": PeopleIndex()}, path)
    with pytest.raises(WeightsRefused, match="not to be trusted"):
        learned.load(path)


def test_what_was_said_is_compared_with_what_was() -> None:
    said = np.repeat([0.05, 0.4], 100)
    right = np.concatenate([np.arange(100) < 5, np.arange(100) < 30])
    told = reliability(said, right)
    assert [(each.candidates, each.was) for each in told.bins] == [(100, 0.05), (100, 0.3)]
    assert told.error == pytest.approx(0.05)
    assert 0 < told.brier < told.brier_flat
    with pytest.raises(ValueError, match="Nothing"):
        reliability(said[:0], right[:0])


def test_a_calibration_that_may_not_speak_says_so() -> None:
    assert not Calibration.of(np.zeros(10), np.arange(10) < 5).speaks
    told = Calibration.of(np.repeat([0.0, 1.0], 100), np.arange(200) % 10 < 3)
    assert told.speaks
    assert told.step_of(0.5) is not None
    assert told.step_of(-1.0) is None
