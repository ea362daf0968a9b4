"""The words for the features of the ranking: none is missing, none is left behind by the code, each can be said."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.database import Database
from matching import ALGORITHM, ranking
from matching.features import FEATURES
from registry import lists
from registry.models.matches import FeatureReason
from registry.ranking import algorithms, catalogue, saying, weighing

TEXTS = catalogue.features()


def test_every_feature_has_its_words_and_no_words_are_left_over() -> None:
    assert set(TEXTS) == set(FEATURES)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_translated_description_is_that_of_the_code_as_it_is(feature: str) -> None:
    assert TEXTS[feature].description_en == inspect.getdoc(FEATURES[feature])
    assert TEXTS[feature].description_vi


@given(st.sampled_from(sorted(TEXTS)), st.floats(-10, 10), st.floats(-10, 10))
def test_every_value_can_be_said_in_both_languages(feature: str, value: float, typical: float) -> None:
    part = FeatureReason(feature=feature, value=value, typical=typical, weight=1, contribution=value)
    said = saying.with_words(part, {}).sentence
    assert said is not None
    for sentence in (said.vi, said.en):
        assert sentence is not None
        assert "{" not in sentence
        assert sentence.endswith(").")


def test_numbers_are_written_as_each_language_does() -> None:
    assert (saying.number(1234.5, "vi"), saying.number(1234.5, "en")) == ("1.234,50", "1,234.50")
    assert (saying.percent(0.834, "vi"), saying.percent(0.834, "en")) == ("83 %", "83%")


def test_a_feature_of_an_earlier_version_is_shown_by_its_name() -> None:
    part = FeatureReason(feature="long_gone", value=1, typical=0, weight=1, contribution=1, evidence=("x",))
    told = saying.with_words(part, {})
    assert told.title is not None
    assert told.title.in_("vi") == "long_gone"
    assert (told.sentence, told.evidence) == (None, ())


def test_every_kind_of_role_has_weights_that_are_there_and_an_argument_for_them(db: Database) -> None:
    chosen = weighing.role_weights()
    assert {kind.code for kind in lists.role_kinds()} == set(chosen.role_kinds)
    for code, own in chosen.role_kinds.items():
        assert weighing.of_kind(db, code).by == ranking.weights(own.weights)
        assert own.why.vi
        assert own.why.en
    assert weighing.of_kind(db, "a kind of tomorrow").by == ranking.weights(chosen.otherwise)


def test_the_card_of_the_algorithm_is_made_of_the_code(db: Database) -> None:
    card = algorithms.current(db)
    assert card.id == ALGORITHM.id
    assert [feature.name for feature in card.features] == list(FEATURES)
    hashes = {one.name: one.hash for one in card.weights}
    assert hashes[ranking.DEFAULT] == weighing.hash_of(ranking.weights())
    assert {kind for one in card.weights for kind in one.role_kinds} == {kind.code for kind in lists.role_kinds()}
