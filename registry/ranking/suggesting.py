"""The making of a suggestion: an order of people by weighted features, with the reasons for every place in it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from statistics import median

from graph.database import Database
from matching import Explanation, Ranked, read, stability, taken_apart, weights_of
from matching.choosing import MOST_BY_FEATURES
from matching.facts import APART
from matching.searching import TIE_DECIMALS
from matching.tags import Where
from matching.text import normalise, words
from registry import profiles, reasons
from registry.models.matches import Candidate, FeatureReason, Meant, Stability
from registry.pool import State
from registry.profiles import Known
from registry.ranking import catalogue
from registry.ranking.catalogue import RestsOn
from registry.ranking.weighing import Weighing

FIRST = 5
"""The stability of a place is told for so many first ones."""
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a text, a day, the weights, who may be found, the seed of the draws, who asks, who is left out.

    Where people are given to choose `among`, nobody else is found. `amount` is the budget in US dollars, 0 if unknown.
    """

    text: str
    on: date
    weighed: Weighing
    where: Where
    seed: int
    institutes: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    among: frozenset[str] | None = None
    amount: float = 0.0


def candidates(db: Database, state: State, asked: Question, limit: int) -> tuple[Candidate, ...]:
    """The people who fit best, at most `limit`, each with the reasons that institutes may see."""
    return explained(db, state, asked, order(state, asked, limit), limit)


def explained(
    db: Database, state: State, asked: Question, ranked: Sequence[Ranked], limit: int
) -> tuple[Candidate, ...]:
    """The first `limit` of those whom `order` gave for a question, each with the reasons that institutes may see."""
    first = ranked[:limit]
    known = {one.profile.id: one for one in profiles.some(db, [one.id for one in first], agreed=True)}
    standing = {one.id: one for one in stability.of(ranked, first=FIRST, seed=asked.seed)}
    typical = middle(ranked)
    ours = weights_of(state.index, asked.text)
    placed = zip(first, places(first), strict=True)
    found = []
    for one, (rank, group) in placed:
        if one.id not in known:
            continue
        person = known[one.id]
        why = taken_apart(ours, read(state.index, person.profile), on=asked.on, limit=reasons.READ)
        told = reasons.given(why, asked.text, person.claims).model_copy(
            update={
                "features": _features(one, typical, _behind(why, person, asked.text)),
                "stability": _stability(standing.get(one.id)),
                "meant": _meant(asked.weighed, one),
            }
        )
        found.append(Candidate(expert_id=one.id, rank=rank, score=round(one.score, 6), tie_group=group, reasons=told))
    return tuple(found)


def order(state: State, asked: Question, limit: int) -> list[Ranked]:
    """Everybody who was ranked by features, best first, and further people up to `limit`."""
    most = max(limit, MOST_BY_FEATURES)
    return state.index.rank(
        asked.text,
        k=most,
        on=asked.on,
        by=asked.weighed.by,
        among=asked.among,
        without=asked.without,
        where=asked.where,
        institutes=asked.institutes,
        amount=asked.amount,
    )


def places(ranked: Sequence[Ranked]) -> list[tuple[int, int]]:
    """The rank and the tie group of each: those who are tied share both."""
    found: list[tuple[int, int]] = []
    last = None
    for place, one in enumerate(ranked, start=1):
        score = round(one.score, TIE_DECIMALS)
        found.append(found[-1] if found and score == last else (place, found[-1][1] + 1 if found else 1))
        last = score
    return found


def middle(ranked: Sequence[Ranked]) -> dict[str, float]:
    """The middle value of each feature among everybody who was ranked by features."""
    values: dict[str, list[float]] = {}
    for one in ranked:
        for part in one.parts:
            values.setdefault(part.feature, []).append(part.value)
    return {feature: median(listed) for feature, listed in values.items()}


def _features(
    one: Ranked, typical: Mapping[str, float], behind: Mapping[RestsOn, tuple[str, ...]]
) -> tuple[FeatureReason, ...]:
    texts = catalogue.features()
    return tuple(
        FeatureReason(
            feature=part.feature,
            value=round(part.value, 6),
            typical=round(typical[part.feature], 6),
            weight=round(part.weight, 6),
            contribution=round(part.contribution, 6),
            evidence=behind[texts[part.feature].rests_on] if part.feature in texts and part.value else (),
        )
        for part in one.parts
    )


def _behind(why: Explanation, person: Known, text: str) -> dict[RestsOn, tuple[str, ...]]:
    """The claims that values rest on: the nearest, the led ones, the latest, those of institutions in the text."""
    dated = sorted((item for item in person.profile.evidence if item.on), key=lambda item: (str(item.on), item.id))
    there = set(words(normalise(text)))
    named = [item.id for item in person.profile.evidence if _names(item.institution or "", there)]
    chosen: dict[RestsOn, list[str]] = {
        "nearest": [reason.evidence.id for reason in why.works[:_NEAREST]],
        "led": [why.best_led.evidence.id] if why.best_led else [],
        "latest": [item.id for item in dated[-_NEAREST:][::-1]],
        "institution": named[:_NEAREST],
        "none": [],
    }
    return {rests_on: tuple(person.claims[id] for id in ids) for rests_on, ids in chosen.items()}


def _names(institution: str, there: Set[str]) -> bool:
    """Whether a text holds at least half of the words of one of the names of an institution."""
    forms = [set(words(normalise(form))) for form in institution.split(APART)]
    return any(form and len(form & there) * 2 >= len(form) for form in forms)


def _meant(weighed: Weighing, one: Ranked) -> Meant | None:
    """What such a score has meant; those who follow beyond the features have no score of that kind."""
    seen = weighed.meant(one.score) if one.parts else None
    if seen is None:
        return None
    return Meant(candidates=seen.candidates, chosen=seen.right, simulated=weighed.simulated)


def _stability(stands: stability.Stability | None) -> Stability | None:
    if stands is None:
        return None
    return Stability(
        first=FIRST,
        draws=stability.DRAWS,
        spread=stability.SPREAD,
        share=round(stands.share, 4),
        best=stands.best,
        worst=stands.worst,
    )
