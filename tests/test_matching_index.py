"""The index of people, beside a plain reference made with scikit-learn's own vectoriser."""

import dataclasses
import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from matching import Evidence, Hit, Kind, PeopleIndex, Profile, counting, segments, snapshots
from matching.text import analyse

AWARDS = Path(__file__).parents[2] / "shared" / "data" / "nsf-awards-2017" / "awards.jsonl.gz"
_LISTED = "điện đien gió lưới reactor turbine grid offshore học máy may hoc bán dẫn chip safety an ninh mạng the of và"
WORDS = _LISTED.split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
PEOPLE = st.lists(st.lists(TEXTS, max_size=4), max_size=8)


@pytest.fixture(scope="module", params=["packed", "as they come"], autouse=True)
def _size(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let few people be packed as many are, too."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "packed":
            patch.setattr(segments, "FEW", 0)
        yield


def person(id: str, *texts: str, tags: Iterable[str] = ()) -> Profile:
    evidence = tuple(Evidence(f"{id}-{n}", Kind.AUTHORED, text) for n, text in enumerate(texts))
    return Profile(id, evidence, frozenset(tags))


def people(texts: Sequence[Sequence[str]]) -> list[Profile]:
    return [person(f"p{n}", *works) for n, works in enumerate(texts)]


def reference(profiles: Iterable[Profile], text: str) -> dict[str, float]:
    """Score by dense vectors: works of length 1, summed by person, brought to length 1 again."""
    works = [(profile.id, item.words) for profile in profiles for item in profile.evidence if analyse(item.words)]
    if not works:
        return {}
    weigh = TfidfVectorizer(analyzer=analyse, sublinear_tf=True, norm="l2", smooth_idf=True)
    vectors = weigh.fit_transform([words for _, words in works]).toarray()
    query = weigh.transform([text]).toarray()[0]
    scores = {}
    for id in {id for id, _ in works}:
        centroid = vectors[[owner == id for owner, _ in works]].sum(axis=0)
        scores[id] = float(centroid @ query / np.linalg.norm(centroid))
    return {id: score for id, score in scores.items() if score > 0}


def order(scores: dict[str, float]) -> list[str]:
    return sorted(scores, key=lambda id: (-round(scores[id], 6), id))


def found(hits: list[Hit]) -> dict[str, float]:
    return {hit.id: hit.score for hit in hits}


@settings(deadline=None)
@given(PEOPLE, TEXTS)
def test_the_index_agrees_with_the_reference_to_the_last_tie(texts: list[list[str]], text: str) -> None:
    profiles = people(texts)
    hits = PeopleIndex().fit(profiles).search(text, k=100)
    expected = reference(profiles, text)
    assert found(hits) == pytest.approx(expected, abs=1e-5)
    assert [hit.id for hit in hits] == order(found(hits))
    for one, two in pairwise(hits):
        assert expected[one.id] > expected[two.id] - 1e-5
        assert one.tie_group < two.tie_group or expected[one.id] == pytest.approx(expected[two.id], abs=1e-5)


@pytest.mark.skipif(not AWARDS.exists(), reason="The public awards are not beside the repository.")
def test_the_index_agrees_with_the_reference_on_real_awards() -> None:
    with gzip.open(AWARDS, "rt", encoding="utf-8") as file:
        awards = [json.loads(line) for line in islice(file, 244)]
    works: dict[str, list[Evidence]] = defaultdict(list)
    for award in awards[:240]:
        works[award["officer"]].append(Evidence(award["id"], Kind.IN_CHARGE, award["title"], award["abstract"]))
    profiles = [Profile(officer, tuple(evidence)) for officer, evidence in works.items()]
    index = PeopleIndex().fit(profiles)
    for award in awards[240:]:
        text = f"{award['title']}. {award['abstract']}"
        expected = reference(profiles, text)
        hits = index.search(text, k=len(profiles))
        assert found(hits) == pytest.approx(expected, abs=1e-5)
        assert [hit.id for hit in hits] == order(expected)


@settings(deadline=None)
@given(PEOPLE, TEXTS)
def test_the_order_of_the_profiles_changes_nothing(texts: list[list[str]], text: str) -> None:
    profiles = people(texts)
    one = PeopleIndex().fit(profiles).search(text, k=100)
    profiles.reverse()
    other = PeopleIndex().fit(profiles).search(text, k=100)
    assert [(hit.id, hit.rank, hit.tie_group) for hit in one] == [(hit.id, hit.rank, hit.tie_group) for hit in other]


@settings(deadline=None)
@given(PEOPLE, PEOPLE, TEXTS)
def test_after_changes_and_a_compaction_the_index_is_a_fresh_one(
    first: list[list[str]], then: list[list[str]], text: str
) -> None:
    index = PeopleIndex(compact_share=10).fit(people(first))
    for profile in people(then):
        index.put(profile)
    left = {profile.id: profile for profile in people(first)} | {profile.id: profile for profile in people(then)}
    gone = sorted(left)[::3]
    index.remove(*gone)
    remaining = [profile for id, profile in left.items() if id not in gone]
    assert set(found(index.search(text, k=100))) == set(reference(remaining, text))
    assert found(index.compact().search(text, k=100)) == pytest.approx(reference(remaining, text), abs=1e-5)
    assert index.without_evidence() == sum(not any(map(analyse, _texts(profile))) for profile in remaining)


@settings(deadline=None)
@given(PEOPLE, PEOPLE, PEOPLE, TEXTS)
def test_what_changes_during_a_compaction_is_not_lost(
    first: list[list[str]], before: list[list[str]], meanwhile: list[list[str]], text: str
) -> None:
    index = PeopleIndex(compact_share=math.inf).fit(people(first))
    index.put(*people(before)[1::2]).remove("p0")
    begun = index.snapshot_
    compacted = snapshots.compacted(begun, index.pairs)
    for profile in people(meanwhile)[::2]:
        index.put(profile)
    index.remove("p1", "p6")
    caught_up = PeopleIndex(compact_share=math.inf).of(snapshots.caught_up(compacted, begun, index.snapshot_))
    assert set(found(caught_up.search(text, k=100))) == set(found(index.search(text, k=100)))
    assert (len(caught_up), caught_up.without_evidence()) == (len(index), index.without_evidence())
    assert found(caught_up.compact().search(text, k=100)) == pytest.approx(
        found(index.compact().search(text, k=100)), abs=1e-7
    )


def _texts(profile: Profile) -> list[str]:
    return [item.words for item in profile.evidence]


@settings(deadline=None)
@given(PEOPLE, TEXTS)
def test_a_person_put_and_removed_again_leaves_every_score_as_it_was(texts: list[list[str]], text: str) -> None:
    index = PeopleIndex(compact_share=10).fit(people(texts))
    before = index.search(text, k=100)
    index.put(person("new", "turbine reactor grid", "điện gió")).remove("new")
    assert found(index.search(text, k=100)) == pytest.approx(found(before), abs=1e-12)


def test_a_person_put_is_found_by_the_next_search_with_words_the_index_never_met() -> None:
    index = PeopleIndex().fit([person("a", "wind turbines")])
    index.put(person("b", "quantum annealing"))
    assert [hit.id for hit in index.search("quantum annealing", k=5)] == ["b"]


def test_putting_a_person_again_replaces_what_was_there() -> None:
    index = PeopleIndex(compact_share=10).fit([person("a", "wind turbines"), person("b", "grid")])
    index.put(person("a", "quantum annealing"))
    assert index.search("wind turbines", k=5) == []
    assert len(index) == 2


def test_a_removed_person_is_not_found_and_removing_nobody_is_no_error() -> None:
    index = PeopleIndex(compact_share=10).fit([person("a", "grid"), person("b", "grid")])
    index.remove("a", "nobody")
    assert [hit.id for hit in index.search("grid", k=5)] == ["b"]
    assert "a" not in index
    assert "b" in index


def test_an_index_begun_empty_weighs_its_terms_as_people_come() -> None:
    index = PeopleIndex().fit([])
    profiles = [person(f"p{n:02}", "power grid", f"topic{n % 7} grid") for n in range(40)]
    for profile in profiles:
        index.put(profile)
    text = "topic3 grid"
    assert found(index.compact().search(text, k=99)) == pytest.approx(reference(profiles, text), abs=1e-5)


def test_many_single_changes_keep_few_segments() -> None:
    index = PeopleIndex(compact_share=1).fit(person(f"p{n:03}", f"topic{n}") for n in range(300))
    for n in range(250):
        index.put(person(f"q{n:03}", f"topic{n} more"))
    assert len(index.snapshot_.segments) < 8
    assert [hit.id for hit in index.search("topic7", k=2)] == ["p007", "q007"]


def test_equals_share_a_rank_and_stand_in_the_order_of_their_ids() -> None:
    index = PeopleIndex().fit([person(id, "power grid") for id in "dbca"] + [person("e", "power grid safety")])
    hits = index.search("power grid", k=3)
    assert [(hit.id, hit.rank, hit.tie_group) for hit in hits] == [("a", 1, 1), ("b", 1, 1), ("c", 1, 1)]
    everybody = index.search("power grid", k=9)
    assert (everybody[-1].id, everybody[-1].rank, everybody[-1].tie_group) == ("e", 5, 2)


@given(st.integers(1, 30))
@settings(deadline=None, max_examples=15)
def test_the_first_k_are_the_beginning_of_all(k: int) -> None:
    profiles = [person(f"p{n}", "grid " * (n % 5 + 1) + f"word{n % 3}") for n in range(25)]
    index = PeopleIndex().fit(profiles)
    assert index.search("grid word1", k=k) == index.search("grid word1", k=100)[:k]


def test_people_without_evidence_have_no_rank_and_are_counted() -> None:
    index = PeopleIndex().fit([person("a", "grid"), person("b"), person("c", "…")])
    assert [hit.id for hit in index.search("grid b c", k=9)] == ["a"]
    assert index.without_evidence() == 2
    assert index.without_evidence({"a", "b"}) == 1
    assert index.put(person("b", "grid")).without_evidence() == 1


def test_nobody_is_found_by_a_text_that_shares_no_term_with_them() -> None:
    index = PeopleIndex().fit([person("a", "grid"), person("b", "turbine")])
    assert [hit.id for hit in index.search("grid", k=9)] == ["a"]
    assert index.search("", k=9) == index.search("the of and", k=9) == index.search("nothing", k=9) == []
    assert index.search("grid", k=0) == []


def test_only_the_pool_is_searched_and_the_excluded_are_left_out() -> None:
    index = PeopleIndex(compact_share=10).fit([person(id, "grid") for id in "abc"])
    index.put(person("d", "grid"))
    assert [hit.id for hit in index.search("grid", k=9, among={"d", "b", "zz"})] == ["b", "d"]
    assert [hit.id for hit in index.search("grid", k=9, without={"a", "d"})] == ["b", "c"]
    assert index.search("grid", k=9, among=set()) == []


TAGS = st.frozensets(st.sampled_from(["country:FR", "country:VN", "language:en", "standing:overseas"]))


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TAGS), max_size=9), st.lists(TAGS, max_size=3), TEXTS, st.integers(1, 9))
def test_a_filter_finds_what_is_left_of_everybody_found_and_changes_no_score(
    drawn: list[tuple[str, frozenset[str]]], where: list[frozenset[str]], text: str, k: int
) -> None:
    profiles = [person(f"p{n}", words, tags=tags) for n, (words, tags) in enumerate(drawn)]
    index = PeopleIndex(compact_share=10).fit(profiles[:5])
    for profile in profiles[5:]:
        index.put(profile)
    index.remove("p1", "p6")
    left = {one.id for one in profiles if all(one.tags & any_of for any_of in where) and one.id in index}
    expected = [(hit.id, hit.score) for hit in index.search(text, k=99) if hit.id in left]
    assert [(hit.id, hit.score) for hit in index.search(text, k=k, where=where)] == expected[:k]
    assert index.matching(where) == len(left)
    assert index.compact().matching(where) == len(left)
    ranked = index.rank(text, k=99, on=date(2026, 11, 1), where=where)
    assert {one.id for one in ranked} == {hit.id for hit in index.search(text, k=99)} & left


def test_a_filter_that_nobody_passes_leaves_nobody_and_can_be_counted() -> None:
    index = PeopleIndex().fit([person("a", "grid", tags={"country:VN"})])
    assert index.search("grid", k=9, where=[{"country:FR"}]) == []
    assert index.matching([{"country:FR"}]) == index.matching([set()]) == 0
    assert index.matching([{"country:FR", "country:VN"}]) == index.matching([]) == 1


def test_a_query_without_marks_finds_marked_works_and_a_marked_one_finds_them_first() -> None:
    index = PeopleIndex().fit(
        [
            person("marked", "đường sắt"),
            person("unmarked", "duong sat"),
            person("other", "dưỡng sắt"),
            person("x", "gió"),
        ]
    )
    assert {hit.id for hit in index.search("duong sat", k=9)} == {"marked", "unmarked", "other"}
    assert index.search("đường sắt", k=9)[0].id == "marked"
    assert index.search("ĐƯỜNG SẮT", k=9)[0].score == pytest.approx(1, abs=1e-6)


def test_both_placements_of_a_tone_find_the_same() -> None:
    index = PeopleIndex().fit([person("a", "hoà bình"), person("b", "hoa bình")])
    assert index.search("hòa bình", k=9) == index.search("hoà bình", k=9)


def test_pairs_of_a_single_work_are_left_out_of_a_large_network_only() -> None:
    profiles = [person(f"p{n}", f"grid{n} safety{n}") for n in range(6)]
    large = PeopleIndex(small_network=3).fit(profiles)
    small = PeopleIndex().fit(profiles)
    assert len(small.snapshot_.terms.keys) - len(large.snapshot_.terms.keys) == 6


def test_two_profiles_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="Two profiles have the id a"):
        PeopleIndex().fit([person("a", "grid"), person("b"), person("a")])


def test_a_person_with_more_works_than_can_be_numbered_is_refused() -> None:
    with pytest.raises(ValueError, match="16383 is the most"):
        PeopleIndex().fit([person("a", *["grid"] * 16384)])


def test_a_person_with_very_many_works_is_counted_right() -> None:
    profiles = [person("a", *["grid safety"] * 5000), person("b", "grid")]
    assert found(PeopleIndex(small_network=0).fit(profiles).search("grid", k=2)) == pytest.approx(
        reference(profiles, "grid"), abs=1e-5
    )


def test_an_index_as_if_leaves_the_index_as_it_is() -> None:
    index = PeopleIndex().fit([person("a", "grid"), person("b", "turbine grid")])
    supposed = index.as_if(person("a"), person("c", "turbine"))
    assert [hit.id for hit in supposed.search("turbine grid", k=9)] == ["b", "c"]
    assert [hit.id for hit in index.search("turbine grid", k=9)] == ["b", "a"]


@settings(deadline=None, max_examples=30)
@given(PEOPLE, st.integers(1, 9))
def test_the_parts_of_a_block_are_the_block(texts: list[list[str]], size: int) -> None:
    everybody = [person(f"p{n}", *works, tags=[f"t{n % 3}"] * (n % 2)) for n, works in enumerate(texts)]
    block = PeopleIndex().fit(everybody).snapshot_.segments[0].block
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "BLOCK_WORKS", size)
        parts = list(block.parts())
    assert all(len(part.works) == 1 or len(part.lengths) <= size for part in parts)
    again = counting.joined(parts)
    for field in dataclasses.fields(block):
        assert (getattr(again, field.name) == getattr(block, field.name)).all()
