"""What an explanation says about a score."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import ALGORITHM, Evidence, Explanation, Kind, PeopleIndex, Profile, Thin, explain, storing

ON = date(2026, 11, 1)
WORDS = ["điện", "gió", "lưới", "reactor", "turbine", "grid", "học", "máy"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


def work(id: str, title: str, kind: Kind = Kind.AUTHORED, on: date | None = None) -> Evidence:
    return Evidence(id, kind, title, on=on)


def explained(text: str, *evidence: Evidence, limit: int = 10) -> Explanation:
    profile = Profile("a", evidence)
    index = PeopleIndex().fit([profile, Profile("b", (work("b1", "solar panels"), work("b2", "grid storage")))])
    return explain(index, text, profile, on=ON, limit=limit)


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=4), min_size=1, max_size=5), TEXTS, st.integers(0, 3))
def test_the_contributions_add_up_to_the_score_of_the_index(texts: list[list[str]], text: str, limit: int) -> None:
    profiles = [
        Profile(f"p{n}", tuple(work(f"{n}-{m}", title) for m, title in enumerate(works)))
        for n, works in enumerate(texts)
    ]
    index = PeopleIndex(compact_share=10).fit(profiles[1:]).put(profiles[0])
    scores = {hit.id: hit.score for hit in index.search(text, k=99)}
    for profile in profiles:
        reasons = explain(index, text, profile, on=ON, limit=limit)
        by_terms = math.fsum(reason.contribution for reason in reasons.terms) + reasons.other_terms
        by_works = math.fsum(reason.contribution for reason in reasons.works) + reasons.other_works
        assert reasons.score == pytest.approx(scores.get(profile.id, 0), abs=1e-6)
        assert by_terms == pytest.approx(reasons.score, abs=1e-9)
        assert by_works == pytest.approx(reasons.score, abs=1e-9)
        assert len(reasons.works) <= limit


def test_a_contribution_is_our_value_times_theirs() -> None:
    for reason in explained("wind turbine", work("1", "wind turbine blades"), work("2", "turbine")).terms:
        assert reason.contribution == reason.ours * reason.theirs


def test_the_works_that_carry_a_score_come_first_with_their_terms() -> None:
    reasons = explained("wind turbine", work("1", "solar wind"), work("2", "wind turbine"), work("3", "chess"))
    assert [reason.evidence.id for reason in reasons.works] == ["2", "1"]
    assert set(reasons.works[0].terms) == {"wind", "turbine", "wind turbine"}
    assert reasons.works[1].terms == ("wind",)
    assert sum(reason.share for reason in reasons.works) == pytest.approx(1)


def test_led_programmes_and_the_best_of_them_are_named() -> None:
    reasons = explained(
        "wind turbine",
        work("1", "wind turbine", Kind.TOOK_PART),
        work("2", "wind turbine blades", Kind.LED),
        work("3", "wind", Kind.LED),
    )
    assert reasons.led_programmes == 2
    assert reasons.best_led is not None
    assert reasons.best_led.evidence.id == "2"


def test_recency_counts_from_the_latest_relevant_work() -> None:
    reasons = explained(
        "wind turbine",
        work("1", "wind turbine", on=date(2020, 11, 1)),
        work("2", "wind turbine", on=None),
        work("3", "chess", on=date(2026, 1, 1)),
    )
    assert reasons.last_relevant == date(2020, 11, 1)
    assert reasons.years_since == pytest.approx(6, abs=0.01)
    assert explained("wind", work("1", "wind", on=date(2030, 1, 1))).years_since == 0
    assert explained("wind", work("1", "wind")).years_since is None


def test_thin_evidence_is_said_with_its_reasons() -> None:
    assert explained("wind", work("1", "chess")).thin == (Thin.NO_EVIDENCE,)
    assert explained("wind").thin == (Thin.NO_EVIDENCE,)
    assert explained("wind", work("1", "wind")).thin == (Thin.FEW_WORKS, Thin.ONE_WORK)
    assert explained("wind", work("1", "wind"), work("2", "wind")).thin == (Thin.FEW_WORKS,)
    assert explained("wind", *(work(str(n), "wind") for n in range(3))).thin == ()


def test_the_algorithm_is_described_by_its_code_and_its_hash_is_stable() -> None:
    assert ALGORITHM.id == "weighted-features/3"
    assert all(len(step.description) > 40 for step in ALGORITHM.steps)
    assert ALGORITHM.weights_hash() == ALGORITHM.weights_hash()
    assert len(ALGORITHM.weights_hash()) == 64
    assert ALGORITHM.weights_hash(vocabulary="another edition") != ALGORITHM.weights_hash()
    assert set(PeopleIndex().get_params()) - set(storing.GIVEN) <= set(ALGORITHM.parameters)
