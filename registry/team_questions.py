"""The question that a mission puts to the making of teams: its capabilities, its candidates, and what limits them.

A mission's capabilities are read out of what the institute wrote: the text of each role sought, each strategic
technology that the mission serves, and each of its criteria, at most `CAPABILITIES` in this order. A person covers a
capability as far as their evidence is as near to its words as that of the nearest person in the whole pool, in percent.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from matching import PeopleIndex, Weights
from matching.teams import WHOLE, Offer, Person, Question
from registry import lists
from registry.models.claims import Claim, ClaimKind, Part
from registry.models.experts import ExpertView
from registry.models.missions import Mission, Role, RoleStatus
from registry.models.teams import Capability, CapabilityKind
from registry.models.values import Bilingual, today

CANDIDATES = 60
"""So many people, the best by the ranking, are considered for a seat; the best team is the best among these."""
CAPABILITIES = 12
FIT_UNITS = 20
"""Fits are compared in steps of 1/20 of the score: what differs by less changes the odds by less than a twentieth."""
_PERCENT = WHOLE // 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for a seat, by the ranking."""

    expert_id: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what its numbers stand for."""

    question: Question
    roles: tuple[Role, ...]
    capabilities: tuple[Capability, ...]
    compared: tuple[int, ...]
    """The places of the capabilities that the question knows: those that somebody has evidence of."""
    experts: tuple[str, ...]
    """The id of each person of the question."""
    candidates: Mapping[tuple[str, str], Candidate]
    """By role and expert."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register says of the candidates, as institutes see them, whoever asks: so the same team comes of it."""

    views: Mapping[str, ExpertView]
    filled: Mapping[str, int]
    """How many roles of open missions somebody fills."""
    barred: Collection[tuple[str, str]] = ()
    """Pairs of role and expert that the law excludes."""
    kept_out: Collection[str] = ()
    """Who has a conflict of interest, or of whom that is not known."""


def ask(
    index: PeopleIndex, mission: Mission, found: Mapping[str, Sequence[Candidate]], facts: Facts, *, seed: int
) -> Asked:
    """Put the question of a mission for the candidates `found` for each of its open roles; the seed orders equals."""
    roles = open_roles(mission)
    known = {role.id: [each for each in found[role.id] if each.expert_id in facts.views] for role in roles}
    experts = sorted({each.expert_id for role in roles for each in known[role.id]}, key=lambda id: _drawn(seed, id))
    capabilities, covers = _covered(index, capabilities_of(mission), experts)
    compared = tuple(place for place, capability in enumerate(capabilities) if capability.found)
    people = tuple(_person(_drawn(seed, id), id, facts, [covers[place][id] for place in compared]) for id in experts)
    place = {id: at for at, id in enumerate(experts)}
    offers = tuple(
        Offer(
            seat,
            place[each.expert_id],
            round(each.score * FIT_UNITS),
            barred=(role.id, each.expert_id) in facts.barred,
        )
        for seat, role in enumerate(roles)
        for each in sorted(known[role.id], key=lambda candidate: place[candidate.expert_id])
    )
    ties = _ties([facts.views[id] for id in experts])
    names = tuple(str(at) for at in compared)
    question = Question(tuple(role.id for role in roles), names, people, offers, ties)
    by_pair = {(role.id, each.expert_id): each for role in roles for each in known[role.id]}
    return Asked(question, roles, capabilities, compared, tuple(experts), by_pair)


def open_roles(mission: Mission) -> tuple[Role, ...]:
    """The roles for which somebody is sought, in the order of the mission."""
    return tuple(role for role in mission.roles if role.status is RoleStatus.OPEN)


def candidates_for(index: PeopleIndex, text: str, by: Weights) -> list[Candidate]:
    """The best people for the text of a role by the ranking, all of whom agreed to be matched."""
    ranked = index.rank(text, k=CANDIDATES, on=today(), by=by)
    return [Candidate(each.id, rank, each.score) for rank, each in enumerate(ranked, start=1)]


def capabilities_of(mission: Mission) -> tuple[Capability, ...]:
    """What the team of a mission must be able to do, as this module says at its top; no text twice."""
    found = [(CapabilityKind.ROLE, _whole_text(role)) for role in open_roles(mission)]
    for code in mission.technologies:
        entry = lists.technology(code)
        found.append((CapabilityKind.TECHNOLOGY, Bilingual(vi=entry.name_vi, en=entry.name_en)))
    found += [(CapabilityKind.CRITERION, criterion.text) for criterion in mission.criteria]
    single = {(text.vi, text.en): Capability(kind=kind, text=text) for kind, text in reversed(found)}
    return tuple(reversed(single.values()))[:CAPABILITIES]


def _whole_text(role: Role) -> Bilingual:
    texts = {
        language: ". ".join(part for part in (getattr(role.title, language), getattr(role.text, language)) if part)
        for language in ("vi", "en")
    }
    return Bilingual(**texts)


def _covered(
    index: PeopleIndex, capabilities: Sequence[Capability], experts: Sequence[str]
) -> tuple[tuple[Capability, ...], list[dict[str, int]]]:
    """The capabilities with whether anybody has them, and the thousandths, in whole percent, of each of the experts."""
    marked, covers = [], []
    for capability in capabilities:
        text = "\n".join(words for words in (capability.text.vi, capability.text.en) if words)
        best = index.search(text, k=1)
        near = {hit.id: hit.score for hit in index.search(text, k=len(experts), among=set(experts))} if best else {}
        share = {id: round(100 * near.get(id, 0.0) / best[0].score) * _PERCENT if best else 0 for id in experts}
        covers.append(share)
        marked.append(capability.model_copy(update={"found": bool(best)}))
    return tuple(marked), covers


def _drawn(seed: int, expert_id: str) -> str:
    """The order of people whom nothing else tells apart: drawn from the seed, not who registered first."""
    return hashlib.sha256(f"{seed} {expert_id}".encode()).hexdigest()


def _person(name: str, expert_id: str, facts: Facts, covers: Sequence[int]) -> Person:
    view = facts.views[expert_id]
    return Person(
        id=name,
        covers=tuple(covers),
        load=load_of(view, facts.filled.get(expert_id, 0)),
        abroad=None if view.residence is None else view.residence != "VN",
        languages=frozenset(skill.code for skill in view.languages),
        led=bool(_led(view)),
        kept_out=expert_id in facts.kept_out,
    )


def load_of(view: ExpertView, filled: int) -> int:
    """How many things somebody leads today: roles that they fill in open missions, and led programmes that run."""
    return filled + sum(runs_on(claim, today()) for claim in _led(view))


def _led(view: ExpertView) -> list[Claim]:
    return [claim for claim in view.claims if claim.kind is ClaimKind.PROGRAMME and claim.part is not Part.TOOK_PART]


def runs_on(claim: Claim, day: date) -> bool:
    """Whether a programme runs on a day, by its dates; one that says no end is not counted as running."""
    now = day.isoformat()
    if not claim.end:
        return False
    return claim.end >= now[: len(claim.end)] and (claim.start is None or claim.start <= now[: len(claim.start)])


def _ties(views: Sequence[ExpertView]) -> dict[tuple[int, int], int]:
    """How many things each pair has done together, by the evidence that institutes may see of both."""
    together: dict[str, list[int]] = {}
    for place, view in enumerate(views):
        for evidence_id in sorted({claim.evidence_id for claim in view.claims}):
            together.setdefault(evidence_id, []).append(place)
    return dict(Counter(pair for places in together.values() for pair in combinations(places, 2)))
