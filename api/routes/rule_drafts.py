"""Drafts of the rules over JSON: opened, changed, weighed, withdrawn, and released by a second administrator."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response

from api.conditional import IfMatch, versioned
from api.dependencies import Db, SignedIn, UnderWay
from api.routes.examples import RULE_CHANGES
from api.routes.shapes import Listing, whole
from registry import rule_drafts
from registry.errors import NotFound
from registry.models.rule_drafts import RuleChanges, RuleDraft, Weighing
from registry.models.rules import RulesEdition

router = APIRouter(prefix="/rule-drafts", tags=["law"])
Day = Annotated[date | None, Query(description="A day; the first on which the draft says something else.")]
Changes = Annotated[RuleChanges, Body(examples=[RULE_CHANGES])]


@router.post("", status_code=201, response_model=RuleDraft)
def open_rule_draft(request: Request, db: Db, actor: SignedIn, changes: Changes) -> Response:
    """Keep a set of changes to the rules as a draft; a contradictory one is refused whole."""
    draft = rule_drafts.open(db, actor, changes)
    location = {"Location": f"/api/v1/rule-drafts/{draft.id}"}
    return versioned(request, draft, draft.digest, status=201, headers=location)


@router.get("")
def list_rule_drafts(db: Db, actor: SignedIn) -> Listing[RuleDraft]:
    """Every draft, the newest first."""
    return whole(rule_drafts.find(db, actor))


@router.get("/{id}", response_model=RuleDraft)
def read_rule_draft(request: Request, db: Db, actor: SignedIn, id: str) -> Response:
    """A draft."""
    draft = rule_drafts.get(db, actor, id)
    return versioned(request, draft, draft.digest)


@router.post("/{id}/impact", status_code=202)
def weigh_rule_draft(db: Db, under_way: UnderWay, actor: SignedIn, id: str, on: Day = None) -> Weighing:
    """Begin to find whom a draft would affect, over everybody; what is under way already is not begun twice."""
    return under_way.begin(db, actor, id, on=on)


@router.get("/{id}/impact")
def read_rule_draft_impact(db: Db, under_way: UnderWay, actor: SignedIn, id: str, on: Day = None) -> Weighing:
    """How far that is, and at the end counts before and after and the first two hundred people; 404 before it began."""
    weighing = under_way.latest(db, actor, id, on=on)
    if weighing is None:
        raise NotFound("lần rà soát bản dự thảo", "weighing of the draft", id)
    return weighing


@router.delete("/{id}/impact")
def stop_weighing_rule_draft(db: Db, under_way: UnderWay, actor: SignedIn, id: str, on: Day = None) -> Weighing:
    """Stop it."""
    return under_way.stop(db, actor, id, on=on)


@router.put("/{id}", response_model=RuleDraft)
def replace_rule_draft(
    request: Request, db: Db, actor: SignedIn, id: str, *, changes: Changes, version: IfMatch
) -> Response:
    """Replace the changes of an open draft, now made on the edition that holds."""
    draft = rule_drafts.change(db, actor, id, changes, if_match=version)
    return versioned(request, draft, draft.digest)


@router.delete("/{id}", status_code=204)
def withdraw_rule_draft(db: Db, actor: SignedIn, id: str, version: IfMatch) -> None:
    """Give an open draft up."""
    rule_drafts.withdraw(db, actor, id, if_match=version)


@router.post("/{id}/release")
def release_rule_draft(db: Db, actor: SignedIn, id: str, version: IfMatch) -> RulesEdition:
    """Make a draft the edition that holds; whoever wrote in it is refused."""
    return rule_drafts.release(db, actor, id, if_match=version)
