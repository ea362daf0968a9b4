"""Missions and their roles over JSON."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import ConfigDict

from api.conditional import IfMatch, versioned
from api.dependencies import CurrentActor, Cursor, Db, Limit, SignedIn
from api.idempotency import Once, headers
from api.patching import MergePatch, RequireMergePatch, patched
from api.routes.examples import ID, MISSION_DRAFT
from api.routes.shapes import Listing, listing
from registry import missions
from registry.models.missions import Mission, MissionDraft, MissionStatus, Role
from registry.models.values import Model, Short

router = APIRouter(tags=["missions"])
Draft = Annotated[MissionDraft, Body(examples=[MISSION_DRAFT])]


class Filling(Model):
    """Who takes a role."""

    model_config = ConfigDict(json_schema_extra={"example": {"expert_id": ID}})

    expert_id: Short


@router.post("/missions", status_code=201, response_model=Mission)
def open_mission(request: Request, db: Db, actor: SignedIn, draft: Draft, once: Once) -> Response:
    """Open a mission of the own institute, with its roles."""
    repeated = headers(db, once)
    mission = missions.open(db, actor, draft, request=once)
    location = {"Location": f"/api/v1/missions/{mission.id}", **repeated}
    return versioned(request, mission, mission.digest, status=201, headers=location)


@router.get("/missions")
def find_missions(
    db: Db,
    actor: CurrentActor,
    *,
    text: Annotated[str | None, Query(max_length=200, description="Words of the title.")] = None,
    institute: Annotated[str | None, Query(max_length=40, description="Id of the institute that runs it.")] = None,
    system: Annotated[int | None, Query(ge=1, le=6, description="System of the action plan, 1 to 6.")] = None,
    technology: Annotated[str | None, Query(max_length=20, description="Code of a strategic technology.")] = None,
    status: Annotated[MissionStatus | None, Query(description="Whether it still looks for people.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[Mission]:
    """Missions by title and facts."""
    page = missions.find(
        db,
        actor,
        text,
        institute=institute,
        system=system,
        technology=technology,
        status=status,
        limit=limit,
        cursor=cursor,
    )
    return listing(page)


@router.get("/missions/{id}", response_model=Mission)
def read_mission(request: Request, db: Db, actor: CurrentActor, id: str) -> Response:
    """A mission with its roles."""
    mission = missions.get(db, actor, id)
    return versioned(request, mission, mission.digest)


@router.put("/missions/{id}", response_model=Mission)
def replace_mission(request: Request, db: Db, actor: SignedIn, id: str, *, draft: Draft, version: IfMatch) -> Response:
    """Replace what is said of a mission; roles are kept by their ids."""
    mission = missions.update(db, actor, id, draft, if_match=version)
    return versioned(request, mission, mission.digest)


@router.patch("/missions/{id}", response_model=Mission, dependencies=[RequireMergePatch])
def patch_mission(
    request: Request, db: Db, actor: SignedIn, id: str, *, patch: MergePatch, version: IfMatch
) -> Response:
    """Replace some values of a mission."""
    draft = patched(missions.draft_of(missions.get(db, actor, id)), patch)
    mission = missions.update(db, actor, id, draft, if_match=version)
    return versioned(request, mission, mission.digest)


@router.delete("/missions/{id}", status_code=204)
def close_mission(db: Db, actor: SignedIn, id: str, version: IfMatch) -> None:
    """Close a mission and those of its roles that are open."""
    missions.close(db, actor, id, if_match=version)


@router.get("/roles/{id}")
def read_role(db: Db, actor: CurrentActor, id: str) -> Role:
    """A role of a mission."""
    return missions.role(db, actor, id)


@router.post("/roles/{id}/fill")
def fill_role(db: Db, actor: SignedIn, id: str, filling: Filling) -> Role:
    """Record who takes an open role."""
    return missions.fill(db, actor, id, filling.expert_id)
