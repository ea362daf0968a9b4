"""The exact scores of a few people among many, added up out of the words of their works."""

from typing import NamedTuple

import numpy as np

from matching.compiling import Float32s, Float64s, Int32s, Int64s, compiled, inlined
from matching.counting import Block, Starts
from matching.sentences import Hashes
from matching.vocabulary import Vocabulary

WORD_BITS = 24
"""The same as in `vocabulary`: what is compiled is kept by the file it stands in, and would not see it change there."""


class Works(NamedTuple):
    """The works that the postings were made of: person after person, work after work, word after word."""

    words: Int32s
    begins: Int64s
    """Where the words of each work begin."""
    firsts: Int64s
    """The first work of each person."""
    scales: Float32s
    """1 / (the length of the work as a vector x the length of the sum of the person's works)."""
    folded: Int32s
    """The folded form of each word."""
    sentences: Int64s
    """The first sentence of each work."""
    sizes: Int32s
    """Words of each sentence."""
    marks: Hashes
    """The number of each sentence."""
    boilerplate: Hashes
    """The numbers, ascending, of the sentences that count for nothing."""


def works_of(block: Block, starts: Starts, vocabulary: Vocabulary, boilerplate: Hashes) -> Works:
    """Give the works of a block; their scales come with their postings."""
    folded = vocabulary.all_folded()
    none = np.zeros(0, dtype=np.float32)
    told = starts.sentences, block.sizes, block.marks
    return Works(block.words, starts.words, starts.works, none, folded, *told, boilerplate)


@inlined
def _slot(table: Int64s, key: np.int64) -> np.int64:
    """Give where a key stands in a table, or the empty slot where it would: the first from where it points."""
    slot = (key ^ (key >> WORD_BITS) * 40503) & (len(table) - 1)
    while table[slot] >= 0 and table[slot] != key:
        slot = (slot + 1) & (len(table) - 1)
    return slot


@compiled
def _table(keys: Int64s) -> tuple[Int64s, Int64s]:
    """Put keys into a table, -1 where none is; give the slot of each."""
    room = 1024
    while room < 16 * len(keys):
        room *= 2
    table, slots = np.full(room, -1), np.empty(len(keys), dtype=np.int64)
    for number in range(len(keys)):
        slots[number] = _slot(table, keys[number])
        table[slots[number]] = keys[number]
    return table, slots


@inlined
def _taken(times: Int32s, slots: Int64s, values: Float64s) -> float:
    """Give what a work that says the terms so many times adds, but for its scale, and forget the times."""
    said = 0.0
    for place in range(len(slots)):
        often = times[slots[place]]
        times[slots[place]] = 0
        if often:
            said += values[place] if often == 1 else (1 + np.log(often)) * values[place]
    return said


@compiled
def _is_in(ascending: Hashes, mark: np.uint64) -> bool:
    place = np.searchsorted(ascending, mark)
    return bool(place < len(ascending) and ascending[place] == mark)


@inlined
def _until(begins: Int64s, number: int, end: int) -> int:
    """Give where the last of them ends, or where the next one begins."""
    return begins[number + 1] if number + 1 < len(begins) else end


@compiled
def _stretches(works: Works, people: Int64s) -> Int64s:
    """Give the stretches of words of people's works that are not boilerplate, in order, one a row.

    Each has where it begins, where it ends, the number of the work and the place of the person.
    """
    firsts, begins, sentences, sizes, marks = works.firsts, works.begins, works.sentences, works.sizes, works.marks
    all_said, room, count = not len(works.boilerplate), 0, 0
    for person in people:
        last = _until(firsts, person, len(begins))
        room += (
            last - firsts[person] if all_said else _until(sentences, last - 1, len(sizes)) - sentences[firsts[person]]
        )
    found = np.empty((room, 4), dtype=np.int64)
    for place in range(len(people)):
        for work in range(firsts[people[place]], _until(firsts, people[place], len(begins))):
            begin, end = begins[work], _until(begins, work, len(works.words))
            sentence = 0 if all_said else sentences[work]
            while begin < end:
                after = end if all_said else begin + sizes[sentence]
                if all_said or not _is_in(works.boilerplate, marks[sentence]):
                    found[count, 0], found[count, 1], found[count, 2], found[count, 3] = begin, after, work, place
                    count += 1
                begin, sentence = after, sentence + 1
    return found[:count]


@compiled
def scores(works: Works, keys: Int64s, values: Float64s, people: Int64s) -> Float64s:
    """Give the scores of people: the sum of what their works add.

    A work adds the value of each of these terms that it says, times 1 + ln(times it says it), times its scale.
    """
    # An array is taken out of a tuple once: where that is done for each word, it takes longer than all the rest.
    words, folded, scales, stretches = works.words, works.folded, works.scales, _stretches(works, people)
    table, slots = _table(keys)
    pairs, last = len(keys) > 0 and keys.max() >> WORD_BITS > 0, np.int64(-1)
    sums, times = np.zeros(len(people)), np.zeros(len(table), dtype=np.int32)
    for number in range(len(stretches)):
        for at in range(stretches[number, 0], stretches[number, 1]):
            plain = np.int64(folded[words[at]])
            times[_slot(table, np.int64(words[at]))] += 1
            if plain != words[at]:
                times[_slot(table, plain)] += 1
            if pairs and last >= 0:
                times[_slot(table, (last + 1) << WORD_BITS | plain)] += 1
            last = plain
        work = stretches[number, 2]
        if number + 1 == len(stretches) or stretches[number + 1, 2] != work:
            sums[stretches[number, 3]] += _taken(times, slots, values) * scales[work]
            last = np.int64(-1)
    return sums
