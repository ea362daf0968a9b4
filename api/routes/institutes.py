"""Institutes over JSON."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response

from api.conditional import IfMatch, versioned
from api.dependencies import CurrentActor, Cursor, Db, Limit, SignedIn
from api.idempotency import Once, headers
from api.patching import MergePatch, RequireMergePatch, patched
from api.routes.examples import INSTITUTE_DRAFT
from api.routes.shapes import Listing, listing, whole
from registry import institutes
from registry.models.institutes import Institute, InstituteDraft

router = APIRouter(prefix="/institutes", tags=["institutes"])
Draft = Annotated[InstituteDraft, Body(examples=[INSTITUTE_DRAFT])]


@router.post("", status_code=201, response_model=Institute)
def register_institute(request: Request, db: Db, actor: SignedIn, draft: Draft, once: Once) -> Response:
    """Register an institute."""
    repeated = headers(db, once)
    institute = institutes.register(db, actor, draft, request=once)
    location = {"Location": f"/api/v1/institutes/{institute.id}", **repeated}
    return versioned(request, institute, institute.digest, status=201, headers=location)


@router.get("")
def find_institutes(
    db: Db,
    actor: CurrentActor,
    *,
    text: Annotated[str | None, Query(max_length=200, description="Words of the name or the abbreviation.")] = None,
    kind: Annotated[str | None, Query(max_length=40, description="Code of the list `institute_kinds`.")] = None,
    country: Annotated[str | None, Query(max_length=2, description="ISO 3166-1 alpha-2.")] = None,
    province: Annotated[str | None, Query(max_length=10, description="Code of the list `provinces`.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[Institute]:
    """Institutes in use by name and place."""
    page = institutes.find(db, actor, text, kind=kind, country=country, province=province, limit=limit, cursor=cursor)
    return listing(page)


@router.get("/suggest")
def suggest_institutes(
    db: Db,
    text: Annotated[str, Query(max_length=200, description="What has been typed so far.")],
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most, 1 to 50.")] = 10,
) -> Listing[Institute]:
    """Institutes for somebody who is typing a name, best first."""
    return whole(institutes.suggest(db, text, limit))


@router.get("/{id}", response_model=Institute)
def read_institute(request: Request, db: Db, actor: CurrentActor, id: str) -> Response:
    """An institute."""
    institute = institutes.get(db, actor, id)
    return versioned(request, institute, institute.digest)


@router.put("/{id}", response_model=Institute)
def replace_institute(
    request: Request, db: Db, actor: SignedIn, id: str, *, draft: Draft, version: IfMatch
) -> Response:
    """Replace what is said of an institute."""
    institute = institutes.update(db, actor, id, draft, if_match=version)
    return versioned(request, institute, institute.digest)


@router.patch("/{id}", response_model=Institute, dependencies=[RequireMergePatch])
def patch_institute(
    request: Request, db: Db, actor: SignedIn, id: str, *, patch: MergePatch, version: IfMatch
) -> Response:
    """Replace some values of an institute."""
    draft = patched(institutes.draft_of(institutes.get(db, actor, id)), patch)
    institute = institutes.update(db, actor, id, draft, if_match=version)
    return versioned(request, institute, institute.digest)


@router.delete("/{id}", status_code=204)
def close_institute(db: Db, actor: SignedIn, id: str, version: IfMatch) -> None:
    """Close an institute that runs no open mission."""
    institutes.close(db, actor, id, if_match=version)
