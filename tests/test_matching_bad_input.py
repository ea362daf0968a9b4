"""Bad questions to the index itself: no words, no one's words, a million words, people without works."""

from datetime import date

import pytest

from matching import Evidence, Kind, PeopleIndex, Profile

ON = date(2026, 11, 21)
PEOPLE = [
    Profile("grid", (Evidence("a", Kind.LED, "power grid"), Evidence("b", Kind.AUTHORED, "grid of batteries"))),
    Profile("rice", (Evidence("c", Kind.LED, "rice in the delta"),)),
    Profile("silent", (Evidence("d", Kind.LED, "… ?"),)),
    Profile("nothing"),
]


@pytest.fixture(scope="module")
def index() -> PeopleIndex:
    return PeopleIndex().fit(PEOPLE)


@pytest.mark.parametrize("text", ["", " \n\t", "…?!", "the of and", "và của các", "ผู้นำโครงการ", "\x00\ud800", "🙂🙂"])
def test_a_text_of_which_nobody_has_a_word_finds_nobody(index: PeopleIndex, text: str) -> None:
    assert index.search(text, k=9) == []
    assert index.rank(text, k=9, on=ON) == []


def test_people_whose_works_say_nothing_have_no_rank_and_are_counted(index: PeopleIndex) -> None:
    assert index.without_evidence() == 2
    ranked = index.rank("grid", k=9, on=ON, among={"grid", "silent", "nothing"})
    assert [one.id for one in ranked] == ["grid"]


def test_among_the_given_an_empty_text_ranks_by_everything_but_words(index: PeopleIndex) -> None:
    ranked = index.rank("", k=9, on=ON, among={"grid", "rice"})
    assert {one.id for one in ranked} == {"grid", "rice"}
    assert all(part.value == 0 for one in ranked for part in one.parts if part.feature in {"centroid", "best_works"})


def test_a_text_of_a_million_words_gets_the_answer_of_its_words(index: PeopleIndex) -> None:
    unknown = " ".join(f"w{number}" for number in range(900_000))
    ranked = index.rank(f"{unknown} {'grid ' * 100_000}", k=9, on=ON)
    assert [one.id for one in ranked] == ["grid"]
