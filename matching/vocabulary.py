"""The numbering of words: texts become rows of numbers, and terms become keys that sort."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching import sentences as marking
from matching.compiling import Bools
from matching.concepts import Concepts
from matching.embedding import Encoder
from matching.facts import Institutions
from matching.scanning import Scanned, classes, scan, unmet, written
from matching.sentences import FEWEST_WORDS, Hashes
from matching.stopwords import LISTED
from matching.tags import Tags
from matching.text import Language, fold, is_stop_word, is_syllable, language_of, normalise

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

WORD_BITS = 24
"""A term's key is its word's number, or (first + 1) << 24 | second for a pair: it sorts, and never meets another."""

_LANGUAGES: tuple[Language, ...] = ("english", "vietnamese", "unmarked")
_BIT: dict[Language, int] = {spoken: 1 << place for place, spoken in enumerate(_LANGUAGES)}
_SYLLABLE = 1 << len(_LANGUAGES)
_PORTION = 1 << 20
"""Texts are read together until they have so many characters."""


def _stops(word: str) -> int:
    return sum(bit for spoken, bit in _BIT.items() if is_stop_word(word, spoken))


class Encoded(NamedTuple):
    """Texts as rows of numbers."""

    words: Int32s
    """The words of all texts, stop words left out."""
    lengths: Int32s
    """Words of each text."""
    sentences: Int32s
    """Sentences of each text."""
    marks: Hashes
    """The number of each sentence, 0 where it has fewer than `FEWEST_WORDS`; see `sentences.marks`."""
    sizes: Int32s
    """Words of each sentence."""
    concepts: list[list[int]]
    """The different concepts of each text, in the order in which it names them."""


def _portions(texts: Iterable[str]) -> Iterator[list[str]]:
    waiting: list[str] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size > _PORTION:
            yield waiting
            waiting, size = [], 0
    yield waiting


def _counted(marked: Bools, ends: Int64s) -> Int32s:
    """Count the marked in stretches, one after the other, given where each ends."""
    until = np.append(0, np.cumsum(marked))
    return np.diff(until[ends], prepend=0).astype(np.int32)


class Vocabulary:
    """The words met so far. One thread may add while others look up: numbers are given once and never change."""

    def __init__(self, concepts: Concepts | None = None, encoder: Encoder | None = None) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._folded = np.zeros(1024, dtype=np.int32)
        self._bits = array("B")
        self._named = array("i")
        self._met, self._of_met = unmet(), array("i")
        self.institutions = Institutions()
        self.concepts = concepts or Concepts()
        self.encoder = encoder
        self.tags = Tags()

    def fill(self, listed: Sequence[str], folded: Sequence[int]) -> None:
        """Append these different words, which are new, with the numbers of their folded forms.

        Raises OverflowError, and appends none, where there would be more than 16,777,216.
        """
        before = len(self._words)
        after = before + len(listed)
        if after > 1 << WORD_BITS:
            raise OverflowError(f"The index would hold {after} different words and has no numbers for so many.")
        if after > len(self._folded):
            # The old array stays as it is for whoever reads it at this moment.
            self._folded = np.concatenate([self._folded, np.zeros(after, dtype=np.int32)])
        self._folded[before:after] = folded
        bits = self._bits
        for word, plain in zip(listed, folded, strict=True):
            stops = _stops(word) if len(word) < 2 or word in LISTED else 0
            bits.append(stops | (bits[plain] & _SYLLABLE if plain < len(bits) else is_syllable(word) * _SYLLABLE))
        self._named.extend(self.concepts.words(listed))
        self._words += listed
        self._numbers.update(zip(listed, range(before, after), strict=True))

    def name(self, institutions: Iterable[str], tags: Iterable[str]) -> None:
        """Add these names of institutions and these tags, in the order of their numbers."""
        for name in institutions:
            self.institutions.number(name)
        for tag in tags:
            self.tags.number(tag)

    def __len__(self) -> int:
        return len(self._words)

    def numbered(self, words: Sequence[str]) -> list[int]:
        """Give the numbers of different normalised words; what is new is added, a new folded form before its word."""
        known, new, folded = self._numbers, dict[str, int](), list[int]()
        numbers = list(map(known.get, words))
        before = len(self)
        for word, number in zip(words, numbers, strict=True):
            if number is None and word not in new:
                plain = word if word.isascii() else fold(word)
                if plain not in known and plain not in new:
                    new[plain] = before + len(new)
                    folded.append(new[plain])
                if plain != word:
                    new[word] = before + len(new)
                    folded.append(known[plain] if plain in known else new[plain])
        self.fill(list(new), folded)
        return [new[word] if number is None else number for word, number in zip(words, numbers, strict=True)]

    def encode(self, texts: Iterable[str]) -> "Encoded":
        """Number the words of all texts, stop words left out, and the sentences they stand in.

        It adds what it does not know, in the order in which the texts say it.
        """
        parts = [self._encoded(part) for part in _portions(texts)]
        return Encoded(
            np.concatenate([part.words for part in parts]),
            np.concatenate([part.lengths for part in parts]),
            np.concatenate([part.sentences for part in parts]),
            np.concatenate([part.marks for part in parts]),
            np.concatenate([part.sizes for part in parts]),
            [told for part in parts for told in part.concepts],
        )

    def _encoded(self, texts: list[str]) -> "Encoded":
        normalised = list(map(normalise, texts))
        read, words = self._scanned(normalised)
        ends = np.cumsum(read.sizes, dtype=np.int64)
        last = ends[np.cumsum(read.sentences) - 1]
        sizes = np.diff(last, prepend=0)
        bits = np.frombuffer(self._bits, dtype=np.uint8)[words]
        syllables = (_counted(bits & _SYLLABLE > 0, last) == sizes) & (sizes > 0)
        spoken = list(map(language_of, normalised, read.letters.tolist(), syllables.tolist()))
        silent = np.array([_BIT[language] for language in spoken], dtype=np.uint8)
        kept = bits & np.repeat(silent, sizes) == 0
        named = np.frombuffer(self._named, dtype=np.int32)[words]
        return Encoded(
            words[kept],
            _counted(kept, last),
            read.sentences,
            np.where(read.sizes < FEWEST_WORDS, np.uint64(0), read.marks),
            _counted(kept, ends),
            self.concepts.of_texts(texts, spoken, named, ends, last),
        )

    def _scanned(self, normalised: list[str]) -> tuple[Scanned, Int32s]:
        """Find the words of normalised texts and give their numbers, asking only for spellings not met before."""
        told, points, ends = written(normalised)
        # Until all that is met has its number, nothing is kept of what is met.
        met, self._met = self._met, unmet()
        of_met, self._of_met = self._of_met, array("i")
        read = scan(points, ends, classes(), met)
        spelled = zip(read.begins.tolist(), read.ends.tolist(), strict=True)
        of_met.extend(self.numbered([told[begin:end] for begin, end in spelled]))
        self._met, self._of_met = read.spellings, of_met
        return read, np.frombuffer(of_met, dtype=np.int32)[read.words]

    def meanings(self, texts: Sequence[str]) -> tuple[Hashes, NDArray[np.float16]]:
        """Give the numbers of texts and their vectors, both without columns where no model is set."""
        if self.encoder is None:
            return np.zeros((len(texts), 0), dtype=np.uint64), np.zeros((len(texts), 0), dtype=np.float16)
        numbers = np.array([marking.number(text) for text in texts], dtype=np.uint64)
        return numbers.reshape(-1, 1), self.encoder.works(texts)

    def folded(self, numbers: Int32s) -> Int32s:
        """Give the number of the folded form of each word; a word without marks is its own."""
        return self._folded[numbers]

    def all_folded(self) -> Int32s:
        """Give the number of the folded form of every word, in the order of their numbers."""
        return self._folded[: len(self._words)].copy()

    def listed(self) -> list[str]:
        """Give all words in the order of their numbers."""
        return list(self._words)

    def keys(self, terms: Iterable[str]) -> list[int | None]:
        """Give the key of each term of `text.analyse`, None where a word of it was never met. It adds nothing."""
        return [self._key(term) for term in terms]

    def term(self, key: int) -> str:
        """Give the term of a key."""
        first, second = key >> WORD_BITS, key & ((1 << WORD_BITS) - 1)
        return f"{self._words[first - 1]} {self._words[second]}" if first else self._words[second]

    def _key(self, term: str) -> int | None:
        first, _, second = term.partition(" ")
        one = self._numbers.get(first)
        if not second or one is None:
            return one
        two = self._numbers.get(second)
        return None if two is None else (one + 1) << WORD_BITS | two
