"""The first page: what the register is, what each reader can do with it, and the missions that are open."""

from fastapi import APIRouter, Request, Response

from api.dependencies import CurrentActor, Db
from api.rendering import render
from registry import mission_finding
from registry.models.missions import MissionStatus

router = APIRouter()

_SHOWN = 12


@router.get("/")
def home(request: Request, db: Db, actor: CurrentActor) -> Response:
    """The first page."""
    found = mission_finding.find(db, actor, status=MissionStatus.OPEN, limit=_SHOWN)
    return render(request, actor, "home.html", missions=found.rows)
