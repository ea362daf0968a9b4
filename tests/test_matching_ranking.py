"""The ranking by features: what each feature may say, what counts for nothing, and that a score is its parts."""

import dataclasses
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import leadership, train
from matching import (
    Evidence,
    Kind,
    PeopleIndex,
    Profile,
    Weights,
    WeightsRefused,
    choosing,
    features,
    learned,
    ranking,
    ridge,
    sentences,
    works,
)
from matching.asked import Asked
from matching.features import FEATURES
from matching.postings import Float64s
from matching.works import Works

TODAY = date(2020, 6, 1)
WORDS = ["reactor", "turbine", "grid", "offshore", "chip", "safety", "hydro", "museum"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
EVIDENCE = st.builds(
    Evidence,
    id=st.sampled_from([f"w{n}" for n in range(12)]),
    kind=st.sampled_from(list(Kind)),
    title=TEXTS,
    on=st.none() | st.dates(date(2000, 1, 1), date(2022, 1, 1)),
    institution=st.none() | st.sampled_from(["Chip University", "Institute of Hydro Safety", "Museum"]),
    amount=st.none() | st.floats(0, 1e15),
)
PEOPLE = st.lists(st.lists(EVIDENCE, max_size=4, unique_by=lambda item: item.id), min_size=1, max_size=6).map(
    lambda rows: [Profile(f"p{n}", tuple(row)) for n, row in enumerate(rows)]
)
EVEN = Weights("even", dict.fromkeys(FEATURES, 1.0), dict.fromkeys(FEATURES, 1.0), "")
HIGHEST = {"recent": 5.0, "recent_appointed": 5.0, "form": 15.0, "regression": 2.0}


def asked(people: list[Profile], text: str) -> Asked:
    everybody = {profile.id for profile in people}
    index = PeopleIndex().fit(people)
    return choosing.candidates(index.snapshot_, text, on=TODAY, most=400, among=everybody, amount=1e6).asked


def dense(found: Works, columns: int = 0) -> Float64s:
    """Write the vectors of works out, with at least so many columns."""
    wide = np.zeros((len(found.row), max(columns, found.terms.max(initial=-1) + 1)))
    wide[:, found.terms] = found.vectors().toarray()
    return wide


def work(
    id: str,
    title: str,
    *,
    kind: Kind = Kind.AUTHORED,
    text: str = "",
    on: date | None = None,
    institution: str | None = None,
) -> Evidence:
    return Evidence(id, kind, title, text, on, institution=institution)


def value(feature: Callable[[Asked], Float64s], text: str, *evidence: Evidence) -> float:
    """Give the feature of a person with this evidence, beside somebody else."""
    people = [Profile("a", evidence), Profile("z", (work("other", "museum"),))]
    index = PeopleIndex().fit(people)
    found = choosing.candidates(index.snapshot_, text, on=TODAY, most=400, among={"a", "z"})
    return float(feature(found.asked)[found.ids.index("a")])


@pytest.mark.parametrize("feature", FEATURES)
@settings(deadline=None, max_examples=25)
@given(people=PEOPLE, text=TEXTS)
def test_every_feature_stays_in_its_range(feature: str, people: list[Profile], text: str) -> None:
    values = FEATURES[feature](asked(people, text))
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert (values <= HIGHEST.get(feature, 1.0) + 1e-6).all()


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_is_zero_where_nothing_speaks_for_it(feature: str) -> None:
    assert value(FEATURES[feature], "reactor", work("w", "turbine")) == pytest.approx(0)


def test_every_feature_says_what_it_is() -> None:
    for feature in FEATURES.values():
        assert "From 0" in (feature.__doc__ or "") or "else 0" in (feature.__doc__ or "")


@settings(deadline=None, max_examples=50)
@given(PEOPLE, TEXTS)
def test_the_contributions_sum_up_to_the_score(people: list[Profile], text: str) -> None:
    for one in PeopleIndex().fit(people).rank(text, k=50, on=TODAY, by=EVEN):
        assert sum(part.contribution for part in one.parts) == pytest.approx(one.score)
        assert [part.feature for part in one.parts] == list(FEATURES)
        for part in one.parts:
            assert part.value * part.weight == pytest.approx(part.contribution)


@settings(deadline=None, max_examples=30)
@given(PEOPLE, TEXTS, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_people(people: list[Profile], text: str, draw: object) -> None:
    other = list(people)
    draw.shuffle(other)  # type: ignore[attr-defined]
    one, two = (PeopleIndex().fit(rows).rank(text, k=50, on=TODAY, by=EVEN) for rows in (people, other))
    assert [hit.id for hit in one] == [hit.id for hit in two]
    assert [hit.score for hit in one] == pytest.approx([hit.score for hit in two], abs=1e-3)


@settings(deadline=None, max_examples=30)
@given(PEOPLE, TEXTS, EVIDENCE, TEXTS)
def test_what_a_hidden_work_says_changes_nothing(people: list[Profile], text: str, hidden: Evidence, said: str) -> None:
    """Two networks that differ only in a work that is hidden, by the same term weights, answer alike."""
    secret = dataclasses.replace(hidden, id="secret")
    first = people[0]
    index = PeopleIndex().fit([Profile(first.id, (*first.evidence, secret)), *people[1:]])
    changed = Profile(first.id, (*first.evidence, dataclasses.replace(secret, title=said, kind=Kind.LED, on=TODAY)))
    one = index.as_if(first).rank(text, k=50, on=TODAY, by=EVEN)
    two = index.as_if(changed).as_if(first).rank(text, k=50, on=TODAY, by=EVEN)
    assert [hit.id for hit in one] == [hit.id for hit in two]
    assert [hit.score for hit in one] == pytest.approx([hit.score for hit in two])


def test_what_is_dated_on_or_after_the_question_counts_for_nothing() -> None:
    lines = [
        {"id": "a", "works": [{"id": "w1", "title": "wind", "date": "2015-01-01", "role": "appointed"}]},
        {
            "id": "b",
            "works": [
                {"id": "w2", "title": "wind", "date": "2015-01-01", "role": "appointed"},
                {"id": "w3", "title": "wind", "date": "2019-01-01", "role": "appointed"},
            ],
        },
    ]
    network = leadership.Network(map(leadership.Person.model_validate, lines))
    early = leadership.Question.model_validate({"id": "q", "title": "wind", "date": "2018-01-01", "pool": ["a", "b"]})
    late = early.model_copy(update={"on": date(2020, 1, 1)})
    by = ranking.weights("appointed")
    (then,) = leadership.answers(network, [early], as_of_question=True, by=by)
    (now,) = leadership.answers(network, [late], as_of_question=True, by=by)
    assert then["ranking"][0][1] == pytest.approx(then["ranking"][1][1])
    assert now["ranking"][0][0] == "b"
    assert now["ranking"][0][1] > now["ranking"][1][1]


def test_a_sentence_of_many_works_counts_for_nothing() -> None:
    creed = "This award reflects a statutory mission and was deemed worthy."
    people = [Profile(f"p{n}", (work(f"w{n}", word, text=creed),)) for n, word in enumerate(WORDS)]
    index = PeopleIndex().fit(people)
    assert index.search("statutory mission deemed worthy", k=10) == []
    assert [hit.id for hit in index.search(f"turbine. {creed}", k=10)] == ["p1"]
    assert PeopleIndex().fit(people[:4]).search("statutory mission", k=10)


def test_a_work_of_many_people_is_no_boilerplate() -> None:
    shared = work("w", "Wind", text="A wind farm is built far off the coast.")
    index = PeopleIndex().fit([Profile(f"p{n}", (shared,)) for n in range(8)])
    assert len(index.search("wind farm coast", k=10)) == 8


def test_a_nearer_work_an_institution_a_led_work_and_a_recent_one_count_more() -> None:
    assert value(features.best_works, "reactor", work("w", "reactor")) == pytest.approx(np.log1p(400 / 7) / np.log(101))
    at = work("w", "grid", institution="Hanoi University of Science")
    assert value(features.institution_named, "grid at Hanoi University of Science", at) == 1
    assert value(features.institution_named, "grid at Hanoi University", at) == 0
    assert 0 < value(features.institution_share, "grid at Hanoi University", at) < 1
    assert 0 < value(features.institution_word, "grid in Hanoi", at) <= 1
    assert value(features.led_works, "grid", work("w", "grid", kind=Kind.LED)) == pytest.approx(1, abs=1e-3)
    assert value(features.responsibility, "grid", work("w", "grid", kind=Kind.IN_CHARGE), work("v", "chip")) == 0.5
    now, before = (work("w", "grid", on=day, kind=Kind.APPOINTED) for day in (TODAY, TODAY - timedelta(days=1461)))
    assert value(features.recent, "grid", now) == pytest.approx(np.log(2))
    assert value(features.recent_appointed, "grid", before) == pytest.approx(np.log1p(np.exp(-2)), abs=1e-3)
    assert value(features.form, "SBIR Phase I: grid", work("w", "SBIR Phase I: chip")) == pytest.approx(np.log(2))
    assert value(features.form, "grid", work("w", "SBIR Phase I: chip")) == 0


def test_a_programme_led_counts_by_how_like_it_is_in_subject_and_size() -> None:
    def size(amount: float | None, asked_for: float, kind: Kind = Kind.LED) -> float:
        led = Evidence("w", kind, "grid", on=TODAY, amount=amount)
        index = PeopleIndex().fit([Profile("a", (led,)), Profile("z", (work("other", "museum"),))])
        found = choosing.candidates(index.snapshot_, "grid", on=TODAY, most=400, amount=asked_for)
        return float(features.led_size(found.asked)[found.ids.index("a")])

    assert size(1e6, 1e6) == pytest.approx(1)
    assert size(2.5e5, 1e6) == size(4e6, 1e6) == pytest.approx(0.5)
    assert size(1e6, 0) == size(None, 1e6) == size(1e6, 1e6, Kind.AUTHORED) == 0


def test_work_on_a_subject_grows_or_fades() -> None:
    now, before = (work(f"w{years}", "grid", on=TODAY - timedelta(days=365 * years)) for years in (1, 5))
    assert value(features.trend, "grid", now) == 1
    assert value(features.trend, "grid", now, before) == pytest.approx(0.5)
    assert value(features.trend, "grid", before) == 0
    assert value(features.trend, "grid", work("w", "grid", on=TODAY - timedelta(days=3000)), work("v", "grid")) == 0
    assert value(features.trend, "grid", work("w", "museum", on=TODAY), before) == 0


def test_whoever_confirmed_lately_and_can_come_soon_counts_more() -> None:
    said = {"a": (TODAY, TODAY), "b": (TODAY - timedelta(days=365), TODAY + timedelta(days=365)), "c": (None, None)}
    people = [
        Profile(id, (work(f"w{id}", "grid"),), confirmed_on=confirmed, available_from=available)
        for id, (confirmed, available) in said.items()
    ]
    index = PeopleIndex().fit([Profile("b", (work("wb", "grid"),))]).put(*people)
    found = choosing.candidates(index.snapshot_, "grid", on=TODAY, most=400)
    order = [found.ids.index(id) for id in "abc"]
    assert features.freshness(found.asked)[order] == pytest.approx([1, 0.5, 0], abs=1e-2)
    assert features.availability(found.asked)[order] == pytest.approx([1, 0.5, 0], abs=1e-2)
    assert [one.id for one in ranking.rank(found, ranking.weights(), 3)] == ["a", "b", "c"]


@settings(deadline=None, max_examples=30)
@given(PEOPLE, TEXTS)
def test_ridge_agrees_with_the_matrix_written_out(people: list[Profile], text: str) -> None:
    seen = asked(people, text)
    vectors = seen.works.vectors().toarray().astype(float)
    expected = np.linalg.solve(vectors @ vectors.T + np.eye(len(vectors)), seen.cosines)
    assert ridge.shares(seen.works.vectors(), seen.cosines) == pytest.approx(expected, abs=2e-3)


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS)
def test_nearness_by_words_is_the_cosine_of_words_weighed_by_the_root(titles: list[str], text: str) -> None:
    people = [Profile(f"p{n}", (work(f"w{n}", title),)) for n, title in enumerate(titles)]
    now = PeopleIndex().fit(people).snapshot_
    weights = np.array(now.terms.of_terms(WORDS, now.vocabulary)) * [word in " ".join(titles) for word in WORDS]

    def vector(said: str) -> Float64s:
        times = np.array([said.split().count(word) for word in WORDS])
        return np.asarray(np.where(times > 0, 1 + np.log(np.maximum(times, 1)), 0) * np.sqrt(weights))

    found, asking = asked(people, text), vector(text)
    numbers = {sentences.number(f"w{n}"): vector(title) for n, title in enumerate(titles)}
    for place, number in zip(found.works.work, found.works.facts["work"].tolist(), strict=True):
        lengths = np.linalg.norm(asking) * np.linalg.norm(numbers[number])
        assert found.by_words[place] == pytest.approx(asking @ numbers[number] / (lengths or 1), abs=1e-3)


def test_works_gathered_out_of_a_large_index_are_those_of_a_kept_one(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [Profile(f"p{n}", (work(f"w{n}", word), work("s", "shared grid"))) for n, word in enumerate(WORDS)]
    places = [(0, row) for row in (5, 2, 7)]
    kept = works.of(PeopleIndex().fit(people).snapshot_, places)
    monkeypatch.setattr(works, "KEPT_WORKS", 0)
    gathered = works.of(PeopleIndex().fit(people).snapshot_, places)
    columns = dense(kept).shape[1]
    assert (dense(kept) == dense(gathered, columns)).all()
    assert (kept.work == gathered.work).all()
    assert (kept.person == gathered.person).all()
    assert kept.vectors().shape[0] == 4


def test_who_is_beyond_the_candidates_follows_in_centroid_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "CANDIDATES", 3)
    monkeypatch.setattr(choosing, "BESIDE", 0)
    people = [Profile(f"p{n}", (work(f"w{n}", "grid " + " ".join(WORDS[:n])),)) for n in range(8)]
    index = PeopleIndex().fit(people)
    ranked = index.rank("grid", k=8, on=TODAY)
    assert [one.id for one in ranked[3:]] == [hit.id for hit in index.search("grid", k=8)[3:]]
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert [bool(one.parts) for one in ranked] == [True] * 3 + [False] * 5


def test_one_near_work_or_an_institution_named_brings_somebody_among_the_candidates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "CANDIDATES", 2)
    monkeypatch.setattr(choosing, "BESIDE", 2)
    near = [Profile(f"n{n}", (work(f"a{n}", "grid"),)) for n in range(2)]
    far = [Profile(f"f{n}", (work(f"b{n}", f"grid {' '.join(WORDS)} of {WORDS[n]}"),)) for n in range(4)]
    one_work = Profile("one", (work("c", "grid"), *(work(f"c{n}", word) for n, word in enumerate(WORDS))))
    there = Profile("there", (work("d", f"grid {' '.join(WORDS)}", institution="Hanoi University"),))
    index = PeopleIndex().fit([*near, *far, one_work, there])
    ranked = index.rank("grid at Hanoi University", k=8, on=TODAY)
    assert {one.id for one in ranked if one.parts} == {"n0", "n1", "one", "there"}


@pytest.mark.parametrize("name", ["default", "in_charge", "led", "appointed"])
def test_the_weights_of_each_kind_of_role_tell_how_they_were_fitted(name: str) -> None:
    assert "softmax" in ranking.weights(name).fitted


@pytest.mark.parametrize(
    "spoil",
    [
        lambda given: given.pop("centroid"),
        lambda given: given.update(fame={"weight": 1, "spread": 1}),
        lambda given: given["centroid"].update(weight=float("nan")),
        lambda given: given["centroid"].update(spread=0),
        lambda given: given.update(centroid={}),
        lambda given: given.clear(),
    ],
)
def test_weights_of_other_features_or_of_no_numbers_are_refused(
    spoil: Callable[[dict[str, dict[str, float]]], object],
) -> None:
    given: dict[str, dict[str, float]] = {feature: {"weight": 1, "spread": 1} for feature in FEATURES}
    assert Weights.read("x", {"features": given}).weights["centroid"] == 1
    spoil(given)
    with pytest.raises(WeightsRefused):
        Weights.read("x", {"features": given})
    with pytest.raises(WeightsRefused):
        Weights.read("x", [])


def test_weights_without_a_name_are_refused() -> None:
    with pytest.raises(WeightsRefused, match="in_charge"):
        ranking.weights("dreamt")


def test_a_ranker_is_fitted_written_and_used(tmp_path: Path) -> None:
    people = [{"id": word, "works": [{"id": f"w-{word}", "title": word}]} for word in WORDS]
    questions = [{"id": f"q{n}", "title": f"{word} {WORDS[n - 1]} {word}"} for n, word in enumerate(WORDS)]
    truth = [{"id": f"q{n}", "people": [word], "half": n % 2} for n, word in enumerate(WORDS)]
    paths = {name: tmp_path / f"{name}.jsonl" for name in ("people", "questions", "truth")}
    for name, rows in (("people", people), ("questions", questions), ("truth", truth)):
        paths[name].write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    given = [text for name, path in paths.items() for text in (f"--{name}", str(path))]
    out, answers = tmp_path / "model.skops", tmp_path / "answers.jsonl"
    assert train.main([*given, "--tune", "half", "--ablation", "--out", str(out)]) == 0
    model = learned.load(out)
    assert model.figures["held_out"] == {"questions": 4, "mrr": 1.0, "from": 1.0, "to": 1.0}
    assert len(model.data) == 64
    used = ["--learned", str(out), "--out", str(answers)]
    assert leadership.main([*given[:4], *used]) == 0
    answered = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    assert {row["id"]: row["ranking"][0][0] for row in answered} == {f"q{n}": word for n, word in enumerate(WORDS)}
    out.write_bytes(out.read_bytes()[:100])
    assert leadership.main([*given[:4], *used]) == 2


@pytest.mark.parametrize("wrong", ["--every=0", "--every=x", "--penalty=nan", "--penalty=-1", "--penalty=inf"])
def test_a_ranker_is_not_fitted_by_numbers_that_mean_nothing(
    tmp_path: Path, wrong: str, capfd: pytest.CaptureFixture[str]
) -> None:
    given = [text for name in ("people", "questions", "truth", "out") for text in (f"--{name}", str(tmp_path / name))]
    with pytest.raises(SystemExit) as refused:
        train.main([*given, wrong])
    assert refused.value.code == 2
    assert wrong.split("=")[0] in capfd.readouterr().err


def test_more_works_than_one_number_can_name_are_weighed_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [
        Profile(f"p{n:03}", tuple(Evidence(f"w{n}-{m}", Kind.AUTHORED, f"reactor {n} turbine {m}") for m in range(130)))
        for n in range(130)
    ]
    now = PeopleIndex().fit(people).snapshot_
    all_at_once = works.of(now, [(0, row) for row in range(130)])
    whole = dense(all_at_once)
    monkeypatch.setattr(works, "KEPT_WORKS", 0)
    for row in (0, 77, 129):
        alone = works.of(now, [(0, row)])
        theirs = whole[all_at_once.work[all_at_once.person == row]]
        columns = max(whole.shape[1], dense(alone).shape[1])
        assert abs(theirs[:, :columns] - dense(alone, columns)[alone.work]).max() < 1e-6
