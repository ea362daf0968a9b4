"""How it decides: the ranking as the code describes it, and its classification record, for everybody."""

from fastapi import APIRouter, Request, Response

from api.dependencies import CurrentActor, Db, People
from api.rendering import render
from registry import ai_record
from registry.ranking import algorithms

router = APIRouter()


@router.get("/how-it-decides")
def explanation(request: Request, db: Db, people: People, actor: CurrentActor) -> Response:
    """The page."""
    return render(request, actor, "decides.html", algorithm=algorithms.current(db, people.model))


@router.get("/ai-record")
def record(request: Request, db: Db, people: People, actor: CurrentActor) -> Response:
    """The classification record."""
    return render(request, actor, "ai_record.html", record=ai_record.current(db, people.model))
