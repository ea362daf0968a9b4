"""The index among scikit-learn's estimators: what can be asked of one that is fitted on profiles and not on numbers."""

import copy
import pickle
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.utils import estimator_checks as checks

from matching import Concept, Concepts, Evidence, Kind, PeopleIndex, Profile, Weights, WeightsRefused, ranking, storing

ON = date(2026, 11, 21)
WITHOUT_DATA = [
    checks.check_do_not_raise_errors_in_init_or_set_params,
    checks.check_estimator_cloneable,
    checks.check_estimator_repr,
    checks.check_estimator_tags_renamed,
    checks.check_get_params_invariance,
    checks.check_mixin_order,
    checks.check_no_attributes_set_in_init,
    checks.check_parameters_default_constructible,
    checks.check_set_params,
    checks.check_valid_tag_types,
]


def person(id: str, *titles: str) -> Profile:
    return Profile(id, tuple(Evidence(f"{id}-{n}", Kind.LED, title) for n, title in enumerate(titles)))


PEOPLE = [person("a", "power grid", "grid of batteries"), person("b", "rice"), person("c", "lưới điện"), person("d")]


def answers(index: PeopleIndex) -> list[list[tuple[str, float]]]:
    texts = "grid", "lưới điện", "luoi dien batteries", "rice wheat"
    return [[(one.id, one.score) for one in index.rank(text, k=9, on=ON)] for text in texts]


def pickled(index: PeopleIndex) -> PeopleIndex:
    copied = pickle.loads(pickle.dumps(index))  # noqa: S301  # What was written the moment before.
    assert isinstance(copied, PeopleIndex)
    return copied


@pytest.mark.parametrize("check", WITHOUT_DATA, ids=lambda check: check.__name__)
def test_what_scikit_learn_asks_of_every_estimator_holds(check: Callable[[str, PeopleIndex], None]) -> None:
    check("PeopleIndex", PeopleIndex())


def test_scikit_learn_is_told_that_an_index_is_not_fitted_on_numbers() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", SkipTestWarning)
        checks.check_estimator(PeopleIndex())


def test_parameters_are_all_that_an_index_holds_before_it_is_fitted() -> None:
    index = PeopleIndex(compact_share=0.3)
    assert clone(index).get_params() == index.get_params()
    assert vars(index) == index.get_params()
    with pytest.raises(NotFittedError):
        index.search("grid", k=1)


def test_fitting_again_forgets_what_was_there_and_changes_no_parameter() -> None:
    index = PeopleIndex(compact_share=0.3)
    before = index.get_params()
    assert index.fit(PEOPLE) is index
    first = answers(index)
    assert answers(index.fit([person("x", "grid")])) != first
    assert answers(index.fit(PEOPLE)) == first
    assert index.get_params() == before


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
def test_a_copy_of_an_index_answers_alike_and_goes_on_by_itself(copied: Callable[[PeopleIndex], PeopleIndex]) -> None:
    concepts = Concepts([Concept("power", ("lưới điện",), ("power grid",))])
    index = PeopleIndex(compact_share=9, concepts=concepts).fit(PEOPLE).put(person("e", "grid safety")).remove("b")
    other = copied(index)
    before = answers(index)
    assert answers(other) == before
    other.put(person("f", "grid")).remove("a").compact()
    assert "f" in other
    assert answers(index) == before


def test_an_index_out_of_a_file_can_be_copied(tmp_path: Path) -> None:
    storing.save(PeopleIndex().fit(PEOPLE), tmp_path, seq=1)
    index, _ = storing.load(tmp_path)
    assert answers(pickled(index)) == answers(index)


def test_an_index_that_is_not_fitted_can_be_copied() -> None:
    assert not hasattr(pickled(PeopleIndex(small_network=7)), "snapshot_")


@pytest.mark.parametrize(
    "parameters",
    [{"fewest_works_of_a_pair": 0}, {"small_network": -1}, {"compact_share": -0.1}, {"compact_share": float("nan")}],
)
def test_a_parameter_out_of_its_range_is_refused_by_fit_and_named(parameters: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(parameters))):
        PeopleIndex(**parameters).fit(PEOPLE)  # type: ignore[arg-type]


def test_what_is_no_profile_is_refused_and_leaves_the_index_as_it_was() -> None:
    with pytest.raises(TypeError, match="ndarray is none"):
        PeopleIndex().fit(np.zeros((3, 2)))
    index = PeopleIndex().fit(PEOPLE)
    with pytest.raises(TypeError, match="str is none"):
        index.put(person("e", "grid"), "f")  # type: ignore[arg-type]
    assert "e" not in index


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -float("inf")])
def test_weights_that_are_no_numbers_never_reach_an_order(wrong: float) -> None:
    given = ranking.weights()
    for weights, spreads in [
        ({**given.weights, "centroid": wrong}, given.spreads),
        (given.weights, {**given.spreads, "centroid": wrong}),
        (given.weights, {**given.spreads, "centroid": 0.0}),
        ({"centroid": 1.0}, given.spreads),
    ]:
        with pytest.raises(WeightsRefused):
            Weights("own", weights, spreads)
