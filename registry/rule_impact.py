"""The impact of a draft: who would come out otherwise if it were released, before and after, streamed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Protocol

from graph.database import Database
from registry import eligible, rule_drafts, rules
from registry.access import Actor, Permission, require
from registry.eligibility import Plan, Weighed, plan, weigh
from registry.models.eligibility import Verdict
from registry.models.rule_drafts import Affected, Impact, KindImpact, RuleChanges, RuleDraft
from registry.models.rules import Rules
from registry.models.values import today

MOST: Final = 200
_REPORT_EVERY: Final = 1000
Plans = Sequence[tuple[str, Plan, Plan]]


class Advance(Protocol):
    """Told how many people were looked at."""

    def __call__(self, done: int, of: int | None = None) -> None: ...


@dataclass(slots=True)
class _Tally:
    before: Counter[Verdict] = field(default_factory=Counter)
    after: Counter[Verdict] = field(default_factory=Counter)
    affected: int = 0
    outcomes: int = 0


def impact(
    db: Database, actor: Actor, draft_id: str, *, on: date | None = None, progress: Advance | None = None
) -> Impact:
    """Whom an open draft would affect on a day, by default the first day from today on which it says something else.

    Raises:
        NotAllowed: the actor may not edit rules.
        NotFound: there is no such draft.
        Invalid: the draft no longer fits the edition that holds.
    """
    require(actor, Permission.RULE_EDIT)
    draft = rule_drafts.get(db, actor, draft_id)
    day = on or first_day(draft.changes)
    return weighed(db, draft.id, day, plans(db, draft, day), progress=progress)


def weighed(db: Database, draft_id: str, day: date, plans: Plans, *, progress: Advance | None = None) -> Impact:
    """The impact by plans that were made; whatever `progress` raises ends it."""
    tallies = {kind: _Tally() for kind, _, _ in plans}
    named: list[Affected] = []
    people = found = 0
    for each in affected(db, plans, tallies):
        if each is None:
            people += 1
            if progress and people % _REPORT_EVERY == 0:
                progress(people)
            continue
        found += 1
        if len(named) < MOST:
            named.append(each)
    return Impact(
        draft_id=draft_id,
        on=day,
        people=people,
        kinds=tuple(_told(kind, tally) for kind, tally in tallies.items()),
        affected=tuple(named),
        more=found - len(named),
    )


def first_day(changes: RuleChanges) -> date:
    """The first day, from today on, on which the changes say something else than before."""
    days = [each.valid_from for each in changes.put]
    days += [each.valid_from for each in changes.drop]
    days += [each.valid_from for each in changes.instruments]
    days += [each.valid_to + timedelta(days=1) for each in changes.end]
    return max(today(), min(days, default=today()))


def affected(db: Database, plans: Plans, tallies: dict[str, _Tally]) -> Iterator[Affected | None]:
    """Everybody who would come out otherwise, in one pass over all people; None after each person, as a beat."""
    for id, name, facts in eligible.records(db):
        for kind, plan_before, plan_after in plans:
            before, after = weigh(plan_before, facts), weigh(plan_after, facts)
            tally, changed = tallies[kind], _changed(_by_id(plan_before, before), _by_id(plan_after, after))
            tally.before[before.outcome] += 1
            tally.after[after.outcome] += 1
            if changed:
                tally.affected += 1
                tally.outcomes += before.outcome is not after.outcome
                yield Affected.model_construct(
                    expert_id=id,
                    name=name,
                    role_kind=kind,
                    before=before.outcome,
                    after=after.outcome,
                    criteria=changed,
                )
        yield None


def _by_id(asked: Plan, weighed: Weighed) -> Mapping[str, Verdict]:
    return dict(zip((each.id for each in asked.criteria), weighed.verdicts, strict=True))


def _changed(old: Mapping[str, Verdict], new: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The criteria that are answered otherwise, or that only one of the two asks."""
    return tuple(sorted(id for id in old.keys() | new.keys() if old.get(id) is not new.get(id)))


def plans(db: Database, draft: RuleDraft, day: date) -> Plans:
    """For each kind of role that a draft touches, what is asked on a day before and after.

    Raises:
        Invalid: the draft no longer fits the edition that holds.
    """
    base, after = rules.current(db), rule_drafts.result(db, draft)
    kinds = sorted(_kinds(base, draft.changes))
    return [(kind, plan(base, kind, day), plan(after, kind, day)) for kind in kinds]


def _kinds(base: Rules, changes: RuleChanges) -> set[str]:
    """The kinds of roles that the changes touch."""
    touched = {each.id for each in changes.put} | {each.id for each in (*changes.end, *changes.drop)}
    kinds = {kind for each in changes.put for kind in each.role_kinds}
    kinds |= {kind for each in changes.instruments for kind in each.role_kinds}
    kinds |= {kind for each in base.criteria if each.id in touched for kind in each.role_kinds}
    instruments = {each.id for each in changes.instruments}
    return kinds | {kind for each in base.criteria if each.instrument in instruments for kind in each.role_kinds}


def _told(kind: str, tally: _Tally) -> KindImpact:
    return KindImpact(
        role_kind=kind,
        before=dict(sorted(tally.before.items())),
        after=dict(sorted(tally.after.items())),
        affected=tally.affected,
        outcomes_changed=tally.outcomes,
    )
