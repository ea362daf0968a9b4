"""Requests that may come twice: a key with which a creation is done once, however often it is sent."""

from dataclasses import dataclass

from graph.database import Database, Step
from registry.errors import RequestReused
from registry.models.values import now


@dataclass(frozen=True, slots=True)
class RequestKey:
    """An idempotency key in the scope of its account, with the SHA-256 of the body that came with it."""

    key: str
    digest: str


def earlier(db: Database, request: RequestKey | None) -> str | None:
    """The id of what an earlier request with this key created.

    Raises:
        RequestReused: the key came with another body.
    """
    if request is None:
        return None
    rows = db.read("requests/get", key=request.key)
    if not rows:
        return None
    if rows[0]["digest"] != request.digest:
        raise RequestReused
    return str(rows[0]["subject_id"])


def remember(request: RequestKey | None, subject_id: str) -> list[Step]:
    """The step that remembers a request in the transaction of its creation; of two at once, one fails and repeats."""
    if request is None:
        return []
    parameters = {"key": request.key, "digest": request.digest, "subject_id": subject_id, "at": now()}
    return [Step("requests/remember", parameters)]
