"""The states of an index: each is made from the one before and never changes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress, pairwise

import numpy as np

from matching import facts
from matching.concepts import Concepts
from matching.counting import BLOCK_WORKS, MOST_WORKS, Block, blocks, joined, tally
from matching.embedding import Encoder
from matching.postings import Bools, TermWeights, assembled
from matching.profiles import Profile
from matching.segments import Segment, Wording, appended, everybody
from matching.sentences import Hashes, common
from matching.vocabulary import Vocabulary

GROWTH = 4
"""A new segment is joined to the one before it while that is less than so many times its size."""


@dataclass(frozen=True, slots=True)
class PairRule:
    """In how many works a pair of words must stand to be a term: one in a small network, more in a large one."""

    fewest_works: int
    small_network: int

    def fewest_among(self, works: int) -> int:
        """Give the number for a network of so many works."""
        return 1 if works < self.small_network else self.fewest_works


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of an index that a search sees from beginning to end."""

    segments: tuple[Segment, ...]
    alive: tuple[Bools, ...]
    terms: TermWeights
    vocabulary: Vocabulary
    without_evidence: frozenset[str]
    changed: int
    """People added, replaced or removed since the weights of the terms were taken."""
    boilerplate: Hashes
    """The marks, ascending, of the sentences that counted for nothing when the weights of the terms were taken."""

    @property
    def wording(self) -> Wording:
        """How words are weighed in this state."""
        return Wording(self.vocabulary, self.terms, self.boilerplate)

    @property
    def people(self) -> int:
        """How many people can be found."""
        return sum(int(alive.sum()) for alive in self.alive)

    def place(self, id: str) -> tuple[int, int] | None:
        """Give the segment and the row of a person who can be found."""
        for number, (segment, alive) in enumerate(zip(self.segments, self.alive, strict=True)):
            row = segment.rows.get(id)
            if row is not None and alive[row]:
                return number, row
        return None


def read(
    profiles: Iterable[Profile], pairs: PairRule, concepts: Concepts | None = None, encoder: Encoder | None = None
) -> Snapshot:
    """Give the state that holds these profiles, read once; only the numbers of their words are kept.

    Raises ValueError when two have the same id or one has too many works.
    """
    vocabulary = Vocabulary(concepts, encoder)
    ids: list[str] = []
    empty: list[str] = []
    parts: list[Block] = []
    for found, unfound, block in _encoded(profiles, vocabulary):
        ids += found
        empty += unfound
        parts.append(block)
    everybody = sorted(chain(ids, empty))
    for one, next_one in pairwise(everybody):
        if one == next_one:
            raise ValueError(f"Two profiles have the id {one}.")
    return weighed(ids, parts, vocabulary, frozenset(empty), pairs)


def weighed(
    ids: Sequence[str],
    parts: Sequence[Block],
    vocabulary: Vocabulary,
    without_evidence: frozenset[str],
    pairs: PairRule,
) -> Snapshot:
    """Give the state in one segment whose term weights are taken from these works."""
    works = sum(len(part.lengths) for part in parts)
    fewest = pairs.fewest_among(works)
    boilerplate = _boilerplate(parts)
    said = (part.without(boilerplate) for part in parts)
    table = tally(said, vocabulary, pairs=fewest <= works).without_rare_pairs(fewest)
    terms = TermWeights.of(table, works, fewest)
    main = everybody(ids, parts, Wording(vocabulary, terms, boilerplate))
    return Snapshot((main,), (np.ones(len(ids), dtype=np.bool_),), terms, vocabulary, without_evidence, 0, boilerplate)


def _boilerplate(parts: Sequence[Block]) -> Hashes:
    """Find the sentences that stand word for word in works of many people."""
    marks, people, titles = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0, np.uint64)]
    before = 0
    for part in parts:
        owner = np.repeat(np.arange(before, before + len(part.works)), part.works)
        marks.append(part.marks)
        people.append(np.repeat(owner, part.sentences))
        titles.append(np.repeat(part.facts["title"], part.sentences))
        before += len(part.works)
    return common(np.concatenate(marks), np.concatenate(people), np.concatenate(titles))


def compacted(now: Snapshot, pairs: PairRule) -> Snapshot:
    """Give the state with its term weights taken anew and everything removed forgotten."""
    ids, parts = _survivors(now, range(len(now.segments)))
    return weighed(ids, parts, now.vocabulary, now.without_evidence, pairs)


def settled(now: Snapshot, pairs: PairRule) -> Snapshot:
    """Give the state compacted, unless it already is: one segment, with nobody in it who cannot be found."""
    return now if len(now.segments) == 1 and now.alive[0].all() else compacted(now, pairs)


def caught_up(then: Snapshot, before: Snapshot, now: Snapshot) -> Snapshot:
    """Give the state `then`, compacted out of the state `before`, with what has changed between that and `now`."""
    if now is before:
        return then
    old = {id(segment): alive for segment, alive in zip(before.segments, before.alive, strict=True)}
    gone: set[str] = set()
    for segment, alive in zip(now.segments, now.alive, strict=True):
        lost = old.pop(id(segment), alive) & ~alive
        gone.update(segment.ids[row] for row in np.flatnonzero(lost).tolist())
    # Whoever stood in a segment that was joined since stands in a new one now, or nowhere.
    for segment, alive in zip(before.segments, before.alive, strict=True):
        if id(segment) in old:
            gone.update(segment.ids[row] for row in np.flatnonzero(alive).tolist())
    after = _without(then, gone)
    known = {id(segment) for segment in before.segments}
    for number, segment in enumerate(now.segments):
        if id(segment) not in known:
            ids, parts = _survivors(now, range(number, number + 1))
            if ids:
                after = _without(after, set(ids))
                after = _with(after, appended(ids, parts, after.wording))
    return replace(after, without_evidence=now.without_evidence, changed=now.changed - before.changed)


def changed(now: Snapshot, removed: Collection[str], profiles: Iterable[Profile]) -> Snapshot:
    """Give the state without the removed and with the profiles in place of older ones of the same id."""
    latest = {profile.id: profile for profile in profiles}
    gone = {*removed, *latest}
    then = _without(now, gone)
    for found, unfound, block in _encoded(latest.values(), now.vocabulary):
        if found:
            then = _with(then, appended(found, [block], now.wording))
        if unfound:
            then = replace(then, without_evidence=then.without_evidence | set(unfound))
    return replace(then, changed=now.changed + len(gone))


def _without(now: Snapshot, gone: set[str]) -> Snapshot:
    rows: dict[int, list[int]] = {}
    for id in gone:
        place = now.place(id)
        if place is not None:
            rows.setdefault(place[0], []).append(place[1])
    alive = list(now.alive)
    for number, dead in rows.items():
        alive[number] = alive[number].copy()
        alive[number][dead] = False
    empty = now.without_evidence - gone if not now.without_evidence.isdisjoint(gone) else now.without_evidence
    return replace(now, alive=tuple(alive), without_evidence=empty)


def _with(now: Snapshot, segment: Segment) -> Snapshot:
    """Append a segment, joined with the last ones while these are not much larger. The first one stays by itself."""
    now = replace(
        now,
        segments=(*now.segments, segment),
        alive=(*now.alive, np.ones(len(segment.ids), dtype=np.bool_)),
    )
    first = len(now.segments) - 1
    size = len(segment.ids)
    while first > 1 and len(now.segments[first - 1].ids) < GROWTH * size:
        first -= 1
        size += len(now.segments[first].ids)
    if first == len(now.segments) - 1:
        return now
    joined, alive = _joined(now, range(first, len(now.segments)))
    return replace(now, segments=(*now.segments[:first], joined), alive=(*now.alive[:first], alive))


def _joined(now: Snapshot, numbers: range) -> tuple[Segment, Bools]:
    ids, parts = _survivors(now, numbers)
    postings = []
    for number in numbers:
        alive = now.alive[number]
        rows = np.where(alive, np.cumsum(alive) - 1, -1).astype(np.int32)
        postings.append((now.segments[number].unpacked.kept(rows), int(alive.sum())))
    return Segment.of(ids, assembled(postings), joined(parts)), np.ones(len(ids), dtype=np.bool_)


def _survivors(now: Snapshot, numbers: range) -> tuple[list[str], list[Block]]:
    """Give the ids and the works of those who can be found, in the same order."""
    ids: list[str] = []
    parts: list[Block] = []
    for number in numbers:
        segment, alive = now.segments[number], now.alive[number]
        ids += [id for id, lives in zip(segment.ids, alive.tolist(), strict=True) if lives]
        before = 0
        for block in segment.block.parts():
            living = alive[before : before + len(block.works)]
            parts.append(block if living.all() else block.of(living))
            before += len(block.works)
    return ids, list(blocks(parts))


def _encoded(profiles: Iterable[Profile], vocabulary: Vocabulary) -> Iterator[tuple[list[str], list[str], Block]]:
    """Number the words of the profiles, some thousand works at a time: who has words, who has none, and the words."""
    waiting: list[Profile] = []
    works = 0
    for profile in profiles:
        if len(profile.evidence) > MOST_WORKS:
            raise ValueError(f"The profile {profile.id} has {len(profile.evidence)} works; {MOST_WORKS} is the most.")
        if waiting and works + len(profile.evidence) > BLOCK_WORKS:
            yield _block(waiting, vocabulary)
            waiting, works = [], 0
        waiting.append(profile)
        works += len(profile.evidence)
    if waiting:
        yield _block(waiting, vocabulary)


def _block(profiles: list[Profile], vocabulary: Vocabulary) -> tuple[list[str], list[str], Block]:
    works = [item for profile in profiles for item in profile.evidence]
    written = [item.words for item in works]
    read = vocabulary.encode(written)
    told = facts.of(works, read.concepts, vocabulary.institutions)
    owner = np.repeat(np.arange(len(profiles)), [len(profile.evidence) for profile in profiles])
    said = read.lengths > 0
    texts, meanings = vocabulary.meanings(list(compress(written, said.tolist())))
    spoken = np.repeat(said, read.sentences)
    counts = np.bincount(owner[said], minlength=len(profiles)).astype(np.int32)
    there = [profile for profile, some in zip(profiles, counts.tolist(), strict=True) if some]
    unfound = [profile.id for profile, some in zip(profiles, counts.tolist(), strict=True) if not some]
    tags = [vocabulary.tags.number(tag) for profile in there for tag in profile.tags]
    block = Block(
        read.words,
        read.lengths[said],
        counts[counts > 0],
        read.sentences[said],
        read.marks[spoken],
        read.sizes[spoken],
        told[said],
        np.array(tags, dtype=np.int32),
        np.array([len(profile.tags) for profile in there], dtype=np.int32),
        np.array(list(chain.from_iterable(map(_days, there))), dtype=np.int32).reshape(-1, 2),
        texts,
        meanings,
    )
    return [profile.id for profile in there], unfound, block


def _days(profile: Profile) -> tuple[int, int]:
    confirmed, available = profile.confirmed_on, profile.available_from
    return confirmed.toordinal() if confirmed else 0, available.toordinal() if available else 0
