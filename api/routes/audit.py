"""The audit over JSON: the events in order, and whether the chain is whole."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict

from api.dependencies import Db, SignedIn
from api.routes.shapes import Listing, Meta
from registry import audit
from registry.models.values import Model

router = APIRouter(prefix="/audit", tags=["audit"])


class AuditEvent(Model):
    """A recorded write: who did what to which subject, and the hash of the event before it."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "example": {
                "seq": 1,
                "at": "2026-11-21T08:00:00.000000+00:00",
                "actor": "administrator:01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d",
                "tag": "account.created",
                "subject_kind": "account",
                "subject_id": "01998c20-11d4-7b52-8f2e-5a7d3c9b1e40",
                "before": None,
                "after": None,
                "detail": '{"office":"institute"}',
                "previous": "0" * 64,
                "hash": "f" * 64,
            }
        },
    )

    seq: int
    at: str
    actor: str
    tag: str
    subject_kind: str
    subject_id: str
    before: str | None = None
    after: str | None = None
    detail: str
    previous: str
    hash: str


class ChainVerdict(Model):
    """What a walk along the chain found: how many events, the last hash, and the first break if any."""

    whole: bool
    events: int
    head: str
    broken_at: int | None = None
    reason: str | None = None


@router.get("/events")
def list_events(
    db: Db,
    actor: SignedIn,
    limit: Annotated[int, Query(ge=1, le=200, description="How many events at most, 1 to 200.")] = 100,
    cursor: Annotated[int, Query(ge=0, le=2**63 - 1, description="Begin behind the event of this number.")] = 0,
) -> Listing[AuditEvent]:
    """Events in the order of the chain, the oldest first."""
    rows = audit.events(db, actor, after=cursor, limit=limit + 1)
    events = [AuditEvent.model_validate(row) for row in rows[:limit]]
    following = str(events[-1].seq) if len(rows) > limit else None
    return Listing(data=events, meta=Meta(count=audit.head(db), next_cursor=following))


@router.get("/verify")
def verify_audit(db: Db, actor: SignedIn) -> ChainVerdict:
    """Walk the whole chain and name the first broken link."""
    verdict = audit.verify(db, actor)
    broken = verdict.broken
    return ChainVerdict(
        whole=broken is None,
        events=verdict.events,
        head=verdict.head,
        broken_at=broken.seq if broken else None,
        reason=broken.reason if broken else None,
    )
