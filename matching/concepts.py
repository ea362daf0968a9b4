"""Concepts: what a text is about under any of its names in two languages, from dated vocabularies given as data."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat

import numpy as np

from matching import scanning
from matching.compiling import Int32s, Int64s
from matching.scanning import Names
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
        if len(self.listed) >= 1 << 16:
            raise ValueError(f"There are {len(self.listed)} concepts, and numbers for {(1 << 16) - 1}.")
        numbers: dict[tuple[str, ...], int] = {}
        for number, concept in enumerate(self.listed, start=1):
            for name in (*concept.vi, *concept.en):
                for spelling in _spellings(name):
                    numbers.setdefault(spelling, number)
        self._words: dict[str, int] = {}
        self._names, self._number = _tree(numbers, self._words)
        english = {normalise(name) for concept in self.listed for name in concept.en}
        alone = {name for concept in self.listed for name in (*concept.vi, *concept.en) if is_syllable(name.lower())}
        vietnamese = frozenset(name for name in alone if name.isascii() and name.islower()) - english
        self._vietnamese = self._alone(vietnamese)
        written = {name.lower(): re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in alone if name.isupper()}
        self._written = {place: written[word] for word in written for place in self._alone({word})}

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

    def words(self, normalised: Iterable[str]) -> list[int]:
        """Give the numbers of words among those of the names, 0 where none has it."""
        return list(map(self._words.get, normalised, repeat(0)))

    def of_text(self, text: str) -> list[int]:
        """Give the different concepts of a text, in the order in which it names them."""
        normalised = normalise(text)
        parts = [words(part) for part in split(normalised)]
        told = list(chain.from_iterable(parts))
        numbers = np.array(self.words(told), dtype=np.int32)
        ends = np.cumsum([len(part) for part in parts])
        [found] = self.of_texts([text], [language(normalised, told)], numbers, ends, np.array([len(told)]))
        return found

    def of_texts(
        self, texts: Sequence[str], spoken: Sequence[Language], words: Int32s, sentences: Int64s, ends: Int64s
    ) -> list[list[int]]:
        """Give the different concepts of each text, in the order in which it names them.

        The texts come in their languages, with the numbers of their words (see `words`), where each of all their
        sentences ends, and where each of them ends, both counted in words.
        """
        if not self.listed:
            return [[] for _ in texts]
        begins, places = scanning.named(words, sentences, self._names)
        found: list[dict[int, None]] = [{} for _ in texts]
        owners = np.searchsorted(ends, begins, side="right").tolist()
        for owner, place in zip(owners, places.tolist(), strict=True):
            if not self._silent(place, texts[owner], spoken[owner]):
                found[owner][self._number[place]] = None
        return [list(told) for told in found]

    def said_otherwise(self, text: str) -> list[str]:
        """Give the usual names, in the other language, of the concepts that a text names in one language only.

        A name that both languages have ("AI") says it in neither.
        """
        if not self.listed:
            return []
        folded = _running(text)
        found: list[str] = []
        for number in self.of_text(text):
            for names, own in self._own[number - 1]:
                if own and not any(name in folded for name in own):
                    found += names[:NAMES_ASKED_FOR]
        return list(dict.fromkeys(found))

    @cached_property
    def _own(self) -> list[list[tuple[tuple[str, ...], list[str]]]]:
        """For each concept, in either language, its names, and as running words those that only this language has."""
        told = []
        for concept in self.listed:
            either = {fold(name) for name in concept.vi} & {fold(name) for name in concept.en}
            own = ([_running(name) for name in names if fold(name) not in either] for names in (concept.vi, concept.en))
            told.append(list(zip((concept.vi, concept.en), own, strict=True)))
        return told

    def _silent(self, place: int, text: str, spoken: Language) -> bool:
        """Tell whether a name, given by its place in the tree, names nothing in this text."""
        if spoken == "english":
            return place in self._vietnamese
        written = self._written.get(place)
        return written is not None and not written.search(text)

    def _alone(self, words: Set[str]) -> frozenset[int]:
        """Give the places to which these words lead that are names by themselves."""
        places = (int(self._names.first[self._words.get(word, 0)]) for word in words)
        return frozenset(place for place in places if place and self._names.whole[place])


def _tree(numbers: Mapping[tuple[str, ...], int], known: dict[str, int]) -> tuple[Names, list[int]]:
    """Give names as a tree, and for each place of it the number that a name has, 0 for none; number their words."""
    followed: list[dict[int, int]] = [{}]
    ended = [0]
    for name, number in numbers.items():
        place = 0
        for word in name:
            place = followed[place].setdefault(known.setdefault(word, len(known) + 1), len(followed))
            if place == len(followed):
                followed.append({})
                ended.append(0)
        ended[place] = number
    first = np.zeros(len(known) + 1, dtype=np.int32)
    first[list(followed[0])] = list(followed[0].values())
    following = [sorted(after.items()) for after in followed]
    starts = np.cumsum([0, *map(len, following)]).astype(np.int32)
    pairs = np.array(list(chain.from_iterable(following)), dtype=np.int32).reshape(-1, 2).T
    whole = np.array(ended) > 0
    return Names(first, starts, np.ascontiguousarray(pairs[0]), np.ascontiguousarray(pairs[1]), whole), ended


def _running(text: str) -> str:
    return f" {' '.join(words(fold(text)))} "


def _spellings(name: str) -> set[tuple[str, ...]]:
    """Give a name with its marks and, where it has several words, without: a lone syllable could be any other."""
    marked, bare = tuple(words(normalise(name))), tuple(words(fold(name)))
    found = {marked, bare} if len(bare) > 1 else {marked}
    return {spelling for spelling in found if spelling}
