"""The words of a text: how Vietnamese and English are normalised, folded and cut into terms."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain, compress, pairwise
from typing import Literal

from matching.scanning import VIETNAMESE_LETTER, WORD
from matching.sentences import NONE, Hashes, is_common, marks, split
from matching.stopwords import ENGLISH, ENGLISH_IN_VIETNAMESE, VIETNAMESE

Language = Literal["english", "vietnamese", "unmarked"]

# A vowel pair that ends its syllable carries its tone on the second letter in the new spelling (hoà, khoẻ, thuý) and on
# the first in the old one (hòa, khỏe, thúy). After q the u belongs to the consonant, so quý has one spelling only.
_NEW_TONES = {"o": "oòóỏõọ", "u": "uùúủũụ"}
_TONES = {"a": "aàáảãạ", "e": "eèéẻẽẹ", "y": "yỳýỷỹỵ"}
_PLACED = {
    first + _TONES[second][tone]: _NEW_TONES[first][tone] + second
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone in range(1, 6)
}
# That no q stands before is asked only where a pair stands: many times faster than to ask everywhere.
_NEW_SPELLING = re.compile(
    f"(?:o[{_TONES['a'][1:]}{_TONES['e'][1:]}]|u[{_TONES['y'][1:]}])(?<!q..)(?![\\w\u0300-\u036f])"
)

# Letters whose bar or missing dot is part of the letter: no Unicode form takes it off. The Icelandic eth is here
# because its capital looks exactly like Đ and is typed for it.
_BARRED = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i"})

_ASCII_WORDS = bytes(code if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(128)) + bytes(128)
_SYLLABLE = re.compile(
    "(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    "(?:ie|ye|uye|oa[iyo]?|oe|ua|ue|uo[iu]?|uy[au]?|ay|ai|ao|au|eo|eu|ia|ieu|yeu|iu|oi|oo|ui|uu|u|a|e|i|o|y)"
    "(?:ch|ng|nh|[cmnpt])?|[0-9]+"
)
_STOP_WORDS: dict[Language, frozenset[str]] = {
    "english": ENGLISH,
    "vietnamese": ENGLISH_IN_VIETNAMESE | VIETNAMESE,
    "unmarked": ENGLISH_IN_VIETNAMESE,
}
_SINGLE: dict[Language, str] = {"english": "", "vietnamese": "yý", "unmarked": "yý"}
# In running Vietnamese every eighth letter or so cannot be French or German; one name in an English text is far below.
_VIETNAMESE_SHARE = 0.04


def normalise(text: str) -> str:
    """Give the text in one spelling: NFC, lower case, the tone where the old spelling puts it; marks stay."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    return _NEW_SPELLING.sub(lambda pair: _PLACED[pair.group()], composed)


def fold(text: str) -> str:
    """Give the text without marks: lower case, đ as d, hoà and hòa as hoa. Folding twice changes nothing more.

    Vowel signs that are letters of their own (Thai, Hindi) stay, because without them other words would come out.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).lower())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare.translate(_BARRED))


def language(normalised: str, found: Sequence[str]) -> Language:
    """Tell in which language a normalised text with these words reads; unmarked is Vietnamese typed without marks.

    It decides only which stop words apply: "may", "an", "than" say nothing in English and are the machine, the safety
    and the coal of Vietnamese; "khi" is "when" between marked words and may be "khí", the gas, where nothing is marked.
    """
    letters = 0 if normalised.isascii() else len(VIETNAMESE_LETTER.findall(normalised))
    return language_of(normalised, letters, not letters and bool(found) and all(map(is_syllable, found)))


def language_of(normalised: str, letters: int, syllables: bool) -> Language:
    """Tell the language of a normalised text with so many letters that only Vietnamese has.

    Whether all its words, and at least one, could be `syllables` is asked only where it has none.
    """
    if letters:
        return "vietnamese" if letters >= _VIETNAMESE_SHARE * len(normalised) else "english"
    if not syllables:
        return "english"
    return "unmarked" if normalised.isascii() else "vietnamese"


def is_syllable(normalised: str) -> bool:
    """Tell whether a normalised word could be a Vietnamese syllable, or a number, marks or none."""
    return _SYLLABLE.fullmatch(fold(normalised)) is not None


def words(normalised: str) -> list[str]:
    """Cut a normalised text into its words (runs of letters, digits and _), in order, stop words included."""
    if normalised.isascii():
        # The same as the expression finds, three times as fast.
        return normalised.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split()
    return WORD.findall(normalised)


def is_stop_word(word: str, language: Language) -> bool:
    """Tell whether a normalised word says nothing about a subject in a text of that language.

    Single letters say nothing either, save the y of "y tế" and "y học".
    """
    return word in _STOP_WORDS[language] if len(word) > 1 else word not in _SINGLE[language]


def analyse(text: str, boilerplate: Hashes = NONE) -> list[str]:
    """List the terms of a text, with repetitions: its words without stop words, then its pairs of neighbouring words.

    A word with marks gives two terms, as typed and folded, so that a query without marks finds it and a query with
    marks finds it first. A pair is one term, folded, its words parted by a space: most Vietnamese words are pairs of
    syllables, which two syllables hardly ever confuse. Sentences whose `sentences.marks` are among those of the
    boilerplate, which ascend, are left out. This is the specification of what `matching.vocabulary` counts.
    """
    normalised = normalise(text)
    spoken = split(normalised)
    parts = [words(part) for part in spoken]
    read = language(normalised, list(chain.from_iterable(parts)))
    if len(boilerplate):
        parts = list(compress(parts, ~is_common(marks(spoken), boilerplate)))
    stops, single = _STOP_WORDS[read], _SINGLE[read]
    kept = [word for word in chain.from_iterable(parts) if word not in stops and (len(word) > 1 or word in single)]
    if normalised.isascii():
        return kept + [f"{one} {two}" for one, two in pairwise(kept)]
    plain_of = {word: fold(word) for word in set(kept)}
    folded = [plain_of[word] for word in kept]
    bare = [plain for plain, word in zip(folded, kept, strict=True) if plain != word]
    return kept + bare + [f"{one} {two}" for one, two in pairwise(folded)]
