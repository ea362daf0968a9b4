"""What would bring a person among the first for a role, found by ranking again as if it were so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.database import Database, Row
from matching import Evidence, Kind, counterfactual, read, taken_apart, weights_of
from matching.counterfactual import Change, Question
from matching.index import PeopleIndex
from registry import experts, matches, profiles, role_questions, rules, screening
from registry.access import Actor, Permission, require
from registry.eligibility import plan
from registry.errors import FieldError, Invalid, NotFound
from registry.identity import new_id
from registry.models.counterfactuals import NextSteps, Shortfall, Step, StepKind
from registry.models.matches import NO_FILTERS, Filters
from registry.models.values import Bilingual
from registry.pool import Pool
from registry.profiles import Known
from registry.ranking import filtering, stepping, weighing

FIRST = 5
MOST_FIRST = 50
_SHOWN = 2
"""So many hidden entries, the nearest to the role, are considered: each further one doubles what must be tried."""
_BANDS: Final = (5, 10, 20, 50, 100, 200, 400)


@dataclass(frozen=True, slots=True)
class Possible:
    """A step, and what it changes for the ranking."""

    kind: StepKind
    change: Change
    evidence: Evidence | None = None


def next_steps(
    db: Database, pool: Pool, actor: Actor, expert_id: str, role_id: str, *, first: int = FIRST
) -> NextSteps:
    """The fewest steps of their own that would bring a person among the first for an open role.

    It asks nobody's consent and is not recorded, because only the person reads it. It names nobody else and tells
    places in bands only.

    Raises:
        NotFound: there is no such role, or no such active person.
        NotAllowed: it is somebody else's profile.
        Conflict: the role is no longer open.
        Invalid: `first` is not 1 to 50.
    """
    require(actor, Permission.EXPERT_UPDATE, of=expert_id)
    _require_first(first)
    role = role_questions.role(db, role_id)
    role_questions.require_open(role)
    person, index = _person(db, expert_id), pool.now(db).index
    asked = _question(db, pool, actor, role)
    possible = _possible(index, asked, person)
    found = _fewest(index, asked, person, possible, first)
    titles = {claim.id: claim.title for claim in experts.own(db, actor, expert_id).claims}
    told = [_step(one, person, titles) for one in possible]
    low, high = _band(counterfactual.place(index, asked, person.profile), first)
    return NextSteps(
        role_id=role_id,
        expert_id=expert_id,
        first=first,
        from_place=low,
        to_place=high,
        agreed=expert_id in index,
        considered=tuple(told),
        options=tuple(tuple(told[number] for number in numbers) for numbers in found),
        sentence=stepping.own(found, first),
    )


def shortfall(db: Database, pool: Pool, actor: Actor, run_id: str, expert_id: str, *, first: int = FIRST) -> Shortfall:
    """How many documents or confirmations a suggested person is short of the first, as of now; never which ones.

    Raises:
        NotFound: there is no such run, or the person is not in it or withdrew.
        NotAllowed: the mission is run by another institute.
        Invalid: `first` is not 1 to 50.
    """
    run, views = matches.get(db, actor, run_id)
    _require_first(first)
    if expert_id not in views:
        raise NotFound("ứng viên", "candidate", expert_id)
    role = role_questions.role(db, run.role_id)
    person, index = _person(db, expert_id), pool.now(db).index
    asked = _question(db, pool, actor, role, filtering.read(run.filters))
    # A further programme is years of work, not something that is missing in the file.
    possible = [one for one in _possible(index, asked, person) if one.kind is not StepKind.LEAD]
    found = _fewest(index, asked, person, possible, first)
    steps = len(found[0]) if found else None
    return Shortfall(
        run_id=run_id, expert_id=expert_id, first=first, steps=steps, sentence=stepping.for_institute(steps, first)
    )


def _question(db: Database, pool: Pool, actor: Actor, role: Row, filters: Filters = NO_FILTERS) -> Question:
    """The question of a role as it would be put now, the law and the other filters included."""
    asked = role_questions.asked(role, weighing.of_kind(db, role["kind"]), filtering.where(filters))
    if filters.law is not None:
        by = plan(rules.current(db), role["kind"], asked.on)
        asked, _, _ = screening.screened(db, actor, pool.now(db), asked, by=by, kept_by=filters.law, limit=1)
    by_weights, where, institutes = asked.weighed.by, asked.where, asked.institutes
    return Question(asked.text, asked.on, by_weights, where, institutes, asked.without, asked.among, asked.amount)


def _require_first(first: int) -> None:
    if not 1 <= first <= MOST_FIRST:
        vi, en = f"Số người đầu danh sách từ 1 đến {MOST_FIRST}.", f"The first are 1 to {MOST_FIRST} people."
        raise Invalid(FieldError("/first", "first", vi, en))


def _person(db: Database, expert_id: str) -> Known:
    person = profiles.whole(db, expert_id)
    if person is None:
        raise NotFound("chuyên gia", "expert", expert_id)
    return person


def _fewest(
    index: PeopleIndex, asked: Question, person: Known, possible: Sequence[Possible], first: int
) -> list[tuple[int, ...]]:
    return counterfactual.fewest(index, asked, person.profile, [one.change for one in possible], first=first)


def _possible(index: PeopleIndex, asked: Question, person: Known) -> list[Possible]:
    """The steps that could help: only what counts under these weights, only what the person can truthfully do."""
    counts = asked.by.weights
    found = []
    if counts.get("freshness") and person.profile.confirmed_on != asked.on:
        found.append(Possible(StepKind.CONFIRM, Change(confirmed_on=asked.on)))
    if counts.get("availability") and person.profile.available_from is None:
        found.append(Possible(StepKind.AVAILABLE, Change(available_from=asked.on)))
    seen, hidden = (
        _nearest(index, asked, person, person.profile.evidence),
        _nearest(index, asked, person, person.hidden),
    )
    found += [Possible(StepKind.SHOW, Change((item,)), item) for item in hidden[:_SHOWN]]
    running = next((item for item in seen if item.id in person.running and item.on and item.on < asked.on), None)
    if counts.get("recent") and running:
        found.append(Possible(StepKind.RENEW, Change((replace(running, on=asked.on),)), running))
    if seen or hidden:
        like = (seen or hidden)[0]
        another = replace(like, id=new_id(), kind=Kind.LED, on=asked.on, amount=None)
        found.append(Possible(StepKind.LEAD, Change((another,)), like))
    return found


def _nearest(index: PeopleIndex, asked: Question, person: Known, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Those of some evidence that share a term with the text, the nearest first."""
    profile = replace(person.profile, evidence=tuple(evidence))
    changed = index.as_if(profile)
    why = taken_apart(weights_of(changed, asked.text), read(changed, profile), on=asked.on, limit=len(evidence))
    return [reason.evidence for reason in why.works]


def _band(place: int | None, first: int) -> tuple[int | None, int | None]:
    """The band that a place lies in: who looks learns no more about the others than the width of it."""
    if place is None:
        return None, None
    low = 1
    for high in sorted({first, *_BANDS}):
        if place <= high:
            return low, high
        low = high + 1
    return low, None


def _step(one: Possible, person: Known, titles: dict[str, Bilingual]) -> Step:
    claim_id = person.claims.get(one.evidence.id) if one.evidence else None
    return Step(kind=one.kind, claim_id=claim_id, sentence=stepping.step(one.kind, titles.get(claim_id or "")))
