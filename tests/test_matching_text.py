"""What the words of a text are, in Vietnamese and in English."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.sentences import split
from matching.text import Language, analyse, fold, language, normalise, words

VIETNAMESE_TEXT = st.text(alphabet="aăâeêioôơuưyđhqgntáàảãạấằểỗợúỳ AĂĐÝ hoàthuý.\u0300\u0301\u0323", max_size=60)


def language_of(text: str) -> Language:
    return language(normalise(text), words(normalise(text)))


@given(st.one_of(st.text(), VIETNAMESE_TEXT))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(st.text(), VIETNAMESE_TEXT))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(
    st.text(alphabet="abr .!;\n\t<>/\u00a0")
    | st.lists(st.sampled_from(["a", ". ", "<br/>", "<br>", "\n"])).map("".join)
)
def test_sentences_end_at_their_points_before_a_space_at_lines_and_at_breaks(text: str) -> None:
    plainly = re.split(r"(?<=[.!?;])\s+|\n+|<br/?>", text)
    assert list(map(words, split(text))) == list(map(words, plainly))


@given(VIETNAMESE_TEXT)
def test_composed_and_decomposed_spellings_give_the_same_terms(text: str) -> None:
    assert analyse(unicodedata.normalize("NFD", text)) == analyse(unicodedata.normalize("NFC", text))


@given(st.one_of(st.text(), VIETNAMESE_TEXT))
def test_a_normalised_text_folds_like_the_text_itself(text: str) -> None:
    assert fold(normalise(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Nguyễn Thị Đường", "nguyen thi duong"),
        ("ĐẶNG Ðức", "dang duc"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Łódź Ørsted", "lodz orsted"),
        ("Schrödinger", "schrodinger"),
        ("plain ASCII", "plain ascii"),
        ("한국", "한국"),
    ],
)
def test_folding_takes_off_every_mark_and_the_bar_of_the_d(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("new", "old"), [("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuý", "thúy"), ("HOẠ", "họa"), ("tuỳ", "tùy"), ("xoè", "xòe")]
)
def test_both_placements_of_the_tone_are_one_spelling(new: str, old: str) -> None:
    assert normalise(new) == normalise(old) == old


@pytest.mark.parametrize("word", ["quý", "quà", "hoàn", "ngoài", "huỳnh", "đường", "thuế"])
def test_a_tone_that_has_one_place_stays_there(word: str) -> None:
    assert normalise(word) == word


def test_a_marked_word_gives_its_typed_and_its_folded_form() -> None:
    assert analyse("đường") == ["đường", "duong"]


def test_an_unmarked_word_gives_only_itself() -> None:
    assert analyse("duong") == ["duong"]


def test_pairs_of_syllables_meet_with_and_without_marks() -> None:
    assert "ban dan" in analyse("vật liệu bán dẫn")
    assert "ban dan" in analyse("vat lieu ban dan")


def test_english_stop_words_leave_english_but_not_vietnamese() -> None:
    assert analyse("the machine may be an engine") == ["machine", "engine", "machine engine"]
    assert {"hoc", "may", "hoc may"} == set(analyse("hoc may"))
    assert {"an", "ninh", "an ninh"} <= set(analyse("an ninh mạng"))
    assert "may" in analyse("Ứng dụng học máy")


def test_vietnamese_stop_words_leave_marked_text_only() -> None:
    assert "khi" not in analyse("sự cố khi vận hành lò phản ứng")
    assert "co khi" in analyse("ky su co khi")


def test_the_acronym_ai_and_the_y_of_medicine_stay() -> None:
    assert "ai" in analyse("trí tuệ nhân tạo (AI)")
    assert "y te" in analyse("ngành y tế")


def test_subjects_among_the_english_stop_words_stay() -> None:
    assert {"thin", "fire", "system", "mine"} <= set(analyse("thin film, fire safety, operating system of the mine"))


def test_one_vietnamese_name_does_not_make_an_english_text_vietnamese() -> None:
    text = (
        "Nguyễn Văn Đường works on the safety of reactors and on thin films for detectors in medicine and has led "
        "several programmes on radiation since the opening of the national laboratory"
    )
    assert language_of(text) == "english"
    assert language_of("Nghiên cứu vật liệu bán dẫn") == "vietnamese"
    assert language_of("nghien cuu vat lieu ban dan") == "unmarked"


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_words_of_plain_ascii_are_those_of_any_other_text(text: str) -> None:
    assert words(normalise(text)) == re.findall(r"\w+", text.lower())


@given(st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=20))
def test_pairs_are_made_of_neighbours_among_the_kept_words(parts: list[str]) -> None:
    terms = analyse(" ".join(parts))
    kept = [term for term in terms if " " not in term]
    assert [term for term in terms if " " in term] == [f"{one} {two}" for one, two in pairwise(kept)]


@pytest.mark.parametrize("text", ["", " ", "…", "a", "\u0301", "?!"])
def test_a_text_without_words_has_no_terms(text: str) -> None:
    assert analyse(text) == []
