"""The concepts of the registry: every name belongs to one, every one has names in both languages, all are dated."""

import pytest

from matching import Concept
from matching.text import fold, is_syllable, words
from registry import lists
from registry.ranking import vocabulary


def named(text: str) -> set[str]:
    table = vocabulary.concepts()
    return {table.concept(number).code for number in table.of_text(text)}


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("trí tuệ nhân tạo", "AI"),
        ("đất hiếm", "rare earths"),
        ("đường sắt tốc độ cao", "high-speed rail"),
        ("thiết bị bay không người lái", "drones"),
        ("vắc xin", "vaccines"),
        ("hóa hữu cơ", "organic chemistry"),
        ("Vật liệu tiên tiến", "advanced materials"),
        ("luyện kim bột", "powder metallurgy"),
    ],
)
def test_a_subject_is_one_concept_in_both_languages(vi: str, en: str) -> None:
    assert named(vi) & named(en)


def test_the_only_names_that_are_another_word_in_the_other_language_are_known() -> None:
    listed = lists.concepts_file().concepts
    alone = {name for each in listed for name in (*each.vi, *each.en) if name.isascii() and is_syllable(name.lower())}
    assert alone == {"AI", "pin"}
    assert "ai" not in named("Ai sẽ lãnh đạo chương trình này?")
    assert "ai" in named("AI trong y tế")
    assert "battery" not in named("A pin joint of the frame")


def test_no_name_belongs_to_two_concepts_of_the_own_list() -> None:
    holders: dict[str, str] = {}
    for concept in lists.concepts_file().concepts:
        for name in {" ".join(words(fold(each))) for each in (*concept.vi, *concept.en)}:
            assert holders.setdefault(name, concept.code) == concept.code, name


def test_every_concept_has_names_in_both_languages_and_a_technology_that_there_is() -> None:
    for concept in lists.concepts_file().concepts:
        assert concept.vi
        assert concept.en
        assert concept.under is None or lists.technology(concept.under).code == concept.under
    codes = [concept.code for concept in lists.concepts_file().concepts]
    assert len(codes) == len(set(codes))


def test_the_edition_names_every_list_that_the_table_is_made_of() -> None:
    edition = vocabulary.concepts().edition
    for day in (lists.concepts_file().edition, lists.technologies_file().as_of, lists.fields_file().as_of):
        assert str(day) in edition


def test_concepts_that_share_a_name_are_one() -> None:
    joined = vocabulary.joined(
        [Concept("a", ("một",), ("one",)), Concept("b", ("Một",), ("single",)), Concept("c", ("hai",), ("two",))]
    )
    assert [concept.code for concept in joined] == ["a", "c"]
    assert joined[0].en == ("one", "single")
