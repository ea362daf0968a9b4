"""The numbering of words: texts become rows of numbers, and terms become keys that sort."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching import sentences as marking
from matching.concepts import Concepts
from matching.embedding import Encoder
from matching.facts import Institutions
from matching.sentences import Hashes, mark, split
from matching.stopwords import LISTED
from matching.tags import Tags
from matching.text import Language, fold, is_stop_word, language, normalise, words

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

WORD_BITS = 24
"""A term's key is its word's number, or (first + 1) << 24 | second for a pair: it sorts, and never meets another."""

_LANGUAGES: tuple[Language, ...] = ("english", "vietnamese", "unmarked")
_BIT: dict[Language, int] = {spoken: 1 << place for place, spoken in enumerate(_LANGUAGES)}


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
    """The number of each sentence; see `sentences.mark`."""
    sizes: Int32s
    """Words of each sentence."""
    concepts: list[list[int]]
    """The different concepts of each text, in the order in which it names them."""


class _Numbers(dict[str, int]):
    """Numbers by word; a word that is asked for and not there is numbered."""

    def __init__(self, vocabulary: "Vocabulary") -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        return self._vocabulary.add(word)


class Vocabulary:
    """The words met so far. One thread may add while others look up: numbers are given once and never change."""

    def __init__(self, concepts: Concepts | None = None, encoder: Encoder | None = None) -> None:
        self._numbers = _Numbers(self)
        self._words: list[str] = []
        self._folded = np.zeros(1024, dtype=np.int32)
        self._stops = array("B")
        self.institutions = Institutions()
        self.concepts = concepts or Concepts()
        self.encoder = encoder
        self.tags = Tags()

    def fill(self, listed: Sequence[str], folded: Sequence[int]) -> None:
        """Add these words, with the numbers of their folded forms, to an empty vocabulary."""
        for word, number in zip(listed, folded, strict=True):
            self._append(word, number)

    def name(self, institutions: Iterable[str], tags: Iterable[str]) -> None:
        """Add these names of institutions and these tags, in the order of their numbers."""
        for name in institutions:
            self.institutions.number(name)
        for tag in tags:
            self.tags.number(tag)

    def __len__(self) -> int:
        return len(self._words)

    def add(self, word: str) -> int:
        """Number a new normalised word and its folded form.

        Raises OverflowError at the 16,777,216th word.
        """
        plain = word if word.isascii() else fold(word)
        folded = self._numbers[plain] if plain != word else len(self._words)
        number = len(self._words)
        if number >> WORD_BITS:
            raise OverflowError(f"The index holds {number} different words and has no numbers for more.")
        self._append(word, folded)
        return number

    def _append(self, word: str, folded: int) -> None:
        number = len(self._words)
        if number == len(self._folded):
            # The old array stays as it is for whoever reads it at this moment.
            self._folded = np.concatenate([self._folded, np.zeros(number, dtype=np.int32)])
        self._folded[number] = folded
        self._words.append(word)
        self._stops.append(_stops(word) if len(word) < 2 or word in LISTED else 0)
        self._numbers[word] = number

    def encode(self, texts: Iterable[str]) -> "Encoded":
        """Number the words of all texts, stop words left out, and the sentences they stand in.

        It adds what it does not know. The numbers stand in the order of the words.
        """
        flat: list[int] = []
        ends, spoken = array("q"), array("B")
        marks, counts = array("Q"), array("i")
        concepts: list[list[int]] = []
        number = self._numbers.__getitem__
        for text in texts:
            normalised = normalise(text)
            parts = [words(part) for part in split(normalised)]
            for found in parts:
                flat += map(number, found)
                ends.append(len(flat))
                marks.append(mark(found))
            counts.append(len(parts))
            read = language(normalised, list(chain.from_iterable(parts)))
            concepts.append(self.concepts.of_sentences(text, parts, read))
            spoken.append(_BIT[read])
        numbers = np.array(flat, dtype=np.int32)
        sentences = np.array(counts, dtype=np.int32)
        bits = np.repeat(np.array(spoken, dtype=np.uint8), sentences)
        owner = np.repeat(np.arange(len(ends)), np.diff(np.array([0, *ends], dtype=np.int64)).astype(np.int64))
        kept = (np.frombuffer(self._stops, dtype=np.uint8)[numbers] & bits[owner]) == 0
        sizes = np.bincount(owner[kept], minlength=len(ends)).astype(np.int32)
        text_of = np.repeat(np.arange(len(sentences)), sentences)
        lengths = np.bincount(text_of, sizes, len(sentences)).astype(np.int32)
        return Encoded(numbers[kept], lengths, sentences, np.array(marks, dtype=np.uint64), sizes, concepts)

    def meanings(self, texts: Sequence[str]) -> tuple[Hashes, NDArray[np.float16]]:
        """Give the numbers of texts and their vectors, both without columns where no model is set."""
        if self.encoder is None:
            return np.zeros((len(texts), 0), dtype=np.uint64), np.zeros((len(texts), 0), dtype=np.float16)
        numbers = np.array([marking.number(text) for text in texts], dtype=np.uint64)
        return numbers.reshape(-1, 1), self.encoder.works(texts)

    def folded(self, numbers: Int32s) -> Int32s:
        """Give the number of the folded form of each word; a word without marks is its own."""
        return self._folded[numbers]

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
