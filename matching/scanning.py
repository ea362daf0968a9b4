"""The compiled reading of texts: where their words and sentences are, and which words in a row are a name."""

import re
import secrets
import sys
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiling import Bools, Int32s, Int64s, UInt8s, compiled, inlined

Hashes = NDArray[np.uint64]
Points = NDArray[np.uint32]
"""The characters of texts as numbers."""

IN_WORD, SPACE, FULL_STOP, MARKED = 1, 2, 4, 8
"""What a character is: part of a word, white space, what ends a sentence before white space, a letter that only
Vietnamese has."""

WORD = re.compile(r"\w+")
VIETNAMESE_LETTER = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_CLASSES = {WORD: IN_WORD, re.compile(r"\s"): SPACE, re.compile("[.!?;]"): FULL_STOP, VIETNAMESE_LETTER: MARKED}

_BEGINNING = np.uint64(0x9E3779B97F4A7C15)
_ODD = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


class Spellings(NamedTuple):
    """The different words met so far, numbered in the order in which they were."""

    slots: Int32s
    """By hash, or the next free slot after it, the number of a word; -1 where there is none."""
    hashes: Hashes
    """Two hashes of each word, the second by the key, and room for more: what agrees in both is the same word."""
    known: int
    key: int
    """Drawn at random, so that nobody can write a word that is taken for another."""


class Scanned(NamedTuple):
    """Texts as rows of words."""

    words: Int32s
    """The number of each word of each text among the spellings."""
    begins: Int64s
    """Where each new spelling first stands among the characters."""
    ends: Int64s
    """Where it ends there."""
    sentences: Int32s
    """Sentences of each text, those without words too."""
    sizes: Int32s
    """Words of each sentence."""
    marks: Hashes
    """The number of each sentence; see `marks`."""
    letters: Int32s
    """Characters of each text that are `MARKED`."""
    spellings: Spellings
    """The spellings met until now."""


def written(texts: Sequence[str]) -> tuple[str, Points, Int64s]:
    """Give texts as one with a character between each two, its characters, and where each of the texts ends there.

    Lone surrogates are characters too.
    """
    told = "\n".join(texts)
    points = np.frombuffer(told.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return told, points, np.cumsum(lengths + 1) - 1


@cache
def classes() -> UInt8s:
    """Tell what each character is, by its number."""
    found = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    every = np.arange(len(found), dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    for expression, what in _CLASSES.items():
        for some in expression.finditer(every):
            found[some.start() : some.end()] |= what
    return found


@inlined
def _with(before: np.uint64, value: np.uint64) -> np.uint64:
    """Take one more value into a hash."""
    mixed = (before ^ value) * _ODD
    return mixed ^ (mixed >> _HALF)


@inlined
def _separated(told: Points, classes: UInt8s, at: int, end: int) -> int:
    """Give where the next sentence begins if one ends here, and 0 if none does. See `sentences.split`."""
    if classes[told[at]] & FULL_STOP and at + 1 < end and classes[told[at + 1]] & SPACE:
        at += 2
        while at < end and classes[told[at]] & SPACE:
            at += 1
        return at
    if told[at] == ord("\n"):
        while at < end and told[at] == ord("\n"):
            at += 1
        return at
    if told[at] == ord("<") and at + 3 < end and told[at + 1] == ord("b") and told[at + 2] == ord("r"):
        at += 3
        if told[at] == ord("/") and at + 1 < end:
            at += 1
        return at + 1 if told[at] == ord(">") else 0
    return 0


def unmet() -> Spellings:
    """Give the spellings before any was met."""
    slots, hashes = np.full(1 << 10, -1, dtype=np.int32), np.empty((0, 2), dtype=np.uint64)
    return Spellings(slots, hashes, 0, secrets.randbits(63))


@inlined
def _with_room(hashes: Hashes, known: int, more: int) -> Hashes:
    """Give the hashes of so many words in an array with room for so many more."""
    if known + more <= len(hashes):
        return hashes
    wider = np.empty((2 * (known + more), 2), np.uint64)
    wider[:known] = hashes[:known]
    return wider


@inlined
def _slot(slots: Int32s, hashes: Hashes, hashed: np.uint64, keyed: np.uint64) -> np.int64:
    """Give the slot of the word with these hashes, or the free one that it can have."""
    last = len(slots) - 1
    slot = np.int64(hashed & np.uint64(last))
    while slots[slot] >= 0 and (hashes[slots[slot], 0] != hashed or hashes[slots[slot], 1] != keyed):
        slot = (slot + 1) & last
    return slot


@inlined
def _word(told: Points, classes: UInt8s, at: int, end: int, key: np.uint64) -> tuple[int, np.uint64, np.uint64, int]:
    """Read the word that begins here: where it ends, its two hashes, and how many of its characters are `MARKED`."""
    hashed, keyed, letters = _BEGINNING, key, 0
    while at < end:
        point = told[at]
        what = classes[point]
        if not what & IN_WORD:
            break
        hashed = _with(hashed, np.uint64(point))
        keyed = _with(keyed, np.uint64(point))
        letters += (what & MARKED) != 0
        at += 1
    return at, hashed, keyed, letters


@inlined
def _doubled(slots: Int32s, hashes: Hashes, known: int) -> Int32s:
    """Give the slots of so many words among twice as many."""
    wider = np.full(2 * len(slots), -1, dtype=np.int32)
    last = len(wider) - 1
    for one in range(known):
        slot = np.int64(hashes[one, 0] & np.uint64(last))
        while wider[slot] >= 0:
            slot = (slot + 1) & last
        wider[slot] = one
    return wider


@compiled
def marks(told: Points, texts: Int64s, classes: UInt8s) -> Hashes:
    """Give each text a number that the same words in the same order always have, never 0; see `scan`."""
    found, at = np.empty(len(texts), np.uint64), 0
    for text in range(len(texts)):
        whole = _BEGINNING
        while at < texts[text]:
            begin = at
            at, hashed, _, _ = _word(told, classes, begin, texts[text], _BEGINNING)
            if at > begin:
                whole = _with(whole, hashed)
            else:
                at += 1
        found[text] = max(whole, np.uint64(1))
        at = texts[text] + 1
    return found


@compiled
def scan(told: Points, texts: Int64s, classes: UInt8s, met: Spellings) -> Scanned:
    """Find the words and the sentences of normalised texts, which stand with one character between each two.

    `texts` says where each of them ends, `classes` what each character is. The spellings met before are given as the
    last scan gave them, and are changed: what fails later leaves them with words that nobody has read.
    """
    # A word and what parts it from the next one take two characters; a sentence ends where a character does.
    most = len(told) // 2 + 1
    known, slots, hashes = met.known, met.slots, _with_room(met.hashes, met.known, most)
    begins, ends = np.empty(most, np.int64), np.empty(most, np.int64)
    words, sizes, marks = np.empty(most, np.int32), np.empty(2 * most, np.int32), np.empty(2 * most, np.uint64)
    sentences, letters = np.zeros(len(texts), np.int32), np.zeros(len(texts), np.int32)
    new, found, closed, at = 0, 0, 0, 0
    for text in range(len(texts)):
        first, whole = found, _BEGINNING
        while at <= texts[text]:
            if at < texts[text] and classes[told[at]] & IN_WORD:
                begins[new] = at
                at, hashed, keyed, marked = _word(told, classes, at, texts[text], np.uint64(met.key))
                slot = _slot(slots, hashes, hashed, keyed)
                if slots[slot] < 0:
                    slots[slot], ends[new] = known + new, at
                    hashes[known + new, 0], hashes[known + new, 1] = hashed, keyed
                    new += 1
                words[found] = slots[slot]
                letters[text] += marked
                whole = _with(whole, hashed)
                found += 1
                slots = _doubled(slots, hashes, known + new) if 2 * (known + new) > len(slots) else slots
                continue
            following = at + 1 if at == texts[text] else _separated(told, classes, at, texts[text])
            if following:
                sizes[closed], marks[closed] = found - first, max(whole, np.uint64(1))
                closed += 1
                sentences[text] += 1
                first, whole = found, _BEGINNING
            at = max(following, at + 1)
    spelled = Spellings(slots, hashes, known + new, met.key)
    begins, ends, sizes, marks = begins[:new], ends[:new], sizes[:closed], marks[:closed]
    return Scanned(words[:found], begins, ends, sentences, sizes, marks, letters, spelled)


class Names(NamedTuple):
    """Names as a tree of numbered words: each place of it is what the words on the way to it say."""

    first: Int32s
    """By the number of a word, the place where a name begins with it leads; 0 for none."""
    starts: Int32s
    """Where the words that can follow begin, by place, and the end."""
    words: Int32s
    """The numbers of words that can follow, ascending for each place."""
    places: Int32s
    """Where each of them leads."""
    whole: Bools
    """Whether a place is the end of a name."""


@inlined
def _after(names: Names, place: np.int32, word: np.int32) -> np.int32:
    """Give the place to which a word leads from a place, 0 for none."""
    low, high = names.starts[place], names.starts[place + 1]
    end = high
    while low < high:
        middle = (low + high) >> 1
        if names.words[middle] < word:
            low = middle + 1
        else:
            high = middle
    return names.places[low] if low < end and names.words[low] == word else np.int32(0)


@compiled
def named(words: Int32s, ends: Int64s, names: Names) -> tuple[Int64s, Int32s]:
    """Find the names in sentences, the longest first and none within another, as (where it begins, its place).

    The words come as their numbers among those of the names, 0 for all others, with where each sentence ends.
    """
    found, places = np.empty(len(words), np.int64), np.empty(len(words), np.int32)
    count, at = 0, 0
    for end in ends:
        while at < end:
            place = names.first[words[at]]
            longest, following, step = np.int32(0), at + 1, at + 1
            while place:
                if names.whole[place]:
                    longest, following = place, step
                place = _after(names, place, words[step]) if step < end and words[step] else np.int32(0)
                step += 1
            if longest:
                found[count], places[count] = at, longest
                count += 1
            at = following
    return found[:count], places[:count]
