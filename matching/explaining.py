"""The reasons for a score: which of a person's works and which words carry it, and how firmly."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching import searching
from matching.index import PeopleIndex
from matching.profiles import Evidence, Kind, Profile
from matching.snapshots import Snapshot
from matching.text import analyse

RELEVANT_SHARE = 0.25
"""A work is relevant when it carries at least this part of what the most telling work carries."""
ENOUGH_WORKS = 3
"""With fewer relevant works the evidence is thin."""
ONE_WORK_SHARE = 0.8
"""When one work carries more of the score than this, the evidence is thin."""
TERMS_OF_A_WORK = 5
DAYS_OF_A_YEAR = 365.25


class Thin(StrEnum):
    """Why evidence is thin."""

    NO_EVIDENCE = "no_evidence"
    """Nothing they have done shares a term with the text."""
    FEW_WORKS = "few_works"
    """There are fewer than three relevant works."""
    ONE_WORK = "one_work"
    """One work carries more than four fifths of the score."""


@dataclass(frozen=True, slots=True)
class TermReason:
    """A term that the text and the person share."""

    term: str
    """A word, or a pair of neighbouring words without marks; see `text.analyse`."""
    ours: float
    """Its weight in the text."""
    theirs: float
    """Its weight in the person's centroid."""
    contribution: float
    """The product: what it adds to the score."""


@dataclass(frozen=True, slots=True)
class WorkReason:
    """A work that carries part of the score."""

    evidence: Evidence
    contribution: float
    """What it adds to the score."""
    share: float
    """The same as a part of the score, from 0 to 1."""
    terms: tuple[str, ...]
    """The terms by which it does, the strongest first."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score taken apart. Nothing in it is a sentence: who shows it says it, in the reader's language."""

    id: str
    score: float
    """The sum of the contributions of all terms, and of all works: the score that the index gives."""
    terms: tuple[TermReason, ...]
    """The strongest terms, strongest first."""
    other_terms: float
    """What all further terms add to the score."""
    works: tuple[WorkReason, ...]
    """The strongest works, strongest first."""
    other_works: float
    """What all further works add to the score."""
    relevant_works: int
    """How many works carry at least a quarter of what the strongest one carries."""
    led_programmes: int
    """How many of the relevant works they led."""
    best_led: WorkReason | None
    """The strongest of all works that they led."""
    last_relevant: date | None
    """The day of the latest relevant work that is dated."""
    years_since: float | None
    """Years from that day to the day of asking, not below 0; None where no relevant work is dated."""
    thin: tuple[Thin, ...]
    """Why the evidence is thin; empty where it is not."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A person's evidence in the words and weights of an index, read once for any number of texts."""

    profile: Profile
    works: tuple[Mapping[str, float], ...]
    """The vector of each piece of evidence, of length 1."""
    total: Mapping[str, float]
    """The sum of these vectors."""
    length: float
    """The length of the sum; 1 where there is nothing."""


def explain(index: PeopleIndex, text: str, profile: Profile, *, on: date, limit: int = 10) -> Explanation:
    """Take the score of a person for a text apart, exactly, on a given day, giving `limit` terms and works each.

    The cosine of a text with a centroid is a sum over terms and a sum over works. The profile is the one that was put
    into the index; with another one, the explanation is of the score that this other one would have.
    """
    return taken_apart(weights_of(index, text), read(index, profile), on=on, limit=limit)


def weights_of(index: PeopleIndex, text: str) -> dict[str, float]:
    """The terms of a text with their weights, which explain any number of people."""
    now = index.snapshot_
    keys, weights = searching.weigh(now, text)
    return dict(zip(map(now.vocabulary.term, keys.tolist()), weights.tolist(), strict=True))


def read(index: PeopleIndex, profile: Profile) -> Reading:
    """Read a person's evidence once, to explain any number of texts."""
    now = index.snapshot_
    works = tuple(_vector(now, analyse(item.words, now.boilerplate)) for item in profile.evidence)
    total = Counter[str]()
    for vector in works:
        total.update(vector)
    length = math.sqrt(math.fsum(weight * weight for weight in total.values())) or 1.0
    return Reading(profile, works, total, length)


def taken_apart(ours: Mapping[str, float], reading: Reading, *, on: date, limit: int = 10) -> Explanation:
    """Take a score apart as `explain` does, out of weights and a reading by the same index."""
    terms = []
    for term, weight in ours.items():
        theirs = reading.total.get(term, 0.0) / reading.length
        if theirs:
            terms.append(TermReason(term, weight, theirs, weight * theirs))
    terms.sort(key=lambda reason: (-reason.contribution, reason.term))
    score = math.fsum(reason.contribution for reason in terms)
    shared = {reason.term: reason.ours / reading.length for reason in terms}
    works = [
        _work(item, {term: weight * shared[term] for term, weight in vector.items() if term in shared}, score)
        for item, vector in zip(reading.profile.evidence, reading.works, strict=True)
    ]
    return _explanation(reading.profile.id, terms, [reason for reason in works if reason.contribution > 0], on, limit)


def _work(evidence: Evidence, products: Mapping[str, float], score: float) -> WorkReason:
    contribution = math.fsum(products.values())
    terms = sorted((term for term in products if products[term] > 0), key=lambda term: (-products[term], term))
    return WorkReason(evidence, contribution, contribution / (score or 1.0), tuple(terms[:TERMS_OF_A_WORK]))


def _explanation(id: str, terms: list[TermReason], works: list[WorkReason], on: date, limit: int) -> Explanation:
    works.sort(key=lambda reason: (-reason.contribution, reason.evidence.id))
    relevant = [reason for reason in works if reason.contribution >= RELEVANT_SHARE * works[0].contribution]
    led = [reason for reason in works if reason.evidence.kind is Kind.LED]
    dated = [reason.evidence.on for reason in relevant if reason.evidence.on is not None]
    last = max(dated, default=None)
    return Explanation(
        id=id,
        score=math.fsum(reason.contribution for reason in terms),
        terms=tuple(terms[:limit]),
        other_terms=math.fsum(reason.contribution for reason in terms[limit:]),
        works=tuple(works[:limit]),
        other_works=math.fsum(reason.contribution for reason in works[limit:]),
        relevant_works=len(relevant),
        led_programmes=sum(reason.evidence.kind is Kind.LED for reason in relevant),
        best_led=led[0] if led else None,
        last_relevant=last,
        years_since=None if last is None else max(0.0, (on - last).days / DAYS_OF_A_YEAR),
        thin=_thinness(works, len(relevant)),
    )


def _thinness(works: list[WorkReason], relevant: int) -> tuple[Thin, ...]:
    if not works:
        return (Thin.NO_EVIDENCE,)
    few = (Thin.FEW_WORKS,) if relevant < ENOUGH_WORKS else ()
    one = (Thin.ONE_WORK,) if works[0].share > ONE_WORK_SHARE else ()
    return few + one


def _vector(now: Snapshot, listed: list[str]) -> dict[str, float]:
    """Weigh the terms of a work as `postings.vectors` does for all works at once."""
    counts = Counter(listed)
    telling = now.terms.of_terms(counts, now.vocabulary)
    weights = {
        term: (1 + math.log(times)) * weight for (term, times), weight in zip(counts.items(), telling, strict=True)
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}
