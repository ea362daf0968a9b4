"""Concepts: what a text is about under any of its names in two languages, from dated vocabularies given as data."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from matching.sentences import split
from matching.text import Language, fold, is_syllable, language, normalise, words

MOST_IN_A_WORK = 4
"""So many different concepts of a work are kept, the first ones: titles come before texts."""
EXPANSION = 1.0
"""What a term of a name counts that the text says in its own language only: as much as if it had said it once."""
NAMES_ASKED_FOR = 2
"""So many names of a concept, the first ones of a language, are added to a text that names it in the other one."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that has a name in each language, or several; the first ones are the usual ones."""

    code: str
    vi: tuple[str, ...]
    en: tuple[str, ...]


class Concepts:
    """A table of concepts, found in texts by their names: whole words, with marks or without, the longest name first.

    A name that two concepts share belongs to the one that comes first. An abbreviation that is also a Vietnamese
    syllable ("AI", and "ai", who) names nothing in a Vietnamese text that nowhere writes it in capitals, and a
    Vietnamese word that is also an English one ("pin", a battery) names nothing in an English text.
    """

    def __init__(self, listed: Iterable[Concept] = (), *, edition: str = "") -> None:
        self.listed = tuple(listed)
        self.edition = edition
        self._numbers: dict[tuple[str, ...], int] = {}
        lengths: dict[str, set[int]] = {}
        for number, concept in enumerate(self.listed, start=1):
            for name in (*concept.vi, *concept.en):
                for spelling in _spellings(name):
                    self._numbers.setdefault(spelling, number)
                    lengths.setdefault(spelling[0], set()).add(len(spelling))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        english = {normalise(name) for concept in self.listed for name in concept.en}
        alone = {name for concept in self.listed for name in (*concept.vi, *concept.en) if is_syllable(name.lower())}
        self._abbreviations = {name.lower(): name for name in alone if name.isupper()}
        self._vietnamese = frozenset(name for name in alone if name.isascii() and name.islower()) - english
        self._doubtful = self._vietnamese | self._abbreviations.keys()
        if len(self.listed) >= 1 << 16:
            raise ValueError(f"There are {len(self.listed)} concepts, and numbers for {(1 << 16) - 1}.")

    def __bool__(self) -> bool:
        return bool(self.listed)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the table and its edition, in hexadecimal; empty for an empty table."""
        if not self.listed:
            return ""
        told = [self.edition, [[concept.code, concept.vi, concept.en] for concept in self.listed]]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def concept(self, number: int) -> Concept:
        """Give the concept of a number; they count from 1."""
        return self.listed[number - 1]

    def of_sentences(self, text: str, parts: Sequence[Sequence[str]], spoken: Language) -> list[int]:
        """Give the different concepts of a text, in the order in which it names them.

        Its normalised sentences come word by word.
        """
        if not self.listed:
            return []
        silent = self._silent(text, parts, spoken)
        return list(dict.fromkeys(number for part in parts for number in self._of_words(part, silent)))

    def of_text(self, text: str) -> list[int]:
        """Give the different concepts of a text, in the order in which it names them."""
        normalised = normalise(text)
        parts = [words(part) for part in split(normalised)]
        return self.of_sentences(text, parts, language(normalised, list(chain.from_iterable(parts))))

    def said_otherwise(self, text: str) -> list[str]:
        """Give the usual names, in the other language, of the concepts that a text names in one language only.

        A name that both languages have ("AI") says it in neither.
        """
        if not self.listed:
            return []
        folded = f" {' '.join(words(fold(text)))} "
        found: list[str] = []
        for number in self.of_text(text):
            concept = self.concept(number)
            either = {fold(name) for name in concept.vi} & {fold(name) for name in concept.en}
            for names in (concept.vi, concept.en):
                own = [name for name in names if fold(name) not in either]
                if own and not any(f" {' '.join(words(fold(name)))} " in folded for name in own):
                    found += names[:NAMES_ASKED_FOR]
        return list(dict.fromkeys(found))

    def _silent(self, text: str, parts: Sequence[Sequence[str]], spoken: Language) -> Set[str]:
        """Give the words that name nothing in this text when they stand alone."""
        if all(self._doubtful.isdisjoint(part) for part in parts):
            return frozenset()
        if spoken == "english":
            return self._vietnamese
        written = self._abbreviations.items()
        return {word for word, name in written if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}

    def _of_words(self, found: Sequence[str], silent: Set[str]) -> list[int]:
        """Give the concepts that normalised words in order name, in that order, with repetitions."""
        if self._lengths.keys().isdisjoint(found):
            return []
        numbers, place = [], 0
        while place < len(found):
            number, length = self._named(found, place)
            if number and not (length == 1 and found[place] in silent):
                numbers.append(number)
            place += length
        return numbers

    def _named(self, found: Sequence[str], place: int) -> tuple[int, int]:
        """Give the concept named from this place on, 0 for none, and how many words to go on by."""
        for length in self._lengths.get(found[place], ()):
            number = self._numbers.get(tuple(found[place : place + length]))
            if number:
                return number, length
        return 0, 1


def _spellings(name: str) -> set[tuple[str, ...]]:
    """Give a name with its marks and, where it has several words, without: a lone syllable could be any other."""
    marked, bare = tuple(words(normalise(name))), tuple(words(fold(name)))
    found = {marked, bare} if len(bare) > 1 else {marked}
    return {spelling for spelling in found if spelling}
