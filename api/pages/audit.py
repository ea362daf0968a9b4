"""The audit: every change in order, and the walk that proves none was altered afterwards."""

from fastapi import APIRouter, Request, Response

from api.dependencies import Db, SignedIn
from api.rendering import render
from graph.database import Database
from registry import audit
from registry.access import Actor, Permission, require

router = APIRouter(prefix="/audit")

_ROWS = 100


@router.get("")
def events(request: Request, db: Db, actor: SignedIn) -> Response:
    """The newest events, or those up to the number that the address names."""
    return _page(request, db, actor, verdict=None)


@router.post("")
def verify(request: Request, db: Db, actor: SignedIn) -> Response:
    """Walk the chain and say what was found."""
    return _page(request, db, actor, verdict=audit.verify(db, actor))


def _page(request: Request, db: Database, actor: Actor, *, verdict: object) -> Response:
    require(actor, Permission.AUDIT_READ)
    last = audit.head(db)
    asked = request.query_params.get("until", "")
    until = min(int(asked), last) if asked.isdecimal() and len(asked) < 16 else last
    first = max(until - _ROWS, 0)
    found = audit.events(db, actor, after=first, limit=until - first) if until > first else []
    return render(
        request,
        actor,
        "audit.html",
        events=found[::-1],
        last=last,
        verdict=verdict,
        next_address=f"/audit?until={first}" if first else "",
        first_address="/audit" if until < last else "",
    )
