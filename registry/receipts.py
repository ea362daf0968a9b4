"""Receipts of consent: one per purpose and decision, none assumed, never changed afterwards."""

from typing import Final, Literal

from graph.database import Event, Step
from registry import audit
from registry.access import Actor
from registry.errors import FieldError
from registry.identity import new_id
from registry.models.experts import ExpertContent
from registry.models.values import Audience, Model, now
from registry.visibility import open_to

MATCHING: Final = "matching"
# To stay in the cases of roles that went to somebody else.
POOL: Final = "pool"
# The version of the words that stand beside the box; it changes whenever they do.
WORDING: Final = "matching/2026-11"
_WORDINGS: Final = {MATCHING: WORDING, POOL: "pool/2026-11"}
PURPOSES: Final = tuple(_WORDINGS)


class Receipt(Model):
    """A decision about a purpose: what was decided, when, in which words, and by which way."""

    id: str
    purpose: str
    decision: Literal["given", "withdrawn"]
    at: str
    method: str
    wording: str
    language: str


def made(purpose: str, *, agreed: bool, language: str, method: str) -> Receipt:
    """A new receipt of this moment."""
    return Receipt(
        id=new_id(),
        purpose=purpose,
        decision="given" if agreed else "withdrawn",
        at=now(),
        method=method,
        wording=_WORDINGS[purpose],
        language=language,
    )


def step(expert_id: str, receipt: Receipt) -> Step:
    """The step that keeps a receipt in the transaction of what it belongs to."""
    return Step("consents/keep", {"expert_id": expert_id, "receipt": receipt.model_dump(mode="json")})


def withdrawal(
    actor: Actor, expert_id: str, *, language: str, method: str
) -> tuple[tuple[Step, ...], tuple[Event, ...]]:
    """The step and the event of a withdrawal from matching that is part of another change."""
    receipt = made(MATCHING, agreed=False, language=language, method=method)
    detail = {"purpose": MATCHING, "receipt": receipt.id}
    event = audit.event(actor, audit.Tag.CONSENT_WITHDRAWN, expert_id, kind="expert", detail=detail)
    return (step(expert_id, receipt),), (event,)


def hindrances(content: ExpertContent, *, agree: bool) -> list[FieldError]:
    """Why somebody cannot be matched yet: institutes must be able to read the name of whom they are shown."""
    if not agree or open_to(Audience.INSTITUTES, content.audience_of("name")):
        return []
    return [
        FieldError(
            "/audiences/name",
            "name-hidden",
            "Muốn được gợi ý cho các nhiệm vụ thì ít nhất các viện, trường phải xem được họ tên của bạn.",
            "To be suggested for missions, at least institutes must be able to see your name.",
        )
    ]
