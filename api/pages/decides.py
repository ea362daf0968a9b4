"""How it decides: the ranking as the engine itself describes it, step by step, for everybody."""

from fastapi import APIRouter, Request, Response

from api.dependencies import CurrentActor
from api.rendering import render
from matching import ALGORITHM

router = APIRouter()


@router.get("/how-it-decides")
def explanation(request: Request, actor: CurrentActor) -> Response:
    """The page."""
    return render(request, actor, "decides.html", algorithm=ALGORITHM, weights_hash=ALGORITHM.weights_hash())
