"""The compiled reading of many texts against the plain one: the same words, sentences, languages and concepts."""

import re
import string
from itertools import chain

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching import Concept, Concepts, scanning
from matching.sentences import FEWEST_WORDS, marks, split
from matching.text import analyse, fold, is_stop_word, language, normalise, words
from matching.vocabulary import Vocabulary

TABLE = Concepts(
    [
        Concept("ai", ("trí tuệ nhân tạo", "AI"), ("artificial intelligence", "AI")),
        Concept("who", ("ai là bạn",), ("who is the friend",)),
        Concept("battery", ("pin",), ("battery", "batteries")),
        Concept("solar", ("pin mặt trời",), ("solar cell", "solar cells")),
        Concept("solar again", ("pin mặt trời",), ("solar", "solar cells of glass")),
        Concept("iot", ("Internet vạn vật", "IoT"), ("Internet of Things",)),
        Concept("sea", ("biển",), ("sea", "ß")),
    ]
)
SAID = "A a I i y ý _ 0 AI ai pin mặt trời tri tue nhan tao solar cells cell of the and vạn vật biển hoà thuỷ quý IoT"
SAID += " đường của khi này internet things w12 ΑΣ İstanbul straße 한국 เทคโนโลยี ﬁn ² \u212a \U0001d54f \u0301 \u0323"
BETWEEN = " |. |! |;\n|\n|\n\n|<br>|<br/>|<br|<|b|/|.|?|-|\x1f|\u3000|\x00|\u00a0|…|\ud800|\u2028|’|. \n\t |\u200d"
PARTS = [*SAID.split(), "trí tuệ nhân tạo", "mat troi", *[" "] * 20, *BETWEEN.split("|") * 2]
TEXTS = st.lists(
    st.lists(st.sampled_from(PARTS), max_size=40).map("".join)
    | st.text(max_size=40)
    | st.text(alphabet=string.printable, max_size=40),
    max_size=6,
)


def plainly_named(text: str) -> list[str]:
    """Find the concepts of a text as their documentation says it, name by name."""
    parts = [words(part) for part in split(normalise(text))]
    spoken = language(normalise(text), list(chain.from_iterable(parts)))
    named: dict[tuple[str, ...], Concept] = {}
    for concept in TABLE.listed:
        for name in (*concept.vi, *concept.en):
            for spelling in [words(normalise(name)), words(fold(name))][: 2 if " " in name else 1]:
                named.setdefault(tuple(spelling), concept)
    silent = "pin" if spoken == "english" else "" if re.search(r"(?<!\w)AI(?!\w)", text) else "ai"
    found = []
    for part in parts:
        place = 0
        while place < len(part):
            rest = (tuple(part[place:end]) for end in range(min(place + 5, len(part)), place, -1))
            called = next((some for some in rest if some in named), (part[place],))
            found += [named[called].code] if called in named and called != (silent,) else []
            place += len(called)
    return list(dict.fromkeys(found))


def check(texts: list[str]) -> None:
    """Hold the reading of some texts, which are read in two goes, against that of each by itself."""
    vocabulary = Vocabulary(TABLE)
    half = len(texts) // 2
    reads = [vocabulary.encode(texts[:half]), vocabulary.encode(texts[half:])]
    parts = [[words(part) for part in split(normalise(text))] for text in texts]
    spoken = [language(normalise(text), list(chain(*said))) for text, said in zip(texts, parts, strict=True)]
    kept = [
        [[word for word in part if not is_stop_word(word, read)] for part in said]
        for said, read in zip(parts, spoken, strict=True)
    ]
    told = [
        int(mark) if len(part) >= FEWEST_WORDS else 0
        for text, said in zip(texts, parts, strict=True)
        for mark, part in zip(marks(split(normalise(text))), said, strict=True)
    ]
    listed = list(dict.fromkeys(form for said in parts for word in chain(*said) for form in (fold(word), word)))
    assert vocabulary.listed() == listed
    assert [listed[number] for read in reads for number in read.words.tolist()] == list(chain(*chain(*kept)))
    assert [size for read in reads for size in read.lengths.tolist()] == [sum(map(len, said)) for said in kept]
    assert [count for read in reads for count in read.sentences.tolist()] == list(map(len, kept))
    assert [size for read in reads for size in read.sizes.tolist()] == [len(part) for said in kept for part in said]
    assert [mark for read in reads for mark in read.marks.tolist()] == told
    folded = vocabulary.folded(np.arange(len(listed), dtype=np.int32)).tolist()
    assert [listed[number] for number in folded] == list(map(fold, listed))
    concepts = [[TABLE.concept(number).code for number in found] for read in reads for found in read.concepts]
    assert concepts == list(map(plainly_named, texts))


@given(TEXTS)
@example([])
@example(["", "", "."])
@example(["Không biết ai", "Ai là", "solar cells of", "pin mặt"])
def test_many_texts_are_read_as_each_by_itself(texts: list[str]) -> None:
    check(texts)


def test_a_text_of_a_million_words_and_many_different_ones_are_read() -> None:
    check(["", "w1 " * 1_000_000, "đường"])
    check([" ".join(f"từ{number}" for number in range(40_000)), "từ7"])


@given(st.lists(st.lists(st.sampled_from(["a", "b", "ab", "đ", "1"]), max_size=6), min_size=2, max_size=6))
def test_the_mark_of_a_sentence_is_told_by_its_words_and_their_order(parts: list[list[str]]) -> None:
    found = marks([" ".join(part) for part in parts])
    assert found.all()
    assert found.tolist() == marks(["".join(f"-{word}, " for word in part) for part in parts]).tolist()
    assert len(set(found.tolist())) == len(set(map(tuple, parts)))


@given(st.text(max_size=60), st.data())
def test_a_sentence_that_is_boilerplate_has_no_terms(text: str, data: st.DataObject) -> None:
    spoken = split(normalise(text))
    left_out = data.draw(st.sampled_from(spoken))
    rest = [part for part in spoken if words(part) != words(left_out)]
    if language(normalise(text), words(normalise(text))) == "english":
        plainly = [word for part in rest for word in words(part) if not is_stop_word(word, "english")]
        assert analyse(text, np.sort(marks([left_out])))[: len(plainly)] == plainly


def test_every_character_is_what_the_expressions_say() -> None:
    told = scanning.classes()
    for number in range(0x3000):
        letter = chr(number)
        assert bool(told[number] & scanning.IN_WORD) == (letter.isalnum() or letter == "_")
        assert bool(told[number] & scanning.SPACE) == letter.isspace()
        assert bool(told[number] & scanning.FULL_STOP) == (letter in ".!?;")
    assert [letter for letter in "aàáâãăđơưạếy" if told[ord(letter)] & scanning.MARKED] == list("ăđơưạế")


def test_what_cannot_be_numbered_leaves_the_vocabulary_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = Vocabulary()
    before = vocabulary.encode(["thin films of glass"])
    with monkeypatch.context() as patched:
        patched.setattr("matching.vocabulary.WORD_BITS", 2)
        with pytest.raises(OverflowError):
            vocabulary.encode(["thick films", "wind"])
    assert vocabulary.listed() == ["thin", "films", "of", "glass"]
    assert vocabulary.encode(["thin films of glass"]).words.tolist() == before.words.tolist()
    assert vocabulary.encode(["wind on glass"]).words.tolist() == [4, 3]
