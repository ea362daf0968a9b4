"""The law over JSON: rules by edition, role kinds with their regimes and benefits, eligibility of people for roles."""

from datetime import date
from inspect import getdoc
from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import ConfigDict, Field

from api.dependencies import CurrentActor, Db, SignedIn
from api.routes.examples import ID
from api.routes.shapes import Listing, whole
from registry import eligible, lists, rules
from registry.eligibility import PREDICATES
from registry.lists.law import Benefit
from registry.models.eligibility import Eligibility
from registry.models.rules import Criterion, Instrument, Rules, RulesEdition
from registry.models.values import Model, Short, today

router = APIRouter(tags=["law"])
OnDay = Annotated[date | None, Query(description="A day; today without it.")]
EditionId = Annotated[
    str | None, Query(max_length=60, description="Id of an edition of the rules; the one that holds without it.")
]


class RoleKindLaw(Model):
    """A kind of role: the decree that rules it, the criteria in force, and what is promised."""

    code: str
    name_vi: str
    name_en: str
    regime: str | None
    verified: bool
    decider_vi: str
    decider_en: str
    decider_verified: bool
    criteria: tuple[str, ...]
    benefits: tuple[Benefit, ...]


class Predicate(Model):
    """A question that a rule may ask of the facts, and what it does."""

    name: str
    description: str


class PeopleAsked(Model):
    """Who is to be measured, and on which day."""

    model_config = ConfigDict(json_schema_extra={"example": {"expert_ids": [ID], "on": "2026-11-22"}})

    expert_ids: Annotated[list[Short], Field(min_length=1, max_length=eligible.MOST)]
    on: date | None = None


@router.get("/rules")
def read_rules(
    db: Db,
    actor: CurrentActor,
    *,
    role_kind: Annotated[str | None, Query(max_length=60, description="Code of a kind of role.")] = None,
    on: Annotated[date | None, Query(description="Only what is in force that day.")] = None,
    edition: EditionId = None,
) -> Rules:
    """An edition of the rules: its instruments and its criteria, of one kind or of all."""
    found = _edition(db, actor, edition)
    criteria = tuple(
        each
        for each in found.criteria
        if (role_kind is None or role_kind in each.role_kinds) and (on is None or lists.in_force(each, on))
    )
    return found.model_copy(update={"criteria": criteria})


@router.get("/rules/{id}")
def read_rule(db: Db, actor: CurrentActor, id: str, edition: EditionId = None) -> Listing[Criterion]:
    """A criterion in every version that an edition has, the newest first."""
    return whole(list(rules.criterion(_edition(db, actor, edition), id)))


@router.get("/rule-editions")
def list_rule_editions(db: Db, actor: CurrentActor) -> Listing[RulesEdition]:
    """Every released edition of the rules, the newest first."""
    return whole(rules.editions(db, actor))


@router.get("/predicates")
def list_predicates() -> Listing[Predicate]:
    """The closed set of questions that a rule may ask of the facts."""
    return whole([Predicate(name=name, description=getdoc(each) or "") for name, each in PREDICATES.items()])


@router.get("/role-kinds")
def list_role_kinds(db: Db, actor: CurrentActor, on: OnDay = None) -> Listing[RoleKindLaw]:
    """The kinds of roles with their regime, their criteria in force on a day, and their benefits."""
    found, day = rules.current(db), on or today()
    return whole([_law_of(found, kind, day) for kind in lists.role_kinds(day)])


@router.get("/roles/{id}/eligibility")
def read_eligibility(
    db: Db,
    actor: SignedIn,
    id: str,
    *,
    expert_id: Annotated[str, Query(max_length=60, description="Id of the expert.")],
    on: OnDay = None,
    edition: EditionId = None,
) -> Eligibility:
    """A person measured against the law for a role, on the entries that the caller may see."""
    return eligible.check(db, actor, id, expert_id, on=on, edition=edition)


@router.post("/roles/{id}/eligibility")
def check_eligibility(
    db: Db, actor: SignedIn, id: str, people: Annotated[PeopleAsked, Body()]
) -> dict[str, Eligibility]:
    """Many people measured against the law for a role, by id; whoever is not active is left out."""
    return eligible.for_role(db, actor, id, people.expert_ids, on=people.on)


@router.get("/experts/{id}/eligibility")
def read_own_eligibility(db: Db, actor: SignedIn, id: str, on: OnDay = None) -> Listing[Eligibility]:
    """A person's own view: the whole record against every kind of role."""
    return whole(eligible.for_expert(db, actor, id, on=on))


def _edition(db: Db, actor: CurrentActor, id: str | None) -> Rules:
    return rules.current(db) if id is None else rules.edition(db, actor, id)


def _law_of(found: Rules, kind: lists.RoleKind, day: date) -> RoleKindLaw:
    regime: list[Instrument] = [
        each for each in found.instruments if kind.code in each.role_kinds and lists.in_force(each, day)
    ]
    criteria = [each.id for each in found.criteria if kind.code in each.role_kinds and lists.in_force(each, day)]
    return RoleKindLaw(
        code=kind.code,
        name_vi=kind.name_vi,
        name_en=kind.name_en,
        regime=regime[0].id if regime else None,
        verified=kind.verified,
        decider_vi=kind.decider_vi,
        decider_en=kind.decider_en,
        decider_verified=kind.decider_verified,
        criteria=tuple(criteria),
        benefits=lists.benefits(kind.code, day),
    )
