"""The write of a planned batch of programmes: one transaction with one event, or a conflict that says to plan anew."""

from collections.abc import Iterator

from graph.database import Database, Event, Row, Step
from graph.errors import AlreadyThere, NothingWritten
from registry import audit, institute_records
from registry.access import Actor
from registry.bulk import digest_of_batch
from registry.bulk_steps import expert_rows, present, relation_row, sliced
from registry.identity import new_id
from registry.importers.programme_known import Programme, Terms
from registry.importers.programme_plans import Plan
from registry.models.experts import Expert


class PlanOutdated(Exception):
    """Somebody changed what a plan builds on since it was made; nothing was written."""


def write(db: Database, actor: Actor, plan: Plan, terms: Terms) -> None:
    """Write a plan, all of it or nothing; an empty one leaves no event.

    Raises:
        PlanOutdated: an expert is another version, or somebody stored the same things meanwhile.
    """
    if plan.is_empty:
        return
    held = [{"id": expert.id, "before": before} for before, expert in plan.changed]
    try:
        db.write(
            "importing/hold",
            rows=held,
            expected=len(held),
            then=steps_of(plan, terms),
            event=_event(actor, plan, terms),
        )
    except (AlreadyThere, NothingWritten) as conflict:
        raise PlanOutdated from conflict


def steps_of(plan: Plan, terms: Terms) -> list[Step]:
    """The statements that write a plan, after its experts are held."""
    institutes = (present(institute_records.properties_of(institute)) for institute in plan.institutes)
    renewed = ({"id": expert.id, "after": expert.digest, "at": terms.at} for _, expert in plan.changed)
    return [
        *sliced("bulk/institutes", institutes),
        *sliced("bulk/programmes", (_programme_row(programme) for programme in plan.programmes.values())),
        *sliced("importing/rewrite", (_rewritten_row(programme) for programme in plan.rewritten.values())),
        *sliced("bulk/experts", expert_rows(plan.newcomers.values())),
        *sliced("importing/renew", renewed),
        *sliced("bulk/led", _relation_rows(plan)),
    ]


def _programme_row(programme: Programme) -> Row:
    content = present(programme.content) | {"source_key": programme.key}
    return {"evidence_id": programme.id, "institute_id": programme.institute_id, "content": content}


def _rewritten_row(programme: Programme) -> Row:
    """The whole content, because what the source no longer says must go."""
    return {"evidence_id": programme.id, "institute_id": programme.institute_id, "content": programme.content}


def _relation_rows(plan: Plan) -> Iterator[Row]:
    for expert in _everybody(plan):
        fresh = len(plan.parts.get(expert.id, ()))
        first = len(expert.claims) - fresh
        for position, claim in enumerate(expert.claims[first:], start=first):
            yield relation_row(expert.id, claim, position)


def _everybody(plan: Plan) -> list[Expert]:
    return [*plan.newcomers.values(), *(expert for _, expert in plan.changed)]


def _event(actor: Actor, plan: Plan, terms: Terms) -> Event:
    people = _everybody(plan)
    detail: Row = {
        "source": terms.source,
        "count": len(people),
        "institutes": len(plan.institutes),
        "programmes": len(plan.programmes),
        "rewritten": len(plan.rewritten),
        "claims": plan.claims,
        "agreed": terms.agree,
        "at": terms.at,
    }
    if people:
        detail |= {"first": people[0].id, "last": people[-1].id}
    digest = digest_of_batch([*plan.institutes, *people])
    return audit.event(actor, audit.Tag.EXPERTS_IMPORTED, new_id(), kind="batch", after=digest, detail=detail)
