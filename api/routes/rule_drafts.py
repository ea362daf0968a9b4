"""Drafts of the rules over JSON: opened, changed, weighed, withdrawn, and released by a second administrator."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response

from api.conditional import IfMatch, versioned
from api.dependencies import Db, SignedIn
from api.routes.examples import RULE_CHANGES
from api.routes.shapes import Listing, whole
from registry import rule_drafts, rule_impact
from registry.models.rule_drafts import Impact, RuleChanges, RuleDraft
from registry.models.rules import RulesEdition

router = APIRouter(prefix="/rule-drafts", tags=["law"])
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


@router.get("/{id}/impact")
def weigh_rule_draft(
    db: Db,
    actor: SignedIn,
    id: str,
    on: Annotated[date | None, Query(description="A day; the first on which the draft says something else.")] = None,
) -> Impact:
    """Whom a draft would affect: counts before and after, and the first two hundred people."""
    return rule_impact.impact(db, actor, id, on=on)


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
