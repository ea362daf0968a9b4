"""Who cannot be in a team whatever the limits: by law for a role, and by a conflict of interest for the mission."""

from collections.abc import Mapping, Sequence
from datetime import date

from graph.database import Database
from registry import conflicts, visibility
from registry.eligibility import facts_seen
from registry.eligibility.checking import plan, weigh
from registry.expert_records import expert_from
from registry.models.conflicts import State
from registry.models.experts import ExpertView
from registry.models.rules import Rules
from registry.models.values import Audience


def views(db: Database, ids: Sequence[str]) -> dict[str, ExpertView]:
    """Those of these people who agree to be matched, as institutes see them."""
    found = [expert_from(row) for row in db.read("experts/get", ids=list(ids))]
    return {expert.id: visibility.seen_as(expert, Audience.INSTITUTES) for expert in found if expert.agreed_to_matching}


def barred(
    rules: Rules, kinds: Mapping[str, str], people: Mapping[str, ExpertView], on: date
) -> frozenset[tuple[str, str]]:
    """The pairs of role and person that the law excludes on a day, for roles of these kinds by their ids.

    What lacks evidence or needs a human's judgement excludes nobody here: it is settled before anybody is appointed.
    """
    facts = {id: facts_seen(view) for id, view in people.items()}
    plans = {kind: plan(rules, kind, on) for kind in set(kinds.values())}
    possible = {
        kind: {id for id, person in facts.items() if weigh(asked, person).possible} for kind, asked in plans.items()
    }
    return frozenset((role, id) for role, kind in kinds.items() for id in facts if id not in possible[kind])


def kept_out(db: Database, asked: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """By mission, who of those asked about is in conflict with its institute or people, or of whom it is not known."""
    found = conflicts.states_by_mission(db, asked)
    return {
        mission: frozenset(id for id in ids if found[mission].get(id) is not State.CLEAR)
        for mission, ids in asked.items()
    }
