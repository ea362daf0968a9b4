"""How it decides: the ranking as the code itself describes it, feature by feature, for everybody."""

from fastapi import APIRouter, Request, Response

from api.dependencies import CurrentActor
from api.rendering import render
from registry.ranking import algorithms

router = APIRouter()


@router.get("/how-it-decides")
def explanation(request: Request, actor: CurrentActor) -> Response:
    """The page."""
    return render(request, actor, "decides.html", algorithm=algorithms.current())
