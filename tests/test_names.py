"""Names: found with and without marks, in either order, and sorted as Vietnamese lists are."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import fold, normalise
from registry.models.experts import PersonName
from registry.names import collation_key, name_key, sort_key, words


def _found(typed: str, name: PersonName) -> bool:
    key = name_key(name)
    return all(f" {word}" in key for word in words(fold(typed)))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nguyen van anh", "Nguyễn Văn Anh"),
        ("Anh Van Nguyen", "Nguyễn Văn Anh"),
        ("Nguyen, Van Anh", "Nguyễn Văn Anh"),
        ("đức", "Đặng Văn Đức"),
        ("DUC", "Đặng Văn Đức"),
        ("hoà", "Lê Hòa"),
        ("hòa", "Lê Hoà"),
        ("thuy", "Trần Thuý"),
        ("ng", "Nguyễn Văn Anh"),
        (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn Văn Anh"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, written: str) -> None:
    assert _found(typed, PersonName(as_written=written))


def test_the_middle_of_a_word_finds_nobody() -> None:
    assert not _found("guyen", PersonName(as_written="Nguyễn Văn Anh"))


def test_a_latin_form_is_found_beside_the_name() -> None:
    assert _found("david nguyen", PersonName(as_written="Nguyễn Đăng Vịnh", latin="David Nguyen"))


def test_letters_sort_as_in_the_vietnamese_alphabet() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(letters, key=collation_key) == letters


def test_tones_sort_level_falling_asking_tumbling_rising_heavy() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=collation_key) == tones


def test_tones_count_only_where_the_letters_agree() -> None:
    assert sorted(["mạ", "mai", "ma"], key=collation_key) == ["ma", "mạ", "mai"]


def test_a_person_sorts_by_the_given_name_where_it_is_told() -> None:
    told = PersonName(as_written="Trần Văn An", family="Trần", given="An")
    untold = PersonName(as_written="Trần Văn An")
    assert sort_key(told) < collation_key("b") < sort_key(untold)


@given(st.text(min_size=1, max_size=40))
def test_every_name_is_found_by_itself_with_and_without_marks(text: str) -> None:
    key = name_key(PersonName.model_construct(as_written=text, family=None, given=None, latin=None))
    for spelling in (normalise(text), fold(text)):
        assert all(f" {word}" in key for word in words(spelling))


@given(st.text(max_size=30))
def test_a_sort_key_is_the_same_in_any_unicode_form(text: str) -> None:
    assert collation_key(unicodedata.normalize("NFD", text)) == collation_key(unicodedata.normalize("NFC", text))
