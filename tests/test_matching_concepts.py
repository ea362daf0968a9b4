"""Concepts: found by any of their names in either language, kept with works, and asked for in the other language."""

from datetime import date

import pytest
from sklearn.base import clone

from matching import Concept, Concepts, Evidence, Kind, PeopleIndex, Profile

ON = date(2026, 11, 21)
TABLE = Concepts(
    [
        Concept("ai", ("trí tuệ nhân tạo", "AI"), ("artificial intelligence", "AI")),
        Concept("battery", ("pin",), ("battery", "batteries")),
        Concept("solar", ("pin mặt trời",), ("solar cell", "solar cells")),
        Concept("iot", ("Internet vạn vật",), ("Internet of Things",)),
    ],
    edition="one",
)


def named(text: str) -> list[str]:
    return [TABLE.concept(number).code for number in TABLE.of_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Trí tuệ nhân tạo trong y tế",
        "tri tue nhan tao",
        "ARTIFICIAL INTELLIGENCE for health",
        "Ứng dụng AI",
        "AI chips",
    ],
)
def test_one_concept_has_many_names(text: str) -> None:
    assert named(text) == ["ai"]


def test_the_longest_name_counts_and_only_whole_words() -> None:
    assert named("pin mặt trời") == ["solar"]
    assert named("pin cho xe điện") == ["battery"]
    assert named("pinhole cameras and maintenance") == []
    assert named("Trí tuệ. Nhân tạo") == []


def test_a_lone_syllable_is_found_only_as_it_is_written() -> None:
    table = Concepts([Concept("sea", ("biển",), ("sea",))])
    assert table.of_text("kinh tế biển")
    assert not table.of_text("bien ban")


@pytest.mark.parametrize(
    "text",
    ["Ai sẽ lãnh đạo viện này?", "Không ai được đứng ngoài", "ai se lanh dao vien", "ai"],
)
def test_who_in_a_vietnamese_text_is_no_artificial_intelligence(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    ["ứng dụng AI", "AI trong y tế", "ỨNG DỤNG AI TRONG Y TẾ", "Ai sẽ dùng AI?", "ai for the health of hospitals"],
)
def test_an_abbreviation_is_found_where_it_is_written_as_one_or_the_text_is_english(text: str) -> None:
    assert named(text) == ["ai"]


def test_a_vietnamese_word_that_english_has_too_is_not_found_in_an_english_text() -> None:
    assert named("Pin joints of steel frames") == []
    assert named("Angels on the head of a pin. Notes") == []
    assert named("Nghiên cứu pin cho xe điện") == ["battery"]
    assert named("pin") == ["battery"]


def test_a_text_is_asked_in_the_other_language_only_where_it_does_not_say_so_itself() -> None:
    assert TABLE.said_otherwise("Trí tuệ nhân tạo và pin") == ["artificial intelligence", "AI", "battery", "batteries"]
    assert TABLE.said_otherwise("Internet vạn vật") == ["Internet of Things"]
    assert TABLE.said_otherwise("Internet vạn vật (Internet of Things)") == []
    assert TABLE.said_otherwise("Ứng dụng AI") == ["trí tuệ nhân tạo", "AI", "artificial intelligence"]
    assert TABLE.said_otherwise("nothing of the kind") == []


def test_an_edition_is_part_of_the_digest() -> None:
    assert Concepts(TABLE.listed, edition="two").digest != TABLE.digest
    assert Concepts(TABLE.listed, edition="one").digest == TABLE.digest
    assert Concepts().digest == ""


def work(id: str, title: str) -> Evidence:
    return Evidence(id, Kind.AUTHORED, title)


PEOPLE = [
    Profile("english", (work("a", "Artificial intelligence for hospitals"), work("b", "Reading of images by AI"))),
    Profile("other", (work("c", "Breeding of rice in the delta"), work("d", "Soils of the delta"))),
    Profile("third", (work("e", "Railway bridges"),)),
]
TEXT = "Chủ trì phát triển trí tuệ nhân tạo"


def test_a_vietnamese_text_finds_who_wrote_in_english() -> None:
    assert PeopleIndex().fit(PEOPLE).search(TEXT, k=3) == []
    found = PeopleIndex(concepts=TABLE).fit(PEOPLE).search(TEXT, k=3)
    assert [hit.id for hit in found] == ["english"]


def value(index: PeopleIndex, id: str, text: str = TEXT) -> float:
    [one] = index.rank(text, k=1, on=ON, among={id})
    return next(part.value for part in one.parts if part.feature == "concepts")


def test_agreement_is_the_part_of_the_concepts_that_works_are_about() -> None:
    index = PeopleIndex(concepts=TABLE).fit(PEOPLE)
    assert value(index, "english") == pytest.approx(0.75)
    assert value(index, "other") == 0
    assert value(index, "english", "Pin mặt trời") == 0
    assert value(index, "english", "Nothing that the table names") == 0


def test_whoever_is_put_later_is_read_with_the_same_table() -> None:
    index = PeopleIndex(concepts=TABLE).fit(PEOPLE)
    index.put(Profile("new", (work("f", "AI"),)))
    assert value(index, "new") == 0.5
    assert value(index.as_if(Profile("third", (work("g", "AI in bridges"),))), "third") == 0.5
    assert value(index.compact(), "new") == 0.5


def test_an_index_without_a_table_has_no_concepts_and_copies_keep_theirs() -> None:
    assert value(PeopleIndex().fit(PEOPLE), "english") == 0
    assert clone(PeopleIndex(concepts=TABLE)).concepts.digest == TABLE.digest
