"""Merging over JSON: two records of one person become one, and can be taken apart again."""

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict

from api.conditional import versioned
from api.dependencies import Db, SignedIn
from api.routes.examples import OTHER_ID
from registry import merging, visibility
from registry.access import Actor
from registry.models.experts import Expert, ExpertView
from registry.models.values import Line, Model, Short

router = APIRouter(prefix="/experts", tags=["experts"])


class Merge(Model):
    """The record that goes into this one, and why they are the same person."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"other_id": OTHER_ID, "reason": "The same person: one ORCID, one institute."}}
    )

    other_id: Short
    reason: Line


class Unmerge(Model):
    """Why the two were not the same person after all."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Two people with one name."}})

    reason: Line


@router.post("/{id}/merge", response_model=ExpertView)
def merge_expert(request: Request, db: Db, actor: SignedIn, id: str, merge: Merge) -> Response:
    """Put another record of the same person into this one; its id leads here for ever."""
    return _answered(request, actor, merging.merge(db, actor, id, merge.other_id, reason=merge.reason))


@router.post("/{id}/unmerge", response_model=ExpertView)
def unmerge_expert(request: Request, db: Db, actor: SignedIn, id: str, unmerge: Unmerge) -> Response:
    """Take a merged record out again."""
    return _answered(request, actor, merging.unmerge(db, actor, id, reason=unmerge.reason))


def _answered(request: Request, actor: Actor, expert: Expert) -> Response:
    return versioned(request, visibility.seen_by(actor, expert), expert.digest)
